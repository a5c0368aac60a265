"""The columns of what Spark holds: readings, features, links and told stories, as Arrow and DDL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa

Row = dict[str, Any]
Columns = Mapping[str, str]

_ARROW = {
    "string": pa.string(), "int": pa.int32(), "double": pa.float64(), "boolean": pa.bool_(),
    "date": pa.date32(), "binary": pa.binary(), "array<string>": pa.list_(pa.string()),
}  # fmt: skip

_DATE = {"date": "string", "date_start": "date", "date_end": "date", "date_precision": "string"}
_WHAT = {
    "type": "string", "mode": "string", "quad": "int", "score": "double", "status": "string",
    "alleged": "boolean", "actors": "array<string>", "actor_codes": "array<string>",
    "recipients": "array<string>", "recipient_codes": "array<string>", **_DATE,
    "place": "string", "place_country": "string", "issues": "array<string>",
}  # fmt: skip
_WHO_SAYS = {
    "speaker": "string", "speaker_code": "string", "addressee_code": "string",
    "stance": "string",
}  # fmt: skip

PREPARED: Columns = {
    "key": "string", "text_sha256": "string", "report": "string", "text": "string",
    "failure": "string",
}  # fmt: skip
"""Reports to read: the record without its text, or the failure that stands in its place."""

READINGS: Columns = {
    "kind": "string", "id": "string", "report": "string", "seq": "int", "day": "date",
    "run": "string", "record": "string", "lost": "boolean", "error": "string",
    "source": "string", "published": "string", "title": "string", "url": "string",
    "language": "string", "text": "string", "actors_record": "string",
    "mentions_record": "string", "run_record": "string", **_WHAT, "confidence": "double",
    "contexts": "array<string>", "words": "string", **_WHO_SAYS, "cue": "string",
    "statement_kind": "string", "a": "string", "b": "string",
}  # fmt: skip
"""What is read: a row a record. ``docs/spark.md`` tells the columns."""

FEATURES: Columns = {
    "report": "string", "published": "string", "day": "int", "keys": "binary",
    "weights": "binary", "title_keys": "binary", "title_weights": "binary", "main": "string",
    "parts": "binary", "text_sha256": "string",
}  # fmt: skip
"""As the archive's table ``story_features`` has them."""

LINKS: Columns = {"a": "string", "b": "string", "likeness": "double"}
PARTS: Columns = {"report": "string", "part": "string"}
HOMES: Columns = {"report": "string", "story": "string"}

TOLD: Columns = {
    "kind": "string", "id": "string", "story": "string", "seq": "int", "day": "date",
    "record": "string", "error": "string", "title": "string", "independent": "int",
    "reports": "array<string>", "members": "array<string>", **_WHAT, **_WHO_SAYS,
    "says": "string",
}  # fmt: skip
"""What is told: a row a record, the story first."""


def ddl(columns: Columns) -> str:
    """Columns as Spark's schema text."""
    return ", ".join(f"`{name}` {kind}" for name, kind in columns.items())


def batches(rows: Iterable[Mapping[str, Any]], columns: Columns, size: int = 2000) -> Iterator[Any]:
    """Rows as Arrow batches; a column that a row lacks is null there."""
    schema = pa.schema([(name, _ARROW[kind]) for name, kind in columns.items()])
    waiting: list[Mapping[str, Any]] = []
    for row in rows:
        waiting.append(row)
        if len(waiting) >= size:
            yield _batch(waiting, schema)
            waiting = []
    if waiting:
        yield _batch(waiting, schema)


def table(rows: Sequence[Mapping[str, Any]], columns: Columns) -> Any:
    """Rows as one Arrow table."""
    schema = pa.schema([(name, _ARROW[kind]) for name, kind in columns.items()])
    return pa.Table.from_batches([_batch(rows, schema)], schema)


def rows_in(found: Iterable[Any], size: int = 1000) -> Iterator[Row]:
    """The rows of Arrow batches, few at a time in memory."""
    for batch in found:
        for start in range(0, batch.num_rows, size):
            yield from batch.slice(start, size).to_pylist()


def as_day(value: str | None) -> date | None:
    """The day of an ISO text, or None."""
    try:
        return date.fromisoformat((value or "")[:10])
    except ValueError:
        return None


def _batch(rows: Sequence[Mapping[str, Any]], schema: Any) -> Any:
    arrays = [pa.array([row.get(f.name) for row in rows], f.type) for f in schema]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)
