"""Ties by verbs: "Beijing considers Taiwan a province", "the US supplies it with arms"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from dragoman.actors.lookup import actors_of, owner_of
from dragoman.document import Document
from dragoman.language.borders import borders
from dragoman.records import Actor
from dragoman.ties import standing
from dragoman.ties.book import TieBook, TieRule
from dragoman.ties.sides import Found, before, name_over, passes, two_sides, usable

_SUBJECTS = {"nsubj", "csubj"}
_OBJECTS = {"dobj", "dative", "obj"}


def verb_ties(document: Document, book: TieBook) -> Iterator[Found]:
    """Every tie that a verb of the report states."""
    for token in document.doc:
        if token.pos_ not in {"VERB", "AUX"}:
            continue
        rules = book.rules_for("verb", token.lemma_.lower())
        if not rules:
            continue
        words = clause_tokens(token)
        text = " ".join(t.text for t in words)
        for rule in rules:
            if rule.fits(text):
                found = _read(document, rule, token, words)
                if found is not None:
                    yield found
                    break


def _read(document: Document, rule: TieRule, verb: Token, words: list[Token]) -> Found | None:
    passive = _is_passive(verb)
    reduced = verb.dep_ == "acl" and verb.tag_ == "VBN"
    stands = "" if reduced else standing.of_verb(verb, past=rule.past)
    if stands == "":
        stands = "no" if any(t.lower_ == "no" and t.head.dep_ in _OBJECTS for t in words) else ""
    if stands == "open":
        return None
    a = _side(document, rule, rule.a, verb, words, passive or reduced)
    b = _side(document, rule, rule.b, verb, words, passive or reduced)
    if a and not b and rule.mutual:
        a, b = two_sides(a)
    if not a or not b or not passes(rule, a, b):
        return None
    last = max(t.i for t in words) + 1
    return Found(
        rule=rule, a=a, b=b, head=verb, first=min(t.i for t in words), last=last, standing=stands
    )


def clause_tokens(verb: Token) -> list[Token]:
    """The words of a verb's clause, without clauses that are coordinated with it or hang on it."""
    left_out = {
        inner.i
        for child in verb.children
        if child.dep_ in {"conj", "advcl", "parataxis"} and child.pos_ in {"VERB", "AUX"}
        for inner in child.subtree
    }
    first, end = borders(verb)
    return [t for t in verb.subtree if t.i not in left_out and first <= t.i < end]


def _side(
    document: Document,
    rule: TieRule,
    slots: tuple[str, ...],
    verb: Token,
    words: list[Token],
    passive: bool,
) -> tuple[Actor, ...]:
    """The first slot that holds a usable actor."""
    for slot in slots:
        actors = usable(document, _slot(document, slot, verb, words, passive), rule)
        if actors:
            return actors
    return ()


def _slot(
    document: Document, slot: str, verb: Token, words: list[Token], passive: bool
) -> tuple[Actor, ...]:
    match slot:
        case "subject":
            return _agent(document, verb) if passive else _subject(document, verb)
        case "object":
            return _patient(document, verb) if passive else _object(document, verb)
        case "thing":
            return _patient(document, verb) if passive else _judged(document, verb)
        case "object-owner":
            return next(
                (o for c in verb.children if c.dep_ in _OBJECTS if (o := owner_of(document, c))), ()
            )
        case "for-owner":
            return _owner_in_phrase(document, "for", words)
        case preposition:
            return _after_preposition(document, preposition, verb, words)


def _is_passive(verb: Token) -> bool:
    return any(c.dep_ in {"nsubjpass", "auxpass"} for c in verb.children)


def _subject(document: Document, verb: Token) -> tuple[Actor, ...]:
    seen = 0
    while seen < 4:
        subjects = [child for child in verb.children if child.dep_ in _SUBJECTS]
        if subjects:  # of "which it", the nearer word is the subject
            return actors_of(document, subjects[-1])
        if verb.dep_ not in {"conj", "xcomp", "aux"} or verb.head == verb:
            break
        verb, seen = verb.head, seen + 1
    return ()


def _agent(document: Document, verb: Token) -> tuple[Actor, ...]:
    for child in verb.children:
        if child.dep_ in {"agent", "prep"} and child.lower_ == "by":
            for noun in child.children:
                if noun.dep_ in {"pobj", "pcomp"}:
                    return actors_of(document, noun)
    return ()


def _patient(document: Document, verb: Token) -> tuple[Actor, ...]:
    for child in verb.children:
        if child.dep_ == "nsubjpass":
            return actors_of(document, child)
    return actors_of(document, verb.head) if verb.dep_ == "acl" else ()


def _object(document: Document, verb: Token) -> tuple[Actor, ...]:
    """The object of the verb, or whom "which" stands for where it has none of its own."""
    if any(c.dep_ == "ccomp" for c in verb.children):
        return ()  # "claims that Kenya ...": what follows is a sentence
    objects = [c for c in verb.children if c.i > verb.i and c.dep_ in _OBJECTS]
    for child in objects:
        actors = actors_of(document, child)
        if actors:
            return actors
    return () if objects else _relative_object(document, verb)


def _judged(document: Document, verb: Token) -> tuple[Actor, ...]:
    """What is judged: "considers it a province", "which it considers a province"."""
    for child in verb.children:
        if child.i > verb.i and child.dep_ in _OBJECTS:
            actors = actors_of(document, child)
            if actors:
                return actors
    following = verb.doc[verb.i + 1] if verb.i + 1 < verb.sent.end else None
    if following is not None:
        mention = name_over(document, following)
        if mention is not None and mention.first == following.i and _free(verb, mention.last):
            return mention.actors
    return _relative_object(document, verb)


def _free(verb: Token, last: int) -> bool:
    """Whether the name that ends before token ``last`` owns nothing ("considers Taiwan's rise")."""
    return last >= len(verb.doc) or verb.doc[last].tag_ != "POS"


def _relative_object(document: Document, verb: Token) -> tuple[Actor, ...]:
    """Whom "which" stands for in "the island, which it considers a province"."""
    doc = document.doc
    for i in range(verb.i - 1, max(verb.i - 6, verb.sent.start), -1):
        if doc[i].tag_ in {"WDT", "WP"} or (doc[i].lower_ == "that" and doc[i].dep_ in _OBJECTS):
            actors = actors_of(document, doc[i])
            left = i - 1 - (doc[i - 1].text == ",")
            # the parser often hangs the clause on an earlier noun: the name right before counts
            return before(document, left + 1) or actors
        if doc[i].pos_ in {"VERB", "AUX"} and doc[i].head != verb:
            return ()
    return ()


def _after_preposition(
    document: Document, preposition: str, verb: Token, words: list[Token]
) -> tuple[Actor, ...]:
    for token in words:
        if token.lower_ == preposition and token.i > verb.i and token.dep_ in {"prep", "dative"}:
            for noun in token.children:
                if noun.dep_ == "pobj":
                    actors = actors_of(document, noun)
                    if actors:
                        return actors
    return ()


def _owner_in_phrase(document: Document, preposition: str, words: list[Token]) -> tuple[Actor, ...]:
    """The owner of what a preposition governs: "for a third of Kenya's exports"."""
    for token in words:
        if token.lower_ == preposition and token.dep_ == "prep":
            for inner in token.subtree:
                if inner.pos_ == "NOUN":
                    owners = owner_of(document, inner)
                    if owners:
                        return owners
    return ()
