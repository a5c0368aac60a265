"""Corrections: say which reports, events or statements are one and which are not."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dragoman.cli.app import app
from dragoman.cli.queries import DB, Json, reading
from dragoman.cli.shared import ExitCode, console, error_console
from dragoman.cli.tables import print_json, print_table
from dragoman.errors import DragomanError
from dragoman.records import Action, Anchor, Correction

correct = typer.Typer(
    name="correct",
    help="Join, split or pin what Dragoman merged; corrections outlast re-reading and re-coding.",
    no_args_is_help=True,
)
app.add_typer(correct)

Ids = Annotated[list[str], typer.Argument(metavar="ID...", help="Ids of members or of wholes.")]
Whole = Annotated[
    str, typer.Argument(metavar="WHOLE", help="A story, merged event or utterance (its id).")
]
Note = Annotated[str | None, typer.Option(help="Why; kept and shown with the merge.")]


@correct.command()
def join(archive: DB, ids: Ids, note: Note = None, json: Json = False) -> None:
    """Say that reports or stories are one story, events one event, statements one utterance."""
    _make(archive, "join", ids, note, json)


@correct.command()
def split(archive: DB, whole: Whole, ids: Ids, note: Note = None, json: Json = False) -> None:
    """Say that members of a story, merged event or utterance do not belong to the rest of it."""
    _make(archive, "split", [whole, *ids], note, json)


@correct.command()
def pin(archive: DB, ids: Ids, note: Note = None, json: Json = False) -> None:
    """Keep a story, merged event or utterance as it is, whatever else is read."""
    _make(archive, "pin", ids, note, json)


@correct.command()
def undo(
    archive: DB,
    id: Annotated[str, typer.Argument(metavar="CORRECTION", help="As `correct list` shows it.")],
) -> None:
    """Undo a correction; it stays in the list, marked so."""
    from dragoman.archive import Archive
    from dragoman.storing import undo as undo_one

    with Archive(_there(archive)) as db:
        undone = undo_one(db, id)
    console.print(f"{undone.id} undone.", highlight=False)


@correct.command(name="list")
def list_(archive: DB, json: Json = False) -> None:
    """List all corrections, also those undone, and say which no longer find their words."""
    from dragoman.corrections import lost

    with reading(archive) as db:
        found = db.corrections()
        named = {a.report for one in found for a in (*one.these, *one.those)}
        readings = {r.report.id: r for r in db.readings(named)} if named else {}
    if json:
        print_json(found)
    else:
        rows = [
            (
                one.id, one.made[:16].replace("T", " "), one.action,
                "; ".join(map(_words, one.these)), "; ".join(map(_words, one.those)),
                one.note or "", _state(one, lost(one, readings)),
            )
            for one in found
        ]  # fmt: skip
        print_table(("id", "made (UTC)", "action", "these", "not with", "note", "state"), rows)
    if not found:
        error_console.print("Nothing has been corrected in this archive.")
        raise typer.Exit(ExitCode.ERROR)


@correct.command(name="export")
def export_(
    archive: DB,
    to: Annotated[Path, typer.Option(help="JSON Lines, one correction a line.")],
) -> None:
    """Write the corrections to a file, for another archive of the same reports."""
    from dragoman.cli.shared import written
    from dragoman.records import to_json

    with reading(archive) as db:
        found = db.corrections()
    with written(to) as out:
        for one in found:
            out.write(to_json(one) + b"\n")
    error_console.print(f"{len(found)} corrections written to {to}", highlight=False)


@correct.command(name="import")
def import_(
    archive: DB,
    file: Annotated[Path, typer.Argument(help="What `correct export` wrote.")],
) -> None:
    """Take over corrections from a file; those that are there already are left as they are."""
    from dragoman.archive import Archive
    from dragoman.storing import read_corrections, take_corrections

    with Archive(_there(archive)) as db:
        number = take_corrections(db, read_corrections(file))
    error_console.print(f"{number} corrections taken over from {file}", highlight=False)


def _make(archive: Path, action: Action, ids: list[str], note: str | None, json: bool) -> None:
    from dragoman.archive import Archive
    from dragoman.storing import correct as correct_one

    with Archive(_there(archive)) as db:
        made = correct_one(db, action, ids, note=note)
    if json:
        print_json([made])
    else:
        console.print(
            f"{made.id}: {_said(made)}. Undo it with: dragoman correct undo {archive} {made.id}",
            highlight=False,
            soft_wrap=True,
            markup=False,
        )


def _there(archive: Path) -> Path:
    """The path of an archive that is there: a wrong name must not make an empty one."""
    if not archive.exists():
        raise DragomanError(
            f"There is no archive {archive}. Check the name, or make it by reading reports into "
            "it.",
            error="not-found",
        )
    return archive


def _said(one: Correction) -> str:
    kind = f"{one.of}s" if len(one.these) > 1 else one.of
    if one.action == "split":
        return f"{len(one.these)} {kind} split from {len(one.those)}"
    done = "are one" if one.action == "join" else "stay as they are"
    return f"{len(one.these)} {kind} {done}"


def _words(anchor: Anchor) -> str:
    return f"{anchor.report}: {anchor.text}" if anchor.text else anchor.report


def _state(one: Correction, missing: list[Anchor]) -> str:
    if one.undone is not None:
        return f"undone {one.undone[:10]}"
    if not missing:
        return "holds"
    return f"waits: {len(missing)} of its places are not found ({_words(missing[0])})"
