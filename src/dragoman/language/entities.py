"""Find names and numbers as spaCy's recogniser does, many words at once.

The recogniser walks from word to word and asks its network for each. But outside of an entity it
asks of the word alone, so all words can be asked at once; only words after one that begins an
entity depend on what came before, and those of all entities go on together, step by step. The sums
are made in spaCy's order, so that the answers are the same to the last digit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc, Span

from dragoman.language.words import Floats, fits_words, keep_words

_FEATURES = 3  # this word, the entity's first word, the word before
_IN, _LAST, _UNIT, _OUT = "I-", "L-", "U-", "O"


class Entities:
    """The recogniser of a pipeline; :func:`fits` tells whether it is one that this can walk."""

    def __init__(self, recogniser: Any) -> None:
        """Keep its network and its moves."""
        model = recogniser.model
        encoder, flatten, narrow = model.layers[0].layers
        encode = keep_words(encoder)
        self._vectors: Callable[[Sequence[Doc]], Floats] = lambda docs: narrow.predict(
            flatten.predict(encode(docs))
        )
        self._lower, self._ops = model.get_ref("lower"), model.ops
        self._bias: Floats = self._lower.get_param("b")
        self._out: Floats = model.get_ref("upper").get_param("W")
        self._out_bias: Floats = model.get_ref("upper").get_param("b")
        names = moves_of(recogniser)
        self._labels = {n: name[2:] for n, name in enumerate(names)}
        self._begins = frozenset(n for n, name in enumerate(names) if name.startswith("B-"))
        self._nothing = names.index(_OUT)
        at = {name: n for n, name in enumerate(names)}
        inside = [at.get(_IN + name[2:], -1) for name in names]
        last = [at.get(_LAST + name[2:], -1) for name in names]
        self._inside, self._last = np.array(inside), np.array(last)
        # By whether a word is blank, and whether an entity of two words may begin at it.
        self._open: Floats = np.full((2, 2, len(names)), -np.inf, dtype=np.float32)
        for n, name in enumerate(names):
            self._open[:, :, n] = 0 if name == _OUT else -np.inf
            if name.startswith(_UNIT) and self._labels[n]:
                self._open[0, :, n] = 0
            elif n in self._begins:
                self._open[0, 1, n] = 0

    def __call__(self, docs: Sequence[Doc]) -> None:
        """Set the entities of each doc."""
        docs = [doc for doc in docs if len(doc)]
        if not docs:
            return
        told = [doc.to_array(["SENT_START", "IS_SPACE"]) for doc in docs]
        ends = np.cumsum([len(doc) for doc in docs])
        blank = np.concatenate([t[:, 1] for t in told]).astype(np.int64)
        # Whether the next word may belong to the same entity: it is there and opens no sentence.
        goes_on = np.append(np.concatenate([t[:, 0] for t in told])[1:] != 1, False)
        goes_on[ends - 1] = False
        # One row more than words: the first stands for "no such word".
        parts: Floats = self._lower.predict(self._vectors(docs))
        before = parts[1:, 0] + parts[0, 1] + parts[0, 2]
        best = (self._scores(before) + self._open[blank, goes_on.astype(np.int64)]).argmax(axis=1)
        begun = np.flatnonzero(np.isin(best, list(self._begins)))
        closed = self._closed(parts, begun, best, goes_on)
        starts = [0, *ends.tolist()]
        found: list[list[Span]] = [[] for _ in docs]
        doc, past = 0, 0
        for i in np.flatnonzero(best != self._nothing).tolist():
            if i < past:
                continue
            while i >= starts[doc + 1]:
                doc += 1
            past = closed.get(i, i + 1)
            low = starts[doc]
            label = self._labels[int(best[i])]
            found[doc].append(Span(docs[doc], i - low, past - low, label=label))
        for one, spans in zip(docs, found, strict=True):
            one.set_ents(spans, default="outside")

    def _closed(
        self, parts: Floats, begun: NDArray[np.int64], best: NDArray[np.int64], goes_on: Any
    ) -> dict[int, int]:
        """Where each entity of several words ends that may begin at a word: first -> past last."""
        found: dict[int, int] = {}
        first, word = begun, begun + 1
        while len(first):
            rows = parts[word + 1, 0] + parts[first + 1, 1] + parts[word, 2]
            scores, kind = self._scores(rows), best[first]
            number = np.arange(len(first))
            more = goes_on[word] & (
                scores[number, self._inside[kind]] >= scores[number, self._last[kind]]
            )
            found.update(zip(first[~more].tolist(), (word[~more] + 1).tolist(), strict=True))
            first, word = first[more], word[more] + 1
        return found

    def _scores(self, rows: Floats) -> Floats:
        hidden = (rows + self._bias).max(axis=-1)
        scores: Floats = self._ops.gemm(hidden, self._out, trans2=True) + self._out_bias
        return scores


def moves_of(recogniser: Any) -> list[str]:
    """Names of the moves: "B-ORG" begins, "I-ORG" goes on, "L-ORG" ends, "U-ORG" is one word."""
    return [recogniser.moves.get_class_name(n) for n in range(recogniser.moves.n_moves)]


def fits(recogniser: Any) -> bool:
    """Whether a recogniser is built as :class:`Entities` supposes."""
    model = recogniser.model
    names = moves_of(recogniser)
    kinds = [name[2:] for name in names if name.startswith("B-")]
    blocks = [_OUT, *(k + kind for kind in kinds for k in ("B-", _IN, _LAST, _UNIT)), _UNIT]
    order = [min(n for n, m in enumerate(names) if m.startswith(k)) for k in ("B-", _IN, _LAST)]
    return (
        model.attrs["has_upper"]
        and not model.attrs["unseen_classes"]
        and recogniser.cfg["beam_width"] == 1
        and model.get_ref("lower").get_dim("nF") == _FEATURES
        and model.get_ref("lower").get_dim("nP") > 1
        and len(model.layers[0].layers) == _FEATURES
        and fits_words(model.layers[0].layers[0])
        and sorted(names) == sorted(blocks)
        and all(a < b for a, b in pairwise(order))
    )
