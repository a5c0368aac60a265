"""The tables of the book of issues: read, checked, told apart from the package's, printed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from importlib import resources
from pathlib import Path

from dragoman.codebooks.tables import OVERRIDE_VARIABLE, Rows, own_text, parse_table, read_table
from dragoman.codebooks.tables import split as values_of
from dragoman.errors import DragomanError

TABLES = ("issues", "issue_lists", "proposal_words")
"""The code books that say what an issue is; nothing before the issues stage reads them."""

_FORMER = "issues.toml"  # what the book was before it was a table

Key = tuple[tuple[tuple[str, str], ...], ...]
"""Rows as a value that can be compared."""


def book_rows() -> tuple[Rows, Rows]:
    """Rows of the issues and of the lists that they name: the package's with the user's over them.

    Raises:
        DragomanError: "bad-codebook", with the line and what to do.
    """
    folder = os.environ.get(OVERRIDE_VARIABLE, "")
    if folder and (Path(folder) / _FORMER).is_file():
        raise DragomanError(
            f"{Path(folder) / _FORMER}: issues are a table now. Write its entries as rows of "
            "issues.tsv (`dragoman issues --book` shows how they look) and take the file away.",
            error="bad-codebook",
        )
    rows, lists = read_table("issues"), read_table("issue_lists")
    _check(rows, {row["name"] for row in lists})
    return rows, lists


def tables_stamp() -> tuple[tuple[str, int], ...]:
    """What changes when the user edits one of the tables, or names another folder."""
    folder = os.environ.get(OVERRIDE_VARIABLE, "")
    names = (*(f"{name}.tsv" for name in TABLES), _FORMER)
    own = [path for name in names if folder and (path := Path(folder) / name).is_file()]
    return tuple((str(path), path.stat().st_mtime_ns) for path in own)


def book_as_table() -> str:
    """The issues in force as the text of a table that can be edited and used as one's own.

    Example:
        >>> lines = book_as_table().splitlines()
        >>> next(line for line in lines if line.startswith("taiwan")).split("\\t")[:2]
        ['taiwan', 'Taiwan']
    """
    text = resources.files("dragoman.codebooks").joinpath("issues.tsv").read_text("utf-8")
    header, _ = parse_table(text, "issues.tsv")
    top = "\t".join(header)
    rows = ["\t".join(row[column] for column in header).rstrip() for row in book_rows()[0]]
    return text[: text.index(top)] + "\n".join([top, *rows]) + "\n"


def own_changes() -> dict[str, str]:
    """What the user's tables change: id of an issue -> a short hash of all its rows.

    Issues whose rows are the package's, lists unfolded, are not named. ``*`` stands for the words
    that make no issue (proposal_words.tsv). Empty where the user has no such tables.

    Example:
        >>> own_changes()
        {}
    """
    if not any(_own(name) for name in TABLES):
        return {}
    rows, lists = book_rows()
    own, ours = _entries(rows, lists), _entries(_package("issues"), _package("issue_lists"))
    changed = {i: _hash(own.get(i)) for i in sorted({*own, *ours}) if own.get(i) != ours.get(i)}
    words, plain = _rows_key(read_table("proposal_words")), _rows_key(_package("proposal_words"))
    return changed if words == plain else {**changed, "*": _hash(words)}


def _check(rows: Rows, lists: set[str]) -> None:
    ids = {row["id"] for row in rows}
    seen: set[str] = set()
    for row in rows:
        if row["id"] not in seen and not row["name"]:
            raise _bad(row, "its first row has no name; give one in the second column")
        seen.add(row["id"])
        if bool(row["near"]) != bool(row["with"]):
            raise _bad(row, "`near` and `with` only count together; fill both, or use `words`")
        for column in ("words", "near", "with", "unless"):
            for phrase in values_of(row[column]):
                if phrase.startswith("@") and phrase[1:] not in lists:
                    raise _bad(row, f"there is no list {phrase}; add it to issue_lists.tsv")
                if not phrase.strip("*?"):
                    raise _bad(row, f"{phrase!r} in `{column}` fits every word; give letters")
        for parent in values_of(row["parent"]):
            if parent not in ids:
                raise _bad(row, f"its parent {parent!r} is no issue; use an id of this table")


def _bad(row: dict[str, str], what: str) -> DragomanError:
    """The error of a row, with its file and line."""
    path = _own("issues")
    where, text = "issues.tsv", ""
    if path is not None:
        where, text = str(path), own_text(path)
    cells = sorted(cell for cell in row.values() if cell)
    line = next(
        (n for n, one in enumerate(text.splitlines(), start=1)
         if sorted(c.strip() for c in one.split("\t") if c.strip()) == cells),
        None,
    )  # fmt: skip
    place = f", line {line}" if line else ""
    return DragomanError(f"{where}{place}: issue {row['id']}: {what}.", error="bad-codebook")


def _own(name: str) -> Path | None:
    folder = os.environ.get(OVERRIDE_VARIABLE, "")
    path = Path(folder) / f"{name}.tsv"
    return path if folder and path.is_file() else None


def _package(name: str) -> Rows:
    source = resources.files("dragoman.codebooks").joinpath(f"{name}.tsv")
    return parse_table(source.read_text("utf-8"), f"{name}.tsv")[1]


def _entries(rows: Rows, lists: Rows) -> dict[str, Key]:
    """Id -> its rows with the lists unfolded."""
    known = {row["name"]: row["words"] for row in lists}
    found: dict[str, Rows] = {}
    for row in rows:
        plain = {
            column: "|".join(
                known.get(part[1:], part) if part.startswith("@") else part
                for part in values_of(cell)
            )
            for column, cell in row.items()
        }
        found.setdefault(row["id"], []).append(plain)
    return {key: _rows_key(held) for key, held in found.items()}


def _rows_key(rows: Iterable[dict[str, str]]) -> Key:
    return tuple(tuple(sorted(row.items())) for row in rows)


def _hash(key: Key | None) -> str:
    return hashlib.sha256(repr(key).encode()).hexdigest()[:8]
