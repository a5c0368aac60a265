"""Questions about stories: which there are, what they tell together, search."""

from __future__ import annotations

from typing import Annotated

import msgspec

from dragoman.archive import Archive
from dragoman.briefs.model import Brief
from dragoman.briefs.page import Page as BriefPage
from dragoman.errors import DragomanError
from dragoman.questions.answering import answer, first_page, page
from dragoman.questions.base import Asked, Code, Id, Page, Since, Text, Until, question
from dragoman.records import Answer, MergedEvent, Story, Utterance
from dragoman.storing.kept import kept_story

MOST_IN_A_BRIEF = 30
"""Reports in the brief of one story at most: those that begin it."""


class Stories(Page, frozen=True, kw_only=True):
    """Which stories."""

    words: Annotated[Text, msgspec.Meta(description="Words of the title.")] | None = None
    actor: Annotated[Code, msgspec.Meta(description="A code that takes part.")] | None = None
    since: Since | None = None
    until: Until | None = None
    least_reports: Annotated[int, msgspec.Meta(ge=1, description="Of so many reports or more.")] = 1
    report: Annotated[Id, msgspec.Meta(description="Id of a report that it holds.")] | None = None


@question("stories", Story, of_stories=True)
def stories(archive: Archive, asked: Stories) -> Answer[Story]:
    """Stories, the latest first: which reports tell one, and on how many origins they rest."""
    rows = archive.rows(
        "SELECT json FROM stories s WHERE ($1 IS NULL OR contains(lower(title), lower($1))) "
        "AND ($2 IS NULL OR last >= $2::DATE) AND ($3 IS NULL OR first <= $3::DATE) "
        "AND ($4 IS NULL OR id IN (SELECT story FROM merged_parties WHERE code = upper($4))) "
        "AND ($5 <= 1 OR (SELECT count(*) FROM story_reports r WHERE r.story = s.id) >= $5) "
        "AND ($8 IS NULL OR id IN (SELECT story FROM story_reports WHERE report = $8)) "
        "ORDER BY last DESC NULLS LAST, id LIMIT $6 OFFSET $7",
        [asked.words, asked.since, asked.until, asked.actor, asked.least_reports,
         asked.limit + 1, asked.offset, asked.report],
    )  # fmt: skip
    found = [msgspec.json.decode(text, type=Story) for (text,) in rows]
    return first_page(archive, "stories", asked, found)


class OneStory(Asked, frozen=True, kw_only=True):
    """Which story."""

    id: Annotated[Id, msgspec.Meta(description="A story's id.")]


@question("brief", Brief, of_stories=True)
def brief(archive: Archive, asked: OneStory) -> Answer[Brief]:
    """The brief of one story: what all reports say, what one says, where they differ, who says.

    Its lines carry their own sentences (``passages``). A story of more than 30 reports is told by
    its first 30, and ``left_out`` says how many are not opened.
    """
    made = page_of(archive, story_of(archive, asked.id)).brief
    return answer(archive, "brief", asked, [made], more=made.left_out > 0, opens=False)


def page_of(archive: Archive, story: Story) -> BriefPage:
    """The brief of a story as the archive keeps it, and the readings that its lines open."""
    from dragoman.briefs.assemble import assemble_stories

    records = kept_story(archive, story, most=MOST_IN_A_BRIEF)
    made = assemble_stories([records], records.readings)
    left_out = len(story.reports) - len(records.readings)
    return BriefPage(
        brief=msgspec.structs.replace(made, left_out=left_out), readings=records.readings
    )


class OfStory(Page, frozen=True, kw_only=True):
    """Of which story."""

    story: Annotated[Id, msgspec.Meta(description="A story's id.")]


@question("merged_events", MergedEvent, of_stories=True)
def merged_events(archive: Archive, asked: OfStory) -> Answer[MergedEvent]:
    """The events of a story, each once however many reports tell it."""
    story_of(archive, asked.story)
    return page(archive, "merged_events", asked, archive.merged_events(asked.story))


@question("utterances", Utterance, of_stories=True)
def utterances(archive: Archive, asked: OfStory) -> Answer[Utterance]:
    """What is said in a story, each act of speech once, with its versions."""
    story_of(archive, asked.story)
    return page(archive, "utterances", asked, archive.utterances(asked.story))


def story_of(archive: Archive, story_id: str) -> Story:
    """The story with this id. Raises DragomanError "not-found"."""
    rows = archive.rows("SELECT json FROM stories WHERE id = $1", [story_id])
    if not rows:
        raise DragomanError(
            f"There is no story {story_id} in the archive. The question `stories` lists them; ids "
            "change when reports join it.",
            error="not-found",
        )
    return msgspec.json.decode(rows[0][0], type=Story)
