"""The network: who dealt with whom, how much, and in what spirit."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from dragoman.pictures.files import anchor
from dragoman.pictures.forces import Spot, spread
from dragoman.pictures.style import (
    BALANCE,
    INK,
    LABEL,
    PAPER,
    WIDE,
    balance,
    finished,
    legend,
    nothing,
    pixels,
)
from dragoman.records import Edge, Network
from dragoman.relations.names import count

_HEIGHT, _MARGIN_X, _MARGIN_Y = 560.0, 70.0, 34.0
_LETTER, _LINE = 6.6, 15.0
_COLUMNS = (
    "mark", "a", "b", "events", "quads 1", "2", "3", "4", "mean PLOVER", "mean Goldstein", "ties",
    "event ids",
)  # fmt: skip
Box = tuple[float, float, float, float]


def network(found: Network, *, most: int = 24) -> Any:
    """Who dealt with whom as an Altair chart.

    Lines grow with the number of events; their colour tells how much of them is conflict. Only the
    ``most`` actors with most events are drawn, and how many are left out is told. Of a directed
    network each line is nearer to the right of who acts, with a head at the other end.

    Raises DragomanError "nothing-to-draw".
    """
    codes = [node.code for node in found.nodes[:most]]
    shown = set(codes)
    edges = [e for e in found.edges if e.count and e.a in shown and e.b in shown]
    if not edges:
        raise nothing("no two actors have an event in this time")
    joined = {code for edge in edges for code in (edge.a, edge.b)}
    codes = [code for code in codes if code in joined]
    names = {node.code: node.name for node in found.nodes}
    events = {node.code: node.events for node in found.nodes}
    width, height = WIDE, _HEIGHT if len(codes) > 8 else 380.0
    weights: dict[tuple[str, str], float] = {}
    for edge in edges:
        key = (min(edge.a, edge.b), max(edge.a, edge.b))
        weights[key] = weights.get(key, 0.0) + edge.count
    placed = {
        code: (x + _MARGIN_X, y + _MARGIN_Y)
        for code, (x, y) in spread(
            codes, weights, width - 2 * _MARGIN_X, height - 2 * _MARGIN_Y
        ).items()
    }
    top = max(events[code] for code in codes)
    radius = {code: 4 + 13 * math.sqrt(events[code] / top) for code in codes}
    heaviest = max(edge.count for edge in edges)
    lines = [_line(e, placed, radius, names, heaviest, found.directed) for e in edges[::-1]]
    dots = [
        {
            "x": placed[code][0], "y": placed[code][1], "size": math.pi * radius[code] ** 2,
            "told": f"{names[code]}: {count(events[code], 'event')}",
        }
        for code in codes
    ]  # fmt: skip
    layers = [
        pixels(lines, width, height).mark_rule(strokeCap="round").encode(
            x2="x2:Q", y2="y2:Q", strokeWidth=alt.StrokeWidth("width:Q", scale=None),
            color=alt.Color("what:N", **legend(BALANCE, lines=True)), href="link:N",
            description="told:N",
        )
    ]  # fmt: skip
    if found.directed:
        layers.append(
            pixels([{**row, "x": row["x2"], "y": row["y2"]} for row in lines], width, height)
            .mark_point(shape="triangle-up", filled=True, opacity=1, aria=False)
            .encode(
                size=alt.Size("head:Q", scale=None),
                angle=alt.Angle("angle:Q", scale=None),
                color=alt.Color("what:N", **legend(BALANCE, lines=True)),
            )
        )  # fmt: skip
    layers.append(
        pixels(dots, width, height)
        .mark_circle(opacity=1, color=INK, stroke=PAPER, strokeWidth=1.5)
        .encode(size=alt.Size("size:Q", scale=None), description="told:N")
    )
    layers += _labels(codes, names, placed, radius, width, height)
    chart = alt.layer(*layers).properties(width=width, height=height)
    return finished(
        chart, _title(found), _told(found, edges, len(codes)), _COLUMNS,
        [_row(edge, names, found.directed) for edge in edges],
    )  # fmt: skip


def _line(
    edge: Edge,
    placed: Mapping[str, Spot],
    radius: Mapping[str, float],
    names: Mapping[str, str],
    heaviest: int,
    directed: bool,
) -> dict[str, Any]:
    (ax, ay), (bx, by) = placed[edge.a], placed[edge.b]
    length = math.hypot(bx - ax, by - ay) or 1.0
    ux, uy = (bx - ax) / length, (by - ay) / length
    stroke = 1.0 + 9.0 * math.sqrt(edge.count / heaviest) * (0.6 if directed else 1.0)
    aside = stroke / 2 + 1.2 if directed else 0.0
    back = radius[edge.b] + (stroke + 3 if directed else 0.0)
    x, y = ax - uy * aside, ay + ux * aside
    x2, y2 = bx - ux * back - uy * aside, by - uy * back + ux * aside
    what = balance(edge.quads)
    arrow = "→" if directed else "–"
    return {
        "x": x, "y": y, "x2": x2, "y2": y2, "width": stroke, "what": what,
        "head": (stroke + 5) ** 2,
        "angle": math.degrees(math.atan2(uy, ux)) + 90,
        "link": _link(edge, directed),
        "told": f"{names[edge.a]} {arrow} {names[edge.b]}: {count(edge.count, 'event')}, {what}",
    }  # fmt: skip


def _labels(
    codes: Sequence[str],
    names: Mapping[str, str],
    placed: Mapping[str, Spot],
    radius: Mapping[str, float],
    width: float,
    height: float,
) -> list[Any]:
    """Names beside their dots, each on the side where it covers least; the largest choose first."""
    taken: list[Box] = [
        (x - radius[c], y - radius[c], x + radius[c], y + radius[c]) for c, (x, y) in placed.items()
    ]
    sides: dict[str, list[dict[str, Any]]] = {}
    for code in codes:
        options = [
            (_covered(box, taken, width, height), n, side, spot, box)
            for n, (side, spot, box) in enumerate(_options(names[code], placed[code], radius[code]))
        ]
        _, _, side, spot, box = min(options)
        taken.append(box)
        sides.setdefault(side, []).append({"x": spot[0], "y": spot[1], "label": names[code]})
    return [
        layer
        for side, rows in sorted(sides.items())
        for layer in (
            pixels(rows, width, height)
            .mark_text(fontSize=12, fontWeight=600, color=PAPER, stroke=PAPER, strokeWidth=4,
                       strokeJoin="round", aria=False, **LABEL[side])
            .encode(text="label:N"),
            pixels(rows, width, height)
            .mark_text(fontSize=12, fontWeight=600, color=INK, aria=False, **LABEL[side])
            .encode(text="label:N"),
        )
    ]  # fmt: skip


def _options(name: str, spot: Spot, radius: float) -> list[tuple[str, Spot, Box]]:
    x, y = spot
    long, off = len(name) * _LETTER, radius + 4
    return [
        ("right", (x + off, y), (x + off, y - _LINE / 2, x + off + long, y + _LINE / 2)),
        ("left", (x - off, y), (x - off - long, y - _LINE / 2, x - off, y + _LINE / 2)),
        ("bottom", (x, y + off), (x - long / 2, y + off, x + long / 2, y + off + _LINE)),
        ("top", (x, y - off), (x - long / 2, y - off - _LINE, x + long / 2, y - off)),
    ]


def _covered(box: Box, taken: Sequence[Box], width: float, height: float) -> float:
    over = sum(
        max(0.0, min(box[2], other[2]) - max(box[0], other[0]))
        * max(0.0, min(box[3], other[3]) - max(box[1], other[1]))
        for other in taken
    )
    outside = max(0.0, -box[0]) + max(0.0, box[2] - width)
    return over + 30 * (outside + max(0.0, -box[1]) + max(0.0, box[3] - height))


def _title(found: Network) -> str:
    if found.since and found.until:
        return f"Who dealt with whom, {found.since} to {found.until}"
    if found.since or found.until:
        side = f"from {found.since}" if found.since else f"until {found.until}"
        return f"Who dealt with whom {side}"
    return "Who dealt with whom"


def _told(found: Network, edges: Sequence[Edge], actors: int) -> list[str]:
    shown = sum(edge.count for edge in edges)
    # a part of a network tells how large the whole is
    pairs = max(found.dyads, sum(bool(edge.count) for edge in found.edges))
    gone = max(found.actors, len(found.nodes)) - actors
    dyads = "directed dyad" if found.directed else "dyad"
    parts = [
        f"{count(len(edges), dyads)} of {count(actors, 'actor')}; counts of the dyads add up "
        f"to {shown} (an event of three parties counts in each of its dyads)"
    ]
    if gone or pairs > len(edges):
        rest = max(found.events, sum(edge.count for edge in found.edges)) - shown
        parts.append(
            f"Left out: {count(gone, 'actor')} with fewer events, and "
            f"{count(pairs - len(edges), 'dyad')} (counts add up to {rest})"
        )
    names = {node.code: node.name for node in found.nodes}
    first = "; ".join(
        f"{names[e.a]} {'→' if found.directed else '–'} {names[e.b]} {e.count}" for e in edges[:3]
    )
    return [f"{part}." for part in parts] + [
        f"Wider lines have more events; most have {first}. A larger dot is in more events."
    ]


def _row(edge: Edge, names: Mapping[str, str], directed: bool) -> tuple[str, ...]:
    return (
        _link(edge, directed)[1:], names[edge.a], names[edge.b], str(edge.count),
        *(str(edge.quads.get(quad, 0)) for quad in "1234"),
        "" if edge.plover is None else f"{edge.plover:+.1f} of {edge.scored}",
        "" if edge.goldstein is None else f"{edge.goldstein:+.1f} of {edge.scored_goldstein}",
        ", ".join(edge.ties), " ".join(edge.events),
    )  # fmt: skip


def _link(edge: Edge, directed: bool) -> str:
    return "#" + anchor(f"{edge.a}{'>' if directed else '-'}{edge.b}")
