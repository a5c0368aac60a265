"""A map of short texts that leaves memory as it grows: what was seen among millions of reports."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from dragoman.errors import DragomanError

_MEMORY = 4096  # KiB of the file that stay in memory


class FiledMap:
    """Text -> text, in a file of the system's temporary folder that nobody else sees.

    The file is there only once the map is larger than a few MiB, and gone when it is closed or the
    program ends, however that happens. Raises DragomanError "unwritable" where the folder is full.

    Example:
        >>> seen = FiledMap([("r1", "a")])
        >>> seen["r2"] = "b"
        >>> seen.get("r1"), seen.get("r3"), "r2" in seen
        ('a', None, True)
        >>> seen.close()
    """

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        """A map that begins with some pairs; each key once."""
        # An empty name makes SQLite's private file. Who uses the map sees to its threads.
        self._db = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        try:
            for setting in (f"cache_size = -{_MEMORY}", "journal_mode = OFF", "synchronous = OFF"):
                self._db.execute(f"PRAGMA {setting}")
            with _told():
                self._db.execute("CREATE TABLE map (key TEXT PRIMARY KEY, value) WITHOUT ROWID")
                self._db.execute("BEGIN")
                self._db.executemany("INSERT INTO map VALUES (?, ?)", pairs)
                self._db.execute("COMMIT")
        except BaseException:
            self._db.close()
            raise

    def get(self, key: str) -> str | None:
        """The value of a key; None where there is none."""
        with _told():
            found = self._db.execute("SELECT value FROM map WHERE key = ?", (key,)).fetchone()
        return None if found is None else str(found[0])

    def __contains__(self, key: str) -> bool:
        """Whether it has a key."""
        return self.get(key) is not None

    def __setitem__(self, key: str, value: str) -> None:
        """Keep a value, in place of the one before."""
        with _told():
            self._db.execute("INSERT OR REPLACE INTO map VALUES (?, ?)", (key, value))

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise DragomanError(
            f"The folder for temporary files could not be used ({error}). Free some space there, "
            "or name another one in the environment variable SQLITE_TMPDIR.",
            error="unwritable",
        ) from error
