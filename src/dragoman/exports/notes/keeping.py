"""What a reader added to a folder of notes, and what is to be written anew in it.

A list beside the notes says which files are ours and what they held. So notes can be written again
into the same folder: ours are replaced or dropped, a reader's own notes and settings
(``.obsidian``) stay, and a note of ours that a reader changed stops the writing before anything
is lost.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable
from pathlib import Path

import msgspec

from dragoman.errors import DragomanError

LIST = ".dragoman-notes.json"


def ours(folder: Path) -> dict[str, str]:
    """The notes that an earlier run wrote there: path -> hash; {} where none did."""
    try:
        return msgspec.json.decode((folder / LIST).read_bytes(), type=dict[str, str])
    except (OSError, msgspec.MsgspecError):
        return {}


def list_notes(folder: Path, paths: Iterable[str]) -> None:
    """Write down which files are ours and what they hold."""
    held = {path: _hash(folder / path) for path in sorted(paths)}
    (folder / LIST).write_bytes(msgspec.json.format(msgspec.json.encode(held), indent=1) + b"\n")


def keep(old: Path, new: Path) -> set[str]:
    """Copy a reader's own files from the old folder to the new one.

    Returns the paths of notes of ours that are in the old one alone, and so are dropped. A folder
    without our list is left as it is, for the writing to refuse. Raises DragomanError "unwritable"
    where a reader changed a note of ours, or has a file of their own where a new note goes.
    """
    known = ours(old)
    if not known:
        return set()
    dropped: set[str] = set()
    changed: list[str] = []
    for file in sorted(old.rglob("*")):
        path = file.relative_to(old).as_posix()
        place = new / path
        if file.is_dir() and not file.is_symlink():
            place.mkdir(parents=True, exist_ok=True)
        elif path in known and known[path] == _hash(file):
            dropped |= set() if place.exists() else {path}
        elif path == LIST:
            continue
        elif path in known or place.exists():
            changed.append(path)
        else:
            shutil.copy2(file, place, follow_symlinks=False)
    if changed:
        raise DragomanError(
            f"Notes in {old} were changed by hand ({', '.join(changed[:3])}), and would be lost. "
            "Nothing was changed: move your words into notes of your own, or name a new folder.",
            error="unwritable",
        )
    return dropped


def _hash(file: Path) -> str:
    return hashlib.blake2b(file.read_bytes(), digest_size=8).hexdigest()
