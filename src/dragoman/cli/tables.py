"""Rows for people and for programs: a Rich table, or one JSON record a line."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

import msgspec
from rich.table import Table
from rich.text import Text

from dragoman.cli.shared import console
from dragoman.relations.names import plain, steerless


def print_table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A table as wide as the terminal; when piped, tab-separated lines without shortening."""
    if not console.is_terminal:
        for row in [columns, *rows]:
            sys.stdout.write("\t".join(plain(str(cell)) for cell in row) + "\n")
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text(steerless(str(cell))) for cell in row))
    console.print(table)


def print_json(records: Iterable[object]) -> None:
    """One JSON object a line, on standard output."""
    for record in records:
        sys.stdout.buffer.write(msgspec.json.encode(record) + b"\n")
    sys.stdout.buffer.flush()
