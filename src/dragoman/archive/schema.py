"""The tables of an archive: columns for what is queried, and each record whole as JSON.

A version number stands in the table ``meta``. To change a table, raise :data:`VERSION` and add a
step to :data:`MIGRATIONS`; it runs in one transaction when an older archive is opened for writing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from dragoman.errors import DragomanError

VERSION = 2
KIND = "dragoman archive"

TABLES: Mapping[str, Mapping[str, str]] = {
    "meta": {"key": "VARCHAR", "value": "VARCHAR"},
    "runs": {"id": "VARCHAR", "version": "VARCHAR", "model": "VARCHAR", "json": "JSON"},
    "reports": {
        "id": "VARCHAR", "run": "VARCHAR", "source": "VARCHAR", "published": "VARCHAR",
        "published_day": "DATE", "url": "VARCHAR", "title": "VARCHAR", "language": "VARCHAR",
        "text_sha256": "VARCHAR", "events": "INTEGER", "statements": "INTEGER", "ties": "INTEGER",
        "actors_json": "JSON", "mentions_json": "JSON", "json": "JSON",
    },
    "texts": {"report": "VARCHAR", "text": "VARCHAR"},
    "events": {
        "id": "VARCHAR", "report": "VARCHAR", "run": "VARCHAR", "seq": "INTEGER",
        "type": "VARCHAR", "mode": "VARCHAR", "contexts": "VARCHAR[]", "quad": "INTEGER",
        "score": "DOUBLE", "status": "VARCHAR", "alleged": "BOOLEAN", "date_raw": "VARCHAR",
        "date_start": "DATE", "date_end": "DATE", "place": "VARCHAR", "place_country": "VARCHAR",
        "issues": "VARCHAR[]", "confidence": "DOUBLE", "json": "JSON",
    },
    "event_actors": {
        "event": "VARCHAR", "report": "VARCHAR", "role": "VARCHAR", "code": "VARCHAR",
        "name": "VARCHAR", "country": "VARCHAR", "sectors": "VARCHAR[]",
    },
    "statements": {
        "id": "VARCHAR", "report": "VARCHAR", "run": "VARCHAR", "seq": "INTEGER",
        "speaker_code": "VARCHAR", "speaker": "VARCHAR", "addressee_code": "VARCHAR",
        "kind": "VARCHAR", "cue": "VARCHAR", "date_start": "DATE", "date_end": "DATE",
        "issues": "VARCHAR[]", "stance": "VARCHAR", "json": "JSON",
    },
    "ties": {
        "id": "VARCHAR", "report": "VARCHAR", "run": "VARCHAR", "seq": "INTEGER", "a": "VARCHAR",
        "b": "VARCHAR", "kind": "VARCHAR", "json": "JSON",
    },
    "failures": {
        "item": "VARCHAR", "stage": "VARCHAR", "error": "VARCHAR", "message": "VARCHAR",
        "run": "VARCHAR", "json": "JSON",
    },
    "history": {
        "report": "VARCHAR", "old_run": "VARCHAR", "new_run": "VARCHAR",
        "old_text_sha256": "VARCHAR", "events": "INTEGER", "statements": "INTEGER",
        "replaced_at": "TIMESTAMP WITH TIME ZONE",
    },
    "stories": {
        "id": "VARCHAR", "title": "VARCHAR", "first": "DATE", "last": "DATE",
        "independent": "INTEGER", "json": "JSON",
    },
    "story_reports": {"story": "VARCHAR", "report": "VARCHAR"},
    "merged_events": {
        "id": "VARCHAR", "story": "VARCHAR", "seq": "INTEGER", "type": "VARCHAR",
        "mode": "VARCHAR", "quad": "INTEGER", "score": "DOUBLE", "goldstein": "DOUBLE",
        "status": "VARCHAR", "alleged": "BOOLEAN", "date_start": "DATE", "date_end": "DATE",
        "day": "DATE", "dated": "VARCHAR", "grain": "VARCHAR", "counted": "DATE",
        "place": "VARCHAR", "place_country": "VARCHAR", "latitude": "DOUBLE",
        "longitude": "DOUBLE", "reports": "INTEGER", "occasion": "VARCHAR", "says": "VARCHAR",
        "quotation": "JSON", "members": "VARCHAR[]", "json": "JSON",
    },
    "merged_parties": {
        "event": "VARCHAR", "story": "VARCHAR", "role": "VARCHAR", "code": "VARCHAR",
        "name": "VARCHAR", "country": "VARCHAR", "sectors": "VARCHAR[]",
    },
    "merged_dyads": {
        "a": "VARCHAR", "b": "VARCHAR", "mutual": "BOOLEAN", "event": "VARCHAR",
        "story": "VARCHAR", "occasion": "VARCHAR", "parties": "INTEGER", "type": "VARCHAR",
        "mode": "VARCHAR", "quad": "INTEGER", "score": "DOUBLE", "goldstein": "DOUBLE",
        "status": "VARCHAR", "alleged": "BOOLEAN", "date_start": "DATE", "date_end": "DATE",
        "day": "DATE", "dated": "VARCHAR", "grain": "VARCHAR", "counted": "DATE",
        "reports": "INTEGER",
    },
    "utterances": {
        "id": "VARCHAR", "story": "VARCHAR", "seq": "INTEGER", "speaker_code": "VARCHAR",
        "speaker": "VARCHAR", "date_start": "DATE", "date_end": "DATE", "day": "DATE",
        "dated": "VARCHAR", "grain": "VARCHAR", "counted": "DATE", "says": "VARCHAR",
        "quotation": "JSON", "members": "VARCHAR[]", "json": "JSON",
    },
    "utterance_parties": {
        "utterance": "VARCHAR", "story": "VARCHAR", "role": "VARCHAR", "code": "VARCHAR",
        "date_start": "DATE", "date_end": "DATE", "day": "DATE", "dated": "VARCHAR",
        "grain": "VARCHAR", "counted": "DATE",
    },
    "story_features": {
        "report": "VARCHAR", "published": "VARCHAR", "day": "INTEGER", "keys": "BLOB",
        "weights": "BLOB", "title_keys": "BLOB", "title_weights": "BLOB", "main": "VARCHAR",
        "parts": "BLOB", "text_sha256": "VARCHAR",
    },
    "story_links": {"a": "VARCHAR", "b": "VARCHAR", "likeness": "DOUBLE"},
    "corrections": {
        "id": "VARCHAR", "action": "VARCHAR", "of": "VARCHAR", "made": "VARCHAR",
        "undone": "VARCHAR", "json": "JSON",
    },
    "derived": {
        "id": "VARCHAR", "kind": "VARCHAR", "story": "VARCHAR", "seq": "INTEGER", "json": "JSON",
    },
}  # fmt: skip
"""Table -> column -> DuckDB type.

``derived`` holds a story's issues, dyads and agenda items. ``merged_dyads`` has a row for each pair
of codes that an event joins (a does to b, or both do it together: ``mutual``), with what series and
networks count, so that they read one narrow table. ``day`` is the day by which a row is ordered,
``counted`` and ``grain`` tell in which periods it counts (:mod:`dragoman.archive.days`); events of
several stories that are one have the same ``occasion``. ``utterance_parties`` has who speaks
("speaker"), who is spoken to ("addressee") and who is spoken of ("mentioned").
"""

OF_REPORT = ("texts", "events", "event_actors", "statements", "ties", "story_features")
"""Tables whose rows belong to a report by their column ``report``."""

OF_STORY = (
    "story_reports", "merged_events", "merged_parties", "merged_dyads", "utterances",
    "utterance_parties", "derived",
)  # fmt: skip
"""Tables whose rows belong to a story by their column ``story``."""

Rows = Mapping[str, Sequence[tuple[Any, ...]]]


def _flat_stories(connection: duckdb.DuckDBPyConnection) -> None:
    """1 -> 2: columns by which dyads are asked, features of reports, corrections.

    Stories are taken out, to be told again: their rows are made of the readings, which stay.
    """
    old = ("merged_events", "utterances")
    for table in old:
        connection.execute(f"DROP TABLE {table}")
    new = (
        "merged_parties", "merged_dyads", "utterance_parties", "story_features", "story_links",
        "corrections",
    )  # fmt: skip
    for table in (*old, *new):
        connection.execute(f'CREATE TABLE "{table}" ({_columns(table)})')
    for table in ("story_reports", "derived", "stories"):
        connection.execute(f"DELETE FROM {table}")


MIGRATIONS: dict[int, Callable[[duckdb.DuckDBPyConnection], None]] = {1: _flat_stories}
"""Version -> the step that makes an archive of that version one of the next."""


def create(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables of a new archive, in one transaction."""
    connection.begin()
    for table in TABLES:
        connection.execute(f'CREATE TABLE "{table}" ({_columns(table)})')
    insert(connection, {"meta": [("kind", KIND), ("version", str(VERSION))]})
    connection.commit()


def _columns(table: str) -> str:
    return ", ".join(f'"{name}" {kind}' for name, kind in TABLES[table].items())


def insert(connection: duckdb.DuckDBPyConnection, rows: Rows) -> None:
    """Insert rows, table by table, a list a column: many times faster than row by row."""
    for table, values in rows.items():
        if values:
            columns = TABLES[table]
            casts = ", ".join(
                f"unnest(${n}::{kind}[])" for n, kind in enumerate(columns.values(), start=1)
            )
            connection.execute(
                f'INSERT INTO "{table}" SELECT {casts}',
                [list(column) for column in zip(*values, strict=True)],
            )


def version_of(connection: duckdb.DuckDBPyConnection) -> int | None:
    """The version an archive was written with; None where the database holds no archive."""
    found = connection.execute(
        "SELECT count(*) FROM duckdb_columns() WHERE table_name = 'meta' AND column_name IN "
        "('key', 'value') AND NOT internal"
    ).fetchone()
    if found is None or found[0] != 2:
        return None
    values = dict(connection.execute("SELECT key, value FROM meta").fetchall())
    version = str(values.get("version", ""))
    return int(version) if values.get("kind") == KIND and version.isdigit() else None


def lacking(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Tables and columns that are not there, or are of another type, in words."""
    held: dict[str, dict[str, str]] = {}
    for table, column, kind in connection.execute(
        "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal"
    ).fetchall():
        held.setdefault(table, {})[column] = kind
    return [
        f"the table {table}" if table not in held else f"{table}.{column} as {kind}"
        for table, columns in TABLES.items()
        for column, kind in list(columns.items())[: 1 if table not in held else None]
        if held.get(table, {}).get(column) != kind
    ]


def migrate(
    connection: duckdb.DuckDBPyConnection, version: int, path: Path, *, read_only: bool
) -> None:
    """Bring an older archive up to :data:`VERSION`; refuse a newer one.

    Raises DragomanError "archive-newer" or "archive-older".
    """
    if version > VERSION:
        raise DragomanError(
            f"The archive {path} was written by a newer Dragoman (its format is {version}, this "
            f"one reads up to {VERSION}). Upgrade: pip install --upgrade dragoman.",
            error="archive-newer",
        )
    if version < VERSION and read_only:
        raise DragomanError(
            f"The archive {path} has the older format {version}. Open it once for writing, and it "
            f"is brought to format {VERSION}; keep a copy of the file.",
            error="archive-older",
        )
    if version < VERSION:
        connection.begin()
        try:
            for step in range(version, VERSION):
                MIGRATIONS[step](connection)
            connection.execute("UPDATE meta SET value = $1 WHERE key = 'version'", [str(VERSION)])
        except KeyError as error:
            connection.rollback()
            raise DragomanError(
                f"The archive {path} has the format {version}, which is no longer read. Read its "
                "reports again into a new archive.",
                error="archive-older",
            ) from error
        except BaseException:
            connection.rollback()
            raise
        connection.commit()
