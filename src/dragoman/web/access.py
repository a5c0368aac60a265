"""The archive behind the server: opened for a request, closed when nobody asks.

A file that is open for reading cannot be written by another program. So it is held open only while
people ask, and let go a moment later: `dragoman watch` and `read` get their turn, and a request
that comes while they write waits for them. What is written here is written alone, by one at a time:
who would read waits a few seconds for it, too, and is then told so.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import anyio
import anyio.to_thread

from dragoman.archive import Archive
from dragoman.errors import DragomanError

T = TypeVar("T")
_IDLE = 1.0  # seconds without a request after which the file is let go
_PATIENCE = 5.0  # seconds to wait for another program that writes
_AT_ONCE = 4  # requests that ask the archive at the same time
_WRITING = 60.0  # seconds that a request waits for what it writes; the writing itself goes on


class Access:
    """Answers requests from one archive, each within a time limit.

    Fields:
        path: the archive's file.
        seconds: that a request may take.
    """

    def __init__(self, path: str | Path, *, seconds: float = 10.0) -> None:
        """The file is opened with the first request."""
        self.path = Path(path)
        self.seconds = seconds
        self._keeper: Archive | None = None
        self._kept: tuple[int, int] | None = None  # which file the keeper holds
        self._using = 0
        self._last = 0.0
        self._lock = threading.Lock()  # held for moments only
        self._turn = threading.Lock()  # held by the one who writes
        self._writer = False  # somebody writes or is about to: nobody begins to read
        self._limit: anyio.CapacityLimiter | None = None
        self._writers: anyio.CapacityLimiter | None = None
        self._watcher: threading.Thread | None = None
        self._gone = threading.Event()  # the keeper is let go: its watcher has nothing to do

    async def ask(self, work: Callable[[Archive], T]) -> T:
        """What ``work`` makes of the archive, in a thread of its own.

        Raises DragomanError "too-slow" when the time is up, "archive-busy" when somebody goes on
        writing, and what ``work`` raises.
        """
        if self._limit is None:
            self._limit = anyio.CapacityLimiter(_AT_ONCE)
        with anyio.move_on_after(self.seconds + _PATIENCE):
            return await anyio.to_thread.run_sync(
                self.read, work, limiter=self._limit, abandon_on_cancel=True
            )
        raise _too_slow(self.seconds)

    async def change(self, work: Callable[[Archive], T], *, seconds: float = _WRITING) -> T:
        """Let ``work`` write, in a thread of its own.

        Raises DragomanError "too-slow" when the time is up: what was begun is finished all the
        same, since half of it would be worse; "archive-busy", and what ``work`` raises.
        """
        if self._writers is None:
            self._writers = anyio.CapacityLimiter(_AT_ONCE)
        with anyio.move_on_after(seconds):
            return await anyio.to_thread.run_sync(
                self.write, work, limiter=self._writers, abandon_on_cancel=True
            )
        raise DragomanError(
            f"This is not done after {seconds:g} seconds; it goes on. Look at the list of "
            "corrections in a minute, before you try again.",
            error="too-slow",
        )

    def read(self, work: Callable[[Archive], T]) -> T:
        """The same as :meth:`ask`, in this thread."""
        archive = self._open()
        timer = threading.Timer(self.seconds, archive.interrupt)
        timer.daemon = True
        timer.start()
        try:
            return work(archive)
        finally:
            timer.cancel()
            archive.close()
            self._done()

    def write(self, work: Callable[[Archive], T]) -> T:
        """Let ``work`` write, alone, in this thread; requests that read wait.

        Those that read already are let finish, which they do within their time.
        Raises DragomanError "archive-busy" when others go on using the file.
        """
        until = time.monotonic() + _PATIENCE
        if not self._turn.acquire(timeout=_PATIENCE):
            raise _busy(self.path, "another correction is being made")
        try:
            self._writer = True
            until += self.seconds
            while not self._let_go():
                if time.monotonic() > until:
                    raise _busy(self.path, "others go on reading it")
                time.sleep(0.05)
            with self._alone() as archive:
                return work(archive)
        finally:
            self._writer = False
            self._turn.release()

    def close(self) -> None:
        """Let the file go; a later request opens it again."""
        watcher = self._watcher
        with self._lock:
            self._drop()
        if watcher is not None:
            watcher.join()

    @contextlib.contextmanager
    def _alone(self) -> Iterator[Archive]:
        """The archive, open for writing; waits for other programs."""
        if not self.path.exists():  # never begin a new archive where one was taken away
            raise DragomanError(
                f"The archive {self.path} is no longer there. Put it back, or end the server.",
                error="not-found",
            )
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                archive = Archive(self.path)
                break
            except DragomanError as error:
                if error.error != "archive-busy" or time.monotonic() > until:
                    raise
            time.sleep(0.1)
        with archive:
            yield archive

    def _open(self) -> Archive:
        until = time.monotonic() + _PATIENCE
        while True:
            if not self._writer:
                with self._lock:
                    try:
                        # looked at again under the lock: a writer sets it before it asks for the
                        # lock, so it cannot find the file let go while this one opens it
                        if not self._writer and self._current():
                            archive = Archive(self.path, read_only=True)
                            self._using += 1
                            return archive
                    except DragomanError as error:
                        if error.error != "archive-busy" or time.monotonic() > until:
                            raise
            if time.monotonic() > until:
                raise _busy(self.path, "it is being written, or was replaced while others read it")
            time.sleep(0.1)

    def _current(self) -> bool:
        """Hold the file that is at the path now; False while some still read one that was there."""
        now = _identity(self.path)
        if self._keeper is not None and self._kept != now:
            if self._using:
                return False
            self._drop()
        if self._keeper is None:
            self._keeper, self._kept = Archive(self.path, read_only=True), now
            self._watch()
        return True

    def _done(self) -> None:
        with self._lock:
            self._using -= 1
            self._last = time.monotonic()

    def _watch(self) -> None:
        """Let the file go once nobody has asked for a while."""

        gone = self._gone = threading.Event()

        def look() -> None:
            while not gone.wait(_IDLE / 2) and threading.main_thread().is_alive():
                if time.monotonic() - self._last > _IDLE:
                    self._let_go()

        self._last = time.monotonic()
        # no daemon: one that is cut off inside DuckDB brings the whole program down
        self._watcher = threading.Thread(target=look, daemon=False, name="dragoman-idle")
        self._watcher.start()

    def _let_go(self) -> bool:
        """Close the file if nobody uses it; whether it is closed."""
        with self._lock:
            if self._using:
                return False
            self._drop()
            return True

    def _drop(self) -> None:
        keeper, self._keeper = self._keeper, None
        self._gone.set()
        if keeper is not None:
            keeper.close()


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file is at a path: another one may have been put there under the same name."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _too_slow(seconds: float) -> DragomanError:
    return DragomanError(
        f"This took longer than {seconds:g} seconds and was stopped. Ask for less: fewer days, one "
        "dyad, a smaller limit.",
        error="too-slow",
    )


def _busy(path: Path, why: str) -> DragomanError:
    return DragomanError(
        f"The archive {path} is in use: {why}. Try again in a moment.", error="archive-busy"
    )
