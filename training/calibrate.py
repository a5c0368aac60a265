"""Make confidence mean what it says: how often events of a score were right on dev reports."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from dragoman.actors import Actors
from dragoman.document import Stage
from dragoman.events import Events
from dragoman.events.trained.coder import TrainedCoder
from dragoman.events.trained.network import GROUPS, Group, Network
from dragoman.pipeline import Reader
from dragoman.records import Report
from dragoman.statements import Statements
from dragoman.times import Times
from training.annotations import Annotated
from training.released import read_tables, write_tables
from training.scoring import pairs

_AS_GOOD = 0.003  # F1; among thresholds as good as another the one that shows surer events
_BIN = 40  # events a step of the curve rests on, at least


def calibrate(folder: Path, held: Sequence[Annotated]) -> list[tuple[float, float, int]]:
    """Write the curves and the default threshold into ``tables.json``; the reliability table.

    The table has, for each band of calibrated confidence, its mean, the share that was right (type
    in that sentence), and the number of events.
    """
    tables = read_tables(folder)
    tables["sure"] = {}
    write_tables(folder, tables)
    stages: list[Stage] = [
        Actors(),
        Times(),
        Statements(),
        Events(TrainedCoder(Network(folder)), least=0.0),
    ]
    reader = Reader(stages)
    scored: list[tuple[float, bool, Group]] = []
    gold = 0
    for annotated in held:
        day = annotated.meta.get("published") or None
        report = Report(id=annotated.meta["id"], published=day, text_sha256="")
        for pair in pairs(annotated, reader.read(report, annotated.text).events):
            gold += pair.mark is not None
            if pair.event is not None:
                told = re.search(r"; (firm|row) row, ", pair.event.made_by)
                kind: Group = "word" if not told else "firm" if told[1] == "firm" else "row"
                scored.append((pair.event.confidence, pair.mark is not None, kind))
    curves = {k: isotonic([(s, r) for s, r, kind in scored if kind == k]) for k in GROUPS}
    tables["sure"] = {k: [[round(x, 3), round(y, 3)] for x, y in c] for k, c in curves.items()}
    sure = [(_at(curves[kind], score), right) for score, right, kind in scored]
    tables["least"] = round(_best(sure, gold), 2)
    write_tables(folder, tables)
    return reliability(sure)


def isotonic(scored: Sequence[tuple[float, bool]]) -> list[tuple[float, float]]:
    """Score -> share right, never falling: pooled neighbours, one point a pool."""
    ordered = sorted(scored)
    pools: list[list[float]] = []  # sum of scores, sum right, number
    for n in range(0, len(ordered), _BIN):
        part = ordered[n : n + _BIN]
        pools.append([sum(s for s, _ in part), float(sum(r for _, r in part)), float(len(part))])
        while len(pools) > 1 and pools[-2][1] / pools[-2][2] >= pools[-1][1] / pools[-1][2]:
            last = pools.pop()
            pools[-1] = [a + b for a, b in zip(pools[-1], last, strict=True)]
    return [(s / n, r / n) for s, r, n in pools]


def _at(curve: Sequence[tuple[float, float]], score: float) -> float:
    """The curve's value at a score, straight between its points."""
    if not curve or score <= curve[0][0]:
        return curve[0][1] if curve else score
    for (x0, y0), (x1, y1) in pairwise(curve):
        if score <= x1:
            return y0 + (y1 - y0) * (score - x0) / (x1 - x0)
    return curve[-1][1]


def _best(scored: Sequence[tuple[float, bool]], gold: int) -> float:
    """The confidence from which events are shown: the highest at which F1 is as good as it gets."""
    rows, right = [], 0
    for found, (score, hit) in enumerate(sorted(scored, reverse=True), 1):
        right += hit
        rows.append((2 * right / (found + gold), score))
    top = max((f1 for f1, _ in rows), default=0.0)
    return max((score for f1, score in rows if f1 >= top - _AS_GOOD), default=0.5)


def reliability(scored: Sequence[tuple[float, bool]]) -> list[tuple[float, float, int]]:
    """Bands of a tenth: mean confidence, share right, number."""
    rows = []
    for n in range(10):
        band = [(s, r) for s, r in scored if n / 10 <= s < (n + 1) / 10 or (n == 9 and s == 1)]
        if band:
            rows.append((sum(s for s, _ in band) / len(band), sum(r for _, r in band) / len(band),
                         len(band)))  # fmt: skip
    return rows
