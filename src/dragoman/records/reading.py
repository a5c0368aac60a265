"""What one report tells."""

from __future__ import annotations

from dragoman.records.base import (
    Actor,
    Change,
    Date,
    Evidence,
    Failure,
    Place,
    Record,
    Source,
    StatementKind,
    Status,
)


class Report(Record, frozen=True, kw_only=True, tag_field="record", tag="report"):
    """One news report, without its text (kept beside it: `Reading.text`).

    Fields:
        text_sha256: of the text as given, UTF-8, hexadecimal.
        source: the publisher.
        published: ISO day, or day and time with zone.
        retrieved: likewise.
        url: its address.
        title: its headline.
        language: ISO 639-1.
        origin: the sources that the report cites.
        failures: what was wrong with single fields.
    """

    id: str
    text_sha256: str
    source: str | None = None
    published: str | None = None
    retrieved: str | None = None
    url: str | None = None
    title: str | None = None
    language: str | None = None
    origin: tuple[Source, ...] = ()
    failures: tuple[Failure, ...] = ()
    run: str = ""


class Event(Record, frozen=True, kw_only=True, tag_field="record", tag="event"):
    """Who did what to whom, whether it happened, and which words say so.

    Fields:
        contexts: PLOVER contexts.
        attribution: the chain of sources, innermost first; empty where the report itself tells it.
        confidence: 0 to 1.
        made_by: the row of the code book, or the rule, that made it.
    """

    id: str
    report: str
    type: str
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    quad: int
    score: float | None = None
    actors: tuple[Actor, ...] = ()
    recipients: tuple[Actor, ...] = ()
    status: Status
    hedges: tuple[str, ...] = ()
    alleged: bool = False
    attribution: tuple[Source, ...] = ()
    date: Date | None = None
    place: Place | None = None
    issues: tuple[str, ...] = ()
    change: Change | None = None
    evidence: tuple[Evidence, ...] = ()
    confidence: float = 0.5
    made_by: str = ""
    run: str = ""


class Statement(Record, frozen=True, kw_only=True, tag_field="record", tag="statement"):
    """Who said what to whom, in which words, through whom.

    Fields:
        speaker: the actor who speaks.
        addressee: to whom, where the report tells; an outlet ("told CNN") is in `attribution`.
        cue: the words that mark the speech ("told", "according to").
        kind: quoted, paraphrased, or both.
        content: evidence (role "content"), one for each piece of a broken quotation.
        attribution: chain outward from the speaker, innermost (the speaker) first.
        about: ids of events the content carries.
        stance: "supports", "opposes", or null.
    """

    id: str
    report: str
    speaker: Actor
    addressee: Actor | None = None
    cue: str
    kind: StatementKind
    content: tuple[Evidence, ...]
    attribution: tuple[Source, ...] = ()
    date: Date | None = None
    about: tuple[str, ...] = ()
    issues: tuple[str, ...] = ()
    stance: str | None = None
    change: Change | None = None
    evidence: tuple[Evidence, ...] = ()
    run: str = ""


class Tie(Record, frozen=True, kw_only=True, tag_field="record", tag="tie"):
    """A standing relation that a report states (alliance, trade, arms, patronage, ...).

    Fields:
        a: actor code of the one side; for kinds with a direction, who holds the role or acts.
        b: actor code of the other side.
        kind: a kind of `codebooks/ties.tsv`.
        says: the relation in words.
    """

    id: str
    report: str
    a: str
    b: str
    kind: str
    says: str
    evidence: tuple[Evidence, ...] = ()
    run: str = ""


class Reading(Record, frozen=True, kw_only=True):
    """All records of one report, with the text they point into.

    Fields:
        report: the report.
        text: of the report, as given.
        actors: each distinct actor once, at its fullest mention.
        events: in the order of the text.
        statements: in the order of the text.
        ties: in the order of the text.
        mentions: every mention of an actor, in the order of the text.
    """

    report: Report
    text: str
    actors: tuple[Actor, ...] = ()
    events: tuple[Event, ...] = ()
    statements: tuple[Statement, ...] = ()
    ties: tuple[Tie, ...] = ()
    mentions: tuple[Actor, ...] = ()


class Version(Record, frozen=True, kw_only=True):
    """One report's value of a field, with the words that give it.

    Fields:
        value: as text.
    """

    value: str
    report: str
    evidence: tuple[Evidence, ...] = ()
