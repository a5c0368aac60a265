"""Cut a report's text into pieces at the borders of all marks, so that marks may overlap.

The pieces of a sentence follow each other without a gap; those that carry a line name it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dragoman.briefs.model import Brief, Line, Passage, ReportShown
from dragoman.language.sentences import sentences
from dragoman.records import Reading


@dataclass(frozen=True, slots=True)
class Segment:
    """Words of one sentence that carry the same lines (ids joined by blanks, "" for none)."""

    text: str
    lines: str


@dataclass(frozen=True, slots=True)
class MarkedSentence:
    """A sentence with its anchor, the lines that open it, and its segments."""

    anchor: str
    number: int
    lines: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class MarkedReport:
    """A report's text in paragraphs of marked sentences."""

    report: ReportShown
    paragraphs: tuple[tuple[MarkedSentence, ...], ...]


def anchor(letter: str, number: int) -> str:
    """The id of a sentence in the page.

    Example:
        >>> anchor("A", 12)
        'a12'
    """
    return f"{letter.lower()}{number}"


def mark_reports(brief: Brief, readings: Sequence[Reading]) -> tuple[MarkedReport, ...]:
    """The reports' texts with the marks of all lines of a brief; absent texts are left out."""
    texts = {reading.report.id: reading.text for reading in readings}
    carried: dict[str, list[tuple[str, Passage]]] = {}
    for line in all_lines(brief):
        for passage in line.passages:
            carried.setdefault(passage.report, []).append((line.id, passage))
    return tuple(
        MarkedReport(report, mark_text(texts[report.id], report.letter, carried.get(report.id, [])))
        for report in brief.reports
        if report.id in texts
    )


def all_lines(brief: Brief) -> tuple[Line, ...]:
    """Every line of a brief, in the order of the page."""
    return tuple(line for story in brief.briefs for line in story.lines())


def mark_text(
    text: str, letter: str, carried: Iterable[tuple[str, Passage]]
) -> tuple[tuple[MarkedSentence, ...], ...]:
    """One text with the marks of (line id, passage) pairs.

    Example:
        >>> from dragoman.briefs.model import Mark
        >>> passage = Passage(report="r", letter="A", number=1, start=0, end=11, text="Envoys met.",
        ...                   marks=(Mark(start=7, end=10, role="trigger"),))
        >>> [[sentence]] = mark_text("Envoys met.", "A", [("e1", passage)])
        >>> [(s.text, s.lines) for s in sentence.segments]
        [('Envoys ', ''), ('met', 'e1'), ('.', '')]
    """
    lines: dict[int, list[str]] = {}
    marks: dict[int, list[tuple[int, int, str]]] = {}
    for line, passage in carried:
        lines.setdefault(passage.number, []).append(line)
        marks.setdefault(passage.number, []).extend((m.start, m.end, line) for m in passage.marks)
    paragraphs: list[list[MarkedSentence]] = []
    for sentence in sentences(text):
        if sentence.opens or not paragraphs:
            paragraphs.append([])
        paragraphs[-1].append(
            MarkedSentence(
                anchor=anchor(letter, sentence.number),
                number=sentence.number,
                lines=" ".join(dict.fromkeys(lines.get(sentence.number, []))),
                segments=_segments(
                    text, sentence.start, sentence.end, marks.get(sentence.number, [])
                ),
            )
        )
    return tuple(tuple(paragraph) for paragraph in paragraphs)


def _segments(
    text: str, start: int, end: int, marks: list[tuple[int, int, str]]
) -> tuple[Segment, ...]:
    borders = sorted({start, end, *(b for a, z, _ in marks for b in (a, z) if start < b < end)})
    found = []
    for a, z in pairwise(borders):
        over = dict.fromkeys(line for s, e, line in marks if s <= a and z <= e)
        found.append(Segment(text[a:z], " ".join(over)))
    return tuple(found)
