"""What is made of stories: positions on issues, dyads."""

from __future__ import annotations

from typing import Literal

import msgspec

from dragoman.records.base import Change, Date, Evidence, Record, StatementKind, Status
from dragoman.records.reading import Version


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
        left_out: how many earlier entries there are that an answer does not hold.
    """

    actor: str
    name: str
    events: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    addressed: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()
    left_out: int = 0


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
    quads: dict[str, int] = msgspec.field(default_factory=dict)
    ahead: dict[str, int] = msgspec.field(default_factory=dict)
    score: float | None = None
    events: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    ties: tuple[str, ...] = ()
