"""Series of dyads: events by quad over time, or mean scores beside their counts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby
from typing import Any, Literal

import altair as alt

from dragoman.pictures.files import anchor
from dragoman.pictures.style import (
    EVEN,
    FILL,
    INK,
    LAND,
    PAPER,
    SOFT,
    WIDE,
    finished,
    legend,
    nothing,
    sides,
)
from dragoman.records import Level, Period, Series
from dragoman.relations.dyads import QUAD_NAMES
from dragoman.relations.names import code_name, count

Shown = Literal["quads", "plover", "goldstein"]
_UNREAD = "no report read"
_CLASSES = ((QUAD_NAMES["1"], FILL[1]), (QUAD_NAMES["2"], FILL[2]), (QUAD_NAMES["3"], FILL[3]),
            (QUAD_NAMES["4"], FILL[4]), (_UNREAD, LAND))  # fmt: skip
_LETTER = 6.0  # pixels
_FEW = 160  # periods between which a gap is seen
_COLUMNS = (
    "mark", "from", "to", "reports read", "events", "quads 1", "2", "3", "4", "mean PLOVER",
    "mean Goldstein", "statements", "event ids",
)  # fmt: skip


def series(*found: Series, measure: Shown = "quads") -> Any:
    """Dyads over time as an Altair chart, one below the other on one scale.

    Cooperation stands above the line and conflict below it, verbal light and material dark.
    Periods of which no report was read are shaded, apart from zero; changes of level are dated
    lines. ``measure`` "plover" or "goldstein" shows means over the counts that they rest on.

    Raises DragomanError "nothing-to-draw" without a period, "bad-query" for another measure.
    """
    from dragoman.errors import DragomanError

    if measure not in ("quads", "plover", "goldstein"):
        raise DragomanError(
            f"A series shows quads, plover or goldstein; {measure!r} is none of them.",
            error="bad-query",
        )
    if not any(one.periods for one in found):
        raise nothing("no series has a period of time")
    starts = [period.start for one in found for period in one.periods]
    ends = [_after(period.end) for one in found for period in one.periods]
    span = (min(starts), max(ends))
    most = _highest(found)
    panels = []
    for one in found:
        name = pair(one) if len(found) > 1 else ""
        if measure == "quads":
            panels.append(_counts(one, span, most, _height(found), name))
        else:
            panels.append(_means(one, span, _reach(found, measure), measure, name))
            panels.append(_counts(one, span, most, 90.0, "", marked=False))
    chart = alt.vconcat(*panels, spacing=14).resolve_scale(color="shared")
    what = "Events" if measure == "quads" else f"Mean {_title(measure)} score of events"
    title = f"{what} by {found[0].grain}: {', '.join(pair(one) for one in found)}"
    told = [_told(one, measure) for one in found]
    levels = [_levels_told(one, measure) for one in found]
    return finished(chart, title, told, _COLUMNS, list(_rows(found)), levels)


def pair(one: Series) -> str:
    """The dyad as its picture names it: "China – South Korea", "USA → North Korea"."""
    return f"{code_name(one.a)} {'→' if one.directed else '–'} {code_name(one.b)}"


def _height(found: tuple[Series, ...]) -> float:
    return 250.0 if len(found) == 1 else 150.0


def _highest(found: Iterable[Series]) -> tuple[int, int]:
    both = [sides(period.quads) for one in found for period in one.periods]
    return max((b[0] for b in both), default=0) or 1, max((b[1] for b in both), default=0) or 1


def _reach(found: Iterable[Series], measure: Shown) -> float:
    means = [abs(_mean(p, measure)[0] or 0) for one in found for p in one.periods]
    return max(2.0, float(-(-max(means, default=0) // 1)))


def _mean(period: Period, measure: Shown) -> tuple[float | None, int]:
    if measure == "plover":
        return period.plover, period.scored
    return period.goldstein, period.scored_goldstein


def _x(span: tuple[str, str], axis: bool = True) -> alt.X:
    shown = alt.Axis(title=None, grid=False, tickCount=8, labelOverlap=True) if axis else None
    scale = alt.Scale(type="utc", domain=[_utc(span[0]), _utc(span[1])], nice=False)
    return alt.X("from:T", axis=shown, scale=scale)


def _y(domain: list[float], title: str) -> alt.Y:
    whole = alt.Axis(
        title=title, format="d", tickMinStep=1, tickCount=5, labelExpr="abs(datum.value)",
        minExtent=34, maxExtent=34,
    )  # fmt: skip
    return alt.Y("low:Q", axis=whole, scale=alt.Scale(domain=domain, nice=False, zero=False))


def _counts(
    one: Series,
    span: tuple[str, str],
    most: tuple[int, int],
    height: float,
    name: str,
    marked: bool = True,
) -> Any:
    x = _x(span)
    y = _y([-most[1] * 1.04, most[0] * 1.04], "conflict ↓ · events · cooperation ↑")
    if height < 200:
        y = _y([-most[1] * 1.04, most[0] * 1.04], "events")
    colour = alt.Color("what:N", **legend(_CLASSES))
    gap: dict[str, Any] = {"stroke": PAPER, "strokeWidth": 0.6} if len(one.periods) < _FEW else {}
    layers: list[Any] = [
        _unread(one, x, colour),
        alt.Chart(alt.InlineData(values=list(_bars(one))))
        .mark_bar(**gap)
        .encode(
            x=x, x2="to:T", y=y, y2="high:Q", color=colour, href="link:N", description="told:N"
        ),
        alt.Chart(alt.InlineData(values=[{}]))
        .mark_rule(color=SOFT, strokeWidth=1, aria=False)
        .encode(y=alt.datum(0)),
    ]
    if marked:
        layers += _levels(
            [v for v in one.levels if v.measure in ("count", "cooperation", "conflict")], span
        )
    return _panel(layers, name, height)


def _means(one: Series, span: tuple[str, str], reach: float, measure: Shown, name: str) -> Any:
    x = _x(span)
    axis = alt.Axis(title=f"mean {_title(measure)}", tickCount=5, minExtent=34, maxExtent=34)
    y = alt.Y("mean:Q", axis=axis, scale=alt.Scale(domain=[-reach, reach], nice=False))
    rows, run = [], 0
    for period in one.periods:
        mean, number = _mean(period, measure)
        if mean is None:
            run += 1
            continue
        rows.append(
            {
                "from": _utc(_middle(period)), "mean": mean, "number": number, "run": run,
                "link": _link(one, period),
                "told": f"{period.start}: mean {mean:+.1f} of {count(number, 'event')}",
            }
        )  # fmt: skip
    base = alt.Chart(alt.InlineData(values=rows)).encode(x=x, y=y)
    dots = alt.Size(
        "number:Q",
        scale=alt.Scale(range=[14, 260], domainMin=0),
        legend=alt.Legend(title="events in the mean", orient="top", direction="horizontal",
                          symbolFillColor=INK, tickCount=3, format="d"),
    )  # fmt: skip
    layers = [
        _unread(one, x, alt.value(LAND)),
        alt.Chart(alt.InlineData(values=[{}]))
        .mark_rule(color=SOFT, strokeWidth=1, aria=False)
        .encode(y=alt.datum(0)),
        base.mark_line(color=EVEN, strokeWidth=1.2, aria=False).encode(detail="run:N"),
        base.mark_circle(color=INK, opacity=1, stroke=PAPER, strokeWidth=0.8).encode(
            size=dots, href="link:N", description="told:N"
        ),
        *_levels([v for v in one.levels if v.measure == measure], span),
    ]
    return _panel(layers, name, 170.0)


def _panel(layers: list[Any], name: str, height: float) -> Any:
    chart = alt.layer(*layers).properties(width=WIDE, height=height)
    if name:
        title = alt.TitleParams(name, anchor="start", fontSize=13, offset=6, color=INK)
        chart = chart.properties(title=title)
    return chart


def _unread(one: Series, x: alt.X, colour: Any) -> Any:
    """A shade over each run of periods of which no report was read."""
    rows = []
    for unread, run in groupby(one.periods, key=lambda period: not period.read):
        if unread:
            part = list(run)
            told = f"{part[0].start} to {part[-1].end}: {_UNREAD}"
            rows.append(
                {
                    "from": _utc(part[0].start), "to": _utc(_after(part[-1].end)),
                    "what": _UNREAD, "told": told,
                }
            )  # fmt: skip
    return (
        alt.Chart(alt.InlineData(values=rows))
        .mark_rect()
        .encode(x=x, x2="to:T", color=colour, description="told:N")
    )


def _bars(one: Series) -> Iterable[dict[str, Any]]:
    for period in one.periods:
        for quads, sign in (("12", 1), ("34", -1)):
            at = 0
            for quad in quads:
                number = period.quads.get(quad, 0)
                if number:
                    what = QUAD_NAMES[quad]
                    yield {
                        "from": _utc(period.start), "to": _utc(_after(period.end)),
                        "low": sign * at, "high": sign * (at + number), "what": what,
                        "link": _link(one, period),
                        "told": f"{period.start}: {number} {what} in "
                        f"{count(period.read, 'report')} read",
                    }  # fmt: skip
                at += number


def _levels(levels: list[Level], span: tuple[str, str]) -> list[Any]:
    """A dated line for each change, its words over the picture in as many rows as they need."""
    first, last = (date.fromisoformat(day) for day in span)
    ends: list[float] = []
    rows: dict[tuple[int, str], list[dict[str, Any]]] = {}
    marks = []
    for level in sorted(levels, key=lambda one: (one.day, one.measure)):
        place = (date.fromisoformat(level.day) - first) / (last - first) * WIDE
        text = level_told(level)
        size = len(text) * _LETTER + 14
        side = "right" if place + size > WIDE else "left"
        left, right = (place - size, place) if side == "right" else (place, place + size)
        free = (n for n, end in enumerate(ends) if end < left)
        row = next(free, len(ends))
        ends[row : row + 1] = [right]
        mark = {"from": _utc(level.day), "text": text}
        marks.append(mark)
        rows.setdefault((row, side), []).append(mark)
    if not marks:
        return []
    x = _x(span)
    lines = (
        alt.Chart(alt.InlineData(values=marks))
        .mark_rule(color=INK, strokeDash=[3, 3], strokeWidth=1.2)
        .encode(x=x, description="text:N")
    )
    words = [
        alt.Chart(alt.InlineData(values=found))
        .mark_text(
            align="right" if side == "right" else "left", baseline="bottom", color=INK,
            fontSize=11, dx=-3 if side == "right" else 0, aria=False,
        )
        .encode(x=x, y=alt.value(-3 - 14 * row), text="text:N")
        for (row, side), found in sorted(rows.items())
    ]  # fmt: skip
    return [lines, *words]


def level_told(level: Level) -> str:
    """A change of level in a few words, with its date."""
    name = {"plover": "mean PLOVER", "goldstein": "mean Goldstein", "count": "events"}
    per = "" if level.per == "event" else f" per {level.per}"
    what = name.get(level.measure, level.measure)
    return f"{level.day} {what} {level.before:.1f} → {level.after:.1f}{per}"


def _told(one: Series, measure: Shown) -> str:
    together = sum(sides(period.quads)[0] for period in one.periods)
    against = sum(sides(period.quads)[1] for period in one.periods)
    events = sum(period.count for period in one.periods)
    read = sum(period.read for period in one.periods)
    unread = sum(not period.read for period in one.periods)
    if not one.periods:
        return f"{pair(one)}: no period."
    parts = [
        f"{pair(one)}, {one.periods[0].start} to {one.periods[-1].end}: {count(events, 'event')} "
        f"({together} cooperation, {against} conflict) while {count(read, 'report')} were read"
    ]
    if measure != "quads":
        scored = sum(_mean(period, measure)[1] for period in one.periods)
        parts.append(f"{scored} of them with a {_title(measure)} score")
    if unread:
        parts.append(f"{count(unread, one.grain)} of which no report was read")
    aside = [(one.undated, "without a day"), (one.outside, "outside these days")]
    aside += [(number, why) for why, number in one.left_out.items()]
    if left := ", ".join(f"{number} {why}" for number, why in aside if number):
        parts.append(f"not drawn: {left}")
    return "; ".join(parts) + "."


def _levels_told(one: Series, measure: Shown) -> str:
    shown = (measure,) if measure != "quads" else ("count", "cooperation", "conflict")
    levels = "; ".join(level_told(v) for v in one.levels if v.measure in shown)
    return f"{pair(one)}, changes of level: {levels}." if levels else ""


def _rows(found: Iterable[Series]) -> Iterable[tuple[str, ...]]:
    for one in found:
        for p in one.periods:
            yield (
                _link(one, p)[1:], p.start, p.end, str(p.read), str(p.count),
                *(str(p.quads.get(quad, 0)) for quad in "1234"),
                "" if p.plover is None else f"{p.plover:+.1f} of {p.scored}",
                "" if p.goldstein is None else f"{p.goldstein:+.1f} of {p.scored_goldstein}",
                str(p.statements), " ".join(p.events),
            )  # fmt: skip


def _link(one: Series, period: Period) -> str:
    return "#" + anchor(f"{one.a}{'>' if one.directed else '-'}{one.b}-{period.start}")


def _title(measure: Shown) -> str:
    return {"plover": "PLOVER", "goldstein": "Goldstein"}.get(measure, measure)


def _after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def _middle(period: Period) -> str:
    first, last = date.fromisoformat(period.start), date.fromisoformat(period.end)
    return (first + (last - first) / 2).isoformat()


def _utc(day: str) -> str:
    """A day as a moment that no machine's time zone shifts."""
    return f"{day}T00:00:00Z"
