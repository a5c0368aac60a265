"""Changes of level in a series, each with the events that made it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from dragoman.ledger.asking import Rows
from dragoman.ledger.segments import Row, Step, steps
from dragoman.records import Grain, Level, Measure, Period

# Periods of the shortest level: one loud week is an episode, not a level.
_SHORTEST: dict[Grain, int] = {"day": 7, "week": 4, "month": 3}
_MOST = 10  # events that open a change
_FEWEST = 10  # events below which nothing is sought
# Five measures are asked of each series, so that all together are wrong in 5 of 100.
_SURE = 0.01
_QUADS: dict[Measure, tuple[str, ...]] = {
    "count": ("1", "2", "3", "4"), "cooperation": ("1", "2"), "conflict": ("3", "4"),
}  # fmt: skip
_SHUFFLES = 999
_FEWER = 299  # of long series; still enough to tell 1 in 100
_LONG = 400  # periods


@dataclass(frozen=True, slots=True)
class _Told:
    """What is known of an event when those that made a change are chosen."""

    id: str
    quad: int
    score: float | None
    goldstein: float | None
    reports: int


def levels(
    archive: Rows, periods: Sequence[Period], *, by: Grain, rates: bool = True
) -> tuple[Level, ...]:
    """Changes of level in counts, cooperation, conflict and both mean scores, by day.

    Periods of which no report was read say nothing and are passed over. Counts are taken per
    report read where ``rates`` is set and the number of reports varies.
    """
    read = [period for period in periods if period.read] or list(periods)
    varies = rates and len({period.read for period in read}) > 1
    found: list[Level] = []
    for measure, quads in _QUADS.items():
        counts = [sum(period.quads.get(quad, 0) for quad in quads) for period in read]
        exposure = [float(period.read) if varies else 1.0 for period in read]
        row = Row(np.array(counts, dtype=float), np.array(exposure), counts=True)
        per: Literal["period", "100 reports"] = "100 reports" if varies else "period"
        found += _levels(archive, read, row, counts, measure, per, by)
    for measure in ("plover", "goldstein"):
        scored = [period for period in read if _number(period, measure)]
        numbers = [_number(period, measure) for period in scored]
        sums = [(_mean(period, measure) or 0.0) * _number(period, measure) for period in scored]
        row = Row(np.array(sums, dtype=float), np.array(numbers, dtype=float), counts=False)
        found += _levels(archive, scored, row, numbers, measure, "event", by)
    return tuple(sorted(found, key=lambda level: (level.day, level.measure)))


def _levels(
    archive: Rows,
    periods: Sequence[Period],
    row: Row,
    counts: Sequence[int],
    measure: Measure,
    per: Literal["period", "100 reports", "event"],
    by: Grain,
) -> list[Level]:
    shortest = _SHORTEST[by]
    if len(periods) < 2 * shortest or sum(counts) < _FEWEST:
        return []
    shuffles = _SHUFFLES if len(periods) <= _LONG else _FEWER
    changes = steps(row, shortest=shortest, sure=_SURE, shuffles=shuffles)
    edges = [0, *(step.at for step in changes), len(periods)]
    found = []
    for step, start, end in zip(changes, edges, edges[2:], strict=False):
        times = 100 if per == "100 reports" else 1
        before, after = row.level(start, step.at), row.level(step.at, end)
        found.append(
            Level(
                day=periods[step.at].start,
                measure=measure,
                per=per,
                before=round(before * times, 3),
                before_count=int(sum(counts[start : step.at])),
                after=round(after * times, 3),
                after_count=int(sum(counts[step.at : end])),
                chance=step.chance,
                events=_evidence(archive, periods, step, shortest, measure, before, after),
            )
        )
    return found


def _evidence(
    archive: Rows,
    periods: Sequence[Period],
    step: Step,
    shortest: int,
    measure: Measure,
    before: float,
    after: float,
) -> tuple[str, ...]:
    """The events that made a change: of a rise those that came, of a fall those that ceased."""
    quads = _QUADS.get(measure)
    came = quads is None or after > before
    near = periods[step.at : step.at + shortest] if came else periods[: step.at][-shortest:]
    ids = [event for period in near for event in period.events]
    events = [
        _Told(*row)
        for row in archive.rows(
            "SELECT id, quad, score, goldstein, reports FROM merged_events "
            "WHERE id IN (SELECT unnest($1::VARCHAR[]))",
            [ids],
        )
    ]
    if quads is not None:
        kept = [event for event in events if str(event.quad) in quads]
        weights = {event.id: abs(event.score or 0.0) for event in kept}
    else:
        way = 1.0 if after > before else -1.0
        scores = {e.id: e.score if measure == "plover" else e.goldstein for e in events}
        weights = {id: (score - before) * way for id, score in scores.items() if score is not None}
        kept = [event for event in events if weights.get(event.id, 0.0) > 0]
    # Told by many reports first: what few noticed made no level.
    kept.sort(key=lambda event: (-weights[event.id] * (1 + np.log(event.reports)), event.id))
    return tuple(event.id for event in kept[:_MOST])


def _mean(period: Period, measure: Measure) -> float | None:
    return period.plover if measure == "plover" else period.goldstein


def _number(period: Period, measure: Measure) -> int:
    return period.scored if measure == "plover" else period.scored_goldstein
