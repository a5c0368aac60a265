"""Days, weeks, months, seasons: intervals on the calendar.

Weeks run from Monday to Sunday. Seasons are meteorological, northern hemisphere. Centuries are
counted from their year 01 ("the 20th century" is 1901 to 2000), decades from their year 0.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta

from dragoman.records import Precision
from dragoman.times.lexicon import LEXICON

PRECISION: dict[str, Precision] = {
    "day": "day", "week": "week", "month": "month", "year": "year",
    "decade": "year", "century": "year",
}  # fmt: skip
"""The grain of each calendar unit: the bounds of decades and centuries are years."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Days from ``start`` to ``end``, both inclusive, and the grain of that knowledge."""

    start: date
    end: date
    precision: Precision


def unit_around(unit: str, day: date) -> Interval:
    """The calendar unit that contains a day.

    Example:
        >>> unit_around("month", date(2024, 2, 9)).end
        datetime.date(2024, 2, 29)
    """
    start, end = day, day
    if unit == "week":
        start = day - timedelta(days=day.weekday())
        end = start + timedelta(days=6)
    elif unit == "month":
        start, end = day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
    elif unit == "year":
        start, end = date(day.year, 1, 1), date(day.year, 12, 31)
    elif unit == "decade":
        start = date(max(1, day.year // 10 * 10), 1, 1)
        end = date(day.year // 10 * 10 + 9, 12, 31)
    elif unit == "century":
        first = (day.year - 1) // 100 * 100 + 1
        start, end = date(first, 1, 1), date(first + 99, 12, 31)
    return Interval(start, end, PRECISION[unit])


def moved(day: date, unit: str, n: int) -> date:
    """A day moved by ``n`` units; raises ValueError or OverflowError beyond the calendar."""
    if unit == "day":
        return day + timedelta(days=n)
    if unit == "week":
        return day + timedelta(weeks=n)
    months = {"month": 1, "year": 12, "decade": 120, "century": 1200}[unit]
    return day + relativedelta(months=months * n)


def occurrences(name: str, low: date, high: date) -> Iterator[Interval]:
    """Every occurrence of a recurring period that touches the days from ``low`` to ``high``.

    Names: a weekday ("Monday"), "weekend", a month ("November"), a day of the year ("January 5"),
    a day of the month ("5th"), a season ("summer"), "quarter 1" to "quarter 4", "half 1", "half 2",
    a feast of the code book ("christmas"). An unknown name has no occurrence.
    """
    weekday = LEXICON.weekdays.get(name.lower())
    if weekday is not None or name == "weekend":
        length = 2 if name == "weekend" else 1
        day = low - timedelta(days=7)
        day += timedelta(days=((5 if weekday is None else weekday) - day.weekday()) % 7)
        while day <= high:
            found = Interval(day, day + timedelta(days=length - 1), "day")
            if found.end >= low:
                yield found
            day += timedelta(days=7)
        return
    if ordinal := re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)", name):
        month = (low - timedelta(days=31)).replace(day=1)
        while month <= high:
            if int(ordinal[1]) <= monthrange(month.year, month.month)[1]:
                day = month.replace(day=int(ordinal[1]))
                if low <= day <= high:
                    yield Interval(day, day, "day")
            month += relativedelta(months=1)
        return
    for year in range(max(1, low.year - 1), min(9998, high.year) + 1):
        found_in_year = in_year(name, year)
        if found_in_year and found_in_year.end >= low and found_in_year.start <= high:
            yield found_in_year


@lru_cache(maxsize=4096)
def in_year(name: str, year: int) -> Interval | None:
    """The occurrence of a yearly period that starts in a year, or None where there is none.

    Example:
        >>> in_year("February 29", 2023) is None
        True
    """
    low = name.lower()
    try:
        if low in LEXICON.months:
            return unit_around("month", date(year, LEXICON.months[low], 1))
        if low in LEXICON.seasons:
            return _months(year, LEXICON.seasons[low], 3)
        if match := re.fullmatch(r"(quarter|half) (\d)", low):
            size = 3 if match[1] == "quarter" else 6
            return _months(year, (int(match[2]) - 1) * size + 1, size)
        if low in LEXICON.feasts:
            rule = LEXICON.feasts[low]
            if len(rule) == 2:
                day = date(year, rule[0], rule[1])
            else:
                day = easter(year) + timedelta(days=rule[0])
            return Interval(day, day, "day")
        if match := re.fullmatch(r"([a-z]+) (\d{1,2})", low):
            day = date(year, LEXICON.months[match[1]], int(match[2]))
            return Interval(day, day, "day")
    except (KeyError, ValueError, OverflowError):
        return None
    return None


def _months(year: int, month: int, count: int) -> Interval:
    start = date(year, month, 1)
    return Interval(start, start + relativedelta(months=count) - timedelta(days=1), "month")
