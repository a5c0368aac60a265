"""The layers of an encoder that look at the words around, run by onnxruntime.

Each layer takes a word with its two neighbours, mixes the three into one vector and adds it to the
word's own. spaCy does so in a dozen steps, with products of matrices that are built for any
processor and use little of a newer one; onnxruntime takes a sixth of the time. It rounds its sums
otherwise, so a vector differs from spaCy's in the seventh digit. A row is the same whatever stands
beside it, so no record depends on that.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.graphs import Graph
from dragoman.sessions import open_session

Floats = NDArray[np.float32]

AT_ONCE = 1024
"""Words that run together: more would leave the processor's cache, and onnxruntime keeps the memory
of the longest run."""
_EPSILON = 1e-8  # of thinc's normalisation
_PIECES = 3  # numbers of which a mixed one is the largest
_LAYER = "residual(expand_window>>maxout>>layernorm>>dropout)"


class Encoder:
    """The layers as one call: vectors of the words of each text in, as many out.

    ``layer`` is the second layer of a ``spacy.Tok2Vec``; :func:`fits_encoder` tells whether it is
    one that this can run.
    """

    def __init__(self, layer: Any) -> None:
        """Write the layers as a graph."""
        self._session = open_session(_graph(layer))
        self._pad = layer.attrs["pad"]

    def __call__(self, texts: Sequence[Floats]) -> list[Floats]:
        """The vectors of each text; texts do not see each other."""
        apart = np.zeros((self._pad, texts[0].shape[1]), dtype=np.float32)
        given = [part for text in texts for part in (apart, text)]
        rows = self._run(np.concatenate([*given, apart]))
        found, at = [], 0
        for text in texts:
            at += self._pad
            found.append(rows[at : at + len(text)])
            at += len(text)
        return found

    def _run(self, rows: Floats) -> Floats:
        """So many rows at once, each time with those beside that the first and the last see."""
        found = np.empty_like(rows)
        for low in range(0, len(rows), AT_ONCE):
            high, first = low + AT_ONCE, max(0, low - self._pad)
            [made] = self._session.run(None, {Graph.given: rows[first : high + self._pad]})
            found[low:high] = made[low - first :][:AT_ONCE]
        return found


def _graph(encoder: Any) -> bytes:
    layers = encoder.layers[0].layers
    width = encoder.get_dim("nO")
    graph = Graph(width)
    nobody = graph.constant(np.zeros((1, width), dtype=np.float32))
    first, second, last, end = (
        graph.constant(np.array([n], dtype=np.int64)) for n in (0, 1, -1, np.iinfo(np.int64).max)
    )
    words = graph.given
    for layer in layers:
        maxout, norm = layer.layers[0].layers[1].layers[0].layers
        weights, bias = maxout.get_param("W"), maxout.get_param("b")  # [96, 3, 288], [96, 3]
        # The pieces as three blocks, so that the largest is found of whole rows at a time.
        table = weights.transpose(2, 1, 0).reshape(weights.shape[2], -1)
        [but_last] = graph.add("Slice", words, first, last, first)
        [but_first] = graph.add("Slice", words, second, end, first)
        [before] = graph.add("Concat", nobody, but_last, axis=0)
        [after] = graph.add("Concat", but_first, nobody, axis=0)
        [window] = graph.add("Concat", before, words, after, axis=1)
        [sums] = graph.add("MatMul", window, graph.constant(table))
        [mixed] = graph.add("Add", sums, graph.constant(bias.T.reshape(-1)))
        [largest] = graph.add("Max", *graph.add("Split", mixed, outputs=_PIECES, axis=1))
        scale, shift = (graph.constant(norm.get_param(name)) for name in ("G", "b"))
        [even] = graph.add("LayerNormalization", largest, scale, shift, axis=-1, epsilon=_EPSILON)
        [words] = graph.add("Add", words, even)
    return graph.written(words)


def fits_encoder(layer: Any) -> bool:
    """Whether the layers of an encoder are built as :class:`Encoder` supposes."""
    if layer.name != f"with_array({'>>'.join([_LAYER] * len(layer.layers[0].layers))})":
        return False
    width = layer.get_dim("nO")
    return layer.attrs["pad"] >= len(layer.layers[0].layers) and all(
        one.layers[0].layers[0].attrs["window_size"] == 1
        and one.layers[0].layers[1].layers[0].layers[0].get_param("W").shape
        == (width, _PIECES, 3 * width)
        for one in layer.layers[0].layers
    )
