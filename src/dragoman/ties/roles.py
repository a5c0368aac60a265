"""Ties by role nouns: "China is Korea's largest trading partner", "a close US ally, Japan"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from dragoman.actors.lookup import actors_of
from dragoman.document import Document
from dragoman.records import Actor
from dragoman.ties import standing
from dragoman.ties.book import TieBook, TieRule
from dragoman.ties.sides import (
    Found,
    after,
    before,
    is_state,
    name_over,
    owners_before,
    passes,
    phrase_start,
    state_mention,
    two_sides,
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
            if rule.fits(document.doc[first : _words_end(token)].text):
                found = _read(document, rule, token, first)
                if found is not None:
                    yield found
                    break


def _words_end(token: Token) -> int:
    """The end of the words that tell the kind: "supplier of natural gas" has them behind."""
    i, end = token.i + 1, token.sent.end
    if i < end and token.doc[i].lower_ == "of":
        i += 1
        while i < end and i < token.i + 5 and token.doc[i].pos_ in {"ADJ", "NOUN", "CCONJ"}:
            i += 1
    return i


def _read(document: Document, rule: TieRule, token: Token, first: int) -> Found | None:
    owners, last = _owners(document, rule, token, first)
    holders, stands, said = _holders(document, token, first, last)
    ended = standing.of_phrase(first, token)
    stands = stands or ended
    if stands == "open":
        return None
    # "A and B are rivals"; not where they are somebody else's, though nobody that counts
    whole = not owners and document.doc[min(last, len(document.doc) - 1)].lower_ not in rule.owners
    owners, holders = usable(document, owners, rule), usable(document, holders, rule)
    if said and whole and rule.kind in _MUTUAL and token.tag_ == "NNS":
        owners, holders = two_sides(tuple(h for h in holders if is_state(h)))[::-1]
    if not owners or not holders:
        return None
    a, b = (holders, owners) if rule.a == ("holder",) else (owners, holders)
    if not passes(rule, a, b):
        return None
    return Found(rule=rule, a=a, b=b, head=token, first=first, last=last, standing=stands)


def _owners(
    document: Document, rule: TieRule, token: Token, first: int
) -> tuple[tuple[Actor, ...], int]:
    """Whose role it is, and the end of the words that say so (a token index, exclusive)."""
    doc = document.doc
    for at in dict.fromkeys((token.i + 1, _words_end(token))):
        if at < token.sent.end and doc[at].lower_ in rule.owners:
            actors = after(document, at + 1)
            if actors:
                return actors, _mention_end(document, at + 1)
    return owners_before(document, token, first), token.i + 1


def _mention_end(document: Document, start: int) -> int:
    for i in range(start, min(start + 4, len(document.doc))):
        mention = name_over(document, document.doc[i])
        if mention is not None:
            return mention.last
    return start


def _holders(
    document: Document, token: Token, first: int, last: int
) -> tuple[tuple[Actor, ...], str, bool]:
    """Of whom the role is said, how it stands, and whether a verb says it.

    Tried in turn: copula, "as", a name after it, a name before it between commas.
    """
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
            return subject, standing.of_copula(verb), True
        if begin > 0 and doc[begin - 1].lower_ == "as":
            return _as_holder(document, doc[begin - 1]), "", False
        named = _named_after(document, token, last)
        if named:
            return named, "", False
        beside = _apposition(document, noun, begin)
        if beside:
            return beside, "", False
    return (), "", False


def _named(document: Document, token: Token) -> bool:
    return name_over(document, token) is not None


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
    if verb.dep_ == "conj" or (verb.dep_ in {"aux", "auxpass", "xcomp"} and verb.head != verb):
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
    while verb.pos_ not in {"VERB", "AUX"} and verb.head != verb:
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
    head = doc[mention.head]
    if head.dep_ == "nsubj" and not comma and not _beside(token, head):
        return ()  # the subject of a clause of its own: "..., a close ally the US has ..."
    if mention.usage == "modifier" and next_word is not None and next_word.pos_ in {"NOUN", "ADJ"}:
        return ()
    return actors_of(document, doc[mention.head]) or mention.actors


def _beside(role: Token, name: Token) -> bool:
    """Whether the role belongs to the name ("US ally Japan said")."""
    return role.head == name or (role.i + 1 == name.left_edge.i and name.left_edge.pos_ != "DET")


def _apposition(document: Document, noun: Token, first: int) -> tuple[Actor, ...]:
    """A name right before the role, between commas: "China, Korea's largest partner,"."""
    doc = document.doc
    if first < 2 or doc[first - 1].text not in {",", "(", "—", "–"}:
        return ()
    mention = name_over(document, doc[first - 2])
    if mention is not None and noun.tag_ == "NNS" and len(mention.actors) == 1:
        return ()
    if mention is not None and mention.last == first - 1 and mention.kind not in {"person", "role"}:
        return mention.actors
    if noun.dep_ == "appos" and noun.head.i < noun.i:
        return actors_of(document, noun.head)
    return ()
