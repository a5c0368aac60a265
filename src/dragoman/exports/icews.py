"""ICEWS: the 20 columns of its coded event data, tab-separated, with a header.

The columns and their order are those of the yearly files (Harvard Dataverse,
doi:10.7910/DVN/28075). Event ID and Story ID are numbers there, so they are numbers made from our
ids; FILE.ids.tsv beside the table leads back. What is not known is empty.
"""

from __future__ import annotations

from pathlib import Path

from dragoman.archive import Archive
from dragoman.codebooks import read_table
from dragoman.exports.cameo_rows import Pair, write_table
from dragoman.exports.common import cell, country_row, day_of, is_city, joined, number_of
from dragoman.exports.formats import Format
from dragoman.exports.losses import Losses
from dragoman.exports.selection import Selection
from dragoman.records import Actor, Exported

COLUMNS = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text",
    "CAMEO Code", "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID",
    "Sentence Number", "Publisher", "City", "District", "Province", "Country", "Latitude",
    "Longitude",
)  # fmt: skip


def write(archive: Archive, to: Path, selection: Selection) -> Exported:
    """Write an ICEWS table, and the ids of its rows beside it."""
    names = {row["code"]: row["name"] for row in read_table("cameo_names")}
    return write_table(
        archive, to, selection, format="icews", header=COLUMNS, lost=_lost,
        cells=lambda pair: _cells(pair, names),
    )  # fmt: skip


def _lost(losses: Losses, pair: Pair) -> None:
    event, report = pair.row.event, pair.row.report
    parties = (*event.actors, *event.recipients)
    place = event.place
    losses.add("reports", "ICEWS names one report", when=len(pair.row.reports) > 1)
    losses.add(
        "sectors", "PLOVER's sectors stand where ICEWS has names of its own",
        when=any(a.sectors for a in parties),
    )  # fmt: skip
    losses.add("role", "ICEWS has no office or title", when=any(a.role for a in parties))
    losses.add("url", "ICEWS has no address of the report", when=report.url)
    losses.add(
        "place", "ICEWS has cities alone; the country and the point stay",
        when=place and not is_city(place),
    )  # fmt: skip


def _cells(pair: Pair, names: dict[str, str]) -> list[str]:
    event, report, place = pair.row.event, pair.row.report, pair.row.event.place
    values = (
        pair.number,
        day_of(event.date),
        *_party(pair.actor),
        names.get(pair.cameo.code),
        pair.cameo.code,
        pair.cameo.goldstein,
        *_party(pair.recipient),
        number_of(report.id),
        None,
        report.source,
        place.name if place and is_city(place) else None,
        None,
        None,
        country_row(place.country).get("name") if place else None,
        place.latitude if place else None,
        place.longitude if place else None,
    )
    return [cell(value) for value in values]


def _party(actor: Actor | None) -> tuple[str | None, str | None, str | None]:
    if actor is None:
        return None, None, None
    return actor.name, joined(actor.sectors, between=","), country_row(actor.country).get("name")


FORMAT = Format("icews", "ICEWS coded event data: 20 columns, tab-separated, CAMEO", ".tab", write)
