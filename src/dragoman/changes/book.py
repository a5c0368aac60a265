"""The book of change words (``codebooks/change_words.tsv``), by their first word."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

from dragoman.codebooks import read_table, split
from dragoman.errors import DragomanError
from dragoman.records import ChangeKind

Part = Literal["verb", "adv", "adj", "noun"]


@dataclass(frozen=True, slots=True)
class ChangeWord:
    """A row of the book; ``needs`` and ``negated`` as its header tells."""

    words: tuple[str, ...]
    pos: Part
    change: ChangeKind
    needs: tuple[str, ...]
    negated: ChangeKind | None


@lru_cache(maxsize=1)
def change_words() -> dict[str, tuple[ChangeWord, ...]]:
    """First word -> rows, those of most words first; read once a process.

    Raises:
        DragomanError: a row of unknown part of speech or kind ("bad-codebook").

    Example:
        >>> [row.change for row in change_words()["reaffirm"]]
        ['repeated']
    """
    found: dict[str, list[ChangeWord]] = defaultdict(list)
    for row in read_table("change_words"):
        kinds = {row["change"], row["negated"] or row["change"]}
        words = tuple(row["words"].lower().replace("-", " ").split())
        if not words or row["pos"] not in get_args(Part) or not kinds <= set(get_args(ChangeKind)):
            raise DragomanError(
                f"change_words.tsv, {row['entry']}: words, pos ({', '.join(get_args(Part))}) and "
                f"change ({', '.join(get_args(ChangeKind))}) must be there.",
                error="bad-codebook",
            )
        found[words[0]].append(
            ChangeWord(
                words=words,
                pos=row["pos"],  # type: ignore[arg-type]
                change=row["change"],  # type: ignore[arg-type]
                needs=tuple(split(row["needs"])),
                negated=row["negated"] or None,  # type: ignore[arg-type]
            )
        )
    return {key: tuple(sorted(rows, key=lambda r: -len(r.words))) for key, rows in found.items()}
