"""What the network is told of each word besides its letters: lexicon, syntax, who is named.

The lexicon's rows, and the drafts that hold, go in as features, so that the two are joined where
the weights were learned, and a row that a user adds counts at once.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Span, Token

from dragoman.document import Document
from dragoman.events.draft import Draft
from dragoman.events.lexicon import Lexicon

TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE",
    "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
"""The types, in the order of the network's outputs 1 to 16; output 0 is "no event"."""
STATUSES = ("actual", "planned", "possible", "negated")
_KIND = {t: n for n, t in enumerate(TYPES)}
_STATUS = {s: n for n, s in enumerate(STATUSES)}
_POS = {p: n for n, p in enumerate(("VERB", "AUX", "NOUN", "PROPN", "ADJ", "PRON", "ADP"))}
_KINDS = ("person", "state", "organisation", "group", "role", "pronoun", "plural")
_MENTIONS = {k: n for n, k in enumerate(_KINDS)}
_USAGE = {u: n for n, u in enumerate(("actor", "place", "modifier", "source"))}
_DEPENDENCIES = {
    d: n
    for n, d in enumerate(
        "nsubj nsubjpass dobj pobj prep agent poss compound amod appos conj relcl acl advcl ccomp "
        "xcomp attr acomp pcomp ROOT nmod dative".split()
    )
}
_ROWS, _DRAFTS, _READ, _POS_AT = 0, 16, 32, 38
_MENTION_AT = _POS_AT + len(_POS)
_USAGE_AT = _MENTION_AT + len(_MENTIONS)
_MORE_AT = _USAGE_AT + len(_USAGE)
_DEPENDENCY_AT = _MORE_AT + 4
WIDTH = _DEPENDENCY_AT + len(_DEPENDENCIES)


def features(
    document: Document, sentence: Span, drafts: Sequence[Draft], lexicon: Lexicon
) -> NDArray[np.float32]:
    """One row of ``WIDTH`` numbers a word of the sentence; ``drafts`` are the lexicon's in it."""
    table = np.zeros((len(sentence), WIDTH), dtype=np.float32)
    first = sentence.start
    headline = not any(t.text in (".", "?", "!") for t in sentence[-3:])
    for n, token in enumerate(sentence):
        row = table[n]
        for entry in _rows(token, lexicon):
            row[_ROWS + _KIND[entry]] = 1.0
        if token.pos_ in _POS:
            row[_POS_AT + _POS[token.pos_]] = 1.0
        if token.dep_ in _DEPENDENCIES:
            row[_DEPENDENCY_AT + _DEPENDENCIES[token.dep_]] = 1.0
        row[_MORE_AT] = headline
        row[_MORE_AT + 1] = token.tag_ in ("VBN", "VBD")
        row[_MORE_AT + 2] = any(c.dep_ == "auxpass" for c in token.children)
        row[_MORE_AT + 3] = token.text[:1].isupper()
    for draft in drafts:
        row = table[draft.token.i - first]
        at = _DRAFTS + _KIND[draft.type]
        row[at] = max(row[at], 0.5 if draft.bare else 1.0)
        row[_READ + _STATUS[draft.status]] = 1.0
        row[_READ + 4] = draft.alleged
        row[_READ + 5] = draft.predicate.verbal
    last = sentence.end
    for mention in document.mentions:
        if first <= mention.head < last:
            row = table[mention.head - first]
            row[_MENTION_AT + _MENTIONS[mention.kind]] = 1.0
            row[_USAGE_AT + _USAGE[mention.usage]] = 1.0
    return table


def _rows(token: Token, lexicon: Lexicon) -> set[str]:
    lemma = token.lemma_.lower()
    if token.pos_ in ("VERB", "AUX"):
        return {e.type for e in lexicon.verbs.get(lemma, ())}
    if token.pos_ in ("NOUN", "PROPN"):
        return {e.type for e in lexicon.nouns.get(lemma, ())}
    return set()
