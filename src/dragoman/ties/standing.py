"""Whether a tie is stated as standing, as ended, as denied, or only imagined."""

from __future__ import annotations

from spacy.tokens import Token

_ENDED = {"former", "ex", "erstwhile", "onetime", "formerly", "one", "then"}
_NOT = {"not", "n't", "n’t", "never", "no", "neither", "nor", "without", "lacks", "lack"}
_IF = {"if", "whether", "unless"}
_CHANGES = {
    "break", "sever", "cut", "suspend", "end", "rupture", "terminate", "abandon", "scrap", "freeze",
    "restore", "resume", "reestablish", "establish", "open", "seek", "renew", "upgrade",
    "downgrade",
}  # fmt: skip

Standing = str
"""``""`` stands, ``"former"`` has ended, ``"no"`` is denied, ``"open"`` is only imagined."""


def of_phrase(first: int, noun: Token) -> Standing:
    """By the words of a noun's phrase that begins at token ``first``."""
    words = [noun.doc[i].lower_ for i in range(first, noun.i)]
    if "no" in words:
        return "former" if "longer" in words else "no"
    for number, word in enumerate(words):
        if word == "one" and words[number : number + 3] != ["one", "-", "time"]:
            continue
        if word in _ENDED:
            return "former"
    return ""


def of_verb(verb: Token, *, past: bool) -> Standing:
    """By negation, mood and tense of a finite verb; ``past`` lets a past tense stand."""
    children = list(verb.children)
    words = {c.lower_ for c in children if c.dep_ in {"neg", "aux", "mark", "advmod", "preconj"}}
    if words & _IF or any(c.tag_ == "MD" for c in children) or verb.sent.text.rstrip()[-1:] == "?":
        return "open"
    longer = any(c.lower_ == "longer" for c in children) or _no_longer(verb)
    if longer:
        return "former"
    if words & _NOT:
        return "no"
    auxiliaries = {c.lower_ for c in children if c.dep_ in {"aux", "auxpass"}}
    match verb.tag_:
        case "VBZ" | "VBP":
            return ""
        case "VBD":
            return "" if past or verb.dep_ == "ccomp" else "open"
        case "VBN":
            was = auxiliaries & {"was", "were", "had"}
            return "open" if was and not past and verb.dep_ != "ccomp" else ""
        case "VBG":
            return "" if auxiliaries & {"is", "are", "'s", "has", "have"} else "open"
        case _:
            return "" if auxiliaries & {"does", "do"} else "open"


def of_copula(verb: Token) -> Standing:
    """By "is", "remains", "has become", "was", "is not", "would be"."""
    standing = of_verb(verb, past=True)
    if standing == "" and verb.lower_ in {"was", "were"} and verb.dep_ != "ccomp":
        return "former"
    if verb.tag_ == "VB" and standing == "open":
        lowered = {c.lower_ for c in verb.children if c.dep_ == "aux"}
        return "" if lowered & {"does", "do"} else "open"
    return standing


def made_or_ended(noun: Token) -> bool:
    """ "to break its relations with", "restored relations": what the verb does is no tie."""
    verb = noun.head
    if noun.dep_ == "pobj" and verb.dep_ == "prep":
        verb = verb.head
    return verb.pos_ in {"VERB", "AUX"} and verb.lemma_.lower() in _CHANGES


def _no_longer(verb: Token) -> bool:
    nearby = verb.doc[max(verb.i - 3, verb.sent.start) : min(verb.i + 4, verb.sent.end)]
    return "no longer" in nearby.text.lower()
