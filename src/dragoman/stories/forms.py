"""Forms of one word: how two words of two versions are the same word told otherwise.

A version may inflect a word, spell it the British way, write a number in digits, or, where it is
told indirectly, move person and tense ("we will" -> "they would"). None of this changes what was
said; :func:`form_of` names it, so that it is not taken for a change of content.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from dragoman.records import Form
from dragoman.stories.words import (
    number_at,
    weight,
    without_number,
    without_tense,
    word_map,
    word_set,
    words,
)

_SHORT = re.compile(
    r"(?P<not>[a-z]+)(?P<nt>n['’]t)$|(?P<head>[a-z]+)(?P<tail>['’](?:re|ve|ll|d|m))$"
)
_CANNOT = "cannot"
_RUN_ON = re.compile(r"(?<=[a-z]{2})\.(?=[A-Z])")  # paragraphs joined without a blank


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a version, short forms cut in two ("won't": "wo" + "n't").

    Fields:
        start, end: where it stands in the report. form: lower case, a short form in full ("not").
        key: what forms of the word have in common. cut: whether it is part of a short form.
        capital: whether it begins with a capital.
    """

    start: int
    end: int
    form: str
    key: str
    cut: bool = False
    capital: bool = False

    @property
    def weight(self) -> float:
        """How telling the word is, 0 to 6."""
        return weight(self.form)


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The words between two offsets.

    Example:
        >>> [t.form for t in tokens("We won't sell 2 million tonnes.")]
        ['we', 'will', 'not', 'sell', '2 million', 'tonnes']
    """
    piece = _RUN_ON.sub(" ", text[start:end])
    listed = words(piece)
    found: list[Token] = []
    past = 0
    for i, word in enumerate(listed):
        if i < past:
            continue
        number = number_at(listed, i)
        a = start + word.start
        if number is not None:
            value, last = number
            past = last + 1
            b = start + listed[last].end
            found.append(Token(a, b, text[a:b].lower(), f"#{value:g}"))
            continue
        whole = piece[word.start : word.end].lower().replace("’", "'")
        parts = _parts(whole, word.form)
        for form, first, last_at in parts:
            capital = word.capital and first == 0
            found.append(Token(a + first, a + last_at, form, key_of(form), len(parts) > 1, capital))
    return found


def _parts(whole: str, form: str) -> list[tuple[str, int, int]]:
    """A word as (form, first, last) pieces: two for a short form."""
    joined, short = word_map("versions", "joined"), word_map("versions", "short")
    if whole == _CANNOT:
        return [("can", 0, 3), ("not", 3, len(whole))]
    if whole.endswith("'s") and whole[:-2] in word_set("versions", "is_after"):
        return [(whole[:-2], 0, len(whole) - 2), ("is", len(whole) - 2, len(whole))]
    match = _SHORT.match(whole)
    if match is None:
        return [(form, 0, len(whole))]
    head = match["not"] or match["head"]
    tail = match["nt"] or match["tail"]
    return [(short.get(head, head) if match["nt"] else head, 0, len(head)),
            (joined.get(tail, tail), len(head), len(whole))]  # fmt: skip


@lru_cache(maxsize=65536)
def key_of(form: str) -> str:
    """What all forms of a word have in common.

    Example:
        >>> key_of("organised") == key_of("organizing"), key_of("went") == key_of("goes")
        (True, True)
    """
    word = spelling(form)
    known = word_map("versions", "irregular").get(word)
    return known if known is not None else _inflected(word)


def _inflected(word: str) -> str:
    """A word without the endings of number and tense; what makes another word of it stays."""
    if len(word) <= 3 or not word.isalpha():
        return word
    word = without_number(word)
    if word.endswith("ied"):
        word = word[:-3] + "y"
    word = without_tense(word)
    return word[:-1] if len(word) > 3 and word.endswith("e") else word


@lru_cache(maxsize=65536)
def spelling(form: str) -> str:
    """A word as it is compared, British or American.

    Example:
        >>> spelling("neighbours") == spelling("neighbors"), spelling("four")
        (True, 'four')
    """
    word = form.replace("-", "")
    for part, other in word_map("versions", "british_within").items():
        word = word.replace(part, other)
    for ending, other in _endings():
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)] + other
    return word


@lru_cache(maxsize=1)
def _endings() -> tuple[tuple[str, str], ...]:
    pairs = word_map("versions", "british").items()
    return tuple(sorted(pairs, key=lambda p: (-len(p[0]), p[0])))


def form_of(base: Token, other: Token, *, indirect: bool = False) -> Form | Literal["same"] | None:
    """How two words are the same word; None where they are two words.

    Args:
        base: a word of the version that is compared with.
        other: a word of another version.
        indirect: that one is told indirectly where the base is not, or the other way round: only
            then do person and tense move by themselves.

    Example:
        >>> we, they = tokens("we they")
        >>> form_of(we, they), form_of(we, they, indirect=True)
        (None, 'person')
    """
    if base.form == other.form:
        return "same" if base.cut == other.cut else "contraction"
    if indirect:
        moved = _moved(base.form, other.form)
        if moved is not None:
            return moved
    if base.key != other.key:
        return None
    if base.key == "a":
        return "same"  # "an awkward pass", "a pass"
    if base.key.startswith("#"):
        return "number"
    return "spelling" if spelling(base.form) == spelling(other.form) else "inflection"


def plain_key(token: Token) -> str:
    """A key that person and tense of indirect speech do not change.

    Example:
        >>> [[plain_key(t) for t in tokens(words)] for words in ("we will", "they would")]
        [['§', 'will'], ['§', 'will']]
    """
    for kind in ("first", "second", "third"):
        if token.form in word_set("versions", kind):
            return "§"
    shifted = word_map("versions", "shifted")
    back = {new: old for old, new in shifted.items()}
    return back.get(token.form, token.key)


def _moved(a: str, b: str) -> Form | None:
    shifted = word_map("versions", "shifted")
    if shifted.get(a) == b or shifted.get(b) == a:
        return "tense"
    near = word_set("versions", "first") | word_set("versions", "second")
    third = word_set("versions", "third")
    if (a in near and b in third) or (a in third and b in near) or (a in near and b in near):
        return "person"
    return None
