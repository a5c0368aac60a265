"""Readings into files and archives, for ``dragoman read``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.cli.shared import Failures, progress
from dragoman.errors import DragomanError
from dragoman.records import Failure, Reading, Record, to_json

if TYPE_CHECKING:
    from typing import BinaryIO


def records_of(readings: Iterable[Reading]) -> Iterator[Record]:
    """All records of all readings: each report, then its events, statements and ties."""
    for reading in readings:
        yield reading.report
        yield from reading.events
        yield from reading.statements
        yield from reading.ties


def write_records(readings: Iterable[Reading], failures: Failures, to: Path | None) -> int:
    """Write the records, failures last; returns how many were written.

    A file is written beside its place and moved there at the end, so that a run that is
    interrupted leaves no half file under the name.
    """
    if to is not None and to.suffix == ".parquet":
        return _parquet(readings, failures, to)
    if to is not None and to.suffix not in (".jsonl", ".ndjson"):
        raise DragomanError(
            f"{to.name}: records are written as .jsonl or .parquet; end the name with one of them.",
            error="unknown-format",
        )
    with ExitStack() as stack:
        part = to.with_name(to.name + ".part") if to is not None else None
        out: BinaryIO = sys.stdout.buffer if part is None else stack.enter_context(_open(part))
        count = 0
        for record in records_of(readings):
            out.write(to_json(record) + b"\n")
            count += 1
        for failure in failures.all:
            out.write(to_json(failure) + b"\n")
            count += 1
    if part is not None and to is not None:
        part.replace(to)
    return count


def _open(path: Path) -> BinaryIO:
    try:
        return path.open("wb")
    except OSError as error:
        raise DragomanError(
            f"{path} could not be written ({error.strerror}). Name a file in a folder that exists "
            "and that you may write to.",
            error="not-writable",
        ) from error


def _parquet(readings: Iterable[Reading], failures: Failures, to: Path) -> int:
    import tempfile

    import duckdb

    with tempfile.TemporaryDirectory() as folder:
        lines = Path(folder) / "records.jsonl"
        count = write_records(readings, failures, lines)
        part = to.with_name(to.name + ".part")
        table = (
            "SELECT json->>'record' AS kind, coalesce(json->>'id', '') AS id, "
            "json->>'report' AS report, json::VARCHAR AS record "
            f"FROM read_json_objects('{lines}', format='newline_delimited', "
            "maximum_object_size=268435456)"
        )
        target = str(part).replace("'", "''")
        try:
            duckdb.sql(f"COPY ({table}) TO '{target}' (FORMAT parquet)")
        except duckdb.IOException as error:
            raise DragomanError(
                f"{to} could not be written ({error}). Name a file in a folder that exists.",
                error="not-writable",
            ) from error
        part.replace(to)
    return count


def keep(
    path: Path,
    reports: Sequence[str],
    published: str | None,
    source: str | None,
    failures: Failures,
    *,
    quiet: bool,
) -> tuple[int, int]:
    """Read reports into an archive; returns how many were added and how many were there already."""
    from dragoman.archive import Archive
    from dragoman.ingest import read_reports
    from dragoman.pipeline import shared_reader

    reader = shared_reader()
    run = reader.run
    held = 0
    with Archive(path) as archive:

        def note(failure: Failure) -> None:
            failures(failure)
            archive.add_failure(failure, run)

        def new() -> Iterator[tuple[object, str]]:
            nonlocal held
            for report, text in read_reports(
                reports, published=published, source=source, on_error=note
            ):
                if archive.has(report, run.id):
                    held += 1
                    continue
                yield report, text

        readings = reader.stream(new(), note)  # type: ignore[arg-type]
        added = archive.add_many(
            progress(readings, "Reading", quiet=quiet), run, batch=50, on_error=note
        )
    return added, held
