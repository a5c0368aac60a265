"""The first page: what the archive holds, its latest stories, where to go."""

from __future__ import annotations

from dragoman.archive import Archive
from dragoman.questions import ask
from dragoman.questions.base import NoParameters
from dragoman.records import ActorCount, Answer, Overview, Story
from dragoman.web.paging import View, page


class OverviewView(View, frozen=True, kw_only=True):
    """What the first page shows."""

    overview: Overview
    stories: Answer[Story]
    actors: Answer[ActorCount]


@page("/", "overview.html.j2")
def overview(archive: Archive, _: NoParameters) -> OverviewView:
    """What the archive holds, the latest stories and the busiest actors."""
    return OverviewView(
        title=archive.path.stem,
        overview=ask(archive, "overview").found[0],
        stories=ask(archive, "stories", limit=12),
        actors=ask(archive, "actors", limit=12),
    )
