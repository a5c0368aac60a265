"""Which subjects can speak at all: persons, bodies and texts, not moves and numbers."""

from __future__ import annotations

from spacy.tokens import Token

from dragoman.statements.cues import Cue, noun_cue
from dragoman.statements.sources import noun_kind

IT_SAYS = frozenset(
    {
        "say",
        "add",
        "write",
        "tell",
        "announce",
        "note",
        "stress",
        "underline",
        "state",
        "declare",
        "conclude",
        "report",
        "estimate",
        "warn",
        "predict",
        "claim",
        "argue",
    }
)
"""With these, "it" is a paper or an institution even where nothing tells which."""


def speaks(speaker: Token, cue: Cue) -> bool:
    """Whether a subject can speak at all: not "the move said", "it is said"."""
    if speaker.lower_ in ("it", "this", "that", "these", "those", "which", "what", "there"):
        return False
    if speaker.pos_ in ("PROPN", "PRON"):
        return speaker.lower_ not in _NOBODY
    if any(c.lower_ == "no" for c in speaker.lefts):
        return False
    lemma = speaker.lemma_.lower()
    if noun_kind(lemma) is not None:
        return True
    if lemma in _TEXTS and cue.lemma in _TEXT_SAYS:
        return True
    # "Xi's eagerness suggests", "the move signals": things show, they do not say.
    if cue.lemma in _SHOWING:
        return lemma.endswith(_PERSONS) and not lemma.endswith(_THINGS)
    return lemma not in _DUMB and (lemma in _BODIES or not lemma.endswith(_ABSTRACT))


_NOBODY = frozenset("you nothing something anything everything nobody none neither noone".split())
_SHOWING = frozenset(
    "threaten suggest indicate signal imply show underline underscore highlight confirm reveal"
    " recall echo hint find document determine call make put express read".split()
)
_PERSONS = ("er", "or", "ist", "ian", "man", "men", "woman", "women", "people", "ee", "ant", "ent")
_BODIES = frozenset(
    "majority minority community city county nation population audience faction constitution"
    " entity facility membership partnership conference intelligence congregation publication"
    " administration celebrity".split()
)
_ABSTRACT = ("tion", "sion", "ness", "ity", "ism", "ance", "ence", "ship")
_THINGS = ("ment", "power", "number", "paper", "matter", "order", "border", "event", "weather")

_TEXTS = frozenset("deal agreement accord treaty pact law rule plan bill constitution".split())
_TEXT_SAYS = frozenset("say state stipulate promise call demand".split())
"""What is agreed or enacted has words: "the deal says", "an accord that calls for"."""

_DUMB = frozenset(
    "history outbreak deployment pressure meeting email math story work"
    " move step decision attack visit trip war deal agreement event incident thing case situation"
    " tension relation price rate number result policy plan law rule crisis violence conflict"
    " development change day week month year time fact way sign test launch missile ship strike"
    " rally dealings".split()
)


def utters(noun: Token) -> bool:
    """Whether a noun with a participle ("a group calling for ...") can be the one who speaks."""
    if noun.pos_ != "NOUN" or noun_kind(noun.lemma_) is not None or noun_cue(noun) is not None:
        return True
    lemma = noun.lemma_.lower()
    return lemma.endswith(_PERSONS) and not lemma.endswith(_THINGS)
