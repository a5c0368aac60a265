"""Rows and files to reports that are ready to be read, each named and checked as ingest does it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from dragoman.errors import DragomanError
from dragoman.ids import stable_id
from dragoman.ingest import read_reports, read_row
from dragoman.records import Failure, Report
from dragoman.spark.columns import PREPARED, Row, batches, ddl, rows_in
from dragoman.spark.workers import Books, books_of, use

INPUT = ("id", "text", "source", "published", "url", "title", "retrieved", "language")
"""The columns that are read; ``text`` must be there, all others may be missing."""


def prepare(reports: DataFrame, books: Books) -> DataFrame:
    """A row of :data:`~dragoman.spark.columns.PREPARED` for each row of ``reports``.

    Raises DragomanError "missing-column" where there is no column ``text``.
    """
    if set(reports.columns) >= set(PREPARED):
        return reports.select(*PREPARED)  # of files
    if "text" not in reports.columns:
        raise DragomanError(
            f"The reports have no column text (found: {', '.join(reports.columns)[:200]}). Rename "
            "the one that holds the texts: reports.withColumnRenamed(..., 'text').",
            error="missing-column",
        )
    there = [F.col(name).cast("string").alias(name) for name in INPUT if name in reports.columns]
    return reports.select(*there).mapInArrow(lambda found: _prepared(found, books), ddl(PREPARED))


def files(
    session: SparkSession,
    paths: Sequence[str | Path],
    *,
    codebooks: str | Path | None = None,
) -> DataFrame:
    """Reports of files for :func:`dragoman.spark.read`, a task a file (WARC, JSON Lines ...).

    Every worker must see the files under the same names (a shared disk). What cannot be read is a
    row with its failure. Kinds of files as for :func:`dragoman.read`.

    Args:
        paths: files, or folders, each read by one task.
    """
    books = books_of(codebooks)
    named = session.createDataFrame([(str(path),) for path in paths], "path string")
    spread = named.repartition(max(1, len(paths)), "path")
    return spread.mapInArrow(lambda found: _of_files(found, books), ddl(PREPARED))


def _prepared(found: Iterable[Any], books: Books) -> Iterator[Any]:
    use(books)
    yield from batches(map(_row, rows_in(found)), PREPARED)


def _row(row: Row) -> Row:
    given = {name: value for name, value in row.items() if value is not None}
    item = given.get("id") or given.get("url") or stable_id("row", *sorted(given.items()))
    try:
        report, text = read_row(given, item)
    except DragomanError as error:
        failure = Failure(item=item, stage="ingest", error=error.error, message=str(error))
        return _failed(failure)
    return _ready(report, text)


def _of_files(found: Iterable[Any], books: Books) -> Iterator[Any]:
    use(books)

    def rows() -> Iterator[Row]:
        for row in rows_in(found):
            failed: list[Failure] = []
            for report, text in read_reports(row["path"], on_error=failed.append):
                yield _ready(report, text)
                known = set(report.failures)
                yield from (_failed(f) for f in failed if f not in known)
                failed.clear()
            yield from map(_failed, failed)

    yield from batches(rows(), PREPARED, 200)


def _ready(report: Report, text: str) -> Row:
    return {
        "key": report.id,
        "text_sha256": report.text_sha256,
        "report": msgspec.json.encode(report).decode(),
        "text": text,
    }


def _failed(failure: Failure) -> Row:
    return {"key": failure.item, "failure": msgspec.json.encode(failure).decode()}
