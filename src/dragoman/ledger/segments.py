"""Changes of level in a row of numbers: exact segmentation, with significance by shuffling.

A level is a stretch with one rate (counts over exposure; Poisson likelihood) or one mean (weighted
values; normal likelihood). Both gains have one form, so that one search serves both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

_SEED = 20260105  # any number: the same series always gives the same shuffles
_BATCH = 100  # shuffles between two looks at whether more are needed
_CHUNK = 2_000_000  # numbers held at once while shuffles are measured
_HOPELESS = 0.05  # share of shuffles as strong from which no more are made
_LONG = 400  # places of a row in which only every doubled length is tried
_CLOSE = 1e-9  # gains that differ by less are the same on every machine


@dataclass(frozen=True, slots=True)
class Row:
    """Numbers one after the other, each resting on something.

    Fields:
        sums: of each place the count, or the sum of its values.
        weights: of each place what it rests on: exposure, or how many values there are; above 0.
        counts: whether these are counts (Poisson) or means (normal).
    """

    sums: Numbers
    weights: Numbers
    counts: bool

    def part(self, start: int, end: int) -> Row:
        """A stretch of it."""
        return Row(self.sums[start:end], self.weights[start:end], self.counts)

    def level(self, start: int, end: int) -> float:
        """Rate or mean of a stretch."""
        return float(self.sums[start:end].sum() / self.weights[start:end].sum())


@dataclass(frozen=True, slots=True)
class Step:
    """A change of level: the place at which the new one begins, and its chance."""

    at: int
    chance: float


def steps(row: Row, *, shortest: int, sure: float = 0.01, shuffles: int = 999) -> list[Step]:
    """The changes of level of a row, in order; [] where shuffled rows show as strong ones.

    Args:
        shortest: places of the shortest level.
        sure: chance above which a change is not told.
        shuffles: how many shuffled rows each is compared with.

    Example:
        >>> row = Row(np.array([2.0, 3, 2, 3, 2, 3, 9, 8, 9, 8, 9, 8]), np.ones(12), True)
        >>> [(step.at, step.chance) for step in steps(row, shortest=3)]
        [(6, 0.003)]
    """
    random = np.random.Generator(np.random.PCG64(_SEED))
    number = len(set(_search(row, shortest, sure, shuffles, random)))
    while number:
        at = _segmented(row, shortest, number)
        found = []
        for before, place, after in zip([0, *at], at, [*at[1:], len(row.sums)], strict=False):
            part = row.part(before, after)
            whole = [(0, k) for k in range(shortest, after - before - shortest + 1)]
            found.append(Step(place, _chance(part, np.array(whole), shuffles, random)))
        weak = max(found, key=lambda step: step.chance, default=None)
        if weak is None or weak.chance <= sure:
            return found
        number -= 1
    return []


def _search(
    row: Row, shortest: int, sure: float, shuffles: int, random: np.random.Generator
) -> Iterator[int]:
    """Places of changes: the stretch that stands out most from its surroundings, if no shuffled
    row has one as strong; then the same before it, in it and behind it."""
    waiting = [(0, len(row.sums))]
    while waiting:
        start, end = waiting.pop()
        part = row.part(start, end)
        tried = _stretches(end - start, shortest)
        if not len(tried):
            continue
        if _chance(part, tried, shuffles, random) > sure:
            continue
        best = tried[int(np.argmax(_gains(part.sums[None], part.weights[None], part, tried)[0]))]
        edges = sorted({0, int(best[0]), int(best[1]), end - start})
        yield from (start + edge for edge in edges[1:-1])
        waiting += [(start + a, start + b) for a, b in pairwise(edges)]


def _stretches(length: int, shortest: int) -> NDArray[np.int64]:
    """Stretches to try: all that begin the row, and those of growing lengths at every place."""
    found = [(0, k) for k in range(shortest, length - shortest + 1)]
    size = float(shortest)
    while size <= length - shortest:
        long = int(size)
        starts = range(shortest, length - long - shortest + 1)
        found += [(start, start + long) for start in starts]
        size = max(size * (2**0.5 if length <= _LONG else 2), size + 1)
    return np.array(found, dtype=np.int64).reshape(-1, 2)


def _chance(
    row: Row, tried: NDArray[np.int64], shuffles: int, random: np.random.Generator
) -> float:
    """Share of shuffled rows (and this one) in which a stretch stands out as much as here."""
    best = float(_gains(row.sums[None], row.weights[None], row, tried).max())
    as_strong = done = 1
    batch = max(1, min(_BATCH, _CHUNK // max(1, len(tried))))
    while done <= shuffles:
        number = min(batch, shuffles + 1 - done)
        order = np.argsort(random.random((number, len(row.sums))), axis=1)
        gains = _gains(row.sums[order], row.weights[order], row, tried)
        as_strong += int((gains.max(axis=1) >= best - _CLOSE).sum())
        done += number
        if as_strong > _HOPELESS * shuffles:  # no change; how surely none need not be known
            break
    return as_strong / done


def _gains(sums: Numbers, weights: Numbers, row: Row, tried: NDArray[np.int64]) -> Numbers:
    """How much better two levels fit than one: for each row of numbers and each stretch."""
    through, rests = _running(sums), _running(weights)
    inner = through[:, tried[:, 1]] - through[:, tried[:, 0]]
    inner_rests = rests[:, tried[:, 1]] - rests[:, tried[:, 0]]
    all_, all_rests = through[:, -1:], rests[:, -1:]
    whole: Numbers = (
        _fit(inner, inner_rests, row.counts)
        + _fit(all_ - inner, all_rests - inner_rests, row.counts)
        - _fit(all_, all_rests, row.counts)
    )
    return whole


def _running(numbers: Numbers) -> Numbers:
    sums = np.cumsum(numbers, axis=1)
    return np.concatenate([np.zeros((len(sums), 1)), sums], axis=1)


def _fit(sums: Any, weights: Any, counts: bool) -> Numbers:
    """Likelihood of a stretch at its own level, up to what all segmentations share."""
    if not counts:
        fit: Numbers = np.square(sums) / weights
        return fit
    held = np.maximum(sums, 0.0)
    return np.where(held > 0.5, held * np.log(np.maximum(held, 0.5) / weights), 0.0)


def _segmented(row: Row, shortest: int, number: int) -> list[int]:
    """The best places for so many changes, of all there are (dynamic programming)."""
    length = len(row.sums)
    through, rests = _running(row.sums[None])[0], _running(row.weights[None])[0]
    best = np.full(length + 1, -np.inf)
    ends = np.arange(shortest, length + 1)
    best[ends] = _fit(through[ends], rests[ends], row.counts)
    came: list[NDArray[np.int64]] = []
    for _ in range(number):
        now = np.full(length + 1, -np.inf)
        source = np.zeros(length + 1, dtype=np.int64)
        for end in range(2 * shortest, length + 1):
            starts = np.arange(shortest, end - shortest + 1)
            held = best[starts] + _fit(
                through[end] - through[starts], rests[end] - rests[starts], row.counts
            )
            # of equal ones the earliest, on every machine
            at = int(np.argmax(held >= held.max() - _CLOSE))
            now[end], source[end] = held[at], starts[at]
        best = now
        came.append(source)
    places = []
    end = length
    for source in reversed(came):
        end = int(source[end])
        places.append(end)
    return places[::-1]
