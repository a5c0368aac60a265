"""Ties by other nouns and by compounds: "US troops in Iraq", "a pact between A and B",
"Iran-backed rebels"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from dragoman.actors.lookup import actors_of, owner_of
from dragoman.document import Document
from dragoman.records import Actor
from dragoman.ties import standing
from dragoman.ties.book import TieBook, TieRule
from dragoman.ties.sides import (
    Found,
    after,
    name_over,
    owners_before,
    passes,
    phrase_start,
    two_sides,
    usable,
)

_PLACED = {"stationed", "based", "deployed", "serving", "currently", "now", "still", "garrisoned"}


def noun_ties(document: Document, book: TieBook) -> Iterator[Found]:
    """Every tie that a noun between two sides states."""
    for token in document.doc:
        if token.pos_ not in {"NOUN", "PROPN"}:
            continue
        for rule in book.rules_for("noun", token.lemma_.lower()):
            first = phrase_start(token)
            words = document.doc[first : token.i + 1].text
            if rule.fits(words):
                found = _read(document, rule, token, first)
                if found is not None:
                    yield found
                    break


def compound_ties(document: Document, book: TieBook) -> Iterator[Found]:
    """Every tie of the form "Iran-backed rebels"."""
    doc = document.doc
    for token in doc[2:]:
        rules = book.rules_for("compound", token.lower_)
        if not rules or doc[token.i - 1].text != "-":
            continue
        owner = name_over(document, doc[token.i - 2])
        if owner is None:
            continue
        for rule in rules:
            a = usable(document, owner.actors, rule)
            b = usable(document, _next(document, token), rule)
            if a and b and passes(rule, a, b):
                end = token.i + 1
                yield Found(rule=rule, a=a, b=b, head=token, first=owner.first, last=end)
                break


def _next(document: Document, token: Token) -> tuple[Actor, ...]:
    """The name within three words after a compound adjective."""
    for i in range(token.i + 1, min(token.i + 4, token.sent.end)):
        mention = name_over(document, document.doc[i])
        if mention is not None:
            return mention.actors
        if document.doc[i].pos_ not in {"ADJ", "NOUN", "CCONJ", "PROPN"}:
            return ()
    return ()


def _read(document: Document, rule: TieRule, token: Token, first: int) -> Found | None:
    stands = standing.of_phrase(first, token)
    if rule.a == ("between",):
        if standing.made_or_ended(token):
            return None
        a, b, last = _between(document, rule, token, first)
        if not stands and _denied(token):
            stands = "no"
    else:
        a, _ = _one_side(document, rule, rule.a, token, first)
        b, last = _one_side(document, rule, rule.b, token, first)
        last = max(last, token.i + 1)
        if rule.b[-1] == "other" and a and not b:
            b = usable(document, _other(document, token, a), rule)
    if not a or not b or not passes(rule, a, b):
        return None
    return Found(rule=rule, a=a, b=b, head=token, first=first, last=last, standing=stands)


def _between(
    document: Document, rule: TieRule, token: Token, first: int
) -> tuple[tuple[Actor, ...], tuple[Actor, ...], int]:
    """Both sides of "pact between A and B", "A's pact with B", "the A-B pact"."""
    doc = document.doc
    for child in token.children:
        if child.lower_ in {"between", "with"} and child.i - token.i <= 4:
            noun = next((c for c in child.children if c.dep_ == "pobj"), None)
            actors = usable(document, actors_of(document, noun), rule) if noun is not None else ()
            last = max(t.i for t in child.subtree) + 1
            if child.lower_ == "with" and actors:
                sides = usable(document, owners_before(document, token, first), rule)
                if not sides:
                    sides = usable(document, _subject_of(document, token), rule)
                return sides, actors, last
            if two_sides(actors)[0]:
                return (*two_sides(actors), last)
    joined: list[Actor] = []
    for i in range(first, token.i):
        mention = name_over(document, doc[i])
        if mention is not None and mention.last <= token.i:
            joined += [actor for actor in mention.actors if actor not in joined]
    sides = usable(document, joined, rule) or usable(document, _subject_of(document, token), rule)
    return (*two_sides(sides), token.i + 1)


def _subject_of(document: Document, noun: Token) -> tuple[Actor, ...]:
    """Who has it: the subject of the verb "have" over the noun."""
    verb = noun.head
    if verb.lemma_ in {"have", "maintain", "share", "lack"} and verb.pos_ in {"VERB", "AUX"}:
        for child in verb.children:
            if child.dep_ == "nsubj":
                return actors_of(document, child)
    return ()


def _denied(noun: Token) -> bool:
    """ "There are no diplomatic relations", "have not had diplomatic relations"."""
    if any(child.lower_ == "no" for child in noun.children):
        return True
    return noun.head.lemma_ == "lack" or any(c.dep_ == "neg" for c in noun.head.children)


def _one_side(
    document: Document, rule: TieRule, slots: tuple[str, ...], token: Token, first: int
) -> tuple[tuple[Actor, ...], int]:
    for slot in slots:
        if slot == "owner":
            owners = owner_of(document, token) or owners_before(document, token, first)
            actors, last = owners, token.i + 1
        elif slot == "other":
            continue
        else:
            actors, last = _after_noun(document, slot, token)
        kept = usable(document, actors, rule)
        if kept:
            return kept, last
    return (), token.i + 1


def _after_noun(
    document: Document, preposition: str, token: Token
) -> tuple[tuple[Actor, ...], int]:
    """The name after a preposition right behind the noun ("troops still based in Iraq")."""
    doc = document.doc
    i = token.i + 1
    while i < token.sent.end and doc[i].lower_ in _PLACED:
        i += 1
    if i < token.sent.end and doc[i].lower_ == preposition and i + 1 < token.sent.end:
        actors = after(document, i + 1)
        mention = next(
            (m for j in range(i + 1, min(i + 5, len(doc))) if (m := name_over(document, doc[j]))),
            None,
        )
        owns = mention is not None and mention.last < len(doc) and doc[mention.last].tag_ == "POS"
        named = mention is not None and mention.kind in {"state", "organisation", "group"}
        if actors and named and mention is not None and not owns:
            return actors, mention.last
    return (), token.i + 1


def _other(document: Document, token: Token, known: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """The one other state that the sentence names before the noun, if there is just one."""
    codes = {actor.code for actor in known}
    found: dict[str, Actor] = {}
    for i in range(token.sent.start, token.i):
        mention = name_over(document, document.doc[i])
        if mention is None or mention.kind == "person" or mention.usage == "place":
            continue
        for actor in mention.actors:
            if actor.code not in codes:
                found.setdefault(actor.code, actor)
    return tuple(found.values()) if len(found) == 1 else ()
