"""What in a change of wording weighs: words that one version has and the other has nowhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from dragoman.records import Matter, Point
from dragoman.stories.alignment import Word
from dragoman.stories.forms import key_of
from dragoman.stories.words import word_map, word_set

_SHORT = 8  # words: a longer stretch is left out as a whole, with whatever verbs it has


def points_of(
    all_base: Sequence[Word], all_other: Sequence[Word], base: Sequence[Word],
    other: Sequence[Word],
) -> tuple[Point, ...]:  # fmt: skip
    """What weighs in the words that differ at one place.

    Args:
        all_base, all_other: the two versions whole: a number, name or hedge that stands at another
            place of the other version is no difference.
        base, other: their words at this place.

    Example:
        >>> from dragoman.stories.forms import tokens
        >>> ours, theirs = (list(map(Word, tokens(s))) for s in ("sold 3 ships", "not sold ships"))
        >>> [(p.kind, p.base, p.words) for p in points_of(ours, theirs, ours[1:2], theirs[:1])]
        [('negation', '', 'not'), ('number', '3', '')]
    """
    short = len(base) <= _SHORT and len(other) <= _SHORT
    found = []
    for kind, of, near in _KINDS:
        if near and not short:
            continue
        ours, theirs = of(base), of(other)
        if near and len(ours) == len(theirs) and set(ours.values()) == set(theirs.values()):
            continue
        there = set(of(other if near else all_other).values())
        here = set(of(base if near else all_base).values())
        only = [", ".join(dict.fromkeys(w for w, key in side.items() if key not in known))
                for side, known in ((ours, there), (theirs, here))]  # fmt: skip
        if any(only):
            found.append(Point(kind=kind, base=only[0], words=only[1]))
    return tuple(found)


Keys = dict[str, str]
"""A word as it stands -> what is compared."""


def _negations(words: Iterable[Word]) -> Keys:
    listed = word_set("versions", "negations")
    return {w.token.form: "not" for w in words if w.token.form in listed}


def _modals(words: Iterable[Word]) -> Keys:
    """The modal verbs, as they are before indirect speech moves their tense."""
    listed, shifted = word_set("versions", "modals"), word_map("versions", "shifted")
    back = {new: old for old, new in shifted.items()}
    forms = (w.token.form for w in words)
    return {form: back.get(form, form) for form in forms if form in listed}


def _numbers(words: Iterable[Word]) -> Keys:
    """The numbers; "one" may be a pronoun."""
    tokens = [w.token for w in words]
    return {t.form: t.key for t in tokens if t.key.startswith("#") and t.form != "one"}


def _hedges(words: Iterable[Word]) -> Keys:
    listed = {key_of(word) for word in word_set("versions", "hedges")}
    return {w.token.form: w.token.key for w in words if w.token.key in listed}


def _names(words: Iterable[Word]) -> Keys:
    """Actors named, not by a pronoun."""
    pronouns = word_set("versions", "first") | word_set("versions", "third")
    found: Keys = {}
    for word in words:
        if word.actor and word.token.capital and word.token.form not in pronouns:
            found.setdefault(word.name, word.actor)
    return found


# kind, what is looked for, and whether only this place counts (else the whole of both versions)
_KINDS: tuple[tuple[Matter, Callable[[Iterable[Word]], Keys], bool], ...] = (
    ("negation", _negations, True), ("number", _numbers, False), ("modal", _modals, True),
    ("hedge", _hedges, False), ("name", _names, False),
)  # fmt: skip
