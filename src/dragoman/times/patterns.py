"""Find time expressions in a string of lexeme classes, and say what each means."""

from __future__ import annotations

from dataclasses import replace

from dragoman.times import absolute, dayparts, recurring, relative
from dragoman.times.drafts import Draft, Lexemes
from dragoman.times.lexer import classes
from dragoman.times.meaning import Event, Meaning, Named, Shift

_PATTERNS = [*absolute.PATTERNS, *recurring.PATTERNS, *relative.PATTERNS, *dayparts.PATTERNS]


def find(lexemes: Lexemes) -> list[Draft]:
    """All expressions, in order, none overlapping; of two that overlap the longer wins."""
    string = classes(lexemes)
    found: list[tuple[int, int, Draft]] = []
    for order, (kind, pattern, build) in enumerate(_PATTERNS):
        for match in pattern.finditer(string):
            draft = build(match, lexemes)
            if draft is not None:
                found.append((draft.first - draft.last, order, replace(draft, kind=kind)))
    found.sort(key=lambda f: (f[0], f[1], f[2].first))
    taken = [False] * len(lexemes)
    kept: list[Draft] = []
    for _, _, draft in found:
        if not any(taken[draft.first : draft.last]):
            taken[draft.first : draft.last] = [True] * (draft.last - draft.first)
            kept.append(draft)
    return sorted(kept, key=lambda d: d.first)


def lean_on(draft: Draft, inner: Meaning) -> Meaning:
    """The meaning of an expression that leans on a time told before."""
    unit, n = draft.lean or ("day", 0)
    if isinstance(draft.meaning, Named):
        return replace(draft.meaning, base=Shift(unit, n, Event(inner)))
    if isinstance(inner, Shift) and isinstance(inner.base, Event) and inner.unit == unit:
        return Shift(unit, inner.n + n, inner.base)
    return Shift(unit, n, Event(inner))
