"""Days, weeks and months, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from dragoman.errors import DragomanError
from dragoman.records import Grain

MOST = 20_000
"""Periods of one answer at most: days of 54 years."""
_SHORTEST: dict[Grain, int] = {"day": 1, "week": 7, "month": 28}  # days


def start_of(day: date, grain: Grain) -> date:
    """The first day of the period that holds a day; weeks begin on Monday.

    Example:
        >>> start_of(date(2026, 1, 7), "week").isoformat()
        '2026-01-05'
    """
    if grain == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if grain == "month" else day


def end_of(start: date, grain: Grain) -> date:
    """The last day of the period that begins on a day."""
    try:
        if grain == "month":
            return (start.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        return start + timedelta(days=6 if grain == "week" else 0)
    except OverflowError:  # "until 9999-12-31" is how some write "to the end"
        return date.max


def periods(first: date, last: date, grain: Grain) -> Iterator[tuple[date, date]]:
    """First and last day of each period from the one that holds ``first`` to that of ``last``.

    Example:
        >>> [str(end) for _, end in periods(date(2026, 1, 30), date(2026, 2, 1), "month")]
        ['2026-01-31', '2026-02-28']
    """
    start = start_of(first, grain)
    while start <= last:
        end = end_of(start, grain)
        yield start, end
        if end == date.max:
            return
        start = end + timedelta(days=1)


def bounded(asked: tuple[date, date], told: tuple[date, date], grain: Grain) -> tuple[date, date]:
    """The days that are asked, cut to those of which anything is told where they are too many.

    "Until 9999" is how some write "to the end"; one report of a wrong century must not make an
    answer of a hundred thousand days either, and is told. Raises DragomanError "bad-query".

    Example:
        >>> [str(d) for d in bounded((date(2026, 1, 1), date.max),
        ...                          (date(2025, 1, 1), date(2026, 3, 1)), "day")]
        ['2026-01-01', '2026-03-01']
    """
    first, last = asked
    if too_many(first, last, grain):
        first, last = max(first, min(told[0], last)), min(last, max(told[1], first))
    if (number := _number(first, last, grain)) > MOST:
        raise DragomanError(
            f"From {first} to {last} there are more than {MOST:,} periods of a {grain} "
            f"({number:,}). Give the days to look at (since, until), or longer periods.",
            error="bad-query",
        )
    return first, last


def too_many(first: date, last: date, grain: Grain) -> bool:
    """Whether one answer cannot hold the periods of these days."""
    return _number(first, last, grain) > MOST


def _number(first: date, last: date, grain: Grain) -> int:
    return (last - first).days // _SHORTEST[grain] + 1
