"""Times counted from the report or from another time: yesterday, last week, two days ago."""

from __future__ import annotations

import re
from dataclasses import replace

from dragoman.times.drafts import (
    COUNT,
    Draft,
    Lexemes,
    Registry,
    count_of,
    draft_of,
    unit_of,
)
from dragoman.times.lexicon import LEXICON
from dragoman.times.meaning import (
    Length,
    Part,
    Range,
    Shift,
    Span,
)

PATTERNS = Registry()


@PATTERNS.add(
    "deictic", r"d", r"(?P<over>P)", r"TP", r"L(?P<night>P)", r"H(?P<u>U)(?P<side>[bf])(?P<d>d)"
)
def _deictic(m: re.Match[str], lx: Lexemes) -> Draft | None:
    groups = m.groupdict()
    if groups.get("side"):
        known = lx[m.start("d")]
        away = {"tomorrow": ("f", 2), "yesterday": ("b", -2)}.get(known.name)
        if lx[m.start("u")].name != "day" or away is None or away[0] != groups["side"]:
            return None
        return draft_of(m, Shift("day", away[1]), "d")
    if groups.get("over"):
        if lx[m.start()].text.lower() != "overnight":
            return None
        return draft_of(m, Range(Shift("day", -1), Shift("day", 0)), m.start())
    if groups.get("night"):
        night = lx[m.start("night")].text.lower() in ("night", "evening")
        return draft_of(m, Shift("day", -1), "night") if night else None
    at = m.end() - 1
    return draft_of(m, Shift("day", lx[at].value if m.group() == "d" else 0), at)


@PATTERNS.add("unit", r"(?P<the>H?)(?P<rel>[LXTGZFKI])(?P<u>U)")
def _unit(m: re.Match[str], lx: Lexemes) -> Draft | None:
    word, rel, the = lx[m.start("u")], m.group("rel"), bool(m.group("the"))
    if _verbal(m, lx) or _joined(m.end(), lx):
        return None
    unit = word.name
    text = lx[m.start("rel")].text.lower()
    if unit == "hour" and rel in "GZ" and word.value:  # "in the coming hours"
        return draft_of(m, Shift("day", 0), "u")
    if unit in ("hour", "minute", "fortnight"):
        return None
    if unit == "day" and rel == "Z" and not word.value and the:
        return draft_of(m, Span(1, unit, False), "u")
    if unit == "day" and rel in "LZGT" and not (word.value and rel != "T"):
        return None
    if the and rel == "L" and lx[m.end() :] and lx[m.end()].kind == "v":
        return None  # "the last week of May"
    if word.value:  # plural: "recent weeks", "the coming days", "the past years"
        if rel not in "ZGLX" or (rel in "LX" and not the):
            return None
        return draft_of(m, Span(None, unit, rel in "GX"), "u")
    if rel == "I":
        if m.end() < len(lx) and lx[m.end()].kind == "v":  # "the same day of the week"
            return None
        return replace(draft_of(m, None, "u"), lean=(unit, 0))
    if rel == "F" or (rel == "K" and the) or (rel == "X" and (unit == "day" or the)):
        before = lx[m.start() - 1].text.lower() if m.start() else ""
        if rel == "X" and unit != "day" and before in ("in", "within"):
            return draft_of(m, Span(1, unit, True), "u")
        step = -1 if rel == "K" else 1
        return replace(draft_of(m, None, "u"), lean=(unit, step))
    if rel == "T":
        if text == "current" and not the:
            return None
        return draft_of(m, Shift(unit, 0), "u")
    if the and rel in "LZG":
        return draft_of(m, Span(1, unit, rel == "G"), "u")
    if unit == "day":
        return None
    return draft_of(m, Shift(unit, -1 if rel in "LZK" else 1), "u")


def _verbal(m: re.Match[str], lx: Lexemes) -> bool:
    """ "Coming weeks after the vote": here "coming" is a verb."""
    return m.group("rel") == "G" and m.end() < len(lx) and lx[m.end()].kind == "f"


def _joined(at: int, lx: Lexemes) -> bool:
    """Whether a hyphen ties a word to what stands before ``at`` ("this year-long war")."""
    if at + 1 >= len(lx) or lx[at].kind != "-" or lx[at + 1].kind != "x":
        return False
    return lx[at - 1].end == lx[at].start and lx[at].end == lx[at + 1].start


@PATTERNS.add("span", rf"H?(?P<rel>[LXZG])(?:{COUNT})(?P<u>U)", rf"H{COUNT}(?P<rel>[G])(?P<u>U)")
def _span(m: re.Match[str], lx: Lexemes) -> Draft | None:
    counted = count_of(lx[m.start("cnt") : m.end("cnt")])
    unit = lx[m.start("u")].name
    if _verbal(m, lx):
        return None
    if unit == "hour" and counted is not None:
        unit, counted = "day", -(-counted // 24)
    elif unit == "fortnight":
        unit, counted = "week", (counted or 1) * 2
    if unit in ("hour", "minute"):
        return None
    return draft_of(m, Span(counted, unit, m.group("rel") in "XG"), "u")


@PATTERNS.add(
    "ago",
    rf"(?:{COUNT})?(?P<u>U)(?:&A2)?(?P<how>[gJjbf])",
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
            return draft_of(m, Shift("day", 0), "u") if (counted or 24) < 6 else None
        if how in "bf":
            return None
        return replace(draft_of(m, None, "u"), lean=("day", 0)) if (counted or 1) < 6 else None
    if unit == "fortnight":
        unit, counted = "week", 2 * counted if counted else None
    if counted is None:  # "years ago": the words stay, the days are not known
        return draft_of(m, None, "u") if how in "gjJ" else None
    step = -counted if back else counted
    if how == "g":
        return draft_of(m, Shift(unit, step), "u")
    if how in "bf":
        follows = m.end()
        ends = follows >= len(lx) or lx[follows].kind in ",._|)"
        if not ends:  # "two days after the attack": leans on something not dated here
            return None
    return replace(draft_of(m, None, "u"), lean=(unit, step))


@PATTERNS.add("ahead", rf"{COUNT}(?P<u>U)r(?=x)")
def _from_now(m: re.Match[str], lx: Lexemes) -> Draft | None:
    counted = count_of(lx[m.start("cnt") : m.end("cnt")])
    unit = lx[m.start("u")].name
    if (
        lx[m.end()].text.lower() != "now"
        or counted is None
        or unit not in ("day", "week", "month", "year")
    ):
        return None
    return replace(draft_of(m, Shift(unit, counted), "u"), last=m.end() + 1)


@PATTERNS.add("rest", r"(?P<part>[jJez])(?P<rel>[TXLI])(?P<u>[UP])")
def _later_this(m: re.Match[str], lx: Lexemes) -> Draft | None:

    part, rel, unit = m.group("part"), m.group("rel"), lx[m.start("u")].name
    if m.group("u") == "P":
        return draft_of(m, Shift("day", 0), "u") if rel == "T" else None
    if unit not in ("day", "week", "month", "year", "decade", "century"):
        return None
    if rel == "I":
        return replace(draft_of(m, None, "u"), lean=(unit, 0))
    base = unit_of(rel, unit)
    if part in "jJ" and rel == "T":
        return draft_of(m, Part("rest" if part == "j" else "earlier", base), "u")
    return draft_of(
        m, Part("early", base) if part == "e" else Part("late", base) if part == "z" else base, "u"
    )


@PATTERNS.add(
    "unit",
    r"(?<=[ez]v)H(?P<u>U)(?!v)",
    r"(?<=[ezi]v)T(?P<u>U)",
    r"(?P<late>[jJ])nH(?P<u>U)",
    r"(?P<u>U)p?-?z",
)
def _end_of_unit(m: re.Match[str], lx: Lexemes) -> Draft | None:
    word = lx[m.start("u")]
    if word.value or word.name not in ("week", "month", "year", "decade", "century"):
        return None
    if late := m.groupdict().get("late"):
        return draft_of(m, Part("rest" if late == "j" else "earlier", Shift(word.name, 0)), "u")
    if m.group().endswith("z"):
        if lx[m.end() - 1].text.lower() != "end":
            return None
        return draft_of(m, Part("late", Shift(word.name, 0)), "u")
    return draft_of(m, Shift(word.name, 0), "u")


@PATTERNS.add("unit", r"(?P<u>U)t(?=x)")
def _to_come(m: re.Match[str], lx: Lexemes) -> Draft | None:
    word = lx[m.start("u")]
    if lx[m.end()].text.lower() != "come" or not word.value or word.name in ("minute", "fortnight"):
        return None
    meaning = Shift("day", 0) if word.name == "hour" else Span(None, word.name, True)
    return replace(draft_of(m, meaning, "u"), last=m.end() + 1)


@PATTERNS.add("length", rf"{COUNT}-?(?P<u>U)")
def _length(m: re.Match[str], lx: Lexemes) -> Draft | None:
    unit = lx[m.start("u")].name
    first = lx[m.start("cnt")]
    counted = count_of(lx[m.start("cnt") : m.end("cnt")])
    if any(x.text.lower() == "old" for x in lx[m.end() : m.end() + 2]):
        return _aged(m, lx, counted, unit)
    at = m.start("cnt")
    if first.text.lower() == "at" and lx[at + 1].text.lower() not in ("least", "most"):
        return None
    before = lx[m.start() - 1].text.lower() if m.start() else ""
    after = lx[m.end()].kind if m.end() < len(lx) else "|"
    cued = before in ("for", "in", "over", "within", "during", "nearly")
    if first.kind == "A" and not cued and after not in "fq":
        return None
    half = m.start("u") - 2  # negative where the text begins with "9century"
    if unit == "century" and half >= 0 and lx[half].kind == "2":
        unit, counted = "decade", 5  # "half-century"
    if unit == "fortnight":
        unit, counted = "week", 2 * (counted or 1)
    return draft_of(m, Length(counted, unit), "u")


@PATTERNS.add("length", r"H(?P<u>U)(?=f)")
def _the_day_after(m: re.Match[str], lx: Lexemes) -> Draft | None:
    """ "The day after the army took over", of which the stage says what it is counted from."""
    word = lx[m.start("u")]
    if word.value or word.name in ("hour", "minute", "fortnight"):
        return None
    return draft_of(m, Length(1, word.name), "u")


def _aged(m: re.Match[str], lx: Lexemes, n: int | None, unit: str) -> Draft | None:
    """ "The two-month-old air campaign": from then to the report; "a ten-year-old boy" is none."""
    old = next(i for i in range(m.end(), m.end() + 2) if lx[i].text.lower() == "old")
    follows = [x.text.lower() for x in lx[old + 1 : old + 4]]
    happens = any(x in LEXICON.sets["owners.event_nouns"] for x in follows)
    if not happens or n is None or unit not in ("day", "week", "month", "year", "decade"):
        return None
    return replace(draft_of(m, Span(n, unit, False), "u"), last=old + 1)


@PATTERNS.add("length", r"(?P<u>U)")
def _plain_length(m: re.Match[str], lx: Lexemes) -> Draft | None:
    word = lx[m.start("u")]
    cue = lx[m.start() - 1].text.lower() if m.start() else ""
    if not word.value or cue not in ("for", "over", "in", "within"):
        return None
    return draft_of(m, Length(None, word.name), "u")
