"""The list of stories."""

from __future__ import annotations

import msgspec

from dragoman.archive import Archive
from dragoman.questions import ask
from dragoman.questions.stories import Stories
from dragoman.records import Answer, Story
from dragoman.web.paging import View, page


class StoriesView(View, frozen=True, kw_only=True):
    """What the list of stories shows."""

    stories: Answer[Story]


@page("/stories", "stories.html.j2")
def stories(archive: Archive, asked: Stories) -> StoriesView:
    """Stories, the latest first; by words, actor and days."""
    found = ask(archive, "stories", **msgspec.structs.asdict(asked))
    return StoriesView(title="Stories", stories=found)
