"""Follows planned events through the reports of an archive, day by day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from dragoman.agenda.gathering import Items
from dragoman.agenda.item import Item
from dragoman.agenda.telling import Telling

_FIRM = frozenset({"planned"})


@dataclass
class _News:
    """What the reports of one day tell of one item."""

    plans: list[Telling] = field(default_factory=list)
    again: list[Telling] = field(default_factory=list)
    cancelled: list[tuple[Telling, list[str]]] = field(default_factory=list)
    doubted: list[tuple[Telling, list[str]]] = field(default_factory=list)
    moved: list[tuple[Telling, list[str]]] = field(default_factory=list)
    held: list[tuple[Telling, list[str], bool]] = field(default_factory=list)


def follow(tellings: Iterable[Telling]) -> list[Item]:
    """The planned events that these tellings tell of, each with what became of it.

    Reports are taken by publication day; those without one come last, and join only what their
    own dates fix. The same tellings give the same items in any order.
    """
    items = Items()
    ordered = sorted(tellings, key=lambda t: t.order)
    for _, group in groupby(ordered, key=lambda t: t.day):
        _one_day(items, list(group))
    items.settle()
    return [item for item in items.all if not _told_too_late(item)]


def _one_day(items: Items, tellings: list[Telling]) -> None:
    news: dict[int, _News] = defaultdict(_News)
    held: dict[int, Item] = {}

    def of(item: Item) -> _News:
        held[id(item)] = item
        return news[id(item)]

    plain = [t for t in tellings if t.event.status == "planned" and not _changes(t)]
    # a day that is told fixes an item; what is told without one is joined to it afterwards
    for telling in sorted(plain, key=_fineness):
        item = items.plan(telling)
        if item is not None:
            (of(item).again if telling.wording.says == "again" else of(item).plans).append(telling)
    for telling in tellings:
        if not items.near(telling):
            continue  # its words need not be read
        says = telling.wording.says
        if says in ("cancelled", "doubted", "moved"):
            found = items.changed(telling)
            if found is not None:
                item, why = found
                why = [*why, f"“{telling.wording.words}”"]
                day = of(item)
                {"cancelled": day.cancelled, "doubted": day.doubted, "moved": day.moved}[
                    says
                ].append((telling, why))
        elif telling.event.status == "actual" and telling.of_other is None:
            shown = items.held(telling)
            if shown is not None:
                of(shown[0]).held.append((telling, shown[1], shown[2]))
    for key in sorted(news, key=lambda k: held[k].first.order):
        _fold(held[key], news[key])


def _changes(telling: Telling) -> bool:
    return telling.wording.says in ("cancelled", "doubted", "moved")


def _fineness(telling: Telling) -> int:
    if telling.days is None:
        return 2
    return 0 if telling.days.fine else 1


def _fold(item: Item, news: _News) -> None:
    """What the day's reports change: the new before what was known, a fact before a doubt."""
    firm = [*news.again, *(t for t in news.plans if _is_firm(item, t))]
    if item.state == "cancelled":
        # who still tells the calling off tells no new plan, unless in words ("back on")
        off = {t.report.id for t, _ in news.cancelled}
        new = [t for t in firm if t in news.again or t.report.id not in off]
        for telling, _ in news.cancelled:
            if item.steps[-1].kind == "cancelled":
                item.again(telling.report.id)
        if new and item.steps[-1].day != new[0].day:
            item.state = "planned"
            best = next((t for t in new if t.days is not None), new[0])
            dated = best.days is not None and best.days.fine
            date = best.event.date if dated else item.date
            item.step("planned", best, date, ["told as planned again"])
    elif news.cancelled:
        # once it is on again, a report that tells both looks back
        looks_back = {t.report.id for t in firm} if item.was_cancelled else set()
        new_off = [pair for pair in news.cancelled if pair[0].report.id not in looks_back]
        new_off = [pair for pair in new_off if not _looks_back(item, pair[0])]
        if new_off:
            telling, why = new_off[0]
            item.state = "cancelled"
            item.was_cancelled = True
            item.step("cancelled", telling, item.date, why)
            for other, _ in new_off[1:]:
                item.again(other.report.id)
    if item.state != "cancelled":
        _doubt_or_move(item, news)
    _hold(item, news)


def _doubt_or_move(item: Item, news: _News) -> None:
    for telling, why in news.doubted if not news.held else ():
        if item.steps[-1].kind == "doubted":
            item.again(telling.report.id)
        else:
            item.step("doubted", telling, item.date, why)
    for telling, why in news.moved:
        days = telling.days
        new = days if days and days.fine and telling.day and days.end >= telling.day else None
        if new and item.days and new.meets(item.days):
            new = None  # "the talks set for 3 May were put off": the old day is told
        if item.steps[-1].kind == "moved" and (new is None or new == item.days):
            item.again(telling.report.id)
            continue
        item.state = "moved"
        item.days = new
        item.date = telling.event.date if new else None
        item.step("moved", telling, item.date, why)


def _hold(item: Item, news: _News) -> None:
    off = {t.report.id for t, _ in news.cancelled}
    for telling, why, by_day in news.held:
        if item.state == "cancelled" and (not by_day or telling.report.id in off):
            continue
        if item.steps[-1].kind == "held":
            item.again(telling.report.id)
            continue
        if not item.fine and telling.days is not None:
            item.days, item.date = telling.days, telling.event.date
        item.state = "held"
        if item.place is None:
            item.place = telling.event.place
        item.step("held", telling, telling.event.date or item.date, why)


def _is_firm(item: Item, telling: Telling) -> bool:
    """Whether a telling plans it now, for its day: no "had been scheduled for"."""
    if telling.wording.past or telling.days is None or item.days is None:
        return False
    return telling.days.meets(item.days) and telling.event.status in _FIRM


def _looks_back(item: Item, telling: Telling) -> bool:
    """Whether a calling off is dated before the day on which the item was planned again."""
    if not item.was_cancelled or telling.days is None:
        return False
    again = max((s.day for s in item.steps if s.kind == "planned" and s.day), default="")
    return telling.days.end < again


def _told_too_late(item: Item) -> bool:
    """Whether every report told it after its day, and none what became of it."""
    if any(step.kind != "planned" for step in item.steps):
        return False
    return all(
        p.days is not None and p.day is not None and p.days.end < p.day for p in item.plans
    )  # fmt: skip
