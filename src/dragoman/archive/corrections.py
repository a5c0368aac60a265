"""Corrections in an archive: kept for good, with what is undone marked so."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from dragoman.archive import schema
from dragoman.archive.rows import correction_row
from dragoman.archive.store import Archive
from dragoman.archive.writing import drop_stories
from dragoman.errors import DragomanError
from dragoman.records import Correction


def add_correction(archive: Archive, one: Correction) -> bool:
    """Keep a correction; whether it was new.

    The stories it touches are dropped with it, so that whoever is killed before they are told
    anew leaves reports without a story, which the next telling finds.
    """
    known = archive.rows("SELECT 1 FROM corrections WHERE id = $1", [one.id])
    if known:
        return False
    with archive.transaction() as connection:
        schema.insert(connection, {"corrections": [correction_row(one)]})
        drop_stories(connection, _reports(one))
    return True


def undo_correction(archive: Archive, correction_id: str) -> Correction:
    """Mark a correction as undone; it stays in the archive. The stories it touches are dropped.

    Raises DragomanError "not-found", or "bad-correction" where it is undone already.
    """
    held = next((one for one in archive.corrections() if one.id == correction_id), None)
    if held is None:
        raise DragomanError(
            f"There is no correction {correction_id} in the archive {archive.path}. "
            "`dragoman correct list` shows them.",
            error="not-found",
        )
    if held.undone is not None:
        raise DragomanError(
            f"The correction {correction_id} was undone on {held.undone[:10]} already.",
            error="bad-correction",
        )
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    undone = msgspec.structs.replace(held, undone=now)
    with archive.transaction() as connection:
        connection.execute("DELETE FROM corrections WHERE id = $1", [correction_id])
        schema.insert(connection, {"corrections": [correction_row(undone)]})
        drop_stories(connection, _reports(undone))
    return undone


def _reports(one: Correction) -> list[str]:
    return sorted({anchor.report for anchor in (*one.these, *one.those)})
