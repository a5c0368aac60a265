"""One record with all that is known of where it comes from, as `dragoman show` tells it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from dragoman.archive import Archive
from dragoman.corrections.anchors import find
from dragoman.questions.answering import answer
from dragoman.questions.base import question
from dragoman.questions.evidence import Opener
from dragoman.questions.records import OneRecord
from dragoman.records import (
    Answer,
    Beside,
    Correction,
    Event,
    MergedEvent,
    Reading,
    Report,
    Run,
    Shown,
    Statement,
    Story,
    Tie,
    Titled,
    Utterance,
)

_SHOWN_ABOVE = ("evidence", "content", "id", "record")
_NOTHING: tuple[object, ...] = (None, [], (), {}, "", False)
_MOST = 50  # members that are named beside a record
_LONG = 240  # characters of a statement in one line


@question("show", Shown)
def show(archive: Archive, asked: OneRecord) -> Answer[Shown]:
    """One record with its sentences, what made it, what it belongs to, and corrections of it."""
    record = archive.get(asked.id)
    merged = record if isinstance(record, MergedEvent | Utterance) else _merged(archive, record)
    beside = [one for one in _members(archive, merged) if one.id != asked.id]
    report = getattr(record, "report", None)
    reports = {report} if report else set(getattr(record, "reports", ()))
    if isinstance(record, Report):
        reports = {record.id}
    texts = Texts(archive)
    run = getattr(record, "run", "")
    found = Shown(
        record=record,
        says=_says(archive, record, texts),
        run=next((one for one in archive.runs() if run and one.id == run), None),
        belongs=merged.id if merged is not None and merged is not record else None,
        beside=tuple(
            Beside(id=one.id, says=says(one, texts(one.report)), report=one.report)
            for one in beside[:_MOST]
        ),
        stories=() if isinstance(record, Story) else _stories(archive, reports),
        corrections=tuple(_corrections(archive, record, beside, reports)),
    )
    told = answer(archive, "show", asked, [found], opens=False)
    opener = Opener(archive)
    sentences = opener.of([record, *beside[:_MOST]])
    heads = opener.heads([*reports, *(one.report for one in beside[:_MOST])])
    return msgspec.structs.replace(told, sentences=sentences, told_by=heads)


class Texts:
    """The texts of reports, each read once."""

    def __init__(self, archive: Archive) -> None:
        """Of this archive."""
        self._archive = archive
        self._held: dict[str, str] = {}

    def __call__(self, report: str) -> str:
        """The text of a report; "" where the archive has none."""
        if report not in self._held:
            rows = self._archive.rows("SELECT text FROM texts WHERE report = $1", [report])
            self._held[report] = rows[0][0] if rows else ""
        return self._held[report]


def says(record: Event | Statement | Tie, text: str) -> str:
    """An event, statement or tie of a report in one line; ``text`` is the report's.

    Example:
        >>> says(Tie(id="t", report="r", a="CHL", b="PER", kind="trade", says="Chile buys"), "")
        'Chile buys'
    """
    from dragoman.relations.phrases import act_words, headline

    if isinstance(record, Event):
        return headline(record, act_words(record, text), plain=True)
    if isinstance(record, Tie):
        return record.says
    words = " … ".join(" ".join(text[c.start : c.end].split()) for c in record.content)
    short = words if len(words) <= _LONG else words[:_LONG].rsplit(" ", 1)[0] + " …"
    return f"{record.speaker.name}: {short}"


def fields_of(record: Any) -> list[tuple[str, str]]:
    """The fields of a record that say something, in words; without those shown as sentences.

    Example:
        >>> fields_of(Tie(id="t", report="r", a="CHL", b="PER", kind="trade", says="x"))[:2]
        [('report', 'r'), ('a', 'CHL')]
    """
    return [
        (name, _short(value))
        for name, value in msgspec.to_builtins(record).items()
        if name not in _SHOWN_ABOVE and value not in _NOTHING
    ]


def made_with(run: Run) -> str:
    """What made a record: version, model, settings."""
    used = "; ".join(f"{k} {v}" for k, v in run.settings.items() if k != "stages")
    return f"dragoman {run.version}, {run.model}" + (f"; {used}" if used else "")


def kind_of(record: Any) -> str:
    """The kind of a record in words: "merged event"."""
    return str(type(record).__struct_config__.tag or "record").replace("_", " ")


def _short(value: object) -> str:
    if isinstance(value, list | tuple):
        return "; ".join(_short(one) for one in value)
    if isinstance(value, dict):
        if "name" in value and "code" in value:
            return f"{value['name']} ({value['code']})"
        return ", ".join(
            f"{k} {_short(v)}" for k, v in value.items() if v not in _NOTHING and k != "evidence"
        )
    return str(value)


def _says(archive: Archive, record: Any, texts: Texts) -> str:
    match record:
        case Event() | Statement() | Tie():
            return says(record, texts(record.report))
        case MergedEvent() | Utterance():
            table = "merged_events" if isinstance(record, MergedEvent) else "utterances"
            rows = archive.rows(f"SELECT says FROM {table} WHERE id = $1", [record.id])
            return rows[0][0] or "" if rows else ""
        case Story():
            return record.title
        case Report():
            return record.title or record.source or record.id
    return next((str(v) for k in ("name", "what", "says") if (v := getattr(record, k, ""))), "")


def _merged(archive: Archive, record: Any) -> MergedEvent | Utterance | None:
    """The merged event or utterance that a record is a member of."""
    kinds: dict[type, tuple[str, Any]] = {
        Event: ("merged_events", MergedEvent), Statement: ("utterances", Utterance),
    }  # fmt: skip
    if type(record) not in kinds:
        return None
    table, kind = kinds[type(record)]
    rows = archive.rows(
        f"SELECT json FROM {table} WHERE list_contains(members, $1) LIMIT 1", [record.id]
    )
    found: MergedEvent | Utterance | None = None
    for (text,) in rows:
        found = msgspec.json.decode(text, type=kind)
    return found


def _members(
    archive: Archive, merged: MergedEvent | Utterance | None
) -> Iterator[Event | Statement]:
    if merged is None:
        return
    kind: Any = Event if isinstance(merged, MergedEvent) else Statement
    table = "events" if kind is Event else "statements"
    rows = archive.rows(
        f"SELECT id, json FROM {table} WHERE id IN (SELECT unnest($1::VARCHAR[]))",
        [list(merged.members)],
    )
    held = dict(rows)
    for member in merged.members:
        if member in held:
            found: Event | Statement = msgspec.json.decode(held[member], type=kind)
            yield found


def _stories(archive: Archive, reports: set[str]) -> tuple[Titled, ...]:
    rows = archive.rows(
        "SELECT id, title FROM stories WHERE id IN (SELECT story FROM story_reports "
        "WHERE report IN (SELECT unnest($1::VARCHAR[]))) ORDER BY id",
        [sorted(reports)],
    )
    return tuple(Titled(id=one, title=title) for one, title in rows)


def _corrections(
    archive: Archive, record: Any, beside: Iterable[Event | Statement], reports: set[str]
) -> Iterator[Correction]:
    """Corrections whose words are those of the record or of what it is merged with."""
    ids = {record.id if hasattr(record, "id") else "", *(one.id for one in beside)}
    readings: dict[str, Reading] = {}
    for one in archive.corrections():
        anchors = (*one.these, *one.those)
        if one.of == "report":
            touched = isinstance(record, Report | Story) and any(
                anchor.report in reports for anchor in anchors
            )
        else:
            near = [a for a in anchors if a.report in reports or a.report in _of(beside)]
            for report in {a.report for a in near} - readings.keys():
                readings.update({r.report.id: r for r in archive.readings([report])})
            touched = any(
                a.report in readings and find(a, readings[a.report], one.of) in ids for a in near
            )
        if touched:
            yield one


def _of(records: Iterable[Event | Statement]) -> set[str]:
    return {one.report for one in records}
