"""The archive: every record, its evidence, the run that made it, in one DuckDB file."""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from dragoman.archive import schema
from dragoman.archive.checking import problems
from dragoman.archive.errors import interrupted, told, translate
from dragoman.archive.ledgers import Ledgers
from dragoman.archive.opening import connect
from dragoman.archive.rows import (
    Derived,
    RowLists,
    merge,
    reading_rows,
    run_row,
)
from dragoman.archive.sparing import Sparing
from dragoman.archive.standing import Standing
from dragoman.archive.story_rows import Line, story_rows
from dragoman.archive.writing import (
    digest,
    drop_stories,
    hash_of,
    insert_failures,
    misfit,
    replace,
    same,
)
from dragoman.closing import Closing
from dragoman.errors import DragomanError
from dragoman.filed import FiledMap
from dragoman.records import Failure, MergedEvent, Reading, Report, Run, Story, Utterance

OnError = Callable[[Failure], None]
_WRITERS: weakref.WeakValueDictionary[str, Archive] = weakref.WeakValueDictionary()
_WRITERS_LOCK = threading.Lock()


class Archive(Closing, Sparing, Standing, Ledgers):
    """An archive file, made if it is not there; a context manager.

    One program writes at a time. Each reading is added in one transaction: a program that is
    killed leaves a sound archive that can be opened and gone on with.

    Raises DragomanError on opening: not-found (read-only), not-an-archive, archive-busy,
    unwritable, damaged-archive, archive-newer, archive-older; later also archive-full.

    Example:
        >>> import tempfile
        >>> from dragoman.ids import text_hash
        >>> text = "Talks opened."
        >>> reading = Reading(report=Report(id="r1", text_sha256=text_hash(text)), text=text)
        >>> run = Run(id="run1", version="0", model="none")
        >>> with Archive(tempfile.mkdtemp() + "/news.duckdb") as archive:
        ...     archive.add(reading, run), archive.add(reading, run)
        ...     archive.reading("r1") == reading
        (True, False)
        True
    """

    def __init__(self, path: str | Path, *, read_only: bool = False) -> None:
        """Open the archive at ``path``."""
        self.path = Path(path)
        self.read_only = read_only
        self._lock = threading.RLock()
        self._connection: duckdb.DuckDBPyConnection | None = None
        if not read_only:
            self._claim()
        self._connection = connect(self.path, read_only=read_only)
        self._listed: FiledMap | None = None
        self._runs: set[str] = set()
        try:
            self._runs = {run.id for run in self.runs()}
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the file; what was added is kept. Closing twice does no harm."""
        with self._lock:
            connection, self._connection = self._connection, None
            self._forget()
            if connection is not None:
                with told(self.path):
                    connection.close()

    # --- adding ---------------------------------------------------------------------------------

    def add(self, reading: Reading, run: Run) -> bool:
        """Add all records of one report, in one transaction; whether anything was added.

        The same report by the same run adds nothing. The same report by another run, or with
        another text or other metadata, takes the place of the old one, which leaves a row in
        ``history``; the stories it was in are dropped, since they rest on the old records.

        Raises DragomanError "bad-reading" for records that do not fit their text or each other.
        """
        return self.add_many([reading], run) == 1

    def add_many(
        self,
        readings: Iterable[Reading],
        run: Run,
        *,
        batch: int = 200,
        seconds: float | None = None,
        on_error: OnError | None = None,
    ) -> int:
        """Add many readings, ``batch`` a transaction; how many were new or took another's place.

        With ``seconds``, fewer are written where they come more slowly. What came before an error
        or an interruption is written. With ``on_error``, a reading whose records do not fit is
        reported there and left out, and the rest goes on.
        """
        waiting: dict[str, Reading] = {}
        added = 0
        until = 0.0

        def write() -> None:
            nonlocal added
            part = list(waiting.values())
            try:
                added += self._write(part, run)
            except Exception:
                waiting.clear()  # it would fail once more
                raise
            waiting.clear()

        try:
            for reading in readings:
                report = reading.report
                if self.has(report, run.id) or (
                    report.id in waiting and same(waiting[report.id].report, report)
                ):
                    continue
                failure = misfit(reading, run)
                if failure is not None:
                    if on_error is None:
                        raise DragomanError(failure.message, error=failure.error)
                    on_error(failure)
                    continue
                if report.id in waiting or len(waiting) >= batch:
                    write()
                if seconds is not None and not waiting:
                    until = time.monotonic() + seconds
                waiting[report.id] = reading
                if seconds is not None and time.monotonic() >= until:
                    write()
        except BaseException:
            self._look_again(waiting, run)
            write()
            raise
        write()
        return added

    def misfits(self, readings: Iterable[Reading], run: Run) -> list[Failure]:
        """What is told of those of some readings whose records do not fit."""
        return [failure for r in readings if (failure := misfit(r, run)) is not None]

    def add_together(
        self,
        readings: Iterable[Reading],
        failures: Iterable[Failure],
        run: Run,
        *,
        note: tuple[str, str],
    ) -> int:
        """Add readings and failures in one transaction, with a note (key, value) that says so.

        So who finds the note by :meth:`note` knows that all of them are there, and who does not,
        that none is. Readings that do not fit (:meth:`misfits`) are left out. Returns how many
        were new or took another's place.
        """
        new = [r for r in readings if not self.has(r.report, run.id) and misfit(r, run) is None]
        return self._write(new, run, list(failures), note)

    def note(self, key: str) -> str | None:
        """The note that was written under this key, if any."""
        rows = self.rows("SELECT value FROM meta WHERE key = $1", [key])
        return rows[0][0] if rows else None

    def drop_note(self, key: str) -> None:
        """Take a note out."""
        with self.transaction() as connection:
            connection.execute("DELETE FROM meta WHERE key = $1", [key])

    def add_failure(self, failure: Failure, run: Run | None = None) -> bool:
        """Keep a failure; the same one of the same run is kept once. Whether it was new."""
        with self.transaction() as connection:
            if run is not None:
                self._insert_run(connection, run)
            added = insert_failures(connection, [failure], run.id if run else "")
        if run is not None:
            self._runs.add(run.id)
        return added > 0

    def save_story(
        self,
        story: Story,
        events: Sequence[MergedEvent] = (),
        utterances: Sequence[Utterance] = (),
        others: Iterable[Derived] = (),
        *,
        lines: Mapping[str, Line] | None = None,
    ) -> None:
        """Keep a story with what was made of it: merged events, utterances, issues, dyads, agenda.

        ``lines`` is what ledgers show and count of each event and utterance beside its record
        (:func:`dragoman.ledger.lines`); without them a ledger has their days and sides only.
        A report is in one story: stories that share a report with this one are dropped.
        Raises DragomanError "not-found" for a report that is not in the archive.
        """
        missing = [report for report in story.reports if report not in self._held]
        if missing:
            raise DragomanError(
                f"The story {story.id} rests on reports that are not in the archive: "
                f"{', '.join(missing[:5])}. Add their readings first.",
                error="not-found",
            )
        published = {
            report: day.isoformat() if day else None
            for report, day in self.rows(
                "SELECT id, published_day FROM reports WHERE id IN (SELECT unnest($1::VARCHAR[]))",
                [list(story.reports)],
            )
        }
        rows = story_rows(story, events, utterances, others, lines or {}, published)
        with self.transaction() as connection:
            drop_stories(connection, list(story.reports), [story.id])
            schema.insert(connection, rows)

    def has(self, report: str | Report, run: str) -> bool:
        """Whether a report was read by this run (an id), to go on after a stop.

        Given a :class:`Report`, also whether its text and its metadata are the ones kept.
        """
        if isinstance(report, str):
            return (self._held.get(report) or "").rpartition(" ")[0] == run
        return self._held.get(report.id) == f"{run} {digest(report)}"

    def check(self) -> list[str]:
        """What is wrong with the archive, in words; [] where it is sound.

        Looks at every record: that it reads, that it belongs to a report and a run that are there,
        that ids are distinct, that spans lie inside the text and hold the words they claim, that
        texts have their hash, and that there are as many rows as there were records.
        """
        found: list[str] = []
        with self._lock:
            try:
                for problem in problems(self):
                    found.append(problem)
            except DragomanError as error:  # what cannot be read at all
                found.append(str(error))
        return found

    # --- inside ---------------------------------------------------------------------------------

    def _write(
        self,
        readings: list[Reading],
        run: Run,
        failures: Sequence[Failure] = (),
        note: tuple[str, str] | None = None,
    ) -> int:
        """Write readings in one transaction; they are new, or take the place of others."""
        if not readings and not failures and note is None:
            return 0
        rows: RowLists = {}
        for reading in readings:
            merge(rows, reading_rows(reading, run.id))
        old = [r.report.id for r in readings if r.report.id in self._held]
        own = [f for r in readings for f in r.report.failures]

        def write() -> None:
            with self.transaction() as connection:
                self._insert_run(connection, run)
                if old:
                    replace(connection, old, run.id)
                schema.insert(connection, rows)
                insert_failures(connection, [*own, *failures], run.id)
                if note is not None:
                    connection.execute("DELETE FROM meta WHERE key = $1", [note[0]])
                    schema.insert(connection, {"meta": [note]})

        self._with_enough(write, sum(len(r.text) for r in readings))
        self._runs.add(run.id)
        for reading in readings:
            self._held[reading.report.id] = f"{run.id} {digest(reading.report)}"
        return len(readings)

    def _look_again(self, waiting: dict[str, Reading], run: Run) -> None:
        """Leave out what is written after all: an interruption may come right after that."""
        if waiting:
            self._forget()
            self._runs = {one.id for one in self.runs()}
            for report in [r.report for r in waiting.values() if self.has(r.report, run.id)]:
                del waiting[report.id]

    def _insert_run(self, connection: duckdb.DuckDBPyConnection, run: Run) -> None:
        if run.id not in self._runs:
            schema.insert(connection, {"runs": [run_row(run)]})

    @contextmanager
    def transaction(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A transaction: all of it is written, or nothing."""
        if self.read_only:
            raise DragomanError(
                f"The archive {self.path} was opened for reading only. Open it without read_only.",
                error="unwritable",
            )
        with self._lock:
            connection = self._open()
            try:
                connection.begin()
                yield connection
                connection.commit()
                self._settle()
            except duckdb.Error as error:
                _undo(connection)
                wrong = translate(self.path, error)
                if wrong.error == "out-of-memory":
                    self._connect_again()
                raise wrong from error
            except RuntimeError as error:
                _undo(connection)
                raise interrupted(error) from error
            except BaseException:
                _undo(connection)
                raise

    def _claim(self) -> None:
        """Refuse a second writer in this program; DuckDB would let it in, beside our lists."""
        place = str(self.path.resolve())
        with _WRITERS_LOCK:
            other = _WRITERS.get(place)
            if other is not None and other._connection is not None:
                raise DragomanError(
                    f"The archive {self.path} is open for writing elsewhere in this program. Use "
                    "that one, or close it first.",
                    error="archive-busy",
                )
            _WRITERS[place] = self

    @property
    def _held(self) -> FiledMap:
        """Report -> its run and digest, listed when it is first asked for: :meth:`has` costs
        nothing, and who only asks questions does not wait for it."""
        with self._lock:
            if self._listed is None:
                rows = self.streamed(
                    "SELECT id, run, text_sha256, source, published, url, title FROM reports"
                )
                self._listed = FiledMap(
                    (report, f"{run} {hash_of(about)}") for report, run, *about in rows
                )
            return self._listed

    def _forget(self) -> None:
        """What is held is to be listed anew."""
        listed, self._listed = self._listed, None
        if listed is not None:
            listed.close()


def _undo(connection: duckdb.DuckDBPyConnection) -> None:
    with suppress(duckdb.Error):  # the transaction is gone already, or the database with it
        connection.rollback()
