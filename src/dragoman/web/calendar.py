"""The agenda as a calendar file: the filters of its page, at ``/agenda.ics``."""

from __future__ import annotations

import tempfile
from pathlib import Path

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dragoman.archive import Archive
from dragoman.exports.ics import write_items
from dragoman.questions import MOST, ask, parameters_of
from dragoman.records import Report
from dragoman.web.pages.agenda import AgendaFilters, asked_states
from dragoman.web.responses import HEADERS


def routes() -> list[Route]:
    """The address of the calendar."""
    return [Route("/agenda.ics", calendar, methods=["GET"])]


async def calendar(request: Request) -> Response:
    """The agenda as iCalendar; at most a thousand items of each state."""
    asked = parameters_of(AgendaFilters, request.query_params.multi_items())
    body = await request.app.state.access.ask(lambda archive: calendar_of(archive, asked))
    attached = {"Content-Disposition": 'attachment; filename="agenda.ics"'}
    return Response(body, 200, {**HEADERS, **attached}, "text/calendar; charset=utf-8")


def calendar_of(archive: Archive, asked: AgendaFilters) -> bytes:
    """The file's content; items without a known day or week have no place in a calendar."""
    given = msgspec.structs.asdict(asked)
    items = [
        item
        for state in asked_states(asked)
        for item in ask(
            archive, "agenda", **{**given, "state": state, "limit": MOST, "offset": 0}
        ).found
    ]
    named = {step.quotation.report for i in items for step in i.history if step.quotation}
    rows = archive.rows(
        "SELECT json FROM reports WHERE id IN (SELECT unnest($1::VARCHAR[]))", [sorted(named)]
    )
    reports = [msgspec.json.decode(text, type=Report) for (text,) in rows]
    with tempfile.TemporaryDirectory() as folder:
        to = Path(folder, "agenda.ics")
        write_items(items, {report.id: report for report in reports}, to)
        return to.read_bytes()
