"""The words of one verb that say whether it happened: auxiliaries, negation, conjunctions."""

from __future__ import annotations

from spacy.tokens import Token

from dragoman.events import syntax
from dragoman.events.lexicon import Lexicon
from dragoman.events.reading import Reading

FINITE = ("VBD", "VBZ", "VBP")


def marks_only(verb: Token, reading: Reading, lexicon: Lexicon) -> None:
    """The conjunctions of a verb: "if", "unless", "whether"."""
    for child in verb.children:
        if child.dep_ == "mark" and (child.lower_, "mark") in lexicon.governors:
            if child.i > 0 and child.nbor(-1).lower_ == "as":
                reading.likened = True  # "as if they were to attack"
            reading.conditional = True
            reading.condition |= child.lower_ in ("if", "unless")
            reading.add("possible", child)
            if verb.tag_ == "VBN" and any(
                c.dep_ == "aux" and c.lower_ in ("had", "'d") for c in verb.children
            ):
                reading.unreal |= child.lower_ in ("if", "unless")  # "if it had targeted"


def own_marks(verb: Token, reading: Reading, lexicon: Lexicon) -> bool:
    """Auxiliaries, negation, hedging adverbs and conjunctions of one verb; whether it is finite."""
    finite = verb.tag_ in FINITE
    marks_only(verb, reading, lexicon)
    to = any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)
    for child in verb.children:
        word = child.lower_
        if child.dep_ == "neg" or (child.dep_ == "advmod" and word in ("never", "hardly")):
            if not _only(child):
                reading.add("negated", child)
        elif word == "longer" and child.i > 0 and child.nbor(-1).lower_ == "no":
            reading.add("negated", child)
        elif child.dep_ in ("aux", "auxpass"):
            finite = finite or child.tag_ in ("MD", *FINITE)
            auxiliary(verb, child, reading, lexicon)
        elif to and child.dep_ == "advmod" and word in ("how", "where", "when", "why"):
            reading.unreal = True  # "how to end the fighting"
        elif word in lexicon.words["possible_adverbs"]:
            reading.add("possible", child)
        elif word in lexicon.words["hedge_adverbs"]:
            reading.hedges.append(child)
            reading.alleged |= word in lexicon.words["alleging_adverbs"]
        elif (child.dep_ == "nsubj" and word in ("nobody", "none", "neither")) or (
            child.dep_ in ("nsubj", "dobj")
            and any(g.dep_ == "det" and g.lower_ == "no" for g in child.children)
        ):
            reading.add("negated", child)
        elif child.dep_ == "advcl" and any(
            m.dep_ == "mark" and m.lower_ in ("if", "unless") for m in child.children
        ):
            reading.conditional = True
    return finite


def auxiliary(verb: Token, aux: Token, reading: Reading, lexicon: Lexicon) -> None:
    """What one auxiliary says: "will", "could", "would have", "is" before "-ing"."""
    word = aux.lower_
    governor = lexicon.governors.get((word, "aux")) or lexicon.governors.get(
        (aux.lemma_.lower(), "aux")
    )
    if aux.tag_ == "MD" and governor is not None:
        reading.modal = reading.modal or aux.lemma_.lower()
        if word in ("would", "'d") and not reading.conditional and _told_before(verb, lexicon):
            reading.add("planned", aux)
        else:
            reading.add(governor.status, aux)
        if word in ("would", "'d") and verb.tag_ == "VBN" and _perfect(verb):
            reading.unreal = True  # "would have attacked" tells that it did not come to pass
    if aux.lemma_ == "be" and verb.tag_ == "VBG" and aux.tag_ in ("VBZ", "VBP"):
        reading.progressive = True


def _perfect(verb: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ in ("have", "'ve") for c in verb.children)


def _only(neg: Token) -> bool:
    """ "Not only did ..." does not negate."""
    return neg.i + 1 < len(neg.doc) and neg.doc[neg.i + 1].lower_ in ("only", "just", "merely")


def _told_before(verb: Token, lexicon: Lexicon) -> bool:
    """Whether "would" is the past's future: the clause hangs on a verb or noun of speech."""
    current = verb
    for _ in range(4):
        head = current.head
        speech = current.dep_ == "ccomp" and syntax.is_verb(head)
        noun = current.dep_ in ("acl", "relcl") and syntax.is_noun(head)
        if speech or noun:
            words = lexicon.words["future_tellers" if speech else "future_nouns"]
            past = noun or head.tag_ in ("VBD", "VBN", "VBG", "VB")
            return (
                past
                and head.lemma_.lower() in words
                and not any(
                    c.dep_ == "advcl" and any(m.lower_ in ("if", "unless") for m in c.lefts)
                    for c in verb.children
                )
            )
        if current.dep_ not in ("conj", "xcomp", "advcl") or head == current:
            return False
        current = head
    return False
