"""Stories of readings that stand in a data frame: the same as of an archive with these reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from dragoman.corrections import decided_reports
from dragoman.document import failure_of
from dragoman.ledger import lines
from dragoman.records import Correction, Reading
from dragoman.spark.columns import HOMES, LINKS, TOLD, Row, batches, ddl, rows_in, table
from dragoman.spark.grouping import features, links, with_copies
from dragoman.spark.parts import parts
from dragoman.spark.reading import tasks
from dragoman.spark.rows import OF_READING, failure_row, readings_in, told_rows
from dragoman.spark.workers import Books, books_of, use
from dragoman.stories.decided import Decided
from dragoman.stories.features import DEFAULT, GroupSettings
from dragoman.stories.grouping import stories_of
from dragoman.storing.telling import told


def tell_stories(
    session: SparkSession,
    readings: DataFrame,
    work: str | Path,
    *,
    settings: GroupSettings = DEFAULT,
    corrections: Sequence[Correction] = (),
    codebooks: str | Path | None = None,
    partitions: int | None = None,
    tile: int = 2000,
    driver_links: int = 5_000_000,
) -> DataFrame:
    """Group what was read into stories and tell them: a row for each story, merged event,
    utterance, issue, dyad and agenda item, as :data:`~dragoman.spark.columns.TOLD` has it.

    The stories, merged events and utterances, ids and all, are those that
    :func:`dragoman.storing.tell_stories` makes of an archive with the same reports and corrections.
    A story that cannot be told is a row of kind "failure" with its reports.

    Args:
        session: used as it is; nothing is set on it.
        readings: what :func:`dragoman.spark.read` gave, as it was written.
        work: a folder that all workers reach; features, links and homes of reports are written
            there (over those of an earlier call), and may be deleted afterwards.
        settings: what makes reports one story.
        corrections: what a person decided (:func:`dragoman.storing.read_corrections`).
        codebooks, partitions: as for :func:`dragoman.spark.read`.
        tile: reports that are compared with as many others by one task.
        driver_links: up to so many strong links are joined to parts on the driver, more by joins.
    """
    books, number = books_of(codebooks), tasks(session, partitions)
    decided = decided_reports(list(corrections))

    def keep(rows: DataFrame, name: str) -> DataFrame:
        place = f"{str(work).rstrip('/')}/dragoman-{name}"
        rows.write.mode("overwrite").parquet(place)
        return session.read.parquet(place)

    found = keep(features(readings, number, books, settings), "features")
    near = keep(links(session, found, settings, books, tile=tile, partitions=number), "near-links")
    every = keep(with_copies(found, near, settings), "links")
    strong = every.where(F.col("likeness") >= settings.threshold).select("a", "b")
    bound = [*decided.together, *(pair for whole in decided.whole for pair in pairwise(whole))]
    if bound:
        held = found.select("report")
        given = session.createDataFrame(bound, "a string, b string")
        # corrections may speak of reports that are not here
        given = given.join(held.withColumnRenamed("report", "a"), "a", "left_semi")
        given = given.join(held.withColumnRenamed("report", "b"), "b", "left_semi")
        strong = strong.unionByName(given.select("a", "b"))
    joined = keep(parts(session, strong, keep, driver_links=driver_links), "parts")
    homes = keep(_homes(found, every, joined, settings, decided, books), "homes")
    kinds = F.col("kind").isin(*OF_READING)
    columns = ("kind", "id", "report", "seq", "record", "text", "actors_record", "mentions_record")
    ours = readings.where(kinds).select(*columns).join(homes, "report")
    ordered = ours.repartition(number, "story").sortWithinPartitions("story", "report", "seq")
    made = tuple(corrections)
    return ordered.mapInArrow(lambda rows: _tell(rows, made, decided, books), ddl(TOLD))


def _homes(
    found: DataFrame,
    every: DataFrame,
    joined: DataFrame,
    settings: GroupSettings,
    decided: Decided,
    books: Books,
) -> DataFrame:
    """Report -> the first report of its story."""
    nodes = found.select("report", "published").join(joined, "report")
    # under other names: Spark takes a table that is joined with itself for one
    a = joined.select(F.col("report").alias("a"), F.col("part").alias("part_a"))
    b = joined.select(F.col("report").alias("b"), F.col("part").alias("part_b"))
    both = every.join(a, "a").join(b, "b").where("part_a = part_b")
    inner = both.select("a", "b", "likeness", F.col("part_b").alias("part"))
    grouped = (
        nodes.groupBy("part")
        .cogroup(inner.groupBy("part"))
        .applyInArrow(lambda left, right: _group(left, right, settings, decided, books), ddl(HOMES))
    )
    alone = found.select("report").join(joined, "report", "left_anti")
    return grouped.unionByName(alone.select("report", F.col("report").alias("story")))


def _group(nodes: Any, found: Any, settings: GroupSettings, decided: Decided, books: Books) -> Any:
    use(books)
    reports, days = (nodes.column(name).to_pylist() for name in ("report", "published"))
    published = dict(zip(reports, days, strict=True))
    # A part can hold millions of links: each id once in memory, and no row as a table of its own.
    name = {report: report for report in published}
    near = {
        (name[a], name[b]): value
        for batch in found.select([*LINKS]).to_batches(max_chunksize=100_000)
        for a, b, value in zip(*(column.to_pylist() for column in batch.columns), strict=True)
    }
    groups = stories_of(published, near, published, settings=settings, decided=decided)
    rows = [{"report": one, "story": group[0]} for group in groups for one in group]
    return table(rows, HOMES)


def _tell(
    found: Iterable[Any], corrections: Sequence[Correction], decided: Decided, books: Books
) -> Iterator[Any]:
    use(books)

    def rows() -> Iterator[Row]:
        for _, own in groupby(rows_in(found, 500), key=lambda row: row["story"]):
            readings = [reading for _, reading in readings_in(own)]
            yield from _told(readings, corrections, decided)

    yield from batches(rows(), TOLD, 500)


def _told(
    readings: list[Reading], corrections: Sequence[Correction], decided: Decided
) -> list[Row]:
    try:
        records, others = told(readings, corrections, decided)
        says = {one: line.says for one, line in lines(records).items()}
        return list(told_rows(records, others, says))
    except Exception as error:  # one story must not end a run of hours
        failure = failure_of(readings[0].report.id, "stories", error)
        row = failure_row(failure, "")
        return [row | {"reports": [one.report.id for one in readings], "says": row["words"]}]
