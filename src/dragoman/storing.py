"""Reports into an archive, and the stories of what it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from dragoman.archive import Archive
from dragoman.ledger import lines
from dragoman.records import AgendaItem, Dyad, Failure, Issue, Reading, Report
from dragoman.relations import agenda, dyads, issues
from dragoman.stories import build, group


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
    with Archive(path) as archive:

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
        return archive.add_many(readings, run, batch=_BATCH, on_error=note), held


_BATCH = 50  # readings a transaction: what an interrupted run has to read again at most


def tell_stories(archive: Archive) -> int:
    """Group all reports of the archive into stories and keep them; returns how many there are.

    What an earlier call kept is replaced where the grouping changed, as it does when reports
    have come since.
    """
    count = 0
    for found in group(list(archive.readings())):
        records = build(found.readings)
        others: list[Issue | Dyad | AgendaItem] = [
            *issues(records),
            *dyads(records),
            *agenda(records),
        ]
        archive.save_story(
            records.story, records.events, records.utterances, others, lines=lines(records)
        )
        count += 1
    return count


def untold(archive: Archive) -> bool:
    """Whether the archive holds reports that are in no story yet, or stories told before
    positions had entries."""
    return bool(
        archive.query(
            "SELECT id FROM reports WHERE id NOT IN (SELECT report FROM story_reports) UNION ALL "
            "SELECT id FROM derived WHERE kind = 'issue' AND NOT contains(json::VARCHAR, $1)",
            ['"entries":'],
            limit=1,
        )
    )
