"""What a round of watching came to."""

from __future__ import annotations

from typing import Literal

from dragoman.records.base import Record

SourceState = Literal["read", "unchanged", "waiting", "failed", "gone"]


class SourceLook(Record, frozen=True, kw_only=True):
    """One look at a source that is watched.

    Fields:
        source: its address or path, without passwords and keys.
        state: `read`; `unchanged` since the last look; `waiting` (not asked before its time);
            `failed` (asked again later); `gone` (its host says it will not come back).
        new: items that it named for the first time, or that it changed.
    """

    source: str
    state: SourceState
    new: int = 0


class WatchRound(Record, frozen=True, kw_only=True, tag_field="record", tag="watch_round"):
    """One round over all sources that are watched.

    Fields:
        number: 1 for the first round of a run.
        at: when it ended, UTC.
        sources: the look at each, in the order given.
        reports: ids of the reports that were read and kept.
        held: reports that the archive held already.
        left_out: items that could not be read; each has its failure.
        waiting: items that are known and wait for a later round.
        stories: how many stories were told anew.
        next: when the next round begins, UTC; null where none does.
    """

    number: int
    at: str
    sources: tuple[SourceLook, ...] = ()
    reports: tuple[str, ...] = ()
    held: int = 0
    left_out: int = 0
    waiting: int = 0
    stories: int = 0
    next: str | None = None
