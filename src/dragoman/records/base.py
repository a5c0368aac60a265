"""What records are made of: the base class, evidence, sources, actors, dates, places, runs."""

from __future__ import annotations

from typing import Literal

import msgspec

EvidenceRole = Literal[
    "trigger", "actor", "recipient", "date", "place", "hedge", "cue", "content", "change",
]  # fmt: skip
Status = Literal["actual", "planned", "possible", "negated"]
Precision = Literal["day", "week", "month", "year", "unknown"]
StatementKind = Literal["direct", "indirect", "mixed"]
SourceKind = Literal[
    "official", "spokesperson", "agency", "broadcaster", "newspaper", "expert", "anonymous",
    "document", "person", "organisation", "unknown",
]  # fmt: skip
ChangeKind = Literal["holds", "repeated", "first", "changed", "ended"]
WordingKind = Literal["full", "clipping", "variant", "paraphrase"]
WordChangeKind = Literal["dropped", "added", "changed"]
Form = Literal[
    "contraction", "spelling", "number", "inflection", "tense", "person", "name", "order"
]
Matter = Literal["negation", "number", "modal", "hedge", "name"]
OriginShown = Literal[
    "publisher", "credit", "citation", "interview", "quotation", "copy", "rewrite", "wording"
]

UNKNOWN_CODE = "---"
"""The actor code that says: the text does not tell."""
AS_SHOWN = ", as the report shows"
"""The end of ``Actor.how`` where no words tell the code: it was concluded from the whole report."""


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of all records: frozen, keyword-only, compared by value.

    Fields:
        id: stable: the same input and version give the same id on any machine.
        report: id of the report.
        story: id of the story.
        text: the words at this place, verbatim.
        start: where the words begin.
        end: where they end, exclusive.
        name: the name to show.
        actors: who acts.
        recipients: to whom.
        status: it happened (`actual`), is to come (`planned`), may come (`possible`), did not
            happen (`negated`).
        alleged: only an interested party claims it.
        date: when; null where the text does not tell.
        place: where; null where the text does not tell.
        type: PLOVER event type.
        mode: PLOVER mode of the type.
        quad: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
        score: PLOVER score, -10 (conflict) to +10 (cooperation).
        hedges: the words that made the status so.
        issues: ids of issues.
        evidence: the words that show it.
        members: ids of the events or statements that were merged, one report or more.
        reports: ids of the reports that tell it.
        differing: fields that the reports tell differently.
        why: the features that joined the members.
        change: what the words say of it over time; null where they say nothing.
        run: id of the run that made the record.
    """


class Evidence(Record, frozen=True, kw_only=True):
    """A stretch of a report's text, and what it shows there.

    Fields:
        role: what the words show.
    """

    start: int
    end: int
    role: EvidenceRole


class Source(Record, frozen=True, kw_only=True):
    """One link of an attribution chain: who said it to the next link outward.

    Fields:
        text: the words that name the source, verbatim.
        name: canonical name ("CCTV", "Park Seung-chan", "Seoul's military").
        kind: what sort of source it is: `official` holds an office or is a state's body, a party
            or an army; `anonymous` is kept back by the report; `organisation` is any other body,
            or who leads it.
        code: actor code of the source.
        interested: true where the source is a party to what it tells (sets `Event.alleged`).
        hedges: the report's words that keep a distance from this source, verbatim ("claimed",
            "on condition of anonymity", "could not be independently verified").
    """

    text: str
    start: int
    end: int
    name: str
    kind: SourceKind = "unknown"
    code: str = UNKNOWN_CODE
    interested: bool = False
    hedges: tuple[str, ...] = ()


class Actor(Record, frozen=True, kw_only=True):
    """A state, person, organisation or group that acts, receives or speaks.

    Fields:
        text: the words at this mention.
        name: canonical name, resolved through the report ("he" -> "Lee Jae Myung").
        code: alpha-3 of the state, or IGOUNO, IGOEUR, IGONAT, IGO + name, NGO, ISI, `---`.
        country: alpha-3.
        sectors: PLOVER sectors, most telling first (GOV MIL REB OPP PTY COP LEG ...).
        role: the office or description the report gives ("President", "former president").
        how: what resolved it ("name", "surname of NAME", "pronoun", "demonym", ...).
    """

    text: str
    start: int
    end: int
    name: str
    code: str = UNKNOWN_CODE
    country: str | None = None
    sectors: tuple[str, ...] = ()
    role: str | None = None
    how: str = ""


class Date(Record, frozen=True, kw_only=True):
    """A time as the report gives it, and the interval it stands for where that is known.

    Fields:
        raw: the words ("on Friday").
        start: ISO day, inclusive; null where the text does not fix it.
        end: ISO day, inclusive; null where the text does not fix it.
        precision: grain of the interval.
        anchor: what it was resolved against: "text" (absolute), "published", "event" (another
            date of the report, as in "the same day"), or null when unresolved.
        symbol: the expression's meaning without an anchor ("the Monday of the report"), so that it
            can be resolved once a publication date is given; see docs/dates.md.
    """

    raw: str
    start: str | None = None
    end: str | None = None
    precision: Precision = "unknown"
    anchor: str | None = None
    symbol: str | None = None


class Place(Record, frozen=True, kw_only=True):
    """Where an event took place.

    Fields:
        country: alpha-3 of the state that it lies in.
        latitude: decimal degrees, WGS 84.
        longitude: decimal degrees, WGS 84.
    """

    name: str
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None


class Change(Record, frozen=True, kw_only=True):
    """What the words of a report say of an act or a stance over time, never what we infer.

    Fields:
        kind: it goes on (`holds`: "continues to respect"), comes again (`repeated`: "reaffirmed"),
            is the first of its kind (`first`: "for the first time"), turns (`changed`: "no
            longer"), or is ended by who held it (`ended`: "suspended support").
        text: the words that say so, verbatim; parts that stand apart are joined by " … ".
        evidence: those words (role "change").
    """

    kind: ChangeKind
    text: str
    evidence: tuple[Evidence, ...]


class Failure(Record, frozen=True, kw_only=True, tag_field="record", tag="failure"):
    """Something that could not be read or coded; the rest went on.

    Fields:
        item: the path, row or report id.
        stage: where it failed.
        error: a stable short name; see docs/errors.md.
        message: what happened and what to do about it.
    """

    item: str
    stage: str
    error: str
    message: str


class Run(Record, frozen=True, kw_only=True, tag_field="record", tag="run"):
    """What made a record. The id depends on nothing else.

    Fields:
        version: of Dragoman.
        model: the language model and its version.
        settings: name -> value.
    """

    id: str
    version: str
    model: str
    settings: dict[str, str] = msgspec.field(default_factory=dict)
