"""The bytes of a WARC file, plain or packed record by record, read on after damage.

The standard library's gzip reader stops at the first damaged byte for good. A crawler packs each
record by itself, so that the next one can be found again.
"""

from __future__ import annotations

import zlib
from typing import IO

MAGIC = b"\x1f\x8b\x08"
MARK = b"WARC/"
_PIECE = 1 << 16
_KEPT = 64_000_000  # bytes of a member that are searched again after damage in it
_LOOKS = 100_000  # places in one file that look like a member and are none
_AGAIN = 10 * _KEPT  # bytes that are searched again in one file
_NEAR = 64  # bytes to look ahead for the end of a member: what stands between two records


class Damaged(Exception):
    """What is no sound record."""


class Broken(Damaged):
    """Bytes that cannot be unpacked, or that end early."""


class Plain:
    """A file that is not packed."""

    def __init__(self, raw: IO[bytes], first: bytes = b"") -> None:
        """Read from ``raw``, of which ``first`` was read already."""
        self._raw, self._held = raw, first

    def line(self, most: int) -> bytes:
        """Up to the end of the line; b"" at the end of the file."""
        while b"\n" not in self._held and len(self._held) < most and self._fill():
            pass
        end = self._held.find(b"\n") + 1
        return self._taken(min(end or len(self._held), most))

    def read(self, size: int) -> bytes:
        """So many bytes, fewer where the file ends early."""
        pieces, missing = [], size
        while missing:
            if not self._held and not self._fill():
                break
            pieces.append(self._taken(missing))
            missing -= len(pieces[-1])
        return b"".join(pieces)

    def give_back(self, data: bytes) -> None:
        """Have these bytes read again."""
        self._held = data + self._held

    def settle(self) -> None:
        """Find out whether what was read last is sound; raises :class:`Damaged`."""

    def recover(self, error: Damaged) -> bool:  # noqa: ARG002 (a packed file asks)
        """Go on at the next place where a record seems to begin; whether there is one."""
        while len(self._held) < len(MARK) and self._fill():
            pass
        if self._held.startswith(MARK):
            return True
        while True:
            at = self._held.find(b"\n" + MARK)
            if at >= 0:
                self._taken(at + 1)
                return True
            self._held = self._held[-len(MARK) :]
            if not self._fill():
                return False

    def _fill(self) -> bool:
        data = self._more()
        self._held += data
        return bool(data)

    def _more(self) -> bytes:
        return self._raw.read(_PIECE)

    def _taken(self, size: int) -> bytes:
        data, self._held = self._held[:size], self._held[size:]
        return data


class Packed(Plain):
    """A gzip file of one or many members."""

    def __init__(self, raw: IO[bytes], first: bytes = b"") -> None:
        """Read from ``raw``, of which ``first`` was read already."""
        super().__init__(raw)
        self._packed = first  # read, and not unpacked
        self._member = zlib.decompressobj(31)
        self._inside = False
        self._seen = bytearray()  # of this member, to be searched again
        self._looks, self._again = _LOOKS, _AGAIN  # a file made to be searched for ever is given up

    def settle(self) -> None:
        """A member ends with a checksum, which tells whether all of it was sound."""
        while self._inside and len(self._held) < _NEAR:
            if not self._fill():
                break

    def recover(self, error: Damaged) -> bool:
        """Go on at the next record, or at the next member that begins with one."""
        if not isinstance(error, Broken):
            try:
                return super().recover(error)
            except Broken:
                pass
        data, at = (bytes(self._seen) + self._packed)[1:], 0
        self._again -= len(self._seen)
        self._held, self._packed, self._inside, self._seen = b"", b"", False, bytearray()
        while self._looks and self._again > 0:
            at = data.find(MAGIC, at)
            if at < 0 or len(data) - at < _PIECE:
                if more := self._raw.read(_PIECE):
                    data, at = (data[at:] if at >= 0 else data[-2:]) + more, 0
                    continue
                if at < 0:
                    return False
            if _begins(data[at : at + _PIECE]):
                self._packed = data[at:]
                return True
            self._looks -= 1
            at += 1
        return False

    def _more(self) -> bytes:
        """What the next bytes unpack to; b"" at the end of the file."""
        while True:
            if not self._packed:
                self._packed = self._raw.read(_PIECE)
                if not self._packed:
                    if self._inside:
                        raise Broken("the file ends early")
                    return b""
            if not self._inside:
                self._packed = self._packed.lstrip(b"\0")  # what some tapes and tools append
                if not self._packed:
                    continue
                self._member, self._inside, self._seen = zlib.decompressobj(31), True, bytearray()
            try:
                data = self._member.decompress(self._packed, _PIECE)
            except zlib.error as error:
                raise Broken(f"the packed data are damaged: {error}") from error
            left = self._member.unused_data if self._member.eof else self._member.unconsumed_tail
            if len(self._seen) < _KEPT:
                self._seen += self._packed[: len(self._packed) - len(left)]
            self._packed = left
            if self._member.eof:
                self._inside = False
            if data:
                return data


def _begins(data: bytes) -> bool:
    try:
        return zlib.decompressobj(31).decompress(data, 64).startswith(MARK)
    except zlib.error:
        return False
