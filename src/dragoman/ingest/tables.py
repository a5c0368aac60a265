"""CSV, TSV and Parquet tables: one report a row, read in batches."""

from __future__ import annotations

import csv
import io
import re
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb

from dragoman.errors import DragomanError
from dragoman.ingest.limits import Limits
from dragoman.ingest.metadata import column
from dragoman.ingest.table_lines import TableLines
from dragoman.ingest.text import refuse_binary

Row = tuple[int, Mapping[str, Any] | DragomanError]
_BATCH = 256
_FIELDS = threading.Lock()


def read_csv(stream: io.BufferedReader, limits: Limits, *, tabs: bool) -> Iterator[Row]:
    """The rows of a table with a header line: line number, and the row as column -> cell.

    The separator is the one of comma, semicolon, tab and bar that the header has most of. Python's
    reader is used rather than DuckDB's, which guesses at quotes, and articles are full of quotes
    and line breaks; this one also tells the line of a bad row.

    Raises DragomanError "missing-column" (naming the columns found) or "empty-file".
    """
    refuse_binary(stream.peek(16)[:16])
    source = TableLines(stream, limits)
    header = ""
    while not header.strip() and not source.ended:
        source.begin()
        header = next(source, "")
    if not header.strip():
        raise DragomanError("The table is empty. Leave it out.", error="empty-file")
    separator = "\t" if tabs else max(",;\t|", key=header.count)
    with _FIELDS:  # csv has one limit for all readers
        csv.field_size_limit(max(csv.field_size_limit(), limits.text))
    try:
        names = [name.strip() for name in next(csv.reader([header], delimiter=separator))]
    except csv.Error as error:  # a carriage return alone, a field over the limit
        raise DragomanError(
            f"The header of the table cannot be read ({error}). Write one line of column names, "
            "with line ends of one kind.",
            error="bad-row",
        ) from error
    require_text(names)
    escape = "\\" if re.search(rb'[^"\\]\\"[^,;\t|\r\n]', stream.peek(1)) else None
    reader = csv.reader(source, delimiter=separator, escapechar=escape, strict=True)
    usual, lost = "", False
    while True:
        start = source.begin()
        try:
            cells = next(reader)
            problem, astray = source.problem(len(names), cells)
        except StopIteration:
            cells, problem, astray = [], "", False
        except csv.Error as error:
            cells, problem, astray = [], str(error), True
        yield from source.take_problems()
        if lost and (problem or not source.row_as(usual, cells, len(names))):
            source.rewind()
            if source.ended:
                return
            continue
        lost = astray
        if problem:
            source.rewind()
            yield (
                start,
                DragomanError(
                    f"The row that begins at line {start} cannot be read: {problem}. Put cells "
                    "that hold separators, quotes or line breaks in quotes, and double quotes "
                    "inside. Lines are passed over up to the next sound row.",
                    error="bad-row",
                ),
            )
        elif any(cells):
            usual = usual or source.kind()
            yield start, dict(zip(names, cells, strict=False))
        elif source.ended:
            return


def read_parquet(path: Path) -> Iterator[Row]:
    """The rows of a Parquet file: row number from 1, and the row as column -> value.

    Raises DragomanError "missing-column" (naming the columns found) or "damaged-file".
    """
    # A path is a pattern to DuckDB; brackets take the special meaning from its characters.
    name = "".join(f"[{c}]" if c in "*?[" else c for c in str(path.absolute()))
    with duckdb.connect(config={"autoinstall_known_extensions": False, "threads": 1}) as connection:
        try:
            rows = connection.execute("SELECT * FROM read_parquet($1) LIMIT 0", [name])
            names = [d[0] for d in rows.description or ()]
            text = require_text(names)
            wanted = {c for f in _WANTED if (c := column(names, f))} | {text}
            listed = ", ".join('"' + n.replace('"', '""') + '"' for n in names if n in wanted)
            rows = connection.execute(f"SELECT {listed} FROM read_parquet($1)", [name])
            names = [n for n in names if n in wanted]
            number = 0
            while batch := rows.fetchmany(_BATCH):
                for values in batch:
                    number += 1
                    yield number, dict(zip(names, values, strict=True))
        except duckdb.Error as error:
            raise DragomanError(
                f"The Parquet file cannot be read ({str(error).splitlines()[0]}). Write it again.",
                error="damaged-file",
            ) from error


_WANTED = ("id", "source", "published", "retrieved", "title", "url", "language")


def require_text(names: list[str]) -> str:
    """The name of the column with the text. Raises "missing-column" where there is none."""
    found = column(names, "text")
    if found is None:
        raise DragomanError(
            f"No column holds the text. Found: {', '.join(names)[:300]}. Name one of them 'text' "
            "(or body, content, article).",
            error="missing-column",
        )
    return found
