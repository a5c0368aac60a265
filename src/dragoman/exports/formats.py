"""The formats that an archive is exported to; each is one module beside this one.

A module is found by its constant ``FORMAT``, so that a new format is a new file and nothing else.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path

from dragoman.archive import Archive
from dragoman.errors import DragomanError
from dragoman.exports.selection import Selection
from dragoman.records import Exported


@dataclass(frozen=True, slots=True)
class Format:
    """One format.

    Fields:
        name: as users give it ("polecat").
        what: what it is, in a line.
        suffix: how its files are called (".tsv"); "" where it is a folder.
        write: writes what the selection takes to a path. It writes all or nothing (see
            :mod:`dragoman.files`), and counts what is lost (see :class:`.losses.Losses`).
    """

    name: str
    what: str
    suffix: str
    write: Callable[[Archive, Path, Selection], Exported]


@lru_cache(maxsize=1)
def formats() -> dict[str, Format]:
    """All formats by name, sorted."""
    import dragoman.exports as here

    found: list[Format] = []
    for module in pkgutil.iter_modules(here.__path__, "dragoman.exports."):
        made = getattr(import_module(module.name), "FORMAT", None)
        if isinstance(made, Format):
            found.append(made)
    return {made.name: made for made in sorted(found, key=lambda one: one.name)}


def format_of(name: str) -> Format:
    """The format of this name; raises DragomanError "unknown-format"."""
    known = formats()
    if name not in known:
        raise DragomanError(
            f"There is no format {name}. Known: {', '.join(known)}.", error="unknown-format"
        )
    return known[name]
