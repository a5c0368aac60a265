"""Times that the calendar fixes: dates, months of a year, years, decades, quarters, seasons."""

from __future__ import annotations

import re
from datetime import date

from dragoman.times.calendar import in_year, unit_around
from dragoman.times.drafts import (
    MON,
    WD,
    Draft,
    Lexemes,
    Registry,
    day,
    draft_of,
    related,
    tight,
    unit_of,
)
from dragoman.times.lexer import month_name
from dragoman.times.lexicon import LEXICON
from dragoman.times.meaning import (
    Fixed,
    Meaning,
    Named,
    Range,
    fixed,
)

PATTERNS = Registry()


@PATTERNS.add("iso", r"(?P<y>Y)(?P<s>[-/.])(?P<m>[DN])(?P=s)(?P<d>[DN])")
def _iso(m: re.Match[str], lx: Lexemes) -> Draft | None:
    if not tight(lx, m.start(), m.end()):
        return None
    y, mo, d = (lx[m.start(g)].value for g in ("y", "m", "d"))
    return draft_of(m, day(y, mo, d), "y")


@PATTERNS.add("numeric", r"(?P<a>[DN])(?P<s>[-/.])(?P<b>[DN])(?P=s)(?P<y>Y)")
def _numeric(m: re.Match[str], lx: Lexemes) -> Draft | None:
    if not tight(lx, m.start(), m.end()):
        return None
    a, b, y = (lx[m.start(g)].value for g in ("a", "b", "y"))
    readings = {r for r in (day(y, b, a), day(y, a, b)) if r is not None}
    # 05/01/2026 is in May for some and in January for others: only one reading is a date
    return draft_of(m, readings.pop() if len(readings) == 1 else None, "y")


@PATTERNS.add("dated", rf"{WD}{MON}(?P<day>[DO])(?:,?v?(?P<year>Y)(?!-[DN]-))?(?![-/.]?[DN]\b)")
def _month_day(m: re.Match[str], lx: Lexemes) -> Draft | None:
    return _calendar_day(m, lx)


@PATTERNS.add(
    "dated",
    rf"{WD}H?(?P<day>[DO]|R(?=v))v?{MON}(?:,?v?(?P<year>Y)(?!-[DN]-))?",
    rf"{WD}{MON}H(?P<day>[DO]|R)(?:,?(?P<year>Y)(?!-[DN]-))?",
)
def _day_month(m: re.Match[str], lx: Lexemes) -> Draft | None:
    return _calendar_day(m, lx)


def _calendar_day(m: re.Match[str], lx: Lexemes) -> Draft | None:
    month, number = lx[m.start("mon")].value, lx[m.start("day")].value
    meaning: Meaning | None
    if m.group("year"):
        meaning = day(lx[m.start("year")].value, month, number)
    elif day(2024, month, number) is None:
        meaning = None
    else:
        meaning = Named(f"{month_name(month)} {number}")
    return draft_of(m, meaning, "mon")


@PATTERNS.add("dated", rf"{MON}(?P<day>[DO]),?(?P<era>x)[DNY]\((?P<year>Y)\)")
def _juche_day(m: re.Match[str], lx: Lexemes) -> Draft | None:
    """ "June 30, Juche 19 (1930)": the calendar of North Korea's agency."""
    if lx[m.start("era")].text.lower() != "juche":
        return None
    return _calendar_day(m, lx)


@PATTERNS.add("dated", rf"{WD}{MON}(?P<day>N)(?!x|U|C)")
def _no_such_day(m: re.Match[str], lx: Lexemes) -> Draft | None:
    number = lx[m.start("day")]
    return draft_of(m, None, "mon") if number.value < 100 and len(number.text) == 2 else None


@PATTERNS.add(
    "days",
    rf"(?:r|B)?H?(?P<a>[DO])(?P<to>[-tu&])H?(?P<b>[DO])v?{MON}(?:,?(?P<year>Y)(?!-[DN]-))?",
    rf"(?:r|B)?{MON}(?P<a>[DO])(?P<to>[-tu&])H?(?P<b>[DO])(?:,?(?P<year>Y)(?!-[DN]-))?",
)
def _day_range(m: re.Match[str], lx: Lexemes) -> Draft | None:
    a, b, mon = (lx[m.start(g)].value for g in ("a", "b", "mon"))
    if b <= a:
        return None
    meaning: Meaning | None
    if m.group("year"):
        year = lx[m.start("year")].value
        first, last = day(year, mon, a), day(year, mon, b)
        meaning = Fixed(first.start, last.end, "day") if first and last else None
    elif day(2024, mon, a) is None or day(2024, mon, b) is None:
        meaning = None
    else:
        name = month_name(mon)
        meaning = Range(Named(f"{name} {a}"), Named(f"{name} {b}"))
    return draft_of(m, meaning, "mon")


@PATTERNS.add("month", rf"{MON},?v?(?P<year>Y)(?!-[DN]-)")
def _month_year(m: re.Match[str], lx: Lexemes) -> Draft | None:
    start = date(lx[m.start("year")].value, lx[m.start("mon")].value, 1)
    return draft_of(m, fixed(unit_around("month", start)), "mon")


@PATTERNS.add("years", r"(?:[rB]H?)?(?P<a>Y)(?P<to>[-t&/])(?P<b>[YDN])")
def _year_range(m: re.Match[str], lx: Lexemes) -> Draft | None:
    a, b = lx[m.start("a")], lx[m.start("b")]
    mark = m.group("to")
    if mark == "&" and m.group()[0] != "B":
        return None
    last = b.value
    if b.kind != "Y":  # 1980-88, but 2010-11 may be a month
        if mark not in "-/" or len(b.text) != 2 or not tight(lx, m.start("a"), m.end()):
            return None
        last = a.value // 100 * 100 + b.value
        if b.value <= 12 and mark == "-" and last != a.value + 1:
            return None
    if not a.value < last <= a.value + 150:
        return None
    return draft_of(m, Fixed(date(a.value, 1, 1), date(last, 12, 31), "year"), "a")


@PATTERNS.add("year", r"Y")
def _year(m: re.Match[str], lx: Lexemes) -> Draft | None:
    value = lx[m.start()].value
    return draft_of(m, fixed(unit_around("year", date(value, 1, 1))), m.start())


@PATTERNS.add("decade", r"H?(?P<k>k)")
def _decade(m: re.Match[str], lx: Lexemes) -> Draft | None:
    found = lx[m.start("k")]
    if found.text.lower() in LEXICON.decade_words and m.group()[0] != "H":
        return None
    return draft_of(m, fixed(unit_around("decade", date(found.value, 1, 1))), "k")


@PATTERNS.add("century", r"H?(?P<n>[OR])-?(?P<u>U)")
def _century(m: re.Match[str], lx: Lexemes) -> Draft | None:
    unit, n = lx[m.start("u")], lx[m.start("n")].value
    if unit.name != "century" or unit.value or not 1 <= n <= 22:
        return None
    return draft_of(m, fixed(unit_around("century", date(n * 100 - 50, 1, 1))), "u")


@PATTERNS.add(
    "quarter",
    r"H?(?P<n>[OR])(?P<what>[42])v?(?:(?P<y>Y)|H?(?P<rel>[LKTXZI])U)?",
    r"(?P<q>3),?v?(?P<y>Y)",
)
def _quarter(m: re.Match[str], lx: Lexemes) -> Draft | None:
    groups = m.groupdict()
    if groups.get("q"):
        name = f"quarter {lx[m.start('q')].text[1]}"
        head = m.start("q")
    else:
        number, head = lx[m.start("n")].value, m.start("what")
        if number > (4 if groups["what"] == "4" else 2):
            return None
        name = f"{'quarter' if groups['what'] == '4' else 'half'} {number}"
    if groups["y"]:
        found = in_year(name, lx[m.start("y")].value)
        return draft_of(m, fixed(found) if found else None, head)
    if groups["rel"]:
        if lx[m.end() - 1].name != "year":
            return None
        return draft_of(m, Named(name, "of", unit_of(groups["rel"], "year")), head)
    return draft_of(m, Named(name), head) if groups["what"] == "4" else None


@PATTERNS.add("months", r"H?(?P<side>[RL])(?P<n>[CDN])(?P<u>U)vH?(?:(?P<y>Y)|(?P<rel>[LKT])U)")
def _some_months(m: re.Match[str], lx: Lexemes) -> Draft | None:
    """ "The first nine months of 2012", "the last two months of this year"."""
    side, n, unit = lx[m.start("side")], lx[m.start("n")].value, lx[m.start("u")].name
    if unit != "month" or not 1 <= n <= 11 or (side.kind == "R" and side.value != 1):
        return None
    a, b = (1, n) if side.kind == "R" else (13 - n, 12)
    if m.group("y"):
        year = lx[m.start("y")].value
        last = unit_around("month", date(year, b, 1))
        return draft_of(m, Fixed(date(year, a, 1), last.end, "month"), "u")
    if lx[m.end() - 1].name != "year":
        return None
    base = unit_of(m.group("rel"), "year")
    ends = (Named(month_name(a), "of", base), Named(month_name(b), "of", base))
    return draft_of(m, Range(*ends), "u")


@PATTERNS.add("season", r"H?(?P<s>S),?v?(?P<y>Y)", r"H?(?P<s>S)v?H?(?P<rel>[LKXT])(?P<u>U)")
def _season_year(m: re.Match[str], lx: Lexemes) -> Draft | None:
    name, groups = lx[m.start("s")].name, m.groupdict()
    if groups.get("y"):
        found = in_year(name, lx[m.start("y")].value)
        return draft_of(m, fixed(found) if found else None, "s")
    if lx[m.start("u")].name != "year":
        return None
    return draft_of(m, Named(name, "of", unit_of(groups["rel"], "year")), "s")


@PATTERNS.add("season", r"(?P<rel>[LXTGZK])H?(?P<s>S)", r"n(?P<h>H)(?P<s>S)(?!v)")
@PATTERNS.add("recent", r"V(?P<h>H)(?P<s>S)(?!v)")
def _season(m: re.Match[str], lx: Lexemes) -> Draft | None:
    at = m.start("s")
    if lx[m.start()].kind == "V" and lx[m.start()].text.lower() != "over":
        return None
    first = at if not m.groupdict().get("rel") else m.start()
    meaning = related(lx[at].name, m.groupdict().get("rel"))
    return Draft(first, m.end(), meaning, "", at)
