"""What a question to an archive is answered with: records, and the sentences they rest on."""

from __future__ import annotations

from typing import Generic, Literal, TypeVar

import msgspec

from dragoman.records.base import Evidence, Record, Run
from dragoman.records.corrections import Anchor, Correction
from dragoman.records.kinds import AnyRecord
from dragoman.records.reading import Event, Statement
from dragoman.records.story import MergedEvent, Utterance

Found = TypeVar("Found")
HitKind = Literal["report", "story", "actor", "issue"]


class EvidenceSentence(Record, frozen=True, kw_only=True):
    """A sentence of a report that a record rests on.

    Fields:
        number: of the sentence in its report, from 1.
        marks: the words in it that show the record, as offsets into the report's text.
    """

    report: str
    number: int
    start: int
    end: int
    text: str
    marks: tuple[Evidence, ...] = ()


class ReportHead(Record, frozen=True, kw_only=True):
    """What readers need to know of a report whose sentences are shown.

    Fields:
        source: the publisher.
        published: ISO day, or day and time with zone.
        title: its headline.
        url: its address.
    """

    id: str
    source: str | None = None
    published: str | None = None
    title: str | None = None
    url: str | None = None


class Answer(Record, Generic[Found], frozen=True, kw_only=True):
    """What an archive answers to one question, with the evidence.

    Fields:
        question: its name ("events").
        asked: what was asked, by parameter; those left out are not there.
        found: the records.
        offset: how many records before these were skipped.
        more: whether there are more after them.
        total: how many there are in all, or null where counting would cost as much as telling.
        sentences: record id -> the sentences that it rests on, the first ones of each; of an edge
            "KOR-CHN", of a change of level "KOR-CHN 2026-01-05 conflict", of a place its name.
        told_by: report id -> the report of such a sentence.
    """

    question: str
    asked: dict[str, object] = msgspec.field(default_factory=dict)
    found: tuple[Found, ...] = ()
    offset: int = 0
    more: bool = False
    total: int | None = None
    sentences: dict[str, tuple[EvidenceSentence, ...]] = msgspec.field(default_factory=dict)
    told_by: dict[str, ReportHead] = msgspec.field(default_factory=dict)


class Titled(Record, frozen=True, kw_only=True):
    """A story by its title, where it is named beside something else.

    Fields:
        title: its headline.
    """

    id: str
    title: str


class Beside(Record, frozen=True, kw_only=True):
    """A record named beside another.

    Fields:
        says: it in one line.
        report: id of its report.
    """

    id: str
    says: str
    report: str


class ActorCount(Record, frozen=True, kw_only=True):
    """An actor of an archive, by its code.

    Fields:
        code: actor code.
        kind: what the code books call it; null where none has the code.
        acts: how many merged events it does.
        receives: how many are done to it.
        speaks: how many utterances are its own.
    """

    code: str
    name: str
    kind: Literal["country", "organisation"] | None = None
    acts: int = 0
    receives: int = 0
    speaks: int = 0


class IssueCount(Record, frozen=True, kw_only=True):
    """An issue of an archive.

    Fields:
        id: of the issue; "new:..." is a phrase of the reports and not of the book.
        acts: how many merged events are about it.
        statements: how many utterances.
        reports: how many reports.
        stories: how many stories.
        first: ISO day of the first of these reports, or null.
        last: ISO day of the last, or null.
    """

    id: str
    name: str
    acts: int = 0
    statements: int = 0
    reports: int = 0
    stories: int = 0
    first: str | None = None
    last: str | None = None


class Hit(Record, frozen=True, kw_only=True):
    """Something that a search found.

    Fields:
        kind: what it is.
        id: of the report or story, code of the actor, or id of the issue.
        title: its headline or name.
        day: publication day of a report, last day of a story, or null.
        source: of a report.
        sentences: where a report has the words.
    """

    kind: HitKind
    id: str
    title: str
    day: str | None = None
    source: str | None = None
    sentences: tuple[EvidenceSentence, ...] = ()


class Shown(Record, frozen=True, kw_only=True):
    """A record with all that an archive knows about where it comes from.

    Fields:
        record: the record itself, of any kind.
        says: it in one line.
        run: what made it, or null where that is not kept (a record that is worked out from others).
        belongs: id of the merged event or utterance that it is a member of, or null.
        beside: the events or statements of a merged event or utterance, or the others that are
            members of the same one.
        stories: the stories in which its reports are.
        corrections: what a person decided about it or its members; also what is undone.
    """

    record: AnyRecord
    says: str = ""
    run: Run | None = None
    belongs: str | None = None
    beside: tuple[Beside, ...] = ()
    stories: tuple[Titled, ...] = ()
    corrections: tuple[Correction, ...] = ()


class Overview(Record, frozen=True, kw_only=True):
    """What an archive holds.

    Fields:
        counts: kind of record -> how many there are.
        first: ISO day of the earliest report, or null.
        last: ISO day of the latest report, or null.
        failures: short name of the error -> how often.
        untold: how many reports are in no story yet.
    """

    counts: dict[str, int] = msgspec.field(default_factory=dict)
    first: str | None = None
    last: str | None = None
    failures: dict[str, int] = msgspec.field(default_factory=dict)
    untold: int = 0


class Members(Record, frozen=True, kw_only=True):
    """A merged event or utterance with what it is made of: what a correction speaks of.

    Fields:
        whole: the merged event or utterance.
        members: the events or statements of single reports, in its order.
        beside: others of the story that it may be one with: events of the same type, utterances of
            the same speaker.
        says: id of a merged event -> what it tells, in one line.
    """

    whole: MergedEvent | Utterance
    members: tuple[Event | Statement, ...] = ()
    beside: tuple[MergedEvent | Utterance, ...] = ()
    says: dict[str, str] = msgspec.field(default_factory=dict)


class CorrectionState(Record, frozen=True, kw_only=True):
    """A correction, and whether it holds.

    Fields:
        correction: the decision.
        state: it `holds`; it `waits`, since some of its words are not in the archive (any more); or
            it is `undone`.
        missing: the places that are not found.
        stories: ids of the stories that its reports are in now.
    """

    correction: Correction
    state: Literal["holds", "waits", "undone"]
    missing: tuple[Anchor, ...] = ()
    stories: tuple[str, ...] = ()


class Replaced(Record, frozen=True, kw_only=True):
    """A report that was read once more: its earlier records gave way to new ones.

    Fields:
        report: its id.
        old_run: id of the run that made the earlier records.
        new_run: id of the run that made those in their place.
        events: how many events the earlier records had.
        statements: how many statements.
        at: day and time (UTC).
    """

    report: str
    old_run: str
    new_run: str
    events: int = 0
    statements: int = 0
    at: str
