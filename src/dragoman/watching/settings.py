"""What is watched, and how."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dragoman.errors import DragomanError
from dragoman.watching.addresses import parse
from dragoman.watching.fetching import Manners

SHORTEST = 60.0
"""Seconds between two rounds at least, where hosts are asked."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How sources are watched.

    Fields:
        every: seconds between two rounds.
        source: publisher of all that is read, over what feeds and pages say.
        feed_only: read the feeds' own texts and ask for no pages.
        most: items of a feed that are looked at in one round.
        settle: seconds between two looks at a new file; it is read when both see the same.
        patience: seconds for which an archive that another program has open is waited for.
        least: confidence from which events are shown, as for :func:`dragoman.read`.
        manners: how hosts are asked.
    """

    every: float = 900.0
    source: str | None = None
    feed_only: bool = False
    most: int = 50
    settle: float = 2.0
    patience: float = 60.0
    least: float | None = None
    manners: Manners = field(default_factory=Manners)


DEFAULT = Settings()


def sources_of(sources: Sequence[str | Path], settings: Settings) -> list[str | Path]:
    """Addresses and folders, each once and looked at."""
    found: list[str | Path] = []
    for source in sources:
        if isinstance(source, str) and "://" in source:
            one: str | Path = source.strip()
            parse(str(one), settings.manners.allowed)
        else:
            one = Path(source)
            if not one.is_dir():
                raise DragomanError(
                    f"{source} is no folder and no address of a feed. Give a folder, or an address "
                    "that begins with https:// or http://.",
                    error="not-found",
                )
        if one not in found:
            found.append(one)
    asks = any(isinstance(one, str) for one in found)
    if not found or settings.every < (SHORTEST if asks else 1) or settings.most < 1:
        raise DragomanError(
            f"Give a feed or folder, {SHORTEST:.0f} seconds or more between rounds where hosts are "
            "asked, and one item or more a feed.",
            error="bad-query",
        )
    return found
