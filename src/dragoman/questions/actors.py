"""Questions about one actor: what it does, what is done to it, what it says."""

from __future__ import annotations

from typing import Annotated

import msgspec

from dragoman.archive import Archive
from dragoman.ledger.actors import Part
from dragoman.questions.answering import first_page
from dragoman.questions.base import Code, Page, Since, Until, question
from dragoman.questions.relations import Also, Claimed
from dragoman.records import Answer, LedgerEntry


class OfSpeech(Page, frozen=True, kw_only=True):
    """Whose speech."""

    actor: Annotated[Code, msgspec.Meta(description="A code.")]
    since: Since | None = None
    until: Until | None = None


@question("speech", LedgerEntry, of_stories=True)
def speech(archive: Archive, asked: OfSpeech) -> Answer[LedgerEntry]:
    """What an actor says over all stories, the latest first, each act of speech once."""
    found = archive.speech(
        asked.actor, since=asked.since, until=asked.until, limit=asked.limit + 1,
        offset=asked.offset,
    )  # fmt: skip
    return first_page(archive, "speech", asked, found)


class OfActs(OfSpeech, frozen=True, kw_only=True):
    """Which events of whom."""

    part: Annotated[
        Part, msgspec.Meta(description="What it does (actor), or what is done to it (recipient).")
    ] = "any"
    planned: Also = False
    alleged: Claimed = False


@question("acts", LedgerEntry, of_stories=True)
def acts(archive: Archive, asked: OfActs) -> Answer[LedgerEntry]:
    """What an actor does and what is done to it over all stories, the latest first."""
    found = archive.acts(
        asked.actor, part=asked.part, since=asked.since, until=asked.until, planned=asked.planned,
        alleged=asked.alleged, limit=asked.limit + 1, offset=asked.offset,
    )  # fmt: skip
    return first_page(archive, "acts", asked, found)
