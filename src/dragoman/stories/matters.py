"""What in a change of wording matters: words that one version has and the other nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dragoman.records import Matter
from dragoman.stories.alignment import Word
from dragoman.stories.forms import key_of
from dragoman.stories.words import word_map, word_set

_SHORT = 8  # words: a longer stretch is left out as a whole, with whatever verbs it has


def matters_of(
    all_base: Sequence[Word], all_other: Sequence[Word], base: Sequence[Word],
    other: Sequence[Word],
) -> tuple[Matter, ...]:  # fmt: skip
    """What matters in the words that differ at one place.

    Args:
        all_base, all_other: the two versions whole: a number, name or hedge that stands at another
            place of the other version is no difference.
        base, other: their words at this place.

    Example:
        >>> from dragoman.stories.forms import tokens
        >>> ours, theirs = (list(map(Word, tokens(s))) for s in ("sold 3 ships", "not sold ships"))
        >>> matters_of(ours, theirs, ours[1:2], theirs[:1])
        ('negation', 'number')
    """
    found: list[Matter] = []
    if len(base) <= _SHORT and len(other) <= _SHORT:
        if _count(base, "negations") != _count(other, "negations"):
            found.append("negation")
        if _modals(base) != _modals(other):
            found.append("modal")
    for matter, of in (("number", _numbers), ("hedge", _hedges), ("name", _names)):
        if (of(base) - of(all_other)) | (of(other) - of(all_base)):
            found.append(matter)  # type: ignore[arg-type]
    order: tuple[Matter, ...] = ("negation", "number", "modal", "hedge", "name")
    return tuple(m for m in order if m in found)


def _count(words: Iterable[Word], key: str) -> int:
    listed = word_set("versions", key)
    return sum(w.token.form in listed for w in words)


def _modals(words: Iterable[Word]) -> set[str]:
    """The modal verbs, as they are before indirect speech moves their tense."""
    listed, shifted = word_set("versions", "modals"), word_map("versions", "shifted")
    back = {new: old for old, new in shifted.items()}
    return {back.get(w.token.form, w.token.form) for w in words if w.token.form in listed}


def _numbers(words: Iterable[Word]) -> set[str]:
    """The numbers; "one" may be a pronoun."""
    return {w.token.key for w in words if w.token.key.startswith("#") and w.token.form != "one"}


def _hedges(words: Iterable[Word]) -> set[str]:
    listed = _hedge_keys()
    return {w.token.key for w in words if w.token.key in listed}


def _hedge_keys() -> frozenset[str]:
    return frozenset(key_of(word) for word in word_set("versions", "hedges"))


def _names(words: Sequence[Word]) -> set[str]:
    """Actors named, not by a pronoun."""
    pronouns = word_set("versions", "first") | word_set("versions", "third")
    return {w.actor for w in words if w.actor and w.token.form not in pronouns and w.token.capital}
