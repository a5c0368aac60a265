"""Small helpers on the parse that the other modules share; all are defensive about its errors."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc, Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
RELATIVES = frozenset({"who", "which", "that", "whom"})


def starts_of(doc: Doc) -> NDArray[np.int64]:
    """The first character of every token, in order; kept with the Doc."""
    if _STARTS not in doc.user_data:
        doc.user_data[_STARTS] = doc.to_array(["IDX"]).reshape(-1).astype(np.int64)
    kept: NDArray[np.int64] = doc.user_data[_STARTS]
    return kept


_STARTS = "dragoman.starts"


def children(token: Token, *deps: str) -> list[Token]:
    """Children with one of these dependency labels, in text order."""
    return [child for child in token.children if child.dep_ in deps]


def is_negated(token: Token) -> bool:
    """Whether "not", "never" or "n't" hangs on the verb."""
    near = [c for c in token.children if abs(token.i - c.i) <= 5]
    return any(c.dep_ == "neg" or c.lower_ in ("never", "n't", "not") for c in near)


def particle(token: Token) -> str:
    """The particle of a phrasal verb ("out" in "pointed out"), or ""."""
    for child in token.children:
        if child.dep_ == "prt":
            return child.lower_
    after = token.doc[token.i + 1 : token.i + 2]
    return after[0].lower_ if len(after) else ""


def is_passive(token: Token) -> bool:
    """Whether the verb is in the passive."""
    return any(c.dep_ in ("auxpass", "nsubjpass") for c in token.children)


def span_of(tokens: Iterable[Token]) -> tuple[int, int] | None:
    """Token range (end exclusive) that covers these tokens, or None for none."""
    indices = [t.i for t in tokens]
    return (min(indices), max(indices) + 1) if indices else None


def subtree(token: Token, leave: Iterable[Token] = ()) -> list[Token]:
    """Tokens of the subtree in text order, without the subtrees of ``leave``."""
    out = {t.i for gone in leave for t in gone.subtree}
    return [t for t in token.subtree if t.i not in out]


def phrase(head: Token) -> tuple[int, int]:
    """Token range of a noun phrase without its clauses, appositions and bracketed additions.

    "A senior official at the ministry, who declined to be named" -> "A senior official at the
    ministry".
    """
    start = head.left_edge.i
    doc = head.doc
    end = head.i + 1
    for child in head.rights:
        if child.dep_ in ("relcl", "acl", "appos", "punct", "cc", "conj", "advcl", "parataxis"):
            break
        if child.left_edge.i > end or child.right_edge.i - head.i > 12:
            break
        end = child.right_edge.i + 1
        clause = [t for t in child.subtree if t.dep_ in ("relcl", "acl", "advcl")]
        if clause:
            end = clause[0].left_edge.i
            break
    while start < head.i and (
        doc[start].is_punct or doc[start].is_space or doc[start].dep_ == "cc"
    ):
        start += 1
    while end - 1 > head.i and (doc[end - 1].is_punct or doc[end - 1].is_space):
        end -= 1
    return start, end


def trim(doc: Doc, start: int, end: int, drop: frozenset[str] = frozenset()) -> tuple[int, int]:
    """Cut spaces, marks and the given words off both ends of a token range."""
    while start < end and (
        doc[start].is_space or doc[start].text in _EDGE or doc[start].lower_ in drop
    ):
        start += 1
    while end > start and (doc[end - 1].is_space or doc[end - 1].text in _EDGE_RIGHT):
        end -= 1
    return start, end


_EDGE = frozenset({",", ";", ":", "-", "--", "–", "—", ".", ")"})
_EDGE_RIGHT = frozenset({",", ";", ":", "-", "--", "–", "—", ".", "(", "and", "but", "while", "as"})
