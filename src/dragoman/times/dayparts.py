"""Parts of a day told without their day: "in the evening", "at 8 p.m.", "for the third day".

They lean on the day told last in the sentence or right before it, else on the report.
"""

from __future__ import annotations

import re
from dataclasses import replace

from dragoman.times.drafts import Draft, Lexemes, Registry, draft_of

PATTERNS = Registry()

_CLOCK = frozenset(("am", "pm", "a.m", "p.m"))
_HOURS = frozenset(("noon", "midday", "lunchtime", "nightfall", "dusk", "dawn"))
_RUNNING: tuple[list[str], ...] = ([], ["straight"], ["consecutive"], ["successive"], ["full"])


def _loose(m: re.Match[str], head: int) -> Draft:
    return replace(draft_of(m, None, head), lean=("day", 0), loose=True)


@PATTERNS.add(
    "daypart",
    r"[jJ]nH(?P<u>U)",
    r"[jJ]?nH[ez]?(?P<u>P)(?!v)",
    r"nH(?P<u>U)(?!v)",
    r"H(?P<u>[UP])(?=p)",
)
def _part_of_day(m: re.Match[str], lx: Lexemes) -> Draft | None:
    """ "Later in the day", "in the evening", "throughout the day", "the morning's clashes"."""
    word, first = lx[m.start("u")], lx[m.start()]
    if word.kind == "U" and (word.name != "day" or word.value):
        return None
    before = lx[m.start() - 1] if m.start() else None
    if before and (before.kind in "NDY" or before.text.lower() == "o"):  # "at 3 in the morning"
        return None
    through = first.text.lower() in ("throughout", "during")
    if first.kind == "n" and word.kind == "U" and not through:  # "in the day" says little
        return None
    return _loose(m, m.start("u"))


@PATTERNS.add("daypart", r"I(?P<u>P)", r"H(?P<before>K)(?P<u>P)")
def _that_night(m: re.Match[str], _lx: Lexemes) -> Draft | None:
    step = -1 if m.groupdict().get("before") else 0  # "the previous night"
    return replace(draft_of(m, None, "u"), lean=("day", step))


@PATTERNS.add("clock", r"(?:[DN]_)?(?P<n>[DN])(?P<c>[xA]\.x\.|[xA]\.x|x)", r"(?<=[ybfV])(?P<c>P)")
def _clock(m: re.Match[str], lx: Lexemes) -> Draft | None:
    """ "At 8:40 p.m.", "by noon"."""
    words = "".join(x.text.lower() for x in lx[m.start("c") : m.end("c")])
    if m.start() and lx[m.start() - 1].kind in "DNYO":  # "May 8 1:00 a.m."
        return None
    return _loose(m, m.start("c")) if words.rstrip(".") in _CLOCK | _HOURS else None


@PATTERNS.add("recent", r"[HA]?(?P<n>R)(?:x)?(?P<u>U)")
def _nth_day(m: re.Match[str], lx: Lexemes) -> Draft | None:
    """ "For the third straight day", "on the second day of his visit"."""
    words = [x.text.lower() for x in lx[m.start("n") + 1 : m.start("u")]]
    before = lx[m.start() - 1].text.lower() if m.start() else ""
    unit = lx[m.start("u")]
    if unit.name != "day" or unit.value or before not in ("for", "on") or words not in _RUNNING:
        return None
    return _loose(m, m.start("u"))
