"""What the reports of one story tell together."""

from __future__ import annotations

import msgspec

from dragoman.records.base import (
    Actor,
    Date,
    Evidence,
    Form,
    Matter,
    OriginShown,
    Place,
    Record,
    SourceKind,
    Status,
    WordChangeKind,
    WordingKind,
)
from dragoman.records.reading import Version


class Difference(Record, frozen=True, kw_only=True):
    """A field that reports tell differently.

    Fields:
        field: its name.
        versions: one for each value and report.
        of: id of the merged event or utterance it belongs to, or null where it belongs to the story
            ("role of NAME").
    """

    field: str
    versions: tuple[Version, ...]
    of: str | None = None


class MergedEvent(Record, frozen=True, kw_only=True, tag_field="record", tag="merged_event"):
    """One event as told by one report or more; type to date are the reading to show, taken from the
    most telling member.

    Fields:
        agreed: field -> value that all members share (JSON-like text).
    """

    id: str
    story: str
    members: tuple[str, ...]
    reports: tuple[str, ...]
    type: str
    mode: str | None = None
    quad: int
    score: float | None = None
    actors: tuple[Actor, ...] = ()
    recipients: tuple[Actor, ...] = ()
    status: Status
    alleged: bool = False
    date: Date | None = None
    place: Place | None = None
    issues: tuple[str, ...] = ()
    agreed: dict[str, str] = msgspec.field(default_factory=dict)
    differing: tuple[Difference, ...] = ()
    why: tuple[str, ...] = ()


class Point(Record, frozen=True, kw_only=True):
    """What in a change weighs: words that one version has and the other has nowhere.

    Fields:
        kind: a negation, a number, a modal verb ("will", "could"), a hedge, a name.
        base: such words of the other version, joined by ", ".
        words: those of this version.
    """

    kind: Matter
    base: str = ""
    words: str = ""


class WordChange(Record, frozen=True, kw_only=True):
    """Words in which one version of an utterance departs from another.

    Fields:
        kind: the other has these words and this one has not (`dropped`), the other way round
            (`added`), or each has its own (`changed`).
        base: the words of the other version, verbatim, pieces joined by " … "; "" where added.
        words: the words of this version; "" where dropped.
        base_evidence: where the other version has them, in the report of that version.
        evidence: where this version has its words; where some are dropped, the mark of omission.
        form: how they are the same words after all: a short form written out, British spelling,
            a number in digits, inflection, the tense or person of indirect speech, another name of
            the same actor, the same words elsewhere; null where the content differs.
        at: where the change stands in this version's report, also where nothing is left of it.
        marked: the report shows the change by "..." or brackets.
        points: what in it weighs.
    """

    kind: WordChangeKind
    base: str = ""
    words: str = ""
    base_evidence: tuple[Evidence, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    at: int
    form: Form | None = None
    marked: bool = False
    points: tuple[Point, ...] = ()


class Wording(Record, frozen=True, kw_only=True):
    """One version of an utterance, and how it departs from the fullest one.

    Fields:
        statement: id of the statement that tells it.
        kind: a quotation that leaves nothing telling out (`full`), one that does (`clipping`), one
            with words that the other quotation has not (`variant`), or a `paraphrase`.
        of: id of the statement whose version it is compared with; null for the version that the
            others are compared with, and where it has no word in common with any.
        kept: share of the other version's telling words that this one has, 0 to 1.
        changes: in the order of the text.
    """

    statement: str
    report: str
    kind: WordingKind
    of: str | None = None
    kept: float = 1.0
    changes: tuple[WordChange, ...] = ()


class Utterance(Record, frozen=True, kw_only=True, tag_field="record", tag="utterance"):
    """One act of speech as told by one report or more (a quotation, a clipping, a paraphrase).

    Fields:
        speaker: the actor who speaks.
        wordings: its versions, the fullest quotation (or where none is direct, the longest version)
            first; empty where it is told once.
    """

    id: str
    story: str
    members: tuple[str, ...]
    reports: tuple[str, ...]
    speaker: Actor
    differing: tuple[Difference, ...] = ()
    wordings: tuple[Wording, ...] = ()
    why: tuple[str, ...] = ()


class Origin(Record, frozen=True, kw_only=True):
    """A source that reports of a story rest on, and the words that show it.

    Fields:
        name: as in `Source`; of a text that reports share, what they share.
        kind: as in `Source`.
        shows: what shows it: a report's `publisher` is the source, a `credit` (dateline, byline,
            "with files from"), a `citation`, an `interview`, a shared `quotation`; or the reports
            have nearly the same text (`copy`), tell most of it sentence by sentence alike
            (`rewrite`), or share single stretches (`wording`).
        reports: ids of the reports that rest on it.
        whole: ids of those that are the source's as a whole, as far as their words show it.
        part: ids of those that rest on it in part; of reports in neither the extent is unknown.
        share: of the shorter report's own sentences, how many are shared (0 to 1; of several
            reports the lowest); null where no wording is shared.
        shown_by: one version for each citation or shared stretch; without evidence where the
            publisher alone shows it.
        shared: true where more than one report rests on it.
    """

    name: str
    kind: SourceKind = "unknown"
    shows: OriginShown = "citation"
    reports: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    part: tuple[str, ...] = ()
    share: float | None = None
    shown_by: tuple[Version, ...] = ()
    shared: bool = False


class Story(Record, frozen=True, kw_only=True, tag_field="record", tag="story"):
    """Reports of one story and the origins they rest on.

    Fields:
        title: a headline of one of the reports, or what they tell in common.
        first: earliest publication day, ISO.
        last: latest publication day, ISO.
        origins: cited sources, shared ones first.
        independent: how many origins are independent: the largest number of reports of which no
            two share one; null where an origin is unknown, or what shows it disagrees.
        why: what made the reports one story, in words.
        says: one sentence about origins ("2 reports, about 1 origin: both rest on ...").
    """

    id: str
    reports: tuple[str, ...]
    title: str
    first: str | None = None
    last: str | None = None
    origins: tuple[Origin, ...] = ()
    independent: int | None = None
    says: str = ""
    why: tuple[str, ...] = ()
