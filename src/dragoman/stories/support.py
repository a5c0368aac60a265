"""What the rest of a story says for two triggers being one event: the second look at a pair.

A first look weighs each pair alone. Whether both are alike to the same others, whether another
trigger of the report fits better, and whether the acts beside them are one too, is seen only when
all pairs have been weighed; these numbers tell it, and ``same_event.py`` weighs them.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from dragoman.stories.cluster import clusters
from dragoman.stories.spots import Spot

Floats = NDArray[np.float32]
Index = NDArray[np.int64]

JOINS = 0.5
"""The mean probability from which first groups are made."""


def support_rows(spots: Sequence[Spot], left: Index, right: Index, first: Floats) -> Floats:
    """A row of numbers for each pair ``(left[n], right[n])`` of the spots of a story.

    Args:
        first: the probability of each pair at first look. Pairs that are not named count as 0.
    """
    size = len(spots)
    table = np.zeros((size, size), np.float32)
    table[left, right] = table[right, left] = first
    named = zip(left.tolist(), right.tolist(), first.tolist(), strict=True)
    scores = {(min(i, j), max(i, j)): value for i, j, value in named}
    groups = clusters(size, scores, set(), JOINS)
    home = np.zeros(size, np.int64)
    for n, members in enumerate(groups):
        home[members] = n
    sentence = _numbered([(s.report, s.bounds[0]) for s in spots])
    report = _numbered([s.report for s in spots])
    columns = [
        *_profiles(table, left, right),
        *_groups(table, home, left, right),
        *_beside(table, home, sentence, left, right),
        *_rivals(table, report, left, right),
        *_shared(table, home, report, left, right),
    ]
    return np.stack(columns, axis=1).astype(np.float32)


def _profiles(table: Floats, left: Index, right: Index) -> Iterable[Floats]:
    """Whether both are alike to the same others."""
    value = table[left, right]
    yield value
    yield np.log((value + 1e-3) / (1 - value + 1e-3))
    own = np.eye(len(table), dtype=np.float32)
    for likes in (table + own, (table > JOINS).astype(np.float32) + own):
        likes /= np.linalg.norm(likes, axis=1, keepdims=True)
        yield (likes @ likes.T)[left, right]


def _groups(table: Floats, home: Index, left: Index, right: Index) -> Iterable[Floats]:
    """How well each fits the other's group, and the two groups each other."""
    member = _members(home)
    size = member.sum(axis=1)
    value = table[left, right]
    same = home[left] == home[right]
    yield same.astype(np.float32)
    sums = table @ member.T
    means = []
    for i, j in ((left, right), (right, left)):
        # Of the other's group without the other; alone it says what the pair itself says.
        number = size[home[j]] - np.where(same, 2, 1)
        means.append(
            np.where(number > 0, (sums[i, home[j]] - value) / np.maximum(number, 1), value)
        )
    yield np.minimum(*means)
    yield np.maximum(*means)
    pairs = np.outer(size, size)
    np.fill_diagonal(pairs, size * (size - 1))
    between: Floats = ((member @ sums) / np.maximum(pairs, 1)).astype(np.float32)
    yield between[home[left], home[right]]
    large: Floats = np.log1p(size)[home].astype(np.float32)
    yield np.minimum(large[left], large[right])
    yield np.maximum(large[left], large[right])


def _beside(
    table: Floats, home: Index, sentence: Index, left: Index, right: Index
) -> Iterable[Floats]:
    """Whether the other acts of the two sentences are one, and whether they are rivals."""
    holds = _members(sentence)
    sums = holds @ table
    a, b = sentence[left], sentence[right]
    apart = a != b
    value = table[left, right]
    one, other = sums[a, right], sums[b, left]
    mates = np.where(apart, (sums @ holds.T)[a, b] - one - other + value, 0)
    number = holds.sum(axis=1)
    few = np.minimum(number[a], number[b]) - 1
    yield mates
    yield np.where(few > 0, mates / np.maximum(few, 1), 0)
    yield np.where(apart, np.maximum(one, other) - value, 0)
    yield (few > 0).astype(np.float32)
    groups = (holds @ _members(home).T > 0).astype(np.float32)
    shared = (groups @ groups.T)[a, b] - (home[left] == home[right])
    yield np.where(apart, np.minimum(shared, 3), 0)


def _rivals(table: Floats, report: Index, left: Index, right: Index) -> Iterable[Floats]:
    """Whether another trigger of either report fits better."""
    size, reports = len(table), int(report.max()) + 1
    best, second = (np.zeros((size, reports), np.float32) for _ in range(2))
    which = np.full((size, reports), -1)
    every = np.arange(size)
    for n in range(reports):
        inside = np.flatnonzero(report == n)
        part = table[:, inside]
        top = part.argmax(axis=1)
        best[:, n], which[:, n] = part[every, top], inside[top]
        if len(inside) > 1:
            part[every, top] = -1
            second[:, n] = part.max(axis=1)
    value = table[left, right]
    leads, chosen = [], []
    for i, j in ((left, right), (right, left)):
        first = which[i, report[j]] == j
        leads.append(value - np.where(first, second[i, report[j]], best[i, report[j]]))
        chosen.append(first)
    yield np.maximum(*leads)
    yield np.minimum(*leads)
    yield (chosen[0] & chosen[1]).astype(np.float32)


def _shared(
    table: Floats, home: Index, report: Index, left: Index, right: Index
) -> Iterable[Floats]:
    """How much the two reports tell the same, and how many reports tell each group."""
    holds = _members(report)
    a, b = report[left], report[right]
    apart = a != b
    number = holds.sum(axis=1)
    least = np.minimum(number[a], number[b])
    alike = (holds @ table @ holds.T)[a, b] - table[left, right]
    yield np.where(apart, alike / least, 0)
    groups = (holds @ _members(home).T > 0).astype(np.float32)
    shared = (groups @ groups.T)[a, b] - (home[left] == home[right])
    yield np.where(apart, shared / least, 0)
    spread = (groups.sum(axis=0) / len(groups))[home]
    yield np.minimum(spread[left], spread[right])
    yield np.maximum(spread[left], spread[right])
    yield np.full(len(left), np.log1p(len(holds)), np.float32)


def _members(number: Index) -> Floats:
    """A row for each group: which items it has."""
    table = np.zeros((int(number.max()) + 1, len(number)), np.float32)
    table[number, np.arange(len(number))] = 1
    return table


def _numbered(values: Sequence[Hashable]) -> Index:
    number = {value: n for n, value in enumerate(dict.fromkeys(values))}
    return np.array([number[v] for v in values], np.int64)
