"""Verbs and nouns in the parse, also the bare participles of the passive."""

from __future__ import annotations

from spacy.tokens import Token

_PASSIVE = "dragoman.passive"  # asked of each verb many times, and kept with the Doc
_VERBAL = frozenset({"VERB", "AUX"})


def is_verb(token: Token) -> bool:
    """Whether the token is a verb or an auxiliary used as one."""
    return token.pos_ in _VERBAL


def is_noun(token: Token) -> bool:
    """Whether the token is a noun or a name."""
    return token.pos_ in ("NOUN", "PROPN")


def is_passive(verb: Token) -> bool:
    """Whether the verb is a passive, also a bare participle ("talks scheduled for Monday")."""
    kept: dict[int, bool] = verb.doc.user_data.setdefault(_PASSIVE, {})
    found = kept.get(verb.i)
    if found is None:
        found = kept[verb.i] = _is_passive(verb)
    return found


def _is_passive(verb: Token) -> bool:
    under = {c.dep_ for c in verb.children}
    if "nsubjpass" in under or "auxpass" in under:
        return True
    if verb.tag_ != "VBN" or "aux" in under or "nsubj" in under:
        return False
    if verb.dep_ == "conj" and is_verb(verb.head):
        return is_passive(verb.head)
    # "told by", "sent to": a participle after its noun, or one that opens a clause.
    return verb.dep_ in ("acl", "amod", "relcl", "advcl") and "dobj" not in under
