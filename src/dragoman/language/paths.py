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
    return Paths(trigger).to(word)


class Paths:
    """The paths from one trigger; what stands above it is sought once."""

    def __init__(self, trigger: Token) -> None:
        """Take a trigger."""
        self._trigger = trigger.i
        self._kind = _kind(trigger)
        above = [trigger, *trigger.ancestors]
        self._places = {t.i: n for n, t in enumerate(above)}
        self._labels = [t.dep_ for t in above]

    def to(self, word: Token) -> str:
        """The path to a word of the same report."""
        if self._trigger == word.i:
            return "self"
        places = self._places
        down: list[str] = []
        step, at = word, word.i
        while at not in places:
            label = step.dep_
            if label not in _SKIPPED:
                down.append(_label(step, label))
            above = step.head
            if above.i == at or len(down) > _LONGEST:
                return FAR
            step, at = above, above.i
        up = self._labels[: places[at]]
        if len(up) + len(down) > _LONGEST:
            return FAR
        return f"{self._kind}:{'^'.join(up)}/{'>'.join(reversed(down))}"


def _label(token: Token, label: str) -> str:
    if label in ("prep", "agent", "dative") and token.pos_ == "ADP":
        return token.lower_
    return "" if label == "pobj" else label


def _kind(trigger: Token) -> str:
    if is_verb(trigger):
        return "P" if is_passive(trigger) else "V"
    return "A" if trigger.pos_ == "ADJ" else "N"
