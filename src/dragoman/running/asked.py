"""What was asked of a run, so that a later one knows whether it is the same."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from dragoman._version import __version__
from dragoman.codebooks.tables import own_digest
from dragoman.errors import DragomanError
from dragoman.files import unwritable
from dragoman.ingest.metadata import is_sidecar, sidecar_of
from dragoman.ingest.readers import reader_for
from dragoman.records import Record


class Asked(Record, frozen=True, kw_only=True):
    """What a run was asked.

    Fields:
        reports: as given: files, folders, "-".
        inputs: hash over path, size and time of change of all their files; of "-", its bytes.
        bytes: size of all files to read.
        published, source, least: as for :func:`dragoman.read`.
        reader: what makes the readers of the workers.
        version: of Dragoman. codebooks: hash of the user's own.
    """

    reports: tuple[str, ...]
    inputs: str
    bytes: int
    published: str | None
    source: str | None
    least: float | None
    reader: str
    version: str
    codebooks: str

    def same_inputs(self, other: Asked) -> bool:
        """Whether the same reports were asked for, however they look now."""
        return self.reports == other.reports


def look(
    reports: Sequence[str | Path],
    *,
    published: str | None,
    source: str | None,
    least: float | None,
    reader: str,
    stdin: Path | None,
) -> Asked:
    """What is asked, with the inputs as they are now; ``stdin`` is the file that stands for "-".

    Raises DragomanError "bad-query" for a pipe, which only one process can read.
    """
    digest, size = hashlib.blake2b(digest_size=16), 0
    for report in reports:
        for words, count in _files(report, stdin):
            digest.update(f"{words}\0".encode("utf-8", "surrogateescape"))
            size += count
    return Asked(
        reports=tuple(map(str, reports)), inputs=digest.hexdigest(), bytes=size,
        published=published, source=source, least=least, reader=reader, version=__version__,
        codebooks=own_digest(),
    )  # fmt: skip


def spool(to: Path) -> None:
    """Copy standard input to a file, since a run that goes on later cannot ask for it again.

    Raises DragomanError "unwritable".
    """
    try:
        with to.open("wb") as out:
            shutil.copyfileobj(sys.stdin.buffer, out)
            out.flush()
            os.fsync(out.fileno())
    except OSError as error:
        raise unwritable(to, error) from error


def _files(report: str | Path, stdin: Path | None) -> Iterator[tuple[str, int]]:
    """What tells each file of an input from another, and how many bytes it has to read."""
    if str(report) == "-" and stdin is not None:
        with stdin.open("rb") as given:
            yield f"- {hashlib.file_digest(given, 'blake2b').hexdigest()}", stdin.stat().st_size
        return
    path = Path(report)
    try:
        about = path.stat()
    except (OSError, ValueError):
        yield f"{path} is not there", 0
        return
    if stat.S_ISDIR(about.st_mode):
        for folder, folders, names in os.walk(path):
            folders.sort()
            for name in sorted(names):
                yield _told(Path(folder) / name)
        return
    if not stat.S_ISREG(about.st_mode):
        raise DragomanError(
            f"{path} is a pipe or a device, which several workers cannot share. Write it to a "
            "file first, give it as -, or read it with one worker.",
            error="bad-query",
        )
    yield _told(path)
    sidecar = sidecar_of(path)
    if sidecar is not None:
        yield _told(sidecar)


def _told(path: Path) -> tuple[str, int]:
    try:
        about = path.stat()
    except OSError:  # a link that leads nowhere
        return f"{path} is not there", 0
    read = reader_for(path) is not None and not is_sidecar(path)
    words = f"{path.absolute()} {about.st_size} {about.st_mtime_ns}"
    return words, about.st_size if read else 0
