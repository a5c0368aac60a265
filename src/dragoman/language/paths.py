"""How a word hangs on a trigger in the parse, as one short string.

"Minsk was rebuked by Warsaw": Minsk is ``P:/nsubjpass``, Warsaw ``P:/by``. Going up is written
before the slash, going down after it; joined and apposed words count as what they are joined to.
"""

from __future__ import annotations

from spacy.tokens import Token

from dragoman.language.verbs import is_passive, is_verb

FAR = "far"
_LONGEST = 5  # steps; what hangs further away is told by the words themselves
_SKIPPED = frozenset({"conj", "appos"})


def path(trigger: Token, word: Token) -> str:
    """The path from a trigger down or up to a word; ``far`` where it is long."""
    if trigger.i == word.i:
        return "self"
    above = [trigger, *trigger.ancestors]
    places = {t.i: n for n, t in enumerate(above)}
    down: list[str] = []
    step = word
    while step.i not in places:
        if step.dep_ not in _SKIPPED:
            down.append(_label(step))
        if step.head == step or len(down) > _LONGEST:
            return FAR
        step = step.head
    up = [t.dep_ for t in above[: places[step.i]]]
    if len(up) + len(down) > _LONGEST:
        return FAR
    return f"{_kind(trigger)}:{'^'.join(up)}/{'>'.join(reversed(down))}"


def _label(token: Token) -> str:
    if token.dep_ in ("prep", "agent", "dative") and token.pos_ == "ADP":
        return token.lower_
    return "" if token.dep_ == "pobj" else token.dep_


def _kind(trigger: Token) -> str:
    if is_verb(trigger):
        return "P" if is_passive(trigger) else "V"
    return "A" if trigger.pos_ == "ADJ" else "N"
