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
from dragoman.ingest.source import lines
from dragoman.ingest.text import decode, refuse_binary

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
    source = _Decoded(stream, limits)
    header = next((line for line in source if line.strip()), "")
    if not header:
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
        if lost and not source.ended and (problem or not source.row_as(usual, cells, len(names))):
            source.rewind()
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


class _Decoded:
    """The lines of a stream as text, with those of the present row kept, to begin again after it.

    Lines that cannot be read are put aside, so that the reader can go on.
    """

    def __init__(self, stream: io.BufferedReader, limits: Limits) -> None:
        self._lines = lines(stream, limits)
        self._again: list[tuple[int, str]] = []
        self._row: list[tuple[int, str]] = []
        self._problems: list[tuple[int, DragomanError]] = []
        self._number = 0
        self.ended = False

    def __iter__(self) -> _Decoded:
        return self

    def __next__(self) -> str:
        self._row.append(self._again.pop() if self._again else self._read())
        self._number = self._row[-1][0]
        return self._row[-1][1]

    def _read(self) -> tuple[int, str]:
        for number, line in self._lines:
            try:
                if isinstance(line, DragomanError):
                    raise line
                return number, _line(line)
            except DragomanError as error:
                self._problems.append((number, error))
        self.ended = True
        raise StopIteration

    def begin(self) -> int:
        """Begin a row; the number of its first line."""
        self._row = []
        return self._again[-1][0] if self._again else self._number + 1

    def rewind(self) -> None:
        """Give the row's lines again, all but the first: a stray quote may have swallowed them."""
        self._again += reversed(self._row[1:])

    def problem(self, width: int, cells: list[str]) -> tuple[str, bool]:
        """What is wrong with a row ("" if nothing), and whether the next line may be inside it."""
        if len(self._row) > 1 and sum(line.count('"') for _, line in self._row) % 2:
            return "a quote that opens in it is not closed", True
        if len(cells) > width:
            return f"it has {len(cells)} cells, the header {width}", len(self._row) > 1
        return "", False

    def kind(self) -> str:
        """How the row begins: with a quote, a digit or something else."""
        first = self._row[0][1][:1] if self._row else ""
        return "0" if first.isdigit() else first if first == '"' else "a"

    def row_as(self, usual: str, cells: list[str], width: int) -> bool:
        """Whether this may be a row again after a bad one, and no line of an article's text."""
        return len(cells) == width and self.kind() == (usual or self.kind())

    def take_problems(self) -> list[tuple[int, DragomanError]]:
        """What could not be read since the last call."""
        taken, self._problems = self._problems, []
        return taken


def _line(line: bytes) -> str:
    try:
        return line.decode("utf-8").replace("\x00", "")
    except UnicodeDecodeError:
        return decode(line)


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
