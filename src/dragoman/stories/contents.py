"""What statements of a story say, compared by meaning: the same words, or words of like use.

Each telling word looks for its likest in the other statement by the table of word vectors, names by
whom they name. How much a word counts is how rare it is in the news, and how rare among what is
said in this story: everybody in a story on tolls speaks of tolls.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dragoman.events.trained.vectors import load_vectors
from dragoman.stories.telling import SpeechTelling
from dragoman.stories.words import weight

Floats = NDArray[np.float32]

_NEAR = 0.35  # likeness of two words below which they have nothing in common
_TELLING = 0.7  # weight that a word must have to be compared
_NAME = 2.0  # how telling a name is
_FEW = 8  # statements: fewer have no mean that says what the story is about
_LITTLE = 0.05  # what a word counts at least, so that every statement weighs something


@dataclass(frozen=True, slots=True)
class Held:
    """How much of each statement of one report each of another holds, and the other way round.

    Fields:
        ours: by rows (the first report's statements) and columns (the other's), 0 to 1: the share
            of the row's words that the column has.
        theirs: the share of the column's words that the row has.
    """

    ours: Floats
    theirs: Floats

    @property
    def fuller(self) -> Floats:
        """The greater of both shares: that of the statement which adds less of its own."""
        return np.maximum(self.ours, self.theirs)

    @property
    def mean(self) -> Floats:
        """The mean of both shares."""
        return ((self.ours + self.theirs) / 2).astype(np.float32)


class Contents:
    """The telling words of all statements of a story, made ready for comparing."""

    def __init__(self, tellings: Sequence[SpeechTelling]) -> None:
        """Statements in any order; those of one report are compared with those of another."""
        self._items = [_items(telling) for telling in tellings]
        self._places: dict[str, list[int]] = {}
        for n, telling in enumerate(tellings):
            self._places.setdefault(telling.report, []).append(n)

    def places(self, report: str) -> list[int]:
        """Which of the statements are a report's."""
        return self._places.get(report, [])

    @property
    def reports(self) -> list[str]:
        """The reports that have statements."""
        return sorted(self._places)

    @cached_property
    def _keys(self) -> list[str]:
        return sorted({key for items in self._items for key in items})

    @cached_property
    def _at(self) -> dict[str, int]:
        return {key: n for n, key in enumerate(self._keys)}

    @cached_property
    def _rare(self) -> dict[str, float]:
        """How rare each word is among what one report of the story has said, 0 to 1.

        Counted a report: that all reports carry one utterance makes its words no commoner.
        """
        counted: Counter[str] = Counter()
        reports: Counter[str] = Counter()
        for places in self._places.values():
            held = Counter(key for place in places for key in self._items[place])
            counted.update(held)
            reports.update(held.keys())
        whole = math.log(len(self._items) / (len(self._places) or 1) + 1.0)
        return {k: max(0.0, 1.0 - math.log(n / reports[k]) / whole) for k, n in counted.items()}

    @cached_property
    def _vectors(self) -> Floats:
        vectors = load_vectors()
        found = np.zeros((len(self._keys), vectors.size), dtype=np.float32)
        forms = {key: form for items in self._items for key, (form, _) in sorted(items.items())}
        for n, key in enumerate(self._keys):
            if not key.startswith(("@", "#")):
                found[n] = vectors.of(forms[key])
        return found

    def held(self, one: str, other: str) -> tuple[Held, Held]:
        """How much the statements of two reports hold of each other: by news, by story."""
        rows, columns = self.places(one), self.places(other)
        ours, theirs = self._words(rows), self._words(columns)
        table = self._vectors[ours.index] @ self._vectors[theirs.index].T
        table = table * (table >= _NEAR)
        table[ours.index[:, None] == theirs.index[None, :]] = 1.0
        by_theirs = np.maximum.reduceat(table, theirs.starts, axis=1)
        by_ours = np.maximum.reduceat(table, ours.starts, axis=0)
        return (
            Held(_shares(by_theirs, ours, ours.plain), _shares(by_ours.T, theirs, theirs.plain).T),
            Held(_shares(by_theirs, ours, ours.rare), _shares(by_ours.T, theirs, theirs.rare).T),
        )

    @cached_property
    def meanings(self) -> Floats:
        """A vector for each statement, its words' weighted mean less that of the whole story."""
        found = np.zeros((len(self._items), self._vectors.shape[1]), dtype=np.float32)
        for n, items in enumerate(self._items):
            keys = sorted(items)
            worth = np.array([items[k][1] * self._rare[k] + _LITTLE for k in keys], np.float32)
            found[n] = worth @ self._vectors[[self._at[k] for k in keys]] / worth.sum()
        if len(found) > _FEW:
            found -= found.mean(axis=0)
        sizes = np.linalg.norm(found, axis=1)
        scaled: Floats = (found / np.maximum(sizes, 1e-6)[:, None]).astype(np.float32)
        return scaled

    def _words(self, places: Sequence[int]) -> _Words:
        index: list[int] = []
        starts: list[int] = []
        plain: list[float] = []
        rare: list[float] = []
        for place in places:
            starts.append(len(index))
            # A statement without a telling word holds nothing and is held by nothing.
            for key, (_, value) in sorted(self._items[place].items()):
                index.append(self._at[key])
                plain.append(value)
                rare.append(value * self._rare[key] + _LITTLE)
        return _Words(
            np.array(index, dtype=np.int64), np.array(starts, dtype=np.int64),
            np.array(plain, dtype=np.float32), np.array(rare, dtype=np.float32),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of some statements, one after another; where each statement's begin."""

    index: NDArray[np.int64]
    starts: NDArray[np.int64]
    plain: Floats
    rare: Floats


def _items(telling: SpeechTelling) -> dict[str, tuple[str, float]]:
    """Key -> form and how telling it is; at least one, so that rows stay aligned."""
    codes = telling.told.codes
    found: dict[str, tuple[str, float]] = {}
    for piece in telling.statement.content:
        for word in telling.told.between(piece.start, piece.end):
            mark = codes.get(word.start)
            if mark is not None:
                found[mark] = (word.form, _NAME)
            elif (value := weight(word.form)) >= _TELLING:
                found.setdefault(word.stem, (word.form, value))
    return found or {"#": ("", _LITTLE)}


def _shares(best: Floats, words: _Words, weights: Floats) -> Floats:
    """The share of each statement's words that others have: rows statements, columns others."""
    total = np.add.reduceat(best * weights[:, None], words.starts, axis=0)
    return (total / np.add.reduceat(weights, words.starts)[:, None]).astype(np.float32)
