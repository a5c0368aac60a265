"""Queries over an archive: events, statements, actors, stories, relations, issues, positions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from dragoman.cli.app import app
from dragoman.cli.shared import ExitCode, console, error_console, progress
from dragoman.cli.tables import print_json, print_table
from dragoman.errors import DragomanError
from dragoman.records import (
    Actor,
    AnyRecord,
    Date,
    Dyad,
    Entry,
    LedgerEntry,
    Position,
    Record,
)

if TYPE_CHECKING:
    from dragoman.archive import Archive

DB = Annotated[Path, typer.Argument(metavar="ARCHIVE", help="The archive that `read` made.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON record a line.")]
Limit = Annotated[int, typer.Option(min=1, help="At most so many rows.")]
Actors = Annotated[str | None, typer.Option(help="A code (KOR) or a name.")]
Since = Annotated[str | None, typer.Option(help="First day (2026-01-05).")]
Until = Annotated[str | None, typer.Option(help="Last day, inclusive.")]
Issue = Annotated[str | None, typer.Option(help="An issue's id (taiwan).")]
OfStory = Annotated[str | None, typer.Option(help="Of one story only (its id).")]
Kind = TypeVar("Kind", bound=Record)


@app.command()
def events(
    archive: DB,
    actor: Actors = None,
    recipient: Actors = None,
    dyad: Annotated[str | None, typer.Option(help="Two codes, in any role: KOR-CHN.")] = None,
    type: Annotated[list[str] | None, typer.Option(help="PLOVER type; may be repeated.")] = None,
    status: Annotated[
        list[str] | None, typer.Option(help="actual, planned, possible or negated; repeatable.")
    ] = None,
    since: Since = None,
    until: Until = None,
    issue: Issue = None,
    least: Annotated[
        float | None, typer.Option(help="Leave out events less sure than this (0 to 1).")
    ] = None,
    limit: Limit = 100,
    json: Json = False,
) -> None:
    """List events: who did what to whom, whether it happened, in which words."""
    with reading(archive) as db:
        found = db.events(
            actor=actor, recipient=recipient, dyad=dyad, type=type, status=status, since=since,
            until=until, issue=issue, least=least, limit=limit + 1,
        )  # fmt: skip
        found, more = found[:limit], len(found) > limit
        texts = _texts(db, (e.report for e in found))
    print_found(
        found,
        json,
        ("id", "date", "type", "actors", "recipients", "status", "words"),
        lambda e: (
            e.id, when(e.date), f"{e.type}{f' ({e.mode})' if e.mode else ''}", who(e.actors),
            who(e.recipients), e.status + (", claimed" if e.alleged else ""),
            _words(texts[e.report], e.evidence[0].start, e.evidence[0].end),
        ),
    )  # fmt: skip
    tell_of_more(limit, more)


@app.command()
def statements(
    archive: DB,
    speaker: Actors = None,
    kind: Annotated[
        list[str] | None, typer.Option(help="direct, indirect or mixed; repeatable.")
    ] = None,
    since: Since = None,
    until: Until = None,
    issue: Issue = None,
    limit: Limit = 100,
    json: Json = False,
) -> None:
    """List statements: who said what, in which words, through whom."""
    with reading(archive) as db:
        found = db.statements(
            speaker=speaker, kind=kind, since=since, until=until, issue=issue, limit=limit + 1
        )
        found, more = found[:limit], len(found) > limit
        texts = _texts(db, (s.report for s in found))
    print_found(
        found,
        json,
        ("id", "date", "speaker", "kind", "said", "through"),
        lambda s: (
            s.id, when(s.date), who((s.speaker,)), s.kind,
            " … ".join(texts[s.report][p.start : p.end] for p in s.content),
            " → ".join(x.name for x in s.attribution),
        ),
    )  # fmt: skip
    tell_of_more(limit, more)


@app.command()
def actors(archive: DB, limit: Limit = 100, json: Json = False) -> None:
    """List actors by how many events they take part in."""
    with reading(archive) as db:
        rows = db.query(
            "SELECT name, code, count(*) FILTER (WHERE role = 'actor') AS acts, "
            "count(*) FILTER (WHERE role = 'recipient') AS receives, "
            "count(DISTINCT event) AS events "
            "FROM event_actors GROUP BY name, code ORDER BY events DESC, name, code LIMIT ?",
            [limit + 1],
        )
    rows, more = rows[:limit], len(rows) > limit
    if json:
        print_json(rows)
    else:
        print_table(list(rows[0]) if rows else ["name"], [list(r.values()) for r in rows])
    none_found(rows)
    tell_of_more(limit, more)


@app.command()
def stories(archive: DB, json: Json = False) -> None:
    """List stories: which reports tell one, and on how many origins they rest."""
    with told(archive) as db:
        found = db.stories()
    print_found(
        found,
        json,
        ("id", "first", "last", "reports", "title", "origins"),
        lambda s: (s.id, s.first or "", s.last or "", str(len(s.reports)), s.title, s.says),
    )


@app.command()
def relations(
    archive: DB,
    between: Annotated[str | None, typer.Option(help="Two codes: KOR-CHN.")] = None,
    story: OfStory = None,
    json: Json = False,
) -> None:
    """List relations: each pair of states in each story, counted by quad, planned ones apart."""
    from dragoman.archive.queries import pair_of
    from dragoman.relations import code_name

    found = derived(archive, story, Dyad)
    if between is not None:
        pair = set(pair_of(between))
        found = [d for d in found if {d.a, d.b} == pair]
    print_found(
        found,
        json,
        ("relation", "1 verbal coop.", "2 material coop.", "3 verbal conflict",
         "4 material conflict", "ahead", "mean score"),
        lambda d: (
            f"{code_name(d.a)} – {code_name(d.b)}", *(str(d.quads.get(q, "")) for q in "1234"),
            str(sum(d.ahead.values()) or ""),
            "" if d.score is None else f"{d.score:+.1f} of {sum(d.quads.values())}",
        ),
    )  # fmt: skip


@app.command()
def positions(
    archive: DB,
    issue: Annotated[str, typer.Option(help="An issue's id (taiwan) or name.")],
    actor: Actors = None,
    since: Since = None,
    until: Until = None,
    json: Json = False,
) -> None:
    """List what each actor said and did about an issue in all stories, the latest first."""
    with told(archive) as db:
        found = db.positions(issue, actor=actor, since=since, until=until)
    if json:
        print_json(found)
    else:
        rows = [_entry_row(position, entry) for position in found for entry in position.entries]
        print_table(("actor", "date", "what", "change", "in the words", "differs", "id"), rows)
    none_found(found)


@app.command()
def diff(
    archive: DB, story: Annotated[str, typer.Argument(metavar="STORY", help="The story's id.")]
) -> None:
    """Show what all reports of a story say, what only one says, and where they differ."""
    from dragoman.briefs import assemble
    from dragoman.briefs.terminal import to_terminal

    with told(archive) as db:
        wanted = next((s for s in db.stories() if s.id == story), None)
        if wanted is None:
            raise DragomanError(
                f"{archive} has no story {story}. `dragoman stories {archive}` lists them.",
                error="not-found",
            )
        page = assemble(list(db.readings(wanted.reports)))
    to_terminal(page, console, full=True, only="comparison")


@app.command()
def show(
    archive: DB,
    id: Annotated[str, typer.Argument(metavar="ID", help="Of any record.")],
    json: Json = False,
) -> None:
    """Show a record in its sentence, with what made it."""
    from dragoman.cli.showing import show_record

    with reading(archive) as db:
        record = db.get(id)
        if json:
            print_json([record])
        else:
            show_record(db, record)


# --- shared ---------------------------------------------------------------------------------------


def _bring_up(path: Path) -> None:
    """Bring an archive of an older format up, which needs it open for writing for a moment."""
    from dragoman.archive import Archive

    try:
        Archive(path, read_only=True).close()
    except DragomanError as error:
        if error.error != "archive-older":
            raise
        Archive(path).close()


@contextmanager
def reading(path: Path) -> Iterator[Archive]:
    """An archive to read from."""
    from dragoman.archive import Archive

    _bring_up(path)
    with Archive(path, read_only=True) as db:
        yield db


@contextmanager
def told(path: Path) -> Iterator[Archive]:
    """The archive with all its reports in stories; made now where reports came since."""
    from dragoman.archive import Archive
    from dragoman.storing import tell_stories, untold

    _bring_up(path)
    with Archive(path, read_only=True) as db:
        new = untold(db)
    if new:
        try:
            with Archive(path) as db:
                tell_stories(
                    db, watch=lambda groups: progress(groups, "Telling stories", total=len(groups))
                )
        except DragomanError as error:
            if error.error != "unwritable":
                raise
            raise DragomanError(
                f"The reports of {path} have not been put into stories yet, and it cannot be "
                "written here. Copy it to a place where you may write, and ask the copy.",
                error="unwritable",
            ) from error
    with Archive(path, read_only=True) as db:
        yield db


def derived(archive: Path, story: str | None, kind: type[Kind]) -> list[Kind]:
    """The records of one kind that the stories, or one of them, give."""
    with told(archive) as db:
        return [record for record in db.derived(story) if isinstance(record, kind)]


def _entry_row(position: Position, entry: Entry) -> tuple[str, ...]:
    """One act or words: when, what, whether it happened, which change the words tell."""
    status = "" if entry.status in (None, "actual") else f" [{entry.status}]"
    told = f" ({len(entry.reports)} reports)" if len(entry.reports) > 1 else ""
    change = f"{entry.change.kind}: “{entry.change.text}”" if entry.change else ""
    before = entry.differs
    what = (
        entry.says
        if entry.kind == "act"
        else f"{entry.by} {entry.stance}"
        if entry.stance
        else f"said by {entry.by}"
    )
    return (
        position.name,
        entry_day(entry),
        what + status + (" [claimed]" if entry.alleged else "") + told,
        change,
        f"“{entry.quotation.text}”" if entry.quotation else "",
        f"from {before.day}: “{before.quotation.text if before.quotation else ''}”"
        if before else "",
        entry.record,
    )  # fmt: skip


def entry_day(entry: Entry | LedgerEntry) -> str:
    """By which day an entry stands; what is only known as a month or a year says so, too."""
    if entry.day is None:
        return "no day"
    date = entry.date
    wide = date is not None and date.start is not None and date.precision != "day"
    reported = "reported " if entry.dated == "published" else ""
    return f"{reported}{entry.day}" + (f" ({date.raw})" if date and wide else "")


def _texts(db: Archive, reports: Iterable[str]) -> dict[str, str]:
    wanted = set(reports)
    return {r.report.id: r.text for r in db.readings(wanted)} if wanted else {}


def _words(text: str, start: int, end: int, around: int = 60) -> str:
    """The trigger with some of its sentence."""
    before = text[max(0, start - around) : start].rsplit("\n", 1)[-1]
    after = text[end : end + around].split("\n", 1)[0]
    return f"{before}[{text[start:end]}]{after}".strip()


def who(found: Sequence[Actor]) -> str:
    """Actors as "Name (CODE)", separated by semicolons."""
    return "; ".join(a.name if a.code == "---" else f"{a.name} ({a.code})" for a in found)


def when(date: Date | None) -> str:
    """A date as an interval where it is known, else in the report's words."""
    if date is None:
        return ""
    if date.start and date.end:
        return date.start if date.start == date.end else f"{date.start} to {date.end}"
    return date.symbol or date.raw


def print_found(
    found: Sequence[AnyRecord] | Sequence[Record],
    json: bool,
    columns: Sequence[str],
    row: Callable[..., Sequence[str]],
) -> None:
    """Print records as JSON Lines or as a table; ends with an error where there are none."""
    if json:
        print_json(found)
    else:
        print_table(columns, [row(record) for record in found])
    none_found(found)


def tell_of_more(limit: int, more: bool) -> None:
    """Say that a list was cut: a file of its first rows must not pass for the whole."""
    if more:
        error_console.print(
            f"More fit than these {limit}: --limit N shows N.", highlight=False, soft_wrap=True
        )


def none_found(found: Sequence[object]) -> None:
    """End with an error where nothing was found."""
    if not found:
        error_console.print("Nothing found.")
        raise typer.Exit(ExitCode.ERROR)
