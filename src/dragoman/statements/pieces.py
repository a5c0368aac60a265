"""Make the content spans and the kind of a statement from its quotations and indirect clauses."""

from __future__ import annotations

import re

from dragoman.records import StatementKind
from dragoman.statements.found import Found, Span
from dragoman.statements.quotes import Quotation, is_complete

_MOSTLY = 0.9
_WORD = re.compile(r"\w")
_THAT = re.compile(r"^(?:that)\s+", re.IGNORECASE)


def assemble(text: str, found: Found) -> tuple[StatementKind, list[Span]]:
    """(kind, spans): direct spans without their marks, mixed and indirect ones as whole clauses.

    [] where nothing is left that could be said.
    """
    quoted = found.quotations
    if not quoted:
        spans = _tidy(text, found.indirect)
        return "direct" if found.verbatim else "indirect", spans
    inner = [(q.inner_start, q.inner_end) for q in quoted]
    extra = _narrated(text, found, quoted)
    if not extra:
        if not _stands(text, found, quoted):
            return "direct", []
        return "direct", _tidy(text, inner)
    told = sum(len(text[a:b].split()) for a, b in extra)
    said = sum(len(text[a:b].split()) for a, b in inner)
    if told <= max(2, (1 - _MOSTLY) * (said + told)) and said >= 6:
        return "direct", _tidy(text, inner)
    return "mixed", _tidy(text, _joined(extra, [(q.start, q.end) for q in quoted], text))


def _stands(text: str, found: Found, quoted: list[Quotation]) -> bool:
    """Whether quoted words alone are a statement: a scare quote or a title is none."""
    words = " ".join(text[q.inner_start : q.inner_end] for q in quoted)
    frames = found.cue.frames
    if "full" in frames:
        return is_complete(words) and len(words.split()) >= 4
    if is_complete(words) or len(words.split()) >= 6:
        return True
    first = quoted[0]
    gap = text[found.end : first.start] if found.end <= first.start else "-"
    if len(words.split()) >= 3 and not gap.strip() and found.cue.stance != "supports":
        # 'Oslo regretted "an unjust decision"': the quotation is the object.
        return True
    return bool(frames & {"inv", "passay"}) or found.cue.lemma == "tell"


def _narrated(text: str, found: Found, quoted: list[Quotation]) -> list[Span]:
    """Pieces of the indirect content outside the quotations, those with words."""
    pieces: list[Span] = []
    first, last = quoted[0], quoted[-1]
    for start, end in found.indirect:
        # Content that only follows a closed quotation is another clause's.
        at = start
        for q in quoted:
            if q.end <= at or q.start >= end:
                continue
            if q.start > at:
                pieces.append((at, q.start))
            at = max(at, q.end)
        if at < end:
            pieces.append((at, end))
    del first
    if text[last.inner_end - 1] in ",." and not found.recut:
        # 'respects the "policy," a crucial step': what follows is the reporter's gloss.
        pieces = [
            p
            for p in pieces
            if p[0] < last.end
            or re.match(r"\W*(?:and|but|or|that|if|unless|because)\b", text[p[0] : p[1]])
        ]
    return [p for p in pieces if _WORD.search(_THAT.sub("", text[p[0] : p[1]].strip() + " "))]


def _joined(extra: list[Span], quotes: list[Span], text: str) -> list[Span]:
    """Union of pieces, joined where only spaces and marks lie between."""
    joined: list[Span] = []
    for start, end in sorted(extra + quotes):
        if joined and not _WORD.search(text[joined[-1][1] : start]):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


_DATELINE = re.compile(
    # NAIROBI, Kenya, April 12 (LPU) - | LONDON — | Vienna (dpa) -
    r"(?:[A-Z][A-Z.'’/ -]{2,40}(?:,\s[A-Z][\w. ]{1,25}){0,2}"
    r"(?:,\s\d{1,2}\s[A-Z]\w+)?(?:,\s\d{4})?(?:\s?\([^)\n]{2,40}\))?"
    r"|[A-Z][\w.'’ -]{2,30}(?:,\s[^(\n,]{2,25}){0,2}\s?\([A-Z][\w/& ]{1,30}\))"
    r"\s?(?:--|[-–—:])\s+(?=\S)"
)


def _past_dateline(text: str, start: int, end: int) -> int:
    """Where the words begin after the place and day that open a report's first paragraph."""
    if text[text.rfind("\n", 0, start) + 1 : start].strip():
        return start
    match = _DATELINE.match(text, start, end)
    return match.end() if match is not None else start


_LEFT = " \t\r\n,;:—–"
_RIGHT = " \t\r\n,;:—–("


def _tidy(text: str, spans: list[Span]) -> list[Span]:
    out: list[Span] = []
    for start, end in sorted(spans):
        while start < end and (text[start] in _LEFT or text[start].isspace()):
            start += 1
        start = _past_dateline(text, start, end)
        while end > start and text[end - 1].isspace():
            end -= 1
        if end > start and _WORD.search(text[start:end]):
            out.append((start, end))
    merged: list[Span] = []
    for start, end in out:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
