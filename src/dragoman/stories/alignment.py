"""Puts two versions of the same words beside each other, word by word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from dragoman.records import Form
from dragoman.stories.forms import Token, form_of

_IN_A_ROW = 0.6  # a pair beside another pair: rows are kept together
_LIGHT = 2  # words: a shorter row without a telling word, changes on both sides, joins nothing


@dataclass(frozen=True, slots=True)
class Word:
    """A word to be aligned.

    Fields:
        actor: whom it names or stands for, "" where nobody. name: the words of that mention.
    """

    token: Token
    actor: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """A word of one version beside its word of the other; ``form``: how it is told otherwise."""

    base: int
    other: int
    form: Form | None


def align(base: Sequence[Word], other: Sequence[Word], *, indirect: bool = False) -> list[Pair]:
    """The pairs of words that two versions have in common, in the order of both.

    Args:
        base: the version that is compared with.
        other: the other version.
        indirect: whether person and tense may be moved, as in indirect speech.

    Example:
        >>> from dragoman.stories.forms import tokens
        >>> ours, theirs = (list(map(Word, tokens(s))) for s in ("we will sell", "they would sell"))
        >>> [pair.form for pair in align(ours, theirs, indirect=True)]
        ['person', 'tense', None]
    """
    pairs = _best(base, other, indirect)
    return _without_light(pairs, base, other)


def _best(base: Sequence[Word], other: Sequence[Word], indirect: bool) -> list[Pair]:
    """The dearest pairs without a crossing; rows of pairs are dearer than pairs apart."""
    height, width = len(base), len(other)
    forms: dict[tuple[int, int], Form | None] = {}
    ending = [[0.0] * (width + 1) for _ in range(height + 1)]
    best = [[0.0] * (width + 1) for _ in range(height + 1)]
    for i, a in enumerate(base, start=1):
        for j, b in enumerate(other, start=1):
            found = _form(a, b, indirect)
            value = 0.0
            if found is not None:
                forms[i, j] = None if found == "same" else found
                before = ending[i - 1][j - 1]
                joined = before + _IN_A_ROW if before else 0.0
                value = _worth(a, b, found) + max(best[i - 1][j - 1], joined)
            ending[i][j] = value
            best[i][j] = max(value, best[i - 1][j], best[i][j - 1])
    pairs: list[Pair] = []
    i, j, inside = height, width, False
    while i and j:
        value = ending[i][j]
        if value and (inside or value >= best[i][j]):
            pairs.append(Pair(i - 1, j - 1, forms[i, j]))
            before = ending[i - 1][j - 1]
            inside = bool(before) and before + _IN_A_ROW > best[i - 1][j - 1]
            i, j = i - 1, j - 1
        elif best[i - 1][j] >= best[i][j - 1]:
            i -= 1
        else:
            j -= 1
    return pairs[::-1]


def _form(a: Word, b: Word, indirect: bool) -> Form | Literal["same"] | None:
    found = form_of(a.token, b.token, indirect=indirect)
    if found is None and a.actor and a.actor == b.actor:
        return "name"
    return found


def _worth(a: Word, b: Word, form: str) -> float:
    value = 0.5 + min(a.token.weight, b.token.weight, 4.0)
    return value if form == "same" else 0.8 * value


def _without_light(
    pairs: list[Pair], base: Sequence[Word], other: Sequence[Word]
) -> list[Pair]:  # fmt: skip
    """Pairs without those little words that two stretches happen to share in their midst."""
    rows: list[list[Pair]] = []
    for pair in pairs:
        last = rows[-1][-1] if rows else None
        if last and (last.base + 1, last.other + 1) == (pair.base, pair.other):
            rows[-1].append(pair)
        else:
            rows.append([pair])
    kept: list[Pair] = []
    for row in rows:
        telling = any(
            (base[p.base].token.weight >= 1.0 and p.form != "name") or p.form == "name" for p in row
        )
        inside = row[0].base > 0 or row[0].other > 0
        open_end = row[-1].base + 1 < len(base) or row[-1].other + 1 < len(other)
        if telling or len(row) > _LIGHT or not (inside and open_end):
            kept += row
    return kept
