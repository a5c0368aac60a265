"""The frozen records that Dragoman reads, keeps and shows; other programs read them as JSON Lines.

All text positions are character offsets into the report's text as given, end exclusive, so that
``text[start:end]`` is verbatim. Each record that is written alone has a ``record`` key naming its
kind. "Unknown" is a value: ``None`` (JSON ``null``), an empty tuple, or the code ``---``.

Source of types, modes, sectors: PLOVER codebook 2021; of country codes: ISO 3166-1 alpha-3
(TWN, PSE, HKG and KOS in use).

Example:
    >>> span = Evidence(start=0, end=5, role="trigger")
    >>> "Talks open"[span.start:span.end]
    'Talks'
"""

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
    settings: dict[str, str] = {}


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
    agreed: dict[str, str] = {}
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


class Quotation(Record, frozen=True, kw_only=True):
    """Words of a report, verbatim.

    Fields:
        text: the words, one for each piece of the evidence, joined by " … ".
        kind: how speech is told; null where the report tells an act in its own words.
        evidence: where the words stand (role "content").
    """

    report: str
    text: str
    kind: StatementKind | None = None
    evidence: tuple[Evidence, ...] = ()


class Former(Record, frozen=True, kw_only=True):
    """An earlier entry of the same position that took the other side; shown, not judged.

    Fields:
        record: id of its merged event or utterance.
        day: its day, ISO.
        stance: the side that it took.
        quotation: its words.
    """

    record: str
    day: str
    stance: str
    quotation: Quotation | None = None


class Entry(Record, frozen=True, kw_only=True):
    """One thing that an actor said or did about an issue.

    Fields:
        record: id of the merged event, or of the utterance.
        kind: an act, or words.
        by: of words, who speaks, by name; an act's line names its actors.
        says: an act in one line; words as the report has them.
        day: ISO day by which it is ordered; null where nothing tells one.
        dated: what the day is: the time of the act or words as the reports tell it ("told"), or
            only the earliest publication day of those that tell it ("published").
        status: of an act; null for words.
        stance: "supports", "opposes", or null.
        towards: codes of those whom the act or words are addressed to.
        quotation: the words that show it, a direct quotation where there is one.
        differs: the last earlier entry with a stance, where that was the other one.
    """

    record: str
    kind: Literal["act", "words"]
    by: str = ""
    says: str
    day: str | None = None
    dated: Literal["told", "published"] | None = None
    date: Date | None = None
    status: Status | None = None
    alleged: bool = False
    stance: str | None = None
    towards: tuple[str, ...] = ()
    change: Change | None = None
    quotation: Quotation | None = None
    reports: tuple[str, ...] = ()
    issues: tuple[str, ...] = ()
    differs: Former | None = None


class Position(Record, frozen=True, kw_only=True):
    """What one actor said or did about an issue: the ids that show it, the most telling first.

    Fields:
        actor: its code.
        events: ids of merged events that it does.
        statements: ids of utterances.
        addressed: ids of merged events that are done to the actor ("criticised by China").
        entries: the same acts and words in one row, the latest first, undated ones last; words
            that only tell an act once more are told with it.
    """

    actor: str
    name: str
    events: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    addressed: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()


class Issue(Record, frozen=True, kw_only=True, tag_field="record", tag="issue"):
    """A topic on which actors take positions.

    Fields:
        also: names of narrower matters whose records are all among this issue's.
        positions: one for each actor.
    """

    id: str
    name: str
    also: tuple[str, ...] = ()
    positions: tuple[Position, ...] = ()
    reports: tuple[str, ...] = ()
    evidence: tuple[Version, ...] = ()


class Dyad(Record, frozen=True, kw_only=True, tag_field="record", tag="dyad"):
    """The relation of two actors, undirected; counts leave out planned, possible, negated, alleged
    events unless they are in ``ahead``.

    Fields:
        a: actor code; the two are sorted.
        b: actor code.
        quads: quad ("1".."4") -> count of merged events that happened.
        ahead: quad -> count of planned or possible ones.
        score: mean PLOVER score of those that happened, always shown with their number.
        events: ids of merged events.
        statements: ids of utterances.
        ties: ids of ties.
    """

    id: str
    a: str
    b: str
    quads: dict[str, int] = {}
    ahead: dict[str, int] = {}
    score: float | None = None
    events: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    ties: tuple[str, ...] = ()


class AgendaItem(Record, frozen=True, kw_only=True, tag_field="record", tag="agenda_item"):
    """A planned event ahead, with who, where, when, hedge and source.

    Fields:
        event: id of the merged event.
        what: who does what, in words.
        attribution: chains of sources as text, innermost first ("EBC -> Daily A").
    """

    id: str
    event: str
    what: str
    date: Date | None = None
    place: Place | None = None
    hedges: tuple[str, ...] = ()
    attribution: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()


AnyRecord = (
    Report | Event | Statement | Tie | Story | MergedEvent | Utterance | Issue | Dyad
    | AgendaItem | Failure | Run
)  # fmt: skip


def to_json(record: Record) -> bytes:
    """One record as a line of JSON, without the newline.

    Example:
        >>> to_json(Evidence(start=0, end=5, role="cue"))
        b'{"start":0,"end":5,"role":"cue"}'
    """
    return msgspec.json.encode(record)


def from_json(line: bytes | str) -> AnyRecord:
    """A record from a line that :func:`to_json` wrote; raises msgspec.ValidationError."""
    return _DECODER.decode(line)


_DECODER: msgspec.json.Decoder[AnyRecord] = msgspec.json.Decoder(AnyRecord)
