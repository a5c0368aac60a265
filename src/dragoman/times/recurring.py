"""Times that come again: weekdays, weekends, months, feasts, days of the month."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from dragoman.times.calendar import in_year
from dragoman.times.drafts import (
    Draft,
    Lexemes,
    Registry,
    draft_of,
    related,
    unit_of,
)
from dragoman.times.lexicon import LEXICON
from dragoman.times.meaning import (
    Fixed,
    Named,
    Shift,
    fixed,
)

PATTERNS = Registry()


@PATTERNS.add(
    "weekday",
    r"(?P<rel>[LXTGZK])?(?:Po?)?(?P<w>W)-?P?(?:,?v?H?(?P<urel>[LXTK])(?P<u>U))?",
    r"(?P<rel>[LXTGZK])(?P<u>U)(?P<w>W)",
)
def _weekday(m: re.Match[str], lx: Lexemes) -> Draft | None:
    at, groups = m.start("w"), m.groupdict()
    name = lx[at].name
    if groups["u"] is not None:
        rel = groups.get("urel") or groups["rel"]
        if lx[m.start("u")].name != "week":
            return None
        return draft_of(m, Named(name, "of", unit_of(rel, "week")), at)
    if groups["rel"] == "L":  # yesterday is never called "last Friday"
        return draft_of(m, Named(name, "before", Shift("day", -1)), at)
    return draft_of(m, related(name, groups["rel"]), at)


@PATTERNS.add("weekend", r"(?P<rel>[LXTGZKH])(?P<e>E)", r"(?P<e>E)(?=v)", r"(?<=[Ap])(?P<e>E)(?=x)")
def _weekend(m: re.Match[str], _lx: Lexemes) -> Draft | None:
    rel = m.groupdict().get("rel")
    return draft_of(m, related("weekend", None if rel == "H" else rel), "e")


@PATTERNS.add(
    "month",
    r"(?P<rel>[LXTGZK])?(?P<mon>M)(?!\.?[DO](?![xU]))(?:,?v?H?(?P<urel>[LXTKI])(?P<u>U))?",
    r"(?P<rel>[LX])(?P<u>U)p(?P<mon>M)",
)
def _month(m: re.Match[str], lx: Lexemes) -> Draft | None:
    at, groups = m.start("mon"), m.groupdict()
    name = lx[at].name
    if groups["u"] is not None:
        rel = groups.get("urel") or groups["rel"]
        if lx[m.start("u")].name != "year":
            return None
        if rel == "I":  # "April of that year"
            draft = draft_of(m, Named(name, "of"), at)
            return replace(draft, lean=("year", 0))
        return draft_of(m, Named(name, "of", unit_of(rel, "year")), at)
    if groups["rel"] == "T":
        return draft_of(m, Named(name, "of", Shift("year", 0)), at)
    return draft_of(m, related(name, groups["rel"]), at)


@PATTERNS.add("feast", r"(?P<rel>[LXT])?(?P<h>h),?(?P<y>Y)?")
def _feast(m: re.Match[str], lx: Lexemes) -> Draft | None:
    found = lx[m.start("h")]
    if found.value:
        when = date.fromisoformat(LEXICON.named_days[found.name])
        return Draft(m.start("h"), m.start("h") + 1, Fixed(when, when, "day"), "", m.start("h"))
    if m.group("y"):
        known = in_year(found.name, lx[m.start("y")].value)
        return draft_of(m, fixed(known) if known else None, "h")
    last = m.start("h") + 1
    draft = draft_of(m, related(found.name, m.group("rel")), "h")
    return replace(draft, last=last)


@PATTERNS.add("monthday", r"(?<=o)H(?P<d>O)", r"(?<=[yuqrt])H(?P<d>O)")
def _day_of_month(m: re.Match[str], lx: Lexemes) -> Draft | None:
    return draft_of(m, Named(lx[m.start("d")].text.lower()), "d")
