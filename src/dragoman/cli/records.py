"""Readings into files, for ``dragoman read``."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from pathlib import Path

from dragoman.cli.shared import Failures, written
from dragoman.errors import DragomanError
from dragoman.records import Reading, Record, to_json


def records_of(readings: Iterable[Reading]) -> Iterator[Record]:
    """All records of all readings: each report, then its events, statements and ties."""
    for reading in readings:
        yield reading.report
        yield from reading.events
        yield from reading.statements
        yield from reading.ties


def write_records(readings: Iterable[Reading], failures: Failures, to: Path | None) -> int:
    """Write the records, failures last; returns how many were written.

    Raises DragomanError "unknown-format" or "unwritable".
    """
    if to is not None and to.suffix == ".parquet":
        return _parquet(readings, failures, to)
    if to is not None and to.suffix not in (".jsonl", ".ndjson"):
        raise DragomanError(
            f"{to.name}: records are written as .jsonl or .parquet; end the name with one of them.",
            error="unknown-format",
        )
    with nullcontext(sys.stdout.buffer) if to is None else written(to) as out:
        count = 0
        for record in records_of(readings):
            out.write(to_json(record) + b"\n")
            count += 1
        for failure in failures.all:
            out.write(to_json(failure) + b"\n")
            count += 1
    return count


def _parquet(readings: Iterable[Reading], failures: Failures, to: Path) -> int:
    import tempfile

    import duckdb

    with tempfile.TemporaryDirectory() as folder:
        lines = Path(folder) / "records.jsonl"
        count = write_records(readings, failures, lines)
        table = (
            "SELECT json->>'record' AS kind, coalesce(json->>'id', '') AS id, "
            "json->>'report' AS report, json::VARCHAR AS record "
            f"FROM read_json_objects({_quoted(lines)}, format='newline_delimited', "
            "maximum_object_size=268435456)"
        )
        whole = Path(folder) / "records.parquet"
        duckdb.sql(f"COPY ({table}) TO {_quoted(whole)} (FORMAT parquet)")
        with written(to) as out, whole.open("rb") as made:
            shutil.copyfileobj(made, out)
    return count


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
