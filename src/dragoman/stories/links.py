"""How alike reports are, pair by pair: the links that stories grow along.

Every new report is compared with all that were published near it, by an index from features to
reports; so the time grows with the reports of the same weeks, not with the archive.

Example:
    >>> links([], [])
    {}
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from dragoman.stories.actors import same_name
from dragoman.stories.features import DEFAULT, Features, GroupSettings, Keys, Weights

Link = tuple[str, str]
Links = dict[Link, float]
Floats = NDArray[np.float64]
_NEVER = 10**9  # the day of a report without one: after all others

_WEAK = 2.5  # times weaker than the threshold: what such links add to a mean is left out
_SPAN = 60  # days of new reports that are compared by one index


def links(
    new: Iterable[Features],
    held: Iterable[Features] = (),
    settings: GroupSettings = DEFAULT,
) -> Links:
    """The likeness of each new report and each other one, new or held, where it counts at all.

    A link's reports are sorted by id. The same two reports have the same likeness, to the last
    bit, whichever of them is the new one.
    """
    fresh = {f.report: f for f in new}
    every = [*fresh.values(), *(f for f in held if f.report not in fresh)]
    every.sort(key=lambda f: (_NEVER if f.day is None else f.day, f.report))
    days = np.array([_NEVER if f.day is None else f.day for f in every], dtype=np.int64)
    dated = int(np.searchsorted(days, _NEVER))
    found: Links = {}
    at = 0
    while at < len(every):
        until = int(np.searchsorted(days, days[at] + _SPAN)) if at < dated else len(every)
        asked = [i for i in range(at, until) if every[i].report in fresh]
        if asked:
            low = int(np.searchsorted(days, days[asked[0]] - settings.far)) if at < dated else 0
            high = int(np.searchsorted(days, days[asked[-1]] + settings.far, side="right"))
            rows = [*range(low, min(high, dated)), *range(dated, len(every))]
            compare([every[i] for i in asked], [every[i] for i in rows], settings, found)
        at = until
    _join_copies(fresh, every, settings, found)
    return found


def likeness(a: Features, b: Features, settings: GroupSettings = DEFAULT) -> float:
    """How alike two reports are, 0 to 1; those of one story are on average at the threshold."""
    if a.day is not None and b.day is not None and abs(a.day - b.day) > settings.far:
        return settings.far_floor if a.text == b.text else 0.0
    value = float(_Index([b]).likeness(a, settings)[0])
    return value * (settings.stranger if _strangers(a, b) else 1.0)


def compare(
    asked: Sequence[Features], rows: Sequence[Features], settings: GroupSettings, found: Links
) -> None:
    """Add the links between some reports and others; copies far apart are not told here."""
    index = _Index(rows)
    least = settings.threshold / _WEAK
    for one in asked:
        values = index.likeness(one, settings)
        for k in np.flatnonzero(values >= least):
            other = rows[int(k)]
            link = _link(one, other)
            if one.report == other.report or link in found:
                continue
            value = float(values[k]) * (settings.stranger if _strangers(one, other) else 1.0)
            if value >= least:
                found[link] = value


def _join_copies(
    fresh: dict[str, Features], every: Sequence[Features], settings: GroupSettings, found: Links
) -> None:
    """Link reports of one text, however far apart they were published."""
    by_text: dict[str, list[Features]] = {}
    for one in every:
        by_text.setdefault(one.text, []).append(one)
    for same in by_text.values():
        for a, b in combinations(same, 2):
            if a.report in fresh or b.report in fresh:
                found.setdefault(_link(a, b), settings.far_floor)


def _link(a: Features, b: Features) -> Link:
    return (a.report, b.report) if a.report <= b.report else (b.report, a.report)


def _strangers(a: Features, b: Features) -> bool:
    """Whether two reports are each about a person whom the other never names."""
    if a.main is None or b.main is None or same_name(a.main, b.main):
        return False
    return not (_names(b, a.parts) or _names(a, b.parts))


def _names(one: Features, parts: Sequence[int]) -> bool:
    if not len(one.keys):
        return False
    asked = np.array(parts, dtype=np.uint64)
    at = np.minimum(np.searchsorted(one.keys, asked), len(one.keys) - 1)
    return bool((one.keys[at] == asked).any())


class _Index:
    """Reports by their features."""

    def __init__(self, rows: Sequence[Features]) -> None:
        self.days = np.array([np.nan if f.day is None else f.day for f in rows])
        self.words = _Postings([(f.keys, f.weights) for f in rows])
        self.titles = _Postings([(f.title_keys, f.title_weights) for f in rows])
        self.titled = np.array([len(f.title_keys) > 0 for f in rows])

    def likeness(self, one: Features, settings: GroupSettings) -> Floats:
        """How alike a report and each of these are, main persons apart; 0 if too far away."""
        value = self.words.dot(one.keys, one.weights)
        if len(one.title_keys):
            title = self.titles.dot(one.title_keys, one.title_weights)
            mixed = (1 - settings.title) * value + settings.title * title
            value[self.titled] = mixed[self.titled]
        if one.day is None:
            return value
        gap = np.nan_to_num(np.abs(self.days - one.day), nan=0.0)
        left = np.exp(-np.maximum(0.0, gap - settings.grace) / settings.decay)
        value *= np.where(gap > settings.far, 0.0, np.maximum(settings.floor, left))
        return value


class _Postings:
    """Feature -> the reports that have it, with its weight there."""

    def __init__(self, vectors: Sequence[tuple[Keys, Weights]]) -> None:
        self.size = len(vectors)
        keys = np.concatenate([k for k, _ in vectors])
        weights = np.concatenate([w for _, w in vectors])
        order = np.argsort(keys, kind="stable")
        rows = np.repeat(np.arange(self.size), [len(k) for k, _ in vectors])
        self.rows = rows[order]
        self.weights: Weights = weights[order]
        self.keys, starts = np.unique(keys[order], return_index=True)
        self.starts = np.append(starts, len(keys)).astype(np.int64)

    def dot(self, keys: Keys, weights: Weights) -> Floats:
        """The product of a vector and that of each report."""
        if not len(self.keys) or not len(keys):
            return np.zeros(self.size)
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        known = self.keys[at] == keys
        at, weights = at[known], weights[known]
        first, number = self.starts[at], self.starts[at + 1] - self.starts[at]
        # All places of all features, one feature after the other: always summed in their order.
        ends = np.cumsum(number)
        places = np.arange(int(ends[-1]) if len(ends) else 0) + np.repeat(
            first - (ends - number), number
        )
        amounts = self.weights[places] * np.repeat(weights, number)
        return np.bincount(self.rows[places], amounts, self.size).astype(np.float64)
