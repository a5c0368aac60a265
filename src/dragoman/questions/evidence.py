"""The sentences that records rest on, read from the texts that the archive keeps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from dragoman.archive import Archive
from dragoman.language.sentences import Sentence, sentences
from dragoman.records import (
    AgendaItem,
    Edge,
    Entry,
    Event,
    Evidence,
    EvidenceSentence,
    IssueThread,
    Ledger,
    LedgerEntry,
    Members,
    MergedEvent,
    Network,
    PlaceCount,
    Places,
    Position,
    ReportHead,
    Series,
    Shown,
    StandingTie,
    Statement,
    Story,
    ThreadEntry,
    Tie,
    Utterance,
)

PER_RECORD = 3
"""Sentences of one record at most, from different reports first."""
_PER_COUNT = 1  # of an edge, a place or a level: its first events open the rest
_COUNTED = 100  # edges, places: of the largest

Spans = tuple[str, tuple[Evidence, ...]]


class Opener:
    """Opens the sentences of records; reads each text once.

    Example: ``Opener(archive).of(events)`` is record id -> sentences.
    """

    def __init__(self, archive: Archive) -> None:
        """For one answer from this archive."""
        self._archive = archive
        self._texts: dict[str, tuple[str, tuple[Sentence, ...]]] = {}

    def of(self, records: Sequence[Any]) -> dict[str, tuple[EvidenceSentence, ...]]:
        """Record id -> its first sentences; an edge is "KOR-CHN", a place its name."""
        wanted: dict[str, list[Spans]] = {}
        members: dict[str, tuple[str, ...]] = {}
        for record in records:
            for key, spans, ids in _rests_on(record):
                wanted.setdefault(key, []).extend(spans)
                if ids:
                    members[key] = (*members.get(key, ()), *ids)
        held = self._members({one for ids in members.values() for one in ids})
        for key, ids in members.items():
            wanted[key] = [*wanted.get(key, []), *(held[one] for one in ids if one in held)]
        chosen = {key: _spread(spans) for key, spans in wanted.items()}
        self._read(report for spans in chosen.values() for report, _ in spans)
        found = {}
        for key, spans in chosen.items():
            told = [s for report, marks in spans for s in self.sentences(report, marks)]
            if told:
                found[key] = _joined(told)
        return found

    def sentences(self, report: str, marks: Sequence[Evidence]) -> list[EvidenceSentence]:
        """The sentences of a report in which these words stand."""
        self._read([report])
        text, cut = self._texts.get(report, ("", ()))
        found = []
        for one in cut:
            inside = tuple(m for m in marks if m.start < one.end and m.end > one.start)
            if inside:
                found.append(
                    EvidenceSentence(
                        report=report, number=one.number, start=one.start, end=one.end,
                        text=text[one.start : one.end], marks=inside,
                    )
                )  # fmt: skip
        return found

    def heads(self, reports: Iterable[str]) -> dict[str, ReportHead]:
        """Who published these reports, and when."""
        rows = self._archive.rows(
            "SELECT id, source, published, title, url FROM reports "
            "WHERE id IN (SELECT unnest($1::VARCHAR[])) ORDER BY id",
            [sorted(set(reports))],
        )
        return {
            one: ReportHead(id=one, source=source, published=published, title=title, url=url)
            for one, source, published, title, url in rows
        }

    def _read(self, reports: Iterable[str]) -> None:
        missing = sorted(set(reports).difference(self._texts))
        if not missing:
            return
        rows = self._archive.rows(
            "SELECT report, text FROM texts WHERE report IN (SELECT unnest($1::VARCHAR[]))",
            [missing],
        )
        for report, text in rows:
            self._texts[report] = (text, sentences(text))

    def _members(self, ids: set[str]) -> dict[str, Spans]:
        """Events and statements, and first members of merged events, by id -> where they stand."""
        if not ids:
            return {}
        these = "IN (SELECT unnest($1::VARCHAR[]))"
        first = dict(
            self._archive.rows(
                f"SELECT id, members[1] FROM merged_events WHERE id {these}", [sorted(ids)]
            )
        )
        asked = [sorted({*ids, *first.values()})]
        found: dict[str, Spans] = {}
        kinds: tuple[tuple[type[Event | Statement], str], ...] = (
            (Event, "events"), (Statement, "statements"),
        )  # fmt: skip
        for kind, table in kinds:
            for (text,) in self._archive.rows(f"SELECT json FROM {table} WHERE id {these}", asked):
                record = msgspec.json.decode(text, type=kind)
                found[record.id] = (record.report, _marks(record))
        return {**found, **{one: found[member] for one, member in first.items() if member in found}}


def keys_of(record: Any) -> tuple[str, ...]:
    """The keys under which an answer has the sentences of a record."""
    if isinstance(record, Shown):
        return (*keys_of(record.record), *(one.id for one in record.beside))
    return tuple(key for key, _, _ in _rests_on(record))


def _rests_on(record: Any) -> Iterable[tuple[str, list[Spans], tuple[str, ...]]]:
    """(key, words of reports, ids of other records that have the words) of a record."""
    match record:
        case Event() | Statement() | Tie():
            yield record.id, [(record.report, _marks(record))], ()
        case MergedEvent() | Utterance():
            yield record.id, [], record.members
        case Story():
            yield (
                record.id,
                [(v.report, v.evidence) for o in record.origins for v in o.shown_by],
                (),
            )
        case AgendaItem():
            yield record.id, _quoted(step.quotation for step in record.history), record.events
        case StandingTie():
            yield record.id, _quoted(step.quotation for step in record.history), ()
        case LedgerEntry() | Entry():
            yield record.record, _quoted([record.quotation]), ()
        case ThreadEntry():
            yield from _rests_on(record.entry)
        case Ledger() | IssueThread():
            for entry in record.entries:
                yield from _rests_on(entry)
        case Position():
            for latest in record.entries[:PER_RECORD]:
                yield from _rests_on(latest)
        case Series():
            for level in record.levels:
                key = f"{record.a}-{record.b} {level.day} {level.measure}"
                yield key, [], level.events[:PER_RECORD]
        case Edge():
            yield f"{record.a}-{record.b}", [], record.events[-_PER_COUNT:]
        case Network():
            for edge in record.edges[:_COUNTED]:
                yield from _rests_on(edge)
        case PlaceCount():
            yield record.name, [], record.events[-_PER_COUNT:]
        case Places():
            for place in record.places[:_COUNTED]:
                yield from _rests_on(place)
        case Members():
            for one in (*record.members, *record.beside):
                yield from _rests_on(one)
        case _:
            return


def _joined(told: list[EvidenceSentence]) -> tuple[EvidenceSentence, ...]:
    """Each sentence once, with the words that any of the records marks in it."""
    found: dict[tuple[str, int], EvidenceSentence] = {}
    for one in told:
        before = found.get((one.report, one.number))
        if before is not None:
            both = tuple(dict.fromkeys((*before.marks, *one.marks)))
            one = msgspec.structs.replace(before, marks=both)
        found[one.report, one.number] = one
    return tuple(found.values())


def _quoted(found: Iterable[Any]) -> list[Spans]:
    return [(one.report, one.evidence) for one in found if one is not None]


def _marks(record: Event | Statement | Tie) -> tuple[Evidence, ...]:
    """What shows a record, near its first word that does; sides and dates may stand far off."""
    if isinstance(record, Statement):
        cue = tuple(e for e in record.evidence if e.role == "cue")
        return (*record.content, *cue)
    first = [e for e in record.evidence if e.role in ("trigger", "content")][:1]
    at = first[0].start if first else 0
    near = (e for e in record.evidence if abs(e.start - at) < 400)
    return tuple(near)


def _spread(spans: list[Spans]) -> list[Spans]:
    """The first few, one a report before the second of any."""
    seen: dict[str, int] = {}
    ranked = []
    for number, (report, marks) in enumerate(spans):
        seen[report] = seen.get(report, 0) + 1
        ranked.append((seen[report], number, (report, marks)))
    return [one for _, _, one in sorted(ranked, key=lambda r: r[:2])[:PER_RECORD]]
