"""Merges the events of a story's reports: one record for what several tellings tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from dragoman.ids import stable_id
from dragoman.records import Actor, Date, Event, MergedEvent, Place, Reading, Status
from dragoman.stories.actors import codes
from dragoman.stories.cluster import Pair, clusters, decide
from dragoman.stories.compare import DEFAULT, MergeSettings, Verdict, compare
from dragoman.stories.decided import NOTHING, Decided
from dragoman.stories.fields import agreed, best_telling, differing
from dragoman.stories.same_event import load_same_event
from dragoman.stories.spots import Spot
from dragoman.stories.telling import EventTelling, Told


def merge_events(
    readings: Sequence[Reading],
    told: Mapping[str, Told],
    *,
    settings: MergeSettings = DEFAULT,
    utterance_of: Mapping[str, str] | None = None,
    decided: Decided = NOTHING,
) -> list[MergedEvent]:
    """Every event of the readings in exactly one merged event, in the order of first telling.

    Args:
        told: report id -> the reading made ready for comparison.
        utterance_of: event id -> id of the utterance that carries it.
        decided: what a person decided about which events are one.
    """
    tellings = [
        EventTelling(event, told[reading.report.id], rank)
        for rank, reading in enumerate(readings)
        for event in reading.events
    ]
    tellings.sort(key=lambda t: (t.report, t.start, t.event.id))
    utterances = utterance_of or {}
    verdicts: dict[Pair, Verdict] = {}
    vetoes: set[Pair] = set()
    for i, j in _candidates(tellings):
        a, b = tellings[i], tellings[j]
        inside = utterances.get(a.event.id)
        one = inside is not None and inside == utterances.get(b.event.id)
        verdict = compare(a, b, settings, one_utterance=one)
        if verdict.veto:
            vetoes.add((i, j))
        else:
            verdicts[i, j] = verdict
    _weigh(tellings, verdicts, settings)
    scores = {pair: verdict.score for pair, verdict in verdicts.items()}
    merged = []
    together = decide([t.event.id for t in tellings], decided, scores, vetoes)
    for group in clusters(len(tellings), scores, vetoes, settings.threshold, together=together):
        members = [tellings[k] for k in group]
        why = Counter(
            reason
            for at, i in enumerate(group)
            for j in group[at + 1 :]
            if (i, j) in verdicts
            for reason in verdicts[i, j].why
        )
        said = decided.reasons(tuple(t.event.id for t in members))
        merged.append((members, [*said, *(reason for reason, _ in why.most_common(8))]))
    made = [_merged(members, why) for members, why in merged]
    first = {
        m.id: min((t.rank, t.start) for t in members)
        for m, (members, _) in zip(made, merged, strict=True)
    }
    return sorted(made, key=lambda m: (first[m.id], m.id))


def _candidates(tellings: Sequence[EventTelling]) -> list[Pair]:
    """Pairs that share a code, or a trigger: the others are not compared."""
    index: dict[str, list[int]] = {}
    for i, telling in enumerate(tellings):
        keys = {f"{code}" for code in codes(telling.parties)}
        if not keys:
            keys = {f"stem:{stem}" for stem in telling.stems}
        else:
            keys |= {f"stem:{stem}" for stem in telling.stems}
        for key in keys:
            index.setdefault(key, []).append(i)
    return sorted(
        {(i, j) for held in index.values() for at, i in enumerate(held) for j in held[at + 1 :]}
    )


def _weigh(
    tellings: Sequence[EventTelling], verdicts: Mapping[Pair, Verdict], settings: MergeSettings
) -> None:
    """Add what the learned weights think of the triggers where they stand to pairs not vetoed."""
    asked = sorted({k for pair in verdicts for k in pair if tellings[k].triggers})
    place = {k: n for n, k in enumerate(asked)}
    pairs = [(i, j) for i, j in verdicts if i in place and j in place]
    if not pairs or not settings.learned:
        return
    spots = [
        Spot(tellings[k].told, tuple((e.start, e.end) for e in tellings[k].triggers)) for k in asked
    ]
    model = load_same_event()
    found = model(spots, [(place[i], place[j]) for i, j in pairs])
    for pair, share in zip(pairs, found, strict=True):
        weight = settings.learned * (2 * float(share) - 1)
        if tellings[pair[0]].stems & tellings[pair[1]].stems:
            weight = min(weight, 0.0)  # that the trigger is the same is counted already
        verdicts[pair].add(
            weight, "told in like words and sentences" if share >= settings.alike else ""
        )


def _merged(members: list[EventTelling], why: list[str]) -> MergedEvent:
    best = best_telling(members)
    event = best.event
    ordered = sorted(members, key=lambda t: (t.rank, t.start, t.event.id))
    ids = tuple(t.event.id for t in ordered)
    return MergedEvent(
        id=stable_id("me", ids[0]),  # stays as other tellings join it
        story="",
        members=ids,
        reports=tuple(dict.fromkeys(t.report for t in ordered)),
        type=event.type,
        mode=event.mode or next((t.event.mode for t in ordered if t.event.mode), None),
        quad=event.quad,
        score=event.score,
        actors=event.actors,
        recipients=event.recipients or _recipients(ordered, event),
        status=_status(ordered, event),
        alleged=all(t.event.alleged for t in members),
        date=_date(ordered, event),
        place=_place(ordered, event),
        issues=tuple(sorted({issue for t in members for issue in t.event.issues})),
        agreed=agreed(ordered),
        differing=differing(ordered),
        why=tuple(why),
    )


def _recipients(members: Sequence[EventTelling], event: Event) -> tuple[Actor, ...]:
    return next((t.event.recipients for t in members if t.event.recipients), event.recipients)


def _status(members: Sequence[EventTelling], event: Event) -> Status:
    """The status of the latest report where dates tell it, else of most tellings.

    A day that is set and still ahead outweighs tellings in the present tense ("is meeting").
    """
    statuses = Counter(t.event.status for t in members)
    if len(statuses) == 1:
        return event.status
    if set(statuses) <= {"planned", "actual", "possible"} and _ahead(members):
        return "planned"
    dated = {
        day: t.event.status
        for t in members
        if (day := (t.told.reading.report.published or "")[:10])
    }
    if len(dated) > 1 and all(t.told.reading.report.published for t in members):
        return dated[max(dated)]
    top = statuses.most_common(1)[0][1]
    tied = [status for status, number in statuses.items() if number == top]
    return event.status if event.status in tied else tied[0]


def _ahead(members: Sequence[EventTelling]) -> bool:
    """Whether a telling plans the event for a day that no report has behind it, and no telling of
    it as happened has a day."""
    if any(t.event.status == "actual" and t.event.date is not None for t in members):
        return False
    last = max((t.told.reading.report.published or "" for t in members), default="")[:10]
    days = [t.event.date for t in members if t.event.status == "planned" and t.event.date]
    return any(day.end is None or day.end[:10] >= last for day in days)


def _date(members: Sequence[EventTelling], event: Event) -> Date | None:
    """The resolved date of the shortest interval; else the best member's words."""
    dates = [t.event.date for t in members if t.event.date is not None]
    fixed = [d for d in dates if d.start and d.end]
    if event.date is not None and event.date.start:
        return event.date
    if fixed:
        grain = {"day": 0, "week": 1, "month": 2, "year": 3, "unknown": 4}
        return min(fixed, key=lambda d: (grain[d.precision], d.start or "", d.raw))
    return event.date or next(iter(dates), None)


def _place(members: Sequence[EventTelling], event: Event) -> Place | None:
    return event.place or next((t.event.place for t in members if t.event.place), None)


def with_story(merged: Sequence[MergedEvent], story: str) -> tuple[MergedEvent, ...]:
    """The same merged events with their story's id."""
    return tuple(replace(event, story=story) for event in merged)
