"""From the ids that a person gives to a correction that can be found again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dragoman.corrections.anchors import anchor_of
from dragoman.errors import DragomanError
from dragoman.ids import stable_id
from dragoman.records import (
    Action,
    Anchor,
    Corrected,
    Correction,
    Event,
    MergedEvent,
    Report,
    Statement,
    Story,
    Utterance,
)

if TYPE_CHECKING:
    from dragoman.archive import Archive


def correction(
    archive: Archive, action: Action, ids: Sequence[str], *, note: str | None = None
) -> Correction:
    """A correction of the records with these ids; it is not kept yet.

    Args:
        action: ``join``: all of them, with all their members, are one. ``split``: the first is a
            story, merged event or utterance, the others are members of it that belong elsewhere.
            ``pin``: one story, merged event or utterance stays as it is, or just these members are
            one.
        ids: of reports and stories, of events and merged events, or of statements and utterances.
        note: why.

    Raises:
        DragomanError: "not-found" for an id that the archive has not; "bad-correction" where the
            records are of several kinds, too few, or do not belong together.
    """
    found = [_members(archive, one) for one in ids]
    kinds = {kind for kind, _ in found}
    if len(kinds) > 1:
        raise DragomanError(
            f"These ids are of several kinds ({', '.join(sorted(kinds))}s). Give reports and "
            "stories, or events and merged events, or statements and utterances.",
            error="bad-correction",
        )
    if not found:
        raise DragomanError("No ids are given: give those to correct.", error="bad-correction")
    members = [list(one) for _, one in found]
    those: list[str] = []
    if action == "split":
        these, those = _split(ids, members)
    else:
        these = list(dict.fromkeys(one for part in members for one in part))
    if not these or (action == "join" and len(these) < 2):
        raise DragomanError(
            "There is nothing to join: give two ids or more.", error="bad-correction"
        )
    of = kinds.pop()
    made = datetime.now(UTC).isoformat(timespec="milliseconds")
    anchored = _anchors(archive, of, these), _anchors(archive, of, those)
    return Correction(
        id=stable_id("co", action, of, made, *sorted(these), *sorted(those)),
        action=action,
        of=of,
        these=anchored[0],
        those=anchored[1],
        note=note,
        made=made,
    )


def touched_reports(one: Correction) -> set[str]:
    """The reports that a correction speaks of."""
    return {anchor.report for anchor in (*one.these, *one.those)}


def _split(ids: Sequence[str], members: Sequence[Sequence[str]]) -> tuple[list[str], list[str]]:
    whole = list(members[0])
    these = [one for part in members[1:] for one in part]
    strange = [one for one in these if one not in whole]
    if len(ids) < 2 or strange or not set(whole) - set(these):
        said = f"{', '.join(strange)} is not in it" if strange else f"it has {', '.join(whole)}"
        raise DragomanError(
            f"Give a story, merged event or utterance and those of its members that belong "
            f"elsewhere, not all of them: of {ids[0]}, {said}.",
            error="bad-correction",
        )
    return these, [one for one in whole if one not in these]


def _members(archive: Archive, record_id: str) -> tuple[Corrected, Iterable[str]]:
    """What kind of thing an id stands for, and the ids of its members."""
    record = archive.get(record_id)
    if isinstance(record, Report):
        return "report", (record.id,)
    if isinstance(record, Story):
        return "report", record.reports
    if isinstance(record, Event):
        return "event", (record.id,)
    if isinstance(record, MergedEvent):
        return "event", record.members
    if isinstance(record, Statement):
        return "statement", (record.id,)
    if isinstance(record, Utterance):
        return "statement", record.members
    raise DragomanError(
        f"{record_id} is neither a story, a merged event or an utterance nor a member of one "
        "(a report, an event, a statement): only these are joined and split.",
        error="bad-correction",
    )


def _anchors(archive: Archive, of: Corrected, ids: Sequence[str]) -> tuple[Anchor, ...]:
    if of == "report":
        return tuple(anchor_of(archive.reading(one)) for one in ids)
    found = []
    for one in ids:
        record = archive.get(one)
        assert isinstance(record, Event | Statement)
        found.append(anchor_of(archive.reading(record.report), record))
    return tuple(found)
