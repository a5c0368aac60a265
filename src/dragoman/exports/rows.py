"""The rows of an export: events with their tellings, reports, texts and story."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeVar

import msgspec

from dragoman.archive import Archive
from dragoman.exports.selection import Selection, fits
from dragoman.records import Date, Event, MergedEvent, Report, Story

_BATCH = 500
_INSTEAD = "publication day"  # the anchor of a date that no report tells
Told = TypeVar("Told", Event, MergedEvent)


@dataclass(frozen=True, slots=True)
class Row:
    """One event of an export.

    Fields:
        event: what is shown: a merged event, or one telling of it. Both have id, type, mode, quad,
            score, actors, recipients, status, alleged, date, place and issues.
        tellings: the events as single reports tell them, the one that is shown first.
        reports: the reports that tell it, by id of the report, in the order of the tellings.
        texts: their texts, by id of the report.
        story: the story it belongs to; None where the archive has none.
        dated: whether the event's date is as reports tell it ("told"), or only the earliest day of
            publication, where the selection asks for that; None where no day is known.
    """

    event: Event | MergedEvent
    tellings: tuple[Event, ...]
    reports: Mapping[str, Report] = field(repr=False)
    texts: Mapping[str, str] = field(repr=False)
    story: Story | None = None
    dated: Literal["told", "published"] | None = None

    @property
    def first(self) -> Event:
        """The telling that is shown."""
        return self.tellings[0]

    @property
    def report(self) -> Report:
        """The report of the telling that is shown."""
        return self.reports[self.first.report]

    @property
    def contexts(self) -> tuple[str, ...]:
        """PLOVER contexts of all tellings."""
        return tuple(dict.fromkeys(c for e in self.tellings for c in e.contexts))

    @property
    def confidence(self) -> float:
        """Of the surest telling."""
        return max(e.confidence for e in self.tellings)

    def words(self, role: str = "trigger", telling: Event | None = None) -> str:
        """The words of a telling that show something, as its report has them."""
        event = telling or self.first
        text = self.texts[event.report]
        return " … ".join(text[e.start : e.end] for e in event.evidence if e.role == role)


def rows(archive: Archive, selection: Selection) -> Iterator[Row]:
    """The events that fit, by day (unknown last) and id; one row a telling where so asked.

    An archive whose stories have not been told has no merged events: see
    :func:`dragoman.exports.export`, which tells them.
    """
    stories = {story.id: story for story in archive.stories()}
    found = _tellings(archive, selection) if selection.tellings else _merged(archive, selection)
    found.sort(key=lambda item: (_day(item[0]), item[0].id, item[1][0].report))
    for start in range(0, len(found), _BATCH):
        part = found[start : start + _BATCH]
        wanted = sorted({e.report for _, events, _ in part for e in events})
        reports = _reports(archive, wanted)
        texts = _texts(archive, wanted)
        for event, events, story in part:
            told = list(dict.fromkeys(e.report for e in events))
            yield Row(
                event=event,
                tellings=events,
                reports={one: reports[one] for one in told},
                texts={one: texts[one] for one in told},
                story=stories.get(story) if story else None,
                dated=_dated(event),
            )


_Found = tuple[Event | MergedEvent, tuple[Event, ...], str | None]


def _merged(archive: Archive, selection: Selection) -> list[_Found]:
    events: dict[str, list[Event]] = {}
    for event in archive.events():
        events.setdefault(event.id, []).append(event)
    days = _published(archive, selection)
    found: list[_Found] = []
    for plain in archive.merged_events(selection.story):
        merged = _with_day(plain, (days.get(one) for one in plain.reports))
        told = [e for one in merged.members for e in events[one] if e.report in merged.reports]
        told.sort(key=lambda event: not _shown(event, merged))  # the others keep their order
        sure = max(e.confidence for e in told)
        if fits(merged, selection, confidence=sure, story=merged.story):
            found.append((merged, tuple(told), merged.story))
    return found


def _tellings(archive: Archive, selection: Selection) -> list[_Found]:
    homes = {report: story.id for story in archive.stories() for report in story.reports}
    days = _published(archive, selection)
    found: list[_Found] = []
    for plain in archive.events():
        event, home = _with_day(plain, [days.get(plain.report)]), homes.get(plain.report)
        if fits(event, selection, confidence=event.confidence, story=home):
            found.append((event, (plain,), home))
    return found


def _published(archive: Archive, selection: Selection) -> dict[str, str]:
    """The publication days of all reports, where the selection lets them stand for a day."""
    if selection.dated == "told":
        return {}
    sql = "SELECT id, published_day::VARCHAR FROM reports WHERE published_day IS NOT NULL"
    return dict(archive.rows(sql))


def _with_day(event: Told, published: Iterable[str | None]) -> Told:
    """The event with the earliest day of publication, where it happened and no time is told.

    What is planned or may come has its day after the report, and "years ago" is another day than
    that of the report, so that none is put in their place.
    """
    days = [one for one in published if one]
    if event.status != "actual" or not days or event.date is not None:
        return event
    first = min(days)
    date = Date(raw="", start=first, end=first, precision="day", anchor=_INSTEAD)
    return msgspec.structs.replace(event, date=date)


def _dated(event: Event | MergedEvent) -> Literal["told", "published"] | None:
    if event.date is None or event.date.start is None:
        return None
    return "published" if event.date.anchor == _INSTEAD else "told"


def _shown(event: Event, merged: MergedEvent) -> bool:
    """Whether the merged event shows this telling; its other fields may come from any of them."""
    return (event.type, event.actors) == (merged.type, merged.actors)


def _day(event: Event | MergedEvent) -> str:
    return (event.date and event.date.start) or "9999"


def _reports(archive: Archive, ids: list[str]) -> dict[str, Report]:
    sql = "SELECT json FROM reports WHERE id IN (SELECT unnest($1::VARCHAR[]))"
    found = (msgspec.json.decode(text, type=Report) for (text,) in archive.rows(sql, [ids]))
    return {report.id: report for report in found}


def _texts(archive: Archive, ids: list[str]) -> dict[str, str]:
    sql = "SELECT report, text FROM texts WHERE report IN (SELECT unnest($1::VARCHAR[]))"
    return dict(archive.rows(sql, [ids]))
