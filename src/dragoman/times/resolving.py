"""From meanings to Date records, and from a symbolic Date to a resolved one."""

from __future__ import annotations

import re
from datetime import date

from msgspec.structs import replace

from dragoman.records import Date
from dragoman.times.meaning import (
    Bound,
    Length,
    Meaning,
    Span,
    leans_on_event,
    leans_on_report,
    resolve,
)
from dragoman.times.reference import grain
from dragoman.times.symbol import read, write

_DAY = re.compile(r"\s*(\d{4})-(\d{2})-(\d{2})(?!\d)")


def day_of(published: str | None) -> date | None:
    """The day of an ISO date or date-time, or None where it is none.

    Example:
        >>> day_of("2026-01-05T23:10:00+09:00")
        datetime.date(2026, 1, 5)
    """
    match = _DAY.match(published or "")
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def to_date(raw: str, meaning: Meaning | None, published: date | None, by: str) -> Date:
    """The record of a meaning. ``by`` names what the day of the report rests on."""
    if meaning is None:
        return Date(raw=raw)
    needs_report = leans_on_report(meaning)
    symbol = write(meaning) if needs_report or isinstance(meaning, Bound | Span | Length) else None
    return _fill(Date(raw=raw, symbol=symbol), meaning, published, by)


def anchor(date: Date, published: str | None) -> Date:
    """The date with its symbol resolved against a publication day (ISO date or date-time).

    A date without a symbol stands in full in the text and stays as it is. Without a publication
    day a symbolic date is unresolved again. Anchoring twice gives what anchoring once gives.

    Example:
        >>> anchor(Date(raw="Friday", symbol="the Friday before the report"), "2026-01-05").start
        '2026-01-02'
    """
    meaning = read(date.symbol) if date.symbol else None
    if meaning is None or not leans_on_report(meaning):
        return date
    return _fill(date, meaning, day_of(published), "published")


def _fill(record: Date, meaning: Meaning, published: date | None, by: str) -> Date:
    found = resolve(meaning, published)
    if found is None:
        return replace(record, start=None, end=None, precision="unknown", anchor=None)
    if leans_on_event(meaning):
        anchored = "event"
    else:
        anchored = by if leans_on_report(meaning) else "text"
    return replace(
        record,
        start=found.start.isoformat(),
        end=found.end.isoformat(),
        precision=found.precision,
        anchor=anchored,
    )


__all__ = ["anchor", "day_of", "grain", "to_date"]
