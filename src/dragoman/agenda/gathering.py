"""Gathers what reports plan into items, day by day, and finds which items later tellings are of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import combinations

from dragoman.agenda.item import Item, rank
from dragoman.agenda.matching import Match
from dragoman.agenda.telling import Days, Telling, ordinal

_TALK_QUAD = 3  # demands, charges and threats: a plan to utter one is no appointment
_SUPPOSED = frozenset({"would", "if", "unless", "could", "might", "may", "should", "hopes"})
_APART = 60  # days between two tellings of an event without a day, at most
_LATE = 14  # days after an event in which a report without its day may tell that it was held
_AFTER = 3  # days after an event up to which it may be told as moved or called off


class Items:
    """All items, with an index by who takes part."""

    def __init__(self) -> None:
        """No items yet."""
        self.all: list[Item] = []
        self._by_sides: dict[tuple[str, ...], list[Item]] = defaultdict(list)
        self._by_merged: dict[str, list[Item]] = defaultdict(list)
        self._pruned: dict[tuple[str, ...], str] = {}  # sides -> the day as of which

    def plan(self, telling: Telling) -> Item | None:
        """The item of a planned telling: one that is there, or a new one; None for no plan."""
        by_day, own = self._same_day(telling), self._own(telling)
        if by_day and own and by_day[0] is not own[0] and not own[0].fine and len(own[0].steps) < 2:
            self._unite(by_day[0], own[0])
        found = by_day or own or self._only(telling)
        if found is not None:
            item, why = found
            self._join(item, telling, why)
            return item
        if _no_appointment(telling):
            return None
        item = Item(plans=[])
        self.all.append(item)
        self._join(item, telling, [])
        return item

    def _join(self, item: Item, telling: Telling, why: list[str]) -> None:
        item.add(telling, why)
        if item not in self._by_merged[telling.merged]:
            self._by_merged[telling.merged].append(item)
        for key in _keys(telling.sides):
            if item not in self._by_sides[key]:
                self._by_sides[key].append(item)

    def _unite(self, item: Item, other: Item) -> None:
        """Two items that a report shows to be one: the other goes into this one."""
        item.absorb(other)
        self.all.remove(other)
        for listed in [*self._by_sides.values(), *self._by_merged.values()]:
            if other in listed:
                listed.remove(other)
                if item not in listed:
                    listed.append(item)

    def settle(self) -> None:
        """Unite what was kept apart while too little was told: items of one day that fit."""
        by_days: dict[tuple[str, ...], list[Item]] = defaultdict(list)
        for item in self.all:
            if item.fine and item.days is not None:
                for key in _keys(item.first.sides):
                    by_days[(item.days.start, item.days.end, *key)].append(item)
        gone: set[int] = set()
        for listed in by_days.values():
            for number, item in enumerate(listed):
                for other in listed[number + 1 :]:
                    if item is other or {id(item), id(other)} & gone:
                        continue
                    if item.is_one_with(other):
                        item.absorb(other)
                        gone.add(id(other))
        self.all = [item for item in self.all if id(item) not in gone]

    def near(self, telling: Telling) -> list[Item]:
        """Items of some of the telling's sides that reports of its day may still be of."""
        near: dict[int, Item] = {}
        for key in _keys(telling.sides):
            held = self._by_sides.get(key)
            if not held:
                continue
            if telling.day is not None and self._pruned.get(key) != telling.day:
                # reports come by day: what is over stays over
                held = [item for item in held if not item.over(telling.day)]
                self._by_sides[key] = held
                self._pruned[key] = telling.day
            near.update((id(item), item) for item in held)
        return list(near.values())

    def matches(
        self, telling: Telling, may: Callable[[Item, Telling], bool]
    ) -> list[tuple[Item, Match]]:
        """Items that a telling can be of by its kind, its sides and its place, in their order.

        ``may`` is asked first: days rule most items out at less cost than words do.
        """
        found = []
        for item in self.near(telling):
            fit = item.match(telling) if may(item, telling) else None
            if fit is not None:
                found.append((item, fit))
        return found

    # --- plans ----------------------------------------------------------------------------------

    def _own(self, telling: Telling) -> tuple[Item, list[str]] | None:
        """The item of which the same story has merged this telling with a plan."""
        for item in self._by_merged.get(telling.merged, ()):
            if telling.days is None or item.days is None or item.days.meets(telling.days):
                return item, ["told as one event in one story"]
        return None

    def _same_day(self, telling: Telling) -> tuple[Item, list[str]] | None:
        if telling.days is None or not telling.days.fine:
            return None
        found = [(item, fit) for item, fit in self.matches(telling, _on_a_day_of) if fit.one_day]
        if not found:
            return None
        item, fit = max(found, key=lambda pair: (rank(pair[1]), -self.all.index(pair[0])))
        for other, _ in found:
            if other is not item and item.is_one_with(other):
                self._unite(item, other)
        return item, [*fit.why(item.first), f"same day {item.days.start if item.days else ''}"]

    def _only(self, telling: Telling) -> tuple[Item, list[str]] | None:
        """The one item that a telling of a wide time, or of none, can be of; two leave it open."""
        found = [
            (item, fit) for item, fit in self.matches(telling, _still_open) if _may_be(fit, telling)
        ]
        # a day that is known before a wide time, and that before none
        for some in (
            [pair for pair in found if pair[0].fine],
            [pair for pair in found if pair[0].days is not None and not pair[0].fine],
            [pair for pair in found if pair[0].days is None],
        ):
            if len(some) == 1:
                item, fit = some[0]
                return item, fit.why(item.first)
        return None

    # --- what later tellings are of -------------------------------------------------------------

    def held(self, telling: Telling) -> tuple[Item, list[str], bool] | None:
        """The item that a telling of something that happened shows to be held, and whether its
        day says so."""
        found = [
            (item, fit, how)
            for item, fit in self.matches(telling, _may_be_held)
            if (how := _held_by(item, fit, telling))
        ]
        by_day = [one for one in found if one[2] == "same day"]
        found = by_day or found
        if len(found) != 1:
            return None
        item, fit, how = found[0]
        day = item.days.start if item.days and how == "same day" else ""
        return item, [*fit.why(item.first), f"{how} {day}".strip()], how == "same day"

    def changed(self, telling: Telling) -> tuple[Item, list[str]] | None:
        """The item that a telling with words of calling off or moving is of."""
        found = self.matches(telling, _may_change)
        on_day = [
            pair
            for pair in found
            if telling.days and telling.days.fine and pair[0].days
            and pair[0].days.meets(telling.days) and pair[0].fine and pair[1].one_day
            # "cancelled it last week" dates the calling off: only persons or place tell of what
            and (pair[1].close or telling.days.start == telling.days.end)
        ]  # fmt: skip
        close = [pair for pair in found if pair[1].close]
        ahead = [p for p in found if p[0].fine and not p[1].clash and telling.named < 2]
        for some in (on_day, [p for p in close if p[0].fine], close, ahead):
            if len(some) == 1:
                item, fit = some[0]
                return item, fit.why(item.first)
        return None


def _keys(sides: Iterable[str]) -> list[tuple[str, ...]]:
    """Pairs of sides under which an item is kept; one alone by itself."""
    listed = sorted(sides)
    return [*combinations(listed, 2)] if len(listed) > 1 else [tuple(listed)] if listed else []


def _no_appointment(telling: Telling) -> bool:
    """Whether a new item would be none: undated talk, or what only "would" happen."""
    event = telling.event
    if telling.days is not None:
        return False
    if event.quad == _TALK_QUAD:
        return True
    return bool(
        event.hedges
        and not event.attribution
        and all(hedge.lower().partition(" ")[0] in _SUPPOSED for hedge in event.hedges)
    )


def _still_open(item: Item, telling: Telling) -> bool:
    """Whether a plan of a wide time or of none may be this item, at the day of its report."""
    if item.state == "held":
        return False
    if telling.days is not None and item.days is not None:
        if item.fine and telling.days.fine:
            return False  # two days: two events
        return item.days.meets(telling.days)
    if telling.day is None:
        return False
    if telling.days is not None and telling.days.end < telling.day:
        return False
    if item.days is not None and item.fine and telling.day > item.days.end:
        return False
    return bool(item.last_told) and ordinal(telling.day) - ordinal(item.last_told) <= _APART


def _may_be(fit: Match, telling: Telling) -> bool:
    """Whether a telling without a day fits by persons and places, or names nobody in particular."""
    if fit.close:
        return True
    if fit.clash or fit.loose or telling.kind not in {"meeting", "journey"}:
        return False
    return telling.named < 2


def _on_a_day_of(item: Item, telling: Telling) -> bool:
    """Whether both have a day, and it is one."""
    days = telling.days
    return item.fine and item.days is not None and days is not None and item.days.meets(days)


def _may_be_held(item: Item, telling: Telling) -> bool:
    """Whether the days let a telling of something that happened be of this item."""
    if item.state == "held":
        return False
    if telling.days is not None and telling.days.fine:
        if item.fine and item.days is not None:
            return item.days.meets(telling.days)
        return telling.days.start == telling.days.end and _within_plan(item, telling.days)
    if telling.day is None or not item.fine or item.days is None:
        return False
    if telling.days is not None and not telling.days.meets(item.days):
        return False
    late = ordinal(telling.day) - ordinal(item.days.end)
    return telling.day >= item.days.start and late <= _LATE


def _held_by(item: Item, fit: Match, telling: Telling) -> str:
    """What shows that an item was held as this report tells; "" where nothing does.

    The days fit already (:func:`_may_be_held`).
    """
    if telling.days is None or not telling.days.fine:
        return "told as held right after its day" if fit.close else ""
    if not item.fine or item.days is None:
        return "told as held" if fit.close else ""
    told_after = telling.day is None or ordinal(telling.day) >= ordinal(item.days.start) - 1
    return "same day" if told_after and fit.one_day else ""


def _within_plan(item: Item, days: Days) -> bool:
    """Whether a day fits an item that is planned for no day or a long stretch."""
    start = item.first.day
    if start is None or days.start < start:
        return False
    if item.days is not None:
        return item.days.meets(days)
    return ordinal(days.start) - ordinal(item.last_told) <= _APART


def _may_change(item: Item, telling: Telling) -> bool:
    """Whether a report of this day may still tell an item as moved or called off."""
    if item.state == "held":
        return False
    if telling.day is None:
        return False
    if item.first.day is not None and telling.day < item.first.day:
        return False
    days = telling.days
    if days is not None and days.fine and item.fine and item.days is not None:
        ahead = days.end >= telling.day
        if ahead and not days.meets(item.days) and telling.wording.says != "moved":
            return False  # another event's day
    if item.days is not None:
        return ordinal(telling.day) - ordinal(item.days.end) <= _AFTER
    return bool(item.last_told) and ordinal(telling.day) - ordinal(item.last_told) <= _APART
