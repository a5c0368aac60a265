"""The whole network in some time: who dealt with whom, over all dyads."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from dragoman.errors import DragomanError
from dragoman.ledger.asking import MOST_SIDES, ONCE, Rows, checked, quoted, why_left_out
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
) -> Network:
    """Who dealt with whom in the ``window`` days up to ``at``, or from ``since`` to ``until``.

    Without any of them all events count, also those without a day. Events of more than three
    parties count where another event joins the same two. Ties are those that reports published
    until then state.

    Args:
        at, since, until: ISO days, inclusive.
        least: events that an edge has at least.

    Raises DragomanError: "bad-date", and "bad-query" for ``at`` beside a span, or no window.
    """
    if at is not None:
        if since is not None or until is not None or window < 1:
            raise DragomanError(
                "Give one day with a window of one day or more, or a span from one day to another.",
                error="bad-query",
            )
        until = checked(at)
        last = date.fromisoformat(at)
        since = (last - timedelta(days=window - 1)).isoformat()
    since, until = checked(since), checked(until)
    rows = archive.rows(_edges(since, until, directed, planned, alleged, least))
    held: dict[tuple[str, str], list[tuple[Any, ...]]] = defaultdict(list)
    for a, b, *rest in rows:
        held[a, b].append(tuple(rest))
    ties = _ties(archive, until, directed)
    edges = [_edge(a, b, parts, ties.get((a, b), ())) for (a, b), parts in held.items()]
    edges.sort(key=lambda edge: (-edge.count, edge.a, edge.b))
    return Network(
        directed=directed,
        since=since,
        until=until,
        nodes=tuple(_nodes(archive, edges)),
        edges=tuple(edges),
    )


def _edges(
    since: str | None, until: str | None, directed: bool, planned: bool, alleged: bool, least: int
) -> str:
    """SQL: the counts of each pair and quad; what both do together stands in the pair's order."""
    span = [f"{why_left_out(planned, alleged)} IS NULL"]
    if since is not None:
        span.append(f"counted >= {quoted(since)}::DATE")
    if until is not None:
        span.append(f"counted <= {quoted(until)}::DATE")
    x, y = ("a", "b") if directed else ("least(a, b)", "greatest(a, b)")
    return (
        f"WITH kept AS (SELECT {x} AS x, {y} AS y, * FROM merged_dyads "
        f"WHERE {' AND '.join(span)} QUALIFY row_number() OVER "
        f"(PARTITION BY occasion, {x}, {y} ORDER BY {ONCE}) = 1), "
        f"joined AS (SELECT x, y FROM kept GROUP BY x, y HAVING count(*) >= {int(least)} "
        f"AND min(parties) <= {MOST_SIDES}) "
        f"SELECT x, y, quad, {SUMS}, list(event ORDER BY day NULLS LAST, event), "
        "list(day ORDER BY day NULLS LAST, event) "
        "FROM kept SEMI JOIN joined USING (x, y) GROUP BY x, y, quad ORDER BY x, y, quad"
    )


def _edge(a: str, b: str, parts: list[tuple[Any, ...]], ties: Iterable[str]) -> Edge:
    scored = sum(part[2] for part in parts)
    scored_goldstein = sum(part[4] for part in parts)
    days = [pair for part in parts for pair in zip(part[7], part[6], strict=True)]
    days.sort(key=lambda pair: (pair[0] is None, pair[0] or date.min, pair[1]))
    return Edge(
        a=a,
        b=b,
        quads={str(part[0]): part[1] for part in parts},
        count=sum(part[1] for part in parts),
        plover=mean(sum(int(part[3] or 0) for part in parts), scored),
        goldstein=mean(sum(int(part[5] or 0) for part in parts), scored_goldstein),
        scored=scored,
        scored_goldstein=scored_goldstein,
        ties=tuple(ties),
        events=tuple(event for _, event in days),
    )


def _nodes(archive: Rows, edges: list[Edge]) -> list[Node]:
    """The actors, each with its number of events; one that joins several pairs counts once."""
    taken: dict[str, set[str]] = defaultdict(set)
    for edge in edges:
        for code in (edge.a, edge.b):
            taken[code].update(edge.events)
    # Of one occasion two pairs may show two tellings.
    several = Counter(event for edge in edges for event in set(edge.events))
    occasions = dict(
        archive.rows(
            "SELECT id, occasion FROM merged_events WHERE occasion != id "
            "AND id IN (SELECT unnest($1::VARCHAR[]))",
            [list(several)],
        )
        if several
        else []
    )
    nodes = [
        Node(
            code=code,
            name=code_name(code),
            events=len({occasions.get(event, event) for event in events}),
        )
        for code, events in taken.items()
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
