"""The shards in hand: given to workers task by task, and put together when all are done."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from dragoman.errors import DragomanError
from dragoman.records import Failure, Reading, Report
from dragoman.running.crew import Crew
from dragoman.running.ledger import Ledger, Task
from dragoman.running.shards import WHOLE, Result, Shard, read_result, read_shard

Held = Callable[[Report, str], bool]
"""Whether a report that this run (an id) made is there already, and need not be read."""


@dataclass(frozen=True, slots=True)
class Done:
    """A shard that is read.

    Fields:
        number: shards are given in this order, without a gap.
        readings: in the order of the inputs.
        failures: all that was not read, or not wholly, in the inputs or by a stage.
        held: reports that were there already. lost: reports that could not be read.
    """

    number: int
    readings: tuple[Reading, ...]
    failures: tuple[Failure, ...]
    held: int
    lost: int


class Window:
    """A few shards at a time are in memory, however many are planned.

    Fields:
        shards: those in hand, each with its digest and the rows of it that are to be read.
    """

    def __init__(self, folder: Path, ledger: Ledger, held: Held | None = None) -> None:
        """``held`` tells what need not be read; None: all is."""
        self._folder, self._ledger, self._held = folder, ledger, held
        self._waiting: deque[int] = deque()
        self._run = ""
        self.shards: dict[int, tuple[Shard, str, list[int]]] = {}

    def planned(self, numbers: Iterable[int]) -> None:
        """Shards that are planned, in order."""
        self._waiting.extend(numbers)

    def take(self, crew: Crew, run: str, *, until: int) -> None:
        """Take the shards before ``until`` in hand, and give the crew what is not read of them."""
        self._run = run
        while self._waiting and self._waiting[0] < until:
            self._take(self._waiting.popleft(), crew)

    def done(self, number: int) -> Done | None:
        """A shard whose tasks are all done, which leaves the hand; None while they are not.

        Raises DragomanError "bad-ledger".
        """
        if number not in self.shards:
            return None
        tasks = self._ledger.tasks(number)
        if any(task.state not in ("done", "failed") for task in tasks):
            return None
        shard, given, rows = self.shards.pop(number)
        wanted = {shard.rows[row].report.id for row in rows}
        readings: list[Reading] = []
        failures = list(shard.failures)
        for task in tasks:
            if task.failure is not None:
                failures.append(task.failure)
                continue
            result = self._result(task, given, rows)
            if result is None:
                raise DragomanError(
                    f"A result is gone from {self._folder}. Run the same command again.",
                    error="bad-ledger",
                )
            readings += (r for r in result.readings if r.report.id in wanted)
            failures += result.failures
        held, lost = len(shard.rows) - len(wanted), len(wanted) - len(readings)
        return Done(number, tuple(readings), tuple(failures), held, lost)

    def _take(self, number: int, crew: Crew) -> None:
        shard, given = read_shard(self._folder, number)
        held = self._held or _none
        rows = [n for n, one in enumerate(shard.rows) if not held(one.report, self._run)]
        self.shards[number] = shard, given, rows
        tasks = self._ledger.tasks(number)
        if not tasks and rows:
            tasks = [Task(number, WHOLE)]
            self._ledger.keep(tasks)
        elif all(task.row != WHOLE for task in tasks):
            # What was held when it was split need not be held now: the archive may be another.
            each = {task.row for task in tasks}
            tasks += [Task(number, row) for row in rows if row not in each]
        for task in tasks:
            there = self._result(task, given, rows) is not None
            if there and task.state != "done":  # it was not told any more
                task.state = "done"
                self._ledger.keep([task])
            if there or task.state == "failed":
                continue
            task.state = "planned"
            self._ledger.keep([task])
            crew.add(task, _asked(task, rows))

    def _result(self, task: Task, given: str, rows: list[int]) -> Result | None:
        return read_result(
            self._folder, task.shard, task.row, run=self._run, given=given,
            wanted=_asked(task, rows),
        )  # fmt: skip


def _none(_report: Report, _run: str) -> bool:
    return False


def _asked(task: Task, rows: list[int]) -> list[int]:
    return rows if task.row == WHOLE else [task.row]
