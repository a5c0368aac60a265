"""An archive with the reports of the brief's tests, some places on the map, and hostile words."""

from __future__ import annotations

from pathlib import Path

import msgspec

from brief_readings import fish_readings, hostile_reading
from dragoman import Archive
from dragoman.records import Place, Reading, Run
from dragoman.storing import tell_stories

RUN = Run(id="run_1", version="0", model="none")
WHERE = {"Lima": ("PER", -12.05, -77.04), "Arica": ("CHL", -18.48, -70.33)}


def readings() -> list[Reading]:
    """Three reports of two stories; Lima and Arica have coordinates, Santiago and Monday none."""
    return [_placed(one) for one in (*fish_readings(), hostile_reading())]


def archive_of(path: Path, found: list[Reading] | None = None) -> Path:
    """A new archive with these readings, its stories told."""
    with Archive(path) as archive:
        archive.add_many(readings() if found is None else found, RUN)
        tell_stories(archive)
    return path


def _placed(reading: Reading) -> Reading:
    replace = msgspec.structs.replace
    events = []
    for event in reading.events:
        if event.place is not None and event.place.name in WHERE:
            country, latitude, longitude = WHERE[event.place.name]
            place = Place(
                name=event.place.name, country=country, latitude=latitude, longitude=longitude
            )
            event = replace(event, place=place)
        events.append(event)
    report = replace(reading.report, run=RUN.id)
    return replace(reading, report=report, events=tuple(events))
