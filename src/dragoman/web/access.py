"""The archive behind the server: opened for a request, closed when nobody asks.

A file that is open for reading cannot be written by another program. So it is held open only while
people ask, and let go a moment later: `dragoman watch` and `read` get their turn, and a request
that comes while they write waits for them.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
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
        self._using = 0
        self._last = 0.0
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._limit: anyio.CapacityLimiter | None = None
        self._watcher: threading.Thread | None = None
        self._ending = threading.Event()

    async def ask(self, work: Callable[[Archive], T]) -> T:
        """What ``work`` makes of the archive, in a thread of its own.

        Raises DragomanError "too-slow" when the time is up, "archive-busy" when another program
        goes on writing, and what ``work`` raises.
        """
        if self._limit is None:
            self._limit = anyio.CapacityLimiter(_AT_ONCE)
        with anyio.move_on_after(self.seconds + _PATIENCE):
            return await anyio.to_thread.run_sync(
                self.read, work, limiter=self._limit, abandon_on_cancel=True
            )
        raise _too_slow(self.seconds)

    def read(self, work: Callable[[Archive], T]) -> T:
        """The same, in this thread."""
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
        """Let ``work`` write, alone; requests that read wait.

        Raises DragomanError "archive-busy" when others go on using the file.
        """
        with self._writing:
            until = time.monotonic() + _PATIENCE
            while not self._let_go():
                if time.monotonic() > until:
                    raise _busy(self.path)
                time.sleep(0.05)
            # under the lock nobody begins to read before it is done
            with self._lock, Archive(self.path) as archive:
                return work(archive)

    def close(self) -> None:
        """Let the file go, at the end of the server."""
        self._ending.set()
        watcher = self._watcher
        if watcher is not None:
            watcher.join()
        with self._lock:
            keeper, self._keeper = self._keeper, None
        if keeper is not None:
            keeper.close()

    def _open(self) -> Archive:
        until = time.monotonic() + _PATIENCE
        while True:
            with self._lock:
                try:
                    if self._keeper is None:
                        self._keeper = Archive(self.path, read_only=True)
                        self._watch()
                    archive = Archive(self.path, read_only=True)
                    self._using += 1
                    return archive
                except DragomanError as error:
                    if error.error != "archive-busy" or time.monotonic() > until:
                        raise
            time.sleep(0.1)

    def _done(self) -> None:
        with self._lock:
            self._using -= 1
            self._last = time.monotonic()

    def _watch(self) -> None:
        """Let the file go once nobody has asked for a while."""

        def look() -> None:
            while not self._ending.wait(_IDLE / 2):
                if time.monotonic() - self._last > _IDLE and self._let_go():
                    return

        self._last = time.monotonic()
        self._watcher = threading.Thread(target=look, daemon=True, name="dragoman-idle")
        self._watcher.start()

    def _let_go(self) -> bool:
        """Close the file if nobody uses it; whether it is closed."""
        with self._lock:
            if self._using:
                return False
            keeper, self._keeper = self._keeper, None
            if keeper is not None:
                keeper.close()
            return True


def _too_slow(seconds: float) -> DragomanError:
    return DragomanError(
        f"This took longer than {seconds:g} seconds and was stopped. Ask for less: fewer days, one "
        "dyad, a smaller limit.",
        error="too-slow",
    )


def _busy(path: Path) -> DragomanError:
    return DragomanError(
        f"The archive {path} is in use. Try again in a moment.", error="archive-busy"
    )
