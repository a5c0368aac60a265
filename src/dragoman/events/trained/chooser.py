"""The small network that tells which candidates are a side of an event (numpy only)."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.float32]


class Chooser:
    """A layer of hidden numbers between a candidate's row and how likely it is the side.

    Example:
        >>> import numpy as np
        >>> chooser = Chooser([[[1.0]], [0.0], [[2.0]], [-1.0]])
        >>> [round(float(p), 2) for p in chooser(np.array([[0.0], [1.0]]))]
        [0.27, 0.73]
    """

    def __init__(self, weights: Iterable[object]) -> None:
        """From two layers' weights and biases."""
        self._layers = [np.array(w, dtype=np.float32) for w in weights]

    def __call__(self, rows: Rows) -> NDArray[np.float32]:
        """A probability for each row."""
        first, bias, second, last = self._layers
        hidden = np.maximum(rows @ first + bias, 0)
        logits = (hidden @ second + last)[:, 0]
        shares: NDArray[np.float32] = 1 / (1 + np.exp(-logits))
        return shares
