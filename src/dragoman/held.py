"""A small SQLite file that one program holds at a time: what a run or a watch must not forget."""

from __future__ import annotations

import sqlite3
from abc import abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar, Literal

from dragoman.closing import Closing
from dragoman.errors import DragomanError

Problem = Literal["busy", "unwritable", "unusable"]


class HeldFile(Closing):
    """The file, held until it is closed or the program ends; a subclass says what it keeps.

    Raises what :meth:`wrong` gives for a file that another program holds, that cannot be written,
    or that is none of ours.
    """

    tables: ClassVar[str]
    form: ClassVar[int] = 1
    settings: ClassVar[tuple[str, ...]] = ()
    """Further PRAGMAs, set before anything is read."""

    def __init__(self, path: Path) -> None:
        """Open the file, or make it."""
        self.path = path
        with self._told():
            self._db = sqlite3.connect(path, timeout=1.0, isolation_level=None)
            try:
                for setting in ("locking_mode = EXCLUSIVE", *self.settings):
                    self._db.execute(f"PRAGMA {setting}")
                self._db.execute("BEGIN EXCLUSIVE")
                form = self._db.execute("PRAGMA user_version").fetchone()[0]
                tables = self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
                if not form and not tables:
                    for statement in self.tables.split(";"):
                        self._db.execute(statement)
                    self._db.execute(f"PRAGMA user_version = {self.form}")
                elif form != self.form:
                    raise sqlite3.DatabaseError("it was made by another version or program")
                self._db.execute("COMMIT")
            except BaseException:
                self._db.close()
                raise

    def close(self) -> None:
        """Close the file, and let others have it."""
        self._db.close()

    @abstractmethod
    def wrong(self, problem: Problem, said: str) -> DragomanError:
        """What to tell of a problem; ``said`` are SQLite's words."""

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with self._told():
            return self._db.execute(query, values).fetchall()

    @contextmanager
    def _step(self) -> Iterator[sqlite3.Connection]:
        """All of it is kept, or nothing."""
        with self._told():
            self._db.execute("BEGIN")
            try:
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    @contextmanager
    def _told(self) -> Iterator[None]:
        """SQLite's errors as ours."""
        try:
            yield
        except sqlite3.Error as error:
            said = str(error)
            problem: Problem = "unusable"
            if "locked" in said:
                problem = "busy"
            elif any(word in said for word in ("unable to open", "readonly", "full", "I/O")):
                problem = "unwritable"
            raise self.wrong(problem, said) from error
