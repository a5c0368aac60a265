"""Connected parts of the graph of reports: on the driver where the links fit, by joins else."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from dragoman.errors import DragomanError
from dragoman.spark.columns import PARTS, ddl, table

Keep = Callable[[DataFrame, str], DataFrame]
"""Writes a table under a name and returns it read back."""

_ROUNDS = 60  # each round at least halves the longest way; no graph on disk needs as many


def parts(
    session: SparkSession, pairs: DataFrame, keep: Keep, *, driver_links: int = 5_000_000
) -> DataFrame:
    """Report -> the least id of all reports that a chain of pairs joins to it.

    Args:
        pairs: columns ``a`` and ``b``.
        keep: where each round is written, so that a worker that dies costs one round at most.
        driver_links: up to so many pairs are joined on the driver (about 1 GB for 5 million).
    """
    if pairs.limit(driver_links + 1).count() <= driver_links:
        joined = union((row["a"], row["b"]) for row in pairs.toLocalIterator())
        rows = [{"report": one, "part": part} for one, part in sorted(joined.items())]
        return session.createDataFrame(table(rows, PARTS), ddl(PARTS))
    return by_joins(pairs, keep)


def union(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Item -> the least item of its part.

    Example:
        >>> union([("b", "c"), ("a", "b")])
        {'b': 'a', 'c': 'a', 'a': 'a'}
    """
    root: dict[str, str] = {}

    def find(one: str) -> str:
        root.setdefault(one, one)
        while root[one] != one:
            root[one] = root[root[one]]
            one = root[one]
        return one

    for a, b in pairs:
        a, b = find(a), find(b)
        root[max(a, b)] = min(a, b)
    return {one: find(one) for one in root}


def by_joins(pairs: DataFrame, keep: Keep) -> DataFrame:
    """The same by rounds of large and small stars (Kiveris and others 2014), on the workers.

    Each round hangs an item on a lower one of its neighbours, until every part is one star.
    """
    edges = pairs.select(F.greatest("a", "b").alias("u"), F.least("a", "b").alias("v")).where(
        "u != v"
    )
    edges = keep(edges.distinct(), "round-0")
    before = None
    for number in range(1, _ROUNDS):
        edges = keep(_small_star(_large_star(edges)), f"round-{number}")
        now = edges.agg(
            F.count("*").alias("n"), F.sum(F.xxhash64("u", "v").cast("decimal(38,0)")).alias("s")
        ).collect()[0]
        if (now["n"], now["s"]) == before:
            stars = edges.select(F.col("u").alias("report"), F.col("v").alias("part"))
            tips = edges.select(F.col("v").alias("report"), F.col("v").alias("part"))
            return stars.unionByName(tips.distinct())
        before = (now["n"], now["s"])
    raise DragomanError(
        f"The parts of the reports were not found in {_ROUNDS} rounds. Please report this as a "
        "bug.",
        error="no-parts",
    )


def _large_star(edges: DataFrame) -> DataFrame:
    """Each item's higher neighbours hang on the least of all its neighbours and itself."""
    both = edges.unionByName(edges.select(F.col("v").alias("u"), F.col("u").alias("v")))
    least = both.groupBy("u").agg(F.min("v").alias("m"))
    joined = both.join(least, "u").where("v > u")
    return joined.select(F.col("v").alias("u"), F.least("m", "u").alias("v")).distinct()


def _small_star(edges: DataFrame) -> DataFrame:
    """Each item and its lower neighbours hang on the least of these."""
    least = edges.groupBy("u").agg(F.min("v").alias("m"))
    others = (
        edges.join(least, "u").where("v != m").select(F.col("v").alias("u"), F.col("m").alias("v"))
    )
    return others.unionByName(least.select("u", F.col("m").alias("v"))).distinct()
