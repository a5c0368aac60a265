"""An answer as a short text: a line a record, with the first sentence that it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

import msgspec

from dragoman.briefs.model import Brief, EventLine
from dragoman.mcp.instructions import opens
from dragoman.records import (
    Actor,
    ActorCount,
    AgendaItem,
    Answer,
    Beside,
    Correction,
    Edge,
    Entry,
    Event,
    Failure,
    Hit,
    IssueCount,
    IssueThread,
    Ledger,
    LedgerEntry,
    Level,
    Members,
    MergedEvent,
    Network,
    Overview,
    Period,
    PlaceCount,
    Places,
    Position,
    Reading,
    Report,
    Run,
    Series,
    Shown,
    StandingTie,
    Statement,
    Story,
    ThreadEntry,
    Tie,
    Utterance,
)
from dragoman.relations.names import STATUS_NAMES, count

_LINES = 25
_PARTS = ("ledger", "thread", "network")  # what these count is parts of their one record
_LONGEST = 8000


def text_of(answer: Answer[Any]) -> str:
    """The answer in words: how much was found, the first records, what opens the rest.

    What is planned, possible, negated or only claimed says so; days that are the report's say so.
    """
    rows = [row for record in answer.found for row in _rows(record)]
    shown = len(rows) if answer.question in _PARTS else len(answer.found)
    said = [f"{answer.question}: {_count(answer, shown)}"]
    for record in rows[:_LINES]:
        said.append(f"- {_line(record)}")
        key = _key(record)
        for sentence in answer.sentences.get(key, ())[:1]:
            head = answer.told_by.get(sentence.report)
            source = (head and head.source) or "source not given"
            day = f", {head.published[:10]}" if head and head.published else ""
            said.append(
                f'  "{sentence.text}" ({source}{day}; report {sentence.report}, sentence '
                f"{sentence.number})"
            )
    if len(rows) > _LINES:
        said.append(f"({len(rows) - _LINES} more of this answer are in the structured content.)")
    if not answer.sentences:
        said.append(opens(answer.question))
    whole = "\n".join(said)
    return whole if len(whole) <= _LONGEST else whole[:_LONGEST].rsplit("\n", 1)[0]


def _count(answer: Answer[Any], shown: int) -> str:
    if not answer.found:
        return "nothing fits."
    total = f" of {answer.total}" if answer.total is not None else ""
    more = ", and there are more" if answer.more else ""
    return f"{shown}{total}{more}"


def _rows(record: Any) -> Sequence[Any]:
    """What of a record gets a line each."""
    match record:
        case Ledger() | IssueThread():
            return record.entries
        case Network():
            return record.edges
        case Places():
            return record.places
        case Series():
            told = [p for p in record.periods if p.count or p.statements]
            return [*((record, level) for level in record.levels), *told]
        case Position():
            return [record, *record.entries[:3]]
        case Members():
            return [record.whole, *record.members, *record.beside]
        case Shown():
            return [record.record, *record.beside]
        case Brief():
            return [line for story in record.briefs for line in story.events()]
    return [record]


def _key(record: Any) -> str:
    match record:
        case (Series(), Level()):
            return f"{record[0].a}-{record[0].b} {record[1].day} {record[1].measure}"
        case Edge():
            return f"{record.a}-{record.b}"
        case PlaceCount():
            return record.name
        case LedgerEntry() | Entry():
            return record.record
        case ThreadEntry():
            return record.entry.record
    return str(getattr(record, "id", ""))


def _line(record: Any) -> str:
    match record:
        case Event() | MergedEvent():
            mode = f" ({record.mode})" if record.mode else ""
            return (
                f"{record.id}: {_day(record.date)}: {_who(record.actors)} -> "
                f"{_who(record.recipients)}: {record.type}{mode}{_status(record)}"
            )
        case Statement() | Utterance():
            return f"{record.id}: {_who((record.speaker,))} speaks"
        case Beside():
            return f"{record.id}: {record.says}"
        case Tie():
            return f"{record.id}: {record.a} - {record.b}: {record.kind}: {record.says}"
        case StandingTie():
            return (
                f"{record.id}: {record.a} - {record.b}: {record.kind}, {record.state}, reported "
                f"{record.first or 'without a day'} to {record.last or 'without a day'}"
            )
        case AgendaItem():
            return f"{record.id}: {_day(record.date)}: {record.what} [{record.state}]"
        case Entry() | LedgerEntry():
            return _entry(record)
        case ThreadEntry():
            return _entry(record.entry)
        case Story():
            return f"{record.id}: {record.title or 'untitled'} ({record.last}): {record.says}"
        case Report():
            return f"{record.id}: {record.title or 'untitled'}, {record.source}, {record.published}"
        case Reading():
            address = f"dragoman://reports/{quote(record.report.id, safe='')}"
            return (
                f"{record.report.id}: {count(len(record.events), 'event')}, "
                f"{count(len(record.statements), 'statement')}, "
                f"{count(len(record.ties), 'tie')}; {address} is its text"
            )
        case ActorCount():
            return (
                f"{record.code}: {record.name}: {count(record.acts, 'act')}, {record.receives} "
                f"received, {count(record.speaks, 'utterance')}"
            )
        case IssueCount():
            return f"{record.id}: {record.name}: {count(record.reports, 'report')}"
        case Hit():
            return f"{record.kind} {record.id}: {record.title} {record.day or ''}".rstrip()
        case Edge():
            return f"{record.a} - {record.b}: {count(record.count, 'event')}"
        case PlaceCount():
            return f"{record.name} ({record.country}): {count(record.count, 'event')}"
        case Position():
            return f"{record.actor} {record.name}: {count(len(record.entries), 'entry', 'entries')}"
        case (Series(), Level()):
            one = record[1]
            return (
                f"change on {one.day}: {one.measure} {one.before:g} before, {one.after:g} after "
                f"(chance {one.chance:g})"
            )
        case Period():
            mean = "" if record.plover is None else f", mean score {record.plover:+.1f}"
            of = f" of {record.scored} scored" if mean else ""
            return (
                f"{record.start} to {record.end}: {count(record.count, 'event')}{mean}{of}, "
                f"{count(record.statements, 'statement')}; {count(record.read, 'report')} read"
            )
        case EventLine():
            return f"{record.when or 'no date'}: {record.text}{_status(record)}{_said(record)}"
        case Overview() | Run() | Failure() | Correction():
            return msgspec.json.encode(record).decode()
    said = getattr(record, "what", None) or getattr(record, "says", None)
    if said:
        return f"{said}{_status(record)}"
    shown = {k: v for k, v in msgspec.to_builtins(record).items() if isinstance(v, str | int)}
    return ", ".join(f"{key} {value}" for key, value in shown.items())


def _entry(entry: Entry | LedgerEntry) -> str:
    day = entry.day or "no day"
    if entry.dated == "published":
        day = f"reported {day}"
    words = (
        f': "{entry.quotation.text}" (report {entry.quotation.report})' if entry.quotation else ""
    )
    return f"{entry.record}: {day}: {entry.says}{_status(entry)}{words}"


def _said(line: EventLine) -> str:
    """The first sentence that a line of a brief rests on."""
    return "".join(f': "{one.text}" (report {one.report})' for one in line.passages[:1])


def _status(record: Any) -> str:
    """What a reader must not miss: anything but what is told as happened, and mere claims."""
    status = getattr(record, "status", None)
    known = STATUS_NAMES.get(str(status), status)
    said = f" [{known}]" if status not in (None, "actual") else ""
    return said + (" [claimed]" if getattr(record, "alleged", False) else "")


def _who(found: Sequence[Actor]) -> str:
    names = [a.name if a.code == "---" else f"{a.name} ({a.code})" for a in found]
    return "; ".join(names) or "unknown"


def _day(date: Any) -> str:
    if date is None:
        return "no date"
    if date.start and date.end:
        return str(date.start) if date.start == date.end else f"{date.start} to {date.end}"
    return str(date.symbol or date.raw)
