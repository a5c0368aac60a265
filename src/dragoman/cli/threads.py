"""Issues over an archive: list, thread, proposals, the book in force, coding anew."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from dragoman.cli.app import app
from dragoman.cli.queries import (
    DB,
    Actors,
    Json,
    Limit,
    OfStory,
    Since,
    Until,
    derived,
    entry_day,
    none_found,
    print_found,
    reading,
    tell_of_more,
    told,
)
from dragoman.cli.shared import bars_of, console, error_console, progress, unread_told
from dragoman.cli.tables import print_json, print_table
from dragoman.records import (
    Issue,
    IssueProposal,
    IssueThread,
    ThreadActor,
    ThreadEntry,
)


class Grain(StrEnum):
    """How long a period is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@app.command()
def issues(
    archive: Annotated[
        Path | None, typer.Argument(metavar="ARCHIVE", help="The archive that `read` made.")
    ] = None,
    story: OfStory = None,
    book: Annotated[
        bool, typer.Option("--book", help="Print the book of issues in force, as a table.")
    ] = False,
    propose: Annotated[
        bool, typer.Option("--propose", help="Topics that recur and that the book lacks.")
    ] = False,
    least_reports: Annotated[
        int, typer.Option(min=2, help="Of a proposal: in so many reports at least.")
    ] = 5,
    recode: Annotated[
        bool, typer.Option("--recode", help="Assign issues anew by the book in force.")
    ] = False,
    limit: Limit = 40,
    json: Json = False,
) -> None:
    """List issues with what each actor said or did; propose new ones, print and apply the book."""
    if book:
        from dragoman.issues.table import book_as_table

        sys.stdout.write(book_as_table())
        return
    if archive is None:
        raise typer.BadParameter("Name the archive, or ask for --book.")
    if recode:
        _recode(archive)
    elif propose:
        with reading(archive) as db:
            found = db.propose_issues(least_reports=least_reports, limit=limit)
        print_found(
            found, json, ("id", "name", "words", "reports", "days", "actors", "example"), _proposal
        )
    else:
        print_found(
            derived(archive, story, Issue),
            json,
            ("id", "issue", "actors (acts, statements)", "reports"),
            lambda i: (
                i.id, i.name,
                ", ".join(f"{p.name} ({len(p.events)}, {len(p.statements)})" for p in i.positions),
                str(len(i.reports)),
            ),
        )  # fmt: skip


@app.command()
def thread(
    archive: DB,
    issue: Annotated[str, typer.Option(help="An issue's id (taiwan) or name.")],
    actor: Actors = None,
    since: Since = None,
    until: Until = None,
    by: Annotated[Grain, typer.Option(help="How long a period is.")] = Grain.MONTH,
    limit: Limit = 100,
    json: Json = False,
) -> None:
    """Show an issue over time: how much in each period, who stands where, entries by day."""
    with told(archive) as db:
        found = db.thread(issue, actor=actor, since=since, until=until, grain=by.value)
    if json:
        print_json([found])
    else:
        if console.is_terminal:
            for line in summary(found):
                console.print(Text(line), soft_wrap=True)
        rows = [_row(one) for one in found.entries[-limit:]]
        print_table(
            ("date", "who", "what", "stance", "change", "in the words", "story", "id"), rows
        )
    none_found(found.entries)
    if not json:
        tell_of_more(limit, len(found.entries) > limit)


def summary(found: IssueThread) -> list[str]:
    """The head of a thread in lines: counts, a line of bars, peaks, stances by actor."""
    acts = sum(e.entry.kind == "act" for e in found.entries)
    words = len(found.entries) - acts
    stories = f"{len(found.stories)} {'story' if len(found.stories) == 1 else 'stories'}"
    undated = f"; {found.undated} undated" if found.undated else ""
    lines = [
        f"{found.name} ({found.issue})",
        f"{acts} acts, {words} statements in {len(found.reports)} reports of {stories}{undated}",
    ]
    if found.periods:
        first, last = found.periods[0].start, found.periods[-1].end
        numbers = [p.acts + p.statements for p in found.periods]
        bars = bars_of(
            [n if n or p.read else None for n, p in zip(numbers, found.periods, strict=True)]
        )
        lines += ["", f"Acts and statements by {found.grain}, {first} to {last}", bars]
        if any(not p.read for p in found.periods):
            lines.append(unread_told())
        peaks = [f"{p.start} ({p.reports} of {p.read} reports)" for p in found.periods if p.peak]
        lines += [f"Peaks: {', '.join(peaks)}"] if peaks else []
    shown = [line for line in map(_stances, found.actors[:8]) if line]
    return [*lines, *(["", *shown] if shown else []), ""]


def _stances(actor: ThreadActor) -> str:
    """An actor's stances in one line, the latest five, one a day."""
    told = list(dict.fromkeys((s.day or "undated", s.stance) for s in actor.stances))
    if not told:
        return ""
    more = f"{len(told) - 5} earlier, " if len(told) > 5 else ""
    return f"{actor.name}: {more}" + ", ".join(f"{stance} {day}" for day, stance in told[-5:])


def _row(one: ThreadEntry) -> tuple[str, ...]:
    entry = one.entry
    return (
        entry_day(entry),
        ", ".join(one.actors),
        (entry.says if entry.kind == "act" else f"said by {entry.by}")
        + ("" if entry.status in (None, "actual") else f" [{entry.status}]")
        + (" [claimed]" if entry.alleged else ""),
        entry.stance or "",
        f"{entry.change.kind}: “{entry.change.text}”" if entry.change else "",
        f"“{entry.quotation.text}”" if entry.quotation else "",
        one.story,
        entry.record,
    )


def _proposal(found: IssueProposal) -> tuple[str, ...]:
    """A proposal, its first three cells as they stand in issues.tsv."""
    days = " to ".join(dict.fromkeys(d for d in (found.first, found.last) if d))
    actors = ", ".join(f"{code} {count}" for code, count in list(found.actors.items())[:5])
    example = found.examples[0].text if found.examples else ""
    return (
        found.id,
        found.name,
        "|".join(found.words),
        str(len(found.reports)),
        days,
        actors,
        example,
    )


def _recode(archive: Path) -> None:
    from dragoman.archive import Archive
    from dragoman.recoding import recode

    def watch(items: Any) -> Any:
        return progress(items, "Coding issues")

    with Archive(archive) as db:
        parsed, changed = recode(db, watch=watch)
    error_console.print(
        f"{changed} reports have other issues now; {parsed} were parsed again, the others have no "
        "word of what the book changed.",
        highlight=False,
    )
