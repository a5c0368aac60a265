"""A small learned model of pairs: what each feature is worth, in a table that can be read."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

_COLUMNS = ("feature", "mean", "spread", "weight")
_BASE = "(base)"


@dataclass(frozen=True)
class PairModel:
    """Logistic regression: features less their mean, over their spread, times their weights.

    Fields:
        features: their names, in the order of the values that are weighed.
        base: what a pair of mean features scores.
        slopes: weight over spread.
        means: what is taken off first.
    """

    features: tuple[str, ...]
    base: float
    slopes: NDArray[np.float64]
    means: NDArray[np.float64]

    def scores(self, values: Sequence[Sequence[float]]) -> list[float]:
        """The log-odds of each pair to be one.

        Example:
            >>> model = PairModel(("alike",), -1.0, np.array([4.0]), np.array([0.5]))
            >>> model.scores([[0.5], [1.0]])
            [-1.0, 1.0]
        """
        if not values:
            return []
        # A row at a time, in one order: sums of a table differ with the number of its rows.
        return [
            self.base + float(np.dot(np.asarray(row, dtype=np.float64) - self.means, self.slopes))
            for row in values
        ]


def read_model(text: str, features: Sequence[str]) -> PairModel:
    """The model of a table (tab-separated: feature, mean, spread, weight).

    Raises:
        ValueError: the table is not of these features in this order.
    """
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    rows = list(csv.DictReader(lines, delimiter="\t"))
    base = [float(row["weight"]) for row in rows if row["feature"] == _BASE]
    rows = [row for row in rows if row["feature"] != _BASE]
    named = tuple(row["feature"] for row in rows)
    if named != tuple(features) or len(base) != 1:
        raise ValueError("the weights are of other features: run training/utterances/train.py")
    mean, spread, weight = (np.array([float(r[c]) for r in rows]) for c in _COLUMNS[1:])
    return PairModel(named, base[0], weight / spread, mean)


def write_model(
    features: Sequence[str], means: Sequence[float], spreads: Sequence[float],
    weights: Sequence[float], base: float, head: str = "",
) -> str:  # fmt: skip
    """The table of a model, with a comment line for each line of ``head``."""
    lines = [f"# {line}" for line in head.splitlines()]
    lines.append("\t".join(_COLUMNS))
    lines.append(f"{_BASE}\t0\t1\t{base:.4f}")
    for row in zip(features, means, spreads, weights, strict=True):
        lines.append("\t".join([row[0], *(f"{value:.4f}" for value in row[1:])]))
    return "\n".join(lines) + "\n"


@lru_cache(maxsize=4)
def load_model(name: str, features: tuple[str, ...]) -> PairModel:
    """The model of this release beside this module, read once a process."""
    return read_model((files("dragoman.stories") / name).read_text("utf-8"), features)
