"""From records to an answer: a page of them, with their sentences and reports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from dragoman.archive import Archive
from dragoman.questions.base import Asked, Page, asked_of
from dragoman.questions.evidence import Opener
from dragoman.records import Answer

T = TypeVar("T")


def answer(
    archive: Archive,
    name: str,
    asked: Asked,
    found: Sequence[T],
    *,
    more: bool = False,
    total: int | None = None,
    opens: bool = True,
) -> Answer[T]:
    """An answer with the sentences that its records rest on (``opens=False``: none is read)."""
    opener = Opener(archive)
    told = opener.of(found) if opens else {}
    return Answer(
        question=name,
        asked=asked_of(asked),
        found=tuple(found),
        offset=getattr(asked, "offset", 0),
        more=more,
        total=total,
        sentences=told,
        told_by=opener.heads(one.report for several in told.values() for one in several)
        if told
        else {},
    )


def page(
    archive: Archive, name: str, asked: Page, found: Sequence[T], *, opens: bool = True
) -> Answer[T]:
    """One page of records that are all at hand."""
    end = asked.offset + asked.limit
    return answer(
        archive, name, asked, found[asked.offset : end], more=len(found) > end,
        total=len(found), opens=opens,
    )  # fmt: skip


def first_page(
    archive: Archive, name: str, asked: Page, found: Sequence[T], *, opens: bool = True
) -> Answer[T]:
    """One page of records that were asked for from ``offset`` on, with one more than the limit."""
    return answer(
        archive, name, asked, found[: asked.limit], more=len(found) > asked.limit, opens=opens
    )
