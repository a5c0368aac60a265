"""The files of a folder: sorted, without hidden files and sidecars, never outside the folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from dragoman.errors import DragomanError
from dragoman.ingest.metadata import is_sidecar
from dragoman.ingest.readers import READERS, reader_for
from dragoman.ingest.source import unreadable

# Texts about a folder rather than reports in it.
_ABOUT = frozenset("README READ_ME LICENSE LICENCE COPYING CHANGELOG NOTICE".split())


def files(folder: Path) -> Iterator[tuple[Path, DragomanError | None]]:
    """Each file to read, or the reason why it is not read."""
    root = folder.resolve()
    count = 0
    for path, error in _walk(folder, root):
        count += 1
        yield path, error
    if not count:
        yield (
            folder,
            DragomanError(
                f"The folder {folder} holds no reports. Known file endings: {_endings()}.",
                error="empty-folder",
            ),
        )


def unknown_format(path: Path) -> DragomanError:
    """The error for a file whose ending says nothing."""
    return DragomanError(
        f"The ending of {path.name} is not known. Save its text as .txt. Known: {_endings()}; "
        "each may be packed (.gz).",
        error="unknown-format",
    )


def outside(path: Path, folder: Path) -> DragomanError:
    """The error for a link that leads out of a folder."""
    return DragomanError(
        f"{path} is a link that leads out of {folder}, or nowhere; it is not followed. Give its "
        "target by name if you want it read.",
        error="outside-folder",
    )


def stays_inside(path: Path, root: Path) -> bool:
    """Whether a path, all links followed, lies in the folder ``root`` (a resolved path)."""
    try:
        return path.resolve(strict=True).is_relative_to(root)
    except (OSError, RuntimeError):  # a broken link, a ring of links
        return False


def _walk(folder: Path, root: Path) -> Iterator[tuple[Path, DragomanError | None]]:
    try:
        entries = sorted(os.scandir(folder), key=lambda e: e.name)
    except OSError as error:
        yield (
            folder,
            unreadable(folder, error),
        )
        return
    for entry in entries:
        path = Path(entry.path)
        if entry.name.startswith(".") or entry.name == "__MACOSX":
            continue
        if entry.is_symlink() and not stays_inside(path, root):
            yield (
                path,
                outside(path, folder),
            )
        elif entry.is_dir():
            if not entry.is_symlink():  # what it leads to is in the folder, and read there
                yield from _walk(path, root)
        elif not entry.is_file():
            yield (
                path,
                DragomanError(f"{path} is no plain file. Leave it out.", error="unknown-format"),
            )
        elif is_sidecar(path):
            continue
        elif path.stem.upper() in _ABOUT:
            yield (
                path,
                DragomanError(
                    f"{path.name} seems to describe the folder. Give it by name to have it read.",
                    error="not-a-report",
                ),
            )
        else:
            yield path, None if reader_for(path) else unknown_format(path)


def _endings() -> str:
    return " ".join(READERS)
