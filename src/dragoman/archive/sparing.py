"""Adding by the hour in little memory: how much of the file DuckDB keeps there, and until when."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Self

import duckdb

from dragoman.archive.errors import told
from dragoman.archive.opening import connect
from dragoman.errors import DragomanError

# One thread, since each takes its share of the memory. No checkpoint by itself: one that finds too
# little memory breaks the connection.
_LITTLE = {"memory_limit": "64MB", "threads": 1, "checkpoint_threshold": "1TB"}
_MUCH = 500_000  # characters of texts; with their records they take a tenth of it
_LOG = 16 * 2**20  # bytes of the write-ahead log after which it goes into the file


class Sparing:
    """The part of an archive that keeps its memory small."""

    path: Path
    read_only: bool
    _lock: threading.RLock
    _connection: duckdb.DuckDBPyConnection | None
    _spares = False
    _long = False  # whether the log holds texts that take much of the little memory

    @contextmanager
    def sparing(self) -> Iterator[Self]:
        """Keep little of the file in memory meanwhile, however large it is: for who adds reports
        by the hour and asks nothing. What needs more, such as a very long report, gets it."""
        self._spare(True)
        try:
            yield self
            if self._connection is not None:
                self._settle(0)  # closing would do it with all memory
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

    def _with_enough(self, write: Callable[[], None], size: int) -> None:
        """Write so many characters of texts, with as much memory as it takes."""
        spared = self._spares
        much = spared and size > _MUCH
        self._long |= much
        try:
            with self._enough() if much else nullcontext():
                write()
        except DragomanError as error:
            if error.error != "out-of-memory" or not spared or much:
                raise
            self._long = True
            with self._enough():
                write()

    def _settle(self, most: int = _LOG) -> None:
        """Bring what was written into the file, where its log has come to more than ``most``."""
        log = self.path.with_name(self.path.name + ".wal")
        if not self._spares or not log.exists() or log.stat().st_size <= most:
            return
        with self._enough() if self._long else nullcontext(), told(self.path):
            assert self._connection is not None
            self._connection.execute("CHECKPOINT")
        self._long = False

    def _connect_again(self) -> None:
        """Begin with what is in the file: what DuckDB has in memory is not to be trusted after it
        found too little (rows that were rolled back stay there in part)."""
        broken, self._connection = self._connection, None
        if broken is not None:
            with suppress(duckdb.Error):
                broken.execute("SET checkpoint_on_shutdown = false")
            with suppress(duckdb.Error):
                broken.close()
            self._connection = connect(self.path, read_only=self.read_only)
            self._spare(self._spares)
