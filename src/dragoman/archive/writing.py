"""What adding records to an archive takes: what is new, what gives way, what does not fit."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import duckdb

from dragoman.archive import schema
from dragoman.archive.checking import reading_problems
from dragoman.archive.rows import failure_row
from dragoman.records import Failure, Reading, Report, Run


def misfit(reading: Reading, run: Run) -> Failure | None:
    """What is told of a reading whose records do not fit; None where they do."""
    wrong = reading_problems(reading, run.id)
    if not wrong:
        return None
    report = reading.report.id
    return Failure(
        item=report,
        stage="archive",
        error="bad-reading",
        message=f"The records of report {report} do not fit: {'; '.join(wrong[:3])}. They are left "
        "out; please report this as a bug.",
    )


def digest(report: Report) -> str:
    """What makes a report another one to read: its text, and what is known beside it."""
    return hash_of((report.text_sha256, report.source, report.published, report.url, report.title))


def hash_of(parts: Iterable[object]) -> str:
    """A short hash of some values."""
    return hashlib.blake2b("\x1f".join(map(str, parts)).encode(), digest_size=8).hexdigest()


def same(one: Report, other: Report) -> bool:
    """Whether two reports would be read alike."""
    return digest(one) == digest(other)


def replace(connection: duckdb.DuckDBPyConnection, reports: list[str], run: str) -> None:
    """Take out the records of these reports, and keep a line of history for each."""
    connection.execute(
        "INSERT INTO history SELECT id, run, $2, text_sha256, events, statements, now() "
        "FROM reports WHERE id IN (SELECT unnest($1::VARCHAR[]))",
        [reports, run],
    )
    drop_stories(connection, reports)
    for table in schema.OF_REPORT:
        connection.execute(
            f"DELETE FROM {table} WHERE report IN (SELECT unnest($1::VARCHAR[]))", [reports]
        )
    for table, column in (("story_links", "a"), ("story_links", "b"), ("reports", "id")):
        connection.execute(
            f"DELETE FROM {table} WHERE {column} IN (SELECT unnest($1::VARCHAR[]))", [reports]
        )


def drop_stories(
    connection: duckdb.DuckDBPyConnection, reports: list[str], stories: Iterable[str] = ()
) -> None:
    """Take out these stories and those that hold one of these reports: they are told again."""
    found = connection.execute(
        "SELECT DISTINCT story FROM story_reports WHERE report IN (SELECT unnest($1::VARCHAR[]))",
        [reports],
    ).fetchall()
    gone = sorted({*stories, *(row[0] for row in found)})
    for table in schema.OF_STORY:
        connection.execute(
            f"DELETE FROM {table} WHERE story IN (SELECT unnest($1::VARCHAR[]))", [gone]
        )
    connection.execute("DELETE FROM stories WHERE id IN (SELECT unnest($1::VARCHAR[]))", [gone])


def insert_failures(
    connection: duckdb.DuckDBPyConnection, failures: list[Failure], run: str
) -> int:
    """Insert those that are not there yet; how many they were."""
    if not failures:
        return 0
    # Looked up together: the table is read through for it.
    known = set(
        connection.execute(
            "SELECT item, stage, error, message FROM failures "
            "WHERE run = $1 AND item IN (SELECT unnest($2::VARCHAR[]))",
            [run, sorted({failure.item for failure in failures})],
        ).fetchall()
    )
    new = []
    for failure in failures:
        row = failure_row(failure, run)
        if tuple(row[:4]) not in known:
            known.add(tuple(row[:4]))
            new.append(row)
    if new:
        schema.insert(connection, {"failures": new})
    return len(new)
