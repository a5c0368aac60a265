"""The network at run time: sentences in, what it thinks of each word out (one thread)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from dragoman.events.trained.chooser import Chooser
from dragoman.events.trained.pieces import Pieces
from dragoman.sessions import open_session

LONGEST = 160  # pieces; what a sentence has beyond is not read

Group = Literal["firm", "row", "word"]
GROUPS: tuple[Group, ...] = ("firm", "row", "word")
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Thought:
    """What the network thinks of one sentence's words, as probabilities.

    Fields:
        types: [W, 17], of no event and of the 16 types. status: [W, 4]. alleged: [W].
        modes: [W, M], in the order of ``Network.modes``.
        outside: [W, 2], that an actor, a recipient is told in another sentence only.
        roles: [W, W, 4] logits for (trigger, word): nothing, actor, recipient, time.
    """

    types: Floats
    status: Floats
    alleged: Floats
    modes: Floats
    outside: Floats
    roles: Floats


class Network:
    """The released weights and the tables that go with them."""

    def __init__(self, folder: Path) -> None:
        """Load ``network.onnx``, ``vocabulary.txt`` and ``tables.json`` of a folder."""
        tables: dict[str, Any] = json.loads((folder / "tables.json").read_text("utf-8"))
        self.name: str = tables["name"]
        self.modes: tuple[str, ...] = tuple(tables["modes"])
        self.least: float = tables.get("least", 0.5)
        plain = [[0.0, 0.0], [1.0, 1.0]]
        curves = {k: tables.get("sure", {}).get(k) or plain for k in GROUPS}
        self._curves = {k: ([x for x, _ in c], [y for _, y in c]) for k, c in curves.items()}
        self._paths = {k: np.array(v, dtype=np.float32) for k, v in tables["paths"].items()}
        self._other = self._paths["*"]
        self._sides = tables.get("sides")
        self._pieces = Pieces.load(folder / "vocabulary.txt")
        self._session = open_session(folder / "network.onnx")

    @cached_property
    def chooser(self) -> Chooser:
        """What tells which of a report's states is a side."""
        if self._sides is None:
            raise ValueError("these weights have no table of sides: run training/run.sh again")
        return Chooser(self._sides)

    def hung(self, path: str) -> Floats:
        """What a path adds to the logits of the roles."""
        return self._paths.get(path, self._other)

    def sure(self, score: float, group: Group) -> float:
        """The share of events with such a probability that were right on reports held back.

        Events of a row of the lexicon that is firm by itself, of another row, and of the network
        alone ("word") have their own curves.
        """
        scores, shares = self._curves[group]
        return float(np.interp(score, scores, shares))

    def read(self, sentences: Sequence[tuple[Sequence[str], Floats]]) -> list[Thought]:
        """What it thinks of sentences, each given as words and features, in their order.

        Each is read alone: the int8 layers take their scale from all that they are given, so that
        neighbours would change what is thought of a sentence; and nothing is padded.
        """
        return [self._read(words, table) for words, table in sentences]

    def _read(self, words: Sequence[str], table: Floats) -> Thought:
        numbers, starts = self._encode(words)
        types, status, alleged, modes, outside, roles = self._session.run(
            None,
            {
                "pieces": np.array([numbers], dtype=np.int64),
                "mask": np.ones((1, len(numbers)), dtype=np.int64),
                "words": np.array([starts], dtype=np.int64),
                "features": table[None],
            },
        )
        return Thought(
            _softmax(types[0]),
            _softmax(status[0]),
            1 / (1 + np.exp(-alleged[0])),
            _softmax(modes[0]),
            1 / (1 + np.exp(-outside[0])),
            roles[0],
        )

    def _encode(self, words: Sequence[str]) -> tuple[list[int], list[int]]:
        """The piece numbers of a sentence, and where each word begins (0 beyond the end)."""
        return encode(words, self._pieces)


def encode(words: Sequence[str], pieces: Pieces) -> tuple[list[int], list[int]]:
    """The piece numbers of a sentence, and where each word begins (0 beyond the end)."""
    numbers, starts = [pieces.start], []
    for word in words:
        split = pieces.split(word)
        if len(numbers) + len(split) >= LONGEST:
            starts.append(0)
            continue
        starts.append(len(numbers))
        numbers += split
    return [*numbers, pieces.end], starts


def _softmax(logits: Floats) -> Floats:
    raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
    result: Floats = raised / raised.sum(axis=-1, keepdims=True)
    return result


@lru_cache(maxsize=1)
def load_network() -> Network:
    """The network of this release, loaded once a process."""
    return Network(Path(str(files("dragoman.events.trained") / "weights")))
