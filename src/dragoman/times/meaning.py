"""What a time expression means, apart from any particular day of publication.

A meaning is a small tree; :func:`resolve` turns it into days once the report's day is known, and
:mod:`dragoman.times.symbol` writes it as words and reads it back. ``base`` is None for the report.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, cast

from dragoman.records import Precision
from dragoman.times.calendar import PRECISION, Interval, moved, occurrences, unit_around
from dragoman.times.lexicon import LEXICON

Relation = Literal["before", "on or before", "of", "on or after", "after", ""]
PartName = Literal["start", "early", "mid", "late", "end", "rest", "earlier"]
BoundName = Literal["since", "until", "by", "before", "after"]


@dataclass(frozen=True, slots=True)
class Fixed:
    """Days that the text gives in full."""

    start: date
    end: date
    precision: Precision


@dataclass(frozen=True, slots=True)
class Shift:
    """The calendar unit ``n`` units from the one around the base: "two weeks ago"."""

    unit: str
    n: int
    base: Meaning | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """A recurring period and where it lies: "the Sunday on or before the report".

    ``relation`` is "" while the direction is not known yet.
    """

    name: str
    relation: Relation = ""
    base: Meaning | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a period: its first, middle or last third; what is left or gone of it."""

    part: PartName
    base: Meaning


@dataclass(frozen=True, slots=True)
class Bound:
    """A time known by one of its ends: "since 2019", "until Friday"."""

    kind: BoundName
    point: Meaning


@dataclass(frozen=True, slots=True)
class Span:
    """Units that end (or begin) with the report: "the past two years"; ``n`` None: not told."""

    n: int | None
    unit: str
    ahead: bool


@dataclass(frozen=True, slots=True)
class Range:
    """From one time to another: "from Monday to Wednesday"."""

    first: Meaning
    last: Meaning


@dataclass(frozen=True, slots=True)
class Length:
    """A duration, which is no date: "for nearly a decade"; ``n`` None: not told."""

    n: int | None
    unit: str


@dataclass(frozen=True, slots=True)
class Event:
    """Another time of the report that an expression leans on: "the same day"."""

    inner: Meaning


Meaning = Fixed | Shift | Named | Part | Bound | Span | Range | Length | Event


def fixed(interval: Interval) -> Fixed:
    """A meaning of known days."""
    return Fixed(interval.start, interval.end, interval.precision)


def leans_on_report(meaning: Meaning | None) -> bool:
    """Whether the day of publication is needed to resolve a meaning."""
    match meaning:
        case Fixed() | Length():
            return False
        case Shift(base=base) | Named(base=base):
            return leans_on_report(base)
        case Part(part=part, base=base):
            return part in ("rest", "earlier") or leans_on_report(base)
        case Range(first=first, last=last):
            return leans_on_report(first) or leans_on_report(last)
        case Event(inner=inner):
            return leans_on_report(inner)
    return True


def leans_on_event(meaning: Meaning | None) -> bool:
    """Whether a meaning leans on another time of the report."""
    match meaning:
        case Event():
            return True
        case Shift(base=base) | Named(base=base) | Part(base=base):
            return leans_on_event(base)
        case Range(first=first, last=last):
            return leans_on_event(first) or leans_on_event(last)
        case Bound(point=point):
            return leans_on_event(point)
    return False


def is_point(meaning: Meaning | None) -> bool:
    """Whether a meaning says when (not only since when, until when, or how long)."""
    return not isinstance(meaning, Bound | Span | Length | None)


def resolve(meaning: Meaning, published: date | None) -> Interval | None:
    """The days a meaning stands for, or None where they are not known.

    Example:
        >>> resolve(Named("Monday", "before"), date(2026, 1, 5)).start
        datetime.date(2025, 12, 29)
    """
    try:
        found = _resolve(meaning, published)
    except (ValueError, OverflowError):  # beyond the calendar
        return None
    return found if found and found.start <= found.end else None


def _resolve(meaning: Meaning, published: date | None) -> Interval | None:
    match meaning:
        case Fixed(start=start, end=end, precision=precision):
            return Interval(start, end, precision)
        case Event(inner=inner):
            return _resolve(inner, published)
        case Shift():
            base = _base(meaning.base, published)
            if base is None:
                return None
            n = meaning.n
            if meaning.base is None and n == -1 and meaning.unit == "week" and _sunday(base.start):
                n = 0  # on a Sunday "last week" is the week that ends with it
            return unit_around(meaning.unit, moved(base.start, meaning.unit, n))
        case Named():
            base = _base(meaning.base, published)
            return _named(meaning, base) if base else None
        case Part():
            base = _resolve(meaning.base, published)
            return _part(meaning.part, base, published) if base else None
        case Range():
            return _range(meaning, published)
        case Bound():
            point = _resolve(meaning.point, published)
            return _bound(meaning.kind, point, published) if point and published else None
        case Span():
            return _span(meaning, published) if published else None
    return None


def _sunday(day: date) -> bool:
    return day.weekday() == 6


def _base(base: Meaning | None, published: date | None) -> Interval | None:
    if base is not None:
        return _resolve(base, published)
    return Interval(published, published, "day") if published else None


def _named(meaning: Named, base: Interval) -> Interval | None:
    day = base.start
    if meaning.base is not None and meaning.relation == "of" and base.end > base.start:
        inside = [o for o in occurrences(meaning.name, day, base.end) if o.start >= day]
        return inside[0] if inside else None
    reach = timedelta(days=8 * 366) if meaning.name == "February 29" else timedelta(days=732)
    around = list(occurrences(meaning.name, _clip(day, -reach), _clip(day, reach)))
    relation = meaning.relation
    if relation == "before":
        return max((o for o in around if o.end < day), key=_start, default=None)
    if relation == "on or before":
        return max((o for o in around if o.start <= day), key=_start, default=None)
    if relation == "after":
        return min((o for o in around if o.start > day), key=_start, default=None)
    if relation == "on or after":
        return min((o for o in around if o.end >= day), key=_start, default=None)
    return min(around, key=lambda o: (_gap(o, day), o.start), default=None)


def _start(interval: Interval) -> date:
    return interval.start


def _gap(interval: Interval, day: date) -> int:
    return max(0, (interval.start - day).days, (day - interval.end).days)


def _clip(day: date, by: timedelta) -> date:
    ordinal = day.toordinal() + by.days
    return date.fromordinal(max(1, min(date.max.toordinal() - 800, ordinal)))


def _part(part: PartName, base: Interval, published: date | None) -> Interval | None:
    if part in ("rest", "earlier"):
        if published is None:
            return None
        if part == "rest" and base.precision == "week" and published == base.end:
            # on a Sunday "later this week" is in the week that begins the day after
            return Interval(base.end + timedelta(days=1), base.end + timedelta(days=7), "week")
        if part == "rest":
            return Interval(max(published, base.start), base.end, base.precision)
        return Interval(base.start, min(published, base.end), base.precision)
    days = (base.end - base.start).days + 1
    if days < 7:
        return base
    if part in ("start", "end"):  # a month of a year or more, a tenth of what is shorter
        length = timedelta(days=max(2, round(days / 10)))
        one = timedelta(days=1)
        if part == "start":
            last = unit_around("month", base.start).end if days > 60 else base.start + length - one
            return Interval(base.start, last, base.precision)
        first = unit_around("month", base.end).start if days > 60 else base.end - length + one
        return Interval(first, base.end, base.precision)
    if base == unit_around("year", base.start):  # by months, so that "early 2024" ends in April
        first_end = date(base.start.year, 4, 30)
        last_start = date(base.start.year, 9, 1)
    else:
        third = max(1, round(days / 3))
        first_end = base.start + timedelta(days=third - 1)
        last_start = base.end - timedelta(days=third - 1)
    if part == "early":
        return Interval(base.start, first_end, base.precision)
    if part == "late":
        return Interval(last_start, base.end, base.precision)
    one = timedelta(days=1)
    return Interval(first_end + one, last_start - one, base.precision)


def _range(meaning: Range, published: date | None) -> Interval | None:
    first, last = _resolve(meaning.first, published), _resolve(meaning.last, published)
    if first and isinstance(meaning.last, Named) and (last is None or last.end < first.start):
        # "from Saturday to Monday" around the day of publication: the end follows the start
        last = _named(Named(meaning.last.name, "on or after"), first)
    if not first or not last:
        return None
    order: list[Precision] = ["day", "week", "month", "year", "unknown"]
    coarse = max(first.precision, last.precision, key=order.index)
    return Interval(first.start, last.end, coarse)


def _bound(kind: BoundName, point: Interval, published: date) -> Interval | None:
    if kind == "since":
        return Interval(point.start, published, point.precision)
    if kind == "after":
        return Interval(point.end + timedelta(days=1), published, point.precision)
    if kind == "by":  # the latest day is what is known, before the report and after it
        return point
    if kind == "before":
        return Interval(published, point.start - timedelta(days=1), point.precision)
    return Interval(published, point.end, point.precision)


def _span(meaning: Span, published: date) -> Interval | None:
    unit, n = meaning.unit, meaning.n
    if n is None:
        if unit not in LEXICON.spans:  # "the coming years" have no end
            return None
        n, unit, grain = LEXICON.spans[unit]
        precision = cast(Precision, grain)
    else:
        precision = PRECISION[unit]
    other = moved(published, unit, n if meaning.ahead else -n)
    return Interval(min(published, other), max(published, other), precision)
