"""Items as records: their state on a day, their words, their sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dragoman.agenda.following import follow
from dragoman.agenda.item import Item
from dragoman.agenda.telling import Days, Telling
from dragoman.ids import stable_id
from dragoman.records import AgendaItem, AgendaState
from dragoman.relations.agenda import chain_text, in_line
from dragoman.relations.phrases import headline, trigger_words


def agenda_items(tellings: Sequence[Telling], on: str | None) -> list[AgendaItem]:
    """What the tellings plan, as it stands on a day (ISO), in the order of :func:`in_line`.

    ``on`` None: no day is known, so that nothing is ahead or overdue. Tellings of reports that
    came later than that day do not count.
    """
    known = [t for t in tellings if on is None or t.day is None or t.day <= on]
    found = [_record(item, on) for item in follow(known)]
    return sorted(found, key=lambda item: (in_line(item.date), item.id))


def latest_first(items: Sequence[AgendaItem]) -> list[AgendaItem]:
    """Items in their order turned round; what spans years, or has no day, stays behind."""
    turned = list(reversed(items))
    return sorted(turned, key=lambda item: in_line(item.date)[0])


def _record(item: Item, on: str | None) -> AgendaItem:
    best = max(item.plans, key=lambda p: (_fullness(p), -item.plans.index(p)))
    trigger = trigger_words(best.event, best.told.text)
    chains = [
        chain_text(p.event.attribution, p.report.source or "this report")
        for p in item.plans
        if p.event.attribution
    ]
    return AgendaItem(
        # of the first telling only: what comes later changes no id, so calendars keep theirs
        id=stable_id("ag", item.first.event.id),
        event=item.first.merged,
        what=headline(best.event, plain=True, trigger=trigger),
        date=item.date,
        place=item.place,
        hedges=tuple(dict.fromkeys(h for p in item.plans for h in p.event.hedges)),
        attribution=tuple(dict.fromkeys(chains)),
        reports=_distinct(p.report.id for p in item.plans),
        events=_distinct(p.merged for p in item.plans),
        sides=tuple(sorted(best.sides)),
        state=state_of(item, on),
        history=tuple(item.steps),
    )


def state_of(item: Item, on: str | None) -> AgendaState:
    """The state of an item on a day: what reports tell, else whether its day is past."""
    if item.state in ("held", "cancelled"):
        return "held" if item.state == "held" else "cancelled"
    if item.days is None:
        return "moved" if item.state == "moved" else "unknown"
    if on is None:
        return "moved" if item.state == "moved" else "unknown"
    if _is_past(item.days, on):
        return "overdue"
    return "moved" if item.state == "moved" else "ahead"


def _is_past(days: Days, on: str) -> bool:
    return days.end < on


def _fullness(telling: Telling) -> tuple[bool, int, bool, int]:
    fine = telling.days is not None and telling.days.fine
    return (fine, telling.named, telling.event.place is not None, len(telling.sides))


def _distinct(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))
