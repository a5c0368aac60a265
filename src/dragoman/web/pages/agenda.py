"""The agenda: what is planned, and what later reports say became of it."""

from __future__ import annotations

from itertools import groupby
from typing import Annotated, Literal

import msgspec

from dragoman.archive import Archive
from dragoman.briefs.words import when
from dragoman.questions import ask
from dragoman.questions.base import Code, Page, Pair, Since, Text, Until
from dragoman.records import AgendaItem, AgendaState, Answer
from dragoman.relations.agenda import is_long
from dragoman.web.paging import View, page

COMING: tuple[AgendaState, ...] = ("ahead", "overdue")
"""What is shown where no state is asked for."""
_FEW = 20  # overdue ones beside those ahead

HEADINGS: dict[str, str] = {
    "ahead": "Ahead", "overdue": "Overdue", "held": "Held", "moved": "Moved",
    "cancelled": "Cancelled", "unknown": "Without a day", "all": "All",
}  # fmt: skip
TOLD: dict[str, str] = {
    "ahead": "The day is to come, or is the day asked for.",
    "overdue": "The day is past, and no report tells what became of it.",
    "held": "A report tells that it took place.",
    "moved": "A report tells that it was put off to another day or place.",
    "cancelled": "A report tells that it was called off.",
    "unknown": "No day is known, and no report tells more.",
    "all": "Whatever became of them.",
}
STEPS: dict[str, str] = {
    "planned": "planned", "doubted": "put in doubt", "moved": "moved", "cancelled": "called off",
    "held": "took place",
}  # fmt: skip


class AgendaFilters(Page, frozen=True, kw_only=True):
    """Which planned events; without a state, those ahead and the latest overdue."""

    on: Annotated[Since, msgspec.Meta(description="As of which day.")] | None = None
    since: Since | None = None
    until: Until | None = None
    actor: Code | None = None
    dyad: Pair | None = None
    place: (
        Annotated[Text, msgspec.Meta(description="Part of a place's name, or a code.")] | None
    ) = None
    state: AgendaState | Literal["all"] | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=1000)] = 60


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """Planned events of one state.

    Fields:
        state: or "all".
        heading: of the section.
        told: what the state means.
        agenda: the items.
    """

    state: str
    heading: str
    told: str
    agenda: Answer[AgendaItem]

    def days(self) -> list[tuple[str, list[AgendaItem]]]:
        """The items by the day, month or year for which they stand, in words, as they came."""
        return [(day, list(items)) for day, items in groupby(self.agenda.found, key=_heading)]


class AgendaView(View, frozen=True, kw_only=True):
    """What the agenda shows."""

    sections: tuple[Section, ...]

    def headings(self) -> list[tuple[str, str]]:
        """States that can be asked for, with their headings."""
        return list(HEADINGS.items())

    def step(self, kind: str) -> str:
        """A turn of the history in words."""
        return STEPS.get(kind, kind)


def asked_states(asked: AgendaFilters) -> tuple[str, ...]:
    """The states that are shown."""
    return COMING if asked.state is None else (asked.state,)


@page("/agenda", "agenda.html.j2")
def agenda(archive: Archive, asked: AgendaFilters) -> AgendaView:
    """Planned events by day: what is ahead, what is overdue, what was held, moved or cancelled."""
    given = msgspec.structs.asdict(asked)
    sections = []
    for state in asked_states(asked):
        beside = asked.state is None and state != COMING[0]
        part = {"latest": True, "limit": _FEW, "offset": 0} if beside else {}
        found = ask(archive, "agenda", **{**given, "state": state, **part})
        sections.append(
            Section(state=state, heading=HEADINGS[state], told=TOLD[state], agenda=found)
        )
    return AgendaView(title="Agenda", sections=tuple(sections))


def _heading(item: AgendaItem) -> str:
    if item.date is None or not (item.date.start or item.date.end):
        return "No first day known"
    return "Over more than a year" if is_long(item.date) else when(item.date)
