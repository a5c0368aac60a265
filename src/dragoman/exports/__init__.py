"""Exports: what an archive holds, in the formats of other programs, each with what it loses.

Begin at :func:`export`; a format is one module of this folder (see :mod:`.formats`), what is
exported is a :class:`Selection`, and what each format makes of a row is told in docs/exports.md.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dragoman.archive import Archive
from dragoman.errors import DragomanError
from dragoman.exports.formats import Format, format_of, formats
from dragoman.exports.selection import Selection, selection_of
from dragoman.records import Exported
from dragoman.storing import tell_stories, untold

__all__ = ["Exported", "Format", "Selection", "export", "format_of", "formats", "selection_of"]


def export(
    archive: Archive | str | Path,
    format: str,
    to: str | Path,
    selection: Selection | None = None,
    **chosen: Any,
) -> Exported:
    """Write what an archive holds in the format of another program; tells what was lost.

    Nothing is written where an error is raised. Reports that are in no story yet are put into
    stories first, since one row is one event, however many reports tell it.

    Args:
        archive: an open archive, or its path.
        format: a name of :func:`formats` ("polecat", "gdelt", "parquet").
        to: the file to write; for formats of several files a folder.
        selection: what to take, all if not given; or its fields (``dyad="KOR-CHN"``).

    Raises DragomanError: unknown-format, bad-query, bad-date, unwritable, and those of Archive.

    Example:
        >>> import tempfile
        >>> folder = tempfile.mkdtemp()
        >>> with Archive(folder + "/news.duckdb") as archive:
        ...     export(archive, "polecat", folder + "/events.tsv", dyad="KOR-CHN").rows
        {'events': 0}
    """
    made = format_of(format)
    wanted = selection_of(**chosen) if selection is None else selection
    if selection is not None and chosen:
        raise DragomanError("Give a selection or its fields, not both.", error="bad-query")
    if isinstance(archive, Archive):
        if untold(archive):
            tell_stories(archive)
        return made.write(archive, Path(to), wanted)
    with Archive(archive, read_only=True) as db:
        new = untold(db)
    if new:
        with Archive(archive) as db:
            tell_stories(db)
    with Archive(archive, read_only=True) as db:
        return made.write(db, Path(to), wanted)
