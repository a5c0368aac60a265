"""Times told before in the text, and what may lean on them."""

from __future__ import annotations

from datetime import timedelta

from dragoman.records import Precision
from dragoman.times.calendar import PRECISION, in_year
from dragoman.times.lexicon import LEXICON
from dragoman.times.meaning import (
    Event,
    Fixed,
    Meaning,
    Named,
    Part,
    Range,
    Shift,
    fixed,
)

_ENOUGH: dict[str, tuple[str, ...]] = {
    "day": ("day",),
    "week": ("day", "week"),
    "month": ("day", "week", "month"),
}


def grain(meaning: Meaning) -> Precision:
    """The precision that a meaning will have, known before it is resolved."""
    match meaning:
        case Fixed(precision=precision):
            return precision
        case Shift(unit=unit):
            return PRECISION.get(unit, "unknown")
        case Named(name=name):
            first = name.lower().split()[0]
            if first in LEXICON.seasons or first in ("quarter", "half"):
                return "month"
            return "month" if name.lower() in LEXICON.months else "day"
        case Part(base=base):
            return grain(base)
        case Range(first=first_part, last=last):
            order: list[Precision] = ["day", "week", "month", "year", "unknown"]
            return max(grain(first_part), grain(last), key=order.index)
        case Event(inner=inner):
            return grain(inner)
    return "unknown"


def serves(inner: Meaning, unit: str, n: int) -> bool:
    """Whether a time told before is fine enough for "the next day", "two weeks later"."""
    if isinstance(inner, Range):
        return False
    if isinstance(inner, Fixed) and (inner.end - inner.start).days > 366:
        return False
    known = grain(inner)
    if unit == "day" and isinstance(inner, Fixed) and inner.start != inner.end:
        return False
    if isinstance(inner, Shift) and inner.base is None and n == 0 and unit == "day":
        return known == "day" and inner.n != 0
    return known in _ENOUGH.get(unit, ("day", "week", "month", "year"))


def depth(meaning: Meaning | None) -> int:
    """How deep a meaning leans on others."""
    match meaning:
        case Event(inner=inner):
            return 1 + depth(inner)
        case Shift(base=base) | Named(base=base) | Part(base=base):
            return depth(base)
        case Range(first=first, last=last):
            return max(depth(first), depth(last))
    return 0


def near(name: str, told: Fixed) -> Event | None:
    """The occurrence of a yearly period that a story coming from ``told`` most likely means.

    The same year where the last date gave only its year; else the one that follows within some
    seven months or precedes by less than four.
    """
    if told.precision == "year":
        same = in_year(name, told.start.year)
        return Event(fixed(same)) if same else None
    low, high = told.start - timedelta(days=120), told.start + timedelta(days=215)
    for year in (told.start.year, told.start.year + 1, told.start.year - 1):
        found = in_year(name, year)
        if found and low <= found.start <= high:
            return Event(fixed(found))
    return None
