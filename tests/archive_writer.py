"""Adds synthetic readings to an archive; run as a program, it is killed by the tests.

    python archive_writer.py ARCHIVE COUNT BATCH [BYTES]

Says "ready" before the first reading. With BYTES, no file may grow beyond that size.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from dragoman.archive import Archive
from dragoman.ids import stable_id, text_hash
from dragoman.records import (
    Actor,
    Date,
    Event,
    Evidence,
    Failure,
    Reading,
    Report,
    Run,
    Statement,
    Tie,
)

RUN = Run(id="run_a", version="1", model="none", settings={"stages": "x"})
OTHER = Run(id="run_b", version="2", model="none")
PAIRS = (("KEN", "Kenya"), ("NOR", "Norway"), ("TZA", "Tanzania"), ("EGY", "Egypt"))


def reading(number: int, run: Run = RUN, published: str | None = "2026-01-09") -> Reading:
    """The reading of a report with this number; the same one each time."""
    (a, first), (b, second) = PAIRS[number % 4], PAIRS[(number + 1) % 4]
    text = f"{first}’s envoy met {second}’s minister on Friday, round {number}. “Good,” she said."
    one = f"r{number}"

    def actor(code: str, name: str) -> Actor:
        start = text.index(name)
        return Actor(text=name, start=start, end=start + len(name), name=name, code=code,
                     country=code, sectors=("GOV",), how="name")  # fmt: skip

    def span(words: str, role: str) -> Evidence:
        start = text.index(words)
        return Evidence(start=start, end=start + len(words), role=role)  # type: ignore[arg-type]

    actors = (actor(a, first), actor(b, second))
    failure = Failure(item=one, stage="ingest", error="bad-date", message="no date")
    events = tuple(
        Event(
            id=stable_id("ev", one, n),
            report=one,
            type="CONSULT" if n else "ACCUSE",
            quad=1,
            score=2.5,
            actors=actors[:1],
            recipients=actors[1:],
            status="planned" if n == 2 else "actual",
            date=Date(raw="on Friday", start=f"2026-01-{9 + n:02}", end=f"2026-01-{9 + n:02}",
                      precision="day", anchor="published"),
            issues=("trade",) if n else (),
            evidence=(span("met", "trigger"), span("on Friday", "date")),
            run=run.id,
        )
        for n in range(number % 4)
    )  # fmt: skip
    statement = Statement(
        id=stable_id("st", one), report=one, speaker=actors[1], addressee=actors[0], cue="said",
        kind="direct", content=(span("Good", "content"),), about=tuple(e.id for e in events),
        run=run.id,
    )  # fmt: skip
    tie = Tie(id=stable_id("tie", one), report=one, a=a, b=b, kind="trade", says="s", run=run.id)
    return Reading(
        report=Report(
            id=one, text_sha256=text_hash(text), source="Daily", published=published, run=run.id,
            language="en", failures=(failure,) if number % 10 == 0 else (),
        ),
        text=text,
        actors=actors,
        mentions=actors,
        events=events,
        statements=(statement,),
        ties=(tie,),
    )  # fmt: skip


def missing(archive: Archive, count: int, run: Run = RUN) -> Iterator[Reading]:
    """The readings that the archive does not have of this run."""
    for number in range(count):
        if not archive.has(f"r{number}", run.id):
            yield reading(number, run)


if __name__ == "__main__":
    path, total, batch = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    if len(sys.argv) > 4:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[4]), int(sys.argv[4])))
    with Archive(path) as opened:
        print("ready", flush=True)
        for run in (RUN, OTHER):
            opened.add_many(missing(opened, total, run), run, batch=batch)
