"""Questions about relations over time: ledger, series, network, places, ties, agenda."""

from __future__ import annotations

from typing import Annotated, Literal, TypeVar

import msgspec

from dragoman.agenda import latest_first
from dragoman.archive import Archive
from dragoman.questions.answering import answer, page
from dragoman.questions.base import (
    Asked,
    Code,
    Limit,
    Offset,
    Page,
    Pair,
    Since,
    Text,
    Until,
    question,
)
from dragoman.records import (
    AgendaItem,
    AgendaState,
    Answer,
    Edge,
    Grain,
    Ledger,
    Network,
    PlaceCount,
    Places,
    Series,
    StandingTie,
)

_NAMED = 20  # events of an edge or place that an answer names, the latest; ``count`` counts all

Also = Annotated[bool, msgspec.Meta(description="Also planned and possible events.")]
Claimed = Annotated[bool, msgspec.Meta(description="Also what only an interested party claims.")]
Directed = Annotated[bool, msgspec.Meta(description="Only what the first does to the second.")]


class OfDyad(Asked, frozen=True, kw_only=True):
    """Which events of which two actors."""

    dyad: Pair
    directed: Directed = False
    since: Since | None = None
    until: Until | None = None
    planned: Also = False
    alleged: Claimed = False


class OfLedger(OfDyad, frozen=True, kw_only=True):
    """Which part of a ledger."""

    latest: Annotated[bool, msgspec.Meta(description="The last day first.")] = False
    limit: Limit = 100
    offset: Offset = 0


@question("ledger", Ledger, of_stories=True)
def ledger(archive: Archive, asked: OfLedger) -> Answer[Ledger]:
    """All events, statements and ties of two actors by day, each with its words.

    ``limit``, ``offset``, ``more`` and ``total`` count entries.
    """
    part = archive.ledger(
        asked.dyad, directed=asked.directed, since=asked.since, until=asked.until,
        planned=asked.planned, alleged=asked.alleged, latest=asked.latest, limit=asked.limit,
        offset=asked.offset,
    )  # fmt: skip
    more = part.total > asked.offset + asked.limit
    return answer(archive, "ledger", asked, [part], more=more, total=part.total)


class OfSeries(OfDyad, frozen=True, kw_only=True):
    """Which series."""

    by: Annotated[Grain, msgspec.Meta(description="How long a period is.")] = "month"
    rates: Annotated[
        bool, msgspec.Meta(description="Seek changes in events per report read, not in counts.")
    ] = True


@question("series", Series, of_stories=True)
def series(archive: Archive, asked: OfSeries) -> Answer[Series]:
    """A dyad's events by day, week or month, with mean scores and changes of level."""
    found = archive.series(
        asked.dyad, by=asked.by, directed=asked.directed, since=asked.since, until=asked.until,
        planned=asked.planned, alleged=asked.alleged, rates=asked.rates,
    )  # fmt: skip
    return answer(archive, "series", asked, [found])


class OfNetwork(Asked, frozen=True, kw_only=True):
    """Which network."""

    at: Annotated[Since, msgspec.Meta(description="Last day of the window.")] | None = None
    window: Annotated[int, msgspec.Meta(ge=1, le=36_500, description="Days up to `at`.")] = 90
    since: Since | None = None
    until: Until | None = None
    directed: Annotated[bool, msgspec.Meta(description="From who acts to whom.")] = False
    planned: Also = False
    alleged: Claimed = False
    least: Annotated[int, msgspec.Meta(ge=1, description="Events of an edge at least.")] = 1
    actor: Annotated[Code, msgspec.Meta(description="Only dyads of this code.")] | None = None
    most: Annotated[
        int, msgspec.Meta(ge=2, le=1000, description="Only dyads among so many actors.")
    ] | None = None  # fmt: skip
    limit: Annotated[int, msgspec.Meta(ge=1, le=5000, description="Edges at most.")] = 500
    offset: Offset = 0


@question("network", Network, of_stories=True)
def network(archive: Archive, asked: OfNetwork) -> Answer[Network]:
    """Who dealt with whom, in the days up to a day or in a span of time; largest edges first.

    ``limit``, ``offset``, ``more`` and ``total`` count edges; of each the latest 20 events are
    named, and ``count`` counts all.
    """
    whole = archive.network(
        at=asked.at, window=asked.window, since=asked.since, until=asked.until,
        directed=asked.directed, planned=asked.planned, alleged=asked.alleged, least=asked.least,
        actor=asked.actor,
    )  # fmt: skip
    among = {node.code for node in whole.nodes[: asked.most]}
    fit = [edge for edge in whole.edges if edge.a in among and edge.b in among]
    edges = tuple(_few(edge) for edge in fit[asked.offset : asked.offset + asked.limit])
    shown = {code for edge in edges for code in (edge.a, edge.b)}
    part = msgspec.structs.replace(
        whole, edges=edges, nodes=tuple(node for node in whole.nodes if node.code in shown)
    )
    more = len(fit) > asked.offset + len(edges)
    return answer(archive, "network", asked, [part], more=more, total=len(fit))


class OfPlaces(Asked, frozen=True, kw_only=True):
    """Which places."""

    dyad: Pair | None = None
    since: Since | None = None
    until: Until | None = None
    planned: Also = False
    alleged: Claimed = False


@question("places", Places, of_stories=True)
def places(archive: Archive, asked: OfPlaces) -> Answer[Places]:
    """Where events were, of one dyad or of all; of each place the latest 20 events are named."""
    found = archive.places(
        *([asked.dyad] if asked.dyad else []), since=asked.since, until=asked.until,
        planned=asked.planned, alleged=asked.alleged,
    )  # fmt: skip
    few = tuple(_few(one) for one in found.places)
    return answer(archive, "places", asked, [msgspec.structs.replace(found, places=few)])


C = TypeVar("C", Edge, PlaceCount)


def _few(one: C) -> C:
    """The same with the latest of its events alone: an archive may have a million of a dyad."""
    return msgspec.structs.replace(one, events=one.events[-_NAMED:])


class OfTies(Page, frozen=True, kw_only=True):
    """Which standing ties."""

    between: Pair | None = None
    kind: Annotated[Text, msgspec.Meta(description="A kind of tie (alliance).")] | None = None
    at: Annotated[Since, msgspec.Meta(description="As of which day.")] | None = None


@question("standing_ties", StandingTie, of_stories=True)
def standing_ties(archive: Archive, asked: OfTies) -> Answer[StandingTie]:
    """Standing ties over all reports: first and last report, strengthened, ended, contradicted."""
    found = archive.standing_ties(between=asked.between, kind=asked.kind, at=asked.at)
    return page(archive, "standing_ties", asked, found)


class OfAgenda(Page, frozen=True, kw_only=True):
    """Which planned events."""

    on: Annotated[Since, msgspec.Meta(description="As of which day.")] | None = None
    since: Since | None = None
    until: Until | None = None
    actor: Code | None = None
    dyad: Pair | None = None
    place: (
        Annotated[Text, msgspec.Meta(description="Part of a place's name, or a code.")] | None
    ) = None
    state: Annotated[
        AgendaState | Literal["all"], msgspec.Meta(description="What became of them.")
    ] = "all"
    latest: Annotated[bool, msgspec.Meta(description="The latest day first.")] = False


@question("agenda", AgendaItem, of_stories=True)
def agenda(archive: Archive, asked: OfAgenda) -> Answer[AgendaItem]:
    """Planned events by date, each held, moved, cancelled, overdue, ahead or unknown."""
    found = archive.agenda(
        on=asked.on, since=asked.since, until=asked.until, actor=asked.actor, dyad=asked.dyad,
        place=asked.place, state=None if asked.state == "all" else asked.state,
    )  # fmt: skip
    return page(archive, "agenda", asked, latest_first(found) if asked.latest else found)
