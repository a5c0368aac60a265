"""Find quotations: every style of mark, nested, unclosed, and continued over paragraphs.

Works on characters alone. The even-ed text (``doc.text``) gives paragraphs and straight marks, the
text as given tells which way a curly mark looks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_OPENS = frozenset("“„«‟")
_CLOSES = frozenset("”»")
_BEFORE_OPEN = frozenset(" \n\t([{-–—/:'\"")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words between quotation marks.

    Fields:
        start, end: with the marks. inner_start, inner_end: the words alone, trimmed.
        continued: it opens a paragraph while the quotation before it was never closed.
        unclosed: no closing mark before the paragraph ends.
        paragraph: index of its paragraph.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    paragraph: int
    continued: bool = False
    unclosed: bool = False


def paragraphs(even: str) -> list[tuple[int, int]]:
    """Character ranges of the paragraphs, blank ones left out.

    Example:
        >>> paragraphs("One.\\n\\nTwo.")
        [(0, 4), (6, 10)]
    """
    return [m.span() for m in re.finditer(r"(?<![^\n])[^\S\n]*+\S[^\n]*", even)]


def find_quotations(text: str, even: str) -> list[Quotation]:
    """All outermost quotations of a report, in text order.

    Example:
        >>> t = 'He said: "We agreed." Then he left.'
        >>> [t[q.inner_start : q.inner_end] for q in find_quotations(t, t)]
        ['We agreed.']
    """
    found: list[Quotation] = []
    pending = False
    for number, (start, end) in enumerate(paragraphs(even)):
        marks = _doubles(text, even, start, end)
        single = _british(marks, text, even, start, end)
        spans = _singles(text, even, start, end) if single else _pair(marks, text, start, end)
        for index, (a, b, closed) in enumerate(spans):
            first = index == 0 and not even[start:a].strip()
            found.append(_quotation(even, a, b, number, pending and first, not closed))
        pending = bool(spans) and not spans[-1][2]
    return [q for q in found if q.inner_end > q.inner_start]


def _quotation(
    even: str, start: int, end: int, paragraph: int, continued: bool, unclosed: bool
) -> Quotation:
    inner_start = start + (2 if even[start : start + 2] == "''" else 1)
    inner_end = end
    if not unclosed:
        inner_end -= 2 if even[end - 2 : end] == "''" else 1
    while inner_start < inner_end and even[inner_start].isspace():
        inner_start += 1
    while inner_end > inner_start and even[inner_end - 1].isspace():
        inner_end -= 1
    return Quotation(start, end, inner_start, inner_end, paragraph, continued, unclosed)


def _doubles(text: str, even: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Double marks of a paragraph: (position, width, "open" | "close" | "either")."""
    marks: list[tuple[int, int, str]] = []
    at = start
    while at < end:
        width = 0
        if even[at] == '"':
            width = 1
        elif even[at : at + 2] == "''":
            width = 2
        if not width:
            at += 1
            continue
        given = text[at]
        before = even[at - 1] if at > start else " "
        after = even[at + width] if at + width < end else " "
        # Inches and seconds: 12" is no quotation.
        if width == 1 and given == '"' and before.isdigit() and not _odd_open(even, start, at):
            at += 1
            continue
        if given in _OPENS:
            side = "open"
        elif given in _CLOSES:
            side = "close"
        elif before in _BEFORE_OPEN and not after.isspace():
            side = "open"
        elif not before.isspace() and (after.isspace() or after in ".,;:!?)-–—'"):
            side = "close"
        else:
            side = "either"
        marks.append((at, width, side))
        at += width
    return marks


def _odd_open(even: str, start: int, at: int) -> bool:
    return even.count('"', start, at) % 2 == 1


def _pair(
    marks: list[tuple[int, int, str]], text: str, start: int, end: int
) -> list[tuple[int, int, bool]]:
    """Outermost pairs: (start, end, closed)."""
    spans: list[tuple[int, int, bool]] = []
    opened: int | None = None
    depth = 0
    last_straight = max(
        (n for n, (at, _, _) in enumerate(marks) if _straight(text[at])), default=-1
    )
    for number, (at, width, side) in enumerate(marks):
        curly = text[at] in _OPENS or text[at] in _CLOSES
        nested = opened is not None and curly and _straight(text[opened])
        # Curly inside straight: nested, as long as a straight mark is still to come.
        if nested and last_straight > number:
            continue
        if opened is None:
            if side == "close":
                # A closing mark alone: its opening one was lost; no span is invented.
                continue
            opened, depth = at, 1
        elif side == "open" and text[at] in _OPENS:
            # Reports forget a closing mark more often than they nest double in double.
            if text[opened] in _OPENS and _closed_twice(marks, number, text):
                depth += 1
            else:
                spans.append((opened, _sentence_end(text, opened, at), False))
                opened, depth = at, 1
        else:
            depth -= 1
            if depth == 0:
                spans.append((opened, at + width, True))
                opened = None
    if opened is not None:
        # Open to the paragraph's end: a quotation that goes on, or a mark forgotten. Where it
        # began late in the paragraph the first sentence is all that is sure.
        whole = not text[start:opened].strip() or opened - start < (end - start) * 0.6
        stop = end if whole else _sentence_end(text, opened, end)
        spans.append((opened, stop, False))
    return spans


def _straight(mark: str) -> bool:
    return mark in "\"'"


def _closed_twice(marks: list[tuple[int, int, str]], number: int, text: str) -> bool:
    closes = 0
    for later in range(number + 1, len(marks)):
        position, _, side = marks[later]
        if text[position] in _OPENS or closes >= 2:
            break
        closes += side == "close"
    return closes >= 2


def _sentence_end(text: str, start: int, limit: int) -> int:
    match = re.search(r"[.!?](?=\s)", text[start:limit])
    return start + match.end() if match else limit


def _british(marks: list[tuple[int, int, str]], text: str, even: str, start: int, end: int) -> bool:
    """Whether the paragraph quotes with single marks: one that opens, and none that is double."""
    return not marks and bool(_single_open(text, even, start, end))


def _single_open(text: str, even: str, start: int, end: int) -> list[int]:
    opens: list[int] = []
    for match in re.finditer(r"'", even[start:end]):
        at = start + match.start()
        before = even[at - 1] if at > start else " "
        after = even[at + 1] if at + 1 < end else " "
        if text[at] == "’" or (before not in _BEFORE_OPEN):
            continue
        if not after.isalnum() and after not in '"[(':
            continue
        # 'em, '90s, 'tis: letters or years left out.
        if re.match(r"'(?:\d\ds?\b|em\b|til\b|tis\b|twas\b|cause\b|n'\b)", even[at : at + 7]):
            continue
        opens.append(at)
    return opens


def _singles(text: str, even: str, start: int, end: int) -> list[tuple[int, int, bool]]:
    """Pairs of single marks; an apostrophe never closes one."""
    spans: list[tuple[int, int, bool]] = []
    reach = start
    for at in _single_open(text, even, start, end):
        if at < reach:
            continue
        close = _single_close(even, at + 1, end)
        if close is None:
            if not even[start:at].strip():
                spans.append((at, end, False))
                reach = end
            continue
        spans.append((at, close + 1, True))
        reach = close + 1
    return spans


def _single_close(even: str, start: int, end: int) -> int | None:
    weak: int | None = None
    for match in re.finditer(r"'", even[start:end]):
        at = start + match.start()
        after = even[at + 1] if at + 1 < end else " "
        if after.isalnum():
            continue
        before = even[at - 1]
        if before.isspace():
            break
        if before in ".,!?;":
            return at
        # "workers' rights" may be a possessive: a later mark after a stop is preferred.
        if weak is None or even[weak - 1] in "sS":
            weak = at
            if before not in "sS" or after in ".,;:!?)\n" or at + 1 >= end:
                return at
    return weak


def is_complete(words: str) -> bool:
    """Whether quoted words are a sentence or clause of their own, not a phrase or a title.

    Example:
        >>> is_complete("We will never accept this,"), is_complete("traditional friendship")
        (True, False)
    """
    tokens = words.split()
    if len(tokens) >= 2 and words[-1:] in "!?":
        return True
    if len(tokens) < 4:
        return False
    first = words.lstrip("[(.…'\" ")
    return (first[:1].isupper() and words[-1:] in ".,!?…-–—") or len(tokens) >= 12


_TITLED = re.compile(
    r"(?:'s|\b(?:on|in|of|titled|entitled|called|named|program|programme|show|film|movie|book|song|"
    r"novel|magazine|series|serial|album|poem|opera|released|headline|headlined|works?|treatise|talk))(?:\s+(?:the|a|his|her|its))?\s*$",
    re.IGNORECASE,
)
_SMALL = frozenset("a an and as at by for from in of on or the to with".split())


def is_title(words: str, before: str) -> bool:
    """Whether quoted words are the name of a work or broadcast, by capitals and what leads in.

    Example:
        >>> is_title("Meet the Press.", "told NBC's "), is_title("Stop the war.", "He said: ")
        (True, False)
    """
    return bool(_TITLED.search(before[-40:])) and in_capitals(words)


def in_capitals(words: str) -> bool:
    """Whether words are written as a name is: "Meet the Press", not "Stop the war"."""
    tokens = [w.strip(".,!?;:'\"“”‘’()") for w in words.split()]
    return len(tokens) <= 14 and all(
        w[:1].isupper() or w[:1].isdigit() or w.lower() in _SMALL for w in tokens if w
    )
