"""The rounds: ask each source for what is new, read it, keep it, tell the stories."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from dragoman.archive import Archive
from dragoman.closing import Closing
from dragoman.errors import DragomanError
from dragoman.ingest import read_reports
from dragoman.ingest.text import clean
from dragoman.pipeline import Reader, shared_reader
from dragoman.records import Failure, Report, SourceLook, SourceState, WatchRound
from dragoman.watching import feeds, folders
from dragoman.watching.addresses import Resolver, shown, system_resolver
from dragoman.watching.feeds import Entry
from dragoman.watching.fetching import LATER, PATIENCE, Clock, Fetcher, SystemClock
from dragoman.watching.keeping import STAGE, Keeper, OnError, reports_of
from dragoman.watching.memory import Item, Memory, memory_of
from dragoman.watching.pages import Found, find
from dragoman.watching.settings import DEFAULT, Settings, sources_of

_BATCH = 20  # reports that are read before the archive is opened to keep them
_TRIES = 4  # fetches of a page that fail before it is given up
_LONG = 900.0  # seconds for which one round fetches pages, where rounds come more often
_AGAIN = 300.0  # seconds until a page that could not be had is asked again; doubled each time


class Watcher(Closing):
    """Watches feeds and folders for an archive; a context manager.

    What was seen is kept in a file beside the archive (:func:`memory_of`), so that nothing is read
    twice and a watcher that was stopped, or killed, goes on where it stood.

    Example:
        >>> import tempfile, pathlib
        >>> folder = pathlib.Path(tempfile.mkdtemp())
        >>> _ = (folder / "a.txt").write_text("Kenya's president met Peru's in Lima on Tuesday.")
        >>> settings = Settings(settle=0)
        >>> with Watcher(folder / "news.duckdb", [folder], settings) as watcher:
        ...     len(watcher.round().reports), len(watcher.round().reports)
        (1, 0)
    """

    def __init__(
        self,
        archive: str | Path,
        sources: Sequence[str | Path],
        settings: Settings = DEFAULT,
        *,
        on_error: OnError | None = None,
        on_wait: Callable[[str], None] | None = None,
        clock: Clock | None = None,
        resolver: Resolver = system_resolver,
        tls: ssl.SSLContext | None = None,
        reader: Callable[[], Reader] | None = None,
    ) -> None:
        """Open the archive, made if it is not there, and what was seen for it.

        Args:
            sources: addresses of feeds, and folders.
            on_error: is given each failure; the rest goes on in any case.
            on_wait: is told in words what is waited for, and how far a long round is.
            clock, resolver, tls, reader: those of the system unless others are given.

        Raises DragomanError: bad-address, bad-query, not-found (a folder), watch-busy, bad-memory,
        and what opening an archive raises.
        """
        self.settings = settings
        self._on_error: OnError = on_error or (lambda _: None)
        self._clock = clock or SystemClock()
        self._sources = sources_of(sources, settings)
        self._keeper = Keeper(
            Path(archive), reader or (lambda: shared_reader(settings.least)),
            clock=self._clock, patience=settings.patience, on_wait=on_wait,
        )  # fmt: skip
        self._first_look()
        self._memory = Memory(memory_of(archive))
        self._fetcher = Fetcher(
            self._memory, settings.manners, clock=self._clock, resolver=resolver, tls=tls
        )
        self._on_wait = on_wait
        self._rounds = self._left_out = self._kept = 0
        self._untold = True  # an earlier run may have been stopped before it told them

    def _first_look(self) -> None:
        """What is wrong with the archive is told before a host is asked, or a file is made."""
        try:
            Archive(self._keeper.path).close()
        except DragomanError as error:
            if error.error != "archive-busy":  # that is for the rounds to wait for
                raise

    def close(self) -> None:
        """Let others watch for the archive."""
        self._memory.close()

    @property
    def kept(self) -> int:
        """Reports that were read and kept since it began."""
        return self._kept + len(self._keeper.reports)

    @property
    def waiting(self) -> int:
        """Items that are known and not read yet."""
        return self._memory.waiting()

    def rounds(self, *, once: bool = False) -> Iterator[WatchRound]:
        """One round after the other, with the pause that the settings name; ``once``: one alone."""
        while True:
            began = self._clock.now()
            done = self.round()
            if once:
                yield done
                return
            pause = max(began + self.settings.every - self._clock.now(), 1.0)
            yield msgspec.structs.replace(done, next=_told(self._clock.now() + pause))
            self._clock.sleep(pause)

    def round(self) -> WatchRound:
        """Look at each source once, read what is new, and tell the stories of it."""
        self._rounds += 1
        self._left_out = 0
        self._kept = self.kept
        self._keeper.reports, self._keeper.held = [], 0
        looks = [self._look(source) for source in self._sources]
        stories = 0
        try:
            self._fetch()
            self._read()
            for n, source in enumerate(self._sources):
                if isinstance(source, Path):
                    looks[n] = self._folder(source)
            if self._untold or self._keeper.reports:
                self._untold = True
                stories = self._keeper.tell()
                self._untold = False
        except DragomanError as error:
            if error.error != "archive-busy":
                raise
            self._untold = True
            self._fail(_failure(str(self._keeper.path), error))
        return WatchRound(
            number=self._rounds,
            at=_told(self._clock.now()),
            sources=tuple(looks),
            reports=tuple(self._keeper.reports),
            held=self._keeper.held,
            left_out=self._left_out,
            waiting=self.waiting,
            stories=stories,
        )

    # --- feeds ------------------------------------------------------------------------------

    def _look(self, source: str | Path) -> SourceLook:
        """Ask a feed what is new; folders come later."""
        if isinstance(source, Path):
            return SourceLook(source=clean(str(source)), state="waiting")
        name = shown(source)
        known = self._memory.source(feeds.source_id(source))
        if known.gone:
            if self._rounds == 1:
                self._fail(_failure(name, _gone(name)))
            return SourceLook(source=name, state="gone")
        now = self._clock.now()
        host = self._fetcher.host_of(known.moved or source)
        if known.next > now or self._fetcher.busy_for(host) > PATIENCE:
            return SourceLook(source=name, state="waiting")
        try:
            looked = feeds.look(source, self._fetcher, self._memory, self.settings.most)
        except DragomanError as error:
            self._memory.keep_source(feeds.failed(known, error, self._clock.now()))
            self._fail(_failure(name, error))
            return SourceLook(source=name, state="gone" if error.error == "gone" else "failed")
        new = self._memory.keep_source(looked.memory, looked.items)
        state: SourceState = "unchanged" if looked.unchanged else "read"
        return SourceLook(source=name, state=state, new=new)

    def _fetch(self) -> None:
        """Fetch the pages of new items, of the host first whose turn comes first."""
        now = self._clock.now()
        left: dict[str, list[tuple[Item, Entry]]] = {}
        for item in reversed(self._memory.new()):
            entry = msgspec.json.decode(item.entry, type=Entry)
            asks = not self.settings.feed_only and entry.url is not None
            host = self._fetcher.host_of(entry.url or "") if asks else ""
            if item.next <= now:
                left.setdefault(host, []).append((item, entry))
        count = 0
        # a host with long pauses must not keep the feeds from being looked at
        until = now + max(self.settings.every, _LONG)
        while left and (count == 0 or self._clock.now() < until):
            host = min(left, key=self._fetcher.wait_for)
            if self._fetcher.busy_for(host) > PATIENCE:
                del left[host]
                continue
            self._try(*left[host].pop())
            if not left[host]:
                del left[host]
            count += 1
            if count % _BATCH == 0:
                self._read()
                self._say(f"{len(self._keeper.reports)} reports kept, {self.waiting} items to come")

    def _try(self, item: Item, entry: Entry) -> None:
        now = self._clock.now()
        try:
            found = find(
                entry, item.id, self._fetcher, feed_only=self.settings.feed_only,
                last=item.tries + 1 >= _TRIES, source=self.settings.source, now=now,
            )  # fmt: skip
        except DragomanError as error:
            if error.error not in LATER:
                raise
            self._memory.put_off(item, now + _AGAIN * 2**item.tries)
            self._say(f"Put off: {error}")
            return
        self._memory.keep_found(item, msgspec.json.encode(found))

    def _read(self) -> None:
        """Read what was fetched, and keep it."""
        waiting = self._memory.fetched()
        for start in range(0, len(waiting), _BATCH):
            items = waiting[start : start + _BATCH]
            failures: list[Failure] = []
            reports: list[tuple[Report, str]] = []
            for item in items:
                found = msgspec.json.decode(item.found, type=Found)
                reports += reports_of(found, failures.append)
            self._keeper.keep(reports, failures)
            # told when they are kept: an archive that is busy would have them told each round
            for failure in failures:
                self._fail(failure)
            self._memory.done(item.id for item in items)

    # --- folders ----------------------------------------------------------------------------

    def _folder(self, folder: Path) -> SourceLook:
        """Read the new and changed files of a folder."""
        name = clean(str(folder))
        try:
            new = folders.look(folder, self._memory, self._keeper.path)
            if new:
                self._clock.sleep(self.settings.settle)
                again = folders.look(folder, self._memory, self._keeper.path)
                new = folders.whole(new, again)
        except DragomanError as error:
            self._fail(_failure(name, error))
            return SourceLook(source=name, state="failed")
        root = folder.resolve()
        marked = [m for n in new if (m := folders.changed(n, root, self._memory)) is not None]
        self._files(marked, folder)
        return SourceLook(source=name, state="read" if marked else "unchanged", new=len(marked))

    def _files(self, several: list[folders.NewFile], folder: Path) -> None:
        """Read files, some reports at a time; a file is remembered once all of it is kept."""
        reports: list[tuple[Report, str]] = []
        failures: list[Failure] = []
        whole: list[folders.NewFile] = []

        def keep() -> None:
            self._keeper.keep(reports, failures)
            for failure in failures:
                self._fail(failure)
            for file in whole:
                self._memory.keep_file(folders.key_of(file.path), file.mark)
            reports.clear()
            failures.clear()
            whole.clear()

        for file in several:
            if file.error is not None:
                failures.append(_failure(str(file.path), file.error))
            else:
                for report in read_reports(
                    file.path, source=self.settings.source, within=folder, on_error=failures.append
                ):
                    reports.append(report)
                    if len(reports) >= _BATCH:
                        keep()
            whole.append(file)
        keep()

    # --- inside -----------------------------------------------------------------------------

    def _say(self, words: str) -> None:
        if self._on_wait is not None:
            self._on_wait(words)

    def _fail(self, failure: Failure) -> None:
        from dragoman.ingest.stage import READ_ALL_THE_SAME

        self._left_out += failure.error not in READ_ALL_THE_SAME
        self._on_error(failure)


def watch(
    archive: str | Path,
    *sources: str | Path,
    settings: Settings = DEFAULT,
    once: bool = False,
    on_error: OnError | None = None,
) -> Iterator[WatchRound]:
    """Watch feeds and folders for an archive, round after round; see :class:`Watcher`.

    Each round is yielded when what was new is read and kept. Stopping in between is safe.
    """
    with Watcher(archive, sources, settings, on_error=on_error) as watcher:
        yield from watcher.rounds(once=once)


def _failure(item: str, error: DragomanError) -> Failure:
    return Failure(item=clean(item), stage=STAGE, error=error.error, message=clean(str(error)))


def _gone(name: str) -> DragomanError:
    return DragomanError(
        f"The host of {name} said that this feed is gone for good; it is not asked again. Leave it "
        "out, or give its new address.",
        error="gone",
    )


def _told(moment: float) -> str:
    return datetime.fromtimestamp(int(moment), UTC).isoformat()
