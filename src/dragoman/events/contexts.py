"""PLOVER contexts of an event, by the words of its clause."""

from __future__ import annotations

from functools import lru_cache

from spacy.tokens import Token

from dragoman.codebooks import read_table, split
from dragoman.events import syntax


@lru_cache(maxsize=1)
def _book() -> dict[str, tuple[str, ...]]:
    by_word: dict[str, list[str]] = {}
    for row in read_table("contexts"):
        for word in split(row["words"]):
            by_word.setdefault(word, []).append(row["context"])
    return {word: tuple(contexts) for word, contexts in by_word.items()}


def contexts_of(token: Token, given: tuple[str, ...], type_: str) -> tuple[str, ...]:
    """Contexts that the lexicon row gives, then those that the clause's words mark."""
    found: dict[str, None] = dict.fromkeys(given)
    if type_ == "CONSULT":
        found.setdefault("diplomatic", None)
    book = _book()
    holder = token if syntax.is_verb(token) else (syntax.carrying_verb(token) or token)
    for word in holder.subtree:
        if abs(word.i - token.i) > 14:
            continue
        for context in book.get(word.lemma_.lower(), ()):
            found.setdefault(context, None)
    return tuple(found)[:4]
