"""Joins items by the scores of pairs, never across a veto, the same in any order of the items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Pair = tuple[int, int]


def cluster(
    size: int, scores: Mapping[Pair, float], vetoes: set[Pair], threshold: float,
    *, closest: float = 0.0,
) -> list[list[int]]:  # fmt: skip
    """Average-linkage clusters of ``range(size)``; each list is sorted.

    Args:
        scores: of pairs ``(i, j)`` with i < j; a pair without a score says nothing about the two
            and is left out of the mean.
        vetoes: pairs that may never be in one cluster.
        threshold: the least mean score at which two clusters are joined.
        closest: how much the best score between two clusters counts beside the mean, 0 to 1: two
            clippings of one quotation have nothing in common but that quotation.

    Example:
        >>> cluster(3, {(0, 1): 2.0, (1, 2): 2.0}, {(0, 2)}, 1.0)
        [[0, 1], [2]]
    """
    members: dict[int, list[int]] = {i: [i] for i in range(size)}
    while True:
        best: tuple[float, int, int] | None = None
        keys = sorted(members)
        for at, i in enumerate(keys):
            for j in keys[at + 1 :]:
                mean = _mean(members[i], members[j], scores, vetoes, closest)
                if mean is not None and mean >= threshold and (best is None or mean > best[0]):
                    best = (mean, i, j)
        if best is None:
            return [members[i] for i in keys]
        members[best[1]] = sorted(members[best[1]] + members.pop(best[2]))


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
    size: int, scores: Mapping[Pair, float], vetoes: set[Pair], threshold: float,
    *, closest: float = 0.0,
) -> list[list[int]]:  # fmt: skip
    """As :func:`cluster`, one connected part at a time, so that many items stay cheap."""
    found = []
    strong = [pair for pair, value in scores.items() if value >= threshold]
    for part in components(size, strong):
        place = {item: k for k, item in enumerate(part)}
        inner = {
            (place[i], place[j]): v for (i, j), v in scores.items() if i in place and j in place
        }
        barred = {(place[i], place[j]) for i, j in vetoes if i in place and j in place}
        for group in cluster(len(part), inner, barred, threshold, closest=closest):
            found.append([part[k] for k in group])
    return sorted(found)


def _mean(
    one: list[int], other: list[int], scores: Mapping[Pair, float], vetoes: set[Pair],
    closest: float,
) -> float | None:  # fmt: skip
    values = []
    for i in one:
        for j in other:
            pair = (i, j) if i < j else (j, i)
            if pair in vetoes:
                return None
            if pair in scores:
                values.append(scores[pair])
    if not values:
        return None
    return (1.0 - closest) * sum(values) / len(values) + closest * max(values)
