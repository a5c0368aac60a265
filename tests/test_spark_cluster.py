"""A standalone master with two workers on loopback, of which one is killed in the run: exact.

One Spark session a process: this is a module of its own, and stops the session of others.
"""

from __future__ import annotations

import shutil
import threading
import time
from pathlib import Path

import pytest

pytest.importorskip("pyspark", reason="needs dragoman[spark]: sh scripts/spark_test.sh")
pytest.importorskip("pyarrow", reason="needs dragoman[spark]: sh scripts/spark_test.sh")
if shutil.which("java") is None:
    pytest.skip("Spark needs Java", allow_module_level=True)

import msgspec
from pyspark.sql import SparkSession

import spark_cluster
from dragoman import spark
from dragoman.archive import Archive
from dragoman.ingest import read_row
from dragoman.pipeline import Reader
from dragoman.records import Report
from dragoman.storing import tell_stories
from test_spark import COLUMNS, all_rows, in_rows, records_of, session_of

pytestmark = pytest.mark.usefixtures("no_session")


@pytest.fixture
def no_session() -> None:
    active = SparkSession.getActiveSession()
    if active is not None:
        active.stop()


def test_a_worker_killed_in_the_run_costs_time_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    books = tmp_path / "books"  # they go along to the workers
    books.mkdir()
    (books / "people.tsv").write_text("name\tcountry\nGrace Otieno\tTZA\n")
    monkeypatch.setenv("DRAGOMAN_CODEBOOKS", str(books))
    rows = all_rows()
    names = [column.split()[0] for column in COLUMNS.split(", ")]
    given = [{k: v for k, v in zip(names, row, strict=True) if v} for row in rows]
    reader = Reader()
    with Archive(tmp_path / "local.duckdb") as archive:
        archive.add_many(reader.stream(read_row(row, "row") for row in given), reader.run)
        tell_stories(archive)
        local = records_of(archive)

    with spark_cluster.cluster(tmp_path) as cluster:
        session = session_of(
            cluster.url, tmp_path,
            **{"spark.task.maxFailures": "8", "spark.network.timeout": "60s",
               "spark.executor.heartbeatInterval": "5s", "spark.cores.max": "2"},
        )  # fmt: skip
        try:
            monkeypatch.delenv("DRAGOMAN_CODEBOOKS")
            reports = session.createDataFrame(rows, COLUMNS).repartition(4)
            killed: list[str] = []

            def kill_in_the_middle() -> None:
                """When some tasks of the reading have ended and others have not."""
                until = time.monotonic() + 240
                tracker = session.sparkContext.statusTracker()
                while time.monotonic() < until and not killed:
                    for stage in tracker.getActiveStageIds():
                        about = tracker.getStageInfo(stage)
                        if about and about.numTasks == 12 and about.numCompletedTasks >= 2:
                            cluster.kill(0)
                            killed.append(f"{about.numCompletedTasks} of {about.numTasks}")
                            return
                    time.sleep(0.05)

            watcher = threading.Thread(target=kill_in_the_middle)
            watcher.start()
            spark.save(
                spark.read(session, reports, codebooks=books, partitions=12), tmp_path / "readings"
            )
            watcher.join(300)
            assert killed, "no worker was killed while tasks were running"
            assert len(cluster.workers) == 1
            readings = spark.load(session, tmp_path / "readings")
            assert spark.check(readings, reports).reports == len(rows)
            found = in_rows(readings)
            for kind in ("report", "event", "statement", "tie"):
                assert found[kind] == local[kind], kind
            told = in_rows(
                spark.tell_stories(session, readings, tmp_path / "work", codebooks=books)
            )
            for kind in ("story", "merged_event", "utterance"):
                assert told[kind] == local[kind], kind
        finally:
            session.stop()
    run = msgspec.json.decode(next(iter(local["report"])), type=Report).run
    assert run == reader.run.id != Reader().run.id  # the code books counted
