"""Where events were: counts by place, over all dyads or some."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dragoman.archive.days import checked_day
from dragoman.ledger.asking import ONCE, Asked, Rows, quoted, why_left_out
from dragoman.records import PlaceCount, Places


def places(
    archive: Rows,
    dyads: Sequence[Asked] = (),
    *,
    since: str | None = None,
    until: str | None = None,
    planned: bool = False,
    alleged: bool = False,
) -> Places:
    """Events by place, those with most first; what several stories tell counts once.

    An event has a point where a report tells a place with known coordinates: no country's middle
    stands for a country. Raises DragomanError "bad-date".
    """
    since, until = checked_day(since), checked_day(until)
    chosen = ["TRUE"]
    if dyads:
        pairs = " OR ".join(one.pair for one in dyads)
        chosen.append(f"id IN (SELECT event FROM merged_dyads WHERE {pairs})")
    if since is not None:
        chosen.append(f"counted >= {quoted(since)}::DATE")
    if until is not None:
        chosen.append(f"counted <= {quoted(until)}::DATE")
    once = ONCE.replace("event, a", "id")
    lying = "latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180"
    events = (
        f"SELECT id, quad, place, place_country, latitude, longitude, day, {lying} AS lies, "
        f"{why_left_out(planned, alleged)} AS why FROM merged_events "
        f"WHERE {' AND '.join(chosen)} QUALIFY row_number() OVER (PARTITION BY "
        f"coalesce(occasion, id) ORDER BY coalesce({lying}, false) DESC, {once}) = 1"
    )
    quads = ", ".join(f"count(*) FILTER (quad = {quad})" for quad in (1, 2, 3, 4))
    rows = archive.rows(
        f"SELECT min(place), min(place_country), latitude, longitude, {quads}, count(*), "
        f"list(id ORDER BY day NULLS LAST, id) FROM ({events}) WHERE why IS NULL AND lies "
        "GROUP BY latitude, longitude ORDER BY count(*) DESC, min(place), latitude, longitude"
    )
    aside = archive.rows(
        f"SELECT why, count(*) FROM ({events}) WHERE why IS NOT NULL OR lies IS NOT TRUE "
        "GROUP BY why ORDER BY why"
    )
    return Places(
        dyads=tuple((one.a, one.b) for one in dyads),
        since=since,
        until=until,
        places=tuple(_place(row) for row in rows),
        unplaced=sum(number for why, number in aside if why is None),
        left_out={why: number for why, number in aside if why is not None},
    )


def _place(row: tuple[Any, ...]) -> PlaceCount:
    name, country, latitude, longitude, *quads, number, events = row
    return PlaceCount(
        name=name or "",
        country=country,
        latitude=latitude,
        longitude=longitude,
        quads={str(quad): n for quad, n in enumerate(quads, start=1) if n},
        count=number,
        events=tuple(events),
    )
