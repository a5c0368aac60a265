"""How a word hangs on a trigger in the parse, as one short string.

"Minsk was rebuked by Warsaw": Minsk is ``P:/nsubjpass``, Warsaw ``P:/by``. Going up is written
before the slash, going down after it; joined and apposed words count as what they are joined to.
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from dragoman.language.verbs import is_passive, is_verb

SELF, FAR = "self", "far"
_LONGEST = 5  # steps; what hangs further away is told by the words themselves
_SKIPPED = frozenset({"conj", "appos"})


def path(trigger: Token, word: Token) -> str:
    """The path from a trigger down or up to a word; ``far`` where it is long."""
    return Paths(trigger).to(word)


def paths(trigger: Token, words: Iterable[Token]) -> list[str]:
    """The path from a trigger to each of these words, in their order."""
    one = Paths(trigger)
    return [one.to(word) for word in words]


class Paths:
    """The paths from one trigger to words of its sentence, which share most of their way."""

    def __init__(self, trigger: Token) -> None:
        """Take a trigger."""
        self._trigger = trigger.i
        self._kind = _kind(trigger)
        above = [trigger, *trigger.ancestors]
        self._labels = [t.dep_ for t in above]
        # Of each word seen: where its way meets the trigger's, and the labels from there down.
        self._known: dict[int, tuple[int, tuple[str, ...]] | None] = {
            t.i: (n, ()) for n, t in enumerate(above)
        }

    def to(self, word: Token) -> str:
        """The path to a word of the same report."""
        known = self._known
        way: list[Token] = []
        step, at = word, word.i
        if at == self._trigger:
            return SELF
        while at not in known:
            way.append(step)
            step, below = step.head, at
            at = step.i
            if at == below:
                known[at] = None  # another sentence
        met = known[at]
        for step in reversed(way):
            label = step.dep_
            if met is not None and label not in _SKIPPED:
                met = (met[0], (*met[1], _label(step, label)))
            known[step.i] = met
        if met is None or met[0] + len(met[1]) > _LONGEST:
            return FAR
        return f"{self._kind}:{'^'.join(self._labels[: met[0]])}/{'>'.join(met[1])}"


def _label(token: Token, label: str) -> str:
    if label in ("prep", "agent", "dative") and token.pos_ == "ADP":
        return token.lower_
    return "" if label == "pobj" else label


def _kind(trigger: Token) -> str:
    if is_verb(trigger):
        return "P" if is_passive(trigger) else "V"
    return "A" if trigger.pos_ == "ADJ" else "N"
