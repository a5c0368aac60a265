"""One record of any kind, and where it comes from."""

from __future__ import annotations

from dragoman.archive import Archive
from dragoman.questions import ask
from dragoman.questions.base import Asked, Id
from dragoman.questions.showing import fields_of, kind_of, made_with
from dragoman.records import Answer, Shown
from dragoman.web.paging import View, page


class OfRecordPage(Asked, frozen=True, kw_only=True):
    """Which record."""

    record: Id


class RecordView(View, frozen=True, kw_only=True):
    """What the page of a record shows.

    Fields:
        kind: its kind in words.
        shown: the record with what is known of it.
        fields: its fields in words, by name.
        made: what made it, in words.
    """

    kind: str
    shown: Answer[Shown]
    fields: tuple[tuple[str, str], ...]
    made: str = ""


@page("/records/{record:path}", "record.html.j2")
def one_record(archive: Archive, asked: OfRecordPage) -> RecordView:
    """Any record with its sentences, what made it, what it belongs to, corrections of it."""
    shown = ask(archive, "show", id=asked.record)
    found: Shown = shown.found[0]
    kind = kind_of(found.record)
    return RecordView(
        title=found.says or f"{kind} {asked.record}",
        kind=kind,
        shown=shown,
        fields=tuple(fields_of(found.record)),
        made=made_with(found.run) if found.run else "",
    )
