"""Questions about merges: what one is made of, and which corrections hold."""

from __future__ import annotations

from typing import Annotated

import msgspec

from dragoman.archive import Archive
from dragoman.corrections import lost
from dragoman.errors import DragomanError
from dragoman.questions.answering import answer, page
from dragoman.questions.base import Page, question
from dragoman.questions.records import OneRecord
from dragoman.records import (
    Answer,
    Correction,
    CorrectionState,
    Event,
    Members,
    MergedEvent,
    Statement,
    Utterance,
)

_BESIDE = 40  # others of a story that are offered to be joined


@question("members", Members, of_stories=True)
def members(archive: Archive, asked: OneRecord) -> Answer[Members]:
    """What a merged event or utterance is made of; also asked by the id of one of its members."""
    found = _whole(archive, asked.id)
    event = isinstance(found, MergedEvent)
    rows = archive.rows(
        f"SELECT id, json FROM {'events' if event else 'statements'} "
        "WHERE id IN (SELECT unnest($1::VARCHAR[]))",
        [list(found.members)],
    )
    held = {one: msgspec.json.decode(text, type=Event | Statement) for one, text in rows}
    beside = _beside(archive, found)
    lines = archive.rows(
        "SELECT id, says FROM merged_events WHERE id IN (SELECT unnest($1::VARCHAR[]))",
        [[found.id, *(one.id for one in beside)]],
    )
    made = Members(
        whole=found,
        members=tuple(held[one] for one in found.members if one in held),
        beside=tuple(beside),
        says={one: says for one, says in lines if says},
    )
    return answer(archive, "members", asked, [made])


class OfCorrections(Page, frozen=True, kw_only=True):
    """Which corrections."""

    latest: Annotated[bool, msgspec.Meta(description="The latest first.")] = False


@question("correction_states", CorrectionState)
def correction_states(archive: Archive, asked: OfCorrections) -> Answer[CorrectionState]:
    """Corrections in the order they were made, each with whether it holds and where it leads."""
    found = archive.corrections()
    if asked.latest:
        found = found[::-1]
    told = page(archive, "correction_states", asked, found, opens=False)
    named = {a.report for one in told.found for a in (*one.these, *one.those)}
    readings = {one.report.id: one for one in archive.readings(named)} if named else {}
    stories = dict(
        archive.rows(
            "SELECT report, story FROM story_reports "
            "WHERE report IN (SELECT unnest($1::VARCHAR[]))",
            [sorted(named)],
        )
    )

    def state(one: Correction) -> CorrectionState:
        missing = tuple(lost(one, readings))
        reports = [anchor.report for anchor in (*one.these, *one.those)]
        return CorrectionState(
            correction=one,
            state="undone" if one.undone is not None else "waits" if missing else "holds",
            missing=missing,
            stories=tuple(dict.fromkeys(stories[r] for r in reports if r in stories)),
        )

    return Answer(
        question=told.question, asked=told.asked, found=tuple(map(state, told.found)),
        offset=told.offset, more=told.more, total=told.total,
    )  # fmt: skip


def _whole(archive: Archive, record_id: str) -> MergedEvent | Utterance:
    """The merged event or utterance with this id, or that has this member."""
    kinds: tuple[tuple[type[MergedEvent | Utterance], str], ...] = (
        (MergedEvent, "merged_events"), (Utterance, "utterances"),
    )  # fmt: skip
    for kind, table in kinds:
        rows = archive.rows(
            f"SELECT json FROM {table} WHERE id = $1 OR list_contains(members, $1) "
            "ORDER BY id <> $1 LIMIT 1",
            [record_id],
        )
        if rows:
            whole: MergedEvent | Utterance = msgspec.json.decode(rows[0][0], type=kind)
            return whole
    raise DragomanError(
        f"No merged event or utterance has the id {record_id}, or a member of this id. Give the id "
        "of an event, a statement, a merged event or an utterance of a story.",
        error="not-found",
    )


def _beside(archive: Archive, found: MergedEvent | Utterance) -> list[MergedEvent | Utterance]:
    if isinstance(found, MergedEvent):
        rows = archive.rows(
            "SELECT json FROM merged_events WHERE story = $1 AND type = $2 AND id <> $3 "
            "ORDER BY seq LIMIT $4",
            [found.story, found.type, found.id, _BESIDE],
        )
        return [msgspec.json.decode(text, type=MergedEvent) for (text,) in rows]
    rows = archive.rows(
        "SELECT json FROM utterances WHERE story = $1 AND id <> $2 "
        "AND speaker_code IS NOT DISTINCT FROM (SELECT any_value(speaker_code) FROM utterances "
        " WHERE id = $2) ORDER BY seq LIMIT $3",
        [found.story, found.id, _BESIDE],
    )
    return [msgspec.json.decode(text, type=Utterance) for (text,) in rows]
