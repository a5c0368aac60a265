"""How much of a report's text another report has too: word for word, nearly so, or reworded.

Sentences of the reports' own words are compared, without what they quote: what somebody said in
public stands in every report. Two things are counted: sentences whose words stand in the other
text in the same rows, and sentences that say the same in whatever words, in the same order.
Independent reports of one event have single sentences alike; only where much of the shorter report
goes along with the other, sentence by sentence, is it a rewrite.

Whether two sentences say the same is told by their words' vectors: each telling word looks for its
likest in the other sentence, and the rarer it is, the more it counts, in both directions.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dragoman.events.trained.vectors import load_vectors
from dragoman.records import Evidence, Record
from dragoman.stories.telling import Told
from dragoman.stories.wording import outside
from dragoman.stories.words import Word, weight

Floats = NDArray[np.float32]

_ROW = 4  # words; rows of so many are looked for in the other text


class CopySettings(Record, frozen=True, kw_only=True):
    """Where a sentence goes along with another; chosen on `benchmarks/labels/origins_dev.jsonl`.

    Fields:
        least: own words that a sentence must have to be compared.
        same: share of a sentence's words in rows of the other text that makes it a copied one.
        alike: likeness of two sentences that makes them say the same.
        near: likeness below which two words have nothing in common.
        telling: weight that a word must have to be compared.
        shared: share of the shorter report's telling words that the other must have for the two
            to be compared sentence by sentence.
    """

    least: int = 6
    same: float = 0.7
    alike: float = 0.55
    near: float = 0.35
    telling: float = 0.7
    shared: float = 0.3


DEFAULT = CopySettings()


@dataclass(frozen=True)
class Part:
    """A sentence's own words, those outside quotations."""

    words: tuple[Word, ...]

    @property
    def span(self) -> Evidence:
        """Where they stand."""
        return Evidence(start=self.words[0].start, end=self.words[-1].end, role="content")


@dataclass(frozen=True)
class Match:
    """A sentence of the shorter report, and the sentence of the other that it goes along with."""

    ours: Part
    theirs: Part


@dataclass(frozen=True)
class Copying:
    """What the shorter of two reports has of the other.

    Fields:
        sentences: how many were compared. copied: how many stand in the other word for word.
        met: how many say the same as a sentence of the other, in whatever words and order.
        followed: those that do so in the same order, with their counterparts.
        turned: whether the shorter is the second of the two.
    """

    sentences: int
    copied: int
    met: int
    followed: tuple[Match, ...]
    turned: bool


class Text:
    """A report's sentences made ready for comparing."""

    def __init__(self, told: Told, settings: CopySettings = DEFAULT) -> None:
        """Its sentences of enough own words, in order."""
        bounds: dict[tuple[int, int], list[Word]] = {}
        for word in outside(told):
            bounds.setdefault(told.sentence(word.start), []).append(word)
        self.report = told.reading.report.id
        self.parts = [Part(tuple(found)) for found in bounds.values()
                      if len(found) >= settings.least]  # fmt: skip
        self.size = sum(len(p.words) for p in self.parts)
        self.telling = [[w for w in p.words if weight(w.form) >= settings.telling]
                        or list(p.words[:1]) for p in self.parts]  # fmt: skip

    @cached_property
    def rows(self) -> frozenset[tuple[str, ...]]:
        """Every row of four words within a sentence."""
        return frozenset(row for p in self.parts for row in _rows(p.words))

    @cached_property
    def stems(self) -> dict[str, float]:
        """Stem of a telling word -> how telling it is."""
        return {w.stem: weight(w.form) for words in self.telling for w in words}

    @cached_property
    def forms(self) -> list[str]:
        """The telling words, each once."""
        return sorted({w.form for words in self.telling for w in words})

    @cached_property
    def vectors(self) -> Floats:
        """The vectors of ``forms``."""
        vectors = load_vectors()
        return np.stack([vectors.of(form) for form in self.forms])

    @cached_property
    def places(self) -> NDArray[np.int64]:
        """Which of ``forms`` each telling word of the sentences is, one sentence after another."""
        at = {form: n for n, form in enumerate(self.forms)}
        return np.array([at[w.form] for words in self.telling for w in words], dtype=np.int64)

    @cached_property
    def starts(self) -> NDArray[np.int64]:
        """Where in ``places`` each sentence begins."""
        sizes = [len(words) for words in self.telling]
        return np.array([0, *np.cumsum(sizes)[:-1]], dtype=np.int64)

    @cached_property
    def weights(self) -> Floats:
        """How telling each word of ``places`` is."""
        return np.array([weight(w.form) for words in self.telling for w in words], dtype=np.float32)


def compare(a: Text, b: Text, settings: CopySettings = DEFAULT) -> Copying:
    """What the shorter of two texts has of the other."""
    turned = b.size < a.size
    ours, theirs = (b, a) if turned else (a, b)
    same = [_covered(part.words, theirs.rows) >= settings.same for part in ours.parts]
    if not ours.parts or _shared(ours, theirs) < settings.shared:
        return Copying(len(ours.parts), sum(same), sum(same), (), turned)
    likeness = _likeness(ours, theirs, settings.near)
    met: list[tuple[int, Match]] = []
    for i, part in enumerate(ours.parts):
        j = int(likeness[i].argmax())
        if same[i] or likeness[i, j] >= settings.alike:
            met.append((j, Match(part, theirs.parts[j])))
    followed = tuple(met[n][1] for n in _in_order([j for j, _ in met]))
    return Copying(len(ours.parts), sum(same), len(met), followed, turned)


def _shared(ours: Text, theirs: Text) -> float:
    """The share of the weight of a report's telling words that another has, too."""
    held = sum(value for stem, value in ours.stems.items() if stem in theirs.stems)
    return held / (sum(ours.stems.values()) or 1.0)


def _likeness(ours: Text, theirs: Text, near: float) -> Floats:
    """How alike each sentence is to each of the other report, 0 to 1."""
    words = ours.vectors @ theirs.vectors.T
    words = (words * (words >= near))[ours.places][:, theirs.places]
    found = []
    for table, one, other in ((words, ours, theirs), (words.T, theirs, ours)):
        best = np.maximum.reduceat(table, other.starts, axis=1)
        total = np.add.reduceat(best * one.weights[:, None], one.starts, axis=0)
        found.append(total / np.add.reduceat(one.weights, one.starts)[:, None])
    return ((found[0] + found[1].T) / 2).astype(np.float32)


def _rows(words: Sequence[Word]) -> list[tuple[str, ...]]:
    return [tuple(w.form for w in words[n : n + _ROW]) for n in range(len(words) - _ROW + 1)]


def _covered(words: Sequence[Word], rows: frozenset[tuple[str, ...]]) -> float:
    """The share of words that lie in a row of the other text."""
    hit = {n + k for n, row in enumerate(_rows(words)) if row in rows for k in range(_ROW)}
    return len(hit) / len(words)


def _in_order(places: Sequence[int]) -> list[int]:
    """Which of a row of places make the longest row that goes forward.

    Example:
        >>> _in_order([4, 0, 1, 1, 3])
        [1, 3, 4]
    """
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for n, place in enumerate(places):
        at = bisect.bisect_left(ends, place)
        before.append(last[at - 1] if at else -1)
        ends[at : at + 1] = [place]
        last[at : at + 1] = [n]
    kept = []
    n = last[-1] if last else -1
    while n >= 0:
        kept.append(n)
        n = before[n]
    return kept[::-1]
