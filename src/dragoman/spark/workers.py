"""What a Python worker of Spark holds: one reader, and the code books that the driver uses."""

from __future__ import annotations

import atexit
import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from dragoman.codebooks import OVERRIDE_VARIABLE
from dragoman.errors import DragomanError
from dragoman.pipeline import Reader, shared_reader

_used: str | None = None


@dataclass(frozen=True)
class Books:
    """A user's code books as they are sent to the workers; none where there are no files."""

    files: tuple[tuple[str, bytes], ...] = ()

    @property
    def digest(self) -> str:
        """What tells these books from others."""
        digest = hashlib.sha256()
        for name, data in self.files:
            digest.update(f"{name}\0{len(data)}\0".encode() + data)
        return digest.hexdigest()


def books_of(folder: str | Path | None) -> Books:
    """The books of a folder, or of ``DRAGOMAN_CODEBOOKS`` where none is given.

    Raises DragomanError "no-codebook-folder".
    """
    named = str(folder) if folder is not None else os.environ.get(OVERRIDE_VARIABLE, "")
    if not named:
        return Books()
    if not Path(named).is_dir():
        raise DragomanError(
            f"There is no folder {named} with code books. Name one that is there.",
            error="no-codebook-folder",
        )
    found = sorted(path for path in Path(named).iterdir() if path.is_file())
    return Books(tuple((path.name, path.read_bytes()) for path in found))


def use(books: Books) -> None:
    """Have this process read with these books, whatever its machine has.

    Tables are kept in memory once they are read, so that one process keeps to one set.
    Raises DragomanError "other-codebooks".
    """
    global _used
    digest = books.digest
    if _used == digest:
        return
    if _used is not None:
        raise DragomanError(
            "This Spark session has read with other code books before, and its workers keep those. "
            "Stop it and start a new one for these.",
            error="other-codebooks",
        )
    if books.files:
        folder = Path(tempfile.mkdtemp(prefix="dragoman-codebooks-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        for name, data in books.files:
            (folder / name).write_bytes(data)
        os.environ[OVERRIDE_VARIABLE] = str(folder)
    else:
        os.environ.pop(OVERRIDE_VARIABLE, None)
    _used = digest


def reader(least: float | None, books: Books) -> Reader:
    """This worker's reader, loaded once."""
    use(books)
    return shared_reader(least)
