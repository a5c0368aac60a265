"""The book of ties: which words mark a standing relation, and who stands on which side."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from dragoman.codebooks.tables import read_table, split
from dragoman.errors import DragomanError

SAME_BOTH_WAYS = frozenset(
    {"alliance", "rivalry", "border", "diplomatic relations", "trade agreement"}
)
"""Kinds without a direction: a and b may change places."""

_FORMS = {"role", "verb", "noun", "compound"}


@dataclass(frozen=True, slots=True)
class TieRule:
    """One line of ``codebooks/ties.tsv``; the file's header tells what its columns mean.

    Fields:
        tests: the ``=NAME`` conditions among the needs. people: a person may stand for its state.
        past: a verb in the past tense still states the relation.
    """

    id: str
    kind: str
    form: str
    heads: frozenset[str]
    needs: re.Pattern[str] | None
    tests: frozenset[str]
    bars: re.Pattern[str] | None
    owners: frozenset[str]
    a: tuple[str, ...]
    b: tuple[str, ...]
    people: bool
    past: bool

    @property
    def mutual(self) -> bool:
        """Whether both sides may stand in one phrase ("Kenya and Uganda have no formal ties")."""
        return "with" in self.b or "between" in self.b

    def fits(self, words: str) -> bool:
        """Whether the words have what the rule needs and nothing that it bars."""
        if self.needs is not None and not self.needs.search(words):
            return False
        return self.bars is None or not self.bars.search(words)


class TieBook:
    """All rules, by form and lemma, in the file's order."""

    def __init__(self, rows: list[dict[str, str]]) -> None:
        """Compile the rows of the table; raises DragomanError("bad-codebook")."""
        self.rules = [_rule(row) for row in rows]
        self._by_word: dict[tuple[str, str], list[TieRule]] = {}
        for rule in self.rules:
            for head in rule.heads:
                self._by_word.setdefault((rule.form, head), []).append(rule)

    def rules_for(self, form: str, lemma: str) -> list[TieRule]:
        """The rules that a word of this lemma may start."""
        return self._by_word.get((form, lemma), [])


def _rule(row: dict[str, str]) -> TieRule:
    form = row["form"]
    if form not in _FORMS or not row["kind"] or not row["heads"] or not row["a"] or not row["b"]:
        raise DragomanError(
            f"ties.tsv, {row['id']}: kind, heads, a and b must be filled, and form be one of"
            f" {', '.join(sorted(_FORMS))}.",
            error="bad-codebook",
        )
    needs = split(row["needs"])
    return TieRule(
        id=row["id"],
        kind=row["kind"],
        form=form,
        heads=frozenset(split(row["heads"])),
        needs=_words([need for need in needs if not need.startswith("=")]),
        tests=frozenset(need for need in needs if need.startswith("=")),
        bars=_words(split(row["bars"])),
        owners=frozenset(split(row["owners"])),
        a=tuple(split(row["a"])),
        b=tuple(split(row["b"])),
        people=row["people"] == "yes",
        past=row["tense"] == "any",
    )


def _words(words: list[str]) -> re.Pattern[str] | None:
    if not words:
        return None
    parts = [re.escape(w).replace(r"\*", r"\w*").replace("_", r"[\s-]+") for w in words]
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=1)
def tie_book() -> TieBook:
    """The book of the package with the user's lines, compiled once."""
    return TieBook(read_table("ties"))
