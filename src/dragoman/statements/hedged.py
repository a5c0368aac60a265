"""The words with which a report keeps its distance from a source: "claimed", "unconfirmed"."""

from __future__ import annotations

import re
from functools import lru_cache

from dragoman.codebooks import read_table
from dragoman.document import Document
from dragoman.statements.cues import cue_lemma
from dragoman.statements.found import Found, Span
from dragoman.statements.sources import even_text


def hedges_of(document: Document, found: Found, content: list[Span]) -> tuple[str, ...]:
    """The words that hedge a statement, verbatim, in the order of the text.

    Its own cue ("claimed"), words beside it that are not part of what was said ("who spoke on
    condition of anonymity"), and a next sentence that speaks of the claim ("... could not be
    independently verified").
    """
    cues, beside, after = _book()
    sent = found.token.sent
    text = even_text(document)
    spots: set[Span] = set()
    if not found.how and cue_lemma(found.token) in cues:
        spots.add((found.start, found.end))
    start, end = _sentence(text, min(found.start, sent.start_char), found.end)
    spots |= {m.span() for m in beside.finditer(text, start, end)}
    spots |= {m.span() for m in after.finditer(text, *_next(text, max(end, content[-1][1])))}
    kept = [(a, b) for a, b in sorted(spots) if not any(x <= a and b <= y for x, y in content)]
    return tuple(dict.fromkeys(document.text[a:b] for a, b in kept))


def _sentence(text: str, start: int, end: int) -> Span:
    """From a place to the end of its sentence, stops in abbreviations left as they are."""
    stop = _STOP.search(text, end)
    return start, stop.start() if stop is not None else len(text)


def _next(text: str, end: int) -> Span:
    """The sentence after a place, in the same paragraph; empty where there is none."""
    lead = re.compile(r"[^\n]{0,3}?(?=[A-Z])").match(text, end)
    if lead is None:
        return end, end
    stop = _STOP.search(text, lead.end())
    return lead.end(), stop.start() if stop is not None else len(text)


_STOP = re.compile(r"[.!?][\"'”’]?(?=\s|$)|\n")


@lru_cache(maxsize=1)
def _book() -> tuple[frozenset[str], re.Pattern[str], re.Pattern[str]]:
    """Base forms of doubting cues; patterns of words beside a cue and in the next sentence."""
    rows = read_table("attribution_hedges")
    cues = frozenset(row["words"] for row in rows if row["row"] == "cue")
    beside, after = (
        re.compile(
            r"(?<![\w-])(?:"
            + "|".join(
                re.escape(row["words"])
                for row in sorted(rows, key=lambda r: -len(r["words"]))
                if row["row"] == kind
            )
            + r")(?![\w-])",
            re.IGNORECASE,
        )
        for kind in ("beside", "after")
    )
    return cues, beside, after
