"""CSV: a folder with one file a table, UTF-8, safe to open in a spreadsheet.

A spreadsheet takes a cell that begins with =, +, -, @, a tab or a line end for a formula. So such
cells of text begin with ', as OWASP's page on CSV injection advises; numbers stay as they are.
Lists are joined by "|"; what is not known is empty.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

from dragoman.archive import Archive
from dragoman.exports.formats import Format
from dragoman.exports.losses import Losses
from dragoman.exports.selection import Selection
from dragoman.exports.tables import TABLES, tables
from dragoman.files import written_folder
from dragoman.records import Exported

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write(archive: Archive, to: Path, selection: Selection) -> Exported:
    """Write a folder of CSV files."""
    losses = Losses()
    found = tables(archive, selection, losses)
    with written_folder(to) as folder:
        for name, columns in TABLES.items():
            with (folder / f"{name}.csv").open("wb") as raw:
                out = io.TextIOWrapper(raw, encoding="utf-8", newline="")
                lines = csv.writer(out, lineterminator="\r\n")
                lines.writerow(columns)
                for row in found[name]:
                    cells = [_text(value) for value in row]
                    safe = [harmless(one) if isinstance(v, (str, list)) else one
                            for one, v in zip(cells, row, strict=True)]  # fmt: skip
                    losses.add(
                        name, "a ' stands before text that a spreadsheet would take for a formula",
                        when=safe != cells,
                    )  # fmt: skip
                    lines.writerow(safe)
                out.flush()
                out.detach()
    return Exported(
        format="csv",
        files=tuple(str(to / f"{name}.csv") for name in TABLES),
        rows={name: len(found[name]) for name in TABLES},
        losses=losses.told(),
    )


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula.

    Example:
        >>> harmless("=1+1"), harmless("1+1")
        ("'=1+1", '1+1')
    """
    return f"'{text}" if text.startswith(_FORMULA) else text


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "|".join("" if one is None else str(one) for one in value)
    return str(value)


FORMAT = Format("csv", "tables of events and all that belongs to them, as CSV", "", write)
