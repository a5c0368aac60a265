"""A story as an archive keeps it: its stored records with the readings they were made of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from msgspec.structs import replace

from dragoman.archive import Archive
from dragoman.archive.damaged import tells_damage
from dragoman.records import Difference, MergedEvent, Story, Utterance
from dragoman.stories import StoryRecords
from dragoman.stories.resolve import resolve

Merged = TypeVar("Merged", MergedEvent, Utterance)


@tells_damage
def kept_story(archive: Archive, story: Story, *, most: int | None = None) -> StoryRecords:
    """The story with its merged events and utterances, corrections and all; nothing is joined anew.

    Args:
        most: reports that are opened at most, the first ones; what only others tell is left out,
            and ``story.reports`` names those that are opened. The origins stay those of all.
    """
    chosen = story.reports[:most]
    # over all reports of the story: who is whose minister may stand in one that is not shown
    readings = {r.report.id: r for r in resolve(list(archive.readings(story.reports)))}
    shown = tuple(readings[one] for one in chosen if one in readings)
    events = archive.merged_events(story.id)
    utterances = archive.utterances(story.id)
    if len(chosen) < len(story.reports):
        held = {e.id for r in shown for e in r.events} | {s.id for r in shown for s in r.statements}
        events = list(_part(events, held, set(chosen)))
        utterances = [
            replace(
                one,
                wordings=tuple(
                    w for w in one.wordings
                    if w.statement in held and (w.of is None or w.of in held)
                ),
            )
            for one in _part(utterances, held, set(chosen))
        ]  # fmt: skip
    return StoryRecords(
        story=replace(story, reports=tuple(r.report.id for r in shown)),
        readings=shown,
        events=tuple(events),
        utterances=tuple(utterances),
    )


def _part(records: Iterable[Merged], held: set[str], reports: set[str]) -> Iterable[Merged]:
    """What these reports tell of merged records."""
    for one in records:
        members = tuple(member for member in one.members if member in held)
        if members:
            yield replace(
                one,
                members=members,
                reports=tuple(report for report in one.reports if report in reports),
                differing=tuple(_differing(one.differing, reports)),
            )


def _differing(found: Iterable[Difference], reports: set[str]) -> Iterable[Difference]:
    for one in found:
        versions = tuple(v for v in one.versions if v.report in reports)
        if len({v.value for v in versions}) > 1:
            yield replace(one, versions=versions)
