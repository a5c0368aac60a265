"""Write the graph of a small network as the bytes that onnxruntime reads.

The library that usually writes such files is heavy and is needed for nothing else at run time; the
few fields of ``onnx.proto`` that a plain graph has are written here.
"""

from __future__ import annotations

import struct

import numpy as np
from numpy.typing import NDArray

_IR_VERSION, _OPERATORS = 8, 17
_FLOAT, _INT64 = 1, 7  # kinds of numbers, as onnx.proto counts them
_IS_FLOAT, _IS_INT = 1, 2  # kinds of settings


class Graph:
    """Operations in order, on one table of numbers with any number of rows.

    Example:
        >>> import numpy as np
        >>> from dragoman.sessions import open_session
        >>> graph = Graph(width=2)
        >>> [sums] = graph.add("Add", graph.given, graph.constant(np.ones(2, np.float32)))
        >>> session = open_session(graph.written(sums))
        >>> session.run(None, {graph.given: np.zeros((1, 2), np.float32)})[0].tolist()
        [[1.0, 1.0]]
    """

    given = "given"
    """The name of the table that goes in."""

    def __init__(self, width: int) -> None:
        """``width``: columns of the table that goes in."""
        self._width = width
        self._operations: list[bytes] = []
        self._constants: list[bytes] = []

    def constant(self, values: NDArray[np.float32] | NDArray[np.int64]) -> str:
        """Keep a table of numbers; returns its name."""
        name = f"constant {len(self._constants)}"
        kind = _FLOAT if values.dtype == np.float32 else _INT64
        shape = b"".join(_number(1, size) for size in values.shape)
        data = np.ascontiguousarray(values).tobytes()
        self._constants.append(shape + _number(2, kind) + _text(8, name) + _bytes(9, data))
        return name

    def add(self, kind: str, *given: str, outputs: int = 1, **settings: int | float) -> list[str]:
        """Add an operation; returns the names of its outputs."""
        made = [f"made {len(self._operations)} {n}" for n in range(outputs)]
        fields = [*(_text(1, name) for name in given), *(_text(2, name) for name in made)]
        fields += [_text(4, kind), *(_bytes(5, _setting(*one)) for one in settings.items())]
        self._operations.append(b"".join(fields))
        return made

    def written(self, result: str) -> bytes:
        """The whole graph, whose result is the table of this name."""
        fields = [*(_bytes(1, one) for one in self._operations), _text(2, "graph")]
        fields += [*(_bytes(5, one) for one in self._constants)]
        fields += [_bytes(11, _table(self.given, self._width)), _bytes(12, _table(result, None))]
        operators = _text(1, "") + _number(2, _OPERATORS)
        return _number(1, _IR_VERSION) + _bytes(7, b"".join(fields)) + _bytes(8, operators)


def _table(name: str, width: int | None) -> bytes:
    columns = _text(2, "columns") if width is None else _number(1, width)
    shape = _bytes(1, _text(2, "rows")) + _bytes(1, columns)
    return _text(1, name) + _bytes(2, _bytes(1, _number(1, _FLOAT) + _bytes(2, shape)))


def _setting(name: str, value: int | float) -> bytes:
    if isinstance(value, float):
        number = _varint(2 << 3 | 5) + struct.pack("<f", value)
        return _text(1, name) + number + _number(20, _IS_FLOAT)
    return _text(1, name) + _number(3, value) + _number(20, _IS_INT)


def _text(field: int, value: str) -> bytes:
    return _bytes(field, value.encode())


def _bytes(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _varint(value: int) -> bytes:
    """A whole number, seven bits a byte; a negative one as 64 bits."""
    value &= (1 << 64) - 1
    found = bytearray()
    while value > 127:
        found.append(value & 127 | 128)
        value >>= 7
    return bytes([*found, value])
