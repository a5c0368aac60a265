"""Corrections: the list, and the pages where a story or a merged record is corrected."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from dragoman.archive import Archive
from dragoman.questions import ask
from dragoman.questions.base import Asked, Id, Page
from dragoman.questions.evidence import Opener
from dragoman.questions.records import OneRecord
from dragoman.questions.stories import story_of
from dragoman.records import Answer, CorrectionState, Members, ReportHead, Story
from dragoman.web.paging import View, page

_NEAR = 3  # days around a story in which others are offered to be joined
_MANY = 60


class Corrections(Page, frozen=True, kw_only=True):
    """Which corrections.

    Fields:
        done: id of the correction that was just made or undone.
    """

    done: Id | None = None


class CorrectionsView(View, frozen=True, kw_only=True):
    """What the list of corrections shows."""

    corrections: Answer[CorrectionState]
    heads: dict[str, ReportHead] = msgspec.field(default_factory=dict)


@page("/corrections", "corrections.html.j2")
def corrections(archive: Archive, asked: Corrections) -> CorrectionsView:
    """All corrections, the latest first: what was decided, why, when, and whether it holds."""
    found = ask(archive, "correction_states", latest=True, limit=asked.limit, offset=asked.offset)
    made = [one.correction for one in found.found]
    named = [a.report for one in made for a in (*one.these, *one.those)]
    return CorrectionsView(
        title="Corrections", corrections=found, heads=Opener(archive).heads(named)
    )


class CorrectedStory(Asked, frozen=True, kw_only=True):
    """Which story."""

    story: Id


class CorrectStoryView(View, frozen=True, kw_only=True):
    """What the page to correct a story shows.

    Fields:
        heads: its reports.
        near: stories of the same days.
    """

    story: Story
    heads: dict[str, ReportHead] = msgspec.field(default_factory=dict)
    near: tuple[Story, ...] = ()


@page("/stories/{story}/correct", "correct_story.html.j2")
def correct_story(archive: Archive, asked: CorrectedStory) -> CorrectStoryView:
    """Where the reports of a story are split off, joined with another story, or pinned."""
    story = story_of(archive, asked.story)
    heads = Opener(archive).heads(story.reports)
    days = sorted(head.published[:10] for head in heads.values() if head.published)
    near: tuple[Story, ...] = ()
    if days:
        found = ask(
            archive, "stories", since=_moved(days[0], -_NEAR), until=_moved(days[-1], _NEAR),
            limit=_MANY,
        )  # fmt: skip
        near = tuple(one for one in found.found if one.id != story.id)
    return CorrectStoryView(
        title=f"Correct: {story.title or 'untitled story'}", story=story, heads=heads, near=near
    )


class CorrectRecordView(View, frozen=True, kw_only=True):
    """What the page to correct a merged event or utterance shows."""

    members: Answer[Members]


@page("/records/{id}/correct", "correct_record.html.j2")
def correct_record(archive: Archive, asked: OneRecord) -> CorrectRecordView:
    """Where members of a merged event or utterance are split off, joined with others, or pinned."""
    found = ask(archive, "members", id=asked.id)
    return CorrectRecordView(title="Correct a merged record", members=found)


def _moved(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
