"""``dragoman export``: an archive in the formats of other programs, with what each loses."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dragoman.cli.app import app
from dragoman.cli.queries import Actors, Issue, OfStory, Since, Until
from dragoman.cli.shared import ExitCode, error_console, written
from dragoman.cli.tables import print_table
from dragoman.records import Exported, to_json


@app.command()
def export(
    archive: Annotated[
        Path | None, typer.Argument(metavar="ARCHIVE", help="The archive that `read` made.")
    ] = None,
    format: Annotated[str | None, typer.Option(help="A format that --list names.")] = None,
    to: Annotated[
        Path | None, typer.Option(help="The file to write; for some formats a folder.")
    ] = None,
    actor: Actors = None,
    recipient: Actors = None,
    dyad: Annotated[str | None, typer.Option(help="Two codes, in any role: KOR-CHN.")] = None,
    type: Annotated[list[str] | None, typer.Option(help="PLOVER type; may be repeated.")] = None,
    status: Annotated[
        list[str] | None,
        typer.Option(
            help="actual, planned, possible or negated; repeatable. Default: all that the format "
            "can tell apart, for icews and gdelt actual alone."
        ),
    ] = None,
    since: Since = None,
    until: Until = None,
    issue: Issue = None,
    story: OfStory = None,
    least: Annotated[
        float | None, typer.Option(help="Leave out events less sure than this (0 to 1).")
    ] = None,
    alleged: Annotated[
        bool, typer.Option(help="Take events that only an interested party claims.")
    ] = True,
    tellings: Annotated[
        bool, typer.Option("--tellings", help="One row a report that tells it, not one an event.")
    ] = False,
    losses: Annotated[
        Path | None,
        typer.Option(help="Where to write what was lost, as JSON. Default: beside the file."),
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="List the formats, and end.")] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Do not print what was written and lost.")
    ] = False,
) -> None:
    """Write events in the format of another program; tells what the format cannot hold."""
    from dragoman.exports import export as write
    from dragoman.exports import formats

    if list_:
        print_table(
            ("format", "files", "what it is"),
            [(f.name, f.suffix or "a folder", f.what) for f in formats().values()],
        )
        return
    if archive is None or format is None or to is None:
        raise typer.BadParameter("Give an archive, --format and --to; --list names the formats.")
    done = write(
        archive, format, to, actor=actor, recipient=recipient, dyad=dyad, type=type,
        status=status, since=since, until=until, issue=issue, story=story, least=least,
        alleged=alleged, tellings=tellings,
    )  # fmt: skip
    with written(losses or to.with_name(to.name + ".losses.json")) as out:
        out.write(to_json(done) + b"\n")
    if not quiet:
        _tell(done)
    if not any(done.rows.values()):
        error_console.print("Nothing found that fits.")
        raise typer.Exit(ExitCode.ERROR)


def _tell(done: Exported) -> None:
    counts = ", ".join(f"{count} {kind}" for kind, count in done.rows.items())
    lines = [f"Written: {done.files[0]} ({counts})"]
    lines += [f"  {loss.field}: {loss.why} ({loss.records})" for loss in done.losses]
    if done.losses:
        lines.insert(1, "What this format does not hold (records):")
    for line in lines:
        error_console.print(line, highlight=False, soft_wrap=True, markup=False)
