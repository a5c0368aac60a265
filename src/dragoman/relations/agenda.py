"""The agenda: what the reports say is planned and still ahead."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date as day

from dragoman.ids import stable_id
from dragoman.records import AgendaItem, Date, MergedEvent, Source
from dragoman.relations.phrases import story_headlines
from dragoman.stories.records import StoryRecords
from dragoman.times import anchor

_FINE = {"day", "week"}
_LONG = 366  # days: what spans more stands in no line with days
_SINCE = re.compile(r"\bsince (?:\w+ ){0,2}((?:19|20)\d\d)\b")
_SUPPOSED = frozenset({"would", "if", "unless", "could", "might", "may", "should", "hopes"})
_TALK_QUAD = 3  # demands, charges and threats: a plan to utter one is no appointment


def agenda(story: StoryRecords, published: str | None = None) -> list[AgendaItem]:
    """Planned events that are still ahead, dated ones first, then in the report's order.

    Dates that hang on the publication day are resolved with ``published`` (ISO), or with the
    report's own day where it has one; an event whose date lies before that day is left out. Events
    of a day or a week come first, those without a date in the order of the itinerary, those of a
    month or a year last. Left out are undated acts of which a report only says that they "would"
    happen, or that hang on a condition, and those for which the latest report is too late.
    ``event`` is the id of the merged event; ``attribution`` holds chains as text
    ("EBC -> Daily A").
    """
    earliest = _latest_fact(story)
    rows: list[tuple[tuple[int, str, int], MergedEvent, Date | None]] = []
    for order, merged in enumerate(sorted(story.events, key=lambda m: _told_at(story, m))):
        if merged.status != "planned":
            continue
        day = published or _published(story) or earliest
        date = _date(story, merged, published)
        if _is_past(date, day) or (merged.quad == _TALK_QUAD and date is None):
            continue
        if _only_supposed(story, merged, date):
            continue
        rows.append((_place_in_line(date, order), merged, date))
    rows.sort(key=lambda row: row[0])
    phrases = story_headlines(story, [merged for _, merged, _ in rows], plain=True)
    return [_item(story, merged, date, phrases[merged.id]) for _, merged, date in rows]


def chain_text(sources: Iterable[Source], report: str) -> str:
    """An attribution chain as text, innermost first, ending in the report that carries it.

    Example:
        >>> chain_text([Source(text="EBC", start=0, end=3, name="EBC")], "Daily A")
        'EBC -> Daily A'
    """
    return " -> ".join([*dict.fromkeys(source.name for source in sources), report])


def _item(story: StoryRecords, merged: MergedEvent, date: Date | None, phrase: str) -> AgendaItem:
    chains = [
        chain_text(sources, story.reading_by_id[report].report.source or "this report")
        for report, sources in story.told_by(merged).items()
        if sources
    ]
    return AgendaItem(
        id=stable_id("ag", merged.id),
        event=merged.id,
        what=phrase,
        date=date,
        place=merged.place,
        hedges=tuple(
            dict.fromkeys(hedge for event in story.sure(merged) for hedge in event.hedges)
        ),
        attribution=tuple(dict.fromkeys(chains)),
        reports=merged.reports,
    )


def _published(story: StoryRecords) -> str | None:
    """The latest publication day of the story's reports: what lay before it is not ahead."""
    days = [reading.report.published for reading in story.readings]
    return max((day[:10] for day in days if day), default=None)


def _only_supposed(story: StoryRecords, merged: MergedEvent, date: Date | None) -> bool:
    """Whether no telling of an undated act is firmer than "would" or "if"."""
    if date is not None:
        return False
    return all(
        event.hedges
        and not event.attribution
        and all(hedge.lower().partition(" ")[0] in _SUPPOSED for hedge in event.hedges)
        for event in story.sure(merged)
    )


def _latest_fact(story: StoryRecords) -> str | None:
    """The latest day the texts themselves give for something that happened: the reports are of
    that day or later, also where nobody tells when they were published."""
    days = [
        event.date.start
        for reading in story.readings
        for event in reading.events
        if event.status == "actual" and event.date and event.date.start
    ]
    days += [
        statement.date.start
        for reading in story.readings
        for statement in reading.statements
        if statement.date and statement.date.start
    ]
    for reading in story.readings:
        days += [f"{year}-01-01" for year in _SINCE.findall(reading.text)]
    return max(days, default=None)


def _told_at(story: StoryRecords, merged: MergedEvent) -> tuple[int, int, int]:
    """Where the story tells an event first: report, act, and recipient within the act."""
    places = []
    for event in story.members(merged):
        act = min((e.start for e in event.evidence if e.role == "trigger"), default=0)
        whom = min((e.start for e in event.evidence if e.role == "recipient"), default=act)
        places.append((story.story.reports.index(event.report), act, whom))
    return min(places, default=(0, 0, 0))


def _date(story: StoryRecords, merged: MergedEvent, published: str | None) -> Date | None:
    """The best-known date of an event: resolved before symbolic, fine before coarse."""
    dates = [merged.date] if merged.date else []
    dates += [event.date for event in story.members(merged) if event.date]
    resolved = []
    for number, date in enumerate(dates):
        told = anchor(date, published) if published and date.start is None else date
        rank = (told.start is None, told.precision not in _FINE, told.precision != "day", number)
        resolved.append((rank, told))
    return min(resolved, key=lambda pair: pair[0])[1] if resolved else None


def _is_past(date: Date | None, day: str | None) -> bool:
    return bool(day and date and date.end and date.end < day[:10])


def _place_in_line(date: Date | None, order: int) -> tuple[int, str, int]:
    if date is None or date.start is None:
        return (1, "", order)
    if date.precision in _FINE:
        return (0, date.start, order)
    return (3 if is_long(date) else 2, date.end or date.start, order)


def in_line(date: Date | None) -> tuple[int, str, bool, str]:
    """Where a planned event stands among those of other stories: a key to sort by.

    A day or week stands at its first day; "in January" only says by when, and
    stands at its end. What spans more than a year ("the next decade") comes after all of these, and
    last what has no day.

    Example:
        >>> decade = Date(raw="the 2010s", start="2010-01-01", end="2019-12-31", precision="year")
        >>> month = Date(raw="May", start="2018-05-01", end="2018-05-31", precision="month")
        >>> day = Date(raw="20 May", start="2018-05-20", end="2018-05-20", precision="day")
        >>> [d.raw for d in sorted([decade, month, day], key=in_line)]
        ['20 May', 'May', 'the 2010s']
    """
    if date is None or not (date.start or date.end):
        return (2, "", False, "")
    start, end = date.start or "", date.end or date.start or ""
    if is_long(date):
        return (1, end, False, start)
    fine = bool(start) and date.precision in _FINE
    return (0, start if fine else end, not fine, end)


def is_long(date: Date) -> bool:
    """Whether a date spans more than a year."""
    try:
        first, last = (day.fromisoformat((one or "")[:10]) for one in (date.start, date.end))
    except ValueError:  # an end is not known
        return False
    return (last - first).days > _LONG
