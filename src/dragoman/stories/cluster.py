"""Joins items by the scores of pairs, never across a veto, the same in any order of the items."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Mapping, Sequence

Pair = tuple[int, int]


def cluster(
    size: int, scores: Mapping[Pair, float], vetoes: set[Pair], threshold: float
) -> list[list[int]]:
    """Average-linkage clusters of ``range(size)``; each list is sorted.

    Args:
        scores: of pairs ``(i, j)`` with i < j; a pair without a score says nothing about the two
            and is left out of the mean.
        vetoes: pairs that may never be in one cluster.
        threshold: the least mean score at which two clusters are joined.

    Example:
        >>> cluster(3, {(0, 1): 2.0, (1, 2): 2.0}, {(0, 2)}, 1.0)
        [[0, 1], [2]]
    """
    members: dict[int, list[int]] = {i: [i] for i in range(size)}
    # Cluster -> other cluster -> sum and number of the scores between the two; a cluster's name
    # is its first item. Sums grow as clusters do, so that none is counted again.
    links: dict[int, dict[int, tuple[float, int]]] = defaultdict(dict)
    barred: dict[int, set[int]] = defaultdict(set)
    for (i, j), value in sorted(scores.items()):
        links[i][j] = links[j][i] = (value, 1)
    for i, j in vetoes:
        barred[i].add(j)
        barred[j].add(i)
    heap = [(-value, i, j) for (i, j), value in scores.items() if value >= threshold]
    heapq.heapify(heap)
    while heap:
        value, i, j = heapq.heappop(heap)
        if i not in members or j not in members or j in barred[i]:
            continue
        total, number = links[i][j]
        if -value != total / number:
            continue  # grown since; its newer value is in the heap too
        members[i] = sorted(members[i] + members.pop(j))
        for other in barred.pop(j, ()):
            barred[other].discard(j)
            barred[other].add(i)
            barred[i].add(other)
        for other, (more, n) in links.pop(j).items():
            links[other].pop(j, None)
            if other != i:
                held = links[i].get(other, (0.0, 0))
                links[i][other] = links[other][i] = (held[0] + more, held[1] + n)
        for other, (total, number) in links[i].items():
            mean = total / number
            if mean >= threshold and other not in barred[i]:
                heapq.heappush(heap, (-mean, min(i, other), max(i, other)))
    return [members[i] for i in sorted(members)]


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
    size: int, scores: Mapping[Pair, float], vetoes: set[Pair], threshold: float
) -> list[list[int]]:
    """As :func:`cluster`, one connected part at a time, so that many items stay cheap."""
    found = []
    strong = [pair for pair, value in scores.items() if value >= threshold]
    parts = components(size, strong)
    place = {item: (n, k) for n, part in enumerate(parts) for k, item in enumerate(part)}
    inner: dict[int, dict[Pair, float]] = defaultdict(dict)
    barred: dict[int, set[Pair]] = defaultdict(set)
    for (i, j), value in scores.items():
        if place[i][0] == place[j][0]:
            inner[place[i][0]][place[i][1], place[j][1]] = value
    for i, j in vetoes:
        if place[i][0] == place[j][0]:
            barred[place[i][0]].add((place[i][1], place[j][1]))
    for n, part in enumerate(parts):
        for group in cluster(len(part), inner[n], barred[n], threshold):
            found.append([part[k] for k in group])
    return sorted(found)
