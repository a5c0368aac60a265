"""Cut a report into the sentences that readers see.

This is for showing only: records point at exact words, and a sentence is the frame around them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from dragoman.codebooks.tables import read_table
from dragoman.language.clean import same_length

# possessive, and only from the head of a run: a long run of marks is looked at once
_END = re.compile(r"""(?<![.!?…])[.!?…]++["')\]]*+(?=\s)|\n+""")
_WORD_BEFORE = re.compile(r"([A-Za-z](?:\.?[A-Za-z])*)$")
_OPENER = re.compile(r"""["'(\[]*([A-Z0-9][A-Za-z]*)?""")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its number in the report from 1, where it stands, whether it opens a paragraph.

    ``start`` and ``end`` leave out the blanks around it.
    """

    number: int
    start: int
    end: int
    opens: bool


@lru_cache(maxsize=512)  # what one page shows is asked for several of its parts
def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text as given.

    Example:
        >>> [(s.number, s.opens) for s in sentences("The U.S. envoy left. They ran on.")]
        [(1, True), (2, False)]
    """
    even = same_length(text)
    found: list[Sentence] = []
    begin, opens = 0, True
    for match in _END.finditer(even):
        line_break = match.group().startswith("\n")
        if not line_break and not _ends_sentence(even, match.start(), match.end()):
            continue
        opens = _add(found, even, begin, match.end(), opens) or (opens and not found)
        begin = match.end()
        if line_break:
            opens = True
    _add(found, even, begin, len(even), opens)
    return tuple(found)


def _add(found: list[Sentence], text: str, start: int, end: int, opens: bool) -> bool:
    """Keep the stretch if it holds more than blanks; tells whether a paragraph still opens."""
    piece = text[start:end]
    body = piece.strip()
    if not body:
        return opens
    start += len(piece) - len(piece.lstrip())
    found.append(Sentence(len(found) + 1, start, start + len(body), opens))
    return False


def _ends_sentence(text: str, start: int, end: int) -> bool:
    """Whether the stop at ``start`` closes a sentence, judged by the words around it."""
    after = text[end : end + 40].lstrip(" ")
    if not after or after.startswith("\n"):
        return True
    opener = _OPENER.match(after)
    if opener is None or opener.group(0) == "":
        return False
    if text[start] != "." or end - start > 1:
        return True
    before = _WORD_BEFORE.search(text[max(0, start - 20) : start])
    if before is None:
        return True
    word = before.group(1)
    kinds = _abbreviations()
    kind = kinds.get(word.lower())
    if kind is None:
        return len(word) > 1 or not word.isupper()  # "J. Smith": an initial
    if kind == "figure":
        return not after[0].isdigit()
    # "the U.S. The talks" ends; "Gen. Smith" never does.
    return kind == "maybe" and (opener.group(1) or "") in _openers()


@lru_cache(maxsize=1)
def _abbreviations() -> dict[str, str]:
    rows = read_table("abbreviations")
    return {r["word"]: r["kind"] for r in rows if r["kind"] != "opener"}


@lru_cache(maxsize=1)
def _openers() -> frozenset[str]:
    return frozenset(r["word"] for r in read_table("abbreviations") if r["kind"] == "opener")
