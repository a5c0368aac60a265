"""What was seen, in a small file beside the archive: sources, hosts, items, files.

An SQLite file, so that each step is kept at once and whole: a feed's new items are kept with the
mark that stops the feed from being sent again, a page's text is kept until it is read. Whenever
the program is killed, no item is lost, and only the page in hand is asked again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from dragoman.errors import DragomanError
from dragoman.held import HeldFile, Problem

_TABLES = """
CREATE TABLE sources (id TEXT PRIMARY KEY, moved TEXT, etag TEXT, modified TEXT, next REAL,
    failed INTEGER, gone INTEGER);
CREATE TABLE hosts (name TEXT PRIMARY KEY, next REAL, failed INTEGER);
CREATE TABLE robots (origin TEXT PRIMARY KEY, words TEXT, until REAL);
CREATE TABLE items (id TEXT PRIMARY KEY, source TEXT, state TEXT, hash TEXT, reads INTEGER,
    tries INTEGER, next REAL, entry BLOB, found BLOB, place INTEGER);
CREATE INDEX items_by_state ON items (state) WHERE state IN ('new', 'fetched');
CREATE TABLE files (path TEXT PRIMARY KEY, size INTEGER, changed INTEGER, hash TEXT);
"""


@dataclass(frozen=True, slots=True)
class SourceMemory:
    """What is known of a feed.

    Fields:
        moved: where it has moved for good. etag, modified: of its last answer.
        next: before when (seconds since 1970) it is not asked. failed: times in a row.
        gone: its host said that it will not come back.
    """

    id: str
    moved: str | None = None
    etag: str | None = None
    modified: str | None = None
    next: float = 0.0
    failed: int = 0
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a feed on its way into the archive.

    Fields:
        id: the same for one address, whichever feed names it. source: id of the feed.
        hash: of what the feed says of it. reads: times that it was read.
        tries: failed fetches in a row. next: before when it is not asked.
        entry: what the feed says of it. found: the report to read, once there is one.
    """

    id: str
    source: str
    hash: str
    entry: bytes
    reads: int = 0
    tries: int = 0
    next: float = 0.0
    found: bytes = b""


@dataclass(frozen=True, slots=True)
class Seen:
    """An item that was seen: by which feed, the hash of what that said, how often it was read."""

    source: str
    hash: str
    reads: int
    on_its_way: bool


@dataclass(frozen=True, slots=True)
class FileMark:
    """How a file was when it was read: bytes, time of its last change, hash of its words."""

    size: int
    changed: int
    hash: str = ""


def memory_of(archive: str | Path) -> Path:
    """The file that remembers what was seen for an archive: its name with ``.watch``."""
    archive = Path(archive)
    return archive.with_name(archive.name + ".watch")


class Memory(HeldFile):
    """The file of what was seen; a context manager. One program at a time may hold it.

    Raises DragomanError: watch-busy, bad-memory, unwritable.
    """

    tables = _TABLES  # two programs that watch would ask everything twice: one holds it

    # --- feeds ------------------------------------------------------------------------------

    def source(self, id: str) -> SourceMemory:
        """What is known of a feed; of a new one, nothing."""
        rows = self._rows("SELECT * FROM sources WHERE id = ?", id)
        return next((SourceMemory(*r) for r in rows), SourceMemory(id))

    def keep_source(self, source: SourceMemory, items: Iterable[Item] = ()) -> int:
        """Keep what is known of a feed, and its new or changed items; how many these are."""
        count = 0
        with self._step() as db:
            for item in items:
                count += 1
                db.execute(
                    "INSERT OR REPLACE INTO items VALUES (?, ?, 'new', ?, ?, 0, 0, ?, x'', "
                    "(SELECT coalesce(max(place), 0) + 1 FROM items))",
                    (item.id, item.source, item.hash, item.reads, item.entry),
                )
            s = source
            db.execute(
                "INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?, ?, ?, ?)",
                (s.id, s.moved, s.etag, s.modified, s.next, s.failed, int(s.gone)),
            )
        return count

    # --- items ------------------------------------------------------------------------------

    def seen(self, id: str) -> Seen | None:
        """What is known of an item; None of a new one."""
        rows = self._rows("SELECT source, hash, reads, state <> 'done' FROM items WHERE id = ?", id)
        return next((Seen(*row) for row in rows), None)

    def waiting(self) -> int:
        """How many items are on their way."""
        return int(self._rows("SELECT count(*) FROM items WHERE state IN ('new', 'fetched')")[0][0])

    def new(self) -> list[Item]:
        """Items whose page has not been asked with success yet, in the order they came."""
        return self._items("new")

    def fetched(self) -> list[Item]:
        """Items whose report waits to be read into the archive, in the order they came."""
        return self._items("fetched")

    def keep_found(self, item: Item, found: bytes) -> None:
        """Keep the report that was found of an item until it is read."""
        self._set(item.id, "state = 'fetched', found = ?, entry = x''", found)

    def put_off(self, item: Item, until: float) -> Item:
        """Ask an item again, but not before this time."""
        later = replace(item, tries=item.tries + 1, next=until)
        self._set(item.id, "tries = ?, next = ?", later.tries, until)
        return later

    def done(self, ids: Iterable[str]) -> None:
        """These items are read, or given up: only what tells them apart is kept."""
        with self._step() as db:
            db.executemany(
                "UPDATE items SET state = 'done', reads = reads + 1, entry = x'', found = x'' "
                "WHERE id = ?",
                [(id,) for id in ids],
            )

    # --- hosts ------------------------------------------------------------------------------

    def host_next(self, name: str) -> float:
        """Before when a host is not asked."""
        rows = self._rows("SELECT next FROM hosts WHERE name = ?", name)
        return next((float(r[0]) for r in rows), 0.0)

    def host_failed(self, name: str) -> int:
        """How many times in a row a host asked to be left alone."""
        rows = self._rows("SELECT failed FROM hosts WHERE name = ?", name)
        return next((int(r[0]) for r in rows), 0)

    def keep_host(self, name: str, until: float, failed: int) -> None:
        """Leave a host alone until then."""
        with self._step() as db:
            db.execute("INSERT OR REPLACE INTO hosts VALUES (?, ?, ?)", (name, until, failed))

    def robots(self, origin: str, now: float) -> str | None:
        """The robots.txt of an origin, where it is not too old."""
        rows = self._rows("SELECT words FROM robots WHERE origin = ? AND until > ?", origin, now)
        return next((str(r[0]) for r in rows), None)

    def keep_robots(self, origin: str, words: str, until: float) -> None:
        """Keep a robots.txt until then."""
        with self._step() as db:
            db.execute("INSERT OR REPLACE INTO robots VALUES (?, ?, ?)", (origin, words, until))

    # --- files ------------------------------------------------------------------------------

    def file(self, path: str) -> FileMark | None:
        """How a file was when it was read."""
        rows = self._rows("SELECT size, changed, hash FROM files WHERE path = ?", path)
        return next((FileMark(*row) for row in rows), None)

    def keep_file(self, path: str, mark: FileMark) -> None:
        """A file was read as it is now."""
        with self._step() as db:
            db.execute(
                "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)",
                (path, mark.size, mark.changed, mark.hash),
            )

    # --- inside -----------------------------------------------------------------------------

    def _items(self, state: str) -> list[Item]:
        rows = self._rows(
            "SELECT id, source, hash, entry, reads, tries, next, found FROM items WHERE state = ? "
            "ORDER BY place",
            state,
        )
        return [Item(*row) for row in rows]

    def _set(self, id: str, what: str, *values: object) -> None:
        with self._step() as db:
            db.execute(f"UPDATE items SET {what} WHERE id = ?", (*values, id))

    def wrong(self, problem: Problem, said: str) -> DragomanError:
        """What to tell of a problem."""
        if problem == "busy":
            return DragomanError(
                f"Another program watches for this archive already ({self.path} is in use). "
                "Stop that one, or give it all sources.",
                error="watch-busy",
            )
        if problem == "unwritable":
            return DragomanError(
                f"{self.path} could not be written ({said}). Name an archive in a folder that "
                "exists and that you may write to.",
                error="unwritable",
            )
        return DragomanError(
            f"{self.path} does not hold what was seen ({said}). Move it away: a new one is "
            "made, and what the archive holds is not read twice.",
            error="bad-memory",
        )
