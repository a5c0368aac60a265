"""Whether records fit their text and each other, before they are added and afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from dragoman.errors import DragomanError
from dragoman.ids import text_hash
from dragoman.records import (
    Actor,
    AgendaItem,
    Correction,
    Dyad,
    Event,
    Evidence,
    Failure,
    Issue,
    MergedEvent,
    Quotation,
    Reading,
    Run,
    Source,
    Statement,
    Story,
    Tie,
    Utterance,
)

if TYPE_CHECKING:
    from dragoman.archive.queries import Queries

_MANY = 100
_PART = 20_000  # records that are opened at a time


def reading_problems(reading: Reading, run: str) -> list[str]:
    """What is wrong with a reading, in words; [] where nothing is."""
    report, text = reading.report, reading.text
    found: list[str] = []
    if report.text_sha256 != text_hash(text):
        found.append("the text is not the one its hash was made of")
    if report.run and report.run != run:
        found.append(f"the report names the run {report.run}, not {run}")
    records: tuple[Event | Statement | Tie, ...] = (
        *reading.events, *reading.statements, *reading.ties,
    )  # fmt: skip
    ids: set[str] = set()
    for record in records:
        if record.id in ids:
            found.append(f"the id {record.id} is used twice")
        ids.add(record.id)
        if record.report != report.id:
            found.append(f"{record.id} belongs to report {record.report}")
        for span in _spans(record):
            if not 0 <= span.start <= span.end <= len(text):
                found.append(f"{record.id} points outside the text ({span.start}-{span.end})")
                break
    sources: tuple[Source | Actor, ...] = (*report.origin, *reading.actors, *reading.mentions)
    for source in sources:
        if not 0 <= source.start <= source.end <= len(text):
            found.append(f"{source.name!r} points outside the text ({source.start}-{source.end})")
    return found


def verbatim_problems(reading: Reading) -> Iterator[str]:
    """Actors and sources whose words are not those of the text at their place."""
    text = reading.text
    records: tuple[Event | Statement, ...] = (*reading.events, *reading.statements)
    for record in records:
        for one in _spans(record):
            if isinstance(one, (Actor, Source)) and text[one.start : one.end] != one.text:
                yield f"{record.id} has {one.text!r}, the text at {one.start}-{one.end} has not"


def problems(archive: Queries) -> Iterator[str]:
    """What is wrong with an archive, in words."""
    yield from _limited("id used more than once", _duplicates(archive))
    yield from _limited("row without its report, run or story", _orphans(archive))
    yield from _limited("row that is not as its record", _mismatches(archive))
    yield from _limited("record that cannot be read", _unreadable(archive))
    runs = dict(archive.rows("SELECT id, run FROM reports ORDER BY id"))
    ids = list(runs)
    for start in range(0, len(ids), _MANY):
        part = ids[start : start + _MANY]
        try:
            for reading in archive.readings(part):
                for wrong in reading_problems(reading, runs.get(reading.report.id, "")):
                    yield f"report {reading.report.id}: {wrong}"
                for wrong in verbatim_problems(reading):
                    yield f"report {reading.report.id}: {wrong}"
        except DragomanError as error:
            yield str(error)


def _spans(record: Event | Statement | Tie) -> Iterator[Evidence | Actor | Source]:
    yield from record.evidence
    if isinstance(record, Event):
        yield from record.actors
        yield from record.recipients
        yield from record.attribution
    elif isinstance(record, Statement):
        yield record.speaker
        yield from record.content
        yield from record.attribution
        if record.addressee:
            yield record.addressee


# Tables with a record a row, under its id.
_OWN = (
    "reports", "events", "statements", "ties", "runs", "stories", "merged_events", "utterances",
    "derived", "corrections",
)  # fmt: skip
# Records that no reading holds: table, columns, kinds, whether each row has one.
_TOLD: tuple[tuple[str, str, Any, bool], ...] = (
    ("runs", "json", Run, True), ("failures", "json", Failure, True),
    ("stories", "json", Story, True), ("merged_events", "json", MergedEvent, True),
    ("merged_events", "quotation", Quotation, False), ("utterances", "json", Utterance, True),
    ("utterances", "quotation", Quotation, False),
    ("derived", "json", Issue | Dyad | AgendaItem, True), ("corrections", "json", Correction, True),
)  # fmt: skip


def _unreadable(archive: Queries) -> Iterator[str]:
    """Records of stories, runs, failures and corrections that are none; readings are read alone."""
    for table, column, kind, always in _TOLD:
        decoder = msgspec.json.Decoder(kind)
        sql = f"SELECT rowid, {column} FROM {table} WHERE rowid > $1 ORDER BY 1 LIMIT {_PART}"
        part: list[tuple[Any, ...]] = [(-1, None)]
        while part := archive.rows(sql, [part[-1][0]]):
            for row, text in part:
                if text is None and not always:
                    continue
                try:
                    decoder.decode(text)
                except (msgspec.MsgspecError, TypeError) as error:
                    yield f"{table}.{column}, row {row}: {error}"


def _duplicates(archive: Queries) -> Iterator[str]:
    for table in _OWN:
        sql = f"SELECT id FROM {table} GROUP BY id HAVING count(*) > 1 ORDER BY id"
        yield from (f"{table}: {row[0]}" for row in archive.rows(sql))
    sql = "SELECT report AS id FROM texts GROUP BY report HAVING count(*) > 1 ORDER BY report"
    yield from (f"texts: {row[0]}" for row in archive.rows(sql))


# A row of the first table whose column is not found in the other.
_BELONGS = (
    ("texts", "report", "reports"), ("events", "report", "reports"),
    ("event_actors", "report", "reports"), ("event_actors", "event", "events"),
    ("statements", "report", "reports"), ("ties", "report", "reports"),
    ("reports", "run", "runs"), ("story_reports", "report", "reports"),
    ("story_features", "report", "reports"),
    ("story_links", "a", "reports"), ("story_links", "b", "reports"),
    ("story_reports", "story", "stories"), ("merged_events", "story", "stories"),
    ("utterances", "story", "stories"), ("derived", "story", "stories"),
    ("merged_parties", "event", "merged_events"), ("merged_parties", "story", "stories"),
    ("merged_dyads", "event", "merged_events"), ("merged_dyads", "story", "stories"),
    ("utterance_parties", "utterance", "utterances"), ("utterance_parties", "story", "stories"),
)  # fmt: skip
_MEMBERS = (("merged_events", "events"), ("utterances", "statements"))


def _orphans(archive: Queries) -> Iterator[str]:
    for table, column, home in _BELONGS:
        sql = (
            f"SELECT DISTINCT {column} AS id FROM {table} "
            f"WHERE {column} NOT IN (SELECT id FROM {home}) ORDER BY 1"
        )
        yield from (f"{table}.{column}: {row[0]}" for row in archive.rows(sql))
    yield from (
        f"reports without text: {row[0]}"
        for row in archive.rows(
            "SELECT id FROM reports WHERE id NOT IN (SELECT report FROM texts) ORDER BY id"
        )
    )
    for table, home in _MEMBERS:
        sql = (
            f"SELECT id, member FROM (SELECT id, unnest(members) AS member FROM {table}) "
            f"WHERE member NOT IN (SELECT id FROM {home}) ORDER BY 1, 2"
        )
        yield from (f"{table}: {row[0]} has {row[1]}" for row in archive.rows(sql))


def _mismatches(archive: Queries) -> Iterator[str]:
    """Rows whose columns are not what their JSON says, and reports with too few or many rows."""
    for table in _OWN:
        sql = f"SELECT id FROM {table} WHERE id IS DISTINCT FROM json->>'id' ORDER BY id"
        yield from (f"{table}: {row[0]}" for row in archive.rows(sql))
    for table in ("events", "statements", "ties"):
        sql = (
            f"SELECT r.id, r.{table} AS said, count(x.id) AS found FROM reports r "
            f"LEFT JOIN {table} x ON x.report = r.id GROUP BY r.id, r.{table} "
            f"HAVING count(x.id) != r.{table} ORDER BY r.id"
        )
        for row in archive.rows(sql):
            yield f"report {row[0]}: {row[2]} {table} of {row[1]}"
    for table, parties, name in (
        ("events", "event_actors", "event"),
        ("merged_events", "merged_parties", "merged event"),
    ):
        sql = (
            f"SELECT e.id FROM {table} e LEFT JOIN {parties} a ON a.event = e.id "
            "GROUP BY e.id, e.json HAVING count(a.event) != json_array_length(e.json, '$.actors') "
            "+ json_array_length(e.json, '$.recipients') ORDER BY e.id"
        )
        yield from (f"{name} {row[0]}: its actors" for row in archive.rows(sql))
    sql = (
        "SELECT DISTINCT d.event FROM merged_dyads d JOIN merged_events e ON e.id = d.event "
        "WHERE (d.occasion, d.type, d.quad, d.status, d.alleged, d.counted, d.grain) IS DISTINCT "
        "FROM (e.occasion, e.type, e.quad, e.status, e.alleged, e.counted, e.grain) ORDER BY 1"
    )
    yield from (f"merged event {row[0]}: its dyads" for row in archive.rows(sql))
    sql = (
        "SELECT id FROM utterances WHERE speaker_code != '---' AND id NOT IN (SELECT utterance "
        "FROM utterance_parties WHERE role = 'speaker') ORDER BY id"
    )
    yield from (f"utterance {row[0]}: its speaker" for row in archive.rows(sql))


def _limited(what: str, found: Iterable[str]) -> Iterator[str]:
    """The first of many alike, and how many more there are."""
    more = 0
    for number, one in enumerate(found):
        if number < _MANY:
            yield f"{what}: {one}"
        else:
            more += 1
    if more:
        yield f"{what}: {more} more"
