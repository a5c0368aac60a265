"""Corrections of an archive: kept, and the stories that they touch told anew."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from dragoman.archive import Archive
from dragoman.archive.corrections import add_correction, undo_correction
from dragoman.corrections import correction, touched_reports
from dragoman.errors import DragomanError
from dragoman.records import Action, Correction, from_json
from dragoman.storing.telling import tell_stories


def correct(
    archive: Archive, action: Action, ids: Sequence[str], *, note: str | None = None
) -> Correction:
    """Decide that records are one (``join``), that members of one are not (``split``), or that one
    stays as it is (``pin``); the stories it touches are told anew at once.

    Corrections come before all likeness and outlast re-reading: they are found again by their
    reports and words. Arguments and errors as for :func:`dragoman.corrections.correction`.
    """
    tell_stories(archive)
    made = correction(archive, action, ids, note=note)
    add_correction(archive, made)
    tell_stories(archive, again=touched_reports(made))
    return made


def undo(archive: Archive, correction_id: str) -> Correction:
    """Undo a correction, and tell the stories that it touched anew; it stays in the list.

    Raises DragomanError "not-found" or "bad-correction" (undone already).
    """
    undone = undo_correction(archive, correction_id)
    tell_stories(archive, again=touched_reports(undone))
    return undone


def take_corrections(archive: Archive, corrections: Sequence[Correction]) -> int:
    """Keep corrections that were made in another archive; how many were new."""
    new = [one for one in corrections if add_correction(archive, one)]
    held = {row[0] for row in archive.rows("SELECT id FROM reports")}
    tell_stories(archive, again={r for one in new for r in touched_reports(one)} & held)
    return len(new)


def read_corrections(path: Path) -> list[Correction]:
    """Corrections from a JSON Lines file, one a line.

    Raises DragomanError: "not-found", or "bad-correction" with the line that is none.
    """
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise DragomanError(
            f"{path} cannot be read ({error.strerror}). Name a file that `dragoman correct export` "
            "wrote.",
            error="not-found",
        ) from error
    found = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            record = from_json(line)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise DragomanError(
                f"Line {number} of {path} is no correction ({error}). Nothing was taken over.",
                error="bad-correction",
            ) from error
        if not isinstance(record, Correction):
            raise DragomanError(
                f"Line {number} of {path} is a {type(record).__name__}, no correction. Nothing was "
                "taken over.",
                error="bad-correction",
            )
        found.append(record)
    return found
