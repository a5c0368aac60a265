"""What a pattern of a time expression yields, and what the patterns of all kinds share."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from dragoman.times.lexer import Lexeme
from dragoman.times.meaning import Fixed, Meaning, Named, Shift


@dataclass(frozen=True, slots=True)
class Draft:
    """An expression found: lexemes ``first`` to ``last`` (exclusive), its meaning and its kind.

    ``meaning`` None: words of a time that the calendar does not have ("31 February").
    ``lean`` is (unit, n) where it leans on a time told before ("three days later"); ``loose``
    where it leans on the report if none was told near it ("later in the day").
    ``kind`` is the pattern's name; ``head`` the lexeme that carries the expression.
    """

    first: int
    last: int
    meaning: Meaning | None
    kind: str
    head: int
    lean: tuple[str, int] | None = None
    loose: bool = False


Lexemes = list[Lexeme]
Builder = Callable[["re.Match[str]", Lexemes], "Draft | None"]

MON = r"(?P<mon>M|m\.?)"
WD = r"(?:[Ww]\.?P?,?o?H?)?"
COUNT = r"(?P<cnt>V{0,3}(?:N|D|C-?C|C|AQv?|A2|A|HQv|Q v?))".replace(" ", "")


class Registry(list[tuple[str, "re.Pattern[str]", Builder]]):
    """The patterns of one module, in order: kind, expression over lexeme classes, what builds."""

    def add(self, kind: str, *expressions: str) -> Callable[[Builder], Builder]:
        """A decorator: the function builds the drafts of these expressions."""

        def register(builder: Builder) -> Builder:
            self.extend((kind, re.compile(expression), builder) for expression in expressions)
            return builder

        return register


def draft_of(match: re.Match[str], meaning: Meaning | None, head: str | int) -> Draft:
    """A draft of a match; ``head`` is a lexeme or the group that holds it."""
    at = head if isinstance(head, int) else match.start(head)
    return Draft(match.start(), match.end(), meaning, "", at)


def tight(lexemes: Lexemes, first: int, last: int) -> bool:
    """Whether no space stands between these lexemes."""
    return all(lexemes[i].end == lexemes[i + 1].start for i in range(first, last - 1))


def day(year: int, month: int, number: int) -> Fixed | None:
    """A calendar day, or None where there is none."""
    try:
        found = date(year, month, number)
    except ValueError:
        return None
    return Fixed(found, found, "day")


def count_of(lexemes: Lexemes) -> int | None:
    """The number that count words stand for, or None where they do not tell."""
    total: int | None = None
    for lexeme in lexemes:
        if lexeme.kind in "NDC":
            total = (total or 0) + lexeme.value
        elif lexeme.kind == "Q":
            total = lexeme.value or None
        elif lexeme.kind == "A" and total is None:
            total = 1
    return total


def unit_of(rel: str, unit: str) -> Shift:
    """The unit before, around or after the report, by the class of the word that relates it."""
    return Shift(unit, {"L": -1, "K": -1, "Z": -1, "X": 1, "G": 1}.get(rel, 0))


def related(name: str, rel: str | None) -> Named:
    """A name with "last", "next" and the like before it; without one the direction is open."""
    if rel is None or rel == "T":
        return Named(name)
    return Named(name, "before" if rel in "LKZ" else "after")
