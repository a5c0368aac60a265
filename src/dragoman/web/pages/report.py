"""One report: its text by numbered sentences, and the records that were read in it."""

from __future__ import annotations

from typing import Any

from dragoman.archive import Archive
from dragoman.briefs.marks import MarkedSentence, mark_text
from dragoman.briefs.model import Passage
from dragoman.briefs.sentences import Framer
from dragoman.briefs.words import SPEECH, when
from dragoman.questions import ask
from dragoman.questions.base import Asked, Id
from dragoman.questions.showing import says
from dragoman.records import (
    Answer,
    Event,
    Evidence,
    Failure,
    Reading,
    Record,
    Statement,
    Status,
    Story,
    Tie,
)
from dragoman.web.paging import View, page

_LETTER = "S"  # sentences are #s1, #s2 ... on this page


class OfReportPage(Asked, frozen=True, kw_only=True):
    """Which report."""

    report: Id


class ReadLine(Record, frozen=True, kw_only=True):
    """A record of the report as it is listed.

    Fields:
        kind: "event", "statement" or "tie".
        about: its type, or how it is said.
        when: its date in words.
        passages: its sentences.
    """

    id: str
    kind: str
    says: str
    about: str = ""
    status: Status = "actual"
    alleged: bool = False
    when: str = ""
    confidence: float | None = None
    passages: tuple[Passage, ...] = ()


class ReportView(View, frozen=True, kw_only=True):
    """What the page of a report shows.

    Fields:
        reading: the report with its text and records.
        stories: in which it is.
        failures: what went wrong with it.
        lines: its records as they are listed, in the order of the text.
        paragraphs: its text with the marks of these lines.
    """

    reading: Answer[Reading]
    stories: Answer[Story]
    failures: tuple[Failure, ...]
    lines: tuple[ReadLine, ...]
    paragraphs: tuple[tuple[MarkedSentence, ...], ...]

    def twin(self) -> dict[str, Any]:
        """All but the text cut at its marks, which is in the reading already."""
        kept = ("title", "reading", "stories", "failures", "lines")
        return {name: getattr(self, name) for name in kept}


@page("/reports/{report:path}", "report.html.j2")
def one_report(archive: Archive, asked: OfReportPage) -> ReportView:
    """A report's text with numbered sentences, its records, the stories it is in, its failures."""
    reading = ask(archive, "reading", id=asked.report)
    found: Reading = reading.found[0]
    report = found.report
    lines = _lines(found)
    noted = ask(archive, "failures", item=asked.report, limit=50).found
    return ReportView(
        title=report.title or report.source or f"Report {report.id}",
        reading=reading,
        stories=ask(archive, "stories", report=asked.report),
        failures=tuple(dict.fromkeys((*report.failures, *noted))),
        lines=lines,
        paragraphs=mark_text(
            found.text, _LETTER, ((line.id, one) for line in lines for one in line.passages)
        ),
    )


def _lines(reading: Reading) -> tuple[ReadLine, ...]:
    """The records of a report in the order of the sentences that show them."""
    framer = Framer(reading.report.id, _LETTER, reading.text)
    found = [
        _line(record, reading.text, framer)
        for records in (reading.events, reading.statements, reading.ties)
        for record in records
    ]
    return tuple(sorted(found, key=lambda one: one.passages[0].start if one.passages else 0))


def _line(record: Event | Statement | Tie, text: str, framer: Framer) -> ReadLine:
    told = says(record, text)
    spans: tuple[Evidence, ...] = record.evidence
    if isinstance(record, Event):
        return ReadLine(
            id=record.id, kind="event", says=told, status=record.status, alleged=record.alleged,
            about=f"{record.type.lower()}{f', {record.mode}' if record.mode else ''}",
            when=when(record.date), confidence=record.confidence, passages=framer.passages(spans),
        )  # fmt: skip
    if isinstance(record, Statement):
        return ReadLine(
            id=record.id, kind="statement", says=told, when=when(record.date),
            about=SPEECH[record.kind] + (f" · “{record.cue}”" if record.cue else ""),
            passages=framer.passages((*record.content, *spans)),
        )  # fmt: skip
    return ReadLine(
        id=record.id, kind="tie", says=told, about=record.kind, passages=framer.passages(spans)
    )
