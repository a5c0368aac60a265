"""Issues: the list, and each over time with the positions of actors."""

from __future__ import annotations

from itertools import groupby
from typing import Annotated

import msgspec

from dragoman.archive import Archive
from dragoman.pictures.columns import Column, columns
from dragoman.questions import MOST, ask
from dragoman.questions.base import Asked, Code, Page, Since, Text, Until
from dragoman.questions.topics import AnIssue
from dragoman.records import Answer, Grain, IssueCount, IssueThread, Position, ThreadEntry
from dragoman.web.paging import View, page

_ACTORS = 8  # whose latest positions are shown before one asks for all
_FEWER = 40  # entries of a page: each is a paragraph
_COLUMNS = 120  # periods that one picture can show


class IssueList(Page, frozen=True, kw_only=True):
    """Which issues; ``limit`` and ``offset`` count proposed ones."""

    words: Annotated[Text, msgspec.Meta(description="Part of its name or id.")] | None = None


class IssuesView(View, frozen=True, kw_only=True):
    """What the list of issues shows."""

    book: Answer[IssueCount]
    proposed: Answer[IssueCount]


@page("/issues", "issues.html.j2")
def issues(archive: Archive, asked: IssueList) -> IssuesView:
    """Issues of the book by reports, and phrases that the book lacks."""
    return IssuesView(
        title="Issues",
        book=ask(archive, "issues", words=asked.words, book=True, limit=MOST),
        proposed=ask(archive, "issues", words=asked.words, proposed=True, limit=asked.limit,
                     offset=asked.offset),
    )  # fmt: skip


class OneIssue(Asked, frozen=True, kw_only=True):
    """Which part of an issue's thread; ``limit`` and ``offset`` count entries."""

    issue: AnIssue
    actor: Code | None = None
    since: Since | None = None
    until: Until | None = None
    by: Grain = "month"
    actors: Annotated[int, msgspec.Meta(ge=1, le=MOST, description="Actors at most.")] = _ACTORS
    limit: Annotated[int, msgspec.Meta(ge=1, le=MOST)] = _FEWER
    offset: Annotated[int, msgspec.Meta(ge=0, le=10_000_000)] = 0


class IssueView(View, frozen=True, kw_only=True):
    """What the page of an issue shows.

    Fields:
        picture: acts and statements by period, as SVG; "" where there are too many periods.
    """

    thread: Answer[IssueThread]
    positions: Answer[Position]
    picture: str = ""

    def days(self) -> list[tuple[str, list[ThreadEntry]]]:
        """The entries shown by their day; "" is none."""
        shown = self.thread.found[0].entries
        return [(day, list(some)) for day, some in groupby(shown, key=lambda e: e.entry.day or "")]


@page("/issues/{issue:path}", "issue.html.j2")
def issue(archive: Archive, asked: OneIssue) -> IssueView:
    """An issue over time: counts, peaks, stances and latest words by actor, entries by day."""
    same = {"issue": asked.issue, "actor": asked.actor, "since": asked.since, "until": asked.until}
    told = ask(archive, "thread", **same, by=asked.by, limit=asked.limit, offset=asked.offset)
    found: IssueThread = told.found[0]
    return IssueView(
        title=found.name,
        thread=told,
        positions=ask(archive, "positions", **same, limit=asked.actors),
        picture=picture_of(found) if len(found.periods) <= _COLUMNS else "",
    )


def picture_of(found: IssueThread) -> str:
    """The periods of a thread as columns."""
    return columns(
        [
            Column(
                label=one.start,
                parts=(one.acts, one.statements) if one.read or one.acts + one.statements else None,
                mark=one.peak,
            )
            for one in found.periods
        ],
        title=f"{found.name}: acts and statements by {found.grain}",
        names=("acts", "statements"),
    )
