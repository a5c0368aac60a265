"""Ties over many reports: since when they are told, and what changed."""

from __future__ import annotations

from typing import Literal

from dragoman.records.base import Record
from dragoman.records.relations import Quotation

TieStepKind = Literal["stated", "begun", "strengthened", "weakened", "ended", "contradicted"]
TieState = Literal["stands", "ended", "denied", "contradicted", "unknown"]


class TieStep(Record, frozen=True, kw_only=True):
    """What one report tells about a standing tie.

    Fields:
        kind: a report states that the tie is there (`stated`), tells an act that begins,
            strengthens, weakens or ends one of its kind, or states the opposite of what another
            report states at the same time (`contradicted`).
        shown: by the report's words for the relation ("words"), or by an act that the book of acts
            counts for it ("act"): then nobody said that the tie itself changed.
        day: publication day of the report, ISO; of an act with a known day, that day.
        record: id of the tie, or of the merged event.
        says: the relation in words, or the act in one line.
        quotation: the words of the report.
    """

    kind: TieStepKind
    shown: Literal["words", "act"]
    day: str | None = None
    report: str
    record: str
    says: str
    quotation: Quotation | None = None


class StandingTie(Record, frozen=True, kw_only=True, tag_field="record", tag="standing_tie"):
    """A standing relation of two actors as the reports of an archive state it over time.

    Fields:
        a: actor code of the one side; for kinds with a direction, who holds the role or acts.
        b: actor code of the other side.
        kind: a kind of `codebooks/ties.tsv`, without "no" or "former".
        state: what the latest reports state: it `stands`, has `ended`, is `denied` ("no formal
            relations"), or they state opposite things (`contradicted`); `unknown` where no report
            up to the day asked for states it.
        first: publication day of the first report that states it, ISO.
        last: of the last one.
        reports: ids of the reports that state it, in any way.
        stories: ids of their stories; many reports of one story show no more than one.
        ties: ids of the ties of single reports.
        history: by day, undated ones last.
    """

    id: str
    a: str
    b: str
    kind: str
    state: TieState = "unknown"
    first: str | None = None
    last: str | None = None
    reports: tuple[str, ...] = ()
    stories: tuple[str, ...] = ()
    ties: tuple[str, ...] = ()
    history: tuple[TieStep, ...] = ()
