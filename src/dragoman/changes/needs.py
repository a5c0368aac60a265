"""What must stand around a change word so that it tells a change (column ``needs``)."""

from __future__ import annotations

from spacy.tokens import Token

from dragoman.changes.book import ChangeWord
from dragoman.events import syntax
from dragoman.events.lexicon import load_lexicon

_HAVE = ("have", "has", "had", "'ve", "’ve", "'d", "having")


def fits(row: ChangeWord, anchor: Token, words: tuple[int, ...]) -> bool:
    """Whether one of the row's needs is there; a row without needs always fits."""
    return not row.needs or any(_fits(need, anchor, words) for need in row.needs)


def _fits(need: str, anchor: Token, words: tuple[int, ...]) -> bool:
    name, _, kind = need.partition(":")
    match name:
        case "obj":
            return _has(objects(anchor), kind)
        case "alone":
            return not objects(anchor)
        case "own":
            return any(_owned(noun) for noun in objects(anchor))
        case "subj":
            return _has(syntax.surface_subjects(anchor), kind)
        case "noun":
            return _has([anchor.head], kind)
        case "inf":
            return any(c.dep_ == "xcomp" and syntax.is_verb(c) for c in anchor.children)
        case "ing":
            return any(c.dep_ in ("xcomp", "pcomp") and c.tag_ == "VBG" for c in anchor.children)
        case "clause":
            return any(c.dep_ == "ccomp" for c in anchor.children)
        case "perfect":
            return syntax.is_verb(anchor.head) and any(
                c.dep_ == "aux" and c.lower_ in _HAVE and c.i < anchor.i
                for c in anchor.head.children
            )
        case "inside":
            return not _opens(anchor, words)
        case "negated":
            return any(c.dep_ == "neg" or c.lower_ == "never" for c in anchor.head.children)
        case _:
            return _has(syntax.prepositions(anchor, name), kind) or (
                not kind and _under(anchor, name)
            )


def objects(verb: Token) -> list[Token]:
    """What a verb acts on, each noun with those joined to it."""
    found = syntax.deep_objects(verb)
    return [noun for first in found for noun in (first, *first.conjuncts) if noun.i >= first.i]


def _has(nouns: list[Token], kind: str) -> bool:
    """Whether one of the nouns is of a class; any noun where no class is asked for."""
    known = load_lexicon().classes.get(kind, frozenset()) if kind else None
    return any(known is None or noun.lemma_.lower() in known for noun in nouns)


def _owned(noun: Token) -> bool:
    return any(c.dep_ == "poss" for c in noun.children)


def _under(noun: Token, preposition: str) -> bool:
    """Whether a noun stands after a preposition: "in a shift"."""
    return noun.dep_ == "pobj" and noun.head.lower_ == preposition


def _opens(anchor: Token, words: tuple[int, ...]) -> bool:
    """Whether the words only lead over from the sentence before: "Still, ..."."""
    after = anchor.doc[words[-1] + 1] if words[-1] + 1 < len(anchor.doc) else None
    before = anchor.doc[words[0] - 1] if words[0] > anchor.sent.start else None
    opens = before is None or not before.is_alpha
    return opens and after is not None and after.text == ","
