"""Reports into an archive."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from dragoman.archive import Archive
from dragoman.records import Failure, Reading, Report


def keep(
    path: str | Path,
    reports: Iterable[str | Path],
    *,
    published: str | None = None,
    source: str | None = None,
    least: float | None = None,
    on_error: Callable[[Failure], None] | None = None,
    watch: Callable[[Iterable[Reading]], Iterable[Reading]] | None = None,
) -> tuple[int, int]:
    """Read reports into the archive at ``path``; returns how many were added, how many were there.

    What the archive holds of the same run is not read again, so that a run that was interrupted
    goes on. Arguments as for :func:`dragoman.read`; failures are kept in the archive and given to
    ``on_error``; ``watch`` may wrap the stream of readings, to show progress.
    """
    # Here, not above: who only asks for stories need not wait for the parser.
    from dragoman.ingest import read_reports
    from dragoman.pipeline import shared_reader

    reader = shared_reader(least)
    run = reader.run
    held = 0
    with Archive(path) as archive, archive.sparing():

        def note(failure: Failure) -> None:
            if on_error is not None:
                on_error(failure)
            archive.add_failure(failure, run)

        def new() -> Iterator[tuple[Report, str]]:
            nonlocal held
            for report, text in read_reports(
                reports, published=published, source=source, on_error=note
            ):
                if archive.has(report, run.id):
                    held += 1
                    continue
                yield report, text

        readings: Iterable[Reading] = reader.stream(new(), note)
        if watch is not None:
            readings = watch(readings)
        added = archive.add_many(readings, run, batch=_BATCH, seconds=_SECONDS, on_error=note)
        return added, held


# A transaction has so many readings, or those of so many seconds: what a run that is killed has to
# read again at most. What an interrupted one has read is written.
_BATCH = 50
_SECONDS = 5.0
