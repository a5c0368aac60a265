"""Names to show for actors and their codes, and the small words that every view shares."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from dragoman.codebooks.tables import read_table
from dragoman.errors import DragomanError
from dragoman.records import UNKNOWN_CODE, Actor

_PLURALS = {"police", "people", "men", "women", "gunmen", "fishermen"}
_PEOPLE = frozenset(
    """protesters demonstrators analysts experts observers officials activists rebels militants
    troops soldiers lawmakers gunmen students workers residents migrants leaders ministers envoys
    diplomats opponents supporters critics separatists insurgents police""".split()
)
_AFTER_HEAD = re.compile(r"\s(?:in|of|from|at|on|with|for|near|along|across)\s")
_MOST_NAMED = 4  # parties of one side that a line names
_TABLES = ("countries", "organisations")
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
)
STATUS_NAMES = {
    "actual": "happened",
    "planned": "planned",
    "possible": "possible",
    "negated": "did not happen",
}
"""Status of an event -> the words that views show for it."""


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    found: dict[str, str] = {}
    for table in _TABLES:
        try:
            rows = read_table(table)
        except DragomanError as error:
            if error.error != "no-codebook":
                raise
            continue
        for row in rows:
            if row.get("code") and row.get("name"):
                found.setdefault(row["code"], row["name"])
    return found


def code_name(code: str) -> str:
    """The plain name of a country or organisation code; the code itself where no book has it.

    Example:
        >>> code_name("KOR")
        'South Korea'
        >>> code_name("---")
        'an unnamed actor'
    """
    if code == UNKNOWN_CODE:
        return "an unnamed actor"
    return _names().get(code, code)


def code_kind(code: str) -> Literal["country", "organisation"] | None:
    """Whether a code is of the book of countries or of organisations; None where neither has it.

    Example:
        >>> code_kind("KOR"), code_kind("IGOUNO"), code_kind("QQQ")
        ('country', 'organisation', None)
    """
    if code in _codes("countries"):
        return "country"
    return "organisation" if code in _codes("organisations") else None


@lru_cache(maxsize=4)
def _codes(table: str) -> frozenset[str]:
    return frozenset(row["code"] for row in read_table(table) if row.get("code"))


def is_person(actor: Actor) -> bool:
    """Whether the record shows a person: it has an office, and no state's or body's own name.

    Example:
        >>> is_person(Actor(text="Lee", start=0, end=3, name="Lee Jae Myung", code="KOR",
        ...                 role="President"))
        True
    """
    if actor.name == code_name(actor.code):
        return False
    if actor.role is not None or "pronoun" in actor.how or "surname" in actor.how:
        return True
    return "person" in actor.how


def is_plural(name: str) -> bool:
    """Whether a name takes a plural verb ("Iranian officials"); proper names do not.

    Example:
        >>> [is_plural(name) for name in ("Iranian officials", "United States", "police")]
        [True, False, True]
    """
    head = _AFTER_HEAD.split(name, maxsplit=1)[0].split()
    last = head[-1] if head else ""
    if len(head) == 1 and last[1:].islower() and f"{last[:1].lower()}{last[1:]}" in _PEOPLE:
        return True  # "Protesters in Yerevan", "Analysts"
    return last in _PLURALS or (last.islower() and last.endswith("s") and last[-2:] != "ss")


def show(actor: Actor) -> str:
    """An actor's name, with its country's code where the name does not already tell it.

    Example:
        >>> show(Actor(text="Li", start=0, end=2, name="Li Qiang", code="CHN", role="Premier"))
        'Li Qiang (CHN)'
    """
    shown = _with_code([actor.name], actor.code)
    return shown[:1].upper() + shown[1:]


def show_all(actors: Iterable[Actor], *, opens: bool = True) -> str:
    """Several actors in a row, each named once, those of one country together.

    ``opens`` says that they begin the line, so that their first word gets a capital.

    Example:
        >>> show_all([Actor(text="x", start=0, end=1, name=name, code="CHN", role="r")
        ...           for name in ("Li Qiang", "Zhao Leji")])
        'Li Qiang and Zhao Leji (CHN)'
    """
    groups: dict[tuple[str, bool], list[str]] = {}
    for actor in actors:
        names = groups.setdefault((actor.code, _tells(actor.name, actor.code)), [])
        if actor.name not in names:
            names.append(actor.name)
    # A state beside its own officials adds nothing: "South Korea and Lee (KOR)".
    parts = [
        _with_code(names, code)
        for (code, tells), names in groups.items()
        if not (tells and (code, False) in groups and names == [code_name(code)])
    ]
    if len(parts) > _MOST_NAMED:
        parts = [*parts[: _MOST_NAMED - 1], f"{len(parts) - _MOST_NAMED + 1} others"]
    shown = join(parts)
    return shown[:1].upper() + shown[1:] if opens else shown


def join(parts: list[str]) -> str:
    """Words in a row: "a", "a and b", "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def _tells(name: str, code: str) -> bool:
    """Whether a name needs no code beside it."""
    return code == UNKNOWN_CODE or len(code) != 3 or code_name(code).lower() in name.lower()


def _with_code(names: list[str], code: str) -> str:
    shown = join(names)
    if all(_tells(name, code) for name in names):
        return shown
    return f"{shown} ({code})"


def plain(text: str) -> str:
    """A text in one line, without control characters that could steer a terminal or hide words.

    Example:
        >>> plain("talks\\x1b[31m  on\\nMonday")
        'talks[31m on Monday'
    """
    return " ".join(_CONTROL.sub("", text.replace("\n", " ")).split())


def steerless(text: str) -> str:
    """A text over several lines without control characters: for what a terminal shows.

    Example:
        >>> steerless("talks\\x1b[31m\\non Monday")
        'talks[31m\\non Monday'
    """
    return _CONTROL.sub("", text)


def masked(text: str) -> str:
    """A text with each control character as U+FFFD, so that places in it stay where they are.

    Example:
        >>> masked("talks\\x1b[31m")
        'talks\ufffd[31m'
    """
    return _CONTROL.sub("\ufffd", text)


def count(number: int, noun: str, many: str | None = None) -> str:
    """ "1 report", "2 reports"."""
    return f"{number} {noun if number == 1 else many or noun + 's'}"
