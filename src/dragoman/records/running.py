"""What a run of several processes came to."""

from __future__ import annotations

from dragoman.records.base import Record


class RunOutcome(Record, frozen=True, kw_only=True, tag_field="record", tag="run_outcome"):
    """What a run came to: `rows` = `read` + `held` + `repeated` + `failed`, or a problem says so.

    Fields:
        rows: candidates for reports in all inputs, counted before anything was made of them.
        read: reports that were read and kept.
        held: reports that the archive held already.
        repeated: rows that gave a report a second time.
        failed: rows that could not be read, each with its failure.
        unread: files and folders that could not be read at all, or not to their end.
        shards: pieces in which it was done.
        workers_lost: processes that died and were replaced since it was last started.
        stories: stories that were told anew.
        seconds: since it was last started.
        problems: what the check found wrong, in words; empty where all is sound.
    """

    rows: int
    read: int
    held: int = 0
    repeated: int = 0
    failed: int = 0
    unread: int = 0
    shards: int = 0
    workers_lost: int = 0
    stories: int = 0
    seconds: float = 0.0
    problems: tuple[str, ...] = ()
