"""The stage itself: candidates from all inputs, checked, named and streamed."""

from __future__ import annotations

import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import IO, BinaryIO

import msgspec

from dragoman.codebooks.books import read_book
from dragoman.errors import DragomanError
from dragoman.filed import FiledMap
from dragoman.ids import stable_id, text_hash
from dragoman.ingest.folder import files, outside, stays_inside, unknown_format
from dragoman.ingest.language_id import check_language
from dragoman.ingest.limits import DEFAULT, Limits, too_large
from dragoman.ingest.metadata import Metadata, published_text, read_sidecar, sidecar_of
from dragoman.ingest.place import Place
from dragoman.ingest.readers import (
    Candidate,
    from_object,
    read_file,
    read_stream,
    reader_for,
)
from dragoman.ingest.source import not_found, unreadable
from dragoman.ingest.text import clean, mixed_words
from dragoman.records import Failure, Report

STAGE = "ingest"
READ_ALL_THE_SAME = frozenset(
    {"bad-date", "bad-sidecar", "bad-metadata", "cut-page", "feed-text-only", "mixed-letters"}
)
"""Short names of the errors after which the report is read, without the field that was wrong."""
OnError = Callable[[Failure], None]


def read_reports(
    paths: str | Path | Iterable[str | Path],
    *,
    published: object = None,
    source: str | None = None,
    url: str | None = None,
    title: str | None = None,
    on_error: OnError | None = None,
    stdin: BinaryIO | None = None,
    limits: Limits = DEFAULT,
    within: Path | None = None,
    place: Place | None = None,
) -> Iterator[tuple[Report, str]]:
    """Stream the reports in files and folders, each with its text as given.

    Args:
        paths: files (.txt .md .html .jsonl .json .csv .tsv .parquet .xml .rss .atom .warc, each
            also .gz), folders, or "-" for standard input.
        published, source, url, title: go before what sidecars and the files themselves say.
        on_error: is given what could not be read; without it the first failure is raised.
        stdin: what "-" reads (default: standard input).
        limits: how much is read before an item is refused.
        within: a folder that the files, and their sidecars, must not lead out of.
        place: is kept up to date with what was counted and read.

    Raises DragomanError at once for a ``published`` that is no date ("bad-date"), and, without
    ``on_error``, for the first failure: not-found, unreadable, unknown-format, outside-folder,
    empty-folder, not-a-report, empty-file, binary-file, damaged-file, too-large, bad-json,
    bad-row, bad-feed, bad-html, bad-warc, missing-extra, no-text, missing-column, not-english,
    duplicate-id. After bad-date, bad-sidecar, bad-metadata, cut-page and mixed-letters the report
    is read all the same, and keeps the failure.

    Example:
        >>> import io
        >>> text = b"Norway and Kenya signed a fishing treaty in Oslo on Friday, officials said."
        >>> report, text = next(read_reports("-", published="2026-01-05", stdin=io.BytesIO(text)))
        >>> report.published, report.language
        ('2026-01-05', 'en')
    """
    given = Metadata(
        source=source or None,
        published=published_text(published),
        url=url or None,
        title=title or None,
    )
    several = [paths] if isinstance(paths, (str, Path)) else paths
    return _Run(given, on_error, stdin, limits, within, place or Place()).read(several)


def make_report(
    text: str,
    *,
    id: str | None = None,
    source: str | None = None,
    published: object = None,
    retrieved: object = None,
    url: str | None = None,
    title: str | None = None,
    language: str | None = None,
    failures: tuple[Failure, ...] = (),
) -> Report:
    """A report record for a text at hand, with the id that :func:`read_reports` would give it.

    Nothing is checked but the dates. Raises DragomanError "bad-date".

    Example:
        >>> make_report("Talks opened.").id == make_report("Talks opened.", title="Talks").id
        True
    """
    digest = text_hash(text)
    return Report(
        id=id or stable_id("r", digest, source or "", url or ""),
        text_sha256=digest,
        source=source,
        published=published_text(published),
        retrieved=published_text(retrieved),
        url=url,
        title=title,
        language=language,
        failures=failures,
    )


def read_row(row: Mapping[str, object], item: str) -> tuple[Report, str]:
    """The report of one row or object, as :func:`read_reports` would read it from a table.

    What is wrong with single fields stands in the report's ``failures``; ``item`` names the row
    there. Raises DragomanError for a row that cannot be read.

    Example:
        >>> text = "Norway and Kenya signed a fishing treaty in Oslo on Friday, officials said."
        >>> report, _ = read_row({"text": text, "published": "soon"}, "row 1")
        >>> [failure.error for failure in report.failures]
        ['bad-date']
    """
    run = _Run(Metadata(), lambda _: None, None, DEFAULT, None, Place())
    found = run._report(from_object(row, item), Metadata(), ())
    assert found is not None  # nothing was seen before
    return found


class _Run:
    """One call of :func:`read_reports`: what was given, and the ids seen so far."""

    def __init__(
        self,
        given: Metadata,
        on_error: OnError | None,
        stdin: BinaryIO | None,
        limits: Limits,
        within: Path | None,
        place: Place,
    ) -> None:
        self._place = place
        self._within = within.resolve() if within is not None else None
        self._given, self._on_error, self._stdin, self._limits = given, on_error, stdin, limits
        self._seen: FiledMap | None = None  # report -> its text's hash, while inputs are read
        missing: list[str] = read_book("ingest")["fields"]["missing"]
        self._missing = frozenset(missing)

    def read(self, paths: Iterable[str | Path]) -> Iterator[tuple[Report, str]]:
        self._seen = FiledMap()
        try:
            yield from self._inputs(paths)
        finally:
            self._seen.close()

    def _inputs(self, paths: Iterable[str | Path]) -> Iterator[tuple[Report, str]]:
        for path in paths:
            if str(path) == "-":
                stream: IO[bytes] = self._stdin or sys.stdin.buffer
                yield from self._reports(read_stream(stream, "-", self._limits), "-", self._given)
                continue
            path = Path(path)
            try:
                mode = path.stat().st_mode
            except FileNotFoundError:
                self._unread(str(path), not_found(path))
                continue
            except (OSError, ValueError) as bad:  # not ours to look at, or no name at all
                self._unread(str(path), unreadable(path, bad))
                continue
            if stat.S_ISDIR(mode):
                root = path.resolve()
                for file, error in files(path):
                    if error is not None:
                        self._unread(str(file), error)
                    else:
                        yield from self._file(file, root)
            elif reader_for(path) is None and (stat.S_ISFIFO(mode) or stat.S_ISCHR(mode)):
                with path.open("rb") as pipe:  # <(command) of a shell
                    candidates = read_stream(pipe, str(path), self._limits)
                    yield from self._reports(candidates, str(path), self._given)
            elif self._within is not None and not stays_inside(path, self._within):
                self._unread(str(path), outside(path, self._within))
            else:
                yield from self._file(path, self._within)

    def _file(self, path: Path, root: Path | None) -> Iterator[tuple[Report, str]]:
        """The reports of a file; ``root`` is the folder that must not be left."""
        reader = reader_for(path)
        if reader is None:
            self._unread(str(path), unknown_format(path))
            return
        known, problems = Metadata(), list[DragomanError]()
        try:
            sidecar = sidecar_of(path)
            if sidecar and (root is None or stays_inside(sidecar, root)):
                known, problems = read_sidecar(sidecar)
        except DragomanError as error:
            problems = [error]
        except OSError:
            pass  # the file itself will say why
        candidates = read_file(path, reader, self._limits, self._place)
        yield from self._reports(candidates, str(path), self._given.over(known), problems)

    def _reports(
        self,
        candidates: Iterator[Candidate],
        item: str,
        known: Metadata,
        problems: Iterable[DragomanError] = (),
    ) -> Iterator[tuple[Report, str]]:
        shared = tuple(problems)
        for error in shared:
            self._fail(item, error)
        place, number = self._place, 0
        try:
            while True:
                place.next(item, number)
                candidate = next(candidates, None)
                if candidate is None:
                    return
                number += 1
                place.rows += 1
                try:
                    found = self._report(candidate, known, shared)
                except DragomanError as error:
                    place.lost += 1
                    self._fail(candidate.item, error)
                    continue
                except OSError as error:
                    place.lost += 1
                    self._fail(candidate.item, unreadable(candidate.item, error))
                    continue
                if found is None:
                    place.repeated += 1
                else:
                    place.reports += 1
                    yield found
        except DragomanError as error:
            if self._on_error is None:
                raise
            self._unread(item, error)
        except OSError as error:
            self._unread(item, unreadable(item, error))

    def _report(
        self, candidate: Candidate, known: Metadata, shared: tuple[DragomanError, ...]
    ) -> tuple[Report, str] | None:
        """A report of a candidate; None where the same was read before."""
        if candidate.error is not None:
            raise candidate.error
        text = candidate.text
        if len(text) > self._limits.text:
            raise too_large("The text", self._limits.text)
        bare = text[:1000].strip() or text.strip()
        if not bare or bare.lower() in self._missing:
            what = f"holds only {bare!r}, which stands for no text" if bare else "is empty"
            raise DragomanError(f"The text {what}. Leave it out.", error="empty-file")
        if not candidate.alone:  # an id, a title, an address belong to one report
            known = replace(
                known, id=None, title=self._given.title, url=self._given.url, language=None
            )
        about = known.over(candidate.said)
        report = make_report(
            text,
            id=about.id,
            source=about.source,
            published=about.published,
            retrieved=about.retrieved,
            url=about.url,
            title=about.title,
            language=check_language(text, about.language),
        )
        before = self._seen.get(report.id) if self._seen is not None else None
        if before == report.text_sha256:
            return None
        if before is not None:
            raise DragomanError(
                f"The id {report.id!r} was used before for another text. Give each report its own "
                "id, or leave ids out.",
                error="duplicate-id",
            )
        if self._seen is not None:
            self._seen[report.id] = report.text_sha256
        failures = [_failure(candidate.item, error) for error in shared]
        problems = (*candidate.problems, *_look_alikes(text))
        failures += [self._fail(candidate.item, error) for error in problems]
        return msgspec.structs.replace(report, failures=tuple(failures)), text

    def _unread(self, item: str, error: DragomanError) -> None:
        """Tell of a file or folder that could not be read, or not to its end."""
        self._place.unread += 1
        self._fail(item, error)

    def _fail(self, item: str, error: DragomanError) -> Failure:
        """Tell of an error; without anybody to tell, raise it."""
        if self._on_error is None:
            raise error
        failure = _failure(item, error)
        self._on_error(failure)
        return failure


def _look_alikes(text: str) -> Iterator[DragomanError]:
    if words := mixed_words(text):
        shown = ", ".join(word.encode("ascii", "backslashreplace").decode() for word in words[:3])
        yield DragomanError(
            f"{len(words)} words mix Latin letters with Cyrillic or Greek ones that may look the "
            f"same ({shown}). No name is read from them; mend the text if they should be one.",
            error="mixed-letters",
        )


def _failure(item: str, error: DragomanError) -> Failure:
    # a file's name need not be UTF-8, a record is
    return Failure(item=clean(item), stage=STAGE, error=error.error, message=clean(str(error)))
