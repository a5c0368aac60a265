"""Small questions about clauses that more than one module asks."""

from __future__ import annotations

from spacy.tokens import Token

from dragoman.times.lexicon import LEXICON

CLOCK = frozenset(("am", "pm", "a.m.", "p.m.", "gmt", "local"))
"""Words of the clock that the parser takes for verbs and nouns."""

_ENDINGS = ("tion", "sion", "ment", "ing", "ings", "tions", "sions", "ments")
_SETS = LEXICON.sets


def is_event_noun(token: Token) -> bool:
    """Whether a noun names something that happens ("summit", "deployment"), by list and by form."""
    if token.pos_ not in ("NOUN", "PROPN"):
        return token.tag_ == "VBG"
    lemma = token.lemma_.lower()
    if lemma in _SETS["owners.event_nouns"] or token.lower_ in _SETS["owners.event_nouns"]:
        return True
    if lemma in _SETS["owners.no_events"] or token.pos_ == "PROPN":
        return False
    return lemma.endswith(_ENDINGS) and len(lemma) > 6


def fronted_verb(head: Token, first: int) -> Token | None:
    """The main verb of a sentence that a time opens ("On Friday, ..."), else None."""
    sentence = head.sent
    if first - sentence.start > 2 or any(
        t.pos_ not in ("ADP", "DET", "ADV", "PUNCT", "SPACE")
        for t in sentence.doc[sentence.start : first]
    ):
        return None
    if sentence.root.pos_ in ("VERB", "AUX") and sentence.root.i > head.i:
        return sentence.root
    for token in sentence:
        finite = token.tag_ in ("VBD", "VBZ", "VBP", "MD")
        if token.i > head.i and finite and token.dep_ not in ("relcl", "acl", "advcl", "ccomp"):
            if token.dep_ in ("aux", "auxpass"):
                return token.head
            return token
    return None
