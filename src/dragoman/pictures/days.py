"""The timeline of a dyad: each event on its day, by quad and status, statements below."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import Any

import altair as alt

from dragoman.pictures.style import (
    EVEN,
    FILL,
    INK,
    PAPER,
    RULE,
    SHAPE,
    SOFT,
    WIDE,
    finished,
    nothing,
    pixels,
)
from dragoman.records import Ledger, LedgerEntry
from dragoman.relations.dyads import QUAD_NAMES
from dragoman.relations.names import STATUS_NAMES, code_name, count

_LEFT, _STEP, _DEEP, _TOP = 150.0, 9.0, 12, 8.0
_LANES = ("1", "2", "3", "4", "statements")
_COLUMNS = ("id", "day", "quad", "what", "status", "in the words", "reports", "also")
_CLAIMED = ", claimed by one side"


def timeline(found: Ledger) -> Any:
    """All events and statements of two actors by day as an Altair chart.

    A lane is a quad, the last one statements; the shape says the status, a hollow mark what only
    an interested party claims. Marks of the same days stand on each other; where a stack would
    grow too high, a number tells how many more there are. Undated entries are counted beside.

    Raises DragomanError "nothing-to-draw" where no entry has a day.
    """
    dated = [e for e in found.entries if e.day and _lane(e)]
    if not dated:
        raise nothing(f"no event or statement of {found.a} and {found.b} has a day in this time")
    first = _first(found, [date.fromisoformat(e.day) for e in dated if e.day])
    last = max(date.fromisoformat(e.day) for e in dated if e.day) + timedelta(days=1)
    span = WIDE - _LEFT
    cells: dict[str, dict[int, list[LedgerEntry]]] = {lane: defaultdict(list) for lane in _LANES}
    for entry in dated:
        gone = (date.fromisoformat(entry.day or "") - first) / (last - first)
        cells[_lane(entry)][max(0, int(gone * (span - _STEP) // _STEP))].append(entry)
    marks, more, lanes, borders = [], [], [], []
    y = 0.0
    for lane in _LANES:
        deepest = max((len(cell) for cell in cells[lane].values()), default=0)
        cut = deepest > _DEEP
        height = max(30.0, min(deepest, _DEEP) * _STEP + 2 * _TOP + (24 if cut else 0))
        number = sum(len(cell) for cell in cells[lane].values())
        lanes.append({"x": 0, "y": y + height - _TOP - 4, "label": _lane_name(lane, number)})
        borders.append({"x": 0, "y": y + height, "x2": WIDE, "y2": y + height})
        for column, cell in sorted(cells[lane].items()):
            x = _LEFT + (column + 0.5) * _STEP
            for level, entry in enumerate(cell[:_DEEP]):
                marks.append(_mark(entry, x, y + height - _TOP - (level + 0.5) * _STEP))
            if len(cell) > _DEEP:
                top = y + height - _TOP - _DEEP * _STEP - 5
                more.append({"x": x, "y": top + 4, "label": f"+{len(cell) - _DEEP}"})
        y += height
    ticks = _ticks(first, last, span)
    texts: dict[str, Any] = {"fontSize": 11.5, "aria": False}
    layers = [
        _rules([{**t, "y": 0, "x2": t["x"], "y2": y} for t in ticks], y, RULE),
        _rules(borders, y, RULE),
        pixels(lanes, WIDE, y)
        .mark_text(align="left", baseline="middle", color=INK, fontWeight=600, **texts)
        .encode(text="label:N"),
        pixels([{**tick, "y": y} for tick in ticks], WIDE, y)
        .mark_text(align="left", baseline="top", dy=5, color=SOFT, **texts)
        .encode(text="label:N"),
        pixels(marks, WIDE, y)
        .mark_point(opacity=1, strokeWidth=1.3)
        .encode(
            shape=alt.Shape(
                "status:N",
                scale=alt.Scale(
                    domain=[STATUS_NAMES[s] for s in SHAPE] + ["said"],
                    range=[*SHAPE.values(), "stroke"],
                ),
                legend=alt.Legend(
                    title=None, orient="top", direction="horizontal", symbolStrokeColor=INK,
                    symbolStrokeWidth=1.3, symbolFillColor=PAPER,
                ),
            ),
            size=alt.value(42), fill=alt.Fill("fill:N", scale=None),
            stroke=alt.Stroke("stroke:N", scale=None), href="link:N", description="told:N",
        ),
        pixels(more, WIDE, y)
        .mark_text(color=SOFT, fontSize=9, angle=270, align="left", aria=False)
        .encode(text="label:N"),
    ]  # fmt: skip
    chart = alt.layer(*layers).properties(width=WIDE, height=y)
    arrow = "→" if found.directed else "–"
    title = f"{code_name(found.a)} {arrow} {code_name(found.b)}: events and statements by day"
    return finished(
        chart, title, _told(found, dated, first), _COLUMNS, [_row(e) for e in found.entries]
    )


def _first(found: Ledger, days: list[date]) -> date:
    """The day at the left border: of the span asked, or without the few that lie far before.

    One act of long ago would press all others together.
    """
    days = sorted(days)
    first = max(days[0], date.fromisoformat(found.since)) if found.since else days[0]
    first = min(first, days[-1])
    most = days[len(days) // 40]
    far = (days[-1] - most).days * 2 < (days[-1] - first).days
    return most if far else first


def _lane(entry: LedgerEntry) -> str:
    """The lane of an entry; "" for ties, which have no day of their own."""
    if entry.kind == "statement":
        return "statements"
    return str(entry.quad) if entry.kind == "event" and str(entry.quad) in QUAD_NAMES else ""


def _lane_name(lane: str, number: int) -> str:
    return f"{QUAD_NAMES.get(lane, lane)}  {number}"


def _mark(entry: LedgerEntry, x: float, y: float) -> dict[str, Any]:
    colour = FILL.get(entry.quad or 0, EVEN)
    status = STATUS_NAMES[entry.status] if entry.status else "said"
    solid = entry.status in ("actual", "negated") and not entry.alleged
    who = f"{entry.by}: " if entry.by else ""
    return {
        "x": x, "y": y, "status": status, "fill": colour if solid else PAPER,
        "stroke": colour if entry.kind == "event" else SOFT, "link": f"#{entry.record}",
        "told": f"{entry.day}: {who}{entry.says} ({status}{_CLAIMED if entry.alleged else ''})",
    }  # fmt: skip


def _rules(rows: list[dict[str, Any]], height: float, colour: str) -> Any:
    return (
        pixels(rows, WIDE, height)
        .mark_rule(color=colour, strokeWidth=1, aria=False)
        .encode(x2="x2:Q", y2="y2:Q")
    )


def _ticks(first: date, last: date, span: float) -> list[dict[str, Any]]:
    """At most ten dates: days, first days of months, or of years."""
    days = (last - first).days
    if days <= 10:
        found = [first + timedelta(days=n) for n in range(days)]
    elif days <= 62:
        found = [first + timedelta(days=n) for n in range(0, days, 7)]
    else:
        step = next(s for s in (1, 2, 3, 6, 12, 24, 60, 120, 1200) if days / 30.4 / s <= 10)
        months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
        found = [date(m // 12, m % 12 + 1, 1) for m in months if m % step == 0]
        found = [day for day in found if first <= day < last] or [first]
    form = "%Y" if all((d.month, d.day) == (1, 1) for d in found) else "%b %Y"
    if days <= 62:
        form = "%d %b"
    return [
        {
            "x": _LEFT + 0.5 * _STEP + (day - first) / (last - first) * (span - _STEP),
            "label": day.strftime(form).lstrip("0"),
        }
        for day in found
    ]  # fmt: skip


def _told(found: Ledger, dated: list[LedgerEntry], first: date) -> list[str]:
    events = [e for e in dated if e.kind == "event"]
    status = Counter(STATUS_NAMES[e.status] for e in events if e.status)
    quads = ", ".join(
        f"{sum(str(e.quad) == quad for e in events)} {name}" for quad, name in QUAD_NAMES.items()
    )
    listed = ", ".join(f"{number} {name}" for name, number in status.items())
    days = [e.day for e in dated if e.day]
    published = sum(e.dated == "published" for e in dated)
    parts = [
        f"{min(days)} to {max(days)}: {count(len(events), 'event')} ({quads})"
        + (f", of them {listed}" if events else "")
        + f"; {count(len(dated) - len(events), 'statement')}."
    ]
    if published:
        parts.append(f"{published} stand on the day of the report, since none tells their day.")
    early = sum(day < first.isoformat() for day in days)
    if early:
        parts.append(f"{early} of before {first} stand at the left border.")
    alleged = sum(e.alleged for e in events)
    if alleged:
        parts.append(f"Hollow marks ({alleged} claimed by one side) are not told as facts.")
    gone = [e for e in found.entries if e.kind != "tie" and not (e.day and _lane(e))]
    ties = sum(e.kind == "tie" for e in found.entries)
    aside = [(len(gone), "without a day"), (ties, "standing ties")]
    aside += [(number, why) for why, number in found.left_out.items()]
    left = ", ".join(f"{number} {why}" for number, why in aside if number)
    return [*parts, *([f"Not drawn: {left}."] if left else [])]


def _row(entry: LedgerEntry) -> tuple[str, ...]:
    return (
        entry.record, entry.day or "", str(entry.quad or entry.kind),
        f"{entry.by}: {entry.says}" if entry.by else entry.says,
        (STATUS_NAMES[entry.status] if entry.status else "")
        + (_CLAIMED if entry.alleged else ""),
        f"“{entry.quotation.text}”" if entry.quotation else "", str(len(entry.reports)),
        " ".join(entry.also),
    )  # fmt: skip
