"""Short reports made by a generator, and a reader that knows only their sentences.

The reader stands in for the real one where it is the run around it that is measured or disturbed:
its records are as real ones, it starts at once, and it waits ``SYNTHETIC_DELAY`` seconds a report.
Words in a text make it fail: CRASHES ends the process, HANGS stops it, STUMBLES raises.
"""

from __future__ import annotations

import json
import os
import re
import signal
import time
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

from msgspec.structs import replace

from dragoman.ids import stable_id
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
from dragoman.running.worker import OnError

READER = "benchmarks.synthetic:reader"
CODES = {
    "Kenya": "KEN", "Norway": "NOR", "Tanzania": "TZA", "Egypt": "EGY", "Peru": "PER",
    "Nepal": "NPL", "Ghana": "GHA", "Latvia": "LVA", "Chile": "CHL", "Oman": "OMN",
}  # fmt: skip
_TOPICS = (
    "fishing", "railway", "tunnel", "wheat", "satellite", "vaccine", "border", "harbour", "copper",
    "visa", "glacier", "pipeline", "refugee", "tariff", "museum", "drought", "locust", "cable",
)  # fmt: skip
_HEADS = "bar cor dun el far gra hol ist jar kel lor mav nor ost pel".split()
_MIDDLES = "a be di fo gu la me ni po ra su ti ve zo".split()
_TAILS = "berg dale ford gate ham holt lund mark mere port rick stow ton vik wick".split()


def word(number: int) -> str:
    """An invented name; another for each of 700,000 numbers."""
    number = number * 7_919_317 % 716_800
    parts = []
    for table in (_TAILS, _MIDDLES, _HEADS, _MIDDLES, _MIDDLES):
        number, at = divmod(number, len(table))
        parts.append(table[at])
    return "".join(reversed(parts)).capitalize()


def about(story: int) -> tuple[str, str, str]:
    """The two states of a story, and its topic."""
    names = list(CODES)
    return names[story % 10], names[(story + 1 + story // 10 % 9) % 10], _TOPICS[story % 18]


def report(number: int) -> dict[str, str]:
    """A report of three or four sentences; each four are one story."""
    story = number // 4
    a, b, topic = about(story)
    # Words of its own tell a story from others of the same topic.
    one, two, three, four, five, six = (word(story * 6 + n) for n in range(6))
    # Further apart than reports of one story are, so that each story has its four reports.
    day = (date(1900, 1, 1) + timedelta(days=91 * (story % 1000))).isoformat()
    text = (
        f"{a}'s envoy met {b}'s minister in {one} on Friday over the {two} {topic} at {three}. "
        f"The envoy said the {four} plan of {five} would help {six} and {one} before the winter. "
        f"It was round {number} of the {two} talks in {three}, near the {five} of {four}."
    )
    if number % 4 == 1:
        text += f" Farmers around {six} had waited long for news from {one}."
    source = ("Daily", "Herald", "Courier", "Observer")[number % 4]
    return {"id": f"s{number}", "published": day, "source": source, "text": text}


def write_reports(path: Path, count: int, words: dict[int, str] | None = None) -> None:
    """Write so many reports as JSON Lines; ``words`` are put behind the texts of some."""
    with path.open("w", encoding="utf-8") as out:
        for number in range(count):
            one = report(number)
            one["text"] += (words or {}).get(number, "")
            out.write(json.dumps(one) + "\n")


class SyntheticReader:
    """Reads the sentences of :func:`report`."""

    run = Run(id="run_synthetic", version="1", model="none", settings={"stages": "synthetic"})

    def stream(
        self, reports: Iterable[tuple[Report, str]], on_error: OnError | None = None
    ) -> Iterator[Reading]:
        """One reading each."""
        for one, text in reports:
            time.sleep(float(os.environ.get("SYNTHETIC_DELAY", "0")))
            if "CRASHES" in text:
                os.kill(os.getpid(), signal.SIGKILL)
            if "HANGS" in text:
                time.sleep(3600)
            if "STUMBLES" in text:
                assert on_error is not None
                on_error(Failure(item=one.id, stage="synthetic", error="stumbled", message="so"))
                continue
            yield self._reading(one, text)

    def _reading(self, report: Report, text: str) -> Reading:
        told = re.match(r"(\w+)'s envoy (met) (\w+)'s minister in \w+ (on Friday)", text)
        assert told, text
        said = re.search(r"The envoy (said) (the [^.]+)\.", text)
        assert said
        first, second = (self._actor(told, n) for n in (1, 3))
        event = Event(
            id=stable_id("ev", report.id, 0), report=report.id, type="CONSULT", quad=1, score=2.5,
            actors=(first,), recipients=(second,), status="actual", issues=("trade",),
            date=Date(raw="on Friday", start=report.published, end=report.published,
                      precision="day", anchor="published"),
            evidence=(self._span(told, 2, "trigger"), self._span(told, 4, "date")),
            run=self.run.id,
        )  # fmt: skip
        statement = Statement(
            id=stable_id("st", report.id), report=report.id, speaker=first, cue="said",
            kind="indirect", content=(self._span(said, 2, "content"),), about=(event.id,),
            run=self.run.id,
        )  # fmt: skip
        tie = Tie(id=stable_id("tie", report.id), report=report.id, a=first.code, b=second.code,
                  kind="trade", says="trade", run=self.run.id)  # fmt: skip
        return Reading(
            report=replace(report, run=self.run.id), text=text, actors=(first, second),
            mentions=(first, second), events=(event,), statements=(statement,), ties=(tie,),
        )  # fmt: skip

    def _actor(self, match: re.Match[str], group: int) -> Actor:
        name = match.group(group)
        return Actor(
            text=name, start=match.start(group), end=match.end(group), name=name, code=CODES[name],
            country=CODES[name], sectors=("GOV",), how="name",
        )  # fmt: skip

    def _span(self, match: re.Match[str], group: int, role: str) -> Evidence:
        return Evidence(start=match.start(group), end=match.end(group), role=role)  # type: ignore[arg-type]


def reader(least: float | None) -> SyntheticReader:
    """What the workers call."""
    del least
    return SyntheticReader()
