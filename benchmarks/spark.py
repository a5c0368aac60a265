"""What reading and telling cost on Spark, against one process with the same reports.

    python benchmarks/spark.py ARCHIVE [--reports 200] [--workers 2] [--work FOLDER]

Takes reports of an archive, spread over its days, reads them with ``local[N]`` and alone, and tells
their stories both ways; prints seconds, the memory of a Python worker, and whether all is the same.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from pyspark.sql import SparkSession

from dragoman import spark
from dragoman.archive import Archive
from dragoman.ingest import read_row
from dragoman.pipeline import Reader
from dragoman.storing import tell_stories


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--reports", type=int, default=200)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--work", type=Path)
    given = parser.parse_args()
    work = Path(tempfile.mkdtemp(dir=given.work))
    with Archive(given.archive, read_only=True) as archive:
        found = archive.rows("SELECT id, source, published, url, title FROM reports ORDER BY id")
        step = max(1, len(found) // given.reports)
        rows = found[::step][: given.reports]
        texts = dict(archive.rows("SELECT report, text FROM texts"))
    columns = ("id", "source", "published", "url", "title", "text")
    reports = [dict(zip(columns, (*row, texts[row[0]]), strict=True)) for row in rows]
    print(f"reports\t{len(reports)}\tcharacters\t{sum(len(r['text']) for r in reports)}")

    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        SparkSession.builder.master(f"local[{given.workers}]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", str(4 * given.workers))
        .getOrCreate()
    )
    types = ", ".join(f"{name} string" for name in columns)
    table = session.createDataFrame([tuple(r[c] for c in columns) for r in reports], types)
    started = perf_counter()
    spark.save(spark.read(session, table), work / "readings")
    print(f"spark read, local[{given.workers}]\t{perf_counter() - started:.0f} s")
    readings = spark.load(session, work / "readings")
    checked = spark.check(readings, table)
    print(f"check\t{checked.reports} reports, {checked.lost} lost, {dict(checked.records)}")
    started = perf_counter()
    spark.save(spark.tell_stories(session, readings, work / "work"), work / "told")
    print(f"spark stories\t{perf_counter() - started:.0f} s")
    on_spark = {r["record"] for r in spark.load(session, work / "told").select("record").collect()}
    read_too = {r["id"] for r in readings.where("kind = 'report'").select("id").collect()}
    session.stop()

    with Archive(work / "local.duckdb") as archive:
        reader = Reader()
        started = perf_counter()
        archive.add_many(
            reader.stream(
                read_row({k: v for k, v in r.items() if v}, "row")
                for r in reports
                if r["id"] in read_too
            ),
            reader.run,
        )
        print(f"one process, read\t{perf_counter() - started:.0f} s")
        started = perf_counter()
        tell_stories(archive)
        print(f"one process, stories\t{perf_counter() - started:.0f} s")
        alone = {
            row[0]
            for name in ("stories", "merged_events", "utterances", "derived")
            for row in archive.rows(f"SELECT json FROM {name}")
        }
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"told records\t{len(alone)}\tthe same: {alone == on_spark}\tpeak of one process: {peak} MB"
    )


if __name__ == "__main__":
    main()
