"""Whether a report's telling can be of a planned event: vetoes first, then what joins them."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.agenda.telling import Telling
from dragoman.stories.actors import clash, codes, shared
from dragoman.stories.telling import likeness, same_place

_ANCHOR = 0.3  # likeness of the words around two acts from which they may be one
_EITHER = frozenset({"meeting", "journey"})


@dataclass(frozen=True, slots=True)
class Match:
    """What two tellings have in common; the days are compared by who asks.

    Fields:
        names: particular persons and bodies in both. both_sides: such of two states or more.
        place: True, or None where the reports do not tell. words: like words around it.
        loose: near kinds of act, or sides that are only in part the same. clash: both name
            persons for one state, and none in common.
    """

    names: tuple[str, ...]
    both_sides: bool
    place: bool | None
    words: bool
    loose: bool
    clash: bool

    @property
    def close(self) -> bool:
        """Whether they are one event even if one of them has no day: persons of both sides, or
        somebody in particular and the place."""
        if self.clash:
            return False
        return self.both_sides or bool(self.place and self.names) or self.words

    @property
    def one_day(self) -> bool:
        """Whether they are one event if they have the day in common: reports may name other
        persons for a state where the town and somebody in particular are the same."""
        if self.clash:
            return bool(self.place and self.names)
        return self.close or not self.loose

    def why(self, plan: Telling) -> list[str]:
        """What joins them, in words."""
        found = [f"between {' and '.join(sorted(plan.sides))}"] if len(plan.sides) > 1 else []
        found += [f"same name {name}" for name in self.names[:2]]
        if self.place and plan.event.place:
            found.append(f"same place {plan.event.place.name}")
        if self.words:
            found.append("same words around it")
        return found


def match(plan: Telling, other: Telling) -> Match | None:
    """What joins a telling with a plan; None where they cannot be of one event."""
    common = plan.sides & other.sides
    if not common or not (plan.sides <= other.sides or other.sides <= plan.sides):
        return None
    place = same_place(plan.event.place, other.event.place)
    if place is False:
        return None
    loose = plan.kind != other.kind
    if loose and not {plan.kind, other.kind} <= _EITHER:
        return None
    if not (loose or plan.kind in {"meeting", "journey", "call"}) and not _same_act(plan, other):
        return None
    if len(common) == 1 and not (plan.names and other.names):
        return None
    clashes = _persons_clash(plan, other, common)
    names = shared(plan.plain.parties, other.plain.parties)
    states = {
        p.code
        for p in plan.plain.parties
        if p.code in common and shared([p], other.plain.parties)
    }  # fmt: skip
    if len(common) == 1 and len(names) < 2 and not (names and place):
        # at home the same state does a hundred things: two names, or one and the place
        return None
    like = False
    if not names and plan.event.type == other.event.type and plan.event.type != "CONSULT":
        like = plan.sides == other.sides and likeness(plan.plain.bag, other.plain.bag) >= _ANCHOR
    return Match(
        names=names,
        both_sides=len(states) > 1 or (len(common) == 1 and len(names) > 1),
        place=place,
        words=like,
        loose=loose or plan.sides != other.sides,
        clash=clashes,
    )


def _same_act(plan: Telling, other: Telling) -> bool:
    """Whether two acts of another kind than meetings have the same direction and trigger."""
    if other.of_other is not None:
        return bool(plan.families & other.of_other)
    if codes(plan.event.actors) != codes(other.event.actors):
        return False
    if plan.event.mode and other.event.mode and plan.event.mode != other.event.mode:
        return False
    return bool(plan.families & other.families or plan.stems & other.stems)


def _persons_clash(plan: Telling, other: Telling, common: frozenset[str]) -> bool:
    """Whether for some state both name persons and none in common."""
    return any(
        clash(
            [p for p in plan.plain.parties if p.code == code],
            [p for p in other.plain.parties if p.code == code],
        )
        for code in common
    )
