"""Search: reports by their words; stories, actors and issues by name."""

from __future__ import annotations

from typing import Annotated, get_args

import msgspec

from dragoman.archive import Archive
from dragoman.questions import ask
from dragoman.questions.base import Asked, Since, Until, Words
from dragoman.records import Answer, Hit, HitKind
from dragoman.web.paging import View, page


class OfSearchPage(Asked, frozen=True, kw_only=True):
    """What to search; without words the page only asks for them."""

    words: Annotated[str, msgspec.Meta(max_length=200)] = ""
    kind: Words = ()
    since: Since | None = None
    until: Until | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=100)] = 25
    offset: Annotated[int, msgspec.Meta(ge=0, le=10_000_000)] = 0


class SearchView(View, frozen=True, kw_only=True):
    """What the page of a search shows; ``hits`` is null where nothing was asked."""

    hits: Answer[Hit] | None
    kinds: tuple[str, ...] = get_args(HitKind)


@page("/search", "search.html.j2")
def search(archive: Archive, asked: OfSearchPage) -> SearchView:
    """What has these words: reports in their text, stories, actors and issues by name."""
    if not asked.words.strip():
        return SearchView(title="Search", hits=None)
    found = ask(archive, "search", **msgspec.structs.asdict(asked))
    return SearchView(title=f"Search: {asked.words}", hits=found)
