"""Days, weeks and months, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from dragoman.records import Grain


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
