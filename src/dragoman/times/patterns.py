"""Find time expressions in a string of lexeme classes, and say what each means."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from dragoman.times.calendar import in_year, unit_around
from dragoman.times.lexer import Lexeme, classes, month_name
from dragoman.times.lexicon import LEXICON
from dragoman.times.meaning import (
    Event,
    Fixed,
    Length,
    Meaning,
    Named,
    Part,
    Range,
    Shift,
    Span,
    fixed,
)


@dataclass(frozen=True, slots=True)
class Draft:
    """An expression found: lexemes ``first`` to ``last`` (exclusive), its meaning and its kind.

    ``meaning`` None: words of a time that the calendar does not have ("31 February").
    ``lean`` is (unit, n) where it leans on a time told before ("three days later").
    ``kind`` is the pattern's name; ``head`` the lexeme that carries the expression.
    """

    first: int
    last: int
    meaning: Meaning | None
    kind: str
    head: int
    lean: tuple[str, int] | None = None


Lexemes = list[Lexeme]
Builder = Callable[["re.Match[str]", Lexemes], "Draft | None"]

_MON = r"(?P<mon>M|m\.?)"
_WD = r"(?:[Ww]\.?P?,?o?H?)?"
_COUNT = r"(?P<cnt>V{0,3}(?:N|D|C-?C|C|AQv?|A2|A|HQv|Q v?))".replace(" ", "")
_PATTERNS: list[tuple[str, re.Pattern[str], Builder]] = []


def _pattern(kind: str, *expressions: str) -> Callable[[Builder], Builder]:
    def register(builder: Builder) -> Builder:
        for expression in expressions:
            _PATTERNS.append((kind, re.compile(expression), builder))
        return builder

    return register


def find(lexemes: Lexemes) -> list[Draft]:
    """All expressions, in order, none overlapping; of two that overlap the longer wins."""
    string = classes(lexemes)
    found: list[tuple[int, int, Draft]] = []
    for order, (kind, pattern, build) in enumerate(_PATTERNS):
        for match in pattern.finditer(string):
            draft = build(match, lexemes)
            if draft is not None:
                found.append((draft.first - draft.last, order, replace(draft, kind=kind)))
    found.sort(key=lambda f: (f[0], f[1], f[2].first))
    taken = [False] * len(lexemes)
    kept: list[Draft] = []
    for _, _, draft in found:
        if not any(taken[draft.first : draft.last]):
            taken[draft.first : draft.last] = [True] * (draft.last - draft.first)
            kept.append(draft)
    return sorted(kept, key=lambda d: d.first)


def _draft(match: re.Match[str], meaning: Meaning | None, head: str | int) -> Draft:
    at = head if isinstance(head, int) else match.start(head)
    return Draft(match.start(), match.end(), meaning, "", at)


def _tight(lexemes: Lexemes, first: int, last: int) -> bool:
    """Whether no space stands between these lexemes."""
    return all(lexemes[i].end == lexemes[i + 1].start for i in range(first, last - 1))


def day(year: int, month: int, number: int) -> Fixed | None:
    """A calendar day, or None where there is none."""
    try:
        found = date(year, month, number)
    except ValueError:
        return None
    return Fixed(found, found, "day")


def count_of(lexemes: Lexemes) -> int | None:
    """The number that count words stand for, or None where they do not tell."""
    total: int | None = None
    for lexeme in lexemes:
        if lexeme.kind in "NDC":
            total = (total or 0) + lexeme.value
        elif lexeme.kind == "Q":
            total = lexeme.value or None
        elif lexeme.kind == "A" and total is None:
            total = 1
    return total


# --- calendar dates ---------------------------------------------------------------------------


@_pattern("iso", r"(?P<y>Y)(?P<s>[-/.])(?P<m>[DN])(?P=s)(?P<d>[DN])")
def _iso(m: re.Match[str], lx: Lexemes) -> Draft | None:
    if not _tight(lx, m.start(), m.end()):
        return None
    y, mo, d = (lx[m.start(g)].value for g in ("y", "m", "d"))
    return _draft(m, day(y, mo, d), "y")


@_pattern("numeric", r"(?P<a>[DN])(?P<s>[-/.])(?P<b>[DN])(?P=s)(?P<y>Y)")
def _numeric(m: re.Match[str], lx: Lexemes) -> Draft | None:
    if not _tight(lx, m.start(), m.end()):
        return None
    a, b, y = (lx[m.start(g)].value for g in ("a", "b", "y"))
    readings = {r for r in (day(y, b, a), day(y, a, b)) if r is not None}
    # 05/01/2026 is in May for some and in January for others: only one reading is a date
    return _draft(m, readings.pop() if len(readings) == 1 else None, "y")


@_pattern("dated", rf"{_WD}{_MON}(?P<day>[DO])(?:,?v?(?P<year>Y)(?!-[DN]-))?(?![-/.]?[DN]\b)")
def _month_day(m: re.Match[str], lx: Lexemes) -> Draft | None:
    return _calendar_day(m, lx)


@_pattern(
    "dated",
    rf"{_WD}H?(?P<day>[DO]|R(?=v))v?{_MON}(?:,?v?(?P<year>Y)(?!-[DN]-))?",
    rf"{_WD}{_MON}H(?P<day>[DO]|R)(?:,?(?P<year>Y)(?!-[DN]-))?",
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
    return _draft(m, meaning, "mon")


@_pattern("dated", rf"{_WD}{_MON}(?P<day>N)(?!x|U|C)")
def _no_such_day(m: re.Match[str], lx: Lexemes) -> Draft | None:
    number = lx[m.start("day")]
    return _draft(m, None, "mon") if number.value < 100 and len(number.text) == 2 else None


@_pattern(
    "days",
    rf"(?:r|B)?H?(?P<a>[DO])(?P<to>[-tu&])H?(?P<b>[DO])v?{_MON}(?:,?(?P<year>Y)(?!-[DN]-))?",
    rf"(?:r|B)?{_MON}(?P<a>[DO])(?P<to>[-tu&])H?(?P<b>[DO])(?:,?(?P<year>Y)(?!-[DN]-))?",
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
    return _draft(m, meaning, "mon")


@_pattern("month", rf"{_MON},?v?(?P<year>Y)(?!-[DN]-)")
def _month_year(m: re.Match[str], lx: Lexemes) -> Draft | None:
    start = date(lx[m.start("year")].value, lx[m.start("mon")].value, 1)
    return _draft(m, fixed(unit_around("month", start)), "mon")


@_pattern("years", r"(?:[rB]H?)?(?P<a>Y)(?P<to>[-t&/])(?P<b>[YDN])")
def _year_range(m: re.Match[str], lx: Lexemes) -> Draft | None:
    a, b = lx[m.start("a")], lx[m.start("b")]
    mark = m.group("to")
    if mark == "&" and m.group()[0] != "B":
        return None
    last = b.value
    if b.kind != "Y":  # 1980-88, but 2010-11 may be a month
        if mark not in "-/" or len(b.text) != 2 or not _tight(lx, m.start("a"), m.end()):
            return None
        last = a.value // 100 * 100 + b.value
        if b.value <= 12 and mark == "-" and last != a.value + 1:
            return None
    if not a.value < last <= a.value + 150:
        return None
    return _draft(m, Fixed(date(a.value, 1, 1), date(last, 12, 31), "year"), "a")


@_pattern("year", r"Y")
def _year(m: re.Match[str], lx: Lexemes) -> Draft | None:
    value = lx[m.start()].value
    return _draft(m, fixed(unit_around("year", date(value, 1, 1))), m.start())


@_pattern("decade", r"H?(?P<k>k)")
def _decade(m: re.Match[str], lx: Lexemes) -> Draft | None:
    found = lx[m.start("k")]
    if found.text.lower() in LEXICON.decade_words and m.group()[0] != "H":
        return None
    return _draft(m, fixed(unit_around("decade", date(found.value, 1, 1))), "k")


@_pattern("century", r"H?(?P<n>[OR])-?(?P<u>U)")
def _century(m: re.Match[str], lx: Lexemes) -> Draft | None:
    unit, n = lx[m.start("u")], lx[m.start("n")].value
    if unit.name != "century" or unit.value or not 1 <= n <= 22:
        return None
    return _draft(m, fixed(unit_around("century", date(n * 100 - 50, 1, 1))), "u")


@_pattern(
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
        return _draft(m, fixed(found) if found else None, head)
    if groups["rel"]:
        if lx[m.end() - 1].name != "year":
            return None
        return _draft(m, Named(name, "of", _unit_of(groups["rel"], "year")), head)
    return _draft(m, Named(name), head) if groups["what"] == "4" else None


@_pattern("season", r"H?(?P<s>S),?v?(?P<y>Y)", r"H?(?P<s>S)v?H?(?P<rel>[LKXT])(?P<u>U)")
def _season_year(m: re.Match[str], lx: Lexemes) -> Draft | None:
    name, groups = lx[m.start("s")].name, m.groupdict()
    if groups.get("y"):
        found = in_year(name, lx[m.start("y")].value)
        return _draft(m, fixed(found) if found else None, "s")
    if lx[m.start("u")].name != "year":
        return None
    return _draft(m, Named(name, "of", _unit_of(groups["rel"], "year")), "s")


@_pattern("season", r"(?P<rel>[LXTGZK])H?(?P<s>S)", r"n(?P<h>H)(?P<s>S)(?!v)")
def _season(m: re.Match[str], lx: Lexemes) -> Draft | None:
    at = m.start("s")
    first = at if not m.groupdict().get("rel") else m.start()
    meaning = _related(lx[at].name, m.groupdict().get("rel"))
    return Draft(first, m.end(), meaning, "", at)


# --- weekdays, months, feasts -------------------------------------------------------------------


@_pattern(
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
        return _draft(m, Named(name, "of", _unit_of(rel, "week")), at)
    return _draft(m, _related(name, groups["rel"]), at)


@_pattern("weekend", r"(?P<rel>[LXTGZKH])(?P<e>E)", r"(?P<e>E)(?=v)")
def _weekend(m: re.Match[str], _lx: Lexemes) -> Draft | None:
    rel = m.groupdict().get("rel")
    return _draft(m, _related("weekend", None if rel == "H" else rel), "e")


@_pattern(
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
            draft = _draft(m, Named(name, "of"), at)
            return replace(draft, lean=("year", 0))
        return _draft(m, Named(name, "of", _unit_of(rel, "year")), at)
    if groups["rel"] == "T":
        return _draft(m, Named(name, "of", Shift("year", 0)), at)
    return _draft(m, _related(name, groups["rel"]), at)


@_pattern("feast", r"(?P<rel>[LXT])?(?P<h>h),?(?P<y>Y)?")
def _feast(m: re.Match[str], lx: Lexemes) -> Draft | None:
    found = lx[m.start("h")]
    if found.value:
        when = date.fromisoformat(LEXICON.named_days[found.name])
        return Draft(m.start("h"), m.start("h") + 1, Fixed(when, when, "day"), "", m.start("h"))
    if m.group("y"):
        known = in_year(found.name, lx[m.start("y")].value)
        return _draft(m, fixed(known) if known else None, "h")
    last = m.start("h") + 1
    draft = _draft(m, _related(found.name, m.group("rel")), "h")
    return replace(draft, last=last)


@_pattern("monthday", r"(?<=o)H(?P<d>O)", r"(?<=[yuqrt])H(?P<d>O)")
def _day_of_month(m: re.Match[str], lx: Lexemes) -> Draft | None:
    return _draft(m, Named(lx[m.start("d")].text.lower()), "d")


# --- days, weeks, months, years from the report ----------------------------------------------


@_pattern(
    "deictic", r"d", r"(?P<over>P)", r"TP", r"L(?P<night>P)", r"H(?P<u>U)(?P<side>[bf])(?P<d>d)"
)
def _deictic(m: re.Match[str], lx: Lexemes) -> Draft | None:
    groups = m.groupdict()
    if groups.get("side"):
        known = lx[m.start("d")]
        away = {"tomorrow": ("f", 2), "yesterday": ("b", -2)}.get(known.name)
        if lx[m.start("u")].name != "day" or away is None or away[0] != groups["side"]:
            return None
        return _draft(m, Shift("day", away[1]), "d")
    if groups.get("over"):
        if lx[m.start()].text.lower() != "overnight":
            return None
        return _draft(m, Range(Shift("day", -1), Shift("day", 0)), m.start())
    if groups.get("night"):
        night = lx[m.start("night")].text.lower() in ("night", "evening")
        return _draft(m, Shift("day", -1), "night") if night else None
    at = m.end() - 1
    return _draft(m, Shift("day", lx[at].value if m.group() == "d" else 0), at)


@_pattern("unit", r"(?P<the>H?)(?P<rel>[LXTGZFKI])(?P<u>U)(?![-]x)")
def _unit(m: re.Match[str], lx: Lexemes) -> Draft | None:
    word, rel, the = lx[m.start("u")], m.group("rel"), bool(m.group("the"))
    unit = word.name
    text = lx[m.start("rel")].text.lower()
    if unit in ("hour", "minute", "fortnight"):
        return None
    if unit == "day" and rel in "LZGT" and not (word.value and rel != "T"):
        return None
    if the and rel == "L" and lx[m.end() :] and lx[m.end()].kind == "v":
        return None  # "the last week of May"
    if word.value:  # plural: "recent weeks", "the coming days", "the past years"
        if rel not in "ZGLX" or (rel in "LX" and not the):
            return None
        return _draft(m, Span(None, unit, rel in "GX"), "u")
    if rel == "I":
        if m.end() < len(lx) and lx[m.end()].kind == "v":  # "the same day of the week"
            return None
        return replace(_draft(m, None, "u"), lean=(unit, 0))
    if rel == "F" or (rel == "K" and the) or (rel == "X" and (unit == "day" or the)):
        step = -1 if rel == "K" else 1
        return replace(_draft(m, None, "u"), lean=(unit, step))
    if rel == "T":
        if text == "current" and not the:
            return None
        return _draft(m, Shift(unit, 0), "u")
    if the and rel in "LZG":
        return _draft(m, Span(1, unit, rel == "G"), "u")
    if unit == "day":
        return None
    return _draft(m, Shift(unit, -1 if rel in "LZK" else 1), "u")


@_pattern("span", rf"H?(?P<rel>[LXZG])(?:{_COUNT})(?P<u>U)", rf"H{_COUNT}(?P<rel>[G])(?P<u>U)")
def _span(m: re.Match[str], lx: Lexemes) -> Draft | None:
    counted = count_of(lx[m.start("cnt") : m.end("cnt")])
    unit = lx[m.start("u")].name
    if unit == "hour" and counted is not None:
        unit, counted = "day", -(-counted // 24)
    elif unit == "fortnight":
        unit, counted = "week", (counted or 1) * 2
    if unit in ("hour", "minute"):
        return None
    return _draft(m, Span(counted, unit, m.group("rel") in "XG"), "u")


@_pattern(
    "ago",
    rf"(?:{_COUNT})?(?P<u>U)(?:&A2)?(?P<how>[gJjbf])",
    r"(?P<u>U)(?P<how>j)",
    r"(?P<the>H)(?P<u>U)(?P<how>[bf])(?=[,._|)])",
)
def _ago(m: re.Match[str], lx: Lexemes) -> Draft | None:
    how = m.group("how")
    counted = None
    if m.groupdict().get("cnt"):
        counted = count_of(lx[m.start("cnt") : m.end("cnt")])
    elif m.groupdict().get("the"):  # "the day before"
        counted = 1
    elif not lx[m.start("u")].value:  # "day before" says nothing without a number
        return None
    unit = lx[m.start("u")].name
    back = how in "gJb"
    if unit in ("hour", "minute"):
        if how == "g":
            return _draft(m, Shift("day", 0), "u") if (counted or 24) < 6 else None
        if how in "bf":
            return None
        return replace(_draft(m, None, "u"), lean=("day", 0)) if (counted or 1) < 6 else None
    if unit == "fortnight":
        unit, counted = "week", 2 * counted if counted else None
    if counted is None:  # "years ago": the words stay, the days are not known
        return _draft(m, None, "u") if how in "gjJ" else None
    step = -counted if back else counted
    if how == "g":
        return _draft(m, Shift(unit, step), "u")
    if how in "bf":
        follows = m.end()
        ends = follows >= len(lx) or lx[follows].kind in ",._|)"
        if not ends:  # "two days after the attack": leans on something not dated here
            return None
    return replace(_draft(m, None, "u"), lean=(unit, step))


@_pattern("ahead", rf"{_COUNT}(?P<u>U)r(?=x)")
def _from_now(m: re.Match[str], lx: Lexemes) -> Draft | None:
    counted = count_of(lx[m.start("cnt") : m.end("cnt")])
    unit = lx[m.start("u")].name
    if (
        lx[m.end()].text.lower() != "now"
        or counted is None
        or unit not in ("day", "week", "month", "year")
    ):
        return None
    return replace(_draft(m, Shift(unit, counted), "u"), last=m.end() + 1)


@_pattern("rest", r"(?P<part>[jJez])(?P<rel>[TXLI])(?P<u>[UP])")
def _later_this(m: re.Match[str], lx: Lexemes) -> Draft | None:

    part, rel, unit = m.group("part"), m.group("rel"), lx[m.start("u")].name
    if m.group("u") == "P":
        return _draft(m, Shift("day", 0), "u") if rel == "T" else None
    if unit not in ("day", "week", "month", "year", "decade", "century"):
        return None
    if rel == "I":
        return replace(_draft(m, None, "u"), lean=(unit, 0))
    base = _unit_of(rel, unit)
    if part in "jJ" and rel == "T":
        return _draft(m, Part("rest" if part == "j" else "earlier", base), "u")
    return _draft(
        m, Part("early", base) if part == "e" else Part("late", base) if part == "z" else base, "u"
    )


@_pattern(
    "unit",
    r"(?<=[ez]v)H(?P<u>U)(?!v)",
    r"(?<=[ezi]v)T(?P<u>U)",
    r"(?P<late>j)nH(?P<u>U)",
    r"(?P<u>U)p?-?z",
)
def _end_of_unit(m: re.Match[str], lx: Lexemes) -> Draft | None:
    word = lx[m.start("u")]
    if word.value or word.name not in ("week", "month", "year", "decade", "century"):
        return None
    if m.groupdict().get("late"):
        return _draft(m, Part("rest", Shift(word.name, 0)), "u")
    if m.group().endswith("z"):
        if lx[m.end() - 1].text.lower() != "end":
            return None
        return _draft(m, Part("late", Shift(word.name, 0)), "u")
    return _draft(m, Shift(word.name, 0), "u")


@_pattern("length", rf"{_COUNT}-?(?P<u>U)")
def _length(m: re.Match[str], lx: Lexemes) -> Draft | None:
    unit = lx[m.start("u")].name
    first = lx[m.start("cnt")]
    if any(x.text.lower() == "old" for x in lx[m.end() : m.end() + 2]):
        return None
    at = m.start("cnt")
    if first.text.lower() == "at" and lx[at + 1].text.lower() not in ("least", "most"):
        return None
    before = lx[m.start() - 1].text.lower() if m.start() else ""
    if first.kind == "A" and before not in ("for", "in", "over", "within", "during", "nearly"):
        return None
    counted = count_of(lx[m.start("cnt") : m.end("cnt")])
    if unit == "fortnight":
        unit, counted = "week", 2 * (counted or 1)
    return _draft(m, Length(counted, unit), "u")


@_pattern("length", r"(?P<u>U)")
def _plain_length(m: re.Match[str], lx: Lexemes) -> Draft | None:
    word = lx[m.start("u")]
    cue = lx[m.start() - 1].text.lower() if m.start() else ""
    if not word.value or cue not in ("for", "over", "in", "within"):
        return None
    return _draft(m, Length(None, word.name), "u")


def _unit_of(rel: str, unit: str) -> Shift:
    return Shift(unit, {"L": -1, "K": -1, "Z": -1, "X": 1, "G": 1}.get(rel, 0))


def _related(name: str, rel: str | None) -> Named:
    """A name with "last", "next" and the like before it; without one the direction is open."""
    if rel is None or rel == "T":
        return Named(name)
    return Named(name, "before" if rel in "LKZ" else "after")


def lean_on(draft: Draft, inner: Meaning) -> Meaning:
    """The meaning of an expression that leans on a time told before."""
    unit, n = draft.lean or ("day", 0)
    if isinstance(draft.meaning, Named):
        return replace(draft.meaning, base=Shift(unit, n, Event(inner)))
    if isinstance(inner, Shift) and isinstance(inner.base, Event) and inner.unit == unit:
        return Shift(unit, inner.n + n, inner.base)
    return Shift(unit, n, Event(inner))
