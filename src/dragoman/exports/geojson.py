"""GeoJSON: events at their places, for QGIS, kepler.gl, Leaflet, geopandas.

Format: RFC 7946. A position is [longitude, latitude] in WGS 84. An event is a point only where its
place has known coordinates; a country as a whole has none, and is no point.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from dragoman.archive import Archive
from dragoman.briefs.sentences import Framer
from dragoman.briefs.words import plain
from dragoman.exports.formats import Format
from dragoman.exports.losses import Losses
from dragoman.exports.references import web_address
from dragoman.exports.rows import Row, rows
from dragoman.exports.selection import Selection
from dragoman.files import written
from dragoman.records import Actor, Event, Exported, Place
from dragoman.relations import headline


def feature(row: Row) -> dict[str, Any] | None:
    """An event as a GeoJSON feature; None where its place has no known coordinates.

    Properties are flat but for ``tellings``, which has one object for each report's telling:
    a map's table shows ``sentence``, ``report``, ``source``, ``url`` of the one that is shown.
    """
    event, place = row.event, row.event.place
    position = _position(place)
    if position is None or place is None:
        return None
    tellings = [_telling(row, telling) for telling in row.tellings]
    date = event.date
    return {
        "type": "Feature",
        "id": event.id,
        "geometry": {"type": "Point", "coordinates": position},
        "properties": {
            "id": event.id,
            "headline": plain(headline(event)),
            "type": event.type,
            "mode": event.mode,
            "contexts": list(row.contexts),
            "quad": event.quad,
            "score": event.score,
            "status": event.status,
            "alleged": event.alleged,
            "actors": _names(event.actors),
            "actor_codes": _codes(event.actors),
            "recipients": _names(event.recipients),
            "recipient_codes": _codes(event.recipients),
            "date": plain(date.raw) if date else None,
            "start": date.start if date else None,
            "end": date.end if date else None,
            "precision": date.precision if date else None,
            "place": plain(place.name),
            "country": place.country,
            "issues": list(event.issues),
            "confidence": row.confidence,
            "story": row.story.id if row.story else None,
            **tellings[0],
            "reports": len(row.reports),
            "tellings": tellings,
        },
    }


def write(archive: Archive, to: Path, selection: Selection) -> Exported:
    """Write the selected events that have a place with coordinates, one feature a line."""
    losses = Losses()
    count = 0
    with written(to) as out:
        out.write(b'{"type":"FeatureCollection","features":[')
        for row in rows(archive, selection):
            found = feature(row)
            if found is None:
                _lose(losses, row.event.place)
                continue
            losses.add("hedges", "a point has no hedges", when=any(e.hedges for e in row.tellings))
            losses.add(
                "differing", "a point shows one reading", when=getattr(row.event, "differing", ())
            )
            out.write((b",\n" if count else b"\n") + msgspec.json.encode(found))
            count += 1
        out.write(b"\n]}\n")
    return Exported(
        format="geojson", files=(str(to),), rows={"events": count}, losses=losses.told()
    )


def _lose(losses: Losses, place: Place | None) -> None:
    if place is None:
        losses.add("event", "no report tells its place: it is on no map")
    elif place.latitude is None or place.longitude is None:
        losses.add("event", "its place has no coordinates (a country, or a place in no book)")
    else:
        losses.add("event", "its coordinates are none on earth")


def _position(place: Place | None) -> list[float] | None:
    """[longitude, latitude]; None where they are unknown or none."""
    if place is None or place.latitude is None or place.longitude is None:
        return None
    if not (-90 <= place.latitude <= 90 and -180 <= place.longitude <= 180):
        return None
    return [place.longitude, place.latitude]


def _telling(row: Row, event: Event) -> dict[str, Any]:
    report = row.reports[event.report]
    framer = Framer(report.id, "", row.texts[report.id])
    passages = [p for p in framer.passages(event.evidence) if p.core]
    return {
        "sentence": plain(passages[0].text) if passages else None,
        "report": report.id,
        "source": plain(report.source) if report.source else None,
        "title": plain(report.title) if report.title else None,
        "published": report.published,
        "url": web_address(report.url),
        "says": " → ".join(plain(source.name) for source in event.attribution) or None,
    }


def _names(actors: Sequence[Actor]) -> list[str]:
    return [plain(actor.name) for actor in actors]


def _codes(actors: Sequence[Actor]) -> list[str]:
    """Codes beside the names, one for each, the unknown one too."""
    return [actor.code for actor in actors]


FORMAT = Format(
    "geojson", "events with known coordinates as points for maps (RFC 7946)", ".geojson", write
)
