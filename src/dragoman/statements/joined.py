"""Cues that "and" joins to an earlier cue, where the parser joins them to the earlier content."""

from __future__ import annotations

from spacy.tokens import Token

from dragoman.statements.cues import verb_cue
from dragoman.statements.grammar import SUBJECTS, children

_PRESENT = frozenset({"VBZ", "VBP"})
_PAST = frozenset({"VBD", "VBN"})


def outer_cue(verb: Token) -> Token | None:
    """The cue that a cue of speech goes on from, or None.

    "Dahl has denied that her party had paid and warned of lies": the tenses show that she warned,
    although the parser joins "warned" to "paid".
    """
    if verb.dep_ != "conj" or any(c.dep_ in SUBJECTS for c in verb.children):
        return None
    head = verb.head
    while head.dep_ == "conj" and head.head != head:
        head = head.head
    outer = head.head
    if head.dep_ != "ccomp" or verb_cue(outer) is None or outer.i > head.i:
        return None
    tenses = _PAST if verb.tag_ in _PAST else _PRESENT
    if verb.tag_ not in tenses or children(verb, "aux", "auxpass"):
        return None
    if children(head, "aux", "auxpass") and verb.tag_ != "VBN":
        return outer
    same = outer.tag_ in tenses
    return outer if same and (head.tag_ not in tenses or children(head, "aux")) else None
