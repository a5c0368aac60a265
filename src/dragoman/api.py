"""The short calls: reports in, readings or a brief out. The command line only calls these."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from dragoman.briefs.page import Page
from dragoman.document import OnError
from dragoman.pipeline import shared_reader
from dragoman.records import Failure, Reading


def read(
    *reports: str | Path,
    published: str | None = None,
    source: str | None = None,
    least: float | None = None,
    on_error: OnError | None = None,
) -> Iterator[Reading]:
    """Read reports, one reading each, in the order given; nothing is held in memory.

    Args:
        reports: files (text, HTML, JSON Lines, CSV, Parquet, feed), folders, or ``-``.
        published: publication day (ISO) of all these reports, whatever they say themselves.
        source: their publisher, likewise.
        least: confidence (0 to 1) from which an event is shown; None is the coder's default.
        on_error: given a :class:`dragoman.records.Failure` for each item that could not be read;
            the rest go on. Without it the first failure raises :class:`DragomanError`.

    Example:
        >>> import tempfile, pathlib
        >>> file = pathlib.Path(tempfile.mkdtemp()) / "a.txt"
        >>> _ = file.write_text("The president of Kenya arrived in Kampala, Uganda, on Tuesday.")
        >>> [reading.events[0].type for reading in read(file, published="2024-05-15")]
        ['CONSULT']
    """
    from dragoman.ingest import read_reports

    found = read_reports(reports, published=published, source=source, on_error=on_error)
    yield from shared_reader(least).stream(found, on_error)


def brief(
    *reports: str | Path,
    published: str | None = None,
    source: str | None = None,
    least: float | None = None,
    on_error: OnError | None = None,
    watch: Callable[[Iterable[Reading]], Iterable[Reading]] | None = None,
) -> Page:
    """Read reports and set them out on one page: what all say, what one says, where they differ.

    Arguments as for :func:`read`; ``watch`` may wrap the stream of readings, to show progress.
    Items that could not be read stand in ``page.brief.failures``;
    where none could be read, :class:`DragomanError` says why.
    """
    from dragoman.briefs import assemble
    from dragoman.errors import DragomanError

    failures: list[Failure] = []

    def note(failure: Failure) -> None:
        failures.append(failure)
        if on_error is not None:
            on_error(failure)

    found: Iterable[Reading] = read(
        *reports, published=published, source=source, least=least, on_error=note
    )
    readings = tuple(watch(found) if watch else found)
    if not readings:
        said = "; ".join(f.message for f in failures) or "no report was given."
        if on_error is not None and failures:
            said = "Each item's failure says why."
        raise DragomanError(f"No report could be read. {said}", error="nothing-read")
    return Page(brief=assemble(readings, failures), readings=readings)
