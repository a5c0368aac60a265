"""The day in a report's dateline: "SEOUL, Jan 5, 2026 (Reuters) - "."""

from __future__ import annotations

import re

from dragoman.document import Document
from dragoman.records import Date
from dragoman.times.lexer import lex, month_name
from dragoman.times.meaning import Fixed, Named
from dragoman.times.patterns import find
from dragoman.times.resolving import to_date

_DATELINE = re.compile(
    r"\s*(?:[^\n]{0,200}\n\s*){0,3}?[A-Z][\w.'’/ -]{1,40}(?:,\s?[A-Z][\w. ]{1,20})?,\s"
    r"(?P<day>[A-Z][a-z]{2,8}\.?\s\d{1,2}(?:,?\s\d{4})?|\d{1,2}\s[A-Z][a-z]{2,8}\.?(?:,?\s\d{4})?)"
    r"\s?(?:\([A-Z][\w&/,. -]{1,40}\)|[A-Z/]{2,12})?\s?,?(?:--|[-–—:])\s"
)
_REACH = 400


def dateline_day(document: Document) -> Date | None:
    """The day in the dateline, or None where the report has none.

    With a year the days are given (anchor "text") and may stand for the day of publication where
    that is unknown; without one only ``symbol`` tells.

    Example:
        >>> from dragoman.language import Language
        >>> from dragoman.records import Report
        >>> text = "OSLO, Jan 5, 2026 (Reuters) - Talks began."
        >>> dateline_day(Language().parse(Report(id="r", text_sha256=""), text)).start
        '2026-01-05'
    """
    match = _DATELINE.match(document.text[:_REACH])
    if match is None:
        return None
    raw = match.group("day")
    drafts = find(lex(raw))
    meaning = drafts[0].meaning if drafts and drafts[0].kind == "dated" else None
    if isinstance(meaning, Named):
        meaning = Named(meaning.name, "on or before")
    return to_date(raw, meaning, None, "text") if isinstance(meaning, Fixed | Named) else None


__all__ = ["dateline_day", "month_name"]
