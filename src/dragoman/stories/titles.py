"""What a story is called: a headline of its reports, else its most central event in plain words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dragoman.records import Actor, MergedEvent, Reading
from dragoman.stories.actors import fold, is_person, is_specific
from dragoman.stories.words import families, family_noun, weight, words

_ACTS = {
    "CONSULT": "talks", "AGREE": "agreement", "SUPPORT": "support", "CONCEDE": "concession",
    "COOPERATE": "cooperation", "AID": "aid", "RETREAT": "withdrawal", "REQUEST": "demand",
    "ACCUSE": "criticism", "REJECT": "rejection", "THREATEN": "threat", "PROTEST": "protest",
    "SANCTION": "sanctions", "MOBILIZE": "military activity", "COERCE": "coercion",
    "ASSAULT": "attack",
}  # fmt: skip


def title_of(readings: Sequence[Reading], events: Sequence[MergedEvent]) -> str:
    """A title that only says what reports say.

    The given headline whose words most of the reports share; without any, the most central event:
    who, what, where. Without events, the beginning of the first report.
    """
    titles = [title for r in readings if (title := (r.report.title or "").strip())]
    if titles:
        held = Counter(s for r in readings for s in {w.stem for w in words(r.text)})
        return max(titles, key=lambda t: (_central(t, held), t))
    if events:
        event = max(events, key=lambda e: (_importance(e, readings), e.id))
        composed = _compose(event, readings)
        if composed:
            return composed
    return _opening(readings)


def _central(title: str, held: Counter[str]) -> float:
    found = [w for w in words(title) if weight(w.form) >= 1.0]
    return sum(weight(w.form) * held[w.stem] for w in found) / (len(found) + 3)


def _importance(event: MergedEvent, readings: Sequence[Reading]) -> float:
    """More reports, more persons, both sides named, told early."""
    texts = {r.report.id: r for r in readings}
    starts = []
    for reading in texts.values():
        by_id = {e.id: e for e in reading.events}
        for member in event.members:
            if member in by_id:
                spans = [e.start for e in by_id[member].evidence if e.role == "trigger"]
                if spans:
                    starts.append(min(spans) / max(1, len(reading.text)))
    parties = (*event.actors, *event.recipients)
    return (
        len(event.reports)
        + 0.5 * min(2, sum(is_person(p) for p in parties))
        + 0.75 * (bool(event.actors) and (bool(event.recipients) or len(event.actors) > 1))
        + 0.1 * min(5, len(event.members))
        + 2.0 * (1 - min(starts, default=1.0))
        - (0.75 if event.status in ("possible", "negated") or event.alleged else 0.0)
    )


def _compose(event: MergedEvent, readings: Sequence[Reading]) -> str:
    sides = [_names(event.actors), _names(event.recipients)]
    who = " and ".join(side for side in sides if side)
    if not who:
        return ""
    trigger = _trigger(event, readings)
    noun = family_noun(families(trigger)) if event.status != "negated" else ""
    if not noun or (noun in _ACTS.values() and noun != _ACTS[event.type]):
        noun = _ACTS[event.type]  # "sent tanks" is no aid
    if event.mode == "visit" and noun in ("arrival", "ceremony"):
        noun = "visit"
    where = event.place.name if event.place is not None else ""
    place = f" in {where}" if where and fold(where) not in fold(who) else ""
    lead = {"planned": "planned ", "possible": "possible ", "negated": "no "}.get(event.status, "")
    if event.alleged:
        lead = "claimed " + lead
    return f"{who}: {lead}{noun}{place}"


def _names(actors: Sequence[Actor]) -> str:
    """The most particular names of a side, at most two."""
    best = [a for a in actors if is_specific(a)] or list(actors)
    names = list(dict.fromkeys(a.name[:1].upper() + a.name[1:] for a in best))
    return names[0] if len(names) == 1 else ", ".join(names[:2])


def _trigger(event: MergedEvent, readings: Sequence[Reading]) -> str:
    for reading in readings:
        for told in reading.events:
            if told.id in event.members:
                spans = [e for e in told.evidence if e.role == "trigger"]
                if spans:
                    return reading.text[spans[0].start : spans[0].end]
    return ""


def _opening(readings: Sequence[Reading]) -> str:
    """The first words of the first report that has any."""
    for reading in readings:
        line = reading.text.strip().partition("\n")[0]
        if line:
            return line if len(line) <= 80 else line[:80].rsplit(" ", 1)[0] + " …"
    return "Untitled story"
