"""How well mentions are put into clusters: MUC, B-cubed, CEAF-e and their mean, CoNLL F1.

Key and response are lists of clusters (sets of mentions). Their mentions may differ, as they do
where clusters of one mention are left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

Cluster = frozenset[Hashable]


@dataclass(frozen=True, slots=True)
class Measure:
    """Precision and recall.

    Example:
        >>> Measure(0.5, 1.0).f1
        0.6666666666666666
    """

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def __str__(self) -> str:
        """For a row of a table."""
        return f"P {self.precision:.3f} R {self.recall:.3f} F1 {self.f1:.3f}"


def muc(key: Sequence[Cluster], response: Sequence[Cluster]) -> Measure:
    """By links: how many of a cluster's links are left when the other clustering cuts it.

    Example:
        >>> str(muc([frozenset("abcd")], [frozenset("ab"), frozenset("cd")]))
        'P 1.000 R 0.667 F1 0.800'
    """
    return Measure(_links(response, key), _links(key, response))


def b_cubed(key: Sequence[Cluster], response: Sequence[Cluster]) -> Measure:
    """By mentions: the share of a mention's cluster that belongs with it.

    Example:
        >>> str(b_cubed([frozenset("abcd")], [frozenset("ab"), frozenset("cd")]))
        'P 1.000 R 0.500 F1 0.667'
    """
    return Measure(_shares(response, key), _shares(key, response))


def ceaf_e(key: Sequence[Cluster], response: Sequence[Cluster]) -> Measure:
    """By clusters, each matched with one at most, so that their likeness (phi 4) is greatest.

    Example:
        >>> str(ceaf_e([frozenset("abcd")], [frozenset("ab"), frozenset("cd")]))
        'P 0.333 R 0.667 F1 0.444'
    """
    if not key or not response:
        return Measure(0.0, 0.0)
    total = 0.0
    for ours, theirs in _parts(key, response):
        table = [
            [2 * len(key[i] & response[j]) / (len(key[i]) + len(response[j])) for j in theirs]
            for i in ours
        ]
        total += assigned(table)
    return Measure(total / len(response), total / len(key))


def conll(key: Sequence[Cluster], response: Sequence[Cluster]) -> float:
    """The mean F1 of the three."""
    return sum(m(key, response).f1 for m in (muc, b_cubed, ceaf_e)) / 3


def clusters_of(pairs: Iterable[tuple[Hashable, Hashable]]) -> list[Cluster]:
    """Clusters from pairs of mention and cluster name.

    Example:
        >>> clusters_of([("a", 1), ("b", 1)]) == [frozenset("ab")]
        True
    """
    found: dict[Hashable, set[Hashable]] = defaultdict(set)
    for mention, name in pairs:
        found[name].add(mention)
    return [frozenset(members) for members in found.values()]


def several(clusters: Sequence[Cluster]) -> list[Cluster]:
    """The clusters of two mentions or more."""
    return [cluster for cluster in clusters if len(cluster) > 1]


def assigned(table: Sequence[Sequence[float]]) -> float:
    """The greatest sum of cells of which no two share a row or a column (Hungarian method).

    Example:
        >>> assigned([[0.9, 0.8], [0.8, 0.1]])
        1.6
    """
    if len(table) > len(table[0]):
        table = [list(column) for column in zip(*table, strict=True)]
    rows, columns = len(table), len(table[0])
    far = float("inf")
    # Potentials of rows and columns; ``held[j]`` is the row matched with column j (1-based).
    row, column = [0.0] * (rows + 1), [0.0] * (columns + 1)
    held, way = [0] * (columns + 1), [0] * (columns + 1)
    for i in range(1, rows + 1):
        held[0], at = i, 0
        least, used = [far] * (columns + 1), [False] * (columns + 1)
        while held[at]:
            used[at], delta, after = True, far, 0
            for j in range(1, columns + 1):
                if used[j]:
                    continue
                cost = -table[held[at] - 1][j - 1] - row[held[at]] - column[j]
                if cost < least[j]:
                    least[j], way[j] = cost, at
                if least[j] < delta:
                    delta, after = least[j], j
            for j in range(columns + 1):
                if used[j]:
                    row[held[j]] += delta
                    column[j] -= delta
                else:
                    least[j] -= delta
            at = after
        while at:
            held[at], at = held[way[at]], way[at]
    return sum(table[held[j] - 1][j - 1] for j in range(1, columns + 1) if held[j])


def _links(of: Sequence[Cluster], by: Sequence[Cluster]) -> float:
    where = {mention: n for n, cluster in enumerate(by) for mention in cluster}
    kept = links = 0
    for cluster in of:
        parts = {where.get(mention, (mention,)) for mention in cluster}
        kept += len(cluster) - len(parts)
        links += len(cluster) - 1
    return kept / links if links else 0.0


def _shares(of: Sequence[Cluster], by: Sequence[Cluster]) -> float:
    where = {mention: cluster for cluster in by for mention in cluster}
    right, size = 0.0, 0
    for cluster in of:
        for mention in cluster:
            right += len(cluster & where.get(mention, frozenset())) / len(cluster)
        size += len(cluster)
    return right / size if size else 0.0


def _parts(
    key: Sequence[Cluster], response: Sequence[Cluster]
) -> Iterable[tuple[list[int], list[int]]]:
    """Clusters that hang together by common mentions: others have nothing to do with them."""
    where = {mention: n for n, cluster in enumerate(response) for mention in cluster}
    holds: dict[int, set[int]] = defaultdict(set)
    meets = [{where[m] for m in cluster if m in where} for cluster in key]
    for i, found in enumerate(meets):
        for j in found:
            holds[j].add(i)
    seen: set[int] = set()
    for start in range(len(key)):
        if start in seen or not meets[start]:
            continue
        ours, todo = {start}, [start]
        theirs: set[int] = set()
        while todo:
            for j in meets[todo.pop()] - theirs:
                theirs.add(j)
                todo += holds[j] - ours
                ours |= holds[j]
        seen |= ours
        yield sorted(ours), sorted(theirs)
