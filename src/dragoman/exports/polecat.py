"""POLECAT: the 40 columns of the public PLOVER event data set, tab-separated, with a header.

The columns and their order are those of the yearly files of POLECAT (Harvard Dataverse,
doi:10.7910/DVN/AJGVIT). As there, several actors stand in one cell, joined by "; ", and what is
not known is "None". Contexts hold the status as PLOVER's manual has it: "future", "hypothetical",
"negation".
"""

from __future__ import annotations

from pathlib import Path

from dragoman.archive import Archive
from dragoman.exports.common import (
    CODER,
    cell,
    country_row,
    day_of,
    is_city,
    joined,
    lose,
)
from dragoman.exports.formats import Format
from dragoman.exports.losses import Losses
from dragoman.exports.plover import CONTEXT_OF_STATUS
from dragoman.exports.rows import Row, rows
from dragoman.exports.selection import Selection
from dragoman.files import written
from dragoman.records import Actor, Exported

COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    "Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors",
    "Actor Title", "Actor Name Raw", "Wikipedia Actor ID", "Recipient Name", "Recipient Country",
    "Recipient COW", "Primary Recipient Sector", "Recipient Sectors", "Recipient Title",
    "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City", "District", "Province",
    "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type", "Source",
    "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language",
    "Version",
)  # fmt: skip

_NONE = "None"
_QUADS = {
    1: "VERBAL COOPERATION", 2: "MATERIAL COOPERATION", 3: "VERBAL CONFLICT", 4: "MATERIAL CONFLICT"
}  # fmt: skip
_LOST = {
    "evidence": "POLECAT has no positions in the text",
    "attribution": "POLECAT has no sources between the act and the report",
    "alleged": "POLECAT cannot say that only an interested party claims it",
    "hedges": "POLECAT has no hedges",
    "change": "POLECAT has no change over time",
    "issues": "POLECAT has no issues",
    "differing": "POLECAT has one version of each field",
    "confidence": "POLECAT has no confidence",
    "reports": "POLECAT names one report, that of the shown telling",
    "date": "the words of a date without a day are not told; the date is None",
    "precision": "a week, month or year is written as its first day",
}


def write(archive: Archive, to: Path, selection: Selection) -> Exported:
    """Write a POLECAT table."""
    losses = Losses()
    count = 0
    with written(to) as out:
        out.write(("\t".join(COLUMNS) + "\n").encode())
        for row in rows(archive, selection):
            out.write(("\t".join(_cells(row)) + "\n").encode())
            lose(losses, row, _LOST)
            losses.add("url", "POLECAT has no address of the report", when=row.report.url)
            count += 1
    return Exported(
        format="polecat", files=(str(to),), rows={"events": count}, losses=losses.told()
    )


def _cells(row: Row) -> list[str]:
    event, report, place = row.event, row.report, row.event.place
    contexts = [*row.contexts]
    if event.status in CONTEXT_OF_STATUS:
        contexts.append(CONTEXT_OF_STATUS[event.status])
    where = [
        place.name if place else None,
        place.name if place and is_city(place) else None,
        None,
        None,
        place.country if place else None,
        place.latitude if place else None,
        place.longitude if place else None,
        None,
        row.words("place"),
        None,
    ]
    about = [report.source, (report.published or "")[:10], None, None, None, report.language, CODER]
    return [
        cell(event.id),
        cell(day_of(event.date), _NONE),
        event.type,
        cell(event.mode, _NONE),
        cell(event.score, _NONE),
        _QUADS[event.quad],
        joined(contexts, _NONE),
        *_party(event.actors),
        *_party(event.recipients),
        *(cell(value, _NONE) for value in (*where, *about)),
    ]


def _party(actors: tuple[Actor, ...]) -> list[str]:
    """The eight columns of a side: one value an actor in each, but for all sectors of all."""
    first = [a.sectors[0] if a.sectors else None for a in actors]
    every = list(dict.fromkeys(sector for a in actors for sector in a.sectors))
    return [
        joined((a.name for a in actors), _NONE),
        joined((a.country for a in actors), _NONE),
        joined((country_row(a.country).get("cow") for a in actors), _NONE),
        joined(first, _NONE),
        joined(every, _NONE),
        joined((a.role for a in actors), _NONE),
        joined((a.text for a in actors), _NONE),
        _NONE,
    ]


FORMAT = Format("polecat", "POLECAT event data: 40 columns, tab-separated", ".tsv", write)
