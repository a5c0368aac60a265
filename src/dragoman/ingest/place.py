"""Where the reading of inputs stands: rows counted as they come, and the file in hand."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol


class _Told(Protocol):
    def tell(self) -> int: ...


@dataclass(slots=True)
class Place:
    """What :func:`dragoman.ingest.read_reports` has come to; it keeps the one given to it up to
    date. A part of it may be overridden to follow along.

    A row is one candidate for a report: a file that holds one, a line, a table's row, an entry.

    Fields:
        rows: rows that were looked at, counted before anything is made of them.
        reports: rows that gave a report. repeated: rows that gave one that came before.
        lost: rows that could not be read.
        unread: files and folders that could not be read at all, or not to their end.
        done: bytes of the files that are finished, as they stand on the disk.
    """

    rows: int = 0
    reports: int = 0
    repeated: int = 0
    lost: int = 0
    unread: int = 0
    done: int = 0
    _stream: _Told | None = field(default=None, repr=False)
    _last: int = 0

    def next(self, item: str, number: int) -> None:
        """Called before a file's next row is looked for; ``number`` came before it.

        A DragomanError that is raised here leaves the rest of the file out.
        """

    def opened(self, stream: _Told) -> None:
        """A file was opened; ``stream`` has its bytes as they stand on the disk."""
        self._stream = stream

    def closed(self, size: int) -> None:
        """The file in hand is finished."""
        self._stream, self._last = None, 0
        self.done += size

    @property
    def bytes(self) -> int:
        """Bytes that were read so far."""
        if self._stream is not None:
            with suppress(ValueError):  # closed at its end by whoever read it
                self._last = self._stream.tell()
        return self.done + self._last
