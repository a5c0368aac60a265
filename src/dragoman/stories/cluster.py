"""Joins items by the scores of pairs, never across a veto, the same in any order of the items."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from dragoman.stories.decided import Decided

Pair = tuple[int, int]


def cluster(
    size: int,
    scores: Mapping[Pair, float],
    vetoes: set[Pair],
    threshold: float,
    together: Sequence[Pair] = (),
) -> list[list[int]]:
    """Average-linkage clusters of ``range(size)``; each list is sorted.

    Args:
        scores: of pairs ``(i, j)`` with i < j; a pair without a score says nothing about the two
            and is left out of the mean.
        vetoes: pairs that may never be in one cluster.
        threshold: the least mean score at which two clusters are joined.
        together: pairs that are one from the beginning, whatever speaks against it.

    Example:
        >>> cluster(3, {(0, 1): 2.0, (1, 2): 2.0}, {(0, 2)}, 1.0)
        [[0, 1], [2]]
    """
    members: dict[int, list[int]] = {part[0]: part for part in components(size, together)}
    while True:
        best: tuple[float, int, int] | None = None
        keys = sorted(members)
        for at, i in enumerate(keys):
            for j in keys[at + 1 :]:
                mean = _mean(members[i], members[j], scores, vetoes)
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
    size: int,
    scores: Mapping[Pair, float],
    vetoes: set[Pair],
    threshold: float,
    together: Sequence[Pair] = (),
) -> list[list[int]]:
    """As :func:`cluster`, one connected part at a time, so that many items stay cheap."""
    found = []
    strong = [*together, *(pair for pair, value in scores.items() if value >= threshold)]
    for part in components(size, strong):
        place = {item: k for k, item in enumerate(part)}
        inner = {
            (place[i], place[j]): v for (i, j), v in scores.items() if i in place and j in place
        }
        barred = {(place[i], place[j]) for i, j in vetoes if i in place and j in place}
        bound = [(place[i], place[j]) for i, j in together if i in place]
        for group in cluster(len(part), inner, barred, threshold, bound):
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


def _mean(
    one: list[int], other: list[int], scores: Mapping[Pair, float], vetoes: set[Pair]
) -> float | None:
    values = []
    for i in one:
        for j in other:
            pair = (i, j) if i < j else (j, i)
            if pair in vetoes:
                return None
            if pair in scores:
                values.append(scores[pair])
    return sum(values) / len(values) if values else None
