"""Which acts of speech are shown by themselves, and where the others are found.

All of them stay in the records. A clipping of less than three words, a piece that stands inside a
longer statement, and the object of an act that the timeline tells ("rejected *the demand*") open
the line that tells more.
"""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.records import Event, Reading, Statement, Utterance
from dragoman.stories.records import StoryRecords
from dragoman.stories.words import words

_LEAST = 3  # words
_OBJECT = 6  # words below which the content of an act of speech is only its object
_COVERED = 15  # words below which an event tells all that a statement says


@dataclass(frozen=True, slots=True)
class Folded:
    """An utterance that has no line of its own, and the record whose line tells it, if any."""

    utterance: Utterance
    into: str | None


def folded(story: StoryRecords) -> dict[str, Folded]:
    """Utterance id -> how it is folded; those with a line of their own are left out."""
    found: dict[str, Folded] = {}
    for utterance in story.utterances:
        statements = story.renderings(utterance)
        if all(_fragment(story, s) for s in statements):
            found[utterance.id] = Folded(utterance, _event_of(story, statements[0]))
            continue
        outer = [_outer(story, s) for s in statements]
        if outer and all(outer) and outer[0] is not None:
            found[utterance.id] = Folded(utterance, outer[0].id)
    return found


def covered(story: StoryRecords, utterance: Utterance) -> bool:
    """Whether an event of the timeline already tells what is said."""
    return all(
        _size(story, s) < _COVERED and _event_of(story, s) is not None
        for s in story.renderings(utterance)
    )


def telling_event(story: StoryRecords, utterance: Utterance) -> str | None:
    """The id of an event that tells all that is said in one report; None where there is none."""
    short = [s for s in story.renderings(utterance) if _size(story, s) < _COVERED]
    return next((event for s in short if (event := _event_of(story, s))), None)


def _fragment(story: StoryRecords, statement: Statement) -> bool:
    size = _size(story, statement)
    if size < _LEAST:
        return statement.kind != "direct" or size < _LEAST - 1
    if statement.kind == "direct" or size >= _OBJECT:
        return False
    return _own_event(story.reading_by_id[statement.report], statement) is not None


def _size(story: StoryRecords, statement: Statement) -> int:
    text = story.reading_by_id[statement.report].text
    return sum(len(words(text[span.start : span.end])) for span in statement.content)


def _outer(story: StoryRecords, statement: Statement) -> Statement | None:
    """A longer statement of the same report that has all of this one's words."""
    reading = story.reading_by_id[statement.report]
    for other in reading.statements:
        if other.id == statement.id or _length(other) <= _length(statement):
            continue
        if all(
            any(o.start <= piece.start and piece.end <= o.end for o in other.content)
            for piece in statement.content
        ):
            return other
    return None


def _length(statement: Statement) -> int:
    return sum(span.end - span.start for span in statement.content)


def _event_of(story: StoryRecords, statement: Statement) -> str | None:
    """The id of the event that a statement is about, or whose act it is."""
    reading = story.reading_by_id[statement.report]
    own = _own_event(reading, statement)
    if own is not None:
        return own.id
    spans = statement.content
    for event in reading.events:
        trigger = next((e for e in event.evidence if e.role == "trigger"), None)
        if trigger and any(s.start <= trigger.start and trigger.end <= s.end for s in spans):
            return event.id
    return None


def _own_event(reading: Reading, statement: Statement) -> Event | None:
    """The event whose trigger is the statement's cue ("rejected", "pledged")."""
    cues = [e for e in statement.evidence if e.role == "cue"]
    for event in reading.events:
        for trigger in (e for e in event.evidence if e.role == "trigger"):
            if any(c.start < trigger.end and trigger.start < c.end for c in cues):
                return event
    return None
