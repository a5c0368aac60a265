"""Examples -> tensors, in batches of sentences of like length."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from dragoman.events.trained.network import encode
from dragoman.events.trained.pieces import Pieces
from training.examples import Example, Taught


@dataclass(frozen=True, slots=True)
class Tables:
    """What the inputs and labels are numbered by: pieces, modes, and paths (0 is any other)."""

    pieces: Pieces
    modes: dict[str, int]
    paths: dict[str, int]


def batch(examples: Sequence[Example], tables: Tables) -> dict[str, Tensor]:
    """The tensors of some sentences; a target row of zeros asks nothing."""
    encoded = [encode(e.words, tables.pieces) for e in examples]
    rows, longest = len(examples), max(len(n) for n, _ in encoded)
    width = max(len(e.words) for e in examples)
    made = {
        "pieces": torch.zeros(rows, longest, dtype=torch.long),
        "mask": torch.zeros(rows, longest, dtype=torch.long),
        "words": torch.zeros(rows, width, dtype=torch.long),
        "features": torch.zeros(rows, width, examples[0].features.shape[1]),
        "paths": torch.zeros(rows, width, width, dtype=torch.long),
        "types": torch.zeros(rows, width, 17),
        "status": torch.zeros(rows, width, 4),
        "alleged": torch.zeros(rows, width, 2),
        "modes": torch.zeros(rows, width, max(len(tables.modes), 1)),
        "outside": torch.zeros(rows, width, 2, 2),
        "roles": torch.zeros(rows, width, width, 4),
    }
    if all(e.lower is not None for e in examples):
        size = examples[0].lower.shape[1]  # type: ignore[union-attr]
        made["lower"] = torch.zeros(rows, longest, size)
        for n, example in enumerate(examples):
            assert example.lower is not None
            made["lower"][n, : len(example.lower)] = torch.from_numpy(example.lower).float()
    for n, (example, (numbers, starts)) in enumerate(zip(examples, encoded, strict=True)):
        long = len(example.words)
        made["pieces"][n, : len(numbers)] = torch.tensor(numbers)
        made["mask"][n, : len(numbers)] = 1
        made["words"][n, :long] = torch.tensor(starts)
        made["features"][n, :long] = torch.from_numpy(example.features)
        for trigger, hung in example.paths.items():
            paths = [tables.paths.get(p, 0) for p in hung]
            made["paths"][n, trigger, :long] = torch.tensor(paths)
        if example.taught is not None:
            _taught(made, n, example.taught)
            continue
        for key in ("types", "status", "alleged"):
            _one_hot(made[key][n], torch.from_numpy(getattr(example, key)))
        for side in range(2):
            _one_hot(made["outside"][n, :, side], torch.from_numpy(example.outside[:, side]))
        for word, mode in enumerate(example.modes):
            if mode in tables.modes:
                made["modes"][n, word, tables.modes[mode]] = 1
        for trigger, roles in example.roles.items():
            _one_hot(made["roles"][n, trigger], torch.from_numpy(roles))
    return made


def batches(
    examples: Sequence[Example], tables: Tables, size: int, rng: random.Random | None = None
) -> Iterator[dict[str, Tensor]]:
    """All sentences, in batches of like length; shuffled where a random source is given."""
    order = sorted(range(len(examples)), key=lambda n: len(examples[n].words) +
                   (rng.random() * 6 if rng else 0))  # fmt: skip
    groups = [order[n : n + size] for n in range(0, len(order), size)]
    if rng is not None:
        rng.shuffle(groups)
    for group in groups:
        yield batch([examples[n] for n in group], tables)


def _one_hot(target: Tensor, labels: Tensor) -> None:
    """Write labels as targets in place; -1 leaves its row empty, which asks nothing."""
    asked = (labels >= 0).nonzero().flatten()
    target[asked, labels[asked]] = 1


def _taught(made: dict[str, Tensor], n: int, taught: Taught) -> None:
    """Write a teacher's probabilities; status and the like as far as it sees an event there."""
    long = len(taught.types)
    made["types"][n, :long] = torch.from_numpy(taught.types)
    event = 1 - torch.from_numpy(taught.types[:, :1])
    event[event < SEEN] = 0
    made["status"][n, :long] = torch.from_numpy(taught.status) * event
    claim = torch.from_numpy(taught.alleged)
    made["alleged"][n, :long] = torch.stack([1 - claim, claim], -1) * event
    away = torch.from_numpy(taught.outside)
    made["outside"][n, :long] = torch.stack([1 - away, away], -1) * event.unsqueeze(-1)
    for trigger, roles in taught.roles.items():
        made["roles"][n, trigger, :long] = torch.from_numpy(roles) * event[trigger]


SEEN = 0.3  # probability from which a teacher's event is asked for its status and roles
