"""Ties by role nouns: "China is Korea's largest trading partner", "a close US ally, Japan"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from dragoman.actors.lookup import actors_of, mention_of
from dragoman.document import Document
from dragoman.records import Actor
from dragoman.ties import standing
from dragoman.ties.book import TieBook, TieRule
from dragoman.ties.sides import (
    Found,
    after,
    before,
    is_state,
    owners_before,
    passes,
    phrase_start,
    state_mention,
    usable,
)

_COPULAS = {"be", "remain", "become", "stay", "constitute", "represent"}
_LISTS = {"including", "like", "such"}
_MUTUAL = {"alliance", "rivalry", "border"}


def role_ties(document: Document, book: TieBook) -> Iterator[Found]:
    """Every tie that a role noun of the report states."""
    for token in document.doc:
        if token.pos_ not in {"NOUN", "PROPN", "ADJ"}:
            continue
        for rule in book.rules_for("role", token.lemma_.lower()):
            first = phrase_start(token)
            if rule.fits(document.doc[first : token.i + 1].text):
                found = _read(document, rule, token, first)
                if found is not None:
                    yield found
                    break


def _read(document: Document, rule: TieRule, token: Token, first: int) -> Found | None:
    owners, last = _owners(document, rule, token, first)
    holders, stands = _holders(document, token, first, last)
    ended = standing.of_phrase(first, token)
    stands = stands or ended
    if stands == "open":
        return None
    owners, holders = usable(document, owners, rule), usable(document, holders, rule)
    codes = list(dict.fromkeys(h.code for h in holders if is_state(h)))
    if not owners and rule.kind in _MUTUAL and len(codes) == 2 and token.tag_ == "NNS":
        pair = [next(h for h in holders if h.code == code) for code in codes]
        return _found(rule, (pair[0],), (pair[1],), token, first, last, stands)
    if not owners or not holders:
        return None
    a, b = (holders, owners) if rule.a == ("holder",) else (owners, holders)
    return _found(rule, a, b, token, first, last, stands) if passes(rule, a, b) else None


def _found(
    rule: TieRule,
    a: tuple[Actor, ...],
    b: tuple[Actor, ...],
    token: Token,
    first: int,
    last: int,
    stands: str,
) -> Found:
    return Found(rule=rule, a=a, b=b, head=token, first=first, last=last, standing=stands)


def _owners(
    document: Document, rule: TieRule, token: Token, first: int
) -> tuple[tuple[Actor, ...], int]:
    """Whose role it is, and the end of the words that say so (a token index, exclusive)."""
    doc, at = document.doc, token.i + 1
    if at < token.sent.end and doc[at].lower_ in rule.owners:
        actors = after(document, at + 1)
        if actors:
            return actors, _mention_end(document, at + 1)
    return owners_before(document, token, first), token.i + 1


def _mention_end(document: Document, start: int) -> int:
    for i in range(start, min(start + 4, len(document.doc))):
        mention = mention_of(document, document.doc[i])
        if mention is not None:
            return mention.last
    return start


def _holders(
    document: Document, token: Token, first: int, last: int
) -> tuple[tuple[Actor, ...], str]:
    """Of whom the role is said, and how it stands: copula, "as", apposition, or a name after it."""
    doc = document.doc
    anchor, start = token, first
    while (
        anchor.dep_ == "conj"
        and anchor.head.pos_ in {"NOUN", "PROPN"}
        and not _named(document, anchor.head)
    ):
        anchor = anchor.head
        start = phrase_start(anchor)
    for noun, begin in ((token, first), (anchor, start)):
        verb = _copula(noun, begin)
        if verb is not None:
            subject = _subject(document, verb)
            return subject, standing.of_copula(verb)
        if begin > 0 and doc[begin - 1].lower_ == "as":
            return _as_holder(document, doc[begin - 1]), ""
        named = _named_after(document, token, last)
        if named:
            return named, ""
        beside = _apposition(document, noun, begin)
        if beside:
            return beside, ""
    return (), ""


def _named(document: Document, token: Token) -> bool:
    return mention_of(document, token) is not None


def _copula(noun: Token, first: int) -> Token | None:
    """The verb that says the noun of its subject, by grammar or right before the phrase."""
    head = noun.head
    if noun.dep_ in {"attr", "acomp", "oprd", "dobj"} and head.lemma_ in _COPULAS:
        return head
    for i in range(first - 1, max(first - 5, noun.sent.start - 1), -1):
        word = noun.doc[i]
        if word.lemma_ in _COPULAS and word.pos_ in {"AUX", "VERB"}:
            return word
        if word.pos_ not in {"ADV", "PART", "DET", "ADP"} and word.lower_ not in {"longer", "one"}:
            return None
    return None


def _subject(document: Document, verb: Token) -> tuple[Actor, ...]:
    for child in verb.children:
        if child.dep_ in {"nsubj", "nsubjpass"}:
            actors = actors_of(document, child)
            if actors or child.pos_ in {"NOUN", "PROPN"}:
                return actors
    if verb.dep_ == "conj" or (verb.dep_ in {"aux", "auxpass", "xcomp"} and verb.head is not verb):
        return _subject(document, verb.head)
    return before(document, verb.i, limit=3)


def _as_holder(document: Document, word: Token) -> tuple[Actor, ...]:
    """Of whom "as ..." speaks: the name right before it, else the subject of its clause."""
    doc, i = document.doc, word.i
    if i > 0 and doc[i - 1].text == ",":
        i -= 1
    near = before(document, i)
    if near:
        return near
    verb = word.head
    while verb.pos_ not in {"VERB", "AUX"} and verb.head is not verb:
        verb = verb.head
    return _subject(document, verb) if verb.pos_ in {"VERB", "AUX"} else ()


def _named_after(document: Document, token: Token, last: int) -> tuple[Actor, ...]:
    """A name right after the role: "US ally Japan", "its ally, Japan,", "allies such as Japan"."""
    doc, end = document.doc, token.sent.end
    i = last
    if i >= end:
        return ()
    comma = doc[i].text in {",", "(", ":", "—", "–"}
    i += comma
    if i < end and doc[i].lower_ in _LISTS:
        skip = 2 if doc[i].lower_ == "such" else 1
        return after(document, i + skip)
    while i < end and doc[i].lower_ in {"the", "neighboring", "neighbouring"}:
        i += 1
    if i >= end:
        return ()
    mention = state_mention(document, doc[i])
    if mention is None or mention.first > i:
        return ()
    next_word = doc[mention.last] if mention.last < end else None
    if next_word is not None and next_word.tag_ == "POS":
        return ()
    if comma and next_word is not None and next_word.text not in {",", ".", ")", "—", "–", ";"}:
        return ()
    if mention.usage == "modifier" and next_word is not None and next_word.pos_ in {"NOUN", "ADJ"}:
        return ()
    return actors_of(document, doc[mention.head]) or mention.actors


def _apposition(document: Document, noun: Token, first: int) -> tuple[Actor, ...]:
    """A name right before the role, between commas: "China, Korea's largest partner,"."""
    doc = document.doc
    if first < 2 or doc[first - 1].text not in {",", "(", "—", "–"}:
        return ()
    mention = mention_of(document, doc[first - 2])
    if mention is not None and mention.last == first - 1 and mention.kind not in {"person", "role"}:
        return mention.actors
    if noun.dep_ == "appos" and noun.head.i < noun.i:
        return actors_of(document, noun.head)
    return ()
