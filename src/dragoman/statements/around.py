"""Content around a cue: 'Rome, he said, would ...', 'X, Ito noted', 'according to X, ...'."""

from __future__ import annotations

import re

from spacy.tokens import Doc

from dragoman.statements.content import Range
from dragoman.statements.found import Found
from dragoman.statements.grammar import trim
from dragoman.statements.quotes import Quotation

_COMMA = frozenset({",", "-", "--", "–", "—", '"', "''", "'", ";"})
_STOP = frozenset({".", "!", "?", ";", ":"})
_SUBORDINATORS = frozenset("while although though whereas because since after before if as".split())
_LEADS = frozenset("and but however meanwhile still yet moreover furthermore also so".split())


def parenthetical(found: Found, bounds: Range) -> list[Range]:
    """Content of a cue set off by commas, from the rest of its sentence; [] where it is not.

    ``bounds`` are the tokens of the sentence (see :func:`sentence_range`).
    """
    doc = found.token.doc
    start, end = found.region
    low, high = bounds
    if found.speaker is None or end - start > 40 or found.token.tag_ == "VBG":
        return []
    if not start <= found.speaker.i < end:
        return []
    manner = doc[start].lower_ == "as" or (start > 0 and doc[start - 1].lower_ == "as")
    if manner and doc[start].lower_ != "as":
        start -= 1
    if not (manner or "inv" in found.cue.frames):
        return []
    while end - 1 > found.token.i and doc[end - 1].text in (",", ";"):
        end -= 1
    while end < high and (doc[end].is_space or doc[end].dep_ == "npadvmod"):
        end += 1
    before = _previous(doc, start, low)
    after = doc[end].text if end < high else "."
    if before not in _COMMA and before != "":
        return []
    if after not in _COMMA | _STOP and end < high:
        return []
    if after == ":":
        return []  # "asked why, she said: ..."
    if before == "":
        if manner:
            return _clean(doc, [(end, high)])
        return []
    left = (_left_start(doc, low, start, found.token.i), start)
    right = (end, high)
    conjunct = _conjunct(doc, left, right)
    if conjunct is not None:
        return _clean(doc, conjunct)
    if manner and _words(doc, right) and _words(doc, left) and _subordinate(doc, low):
        # "While A, as X observed, B": X observed A alone.
        return _clean(doc, [(low + 1, start)])
    if after in _COMMA and _own_clause(doc, right):
        right = (end, end)
    return _clean(doc, [left, right])


def _left_start(doc: Doc, low: int, start: int, cue: int) -> int:
    """Where the content before a cue begins."""
    opening = doc[low]
    if opening.tag_ in ("VBN", "VBG") and opening.head.i == cue:
        return start  # "Asked why, he said", "Noting the cost, she wrote"
    last = start - 1
    while last > low and doc[last].text == ",":
        last -= 1
    # "in Mali, where, the agency estimated, ten died": only its own clause.
    return start if {doc[last].lower_, doc[start].lower_} & _SET_OFF else low


def _conjunct(doc: Doc, left: Range, right: Range) -> list[Range] | None:
    """ "A buys oil and holds back, X says, much of its gas": X tells of the second act alone.

    None where the cue does not part a verb that "and" joins to an earlier one from its object.
    """
    rest = [t for t in doc[right[0] : right[1]] if not (t.is_punct or t.is_space)]
    if not rest or rest[0].dep_ == "cc":
        return None
    for token in reversed(list(doc[left[0] : left[1]])):
        if token.text in (",", ";", '"'):
            if token.i < left[1] - 1:
                return None
            continue
        if token.dep_ == "cc" and token.lower_ in ("and", "but"):
            following = doc[token.i + 1 : left[1]]
            verb = next((t for t in following if t.pos_ in ("VERB", "AUX")), None)
            # A subject of its own, or none: "and holds back", not "Rome and Bonn would".
            starts = len(following) and following[0].pos_ in ("VERB", "AUX", "ADV")
            before = any(t.pos_ in ("VERB", "AUX") for t in doc[left[0] : token.i])
            if verb is None or not starts or not before:
                return None
            end = right[0]
            while (end < right[1] and doc[end].text not in (",", ";")) or end == right[0]:
                end += 1
            return [(token.i + 1, left[1]), (right[0], end)]
    return None


def _own_clause(doc: Doc, piece: Range) -> bool:
    """Whether what follows is the reporter's: ", he said, adding ..." or ", while B did C"."""
    for token in doc[piece[0] : piece[1]]:
        if token.is_punct or token.is_space:
            continue
        return token.tag_ == "VBG" or token.lower_ in (
            "while",
            "though",
            "although",
            "citing",
            "but",
            "and",
            "who",
            "which",
            "as",
            "a",
            "referring",
        )
    return False


def according(doc: Doc, first: int, head_end: int, bounds: Range) -> list[Range]:
    """Content of "according to X": the clause it stands in, without itself."""
    low, high = bounds
    left, right = (low, first), (head_end, high)
    if not _words(doc, left):
        return _clean(doc, [right])
    # A sentence of two main clauses: "A fell, but B rose, according to X" leaves both.
    if _words(doc, right):
        after = next((t for t in doc[head_end:high] if not t.is_space), None)
        if after is not None and after.text in _COMMA and not _own_clause(doc, right):
            return _clean(doc, [left, right])
    return _clean(doc, [(_relative(doc, low, first), first)])


def _relative(doc: Doc, low: int, first: int) -> int:
    """Where the last clause before a source begins, if a comma and "which" set it off."""
    for at in range(first - 1, low, -1):
        if doc[at].lower_ not in _SET_OFF or doc[at - 1].text not in (",", "-", "--", "–", "—"):
            continue
        if doc[at].dep_ == "nsubj" or not any(t.text == "," for t in doc[at : first - 1]):
            return at
    return low


_SET_OFF = frozenset({"which", "where"})


def sentence_range(doc: Doc, token: int, quotations: list[Quotation]) -> Range:
    """Tokens of the sentence around a token; a stop inside a quotation ends none.

    The parser's sentences are too short around quotation marks, so characters decide.
    """
    inside = _Inside(quotations)
    low = high = token
    while low > 0 and not _ends(doc, low - 1, inside):
        low -= 1
    while high < len(doc) and not _ends(doc, high, inside):
        high += 1
    return low, min(high + 1, len(doc))


class _Inside:
    """Membership test over the characters of quotations."""

    def __init__(self, quotations: list[Quotation]) -> None:
        self._spans = [(q.start, q.end) for q in quotations]

    def __contains__(self, at: int) -> bool:
        return any(a <= at < b for a, b in self._spans)


def _ends(doc: Doc, at: int, inside: _Inside) -> bool:
    token = doc[at]
    if token.is_space:
        return "\n" in token.text
    if "\n" in token.whitespace_:
        return True
    if token.text not in _STOP - {";", ":"}:
        # A quotation that ends its sentence: '... "We agreed." Then he left.'
        if token.text in ('"', "''") and at > 0 and doc[at - 1].text in (".", "!", "?"):
            following = doc[at + 1] if at + 1 < len(doc) else None
            return (
                following is None
                or following.is_space
                or (following.text[:1].isupper() and doc[at - 1].text == ".")
            )
        return False
    return token.idx not in inside


def _subordinate(doc: Doc, low: int) -> bool:
    return doc[low].lower_ in _SUBORDINATORS


def _previous(doc: Doc, at: int, low: int) -> str:
    i = at - 1
    while i >= low and doc[i].is_space:
        i -= 1
    return doc[i].text if i >= low else ""


def _words(doc: Doc, piece: Range) -> int:
    return sum(1 for t in doc[piece[0] : piece[1]] if t.is_alpha)


def _clean(doc: Doc, pieces: list[Range]) -> list[Range]:
    out: list[Range] = []
    for a, b in pieces:
        a, b = trim(doc, a, b)
        while a < b and (doc[a].lower_ in _LEADS or doc[a].is_punct) and doc[a].text not in '"':
            a += 1
        if b > a and any(t.is_alpha for t in doc[a:b]):
            out.append((a, b))
    if len(out) == 1 and sum(1 for t in doc[out[0][0] : out[0][1]] if t.is_alpha) < 2:
        return []
    return out


def title_colon(line: str) -> tuple[int, int] | None:
    """ "Kremlin: talks are off": (end of the speaker, start of the content) in a headline."""
    match = re.match(r"^([A-Z][\w.' -]{1,40}?): (?=\S+ \S+)", line)
    if match is None or line.rstrip().endswith((".", '."')) or len(line) > 160:
        return None
    return match.end(1), match.end()
