"""What the stories stage hands on: groups of reports, and the records of one story.

Example:
    >>> group = StoryGroup(readings=(), why=())
    >>> group.reports
    ()
"""

from __future__ import annotations

from functools import cached_property

import msgspec

from dragoman.records import (
    Event,
    Evidence,
    MergedEvent,
    Reading,
    Record,
    Source,
    Statement,
    Story,
    Tie,
    Utterance,
)


class StoryGroup(Record, frozen=True, kw_only=True):
    """Reports that tell one story.

    Fields:
        readings: sorted by publication date where known, then by report id.
        why: the features that joined them, in words; empty for a report that stands alone.
    """

    readings: tuple[Reading, ...]
    why: tuple[str, ...] = ()

    @property
    def reports(self) -> tuple[str, ...]:
        """The reports' ids."""
        return tuple(reading.report.id for reading in self.readings)


class StoryRecords(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """One story with everything its reports tell, merged.

    Fields:
        story: the story. readings: its reports, in the story's order.
        events: every event of every report is a member of exactly one merged event; in the order
            of their first telling. utterances: the same for statements.
    """

    story: Story
    readings: tuple[Reading, ...]
    events: tuple[MergedEvent, ...] = ()
    utterances: tuple[Utterance, ...] = ()

    @cached_property
    def reading_by_id(self) -> dict[str, Reading]:
        """Report id -> reading."""
        return {reading.report.id: reading for reading in self.readings}

    @cached_property
    def event_by_id(self) -> dict[str, Event]:
        """Event id -> event, over all reports."""
        return {event.id: event for reading in self.readings for event in reading.events}

    @cached_property
    def statement_by_id(self) -> dict[str, Statement]:
        """Statement id -> statement, over all reports."""
        return {s.id: s for reading in self.readings for s in reading.statements}

    @cached_property
    def tie_by_id(self) -> dict[str, Tie]:
        """Tie id -> tie, over all reports."""
        return {tie.id: tie for reading in self.readings for tie in reading.ties}

    @cached_property
    def merged_by_id(self) -> dict[str, MergedEvent]:
        """Merged event id -> merged event."""
        return {merged.id: merged for merged in self.events}

    @cached_property
    def utterance_by_id(self) -> dict[str, Utterance]:
        """Utterance id -> utterance."""
        return {utterance.id: utterance for utterance in self.utterances}

    @cached_property
    def utterance_of(self) -> dict[str, Utterance]:
        """Statement id -> the utterance it belongs to."""
        return {member: u for u in self.utterances for member in u.members}

    def members(self, merged: MergedEvent) -> tuple[Event, ...]:
        """The events of a merged event."""
        return tuple(self.event_by_id[member] for member in merged.members)

    def sure(self, merged: MergedEvent) -> tuple[Event, ...]:
        """The members that tell an event as it is shown: those with its status, else all.

        A passing "willing to meet" that was joined to a planned meeting adds neither its hedge nor
        its source to the plan.
        """
        members = self.members(merged)
        return tuple(e for e in members if e.status == merged.status) or members

    def told_by(self, merged: MergedEvent) -> dict[str, tuple[Source, ...]]:
        """Report id -> the sources that report rests on for an event; () where it tells it itself.

        A report rests on a source only where none of its tellings does without.
        """
        found: dict[str, tuple[Source, ...]] = {}
        for event in self.sure(merged):
            held = found.get(event.report)
            if held is None or not event.attribution:
                found[event.report] = event.attribution
        return found

    def renderings(self, utterance: Utterance) -> tuple[Statement, ...]:
        """The statements of an utterance."""
        return tuple(self.statement_by_id[member] for member in utterance.members)

    def words(self, report: str, evidence: Evidence) -> str:
        """The verbatim words of a report at a piece of evidence."""
        return self.reading_by_id[report].text[evidence.start : evidence.end]
