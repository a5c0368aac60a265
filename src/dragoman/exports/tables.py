"""Events and all that belongs to them as plain tables, for data frames and databases.

The tables are joined by ids: ``events.id`` is ``tellings.event``, and ``tellings.id`` is the
``record`` of evidence, sources and hedges. Lists are lists in Parquet, and joined by "|" in CSV.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from dragoman.archive import Archive
from dragoman.archive.queries import pair_of
from dragoman.codebooks.cameo import cameo_of
from dragoman.exports.common import day_of, last_day_of
from dragoman.exports.losses import Losses
from dragoman.exports.rows import Row, rows
from dragoman.exports.selection import Selection, fits_date
from dragoman.records import (
    UNKNOWN_CODE,
    Actor,
    Change,
    Evidence,
    MergedEvent,
    Report,
    Source,
    Statement,
    Story,
    Tie,
)

Cells = tuple[object, ...]
Tables = Mapping[str, list[Cells]]

_DATE = {"date": "VARCHAR", "date_start": "DATE", "date_end": "DATE", "date_precision": "VARCHAR"}
_CHANGE = {"change": "VARCHAR", "change_words": "VARCHAR"}
TABLES: Mapping[str, Mapping[str, str]] = {
    "events": {
        "id": "VARCHAR", "story": "VARCHAR", "type": "VARCHAR", "mode": "VARCHAR",
        "quad": "INTEGER", "score": "DOUBLE", "cameo": "VARCHAR", "goldstein": "DOUBLE",
        "status": "VARCHAR", "alleged": "BOOLEAN", "confidence": "DOUBLE",
        "actors": "VARCHAR[]", "actor_codes": "VARCHAR[]", "recipients": "VARCHAR[]",
        "recipient_codes": "VARCHAR[]", **_DATE, "place": "VARCHAR", "place_country": "VARCHAR",
        "latitude": "DOUBLE", "longitude": "DOUBLE", "issues": "VARCHAR[]",
        "contexts": "VARCHAR[]", "words": "VARCHAR", "tellings": "INTEGER", "reports": "INTEGER",
        "differing": "VARCHAR[]",
    },
    "tellings": {
        "id": "VARCHAR", "event": "VARCHAR", "report": "VARCHAR", "type": "VARCHAR",
        "mode": "VARCHAR", "status": "VARCHAR", "hedges": "VARCHAR[]", "alleged": "BOOLEAN",
        **_DATE, "confidence": "DOUBLE", "words": "VARCHAR", **_CHANGE, "made_by": "VARCHAR",
        "run": "VARCHAR",
    },
    "actors": {
        "event": "VARCHAR", "role": "VARCHAR", "place_in_list": "INTEGER", "name": "VARCHAR",
        "code": "VARCHAR", "country": "VARCHAR", "sectors": "VARCHAR[]", "office": "VARCHAR",
        "words": "VARCHAR", "how": "VARCHAR",
    },
    "statements": {
        "id": "VARCHAR", "report": "VARCHAR", "speaker": "VARCHAR", "speaker_code": "VARCHAR",
        "speaker_country": "VARCHAR", "addressee": "VARCHAR", "addressee_code": "VARCHAR",
        "cue": "VARCHAR", "kind": "VARCHAR", "content": "VARCHAR", "about": "VARCHAR[]", **_DATE,
        "issues": "VARCHAR[]", "stance": "VARCHAR", **_CHANGE,
    },
    "sources": {
        "record": "VARCHAR", "place_in_chain": "INTEGER", "name": "VARCHAR", "kind": "VARCHAR",
        "code": "VARCHAR", "words": "VARCHAR", "interested": "BOOLEAN", "hedges": "VARCHAR[]",
    },
    "evidence": {
        "record": "VARCHAR", "report": "VARCHAR", "role": "VARCHAR", "start": "INTEGER",
        "end": "INTEGER", "words": "VARCHAR",
    },
    "ties": {
        "id": "VARCHAR", "report": "VARCHAR", "a": "VARCHAR", "b": "VARCHAR", "kind": "VARCHAR",
        "says": "VARCHAR",
    },
    "reports": {
        "id": "VARCHAR", "story": "VARCHAR", "source": "VARCHAR", "published": "VARCHAR",
        "title": "VARCHAR", "url": "VARCHAR", "language": "VARCHAR", "text_sha256": "VARCHAR",
    },
    "stories": {
        "id": "VARCHAR", "title": "VARCHAR", "first": "DATE", "last": "DATE", "reports": "INTEGER",
        "independent": "INTEGER", "says": "VARCHAR",
    },
}  # fmt: skip
"""Table -> column -> DuckDB type."""


def tables(archive: Archive, selection: Selection, losses: Losses) -> Tables:
    """The rows of all tables: the events that fit, with what belongs to them.

    Statements are taken by speaker, addressee, day, issue and story, ties by the two sides; type,
    status and confidence are the events' alone. Reports and stories are those of the rows.
    """
    found: dict[str, list[Cells]] = {name: [] for name in TABLES}
    reports: dict[str, str] = {}
    for row in rows(archive, selection):
        _event(found, row)
        lost = isinstance(row.event, MergedEvent) and row.event.differing
        losses.add(
            "differing", "the names of the fields alone; diff shows who says what", when=lost
        )
        reports |= dict.fromkeys(row.reports, row.story.id if row.story else "")
    homes = {one: story for story in archive.stories() for one in story.reports}
    for reading in archive.readings():
        report, text = reading.report, reading.text
        home = homes.get(report.id)
        if selection.story is not None and (home is None or home.id != selection.story):
            continue
        for statement in (s for s in reading.statements if _says(s, selection)):
            _statement(found, statement, text)
            reports.setdefault(report.id, home.id if home else "")
        for tie in (t for t in reading.ties if _ties(t, selection)):
            found["ties"].append((tie.id, tie.report, tie.a, tie.b, tie.kind, tie.says))
            found["evidence"] += _evidence(tie.id, tie.report, tie.evidence, text)
            reports.setdefault(report.id, home.id if home else "")
        if report.id in reports:
            found["reports"].append(_report(report, home))
            losses.add("text", "texts of reports stay out: whose they are, is not known")
            losses.add("origin", "what a report cites as a whole is left out", when=report.origin)
    told = {home.id: home for home in homes.values() if home.id in set(reports.values())}
    found["stories"] += [_story(told[one]) for one in sorted(told)]
    for story in told.values():
        losses.add("origins", "one sentence says them; stories shows each", when=story.origins)
    return found


def _event(found: dict[str, list[Cells]], row: Row) -> None:
    event, place = row.event, row.event.place
    code = cameo_of(event.type, event.mode, event.status, row.contexts)
    differing = event.differing if isinstance(event, MergedEvent) else ()
    found["events"].append(
        (
            event.id, row.story.id if row.story else None, event.type, event.mode, event.quad,
            event.score, code.code if code else None, code.goldstein if code else None,
            event.status, event.alleged, row.confidence, *_sides(event.actors),
            *_sides(event.recipients), *_date(event), place.name if place else None,
            place.country if place else None, place.latitude if place else None,
            place.longitude if place else None, list(event.issues), list(row.contexts),
            row.words(), len(row.tellings), len(row.reports), sorted({d.field for d in differing}),
        )
    )  # fmt: skip
    for telling in row.tellings:
        found["tellings"].append(
            (
                telling.id, event.id, telling.report, telling.type, telling.mode, telling.status,
                list(telling.hedges), telling.alleged, *_date(telling), telling.confidence,
                row.words(telling=telling), *_change(telling.change), telling.made_by, telling.run,
            )
        )  # fmt: skip
        found["sources"] += _sources(telling.id, telling.attribution)
        text = row.texts[telling.report]
        found["evidence"] += _evidence(telling.id, telling.report, telling.evidence, text)
    for role, actors in (("actor", event.actors), ("recipient", event.recipients)):
        found["actors"] += [
            (event.id, role, place, a.name, known(a.code), a.country, list(a.sectors), a.role,
             a.text, a.how)
            for place, a in enumerate(actors, start=1)
        ]  # fmt: skip


def _statement(found: dict[str, list[Cells]], statement: Statement, text: str) -> None:
    speaker, addressee = statement.speaker, statement.addressee
    found["statements"].append(
        (
            statement.id, statement.report, speaker.name, known(speaker.code), speaker.country,
            addressee.name if addressee else None, known(addressee.code) if addressee else None,
            statement.cue, statement.kind,
            " … ".join(text[e.start : e.end] for e in statement.content), list(statement.about),
            *_date(statement), list(statement.issues), statement.stance,
            *_change(statement.change),
        )
    )  # fmt: skip
    found["sources"] += _sources(statement.id, statement.attribution)
    found["evidence"] += _evidence(statement.id, statement.report, statement.evidence, text)


def _says(statement: Statement, chosen: Selection) -> bool:
    speaker = _names([statement.speaker])
    addressee = _names([statement.addressee] if statement.addressee else [])
    return (
        (chosen.actor is None or chosen.actor.lower() in speaker)
        and (chosen.recipient is None or chosen.recipient.lower() in addressee)
        and (
            chosen.dyad is None
            or all(one.lower() in speaker | addressee for one in pair_of(chosen.dyad))
        )
        and (chosen.issue is None or chosen.issue in statement.issues)
        and fits_date(statement.date, chosen)
    )


def _ties(tie: Tie, chosen: Selection) -> bool:
    sides = {tie.a.lower(), tie.b.lower()}
    wanted = [chosen.actor, chosen.recipient, *(pair_of(chosen.dyad) if chosen.dyad else ())]
    return all(one is None or one.lower() in sides for one in wanted)


def _names(actors: Iterable[Actor]) -> set[str]:
    return {name.lower() for a in actors for name in (a.code, a.name)}


def known(code: str) -> str | None:
    """A code, or None for "---": tables have their own way to say that it is not known."""
    return None if code == UNKNOWN_CODE else code


def _sides(actors: Sequence[Actor]) -> tuple[list[str], list[str | None]]:
    return [a.name for a in actors], [known(a.code) for a in actors]


def _date(record: object) -> Cells:
    date = getattr(record, "date", None)
    if date is None:
        return None, None, None, None
    return date.raw, day_of(date), last_day_of(date), date.precision


def _change(change: Change | None) -> Cells:
    return (change.kind, change.text) if change else (None, None)


def _sources(record: str, chain: Sequence[Source]) -> Iterator[Cells]:
    for place, one in enumerate(chain, start=1):
        yield (record, place, one.name, one.kind, known(one.code), one.text, one.interested,
               list(one.hedges))  # fmt: skip


def _evidence(record: str, report: str, evidence: Sequence[Evidence], text: str) -> Iterator[Cells]:
    for one in evidence:
        yield record, report, one.role, one.start, one.end, text[one.start : one.end]


def _report(report: Report, home: Story | None) -> Cells:
    return (report.id, home.id if home else None, report.source, report.published, report.title,
            report.url, report.language, report.text_sha256)  # fmt: skip


def _story(story: Story) -> Cells:
    first, last = ((day or "")[:10] or None for day in (story.first, story.last))
    return story.id, story.title, first, last, len(story.reports), story.independent, story.says
