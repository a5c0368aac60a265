"""Which events of an archive an export takes, and what is known of each of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, get_args

import msgspec

from dragoman.archive.days import checked_day
from dragoman.archive.queries import pair_of
from dragoman.archive.rows import day as iso_day
from dragoman.codebooks import read_table
from dragoman.errors import DragomanError
from dragoman.records import Actor, Date, Event, MergedEvent, Record, Status


class Selection(Record, frozen=True, kw_only=True):
    """Which events are taken: those that fit all that is given.

    Fields:
        actor: a code ("KOR") or a name, in any case.
        recipient: likewise.
        dyad: two codes that both take part, in any role ("KOR-CHN").
        type: PLOVER types, one of which has to fit; empty means all.
        status: likewise; empty means all that the format can hold.
        since: ISO day, inclusive; events without a known day do not fit.
        until: ISO day, inclusive.
        issue: id of an issue.
        story: id of a story.
        least: a confidence, 0 to 1; less sure events are left out.
        alleged: whether events are taken that only an interested party claims.
        dated: which days count: those that reports tell ("told"), or, where none tells a time of
            an event that happened, also the earliest day of publication ("published").
        tellings: one row for each report that tells an event, in place of one row an event.
    """

    actor: str | None = None
    recipient: str | None = None
    dyad: str | None = None
    type: tuple[str, ...] = ()
    status: tuple[Status, ...] = ()
    since: str | None = None
    until: str | None = None
    issue: str | None = None
    story: str | None = None
    least: float | None = None
    alleged: bool = True
    dated: Literal["told", "published"] = "told"
    tellings: bool = False


def selection_of(**given: object) -> Selection:
    """A selection from what a user gives; a single type or status may be given as a string.

    Raises DragomanError "bad-query" or "bad-date".

    Example:
        >>> selection_of(dyad="KOR-CHN", type="consult").type
        ('CONSULT',)
    """
    for key in ("type", "status"):
        value = given.get(key) or ()
        given[key] = (value,) if isinstance(value, str) else value
    given["type"] = [str(word).upper() for word in given["type"]]  # type: ignore[attr-defined]
    try:
        made = msgspec.convert(given, Selection)
    except msgspec.ValidationError as error:
        known = ", ".join(Selection.__struct_fields__)
        raise DragomanError(
            f"What to export is not given rightly: {error}. One can give {known}; status is one of "
            f"{', '.join(get_args(Status))}.",
            error="bad-query",
        ) from error
    types = {row["type"] for row in read_table("plover")}
    if strange := sorted(set(made.type) - types):
        raise DragomanError(
            f"There is no type {', '.join(strange)}. Known: {', '.join(sorted(types))}.",
            error="bad-query",
        )
    for value in (made.since, made.until):
        checked_day(value)
    if made.dyad is not None:
        pair_of(made.dyad)
    return made


def fits(
    event: Event | MergedEvent, selection: Selection, *, confidence: float, story: str | None
) -> bool:
    """Whether an event is selected; of a merged event the reading that is shown counts."""
    chosen = selection
    return (
        (not chosen.type or event.type in chosen.type)
        and (not chosen.status or event.status in chosen.status)
        and (chosen.alleged or not event.alleged)
        and (chosen.issue is None or chosen.issue in event.issues)
        and (chosen.story is None or chosen.story == story)
        and (chosen.least is None or confidence >= chosen.least)
        and _named(chosen.actor, event.actors)
        and _named(chosen.recipient, event.recipients)
        and (
            chosen.dyad is None
            or all(_named(one, (*event.actors, *event.recipients)) for one in pair_of(chosen.dyad))
        )
        and fits_date(event.date, chosen)
    )


def _named(who: str | None, actors: Iterable[Actor]) -> bool:
    if who is None:
        return True
    return any(who.lower() in (a.code.lower(), a.name.lower()) for a in actors)


def fits_date(date: Date | None, selection: Selection) -> bool:
    """Whether a date has a day in common with the selection's; an unknown one does not fit."""
    since, until = selection.since, selection.until
    if since is None and until is None:
        return True
    start, end = (iso_day(date.start), iso_day(date.end)) if date else (None, None)
    if start is None or end is None:
        return False
    return (since is None or end >= since) and (until is None or start <= until)
