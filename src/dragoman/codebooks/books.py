"""Reads the TOML code books of this folder, with the user's own entries over them."""

from __future__ import annotations

import os
import tomllib
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from dragoman.codebooks.tables import OVERRIDE_VARIABLE, own_text
from dragoman.errors import DragomanError


def read_book(name: str) -> dict[str, Any]:
    """The book ``name`` ("phrases" or "phrases.toml"); do not change what is returned.

    A file of the same name in the folder that :data:`OVERRIDE_VARIABLE` names is laid over it:
    its tables replace keys, its lists of tables (``[[issue]]``) replace entries of the same ``id``
    and add the others.

    Raises:
        DragomanError: no such book ("no-codebook") or TOML that cannot be read ("bad-codebook").
    """
    stem = name.removesuffix(".toml")
    folder = os.environ.get(OVERRIDE_VARIABLE, "")
    own = Path(folder) / f"{stem}.toml" if folder else None
    if own is None or not own.is_file():
        return _merged(stem, "", 0)
    return _merged(stem, str(own), own.stat().st_mtime_ns)


@lru_cache(maxsize=16)
def _merged(stem: str, own: str, stamp: int) -> dict[str, Any]:
    """The book with the user's over it; ``stamp`` makes an edited file be read again."""
    del stamp
    source = resources.files("dragoman.codebooks").joinpath(f"{stem}.toml")
    if not source.is_file():
        names = sorted(
            p.name[:-5]
            for p in resources.files("dragoman.codebooks").iterdir()
            if p.name.endswith(".toml")
        )
        raise DragomanError(
            f"There is no code book {stem}.toml. The package has: {', '.join(names)}.",
            error="no-codebook",
        )
    book = _parse(source.read_text(encoding="utf-8"), f"{stem}.toml")
    return _over(book, _parse(own_text(Path(own)), own)) if own else book


def _parse(text: str, where: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DragomanError(
            f"{where} is no TOML: {error}. Mend it there.", error="bad-codebook"
        ) from error


def _over(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in own.items():
        old = merged.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            merged[key] = _over(old, value)
        elif isinstance(old, list) and isinstance(value, list):
            ids = {entry.get("id") for entry in value if isinstance(entry, dict)}
            merged[key] = [e for e in old if not (isinstance(e, dict) and e.get("id") in ids)]
            merged[key] += value
        else:
            merged[key] = value
    return merged
