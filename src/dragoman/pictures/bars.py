"""Numbers as one line of bars, for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

_BLOCKS, _UNREAD = "▁▂▃▄▅▆▇█", "·"
_PLAIN, _PLAIN_UNREAD = ".:-=+*%#", "?"


def sparkline(
    values: Sequence[float | None], width: int | None = None, *, ascii: bool = False
) -> str:
    """A bar for each value: blank for zero, a dot for None (nothing was read).

    Args:
        values: counts, none below zero.
        width: at most so many characters; where there are more values, several are added up.
        ascii: without block characters, for terminals that have none (None is then "?").

    Example:
        >>> sparkline([None, 0, 1, 4, 8])
        '· ▁▄█'
        >>> sparkline([None, 0, 1, 4, 8], ascii=True), sparkline([1, 1, 4, 4, None], 3)
        ('? .=#', '▂█·')
    """
    size = max(1, -(-len(values) // width)) if width else 1
    groups = [values[n : n + size] for n in range(0, len(values), size)]
    sums = [
        None if all(value is None for value in group) else sum(value or 0 for value in group)
        for group in groups
    ]
    bars, unread = (_PLAIN, _PLAIN_UNREAD) if ascii else (_BLOCKS, _UNREAD)
    top = max((value for value in sums if value is not None), default=0)
    return "".join(
        unread if value is None else " " if value <= 0 else bars[int(-(-value * 8 // top)) - 1]
        for value in sums
    )


def has_blocks(encoding: str | None) -> bool:
    """Whether text in an encoding can hold the bars.

    Example:
        >>> has_blocks("utf-8"), has_blocks("latin-1")
        (True, False)
    """
    try:
        (_BLOCKS + _UNREAD).encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
