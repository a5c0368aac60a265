"""What an export wrote, and what its format could not hold."""

from __future__ import annotations

import msgspec

from dragoman.records.base import Record


class Loss(Record, frozen=True, kw_only=True):
    """Something of the records that a format cannot hold.

    Fields:
        field: what is lost, by the name of our field.
        records: how many records lose it; a record that does not have it loses nothing.
        why: what the format does instead, in words.
    """

    field: str
    records: int
    why: str


class Exported(Record, frozen=True, kw_only=True, tag_field="record", tag="exported"):
    """What an export wrote.

    Fields:
        format: its name.
        files: the files written, the main one first.
        rows: kind of row ("events", "statements") -> how many were written.
        losses: what the format could not hold, most records first.
    """

    format: str
    files: tuple[str, ...]
    rows: dict[str, int] = msgspec.field(default_factory=dict)
    losses: tuple[Loss, ...] = ()
