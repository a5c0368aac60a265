"""The map: events at their places, on a plain outline of the land without borders."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import altair as alt

from dragoman.pictures.files import anchor
from dragoman.pictures.style import (
    BALANCE,
    INK,
    LAND,
    PAPER,
    WIDE,
    balance,
    finished,
    legend,
    nothing,
)
from dragoman.records import PlaceCount, Places
from dragoman.relations.dyads import QUAD_NAMES
from dragoman.relations.names import code_name, count

_HEIGHT, _NAMED = 380.0, 10
_COLUMNS = (
    "mark", "place", "country", "events", "quads 1", "2", "3", "4", "latitude", "longitude",
    "event ids",
)  # fmt: skip


def map(found: Places) -> Any:
    """Events at their places as an Altair chart (equal-earth projection).

    Dots grow with the number of events and are coloured by how much of it is conflict. The outline
    has no borders, so that it takes no side. How many events have no point is told.

    Raises DragomanError "nothing-to-draw".
    """
    places = [p for p in found.places if p.count]
    if not places:
        raise nothing(f"no event has a place with coordinates ({found.unplaced} have none)")
    top = max(place.count for place in places)
    rows = [
        {
            "longitude": p.longitude, "latitude": p.latitude, "size": 18 + 500 * p.count / top,
            "what": balance(p.quads), "link": f"#{_mark(p)}",
            "told": f"{p.name} ({p.country or 'no country'}): {count(p.count, 'event')} ("
            + ", ".join(f"{number} {QUAD_NAMES[quad]}" for quad, number in p.quads.items()) + ")",
        }
        for p in places
    ]  # fmt: skip
    land = alt.Chart(
        alt.InlineData(values=_land(), format=alt.TopoDataFormat(type="topojson", feature="land"))
    ).mark_geoshape(fill=LAND, stroke=None, aria=False)
    spots = alt.Chart(alt.InlineData(values=rows)).encode(
        longitude="longitude:Q", latitude="latitude:Q"
    )
    labels = alt.Chart(alt.InlineData(values=_named(places, top))).encode(
        longitude="longitude:Q", latitude="latitude:Q", text="name:N"
    )
    style: dict[str, Any] = {"align": "left", "baseline": "middle", "fontSize": 11, "aria": False}
    layers = [
        land,
        spots.mark_circle(opacity=1, stroke=PAPER, strokeWidth=0.8).encode(
            size=alt.Size("size:Q", scale=None), color=alt.Color("what:N", **legend(BALANCE)),
            href="link:N", description="told:N",
        ),
        *(
            labels.mark_text(dx=alt.ExprRef("datum.dx"), **style, **look)
            for look in (
                {"color": PAPER, "stroke": PAPER, "strokeWidth": 3, "strokeJoin": "round"},
                {"color": INK},
            )
        ),
    ]  # fmt: skip
    chart = alt.layer(*layers).project(type="equalEarth").properties(width=WIDE, height=_HEIGHT)
    return finished(chart, _title(found), _told(found, places), _COLUMNS, [_row(p) for p in places])


@lru_cache(maxsize=1)
def _land() -> Any:
    path = Path(__file__).with_name("world.json")
    return json.loads(path.read_text(encoding="utf-8"))


def _named(places: list[PlaceCount], top: int) -> list[dict[str, Any]]:
    """The places with most events, as long as their names keep off each other."""
    found: list[dict[str, Any]] = []
    for place in places:
        near = any(
            abs(place.latitude - other["latitude"]) < 6
            and -len(place.name) * 3.2 - 5 < other["longitude"] - place.longitude
            and other["longitude"] - place.longitude < len(place.name) * 3.2 + 5
            for other in found
        )
        if not near and len(found) < _NAMED:
            radius = ((18 + 500 * place.count / top) / 3.1416) ** 0.5
            found.append(
                {
                    "longitude": place.longitude, "latitude": place.latitude,
                    "name": f"{place.name} {place.count}", "dx": radius + 3,
                }
            )  # fmt: skip
    return found


def _title(found: Places) -> str:
    who = ", ".join("–".join(code_name(code) for code in pair) for pair in found.dyads)
    span = " to ".join(day for day in (found.since, found.until) if day)
    if span and not (found.since and found.until):
        span = f"{'from' if found.since else 'until'} {span}"
    what = f"Where events were: {who}" if who else "Where events were"
    return ", ".join(part for part in (what, span) if part)


def _told(found: Places, places: list[PlaceCount]) -> list[str]:
    events = sum(place.count for place in places)
    first = ", ".join(f"{place.name} {place.count}" for place in places[:5])
    lines = [
        f"{count(events, 'event')} at {count(len(places), 'place')}; most at {first}.",
        f"{found.unplaced} more have no place with coordinates (none told, or a whole country)."
        if found.unplaced
        else "",
    ]
    left = ", ".join(f"{number} {why}" for why, number in found.left_out.items() if number)
    return [*lines, *([f"Not drawn: {left}."] if left else [])]


def _row(place: PlaceCount) -> tuple[str, ...]:
    return (
        _mark(place), place.name, place.country or "", str(place.count),
        *(str(place.quads.get(quad, 0)) for quad in "1234"),
        f"{place.latitude:.2f}", f"{place.longitude:.2f}", " ".join(place.events),
    )  # fmt: skip


def _mark(place: PlaceCount) -> str:
    return anchor(f"{place.name}-{place.latitude}-{place.longitude}")
