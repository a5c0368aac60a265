"""Triggers where they stand: what is compared when two tellings may be of one event.

Only the text and the trigger's offsets are asked for, so that an archived reading, and a research
corpus that marks triggers only, are compared by the same numbers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dragoman.events.trained.inner import load_inner
from dragoman.events.trained.vectors import load_vectors
from dragoman.stories.telling import Told
from dragoman.stories.words import Word, families, stem, weight, word_map, word_set

Floats = NDArray[np.float32]

_TOKEN = re.compile(r"\w+(?:['’.\-]\w+)*|[^\w\s]")
_BESIDE = 6  # words each side of a trigger that are its nearest
_FAR = 6  # sentences; what stands further down is only "far down"


@dataclass(frozen=True, eq=False)
class Spot:
    """A trigger of one report. ``spans``: its offsets in the text, in order."""

    told: Told
    spans: tuple[tuple[int, int], ...]

    @property
    def report(self) -> str:
        """The report's id."""
        return self.told.reading.report.id

    @cached_property
    def trigger(self) -> tuple[Word, ...]:
        """The trigger's words."""
        found = [w for start, end in self.spans for w in self.told.between(start, end)]
        if found:
            return tuple(found)
        start, end = self.spans[0][0], self.spans[-1][1]
        form = self.told.text[start:end].lower()
        return (Word(start, end, form, stem(form), False),)

    @cached_property
    def stems(self) -> frozenset[str]:
        """Their stems."""
        return frozenset(w.stem for w in self.trigger)

    @cached_property
    def families(self) -> frozenset[str]:
        """The families of acts that they name."""
        return families(" ".join(w.form for w in self.trigger))

    @cached_property
    def rare(self) -> float:
        """How telling the most telling of them is, 0 to 6."""
        return max(weight(w.form) for w in self.trigger)

    @cached_property
    def bounds(self) -> tuple[int, int]:
        """Where the sentence begins and ends."""
        return self.told.sentence(self.spans[0][0])

    @cached_property
    def around(self) -> tuple[Word, ...]:
        """The other words of the sentence."""
        own = {w.start for w in self.trigger}
        return tuple(w for w in self.told.between(*self.bounds) if w.start not in own)

    @cached_property
    def beside(self) -> tuple[Word, ...]:
        """The words nearest the trigger."""
        before = [w for w in self.around if w.start < self.trigger[0].start]
        after = [w for w in self.around if w.start > self.trigger[0].start]
        return (*before[-_BESIDE:], *after[:_BESIDE])

    @cached_property
    def names(self) -> frozenset[str]:
        """Words with a capital in the sentence, but for common ones."""
        return frozenset(w.form for w in self.around if w.capital and weight(w.form) > 1.0)

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Numbers in the sentence."""
        known = word_map("numbers", "words")
        return frozenset(w.form for w in self.around if w.form[:1].isdigit() or w.form in known)

    @cached_property
    def days(self) -> frozenset[str]:
        """Weekdays in the sentence."""
        return frozenset(w.form for w in self.around) & word_set("time", "weekdays")

    @cached_property
    def months(self) -> frozenset[str]:
        """Months in the sentence."""
        return frozenset(w.form for w in self.around if w.capital) & word_set("time", "months")

    @cached_property
    def before(self) -> str:
        """The word before the trigger."""
        start = self.trigger[0].start
        return next((w.form for w in reversed(self.around) if w.start < start), "")

    @cached_property
    def place(self) -> int:
        """Which sentence of the report it stands in, at most 6."""
        return min(self.row, _FAR)

    @cached_property
    def row(self) -> int:
        """Which sentence of the report it stands in."""
        return self.told.sentence_number(self.spans[0][0])

    @cached_property
    def often(self) -> int:
        """How often the report holds a word of the trigger."""
        return max(self.told.stem_counts[s] for s in self.stems)


def bag(found: Sequence[Word]) -> dict[str, float]:
    """Telling words with their weights."""
    return {w.stem: value for w in found if (value := weight(w.form)) >= 1.0}


def mean_vector(found: Sequence[Word]) -> Floats:
    """The mean of words' vectors, rare words first, of length 1."""
    vectors = load_vectors()
    total = np.zeros(vectors.size, np.float32)
    for word in found:
        total += vectors.of(word.form) * np.float32(weight(word.form) + 0.1)
    return total / np.float32(np.linalg.norm(total) or 1.0)


def in_context(spots: Sequence[Spot]) -> Floats:
    """A row for each trigger: what the network's lower layers make of it in its sentence."""
    wanted: dict[tuple[str, int], list[int]] = {}
    for n, spot in enumerate(spots):
        wanted.setdefault((spot.report, spot.bounds[0]), []).append(n)
    asked = []
    for members in wanted.values():
        first = spots[members[0]]
        low, high = first.bounds
        places = [(m.start(), m.end()) for m in _TOKEN.finditer(first.told.text, low, high)]
        groups = [
            [
                k
                for k, (a, b) in enumerate(places)
                if any(a < y and x < b for x, y in spots[n].spans)
            ]
            for n in members
        ]
        asked.append(([first.told.text[a:b] for a, b in places], groups))
    rows: dict[int, Floats] = {}
    for members, found in zip(wanted.values(), load_inner().read(asked), strict=True):
        rows.update(zip(members, found, strict=True))
    return np.stack([rows[n] for n in range(len(spots))])


def spelling(form: str) -> Counter[str]:
    """Pairs of letters of a word: what other forms of it, and its misspellings, keep."""
    marked = f"^{form}"
    return Counter(marked[n : n + 2] for n in range(len(marked) - 1))
