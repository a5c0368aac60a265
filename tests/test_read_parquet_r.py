"""The R snippet: its columns are those of the export, and its table is that of the series.

nanoparquet cannot be installed where these tests run, so its one call is the line that no test
runs: everything else of the script does, on the CSV tables, which hold the same rows.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
from pathlib import Path

import duckdb
import pytest

from dragoman import Archive
from dragoman.exports import export
from dragoman.storing import keep, tell_stories

ROOT = Path(__file__).parents[1]
SCRIPT = ROOT / "examples" / "read_parquet.R"
needs_r = pytest.mark.skipif(shutil.which("Rscript") is None, reason="Rscript is not there")
# Physical type, logical type as DuckDB names them -> the type in R that nanoparquet documents.
IN_R = {
    ("BYTE_ARRAY", "STRING"): "character",
    ("INT32", "INT_32"): "integer",
    ("DOUBLE", ""): "numeric",
    ("BOOLEAN", ""): "logical",
    ("INT32", "DATE"): "Date",
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("r") / "news.duckdb"
    keep(path, [ROOT / "examples" / "omo", ROOT / "examples" / "turkana"])
    with Archive(path) as db:
        tell_stories(db)
    return path


@pytest.fixture(scope="module")
def tables(archive: Path) -> dict[str, Path]:
    """The export as Parquet and as CSV."""
    found = {}
    for name in ("parquet", "csv"):
        found[name] = archive.parent / name
        export(archive, name, found[name], dated="published")
    return found


def r(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["Rscript", "--vanilla", *map(str, arguments)],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def named_columns() -> dict[str, dict[str, str]]:
    """What the script says that it reads: table -> column -> type in R."""
    source = SCRIPT.read_text(encoding="utf-8")
    listed = source.partition("COLUMNS <- list(")[2].partition("\n)\n")[0]
    parts = re.findall(r"(\w+) = c\((.*?)\)", listed, re.S)
    return {table: dict(re.findall(r'(\w+) = "(\w+)"', inside)) for table, inside in parts}


def schema(file: Path) -> dict[str, tuple[str, str]]:
    """Column -> physical and logical type, of the flat columns; lists are groups and stay out."""
    rows = duckdb.execute(
        "SELECT name, type, coalesce(logical_type::VARCHAR, ''), coalesce(converted_type, ''), "
        "coalesce(num_children, 0) FROM parquet_schema($1)",
        [str(file)],
    ).fetchall()
    flat, inner = {}, 0
    for name, physical, logical, converted, children in rows[1:]:
        if children:
            inner += 1  # a list: two groups and its element
        elif inner:
            inner = 0
        else:
            kind = "STRING" if converted == "UTF8" or "String" in logical else converted
            flat[name] = (physical, kind)
    return flat


def test_the_columns_that_r_reads_are_flat_and_of_types_it_knows(tables: dict[str, Path]) -> None:
    named = named_columns()
    assert set(named) == {"events", "actors"}
    for table, columns in named.items():
        found = schema(tables["parquet"] / f"{table}.parquet")
        assert "sectors" not in found
        assert "actor_codes" not in found
        assert {name: IN_R[found[name]] for name in columns} == columns


def test_files_are_packed_and_encoded_as_nanoparquet_reads(tables: dict[str, Path]) -> None:
    files = str(tables["parquet"] / "*.parquet")
    packed = duckdb.execute(
        "SELECT DISTINCT compression, encodings FROM parquet_metadata($1)", [files]
    ).fetchall()
    assert {one for one, _ in packed} <= {"SNAPPY", "GZIP", "ZSTD", "UNCOMPRESSED"}
    encodings = {one for _, listed in packed for one in re.split(r", ?", listed)}
    assert encodings <= {
        "PLAIN", "PLAIN_DICTIONARY", "RLE_DICTIONARY", "RLE", "DELTA_BINARY_PACKED",
        "DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY", "BYTE_STREAM_SPLIT",
    }  # fmt: skip


def test_the_table_of_records_is_flat(tmp_path: Path) -> None:
    import dragoman as dm
    from dragoman.cli.records import write_records
    from dragoman.cli.shared import Failures

    file = tmp_path / "records.parquet"
    readings = dm.read(ROOT / "examples" / "turkana" / "herald.txt")
    write_records(readings, Failures(quiet=True), file)
    text = ("BYTE_ARRAY", "STRING")
    assert schema(file) == {"kind": text, "id": text, "report": text, "record": text}


@needs_r
def test_r_makes_the_table_of_the_series(archive: Path, tables: dict[str, Path]) -> None:
    ran = r(SCRIPT, tables["csv"], "ken-eth")
    assert ran.returncode == 0, ran.stderr
    printed = list(csv.DictReader(io.StringIO(ran.stdout), delimiter="\t"))
    assert len(printed) >= 10
    with Archive(archive, read_only=True) as db:
        series = db.series("KEN-ETH", since=printed[0]["month"] + "-01")
    quads = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
    expected = [
        {
            "month": p.start[:7],
            **{name: str(p.quads.get(str(n), 0)) for n, name in enumerate(quads, start=1)},
            "events": str(p.count),
            "goldstein": None if p.goldstein is None else pytest.approx(p.goldstein, abs=0.001),
        }
        for p in series.periods
    ]
    told = [
        {**row, "goldstein": None if row["goldstein"] == "NA" else float(row["goldstein"])}
        for row in printed
    ]
    assert told == expected


@needs_r
def test_r_counts_by_the_middle_of_a_month_and_leaves_out_what_is_wide_or_claimed(
    tmp_path: Path,
) -> None:
    header = "id,quad,score,goldstein,status,alleged,date_start,date_end,date_precision"
    rows = [
        "a,1,,2.0,actual,false,2026-04-01,2026-04-30,month",  # counts: in April
        "b,4,,-8.0,actual,false,2026-04-27,2026-05-03,week",  # in April, by its middle
        "c,4,,-9.0,actual,true,2026-04-02,2026-04-02,day",  # claimed
        "d,1,,,planned,false,2026-04-02,2026-04-02,day",  # planned
        "e,1,,,actual,false,2026-01-01,2026-12-31,year",  # too wide
        "f,3,,,actual,false,,,",  # no day
        "g,3,,,actual,false,2026-06-01,2026-08-20,day",  # an act that lasts: by its first day
        "h,1,,,actual,false,2026-06-02,2026-06-02,day",  # an agreement of two
        "i,4,,,actual,false,2026-06-02,2026-06-02,day",  # both act against nobody named
        "j,1,,,actual,false,2026-06-02,2026-06-02,day",  # to a third
    ]
    sides = [f"{one},{role},{code}" for one in "abcdefg" for role, code in
             (("actor", "KEN"), ("recipient", "ETH"))]  # fmt: skip
    sides += [f"{one},actor,{code}" for one in "hij" for code in ("KEN", "ETH")]
    sides += ["j,recipient,EGY", "k,actor,"]
    (tmp_path / "events.csv").write_text("\n".join([header, *rows]) + "\n")
    (tmp_path / "actors.csv").write_text("\n".join(["event,role,code", *sides]) + "\n")
    ran = r(SCRIPT, tmp_path, "ETH-KEN")
    assert [line.split("\t") for line in ran.stdout.splitlines()[1:]] == [
        ["2026-04", "1", "0", "0", "1", "2", "-3"],
        ["2026-05", "0", "0", "0", "0", "0", "NA"],
        ["2026-06", "1", "0", "1", "0", "2", "NA"],
    ]


@needs_r
def test_sourced_it_only_defines_and_takes_the_types_that_parquet_has() -> None:
    code = f"""
        source("{SCRIPT}")
        one <- data.frame(id = "a", quad = 4L, score = -8, goldstein = NA_real_, alleged = FALSE,
          status = "actual", date_start = as.Date("2026-03-10"), date_end = as.Date("2026-03-10"),
          date_precision = "day")
        one$actor_codes <- list(c("KEN", NA))
        two <- data.frame(event = "a", role = c("actor", "recipient"), code = c("KEN", "ETH"))
        events <- typed(one, COLUMNS$events)
        cat(sapply(events, function(column) class(column)[1]), "\n")
        cat(unlist(monthly(events, typed(two, COLUMNS$actors), "KEN", "ETH")), "\n")
    """
    kinds, row = r("-e", code).stdout.splitlines()
    assert kinds.split() == list(named_columns()["events"].values())
    assert row.split() == ["2026-03", "0", "0", "0", "1", "1", "NA"]


@needs_r
def test_what_is_missing_is_said(tables: dict[str, Path], tmp_path: Path) -> None:
    nowhere = r(SCRIPT, tmp_path, "KEN-ETH")
    assert nowhere.returncode == 1
    assert "dragoman export DB --format parquet" in nowhere.stderr
    assert "Call it as" in r(SCRIPT, tables["csv"]).stderr
    has = r("-e", 'cat(requireNamespace("nanoparquet", quietly = TRUE))').stdout == "TRUE"
    ran = r(SCRIPT, tables["parquet"], "KEN-ETH")
    if has:
        assert ran.stdout == r(SCRIPT, tables["csv"], "KEN-ETH").stdout
    else:
        assert "nanoparquet, 0.5.0 or later" in ran.stderr
