"""The event lexicon: verbs, nouns and governors from the code books, ready to look up by lemma."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from dragoman.codebooks import read_table, split
from dragoman.codebooks.books import read_book

Complement = Literal["consume", "keep", "alleged", "negated"]

# What becomes of an event told in the complement of another: "agreed to send" is AGREE, not AID.
COMPLEMENT: dict[str, Complement] = {
    "REQUEST": "consume",
    "AGREE": "consume",
    "THREATEN": "consume",
    "REJECT": "consume",
    "ACCUSE": "alleged",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the lexicon.

    Fields:
        rule: names the row ("verb impose#2"), kept in ``Event.made_by``.
        needs: conditions, all of which must hold (see the code books' headers).
        actor, recipient: slots, tried in order. symmetric: all parties are actors.
    """

    rule: str
    lemma: str
    type: str
    mode: str | None
    needs: tuple[str, ...]
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    complement: Complement
    contexts: tuple[str, ...]
    symmetric: bool = False


@dataclass(frozen=True, slots=True)
class Governor:
    """A word that governs an event: what it says of its status, and whose act it makes it."""

    status: Literal["actual", "planned", "possible", "negated"]
    carries: Literal["yes", "no", "object", "speaker"]
    alleged: bool


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All tables, by lemma; ``words`` is the code book ``event_words``."""

    verbs: dict[str, tuple[Entry, ...]]
    nouns: dict[str, tuple[Entry, ...]]
    governors: dict[tuple[str, str], Governor]
    classes: dict[str, frozenset[str]]
    words: dict[str, frozenset[str]]
    scores: dict[tuple[str, str], tuple[float, int]]


def _cells(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _entries(table: str, kind: str) -> dict[str, tuple[Entry, ...]]:
    rows: dict[str, list[Entry]] = {}
    for row in read_table(table):
        held = rows.setdefault(row["lemma"], [])
        held.append(
            Entry(
                rule=f"{kind} {row['lemma']}#{len(held) + 1}",
                lemma=row["lemma"],
                type=row["type"],
                mode=row["mode"] or None,
                needs=_cells(row["needs"]),
                actor=tuple(split(row["actor"])),
                recipient=tuple(s for s in split(row["recipient"]) if s != "-"),
                complement=row.get("complement") or COMPLEMENT.get(row["type"], "keep"),  # type: ignore[arg-type]
                contexts=_cells(row["contexts"]),
                symmetric=row.get("symmetric") == "yes",
            )
        )
    # The row with most conditions is tried first; among equals the earlier row.
    return {k: tuple(sorted(v, key=_weight)) for k, v in rows.items()}


def _weight(entry: Entry) -> int:
    """Less is tried first; what must be absent makes no row more telling."""
    return -sum(not need.startswith("hasnt") for need in entry.needs)


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """The lexicon, read once a process.

    Example:
        >>> load_lexicon().nouns["ceasefire"][0].type
        'RETREAT'
    """
    governors = {
        (row["lemma"], row["pos"]): Governor(
            status=row["status"],  # type: ignore[arg-type]
            carries=row["carries"] or "no",  # type: ignore[arg-type]
            alleged=row["alleged"] == "yes",
        )
        for row in read_table("event_governors")
    }
    book = read_book("word_classes")
    classes = {k: frozenset(str(v).split()) for k, v in book.items() if isinstance(v, str)}
    small = read_book("event_words")
    words = {k: frozenset(w.replace("_", " ") for w in str(v).split()) for k, v in small.items()}
    scores = {
        (row["type"], row["mode"]): (float(row["score"] or 0), int(row["quad"]))
        for row in read_table("plover")
    }
    return Lexicon(
        verbs=_entries("event_verbs", "verb"),
        nouns=_entries("event_nouns", "noun"),
        governors=governors,
        classes=classes,
        words=words,
        scores=scores,
    )
