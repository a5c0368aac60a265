"""Spark gives what one machine gives: records, stories and ids, also where a worker is killed.

Needs pyspark, pyarrow and Java; ``sh scripts/spark_test.sh`` sets up all but Java and runs these.
"""

from __future__ import annotations

import gzip
import os
import random
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

pytest.importorskip("pyspark", reason="needs dragoman[spark]: sh scripts/spark_test.sh")
pytest.importorskip("pyarrow", reason="needs dragoman[spark]: sh scripts/spark_test.sh")
if shutil.which("java") is None:
    pytest.skip("Spark needs Java", allow_module_level=True)

from pyspark.sql import DataFrame, SparkSession

import spark_cluster
from dragoman import spark
from dragoman.archive import Archive
from dragoman.errors import DragomanError
from dragoman.ingest import read_row
from dragoman.pipeline import shared_reader
from dragoman.records import to_json
from dragoman.spark.grouping import tiles
from dragoman.spark.parts import by_joins, parts, union
from dragoman.storing import correct, tell_stories

ROOT = Path(__file__).parents[1]
COLUMNS = "id string, text string, source string, published string, url string, title string"
Row = tuple[str | None, ...]


def invented() -> list[Row]:
    """Reports of a few invented stories, told by several papers on several days."""
    acts = (
        ("Kenya", "Norway", "signed a fishing treaty", "Oslo", "Grace Otieno"),
        ("Portugal", "Estonia", "agreed to share radar data", "Tallinn", "Rui Tavares Lima"),
        ("Peru", "Vietnam", "suspended talks on copper", "Lima", "Elena Quispe Rojas"),
    )
    papers = ("The Fjord Post", "Savanna Daily", "Harbour Times", "Andes Courier")
    rows: list[Row] = []
    for number in range(24):
        a, b, act, place, who = acts[number % 3]
        day = f"2026-0{1 + number % 3}-{5 + number // 6:02d}" if number != 20 else None
        rows.append(
            (
                f"inv-{number}",
                f"{a} and {b} {act} in {place} on Friday, the ministry said.\n\n"
                f"“We have waited for this in {place} for years,” said {who}, the foreign minister "
                f"of {a}. {a} accused {b} of delaying the text of round {number}. The president of "
                f"{b} is to visit {a} in {['May', 'June', 'July'][number % 3]}.",
                papers[number % 4],
                day,
                f"https://papers.example/{number}",
                f"{a} and {b}: {act} in {place}",
            )
        )
    rows.append(("copy-far", *rows[0][1:3], "2026-11-05", None, None))  # one text, months apart
    return rows


def all_rows() -> list[Row]:
    """The reports of the tests and the examples, and the invented ones."""
    rows = invented()
    for file in sorted([*ROOT.glob("tests/reports/*.txt"), *ROOT.glob("examples/*/*.txt")]):
        day = f"2026-02-{1 + len(rows) % 9:02d}" if len(rows) % 5 else None
        rows.append((None, file.read_text(encoding="utf-8"), "Example Press", day, None, None))
    return rows


BAD: list[Row] = [
    ("no-words", "", "A Paper", "2026-01-05", None, None),
    ("german", "Die beiden Minister trafen sich am Freitag in Oslo und sprachen über den "
     "Vertrag, der seit Jahren verhandelt wird.", None, None, None, None),
    ("inv-3", "Another text about talks in Oslo between Norway and Kenya on Friday, officials "
     "said, had taken the id of one that was there before.", None, None, None, None),
    (*invented()[4],),
    (None, None, None, None, None, None),
]  # fmt: skip
ODD: Row = (
    "odd-date", "Norway and Kenya signed a fishing treaty in Oslo on Friday, officials said.",
    None, "soon", None, None,
)  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("spark")


def session_of(master: str, home: Path, **extra: str) -> SparkSession:
    os.environ["PYSPARK_PYTHON"] = sys.executable  # the Python that workers run
    builder = SparkSession.builder.master(master).appName("dragoman tests")
    settings = spark_cluster.settings({"spark.sql.warehouse.dir": str(home / "warehouse"), **extra})
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


@pytest.fixture(scope="module")
def session(home: Path) -> Iterator[SparkSession]:
    made = session_of("local[2]", home)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return all_rows()


@pytest.fixture(scope="module")
def local(rows: list[Row], home: Path) -> dict[str, set[str]]:
    """What one machine makes of the same reports: kind -> records as JSON."""
    reader = shared_reader()
    names = [column.split()[0] for column in COLUMNS.split(", ")]
    given = [dict(zip(names, row, strict=True)) for row in rows]
    reports = [read_row({k: v for k, v in row.items() if v}, "row") for row in given]
    with Archive(home / "local.duckdb") as archive:
        archive.add_many(reader.stream(reports), reader.run)
        tell_stories(archive)
        return records_of(archive)


def records_of(archive: Archive) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for reading in archive.readings():
        for kind in ("report", "event", "statement", "tie"):
            mine = (reading.report,) if kind == "report" else getattr(reading, f"{kind}s")
            found.setdefault(kind, set()).update(to_json(one).decode() for one in mine)
    for kind, table in (
        ("story", "stories"), ("merged_event", "merged_events"), ("utterance", "utterances"),
    ):  # fmt: skip
        found[kind] = {row[0] for row in archive.rows(f"SELECT json FROM {table}")}
    for kind, record in archive.rows("SELECT kind, json FROM derived"):
        found.setdefault(kind, set()).add(record)
    return found


def in_rows(frame: DataFrame) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    count = 0
    for row in frame.select("kind", "record").collect():
        found.setdefault(row["kind"], set()).add(row["record"])
        count += 1
    assert count == sum(map(len, found.values())), "a record stands twice"
    return found


@pytest.fixture(scope="module")
def readings(session: SparkSession, rows: list[Row], home: Path) -> DataFrame:
    mixed = [*rows]
    random.Random(4).shuffle(mixed)
    reports = session.createDataFrame(mixed, COLUMNS).repartition(3)
    spark.save(spark.read(session, reports), home / "readings")
    return spark.load(session, home / "readings")


@pytest.fixture(scope="module")
def told(session: SparkSession, readings: DataFrame, home: Path) -> DataFrame:
    spark.save(spark.tell_stories(session, readings, home / "work"), home / "told", by=["kind"])
    return spark.load(session, home / "told")


def test_the_records_are_those_of_one_machine(
    readings: DataFrame, rows: list[Row], local: dict[str, set[str]]
) -> None:
    found = in_rows(readings)
    for kind in ("report", "event", "statement", "tie"):
        assert found[kind] == local[kind]
    assert len(found["event"]) > 100
    checked = spark.check(readings, len(rows))
    assert (checked.reports, checked.lost) == (len(rows), 0)
    assert len(checked.runs) == 1


def test_stories_events_and_utterances_are_those_of_one_machine(
    told: DataFrame, local: dict[str, set[str]]
) -> None:
    found = in_rows(told)
    for kind in ("story", "merged_event", "utterance", "issue", "dyad", "agenda_item"):
        assert found.get(kind, set()) == local.get(kind, set()), kind
    assert len(found["story"]) < len(local["report"]) - 10  # some reports are one story
    assert "failure" not in found


def test_the_cut_into_tiles_and_the_way_to_the_parts_change_nothing(
    session: SparkSession, readings: DataFrame, local: dict[str, set[str]], home: Path
) -> None:
    again = spark.tell_stories(
        session, readings, home / "work-small", tile=7, driver_links=0, partitions=3
    )
    found = in_rows(again.where("kind IN ('story', 'merged_event', 'utterance')"))
    assert found == {kind: local[kind] for kind in ("story", "merged_event", "utterance")}
    one, other = (spark.load(session, home / w / "dragoman-links") for w in ("work", "work-small"))
    assert sorted(one.collect()) == sorted(other.collect())  # to the last bit


@pytest.mark.parametrize("seed", range(20))
def test_each_two_tiles_that_are_near_are_compared_once(seed: int) -> None:
    chance = random.Random(seed)
    days = [-1, *(chance.randrange(1, 500) for _ in range(30))]  # -1: without a day
    counts = {day: chance.randrange(1, 20) for day in days[seed % 2 :]}
    places, near = tiles(counts, 7, 90)
    held: dict[int, list[int]] = {}
    for day, (first, number) in places.items():
        for tile in range(first, first + number):
            held.setdefault(tile, []).append(day)
    wanted = {
        (i, j)
        for i in held
        for j in held
        if i <= j and (-1 in held[i] + held[j] or i == j or min(held[j]) - max(held[i]) <= 90)
    }
    assert sorted(near) == sorted(wanted)


def test_rows_that_cannot_be_read_become_failures(session: SparkSession, home: Path) -> None:
    reports = session.createDataFrame([*invented()[:6], *BAD, ODD], COLUMNS)
    spark.save(spark.read(session, reports), home / "bad")
    found = spark.load(session, home / "bad")
    lost = found.where("kind = 'failure' AND lost").select("id", "error").collect()
    errors = {(row["id"], row["error"]) for row in lost}
    assert {
        ("no-words", "empty-file"), ("german", "not-english"), ("inv-3", "duplicate-id"),
        ("inv-4", "duplicate-report"),
    } <= errors  # fmt: skip
    assert len(lost) == 5
    (odd,) = found.where("kind = 'failure' AND NOT lost").collect()
    assert (odd["error"], odd["report"]) == ("bad-date", "odd-date")
    assert spark.check(found, reports).reports == 7
    for _ in range(2):  # each is kept once
        spark.to_archive(home / "bad", home / "bad.duckdb")
    with Archive(home / "bad.duckdb") as archive:
        kept = [(f.item, f.error) for f in archive.failures()]
        assert archive.check() == []
    assert sorted(kept) == sorted([(row["id"], row["error"]) for row in lost] + [
        ("odd-date", "bad-date")])  # fmt: skip
    with pytest.raises(DragomanError) as raised:
        spark.check(found, 13)
    assert raised.value.error == "rows-lost"
    with pytest.raises(DragomanError) as raised:
        spark.check(found.unionByName(found.where("kind = 'report'")))
    assert raised.value.error == "rows-lost"


def test_a_table_without_texts_is_refused(session: SparkSession) -> None:
    with pytest.raises(DragomanError) as raised:
        spark.read(session, session.createDataFrame([("a",)], "words string"))
    assert raised.value.error == "missing-column"


def test_duckdb_reads_what_was_written(
    readings: DataFrame, session: SparkSession, home: Path, local: dict[str, set[str]]
) -> None:
    spark.save(readings, home / "by-day", by=["day"])
    for folder in ("readings", "by-day"):
        table = f"read_parquet('{home / folder}/**/*.parquet', hive_partitioning = true)"
        counts = dict(duckdb.sql(f"SELECT kind, count(*) FROM {table} GROUP BY 1").fetchall())
        assert counts == {k: len(local[k]) for k in ("report", "event", "statement", "tie")}
        ((days,),) = duckdb.sql(f"SELECT count(DISTINCT day) FROM {table}").fetchall()
        assert days == readings.select("day").where("day IS NOT NULL").distinct().count()
    ((accused,),) = duckdb.sql(
        f"SELECT count(*) FROM read_parquet('{home}/readings/*.parquet') "
        "WHERE type = 'ACCUSE' AND list_contains(actor_codes, 'KEN') AND status = 'actual'"
    ).fetchall()
    assert accused >= 8


def test_what_was_written_becomes_an_archive(
    readings: DataFrame, home: Path, local: dict[str, set[str]]
) -> None:
    added = spark.to_archive(
        home / "by-day" if (home / "by-day").is_dir() else home / "readings",
        home / "from-spark.duckdb",
    )
    assert added == len(local["report"])
    with Archive(home / "from-spark.duckdb") as archive:
        tell_stories(archive)
        assert archive.check() == []
        assert records_of(archive) == local
    with pytest.raises(DragomanError) as raised:
        spark.to_archive(home / "nothing-here", home / "x.duckdb")
    assert raised.value.error == "not-found"


def test_corrections_hold_on_spark_too(
    session: SparkSession, readings: DataFrame, home: Path, local: dict[str, set[str]]
) -> None:
    shutil.copy(home / "local.duckdb", home / "corrected.duckdb")
    with Archive(home / "corrected.duckdb") as archive:
        stories = archive.stories()
        big = max(stories, key=lambda story: len(story.reports))
        single = [story for story in stories if len(story.reports) == 1]
        corrections = [
            correct(archive, "split", [big.id, big.reports[1]]),
            correct(archive, "join", [single[0].reports[0], single[1].reports[0]]),
        ]
        expected = records_of(archive)
    found = in_rows(spark.tell_stories(session, readings, home / "work-c", corrections=corrections))
    for kind in ("story", "merged_event", "utterance"):
        assert found[kind] == expected[kind]
    assert found["story"] != local["story"]


@pytest.mark.parametrize("seed", [1, 2])
def test_parts_by_joins_are_those_of_the_driver(
    session: SparkSession, home: Path, seed: int
) -> None:
    chance = random.Random(seed)
    pairs = [(f"n{chance.randrange(120):03}", f"n{chance.randrange(120):03}") for _ in range(90)]
    pairs += [(f"way{n:03}", f"way{n + 1:03}") for n in range(40)]  # a long way
    pairs = [(a, b) for a, b in pairs if a != b]

    def keep(frame: DataFrame, name: str) -> DataFrame:
        frame.write.mode("overwrite").parquet(str(home / f"rounds-{seed}-{name}"))
        return session.read.parquet(str(home / f"rounds-{seed}-{name}"))

    frame = session.createDataFrame(pairs, "a string, b string")
    wanted = sorted(union(pairs).items())
    assert sorted(map(tuple, by_joins(frame, keep).collect())) == wanted
    assert sorted(map(tuple, parts(session, frame, keep).collect())) == wanted


def test_files_of_a_crawl_are_read_by_the_workers(session: SparkSession, home: Path) -> None:
    pytest.importorskip("warcio")
    from test_ingest_warc import PLACES, page, record

    folder = home / "crawl"
    folder.mkdir()
    members = [gzip.compress(record(n, page(place))) for n, place in enumerate(PLACES)]
    (folder / "a.warc.gz").write_bytes(b"".join(members[:3]))
    (folder / "b.warc.gz").write_bytes(b"".join(members[3:])[:-200])
    reports = spark.files(session, [folder / "a.warc.gz", folder / "b.warc.gz", folder / "c.warc"])
    spark.save(spark.read(session, reports), home / "crawled")
    found = spark.load(session, home / "crawled")
    checked = spark.check(found, reports)
    assert (checked.reports, checked.lost) == (5, 2)
    errors = {row["error"] for row in found.where("lost").collect()}
    assert errors == {"damaged-file", "not-found"}
    (event,) = found.where("kind = 'report' AND url = 'https://news.example/1'").collect()
    assert str(event["day"]) == "2026-01-05"


def test_own_code_books_go_along_and_a_session_keeps_to_them(
    session: SparkSession, readings: DataFrame, home: Path
) -> None:
    books = home / "books"
    books.mkdir()
    (books / "people.tsv").write_text("name\tcountry\nIvo Petrov\tBGR\n")
    reports = session.createDataFrame(invented()[:1], COLUMNS)
    with pytest.raises(Exception, match="other code books"):
        spark.read(session, reports, codebooks=books).count()
    fresh = session.newSession()
    assert fresh.conf.get("spark.sql.shuffle.partitions") == "4"  # nothing was set on it


@pytest.fixture(scope="module")
def cluster_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cluster")
