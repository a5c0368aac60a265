"""How likely two triggers of a story tell one event, learned from marked reports.

Small networks weigh the numbers of ``spot_pairs`` and what the triggers mean in their sentences,
and then again, with what the story's other pairs came to (``support.py``). They were learned from
ECB+ (weights/CARD.md tells how); ``merge.py`` and ``benchmarks/coref.py`` both ask them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from dragoman.stories.cluster import Pair
from dragoman.stories.spot_pairs import pair_rows
from dragoman.stories.spots import Spot, in_context, mean_vector
from dragoman.stories.support import support_rows

Floats = NDArray[np.float32]


class SameEvent:
    """The released weights."""

    def __init__(self, weights: dict[str, Floats]) -> None:
        """From the arrays of ``weights/same_event.npz``."""
        self._w = {name: table.astype(np.float32) for name, table in weights.items()}
        self.threshold = float(self._w["threshold"])
        """The probability from which two groups of triggers are best taken as one event."""
        self.closest = float(self._w["closest"])
        """The share of the likeliest pair of two groups in it; the rest is the mean of all."""

    def tables(self) -> dict[str, Floats]:
        """The arrays, small enough to be stored."""
        return {name: table.astype(np.float16 if table.ndim > 1 else np.float32)
                for name, table in self._w.items()}  # fmt: skip

    def __call__(self, spots: Sequence[Spot], pairs: Sequence[Pair]) -> Floats:
        """A probability for each pair of places in ``spots``; the spots are those of one story."""
        if not pairs:
            return np.zeros(0, np.float32)
        left, right = (np.array(side, dtype=np.int64) for side in zip(*pairs, strict=True))
        context = in_context(spots)
        rows = pair_rows(spots, left, right, context)
        first = self.weigh(rows, meanings(spots, context), left, right)
        return self.weigh_again(rows, support_rows(spots, left, right, first))

    def weigh(
        self, rows: Floats, meant: Floats, left: NDArray[np.int64], right: NDArray[np.int64]
    ) -> Floats:
        """At first look: probabilities from the numbers of pairs and what each trigger means."""
        w = self._w
        plain = (rows - w["mean"]) / w["spread"]
        total = np.zeros(len(rows), np.float32)
        for n, project in enumerate(w["project"]):
            kept = np.tanh(meant @ project)
            given = np.concatenate(
                [plain, kept[left] * kept[right], np.abs(kept[left] - kept[right])], axis=1
            )
            total += self._network("", n, given)
        result: Floats = total / np.float32(len(w["project"]))
        return result

    def weigh_again(self, rows: Floats, support: Floats) -> Floats:
        """At second look: probabilities from the numbers of pairs and of ``support.py``."""
        w = self._w
        given = np.concatenate([rows, support], axis=1)
        given = (given - w["again_mean"]) / w["again_spread"]
        copies = len(w["again_first"])
        total = sum(self._network("again_", n, given) for n in range(copies))
        result: Floats = np.asarray(total / np.float32(copies), np.float32)
        return result

    def _network(self, name: str, copy: int, given: Floats) -> Floats:
        first, first_bias, second, second_bias = (
            self._w[name + part][copy] for part in ("first", "first_bias", "second", "second_bias")
        )
        hidden = np.maximum(given @ first + first_bias, 0)
        result: Floats = 1 / (1 + np.exp(-((hidden @ second)[:, 0] + second_bias)))
        return result


def meanings(spots: Sequence[Spot], context: Floats) -> Floats:
    """A row for each trigger: its words' vector, and the vectors in context."""
    own = np.stack([mean_vector(s.trigger) for s in spots])
    return np.concatenate([own, context], axis=1)


@lru_cache(maxsize=1)
def load_same_event() -> SameEvent:
    """The weights of this release, loaded once a process."""
    path = files("dragoman.stories") / "weights" / "same_event.npz"
    with path.open("rb") as file, np.load(file) as tables:
        return SameEvent({name: tables[name] for name in tables.files})
