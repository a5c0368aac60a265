"""Parquet out, for DuckDB and others, and from there into an archive."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb
import msgspec
from pyspark.sql import DataFrame, SparkSession

from dragoman.archive import Archive
from dragoman.archive.writing import insert_failures
from dragoman.errors import DragomanError
from dragoman.records import Failure, Reading, Run
from dragoman.spark.columns import Row
from dragoman.spark.rows import readings_in

_ROWS = 2000


def save(rows: DataFrame, folder: str | Path, *, by: Sequence[str] = ()) -> None:
    """Write what was read or told as a folder of Parquet files, which must not be there yet.

    Args:
        folder: a path that all workers reach, or an address that the session can write to.
        by: columns whose values become folders ("kind", "day"): who asks for one day then opens
            its files alone. Rows of a value are brought together first, into few files.
    """
    if by:
        rows = rows.repartition(*by)
    rows.write.partitionBy(*by).parquet(str(folder))


def load(session: SparkSession, folder: str | Path) -> DataFrame:
    """What :func:`save` wrote."""
    return session.read.parquet(str(folder))


def to_archive(folder: str | Path, archive: str | Path) -> int:
    """Add the readings that :func:`save` wrote in a local folder to an archive; how many were new.

    Needs no Spark session, and holds few reports in memory at a time. The failures come along;
    stories are told by ``dragoman stories`` or :func:`dragoman.storing.tell_stories`.

    Raises:
        DragomanError: "not-found" for a folder without Parquet files; as :class:`Archive` does.
    """
    if not any(Path(folder).rglob("*.parquet")):
        raise DragomanError(
            f"There are no Parquet files in {folder}. Name the folder that save() wrote.",
            error="not-found",
        )
    files = str(Path(folder) / "**" / "*.parquet").replace("'", "''")
    table = f"read_parquet('{files}', hive_partitioning = true)"
    added = 0
    with duckdb.connect() as connection, Archive(archive) as kept:
        runs = connection.execute(
            f"SELECT DISTINCT run_record FROM {table} WHERE kind = 'report' ORDER BY ALL"
        ).fetchall()
        known = {run.id: run for (text,) in runs for run in [msgspec.json.decode(text, type=Run)]}
        for name, run in known.items():
            asked = connection.execute(
                "SELECT kind, id, report, record, text, actors_record, mentions_record "
                f"FROM {table} WHERE kind IN ('report', 'event', 'statement', 'tie') AND run = $1 "
                "ORDER BY report, seq",
                [name],
            )
            added += kept.add_many(_readings(asked), run)
        # Of single fields they stand in their reports. In a crawl most rows are of this kind.
        asked = connection.execute(
            f"SELECT run, record FROM {table} WHERE kind = 'failure' AND lost ORDER BY ALL"
        )
        while part := asked.fetchmany(_ROWS):
            failures: dict[str, list[Failure]] = {}
            for name, record in part:
                run_id = name if name in known else ""
                failures.setdefault(run_id, []).append(msgspec.json.decode(record, type=Failure))
            with kept.transaction() as writing:
                for run_id, some in failures.items():
                    insert_failures(writing, some, run_id)
    return added


def _readings(asked: duckdb.DuckDBPyConnection) -> Iterator[Reading]:
    names = [column[0] for column in asked.description or ()]

    def rows() -> Iterator[Row]:
        while part := asked.fetchmany(_ROWS):
            yield from (dict(zip(names, row, strict=True)) for row in part)

    return (reading for _, reading in readings_in(rows()))
