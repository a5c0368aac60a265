"""The series of a dyad: counts and mean scores by day, week or month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any, get_args

from dragoman.errors import DragomanError
from dragoman.ledger.asking import Asked, Rows, events_of, quoted, within
from dragoman.ledger.levels import levels
from dragoman.records import Grain, Period, Series
from dragoman.relations.periods import bounded, end_of, periods, start_of, too_many

_LEFT_OUT = ("planned", "possible", "negated", "alleged")
# The grains whose rows a period may hold: what is told of a month is in no week.
_HELD: dict[Grain, str] = {
    "day": "('day')", "week": "('day', 'week')", "month": "('day', 'week', 'month')",
}  # fmt: skip
SUMS = (
    "count(*), count(score), sum(round(score * 100)::BIGINT), count(goldstein), "
    "sum(round(goldstein * 100)::BIGINT)"
)
"""SQL: how many, and sums in hundredths: whole numbers add up alike in any order."""


def series(archive: Rows, one: Asked, *, by: Grain = "month", rates: bool = True) -> Series:
    """The events of a dyad by period, from the first period of which a report is there to the last.

    Every period stands there; ``read`` tells how many reports the archive has of it. ``since`` and
    ``until`` are widened to whole periods. With ``rates``, changes of level are sought in events
    per report read, else in events per period (docs/relations.md says when which is right).

    Raises DragomanError "bad-query" for a grain that is none.
    """
    _check(by)
    spanned = _span(archive, one, by)
    if spanned is None:
        return _framed(archive, one, by, ())
    first, last = spanned
    one = one.spanning(first.isoformat(), last.isoformat())
    grid = list(periods(first, last, by))
    read = _by_period(
        archive, f"SELECT {_cut(by, 'published_day')}, count(*) FROM reports GROUP BY 1"
    )
    said = _by_period(archive, _statements(one, by))
    rows: dict[date, list[tuple[Any, ...]]] = {}
    for start, *rest in archive.rows(
        f"SELECT {_cut(by, 'counted')}, quad, {SUMS}, list(event ORDER BY counted, event) "
        f"FROM ({events_of(one)}) WHERE why IS NULL AND {_counted(one, by)} GROUP BY 1, 2 "
        "ORDER BY 1, 2"
    ):
        rows.setdefault(start, []).append(tuple(rest))
    found = tuple(
        _period(start, end, rows.get(start, ()), said.get(start, 0), read.get(start, 0))
        for start, end in grid
    )
    return _framed(archive, one, by, found, rates=rates)


def compare(
    archive: Rows, dyads: Sequence[Asked], *, by: Grain = "month", rates: bool = True
) -> tuple[Series, ...]:
    """The series of several dyads over the same periods, in the order given."""
    _check(by)
    spans = [span for one in dyads if (span := _span(archive, one, by)) is not None]
    if not spans:
        return tuple(series(archive, one, by=by, rates=rates) for one in dyads)
    first = min(span[0] for span in spans).isoformat()
    last = max(span[1] for span in spans).isoformat()
    return tuple(series(archive, one.spanning(first, last), by=by, rates=rates) for one in dyads)


def _check(by: str) -> None:
    if by not in get_args(Grain):
        raise DragomanError(
            f"There are no periods of a {by!r}. Known: {', '.join(get_args(Grain))}.",
            error="bad-query",
        )


def mean(hundredths: int | None, number: int) -> float | None:
    """A mean of sums in hundredths, to three places; None of nothing."""
    return round(hundredths / 100 / number, 3) if number and hundredths is not None else None


def _span(archive: Rows, one: Asked, by: Grain) -> tuple[date, date] | None:
    """From the first day to the last, whole periods: as asked, or of which reports are there."""
    bounds = archive.rows("SELECT min(published_day), max(published_day) FROM reports")[0]
    if bounds[0] is None:  # no report has a day: what is told has
        bounds = archive.rows(
            f"SELECT min(counted), max(counted) FROM ({events_of(one)}) WHERE why IS NULL "
            f"AND grain IN {_HELD[by]}"
        )[0]
    since = date.fromisoformat(one.since) if one.since else bounds[0]
    until = date.fromisoformat(one.until) if one.until else bounds[1]
    if since is None or until is None:
        return None
    if too_many(since, until, by):  # seldom: it costs one more scan
        told = archive.rows(
            "SELECT least(min(counted), $1::DATE), greatest(max(counted), $2::DATE) "
            f"FROM ({events_of(one)}) WHERE why IS NULL",
            [bounds[0], bounds[1]],
        )[0]
        since, until = bounded((since, until), told, by)
    return start_of(since, by), end_of(start_of(until, by), by)


def _framed(
    archive: Rows, one: Asked, by: Grain, found: tuple[Period, ...], *, rates: bool = True
) -> Series:
    """The series with what is not in its periods."""
    left: Counter[str] = Counter()
    rest: Counter[str] = Counter()
    where = (
        f"CASE WHEN counted IS NULL OR grain NOT IN {_HELD[by]} THEN 'undated' "
        f"WHEN NOT ({_counted(one, by)}) THEN 'outside' END"
    )
    span = f"(day IS NULL OR {within(one.since, one.until)})"
    for why, place, fits, number in archive.rows(
        f"SELECT why, {where}, {span}, count(*) FROM ({events_of(one)}) GROUP BY ALL"
    ):
        if place == "undated" and not fits:
            place = "outside"
        if why is None:
            rest[place or ""] += number
        elif place != "outside":
            left[why] += number
    return Series(
        a=one.a,
        b=one.b,
        directed=one.directed,
        grain=by,
        periods=found,
        undated=rest["undated"],
        outside=rest["outside"],
        left_out={why: left[why] for why in _LEFT_OUT if left[why]},
        levels=levels(archive, found, by=by, rates=rates),
    )


def _period(
    start: date, end: date, rows: Sequence[tuple[Any, ...]], said: int, read: int
) -> Period:
    scored = sum(row[2] for row in rows)
    scored_goldstein = sum(row[4] for row in rows)
    return Period(
        start=start.isoformat(),
        end=end.isoformat(),
        quads={str(row[0]): row[1] for row in rows},
        count=sum(row[1] for row in rows),
        plover=mean(sum(int(row[3] or 0) for row in rows), scored),
        goldstein=mean(sum(int(row[5] or 0) for row in rows), scored_goldstein),
        scored=scored,
        scored_goldstein=scored_goldstein,
        statements=said,
        read=read,
        events=tuple(event for row in rows for event in row[6]),
    )


def _statements(one: Asked, by: Grain) -> str:
    """SQL: how many utterances there are of the two in each period."""
    a, b = quoted(one.a), quoted(one.b)
    sides = f"bool_or(role = 'speaker' AND code = {a})" if one.directed else "true"
    return (
        f"SELECT {_cut(by, 'counted')}, count(*) FROM (SELECT utterance, any_value(counted) AS "
        f"counted FROM utterance_parties WHERE code IN ({a}, {b}) AND {_counted(one, by)} "
        f"GROUP BY utterance HAVING count(DISTINCT code) = 2 AND {sides}) GROUP BY 1"
    )


def _counted(one: Asked, by: Grain) -> str:
    """SQL: whether a row belongs to a period of the span."""
    parts = [f"grain IN {_HELD[by]}"]
    if one.since:
        parts.append(f"counted >= {quoted(one.since)}::DATE")
    if one.until:
        parts.append(f"counted <= {quoted(one.until)}::DATE")
    return " AND ".join(parts)


def _cut(by: Grain, column: str) -> str:
    return f"date_trunc('{by}', {column})::DATE"


def _by_period(archive: Rows, sql: str) -> dict[date, int]:
    return {start: number for start, number in archive.rows(sql) if start is not None}
