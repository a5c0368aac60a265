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
    return paths(trigger, [word])[0]


def paths(trigger: Token, words: Iterable[Token]) -> list[str]:
    """The path from a trigger to each of these words, in their order.

    Words of one sentence share most of their way, so that many are quicker than each alone.
    """
    above = [trigger, *trigger.ancestors]
    places = {t.i: n for n, t in enumerate(above)}
    kind, up = _kind(trigger), [t.dep_ for t in above]
    # For a word below: the place where its way meets the trigger's, and the labels from there.
    known: dict[int, tuple[int, tuple[str, ...]] | None] = {i: (n, ()) for i, n in places.items()}
    found: list[str] = []
    for word in words:
        way: list[Token] = []
        step, i = word, word.i
        while i not in known:
            way.append(step)
            step = step.head
            if step.i == i:
                known[i] = None  # another sentence
            i = step.i
        met = known[i]
        for step in reversed(way):
            if met is not None and step.dep_ not in _SKIPPED:
                met = (met[0], (*met[1], _label(step)))
            known[step.i] = met
        if word.i == trigger.i:
            found.append(SELF)
        elif met is None or met[0] + len(met[1]) > _LONGEST:
            found.append(FAR)
        else:
            found.append(f"{kind}:{'^'.join(up[: met[0]])}/{'>'.join(met[1])}")
    return found


def _label(token: Token) -> str:
    if token.dep_ in ("prep", "agent", "dative") and token.pos_ == "ADP":
        return token.lower_
    return "" if token.dep_ == "pobj" else token.dep_


def _kind(trigger: Token) -> str:
    if is_verb(trigger):
        return "P" if is_passive(trigger) else "V"
    return "A" if trigger.pos_ == "ADJ" else "N"
