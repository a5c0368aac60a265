"""Reports that a reader uploads: checked, read from a folder of our own, their brief kept a while.

A file's name is only a label: it is written under a number, with an ending from our own list. The
folder is gone as soon as the reports are read, and nothing goes into an archive.
"""

from __future__ import annotations

import json
import secrets
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import msgspec

from dragoman.api import brief
from dragoman.briefs.page import Page
from dragoman.errors import DragomanError
from dragoman.ingest import read_reports
from dragoman.ingest.metadata import published_text
from dragoman.ingest.readers import READERS
from dragoman.records import Failure

MOST_FILES = 10
MOST_BYTES = 2_000_000  # of one file or text
MOST_WORDS = 100_000  # of all together: some minutes of reading
MOST_REPORTS = 30
KEPT = 20  # briefs
_WAITING = 3  # who may wait while another's reports are read
ENDINGS = tuple(ending for ending in READERS if ending not in (".parquet", ".warc"))
"""What may be uploaded. Packed files (.gz, .zip, .parquet, and pages in a .warc) may not: they
unpack to any size."""


@dataclass(frozen=True, slots=True)
class Upload:
    """One report as it was given.

    Fields:
        label: the file's name, or "text 1"; only shown.
        data: the bytes.
        published, source: what the reader says of it; "" for nothing.
    """

    label: str
    data: bytes
    published: str = ""
    source: str = ""


class Desk:
    """Reads uploads one after the other, and keeps the latest briefs in memory.

    Example:
        >>> Desk().brief("none")
        Traceback (most recent call last):
        ...
        dragoman.errors.DragomanError: This brief is no longer kept. Upload its reports again.
    """

    def __init__(self) -> None:
        """Nothing is kept yet."""
        self._kept: OrderedDict[str, Page] = OrderedDict()
        self._lock = threading.Lock()
        self._one = threading.Lock()
        self._asking = 0

    def read(self, uploads: Sequence[Upload]) -> str:
        """Read reports and keep their brief; its id cannot be guessed.

        Raises DragomanError: "nothing-given", "too-large", "unknown-format", "bad-date",
        "server-busy", and "nothing-read" where no report could be read.
        """
        check(uploads)
        with self._lock:
            if self._asking > _WAITING:
                raise DragomanError(
                    "Others' reports are being read. Try again in a minute.", error="server-busy"
                )
            self._asking += 1
        try:
            with self._one:
                page = read_uploads(uploads)
        finally:
            with self._lock:
                self._asking -= 1
        key = secrets.token_urlsafe(16)
        with self._lock:
            self._kept[key] = page
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return key

    def brief(self, key: str) -> Page:
        """A kept brief. Raises DragomanError "not-found"."""
        with self._lock:
            if key not in self._kept:
                raise DragomanError(
                    "This brief is no longer kept. Upload its reports again.", error="not-found"
                )
            self._kept.move_to_end(key)
            return self._kept[key]


def check(uploads: Sequence[Upload]) -> None:
    """Refuse what is too much, or nothing; raises as :meth:`Desk.read`."""
    if not uploads:
        raise DragomanError(
            "No report is given. Choose files, or paste the text of a report.",
            error="nothing-given",
        )
    if len(uploads) > MOST_FILES:
        raise DragomanError(
            f"These are {len(uploads)} reports; {MOST_FILES} can be read at once. Leave some out, "
            "or use `dragoman brief`.",
            error="too-large",
        )
    for one in uploads:
        if len(one.data) > MOST_BYTES:
            raise DragomanError(
                f"{one.label} is over the limit of 2 MB. Cut it, or use `dragoman brief`.",
                error="too-large",
            )
        _ending(one.label)
        published_text(one.published)


def read_uploads(uploads: Sequence[Upload]) -> Page:
    """The brief of some uploads; failures name the files as the reader knows them."""
    with _folder(uploads) as files:
        words, reports = 0, 0
        for _, text in read_reports(files, on_error=lambda _: None):
            words, reports = words + len(text.split()), reports + 1
            if words > MOST_WORDS or reports > MOST_REPORTS:
                raise DragomanError(
                    f"These are more than {MOST_WORDS:,} words or {MOST_REPORTS} reports, which "
                    "takes too long here. Leave some out, or use `dragoman brief`.",
                    error="too-large",
                )
        failures: list[Failure] = []
        labels = {str(file): one.label for file, one in zip(files, uploads, strict=True)}
        try:
            page = brief(*files, on_error=failures.append)
        except DragomanError as error:
            if error.error != "nothing-read":
                raise
            said = "; ".join(
                f"{one.item}: {one.message}"
                for one in (_named(f, labels) for f in dict.fromkeys(failures))
            )
            raise DragomanError(f"No report could be read. {said}", error="nothing-read") from error
    return Page(
        brief=msgspec.structs.replace(
            page.brief,
            failures=tuple(dict.fromkeys(_named(f, labels) for f in page.brief.failures)),
        ),
        readings=page.readings,
    )


@contextmanager
def _folder(uploads: Sequence[Upload]) -> Iterator[list[Path]]:
    """The uploads as numbered files, each with what the reader says of it beside it."""
    with tempfile.TemporaryDirectory(prefix="dragoman-") as folder:
        files = []
        for number, one in enumerate(uploads, start=1):
            # three figures, so that no name is the beginning of another one
            file = Path(folder) / f"{number:03}{_ending(one.label)}"
            file.write_bytes(one.data)
            said = {"published": published_text(one.published), "source": one.source.strip()}
            known = {key: value for key, value in said.items() if value}
            if known:
                file.with_name(f"{file.name}.meta.json").write_text(json.dumps(known), "utf-8")
            files.append(file)
        yield files


def _ending(label: str) -> str:
    """The ending of a label, one of our list. Raises DragomanError "unknown-format"."""
    ending = PurePosixPath(label.replace("\\", "/")).suffix.lower()
    if ending not in ENDINGS:
        raise DragomanError(
            f"The ending of {label} is not one of those that can be uploaded: "
            f"{', '.join(ENDINGS)}.",
            error="unknown-format",
        )
    return ending


def _named(failure: Failure, labels: dict[str, str]) -> Failure:
    """A failure that names the file as the reader knows it, not as it lay in our folder."""
    item, message = failure.item, failure.message
    for file, label in labels.items():
        for known in (file, Path(file).name):
            item, message = item.replace(known, label), message.replace(known, label)
    return msgspec.structs.replace(failure, item=item, message=message)
