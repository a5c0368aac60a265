"""The ledger of a run: what was asked, its shards, and what became of them, in one SQLite file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from dragoman.errors import DragomanError
from dragoman.held import HeldFile, Problem
from dragoman.records import Failure
from dragoman.running.shards import WHOLE, Counts

_TABLES = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT);
CREATE TABLE shards (number INTEGER PRIMARY KEY, digest TEXT, counts TEXT, ids TEXT);
CREATE TABLE tasks (shard INTEGER, row INTEGER, state TEXT, worker INTEGER, deaths INTEGER,
    slow INTEGER, failure TEXT, PRIMARY KEY (shard, row));
"""


@dataclass(slots=True)
class Task:
    """What is to be read of a shard: all of it, or one row where the whole ended its workers.

    Fields:
        state: "planned", "taken", "done" or "failed". worker: process that took it last.
        deaths: workers that ended while they read it. slow: times it took too long.
        failure: why it was given up, of a row that failed.
    """

    shard: int
    row: int
    state: str = "planned"
    worker: int = 0
    deaths: int = 0
    slow: int = 0
    failure: Failure | None = None


class Ledger(HeldFile):
    """The file; one program at a time may hold it. Raises DragomanError: run-busy, bad-ledger,
    unwritable."""

    tables = _TABLES
    settings = ("journal_mode = WAL", "synchronous = NORMAL")

    # --- about the run ----------------------------------------------------------------------

    def get(self, key: str) -> Any:
        """What is kept under a key; None where nothing is."""
        rows = self._rows("SELECT value FROM about WHERE key = ?", key)
        return json.loads(rows[0][0]) if rows else None

    def set(self, **values: object) -> None:
        """Keep values, in one step."""
        with self._step() as db:
            for key, value in values.items():
                db.execute("INSERT OR REPLACE INTO about VALUES (?, ?)", (key, json.dumps(value)))

    def begin_again(self, **values: object) -> None:
        """Forget everything, and keep these values."""
        with self._step() as db:
            for table in ("about", "shards", "tasks"):
                db.execute(f"DELETE FROM {table}")
            for key, value in values.items():
                db.execute("INSERT INTO about VALUES (?, ?)", (key, json.dumps(value)))

    # --- shards -----------------------------------------------------------------------------

    def add_shard(self, number: int, digest: str, counts: Counts, ids: list[str]) -> None:
        """Keep a shard that was planned."""
        with self._step() as db:
            db.execute(
                "INSERT INTO shards VALUES (?, ?, ?, ?)",
                (number, digest, msgspec.json.encode(counts).decode(), json.dumps(ids)),
            )

    def shards(self) -> int:
        """How many shards are planned so far; the same cost however many they are."""
        # They are added in order without a gap, and a count would look at every row.
        return int(self._rows("SELECT coalesce(max(number), -1) + 1 FROM shards")[0][0])

    def digest(self, number: int) -> str | None:
        """What tells a planned shard from another."""
        rows = self._rows("SELECT digest FROM shards WHERE number = ?", number)
        return rows[0][0] if rows else None

    def counts(self, number: int) -> Counts:
        """What was counted up to the end of a shard; of none, nothing."""
        rows = self._rows("SELECT counts FROM shards WHERE number = ?", number)
        return msgspec.json.decode(rows[0][0], type=Counts) if rows else Counts()

    def ids(self) -> Iterator[list[str]]:
        """The ids of the planned reports, shard by shard."""
        for number in range(self.shards()):
            yield json.loads(self._rows("SELECT ids FROM shards WHERE number = ?", number)[0][0])

    # --- tasks ------------------------------------------------------------------------------

    def tasks(self, shard: int) -> list[Task]:
        """The tasks of a shard, in the order of its rows."""
        rows = self._rows(
            "SELECT row, state, worker, deaths, slow, failure FROM tasks WHERE shard = ? "
            "ORDER BY row",
            shard,
        )
        return [
            Task(
                shard, row, state, worker, deaths, slow,
                msgspec.json.decode(failure, type=Failure) if failure else None,
            )
            for row, state, worker, deaths, slow, failure in rows
        ]  # fmt: skip

    def keep(self, tasks: Iterable[Task], *, instead: int | None = None) -> None:
        """Keep tasks as they are now; ``instead`` of the whole of a shard, if one is named."""
        with self._step() as db:
            if instead is not None:
                db.execute("DELETE FROM tasks WHERE shard = ? AND row = ?", (instead, WHOLE))
            db.executemany(
                "INSERT OR REPLACE INTO tasks VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    (
                        t.shard, t.row, t.state, t.worker, t.deaths, t.slow,
                        msgspec.json.encode(t.failure).decode() if t.failure else None,
                    )
                    for t in tasks
                ],
            )  # fmt: skip

    # --- inside -----------------------------------------------------------------------------

    def wrong(self, problem: Problem, said: str) -> DragomanError:
        """What to tell of a problem."""
        if problem == "busy":
            return DragomanError(
                f"Another program is at this run already ({self.path} is in use). Wait until "
                "it ends, or stop it.",
                error="run-busy",
            )
        if problem == "unwritable":
            return DragomanError(
                f"{self.path} could not be written ({said}). Free some space, or choose a "
                "folder that you may write to, and run the same command again: what was kept "
                "stays.",
                error="unwritable",
            )
        return DragomanError(
            f"{self.path} is no ledger of a run that can be used ({said}). Delete the folder "
            f"{self.path.parent} and run the same command again: what the archive holds is not "
            "read twice.",
            error="bad-ledger",
        )
