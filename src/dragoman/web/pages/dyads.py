"""A dyad: its series, changes of level, ties, ledger, issues, places and what is ahead."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec

from dragoman.archive import Archive
from dragoman.questions import ask
from dragoman.questions.base import Limit, Offset, Pair
from dragoman.questions.relations import OfDyad
from dragoman.records import (
    AgendaItem,
    Answer,
    Grain,
    IssueCount,
    Ledger,
    Places,
    Series,
    StandingTie,
)
from dragoman.relations.names import code_name
from dragoman.web.paging import View, page

_FEW = 12  # issues, items ahead


class DyadPage(OfDyad, frozen=True, kw_only=True):
    """Which dyad, and what of it."""

    by: Annotated[Grain, msgspec.Meta(description="How long a period is.")] = "month"
    beside: (
        Annotated[Pair, msgspec.Meta(description="A second dyad to compare it with.")] | None
    ) = msgspec.field(default=None, name="with")
    earliest: Annotated[bool, msgspec.Meta(description="The ledger's first day first.")] = False
    limit: Limit = 50
    offset: Offset = 0


class DyadView(View, frozen=True, kw_only=True):
    """What the page of a dyad shows.

    Fields:
        beside: the series of the dyad that it is compared with.
        ahead: planned events whose day is to come.
    """

    a: str
    b: str
    directed: bool
    series: Answer[Series]
    beside: Answer[Series] | None
    ledger: Answer[Ledger]
    ties: Answer[StandingTie]
    issues: Answer[IssueCount]
    places: Answer[Places]
    ahead: Answer[AgendaItem]


@page("/dyads/{dyad}", "dyad.html.j2")
def dyad(archive: Archive, asked: DyadPage) -> DyadView:
    """Two actors: events by period, changes of level, ties, the ledger, issues, places, plans."""
    span: dict[str, Any] = {"since": asked.since, "until": asked.until}
    counted: dict[str, Any] = {**span, "planned": asked.planned, "alleged": asked.alleged}
    one: dict[str, Any] = {**counted, "dyad": asked.dyad, "directed": asked.directed}
    series = ask(archive, "series", **one, by=asked.by)
    beside = asked.beside and ask(
        archive, "series", **{**counted, "dyad": asked.beside, "by": asked.by}
    )
    found: Series = series.found[0]
    a, b = found.a, found.b
    pair = f"{a}-{b}"
    return DyadView(
        title=f"{code_name(a)} {'→' if found.directed else '–'} {code_name(b)}",
        a=a,
        b=b,
        directed=found.directed,
        series=series,
        beside=beside or None,
        ledger=ask(
            archive,
            "ledger",
            **one,
            latest=not asked.earliest,
            limit=asked.limit,
            offset=asked.offset,
        ),
        ties=ask(archive, "standing_ties", between=pair, limit=_FEW),
        issues=ask(archive, "issues", dyad=pair, limit=_FEW),
        places=ask(archive, "places", dyad=pair, **counted),
        ahead=ask(archive, "agenda", dyad=pair, state="ahead", limit=_FEW),
    )
