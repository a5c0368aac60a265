"""Counts what a format cannot hold, row by row."""

from __future__ import annotations

from collections import Counter

from dragoman.records import Loss


class Losses:
    """What an export loses.

    Example:
        >>> losses = Losses()
        >>> losses.add("status", "the format has no status")
        >>> losses.add("place", "it has no place", when=False)
        >>> losses.told()
        (Loss(field='status', records=1, why='the format has no status'),)
    """

    def __init__(self) -> None:
        """Nothing is lost yet."""
        self._found: Counter[tuple[str, str]] = Counter()

    def add(self, field: str, why: str, *, when: object = True, records: int = 1) -> None:
        """One record, or several, loses this field; nothing where ``when`` is false or empty."""
        if when and records:
            self._found[field, why] += records

    def told(self) -> tuple[Loss, ...]:
        """All losses, most records first."""
        listed = sorted(self._found.items(), key=lambda item: (-item[1], item[0]))
        return tuple(Loss(field=f, records=count, why=why) for (f, why), count in listed)
