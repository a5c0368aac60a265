"""The lines of a table as text, to begin again after a row that went astray; work stays linear."""

from __future__ import annotations

import csv
import io

from dragoman.errors import DragomanError
from dragoman.ingest.limits import Limits, size
from dragoman.ingest.source import lines
from dragoman.ingest.text import decode

_KEPT = 100  # bytes that a kept line costs beside its characters: many short ones fill memory too
_OFTEN = 4  # times as much as was read may be read again
_FREE = 1_000_000  # bytes that may be read again in any case: small tables lose no row


class TableLines:
    """The lines of a stream as text, with those of the present row kept, to begin again after it.

    Lines that cannot be read are put aside, so that the reader can go on. A row over the limit ends
    in ``csv.Error``; so does a row of lines that were given again when too much was: what is read
    in all is at most six times the stream and a constant, however its quotes stand.
    """

    def __init__(self, stream: io.BufferedReader, limits: Limits) -> None:
        """Read from a stream."""
        self._lines = lines(stream, limits)
        self._most = limits.line
        self._again: list[tuple[int, str]] = []
        self._row: list[tuple[int, str]] = []
        self._problems: list[tuple[int, DragomanError]] = []
        self._number = self._cost = 0
        self._credit = _FREE
        self._over = False

    def __iter__(self) -> TableLines:
        """The lines."""
        return self

    def __next__(self) -> str:
        """The next line of the row, or the first of a new one after :meth:`begin`."""
        if self._again:
            if self._row and self._credit < 0:
                raise csv.Error("it runs over lines that were read again too often")
            found = self._again.pop()
            cost = len(found[1]) + _KEPT
            if self._row:  # each line is but once the first of its row
                self._credit -= cost
        else:
            found = self._read()
            cost = len(found[1]) + _KEPT
            self._credit += _OFTEN * cost
        self._row.append(found)
        self._number = found[0]
        self._cost += cost
        if self._cost > self._most and len(self._row) > 1:
            raise csv.Error(f"it is over the limit of {size(self._most)}")
        return found[1]

    def _read(self) -> tuple[int, str]:
        for number, line in self._lines:
            try:
                if isinstance(line, DragomanError):
                    raise line
                return number, _text(line)
            except DragomanError as error:
                self._problems.append((number, error))
        self._over = True
        raise StopIteration

    @property
    def ended(self) -> bool:
        """Whether no line is left."""
        return self._over and not self._again

    def begin(self) -> int:
        """Begin a row; the number of its first line."""
        self._row, self._cost = [], 0
        return self._again[-1][0] if self._again else self._number + 1

    def rewind(self) -> None:
        """Give the row's lines again, all but the first: a stray quote may have swallowed them."""
        self._again += reversed(self._row[1:])

    def problem(self, width: int, cells: list[str]) -> tuple[str, bool]:
        """What is wrong with a row ("" if nothing), and whether the next line may be inside it."""
        if len(self._row) > 1 and sum(line.count('"') for _, line in self._row) % 2:
            return "a quote that opens in it is not closed", True
        if len(cells) > width:
            return f"it has {len(cells)} cells, the header {width}", len(self._row) > 1
        return "", False

    def kind(self) -> str:
        """How the row begins: with a quote, a digit or something else."""
        first = self._row[0][1][:1] if self._row else ""
        return "0" if first.isdigit() else first if first == '"' else "a"

    def row_as(self, usual: str, cells: list[str], width: int) -> bool:
        """Whether this may be a row again after a bad one, and no line of an article's text."""
        return len(cells) == width and self.kind() == (usual or self.kind())

    def take_problems(self) -> list[tuple[int, DragomanError]]:
        """What could not be read since the last call."""
        taken, self._problems = self._problems, []
        return taken


def _text(line: bytes) -> str:
    try:
        return line.decode("utf-8").replace("\x00", "")
    except UnicodeDecodeError:
        return decode(line)
