"""Where things stand in the pictures: actors on an oval, events in the cells of a grid.

Units are pixels of the drawing; y grows downwards.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

from dragoman.briefs.model import EventLine, StoryBrief
from dragoman.briefs.words import short_when
from dragoman.records import UNKNOWN_CODE

_MANY = "*"


@dataclass(frozen=True, slots=True)
class Node:
    """An actor on the oval; ``side`` says where its name stands: left, right, top or bottom."""

    code: str
    x: float
    y: float
    side: str


def oval(
    codes: Sequence[str], weights: Mapping[tuple[str, str], float], width: float, height: float,
    margin_x: float, margin_y: float,
) -> tuple[Node, ...]:  # fmt: skip
    """Actors on an oval, in the order that keeps those with much between them close.

    Example:
        >>> [(n.code, n.side) for n in oval(["A", "B"], {}, 200, 100, 50, 20)]
        [('A', 'left'), ('B', 'right')]
    """
    order = _ring(list(codes), weights)
    number = len(order)
    begin = (
        math.pi if number == 2 else -math.pi / 2 if number % 2 else -math.pi / 2 - math.pi / number
    )
    nodes = []
    for index, code in enumerate(order):
        angle = begin + 2 * math.pi * index / max(1, number)
        cos, sin = math.cos(angle), math.sin(angle)
        side = (
            ("top" if sin < 0 else "bottom") if abs(cos) < 0.3 else ("left" if cos < 0 else "right")
        )
        nodes.append(
            Node(
                code=code,
                x=width / 2 + (width / 2 - margin_x) * cos,
                y=height / 2 + (height / 2 - margin_y) * sin,
                side=side,
            )
        )
    return tuple(nodes)


def _ring(codes: list[str], weights: Mapping[tuple[str, str], float]) -> list[str]:
    """The ring order with the least weighted distance; all orders for few, swaps for many."""
    if len(codes) < 4:
        return codes

    def cost(order: Sequence[str]) -> float:
        place = {code: index for index, code in enumerate(order)}
        total = 0.0
        for (a, b), weight in weights.items():
            if a in place and b in place:
                step = abs(place[a] - place[b])
                total += weight * min(step, len(order) - step)
        return total

    if len(codes) <= 7:
        first, rest = codes[0], codes[1:]
        return min(([first, *p] for p in permutations(rest)), key=cost)
    best, found = list(codes), cost(codes)
    improved = True
    while improved:
        improved = False
        for i in range(1, len(best)):
            for j in range(i + 1, len(best)):
                trial = best.copy()
                trial[i], trial[j] = trial[j], trial[i]
                if (value := cost(trial)) < found - 1e-9:
                    best, found, improved = trial, value, True
    return best


@dataclass(frozen=True, slots=True)
class Spot:
    """An event's place: its column (a date) and lane (a pair of actors), as indices."""

    line: EventLine
    column: int
    lane: int


@dataclass(frozen=True, slots=True)
class Grid:
    """Events by date and pair. ``columns``: date labels in order; ``dated``: how many are dates.

    ``lanes``: (long name, short name) of each pair.
    """

    columns: tuple[str, ...]
    dated: int
    lanes: tuple[tuple[str, str], ...]
    spots: tuple[Spot, ...]


def grid(story: StoryBrief, columns: int = 9, lanes: int = 8) -> Grid:
    """The events of a section by date and pair, never more columns or lanes than given."""
    names = {actor.code: actor.name for actor in story.actors}
    for event in story.events():
        for party in (*event.actors, *event.recipients):
            names.setdefault(party.code, party.name)
    pairs = [_pair(event) for event in story.events()]
    counted = {pair: pairs.count(pair) for pair in dict.fromkeys(pairs)}
    ordered = sorted(counted, key=lambda pair: (pair == (), -counted[pair], pair))
    kept = ordered if len(ordered) <= lanes else ordered[: lanes - 1]
    index = {pair: i for i, pair in enumerate(kept)}
    shown = [(_long(pair, names), _short(pair)) for pair in kept]
    if len(ordered) > lanes:
        shown.append(("other", "other"))
    labels, dated, place = _columns(story, columns)
    spots = tuple(
        Spot(event, place[event.id], index.get(pair, len(kept)))
        for event, pair in zip(story.events(), pairs, strict=True)
    )
    return Grid(labels, dated, tuple(shown), spots)


def short_code(code: str) -> str:
    """Three letters for a code, for places where no more fit.

    Example:
        >>> short_code("IGOUNO"), short_code("KEN")
        ('UNO', 'KEN')
    """
    return (code[3:] if code.startswith("IGO") and len(code) > 3 else code)[:3]


def _pair(event: EventLine) -> tuple[str, ...]:
    """The codes of the two sides, sorted; one where only one side is known; "*" for many."""
    codes = {p.code for p in (*event.actors, *event.recipients)} - {UNKNOWN_CODE}
    return (_MANY,) if len(codes) > 2 else tuple(sorted(codes))


def _short(pair: tuple[str, ...]) -> str:
    return "many" if pair == (_MANY,) else "–".join(map(short_code, pair)) or "other"


def _long(pair: tuple[str, ...], names: Mapping[str, str]) -> str:
    if pair == (_MANY,):
        return "more than two actors"
    return " – ".join(names.get(code, code) for code in pair) or "actor not named"


def _columns(story: StoryBrief, most: int) -> tuple[tuple[str, ...], int, dict[str, int]]:
    """Date labels in order, how many are dated, and each event's column."""
    dated = [line for day in story.days for line in day.lines]
    keys: dict[str, str] = {}
    for cut in (None, 7, 4):  # exact dates, else months, else years
        keys = {line.id: _key(line, cut) for line in dated}
        if len(set(keys.values())) <= most:
            break
    order = list(dict.fromkeys(keys.values()))
    early = set(order[: max(0, len(order) - most + 1)]) if len(order) > most else set()
    labels = ["earlier"] if early else []
    labels += [key for key in order if key not in early]
    place = {i: 0 if key in early else labels.index(key) for i, key in keys.items()}
    number = len(labels)
    raw = [line for line in story.undated if line.date is not None and line.date.raw]
    raws = list(dict.fromkeys(f"“{line.date.raw}”" for line in raw if line.date is not None))
    raws = raws if len(raws) + number <= most and all(len(r) < 24 for r in raws) else []
    labels += raws
    rest = False
    for line in story.undated:
        label = f"“{line.date.raw}”" if line.date is not None else ""
        place[line.id] = labels.index(label) if label in raws else len(labels)
        rest = rest or label not in raws
    if rest:
        labels.append("not dated")
    return tuple(labels), number, place


def _key(line: EventLine, cut: int | None) -> str:
    label = short_when(line.date)
    if cut is None or line.date is None or not line.date.start:
        return label
    if cut == 4:
        return line.date.start[:4]
    parts = label.split(" ")
    return " ".join(parts[-2:]) if len(parts) > 2 else label
