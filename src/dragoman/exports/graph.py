"""Who did what to whom as a directed multigraph: the nodes and edges that a graph file holds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations, product

from dragoman.codebooks import read_table
from dragoman.records import UNKNOWN_CODE, Actor, Event, MergedEvent
from dragoman.relations import code_name

_TOGETHER = {1, 2}  # quads of cooperation: those who act together do it with each other
Key = tuple[str, str, int, str, bool]


@dataclass(slots=True)
class GraphNode:
    """An actor by code, with how many events it takes part in."""

    code: str
    events: int = 0
    acts: int = 0
    receives: int = 0
    countries: Counter[str] = field(default_factory=Counter)
    sectors: Counter[str] = field(default_factory=Counter)

    @property
    def name(self) -> str:
        """The name to show."""
        return code_name(self.code)

    @property
    def country(self) -> str | None:
        """The state: the code's own; of other codes the one that all mentions give, or None."""
        if self.code in _states():
            return self.code
        return next(iter(self.countries)) if len(self.countries) == 1 else None

    @property
    def sectors_told(self) -> tuple[str, ...]:
        """PLOVER sectors of those who take part under the code, most frequent first."""
        return tuple(s for s, _ in sorted(self.sectors.items(), key=lambda item: (-item[1], item)))


@dataclass(slots=True)
class GraphEdge:
    """Events of one quad and status from one actor to another, or of both together."""

    source: str
    target: str
    quad: int
    status: str
    together: bool
    events: list[Event | MergedEvent] = field(default_factory=list)

    @property
    def scores(self) -> list[float]:
        """PLOVER scores of those that have one."""
        return [event.score for event in self.events if event.score is not None]

    @property
    def score(self) -> float | None:
        """Their mean; None where no event has one."""
        scores = self.scores
        return round(sum(scores) / len(scores), 4) if scores else None

    @property
    def days(self) -> list[str]:
        """First and last days of the events' intervals, in order."""
        dates = [event.date for event in self.events if event.date is not None]
        return sorted(day for d in dates for day in (d.start, d.end) if day)

    @property
    def undated(self) -> int:
        """How many events have no known day."""
        return sum(not (e.date and (e.date.start or e.date.end)) for e in self.events)

    @property
    def reports(self) -> set[str]:
        """Ids of the reports that tell them."""
        return {
            report
            for event in self.events
            for report in (event.reports if isinstance(event, MergedEvent) else (event.report,))
        }


@dataclass(slots=True)
class Graph:
    """Nodes by code and edges, most events first; and what no edge could hold."""

    nodes: list[GraphNode]
    edges: list[GraphEdge]
    lost: Counter[str]


def graph_of(events: Iterable[Event | MergedEvent]) -> Graph:
    """The graph of some events.

    An edge goes from each actor to each recipient. Cooperation that names no recipient (an
    agreement of two) has an edge ``together`` for each two, from the first to the second by
    alphabet. Actors without a code are no node: one node for all of them would join strangers.

    ``lost`` counts events: ``unknown`` (somebody in it has no code), ``one_side`` (it has an
    actor or a recipient with a code, and nobody on the other side, so that no edge shows it),
    ``no_party`` (nobody has a code), ``several`` (it makes more than one edge), ``together``.
    """
    nodes: dict[str, GraphNode] = {}
    edges: dict[Key, GraphEdge] = {}
    lost: Counter[str] = Counter()
    for event in events:
        for sides, act in ((event.actors, True), (event.recipients, False)):
            _count(nodes, sides, act)
        codes = _codes((*event.actors, *event.recipients))
        for code in codes:
            nodes[code].events += 1
        lost["unknown"] += any(a.code == UNKNOWN_CODE for a in (*event.actors, *event.recipients))
        pairs, together = _pairs(event)
        for source, target in pairs:
            key = (source, target, event.quad, event.status, together)
            edges.setdefault(key, GraphEdge(*key)).events.append(event)
        lost["several"] += len(pairs) > 1
        lost["together"] += bool(together and pairs)
        lost["no_party"] += not codes
        lost["one_side"] += bool(codes and not pairs)
    for edge in edges.values():
        edge.events.sort(key=lambda e: ((e.date and e.date.start) or "9999", e.id))
    return Graph(
        nodes=sorted(nodes.values(), key=lambda n: (-n.events, n.code)),
        edges=[e for _, e in sorted(edges.items(), key=lambda i: (-len(i[1].events), i[0]))],
        lost=lost,
    )


def _pairs(event: Event | MergedEvent) -> tuple[list[tuple[str, str]], bool]:
    actors, recipients = _codes(event.actors), _codes(event.recipients)
    if event.recipients:
        return list(product(actors, recipients)), False
    return list(combinations(sorted(actors), 2)) if event.quad in _TOGETHER else [], True


def _codes(actors: Iterable[Actor]) -> list[str]:
    return list(dict.fromkeys(a.code for a in actors if a.code != UNKNOWN_CODE))


def _count(nodes: dict[str, GraphNode], actors: Iterable[Actor], act: bool) -> None:
    """Count one side of an event; several mentions of a code in it count once."""
    found: dict[str, list[Actor]] = defaultdict(list)
    for actor in actors:
        if actor.code != UNKNOWN_CODE:
            found[actor.code].append(actor)
    for code, mentions in found.items():
        node = nodes.setdefault(code, GraphNode(code))
        node.acts += act
        node.receives += not act
        node.countries.update({a.country for a in mentions if a.country})
        node.sectors.update({sector for a in mentions for sector in a.sectors})


@lru_cache(maxsize=1)
def _states() -> frozenset[str]:
    return frozenset(row["code"] for row in read_table("countries"))
