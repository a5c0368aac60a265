"""Where the actors of a network stand: pulled together by events, pushed apart, within a box."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

Spot = tuple[float, float]
_ROUNDS = 400
_GROUND = 1e-6


def spread(
    codes: Sequence[str], weights: Mapping[tuple[str, str], float], width: float, height: float
) -> dict[str, Spot]:
    """A place in pixels for each code; the same input gives the same places on any machine.

    After Fruchterman and Reingold (1991): all push each other off, edges pull the stronger the
    heavier they are, and steps grow smaller. It begins on a spiral, the first code in the middle.

    Example:
        >>> placed = spread(["A", "B", "C"], {("A", "B"): 3.0}, 100, 100)
        >>> sorted(placed) == ["A", "B", "C"], spread(["A"], {}, 100, 60)
        (True, {'A': (50.0, 30.0)})
    """
    number = len(codes)
    if number < 2:
        return dict.fromkeys(codes, (width / 2, height / 2))
    order = np.arange(number)
    reach = np.sqrt(order / number)
    turn = order * 2.399963  # the golden angle: no two in one line
    at = np.stack([reach * np.cos(turn), reach * np.sin(turn)], axis=1)
    pull = np.zeros((number, number))
    index = {code: n for n, code in enumerate(codes)}
    heaviest = max(weights.values(), default=1.0) or 1.0
    for (a, b), weight in weights.items():
        if a in index and b in index and a != b:
            share = 0.25 + 0.75 * np.sqrt(weight / heaviest)
            pull[index[a], index[b]] += share
            pull[index[b], index[a]] += share
    ideal = 2.0 / np.sqrt(number)
    for step in range(_ROUNDS):
        gap = at[:, None, :] - at[None, :, :]
        far = np.sqrt((gap**2).sum(axis=2)) + _GROUND
        force = (gap / far[:, :, None]) * (ideal**2 / far - pull * far**2 / ideal)[:, :, None]
        move = force.sum(axis=1) - 0.35 * at  # a little weight draws loose parts to the middle
        length = np.sqrt((move**2).sum(axis=1, keepdims=True)) + _GROUND
        heat = 0.12 * (1 - step / _ROUNDS)
        at = at + move / length * np.minimum(length, heat)
    low, high = at.min(axis=0), at.max(axis=0)
    size = np.maximum(high - low, _GROUND)
    at = (at - low) / size
    return {
        code: (round(float(x) * width, 1), round(float(y) * height, 1))
        for code, (x, y) in zip(codes, at, strict=True)
    }
