"""What a report says of whose it is: datelines, bylines, credits and notes on syndication.

A report whose dateline or byline names an agency is the agency's as a whole; one "with files from"
it rests on it in part. Credits of pictures tell nothing about the words.

Example:
    >>> [(c.name, c.extent) for c in credits("LIMA (Reuters) - Rain fell.\\nWith files from AFP")]
    [('Reuters', 'whole'), ('Agence France-Presse', 'part')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from dragoman.codebooks import read_table
from dragoman.records import UNKNOWN_CODE, SourceKind
from dragoman.statements.sources import media_named
from dragoman.stories.words import word_set

Extent = Literal["whole", "part"]
Span = tuple[int, int]

_MARK, _UNNAMED = "\0", "\1"  # stand for a medium's name in a line, and for "agencies"
_FIRST, _LAST, _OPENINGS = 3, 6, 12  # lines
_SENTENCE = re.compile(r"(?<=[.!?])[\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z\0\1])")
_EDGE = r"[\s(\[*•–—_-]*"
_CAPITAL = r"(?-i:[A-Z])[\w.'-]*"
_FIELDS = {
    "{medium}": _MARK,
    "{media}": rf"{_MARK}(?:\s*(?:,|/|&|;|and|, and)\s*(?:the )?{_MARK})*",
    "{name}": rf"{_CAPITAL}(?: (?:and |in |de |al-)?{_CAPITAL}| ?, {_CAPITAL}){{0,7}}",
    "{place}": r"(?-i:[A-Z])[^\n()!?;\"\0]{0,60}?",
    "{year}": r"\d{4}(?:[-–]\d{4})?",
    "{any}": r"[^\n\0]{0,120}?",
}
_BYLINE = re.compile(rf"^{_EDGE}(?:by )?{_FIELDS['{name}']}\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class Credit:
    """A medium that a report names as its source, and how much of the report is the medium's.

    Fields:
        start, end: where the credit's words stand. named: false for "agencies".
    """

    name: str
    kind: SourceKind
    code: str
    extent: Extent
    start: int
    end: int
    named: bool = True


@dataclass(frozen=True)
class _Form:
    where: str
    extent: Extent
    words: re.Pattern[str]


@dataclass(frozen=True)
class _Named:
    """A medium's name in a line."""

    name: str
    kind: SourceKind
    code: str
    start: int
    end: int
    named: bool = True


def credits(text: str) -> list[Credit]:
    """The media that a report says it is from, each once, in the order of the text."""
    even = text.replace("’", "'").replace("‘", "'")
    lines = [m.span() for m in re.finditer(r"[^\n]*\S[^\n]*", even)]
    best: dict[str, Credit] = {}
    named = _all_named(even)
    for number, (start, end) in enumerate(lines):
        inside = [n for n in named if start <= n.start and n.end <= end]
        if not inside:
            continue
        places = {"line", "start"}
        if number < _FIRST or number >= len(lines) - _LAST:
            places.add("edge")
        if number < _OPENINGS:
            places.add("opening")
        if number == len(lines) - 1:
            places.add("closing")
        # A name alone amid a report is a picture's; under a byline, or at the end, the report's.
        before = even[slice(*lines[number - 1])] if number else ""
        if number in (0, *range(len(lines) - 3, len(lines))) or _BYLINE.search(before):
            places.add("alone")
        for credit in _of_line(even, (start, end), inside, places):
            held = best.get(credit.name)
            if held is None or (held.extent, credit.extent) == ("part", "whole"):
                best[credit.name] = credit
    return sorted(best.values(), key=lambda c: c.start)


def _all_named(text: str) -> list[_Named]:
    """Media of the code books, those that end like an agency's name, and "agencies"."""
    found = [
        _Named(m.name, m.kind, m.code if m.state else UNKNOWN_CODE, start, end)
        for m, start, end in media_named(text)
        if m.kind in ("agency", "broadcaster", "newspaper")
    ]
    for match in _others().finditer(text):
        if not any(n.start < match.end() and match.start() < n.end for n in found):
            named = match.group(1) is not None
            found.append(_Named(match.group(), "agency", UNKNOWN_CODE, *match.span(), named))
    return sorted(found, key=lambda n: n.start)


@lru_cache(maxsize=1)
def _others() -> re.Pattern[str]:
    endings = "|".join(sorted(word_set("credits", "agency_names"), key=len, reverse=True))
    unnamed = "|".join(sorted(word_set("credits", "agencies"), key=len, reverse=True))
    return re.compile(rf"\b((?:[A-Z][\w'-]+ ){{1,3}}(?:{endings}))\b|(?i:\b(?:{unnamed})\b)")


def _of_line(text: str, line: Span, inside: list[_Named], places: set[str]) -> Iterator[Credit]:
    """The credits of one line: its beginning, the line as a whole, its sentences, its end."""
    for form in _forms():
        if form.where == "sentence":
            units = _sentences(text, line)
        elif form.where in places:
            units = [line]
        else:
            continue
        for low, high in units:
            held = [n for n in inside if low <= n.start and n.end <= high]
            if not held or (form.where != "opening" and _of_picture(text[low:high])):
                continue
            short, marks = _shortened(text, low, high, held)
            match = form.words.search(short)
            if match is None or (form.where == "opening" and not _is_place(match.group("place"))):
                continue
            for medium, at in marks:
                if match.start() <= at < match.end():
                    yield Credit(medium.name, medium.kind, medium.code, form.extent,
                                 medium.start, medium.end, medium.named)  # fmt: skip


def _sentences(text: str, line: Span) -> list[Span]:
    cuts = [line[0], *(m.end() for m in _SENTENCE.finditer(text, *line)), line[1]]
    return list(pairwise(cuts))


def _of_picture(words: str) -> bool:
    """Whether a line tells whose a picture is."""
    return bool({w.lower() for w in re.findall(r"\w+", words)} & word_set("credits", "pictures"))


def _is_place(words: str | None) -> bool:
    """Whether words can be what a dateline begins with: names and days, no clause."""
    small = [w for w in re.findall(r"[A-Za-z]+", words or "") if w[0].islower()]
    return all(w in word_set("credits", "place") for w in small)


def _shortened(
    text: str, low: int, high: int, held: list[_Named]
) -> tuple[str, list[tuple[_Named, int]]]:
    """The words with a mark for every medium's name, and which medium each mark stands for."""
    parts: list[str] = []
    marks = []
    at = low
    for medium in held:
        if medium.start < at or text[medium.end : medium.end + 1] == "'":
            continue  # "Radio Nile's Jane Odhiambo" is a person
        before = re.sub(r"\bthe $", "", text[at : medium.start], flags=re.IGNORECASE)
        parts.append(before)
        marks.append((medium, sum(map(len, parts))))
        parts.append(_MARK if medium.named else _UNNAMED)
        at = medium.end
        after = _after().match(text, at)
        if after is not None:
            at = after.end()
    parts.append(text[at:high])
    return "".join(parts), marks


@lru_cache(maxsize=1)
def _after() -> re.Pattern[str]:
    nouns = "|".join(sorted(word_set("credits", "after"), key=len, reverse=True))
    return re.compile(rf",? (?:{nouns})\b", re.IGNORECASE)


@lru_cache(maxsize=1)
def _forms() -> tuple[_Form, ...]:
    """The forms of the code book; whole ones first, so that a "part" of the same words loses."""
    found = [
        _Form(row["where"], "whole" if row["extent"] == "whole" else "part", _pattern(row))
        for row in read_table("credits")
    ]
    return tuple(sorted(found, key=lambda f: f.extent == "part"))


def _pattern(row: dict[str, str]) -> re.Pattern[str]:
    """A form as a pattern over words with marks."""
    made = ""
    for part in re.findall(r"\[\{media\}\]|\[[^\]]*\]\s?|\{\w+\}|[^\[{]+", row["words"]):
        if part == "[{media}]":
            made += rf"\[{_FIELDS['{media}']}\]"
        elif part.startswith("["):
            made += f"(?:{_words(part.strip()[1:-1])}\\s*)?"
        else:
            made += _words(part)
    ends = {"opening": r"\s*[-–—:]*\s*", "start": "", "closing": r"[\s.)\]]*$"}
    end = ends.get(row["where"], r"[\s.)\]*_–—-]*$")
    begin = r"(?:^|(?<=[.!?\"”)\s]))\s*" if row["where"] == "closing" else f"^{_EDGE}"
    if row["where"] == "opening":
        begin = r"^\s*"
        if "(?P<place>" not in made:
            made = f"(?P<place>){made}"
    return re.compile(begin + made + end, re.IGNORECASE)


def _words(part: str) -> str:
    """Literal words and fields as a pattern."""
    made = ""
    for piece in re.findall(r"\{\w+\}|[^{]+", part):
        if piece == "{agencies}":
            made += _UNNAMED
        elif piece == "{place}":
            made += f"(?P<place>{_FIELDS[piece]})"
        elif piece in _FIELDS:
            made += _FIELDS[piece]
        else:
            made += re.escape(piece).replace(r"\ ", r"\s+")
    return made
