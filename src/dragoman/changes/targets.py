"""Which predicates a change word speaks of: what it governs or modifies, not another clause."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Token

from dragoman.changes.book import ChangeWord
from dragoman.changes.needs import objects
from dragoman.events import syntax
from dragoman.events.lexicon import load_lexicon

_LINKS = ("prep", "dative", "prt")


@dataclass(slots=True)
class Aim:
    """Tokens that a change word speaks of; as in :class:`dragoman.changes.finding.Found`."""

    own: set[int] = field(default_factory=set)
    loose: set[int] = field(default_factory=set)
    by: int | None = None


def targets_of(row: ChangeWord, anchor: Token, words: tuple[int, ...]) -> Aim:
    """The acts and stances that the row's words at ``anchor`` speak of; empty where none."""
    aim = Aim()
    match row.pos:
        case "verb":
            _of_verb(anchor, words, aim)
            if any(need.startswith("subj:") for need in row.needs):
                aim.own.update(noun.i for noun in syntax.surface_subjects(anchor))
        case "adv":
            _of_adverb(anchor, words, aim)
        case "adj":
            _of_noun(anchor.head, aim)
        case "noun":
            _of_change_noun(anchor, aim)
    if row.pos != "verb":
        aim.own -= set(words)
    return aim


def _of_verb(verb: Token, words: tuple[int, ...], aim: Aim) -> None:
    """The verb itself, its objects, and what it governs: "continues to *respect*"."""
    aim.own.add(verb.i)
    aim.own.update(noun.i for noun in objects(verb))
    if syntax.is_passive(verb):
        aim.own.update(noun.i for noun in syntax.surface_subjects(verb))
    _governed(verb, aim)
    for number in words[1:]:  # "remain *committed* to", "stand by *its pledge*"
        aim.own.add(number)
        _governed(verb.doc[number], aim)
        aim.own.update(c.i for c in verb.doc[number].children if c.dep_ in ("pobj", "pcomp"))


def _governed(head: Token, aim: Aim) -> None:
    """Clauses and phrases that complete a word, and those joined to them."""
    for child in head.children:
        if child.dep_ in ("xcomp", "ccomp", "acomp"):
            aim.own.add(child.i)
            aim.own.update(t.i for t in child.conjuncts if t.i > child.i)
            if child.dep_ != "ccomp":
                _governed(child, aim)
        elif child.dep_ in _LINKS and head.lemma_ not in ("be", "have"):
            aim.own.update(c.i for c in child.children if c.dep_ == "pcomp")


def _of_adverb(adverb: Token, words: tuple[int, ...], aim: Aim) -> None:
    """The predicate that an adverb or its phrase modifies."""
    head = adverb.head
    if head.i in words and head.head.i not in words:
        head = head.head
    while head.dep_ in ("advmod", "npadvmod") and head.head.i != head.i:
        head = head.head
    if head.lemma_ == "be" and not any(c.dep_ == "auxpass" for c in head.children):
        _chain(head, aim)  # "is still opposed", but not "is still there"
    elif syntax.is_verb(head):
        _of_predicate(head, aim)
    elif syntax.is_noun(head):
        verb = syntax.carrying_verb(head)
        if verb is not None and adverb.i > head.i:
            _of_predicate(verb, aim)  # "held talks again" may be parsed as "talks again"
        _of_noun(head, aim)
    elif head.pos_ == "ADJ":
        aim.own.add(head.i)
        _governed(head, aim)
        if syntax.is_verb(head.head):
            aim.own.add(head.head.i)
    elif head.dep_ in _LINKS and syntax.is_verb(head.head):
        _of_predicate(head.head, aim)


def _of_predicate(verb: Token, aim: Aim) -> None:
    """A verb with its infinitives; its object only where that is the same act."""
    aim.own.add(verb.i)
    _chain(verb, aim)
    aim.loose.update(noun.i for noun in objects(verb))
    aim.by = verb.i


def _chain(verb: Token, aim: Aim) -> None:
    for child in verb.children:
        if child.dep_ in ("xcomp", "acomp"):
            aim.own.add(child.i)
            _chain(child, aim)


def _of_noun(noun: Token, aim: Aim) -> None:
    """A noun of an act, and the verb that carries it: "*imposed* unprecedented *sanctions*"."""
    aim.own.add(noun.i)
    verb = syntax.carrying_verb(noun)
    if verb is not None and noun.dep_ in ("dobj", "nsubjpass", "attr"):
        aim.loose.add(verb.i)
        aim.by = verb.i


def _of_change_noun(noun: Token, aim: Aim) -> None:
    """What "a reversal", "the first time" or "a U-turn" is said of."""
    for child in noun.children:
        if child.dep_ in ("relcl", "acl") and syntax.is_verb(child):
            _of_predicate(child, aim)
        elif child.dep_ == "prep":
            aim.own.update(c.i for c in child.children if c.dep_ in ("pobj", "pcomp"))
    if aim.own and noun.lemma_ == "time":
        return
    verb = syntax.carrying_verb(noun)
    if noun.dep_ == "appos" or (verb is not None and noun.dep_ == "pobj"):
        told = verb if verb is not None else _clause(noun)
        if told is not None:
            _of_predicate(told, aim)
    elif verb is not None and verb.lemma_ in load_lexicon().classes["bearers"]:
        aim.own.update((verb.i, noun.i, *(t.i for t in syntax.surface_subjects(verb))))
    elif verb is not None:
        aim.own.clear()
    elif noun.dep_ in ("nsubj", "nsubjpass", "ROOT"):
        aim.own.add(noun.i)


def _clause(token: Token) -> Token | None:
    """The verb of the clause that a token stands in."""
    while token.head.i != token.i:
        token = token.head
        if syntax.is_verb(token):
            return token
    return None
