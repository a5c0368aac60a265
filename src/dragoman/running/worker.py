"""A worker: reads the reports of shards, each into one result file. Run as a program."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Protocol

import msgspec

from dragoman.records import Failure, Reading, Report, Run
from dragoman.running.child import Talk, serve
from dragoman.running.shards import WHOLE, Result, read_shard, result_file, write_whole

OnError = Callable[[Failure], None]


class ReadsReports(Protocol):
    """What a worker reads with; :class:`dragoman.Reader` is one."""

    @property
    def run(self) -> Run:
        """What makes the records."""
        ...

    def stream(
        self, reports: Iterable[tuple[Report, str]], on_error: OnError | None = None
    ) -> Iterator[Reading]:
        """Read reports."""
        ...


def work(talk: Talk) -> None:
    """Load the reader, then read what is asked until there is nothing more."""
    settings = talk.get()
    folder = Path(settings["folder"])
    module, _, name = settings["reader"].partition(":")
    reader: ReadsReports = getattr(import_module(module), name)(settings["least"])
    talk.say(ready=msgspec.json.encode(reader.run).decode())
    while not (task := talk.get()).get("end"):
        shard, row = int(task["shard"]), int(task["row"])
        found, digest = read_shard(folder, shard)
        readings: list[Reading] = []
        failures: list[Failure] = []
        rows = [row] if row != WHOLE else [int(n) for n in task["rows"]]
        for index in rows:
            talk.say(at=index)
            talk.bounded(settings["limit"])
            one = found.rows[index]
            readings += reader.stream([(one.report, one.text)], failures.append)
        talk.bounded(None)
        result = Result(reader.run.id, digest, tuple(rows), tuple(readings), tuple(failures))
        write_whole(result_file(folder, shard, row), msgspec.json.encode(result))
        talk.say(done=[shard, row])


if __name__ == "__main__":
    serve(work)
