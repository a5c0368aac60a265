"""Folders: which of their files are new or have changed, and are whole."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from dragoman.errors import DragomanError
from dragoman.ingest.folder import files, stays_inside
from dragoman.ingest.metadata import sidecar_of
from dragoman.ingest.source import unreadable
from dragoman.watching.memory import FileMark, Memory

_UNFINISHED = (
    ".part", ".partial", ".filepart", ".tmp", ".temp", ".swp", ".swx", ".crdownload", ".download",
    ".new", ".old", ".bak", ".lock", "~",
)  # fmt: skip
_PIECE = 1_000_000


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file to read, or why it cannot be."""

    path: Path
    mark: FileMark
    error: DragomanError | None = None


def look(folder: Path, memory: Memory, archive: Path) -> list[NewFile]:
    """The files that are not as they were when they were read; their words are not looked at yet.

    Hidden and unfinished files and those of the archive are passed over, and links out of the
    folder are not followed.
    Raises DragomanError "not-found" or "unreadable" for the folder.
    """
    if not folder.is_dir():
        raise DragomanError(f"There is no folder {folder}. Check the name.", error="not-found")
    found: list[NewFile] = []
    root, home = folder.resolve(), archive.parent.resolve()
    for path, error in files(folder):
        if error is not None and error.error == "empty-folder":
            return []
        if path == folder and error is not None:
            raise error
        if path.name.lower().endswith(_UNFINISHED) or path.name.startswith("~$"):
            continue
        if path.name.startswith(archive.name) and path.parent.resolve() == home:
            continue  # the archive, its log, its memory: they change with each round
        mark = _mark(path, root)
        before = memory.file(key_of(path))
        if mark is not None and (before is None or replace(before, hash="") != mark):
            found.append(NewFile(path, mark, error))
    return found


def whole(first: list[NewFile], second: list[NewFile]) -> list[NewFile]:
    """Those of the second look that are as they were in the first: nobody is writing them."""
    before = {new.path: new.mark for new in first}
    return [new for new in second if before.get(new.path) == new.mark]


def changed(new: NewFile, root: Path, memory: Memory) -> NewFile | None:
    """The file with the hash of its words; None where these were read before."""
    if new.error is not None:
        return replace(new, mark=replace(new.mark, hash=new.error.error))
    try:
        digest = _digest(new.path, root)
    except FileNotFoundError:
        return None  # gone between two looks
    except OSError as error:
        return replace(new, error=unreadable(new.path, error))
    mark = replace(new.mark, hash=digest)
    before = memory.file(key_of(new.path))
    if before is not None and before.hash == digest:
        memory.keep_file(key_of(new.path), mark)
        return None
    return replace(new, mark=mark)


def key_of(path: Path) -> str:
    """The name under which a file is remembered."""
    return os.fsdecode(path.absolute()).encode("utf-8", "replace").decode()


def _mark(path: Path, root: Path) -> FileMark | None:
    """Size and time of a file and its sidecar, since both make the report."""
    size = changed = 0
    try:
        for part in _parts(path, root):
            stat = part.stat() if stays_inside(part, root) else part.lstat()
            size += stat.st_size
            changed = max(changed, stat.st_mtime_ns, stat.st_ctime_ns)  # ctime: new permissions
    except OSError:
        return None  # gone between two looks
    return FileMark(size, changed)


def _parts(path: Path, root: Path) -> Iterator[Path]:
    yield path
    sidecar = sidecar_of(path)
    if sidecar is not None and stays_inside(sidecar, root):
        yield sidecar


def _digest(path: Path, root: Path) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for part in _parts(path, root):
        with part.open("rb") as stream:
            while piece := stream.read(_PIECE):
                digest.update(piece)
        digest.update(b"\x00")
    return digest.hexdigest()
