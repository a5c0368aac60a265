"""Posts that a report reproduces: 'Talks resume Monday. — Kari Dahl (@dahl) March 3, 2019'."""

from __future__ import annotations

import re

from dragoman.document import Document
from dragoman.statements.cues import cue_book
from dragoman.statements.found import Found

_SIGNATURE = re.compile(
    r"[ \t]*(?:--|[―—–])[ \t]+(?P<name>[^\n()/]{2,50}?) \(@\w+\)[ \t]*"
    r"(?:\w+\.? \d{1,2}, \d{4}|\d{1,2} \w+\.? \d{4})"
)
# What stands around the words of a post on the page, and is none of them.
_LEAD = re.compile(r"(?:Skip )?(?:Twitter |Facebook )?post by @\w+\s+", re.IGNORECASE)
_TAIL = re.compile(r"(?:\s*(?:pic\.twitter\.com/\w+|https?://\S+|t\.co/\w+|[#@]\w+))+\s*$")
_MARKS = "\"“”'‘’"


def posted(document: Document) -> list[Found]:
    """Statements of those whose posts stand in the report with name, handle and day."""
    text = document.text
    made: list[Found] = []
    for match in _SIGNATURE.finditer(text):
        start = text.rfind("\n", 0, match.start()) + 1
        lead = _LEAD.match(text, start, match.start())
        start = lead.end() if lead is not None else start
        tail = _TAIL.search(text, start, match.start())
        end = tail.start() if tail is not None else match.start()
        words = text[start:end].strip()
        span = document.doc.char_span(*match.span("name"), alignment_mode="expand")
        if len(words.split()) < 2 or words[0] in _MARKS or span is None or not len(span):
            continue
        head = span.root if span.root.pos_ in ("PROPN", "NOUN") else span[len(span) - 1]
        mark = document.doc[max(span.start - 1, 0)]
        region = (mark.i, span.end)
        found = Found(mark, cue_book()["tweet", "verb"], mark.i, mark.i + 1, head, region)
        found.indirect, found.verbatim = [(start, end)], True
        made.append(found)
    return made
