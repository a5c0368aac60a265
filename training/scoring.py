"""Compare the events of a reading with annotated ones, by sentence and type."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dragoman.records import UNKNOWN_CODE, Actor, Event
from training.annotations import Annotated, Mark, Party


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold mark and the event that matches it; either may be missing.

    An event that matches an optional mark is left out, as is an optional mark nothing matches.
    """

    mark: Mark | None
    event: Event | None


def trigger(event: Event) -> int:
    """Where an event's first trigger begins."""
    return min(e.start for e in event.evidence if e.role == "trigger")


def pairs(report: Annotated, events: Sequence[Event]) -> Iterator[Pair]:
    """Every firm mark and every event of the annotated sentences, matched one to one."""
    for sentence in report.sentences:
        here = [e for e in events if sentence.start <= trigger(e) < sentence.end]
        firm = [m for m in sentence.marks if not m.optional]
        for mark in firm:
            same = [e for e in here if e.type == mark.type]
            best = max(same, key=lambda e: _likeness(mark, e), default=None)
            if best is not None:
                here.remove(best)
            yield Pair(mark, best)
        for mark in (m for m in sentence.marks if m.optional):
            same = [e for e in here if e.type == mark.type]
            if same:
                here.remove(max(same, key=lambda e: _likeness(mark, e)))
        for event in here:
            yield Pair(None, event)


def _likeness(mark: Mark, event: Event) -> float:
    at = trigger(event)
    return (
        4.0 * (mark.start <= at < mark.end)
        + same_side(mark.actors, event.actors)
        + same_side(mark.recipients, event.recipients)
        - abs(mark.start - at) / 10_000
    )


def codes(side: Sequence[Party] | Sequence[Actor]) -> frozenset[str]:
    """The known codes of a side."""
    return frozenset(p.code for p in side if p.code != UNKNOWN_CODE)


def same_side(gold: Sequence[Party], found: Sequence[Actor]) -> bool:
    """Whether both name the same states and organisations; an unknown side is an empty one."""
    return codes(gold) == codes(found)


def same_parties(mark: Mark, event: Event) -> bool:
    """Actors and recipients both; where all sides act together, the order of sides is free."""
    if same_side(mark.actors, event.actors) and same_side(mark.recipients, event.recipients):
        return True
    together = not mark.recipients and len(codes(mark.actors)) > 1
    every = codes(event.actors) | codes(event.recipients)
    return together and every == codes(mark.actors)
