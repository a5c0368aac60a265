"""Transcripts and collected voices: "WALLACE: Will you go?", '"It failed." — Ann Lee, farmer'."""

from __future__ import annotations

import re

from spacy.tokens import Token

from dragoman.document import Document
from dragoman.statements.cues import cue_book
from dragoman.statements.found import Found
from dragoman.statements.quotes import Quotation, paragraphs
from dragoman.statements.sources import even_text

_TURN = re.compile(r"[\"']?([A-Z][A-Z.'’ -]{1,40}(?:\([A-Z-]+\))?): (?=\S)")
_SIGNED = re.compile(r"\s*(?:--|[―—–-])\s*(?=[A-Z])([^\n.\"]{3,90})\.?\s*$")


def transcript(document: Document) -> list[Found]:
    """Turns of a transcript: paragraphs that open with a name in capitals and a colon.

    Only where at least two do so; one alone is a heading ("UPDATE: ...").
    """
    text = even_text(document)
    turns = [
        (start, end, match)
        for start, end in paragraphs(text)
        if (match := _TURN.match(text, start, end)) is not None
    ]
    names = [match.group(1) for _, _, match in turns]
    if len(turns) < 3 or len(set(names)) < 2:
        return []
    made: list[Found] = []
    for _, end, match in turns:
        span = document.doc.char_span(match.start(1), match.end(1), alignment_mode="expand")
        if span is None or not len(span):
            continue
        head = span[len(span) - 1]
        found = _found(head, head)
        found.first, found.last = head.i + 1, min(head.i + 2, len(document.doc))
        found.indirect = [(match.end(), end)]
        found.verbatim = True
        made.append(found)
    return made


def signed(document: Document, quotation: Quotation) -> Found | None:
    """A quotation that its speaker's name follows after a dash, at the paragraph's end."""
    # Lines as given: the even text joins them where they look like one paragraph.
    text = document.text
    end = text.find("\n", quotation.end)
    tail = text[quotation.end : end if end >= 0 else len(text)]
    match = _SIGNED.fullmatch(tail)
    if match is None:
        return None
    start = quotation.end + match.start(1)
    name = match.group(1).split(",")[0].rstrip()
    span = document.doc.char_span(start, start + len(name), alignment_mode="expand")
    if span is None or not len(span) or len(span) > 8:
        return None
    head = span.root if span.root.pos_ in ("PROPN", "NOUN") else span[len(span) - 1]
    mark = document.doc[max(span.start - 1, 0)]
    found = _found(mark, head)
    found.quotations = [quotation]
    return found


def _found(token: Token, speaker: Token) -> Found:
    cue = cue_book()["say", "verb"]
    return Found(token, cue, token.i, token.i + 1, speaker, (token.i, token.i + 1))
