"""Learn whether two triggers of a story are one event, from ECB+'s training topics.

    python -m training.coref.learn FOLDER [--out src/dragoman/stories/weights]

FOLDER holds the files of ECB+ (see training/README.md). Pairs are those of predicted stories, as
they are where the weights are used; each story's reports are also taken in small lots, since most
stories of an archive are small. Prints what four folds of topics held back by turns come to.
"""

from __future__ import annotations

import argparse
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from benchmarks.coref import gold, joined
from benchmarks.coref_measures import conll
from numpy.typing import NDArray
from torch import Tensor, nn

from dragoman.stories import group
from dragoman.stories.same_event import SameEvent, meanings
from dragoman.stories.spot_pairs import pair_rows
from dragoman.stories.spots import Spot, in_context
from dragoman.stories.support import support_rows
from dragoman.stories.telling import Told
from training.coref.marked import Marks, load_marks

KEPT, HIDDEN, DROP = 32, 64, 0.3
EPOCHS, BATCH, COPIES, FOLDS = 6, 512, 4, 4
NEGATIVES = 4  # for each pair of one event
THRESHOLDS = (0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7)
THRESHOLD, CLOSEST = 0.55, 0.2  # from the folds

Floats = NDArray[np.float32]


class Weigher(nn.Module):
    """What ``same_event.SameEvent`` computes, as it is learned."""

    def __init__(self, rows: int, meant: int) -> None:
        """For so many numbers of a pair, and of a trigger's meaning (0: not asked)."""
        super().__init__()
        self.project = nn.Linear(meant, KEPT, bias=False) if meant else None
        self.first = nn.Linear(rows + (2 * KEPT if meant else 0), HIDDEN)
        self.second = nn.Linear(HIDDEN, 1)
        self.drop, self.light = nn.Dropout(DROP), nn.Dropout(0.2)

    def forward(self, rows: Tensor, left: Tensor, right: Tensor) -> Tensor:
        """Logits."""
        if self.project is not None:
            # One draw for a batch, on the weights: one for each trigger takes most of the time.
            weight = self.project.weight
            weight = weight * self.light(torch.ones(weight.shape[1]))
            a, b = (torch.tanh(nn.functional.linear(x, weight)) for x in (left, right))
            rows = torch.cat([rows, self.drop(a * b), self.drop((a - b).abs())], 1)
        logits: Tensor = self.second(self.drop(torch.relu(self.first(rows))))[:, 0]
        return logits


@dataclass
class Pairs:
    """Pairs of triggers: numbers, places, whether one event, whether of a whole story.

    ``spots``: all triggers. ``lots``: which of them were compared, and where their pairs begin.
    """

    rows: Floats
    places: NDArray[np.int64]
    one: Floats
    whole: NDArray[np.bool_]
    meant: Floats
    spots: list[Spot]
    lots: list[tuple[list[int], int]]


def pairs_of(marks: Marks) -> Pairs:
    """All pairs within predicted stories, and those of small lots of their reports."""
    told = {key: Told(reading) for key, reading in marks.readings.items()}
    spots = [Spot(told[t.report], t.spans) for t in marks.triggers]
    chance = random.Random(0)
    meant = np.zeros((len(spots), 1), np.float32)
    rows, places, one, whole = [], [], [], []
    compared, begin = [], 0
    for story in group(list(marks.readings.values())):
        held = [n for n, t in enumerate(marks.triggers) if t.report in set(story.reports)]
        if not held:
            continue
        context = in_context([spots[n] for n in held])
        found = meanings([spots[n] for n in held], context)
        if meant.shape[1] == 1:
            meant = np.zeros((len(spots), found.shape[1]), np.float32)
        meant[held] = found
        lots = [held]
        reports = sorted({marks.triggers[n].report for n in held})
        chance.shuffle(reports)
        while reports:
            size = chance.choice([1, 2, 2, 3, 3, 4, 5])
            lots.append([n for n in held if marks.triggers[n].report in reports[:size]])
            reports = reports[size:]
        at = {n: k for k, n in enumerate(held)}
        for number, lot in enumerate(lots):
            left, right = np.triu_indices(len(lot), 1)
            if not len(left):
                continue
            compared.append((lot, begin))
            begin += len(left)
            inner = context[[at[n] for n in lot]]
            rows.append(pair_rows([spots[n] for n in lot], left, right, inner))
            pairs = np.array(lot)[np.stack([left, right], axis=1)]
            places.append(pairs)
            events = np.array([marks.triggers[n].event for n in lot])
            one.append((events[left] == events[right]).astype(np.float32))
            whole.append(np.full(len(left), number == 0))
    return Pairs(
        np.concatenate(rows), np.concatenate(places), np.concatenate(one),
        np.concatenate(whole), meant, spots, compared,
    )  # fmt: skip


def learn(rows: Floats, pairs: Pairs, use: NDArray[np.bool_], meant: Floats) -> dict[str, Floats]:
    """Weights from the pairs that may be used.

    Args:
        rows: the numbers of each pair.
        meant: of each trigger; of no columns where they are not asked.
    """
    mean, spread = rows.mean(0), rows.std(0) + 1e-3
    chance = np.random.default_rng(0)
    yes, no = (np.flatnonzero(use & (pairs.one == x)) for x in (1, 0))
    known = torch.tensor(meant)
    nets = []
    for seed in range(COPIES):
        some = chance.choice(no, min(len(no), NEGATIVES * len(yes)), replace=False)
        chosen = np.concatenate([yes, some])
        # Those left out are half made up for: all of them would drown the pairs of one event.
        counts = np.where(pairs.one[chosen] > 0, 1.0, (len(no) / len(some)) ** 0.5)
        given = torch.tensor((rows[chosen] - mean) / spread)
        one, weight = torch.tensor(pairs.one[chosen]), torch.tensor(counts, dtype=torch.float32)
        left, right = torch.tensor(pairs.places[chosen]).T
        torch.manual_seed(seed)
        net = Weigher(rows.shape[1], meant.shape[1])
        steps = EPOCHS * (len(chosen) // BATCH + 1)
        optimizer = torch.optim.AdamW(net.parameters(), 3e-3, weight_decay=0.02)
        pace = torch.optim.lr_scheduler.OneCycleLR(optimizer, 3e-3, total_steps=steps + 1)
        for _ in range(EPOCHS):
            for part in torch.randperm(len(chosen)).split(BATCH):
                logits = net(given[part], known[left[part]], known[right[part]])
                loss = nn.functional.binary_cross_entropy_with_logits(
                    logits, one[part], weight=weight[part]
                )
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                pace.step()
        nets.append(net)

    def stack(name: str) -> Floats:
        tables = [net.state_dict()[name].numpy() for net in nets]
        return np.stack([t.T for t in tables]).astype(np.float16)

    made = {
        "mean": mean, "spread": spread, "first": stack("first.weight"),
        "first_bias": stack("first.bias"), "second": stack("second.weight"),
        "second_bias": stack("second.bias")[:, 0],
    }  # fmt: skip
    return {**made, "project": stack("project.weight")} if meant.shape[1] else made


def model_of(first: dict[str, Floats], again: dict[str, Floats] | None = None) -> SameEvent:
    """The weights as they are used; without a second look where none is learned yet."""
    set_ = {
        "threshold": np.array(THRESHOLD, np.float32),
        "closest": np.array(CLOSEST, np.float32),
    }
    return SameEvent({**first, **{f"again_{k}": v for k, v in (again or {}).items()}, **set_})


def fold_of(marks: Marks, pairs: Pairs) -> NDArray[np.int64]:
    """The fold of each pair's topic."""
    topics = {name: n % FOLDS for n, name in enumerate(sorted(set(marks.topic.values())))}
    return np.array([topics[marks.topic[t.report]] for t in marks.triggers])[pairs.places[:, 0]]


def held_back(pairs: Pairs, fold: NDArray[np.int64]) -> Floats:
    """First looks at each pair, by weights that never saw its topic."""
    scores = np.zeros(len(pairs.one), np.float32)
    for n in range(FOLDS):
        asked = fold == n
        model = model_of(learn(pairs.rows, pairs, ~asked, pairs.meant))
        left, right = pairs.places[asked].T
        scores[asked] = model.weigh(pairs.rows[asked], pairs.meant, left, right)
    return scores


def supports(pairs: Pairs, scores: Floats) -> Floats:
    """What each lot says for its pairs, by first looks."""
    rows = []
    for lot, begin in pairs.lots:
        left, right = np.triu_indices(len(lot), 1)
        inner = scores[begin : begin + len(left)]
        rows.append(support_rows([pairs.spots[n] for n in lot], left, right, inner))
    return np.concatenate(rows)


def folds(
    marks: Marks, pairs: Pairs, fold: NDArray[np.int64], support: Floats, first: Floats
) -> None:
    """Print CoNLL F1 at several thresholds, each topic scored by weights that never saw it."""
    rows, nothing = np.concatenate([pairs.rows, support], axis=1), pairs.meant[:, :0]
    scores = np.zeros(len(pairs.one), np.float32)
    for n in range(FOLDS):
        asked = fold == n
        model = model_of({}, learn(rows, pairs, ~asked, nothing))
        scores[asked] = model.weigh_again(pairs.rows[asked], support[asked])
    for look, values in (("first", first), ("second", scores)):
        kept = {
            (int(i), int(j)): float(s)
            for (i, j), s, whole in zip(pairs.places, values, pairs.whole, strict=True)
            if whole
        }
        for closest in (0.0, 0.2, 0.4):
            found = [
                conll(gold(marks), joined(len(marks.triggers), kept, threshold, closest))
                for threshold in THRESHOLDS
            ]
            told = "  ".join(f"{t} {f:.4f}" for t, f in zip(THRESHOLDS, found, strict=True))
            print(f"folds, {look} look, closest {closest}: CoNLL F1 at {told}", flush=True)


def main() -> None:
    """Make the weights."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, default=Path("src/dragoman/stories/weights"))
    parser.add_argument("--no-folds", action="store_true", help="only make the weights")
    options = parser.parse_args()
    torch.set_num_threads(1)  # small tables: more threads only wait for each other
    marks = load_marks(options.folder, "train")
    pairs = pairs_of(marks)
    print(f"{len(marks.triggers)} triggers, {len(pairs.one)} pairs", flush=True)
    every = np.ones(len(pairs.one), bool)
    fold = fold_of(marks, pairs)
    looked = held_back(pairs, fold)
    support = supports(pairs, looked)
    both = np.concatenate([pairs.rows, support], axis=1)
    first = learn(pairs.rows, pairs, every, pairs.meant)
    made = model_of(first, learn(both, pairs, every, pairs.meant[:, :0]))
    options.out.mkdir(parents=True, exist_ok=True)
    tables: dict[str, Any] = {**made.tables()}
    np.savez_compressed(options.out / "same_event.npz", **tables)
    if not options.no_folds:
        folds(marks, pairs, fold, support, looked)


if __name__ == "__main__":
    main()
