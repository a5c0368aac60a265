"""The words of time, from the code book ``codebooks/times.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Lexicon:
    """The code book as look-up tables; all words lower case."""

    version: str
    months: dict[str, int]
    month_abbreviations: dict[str, int]
    weekdays: dict[str, int]
    weekday_abbreviations: dict[str, int]
    units: dict[str, str]
    seasons: dict[str, int]
    numbers: dict[str, int]
    ordinals: dict[str, int]
    vague: dict[str, int]
    decade_words: dict[str, int]
    day_parts: frozenset[str]
    cues: dict[str, list[str]]
    deictic: dict[str, int]
    feasts: dict[str, list[int]]
    named_days: dict[str, str]
    spans: dict[str, tuple[int, str, str]]
    sets: dict[str, frozenset[str]] = field(default_factory=dict)
    phrases: dict[str, list[tuple[str, str]]] = field(default_factory=dict)


def _load() -> Lexicon:
    text = (files("dragoman.codebooks") / "times.toml").read_text(encoding="utf-8")
    book: dict[str, Any] = tomllib.loads(text)
    # Phrases by their first word, longest first: names that are no time, feasts, named days.
    phrases: dict[str, list[tuple[str, str]]] = {}
    for kind, words in (
        ("name", book["names"]["words"]),
        ("feast", book["feasts"]),
        ("day", book["named_days"]),
    ):
        for phrase in words:
            head = phrase.replace("/", " ").replace("-", " ").replace("'", " ").split()[0]
            phrases.setdefault(head.rstrip("."), []).append((phrase, kind))
    for found in phrases.values():
        found.sort(key=lambda p: -len(p[0]))
    sets = {
        name: frozenset(book[name]["words"])
        for name in ("designators", "counted_before", "counted_after", "person_titles")
    }
    for table in ("ahead", "behind", "owners"):
        for key, words in book[table].items():
            sets[f"{table}.{key}"] = frozenset(words)
    return Lexicon(
        version=book["version"],
        months=book["months"],
        month_abbreviations=book["month_abbreviations"],
        weekdays=book["weekdays"],
        weekday_abbreviations=book["weekday_abbreviations"],
        units=book["units"],
        seasons=book["seasons"],
        numbers=book["numbers"],
        ordinals=book["ordinals"],
        vague=book["vague"],
        decade_words=book["decade_words"],
        day_parts=frozenset(book["day_parts"]["words"]),
        cues=book["cues"],
        deictic=book["deictic"],
        feasts=book["feasts"],
        named_days=book["named_days"],
        spans={unit: (n, step, grain) for unit, (n, step, grain) in book["spans"].items()},
        sets=sets,
        phrases=phrases,
    )


LEXICON = _load()
