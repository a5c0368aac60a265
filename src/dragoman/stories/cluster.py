"""Joins items by the scores of pairs, never across a veto, the same in any order of the items."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from itertools import pairwise

from dragoman.stories.decided import Decided

Pair = tuple[int, int]


def cluster(
    size: int,
    scores: Mapping[Pair, float],
    vetoes: Set[Pair],
    threshold: float,
    *,
    together: Sequence[Pair] = (),
    closest: float = 0.0,
    unlisted: bool = True,
) -> list[list[int]]:
    """Average-linkage clusters of ``range(size)``; each list is sorted.

    Args:
        scores: of pairs ``(i, j)`` with i < j.
        vetoes: pairs, i < j, that may never be in one cluster.
        threshold: the least mean score at which two clusters are joined.
        together: pairs that are one from the beginning, whatever speaks against it.
        closest: how much the best score between two clusters counts beside the mean, 0 to 1: two
            clippings of one quotation have nothing in common but that quotation.
        unlisted: a pair without a score says nothing about the two and is left out of the mean;
            where False, it counts as 0.

    Example:
        >>> cluster(3, {(0, 1): 2.0, (1, 2): 2.0}, {(0, 2)}, 1.0)
        [[0, 1], [2]]
        >>> cluster(3, {(0, 1): 2.0}, {(0, 1)}, 1.0, together=[(0, 1)])
        [[0, 1], [2]]
    """
    parts = components(size, together)
    members = {part[0]: part for part in parts}
    home = {item: part[0] for part in parts for item in part}
    # Cluster -> other cluster -> sum, number and best of the scores between the two; a cluster's
    # name is its first item. Sums grow as clusters do, so that none is counted again.
    links: dict[int, dict[int, tuple[float, int, float]]] = defaultdict(dict)
    barred: dict[int, set[int]] = defaultdict(set)
    for (i, j), value in sorted(scores.items()):
        a, b = home[i], home[j]
        if a != b:
            links[a][b] = links[b][a] = _more(links[a].get(b), (value, 1, value))
    for i, j in vetoes:
        a, b = home[i], home[j]
        if a != b:
            barred[a].add(b)
            barred[b].add(a)

    def score(a: int, b: int) -> float:
        total, number, best = links[a][b]
        mean = total / (number if unlisted else len(members[a]) * len(members[b]))
        return (1 - closest) * mean + closest * best

    heap = [
        (-value, a, b)
        for a in links
        for b in links[a]
        if a < b and (value := score(a, b)) >= threshold
    ]
    heapq.heapify(heap)
    while heap:
        value, a, b = heapq.heappop(heap)
        if a not in members or b not in members or b in barred[a] or -value != score(a, b):
            continue  # gone, barred, or grown since: its newer value is in the heap too
        members[a] = sorted(members[a] + members.pop(b))
        for other in barred.pop(b, set()):
            barred[other].discard(b)
            barred[other].add(a)
            barred[a].add(other)
        for other, held in links.pop(b).items():
            links[other].pop(b, None)
            if other != a:
                links[a][other] = links[other][a] = _more(links[a].get(other), held)
        for other in links[a]:
            if (value := score(a, other)) >= threshold and other not in barred[a]:
                heapq.heappush(heap, (-value, min(a, other), max(a, other)))
    return [members[a] for a in sorted(members)]


def _more(
    held: tuple[float, int, float] | None, new: tuple[float, int, float]
) -> tuple[float, int, float]:
    if held is None:
        return new
    return held[0] + new[0], held[1] + new[1], max(held[2], new[2])


def components(size: int, pairs: Sequence[Pair]) -> list[list[int]]:
    """The connected parts of a graph; each is sorted, in order of their first item."""
    root = list(range(size))

    def find(i: int) -> int:
        while root[i] != i:
            root[i] = root[root[i]]
            i = root[i]
        return i

    for i, j in pairs:
        a, b = find(i), find(j)
        root[max(a, b)] = min(a, b)
    parts: dict[int, list[int]] = {}
    for i in range(size):
        parts.setdefault(find(i), []).append(i)
    return list(parts.values())


def clusters(
    size: int,
    scores: Mapping[Pair, float],
    vetoes: Set[Pair],
    threshold: float,
    *,
    together: Sequence[Pair] = (),
    closest: float = 0.0,
) -> list[list[int]]:
    """As :func:`cluster`, one connected part at a time, so that many items stay cheap."""
    found = []
    strong = [*together, *(pair for pair, value in scores.items() if value >= threshold)]
    parts = components(size, strong)
    place = {item: (n, k) for n, part in enumerate(parts) for k, item in enumerate(part)}
    inner: dict[int, dict[Pair, float]] = defaultdict(dict)
    barred: dict[int, set[Pair]] = defaultdict(set)
    bound: dict[int, list[Pair]] = defaultdict(list)
    for (i, j), value in scores.items():
        if place[i][0] == place[j][0]:
            inner[place[i][0]][place[i][1], place[j][1]] = value
    for i, j in vetoes:
        if place[i][0] == place[j][0]:
            barred[place[i][0]].add((place[i][1], place[j][1]))
    for i, j in together:
        bound[place[i][0]].append((place[i][1], place[j][1]))
    for n, part in enumerate(parts):
        for group in cluster(
            len(part), inner[n], barred[n], threshold, together=bound[n], closest=closest
        ):
            found.append([part[k] for k in group])
    return sorted(found)


def decide(
    ids: Sequence[str], decided: Decided, scores: dict[Pair, float], vetoes: set[Pair]
) -> list[Pair]:
    """Change scores and vetoes as a person decided; returns the pairs that are one.

    Args:
        ids: of the items, in order.

    Example:
        >>> scores, vetoes = {(0, 1): 9.0}, set()
        >>> decide(["a", "b"], Decided(apart=(("a", "b"),)), scores, vetoes), vetoes
        ([], {(0, 1)})
    """
    place = {one: i for i, one in enumerate(ids)}

    def placed(pairs: Iterable[tuple[str, str]]) -> list[Pair]:
        both = [(place[a], place[b]) for a, b in pairs if a in place and b in place]
        return [(min(pair), max(pair)) for pair in both]

    vetoes.update(placed(decided.apart))
    together = placed(decided.together)
    for whole in decided.whole:
        kept = sorted(place[one] for one in whole if one in place)
        together += pairwise(kept)
        inside = set(kept)
        for pair in [p for p in scores if (p[0] in inside) != (p[1] in inside)]:
            del scores[pair]
    return together
