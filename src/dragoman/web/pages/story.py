"""One story: its brief, with the reports side by side."""

from __future__ import annotations

from typing import Any

from dragoman.archive import Archive
from dragoman.briefs.html import shown
from dragoman.briefs.model import Brief
from dragoman.questions.base import Asked, Id
from dragoman.questions.evidence import Opener
from dragoman.questions.stories import page_of, story_of
from dragoman.records import Reading, ReportHead, Story
from dragoman.web.paging import View, page


class OfStoryPage(Asked, frozen=True, kw_only=True):
    """Which story."""

    story: Id


class StoryView(View, frozen=True, kw_only=True):
    """What the page of a story shows.

    Fields:
        brief: its brief; the page's twin.
        story: as the archive keeps it.
        readings: the reports that are opened.
        others: those that are not, of a long story.
    """

    brief: Brief
    story: Story
    readings: tuple[Reading, ...]
    others: tuple[ReportHead, ...] = ()

    def twin(self) -> Brief:
        """The brief."""
        return self.brief

    def parts(self) -> dict[str, Any]:
        """What the templates of the brief need; the pictures are drawn now."""
        return shown(self.brief, self.readings)


@page("/stories/{story}", "story.html.j2")
def one_story(archive: Archive, asked: OfStoryPage) -> StoryView:
    """The brief of a story with its reports beside it."""
    story = story_of(archive, asked.story)
    made = page_of(archive, story)
    left = story.reports[len(made.readings) :]
    heads = Opener(archive).heads(left)
    return StoryView(
        title=made.brief.briefs[0].title,
        brief=made.brief,
        story=story,
        readings=made.readings,
        others=tuple(heads[one] for one in left if one in heads),
    )
