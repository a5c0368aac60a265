"""Reads the TSV tables of this folder, with the user's own rows over them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from functools import lru_cache
from importlib import resources
from pathlib import Path

from dragoman.errors import DragomanError

OVERRIDE_VARIABLE = "DRAGOMAN_CODEBOOKS"
"""The environment variable that names a folder with a user's own tables."""

Rows = list[dict[str, str]]


def read_table(name: str) -> Rows:
    """All rows of the table ``name`` ("countries" or "countries.tsv"), each a column -> cell dict.

    Rows keep the file's order; cells are stripped, an empty cell is "". The user's rows
    (see :data:`OVERRIDE_VARIABLE`) replace those with the same first column, the rest come last.

    Raises:
        DragomanError: no such table ("no-codebook"), a row that does not fit its header or a
            user's table with other columns ("bad-codebook"), or a folder that is not there.
    """
    stem = name.removesuffix(".tsv")
    folder = os.environ.get(OVERRIDE_VARIABLE, "")
    own = Path(folder) / f"{stem}.tsv" if folder else None
    stamp = own.stat().st_mtime_ns if own is not None and own.is_file() else 0
    if own is not None and not own.parent.is_dir():
        raise DragomanError(
            f"{OVERRIDE_VARIABLE} names {folder}, which is no folder; create it, or unset the"
            " variable to use the tables of the package.",
            error="no-codebook-folder",
        )
    # Copies, so that a caller who changes a row does not change the table for everybody.
    return [dict(row) for row in _merged(stem, str(own) if stamp else "", stamp)]


def split(cell: str) -> list[str]:
    """The values of a cell: parts between ``|``, stripped, empty ones left out."""
    return [part for part in (piece.strip() for piece in cell.split("|")) if part]


def parse_table(text: str, where: str) -> tuple[list[str], Rows]:
    """The header and the rows of a table's text; ``where`` names the file in errors.

    Short rows are filled with empty cells, since editors drop trailing tabs.
    """
    header: list[str] = []
    rows: Rows = []
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if not header:
            header = cells
            if "" in header or len(set(header)) != len(header):
                raise _bad(where, number, "the header has an empty or a repeated column name")
            continue
        if len(cells) > len(header):
            extra = len(cells) - len(header)
            raise _bad(where, number, f"{extra} more cells than the header has columns")
        if not cells[0]:
            raise _bad(where, number, f"the first column ({header[0]}) is empty")
        cells += [""] * (len(header) - len(cells))
        rows.append(dict(zip(header, cells, strict=True)))
    if not header:
        raise _bad(where, 1, "no header row")
    return header, rows


def _bad(where: str, number: int, what: str) -> DragomanError:
    return DragomanError(
        f"{where}, line {number}: {what}. Cells are separated by single tabs; several values in a"
        " cell are joined with '|'.",
        error="bad-codebook",
    )


@lru_cache(maxsize=64)
def _merged(stem: str, own: str, stamp: int) -> tuple[dict[str, str], ...]:
    """The table with the user's rows over it; ``stamp`` makes an edited file be read again."""
    del stamp
    source = resources.files("dragoman.codebooks").joinpath(f"{stem}.tsv")
    if not source.is_file():
        raise DragomanError(
            f"There is no code book {stem}.tsv. The package has: {', '.join(_names())}.",
            error="no-codebook",
        )
    header, rows = parse_table(source.read_text(encoding="utf-8"), f"{stem}.tsv")
    if not own:
        return tuple(rows)
    own_header, own_rows = parse_table(own_text(Path(own)), own)
    unknown = [column for column in own_header if column not in header]
    if unknown or own_header[0] != header[0]:
        raise DragomanError(
            f"{own} has the columns {', '.join(own_header)}; the table {stem} has"
            f" {', '.join(header)}. Name only these columns, {header[0]} first.",
            error="bad-codebook",
        )
    _check_numbers(rows, own_rows, own)
    key = header[0]
    replaced = {row[key] for row in own_rows}
    kept = [row for row in rows if row[key] not in replaced]
    filled = [{column: row.get(column, "") for column in header} for row in own_rows]
    return tuple(kept + filled)


def own_text(path: Path) -> str:
    """The text of a user's table or book; raises DragomanError "bad-codebook"."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DragomanError(
            f"{path} cannot be read ({error}). Save it as plain text in UTF-8.",
            error="bad-codebook",
        ) from error


def _check_numbers(rows: Iterable[dict[str, str]], own_rows: Rows, own: str) -> None:
    """Refuse words in a column that holds nothing but numbers in the package's table."""
    words = {c for row in rows for c, cell in row.items() if cell and not _is_number(cell)}
    for row in own_rows:
        for column, cell in row.items():
            if cell and column not in words and not _is_number(cell):
                raise DragomanError(
                    f"{own}: the column {column} holds numbers, and not {cell!r}.",
                    error="bad-codebook",
                )


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def unused_files() -> list[str]:
    """Files in the user's folder that replace no table and no book, such as misspelt names."""
    known = _package_files()
    return [path.name for path in _own_files() if path.name not in known]


def own_digest(without: Iterable[str] = ()) -> str:
    """A short hash of the user's tables and books; "" where there are none.

    ``without`` names tables that are left out.
    """
    known = _package_files() - {f"{name}.tsv" for name in without}
    digest = hashlib.sha256()
    own = [path for path in _own_files() if path.name in known]
    for path in own:
        digest.update(f"{path.name}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16] if own else ""


def _own_files() -> list[Path]:
    folder = os.environ.get(OVERRIDE_VARIABLE, "")
    if not folder or not Path(folder).is_dir():
        return []
    return sorted(path for path in Path(folder).iterdir() if path.is_file())


def _package_files() -> set[str]:
    items = resources.files("dragoman.codebooks").iterdir()
    return {item.name for item in items if item.name.endswith((".tsv", ".toml"))}


def _names() -> list[str]:
    folder = resources.files("dragoman.codebooks")
    return sorted(item.name[:-4] for item in folder.iterdir() if item.name.endswith(".tsv"))
