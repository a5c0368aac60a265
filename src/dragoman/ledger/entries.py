"""The ledger of a dyad: all its events, statements and ties, by day, each with its words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from dragoman.ledger.asking import Asked, Rows, events_of, quoted, within
from dragoman.records import (
    UNKNOWN_CODE,
    Actor,
    Date,
    Direction,
    Ledger,
    LedgerEntry,
    MergedEvent,
    Quotation,
    Statement,
    Tie,
    Utterance,
)

Found = Sequence[tuple[Any, ...]]
_BATCH = 2000
_QUOTATION = msgspec.json.Decoder(Quotation)
_EVENT = msgspec.json.Decoder(MergedEvent)
_UTTERANCE = msgspec.json.Decoder(Utterance)
_STATEMENT = msgspec.json.Decoder(Statement)
_TIE = msgspec.json.Decoder(Tie)
_LEFT_OUT = ("planned", "possible", "negated", "alleged")


def ledger(
    archive: Rows, one: Asked, *, latest: bool = False, limit: int | None = None, offset: int = 0
) -> Ledger:
    """All that the archive holds of a dyad, by day; those without a day come last.

    An event that several stories tell of the same day is one entry (``also`` has the other
    records). With ``since`` or ``until`` an entry fits where the time that is told has a day in
    common with them; those without a day do not. With ``latest`` the last day comes first;
    ``limit`` and ``offset`` give a part, for which alone records are opened.
    """
    left = dict(
        archive.rows(
            f"SELECT why, count(*) FROM ({events_of(one)}) WHERE why IS NOT NULL AND "
            f"{within(one.since, one.until)} GROUP BY why"
        )
    )
    listed = archive.rows(_listed(one, latest))
    part = listed[offset:] if limit is None else listed[offset : offset + limit]
    return Ledger(
        a=one.a,
        b=one.b,
        directed=one.directed,
        since=one.since,
        until=one.until,
        entries=tuple(shown(archive, part)),
        total=len(listed),
        left_out={why: left[why] for why in _LEFT_OUT if why in left},
    )


def entries(archive: Rows, one: Asked) -> Iterator[LedgerEntry]:
    """The entries one after the other: what they show is fetched some thousand at a time."""
    yield from shown(archive, archive.rows(_listed(one)))


def shown(archive: Rows, listed: Found) -> Iterator[LedgerEntry]:
    """The entries of rows (kind, id, forth, back, other tellings, day, dated), in their order."""
    for start in range(0, len(listed), _BATCH):
        part = listed[start : start + _BATCH]
        made = {
            "event": _events(archive, part),
            "statement": _utterances(archive, part),
            "tie": _ties(archive, part),
        }
        for kind, record, *_ in part:
            yield made[kind][record]


def _listed(one: Asked, latest: bool = False) -> str:
    """SQL: kind, id, direction, other tellings and day of all entries, in order."""
    a, b = quoted(one.a), quoted(one.b)
    span = within(one.since, one.until)
    events = (
        f"SELECT 'event' AS kind, event AS id, forth, back, tellings, day, dated "
        f"FROM ({events_of(one)}) WHERE why IS NULL AND {span}"
    )
    own = f"bool_or(role = 'speaker' AND code = {a})"
    theirs = f"bool_or(role = 'speaker' AND code = {b})"
    sides = own if one.directed else "true"
    statements = (
        f"SELECT 'statement', utterance, {own}, {theirs}, NULL, any_value(day), any_value(dated) "
        f"FROM utterance_parties WHERE code IN ({a}, {b}) AND {span} "
        f"GROUP BY utterance HAVING count(DISTINCT code) = 2 AND {sides}"
    )
    tie_pair = f"((t.a = {a} AND t.b = {b}) OR (t.a = {b} AND t.b = {a}))"
    ties = (
        "SELECT 'tie', id, true, true, NULL, day, CASE WHEN day IS NOT NULL THEN 'published' END "
        "FROM (SELECT t.id, r.published_day AS day, NULL::DATE AS date_start, NULL::DATE AS "
        f"date_end FROM ties t JOIN reports r ON r.id = t.report WHERE {tie_pair}) WHERE {span}"
    )
    way = "DESC" if latest else "ASC"
    return (
        f"{events} UNION ALL {statements} UNION ALL {ties} ORDER BY day {way} NULLS LAST, kind, id"
    )


def _events(archive: Rows, part: Found) -> dict[str, LedgerEntry]:
    rows = {id: rest for kind, id, *rest in part if kind == "event"}
    others = sorted({other for rest in rows.values() for other in rest[2]} - set(rows))
    told_by = {
        event: _EVENT.decode(text).reports
        for event, text in _of_ids(archive, "merged_events", "json", others)
    }
    found: dict[str, LedgerEntry] = {}
    shown = _of_ids(archive, "merged_events", "says, quotation, goldstein, json", list(rows))
    for id, says, quotation, goldstein, text in shown:
        forth, back, tellings, day, dated = rows[id]
        event = _EVENT.decode(text)
        also = tuple(sorted(set(tellings) - {id}))
        more = (report for other in also for report in told_by.get(other, ()))
        found[id] = LedgerEntry(
            record=id,
            kind="event",
            story=event.story,
            direction=_direction(forth, back),
            actors=_codes(event.actors),
            recipients=_codes(event.recipients),
            says=says or "",
            day=day.isoformat() if day else None,
            dated=dated,
            date=event.date,
            type=event.type,
            mode=event.mode,
            quad=event.quad,
            score=event.score,
            goldstein=goldstein,
            status=event.status,
            alleged=event.alleged,
            quotation=_QUOTATION.decode(quotation) if quotation else None,
            reports=tuple(dict.fromkeys((*event.reports, *more))),
            also=also,
        )
    return found


def _utterances(archive: Rows, part: Found) -> dict[str, LedgerEntry]:
    rows = {id: rest for kind, id, *rest in part if kind == "statement"}
    towards: dict[str, list[str]] = {}
    ids = list(rows)
    for id, role, code in _of_ids(archive, "utterance_parties", "role, code", ids, "utterance"):
        if role == "addressee":
            towards.setdefault(id, []).append(code)
    found: dict[str, LedgerEntry] = {}
    listed = _of_ids(
        archive, "utterances", "says, quotation, json, date_start::VARCHAR, date_end::VARCHAR", ids
    )
    # a longer time is told in the report's words: its first day alone would say too much
    wide = {id: (start, end) for id, _, _, _, start, end in listed if start and start != end}
    dates = _dates(archive, wide)
    for id, says, quotation, text, *_ in listed:
        forth, back, _, day, dated = rows[id]
        utterance = _UTTERANCE.decode(text)
        found[id] = LedgerEntry(
            record=id,
            kind="statement",
            story=utterance.story,
            direction=_direction(forth, back),
            actors=_codes((utterance.speaker,)),
            recipients=tuple(sorted(towards.get(id, ()))),
            by=utterance.speaker.name,
            says=says or "",
            day=day.isoformat() if day else None,
            dated=dated,
            date=dates.get(id),
            quotation=_QUOTATION.decode(quotation) if quotation else None,
            reports=utterance.reports,
        )
    return found


def _dates(archive: Rows, told: Mapping[str, tuple[str | None, str | None]]) -> dict[str, Date]:
    """Utterance -> the date of the first of its statements that tells this start and end."""
    found: dict[str, Date] = {}
    if not told:
        return found
    for id, text in archive.rows(
        "SELECT u.id, s.json FROM (SELECT id, unnest(members) AS member FROM utterances "
        "WHERE id IN (SELECT unnest($1::VARCHAR[]))) u JOIN statements s ON s.id = u.member "
        "ORDER BY u.id, s.id",
        [sorted(told)],
    ):
        date = _STATEMENT.decode(text).date
        if date is not None and (date.start, date.end) == told[id]:
            found.setdefault(id, date)
    return found


def _ties(archive: Rows, part: Found) -> dict[str, LedgerEntry]:
    rows = {id: rest for kind, id, *rest in part if kind == "tie"}
    found: dict[str, LedgerEntry] = {}
    for id, text in _of_ids(archive, "ties", "json", list(rows)):
        _, _, _, day, dated = rows[id]
        tie = _TIE.decode(text)
        found[id] = LedgerEntry(
            record=id,
            kind="tie",
            direction="both",
            actors=(tie.a,),
            recipients=(tie.b,),
            says=f"{tie.kind}: {tie.says}",
            day=day.isoformat() if day else None,
            dated=dated,
            quotation=Quotation(report=tie.report, text=tie.says, evidence=tie.evidence),
            reports=(tie.report,),
        )
    return found


def _of_ids(
    archive: Rows, table: str, columns: str, ids: list[str], key: str = "id"
) -> list[tuple[Any, ...]]:
    if not ids:
        return []
    # First the places of the rows, by the ids alone: records are opened only where one is asked.
    return archive.rows(
        f"SELECT {key}, {columns} FROM {table} WHERE rowid IN (SELECT rowid FROM {table} "
        f"WHERE {key} IN (SELECT unnest($1::VARCHAR[])))",
        [ids],
    )


def _direction(forth: bool, back: bool) -> Direction | None:
    if forth and back:
        return "both"
    return "forth" if forth else "back" if back else None


def _codes(actors: Sequence[Actor]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(a.code for a in actors if a.code != UNKNOWN_CODE))
