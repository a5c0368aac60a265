"""A run: inputs taken in, shards read by workers, results in order, whatever dies meanwhile."""

from __future__ import annotations

import contextlib
import os
import queue
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import msgspec

from dragoman.closing import Closing
from dragoman.errors import DragomanError
from dragoman.files import unwritable
from dragoman.records import Failure, Reading, Report, Run
from dragoman.running.asked import Asked, look, spool
from dragoman.running.child import Message
from dragoman.running.children import Child, Post
from dragoman.running.crew import LOG, Crew
from dragoman.running.ledger import Ledger, Task
from dragoman.running.progress import Clock, Progress
from dragoman.running.shards import (
    WHOLE,
    Counts,
    Shard,
    drop_shard,
    given_file,
    read_result,
    read_shard,
)
from dragoman.running.taker import Taker

READER = "dragoman.pipeline:shared_reader"
"""What makes the reader of a worker: a function of a module, called with ``least``."""
_WINDOW = 8  # shards a worker that may be planned before the first of them is kept
_LOOK = 0.5  # seconds between two looks at what takes too long

Held = Callable[[Report, str], bool]


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


def folder_of(target: str | Path) -> Path:
    """The work folder of an archive or file: its name with ``.run``."""
    target = Path(target)
    return target.with_name(target.name + ".run")


class Runner(Closing):
    """Reads reports with several processes; a context manager.

    All that is needed to go on stands in a folder beside the target until :meth:`finish`.
    """

    def __init__(
        self,
        reports: Sequence[str | Path],
        target: str | Path,
        *,
        workers: int = 2,
        published: str | None = None,
        source: str | None = None,
        least: float | None = None,
        limit: float = 300.0,
        anew: bool = False,
        reader: str = READER,
        on_note: Callable[[str], None] | None = None,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> None:
        """Look at what is asked, and at what an earlier run left. Arguments as for
        :func:`dragoman.running.run`.

        Raises DragomanError: bad-query, unwritable, run-busy, bad-ledger, unfinished-run.
        """
        if workers < 1 or limit <= 0:
            raise DragomanError(
                "Give at least one worker, and more than no time for a report.", error="bad-query"
            )
        self.folder = folder_of(target)
        self._workers, self._limit, self._note = workers, limit, on_note or (lambda _: None)
        self._on_progress = on_progress or (lambda _: None)
        try:
            self.folder.mkdir(exist_ok=True)
        except OSError as error:
            raise unwritable(self.folder, error) from error
        self.ledger = Ledger(self.folder / "ledger.sqlite")
        try:
            self._ask(list(reports), published, source, least, reader, anew)
        except BaseException:
            self.close()
            raise
        self.next = 0
        self.read = self.failed = 0
        self._crew: Crew | None = None
        self._taker: Taker | None = None
        self._shards: dict[int, tuple[Shard, set[str]]] = {}
        self._early: list[int] = []

    def close(self) -> None:
        """End the workers; what they finished stays in the folder."""
        for part in (getattr(self, "_crew", None), getattr(self, "_taker", None)):
            if part is not None:
                part.close()
        with contextlib.suppress(DragomanError):
            empty = not self.ledger.shards()
            self.ledger.close()
            if empty:  # refused before anything was planned
                shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def plan(self) -> str:
        """What tells this run from others of the same target."""
        return str(self.ledger.get("plan"))

    @property
    def run(self) -> Run | None:
        """What makes the records, once a worker has told it."""
        kept = self.ledger.get("run")
        return msgspec.convert(kept, Run) if kept else None

    @property
    def planned(self) -> Counts | None:
        """What the plan counted; None until the inputs are taken in to their end."""
        kept = self.ledger.get("counts")
        return msgspec.convert(kept, Counts) if kept else None

    @property
    def lost_workers(self) -> int:
        """Workers that died or were ended."""
        return self._crew.lost if self._crew is not None else 0

    def go_on_from(self, shard: int) -> None:
        """Begin with this shard: those before it are kept. If some are gone, all begins anew."""
        shards = self.ledger.shards()
        if shard > shards or not all(
            given_file(self.folder, n).exists() for n in range(shard, shards)
        ):
            self._note(
                f"{self.folder} does not fit its archive; the reports are looked at anew, and what "
                "the archive holds is not read again."
            )
            self._begin_again(self.asked)
            shard = 0
        self.next = shard

    def results(self, held: Held | None = None) -> Iterator[Done]:
        """The shards in order, as they are read; ``held`` tells what need not be read.

        Raises DragomanError: worker-died (all of them, while they start), inputs-changed, and
        what keeps a worker from writing.
        """
        total = self.ledger.get("planned")
        if total is not None and self.next >= total:
            return
        held = held or (lambda _report, _run: False)
        begun = self.ledger.counts(self.next - 1)
        clock, told = Clock(self.asked.bytes, begun), time.monotonic()
        post: Post = queue.SimpleQueue()
        with (self.folder / LOG).open("ab") as log:
            self._begin(post, log)
            try:
                while total is None or self.next < total:
                    while (done := self._done(self.next)) is not None:
                        yield done
                        self.read += len(done.readings)
                        self.failed += done.lost
                        self.next += 1
                        self._allow()
                    self._hear(post, held)
                    total = self.ledger.get("planned")
                    if time.monotonic() - told >= 1.0:
                        told = time.monotonic()
                        now = self.ledger.counts(self.next - 1)
                        self._on_progress(clock.progress(
                            now, planned=self.planned, failures=now.lost + self.failed,
                            workers=self.lost_workers, read=self.read,
                        ))  # fmt: skip
            finally:
                for part in (self._crew, self._taker):
                    if part is not None:
                        part.close()

    def drop(self, shard: int) -> None:
        """Delete the files of a shard that is kept elsewhere."""
        drop_shard(self.folder, shard)

    def finish(self) -> None:
        """Delete the folder: all is kept."""
        self.ledger.set(finished=True)
        self.ledger.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    # --- what was asked ---------------------------------------------------------------------

    def _ask(
        self,
        reports: list[str | Path],
        published: str | None,
        source: str | None,
        least: float | None,
        reader: str,
        anew: bool,
    ) -> None:
        new = self.folder / "stdin.new"
        if "-" in map(str, reports):
            spool(new)
        self.asked = look(
            reports, published=published, source=source, least=least, reader=reader,
            stdin=new if new.exists() else None,
        )  # fmt: skip
        kept = self.ledger.get("asked")
        before = msgspec.convert(kept, Asked) if kept else None
        finished = self.ledger.get("finished") or self.ledger.get("changed")
        if before is None or finished or anew:
            self._begin_again(self.asked)
        elif before != self.asked:
            if before.reports != self.asked.reports:
                given = ", ".join(before.reports[:3]) + (" ..." if before.reports[3:] else "")
                raise DragomanError(
                    f"A run of other reports ({given}) is unfinished; it waits in {self.folder}. "
                    "Run its command again to finish it, or say --anew (anew=True) to give up what "
                    "it has not read. What it kept stays in any case.",
                    error="unfinished-run",
                )
            self._note(
                "The reports, settings or program were changed since this run was stopped: all are "
                "looked at anew, and what the archive holds as it is now is not read again."
            )
            self._begin_again(self.asked)
        else:
            self._note(f"Going on with the run in {self.folder}.")
        if new.exists():
            new.replace(self.folder / "stdin")

    def _begin_again(self, asked: Asked) -> None:
        for pattern in ("*.in", "*.out", ".*.part"):
            for file in self.folder.glob(pattern):
                with contextlib.suppress(OSError):
                    file.unlink()
        self.ledger.begin_again(plan=os.urandom(8).hex(), asked=msgspec.to_builtins(asked))

    # --- the work ---------------------------------------------------------------------------

    def _begin(self, post: Post, log: IO[bytes]) -> None:
        settings = msgspec.to_builtins(self.asked) | {"folder": str(self.folder)}
        self._crew = Crew(
            self.folder, self.ledger, size=self._workers, settings=settings, limit=self._limit,
            post=post, log=log,
        )  # fmt: skip
        self._early = list(range(self.next, self.ledger.shards()))
        if self.ledger.get("planned") is None:
            stdin = self.folder / "stdin"
            settings["stdin"] = str(stdin) if stdin.exists() else ""
            self._taker = Taker(
                self.folder, self.ledger, settings, limit=self._limit, post=post, log=log
            )
        self._allow()

    def _allow(self) -> None:
        if self._taker is not None:
            self._taker.allow(self.next + _WINDOW * self._workers)

    def _hear(self, post: Post, held: Held) -> None:
        """Take in what the children say, and give out work."""
        crew, taker = self._crew, self._taker
        assert crew is not None
        with contextlib.suppress(queue.Empty):
            child, message = post.get(timeout=_LOOK)
            while True:
                self._take(child, message, crew, taker)
                child, message = post.get_nowait()
        if crew.run is not None:
            if self._early and self.run != crew.run:
                self.ledger.set(run=msgspec.to_builtins(crew.run))
            for number in self._early:
                self._plan(number, crew, crew.run.id, held)
            self._early.clear()
        crew.work()
        if taker is not None:
            taker.look()

    def _take(self, child: Child, message: Message | None, crew: Crew, taker: Taker | None) -> None:
        if taker is not None and child is taker.child:
            self._early += taker.hear(message)
        else:
            crew.hear(child, message)

    def _plan(self, number: int, crew: Crew, run: str, held: Held) -> None:
        """Give a shard's tasks to the crew, as far as they are not done."""
        shard = read_shard(self.folder, number)
        rows = [n for n, one in enumerate(shard.rows) if not held(one.report, run)]
        self._shards[number] = shard, {shard.rows[n].report.id for n in rows}
        tasks = self.ledger.tasks(number)
        if not tasks and rows:
            tasks = [Task(number, WHOLE)]
            self.ledger.keep(tasks)
        for task in tasks:
            there = read_result(self.folder, number, task.row, run) is not None
            if there and task.state != "done":  # it was not told any more
                task.state = "done"
                self.ledger.keep([task])
            if there or task.state == "failed":
                continue
            task.state = "planned"
            self.ledger.keep([task])
            crew.add(task, rows if task.row == WHOLE else [task.row])

    def _done(self, number: int) -> Done | None:
        """A shard whose tasks are all done; None while they are not."""
        crew = self._crew
        if number not in self._shards or crew is None or crew.run is None:
            return None
        tasks = self.ledger.tasks(number)
        if any(task.state not in ("done", "failed") for task in tasks):
            return None
        shard, wanted = self._shards.pop(number)
        readings: list[Reading] = []
        failures = list(shard.failures)
        for task in tasks:
            if task.failure is not None:
                failures.append(task.failure)
                continue
            result = read_result(self.folder, number, task.row, crew.run.id)
            if result is None:
                raise DragomanError(
                    f"A result is gone from {self.folder}. Run the same command again.",
                    error="bad-ledger",
                )
            readings += (r for r in result.readings if r.report.id in wanted)
            failures += result.failures
        held, lost = len(shard.rows) - len(wanted), len(wanted) - len(readings)
        return Done(number, tuple(readings), tuple(failures), held, lost)
