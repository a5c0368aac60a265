"""Words that reports share verbatim: long rows outside quotations, and quotations."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.records import Evidence
from dragoman.stories.telling import Told
from dragoman.stories.words import Word

_QUOTED = re.compile(
    r"[\"“][^\"“”\n]{1,2000}[\"”]"
    r"|^[^\S\n]*“[^”\n]+$"  # a paragraph of a longer quotation, closed only at its end
    r"|(?<!\w)[‘'](?=[\w\[])[^\n]{6,600}?[,.!?…][’'](?!\w)",
    re.MULTILINE,
)
# What ends a post that is shown as a whole: "— Name (@name) June 3, 2027".
_SIGNED = re.compile(r"[—–-] ?[^\n—–@]{1,60}\(@\w+\)(?: [A-Z][a-z]+ \d{1,2}, \d{4})?")
_POST = 600  # characters; a post is no longer


@dataclass(frozen=True, slots=True)
class Row:
    """A row of words that two reports share: where it stands in each, and how many words."""

    a: str
    b: str
    in_a: Evidence
    in_b: Evidence
    size: int
    plain: int


def quotations(text: str) -> list[tuple[int, int]]:
    """Where the text quotes: offsets of each passage in quotation marks, and of posts shown whole.

    Single marks count where what they hold begins and ends as a sentence does.

    Example:
        >>> text = "'We are ready,' she said of the 'plan'."
        >>> [text[a:b] for a, b in quotations(text)]
        ["'We are ready,'"]
    """
    found = sorted([*(match.span() for match in _QUOTED.finditer(text)), *posts(text)])
    merged: list[tuple[int, int]] = []
    for start, end in found:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def posts(text: str) -> list[tuple[int, int]]:
    """Posts with their signature, from the beginning of the line or the end of the one before."""
    found: list[tuple[int, int]] = []
    for match in _SIGNED.finditer(text):
        before = found[-1][1] if found else 0
        line = text.rfind("\n", 0, match.start()) + 1
        found.append((max(before, line, match.start() - _POST), match.end()))
    return found


def shared_rows(told: Sequence[Told], shingle: int = 8) -> list[Row]:
    """Rows of at least ``shingle`` words that two reports share outside quotations, longest first.

    ``Row.plain`` counts the words without a capital, since names and offices that are spelt out
    show no common origin.
    """
    kept = [outside(t) for t in told]
    index: dict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
    for i, found in enumerate(kept):
        for at in range(len(found) - shingle + 1):
            index[tuple(w.form for w in found[at : at + shingle])].append((i, at))
    starts: dict[tuple[int, int], set[tuple[int, int]]] = defaultdict(set)
    for places in index.values():
        for n, (i, at) in enumerate(places):
            for j, other in places[n + 1 :]:
                if i != j:
                    starts[min(i, j), max(i, j)].add((at, other) if i < j else (other, at))
    rows = []
    for (i, j), pairs in starts.items():
        for x, y in pairs:
            if (x - 1, y - 1) in pairs:
                continue
            size = shingle
            while (x + size - shingle + 1, y + size - shingle + 1) in pairs:
                size += 1
            ours, theirs = kept[i][x : x + size], kept[j][y : y + size]
            rows.append(
                Row(
                    told[i].reading.report.id,
                    told[j].reading.report.id,
                    _span(ours),
                    _span(theirs),
                    size,
                    sum(not w.capital for w in ours),
                )
            )
    return sorted(rows, key=lambda r: (-r.size, r.a, r.b, r.in_a.start, r.in_b.start))


def outside(told: Told) -> list[Word]:
    """The words of a text that are not quoted."""
    quoted = quotations(told.text)
    found = []
    at = 0
    for word in told.words:
        while at < len(quoted) and quoted[at][1] <= word.start:
            at += 1
        if at == len(quoted) or word.start < quoted[at][0]:
            found.append(word)
    return found


def _span(found: Sequence[Word]) -> Evidence:
    return Evidence(start=found[0].start, end=found[-1].end, role="content")
