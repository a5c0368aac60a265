"""The network at run time: a sentence in, what it thinks of each word out (one thread).

A sentence is read alone, so that its records never depend on which others are read beside it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from spacy.tokens import Span, Token

from dragoman.language.model import weights_name
from dragoman.language.paths import paths
from dragoman.sessions import open_session
from dragoman.statements.trained.features import TENSOR, Floats, Numbers, Vocabulary, heads_of

FAR = 25
"""Words beyond which a word is only "far" from a cue."""
LONGEST = 200
"""Words; what a sentence has beyond is not read."""
ROLES = 3  # nothing, content, speaker
SWITCH = 2.0
"""What it costs that a word is something else than the word before it, in natural logarithms."""


@dataclass(frozen=True, slots=True)
class Thought:
    """What the network thinks of one sentence of W words.

    Fields:
        cues: [W], the probability that a word marks speech. left, right: [W, 3, P], by which a cue
            and a word are compared. alone: [W, 3], what a word is whatever the cue.
    """

    cues: Floats
    left: Floats
    right: Floats
    alone: Floats


class Network:
    """The released weights and the tables that go with them."""

    def __init__(self, folder: Path) -> None:
        """Load ``network.onnx`` and ``tables.json`` of a folder."""
        tables: dict[str, Any] = json.loads((folder / "tables.json").read_text("utf-8"))
        self.name: str = tables["name"]
        self.parser: str = tables["parser"]
        self.vocabulary = Vocabulary(
            lemmas=_numbered(tables["lemmas"]),
            dependencies=_numbered(tables["dependencies"]),
            tags=_numbered(tables["tags"]),
            entities=_numbered(tables["entities"]),
        )
        self.paths = {k: n for n, k in enumerate(tables["paths"], start=1)}
        self._paths = np.array(tables["path_weights"], dtype=np.float32)
        self._ruled = np.array(tables["ruled_weights"], dtype=np.float32)
        self._distance = np.array(tables["distance_weights"], dtype=np.float32)
        self._session = open_session(folder / "network.onnx")

    def read(self, sentence: Span, features: Floats, *, broad: bool = False) -> Thought:
        """What it thinks of a sentence; ``features`` are its rows of the report's table.

        ``broad``: beliefs, wishes and plans count as statements, too.
        """
        words = sentence[:LONGEST]
        cues, left, right, alone = self._session.run(
            None,
            {
                "words": self.vocabulary.numbers(words)[None],
                "features": features[None, : len(words)],
                "tensor": self.tensor(sentence)[None, : len(words)],
                "heads": heads_of(words)[None],
                "broad": np.full((1, 1, 1), broad, dtype=np.float32),
            },
        )
        shape = (len(words), ROLES, -1)
        return Thought(
            1 / (1 + np.exp(-cues[0])), left[0].reshape(shape), right[0].reshape(shape), alone[0]
        )

    def tensor(self, sentence: Span) -> Floats:
        """[W, 96] of the parser's encoder; zeros from a parser that it was not taught with."""
        if weights_name() == self.parser:
            return np.asarray(sentence.doc.tensor[sentence.start : sentence.end], dtype=np.float32)
        return np.zeros((len(sentence), TENSOR), dtype=np.float32)

    def roles(self, thought: Thought, cue: int, paths: Sequence[int], ruled: Numbers) -> Floats:
        """[W, 3]: how likely each word is nothing, content or speaker of a cue's statement.

        ``paths`` are numbers of how the words hang on the cue; ``ruled``: 0 where the rules found
        no statement of this cue, else 1 and what they took the word for.
        """
        long = len(thought.cues)
        pairs = (thought.left[cue] * thought.right).sum(-1) / thought.left.shape[-1] ** 0.5 * 2.0
        apart = np.clip(np.arange(long) - cue, -FAR, FAR) + FAR
        logits = pairs + thought.alone + self._distance[apart]
        logits = logits + self._paths[np.array(paths)] + self._ruled[ruled]
        raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
        shares: Floats = raised / raised.sum(axis=-1, keepdims=True)
        return shares

    def hung(self, cue: Token, words: Sequence[Token]) -> list[int]:
        """The numbers of the paths from a cue to words; 0 is any path that it has not learned."""
        return [self.paths.get(way, 0) for way in paths(cue, words)]


def in_runs(shares: Floats, cost: float = SWITCH) -> list[int]:
    """The likeliest role of each word where each change of role between neighbours has a cost.

    Words that are said stand together: a single word that the network is unsure of parts nothing.

    Example:
        >>> import numpy as np
        >>> sure, unsure = [0.1, 0.8, 0.1], [0.5, 0.4, 0.1]
        >>> in_runs(np.array([sure, unsure, sure], dtype=np.float32))
        [1, 1, 1]
    """
    best, *rows = np.log(np.maximum(shares, 1e-6)).tolist()
    came = []
    for row in rows:
        top = max(best)
        at, switch = best.index(top), top - cost
        came.append([role if one >= switch else at for role, one in enumerate(best)])
        best = [max(one, switch) + share for one, share in zip(best, row, strict=True)]
    found = [best.index(max(best))]
    for before in reversed(came):
        found.append(before[found[-1]])
    return found[::-1]


def _numbered(forms: Sequence[str]) -> Mapping[str, int]:
    return {form: n for n, form in enumerate(forms, start=1)}


@lru_cache(maxsize=1)
def load_network() -> Network:
    """The network of this release, loaded once a process."""
    return Network(Path(str(files("dragoman.statements.trained") / "weights")))
