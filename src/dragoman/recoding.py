"""Issues assigned anew to what an archive holds, after the book of issues was edited."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec

from dragoman._version import __version__
from dragoman.archive import Archive
from dragoman.codebooks import read_table
from dragoman.document import Document, Mention
from dragoman.issues import Issues, issue_book
from dragoman.issues.table import own_changes
from dragoman.language import Language
from dragoman.pipeline import run_of
from dragoman.records import Actor, Event, Reading, Run, Statement

Watch = Callable[[Iterable[Reading]], Iterable[Reading]]
_EVERY = "*"


def recode(archive: Archive, *, watch: Watch | None = None) -> tuple[int, int]:
    """Assign issues anew by the book in force; how many reports were parsed, how many changed.

    Events and statements stay as they are; only their issues are found again, from a fresh parse
    of those reports that carry an issue whose rows changed since they were read, or have one of
    its words. All reports are then as if read with this book: reading them again adds nothing.
    Stories are told anew at the next question. ``watch`` may wrap the readings, to show progress.

    Raises:
        DragomanError: a table of the user that does not fit ("bad-codebook"), or an archive that
            cannot be written.
    """
    language, stage = Language(), Issues()
    runs = {run.id: run for run in archive.runs()}
    parsed = changed = 0
    after = {old: _with_book(run) for old, run in runs.items()}

    def again(readings: Iterable[Reading]) -> Iterator[Reading]:
        nonlocal parsed, changed
        for reading in readings:
            now = reading
            if _concerns(reading, wanted):
                parsed += 1
                now = _marked(reading, language, stage)
                changed += now != reading
            yield _of_run(now, after[old].id)

    for old, run in runs.items():
        wanted = _changed(run)
        if not wanted:
            continue
        ids = [row[0] for row in archive.rows("SELECT id FROM reports WHERE run = $1", [old])]
        readings: Iterable[Reading] = archive.readings(sorted(ids))
        archive.add_many(again(watch(readings) if watch else readings), after[old])
    return parsed, changed


def _with_book(run: Run) -> Run:
    """The run that reading with the book in force would be; one of another version notes both."""
    settings = {key: value for key, value in run.settings.items() if key != "issues"}
    settings |= Issues().settings
    if run.version != __version__:
        settings["issues_version"] = __version__
    return run_of(run.version, run.model, settings)


def _changed(run: Run) -> set[str]:
    """Ids of the issues whose rows are others now than in the book of a run; ``*`` means all."""
    if run.settings.get("issues_version", run.version) != __version__:
        return {_EVERY}
    now = own_changes()
    then = dict(part.rsplit(":", 1) for part in run.settings.get("issues", "").split())
    return {key for key in {*now, *then} if now.get(key) != then.get(key)}


def _concerns(reading: Reading, wanted: set[str]) -> bool:
    """Whether a report's records carry one of these issues, or may carry it now."""
    if _EVERY in wanted:
        return True
    records: list[Event | Statement] = [*reading.events, *reading.statements]
    if any(wanted & set(r.issues) for r in records):
        return True
    names = {a.name for a in (*reading.mentions, *_actors(reading))}
    names |= {e.place.name for e in reading.events if e.place is not None}
    countries = {row["code"]: row["name"] for row in read_table("countries")}
    names |= {countries[a.code] for a in _actors(reading) if a.code in countries}
    return issue_book().has_word_of(wanted, " | ".join((reading.text, *sorted(names))))


def _actors(reading: Reading) -> Iterator[Actor]:
    """All who act, are addressed or speak in the records of a report."""
    for event in reading.events:
        yield from (*event.actors, *event.recipients)
    for statement in reading.statements:
        yield statement.speaker


def _marked(reading: Reading, language: Language, stage: Issues) -> Reading:
    """The reading with the issues of its records found again."""
    replace = msgspec.structs.replace
    document = language.parse(reading.report, reading.text)
    document.events = [replace(e, issues=()) for e in reading.events]
    document.statements = [replace(s, issues=()) for s in reading.statements]
    document.mentions = _mentions(reading, document)
    document = stage(document)
    return replace(
        reading, events=tuple(document.events), statements=tuple(document.statements)
    )  # fmt: skip


def _mentions(reading: Reading, document: Document) -> list[Mention]:
    """The mentions that the archive keeps, as far as the issues stage asks for them."""
    held: dict[tuple[int, int], list[Actor]] = {}
    for actor in reading.mentions:
        held.setdefault((actor.start, actor.end), []).append(actor)
    found = []
    for (start, end), actors in held.items():
        span = document.doc.char_span(start, end, alignment_mode="expand")
        if span is not None:
            found.append(
                Mention(start, end, span.start, span.end, span.root.i, "person", "actor",
                        tuple(actors))
            )  # fmt: skip
    return found


def _of_run(reading: Reading, run: str) -> Reading:
    replace = msgspec.structs.replace
    return replace(
        reading,
        report=replace(reading.report, run=run),
        events=tuple(replace(e, run=run) for e in reading.events),
        statements=tuple(replace(s, run=run) for s in reading.statements),
        ties=tuple(replace(t, run=run) for t in reading.ties),
    )
