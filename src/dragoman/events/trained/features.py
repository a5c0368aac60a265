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
from dragoman.events.lexicon import Entry, Lexicon

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
    first, last = sentence.start, sentence.end
    tokens = list(sentence)
    table[:, _MORE_AT] = not any(t.text in (".", "?", "!") for t in tokens[-3:])  # a headline
    for n, token in enumerate(tokens):
        row = table[n]
        speech, hangs = token.pos_, token.dep_
        for entry in _rows(token, speech, lexicon):
            row[_ROWS + _KIND[entry.type]] = 1.0
        if speech in _POS:
            row[_POS_AT + _POS[speech]] = 1.0
        if hangs in _DEPENDENCIES:
            row[_DEPENDENCY_AT + _DEPENDENCIES[hangs]] = 1.0
        if token.tag_ in ("VBN", "VBD"):
            row[_MORE_AT + 1] = 1.0
        if hangs == "auxpass" and first <= (above := token.head.i) < last and above != first + n:
            table[above - first, _MORE_AT + 2] = 1.0
        if token.text[:1].isupper():
            row[_MORE_AT + 3] = 1.0
    for draft in drafts:
        row = table[draft.token.i - first]
        at = _DRAFTS + _KIND[draft.type]
        row[at] = max(row[at], 0.5 if draft.bare else 1.0)
        row[_READ + _STATUS[draft.status]] = 1.0
        row[_READ + 4] = draft.alleged
        row[_READ + 5] = draft.predicate.verbal
    for mention in document.mentions:
        if first <= mention.head < last:
            row = table[mention.head - first]
            row[_MENTION_AT + _MENTIONS[mention.kind]] = 1.0
            row[_USAGE_AT + _USAGE[mention.usage]] = 1.0
    return table


def _rows(token: Token, speech: str, lexicon: Lexicon) -> tuple[Entry, ...]:
    if speech in ("VERB", "AUX"):
        return lexicon.verbs.get(token.lemma_.lower(), ())
    if speech in ("NOUN", "PROPN"):
        return lexicon.nouns.get(token.lemma_.lower(), ())
    return ()
