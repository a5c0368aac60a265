"""Turn the head of a noun phrase into actors: by the actors stage, else by the words themselves."""

from __future__ import annotations

from spacy.tokens import Token

from dragoman.actors.lookup import actors_of, mention_of, owner_of
from dragoman.document import Document
from dragoman.records import UNKNOWN_CODE, Actor
from dragoman.source_kinds import MEDIA
from dragoman.statements.found import Found
from dragoman.statements.grammar import phrase
from dragoman.statements.homes import with_state
from dragoman.statements.sources import (
    media_noun,
    medium_of,
    named_after,
    named_medium,
    noun_kind,
    shown_name,
)

_MODIFIERS = frozenset({"amod", "compound", "nmod", "poss"})


def actors_at(document: Document, token: Token) -> tuple[Actor, ...]:
    """Who speaks (or hears): never empty.

    What the actors stage does not know keeps its words as name; its state is what its own words or
    the report show (see :mod:`dragoman.statements.homes`), else the code is ``---``.
    """
    return tuple(with_state(document, actor, token) for actor in _actors_at(document, token))


def _actors_at(document: Document, token: Token) -> tuple[Actor, ...]:
    medium = medium_of(document, token)
    if medium is not None and medium.medium.kind in MEDIA:
        known = medium.medium
        country = known.code if known.code != UNKNOWN_CODE else None
        start, end = _characters(token)
        if end < medium.end <= end + len(known.name) + 4:
            end = medium.end
        actor = Actor(
            text=document.text[start:end],
            start=start,
            end=end,
            name=shown_name(document, medium),
            code=known.code if known.state else UNKNOWN_CODE,
            country=country,
            sectors=("JRN",),
            how="medium",
        )
        return (actor,)
    unlisted = _unlisted(document, token)
    if unlisted is not None:
        return (unlisted,)
    found = () if _newcomer(document, token) else actors_of(document, token)
    kind = noun_kind(token.lemma_) if token.pos_ in ("NOUN", "ADJ") else None
    if kind in ("expert", "anonymous"):
        # "Chinese analysts" speak for themselves, not for China; "Park, a professor" is a name.
        found = tuple(a for a in found if _person(a))
    # "An official" is nobody known: the words of this mention are its only name.
    found = tuple(a for a in found if not (a.code == UNKNOWN_CODE and a.name.islower()))
    if all(a.how == "description" or " " not in a.name for a in found):
        found = _named_beside(document, token) or found
    if found:
        return found
    side = _side(document, token)
    if side:
        return side
    if token.dep_ in _MODIFIERS:
        found = _modifier(document, token)
        if found:
            return found
    start, end = _characters(token)
    words = document.text[start:end]
    pronoun = token.pos_ == "PRON"
    owner = _owner(document, token)
    return (
        Actor(
            text=words,
            start=start,
            end=end,
            name=words if pronoun else named_medium(words),
            code=owner.code if owner else UNKNOWN_CODE,
            country=owner.country if owner else None,
            how="unresolved" if pronoun else "as named",
        ),
    )


def _newcomer(document: Document, token: Token) -> bool:
    """ "... a vote on Ann Lee, a minister said": somebody else than the name before the comma."""
    if token.dep_ != "nsubj" or token.pos_ != "NOUN" or token.head.i != token.i + 1:
        return False
    start = token.left_edge.i
    mention = mention_of(document, token)
    parted = start > 1 and token.doc[start - 1].text == ","
    return mention is not None and parted and mention.first < start - 1


def _unlisted(document: Document, token: Token) -> Actor | None:
    """A medium that no book lists, named after its noun: "state news agency Tapnet"."""
    sort = media_noun(token)
    if sort is None:
        return None
    first, last = named_after(token)
    if last == first:
        return None
    doc = token.doc
    start, end = doc[first].idx, doc[last - 1].idx + len(doc[last - 1])
    owners = owner_of(document, token)
    owner = owners[0] if len(owners) == 1 else None
    state = any(t.lower_ in ("state", "official", "government") for t in token.lefts)
    known = owner is not None and owner.code == owner.country
    name = document.text[start:end]
    return Actor(
        text=name,
        start=start,
        end=end,
        name=name,
        code=owner.code if owner is not None and known and state else UNKNOWN_CODE,
        country=owner.country if owner is not None and known else None,
        sectors=("JRN",),
        how="as named",
    )


def _named_beside(document: Document, token: Token) -> tuple[Actor, ...]:
    """The name that an apposition gives: "whose president, Ann Lee, said", "known as Bo Li"."""
    if token.pos_ not in ("NOUN", "PROPN"):
        return ()
    doc = token.doc
    at = token.i + 1
    known = doc[at : at + 2].text == "known as"
    if known:
        at += 2
    elif at < len(doc) and doc[at].text == ",":
        at += 1
    elif at >= len(doc) or doc[at].pos_ != "PROPN":
        return ()
    for mention in document.mentions:
        if mention.first == at and mention.kind == "person" and mention.last < len(doc):
            closed = known or doc[mention.last].text in (",", "(", ";", ".")
            return mention.actors if closed else ()
    if known:
        end = at
        while end < len(doc) and end - at < 4 and doc[end].pos_ == "PROPN":
            end += 1
        if end > at:
            start, stop = doc[at].idx, doc[end - 1].idx + len(doc[end - 1])
            name = document.text[start:stop]
            return (Actor(text=name, start=start, end=stop, name=name, how="as named"),)
    return ()


def _side(document: Document, token: Token) -> tuple[Actor, ...]:
    """ "The British side asserts": the state itself."""
    if token.lemma_.lower() != "side":
        return ()
    return tuple(a for a in owner_of(document, token) if a.code != UNKNOWN_CODE)


def _owner(document: Document, token: Token) -> Actor | None:
    """The state whose office or ministry speaks: "its migration office", "her office"."""
    if noun_kind(token.lemma_) not in ("official", "spokesperson") or token.pos_ != "NOUN":
        return None
    if not any(c.pos_ in ("PRON", "PROPN", "ADJ") for c in token.lefts):
        return None  # "the country's embassy" may be anybody's
    owners = [a for a in owner_of(document, token) if a.country and a.code == a.country]
    return owners[0] if len({a.code for a in owners}) == 1 else None


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
