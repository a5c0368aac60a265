"""The brief as a record: the JSON twin of the page, everything that any view shows is in it.

A brief has one section a story; a section has its parts in the order of the page. Each line names
the records it stands for and the passages (one sentence each, with the exact words in it) that it
opens. All positions are character offsets into the report's text as given, end exclusive.

Example:
    >>> brief = Brief(id="br_1", version="0.1")
    >>> Brief.from_json(brief.to_json()) == brief
    True
"""

from __future__ import annotations

from typing import Literal

import msgspec

from dragoman.records import (
    ChangeKind,
    Date,
    EvidenceRole,
    Failure,
    OriginShown,
    Record,
    Status,
)

Relation = Literal["agree", "differ", "only"]


class Mark(Record, frozen=True, kw_only=True):
    """Words inside a passage and what they show."""

    start: int
    end: int
    role: EvidenceRole


class Passage(Record, frozen=True, kw_only=True):
    """One sentence of a report that a line opens.

    Fields:
        report: the report's id. letter: its letter in this brief ("A").
        number: the sentence's number in the report, from 1; "A12" is sentence 12 of report A.
        start, end: the sentence. text: ``report_text[start:end]``, verbatim.
        marks: the words in it that carry the line, in order.
        core: whether the line's own words stand in it; otherwise it only names somebody, as in the
            sentence that "he" points back to.
    """

    report: str
    letter: str
    number: int
    start: int
    end: int
    text: str
    marks: tuple[Mark, ...] = ()
    core: bool = True

    @property
    def label(self) -> str:
        """How the views name it: "A12"."""
        return f"{self.letter}{self.number}"


class Line(Record, frozen=True, kw_only=True):
    """Something the brief says, and the sentences it came from.

    Fields:
        id: the line's anchor in the page; letters, digits and "-", stable between runs.
        records: ids of the records it stands for. reports: letters of the reports that tell it.
        text: what it says.
    """

    id: str
    text: str
    records: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()


class Ref(Record, frozen=True, kw_only=True):
    """A line of this section named again in another part."""

    line: str
    text: str


class Party(Record, frozen=True, kw_only=True):
    """An actor as shown: its code and the name the reports give it."""

    code: str
    name: str
    role: str | None = None


class EventLine(Line, frozen=True, kw_only=True):
    """An event on the timeline.

    Fields:
        type, mode, quad, score: PLOVER. status, alleged, hedges: whether it happened.
        when: the date as shown, "" if the reports give none; date: the record behind it.
        sources: who tells it to the reports, one chain each ("Park → BBC"), with the letters where
            only some reports cite it ("CCTV (in A)"); empty where the reports tell it themselves.
        actors, recipients: codes are those of dyads. weight: how telling it is, for the order.
        differing: names of the fields that the reports tell differently.
    """

    type: str
    mode: str | None = None
    quad: int
    score: float | None = None
    status: Status
    alleged: bool = False
    hedges: tuple[str, ...] = ()
    when: str = ""
    date: Date | None = None
    place: str | None = None
    sources: tuple[str, ...] = ()
    actors: tuple[Party, ...] = ()
    recipients: tuple[Party, ...] = ()
    issues: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()
    weight: float = 0.0


class Day(Record, frozen=True, kw_only=True):
    """Events of one date, in order; ``label`` is the date as shown, ``start`` its first ISO day."""

    label: str
    start: str
    lines: tuple[EventLine, ...]


class Piece(Record, frozen=True, kw_only=True):
    """Words of a version beside the version it is compared with.

    Fields:
        kind: both have them, only this version has them (added), or only the other (dropped).
        text: the words, verbatim; of a long dropped stretch the first and last ones.
        close: whether it follows the piece before it without a blank.
        weighs: whether a negation, number, modal, hedge or name is among them.
    """

    kind: Literal["same", "added", "dropped"]
    text: str
    close: bool = False
    weighs: bool = False


class Rendering(Record, frozen=True, kw_only=True):
    """One report's version of an utterance.

    Fields:
        kind: direct (quoted), indirect (paraphrased) or mixed. words: the content, verbatim,
            in quotation marks where the report quotes it, pieces joined by " … ".
        cue: the words that mark the speech.
        chain: from the speaker outward to "this report".
        version: what it is among several versions (full, clipping, variant, paraphrase), else "".
        beside: letter of the report whose version it is compared with, "" for that one itself.
        pieces: its words with those added and dropped marked; empty where nothing differs, or too
            little is shared to be set beside each other.
        points: the differences that weigh most, in words ("number: “three” for “two”").
    """

    letter: str
    kind: str
    words: str
    cue: str = ""
    chain: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()
    version: str = ""
    beside: str = ""
    pieces: tuple[Piece, ...] = ()
    points: tuple[str, ...] = ()


class SpeechLine(Line, frozen=True, kw_only=True):
    """One act of speech: who, to whom, through whom, and each report's version of it."""

    speaker: Party
    addressee: str | None = None
    when: str = ""
    issues: tuple[str, ...] = ()
    renderings: tuple[Rendering, ...] = ()
    differing: tuple[str, ...] = ()


class FormerShown(Ref, frozen=True, kw_only=True):
    """An earlier act or words of the other stance: its line, when it was, and its words."""

    when: str
    quote: str = ""


class EntryShown(Ref, frozen=True, kw_only=True):
    """Something that an actor said or did about an issue.

    Fields:
        when: its day as shown; "" where none is known. dated: "told" by the reports, or only the
            day that they were "published".
        change: what the words say of it over time, or null; changed: those words, verbatim.
        quote: the report's words for an act; "" for words, whose text quotes them. letter: that
            report's. differs: an earlier entry of the other stance.
    """

    when: str = ""
    dated: str | None = None
    change: ChangeKind | None = None
    changed: str = ""
    quote: str = ""
    letter: str = ""
    differs: FormerShown | None = None


class PositionShown(Record, frozen=True, kw_only=True):
    """What an actor said or did about an issue, the latest first, and what others did to it;
    actors of whom the same is told stand together."""

    parties: tuple[Party, ...]
    items: tuple[EntryShown, ...] = ()
    addressed: tuple[Ref, ...] = ()


class IssueShown(Line, frozen=True, kw_only=True):
    """An issue with each actor's position; ``also`` names narrower matters within it, ``issue`` is
    its id in the book."""

    issue: str = ""
    also: tuple[str, ...] = ()
    positions: tuple[PositionShown, ...] = ()


class TieLine(Line, frozen=True, kw_only=True):
    """A standing relation that the reports state, in their words."""

    a: str
    b: str
    kind: str


class DyadShown(Line, frozen=True, kw_only=True):
    """The relation of two actors.

    Fields:
        quads, ahead: quad ("1".."4") -> count of events that happened, that lie ahead.
        score: mean PLOVER score of the ``scored`` events that happened, or None.
        events: the lines of its events. ties: what the reports state of them.
    """

    a: Party
    b: Party
    quads: dict[str, int] = msgspec.field(default_factory=dict)
    ahead: dict[str, int] = msgspec.field(default_factory=dict)
    score: float | None = None
    scored: int = 0
    events: tuple[Ref, ...] = ()
    ties: tuple[TieLine, ...] = ()


class VersionShown(Record, frozen=True, kw_only=True):
    """One report's value of a field."""

    letter: str
    value: str
    passages: tuple[Passage, ...] = ()


class DifferenceLine(Line, frozen=True, kw_only=True):
    """A field that the reports tell differently; ``of`` is the line it belongs to, if any."""

    field: str
    of: str | None = None
    versions: tuple[VersionShown, ...] = ()


class Alone(Record, frozen=True, kw_only=True):
    """What one report tells and the others do not."""

    letter: str
    items: tuple[Ref, ...] = ()


class Comparison(Record, frozen=True, kw_only=True):
    """Where the reports agree, differ and stand alone."""

    agree: tuple[Ref, ...] = ()
    differ: tuple[DifferenceLine, ...] = ()
    alone: tuple[Alone, ...] = ()


class OriginLine(Line, frozen=True, kw_only=True):
    """A source that the reports rest on; ``shared`` where more than one does.

    ``whole`` and ``part`` are the letters of reports that are its own, or rest on it in part.
    """

    kind: str = "unknown"
    shows: OriginShown = "citation"
    shared: bool = False
    whole: tuple[str, ...] = ()
    part: tuple[str, ...] = ()

    @property
    def known(self) -> str:
        """What is known beside the name: its sort, how much of which report, who shares it."""
        told = [self.kind] if self.kind != "unknown" else []
        if self.shows in ("publisher", "credit"):
            told += [f"whole of {', '.join(self.whole)}"] if self.whole else []
            told += [f"part of {', '.join(self.part)}"] if self.part else []
        told += [f"shared by {', '.join(self.reports)}"] if self.shared else []
        return "; ".join(told) if len(told) > 2 else ", ".join(told)


class AgendaLine(Line, frozen=True, kw_only=True):
    """Something ahead; ``of`` is the line of its event."""

    when: str = ""
    date: Date | None = None
    place: str | None = None
    hedges: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    status: Status = "planned"
    of: str | None = None


class ReportShown(Record, frozen=True, kw_only=True):
    """A report of the brief: its letter and what is known of it."""

    id: str
    letter: str
    name: str
    source: str | None = None
    title: str | None = None
    published: str | None = None
    url: str | None = None
    sentences: int = 0


class ActorShown(Record, frozen=True, kw_only=True):
    """An actor of the section by code, with how often the reports mention it."""

    code: str
    name: str
    mentions: int = 0


class StoryBrief(Record, frozen=True, kw_only=True):
    """The section of one story; its parts in the order of the page.

    Fields:
        title: the headline. says: the sentence about origins. first, last: publication dates.
        days: the dated timeline; undated: events whose date the reports do not fix.
    """

    id: str
    title: str
    says: str = ""
    first: str | None = None
    last: str | None = None
    reports: tuple[str, ...] = ()
    days: tuple[Day, ...] = ()
    undated: tuple[EventLine, ...] = ()
    speech: tuple[SpeechLine, ...] = ()
    issues: tuple[IssueShown, ...] = ()
    relations: tuple[DyadShown, ...] = ()
    comparison: Comparison = Comparison()
    origins: tuple[OriginLine, ...] = ()
    agenda: tuple[AgendaLine, ...] = ()
    actors: tuple[ActorShown, ...] = ()

    def events(self) -> tuple[EventLine, ...]:
        """All events of the timeline, dated ones first."""
        return (*(line for day in self.days for line in day.lines), *self.undated)

    def lines(self) -> tuple[Line, ...]:
        """Every line of the section, in the order of the page."""
        ties = [tie for dyad in self.relations for tie in dyad.ties]
        return (
            *self.events(), *self.speech, *self.issues, *self.relations, *ties,
            *self.comparison.differ, *self.origins, *self.agenda,
        )  # fmt: skip


class Brief(Record, frozen=True, kw_only=True, tag_field="record", tag="brief"):
    """One page about some reports.

    Fields:
        version: of Dragoman.
        runs: ids of the runs that made the records.
        reports: all reports by letter.
        briefs: one section a story, most reports first.
        failures: what could not be read.
        note: how the page is to be taken.
        left_out: how many further reports the story has that this brief does not open.
    """

    id: str
    version: str
    runs: tuple[str, ...] = ()
    reports: tuple[ReportShown, ...] = ()
    briefs: tuple[StoryBrief, ...] = ()
    failures: tuple[Failure, ...] = ()
    note: str = "Reports what reports say; no verdict on truth."
    left_out: int = 0

    def to_json(self) -> str:
        """The brief as one JSON object."""
        return msgspec.json.encode(self).decode("utf-8")

    @staticmethod
    def from_json(data: bytes | str) -> Brief:
        """A brief from what :meth:`to_json` wrote; raises msgspec.ValidationError."""
        return msgspec.json.decode(data, type=Brief)
