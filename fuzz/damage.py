"""Damage of an archive's tables that DuckDB's checksums cannot see: any bytes as a list of it."""

from __future__ import annotations

import json
from typing import Any

import duckdb

from dragoman.archive.schema import TABLES

NAMES = tuple(TABLES)
VALUE, SPLICED, PATH, DOUBLED, TAKEN, SHAPE, META = range(7)
"""A cell gets a value of its type; a JSON cell gets other characters; a value inside a JSON cell is
changed; a row is there twice, or gone; a column or table is gone, or has another type; what
``meta`` says is changed."""
_MOST = 6
# By the byte that says it. The last two are seldom: opening refuses them, and nothing is asked.
_KINDS = bytes(
    (*[VALUE] * 9, *[SPLICED] * 6, *[PATH] * 11, *[DOUBLED] * 2, TAKEN, TAKEN, SHAPE, META)
)


def said(what: int) -> int:
    """A byte that says this kind."""
    return _KINDS.index(what)


class Given:
    """Bytes that are taken one after the other; zeros when none are left."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def byte(self) -> int:
        first, self.data = (self.data[0] if self.data else 0), self.data[1:]
        return first

    def one_of(self, count: int) -> int:
        return self.byte() % count if count else 0

    def text(self) -> str:
        size = self.byte() % 48
        piece, self.data = self.data[:size], self.data[size:]
        return piece.decode("utf-8", "replace")


def damage(connection: duckdb.DuckDBPyConnection, data: bytes, rows: dict[str, int]) -> bool:
    """Do what the bytes say; whether an archive's opening looks at what was changed.

    ``rows`` is how many rows each table has. Raises duckdb.Error for what DuckDB itself refuses.
    """
    given, outer = Given(data), False
    for _ in range(_MOST):
        if given.data:
            outer |= _one(connection, given, rows)
    return outer


def _one(connection: duckdb.DuckDBPyConnection, given: Given, rows: dict[str, int]) -> bool:
    what = _KINDS[given.byte() % len(_KINDS)]
    if what == META:
        key = ("version", "kind", "stories")[given.one_of(3)]
        connection.execute("UPDATE meta SET value = $1 WHERE key = $2", [given.text(), key])
        return True
    table = NAMES[given.one_of(len(NAMES))]
    held = list(TABLES[table].items())
    if what in (SPLICED, PATH):
        held = [one for one in held if "json" in one[0]] or held
    column, kind = held[given.one_of(len(held))]
    if what == SHAPE:
        _shape(connection, given.one_of(3), table, column)
        return True
    if not rows[table]:
        return False
    here = f'"{table}" WHERE rowid = {given.one_of(rows[table])}'
    if what == DOUBLED:
        connection.execute(f'INSERT INTO "{table}" SELECT * FROM {here}')
    elif what == TAKEN:
        connection.execute(f"DELETE FROM {here}")
    elif what == VALUE:
        _put(connection, table, column, f"TRY_CAST($1 AS {kind})", given.text(), here)
    else:
        found = connection.execute(f'SELECT "{column}"::VARCHAR FROM {here}').fetchone()
        old = (found[0] if found else None) or ""
        if what == PATH:
            new = _inside(old, given)
        else:
            at, size = given.byte() * 256 + given.byte(), given.byte() % 16
            at %= len(old) + 1
            new = old[:at] + given.text() + old[at + size :]
        _put(connection, table, column, f"TRY_CAST($1 AS {kind})", new, here)
    return table in ("meta", "runs")


def _put(
    connection: duckdb.DuckDBPyConnection, table: str, column: str, as_: str, new: str, here: str
) -> None:
    where = here.removeprefix(f'"{table}"')
    connection.execute(f'UPDATE "{table}" SET "{column}" = {as_}{where}', [new])


def _shape(connection: duckdb.DuckDBPyConnection, how: int, table: str, column: str) -> None:
    if how == 0:
        connection.execute(f'ALTER TABLE "{table}" DROP "{column}"')
    elif how == 1:
        connection.execute(f'DROP TABLE "{table}"')
    else:
        connection.execute(f'ALTER TABLE "{table}" ALTER "{column}" TYPE VARCHAR')


def _inside(old: str, given: Given) -> str:
    """The JSON text with one value inside it changed; it stays JSON."""
    try:
        value = json.loads(old)
    except (ValueError, RecursionError):
        return given.text()
    home: Any = None
    key: Any = None
    here = value
    for _ in range(6):
        if not isinstance(here, (dict, list)) or not here:
            break
        step = given.byte()
        if home is not None and step >= 250:
            break
        home = here
        key = list(here)[step % len(here)] if isinstance(here, dict) else step % len(here)
        here = home[key]
    if home is None:
        return given.text()
    how = given.one_of(8)
    if how == 0:
        del home[key]
    elif how == 1 and isinstance(home, list):
        home.append(here)
    else:
        number = int.from_bytes(given.text().encode()[:9], "big", signed=True)
        values = (None, number, given.text(), [], {}, here * 2 if isinstance(here, str) else True,
                  number / 7)  # fmt: skip
        home[key] = values[how - 1]
    return json.dumps(value)
