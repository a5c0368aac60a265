"""Put neighbouring expressions together: ranges, shared years, parts, "two days before Friday"."""

from __future__ import annotations

from dataclasses import replace

from dragoman.times.calendar import in_year
from dragoman.times.drafts import Draft
from dragoman.times.lexer import Lexeme
from dragoman.times.meaning import (
    Fixed,
    Length,
    Meaning,
    Named,
    PartName,
    Range,
    Shift,
    fixed,
    is_point,
)

_LIST = {",", "&", ",&", "t", "-", "to", "u", "tH", "&H", "uH"}
_PARTS: dict[str, PartName] = {"e": "early", "z": "late", "i": "mid"}


def combine(drafts: list[Draft], lexemes: list[Lexeme]) -> list[Draft]:
    """Drafts with shared years passed on and ranges joined; in the order of the text."""
    shared = _share_years(drafts, lexemes)
    joined: list[Draft] = []
    for draft in shared:
        before = joined[-1] if joined else None
        made = _join(before, draft, lexemes) if before else None
        if made is not None:
            joined[-1] = made
        else:
            joined.append(draft)
    return joined


def _between(a: Draft, b: Draft, lexemes: list[Lexeme]) -> str:
    return "".join(x.kind for x in lexemes[a.last : b.first])


def _share_years(drafts: list[Draft], lexemes: list[Lexeme]) -> list[Draft]:
    """ "in June, July and August 2019": the year belongs to all three."""
    found = list(drafts)
    for i in range(len(found) - 2, -1, -1):
        a, b = found[i], found[i + 1]
        if _between(a, b, lexemes) not in _LIST or not isinstance(a.meaning, Named):
            continue
        if a.meaning.relation or not isinstance(b.meaning, Fixed):
            continue
        if a.kind not in ("month", "dated", "season") or b.kind not in ("month", "dated", "season"):
            continue
        year = b.meaning.start.year
        known = in_year(a.meaning.name, year)
        if known and known.start > b.meaning.start:
            known = in_year(a.meaning.name, year - 1)
        if known:
            found[i] = replace(a, meaning=fixed(known))
    return found


def _join(a: Draft, b: Draft, lexemes: list[Lexeme]) -> Draft | None:
    between = _between(a, b, lexemes)
    before = lexemes[a.first - 1].kind if a.first else "|"
    if isinstance(a.meaning, Length) and between in ("b", "f", "bH", "fH"):
        # "two days before Christmas"
        unit, n = a.meaning.unit, a.meaning.n
        if n is None or unit in ("hour", "minute") or not is_point(b.meaning) or b.lean:
            return None
        sign = -1 if between[0] == "b" else 1
        return replace(
            a, last=b.last, meaning=Shift(unit, sign * n, b.meaning), kind="shift", head=a.head
        )
    if a.meaning is None or b.meaning is None or a.lean or b.lean:
        return None
    if not is_point(a.meaning) or not is_point(b.meaning):
        return None
    ranged = between.rstrip("H") in ("t", "-") and (
        before in "rB" or between == "-" or lexemes[a.last].text.lower() != "to"
    )
    ranged = ranged or (between.rstrip("H") == "&" and before == "B")
    ranged = ranged or (between.rstrip("H") == "u" and before == "r")
    if not ranged or not _alike(a.meaning, b.meaning):
        return None
    first = a.first - 1 if before in "rB" else a.first
    end: Meaning = b.meaning
    if isinstance(a.meaning, Fixed) and isinstance(b.meaning, Named) and not b.meaning.relation:
        known = in_year(b.meaning.name, a.meaning.start.year)
        if known and known.end < a.meaning.start:
            known = in_year(b.meaning.name, a.meaning.start.year + 1)
        if known is None:
            return None
        end = fixed(known)
    if isinstance(a.meaning, Fixed) and isinstance(end, Fixed):
        if end.end < a.meaning.start:
            return None
        grain = end.precision
        return replace(
            a,
            first=first,
            last=b.last,
            meaning=Fixed(a.meaning.start, end.end, grain),
            kind="range",
        )
    both = Range(a.meaning, end)
    return replace(a, first=first, last=b.last, meaning=both, kind="range")


def _alike(a: Meaning, b: Meaning) -> bool:
    return not isinstance(a, Range) and not isinstance(b, Range)


def part_before(lexemes: list[Lexeme], first: int) -> tuple[PartName | None, int]:
    """The part of a period that the words before it name, and where they begin.

    "mid-2024", "early May", "the end of the year".
    """
    at = first - 1
    linked = False
    while at >= 0 and first - at < 4 and lexemes[at].kind in "Hv-n":
        linked = linked or lexemes[at].kind == "v"
        if lexemes[at].kind == "n" and lexemes[at].text.lower() not in ("in",):
            return None, first
        at -= 1
    if at < 0 or lexemes[at].kind not in _PARTS:
        return None, first
    word = lexemes[at].text.lower()
    needs_of = word in ("end", "close", "beginning", "start", "outset", "middle")
    if needs_of and not linked:
        return None, first
    part = _PARTS[lexemes[at].kind]
    if needs_of and part != "mid":
        part = "end" if part == "late" else "start"
    start = at
    if start and lexemes[start - 1].kind == "H":
        start -= 1
    return part, start
