"""Questions about the archive: what it holds, what made it, what failed, what was corrected."""

from __future__ import annotations

from typing import Annotated

import msgspec

from dragoman.archive import Archive
from dragoman.questions.answering import answer, first_page, page
from dragoman.questions.base import Id, NoParameters, Page, Text, question
from dragoman.records import Answer, Correction, Failure, Overview, Replaced, Report, Run


@question("overview", Overview)
def overview(archive: Archive, asked: NoParameters) -> Answer[Overview]:
    """What the archive holds: counts, first and last day, failures by kind."""
    ((first, last),) = archive.rows(
        "SELECT min(published_day)::VARCHAR, max(published_day)::VARCHAR FROM reports"
    )
    failures = archive.rows(
        "SELECT error, count(*) FROM failures GROUP BY error ORDER BY 2 DESC, 1"
    )
    ((untold,),) = archive.rows(
        "SELECT count(*) FROM reports WHERE id NOT IN (SELECT report FROM story_reports)"
    )
    found = Overview(
        counts=archive.counts(), first=first, last=last, failures=dict(failures), untold=untold
    )
    return answer(archive, "overview", asked, [found], opens=False)


@question("runs", Run)
def runs(archive: Archive, asked: NoParameters) -> Answer[Run]:
    """What made the records: version, model and settings of each run."""
    return answer(archive, "runs", asked, archive.runs(), opens=False)


class Failures(Page, frozen=True, kw_only=True):
    """Which failures."""

    error: Annotated[Text, msgspec.Meta(description="A short name (not-english).")] | None = None
    run: Annotated[Text, msgspec.Meta(description="Id of the run.")] | None = None
    item: Annotated[Id, msgspec.Meta(description="A file, or id of a report.")] | None = None


@question("failures", Failure)
def failures(archive: Archive, asked: Failures) -> Answer[Failure]:
    """What could not be read or coded, and what to do about each."""
    rows = archive.rows(
        "SELECT json FROM failures WHERE ($1 IS NULL OR error = $1) AND ($2 IS NULL OR run = $2) "
        "AND ($5 IS NULL OR item = $5) "
        "ORDER BY item, stage, error, message, run LIMIT $3 OFFSET $4",
        [asked.error, asked.run, asked.limit + 1, asked.offset, asked.item],
    )
    found = [msgspec.json.decode(text, type=Failure) for (text,) in rows]
    return first_page(archive, "failures", asked, found, opens=False)


@question("untold", Report)
def untold(archive: Archive, asked: Page) -> Answer[Report]:
    """Reports that are in no story yet, by publication day."""
    rows = archive.rows(
        "SELECT json FROM reports WHERE id NOT IN (SELECT report FROM story_reports) "
        "ORDER BY published NULLS LAST, id LIMIT $1 OFFSET $2",
        [asked.limit + 1, asked.offset],
    )
    found = [msgspec.json.decode(text, type=Report) for (text,) in rows]
    return first_page(archive, "untold", asked, found, opens=False)


@question("replaced", Replaced)
def replaced(archive: Archive, asked: Page) -> Answer[Replaced]:
    """Reports that were read once more, the latest first: by which run, in whose place."""
    rows = archive.rows(
        "SELECT report, old_run, new_run, events, statements, "
        "strftime(replaced_at AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S') FROM history "
        "ORDER BY replaced_at DESC, report LIMIT $1 OFFSET $2",
        [asked.limit + 1, asked.offset],
    )
    found = [
        Replaced(report=report, old_run=old, new_run=new, events=e, statements=s, at=at)
        for report, old, new, e, s, at in rows
    ]
    return first_page(archive, "replaced", asked, found, opens=False)


@question("corrections", Correction)
def corrections(archive: Archive, asked: Page) -> Answer[Correction]:
    """What a person decided about merges, in that order; also what is undone."""
    return page(archive, "corrections", asked, archive.corrections(), opens=False)
