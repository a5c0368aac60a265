"""What the formats share: cells, days, places, and the losses that all of them tell alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from dragoman._version import __version__
from dragoman.archive.rows import day as iso_day
from dragoman.codebooks import read_table, split
from dragoman.exports.losses import Losses
from dragoman.exports.rows import Row
from dragoman.ids import stable_id
from dragoman.records import UNKNOWN_CODE, Date, MergedEvent, Place

CODER = f"Dragoman {__version__}"

# What a row has that a format may have no room for.
_HAS: Mapping[str, Callable[[Row], object]] = {
    "evidence": lambda row: any(e.evidence for e in row.tellings),
    "attribution": lambda row: any(e.attribution for e in row.tellings),
    "alleged": lambda row: row.event.alleged,
    "hedges": lambda row: any(e.hedges for e in row.tellings),
    "change": lambda row: any(e.change for e in row.tellings),
    "issues": lambda row: row.event.issues,
    "contexts": lambda row: row.contexts,
    "differing": lambda row: isinstance(row.event, MergedEvent) and row.event.differing,
    "confidence": lambda row: row.tellings,
    "reports": lambda row: len(row.reports) > 1,
    "status": lambda row: row.event.status != "actual",
    "actors": lambda row: len(row.event.actors) > 1 or len(row.event.recipients) > 1,
    "date": lambda row: row.event.date is not None and day_of(row.event.date) is None,
    "precision": lambda row: _is_interval(row.event.date),
    "sectors": lambda row: any(
        len(a.sectors) > 1 for a in (*row.event.actors, *row.event.recipients)
    ),
}


def lose(losses: Losses, row: Row, whys: Mapping[str, str]) -> None:
    """Count for one row what it has of these fields; each with what the format does instead."""
    for field, why in whys.items():
        losses.add(field, why, when=_HAS[field](row))


def cell(value: object, missing: str = "") -> str:
    """A value as the cell of a tab-separated file: one line, without tabs."""
    if value is None or value == "" or value == UNKNOWN_CODE:
        return missing
    return " ".join(str(value).split())


def joined(values: Iterable[object], missing: str = "", between: str = "; ") -> str:
    """Several values in one cell; ``missing`` for each that is not known, once if all are."""
    cells = [cell(value, missing) for value in values]
    return between.join(cells) if any(one != missing for one in cells) else missing


def day_of(date: Date | None) -> str | None:
    """The first day of a date, ISO; None where it is not known."""
    return iso_day(date.start) if date else None


def last_day_of(date: Date | None) -> str | None:
    """The last day of a date, ISO; None where it is not known."""
    return iso_day(date.end) if date else None


def _is_interval(date: Date | None) -> bool:
    first = day_of(date)
    return first is not None and first != last_day_of(date)


def number_of(*parts: object) -> int:
    """A stable positive number of 63 bits, for formats whose ids are numbers.

    Example:
        >>> number_of("me_1") == number_of("me_1") != number_of("me_2")
        True
    """
    return int(stable_id("", *parts)[1:], 16) >> 1


def country_row(code: str | None) -> Mapping[str, str]:
    """The row of a state in the code book of countries; empty where there is none."""
    return _countries().get(code or "", {})


def is_city(place: Place | None) -> bool:
    """Whether the code book of cities has this place, in this country."""
    return place is not None and (place.name.lower(), place.country) in _cities()


@lru_cache(maxsize=1)
def _countries() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in read_table("countries")}


@lru_cache(maxsize=1)
def _cities() -> frozenset[tuple[str, str | None]]:
    found: set[tuple[str, str | None]] = set()
    for row in read_table("cities"):
        names = [row["name"], *split(row["aliases"])]
        found |= {(name.lower(), row["country"]) for name in names}
    for row in read_table("countries"):
        names = [row["capital"], *split(row["capital_aliases"])]
        found |= {(name.lower(), row["code"]) for name in names if name}
    return frozenset(found)
