"""A run: inputs taken in, shards read by workers, results in order, whatever dies meanwhile."""

from __future__ import annotations

import contextlib
import os
import queue
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO

import msgspec

from dragoman.closing import Closing
from dragoman.errors import DragomanError
from dragoman.files import unwritable
from dragoman.records import Run
from dragoman.running.asked import Asked, look, spool
from dragoman.running.child import Message
from dragoman.running.children import Child, Post
from dragoman.running.crew import LOG, Crew
from dragoman.running.ledger import Ledger
from dragoman.running.progress import Clock, Progress
from dragoman.running.shards import Counts, drop_shard, given_file
from dragoman.running.taker import Taker
from dragoman.running.window import Done, Held, Window

READER = "dragoman.pipeline:shared_reader"
"""What makes the reader of a worker: a function of a module, called with ``least``."""
_WINDOW = 8  # shards a worker that may be planned before the first of them is kept
_LOOK = 0.5  # seconds between two looks at what takes too long

_TURN = 1000  # messages that are taken in before work is given out and results are kept again


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
        self._window = Window(self.folder, self.ledger)

    def close(self) -> None:
        """End the workers; what they finished stays in the folder."""
        for part in (getattr(self, "_crew", None), getattr(self, "_taker", None)):
            if part is not None:
                part.close()
        empty = False
        try:
            with contextlib.suppress(DragomanError):
                empty = not self.ledger.shards()
        finally:
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
        self.go_on_from(self.next)
        total = self.ledger.get("planned")
        if total is not None and self.next >= total:
            return
        self._window = Window(self.folder, self.ledger, held)
        begun = self.ledger.counts(self.next - 1)
        clock, told = Clock(self.asked.bytes, begun), time.monotonic()
        post: Post = queue.SimpleQueue()
        with (self.folder / LOG).open("ab") as log:
            self._begin(post, log)
            try:
                while total is None or self.next < total:
                    while (done := self._window.done(self.next)) is not None:
                        yield done
                        self.read += len(done.readings)
                        self.failed += done.lost
                        self.next += 1
                        self._allow()
                        self._take_in_hand()
                    self._hear(post)
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
        settings = msgspec.to_builtins(self.asked) | {
            "folder": str(self.folder), "limit": self._limit,
        }  # fmt: skip
        self._crew = Crew(
            self.folder, self.ledger, size=self._workers, settings=settings, limit=self._limit,
            post=post, log=log,
        )  # fmt: skip
        self._window.planned(range(self.next, self.ledger.shards()))
        if self.ledger.get("planned") is None:
            stdin = self.folder / "stdin"
            settings["stdin"] = str(stdin) if stdin.exists() else ""
            self._taker = Taker(
                self.folder, self.ledger, settings, limit=self._limit, post=post, log=log
            )
        self._allow()

    @property
    def _until(self) -> int:
        """So far may be planned, and held in memory, before more is kept."""
        return self.next + _WINDOW * self._workers

    def _allow(self) -> None:
        if self._taker is not None:
            self._taker.allow(self._until)

    def _hear(self, post: Post) -> None:
        """Take in what the children say, and give out work."""
        crew, taker = self._crew, self._taker
        assert crew is not None
        known = crew.run is not None
        with contextlib.suppress(queue.Empty):
            self._take(*post.get(timeout=_LOOK), crew, taker)
            for _ in range(_TURN):
                self._take(*post.get_nowait(), crew, taker)
        if crew.run is not None and not known:
            self._reads_as(crew.run)
        self._take_in_hand()
        crew.work()
        if taker is not None:
            taker.look()

    def _reads_as(self, run: Run) -> None:
        """Note what makes the records. What is kept already must have been made by the same."""
        before = self.run
        if before is not None and before.id != run.id:
            self.ledger.set(changed=True)
            raise DragomanError(
                "What reads the reports (a model, or the program) was changed since this run was "
                "begun. What was read is kept; run the same command again, and all are read anew.",
                error="inputs-changed",
            )
        if before is None:
            self.ledger.set(run=msgspec.to_builtins(run))

    def _take_in_hand(self) -> None:
        if self._crew is not None and self._crew.run is not None:
            self._window.take(self._crew, self._crew.run.id, until=self._until)

    def _take(self, child: Child, message: Message | None, crew: Crew, taker: Taker | None) -> None:
        if taker is not None and child is taker.child:
            self._window.planned(taker.hear(message))
        else:
            crew.hear(child, message)
