"""Vectors of single words: the table that the network begins with, read without the network.

The table of word pieces was kept as it was learned from plain text, so words of like use lie near
each other. It is found in ``network.onnx`` by walking the file's fields, which needs neither a
session nor the library that writes such files.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dragoman.events.trained.pieces import Pieces

Floats = NDArray[np.float32]

_NAME = "word_embeddings.weight"
_GRAPH, _INITIALIZER = 7, 5  # numbers of the fields in onnx.proto
_DIMS, _INTS, _TENSOR_NAME, _RAW = 1, 5, 8, 9


class WordVectors:
    """A vector for every word, the mean of its pieces.

    Example:
        >>> vectors = load_vectors()
        >>> one, like, other = (vectors.of(w) for w in ("killed", "slain", "wheat"))
        >>> float(one @ like) > float(one @ other)
        True
    """

    def __init__(self, folder: Path) -> None:
        """Read the table of ``network.onnx`` and ``vocabulary.txt`` in a folder.

        Raises:
            ValueError: the network holds no such table.
        """
        data = (folder / "network.onnx").read_bytes()
        self._table, self._zero = _table(data)
        self._pieces = Pieces.load(folder / "vocabulary.txt")
        self.size = self._table.shape[1]
        self.of = lru_cache(maxsize=50_000)(self._of)

    def _of(self, word: str) -> Floats:
        """The vector of a word, of length 1."""
        rows = self._table[list(self._pieces.split(word))].astype(np.float32) - self._zero
        found: Floats = rows.mean(axis=0)
        length = float(np.linalg.norm(found))
        return found / np.float32(length or 1.0)


def _table(data: bytes) -> tuple[NDArray[np.uint8], int]:
    """The table of the word pieces as it is stored, and the number that stands for zero."""
    zero = 0
    table: NDArray[np.uint8] | None = None
    for start, end in _within(data, 0, len(data), _GRAPH):
        for low, high in _within(data, start, end, _INITIALIZER):
            name, dims, ints, raw = _tensor(data, low, high)
            if name.endswith(f"{_NAME}_zero_point"):
                zero = ints[0] if ints else raw[0]
            elif name.endswith(f"{_NAME}_quantized"):
                table = np.frombuffer(raw, dtype=np.uint8).reshape(dims)
    if table is None:
        raise ValueError("these weights hold no table of word pieces: run training/run.sh again")
    return table, zero


def _tensor(data: bytes, low: int, high: int) -> tuple[str, list[int], list[int], bytes]:
    """Name, shape, small whole numbers and raw bytes of a stored table."""
    name, raw = "", b""
    dims: list[int] = []
    ints: list[int] = []
    for number, start, end in _fields(data, low, high):
        if number in (_DIMS, _INTS):
            into = dims if number == _DIMS else ints
            if end < 0:
                into.append(start)
            while start < end:
                value, start = _number(data, start)
                into.append(value)
        elif number == _TENSOR_NAME:
            name = data[start:end].decode()
        elif number == _RAW:
            raw = data[start:end]
    return name, dims, ints, raw


def _within(data: bytes, start: int, end: int, number: int) -> Iterator[tuple[int, int]]:
    """Where the fields of a number begin and end."""
    return ((low, high) for n, low, high in _fields(data, start, end) if n == number and high >= 0)


def _fields(data: bytes, at: int, end: int) -> Iterator[tuple[int, int, int]]:
    """The fields of a message: number, begin, end; a plain number is its value and -1."""
    while at < end:
        key, at = _number(data, at)
        sort = key & 7
        if sort == 0:
            value, at = _number(data, at)
            yield key >> 3, value, -1
            continue
        if sort == 2:
            size, at = _number(data, at)
        else:
            size = 8 if sort == 1 else 4
        yield key >> 3, at, at + size
        at += size


def _number(data: bytes, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, and where the next field begins."""
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7


@lru_cache(maxsize=1)
def load_vectors() -> WordVectors:
    """The vectors of this release, read once a process."""
    return WordVectors(Path(str(files("dragoman.events.trained") / "weights")))
