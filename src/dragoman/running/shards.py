"""The pieces of a run: reports to read in one file, what was read of them in another.

Each file is written beside its place, brought to the disk, and moved there whole: so one that is
there is all there, whenever a process or the machine stops.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

import msgspec

from dragoman.files import unwritable
from dragoman.records import Failure, Reading, Report

MOST = 20  # reports of a shard: what a worker that is killed has to read again at most
MOST_TEXT = 200_000  # characters after which a shard is full with fewer
MOST_FAILURES = 200
WHOLE = -1  # the row of a task that is a whole shard


class Given(msgspec.Struct, frozen=True):
    """A report to read, with its text."""

    report: Report
    text: str


class Counts(msgspec.Struct, frozen=True):
    """What the plan has counted from the first shard to the end of one.

    Fields:
        rows, reports, repeated, lost, unread, bytes: as :class:`dragoman.ingest.Place` has them.
    """

    rows: int = 0
    reports: int = 0
    repeated: int = 0
    lost: int = 0
    unread: int = 0
    bytes: int = 0


class Shard(msgspec.Struct, frozen=True):
    """Some reports to read, and what could not be made a report between them."""

    rows: tuple[Given, ...] = ()
    failures: tuple[Failure, ...] = ()


class Result(msgspec.Struct, frozen=True):
    """What a worker read of a shard, or of one row of it.

    Fields:
        run: id of the run that made the records. given: :func:`digest` of the shard's file.
        rows: those that were asked for.
        readings: in the shard's order. failures: of the reports that a stage could not take.
    """

    run: str
    given: str = ""
    rows: tuple[int, ...] = ()
    readings: tuple[Reading, ...] = ()
    failures: tuple[Failure, ...] = ()


def given_file(folder: Path, shard: int) -> Path:
    """Where the reports of a shard are."""
    return folder / f"{shard:07}.in"


def result_file(folder: Path, shard: int, row: int = WHOLE) -> Path:
    """Where the result of a shard is, or that of one row of it."""
    return folder / (f"{shard:07}.out" if row == WHOLE else f"{shard:07}-{row:04}.out")


def digest(data: bytes) -> str:
    """What tells one shard's file from another."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that is there whole or not at all. Raises DragomanError "unwritable"."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink()
        raise unwritable(path, error) from error
    with contextlib.suppress(OSError):  # a system on which folders cannot be opened
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def read_shard(folder: Path, shard: int) -> tuple[Shard, str]:
    """The reports of a shard, and the :func:`digest` of its file."""
    data = given_file(folder, shard).read_bytes()
    return msgspec.json.decode(data, type=Shard), digest(data)


def read_result(
    folder: Path, shard: int, row: int, *, run: str, given: str, wanted: Iterable[int]
) -> Result | None:
    """A result of this run that holds the wanted rows; None where there is none.

    One that was made of another file under this number is none: it can come back from the dead
    when the power fails, since files that are deleted are not gone from the disk at once.
    """
    file = result_file(folder, shard, row)
    try:
        result = msgspec.json.decode(file.read_bytes(), type=Result)
    except (OSError, msgspec.MsgspecError):
        return None
    same = result.run == run and result.given == given
    return result if same and set(wanted) <= set(result.rows) else None


def drop_shard(folder: Path, shard: int) -> None:
    """Delete a shard's files."""
    for file in (given_file(folder, shard), *folder.glob(f"{shard:07}*.out")):
        with contextlib.suppress(OSError):
            file.unlink()
