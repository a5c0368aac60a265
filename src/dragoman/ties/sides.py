"""Who stands on a side of a tie: codes of states, bodies and groups, found by grammar or order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Token

from dragoman.actors.lookup import actors_of, owner_of
from dragoman.document import Document, Mention
from dragoman.records import UNKNOWN_CODE, Actor
from dragoman.ties.book import TieRule

_SKIP = {"DET", "ADJ", "ADV", "NUM"}


@dataclass(frozen=True, slots=True)
class Found:
    """A tie that a rule found: the codes of both sides, the word that marks it, how it stands.

    Fields:
        first, last: the tokens of the words to quote (last exclusive).
        standing: "" where the report states it as standing, else "no" or "former".
    """

    rule: TieRule
    a: tuple[Actor, ...]
    b: tuple[Actor, ...]
    head: Token
    first: int
    last: int
    standing: str = ""


def is_state(actor: Actor) -> bool:
    """Whether the code is a state's."""
    return len(actor.code) == 3 and actor.code not in {UNKNOWN_CODE, "NGO", "ISI"}


def usable(document: Document, actors: Iterable[Actor], rule: TieRule) -> tuple[Actor, ...]:
    """The actors that may stand on a side: of a known code; no person where the rule has none."""
    kept = []
    for actor in actors:
        if actor.code == UNKNOWN_CODE:
            continue
        if not rule.people and is_person(document, actor):
            continue
        kept.append(actor)
    return tuple(kept)


def is_person(document: Document, actor: Actor) -> bool:
    """Whether an actor is a human being, by the mention it was resolved from or by its name's."""
    for mention in document.mentions:
        if any(known.name == actor.name and known.code == actor.code for known in mention.actors):
            if mention.kind in {"person", "role"}:
                return True
            if mention.kind in {"state", "organisation", "group"}:
                return False
    return actor.role is not None


def two_sides(actors: tuple[Actor, ...]) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """The sides where exactly two codes stand in one phrase, else two empty ones."""
    codes = list(dict.fromkeys(actor.code for actor in actors))
    if len(codes) != 2:
        return (), ()
    one, other = (tuple(actor for actor in actors if actor.code == code) for code in codes)
    return one[:1], other[:1]


def passes(rule: TieRule, a: Iterable[Actor], b: Iterable[Actor]) -> bool:
    """Whether the sides satisfy the rule's ``=NAME`` conditions."""
    a, b = tuple(a), tuple(b)
    if "=IGO" in rule.tests and not any(x.code.startswith("IGO") for x in (*a, *b)):
        return False
    if "=STATES" in rule.tests and not all(is_state(x) for x in (*a, *b)):
        return False
    return not ("=OBJECT_STATE" in rule.tests and not all(is_state(x) for x in b))


def name_over(document: Document, token: Token) -> Mention | None:
    """The longest mention over a token that names somebody; "a staunch ally of Peru" does not."""
    covering = [
        mention
        for mention in document.mentions
        if mention.first <= token.i < mention.last and mention.kind != "role"
    ]
    return max(covering, key=lambda m: m.last - m.first, default=None)


def state_mention(document: Document, token: Token) -> Mention | None:
    """The mention over a token, where it is no person's."""
    mention = name_over(document, token)
    return mention if mention is not None and mention.kind != "person" else None


def after(document: Document, start: int, limit: int = 4) -> tuple[Actor, ...]:
    """The actors of the phrase that begins at token ``start``, past articles and adjectives."""
    doc = document.doc
    sent_end = doc[start].sent.end if start < len(doc) else 0
    for i in range(start, min(start + limit, sent_end)):
        mention = name_over(document, doc[i])
        if mention is not None:
            return actors_of(document, doc[mention.head]) or mention.actors
        if doc[i].pos_ not in _SKIP and not doc[i].is_quote and doc[i].text != "-":
            return ()
    return ()


def before(document: Document, end: int, limit: int = 1) -> tuple[Actor, ...]:
    """The actors of the mention whose last token is at most ``limit`` - 1 tokens before ``end``."""
    doc = document.doc
    for i in range(end - 1, max(end - 1 - limit, -1), -1):
        if not doc[i].sent.start <= end - 1:
            return ()
        mention = name_over(document, doc[i])
        if mention is not None:
            if mention.usage == "modifier" and not actors_of(document, doc[mention.head]):
                return ()
            return mention.actors
    return ()


def owners_before(document: Document, noun: Token, first: int) -> tuple[Actor, ...]:
    """Who owns or qualifies a noun whose phrase begins at token ``first``."""
    owners = owner_of(document, noun)
    if owners:
        return owners
    found: list[Actor] = []
    for i in range(first, noun.i):
        mention = name_over(document, document.doc[i])
        if mention is not None and mention.last <= noun.i and mention.last == i + 1:
            found.extend(mention.actors)
    return tuple(found)


def phrase_start(noun: Token) -> int:
    """The first token of the phrase that a noun ends, by order of words, within its sentence."""
    doc, i = noun.doc, noun.i
    start = noun.sent.start
    while i > start:
        previous = doc[i - 1]
        if previous.pos_ == "DET":
            return i - 1
        joins = previous.lower_ in {"and", "or"} and i - 1 > start
        if joins and doc[i - 2].pos_ == "ADJ" and doc[i].pos_ == "ADJ":
            i -= 1
            continue
        if previous.lower_ in {"-", "'s", "'", "’s", "’"} or previous.tag_ in {
            "PRP$",
            "VBG",
            "VBN",
        }:
            i -= 1
            continue
        if previous.pos_ in {"ADJ", "NOUN", "PROPN", "NUM"} or previous.tag_ in {"RBS", "RB"}:
            i -= 1
            continue
        break
    return i
