"""The day of an event or utterance: by which it is ordered, and in which periods it is counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from dragoman.errors import DragomanError
from dragoman.records import Date

# The longest interval, in days, that still belongs to one period; "the past week" has eight.
_LONGEST: dict[Grain, int] = {"day": 1, "week": 8, "month": 32}
_FINEST: dict[str, Grain] = {"day": "day", "week": "week", "month": "month"}

Grain = Literal["day", "week", "month"]


@dataclass(frozen=True, slots=True)
class Placed:
    """Where something stands in time.

    Fields:
        start, end: ISO days, the interval that the reports tell.
        day: ISO day by which it is ordered: the first of the interval, or of publication.
        dated: what the day is ("told", "published").
        grain: the shortest period in which it is counted; null where no period is known.
        counted: ISO day; the period that holds it is the one in which it is counted.
    """

    start: str | None = None
    end: str | None = None
    day: str | None = None
    dated: Literal["told", "published"] | None = None
    grain: Grain | None = None
    counted: str | None = None


def placed(when: Date | None, published: Iterable[str | None]) -> Placed:
    """Where something stands that was told so, by reports published on these days.

    What is told of a day is counted on it (of several days, on the first); what is told of a week
    or a month in the one that holds the middle of its interval, and in no shorter period; what is
    told of a longer time in none. What has no time of its own stands on the earliest publication
    day; but where words tell a time that nobody can place ("years ago"), the day is unknown.

    Example:
        >>> april = Date(raw="in April", start="2026-04-01", end="2026-04-30", precision="month")
        >>> placed(april, ["2026-05-02"]).grain, placed(april, []).counted
        ('month', '2026-04-15')
        >>> placed(None, ["2026-05-02", None]).dated, placed(None, [None]).day
        ('published', None)
        >>> placed(Date(raw="years ago"), ["2026-05-02"]).day is None
        True
    """
    if when is None:
        first = min((day for day in map(iso_day, published) if day), default=None)
        if first is None:
            return Placed()
        return Placed(day=first, dated="published", grain="day", counted=first)
    start, end = iso_day(when.start), iso_day(when.end)
    first = start or end
    if first is None:
        return Placed()
    opened = start is None or end is None
    begins, ends = date.fromisoformat(first), date.fromisoformat(end or first)
    grain = None if opened else _grain(when.precision, (ends - begins).days + 1)
    middle = (
        begins if grain in (None, "day") else begins + timedelta(days=(ends - begins).days // 2)
    )
    return Placed(
        start, end, first, "told", grain, middle.isoformat() if grain is not None else None
    )


def iso_day(value: str | None) -> str | None:
    """The ISO day at the head of a day or a time; None for what is none.

    Example:
        >>> iso_day("2026-01-05T08:00Z"), iso_day("next week")
        ('2026-01-05', None)
    """
    try:
        return date.fromisoformat(value[:10]).isoformat() if value else None
    except ValueError:
        return None


def checked_day(value: str | None) -> str | None:
    """A day that a user gives, or None; raises DragomanError "bad-date" for what is no ISO day.

    Other ways to write one ("20260105", "2026-W02-1") are refused: days are compared as they stand.

    Example:
        >>> checked_day("2026-01-05")
        '2026-01-05'
    """
    if value is None or iso_day(value) == value:
        return value
    raise DragomanError(f"{value!r} is no day. Write it as 2026-01-05.", error="bad-date")


def _grain(precision: str, days: int) -> Grain | None:
    finest = _FINEST.get(precision)
    if finest == "day":
        return "day"  # "from Monday to Friday": an act that lasts, not one that is vaguely told
    if finest is None:
        return None
    wider: tuple[Grain, ...] = ("week", "month") if finest == "week" else ("month",)
    return next((grain for grain in wider if days <= _LONGEST[grain]), None)
