"""The words that all views show for codes: statuses, quads, dates, kinds of speech."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date as day_
from datetime import timedelta

from dragoman.briefs.model import DyadShown, EntryShown, EventLine, Line, Passage
from dragoman.records import Date
from dragoman.relations.dyads import QUAD_NAMES
from dragoman.relations.names import STATUS_NAMES
from dragoman.relations.names import count as count
from dragoman.relations.names import plain as plain
from dragoman.relations.names import steerless as steerless

STATUS = STATUS_NAMES
STATUS_MARK = {"actual": "●", "planned": "◇", "possible": "△", "negated": "✕"}
STATUS_TOLD = {
    "actual": "the reports tell it as happened or happening",
    "planned": "scheduled, decided or announced; not yet happened",
    "possible": "may happen, was urged or is a condition; not told as happened",
    "negated": "told as not having happened, or denied",
}
ALLEGED = "claimed by one side"
QUAD = {int(quad): name for quad, name in QUAD_NAMES.items()}
SPEECH = {"direct": "quoted", "indirect": "paraphrased", "mixed": "partly quoted"}
CHANGE = {
    "holds": "holds",
    "repeated": "repeated",
    "first": "for the first time",
    "changed": "changed",
    "ended": "ended",
}
NOT_DATED = "Not dated"

_MONTHS = (
    "January February March April May June July August September October November December".split()
)


def day_label(iso: str, weekday: bool = True) -> str:
    """A day in words.

    Example:
        >>> day_label("2026-01-05"), day_label("2026-01-05", weekday=False)
        ('Monday, 5 January 2026', '5 January 2026')
    """
    try:
        day = day_.fromisoformat(iso[:10])
    except ValueError:
        return iso
    shown = f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return f"{day:%A}, {shown}" if weekday else shown


def when(date: Date | None) -> str:
    """The time of an event as shown: the interval where the reports fix it, else their own words.

    Example:
        >>> when(Date(raw="this week", start="2026-01-05", end="2026-01-11", precision="week"))
        '5–11 January 2026'
        >>> when(Date(raw="Monday", symbol="the Monday of the report"))
        '“Monday” (the Monday of the report)'
    """
    if date is None:
        return ""
    if date.start is None and date.end is None:
        symbol = f" ({plain(date.symbol)})" if date.symbol and date.symbol != date.raw else ""
        return f"“{plain(date.raw)}”{symbol}"
    if date.start is None or date.end is None:
        side, iso = ("from", date.start) if date.start else ("until", date.end)
        return f"{side} {_grain(iso or '', iso or '', date.precision)}"
    return _grain(date.start, date.end, date.precision)


def _grain(start: str, end: str, precision: str) -> str:
    if start == end and precision not in ("month", "year"):
        return day_label(start)
    try:
        a, b = day_.fromisoformat(start[:10]), day_.fromisoformat(end[:10])
    except ValueError:
        return start if start == end else f"{start} to {end}"
    after_b = b + timedelta(days=1)
    if (a.month, a.day) == (1, 1) and (after_b.month, after_b.day) == (1, 1):
        return str(a.year) if a.year == b.year else f"{a.year}–{b.year}"
    if precision == "year":
        return str(a.year) if a.year == b.year else f"{a.year}–{b.year}"
    month_a, month_b = _MONTHS[a.month - 1], _MONTHS[b.month - 1]
    if (a.year, a.month) == (b.year, b.month):
        whole = (a.day == 1 and after_b.day == 1) or (precision == "month" and start == end)
        return f"{month_a} {a.year}" if whole else f"{a.day}–{b.day} {month_a} {a.year}"
    if a.day == 1 and after_b.day == 1:
        first = month_a if a.year == b.year else f"{month_a} {a.year}"
        return f"{first} – {month_b} {b.year}"
    first = f"{a.day} {month_a}" if a.year == b.year else f"{a.day} {month_a} {a.year}"
    return f"{first} – {b.day} {month_b} {b.year}"


def short_when(date: Date | None) -> str:
    """A label for pictures: "5 Jan 2026", "Nov 2025", "2016".

    Example:
        >>> short_when(Date(raw="in November", start="2025-11-01", end="2025-11-30"))
        'Nov 2025'
    """
    label = when(date)
    for name in _MONTHS:
        label = label.replace(name, name[:3])
    return re.sub(r"^[A-Z][a-z]+day, ", "", label)


def clip(passage: Passage, limit: int = 120) -> str:
    """The report's own words around the marks of a passage, cut at word borders.

    Example:
        >>> from dragoman.briefs.model import Mark
        >>> text = "On Sunday envoys met in Oslo, officials said."
        >>> clip(Passage(report="r", letter="A", number=1, start=0, end=len(text), text=text,
        ...              marks=(Mark(start=10, end=16, role="actor"),
        ...                     Mark(start=17, end=20, role="trigger"))), limit=10)
        '… envoys met …'
    """
    return plain("".join(text for text, _ in clip_parts(passage, limit)))


def clip_parts(passage: Passage, limit: int = 120) -> list[tuple[str, bool]]:
    """The same words in pieces: (text, whether it is the words of the act itself)."""
    start, end = _clip_borders(passage, limit)
    cuts = sorted(
        (max(start, m.start - passage.start), min(end, m.end - passage.start))
        for m in passage.marks
        if m.role == "trigger"
    )
    parts = [("… ", False)] if start > 0 else []
    at = start
    for a, b in cuts:
        if at <= a < b:
            parts += [(passage.text[at:a], False), (passage.text[a:b], True)]
            at = b
    parts.append((passage.text[at:end], False))
    if end < len(passage.text):
        parts.append((" …", False))
    return [(text, act) for text, act in parts if text]


def _clip_borders(passage: Passage, limit: int) -> tuple[int, int]:
    text = passage.text
    if len(text) <= limit:
        return 0, len(text)
    if not passage.marks:
        return 0, max(1, text.rfind(" ", 0, limit))
    start = min(m.start for m in passage.marks) - passage.start
    end = max(m.end for m in passage.marks) - passage.start
    core = [m for m in passage.marks if m.role in ("trigger", "content", "cue")]
    if end - start > limit and core:  # far apart: stay with the act itself
        start, end = core[0].start - passage.start, core[-1].end - passage.start
    room = limit - (end - start)
    if room > 0:
        start, end = max(0, start - room // 3), min(len(text), end + room - room // 3)
    else:
        end = start + limit
    start = text.rfind(" ", 0, start + 1) + 1 if start > 0 else 0
    space = text.find(" ", end)
    end = len(text) if space < 0 else space
    return start, end


def telling(line: Line) -> list[Passage]:
    """For each report that tells a line, the sentence that shows most of it, to quote under it.

    Sentences that reports share word for word are quoted once.
    """
    found: dict[str, Passage] = {}
    for passage in line.passages:
        best = found.get(passage.letter)
        if passage.core and (best is None or _shows(passage) > _shows(best)):
            found[passage.letter] = passage
    return list({passage.text: passage for passage in reversed(found.values())}.values())[::-1]


def _shows(passage: Passage) -> int:
    return len({m.role for m in passage.marks} & {"trigger", "actor", "recipient", "date"})


def act(line: EventLine) -> str:
    """The code of an act in words: "consult, visit"."""
    kind = line.type.lower()
    return f"{kind}, {line.mode.replace('-', ' ')}" if line.mode else kind


def labels(line: Line) -> tuple[str, ...]:
    """The labels of the sentences that carry a line: ("A12", "B10")."""
    return tuple(dict.fromkeys(p.label for p in line.passages if p.core))


def capital(text: str) -> str:
    """A text with a capital at its head: "analysts" -> "Analysts"."""
    return text[:1].upper() + text[1:]


def balance(done: int, ahead: int, what: str) -> str:
    """What happened and what lies ahead of one kind.

    Example:
        >>> balance(2, 1, "verbal conflict"), balance(0, 3, "verbal cooperation")
        ('2 verbal conflict, 1 ahead', '3 verbal cooperation ahead')
    """
    if not done:
        return f"{ahead} {what} ahead"
    return f"{done} {what}, {ahead} ahead" if ahead else f"{done} {what}"


def also(names: Sequence[str]) -> str:
    """Narrower matters within an issue, at most two, in words that begin with a blank.

    Example:
        >>> also(("Missile defence", "Taiwan"))
        ' also: Missile defence, Taiwan'
    """
    return f" also: {', '.join(names[:2])}" if names else ""


def shorten(text: str, limit: int = 240) -> str:
    """A long text cut at a word's end, its quotation mark kept.

    Example:
        >>> shorten("“one two three”", 9)
        '“one two …”'
    """
    if len(text) <= limit:
        return text
    return text[:limit].rsplit(" ", 1)[0] + (" …”" if text.endswith("”") else " …")


def entry_day(item: EntryShown) -> str:
    """When an entry of a position was, and whether that is only when it was published.

    Example:
        >>> entry_day(EntryShown(line="e", text="", when="5 May 2026", dated="published"))
        'reported 5 May 2026'
    """
    if not item.when:
        return "undated"
    return f"reported {item.when}" if item.dated == "published" else item.when


def change_told(item: EntryShown) -> str:
    """The change that the report's words tell, in our word and theirs.

    Example:
        >>> change_told(EntryShown(line="e", text="", change="holds", changed="continues to"))
        'holds: “continues to”'
    """
    if item.change is None:
        return ""
    known = CHANGE[item.change]
    return known if known == item.changed.lower() else f"{known}: “{item.changed}”"


def differs_told(item: EntryShown) -> str:
    """That an earlier entry took the other stance, with its words; no verdict on either."""
    if item.differs is None:
        return ""
    return f"differs from {item.differs.when}: {item.differs.quote or item.differs.text}"


def after_pair(dyad: DyadShown) -> str:
    """The sentence about a pair without the pair's names, which stand over it."""
    return capital(dyad.text.removeprefix(f"{dyad.a.name} – {dyad.b.name}: "))
