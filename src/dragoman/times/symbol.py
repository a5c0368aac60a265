"""Meanings as words that people and machines read: the grammar of ``Date.symbol``.

    symbol   = bound | range | part | point | length
    bound    = ("since" | "until" | "by" | "before" | "after") " " symbol
    range    = "from " symbol " to " symbol
    part     = PART " " symbol                                          late in 2019-11
    point    = "the " UNIT " " ("of" | "before" | "after") " " base     the day of the report
             | N " " UNITs " " ("before" | "after") " " base            2 weeks before the report
             | "the " NAME " " relation " " base                        the Monday after the report
             | "the " [N " "] UNITs " " ("up to the report" | "from the report on")
             | ISO                                                      2019 | 2019-11 | 2019-11-05
             | ISO day "/" ISO day " (" precision ")"
    relation = "of" | "before" | "after" | "on or before" | "on or after"
    base     = "the report" | "(" symbol ")" | symbol
    length   = "for " (N | "some") " " UNITs

PART is "the start of", "early in", "mid", "late in", "the end of", "the rest of" or "the elapsed
part of". UNIT is day, week, month, year, decade or century. NAME is a weekday, "weekend", a month,
a day of the year ("January 5"), a day of the month ("5th"), a season, "quarter 1", "half 2", or a
feast.
"the NAME of the report" is the one nearest to it. Parentheses mark another time of the text that
the expression leans on ("the same day").
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import cast

from dragoman.records import Precision
from dragoman.times.calendar import unit_around
from dragoman.times.lexicon import LEXICON
from dragoman.times.meaning import (
    Bound,
    BoundName,
    Event,
    Fixed,
    Length,
    Meaning,
    Named,
    Part,
    PartName,
    Range,
    Relation,
    Shift,
    Span,
    fixed,
)

REPORT = "the report"
_PARTS: dict[PartName, str] = {
    "start": "the start of ",
    "end": "the end of ",
    "early": "early in ",
    "mid": "mid ",
    "late": "late in ",
    "rest": "the rest of ",
    "earlier": "the elapsed part of ",
}
_BOUNDS: tuple[BoundName, ...] = ("since", "until", "by", "before", "after")
_UNIT = r"(day|week|month|year|decade|century)"
_UNITS = r"(days?|weeks?|months?|years?|decades?|century|centuries|hours?|minutes?)"
_SHIFT = re.compile(rf"the {_UNIT} (of|before|after) (.+)", re.DOTALL)
_COUNTED = re.compile(rf"(\d+) {_UNITS} (before|after) (.+)", re.DOTALL)
_SPAN = re.compile(rf"the (?:(\d+) )?{_UNITS} (up to the report|from the report on)")
_LENGTH = re.compile(rf"for (\d+|some) {_UNITS}")
_NAMED = re.compile(
    r"the (.+?) (on or before|on or after|of|before|after) (.+)",
    re.DOTALL,
)
_FIXED = re.compile(r"(\d{4}-\d\d-\d\d)/(\d{4}-\d\d-\d\d) \((day|week|month|year|unknown)\)")
_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_FORMS = re.compile(
    r"\d{1,2}(?:st|nd|rd|th)|quarter [1-4]|half [12]|weekend|[A-Z][a-z]+(?: \d{1,2})?"
)


def write(meaning: Meaning) -> str:
    """A meaning as a symbol.

    Example:
        >>> write(Bound("since", Named("November", "on or before")))
        'since the November on or before the report'
    """
    match meaning:
        case Fixed():
            return _write_fixed(meaning)
        case Shift(unit=unit, n=n, base=base):
            side = "of" if n == 0 else "before" if n < 0 else "after"
            what = f"the {unit}" if abs(n) <= 1 else f"{abs(n)} {_plural(unit)}"
            return f"{what} {side} {_base(base)}"
        case Named(name=name, relation=relation, base=base):
            return f"the {name} {relation or 'of'} {_base(base)}"
        case Part(part=part, base=base):
            return f"{_PARTS[part]}{write(base)}"
        case Bound(kind=kind, point=point):
            return f"{kind} {write(point)}"
        case Span(n=n, unit=unit, ahead=ahead):
            count = "" if n is None else f"{n} "
            units = unit if n == 1 else _plural(unit)
            return f"the {count}{units} {'from the report on' if ahead else 'up to the report'}"
        case Range(first=first, last=last):
            return f"from {write(first)} to {write(last)}"
        case Length(n=n, unit=unit):
            units = unit if n == 1 else _plural(unit)
            return f"for {'some' if n is None else n} {units}"
        case Event(inner=inner):
            return f"({write(inner)})"


@lru_cache(maxsize=2048)
def read(symbol: str) -> Meaning | None:
    """The meaning of a symbol, or None where it is none.

    Example:
        >>> read("2 weeks before the report")
        Shift(unit='week', n=-2, base=None)
    """
    try:
        return _read(symbol.strip())
    except (ValueError, KeyError, RecursionError):
        return None


def _write_fixed(meaning: Fixed) -> str:
    for unit, width in (("day", 10), ("month", 7), ("year", 4)):
        if fixed(unit_around(unit, meaning.start)) == meaning:
            return meaning.start.isoformat()[:width]
    return f"{meaning.start}/{meaning.end} ({meaning.precision})"


def _base(base: Meaning | None) -> str:
    return REPORT if base is None else write(base)


def _plural(unit: str) -> str:
    return "centuries" if unit == "century" else f"{unit}s"


def _singular(units: str) -> str:
    return "century" if units.startswith("centur") else units.rstrip("s")


def _read(text: str) -> Meaning:
    if text.startswith("(") and text.endswith(")"):
        return Event(_read(text[1:-1]))
    if match := _LENGTH.fullmatch(text):
        return Length(None if match[1] == "some" else int(match[1]), _singular(match[2]))
    for kind in _BOUNDS:
        if text.startswith(f"{kind} "):
            return Bound(kind, _read(text[len(kind) + 1 :]))
    if text.startswith("from "):
        cut = _top_level(text, " to ")
        return Range(_read(text[5:cut]), _read(text[cut + 4 :]))
    if match := _SPAN.fullmatch(text):
        count = int(match[1]) if match[1] else None
        return Span(count, _singular(match[2]), match[3] == "from the report on")
    for part, words in _PARTS.items():
        if text.startswith(words):
            return Part(part, _read(text[len(words) :]))
    if match := _SHIFT.fullmatch(text):
        n = {"of": 0, "before": -1, "after": 1}[match[2]]
        return Shift(match[1], n, _read_base(match[3]))
    if match := _COUNTED.fullmatch(text):
        n = int(match[1]) * (-1 if match[3] == "before" else 1)
        return Shift(_singular(match[2]), n, _read_base(match[4]))
    if match := _FIXED.fullmatch(text):
        start, end = date.fromisoformat(match[1]), date.fromisoformat(match[2])
        return Fixed(start, end, cast(Precision, match[3]))
    if match := _ISO.fullmatch(text):
        day = date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
        return fixed(unit_around("day" if match[3] else "month" if match[2] else "year", day))
    if (match := _NAMED.fullmatch(text)) and _is_name(match[1]):
        return Named(match[1], cast(Relation, match[2]), _read_base(match[3]))
    raise ValueError(f"not a symbol: {text!r}")


def _read_base(text: str) -> Meaning | None:
    return None if text == REPORT else _read(text)


def _top_level(text: str, mark: str) -> int:
    """Where ``mark`` first stands outside parentheses; "up to the report" does not count."""
    depth = 0
    for i, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if depth == 0 and text.startswith(mark, i) and not text.startswith("up", i - 2):
            return i
    raise ValueError("a range without an end")


def _is_name(name: str) -> bool:
    low = name.lower()
    if low in LEXICON.feasts or low in LEXICON.seasons:
        return True
    if not _FORMS.fullmatch(name):
        return False
    first = low.split()[0]
    return not first.isalpha() or first in {
        *LEXICON.months,
        *LEXICON.weekdays,
        "weekend",
        "quarter",
        "half",
    }
