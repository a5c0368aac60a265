"""Change words in a text, and the predicates that they govern or modify."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from dragoman.changes.book import ChangeWord, change_words
from dragoman.changes.needs import fits
from dragoman.changes.targets import targets_of
from dragoman.events import syntax
from dragoman.events.lexicon import load_lexicon
from dragoman.events.status import read_status
from dragoman.records import ChangeKind

_APART = 5  # words between a verb and its particle ("walked some of his words back")
_ARGUMENTS = ("pobj", "dobj", "nsubj", "nsubjpass", "attr", "appos")
_NOT = ("not", "n't", "never")
_ABLE = ("can", "could", "would")


@dataclass(frozen=True, slots=True)
class Found:
    """Words that tell a change.

    Fields:
        kind: what they say. words: their tokens. own: tokens of the acts or stances that they say
            it of. loose: nouns that are meant only if their act has the same subject ("again held
            *talks*", but not "again condemned the *attack*"); by: the verb whose subject that is.
    """

    kind: ChangeKind
    words: tuple[int, ...]
    own: frozenset[int]
    loose: frozenset[int] = frozenset()
    by: int | None = None


def find_changes(doc: Doc) -> list[Found]:
    """All change words of a parsed text, in order; of those that overlap, the longest.

    Words that are only wished, asked or supposed ("should reverse", "if it ends") tell no change.
    """
    book = change_words()
    found: list[Found] = []
    taken: set[int] = set()
    for token in doc:
        rows = book.get(token.lower_, ()) if token.is_alpha else ()
        if token.lemma_.lower() != token.lower_:
            rows = (*rows, *book.get(token.lemma_.lower(), ()))
        for row in sorted(rows, key=lambda r: -len(r.words)):
            words = _matched(row, token)
            if words is None or taken & set(words) or _compound(doc, words[-1]):
                continue
            told = _told(row, doc, words)
            if told is not None:
                found.append(told)
                taken.update(words)
                break
    return found


def _matched(row: ChangeWord, token: Token) -> tuple[int, ...] | None:
    """The tokens of a row's words from ``token`` on, or None."""
    if row.pos == "verb":
        return _verb_with(row.words, token) or _in_a_row(row, token)
    return _in_a_row(row, token)


def _verb_with(words: tuple[str, ...], verb: Token) -> tuple[int, ...] | None:
    """A verb with its particles, which may stand apart."""
    if verb.pos_ not in ("VERB", "AUX") or verb.lemma_.lower() != words[0]:
        return None
    kept = [verb.i]
    for word in words[1:]:
        near = (t for c in verb.rights for t in (c, *c.children) if t.i > kept[-1])
        hit = next((t for t in near if t.lower_ == word and t.i - kept[-1] <= _APART), None)
        if hit is None:
            return None
        kept.append(hit.i)
    return tuple(kept)


def _in_a_row(row: ChangeWord, token: Token) -> tuple[int, ...] | None:
    """Words that follow each other, over hyphens; the last of a noun or verb by its lemma."""
    doc, at, kept = token.doc, token.i, []
    for number, word in enumerate(row.words):
        if number and at < len(doc) and doc[at].text == "-":
            at += 1
        if at >= len(doc):
            return None
        last = number == len(row.words) - 1
        same = doc[at].lower_ == word or (
            last and row.pos in ("noun", "verb") and doc[at].lemma_.lower() == word
        )
        if not same:
            return None
        kept.append(at)
        at += 1
    return tuple(kept) if _part_fits(row, _anchor(row, doc, kept)) else None


def _anchor(row: ChangeWord, doc: Doc, words: Sequence[int]) -> Token:
    """The token that stands for the words in the parse."""
    if row.pos == "verb":
        verb = next((doc[i] for i in words if syntax.is_verb(doc[i])), None)
        if verb is not None:
            return verb
    if row.pos == "noun":
        noun = next((doc[i] for i in words if doc[i].dep_ in _ARGUMENTS), None)
        if noun is not None:
            return noun  # "U-turn" may be torn apart by the parser
    return doc[words[0] : words[-1] + 1].root


def _compound(doc: Doc, last: int) -> bool:
    """Whether the words are only the beginning of a joined one: "*first*-strike"."""
    return last + 1 < len(doc) and doc[last + 1].text == "-" and not doc[last].whitespace_


def _part_fits(row: ChangeWord, anchor: Token) -> bool:
    match row.pos:
        case "verb":
            return syntax.is_verb(anchor)
        case "noun":
            return syntax.is_noun(anchor) and anchor.dep_ not in ("compound", "amod")
        case "adj":
            return anchor.dep_ in ("amod", "compound", "nmod", "npadvmod") and syntax.is_noun(
                anchor.head
            )
    return True


def _told(row: ChangeWord, doc: Doc, words: tuple[int, ...]) -> Found | None:
    """The change that a row's words tell there, or None."""
    anchor = _anchor(row, doc, words)
    if not fits(row, anchor, words):
        return None
    kind, shown = row.change, set(words)
    if row.pos == "verb":
        denied = _negation(anchor)
        if denied and row.negated is None:
            return None
        if denied:
            kind = row.negated or kind
            shown.update(denied)
        if not _happens(anchor, denied=bool(denied)):
            return None
    elif row.pos == "noun" and row.change != "first":
        bearer = syntax.carrying_verb(anchor)
        if bearer is not None and (_negation(bearer) or not _happens(bearer, denied=False)):
            return None
    aim = targets_of(row, anchor, words)
    if not aim.own:
        return None
    return Found(kind, tuple(sorted(shown)), frozenset(aim.own), frozenset(aim.loose), aim.by)


def _happens(verb: Token, *, denied: bool) -> bool:
    """Whether a verb is told as done or to be done, not as what only may be."""
    if denied and any(c.tag_ == "MD" and c.lower_ in _ABLE for c in verb.children):
        return False  # "could never have reversed"
    reading = read_status(verb, load_lexicon())
    first = verb.head if verb.dep_ == "conj" else verb
    above = first.head if first.dep_ == "pcomp" and first.head.lower_ == "by" else None
    if above is not None and syntax.is_verb(above.head) and not _happens(above.head, denied=False):
        return False  # "aims to end it by dropping"
    if reading.status == "possible" or reading.conditional:
        return False
    return denied or reading.told


def _negation(verb: Token) -> list[int]:
    """The words that negate a verb: "*not* changed", "*refused* to back down", "*no* sign of"."""
    aside = [verb, *(c for c in verb.children if c.dep_ == "aux")]
    found = [c.i for v in aside for c in v.children if c.dep_ == "neg" or c.lower_ in _NOT]
    reading = read_status(verb, load_lexicon())
    if reading.status == "negated":
        found += [t.i for t in reading.hedges if t.sent == verb.sent and t.tag_ != "MD"]
    above = verb.head
    if above.lower_ == "of" and above.head.lemma_ in load_lexicon().classes["signs"]:
        no = [c for c in above.head.children if c.dep_ == "det" and c.lower_ == "no"]
        found += [t.i for c in no for t in (c, above.head, above)]
    return sorted(set(found))
