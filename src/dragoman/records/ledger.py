"""What an archive holds of a relation over time: its ledger, its series, the whole network."""

from __future__ import annotations

from typing import Literal

import msgspec

from dragoman.records.base import Date, Record, Status
from dragoman.records.relations import Quotation

EntryKind = Literal["event", "statement", "tie"]
Direction = Literal["forth", "back", "both"]
Grain = Literal["day", "week", "month"]
Measure = Literal["count", "cooperation", "conflict", "plover", "goldstein"]


class LedgerEntry(Record, frozen=True, kw_only=True):
    """One event, statement or tie of a dyad or an actor, with the words that show it.

    Fields:
        record: id of the merged event, the utterance, or the tie.
        kind: which of these.
        story: of a tie null.
        direction: from a to b (`forth`), from b to a (`back`), or between the two (`both`; every
            tie); null where somebody else speaks of the two. Among what one actor does and says it
            is `forth`, what is done to it `back`.
        actors: codes of those who act, speak, or hold the tie.
        recipients: codes of those to whom.
        by: of words, who speaks, by name; an event's line names its actors.
        says: the entry in one line.
        day: ISO day by which it is ordered (the first, where a longer time is told); null where
            nothing tells one.
        dated: what the day is: as the reports tell it ("told"), or only the earliest publication
            day of those that tell it ("published").
        type: of an event.
        mode: of an event.
        quad: of an event.
        score: PLOVER score of an event.
        goldstein: Goldstein score of an event, -10 to +10, by its CAMEO code.
        status: of an event.
        quotation: the words that show it.
        also: ids of merged events of other stories that are the same event.
    """

    record: str
    kind: EntryKind
    story: str | None = None
    direction: Direction | None = None
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    by: str = ""
    says: str
    day: str | None = None
    dated: Literal["told", "published"] | None = None
    date: Date | None = None
    type: str | None = None
    mode: str | None = None
    quad: int | None = None
    score: float | None = None
    goldstein: float | None = None
    status: Status | None = None
    alleged: bool = False
    quotation: Quotation | None = None
    reports: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


class Ledger(Record, frozen=True, kw_only=True, tag_field="record", tag="ledger"):
    """All that the reports tell of two actors, by day.

    Fields:
        a: actor code.
        b: actor code.
        directed: only what goes from a to b.
        since: ISO day, inclusive, or null.
        until: ISO day, inclusive, or null.
        entries: by day, undated ones last; all or a part of them.
        total: how many entries there are in all.
        left_out: why -> how many events ("planned", "possible", "negated", "alleged").
    """

    a: str
    b: str
    directed: bool = False
    since: str | None = None
    until: str | None = None
    entries: tuple[LedgerEntry, ...] = ()
    total: int = 0
    left_out: dict[str, int] = msgspec.field(default_factory=dict)


class Period(Record, frozen=True, kw_only=True):
    """The events of a dyad in one day, week or month.

    Fields:
        start: ISO day, inclusive.
        end: ISO day, inclusive.
        quads: quad ("1".."4") -> count of merged events.
        count: how many events there are.
        plover: mean PLOVER score; null where no event has one.
        goldstein: mean Goldstein score; null where no event has one.
        scored: on how many events `plover` rests.
        scored_goldstein: on how many events `goldstein` rests.
        statements: how many utterances there are.
        read: how many reports of the archive were published in the period, whatever they tell; 0
            means that nothing was read of it, so that a count of 0 tells nothing.
        events: ids of merged events, by day.
    """

    start: str
    end: str
    quads: dict[str, int] = msgspec.field(default_factory=dict)
    count: int = 0
    plover: float | None = None
    goldstein: float | None = None
    scored: int = 0
    scored_goldstein: int = 0
    statements: int = 0
    read: int = 0
    events: tuple[str, ...] = ()


class Level(Record, frozen=True, kw_only=True):
    """A change of level in a series, with what shows it.

    Fields:
        day: ISO day on which the first period of the new level begins.
        measure: of what: events, those of quads 1 and 2, of 3 and 4, or a mean score.
        per: what `before` and `after` count by: a measure of events by "period", or by
            "100 reports" read where their number varies; a mean score by "event".
        before: mean of the periods back to the last change.
        before_count: how many events that mean rests on.
        after: mean of the periods up to the next one.
        after_count: how many events that mean rests on.
        chance: share of shuffled series with a change as strong (0 to 1); low is sure.
        events: ids of the merged events around the change that made it, the most telling first.
    """

    day: str
    measure: Measure
    per: Literal["period", "100 reports", "event"] = "period"
    before: float
    before_count: int = 0
    after: float
    after_count: int = 0
    chance: float
    events: tuple[str, ...] = ()


class Series(Record, frozen=True, kw_only=True, tag_field="record", tag="series"):
    """A dyad's events by day, week or month; every period from the first to the last is there.

    Fields:
        a: actor code.
        b: actor code.
        directed: only what a does to b.
        grain: how long a period is; weeks begin on Monday.
        periods: one after the other, also those without an event.
        undated: how many events have no day, or one so widely told that they are in no period.
        outside: how many events lie before the first or after the last period.
        left_out: why -> how many events ("planned", "possible", "negated", "alleged").
        levels: changes of level, by day.
    """

    a: str
    b: str
    directed: bool = False
    grain: Grain = "month"
    periods: tuple[Period, ...] = ()
    undated: int = 0
    outside: int = 0
    left_out: dict[str, int] = msgspec.field(default_factory=dict)
    levels: tuple[Level, ...] = ()


class Node(Record, frozen=True, kw_only=True):
    """An actor of the network.

    Fields:
        code: actor code.
        events: how many events it takes part in.
    """

    code: str
    name: str
    events: int = 0


class Edge(Record, frozen=True, kw_only=True):
    """Two actors of the network and what is between them.

    Fields:
        a: actor code; who acts, where the network is directed.
        b: actor code.
        quads: quad ("1".."4") -> count of merged events.
        count: how many events there are.
        plover: mean PLOVER score; null where no event has one.
        goldstein: mean Goldstein score; null where no event has one.
        scored: on how many events `plover` rests.
        scored_goldstein: on how many events `goldstein` rests.
        ties: kinds of ties between the two that reports state.
        events: ids of merged events, by day.
    """

    a: str
    b: str
    quads: dict[str, int] = msgspec.field(default_factory=dict)
    count: int = 0
    plover: float | None = None
    goldstein: float | None = None
    scored: int = 0
    scored_goldstein: int = 0
    ties: tuple[str, ...] = ()
    events: tuple[str, ...] = ()


class Network(Record, frozen=True, kw_only=True, tag_field="record", tag="network"):
    """Who dealt with whom, over all dyads of an archive in some time.

    Fields:
        directed: edges go from who acts to whom.
        since: ISO day, inclusive, or null.
        until: ISO day, inclusive, or null.
        nodes: those with most events first.
        edges: those with most events first.
        actors: how many actors there are, also those that are not among `nodes`.
        dyads: how many dyads there are, also those that are not among `edges`.
        events: what the counts of all these dyads add up to.
    """

    directed: bool = False
    since: str | None = None
    until: str | None = None
    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    actors: int = 0
    dyads: int = 0
    events: int = 0


class PlaceCount(Record, frozen=True, kw_only=True):
    """A place with its events.

    Fields:
        country: code of its country, or null.
        latitude: degrees north, WGS 84.
        longitude: degrees east, WGS 84.
        quads: quad ("1".."4") -> count of merged events.
        count: how many events there are.
        events: ids of merged events, by day.
    """

    name: str
    country: str | None = None
    latitude: float
    longitude: float
    quads: dict[str, int] = msgspec.field(default_factory=dict)
    count: int = 0
    events: tuple[str, ...] = ()


class Places(Record, frozen=True, kw_only=True, tag_field="record", tag="places"):
    """Where events were, over all dyads of an archive or some.

    Fields:
        dyads: pairs of actor codes whose events are asked; empty means all events.
        since: ISO day, inclusive, or null.
        until: ISO day, inclusive, or null.
        places: those with most events first.
        unplaced: how many events have no place with coordinates.
        left_out: why -> how many events ("planned", "possible", "negated", "alleged").
    """

    dyads: tuple[tuple[str, str], ...] = ()
    since: str | None = None
    until: str | None = None
    places: tuple[PlaceCount, ...] = ()
    unplaced: int = 0
    left_out: dict[str, int] = msgspec.field(default_factory=dict)
