"""Reports that are sent as JSON, and their brief. Nothing of them is kept."""

from __future__ import annotations

import io
import threading
from typing import Annotated

import msgspec

from dragoman.briefs.assemble import assemble
from dragoman.briefs.model import Brief
from dragoman.errors import DragomanError
from dragoman.records import Failure

MOST_BYTES = 2_000_000
"""Bytes of one request at most."""
MOST_REPORTS = 30
"""Reports of one brief at most."""
MOST_CHARACTERS = 200_000
"""Characters of all texts of one request at most: reading these takes half a minute."""
_READING = threading.Lock()  # one at a time: a second brief would only slow the first
_ROOM = threading.BoundedSemaphore(4)  # who reads and waits: each holds a thread that pages need


class Error(msgspec.Struct, frozen=True, kw_only=True):
    """An error.

    Fields:
        error: its short name ("not-found"); docs/errors.md lists them.
        message: what happened and what to do about it.
    """

    error: str
    message: str


Line = Annotated[str, msgspec.Meta(max_length=2000)]


class SentReport(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A report to be read.

    Fields:
        text: the article, in English.
        title: its headline.
        published: publication day, ISO, or day and time.
        source: its publisher.
        url: its address.
    """

    text: Annotated[str, msgspec.Meta(min_length=1, max_length=MOST_CHARACTERS)]
    title: Line | None = None
    published: Line | None = None
    source: Line | None = None
    url: Line | None = None


class SentReports(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Reports to be read.

    Fields:
        reports: one or several, of one story or of more.
    """

    reports: Annotated[tuple[SentReport, ...], msgspec.Meta(min_length=1, max_length=MOST_REPORTS)]


def reports_of(body: bytes) -> SentReports:
    """The reports in the body of a request. Raises DragomanError "bad-json" or "too-large"."""
    try:
        found = msgspec.json.decode(body, type=SentReports)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise DragomanError(
            f"The body does not fit: {error}. Send "
            '{"reports": [{"text": "...", "title", "published", "source", "url"}]}.',
            error="bad-json",
        ) from error
    if sum(len(one.text) for one in found.reports) > MOST_CHARACTERS:
        raise DragomanError(
            f"The texts have more than {MOST_CHARACTERS} characters together. Send fewer reports, "
            "or read them on the command line.",
            error="too-large",
        )
    return found


def brief_of(given: SentReports, *, patience: float = 30.0) -> Brief:
    """The brief of these reports, as ``dragoman brief`` makes it; failures stand in it.

    Raises DragomanError "nothing-read" where no report could be read, "server-busy" where several
    wait already, and "too-slow" where others are still being read after ``patience`` seconds.
    """
    if not _ROOM.acquire(blocking=False):
        raise DragomanError(
            "Others' reports are being read. Try again in a minute.", error="server-busy"
        )
    try:
        return _brief_of(given, patience)
    finally:
        _ROOM.release()


def _brief_of(given: SentReports, patience: float) -> Brief:
    from dragoman.ingest import read_reports
    from dragoman.pipeline import shared_reader

    failures: list[Failure] = []
    stream = io.BytesIO(msgspec.json.encode(given.reports))
    if not _READING.acquire(timeout=patience):
        raise DragomanError(
            "Other reports are being read. Try again in a moment.", error="too-slow"
        )
    try:
        found = read_reports("-", stdin=stream, on_error=failures.append)
        readings = list(shared_reader().stream(found, failures.append))
    finally:
        _READING.release()
    if not readings:
        said = "; ".join(one.message for one in failures) or "They hold no text."
        raise DragomanError(f"No report could be read. {said}", error="nothing-read")
    return assemble(readings, failures)
