"""PLOVER JSON Lines: one event a line, with the field names of the PLOVER manual.

The fields are those of the tables "PLOVER JSON", "Information object for actors", "... for text",
"... for citations" and "Location object" in the manual 2.0 draft (github.com/openeventdata/PLOVER,
PLOVER_MANUAL.tex). Status is told as the manual has it: contexts "future", "hypothetical" and
"negation". The field ``text`` stays out: whose the report's text is, is not known.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from dragoman.archive import Archive
from dragoman.exports.common import CODER, day_of, last_day_of, lose
from dragoman.exports.formats import Format
from dragoman.exports.losses import Losses
from dragoman.exports.rows import Row, rows
from dragoman.exports.selection import Selection
from dragoman.files import written
from dragoman.records import UNKNOWN_CODE, Actor, Exported, Status

CONTEXT_OF_STATUS: dict[Status, str] = {
    "planned": "future",
    "possible": "hypothetical",
    "negated": "negation",
}

_LOST = {
    "evidence": "only the stretch of the shown telling is told, without what each word shows",
    "attribution": "PLOVER has no sources between the act and the report",
    "alleged": "PLOVER cannot say that only an interested party claims it",
    "hedges": "PLOVER has no hedges",
    "change": "PLOVER has no change over time",
    "issues": "PLOVER has no issues",
    "differing": "PLOVER has one version of each field",
    "confidence": "PLOVER has no confidence",
    "reports": "PLOVER cites one report, that of the shown telling",
    "date": "the words of a date without a day are not told; the date is null",
    "sectors": "the most telling sector alone",
}


def write(archive: Archive, to: Path, selection: Selection) -> Exported:
    """Write PLOVER JSON Lines."""
    losses = Losses()
    count = 0
    with written(to) as out:
        for row in rows(archive, selection):
            out.write(msgspec.json.encode(_record(row)) + b"\n")
            lose(losses, row, _LOST)
            parties = (*row.event.actors, *row.event.recipients)
            losses.add(
                "code", "a body's own code (IGOUNO) is written as IGO; its name stays",
                when=any(a.code.startswith("IGO") and len(a.code) > 3 for a in parties),
            )  # fmt: skip
            count += 1
    return Exported(format="plover", files=(str(to),), rows={"events": count}, losses=losses.told())


def _record(row: Row) -> dict[str, Any]:
    """One event; what is not known is left out, but for the date, which PLOVER asks for."""
    event, report, place = row.event, row.report, row.event.place
    first, last = day_of(event.date), last_day_of(event.date)
    contexts = list(row.contexts)
    if event.status in CONTEXT_OF_STATUS:
        contexts.append(CONTEXT_OF_STATUS[event.status])
    spans = [(e.start, e.end) for e in row.first.evidence]
    found = {
        "id": event.id,
        "has_event": True,
        "source": [_actor(a) for a in event.actors],
        "recipient": [_actor(a) for a in event.recipients],
        "event": [event.type],
        "event_text": list(dict.fromkeys(row.words(telling=t) for t in row.tellings)),
        "event_loc": place
        and _known(
            {"name": place.name, "latitude": place.latitude, "longitude": place.longitude,
             "cc3": place.country}
        ),
        "quad_code": event.quad,
        "event_scale": event.score,
        "mode": event.mode,
        "context": contexts,
        "link": row.story.id if row.story else None,
        "text_info": {"start": min(s for s, _ in spans), "end": max(e for _, e in spans)}
        if spans
        else None,
        "cite_info": _known(
            {"citation": report.id, "url": report.url, "title": report.title,
             "language": report.language, "publication": report.source, "coder": CODER,
             "codebook": "PLOVER 2021"}
        ),
        "coder": CODER,
    }  # fmt: skip
    known = _known({**found, "enddate": last if last != first else None})
    return {"id": event.id, "date": first, **known, "source": found["source"]}


def _actor(actor: Actor) -> dict[str, Any]:
    code = "IGO" if actor.code.startswith("IGO") else actor.code
    return _known(
        {"code": None if code == UNKNOWN_CODE else code,
         "sector": actor.sectors[0] if actor.sectors else None, "actor_text": actor.text,
         "identifier_text": actor.name, "office": actor.role}
    )  # fmt: skip


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value not in (None, "", [], {})}


FORMAT = Format("plover", "PLOVER event records, JSON Lines, fields of its manual", ".jsonl", write)
