"""How much of an input is read before it is refused; all sizes guard against damaged input."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.errors import DragomanError


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on what one call reads.

    Fields:
        text: characters of one report's text (default 5 million, about 2,000 pages).
        line: bytes of one line of JSON Lines or one row of a table (32 MB); each line of a row
            counts 100 more, since many short ones fill memory, too.
        file: bytes of a file that has to be read whole (text, HTML, JSON, feed), or of one record
            of a WARC file (64 MB).
        unpacked: bytes that one compressed file may unpack to (4 GB); a WARC file may unpack to
            more.

    Example:
        >>> Limits(text=1000).text
        1000
    """

    text: int = 5_000_000
    line: int = 32_000_000
    file: int = 64_000_000
    unpacked: int = 4_000_000_000


DEFAULT = Limits()


def size(count: int) -> str:
    """A size in words.

    Example:
        >>> size(5_000_000), size(900)
        ('5 MB', '900 bytes')
    """
    for unit, step in (("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)):
        if count >= step:
            return f"{count / step:.3g} {unit}"
    return f"{count} bytes"


def too_large(
    what: str, limit: int, advice: str = "Split it, or raise the limit."
) -> DragomanError:
    """The error for something over a limit."""
    return DragomanError(f"{what} is over the limit of {size(limit)}. {advice}", error="too-large")
