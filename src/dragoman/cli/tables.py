"""Rows for people and for programs: a Rich table, or one JSON record a line."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

import msgspec
from rich.table import Table
from rich.text import Text

from dragoman.cli.shared import console
from dragoman.relations.names import plain, steerless

_MAIN = ("what", "words", "said", "says", "issue")
_BENEATH = ("shown by", "in the words", "differs", "story", "id")
_GAP = 2  # between two columns
_ID = 22  # letters of an id, and some


def print_table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A table as wide as the terminal; when piped, tab-separated lines without shortening."""
    if not console.is_terminal:
        for row in [columns, *rows]:
            sys.stdout.write("\t".join(plain(str(cell)) for cell in row) + "\n")
        return
    cells = [[steerless(str(cell)) for cell in row] for row in rows]
    main, beneath = _stacked(columns, cells)
    shown = [n for n in range(len(columns)) if n not in beneath]
    cap = _cap([_width(columns, cells, n) for n in shown if n != main]) if beneath else None
    table = Table(box=None, pad_edge=False, header_style="bold")
    for n in shown:
        # an id is there to be copied, which one in two lines cannot be
        whole = columns[n] == "id"
        most = None if n == main else cap
        table.add_column(columns[n], overflow="fold", no_wrap=whole, max_width=most)
    for row in cells:
        told = [Text(cell) for cell in row]
        for n in beneath:
            if row[n]:
                name = f"{columns[n]} " if columns[n] in ("differs", "story") else ""
                told[main].append(f"\n{name}{row[n]}", style="dim")
        table.add_row(*(cell for n, cell in enumerate(told) if n not in beneath))
    console.print(table)


def _stacked(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[int, list[int]]:
    """The column that tells most, and those that go beneath it; none where all rows fit."""
    widths = [_width(columns, rows, n) for n in range(len(columns))]
    main = next((columns.index(name) for name in _MAIN if name in columns), None)
    if main is None or sum(widths) + _GAP * (len(widths) - 1) <= console.width:
        return -1, []
    quoted = [name for name in _BENEATH[:2] if name in columns][:1]
    return main, [columns.index(n) for n in (*quoted, *_BENEATH[2:]) if n in columns]


def _width(columns: Sequence[str], rows: Sequence[Sequence[str]], n: int) -> int:
    return max(len(row[n]) for row in (columns, *rows))


def _cap(widths: Sequence[int]) -> int:
    """How wide the columns beside the main one may be, so that an id fits into that one."""
    room = console.width - max(_ID, console.width // 3) - _GAP * len(widths)
    return next(
        (c for c in range(console.width, 4, -1) if sum(min(w, c) for w in widths) <= room), 4
    )


def print_json(records: Iterable[object]) -> None:
    """One JSON object a line, on standard output."""
    for record in records:
        sys.stdout.buffer.write(msgspec.json.encode(record) + b"\n")
    sys.stdout.buffer.flush()
