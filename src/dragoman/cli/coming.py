"""What is coming and what stands: the agenda followed up, and ties over time."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dragoman.cli.app import app
from dragoman.cli.queries import (
    DB,
    Actors,
    Json,
    OfStory,
    Since,
    Until,
    derived,
    print_found,
    reading,
    told,
    when,
)
from dragoman.cli.shared import error_console
from dragoman.records import AgendaItem, StandingTie, TieStep
from dragoman.relations.agenda import in_line


@app.command()
def ties(
    archive: DB,
    between: Annotated[str | None, typer.Option(help="Two codes: KOR-USA.")] = None,
    kind: Annotated[str | None, typer.Option(help="A kind of tie (alliance).")] = None,
    standing: Annotated[
        bool, typer.Option("--standing", help="Each tie once over all reports, with its history.")
    ] = False,
    at: Annotated[
        str | None, typer.Option(help="As of this day (2026-01-05); implies --standing.")
    ] = None,
    json: Json = False,
) -> None:
    """List the standing relations that reports state: alliance, trade, arms, patronage, claims."""
    if standing or at is not None:
        with told(archive) as db:
            folded = db.standing_ties(between=between, kind=kind, at=at)
        print_found(
            folded,
            json,
            ("a", "b", "kind", "state", "first", "last", "reports", "stories", "changes", "says"),
            _standing_row,
        )
        return
    with reading(archive) as db:
        found = db.ties(between=between)
    if kind is not None:
        found = [tie for tie in found if tie.kind == kind.lower()]
    print_found(
        found, json, ("id", "a", "b", "kind", "says"), lambda t: (t.id, t.a, t.b, t.kind, t.says)
    )


@app.command()
def agenda(
    archive: DB,
    on: Annotated[
        str | None,
        typer.Option(help="As of this day (2026-01-05); without it, the latest report's."),
    ] = None,
    since: Since = None,
    until: Until = None,
    actor: Actors = None,
    dyad: Annotated[str | None, typer.Option(help="Two codes: KOR-CHN.")] = None,
    place: Annotated[str | None, typer.Option(help="A place, or a country's code.")] = None,
    state: Annotated[
        str | None,
        typer.Option(help="ahead, held, moved, cancelled, overdue or unknown."),
    ] = None,
    story: OfStory = None,
    ics: Annotated[
        Path | None, typer.Option(help="Write it as a calendar (iCalendar) to this file, too.")
    ] = None,
    json: Json = False,
) -> None:
    """List planned events by date, and what later reports say became of them.

    With --story, what one story tells as planned, and nothing is followed up.
    """
    if story is not None:
        _of_story(archive, story, json)
        return
    with told(archive) as db:
        found = db.agenda(
            on=on, since=since, until=until, actor=actor, dyad=dyad, place=place,
            state=state,  # type: ignore[arg-type]
        )  # fmt: skip
        reports = {report.id: report for report in db.reports()} if ics else {}
    if ics is not None:
        from dragoman.exports.ics import write_items

        done = write_items(found, reports, ics)
        error_console.print(
            f"Written: {done.files[0]} ({done.rows['agenda items']} agenda items)",
            highlight=False, soft_wrap=True, markup=False,
        )  # fmt: skip
        for loss in done.losses:
            error_console.print(
                f"  {loss.field}: {loss.why} ({loss.records})",
                highlight=False, soft_wrap=True, markup=False,
            )  # fmt: skip
    print_found(
        found,
        json,
        ("id", "date", "state", "what", "place", "in the words", "shown by", "reports"),
        _item_row,
    )


def _of_story(archive: Path, story: str, json: bool) -> None:
    items = derived(archive, story, AgendaItem)
    items.sort(key=lambda item: in_line(item.date))
    print_found(
        items,
        json,
        ("date", "what", "place", "in the words", "says"),
        lambda i: (
            when(i.date), i.what, i.place.name if i.place else "", ", ".join(i.hedges),
            " → ".join(i.attribution),
        ),
    )  # fmt: skip


def _item_row(item: AgendaItem) -> tuple[str, ...]:
    """One planned event; the last turn with its day and its sentence."""
    turns = [f"{step.day or '?'} {step.kind}" for step in item.history]
    last = item.history[-1].quotation if item.history else None
    words = f": “{last.text}”" if last else ""
    return (
        item.id, when(item.date), item.state or "", item.what,
        item.place.name if item.place else "", ", ".join(item.hedges),
        "; ".join(turns) + words, str(len(item.reports)),
    )  # fmt: skip


def _standing_row(tie: StandingTie) -> tuple[str, ...]:
    changes = [_turn(step) for step in tie.history if step.kind != "stated"]
    stated = [step for step in tie.history if step.shown == "words"]
    return (
        tie.a, tie.b, tie.kind, tie.state, tie.first or "", tie.last or "",
        str(len(tie.reports)), str(len(tie.stories)), "; ".join(changes[-3:]),
        stated[-1].says if stated else "",
    )  # fmt: skip


def _turn(step: TieStep) -> str:
    how = " (shown by an act)" if step.shown == "act" else ""
    return f"{step.day or '?'} {step.kind}{how}: {step.says}"
