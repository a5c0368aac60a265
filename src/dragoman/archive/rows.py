"""Records to rows: the columns that are queried, and the record whole as JSON."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from dragoman.records import (
    AgendaItem,
    Correction,
    Date,
    Dyad,
    Event,
    Failure,
    Issue,
    Reading,
    Run,
    Statement,
    Tie,
    to_json,
)

Derived = Issue | Dyad | AgendaItem
RowLists = dict[str, list[tuple[Any, ...]]]


def reading_rows(reading: Reading, run: str) -> RowLists:
    """All rows of one reading, made by the run with this id."""
    rows: RowLists = defaultdict(list)
    report = reading.report
    rows["reports"].append(
        (
            report.id, run, report.source, report.published,
            day((report.published or "")[:10]), report.url, report.title, report.language,
            report.text_sha256, len(reading.events), len(reading.statements), len(reading.ties),
            _array(reading.actors), _array(reading.mentions), json(report),
        )
    )  # fmt: skip
    rows["texts"].append((report.id, reading.text))
    for seq, event in enumerate(reading.events):
        rows["events"].append(_event(event, seq, run))
        for role, actors in (("actor", event.actors), ("recipient", event.recipients)):
            rows["event_actors"].extend(
                (event.id, event.report, role, a.code, a.name, a.country, list(a.sectors))
                for a in actors
            )
    rows["statements"].extend(_statement(s, seq, run) for seq, s in enumerate(reading.statements))
    rows["ties"].extend(_tie(t, seq, run) for seq, t in enumerate(reading.ties))
    return rows


def merge(into: RowLists, rows: RowLists) -> None:
    """Add the rows of one reading to those of a batch."""
    for table, values in rows.items():
        into.setdefault(table, []).extend(values)


def run_row(run: Run) -> tuple[Any, ...]:
    """The row of a run."""
    return run.id, run.version, run.model, json(run)


def failure_row(failure: Failure, run: str) -> tuple[Any, ...]:
    """The row of a failure."""
    return failure.item, failure.stage, failure.error, failure.message, run, json(failure)


def correction_row(one: Correction) -> tuple[Any, ...]:
    """The row of a correction."""
    return one.id, one.action, one.of, one.made, one.undone, json(one)


def json(record: Any) -> str:
    """A record as JSON text."""
    return to_json(record).decode()


def kind_of(record: Any) -> str:
    """The record's kind, as its ``record`` key has it."""
    return str(type(record).__struct_config__.tag)


def day(value: str | None) -> str | None:
    """An ISO day, or None for what is none (the record keeps it as it is)."""
    try:
        return date.fromisoformat(value).isoformat() if value else None
    except ValueError:
        return None


def _array(records: Iterable[Any]) -> str:
    return "[" + ",".join(map(json, records)) + "]"


def _interval(when: Date | None) -> tuple[str | None, str | None]:
    return (day(when.start), day(when.end)) if when else (None, None)


def _event(event: Event, seq: int, run: str) -> tuple[Any, ...]:
    place, when = event.place, event.date
    return (
        event.id, event.report, run, seq, event.type, event.mode, list(event.contexts),
        event.quad, event.score, event.status, event.alleged, when.raw if when else None,
        *_interval(when), place.name if place else None, place.country if place else None,
        list(event.issues), event.confidence, json(event),
    )  # fmt: skip


def _statement(statement: Statement, seq: int, run: str) -> tuple[Any, ...]:
    addressee = statement.addressee
    return (
        statement.id, statement.report, run, seq, statement.speaker.code,
        statement.speaker.name, addressee.code if addressee else None, statement.kind,
        statement.cue, *_interval(statement.date), list(statement.issues), statement.stance,
        json(statement),
    )  # fmt: skip


def _tie(tie: Tie, seq: int, run: str) -> tuple[Any, ...]:
    return tie.id, tie.report, run, seq, tie.a, tie.b, tie.kind, json(tie)
