"""What phrases denote, and who speaks for those that denote a text or a speaker."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import msgspec
from spacy.tokens import Token

from dragoman.actors.lookup import actors_of, mention_of, owner_of
from dragoman.codebooks import read_table
from dragoman.document import Document
from dragoman.events import syntax
from dragoman.events.lexicon import Lexicon
from dragoman.records import UNKNOWN_CODE, Actor

_NOT_OFFICIAL = frozenset("EDU JRN BUS CVL LAB REF CRM MED REL AGR SOC UNS NGO ELI".split())
_FIGHTING = frozenset("MIL REB COP UAF SPY GOV PRM".split())
_LOOK_BACK = 220  # words within which "the commentary" was issued


def argument(document: Document, token: Token) -> tuple[Actor, ...]:
    """The actors that a phrase denotes, as an argument; () where it denotes none."""
    found = actors_of(document, token)
    if found:
        return found
    mention = mention_of(document, token)
    if mention is not None and mention.head == token.i:
        return mention.actors
    return ()


def owners_deep(document: Document, token: Token) -> list[Actor]:
    """Whose thing it is: owner of the noun, or what its "of"/"from"/"by" phrase names."""
    found = list(owner_of(document, token))
    if not found:
        for word in ("of", "from", "by"):
            for inner in syntax.prepositions(token, word):
                found += actors_of(document, inner) or owner_of(document, inner)
            if found:
                break
    return found


def unique(actors: Iterable[Actor]) -> tuple[Actor, ...]:
    """Each actor once, by name, in the order given."""
    seen: dict[str, Actor] = {}
    for actor in actors:
        seen.setdefault(actor.name, actor)
    return tuple(seen.values())


def is_official(actor: Actor) -> bool:
    """Whether a state, its organs, an armed group or an organisation of states acts."""
    if actor.code == UNKNOWN_CODE and not set(actor.sectors) & {"GOV", "MIL", "REB", "LEG", "PTY"}:
        return False
    return not actor.sectors or actor.sectors[0] not in _NOT_OFFICIAL


def is_fighting(actor: Actor) -> bool:
    """Whether the actor is a state or bears arms."""
    return is_official(actor) and (not actor.sectors or bool(set(actor.sectors) & _FIGHTING))


def speaker_at(document: Document, at: int) -> Actor | None:
    """Who speaks the words at a character of the text, or None."""
    for statement in document.statements:
        if any(span.start <= at < span.end for span in statement.content):
            return statement.speaker
    return None


def author_of(document: Document, token: Token, lexicon: Lexicon) -> tuple[Actor, ...]:
    """Who acts where a speaker's "we" or a text stands as subject.

    "We commend" is the speaker's; "the commentary accused" is of those who issued it.
    """
    if token.lower_ in ("we", "i"):
        speaker = speaker_at(document, token.idx)
        return (speaker,) if speaker is not None and is_official(speaker) else ()
    texts = lexicon.words["texts"]
    if token.lemma_.lower() not in texts:
        return ()
    owners = owners_deep(document, token)
    if owners:
        return tuple(owners)
    for i in range(token.i - 1, max(-1, token.i - _LOOK_BACK), -1):
        other = document.doc[i]
        if other.lemma_.lower() not in texts or other.pos_ != "NOUN":
            continue
        verb = syntax.carrying_verb(other)
        issuers = [
            *owner_of(document, other),
            *(a for t in (syntax.deep_subjects(verb) if verb is not None else ())
              for a in argument(document, t)),
        ]  # fmt: skip
        if issuers:
            return tuple(issuers)
    return ()


def state_of(actor: Actor) -> Actor:
    """The state that an agency speaks for; officials act themselves. The words stay."""
    name = _state_names().get(actor.code)
    if name is None or "JRN" not in actor.sectors:
        return actor
    return msgspec.structs.replace(
        actor, name=name, sectors=(), role=None, how=f"state of {actor.name}"
    )


@lru_cache(maxsize=1)
def _state_names() -> dict[str, str]:
    return {row["code"]: row["name"] for row in read_table("countries")}
