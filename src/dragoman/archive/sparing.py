"""Adding by the hour in little memory: how much of the file DuckDB keeps there, and until when."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self

import duckdb

from dragoman.archive.errors import told
from dragoman.errors import DragomanError

# One thread, since each takes its share of the memory. No checkpoint by itself: one that finds too
# little memory would break the connection.
_LITTLE = {"memory_limit": "64MB", "threads": 1, "checkpoint_threshold": "1TB"}
_LOG = 16 * 2**20  # bytes of the write-ahead log after which it goes into the file


class Sparing:
    """The part of an archive that keeps its memory small."""

    path: Path
    _lock: threading.RLock
    _connection: duckdb.DuckDBPyConnection | None
    _spares = False

    @contextmanager
    def sparing(self) -> Iterator[Self]:
        """Keep little of the file in memory meanwhile, however large it is: for who adds reports
        by the hour and asks nothing. What needs more, such as a very long report, gets it."""
        self._spare(True)
        try:
            yield self
        finally:
            with suppress(DragomanError):  # what broke the connection is told already
                self._spare(False)

    def _spare(self, little: bool) -> None:
        with self._lock, told(self.path):
            if self._connection is not None:
                for setting, value in _LITTLE.items():
                    self._connection.execute(
                        f"SET {setting} = '{value}'" if little else f"RESET {setting}"
                    )
            self._spares = little

    @contextmanager
    def _enough(self) -> Iterator[None]:
        """All memory there is, for a while."""
        self._spare(False)
        try:
            yield
        finally:
            self._spare(True)

    def _with_enough(self, write: Callable[[], None]) -> None:
        """Write; once more with all memory there is where the little there was is too little."""
        try:
            write()
        except DragomanError as error:
            if error.error != "out-of-memory" or not self._spares:
                raise
            with self._enough():
                write()

    def _settle(self) -> None:
        """Bring what was written into the file, where it has come to much."""
        log = self.path.with_name(self.path.name + ".wal")
        if self._spares and log.exists() and log.stat().st_size > _LOG:
            with self._enough(), told(self.path):
                assert self._connection is not None
                self._connection.execute("CHECKPOINT")
