"""Pictures of an archive: series, network, timeline, map."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli.app import app
from dragoman.cli.ledgers import Alleged, Planned, said_of, summary
from dragoman.cli.queries import DB, Since, Until, told
from dragoman.cli.shared import console, error_console
from dragoman.cli.threads import Grain

if TYPE_CHECKING:
    from dragoman.archive import Archive


class Kind(StrEnum):
    """What is drawn."""

    SERIES = "series"
    NETWORK = "network"
    TIMELINE = "timeline"
    MAP = "map"


class Measure(StrEnum):
    """What a series shows."""

    QUADS = "quads"
    PLOVER = "plover"
    GOLDSTEIN = "goldstein"


@app.command()
def picture(
    archive: DB,
    kind: Annotated[Kind, typer.Option(help="What is drawn.")] = Kind.SERIES,
    dyad: Annotated[
        list[str] | None,
        typer.Option(help="Two codes: KOR-CHN, or 'USA>PRK'; repeatable for series and map."),
    ] = None,
    to: Annotated[
        Path | None, typer.Option(help="FILE.svg, .html, .png or .json (Vega-Lite).")
    ] = None,
    by: Annotated[Grain, typer.Option(help="Of a series: how long a period is.")] = Grain.MONTH,
    measure: Annotated[Measure, typer.Option(help="Of a series.")] = Measure.QUADS,
    at: Annotated[str | None, typer.Option(help="Of a network: its last day.")] = None,
    window: Annotated[int, typer.Option(min=1, help="Of a network: days up to --at.")] = 90,
    most: Annotated[int, typer.Option(min=2, help="Of a network: at most so many actors.")] = 24,
    since: Since = None,
    until: Until = None,
    directed: Annotated[
        bool, typer.Option("--directed", help="Only what the first does; each way apart.")
    ] = False,
    planned: Planned = False,
    alleged: Alleged = False,
) -> None:
    """Draw a series, network, timeline or map into a file; a series in the terminal as well."""
    dyads = dyad or []
    _check(kind, dyads, at, to)
    asked: dict[str, Any] = {
        "since": since, "until": until, "directed": directed, "planned": planned,
        "alleged": alleged,
    }  # fmt: skip
    with told(archive) as db:
        if to is None:
            _in_terminal(db, dyads, by, asked)
            return
        from dragoman import pictures  # Altair takes half a second to load

        draw: dict[Kind, Callable[[], Any]] = {
            Kind.SERIES: lambda: pictures.series(
                *db.compare(dyads, by=by.value, **asked), measure=measure.value
            ),
            Kind.NETWORK: lambda: pictures.network(
                db.network(at=at, window=window, **asked), most=most
            ),
            Kind.TIMELINE: lambda: pictures.timeline(db.ledger(dyads[0], **asked)),
            Kind.MAP: lambda: pictures.map(db.places(*dyads, **asked)),
        }
        chart = draw[kind]()
    pictures.save(chart, to)
    error_console.print(f"{kind.value.capitalize()} written to {to}", highlight=False)


def _check(kind: Kind, dyads: Sequence[str], at: str | None, to: Path | None) -> None:
    """Refuse what a picture cannot show rather than pass over it."""
    if kind is Kind.SERIES and not dyads:
        raise typer.BadParameter("A series needs --dyad, such as --dyad KOR-CHN.")
    if kind is Kind.TIMELINE and len(dyads) != 1:
        raise typer.BadParameter("A timeline needs one --dyad, such as --dyad KOR-CHN.")
    if kind is Kind.NETWORK and dyads:
        raise typer.BadParameter("A network shows all dyads. Leave --dyad out.")
    if at is not None and kind is not Kind.NETWORK:
        raise typer.BadParameter("--at is of a network. Give --since and --until.")
    if to is None and kind is not Kind.SERIES:
        raise typer.BadParameter(
            f"A {kind.value} is drawn into a file: add --to FILE.svg, .html, .png or .json. "
            "In the terminal only a series is drawn."
        )


def _in_terminal(db: Archive, dyads: Sequence[str], by: Grain, asked: dict[str, Any]) -> None:
    found = db.compare(dyads, by=by.value, **asked)
    says = said_of(db, found)
    for one in found:
        if one.periods:
            span = f"{one.periods[0].start} to {one.periods[-1].end}, by {one.grain}"
            console.print(span, highlight=False)
        summary(one, says, always=True)
