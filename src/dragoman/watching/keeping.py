"""New reports into the archive, which is open only while something is written."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from dragoman.archive import Archive
from dragoman.errors import DragomanError
from dragoman.ingest import read_reports
from dragoman.pipeline import Reader
from dragoman.records import Failure, Report
from dragoman.storing import tell_stories
from dragoman.watching.fetching import Clock
from dragoman.watching.pages import Found

STAGE = "watch"
_LOOKS = (0.5, 5.0)  # seconds between two tries to open an archive that is busy: at first, at most

OnError = Callable[[Failure], None]


class Keeper:
    """Reads reports and keeps them; others can read the archive in between.

    Fields:
        reports: ids of the reports that were added. held: how many were there already.
    """

    def __init__(
        self,
        path: Path,
        reader: Callable[[], Reader],
        *,
        clock: Clock,
        patience: float,
        on_wait: Callable[[str], None] | None = None,
    ) -> None:
        """``patience``: seconds for which a busy archive is waited for; ``on_wait`` is told."""
        self.path, self._reader = path, reader
        self._clock, self._patience, self._on_wait = clock, patience, on_wait
        self.reports: list[str] = []
        self.held = 0

    @contextmanager
    def open(self, *, read_only: bool = False) -> Iterator[Archive]:
        """The archive, once no other program has it. Raises "archive-busy" after the patience."""
        until = self._clock.now() + self._patience
        pause, most = _LOOKS
        told = False
        while True:
            try:
                archive = Archive(self.path, read_only=read_only)
                break
            except DragomanError as error:
                if error.error != "archive-busy" or self._clock.now() >= until:
                    raise
                if not told and self._on_wait is not None:
                    told = True
                    self._on_wait(f"Waiting for the archive: {error}")
            self._clock.sleep(pause)
            pause = min(2 * pause, most)
        with archive:
            yield archive

    def keep(self, reports: Iterable[tuple[Report, str]], failures: list[Failure]) -> None:
        """Read reports and add them, with the failures that came before, in one go.

        Reading takes the time, and is done while the archive is closed. ``failures`` grows by what
        could not be read.
        """
        several = list(reports)
        if not several and not failures:
            return
        reader = self._reader()
        run = reader.run
        with self.open(read_only=True) as archive:
            new = [(r, text) for r, text in several if not archive.has(r, run.id)]
        readings = list(reader.stream(new, failures.append))
        added: list[str] = []
        if readings or failures:
            with self.open() as archive:
                for reading in readings:
                    if archive.add_many([reading], run, on_error=failures.append):
                        added.append(reading.report.id)
                for failure in failures:
                    archive.add_failure(failure, run)
        self.held += len(several) - len(new)
        self.reports += added

    def tell(self) -> int:
        """Tell the stories of what came; how many were told anew."""
        with self.open() as archive:
            return tell_stories(archive)


def reports_of(found: Found, on_error: OnError) -> Iterator[tuple[Report, str]]:
    """What was found as the report that ingest makes of it, its language and text looked at."""

    def note(failure: Failure) -> None:
        on_error(msgspec.structs.replace(failure, item=found.item, stage=STAGE))

    if found.error is not None:
        on_error(Failure(item=found.item, stage=STAGE, error=found.error, message=found.message))
        return
    said = {
        key: value
        for key in ("id", "source", "published", "retrieved", "title", "url", "language", "text")
        if (value := getattr(found, key)) is not None
    }
    line = io.BytesIO(msgspec.json.encode(said) + b"\n")
    for report, text in read_reports("-", stdin=line, on_error=note):
        problems = [
            Failure(item=found.item, stage=STAGE, error=error, message=message)
            for error, message in found.problems
        ]
        for failure in problems:
            on_error(failure)
        yield msgspec.structs.replace(report, failures=(*report.failures, *problems)), text
