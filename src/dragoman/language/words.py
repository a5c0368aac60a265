"""What the parser's encoders begin with for each word, kept from report to report.

An encoder looks up four or six forms of a word (its norm, prefix, suffix, shape ...) and mixes them
into one vector before it looks at the words around. That vector depends on the word alone, and most
words of a report stood in one before; the mixing is a third of what an encoder costs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from dragoman.language.encoders import Encoder, fits_encoder

Floats = NDArray[np.float32]

MOST = 60_000
"""Words kept; beyond it they are forgotten and begun anew, so that memory stays bounded."""


_EMBEDDING = 5  # layers


class KeptWords:
    """The first layers of an encoder with what they gave for words seen before.

    ``layer`` is the embedding layer of a ``spacy.Tok2Vec``: docs in, one array of vectors each out.
    """

    def __init__(self, layer: Any) -> None:
        """Keep the parts of the layer: columns of a Doc, tables of vectors, and their mixing."""
        extract, _, tables, mix, _ = layer.layers
        self._columns = list(extract.attrs["columns"])
        self._tables, self._mix = tables.layers[0], mix.layers[0]
        self._slots: dict[tuple[int, ...], int] = {}
        self._vectors: Floats = np.zeros((1024, layer.get_dim("nO")), dtype=np.float32)

    def __call__(self, docs: Sequence[Doc]) -> list[Floats]:
        """The vectors of every word of each doc."""
        if len(self._slots) > MOST:
            self._slots.clear()
        slots = self._slots
        found: list[list[int]] = []
        new: list[NDArray[np.uint64]] = []
        for doc in docs:
            places = []
            rows = None
            # The norm is of the word in its place ("n't" is "not"); the others are of its letters.
            for i, key in enumerate(map(tuple, doc.to_array(["ORTH", "NORM", "SPACY"]).tolist())):
                slot = slots.get(key)
                if slot is None:
                    slot = slots[key] = len(slots)
                    if rows is None:
                        rows = doc.to_array(self._columns)
                    new.append(rows[i])
                places.append(slot)
            found.append(places)
        if new:
            self._learn(np.stack(new))
        return [self._vectors[places] for places in found]

    def _learn(self, rows: NDArray[np.uint64]) -> None:
        vectors = self._mix.predict(self._tables.predict(rows))
        end = len(self._slots)
        while end > len(self._vectors):
            self._vectors = np.concatenate([self._vectors, np.zeros_like(self._vectors)])
        self._vectors[end - len(rows) : end] = vectors


def keep_words(model: Any) -> Callable[[Sequence[Doc]], list[Floats]]:
    """A ``spacy.Tok2Vec`` model as a function of docs, its words kept."""
    embed, encode = model.layers
    kept, encoder = KeptWords(embed), Encoder(encode)
    return lambda docs: encoder(kept(docs))


def fits_words(model: Any) -> bool:
    """Whether a model begins with forms of words, mixed word by word, and then looks around."""
    if model.name.count(">>") == 0 or len(model.layers) != 2:
        return False
    parts = [layer.name for layer in model.layers[0].layers]
    return (
        len(parts) == _EMBEDDING
        and parts[0] == "extract_features"
        and parts[1] == "list2ragged"
        and parts[2].startswith("with_array(ints-getitem")
        and parts[3].startswith("with_array(maxout")
        and parts[4] == "ragged2list"
        and fits_encoder(model.layers[1])
    )
