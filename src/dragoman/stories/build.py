"""From the readings of one story to its records."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.ids import stable_id
from dragoman.records import Reading, Story, Utterance
from dragoman.stories import merge, utterances
from dragoman.stories.decided import NOTHING, Decided
from dragoman.stories.origins import origins_of
from dragoman.stories.records import StoryRecords
from dragoman.stories.resolve import resolve
from dragoman.stories.telling import Told
from dragoman.stories.titles import title_of


def build(
    readings: Sequence[Reading],
    *,
    why: Sequence[str] = (),
    decided_events: Decided = NOTHING,
    decided_statements: Decided = NOTHING,
) -> StoryRecords:
    """Merge what the reports of one story tell.

    The same readings give the same records in any order; reports given twice count once.

    Args:
        why: what made the reports one story, in words.
        decided_events, decided_statements: what a person decided about which are one.
    """
    ordered = sorted(
        {r.report.id: r for r in readings}.values(),
        key=lambda r: (r.report.published or "9999", r.report.id),
    )
    ordered = resolve(ordered)
    told = {reading.report.id: Told(reading) for reading in ordered}
    # by its first report, so that it stays as others join
    story_id = stable_id("sy", ordered[0].report.id if ordered else "")
    speech = utterances.merge_statements(ordered, told, decided=decided_statements)
    events = merge.merge_events(
        ordered, told, utterance_of=_utterance_of(ordered, speech), decided=decided_events
    )
    found = origins_of(ordered, told, speech)
    days = sorted(r.report.published[:10] for r in ordered if r.report.published)
    story = Story(
        id=story_id,
        reports=tuple(told),
        title=title_of(ordered, events),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        origins=found.origins,
        independent=found.independent,
        says=found.says,
        why=tuple(why),
    )
    return StoryRecords(
        story=story,
        readings=tuple(ordered),
        events=merge.with_story(events, story_id),
        utterances=utterances.with_story(speech, story_id),
    )


def _utterance_of(readings: Sequence[Reading], speech: Sequence[Utterance]) -> dict[str, str]:
    """Event id -> id of the utterance that carries it."""
    by_statement = {member: utterance.id for utterance in speech for member in utterance.members}
    return {
        event: by_statement[statement.id]
        for reading in readings
        for statement in reading.statements
        for event in statement.about
        if statement.id in by_statement
    }
