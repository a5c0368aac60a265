"""Whether a day without a year or a week lies behind the report or ahead of it."""

from __future__ import annotations

from typing import Literal

from spacy.tokens import Token

from dragoman.times.clause import CLOCK, fronted_verb, is_event_noun
from dragoman.times.lexicon import LEXICON

Direction = Literal["past", "ahead", "none"]

_VERBAL = ("VERB", "AUX")
_FUTURE = frozenset(("will", "'ll", "shall", "wo", "'d", "would", "could", "should", "may",
                     "might", "can", "must", "ca"))  # fmt: skip
_OPENING = frozenset(("until", "till", "up", "beginning", "starting"))
_SETS = LEXICON.sets


def direction_of(head: Token, first: int) -> Direction:
    """Where the time headed by ``head`` lies; ``first`` is the first token of its words.

    The words right before it decide ("scheduled for", "following"), then the tense of the verb
    that governs it, then that of the nearest verb of the sentence.
    """
    cue = _cue(head, first)
    if cue != "none":
        return cue
    node = head
    through_noun = certain = False
    for _ in range(25):
        if node.head.i == node.i:
            break
        node = node.head
        if node.lower_ in CLOCK or node.lower_ in LEXICON.day_parts:
            continue
        if node.lower_ == "ahead":  # "ahead of the talks this week"
            return "ahead"
        if node.pos_ == "NOUN":
            if node.lemma_.lower() in _SETS["behind.nouns"]:
                return "past"
            through_noun = True
            certain = certain or any(c.lower_ in ("the", "'s") for c in node.children)
        if through_noun and not certain and node.lower_ == "for" and node.dep_ == "prep":
            return "none"  # "flew in for talks on Monday"
        if node.pos_ in _VERBAL:
            if through_noun and not _explicit(node):
                return "past" if tense(node) == "past" else "none"
            if first < node.i and _was_planned(node):
                return "none"  # "On Sunday he was slated to speak": before or after the report
            return tense(node)
    if node.pos_ in _VERBAL and node.i != head.i:
        return tense(node)
    main = fronted_verb(head, first)
    if main is not None:
        return tense(main)
    return _nearest_verb(head)


def leans(head: Token, first: int) -> bool:
    """Whether only a loose tie tells the direction of a time, so that what lies nearer is meant.

    An infinitive or "would" below a verb of the past ("called to thank him on Sunday", "asked the
    council to meet on Monday"), a noun ("the decision to fire on Thursday"), "was" and "to" before
    a day ("the date was June 12", "put off to March 20").
    """
    cue = _cue(head, first)
    if cue != "none":  # "had been set for August 8" may be behind
        verb = verb_over(head)
        return cue == "ahead" and verb is not None and _was_planned(verb)
    node, preposition = head, ""
    for _ in range(25):
        if node.head.i == node.i:
            return False
        node = node.head
        if node.dep_ == "prep" and not preposition:
            preposition = node.lower_
        if node.pos_ in ("NOUN", "PROPN") and node.lemma_.lower() not in LEXICON.units:
            return node.lemma_.lower() not in _SETS["behind.nouns"]
        if node.pos_ in _VERBAL and node.lower_ not in CLOCK:
            break
    return preposition in ("to", "for") or node.lemma_.lower() == "be" or _below_past(node)


def _below_past(verb: Token) -> bool:
    while verb.dep_ == "conj" and verb.head.pos_ in _VERBAL:  # "the decision to launch and test"
        verb = verb.head
    helpers = {t.lower_ for t in verb.children if t.dep_ in ("aux", "auxpass")}
    if "would" in helpers:
        return True
    if "to" not in helpers:
        return False
    above = next((t for t in verb.ancestors if t.pos_ in (*_VERBAL, "NOUN")), None)
    if above is not None and above.pos_ == "NOUN":
        return True
    return above is not None and above.lemma_.lower() != "be" and tense(above) == "past"


def tense(verb: Token, depth: int = 0) -> Direction:
    """Whether a verb tells of the past or of what lies ahead."""
    lemma = verb.lemma_.lower()
    if lemma in _SETS["ahead.verbs"] and verb.tag_ in ("VBN", "JJ"):
        return "ahead"
    if depth > 6:
        return "none"
    helpers = {t.lower_: t for t in verb.lefts if t.dep_ in ("aux", "auxpass")}
    if not helpers:
        helpers = {t.lower_: t for t in verb.children if t.dep_ in ("aux", "auxpass")}
    perfect = any(h in ("have", "has", "had", "'ve", "having") for h in helpers)
    if any(h in _FUTURE for h in helpers):
        return "past" if perfect and "have" in helpers else "ahead"
    if "to" in helpers:
        return "past" if perfect else _infinitive(verb, depth)
    if perfect or verb.tag_ == "VBD":
        return "past"
    if any(h in ("was", "were", "did") for h in helpers):
        return "past"
    below = (
        verb.tag_ == "VBN"
        and not helpers
        and verb.dep_ in ("ccomp", "xcomp")
        and verb.head.i < verb.i
    )
    if below and _parent(verb, depth) == "ahead":  # "will see a duty applied on Monday"
        return "ahead"
    if verb.tag_ == "VBN":
        return "ahead" if any(h in ("is", "are", "'s", "'re", "being") for h in helpers) else "past"
    if verb.tag_ == "VBG":
        if any(h in ("is", "are", "'s", "'re", "'m", "am") for h in helpers):
            return "ahead"
        return _parent(verb, depth)
    if verb.tag_ in ("VBZ", "VBP"):
        return _present(verb, lemma, depth)
    if verb.dep_ in ("conj", "xcomp", "ccomp"):
        return _parent(verb, depth)
    return "none"


def negated(head: Token) -> bool:
    """Whether the verb that governs a time is negated ("did not act until Friday")."""
    verb = verb_over(head)
    return verb is not None and any(c.dep_ == "neg" for c in verb.children)


def _explicit(verb: Token) -> bool:
    """Whether the verb says itself that it lies ahead; "his visit Saturday is raising" does not."""
    return (
        verb.tag_ not in ("VBZ", "VBP", "VBG")
        or verb.lemma_.lower() in _SETS["ahead.verbs"]
        or verb.dep_ in ("acl", "relcl")
    )


def _was_planned(verb: Token) -> bool:
    return verb.lemma_.lower() in _SETS["ahead.verbs"] and any(
        t.lower_ in ("was", "were", "had") for t in verb.children
    )


def _present(verb: Token, lemma: str, depth: int) -> Direction:
    if lemma in _SETS["behind.speech"]:
        return "past"
    if lemma == "be":  # "The summit is on Monday"
        subjects = (c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass"))
        return "ahead" if any(is_event_noun(s) for s in subjects) else "none"
    if lemma in _SETS["ahead.present"] or lemma in _SETS["ahead.verbs"]:
        return "ahead"
    if verb.dep_ in ("relcl", "advcl", "conj") and depth < 3:
        return _parent(verb, depth)
    return "none"


def _infinitive(verb: Token, depth: int) -> Direction:
    parent = verb.head
    # "was the first to respond", "the only state to vote against"
    if _ranked(parent) or _ranked(verb.doc[max(verb.left_edge.i - 1, 0)]):
        return _parent(parent, depth)
    if parent.i == verb.i:  # a headline: "Lee to meet Xi Monday"
        return "ahead"
    lemma = parent.lemma_.lower()
    if lemma in _SETS["ahead.heads"] or lemma in _SETS["ahead.verbs"]:
        return "ahead"
    if parent.pos_ in ("NOUN", "PROPN", "ADJ"):
        return "ahead"
    if lemma == "be" and parent.tag_ in ("VBZ", "VBP", "VBD"):  # "is to visit", "was to visit"
        return "ahead"
    return tense(parent, depth + 1) if parent.pos_ in _VERBAL else "none"


def _ranked(word: Token) -> bool:
    return any(
        t.lower_ in LEXICON.ordinals or t.lower_ in ("only", "last", "latest")
        for t in (word, *(c for c in word.children if c.i < word.i))
    )


def _parent(verb: Token, depth: int) -> Direction:
    node = verb
    for _ in range(8):
        if node.head.i == node.i:
            return "none"
        node = node.head
        if node.pos_ in _VERBAL:
            return tense(node, depth + 1)
    return "none"


def _cue(head: Token, first: int) -> Direction:
    """What the two to four words before the expression say."""
    doc = head.doc
    low = max(head.sent.start, first - 5)
    words = [
        t.lower_ for t in doc[low:first] if t.lower_ not in ("the", "a", "late", "early", "next")
    ]
    for size in (4, 3, 2, 1):
        phrase = " ".join(words[-size:]) if len(words) >= size else ""
        if phrase in _SETS["ahead.phrases"]:
            if phrase.split()[0] in _OPENING and _past_clause(head):
                return "none"
            return "ahead"
        if phrase in _SETS["behind.phrases"]:
            return "past"
    return "none"


def _past_clause(head: Token) -> bool:
    verb = verb_over(head)
    return verb is not None and tense(verb) == "past"


def verb_over(head: Token) -> Token | None:
    """The nearest verb that a time hangs on."""
    return next((node for node in head.ancestors if node.pos_ in _VERBAL), None)


def _nearest_verb(head: Token) -> Direction:
    sentence = head.sent
    verbs = [t for t in sentence if t.pos_ in _VERBAL and t.dep_ not in ("aux", "auxpass")]
    for verb in sorted(verbs, key=lambda t: abs(t.i - head.i)):
        found = tense(verb)
        if found != "none":
            return found
    return "none"
