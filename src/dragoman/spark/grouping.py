"""Features of reports and the links between them, compared tile by tile.

A tile is some thousand reports of neighbouring days. Each two tiles that are near enough in time
are compared by one task, with the function that compares reports on one machine; so every likeness
is the same to the last bit, however the reports are cut.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from dragoman.archive.story_index import features_of_row, row_of
from dragoman.spark.columns import FEATURES, LINKS, batches, ddl, rows_in, table
from dragoman.spark.rows import readings_in
from dragoman.spark.workers import Books, use
from dragoman.stories.features import Features, GroupSettings, features_of
from dragoman.stories.links import Links, compare

_UNDATED = -1
_NEEDED = ("kind", "report", "seq", "record", "text", "actors_record", "mentions_record", "id")


def features(readings: DataFrame, partitions: int, books: Books, settings: GroupSettings) -> Any:
    """The features of each report that was read."""
    ours = readings.where("kind IN ('report', 'event')").select(*_NEEDED)
    ordered = ours.repartition(partitions, "report").sortWithinPartitions("report", "seq")
    return ordered.mapInArrow(lambda found: _features(found, books, settings), ddl(FEATURES))


def links(
    session: SparkSession,
    found: DataFrame,
    settings: GroupSettings,
    books: Books,
    *,
    tile: int,
    partitions: int,
) -> DataFrame:
    """The likeness of all reports that are alike at all, once a pair."""
    counts = {
        _UNDATED if row["day"] is None else row["day"]: row["count"]
        for row in found.groupBy("day").count().collect()
    }
    places, near = tiles(counts, tile, settings.far)
    day_rows = [(day, first, number) for day, (first, number) in sorted(places.items())]
    days = session.createDataFrame(day_rows, "at int, first int, shards int")
    pair_rows = [(i, f"{i}-{j}", 0 if i == j else 1) for i, j in near]
    pair_rows += [(j, f"{i}-{j}", 2) for i, j in near if i != j]
    pairs = session.createDataFrame(pair_rows, "tile int, pair string, side int")
    placed = (
        found.withColumn("at", F.coalesce(F.col("day"), F.lit(_UNDATED)))
        .join(F.broadcast(days), "at")
        .withColumn("tile", F.expr("first + pmod(xxhash64(report), shards)").cast("int"))
        .drop("at", "first", "shards")
        .join(F.broadcast(pairs), "tile")
        .repartition(partitions, "pair")
    )
    return placed.groupBy("pair").applyInArrow(
        lambda both: _links(both, settings, books), ddl(LINKS)
    )


def with_copies(found: DataFrame, near: DataFrame, settings: GroupSettings) -> DataFrame:
    """The links, and those of reports of one text however far apart they were published."""
    one = found.select(F.col("report").alias("a"), "text_sha256")
    other = found.select(F.col("report").alias("b"), "text_sha256")
    copies = one.join(other, "text_sha256").where("a < b").select("a", "b")
    far = copies.join(near, ["a", "b"], "left_anti")
    return near.unionByName(far.withColumn("likeness", F.lit(float(settings.far_floor))))


def tiles(
    counts: Mapping[int, int], size: int, far: int
) -> tuple[dict[int, tuple[int, int]], list[tuple[int, int]]]:
    """Day -> its first tile and how many it has; and the pairs of tiles to compare.

    Example:
        >>> tiles({10: 3, 11: 3, 200: 9}, 6, 90)
        ({10: (0, 1), 11: (0, 1), 200: (1, 2)}, [(0, 0), (1, 1), (1, 2), (2, 2)])
    """
    places: dict[int, tuple[int, int]] = {}
    spans: list[tuple[int, int]] = []  # first and last day of each tile
    held = 0
    for day in sorted(d for d in counts if d != _UNDATED):
        number = -(-counts[day] // size)
        if number == 1 and spans and 0 < held <= size - counts[day]:
            places[day] = (len(spans) - 1, 1)
            spans[-1] = (spans[-1][0], day)
            held += counts[day]
            continue
        places[day] = (len(spans), number)
        spans += [(day, day)] * number
        held = counts[day] if number == 1 else 0
    dated, firsts = len(spans), [first for first, _ in spans]
    if _UNDATED in counts:
        number = -(-counts[_UNDATED] // size)
        places[_UNDATED] = (dated, number)
        spans += [(0, 0)] * number
    near: list[tuple[int, int]] = []
    for i, (_, last) in enumerate(spans):
        # By first days: none after one that begins too late is near.
        until = bisect_right(firsts, last + far) if i < dated else i
        near += [(i, j) for j in range(i, until)]
        near += [(i, j) for j in range(max(i, dated), len(spans))]
    return places, near


def _features(found: Iterable[Any], books: Books, settings: GroupSettings) -> Iterator[Any]:
    use(books)
    rows = (
        dict(zip(FEATURES, row_of(features_of(reading, settings)), strict=True))
        for _, reading in readings_in(rows_in(found, 200))
    )
    yield from batches(rows, FEATURES, 500)


def _links(both: Any, settings: GroupSettings, books: Books) -> Any:
    use(books)
    sides: dict[int, list[Features]] = {0: [], 1: [], 2: []}
    columns = [both.column(name).to_pylist() for name in FEATURES]
    for side, *row in zip(both.column("side").to_pylist(), *columns, strict=True):
        sides[side].append(features_of_row(tuple(row)))
    found: Links = {}
    for asked, rows in ((sides[0], sides[0]), (sides[1], sides[2])):
        if asked and rows:
            compare(_sorted(asked), _sorted(rows), settings, found)
    return table([{"a": a, "b": b, "likeness": v} for (a, b), v in sorted(found.items())], LINKS)


def _sorted(some: Sequence[Features]) -> list[Features]:
    return sorted(some, key=lambda one: one.report)
