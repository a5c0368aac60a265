"""Reports to readings on the workers of a Spark session."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from dragoman.errors import DragomanError
from dragoman.pipeline import Reader
from dragoman.records import Failure, Report
from dragoman.spark.columns import READINGS, Row, batches, ddl, rows_in
from dragoman.spark.preparing import prepare
from dragoman.spark.rows import failure_row, reading_rows
from dragoman.spark.workers import Books, books_of, reader


def read(
    session: SparkSession,
    reports: DataFrame,
    *,
    least: float | None = None,
    codebooks: str | Path | None = None,
    partitions: int | None = None,
) -> DataFrame:
    """Read reports: a row for each record, as :data:`~dragoman.spark.columns.READINGS` has it.

    Each row of ``reports`` gives one row of kind "report" or one failure that is ``lost``; see
    :func:`check`. The same reports give the same rows, however they are split and whichever
    worker reads them. Of rows with one id one is read (the first by text and metadata) and the
    others are failures: "duplicate-report" for the same text, "duplicate-id" for another.

    Nothing is computed before the result is written or counted: write it (:func:`save`) and go on
    with what was written, since Spark would read the reports again for every question.

    Args:
        session: used as it is; nothing is set on it.
        reports: columns ``text``, and ``id, source, published, url, title, retrieved, language``
            where there are such; or what :func:`files` returns.
        least: confidence (0 to 1) from which an event is shown; None is the coder's default.
        codebooks: a folder with tables of your own, sent to the workers; None is the driver's
            ``DRAGOMAN_CODEBOOKS``.
        partitions: into how many tasks the reading is cut; None is the session's
            ``spark.sql.shuffle.partitions``.

    Raises:
        DragomanError: "missing-column", "no-codebook-folder", "bad-query".
    """
    if least is not None and not 0 <= least <= 1:
        raise DragomanError(
            f"A confidence lies between 0 and 1, and {least} does not. Give for example 0.7.",
            error="bad-query",
        )
    books = books_of(codebooks)
    # By id: rows of one id meet in one task, and long reports are spread over all.
    spread = prepare(reports, books).repartition(tasks(session, partitions), "key")
    ordered = spread.sortWithinPartitions("key", "text_sha256", "report", "failure")
    return ordered.mapInArrow(lambda found: _read(found, least, books), ddl(READINGS))


@dataclass(frozen=True)
class Check:
    """What :func:`check` counted.

    Fields:
        rows: that were to be read; None where they were not given. reports: that were read.
        lost: rows that a failure stands for. records: of each kind, failures among them.
        runs: that made the records; more than one where workers differ.
    """

    rows: int | None
    reports: int
    lost: int
    records: Mapping[str, int]
    runs: tuple[str, ...]


def check(readings: DataFrame, reports: DataFrame | int | None = None) -> Check:
    """Count what was read, and make sure that no row was lost or read twice.

    Args:
        readings: what :func:`read` gave, best as it was written.
        reports: the rows that were to be read, or their number.

    Raises:
        DragomanError: "rows-lost" where rows in are not reports and failures out, where an id
            stands twice, or where workers read with different versions or code books.
    """
    kinds = {row["kind"]: row["n"] for row in _counted(readings, "kind")}
    lost = readings.where("kind = 'failure' AND lost").count()
    found = sorted(row["run"] for row in _counted(readings.where("run IS NOT NULL"), "run"))
    twice = (
        readings.where("kind != 'failure'").groupBy("kind", "id").count().where("count > 1").count()
    )
    rows = reports.count() if isinstance(reports, DataFrame) else reports
    read_ = kinds.get("report", 0)
    wrong = []
    if rows is not None and rows != read_ + lost:
        wrong.append(f"{rows} rows went in, {read_} reports and {lost} failures came out")
    if twice:
        wrong.append(f"{twice} ids stand more than once")
    if len(found) > 1:
        wrong.append(f"workers read as different runs ({', '.join(found)[:80]})")
    if wrong:
        raise DragomanError(
            f"The readings do not fit the reports: {'; '.join(wrong)}. Check that all workers have "
            "the same Dragoman, and read again into an empty folder.",
            error="rows-lost",
        )
    return Check(rows, read_, lost, kinds, tuple(found))


def tasks(session: SparkSession, partitions: int | None) -> int:
    """Into how many tasks work is cut: reading is slow by the byte, so never by size."""
    return partitions or int(session.conf.get("spark.sql.shuffle.partitions") or 200)


def _counted(rows: DataFrame, column: str) -> list[Any]:
    found: list[Any] = rows.groupBy(column).agg(F.count("*").alias("n")).collect()
    return found


def _read(found: Iterable[Any], least: float | None, books: Books) -> Iterator[Any]:
    yield from batches(_records(rows_in(found, 50), reader(least, books)), READINGS, 500)


def _records(rows: Iterable[Row], reader: Reader) -> Iterator[Row]:
    run = reader.run
    before: Report | None = None
    for row in rows:
        if row["failure"] is not None:
            failure = msgspec.json.decode(row["failure"], type=Failure)
            yield failure_row(failure, run.id)
            continue
        report = msgspec.json.decode(row["report"], type=Report)
        if before is not None and before.id == report.id:
            yield failure_row(_again(report, before), run.id)
            continue
        before = report
        failures: list[Failure] = []
        for reading in reader.stream([(report, row["text"])], failures.append):
            yield from reading_rows(reading, run)
        yield from (failure_row(failure, run.id) for failure in failures)


def _again(report: Report, before: Report) -> Failure:
    if report.text_sha256 == before.text_sha256:
        message = "The same report stands in another row; it is read once."
        return Failure(item=report.id, stage="ingest", error="duplicate-report", message=message)
    message = (
        f"The id {report.id!r} stands in another row with another text. Give each report its own "
        "id, or leave ids out."
    )
    return Failure(item=report.id, stage="ingest", error="duplicate-id", message=message)
