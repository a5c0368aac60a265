"""The thread of an issue: its acts, words and reports by day, over all stories of an archive."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from math import exp

import msgspec

from dragoman.records import (
    UNKNOWN_CODE,
    Grain,
    Issue,
    IssuePeriod,
    IssueThread,
    Position,
    StanceOnDay,
    ThreadActor,
    ThreadEntry,
)
from dragoman.relations.history import joined
from dragoman.relations.periods import bounded, periods, start_of

_CHANCE = 0.05  # of one peak in a whole thread where nothing but chance is at work
_PEAK_REPORTS = 3


def thread(
    issues: Sequence[Issue],
    issue: str,
    name: str,
    published: Mapping[str, str | None],
    *,
    actor: str | None = None,
    since: str | None = None,
    until: str | None = None,
    grain: Grain = "month",
) -> IssueThread:
    """The thread of the issue with this id and name.

    ``published`` holds every report of the archive with its day. The rest is as for
    :func:`dragoman.relations.history.joined`.
    """
    positions = joined(issues, issue, actor=actor, since=since, until=until)
    entries = _entries(positions, _stories(issues))
    told = {report for one in entries for report in one.entry.reports}
    reports = tuple(sorted(told, key=lambda r: (published.get(r) or "9", r)))
    return IssueThread(
        issue=issue,
        name=name,
        actor=actor,
        since=since,
        until=until,
        grain=grain,
        periods=_periods(entries, reports, published, since, until, grain),
        entries=entries,
        actors=tuple(_actor(position) for position in positions if position.entries),
        reports=reports,
        stories=tuple(dict.fromkeys(one.story for one in entries)),
        undated=sum(one.entry.day is None for one in entries),
    )


def _stories(issues: Iterable[Issue]) -> dict[str, str]:
    """Which story tells each merged event and utterance."""
    return {
        entry.record: issue.id.rpartition("@")[2]
        for issue in issues
        for position in issue.positions
        for entry in position.entries
    }


def _entries(positions: Iterable[Position], story: Mapping[str, str]) -> tuple[ThreadEntry, ...]:
    """Each act and utterance once, with all whose position it is, by day."""
    found: dict[str, ThreadEntry] = {}
    for position in positions:
        who = position.name if position.actor == UNKNOWN_CODE else position.actor
        for entry in position.entries:
            held = found.get(entry.record)
            if held is None:
                held = ThreadEntry(entry=entry, story=story[entry.record])
            found[entry.record] = msgspec.structs.replace(
                held,
                entry=entry if entry.differs and not held.entry.differs else held.entry,
                actors=tuple(dict.fromkeys((*held.actors, who))),
            )
    return tuple(
        sorted(found.values(), key=lambda e: (e.entry.day or "9", e.story, e.entry.record))
    )


def _actor(position: Position) -> ThreadActor:
    shown = [e for e in position.entries if e.stance in ("supports", "opposes")]
    return ThreadActor(
        actor=position.actor,
        name=position.name,
        acts=len(position.events),
        statements=len(position.statements),
        stances=tuple(
            StanceOnDay(
                day=e.day, stance=e.stance or "", towards=e.towards, record=e.record,
                differs=e.differs is not None,
            )
            for e in sorted(shown, key=lambda e: (e.day or "9", e.record))
        ),
    )  # fmt: skip


def _periods(
    entries: Sequence[ThreadEntry],
    reports: Sequence[str],
    published: Mapping[str, str | None],
    since: str | None,
    until: str | None,
    grain: Grain,
) -> tuple[IssuePeriod, ...]:
    """Every period in which reports on the issue came out; the past that they recall lies before.

    ``since`` and ``until`` take the place of the first and the last publication.
    """
    days = sorted(e.entry.day for e in entries if e.entry.day)
    out = sorted(day for r in reports if (day := published.get(r)))
    if not days:
        return ()
    told = sorted([*days, *out])
    first, last = bounded(
        (_day(since or (out or days)[0]), _day(until or (out or days)[-1])),
        (_day(told[0]), _day(told[-1])),
        grain,
    )
    counts: dict[str, list[int]] = {}
    bounds: dict[str, str] = {}
    for begins, ends in periods(first, last, grain):
        start = begins.isoformat()
        counts[start], bounds[start] = [0, 0, 0, 0], ends.isoformat()
    for one in entries:
        if (key := _start(one.entry.day, grain)) in counts:
            counts[key][0 if one.entry.kind == "act" else 1] += 1
    about = set(reports)
    for report, day in published.items():
        if (key := _start(day, grain)) in counts:
            counts[key][2] += report in about
            counts[key][3] += 1
    usual = sum(c[2] for c in counts.values()) / max(1, sum(c[3] for c in counts.values()))
    return tuple(
        IssuePeriod(
            start=start,
            end=bounds[start],
            acts=acts,
            statements=statements,
            reports=about_it,
            read=read,
            peak=about_it >= _PEAK_REPORTS
            and _at_least(about_it, usual * read) < _CHANCE / len(counts),
        )
        for start, (acts, statements, about_it, read) in counts.items()
    )


def _start(day: str | None, grain: Grain) -> str:
    """The first day of the period around a day; "" where there is no day.

    Example:
        >>> _start("2026-01-09", "month"), _start("2026-01-09", "week"), _start(None, "day")
        ('2026-01-01', '2026-01-05', '')
    """
    return start_of(_day(day), grain).isoformat() if day else ""


def _day(value: str) -> date:
    return date.fromisoformat(value[:10])


def _at_least(count: int, usual: float) -> float:
    """The chance of so many or more where so many are usual (Poisson).

    Example:
        >>> round(_at_least(3, 1.0), 3), _at_least(1, 0.0)
        (0.08, 0.0)
    """
    term = exp(-usual)
    below = 0.0
    for number in range(count):
        below += term
        term *= usual / (number + 1)
    return max(0.0, 1.0 - below)
