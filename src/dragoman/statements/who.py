"""Turn the head of a noun phrase into actors: by the actors stage, else by the words themselves."""

from __future__ import annotations

from spacy.tokens import Token

from dragoman.actors.lookup import actors_of, owner_of
from dragoman.document import Document
from dragoman.records import UNKNOWN_CODE, Actor
from dragoman.statements.found import Found
from dragoman.statements.grammar import phrase
from dragoman.statements.sources import MEDIA_KINDS, medium_of, named_medium, noun_kind

_MODIFIERS = frozenset({"amod", "compound", "nmod", "poss"})


def actors_at(document: Document, token: Token) -> tuple[Actor, ...]:
    """Who speaks (or hears): never empty.

    What the actors stage does not know keeps its words as name, with the code ``---``.
    """
    medium = medium_of(document, token)
    if medium is not None and medium.medium.kind in MEDIA_KINDS:
        known = medium.medium
        country = known.code if known.code != UNKNOWN_CODE else None
        start, end = _characters(token)
        actor = Actor(
            text=document.text[start:end],
            start=start,
            end=end,
            name=known.name,
            code=known.code if known.state else UNKNOWN_CODE,
            country=country,
            sectors=("JRN",),
            how="medium",
        )
        return (actor,)
    found = actors_of(document, token)
    kind = noun_kind(token.lemma_) if token.pos_ in ("NOUN", "ADJ") else None
    if kind in ("expert", "anonymous"):
        # "Chinese analysts" speak for themselves, not for China; "Park, a professor" is a name.
        found = tuple(a for a in found if _person(a))
    # "An official" is nobody known: the words of this mention are its only name.
    found = tuple(a for a in found if not (a.code == UNKNOWN_CODE and a.name.islower()))
    if found:
        return found
    if token.dep_ in _MODIFIERS:
        found = _modifier(document, token)
        if found:
            return found
    start, end = _characters(token)
    words = document.text[start:end]
    pronoun = token.pos_ == "PRON"
    return (
        Actor(
            text=words,
            start=start,
            end=end,
            name=words if pronoun else named_medium(words),
            how="unresolved" if pronoun else "as named",
        ),
    )


def _person(actor: Actor) -> bool:
    return " " in actor.name and actor.how != "demonym" and actor.role is not None


def _modifier(document: Document, token: Token) -> tuple[Actor, ...]:
    owners = owner_of(document, token.head)
    inside = tuple(a for a in owners if a.start <= token.idx < a.end)
    return inside or owners


def _characters(token: Token) -> tuple[int, int]:
    doc = token.doc
    if token.dep_ in ("amod", "compound", "nmod"):
        return token.idx, token.idx + len(token)
    first, last = phrase(token)
    # "Lee's" as owner: the name without its ending.
    while last - 1 > first and doc[last - 1].tag_ == "POS":
        last -= 1
    return doc[first].idx, doc[last - 1].idx + len(doc[last - 1])


def unknown_speaker(document: Document, found: Found) -> Actor:
    """The speaker of a complete quotation that the report gives to nobody."""
    del document
    at = found.quotations[0].start if found.quotations else found.start
    return Actor(text="", start=at, end=at, name="unknown", how="unknown")
