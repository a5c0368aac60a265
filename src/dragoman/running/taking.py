"""The process that takes the inputs in: reports out of files, counted and cut into shards.

It is a process of its own since a broken page can hang or crash what takes it apart. The plan
depends on the inputs alone: a second pass over the same ones makes the same shards.
"""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

import msgspec

from dragoman.errors import DragomanError
from dragoman.ingest import Place, read_reports
from dragoman.records import Failure
from dragoman.running.child import Talk, serve
from dragoman.running.shards import (
    MOST,
    MOST_FAILURES,
    MOST_TEXT,
    Counts,
    Given,
    Shard,
    digest,
    given_file,
    write_whole,
)


class _Followed(Place):
    """Tells the parent which row is looked for, and leaves out what ended earlier processes."""

    def __init__(self, talk: Talk, without: dict[str, tuple[int, str, str]], limit: float) -> None:
        super().__init__()
        self._talk, self._without, self._limit = talk, without, limit

    def next(self, item: str, number: int) -> None:
        """Say where it is."""
        first, error, message = self._without.get(item, (-1, "", ""))
        if number == first:
            raise DragomanError(message, error=error)
        self._talk.say(at=[item, number])
        self._talk.bounded(self._limit)


class _Plan:
    """Cuts what comes into shards. Those before ``first`` were made by an earlier process."""

    def __init__(self, talk: Talk, folder: Path, first: int, place: Place) -> None:
        self._talk, self._folder, self._first, self._place = talk, folder, first, place
        self._rows: list[Given] = []
        self._failures: list[Failure] = []
        self._size = 0
        self._until = self._number = 0

    def add(self, given: Given) -> None:
        self._rows.append(given)
        self._size += len(given.text)
        if len(self._rows) >= MOST or self._size >= MOST_TEXT:
            self.cut()

    def fail(self, failure: Failure) -> None:
        self._failures.append(failure)
        if len(self._failures) >= MOST_FAILURES:
            self.cut()

    def cut(self) -> None:
        """Write what came as a shard, once the parent lets it."""
        if not self._rows and not self._failures:
            return
        shard = Shard(rows=tuple(self._rows), failures=tuple(self._failures))
        data = msgspec.json.encode(shard)
        if self._number >= self._first:
            while self._number >= self._until:
                self._talk.bounded(None)
                self._talk.say(waits=True)
                self._until = int(self._talk.get()["until"])
            write_whole(given_file(self._folder, self._number), data)
        self._talk.say(
            shard=self._number,
            digest=digest(data),
            counts=msgspec.to_builtins(self.counts()),
            ids=[one.report.id for one in self._rows],
        )
        self._number += 1
        self._rows.clear()
        self._failures.clear()
        self._size = 0

    def counts(self) -> Counts:
        at = self._place
        return Counts(at.rows, at.reports, at.repeated, at.lost, at.unread, at.bytes)

    def end(self) -> None:
        self.cut()
        self._talk.say(planned=self._number, counts=msgspec.to_builtins(self.counts()))


def work(talk: Talk) -> None:
    """Take all inputs in."""
    settings = talk.get()
    without = {k: tuple(v) for k, v in settings["without"].items()}
    place = _Followed(talk, without, settings["limit"])
    plan = _Plan(talk, Path(settings["folder"]), settings["first"], place)
    with ExitStack() as files:
        stdin: BinaryIO | None = None
        if settings["stdin"]:
            stdin = files.enter_context(Path(settings["stdin"]).open("rb"))
            place.opened(stdin)
        for report, text in read_reports(
            settings["reports"],
            published=settings["published"],
            source=settings["source"],
            on_error=plan.fail,
            stdin=stdin,
            place=place,
        ):
            plan.add(Given(report, text))
    plan.end()


if __name__ == "__main__":
    serve(work)
