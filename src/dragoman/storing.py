"""Stories over an archive: group what it holds, merge it, keep what comes of it."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.archive import Archive
from dragoman.records import AgendaItem, Dyad, Issue
from dragoman.relations import agenda, dyads, issues
from dragoman.stories import StoryRecords, build, group


def stories_of(archive: Archive) -> Iterator[StoryRecords]:
    """Every story of the archive, built from its readings; nothing is written."""
    for found in group(list(archive.readings())):
        yield build(found.readings)


def tell_stories(archive: Archive) -> int:
    """Group all reports of the archive into stories and keep them; returns how many there are.

    What an earlier call kept is replaced where the grouping changed, as it does when reports
    have come since.
    """
    count = 0
    for records in stories_of(archive):
        others: list[Issue | Dyad | AgendaItem] = [
            *issues(records),
            *dyads(records),
            *agenda(records),
        ]
        archive.save_story(records.story, records.events, records.utterances, others)
        count += 1
    return count


def untold(archive: Archive) -> bool:
    """Whether the archive holds reports that are in no story yet."""
    told = {report for story in archive.stories() for report in story.reports}
    return any(report.id not in told for report in archive.reports())
