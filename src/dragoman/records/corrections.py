"""What a person decided about which records are one."""

from __future__ import annotations

from typing import Literal

from dragoman.records.base import Record

Action = Literal["join", "split", "pin"]
Corrected = Literal["report", "event", "statement"]


class Anchor(Record, frozen=True, kw_only=True):
    """A place of a report that a correction speaks of; it is found again when the report is read
    anew, by other code or with another text.

    Fields:
        start: where the words begin; null where the correction speaks of the report as a whole.
        end: where they end, exclusive.
        text: the words, verbatim.
        around: the words with some of what stands beside them, verbatim.
        type: of an event, its PLOVER type when it was corrected.
        codes: of an event, the codes of its sides; of a statement, of its speaker.
    """

    report: str
    start: int | None = None
    end: int | None = None
    text: str = ""
    around: str = ""
    type: str | None = None
    codes: tuple[str, ...] = ()


class Correction(Record, frozen=True, kw_only=True, tag_field="record", tag="correction"):
    """A decision that comes before what Dragoman would join; kept until it is undone.

    Fields:
        action: these are one (`join`), these are not one with those (`split`), or these are one and
            nothing else joins them (`pin`).
        of: what is joined or split: reports into stories, events, or statements into utterances.
        these: what the decision speaks of.
        those: what they are split from; empty otherwise.
        note: why, in the person's words.
        made: day and time (UTC).
        undone: day and time (UTC); null while it holds.
    """

    id: str
    action: Action
    of: Corrected
    these: tuple[Anchor, ...]
    those: tuple[Anchor, ...] = ()
    note: str | None = None
    made: str
    undone: str | None = None
