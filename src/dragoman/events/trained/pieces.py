"""Words into the pieces of the network's vocabulary (WordPiece, lower case).

spaCy's tokens are the words, so that each output belongs to one of them. The usual tokenizer
library brings a model hub's client with it; splitting single words needs a few lines.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

_UNKNOWN, _START, _END = ("[UNK]", "<unk>"), ("[CLS]", "<s>"), ("[SEP]", "</s>")
_LONGEST = 60  # characters; longer "words" are addresses and rubbish


class Pieces:
    """A vocabulary, and how words are split by it.

    Example:
        >>> vocabulary = {"[UNK]": 0, "[CLS]": 1, "[SEP]": 2, "re": 3, "##treat": 4}
        >>> Pieces(vocabulary).split("Retreat")
        (3, 4)
    """

    def __init__(self, vocabulary: dict[str, int]) -> None:
        """Use a vocabulary: piece -> its number."""
        self._numbers = vocabulary
        self.start, self.end, self._unknown = (
            next(vocabulary[name] for name in names if name in vocabulary)
            for names in (_START, _END, _UNKNOWN)
        )
        self.split = lru_cache(maxsize=100_000)(self._split)

    @classmethod
    def load(cls, path: Path) -> Pieces:
        """From a file with one piece a line."""
        lines = path.read_text("utf-8").split("\n")
        return cls({line: n for n, line in enumerate(lines) if line})

    def _split(self, word: str) -> tuple[int, ...]:
        """The numbers of a word's pieces; at least one."""
        plain = unicodedata.normalize("NFD", word.lower())
        plain = "".join(c for c in plain if unicodedata.category(c) != "Mn")
        found: list[int] = []
        for part in _parts(plain):
            found += self._longest(part)
        return tuple(found) or (self._unknown,)

    def _longest(self, word: str) -> list[int]:
        """The longest pieces first, from the left; unknown as a whole where one is missing."""
        if len(word) > _LONGEST:
            return [self._unknown]
        found, at = [], 0
        while at < len(word):
            for end in range(len(word), at, -1):
                number = self._numbers.get(("##" if at else "") + word[at:end])
                if number is not None:
                    found.append(number)
                    at = end
                    break
            else:
                return [self._unknown]
        return found


def _parts(word: str) -> Iterable[str]:
    """A word and the punctuation within it, apart, as the vocabulary was made."""
    part = ""
    for char in word:
        if char.isspace() or unicodedata.category(char)[0] == "C":
            continue
        if char.isalnum() or unicodedata.category(char)[0] in "LN":
            part += char
            continue
        if part:
            yield part
            part = ""
        yield char
    if part:
        yield part
