"""The workers of a run: kept at work, replaced when they die, and what ends them found out."""

from __future__ import annotations

import heapq
import os
import time
from pathlib import Path
from typing import IO

import msgspec

from dragoman.errors import DragomanError
from dragoman.records import Failure, Run
from dragoman.running.child import Message
from dragoman.running.children import Child, Post
from dragoman.running.ledger import Ledger, Task
from dragoman.running.shards import WHOLE, Given, read_shard

STAGE = "running"
DEATHS = 3  # of workers, after which a shard is read row by row, and a row is given up
SLOW = 2  # times over the limit, after which a row is given up
_AHEAD = 2  # tasks a worker has, so that it need not wait while shards are kept
_START = 300.0  # seconds in which a worker must have loaded what it reads with
_NONE = (-1, WHOLE)  # the task of a worker that was too slow to start
_MOST = 3000  # reports, after which a fresh worker takes over: the parser's word list only grows


class Crew:
    """Workers and the tasks that wait for them.

    Fields:
        run: what makes the records; None until the first worker is ready.
        lost: workers that died, or were ended because they took too long.
    """

    def __init__(
        self,
        folder: Path,
        ledger: Ledger,
        *,
        size: int,
        settings: Message,
        limit: float,
        post: Post,
        log: IO[bytes],
    ) -> None:
        """Start ``size`` workers."""
        self._folder, self._ledger, self._settings = folder, ledger, settings
        self._limit, self._post, self._log = limit, post, log
        self.run: Run | None = None
        self.lost = 0
        self._stillborn = 0
        self._leavers: list[Child] = []
        self._waiting: list[tuple[int, int]] = []
        self._tasks: dict[tuple[int, int], tuple[Task, list[int]]] = {}
        self._workers = [self._start() for _ in range(size)]

    @property
    def pids(self) -> list[int]:
        """The workers' process numbers."""
        return [worker.pid for worker in self._workers]

    def add(self, task: Task, rows: list[int]) -> None:
        """Have a task done: ``rows`` of a whole shard, or its own row."""
        key = (task.shard, task.row)
        self._tasks[key] = (task, rows)
        heapq.heappush(self._waiting, key)

    def work(self) -> None:
        """Give out what waits, and end what takes too long."""
        now = time.monotonic()
        for number, worker in enumerate(self._workers):
            if worker.done >= _MOST and not worker.tasks:
                self._workers[number] = self._start()
                self._leavers.append(worker)
                worker.say({"end": True})
            patience = self._limit if worker.ready else max(_START, self._limit)
            if (worker.tasks or not worker.ready) and now - worker.heard > patience:
                self._too_slow(worker)
        for ahead in range(_AHEAD):  # one each before anybody has two
            for worker in self._workers:
                free = worker.ready and len(worker.tasks) <= ahead and worker.done < _MOST
                if self._waiting and free and not self._singly(worker, ahead):
                    key = heapq.heappop(self._waiting)
                    task, rows = self._tasks[key]
                    task.state, task.worker = "taken", worker.pid
                    self._ledger.keep([task])
                    worker.give(key, rows)

    def _singly(self, worker: Child, ahead: int) -> bool:
        """Whether a row that is suspected would have to wait behind another task."""
        return ahead > 0 and self._waiting[0][1] != WHOLE and bool(worker.tasks)

    def hear(self, worker: Child, message: Message | None) -> None:
        """Take in what a worker says; None where it is gone."""
        if message is None:
            self._gone(worker)
            return
        if worker not in self._workers:
            return
        worker.heard = time.monotonic()
        if "ready" in message:
            worker.ready, self._stillborn = True, 0
            run = msgspec.json.decode(message["ready"], type=Run)
            if self.run is not None and run != self.run:
                raise DragomanError(
                    "The workers do not read alike: code books or the program were changed while "
                    "they started. Run the same command again.",
                    error="inputs-changed",
                )
            self.run = run
        elif "at" in message:
            worker.at = message["at"]
        elif "done" in message:
            key, rows = worker.tasks.pop(0)
            worker.at = None
            worker.done += len(rows)
            task, _ = self._tasks.pop(key)
            task.state = "done"
            self._ledger.keep([task])
        elif "error" in message:  # an error of ours: no network, no disk
            raise DragomanError(message["message"], error=message["error"])

    def close(self) -> None:
        """End all of them."""
        every = [*self._workers, *self._leavers]
        for worker in every:
            worker.kill()
        for worker in every:
            worker.close()

    # --- inside -----------------------------------------------------------------------------

    def _start(self) -> Child:
        return Child("worker", self._settings, self._post, self._log)

    def _gone(self, worker: Child) -> None:
        """A worker died: another takes its place and its tasks."""
        worker.close()
        if worker not in self._workers:
            if worker in self._leavers:
                self._leavers.remove(worker)
            return  # it was asked to leave
        self.lost += 1
        if not worker.ready:
            self._stillborn += 1
            if self._stillborn >= DEATHS:
                raise DragomanError(
                    f"The workers end while they start, the last one {worker.ended}. Their last "
                    f"words: {last_words(self._folder)}. Mend that and run the same command "
                    "again.",
                    error="worker-died",
                )
        for number, (key, rows) in enumerate(worker.tasks):
            task = self._tasks[key][0]
            if worker.slow is not None and worker.slow[0] == key:
                self._slowed(task, rows, worker.slow[1])
            elif number == 0 and worker.slow is None:
                self._killed(task, rows)
            else:  # it was not begun, or was next after the one that took too long
                self._again(task)
        self._workers[self._workers.index(worker)] = self._start()

    def _too_slow(self, worker: Child) -> None:
        # Noted now: it may still end the task, and begin another one, before it is gone.
        worker.slow = (worker.tasks[0][0], worker.at) if worker.tasks else (_NONE, None)
        worker.heard = time.monotonic()
        worker.kill()

    def _again(self, task: Task) -> None:
        task.state = "planned"
        self._ledger.keep([task])
        heapq.heappush(self._waiting, (task.shard, task.row))

    def _killed(self, task: Task, rows: list[int]) -> None:
        task.deaths += 1
        if task.deaths < DEATHS:
            self._again(task)
        elif task.row == WHOLE:
            self._split(task, rows, {})
        else:
            self._give_up(
                task,
                error="worker-died",
                message=f"The process that read this report died, {DEATHS} times with it alone (a "
                "crash, too little memory, or killed from outside). It is left out and the others "
                "go on; please report it with the text if you can.",
            )

    def _slowed(self, task: Task, rows: list[int], at: int | None) -> None:
        task.slow += 1
        if task.row == WHOLE:
            self._split(task, rows, {} if at is None else {at: 1})
        elif task.slow < SLOW:
            self._again(task)
        else:
            self._give_up(
                task,
                error="too-slow-report",
                message=f"Reading this report took more than {self._limit:g} seconds, {SLOW} "
                "times. It is left out and the others go on; give more time, or please report it "
                "with the text if you can.",
            )

    def _split(self, task: Task, rows: list[int], slow: dict[int, int]) -> None:
        """Read a shard's rows one by one, since one of them may be what ends the workers."""
        del self._tasks[task.shard, task.row]
        each = [Task(task.shard, row, slow=slow.get(row, 0)) for row in rows]
        self._ledger.keep(each, instead=task.shard)
        for one in each:
            self.add(one, [one.row])

    def _give_up(self, task: Task, *, error: str, message: str) -> None:
        shard, _ = read_shard(self._folder, task.shard)
        given: Given = shard.rows[task.row]
        task.state = "failed"
        task.failure = Failure(item=given.report.id, stage=STAGE, error=error, message=message)
        self._ledger.keep([task])
        del self._tasks[task.shard, task.row]


def last_words(folder: Path) -> str:
    """The last line that a process of this run wrote to its log."""
    try:
        with (folder / LOG).open("rb") as log:
            log.seek(max(0, log.seek(0, os.SEEK_END) - _TAIL))
            lines = log.read().decode("utf-8", "replace").split("\n")
    except OSError:
        lines = []
    return next((line.strip()[:300] for line in reversed(lines) if line.strip()), "none")


LOG = "log.txt"
_TAIL = 65_536  # bytes of the log in which the last words are looked for
