"""Events as CAMEO data sets have them: one row for each pair of an actor and a recipient."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

import msgspec

from dragoman.archive import Archive
from dragoman.codebooks import read_table
from dragoman.codebooks.cameo import Cameo, cameo_of
from dragoman.exports.common import cell, lose, number_of
from dragoman.exports.losses import Losses
from dragoman.exports.rows import Row, rows
from dragoman.exports.selection import Selection
from dragoman.files import written
from dragoman.records import Actor, Exported

_LOST = {
    "evidence": "the format has no positions in the text",
    "attribution": "the format has no sources between the act and the report",
    "alleged": "the format cannot say that only an interested party claims it",
    "hedges": "the format has no hedges",
    "change": "the format has no change over time",
    "issues": "the format has no issues",
    "differing": "the format has one version of each field",
    "confidence": "the format has no confidence",
    "actors": "an event of several actors or recipients becomes a row for each pair",
    "dated": "the day is that of publication, and the format cannot say so",
    "date": "the words of a date without a day are not told; the date is empty",
    "precision": "a week, month or year is written as its first day",
}


@dataclass(frozen=True, slots=True)
class Pair:
    """One row of a CAMEO data set.

    Fields:
        number: stable id of the row, a positive number.
        row: the event.
        cameo: its code.
        actor: who acts; None where that is not known.
        recipient: to whom; None where there is nobody, or it is not known.
    """

    number: int
    row: Row
    cameo: Cameo
    actor: Actor | None
    recipient: Actor | None


def pairs(archive: Archive, selection: Selection, losses: Losses) -> Iterator[Pair]:
    """The rows of a CAMEO data set, and what they lose.

    CAMEO data sets have no status: a planned or negated event would stand there as a fact. So only
    what happened is taken, unless the selection asks for another status by name; what CAMEO has no
    code for is left out even then.
    """
    everything = msgspec.structs.replace(selection, status=())
    asked = selection.status or ("actual",)
    for row in rows(archive, everything):
        event = row.event
        if event.status not in asked:
            losses.add(
                "status", f"{event.status} events are left out: they would stand as facts",
                when=not selection.status,
            )  # fmt: skip
            continue
        code = cameo_of(event.type, event.mode, event.status, row.contexts)
        if code is None:
            losses.add("type", f"CAMEO has no code for {event.status} {event.type}: left out")
            continue
        lose(losses, row, _LOST)
        losses.add(
            "status", "CAMEO tells a plan as an intent (03); how sure it is, is lost",
            when=event.status == "planned",
        )  # fmt: skip
        mode = event.mode
        losses.add(
            "mode", "CAMEO has one code for several modes",
            when=mode and not _tells_mode(event.type, mode, event.status, code.code),
        )  # fmt: skip
        without = cameo_of(event.type, mode, event.status)
        losses.add(
            "contexts", "CAMEO has no contexts, though some give a finer code",
            when=row.contexts and (len(row.contexts) > 1 or without == code),
        )  # fmt: skip
        losses.add(
            "score", "the Goldstein score is left empty: CAMEO has appeals (+3) and demands (-5)",
            when=code.goldstein is None,
        )  # fmt: skip
        for actor in event.actors or (None,):
            for recipient in event.recipients or (None,):
                sides = (f"{a.code} {a.name}" if a else "" for a in (actor, recipient))
                number = number_of(event.id, row.report.id, *sides)
                yield Pair(number, row, code, actor, recipient)


@lru_cache(maxsize=1024)
def _tells_mode(type: str, mode: str, status: str, code: str) -> bool:
    """Whether no other mode of the type, nor the type without one, has this code."""
    others = {row["mode"] for row in read_table("plover") if row["type"] == type} - {mode}
    found = (cameo_of(type, other or None, status) for other in {*others, ""})
    return all(one is None or one.code != code for one in found)


def write_table(
    archive: Archive,
    to: Path,
    selection: Selection,
    *,
    format: str,
    header: Sequence[str],
    cells: Callable[[Pair], list[str]],
    lost: Callable[[Losses, Pair], None],
) -> Exported:
    """Write a CAMEO data set and the ids of its rows beside it.

    Args:
        header: names of the columns, for a file that begins with them.
        cells: the cells of a row.
        lost: counts what an event loses in this format.
    """
    losses = Losses()
    count = 0
    events: set[tuple[str, str]] = set()
    with table_and_ids(to) as (out, ids):
        if header:
            out.write(("\t".join(header) + "\n").encode())
        for pair in pairs(archive, selection, losses):
            out.write(("\t".join(cells(pair)) + "\n").encode())
            ids.write(id_line(pair))
            count += 1
            key = (pair.row.event.id, pair.row.report.id)
            if key not in events:
                events.add(key)
                lost(losses, pair)
    return Exported(
        format=format,
        files=(str(to), str(ids_path(to))),
        rows={"events": len(events), "rows": count},
        losses=losses.told(),
    )


@contextmanager
def table_and_ids(to: Path) -> Iterator[tuple[BinaryIO, BinaryIO]]:
    """The table, and beside it FILE.ids.tsv: which row is which of our records."""
    with ExitStack() as stack:
        out = stack.enter_context(written(to))
        ids = stack.enter_context(written(ids_path(to)))
        ids.write(b"row\tevent\tmembers\treports\n")
        yield out, ids


def ids_path(to: Path) -> Path:
    """Where the ids of a table stand."""
    return to.with_name(to.name + ".ids.tsv")


def id_line(pair: Pair) -> bytes:
    """The line of a row: its number, our event, its tellings and their reports."""
    row = pair.row
    cells = (
        pair.number, row.event.id, "|".join(e.id for e in row.tellings), "|".join(row.reports)
    )  # fmt: skip
    return ("\t".join(cell(one) for one in cells) + "\n").encode()
