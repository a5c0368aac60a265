"""The list of actors, and the page of one."""

from __future__ import annotations

import msgspec

from dragoman.archive import Archive
from dragoman.questions import ask
from dragoman.questions.base import Asked, Code, Limit, Offset, Since, Text, Until
from dragoman.questions.relations import Also, Claimed
from dragoman.records import (
    ActorCount,
    AgendaItem,
    Answer,
    IssueCount,
    LedgerEntry,
    Network,
    Story,
)
from dragoman.relations.names import code_kind, code_name
from dragoman.web.paging import View, page

_FEW = 12  # stories, items ahead


class ActorsPage(Asked, frozen=True, kw_only=True):
    """Which actors."""

    words: Text | None = None
    limit: Limit = 60
    offset: Offset = 0


class ActorsView(View, frozen=True, kw_only=True):
    """What the list of actors shows."""

    actors: Answer[ActorCount]


@page("/actors", "actors.html.j2")
def actors(archive: Archive, asked: ActorsPage) -> ActorsView:
    """Actors with a code, those that do and say most first."""
    return ActorsView(
        title="Actors", actors=ask(archive, "actors", **msgspec.structs.asdict(asked))
    )


class ActorPage(Asked, frozen=True, kw_only=True):
    """Which actor, and what of it.

    Fields:
        limit: of each list of acts and speech at most.
        offset: entries of these lists to skip.
    """

    code: Code
    since: Since | None = None
    until: Until | None = None
    planned: Also = False
    alleged: Claimed = False
    limit: Limit = 12
    offset: Offset = 0


class ActorView(View, frozen=True, kw_only=True):
    """What the page of an actor shows.

    Fields:
        dyads: the network of its own dyads.
        does: the latest that it does.
        receives: the latest that is done to it.
        says: the latest that it says.
        ahead: planned events in which it takes part and whose day is to come.
    """

    actor: ActorCount
    dyads: Answer[Network]
    does: Answer[LedgerEntry]
    receives: Answer[LedgerEntry]
    says: Answer[LedgerEntry]
    issues: Answer[IssueCount]
    stories: Answer[Story]
    ahead: Answer[AgendaItem]


@page("/actors/{code}", "actor.html.j2")
def actor(archive: Archive, asked: ActorPage) -> ActorView:
    """An actor: its dyads, what it does, receives and says, its issues, stories and plans."""
    code = asked.code.upper()
    span = {"since": asked.since, "until": asked.until}
    counted = {**span, "planned": asked.planned, "alleged": asked.alleged}
    part = {"limit": asked.limit, "offset": asked.offset}
    dyads = ask(archive, "network", actor=code, **counted, limit=15)  # unknown codes end here
    found = ask(archive, "actors", code=code).found
    one = found[0] if found else ActorCount(code=code, name=code_name(code), kind=code_kind(code))
    return ActorView(
        title=one.name,
        actor=one,
        dyads=dyads,
        does=ask(archive, "acts", actor=code, part="actor", **counted, **part),
        receives=ask(archive, "acts", actor=code, part="recipient", **counted, **part),
        says=ask(archive, "speech", actor=code, **span, **part),
        issues=ask(archive, "issues", actor=code, limit=_FEW),
        stories=ask(archive, "stories", actor=code, **span, limit=_FEW),
        ahead=ask(archive, "agenda", actor=code, state="ahead", limit=_FEW),
    )
