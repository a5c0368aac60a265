"""The whole network in some time: who dealt with whom, over all dyads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from dragoman.archive.days import checked_day
from dragoman.errors import DragomanError
from dragoman.ledger.asking import MOST_SIDES, ONCE, Rows, quoted, why_left_out
from dragoman.ledger.series import SUMS, mean
from dragoman.records import Edge, Network, Node
from dragoman.relations.names import code_name

_WINDOW = 90


def network(
    archive: Rows,
    *,
    at: str | None = None,
    window: int = _WINDOW,
    since: str | None = None,
    until: str | None = None,
    directed: bool = False,
    planned: bool = False,
    alleged: bool = False,
    least: int = 1,
    actor: str | None = None,
) -> Network:
    """Who dealt with whom in the ``window`` days up to ``at``, or from ``since`` to ``until``.

    Without any of them all events count, also those without a day. Events of more than three
    parties count where another event joins the same two. Ties are those that reports published
    until then state.

    Args:
        at, since, until: ISO days, inclusive.
        least: events that an edge has at least.
        actor: a code; only its own edges.

    Raises DragomanError: "bad-date", and "bad-query" for ``at`` beside a span, or no window.
    """
    if at is not None:
        if since is not None or until is not None or window < 1:
            raise DragomanError(
                "Give one day with a window of one day or more, or a span from one day to another.",
                error="bad-query",
            )
        until = checked_day(at)
        last = date.fromisoformat(at)
        since = date.fromordinal(max(1, last.toordinal() - window + 1)).isoformat()
    since, until = checked_day(since), checked_day(until)
    span = _span(since, until, planned, alleged)
    if actor is not None:
        span += f" AND {quoted(actor)} IN (a, b)"
    ties = _ties(archive, until, directed)
    edges = [
        _edge(row, ties.get((row[0], row[1]), ()))
        for row in archive.rows(_edges(span, directed, least))
    ]
    nodes = _nodes(archive, edges, span)
    return Network(
        directed=directed,
        since=since,
        until=until,
        nodes=tuple(nodes),
        edges=tuple(edges),
        actors=len(nodes),
        dyads=len(edges),
        events=sum(edge.count for edge in edges),
    )


def _span(since: str | None, until: str | None, planned: bool, alleged: bool) -> str:
    """SQL: whether a row of ``merged_dyads`` counts."""
    span = [f"{why_left_out(planned, alleged)} IS NULL"]
    if since is not None:
        span.append(f"counted >= {quoted(since)}::DATE")
    if until is not None:
        span.append(f"counted <= {quoted(until)}::DATE")
    return " AND ".join(span)


def _edges(span: str, directed: bool, least: int) -> str:
    """SQL: what is counted of each pair; what both do together stands in the pair's order."""
    x, y = ("a", "b") if directed else ("least(a, b)", "greatest(a, b)")
    quads = ", ".join(f"count(*) FILTER (quad = {quad})" for quad in (1, 2, 3, 4))
    return (
        f"SELECT x, y, {SUMS}, {quads}, list(event ORDER BY day NULLS LAST, event) "
        f"FROM (SELECT {x} AS x, {y} AS y, * FROM merged_dyads WHERE {span} QUALIFY "
        f"row_number() OVER (PARTITION BY occasion, {x}, {y} ORDER BY {ONCE}) = 1) "
        f"GROUP BY x, y HAVING count(*) >= {int(least)} AND min(parties) <= {MOST_SIDES} "
        "ORDER BY count(*) DESC, x, y"
    )


def _edge(row: tuple[Any, ...], ties: Iterable[str]) -> Edge:
    a, b, count, scored, score, scored_goldstein, goldstein, *rest = row
    return Edge(
        a=a,
        b=b,
        quads={str(quad): number for quad, number in enumerate(rest[:4], start=1) if number},
        count=count,
        plover=mean(score, scored),
        goldstein=mean(goldstein, scored_goldstein),
        scored=scored,
        scored_goldstein=scored_goldstein,
        ties=tuple(ties),
        events=tuple(rest[4]),
    )


def _nodes(archive: Rows, edges: list[Edge], span: str) -> list[Node]:
    """The actors, each with its number of events; one that joins several pairs counts once."""
    taken: dict[str, set[str]] = defaultdict(set)
    # Of one occasion two pairs may show two tellings.
    same = dict(
        archive.rows(
            f"SELECT DISTINCT event, occasion FROM merged_dyads WHERE occasion != event AND {span}"
        )
    )
    for edge in edges:
        occasions = [same.get(event, event) for event in edge.events] if same else edge.events
        taken[edge.a].update(occasions)
        taken[edge.b].update(occasions)
    nodes = [
        Node(code=code, name=code_name(code), events=len(occasions))
        for code, occasions in taken.items()
    ]
    return sorted(nodes, key=lambda node: (-node.events, node.code))


def _ties(archive: Rows, until: str | None, directed: bool) -> dict[tuple[str, str], list[str]]:
    before = f"r.published_day <= {quoted(until)}::DATE" if until is not None else "true"
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for a, b, kind in archive.rows(
        f"SELECT DISTINCT t.a, t.b, t.kind FROM ties t JOIN reports r ON r.id = t.report "
        f"WHERE {before} ORDER BY ALL"
    ):
        for pair in {(a, b), (b, a)} if directed else {(min(a, b), max(a, b))}:
            if kind not in found[pair]:
                found[pair].append(kind)
    return {pair: sorted(kinds) for pair, kinds in found.items()}
