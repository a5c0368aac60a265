"""Where bytes come from: files, compressed files, standard input, and never more than allowed."""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

from dragoman.errors import DragomanError
from dragoman.ingest.limits import Limits, size, too_large
from dragoman.ingest.place import Place
from dragoman.ingest.text import bom

DAMAGED = (EOFError, gzip.BadGzipFile, zlib.error)
_PIECE = 1_000_000


class Guarded(io.RawIOBase):
    """A stream that refuses to give more than ``limit`` bytes: compressed data may hide a flood."""

    def __init__(self, inner: gzip.GzipFile, limit: int, name: str) -> None:
        """Read from ``inner``; ``name`` is for the error."""
        self._inner, self._limit, self._name, self._seen = inner, limit, name, 0

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer; raises DragomanError "too-large" or "damaged-file"."""
        try:
            # read1: what there is now, so that a cut file gives all that came before the cut
            data: bytes = self._inner.read1(len(buffer))
        except DAMAGED as error:
            raise DragomanError(
                f"The compressed data end early or are damaged ({error}). What came before was "
                "read; get the file again.",
                error="damaged-file",
            ) from error
        self._seen += len(data)
        if self._seen > self._limit:
            raise too_large(f"What {self._name} unpacks to", self._limit)
        buffer[: len(data)] = data
        return len(data)


def buffered(raw: io.RawIOBase | io.BytesIO) -> io.BufferedReader:
    """A raw stream with a buffer, which can be peeked into."""
    return cast(io.BufferedReader, io.BufferedReader(cast(io.RawIOBase, raw), _PIECE))


@contextmanager
def opened(
    path: Path, limits: Limits, place: Place | None = None, *, unpack: bool = True
) -> Iterator[io.BufferedReader]:
    """A file's bytes, unpacked where its name ends in .gz and ``unpack`` is set; ``place`` is told
    how far they are.

    Raises DragomanError "not-found", "unreadable", "damaged-file" or "too-large".
    """
    try:
        with path.open("rb") as raw, _followed(raw, path, place):
            if unpack and path.suffix.lower() == ".gz":
                with gzip.open(raw) as packed:
                    yield buffered(Guarded(packed, limits.unpacked, path.name))
            else:
                yield raw
    except FileNotFoundError as error:
        raise not_found(path) from error
    except OSError as error:
        raise unreadable(path, error) from error


@contextmanager
def _followed(raw: io.BufferedReader, path: Path, place: Place | None) -> Iterator[None]:
    if place is not None:
        place.opened(raw)
    try:
        yield
    finally:
        if place is not None:
            place.closed(path.stat().st_size if path.exists() else 0)


def unreadable(path: object, error: OSError | ValueError) -> DragomanError:
    """The error for a path that the system does not let us read."""
    why = getattr(error, "strerror", None) or error
    return DragomanError(
        f"{str(path)[:200]} cannot be read ({why}). Check its name and permissions.",
        error="unreadable",
    )


def not_found(path: object) -> DragomanError:
    """The error for a path that is not there."""
    return DragomanError(f"There is no file or folder {path}. Check the name.", error="not-found")


def read_whole(stream: IO[bytes], limits: Limits) -> bytes:
    """All bytes of a stream that has to be read at once. Raises "too-large"."""
    pieces: list[bytes] = []
    total = 0
    while piece := stream.read(_PIECE):
        total += len(piece)
        if total > limits.file:
            raise too_large("The file", limits.file)
        pieces.append(piece)
    return b"".join(pieces)


def lines(stream: io.BufferedReader, limits: Limits) -> Iterator[tuple[int, bytes | DragomanError]]:
    """The lines of a stream, numbered from 1; a line over the limit is an error, and passed over.

    Lines in UTF-16 (told by a mark) come out as UTF-8.
    """
    encoding = bom(_peek(stream, 4))
    if encoding and encoding != "utf-8":
        reader = codecs.getreader(encoding)(stream, "replace")
        stream = buffered(_Recoded(reader))
    number = 0
    while line := stream.readline(limits.line + 1):
        number += 1
        if len(line) > limits.line and not line.endswith(b"\n"):
            while (rest := stream.readline(_PIECE)) and not rest.endswith(b"\n"):
                pass
            yield (
                number,
                too_large(
                    "The line", limits.line, f"It is left out; no report has {size(limits.line)}."
                ),
            )
            continue
        yield number, line.removeprefix(codecs.BOM_UTF8) if number == 1 else line


def _peek(stream: io.BufferedReader, count: int) -> bytes:
    return stream.peek(count)[:count]


class _Recoded(io.RawIOBase):
    """Text of a decoding reader as UTF-8 bytes."""

    def __init__(self, reader: codecs.StreamReader) -> None:
        self._reader, self._left = reader, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._left:
            self._left = self._reader.read(-1, 65536).lstrip("\ufeff").encode("utf-8", "replace")
        piece, self._left = self._left[: len(buffer)], self._left[len(buffer) :]
        buffer[: len(piece)] = piece
        return len(piece)
