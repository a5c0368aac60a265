"""A planned event as it is gathered from reports: its plans, its day, its state, its history."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from dragoman.agenda.matching import Match, match
from dragoman.agenda.telling import Days, Telling, days_of, ordinal
from dragoman.records import AgendaStep, Date, Place, StepKind

_LONG = 30  # days after an event in which reports may still be of it
State = Literal["planned", "moved", "cancelled", "held"]


@dataclass(eq=False)
class Item:
    """What reports tell of one planned event, in the order of their days.

    Fields:
        plans: tellings as planned, the first first. days: for when it stands now.
        date: the same as a report has it. moved_to: the telling that gave the day last.
    """

    plans: list[Telling]
    days: Days | None = None
    date: Date | None = None
    place: Place | None = None
    state: State = "planned"
    steps: list[AgendaStep] = field(default_factory=list)
    was_cancelled: bool = False
    merged: set[str] = field(default_factory=set)
    _fullest: Telling | None = None

    @property
    def fine(self) -> bool:
        """Whether its day is known, to the week at least."""
        return self.days is not None and self.days.fine

    @property
    def first(self) -> Telling:
        """The first telling."""
        return self.plans[0]

    @property
    def last_told(self) -> str:
        """The latest publication day of a plan."""
        return max((p.day for p in self.plans if p.day), default="")

    def match(self, other: Telling) -> Match | None:
        """What joins a telling with this event: it must fit the first plan and one like it."""
        found: Match | None = None
        for plan in self._shown():  # the fullest comes last: it says who takes part
            found = match(plan, other)
            if found is None:
                return None
        return found

    def over(self, day: str | None) -> bool:
        """Whether no report of this day or later can be of this event."""
        if day is None:
            return False
        if self.fine and self.days is not None:
            return ordinal(day) - ordinal(self.days.end) > _LONG
        end = max(self.last_told, self.days.end if self.days else "")
        return bool(end) and ordinal(day) - ordinal(end) > 2 * _LONG

    def is_one_with(self, other: Item) -> bool:
        """Whether two items of one day are of one event, now that more is told of them."""
        return any(
            (fit := match(plan, one)) is not None and fit.one_day
            for plan in self._shown()
            for one in other._shown()
        )

    def absorb(self, other: Item) -> None:
        """Take over an item that turns out to be of the same event."""
        steps = sorted([*self.steps, *other.steps], key=lambda s: s.day or "9999")
        plans = sorted([*self.plans, *other.plans], key=lambda p: p.order)
        # told without a day in one, and with it in the other: the first telling of each stands
        kept: list[AgendaStep] = []
        for step in steps:
            before = [s for s in kept if s.kind == "planned"]
            again = bool(kept) and kept[-1].kind == "cancelled"
            dated = days_of(step.date) is not None
            known = any(days_of(s.date) is not None for s in before)
            if step.kind != "planned" or again or not before or (dated and not known):
                kept.append(step)
        # what both tell is told once
        self.steps = [
            s for n, s in enumerate(kept) if not n or (s.kind, kept[n - 1].kind) != ("held", "held")
        ]
        self.plans, self._fullest = plans, None
        self.merged |= other.merged
        if other.state == "held" or (self.state == "planned" and other.state != "planned"):
            self.state = other.state
        self.was_cancelled |= other.was_cancelled
        self.place = self.place or other.place

    def _shown(self) -> list[Telling]:
        """The plans to compare with: the first, and the one that names most."""
        if self._fullest is None:
            order = {id(plan): number for number, plan in enumerate(self.plans)}
            self._fullest = max(
                self.plans, key=lambda p: (p.named, p.event.place is not None, -order[id(p)])
            )
        return [self.first] if self._fullest is self.first else [self.first, self._fullest]

    def step(self, kind: StepKind, telling: Telling, date: Date | None, why: list[str]) -> None:
        """Add what a report tells."""
        self.steps.append(
            AgendaStep(
                kind=kind,
                day=telling.day,
                date=date,
                event=telling.event.id,
                quotation=telling.quotation,
                reports=(telling.report.id,),
                why=tuple(dict.fromkeys(why)),
            )
        )

    def again(self, report: str) -> None:
        """Note that one more report tells the last step."""
        last = self.steps[-1]
        if report not in last.reports:
            self.steps[-1] = AgendaStep(
                kind=last.kind,
                day=last.day,
                date=last.date,
                event=last.event,
                quotation=last.quotation,
                reports=(*last.reports, report),
                why=last.why,
            )

    def add(self, plan: Telling, why: list[str]) -> None:
        """Join a plan; it is a step where it is the first, or gives a nearer day."""
        nearer = _nearer(plan.days, self.days)
        if not self.plans or nearer:
            self.step("planned", plan, plan.event.date, why)
        elif self.steps[-1].kind == "planned":
            self.again(plan.report.id)
        self.plans.append(plan)
        self._fullest = None
        self.merged.add(plan.merged)
        if nearer:
            self.days, self.date = plan.days, plan.event.date
        elif self.date is None and plan.event.date is not None:
            self.date = plan.event.date
        if self.place is None:
            self.place = plan.event.place


def rank(found: Match) -> tuple[bool, bool, bool, bool]:
    """How well a telling fits, to choose among several items."""
    return (found.one_day, not found.clash, found.close, not found.loose)


def _nearer(new: Days | None, old: Days | None) -> bool:
    """Whether the new days fix the event better."""
    if new is None:
        return False
    return old is None or (new.fine and not old.fine)
