"""Whose state a speaker is of, where the actors stage leaves it open.

"A congressional aide", "Mary Roe, Republican of Ohio", "officials" of a report on one state. What
nothing shows stays ``---``: private people, experts and "sources" are nobody's.
"""

from __future__ import annotations

from msgspec.structs import replace
from spacy.tokens import Token

from dragoman.actors.books import load_books
from dragoman.document import Document
from dragoman.records import UNKNOWN_CODE, Actor, SourceKind
from dragoman.statements.described import countries, described, state_told
from dragoman.statements.grammar import phrase
from dragoman.statements.kind_of import kind_of
from dragoman.statements.sources import noun_kind, trait_words

_HOME_SHARE = 0.4  # of a report's names of states and their people
_ENOUGH = 3
_BACK = 500  # tokens
_OF_A_STATE = frozenset({"official", "spokesperson"})


def with_state(document: Document, actor: Actor, token: Token) -> Actor:
    """The speaker with the state that its own words, its description or the report shows.

    Fields: ``how`` ends in what showed it ("; country: its own words").
    """
    pronoun = token.pos_ == "PRON"
    if actor.code != UNKNOWN_CODE or actor.country or (pronoun and not _person(document, actor)):
        return actor
    body = _body_before(document, actor)
    if body is not None:
        return replace(actor, code=body)
    kind = kind_of(document, actor, token)
    for state, why in (
        (_own_words(document, actor, token, kind), "its own words"),
        (_description(document, actor, token, kind), "what is told of it"),
        (_report(document, actor, token, kind), "report's country"),
    ):
        if state is not None and state in load_books().states:
            return replace(actor, code=state, country=state, how=f"{actor.how}; country: {why}")
    if kind == "organisation" and _civil(document, actor, token):
        return replace(actor, code="NGO")
    return actor


def _body_before(document: Document, actor: Actor) -> str | None:
    """The body of states whose part speaks: "the U.N. Refugee Agency"."""
    for mention in document.mentions:
        if actor.start - 2 <= mention.end <= actor.start and mention.actors[0].code.startswith(
            "IGO"
        ):
            return mention.actors[0].code
    return None


def _person(document: Document, actor: Actor) -> bool:
    return any(m.kind == "person" and m.actors[0].name == actor.name for m in document.mentions)


def _own_words(document: Document, actor: Actor, token: Token, kind: SourceKind) -> str | None:
    """The state of "a State Department document", "officials in the Senate"."""
    if token.pos_ == "PRON" or (token.pos_ == "PROPN" and actor.how != "as named"):
        return None
    if kind in ("agency", "broadcaster", "newspaper", "person", "unknown", "organisation"):
        return None
    first, last = phrase(token)
    span = document.doc[first:last]
    told = state_told(document, span.start_char, span.end_char)
    if told is None and span[0].lower_ in ("the", "this", "that") and token.pos_ == "NOUN":
        return _named_before(document, token)
    return told


def _named_before(document: Document, token: Token) -> str | None:
    """The state of "the report", "the official", where the last one of that noun had one."""
    for earlier in reversed(document.doc[max(0, token.i - _BACK) : token.left_edge.i]):
        if earlier.lemma_ == token.lemma_ and earlier.pos_ == "NOUN":
            first, last = phrase(earlier)
            span = document.doc[first:last]
            told = state_told(document, span.start_char, span.end_char)
            if told is not None or span[0].lower_ not in ("the", "this", "that"):
                return told
    return None


def _description(document: Document, actor: Actor, token: Token, kind: SourceKind) -> str | None:
    """The state of "Ann Lee, Republican of Ohio", "a former U.S. envoy"; the first that is told."""
    if kind not in _OF_A_STATE and kind != "expert":
        return None
    for words in described(document, actor, token):
        span = document.doc[words.start : words.end]
        if not len(span):
            continue
        if kind == "expert" and not trait_words("former") & {t.lower_ for t in span}:
            continue
        state = state_told(document, span.start_char, span.end_char)
        if state is not None:
            return state
    return None


def _report(document: Document, actor: Actor, token: Token, kind: SourceKind) -> str | None:
    """The state that the report is about, for its officials: no other is named as often."""
    held = noun_kind(token.lemma_) == "official" if token.pos_ == "NOUN" else False
    if kind not in _OF_A_STATE and not (kind == "anonymous" and held):
        return None
    if kind == "spokesperson" and " for " in f"{actor.role} {actor.text}":
        return None  # "a spokeswoman for the school"
    if {"IGO", "NGO"} & set(actor.sectors):
        return None
    if _person(document, actor) and not (actor.role or described(document, actor, None)):
        return None  # "General Lee", of nobody knows which army
    if token.lemma_.lower() in load_books().listed("groups.relational"):
        return None  # "allies": of whom?
    counts = countries(document)
    total = sum(counts.values())
    if total < _ENOUGH:
        return None
    state = max(counts, key=lambda code: (counts[code], code))
    return state if counts[state] >= _HOME_SHARE * total else None


def _civil(document: Document, actor: Actor, token: Token) -> bool:
    """Whether they organise for a cause: "rights advocates", "head of a farmers' association"."""
    if token.lemma_.lower() in trait_words("civil"):
        return True
    told = [document.doc[w.start : w.end].text for w in described(document, actor, token)]
    words = {word.lower() for text in told for word in text.split()}
    return _person(document, actor) and bool(words & trait_words("civil"))
