"""The book of agenda words (``codebooks/agenda_words.tsv``), compiled."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from dragoman.codebooks import read_table
from dragoman.errors import DragomanError

_BOUND = ("cancelled", "refused", "moved", "again", "past")
_KINDS = frozenset({*_BOUND, "doubt", "doubt ing", "fact", "stop", "passive", "firm"})
_PLACES = {
    "before": ("before",),
    "after": ("after",),
    "both": ("before", "after"),
    "around": (),
    "": (),
}
_GAP = r"(?:\W+\w+){1,6}?\W+"


@dataclass(frozen=True, slots=True)
class AgendaBook:
    """The words of each kind; ``bound`` holds those before or after an act, by place and kind,
    ``around`` those between whose parts it stands."""

    bound: dict[tuple[str, str], re.Pattern[str]]
    around: dict[str, re.Pattern[str]]
    doubt: re.Pattern[str]
    endings: tuple[str, ...]
    fact: re.Pattern[str]
    stop: re.Pattern[str]
    passive: re.Pattern[str]
    any: re.Pattern[str]
    firm: re.Pattern[str]


@lru_cache(maxsize=1)
def agenda_book() -> AgendaBook:
    """The book of the package with the user's rows, compiled once.

    Raises:
        DragomanError: a row of unknown kind or place ("bad-codebook").

    Example:
        >>> bool(agenda_book().bound["before", "cancelled"].search("Oslo called off the talks"))
        True
    """
    rows = read_table("agenda_words")
    for row in rows:
        if row["kind"] not in _KINDS or row["where"] not in _PLACES:
            raise DragomanError(
                f"agenda_words.tsv, {row['words']}: kind must be one of {', '.join(sorted(_KINDS))}"
                f" and where be before, after, both, around or empty.",
                error="bad-codebook",
            )

    def listed(kind: str) -> list[str]:
        return [row["words"] for row in rows if row["kind"] == kind]

    return AgendaBook(
        bound={
            (place, kind): _pattern(
                [r["words"] for r in rows if r["kind"] == kind and place in _PLACES[r["where"]]]
            )
            for place in ("before", "after")
            for kind in _BOUND
        },
        around={
            kind: _pattern([r["words"] for r in rows if r["kind"] == kind and " * " in r["words"]])
            for kind in _BOUND
        },
        doubt=_pattern(listed("doubt")),
        endings=tuple(listed("doubt ing")),
        fact=_pattern(listed("fact")),
        stop=_pattern(listed("stop")),
        passive=_pattern(listed("passive")),
        firm=_pattern(listed("firm")),
        any=_pattern([row["words"] for row in rows if row["kind"] in _BOUND]),
    )


def _pattern(listed: list[str]) -> re.Pattern[str]:
    """Any of these words, the longest first; nothing where none is listed."""
    parts = []
    for words in sorted(listed, key=lambda w: (-len(w), w)):
        # "call * off": words between; "cancel*": further letters of one word
        pieces = [_piece(piece) for piece in words.replace("’", "'").split(" * ")]
        parts.append(_GAP.join(pieces))
    body = "|".join(parts) if parts else r"(?!)"
    return re.compile(rf"(?:(?<!\w)|(?=n['’]t)){'(?:' + body + ')'}(?!\w)", re.IGNORECASE)


def _piece(words: str) -> str:
    escaped = re.escape(words).replace(r"\*", r"\w*").replace("'", "['’]")
    return escaped.replace(r"\ ", r"\s+")
