"""What the network's lower layers make of a word in its sentence: a vector for words in context.

The released file gives only what the heads say. A message of its format may be told in parts that
are joined, so an addition behind its bytes names the layers as outputs too; the file stays as it
is. The features of the parser are left out: stories are compared without a parse.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from dragoman.events.trained.features import WIDTH
from dragoman.events.trained.network import encode
from dragoman.events.trained.pieces import Pieces

Floats = NDArray[np.float32]

LAYERS = (0, 2)
"""The layers that are asked; those above know what kind of event it is, no longer which."""
_NAME = "/encoder/encoder/layer.{}/output/LayerNorm/LayerNormalization_output_0"
_GRAPH, _OUTPUT, _VALUE_NAME = 7, 12, 1  # numbers of the fields in onnx.proto
_BATCH = 16


class InnerLayers:
    """The network as far as its lower layers.

    Example:
        >>> inner = load_inner()
        >>> [one] = inner.read([(["They", "met", "."], [[1]])])
        >>> one.shape
        (1, 768)
    """

    def __init__(self, folder: Path) -> None:
        """Load ``network.onnx`` and ``vocabulary.txt`` of a folder."""
        self._names = [_NAME.format(layer) for layer in LAYERS]
        outputs = b"".join(
            _part(_OUTPUT, _part(_VALUE_NAME, name.encode())) for name in self._names
        )
        data = (folder / "network.onnx").read_bytes() + _part(_GRAPH, outputs)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            data, options, providers=["CPUExecutionProvider"]
        )
        self._run = onnxruntime.RunOptions()
        self._run.only_execute_path_to_fetches = True
        self._pieces = Pieces.load(folder / "vocabulary.txt")

    def read(self, asked: Sequence[tuple[Sequence[str], Sequence[Sequence[int]]]]) -> list[Floats]:
        """For each sentence a row a group of words: the mean of each layer, of length 1, joined.

        Args:
            asked: words of a sentence, and groups of places in them. Words beyond what the network
                reads have a row of zeros.
        """
        order = sorted(range(len(asked)), key=lambda n: len(asked[n][0]))
        found: list[Floats] = [np.zeros((0, 0), np.float32)] * len(asked)
        for at in range(0, len(order), _BATCH):
            batch = order[at : at + _BATCH]
            for n, rows in zip(batch, self._batch([asked[n] for n in batch]), strict=True):
                found[n] = rows
        return found

    def _batch(
        self, asked: Sequence[tuple[Sequence[str], Sequence[Sequence[int]]]]
    ) -> list[Floats]:
        encoded = [encode(words, self._pieces) for words, _ in asked]
        shape = (len(asked), max(len(numbers) for numbers, _ in encoded))
        pieces, mask = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        for n, (numbers, _) in enumerate(encoded):
            pieces[n, : len(numbers)] = numbers
            mask[n, : len(numbers)] = 1
        given = {
            "pieces": pieces,
            "mask": mask,
            "words": np.zeros((len(asked), 1), np.int64),
            "features": np.zeros((len(asked), 1, WIDTH), np.float32),
        }
        layers = self._session.run(self._names, given, self._run)
        size = layers[0].shape[-1]
        result = []
        for n, (_, groups) in enumerate(asked):
            rows = np.zeros((len(groups), size * len(layers)), np.float32)
            for row, group in zip(rows, groups, strict=True):
                places = [p for w in group if (p := encoded[n][1][w])]
                if places:
                    row[:] = np.concatenate([_unit(x[n, places].mean(0)) for x in layers])
            result.append(rows)
        return result


def _unit(vector: Floats) -> Floats:
    return vector / np.float32(np.linalg.norm(vector) or 1.0)


def _part(number: int, data: bytes) -> bytes:
    """A field of bytes as the format writes it."""
    return _varint(number << 3 | 2) + _varint(len(data)) + data


def _varint(value: int) -> bytes:
    found = b""
    while value > 127:
        found += bytes([value & 127 | 128])
        value >>= 7
    return found + bytes([value])


@lru_cache(maxsize=1)
def load_inner() -> InnerLayers:
    """The layers of this release, loaded once a process."""
    return InnerLayers(Path(str(files("dragoman.events.trained") / "weights")))
