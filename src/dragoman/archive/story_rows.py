"""A story to rows: merged events and utterances with the columns by which dyads are asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

from dragoman.archive.days import Placed, placed
from dragoman.archive.rows import Derived, RowLists, day, json, kind_of
from dragoman.ids import stable_id
from dragoman.records import UNKNOWN_CODE, Date, MergedEvent, Quotation, Story, Utterance

_TOGETHER = {1, 2}  # quads of cooperation


@dataclass(frozen=True, slots=True)
class Line:
    """What a list shows of a merged event or an utterance, and what only its reports tell of it.

    Fields:
        says: it in one line.
        quotation: the words that show it.
        date: of an utterance, when it was said.
        heard: of an utterance, codes of those who are spoken to.
        mentioned: of an utterance, codes of those who are spoken of.
        goldstein: Goldstein score of an event; null where its type has none.
    """

    says: str = ""
    quotation: Quotation | None = None
    date: Date | None = None
    heard: tuple[str, ...] = ()
    mentioned: tuple[str, ...] = ()
    goldstein: float | None = None


def story_rows(
    story: Story,
    events: Sequence[MergedEvent],
    utterances: Sequence[Utterance],
    others: Iterable[Derived],
    lines: Mapping[str, Line],
    published: Mapping[str, str | None],
) -> RowLists:
    """All rows of a story; ``lines`` are by record, ``published`` by report."""
    rows: RowLists = {
        "stories": [
            (
                story.id, story.title, day((story.first or "")[:10]), day((story.last or "")[:10]),
                story.independent, json(story),
            )
        ],
        "story_reports": [(story.id, report) for report in story.reports],
        "merged_events": [], "merged_parties": [], "merged_dyads": [], "utterances": [],
        "utterance_parties": [],
        "derived": [
            (other.id, kind_of(other), story.id, seq, json(other))
            for seq, other in enumerate(others)
        ],
    }  # fmt: skip
    seen: Counter[tuple[str, ...]] = Counter()
    for seq, event in enumerate(events):
        at = placed(event.date, (published.get(report) for report in event.reports))
        _event(rows, story.id, seq, event, at, lines.get(event.id, Line()), seen)
    for seq, utterance in enumerate(utterances):
        line = lines.get(utterance.id, Line())
        at = placed(line.date, (published.get(report) for report in utterance.reports))
        _utterance(rows, story.id, seq, utterance, at, line)
    return rows


def pairs(event: MergedEvent) -> list[tuple[str, str, bool]]:
    """Pairs of codes that an event joins: (who acts, to whom, whether they do it together).

    Those who act together without a recipient are paired where they cooperate (an agreement of
    two), the two codes in the order of the alphabet. Unknown actors, and a state with itself, make
    no pair.
    """
    actors, recipients = _codes(event.actors), _codes(event.recipients)
    found: Iterable[tuple[str, str, bool]]
    if event.recipients:
        found = ((a, b, False) for a, b in product(actors, recipients) if a != b)
    elif event.quad in _TOGETHER:
        found = ((min(pair), max(pair), True) for pair in combinations(actors, 2))
    else:
        found = ()
    return list(dict.fromkeys(found))


def _event(
    rows: RowLists,
    story: str,
    seq: int,
    event: MergedEvent,
    at: Placed,
    line: Line,
    seen: Counter[tuple[str, ...]],
) -> None:
    joined = pairs(event)
    occasion = _occasion(event, at, joined, seen)
    place = event.place
    told = len(event.reports)
    when = (at.start, at.end, at.day, at.dated, at.grain, at.counted)
    rows["merged_events"].append(
        (
            event.id, story, seq, event.type, event.mode, event.quad, event.score, line.goldstein,
            event.status, event.alleged, *when, place.name if place else None,
            place.country if place else None, place.latitude if place else None,
            place.longitude if place else None, told, occasion, line.says,
            json(line.quotation) if line.quotation else None, list(event.members), json(event),
        )
    )  # fmt: skip
    for role, actors in (("actor", event.actors), ("recipient", event.recipients)):
        rows["merged_parties"].extend(
            (event.id, story, role, a.code, a.name, a.country, list(a.sectors)) for a in actors
        )
    parties = len({*_codes(event.actors), *_codes(event.recipients)})
    rows["merged_dyads"].extend(
        (
            a, b, mutual, event.id, story, occasion, parties, event.type, event.mode, event.quad,
            event.score, line.goldstein, event.status, event.alleged, *when, told,
        )
        for a, b, mutual in joined
    )  # fmt: skip


def _utterance(
    rows: RowLists, story: str, seq: int, utterance: Utterance, at: Placed, line: Line
) -> None:
    speaker = utterance.speaker
    when = (at.start, at.end, at.day, at.dated, at.grain, at.counted)
    rows["utterances"].append(
        (
            utterance.id, story, seq, speaker.code, speaker.name, *when, line.says,
            json(line.quotation) if line.quotation else None, list(utterance.members),
            json(utterance),
        )
    )  # fmt: skip
    roles = (
        ("speaker", (speaker.code,)), ("addressee", line.heard), ("mentioned", line.mentioned)
    )  # fmt: skip
    rows["utterance_parties"].extend(
        (utterance.id, story, role, code, *when)
        for role, codes in roles
        for code in dict.fromkeys(codes)
        if code != UNKNOWN_CODE
    )


def _occasion(
    event: MergedEvent,
    at: Placed,
    joined: Sequence[tuple[str, str, bool]],
    seen: Counter[tuple[str, ...]],
) -> str:
    """What events of different stories that are one event share; else the event's own id.

    They are one where type, both sides and the told day are the same and known: the second such
    event of a story with the second of another, since those of one story were held apart.
    """
    known = (*event.actors, *event.recipients)
    if (
        not joined
        or at.dated != "told"
        or at.grain != "day"
        or any(party.code == UNKNOWN_CODE for party in known)
    ):
        return event.id
    key = (
        event.type,
        "+".join(sorted(_codes(event.actors))),
        "+".join(sorted(_codes(event.recipients))),
        at.day or "",
        "not" if event.status == "negated" else "",
    )
    seen[key] += 1
    return stable_id("oc", *key, seen[key])


def _codes(actors: Iterable[Any]) -> list[str]:
    return list(dict.fromkeys(a.code for a in actors if a.code != UNKNOWN_CODE))
