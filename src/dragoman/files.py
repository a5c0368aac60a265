"""Files and folders that are written whole or not at all."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from dragoman.errors import DragomanError


@contextmanager
def written(path: Path) -> Iterator[BinaryIO]:
    """A file to write, made beside its place and moved there at the end.

    So a run that is interrupted, or finds the disk full, leaves no half file under the name.
    Raises DragomanError "unwritable".
    """
    target = path.resolve()
    special = target.exists() and not target.is_file()  # /dev/stdout, a pipe: nothing to move
    part = target if special else target.with_name(target.name + ".part")
    try:
        with part.open("wb") as out:
            yield out
        if not special:
            part.replace(target)
    except OSError as error:
        if not special:
            part.unlink(missing_ok=True)
        raise unwritable(path, error) from error
    except BaseException:
        if not special:
            part.unlink(missing_ok=True)
        raise


@contextmanager
def written_folder(path: Path, gone: Collection[str] = ()) -> Iterator[Path]:
    """A folder to fill, made beside its place and moved there at the end.

    A folder that is there already is replaced only where all its files are written anew, so that
    nothing of somebody else's is lost. ``gone`` are files that may go without; it may be filled
    while the folder is. Raises DragomanError "unwritable".
    """
    target = path.resolve()
    part = target.with_name(target.name + ".part")
    old = target.with_name(target.name + ".old")
    try:
        for left in (part, old):  # of a run that was killed
            shutil.rmtree(left, ignore_errors=True)
        part.mkdir()
        yield part
        if target.exists():
            _only_ours(path, target, part, gone)
            target.rename(old)
        part.rename(target)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise unwritable(path, error) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
        if old.exists() and not target.exists():
            old.rename(target)


def _only_ours(path: Path, target: Path, part: Path, gone: Collection[str]) -> None:
    """Refuse to replace what is no folder, or holds files that are not written anew."""
    if not target.is_dir():
        raise DragomanError(
            f"{path} is a file, and this format is written as a folder. Name a new folder.",
            error="unwritable",
        )
    new = {*(found.relative_to(part) for found in part.rglob("*")), *map(Path, gone)}
    kept = sorted(str(f.relative_to(target)) for f in target.rglob("*"))
    others = [name for name in kept if Path(name) not in new]
    if others:
        raise DragomanError(
            f"The folder {path} holds other files ({', '.join(others[:3])}). Nothing was changed;"
            " name a new folder, or empty this one first.",
            error="unwritable",
        )


def unwritable(path: Path, error: OSError) -> DragomanError:
    """The error for a file that the system does not let us write."""
    advice = "Name a file in a folder that exists and that you may write to."
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        advice = "Free some space, or name a file on another disk."
    return DragomanError(
        f"{path} could not be written ({error.strerror or error}). {advice}", error="unwritable"
    )
