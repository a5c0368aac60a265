"""What a story's events and utterances show in a ledger, worked out while its reports are open."""

from __future__ import annotations

from dragoman.archive.story_rows import Line
from dragoman.codebooks.cameo import cameo_of
from dragoman.relations.dyads import spoken_to_and_of
from dragoman.relations.entries import EntryMaker
from dragoman.stories.records import StoryRecords


def lines(story: StoryRecords) -> dict[str, Line]:
    """Id of each merged event and utterance -> its line, quotation, sides and Goldstein score."""
    maker = EntryMaker(story)
    found: dict[str, Line] = {}
    for event in story.events:
        entry = maker.of_event(event)
        contexts = sorted({context for e in story.sure(event) for context in e.contexts})
        cameo = cameo_of(event.type, event.mode, event.status, contexts)
        found[event.id] = Line(
            says=entry.says,
            quotation=entry.quotation,
            goldstein=cameo.goldstein if cameo else None,
        )
    for utterance in story.utterances:
        entry = maker.of_utterance(utterance)
        heard, mentioned = spoken_to_and_of(story, utterance)
        found[utterance.id] = Line(
            says=entry.says,
            quotation=entry.quotation,
            date=entry.date,
            heard=heard,
            mentioned=mentioned,
        )
    return found
