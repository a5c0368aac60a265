"""Towns and regions of the world: which place of a name a report means, if any.

The table is far larger than what news usually names, and most of its names are also surnames,
ordinary words or the names of other towns. So a name counts only with a sign that it is a place,
and only where the report, or its size, shows which place of that name is meant.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

from dragoman.codebooks.tables import read_table, split

_HYPHEN = re.compile(r"(?<=\w)([-/])(?=\w)")
_LONGEST = 8  # words of a name
_LARGE, _AHEAD = 100, 4.0  # thousands of inhabitants; times as many as the next state's


@dataclass(frozen=True, slots=True)
class Town:
    """A town or region of the gazetteer.

    Fields:
        region: of US, Canadian and Australian places, the state's postal code.
        size: thousands of inhabitants.
    """

    name: str
    country: str
    region: str
    kind: str
    at: tuple[float, float]
    size: int


@dataclass(slots=True)
class Gazetteer:
    """Names, and what may stand after a comma for the region of a town.

    Rows become :class:`Town` only when somebody asks for them: most never are.
    """

    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    first: set[str] = field(default_factory=set)
    regions: dict[str, set[tuple[str, str]]] = field(default_factory=dict)

    def longest(self, words: list[str], at: int) -> tuple[int, list[Town]] | None:
        """End (exclusive) and places of the longest name that begins at ``at``."""
        if words[at] not in self.first:
            return None
        for end in range(min(len(words), at + _LONGEST), at, -1):
            rows = self.rows.get(" ".join(words[at:end]))
            if rows is not None:
                return end, [_town(row) for row in rows]
        return None

    def named(self, name: str) -> list[Town]:
        """All places of a name."""
        return [_town(row) for row in self.rows.get(_cut(name), ())]

    def add(self, row: dict[str, str]) -> None:
        """Keep a place under its name, and under the name without accents and marks."""
        name = row["name"]
        for form in (name,) if name.isascii() else (name, plain(name)):
            cut = _cut(form)
            self.rows.setdefault(cut, []).append(row)
            self.first.add(cut.split(" ", 1)[0])
            if row["kind"] == "region":
                self.regions.setdefault(form, set()).add((row["country"], row["region"]))


def _town(row: dict[str, str]) -> Town:
    return Town(
        row["name"], row["country"], row["region"], row["kind"],
        (float(row["latitude"]), float(row["longitude"])), int(row["thousands"] or 0),
    )  # fmt: skip


def plain(name: str) -> str:
    """A name without accents and transcription marks.

    Example:
        >>> plain("Al Jahrā’")
        'Al Jahra'
    """
    letters = unicodedata.normalize("NFKD", name)
    return re.sub(r"[’‘ʻ`]", "", "".join(c for c in letters if not unicodedata.combining(c)))


@lru_cache(maxsize=1)
def load_gazetteer() -> Gazetteer:
    """Read the table, once a process."""
    book = Gazetteer()
    for row in read_table("gazetteer"):
        if not _empty(row["name"]):
            book.add(row)
    for row in read_table("region_abbreviations"):
        for word in split(row["forms"]):
            book.regions.setdefault(word, set()).add((row["country"], row["region"]))
    return book


def largest(towns: list[Town]) -> Town:
    """The one of most inhabitants; of equals a town rather than its region."""
    return max(towns, key=lambda town: (town.kind == "town", town.size))


def meant(towns: list[Town], weights: dict[str, float], *, sure: bool) -> Town | None:
    """The place that a report means: in a state that it names, else one that is far the largest.

    ``sure``: the text itself marks the name as a place.
    """
    by_country: dict[str, Town] = {}
    for country in {town.country for town in towns}:
        by_country[country] = largest([town for town in towns if town.country == country])
    here = {code: town for code, town in by_country.items() if weights.get(code)}
    if here:
        return max(here.values(), key=lambda town: (weights[town.country], town.size))
    ranked = sorted(by_country.values(), key=lambda town: -town.size)
    first = ranked[0]
    if not sure or first.size < _LARGE:
        return None
    return first if len(ranked) < 2 or first.size >= _AHEAD * ranked[1].size else None


def coordinates_of(name: str, country: str) -> tuple[float, float] | None:
    """Where the (largest) place of a name in a state lies.

    Example:
        >>> coordinates_of("Pandi", "PHL")
        (14.87, 120.96)
        >>> coordinates_of("Pandi", "FRA") is None
        True
    """
    towns = [town for town in load_gazetteer().named(name) if town.country == country]
    return largest(towns).at if towns else None


def _cut(name: str) -> str:
    """The words of a name, roughly as the parser cuts them: "Deir", "al", "-", "Zor"."""
    return _HYPHEN.sub(r" \1 ", name) if "-" in name or "/" in name else name


def _empty(name: str) -> bool:
    """ "Central", "North West": regions whose names are only directions or ranks."""
    return len(name) < 3 or all(w in _COMMON for w in name.lower().replace("-", " ").split())


_COMMON = frozenset(
    "central centre center centro north south east west northern southern eastern western norte"
    " sur este oeste capital littoral maritime northeast northwest southeast southwest region"
    " upper lower national district state city town municipality province port of the and"
    " federal territory coast islands river rivers lake plateau union republic new old".split()
)
