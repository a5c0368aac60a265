"""Readings and told stories to rows, and rows to readings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import msgspec

from dragoman.archive.rows import kind_of
from dragoman.records import (
    UNKNOWN_CODE,
    Actor,
    AgendaItem,
    Date,
    Dyad,
    Event,
    Failure,
    Issue,
    MergedEvent,
    Reading,
    Report,
    Run,
    Statement,
    Tie,
    Utterance,
)
from dragoman.spark.columns import Row, as_day
from dragoman.stories.records import StoryRecords

OF_READING = ("report", "event", "statement", "tie")
"""The kinds of rows that make a reading."""

_RECORDS = msgspec.json.Decoder(Report | Event | Statement | Tie)
_ACTORS = msgspec.json.Decoder(tuple[Actor, ...])


def reading_rows(reading: Reading, run: Run) -> Iterator[Row]:
    """The rows of one reading, the report first; ``seq`` keeps the order of the text."""
    report, text = reading.report, reading.text
    shared = {"report": report.id, "day": as_day(report.published), "run": run.id}
    yield shared | {
        "kind": "report", "id": report.id, "seq": 0, "record": _json(report),
        "source": report.source, "published": report.published, "title": report.title,
        "url": report.url, "language": report.language, "text": text,
        "actors_record": _json(reading.actors), "mentions_record": _json(reading.mentions),
        "run_record": _json(run),
    }  # fmt: skip
    records: tuple[Event | Statement | Tie, ...]
    records = (*reading.events, *reading.statements, *reading.ties)
    for seq, record in enumerate(records, start=1):
        row = shared | {"kind": kind_of(record), "id": record.id, "seq": seq}
        row["record"] = _json(record)
        if isinstance(record, Event):
            words = [text[e.start : e.end] for e in record.evidence if e.role == "trigger"]
            row |= _what(record) | {
                "confidence": record.confidence, "contexts": list(record.contexts),
                "words": " … ".join(words),
            }  # fmt: skip
        elif isinstance(record, Statement):
            row |= _date(record.date) | _says(record.speaker, record.addressee) | {
                "cue": record.cue, "statement_kind": record.kind, "stance": record.stance,
                "issues": list(record.issues),
                "words": " … ".join(text[e.start : e.end] for e in record.content),
            }  # fmt: skip
        else:
            row |= {"type": record.kind, "a": record.a, "b": record.b, "words": record.says}
        yield row
    for failure in report.failures:
        yield failure_row(failure, run.id) | {"report": report.id, "lost": False}


def failure_row(failure: Failure, run: str) -> Row:
    """The row of a failure that stands for a whole report."""
    return {
        "kind": "failure", "id": failure.item, "seq": 0, "run": run, "record": _json(failure),
        "error": failure.error, "lost": True, "words": failure.message,
    }  # fmt: skip


def readings_in(rows: Iterable[Row]) -> Iterator[tuple[Row, Reading]]:
    """The readings of rows that are sorted by report and ``seq``, each with its first row."""
    for _, own in groupby(rows, key=lambda row: row["report"]):
        first, *others = own
        report = _RECORDS.decode(first["record"])
        records = [_RECORDS.decode(row["record"]) for row in others]
        if not isinstance(report, Report):
            raise ValueError(f"the report of {first['id']} has no row")
        yield (
            first,
            Reading(
                report=report,
                text=first["text"],
                actors=_ACTORS.decode(first["actors_record"]),
                mentions=_ACTORS.decode(first["mentions_record"]),
                events=tuple(r for r in records if isinstance(r, Event)),
                statements=tuple(r for r in records if isinstance(r, Statement)),
                ties=tuple(r for r in records if isinstance(r, Tie)),
            ),
        )


def told_rows(
    records: StoryRecords,
    others: Sequence[Issue | Dyad | AgendaItem],
    says: Mapping[str, str],
) -> Iterator[Row]:
    """The rows of one story, the story first; ``says`` is each event and utterance in a line."""
    story = records.story
    shared = {"story": story.id, "day": as_day(story.first)}
    yield shared | {
        "kind": "story", "id": story.id, "seq": 0, "record": _json(story), "title": story.title,
        "independent": story.independent, "reports": list(story.reports), "says": story.says,
    }  # fmt: skip
    for seq, record in enumerate((*records.events, *records.utterances, *others), start=1):
        row = shared | {"kind": kind_of(record), "id": record.id, "seq": seq}
        row |= {"record": _json(record), "says": says.get(record.id)}
        if isinstance(record, MergedEvent):
            row |= _what(record)
        if isinstance(record, Utterance):
            row |= _says(record.speaker, None)
        if isinstance(record, (MergedEvent, Utterance)):
            row |= {"reports": list(record.reports), "members": list(record.members)}
        yield row


def _json(record: Any) -> str:
    return msgspec.json.encode(record).decode()


def _what(event: Event | MergedEvent) -> Row:
    place = event.place
    return _date(event.date) | {
        "type": event.type, "mode": event.mode, "quad": event.quad, "score": event.score,
        "status": event.status, "alleged": event.alleged,
        "actors": [a.name for a in event.actors],
        "actor_codes": [_known(a.code) for a in event.actors],
        "recipients": [a.name for a in event.recipients],
        "recipient_codes": [_known(a.code) for a in event.recipients],
        "place": place.name if place else None,
        "place_country": place.country if place else None, "issues": list(event.issues),
    }  # fmt: skip


def _date(when: Date | None) -> Row:
    if when is None:
        return {}
    return {
        "date": when.raw, "date_start": as_day(when.start), "date_end": as_day(when.end),
        "date_precision": when.precision,
    }  # fmt: skip


def _says(speaker: Actor, addressee: Actor | None) -> Row:
    return {
        "speaker": speaker.name, "speaker_code": _known(speaker.code),
        "addressee_code": _known(addressee.code) if addressee else None,
    }  # fmt: skip


def _known(code: str) -> str | None:
    return None if code == UNKNOWN_CODE else code
