"""One report's telling of an act, made ready to be joined with what others plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as day_
from functools import cached_property, lru_cache

from dragoman.agenda.wording import Wording, own_wording, wording
from dragoman.records import Date, Event, Evidence, Quotation, Report
from dragoman.stories.actors import codes, is_specific, persons
from dragoman.stories.telling import EventTelling, Told
from dragoman.stories.words import families, words

_FINE = 7  # days: a stretch up to a week fixes an event, a longer one does not
_AFTER = 60  # characters after words of calling off in which the thing called off is named
_JOURNEYS = frozenset({"visit", "arrive", "leave"})
_MEETINGS = frozenset({"meet", "negotiate", "visit", "phone", "attend", "welcome"})


@dataclass(frozen=True, slots=True)
class Days:
    """Two ISO days, inclusive; ``fine`` where they lie a week apart at most.

    Example:
        >>> Days("2026-05-01", "2026-05-31").fine, Days("2026-05-03", "2026-05-03").fine
        (False, True)
    """

    start: str
    end: str

    @property
    def fine(self) -> bool:
        """Whether the days fix one event."""
        return ordinal(self.end) - ordinal(self.start) <= _FINE

    def meets(self, other: Days) -> bool:
        """Whether they have a day in common."""
        return self.start <= other.end and other.start <= self.end


@lru_cache(maxsize=100_000)
def ordinal(day: str) -> int:
    """The number of an ISO day."""
    return day_.fromisoformat(day).toordinal()


def days_of(date: Date | None) -> Days | None:
    """The days that a date stands for; None where they are not known."""
    if date is None or not date.start or not date.end:
        return None
    start, end = date.start[:10], date.end[:10]
    try:
        ordinal(start), ordinal(end)
    except ValueError:
        return None
    return Days(start, end)


@dataclass(frozen=True)
class Telling:
    """An event as one report tells it: who with whom, what kind of act, when, in which words."""

    event: Event
    report: Report
    told: Told
    merged: str

    @cached_property
    def day(self) -> str | None:
        """The report's publication day; None where it is not known."""
        day = (self.report.published or "")[:10]
        try:
            ordinal(day)
        except ValueError:
            return None
        return day

    @cached_property
    def order(self) -> tuple[str, str, int, str]:
        """By publication day, report and place in it: the same for any order of input."""
        return (self.day or "9999", self.report.id, self.plain.start, self.event.id)

    @cached_property
    def plain(self) -> EventTelling:
        """The same as the stories stage compares it."""
        return EventTelling(self.event, self.told, 0)

    @cached_property
    def sides(self) -> frozenset[str]:
        """Codes of all who take part."""
        return codes(self.plain.parties)

    @cached_property
    def days(self) -> Days | None:
        """When it is, or was."""
        return days_of(self.event.date)

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of particular persons and bodies that take part."""
        return frozenset(p.name for p in self.plain.parties if is_specific(p))

    @cached_property
    def named(self) -> int:
        """How many persons with a name take part."""
        return len(persons(self.plain.parties))

    @cached_property
    def families(self) -> frozenset[str]:
        """Families of the act; of what is called off, where the words only say that."""
        if self.of_other is None:
            return self.plain.families
        return self.of_other

    @cached_property
    def stems(self) -> frozenset[str]:
        """Stems of the trigger's words, without reading the whole text."""
        return frozenset(word.stem for word in words(self.plain.trigger))

    @cached_property
    def of_other(self) -> frozenset[str] | None:
        """Where the act itself is calling off ("Oslo called off the talks"): families of what."""
        if not self._own.says:
            return None
        after = self.told.text[self.plain.end : self.plain.end + _AFTER]
        return families(after.partition("\n")[0].partition(".")[0]) & _MEETINGS

    @cached_property
    def kind(self) -> str:
        """The kind of act: a meeting, a journey, a call, or the type of any other."""
        if self.event.type != "CONSULT" and not self.of_other:
            return self.event.type
        if "phone" in self.families or (self.event.mode == "phone" and self.of_other is None):
            return "call"
        journey = self.event.mode == "visit" and self.of_other is None
        return "journey" if journey or self.families & _JOURNEYS else "meeting"

    @cached_property
    def _span(self) -> tuple[int, int]:
        return self.told.sentence(self.plain.start)

    @cached_property
    def _own(self) -> Wording:
        if self.event.type == "CONSULT":
            return Wording()
        return own_wording(self.told.text, self._span, (self.plain.start, self.plain.end))

    @cached_property
    def wording(self) -> Wording:
        """What the words around it say became of it."""
        if self._own.says:
            return self._own
        return wording(
            self.told.text,
            self._span,
            (self.plain.start, self.plain.end),
            negated=self.event.status == "negated",
        )

    @cached_property
    def quotation(self) -> Quotation:
        """The sentence that tells it."""
        start, end = self._span
        raw = self.told.text[start:end]
        start += len(raw) - len(raw.lstrip())
        said = raw.strip()
        span = Evidence(start=start, end=start + len(said), role="content")
        return Quotation(report=self.report.id, text=said, evidence=(span,))
