"""iCalendar (RFC 5545): the agenda of an archive, for calendars.

Each planned event with a known day or week is an all-day VEVENT: DTSTART and DTEND as dates (the
end is exclusive), UID from the item's id, so that a calendar that is read again replaces what it
has. STATUS is CANCELLED where a report tells so, CONFIRMED where the event was held or is planned
in firm words, else TENTATIVE.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from datetime import date as day_
from pathlib import Path

import icalendar

from dragoman._version import __version__
from dragoman.agenda.book import agenda_book
from dragoman.archive import Archive
from dragoman.briefs.words import plain
from dragoman.exports.formats import Format
from dragoman.exports.losses import Losses
from dragoman.exports.references import web_address
from dragoman.exports.rows import rows
from dragoman.exports.selection import Selection
from dragoman.files import written
from dragoman.records import AgendaItem, Exported, Report

_WEEK = 7  # days: a calendar has no "some day of May"


def write(archive: Archive, to: Path, selection: Selection) -> Exported:
    """Write the agenda of an archive as a calendar; raises DragomanError "unwritable".

    Actor, dyad and days are those of the agenda's items; of the rest of a selection an item fits
    where one of its planned events does.
    """
    items = archive.agenda(
        since=selection.since, until=selection.until, actor=selection.actor, dyad=selection.dyad
    )
    # days, actor and dyad have chosen the items: a moved event keeps other days than it was told
    rest = Selection(
        recipient=selection.recipient, type=selection.type, status=selection.status,
        issue=selection.issue, story=selection.story, least=selection.least,
        alleged=selection.alleged,
    )  # fmt: skip
    if rest != Selection():
        fit = {row.event.id for row in rows(archive, rest)}
        items = [item for item in items if fit.intersection(item.events)]
    return write_items(items, {report.id: report for report in archive.reports()}, to)


def write_items(items: Iterable[AgendaItem], reports: Mapping[str, Report], to: Path) -> Exported:
    """Write these items; ``reports`` by id, for sources and publication days."""
    losses = Losses()
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//Dragoman//Agenda {__version__}//EN")
    calendar.add("version", "2.0")
    count = 0
    for item in items:
        days = _days(item)
        if days is None:
            losses.add("date", "left out: no day or week is known, and a calendar needs one")
            continue
        calendar.add_component(_event(item, days, reports))
        count += 1
        losses.add("evidence", "sentences stand in the description, without their positions")
        losses.add("history", "turns stand in the description, as text", when=len(item.history) > 1)
        losses.add("sides", "actors stand in the summary, without their codes", when=item.sides)
        losses.add("state", "written as a confirmed event with a note", when=item.state == "held")
        losses.add(
            "state", "written as a tentative event with a note", when=item.state == "overdue"
        )
    with written(to) as out:
        out.write(calendar.to_ical())
    return Exported(
        format="ics", files=(str(to),), rows={"agenda items": count}, losses=losses.told()
    )


def _days(item: AgendaItem) -> tuple[day_, day_] | None:
    """First and last day of an item planned for a day or a week; None for wider times."""
    if item.date is None or not item.date.start or not item.date.end:
        return None
    try:
        start = day_.fromisoformat(item.date.start[:10])
        end = day_.fromisoformat(item.date.end[:10])
    except ValueError:
        return None
    if end == day_.max:  # a calendar ends an event on the day after
        return None
    return (start, end) if timedelta(0) <= end - start <= timedelta(days=_WEEK) else None


def _event(
    item: AgendaItem, days: tuple[day_, day_], reports: Mapping[str, Report]
) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", f"{item.id}@dragoman")
    event.add("dtstamp", _stamp(item, days))
    event.add("dtstart", days[0])
    event.add("dtend", days[1] + timedelta(days=1))
    event.add("summary", plain(item.what))
    event.add("status", _status(item))
    event.add("transp", "TRANSPARENT")  # somebody else's appointment keeps nobody busy
    if item.place is not None:
        event.add("location", plain(item.place.name))
        if item.place.latitude is not None and item.place.longitude is not None:
            event.add("geo", (item.place.latitude, item.place.longitude))
    if item.state is not None:
        event.add("categories", [item.state])
    event.add("description", _description(item, reports))
    return event


def _stamp(item: AgendaItem, days: tuple[day_, day_]) -> datetime:
    """The day of the last report that told a turn: the same input gives the same file."""
    told = max((step.day for step in item.history if step.day), default=days[0].isoformat())
    return datetime.combine(day_.fromisoformat(told), datetime.min.time(), UTC)


def _status(item: AgendaItem) -> str:
    if item.state == "cancelled":
        return "CANCELLED"
    if item.state == "held":
        return "CONFIRMED"
    if item.state == "overdue" or (item.history and item.history[-1].kind == "doubted"):
        return "TENTATIVE"
    firm = not item.hedges or any(agenda_book().firm.search(hedge) for hedge in item.hedges)
    return "CONFIRMED" if firm else "TENTATIVE"


def _description(item: AgendaItem, reports: Mapping[str, Report]) -> str:
    lines = [f"State: {item.state}"] if item.state else []
    if item.date is not None and item.date.start != item.date.end:
        lines.append("Some day of these, or all of them; the reports do not tell more.")
    if item.hedges:
        lines.append(f"In the words: {', '.join(item.hedges)}")
    for step in item.history:
        told = f"{step.day or 'day unknown'} {step.kind}"
        if step.quotation is None:
            lines.append(told)
            continue
        report = reports.get(step.quotation.report)
        source = (report.source or report.title or report.id) if report else "a report"
        words = " ".join(step.quotation.text.split())
        url = web_address(report.url) if report else None  # a reader may press it
        where = f" {url}" if url else ""
        lines.append(f"{told}: “{words}” ({source}){where}")
    if item.attribution:
        lines.append(f"Through: {'; '.join(item.attribution)}")
    return "\n".join(map(plain, lines))


FORMAT = Format("ics", "the agenda as a calendar (iCalendar, RFC 5545)", ".ics", write)
