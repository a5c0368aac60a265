"""Parquet: a folder with one file a table, with typed columns, dates and lists."""

from __future__ import annotations

from pathlib import Path

import duckdb

from dragoman.archive import Archive
from dragoman.exports.formats import Format
from dragoman.exports.losses import Losses
from dragoman.exports.selection import Selection
from dragoman.exports.tables import TABLES, tables
from dragoman.files import written_folder
from dragoman.records import Exported


def write(archive: Archive, to: Path, selection: Selection) -> Exported:
    """Write a folder of Parquet files."""
    losses = Losses()
    found = tables(archive, selection, losses)
    with written_folder(to) as folder, duckdb.connect() as connection:
        for name, columns in TABLES.items():
            listed = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
            connection.execute(f'CREATE TABLE "{name}" ({listed})')
            if found[name]:
                # a list a column: many times faster than row by row
                casts = ", ".join(
                    f"unnest(${n}::{kind}[])" for n, kind in enumerate(columns.values(), start=1)
                )
                values = [list(column) for column in zip(*found[name], strict=True)]
                connection.execute(f'INSERT INTO "{name}" SELECT {casts}', values)
            path = str(folder / f"{name}.parquet").replace("'", "''")
            try:
                connection.execute(f"COPY \"{name}\" TO '{path}' (FORMAT parquet)")
            except duckdb.IOException as error:
                raise OSError(str(error)) from error
    return Exported(
        format="parquet",
        files=tuple(str(to / f"{name}.parquet") for name in TABLES),
        rows={name: len(found[name]) for name in TABLES},
        losses=losses.told(),
    )


FORMAT = Format("parquet", "tables of events and all that belongs to them, as Parquet", "", write)
