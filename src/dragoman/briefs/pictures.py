"""The two pictures of a section, drawn with Altair: who deals with whom, and what happened when.

They carry fixed colours that :func:`dragoman.pictures.to_svg` turns into the page's CSS
variables, so that one drawing serves light and dark pages. Marks link to the lines of the page.
"""

from __future__ import annotations

import math
from typing import Any

import altair as alt

from dragoman.briefs.layout import Grid, Node, Spot, grid, oval, short_code
from dragoman.briefs.model import Brief, DyadShown, EventLine, StoryBrief
from dragoman.briefs.words import QUAD, STATUS, count
from dragoman.pictures.style import (
    FONT,
    INK,
    LABEL,
    PAPER,
    QUAD_COLOUR,
    RULE,
    SHAPE,
    SOFT,
    pixels,
)
from dragoman.pictures.svg import to_svg as to_svg

_MOST_ACTORS = 10
_WIDE = 680.0
_LANE = 25  # letters of a pair's name in a line
_STEP = 15.0  # pixels between two marks in one cell


def relations(brief: Brief | StoryBrief, narrow: bool = False) -> alt.LayerChart:
    """Actors on an oval, sized by mentions; a strand for each quad of a dyad, dashed if ahead.

    A strand's width is the number of its events. ``narrow`` is for a phone.
    """
    story = _story(brief)
    box: tuple[float, ...] = (340, 330, 74, 52) if narrow else (660, 400, 170, 56)
    width, height, margin_x, margin_y = box
    dyads = [d for d in story.relations if _total(d) or d.ties]
    codes = list(dict.fromkeys(code for d in dyads for code in (d.a.code, d.b.code)))
    codes = codes[:_MOST_ACTORS]
    weights = {(d.a.code, d.b.code): float(_total(d)) for d in dyads}
    height *= 0.5 if len(codes) < 3 else 0.75 if len(codes) < 5 else 1.0
    placed = oval(codes, weights, width, height, margin_x, margin_y)
    names = {d.a.code: d.a.name for d in dyads} | {d.b.code: d.b.name for d in dyads}
    nodes, height = _fit(placed, names, height)
    mentions = {actor.code: actor.mentions for actor in story.actors}
    top = max([mentions.get(code, 0) for code in codes], default=1) or 1
    radius = {c: 13 + 12 * math.sqrt(mentions.get(c, 0) / top) for c in codes}
    strands = [s for d in dyads for s in _strands(d, nodes, radius)]
    points = [
        {"x": n.x, "y": n.y, "size": math.pi * radius[n.code] ** 2, "code": short_code(n.code),
         "what": f"{names[n.code]}: {count(mentions.get(n.code, 0), 'mention')}"}
        for n in nodes.values()
    ]  # fmt: skip
    layers = [
        _rules([s for s in strands if not s["ahead"]], width, height, []),
        _rules([s for s in strands if s["ahead"]], width, height, [5, 4]),
        pixels(points, width, height)
        .mark_circle(opacity=1, color=INK, stroke=PAPER, strokeWidth=2)
        .encode(size=alt.Size("size:Q", scale=None), description="what:N"),
        pixels(points, width, height)
        .mark_text(color=PAPER, fontSize=9.5, fontWeight=600, font=FONT, aria=False)
        .encode(text="code:N"),
    ]
    for side, place in LABEL.items():
        labels = [
            _label(n, names[n.code], radius[n.code]) for n in nodes.values() if n.side == side
        ]
        style = {**place, "fontSize": 12.5 if narrow else 13.5}
        if labels:
            layers.append(
                pixels(labels, width, height)
                .mark_text(
                    color=INK, font=FONT, fontWeight=600, lineBreak="\n", lineHeight=15,
                    aria=False, **style,
                )
                .encode(text="label:N")
            )  # fmt: skip
    return _finish(layers, width, height)


def timeline(brief: Brief | StoryBrief, narrow: bool = False) -> alt.LayerChart:
    """Events in order of date by pair of actors: shape says the status, colour the quad.

    Wide: dates from left to right. ``narrow``: dates from top to bottom, for a phone.
    """
    cells = grid(_story(brief), columns=9 if not narrow else 12, lanes=8 if not narrow else 5)
    return _timeline(cells, narrow)


def of_story(story: StoryBrief) -> dict[str, dict[str, str]]:
    """The SVGs of a section: picture -> width ("wide", "narrow") -> SVG.

    A picture that would show less than its list (all undated, one pair) is left out.
    """
    found: dict[str, dict[str, str]] = {}
    if len(story.events()) > 2 and len(grid(story).columns) > 1:
        title, text = "Timeline", _timeline_text(story)
        found["timeline"] = {
            "wide": to_svg(timeline(story), title, text),
            "narrow": to_svg(timeline(story, narrow=True), title, text),
        }
    if sum(bool(_total(d) or d.ties) for d in story.relations) > 1:
        title, text = "Relations", _relations_text(story)
        found["relations"] = {
            "wide": to_svg(relations(story), title, text),
            "narrow": to_svg(relations(story, narrow=True), title, text),
        }
    return found


def _story(brief: Brief | StoryBrief) -> StoryBrief:
    if isinstance(brief, StoryBrief):
        return brief
    return brief.briefs[0] if brief.briefs else StoryBrief(id="none", title="")


def _finish(layers: list[Any], width: float, height: float) -> alt.LayerChart:
    chart: alt.LayerChart = (
        alt.layer(*layers)
        .properties(width=width, height=height, background="transparent", padding=2)
        .configure_view(stroke=None, fill=None)
    )
    return chart


def _fit(
    placed: tuple[Node, ...], names: dict[str, str], height: float
) -> tuple[dict[str, Node], float]:
    """Actors by code, moved up so that no empty ground is left, and the height that they need."""
    lines = {n.code: 15.0 * (1 + _wrap(names[n.code]).count("\n")) for n in placed}
    high = [n.y - 32 - (lines[n.code] if n.side == "top" else 0) for n in placed]
    low = [n.y + 32 + (lines[n.code] if n.side == "bottom" else 0) for n in placed]
    top, bottom = min(high, default=0.0), max(low, default=height)
    return {n.code: Node(n.code, n.x, n.y - top, n.side) for n in placed}, bottom - top


def _total(dyad: DyadShown) -> int:
    return sum(dyad.quads.values()) + sum(dyad.ahead.values())


def _strands(
    dyad: DyadShown, nodes: dict[str, Node], radius: dict[str, float]
) -> list[dict[str, Any]]:
    """Side by side, what happened and what lies ahead by quad; a thin line for ties alone."""
    a, b = nodes.get(dyad.a.code), nodes.get(dyad.b.code)
    if a is None or b is None:
        return []
    parts = [(q, n, False) for q, n in dyad.quads.items() if n]
    parts += [(q, n, True) for q, n in dyad.ahead.items() if n]
    parts.sort(key=lambda p: (int(p[0]), p[2]))
    if not parts:
        parts = [("0", 0, False)]  # only ties
    length = math.hypot(b.x - a.x, b.y - a.y) or 1.0
    ux, uy = (b.x - a.x) / length, (b.y - a.y) / length
    widths = [min(9.0, 1.4 + 1.1 * n) for _, n, _ in parts]
    room = sum(widths) + 2.5 * (len(parts) - 1)
    shift, strands = -room / 2, []
    for (quad, number, ahead), stroke in zip(parts, widths, strict=True):
        off = shift + stroke / 2
        shift += stroke + 2.5
        told = f"{number or len(dyad.ties)} {QUAD.get(int(quad), 'standing tie')}{' ahead' * ahead}"
        strands.append(
            {
                "x": a.x + ux * (radius[a.code] - 1) - uy * off,
                "y": a.y + uy * (radius[a.code] - 1) + ux * off,
                "x2": b.x - ux * (radius[b.code] - 1) - uy * off,
                "y2": b.y - uy * (radius[b.code] - 1) + ux * off,
                "width": stroke,
                "colour": QUAD_COLOUR.get(int(quad), SOFT),
                "ahead": ahead,
                "link": f"#{dyad.id}",
                "what": f"{dyad.a.name} – {dyad.b.name}: {told}",
            }
        )
    return strands


def _rules(rows: list[dict[str, Any]], width: float, height: float, dash: list[int]) -> alt.Chart:
    chart: alt.Chart = (
        pixels(rows, width, height)
        .mark_rule(strokeDash=dash or [1, 0], opacity=0.9)
        .encode(
            x2="x2:Q",
            y2="y2:Q",
            strokeWidth=alt.StrokeWidth("width:Q", scale=None),
            color=alt.Color("colour:N", scale=None),
            href="link:N",
            description="what:N",
        )
    )
    return chart


def _label(node: Node, name: str, radius: float) -> dict[str, Any]:
    dx = {"left": -1.0, "right": 1.0}.get(node.side, 0.0) * (radius + 6)
    dy = {"top": -1.0, "bottom": 1.0}.get(node.side, 0.0) * (radius + 5)
    return {"x": node.x + dx, "y": node.y + dy, "label": _wrap(name)}


def _wrap(name: str, most: int = 16) -> str:
    """A name on up to three lines."""
    lines = [""]
    for word in name.split():
        if lines[-1] and len(lines[-1]) + len(word) >= most:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines[:3])


def _timeline(cells: Grid, narrow: bool) -> alt.LayerChart:
    """Lay the grid out: first how many marks lie side by side in each cell, then the borders."""
    along = [
        _across([s for s in cells.spots if s.column == c], narrow)
        for c in range(len(cells.columns))
    ]
    least = 34.0 if narrow else 58.0
    if narrow:  # dates down, pairs across
        lane_across = [2 if len(cells.lanes) > 3 else 4] * len(cells.lanes)
        lane_size = [_STEP * k + 16 for k in lane_across]
        column_size = [
            max(least, 12 + _STEP * _deepest(cells, c, None, lane_across))
            for c in range(len(cells.columns))
        ]
        left, top = 96.0, 34.0
    else:
        lane_across = []
        column_size = [
            max(least, _STEP * k + 14, 16 + 6.6 * max(map(len, _wrap(label, 10).split("\n"))))
            for k, label in zip(along, cells.columns, strict=True)
        ]
        spare = max(0.0, (_WIDE - 170.0 - sum(column_size)) / len(column_size))
        column_size = [size + min(spare, 60.0) for size in column_size]
        lane_size = [
            max(
                17 + 13.0 * (1 + _wrap(cells.lanes[i][0], _LANE).count("\n")),
                12 + _STEP * _deepest(cells, None, i, along),
            )
            for i in range(len(cells.lanes))
        ]
        left, top = 170.0, 40.0
    columns, lanes = _borders(column_size), _borders(lane_size)
    across, down = (lanes, columns) if narrow else (columns, lanes)
    width, height = left + across[-1], top + down[-1]
    marks = []
    seen: dict[tuple[int, int], int] = {}
    for spot in cells.spots:
        key = (spot.column, spot.lane)
        number = seen[key] = seen.get(key, -1) + 1
        per_row = lane_across[spot.lane] if narrow else along[spot.column]
        row, place = divmod(number, per_row)
        x0 = left + (lanes[spot.lane] if narrow else columns[spot.column])
        y0 = top + (columns[spot.column] if narrow else lanes[spot.lane])
        marks.append(_mark(spot.line, x0 + 14 + _STEP * place, y0 + 14 + _STEP * row))
    layers = [
        *_frame(cells, columns, lanes, (left, top, width, height), narrow),
        pixels(marks, width, height)
        .mark_point(opacity=1, strokeWidth=1.6)
        .encode(
            shape=alt.Shape("shape:N", scale=None),
            size=alt.Size("size:Q", scale=None),
            fill=alt.Fill("fill:N", scale=None),
            stroke=alt.Stroke("stroke:N", scale=None),
            href="link:N",
            description="what:N",
        ),
    ]
    return _finish(layers, width, height)


def _mark(line: EventLine, x: float, y: float) -> dict[str, Any]:
    colour = QUAD_COLOUR.get(line.quad, SOFT)
    solid = line.status in ("actual", "negated")
    claimed = ", claimed by one side" if line.alleged else ""
    return {
        "x": x,
        "y": y,
        "shape": SHAPE[line.status],
        "size": 78 if line.status == "actual" else 70,
        "fill": colour if solid and not line.alleged else PAPER,
        "stroke": colour,
        "link": f"#{line.id}",
        "what": f"{line.text} ({STATUS[line.status]}{claimed})",
    }


def _frame(
    cells: Grid, columns: list[float], lanes: list[float], box: tuple[float, ...], narrow: bool
) -> list[Any]:
    """Hairlines between lanes, and the labels of dates and pairs."""
    left, top, width, height = box
    lines, dates, pairs = [], [], []
    for index, border in enumerate(columns[:-1]):
        at = (left, top + border) if narrow else (left + border, top)
        size = columns[index + 1] - border
        label = _wrap(cells.columns[index], 13 if narrow else 10)
        dates.append(
            {"x": 0, "y": at[1] + 14, "label": label}
            if narrow
            else {"x": at[0] + 8, "y": top - 9 - 13 * label.count("\n"), "label": label}
        )
        if narrow:
            lines.append({"x": 0.0, "y": at[1], "x2": width, "y2": at[1]})
        elif index:
            lines.append({"x": at[0], "y": top - 4, "x2": at[0], "y2": height})
        del size
    for index, border in enumerate(lanes[:-1]):
        long, short = cells.lanes[index]
        if narrow:
            pairs.append({"x": left + border + 8, "y": 2, "label": short.replace("–", "\n")})
        else:
            pairs.append({"x": 0, "y": top + border + 14, "label": _wrap(long, _LANE)})
            lines.append({"x": 0.0, "y": top + border, "x2": width, "y2": top + border})
    text: dict[str, Any] = {
        "color": INK,
        "font": FONT,
        "fontSize": 11.5,
        "lineBreak": "\n",
        "lineHeight": 13,
    }
    return [
        pixels(lines, width, height)
        .mark_rule(color=RULE, strokeWidth=1, aria=False)
        .encode(x2="x2:Q", y2="y2:Q"),
        pixels(dates, width, height)
        .mark_text(align="left", baseline="middle" if narrow else "line-bottom", aria=False, **text)
        .encode(text="label:N"),
        pixels(pairs, width, height)
        .mark_text(
            align="left", baseline="top" if narrow else "middle", aria=False, fontWeight=600, **text
        )
        .encode(text="label:N"),
    ]  # fmt: skip


def _across(spots: list[Spot], narrow: bool) -> int:
    """How many marks lie side by side in a column, so that a full cell is about as wide as high."""
    lanes: dict[int, int] = {}
    for spot in spots:
        lanes[spot.lane] = lanes.get(spot.lane, 0) + 1
    most = max(lanes.values(), default=1)
    return max(1, min(8, math.ceil(math.sqrt(most * (1 if narrow else 2)))))


def _deepest(cells: Grid, column: int | None, lane: int | None, across: list[int]) -> int:
    """How many rows of marks the fullest cell of a column or a lane needs."""
    counted: dict[tuple[int, int], int] = {}
    for spot in cells.spots:
        if column in (None, spot.column) and lane in (None, spot.lane):
            key = (spot.column, spot.lane)
            counted[key] = counted.get(key, 0) + 1
    rows = [
        math.ceil(number / across[key[1] if lane is None else key[0]])
        for key, number in counted.items()
    ]
    return max(rows, default=1)


def _borders(sizes: list[float]) -> list[float]:
    found = [0.0]
    for size in sizes:
        found.append(found[-1] + size)
    return found


def _timeline_text(story: StoryBrief) -> str:
    events = story.events()
    parts = [f"{sum(e.status == s for e in events)} {word}" for s, word in STATUS.items()]
    told = f"{count(len(events), 'event')} in order of date: {', '.join(parts)}."
    return f"{told} The list below tells each."


def _relations_text(story: StoryBrief) -> str:
    parts = [f"{d.a.name} and {d.b.name}: {count(_total(d), 'event')}" for d in story.relations]
    return "; ".join(parts) + ". The list below tells each."
