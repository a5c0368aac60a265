"""Cues that "and" joins to an earlier cue, where the parser joins them to the earlier content."""

from __future__ import annotations

from spacy.tokens import Token

from dragoman.statements.cues import verb_cue
from dragoman.statements.grammar import SUBJECTS, children
from dragoman.statements.sources import noun_kind
from dragoman.statements.subjects import speaks

_PRESENT = frozenset({"VBZ", "VBP"})
_PAST = frozenset({"VBD", "VBN"})


def who_goes_on(verb: Token) -> Token | None:
    """The subject of the clause that a cue goes on from, where the parser took a nearer noun.

    "Dahl signed orders closing the port and said ...": she said it, not the orders.
    """
    if any(c.dep_ in SUBJECTS for c in verb.children) or verb.dep_ not in ("conj", "advcl", "acl"):
        return None
    if verb.tag_ not in _PAST | {"VBG"} or children(verb, "aux", "auxpass"):
        return None
    best: Token | None = None
    # "The strike came after Dahl called him a liar and warned": the nearer cue's.
    for near in verb.head.children:
        if near.dep_ == "advcl" and near.i < verb.i and near.tag_ == verb.tag_:
            told = children(near, "nsubj") if verb_cue(near) is not None else []
            best = told[0] if told else best
    if best is not None:
        return best
    for up in verb.ancestors:
        if up.pos_ not in ("VERB", "AUX") or up.i > verb.i:
            continue
        subjects = [c for c in up.children if c.dep_ == "nsubj" and c.i < up.i]
        if subjects and subjects[0].tag_ not in ("WP", "WDT"):
            best = subjects[0]
            if verb_cue(up) is not None:
                break
    return best


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
    cue = verb_cue(verb)
    things = [c for c in children(head, "nsubj") if c.pos_ == "NOUN"]
    dumb = [c for c in things if head.pos_ == "AUX" and noun_kind(c.lemma_) is None]
    if cue is not None and (dumb or any(not speaks(c, cue) for c in things)):
        return outer  # "said the reef was a reality but warned": the reef warns nobody
    same = outer.tag_ in tenses
    return outer if same and (head.tag_ not in tenses or children(head, "aux")) else None
