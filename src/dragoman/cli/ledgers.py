"""Relations over time: the ledger of a dyad, its series, the network."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.app import app
from dragoman.cli.queries import DB, Json, Since, Until, entry_day, none_found, told
from dragoman.cli.shared import bars_of, console, error_console, unread_told
from dragoman.cli.tables import print_json, print_table
from dragoman.records import Edge, Grain, LedgerEntry, Level, Period, Series

if TYPE_CHECKING:
    from dragoman.archive import Archive

Planned = Annotated[bool, typer.Option("--planned", help="Also planned and possible events.")]
Alleged = Annotated[
    bool, typer.Option("--alleged", help="Also what only an interested party claims.")
]
_MOST_EVENTS = 3
_LONG = 4  # periods in a row without a report


@app.command()
def ledger(
    archive: DB,
    dyad: Annotated[str, typer.Option(help="Two codes: KOR-CHN, or 'USA>PRK'.")],
    directed: Annotated[
        bool, typer.Option("--directed", help="Only what the first does to the other.")
    ] = False,
    since: Since = None,
    until: Until = None,
    planned: Planned = False,
    alleged: Alleged = False,
    json: Json = False,
) -> None:
    """List all events, statements and ties of two actors by day, each with its words."""
    with told(archive) as db:
        found = db.ledger(
            dyad, directed=directed, since=since, until=until, planned=planned, alleged=alleged
        )
    if json:
        print_json([found])
    else:
        print_table(
            ("day", "what", "quad", "PLOVER", "Goldstein", "reports", "in the words", "id"),
            [_entry(entry) for entry in found.entries],
        )
        _left_out(found.left_out)
    none_found(found.entries)


@app.command()
def series(
    archive: DB,
    dyad: Annotated[
        list[str], typer.Option(help="Two codes: KOR-CHN; repeated, they are compared.")
    ],
    by: Annotated[str, typer.Option(help="day, week or month.")] = "month",
    directed: Annotated[
        bool, typer.Option("--directed", help="Only what the first does to the other.")
    ] = False,
    since: Since = None,
    until: Until = None,
    planned: Planned = False,
    alleged: Alleged = False,
    per_period: Annotated[
        bool,
        typer.Option("--per-period", help="Seek changes in counts as they are, not per report."),
    ] = False,
    json: Json = False,
) -> None:
    """Count a dyad's events by day, week or month, with mean scores and changes of level."""
    with told(archive) as db:
        found = db.compare(
            dyad, by=_grain(by), directed=directed, since=since, until=until, planned=planned,
            alleged=alleged, rates=not per_period,
        )  # fmt: skip
        says = said_of(db, found)
    if json:
        print_json(found)
    elif len(found) == 1:
        print_table(
            ("from", "read", "events", "1", "2", "3", "4", "cooperation", "conflict", "PLOVER",
             "Goldstein", "statements"),
            _folded(_periods(found[0])),
        )  # fmt: skip
    else:
        print_table(("from", "read", *(_pair(one) for one in found)), _beside(found))
    if not json:
        for one in found:
            summary(one, says)
    periods = [period for one in found for period in one.periods]
    undated = sum(one.undated for one in found)
    if undated and not periods:
        error_console.print(
            f"{undated} events, and nothing tells a day for them: read their reports with "
            "--published.",
            highlight=False,
        )
    none_found(periods)


@app.command()
def network(
    archive: DB,
    at: Annotated[str | None, typer.Option(help="Last day of the window (2026-01-05).")] = None,
    window: Annotated[int, typer.Option(min=1, help="Days up to --at.")] = 90,
    since: Since = None,
    until: Until = None,
    directed: Annotated[
        bool, typer.Option("--directed", help="From who acts to whom, each way apart.")
    ] = False,
    planned: Planned = False,
    alleged: Alleged = False,
    least_events: Annotated[int, typer.Option(min=1, help="Events of a dyad at least.")] = 1,
    json: Json = False,
) -> None:
    """List who dealt with whom over all dyads, in the days up to a day or in a span of time."""
    with told(archive) as db:
        found = db.network(
            at=at, window=window, since=since, until=until, directed=directed, planned=planned,
            alleged=alleged, least=least_events,
        )  # fmt: skip
    if json:
        print_json([found])
    else:
        names = {node.code: node.name for node in found.nodes}
        arrow = " > " if directed else " – "
        print_table(
            ("dyad", "events", "1", "2", "3", "4", "PLOVER", "Goldstein", "ties"),
            [_edge(edge, names, arrow) for edge in found.edges],
        )
    none_found(found.edges)


def said_of(db: Archive, found: Sequence[Series]) -> dict[str, str]:
    """The lines of the events that show changes of level, by id."""
    return dict(
        db.rows(
            "SELECT id, says FROM merged_events WHERE id IN (SELECT unnest($1::VARCHAR[]))",
            [[e for one in found for level in one.levels for e in level.events]],
        )
    )


def _grain(by: str) -> Grain:
    return by  # type: ignore[return-value]  # the archive refuses what is none


def _entry(entry: LedgerEntry) -> tuple[str, ...]:
    status = "" if entry.status in (None, "actual") else f" [{entry.status}]"
    what = entry.says
    if entry.kind == "statement":
        what = f"said by {entry.by}"
    elif entry.kind == "tie":
        what = f"standing: {entry.says.partition(':')[0]}"
    return (
        entry_day(entry),
        what + status + (" [claimed]" if entry.alleged else ""),
        str(entry.quad or ""),
        _score(entry.score),
        _score(entry.goldstein),
        str(len(entry.reports)),
        f"“{entry.quotation.text}”" if entry.quotation else "",
        entry.record,
    )


def _periods(one: Series) -> list[tuple[str, ...]]:
    together = _bars([_quads(period, "1", "2") for period in one.periods])
    against = _bars([_quads(period, "3", "4") for period in one.periods])
    return [
        (
            period.start, str(period.read), str(period.count),
            *(str(period.quads.get(quad, "")) for quad in "1234"), together[n], against[n],
            _mean(period.plover, period.scored), _mean(period.goldstein, period.scored_goldstein),
            str(period.statements or ""),
        )
        for n, period in enumerate(one.periods)
    ]  # fmt: skip


def _folded(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """For people, a long time without any report is one row; programs get each period."""
    if not console.is_terminal:
        return rows
    found: list[tuple[str, ...]] = []
    for empty, same in groupby(rows, lambda row: row[1] == "0" and row[2] == "0"):
        part = list(same)
        if empty and len(part) > _LONG:
            part = [(f"{part[0][0]} to {part[-1][0]}", *part[0][1:])]
        found += part
    return found


def _bars(numbers: Sequence[int]) -> list[str]:
    """A bar for each number, lying, so that a column of them reads as a picture."""
    top = max([*numbers, 1])
    return ["█" * max(1, round(number / top * 10)) if number else "" for number in numbers]


def _beside(found: Sequence[Series]) -> list[tuple[str, ...]]:
    return [
        (
            periods[0].start,
            str(periods[0].read),
            *(f"{p.count} ({_mean(p.plover, p.scored)})" if p.count else "0" for p in periods),
        )
        for periods in zip(*(one.periods for one in found), strict=True)
    ]


def summary(one: Series, says: dict[str, str], always: bool = False) -> None:
    """The series as lines of bars and its changes of level; ``always`` also where none looks on."""
    if not (always or console.is_terminal):
        return
    console.print(f"\n[bold]{_pair(one)}[/]", highlight=False)
    for name, quads in (("cooperation", "12"), ("conflict", "34")):
        numbers = [_quads(p, *quads) if p.read or p.count else None for p in one.periods]
        total = sum(number or 0 for number in numbers)
        bars = bars_of(numbers, 12 + len(f" {total}"))
        console.print(f"{name:12}{bars} {total}", highlight=False, soft_wrap=True)
    if any(not p.read for p in one.periods):
        console.print(unread_told(), highlight=False)
    for level in one.levels:
        console.print(_level(level), highlight=False, markup=False, soft_wrap=True)
        for event in level.events[:_MOST_EVENTS]:
            line = f"    {says.get(event, '')}  {event}"
            console.print(line, highlight=False, markup=False, soft_wrap=True)
    if not one.levels:
        console.print("No change of level is found.", highlight=False)
    aside = [(one.undated, "without a day"), (one.outside, "outside these days")]
    for number, what in aside:
        if number:
            console.print(f"{number} events {what}", highlight=False)
    _left_out(one.left_out)


def _level(level: Level) -> str:
    return (
        f"{level.day}  {level.measure}: {level.before:.2f} ({level.before_count} events) → "
        f"{level.after:.2f} ({level.after_count} events) per {level.per}, chance {level.chance:.3f}"
    )


def _left_out(left_out: dict[str, int]) -> None:
    if left_out:
        listed = ", ".join(f"{number} {why}" for why, number in left_out.items())
        error_console.print(f"Left out: {listed} events.", highlight=False)


def _pair(one: Series) -> str:
    return f"{one.a}>{one.b}" if one.directed else f"{one.a}-{one.b}"


def _edge(edge: Edge, names: dict[str, str], arrow: str) -> tuple[str, ...]:
    return (
        f"{names[edge.a]}{arrow}{names[edge.b]}",
        str(edge.count),
        *(str(edge.quads.get(quad, "")) for quad in "1234"),
        _mean(edge.plover, edge.scored),
        _mean(edge.goldstein, edge.scored_goldstein),
        ", ".join(edge.ties),
    )


def _quads(period: Period, *quads: str) -> int:
    return sum(period.quads.get(quad, 0) for quad in quads)


def _score(score: float | None) -> str:
    return "" if score is None else f"{score:+.1f}"


def _mean(mean: float | None, number: int) -> str:
    return "" if mean is None else f"{mean:+.1f} of {number}"
