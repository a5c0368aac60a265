"""The actors stage's view of the code books: one trie of names, one of role phrases, word lists.

Built once a process from the tables in :mod:`dragoman.codebooks`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Generic, Literal, TypeVar

from spacy.tokens import Doc

from dragoman.codebooks import read_table, split
from dragoman.codebooks.books import read_book
from dragoman.language import load_model
from dragoman.records import UNKNOWN_CODE

Value = TypeVar("Value")

EntryKind = Literal[
    "state", "capital", "demonym", "metonym", "historical", "organisation", "media", "city",
    "person", "trap",
]  # fmt: skip


# States where the family name comes first.
FAMILY_FIRST = frozenset(("CHN", "KOR", "PRK", "TWN", "HKG", "MAC", "VNM", "KHM", "HUN"))


@dataclass(frozen=True, slots=True)
class Entry:
    """What a name in the books stands for.

    Fields:
        kind: which book it is from. name: canonical name. code, country, sectors: as in Actor.
        role: of a person, the office; of a medium, its kind.
        since, until: ISO dates between which a person held the office, or a town was the seat of
            a government ("" where open).
        what: a metonym's or organisation's kind, a note on a trap.
    """

    kind: EntryKind
    name: str
    code: str = UNKNOWN_CODE
    country: str | None = None
    sectors: tuple[str, ...] = ()
    role: str | None = None
    since: str = ""
    until: str = ""
    what: str = ""


@dataclass(frozen=True, slots=True)
class Role:
    """A role phrase: what it is (person, institution or group), its sectors and its level."""

    phrase: str
    kind: str
    sectors: tuple[str, ...]
    level: str


@dataclass(frozen=True, slots=True)
class Politics:
    """A word of one state's politics: its state, its row ("title", "party", "house").

    Fields:
        needs: whether it counts only where the report names that state.
    """

    code: str
    row: str
    needs: bool


class Trie(Generic[Value]):
    """Token sequences to values; the longest match from a place wins."""

    def __init__(self) -> None:
        """An empty trie."""
        self._root: dict[str, Any] = {}

    def add(self, words: Iterable[str], value: Value) -> None:
        """Keep a value under a sequence of words."""
        node = self._root
        for word in words:
            node = node.setdefault(word, {})
        node.setdefault("", []).append(value)

    def longest(self, words: list[str], at: int) -> tuple[int, list[Value]] | None:
        """End (exclusive) and values of the longest sequence that begins at ``at``."""
        node = self._root
        best: tuple[int, list[Value]] | None = None
        for i in range(at, len(words)):
            node = node.get(words[i], {})
            if not node:
                break
            if "" in node:
                best = i + 1, node[""]
        return best


@dataclass(slots=True)
class Books:
    """Everything the stage looks up."""

    names: Trie[Entry] = field(default_factory=Trie)
    roles: Trie[Role] = field(default_factory=Trie)
    politics: dict[str, Politics] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    adjectives: dict[str, str] = field(default_factory=dict)
    ambiguous: dict[str, tuple[tuple[str, ...], str]] = field(default_factory=dict)
    people: dict[str, list[Entry]] = field(default_factory=dict)
    surnames: dict[str, list[Entry]] = field(default_factory=dict)
    organisations: dict[str, Entry] = field(default_factory=dict)
    cities: dict[str, Entry] = field(default_factory=dict)
    seats: dict[str, list[Entry]] = field(default_factory=dict)
    heads: dict[str, str] = field(default_factory=dict)
    words: dict[str, Any] = field(default_factory=dict)
    sets: dict[str, frozenset[str]] = field(default_factory=dict)

    def listed(self, key: str) -> frozenset[str]:
        """The words of a list in actor_words.toml, named ``section.key``."""
        found = self.sets.get(key)
        if found is None:
            section, name = key.split(".")
            found = frozenset(split(self.words[section][name]))
            self.sets[key] = found
        return found

    def adjective(self, code: str) -> str:
        """ "Kenyan" for KEN; the state's name where no adjective is known."""
        return self.adjectives.get(code) or self.state(code)

    def state(self, code: str) -> str:
        """A state's canonical name; the code itself where it is in no book."""
        return self.states.get(code, code)


@lru_cache(maxsize=1)
def load_books() -> Books:
    """Read the tables and build the tries, once a process."""
    books = Books()
    books.words = read_book("actor_words")
    for heads, sector in books.words["organisations"]["heads"]:
        books.heads.update(dict.fromkeys(split(heads), sector))
    books.adjectives.update(dict(books.words["names"]["adjectives"]))
    _states(books)
    _other_names(books)
    _people(books)
    for row in read_table("name_traps"):
        _put(books, row["name"], Entry(kind="trap", name=row["name"], what=row["what"]))
    for row in read_table("state_words"):
        books.politics[row["word"]] = Politics(row["code"], row["row"], row["needs"] == "yes")
    for row in read_table("roles"):
        role = Role(
            row["phrase"], row["kind"] or "person", tuple(split(row["sectors"])), row["level"]
        )
        for form in _forms(row["phrase"]):
            books.roles.add(_words(form.lower()), role)
    _ambiguous(books)
    return books


def _held(trie: Trie[Entry], words: list[str]) -> bool:
    found = trie.longest(words, 0)
    return found is not None and found[0] == len(words)


def _put(books: Books, name: str, entry: Entry) -> None:
    if name:
        books.names.add(_words(name), entry)


@lru_cache(maxsize=1)
def _tokenizer() -> Any:
    return load_model().tokenizer


def _words(text: str) -> list[str]:
    """The words of a name, cut as the parser cuts the report."""
    doc: Doc = _tokenizer()(text)
    return [token.text for token in doc if not token.is_space]


def _forms(phrase: str) -> Iterator[str]:
    """A role phrase and its plural."""
    yield phrase
    head, _, last = phrase.rpartition(" ")
    if last.endswith("man"):
        plural = last[:-3] + "men"
    elif re.search(r"[^aeiou]y$", last):
        plural = last[:-1] + "ies"
    elif re.search(r"(s|x|ch|sh)$", last):
        plural = last + "es"
    else:
        plural = last + "s"
    yield f"{head} {plural}".strip()


def _states(books: Books) -> None:
    for row in read_table("countries"):
        code, name = row["code"], row["name"]
        books.states[code] = name
        base = Entry(kind="state", name=name, code=code, country=code)
        for alias in {name, *split(row["aliases"])}:
            _put(books, alias, base)
        demonym = Entry(kind="demonym", name=name, code=code, country=code)
        for word in split(row["demonyms"]):
            _put(books, word, demonym)
            if re.search(r"(n|ese|i|ish|ch|c|ss|ot|k)$", word):
                books.adjectives.setdefault(code, word)
            if re.search(r"(n|i|ot|er|k|b|c)$", word) and len(word) > 3:
                _put(books, word + "s", demonym)
        capital = Entry(
            kind="capital", name=name, code=code, country=code, sectors=("GOV",), what="capital"
        )
        for word in {row["capital"], *split(row["capital_aliases"])}:
            _put(books, word, capital)
    for row in read_table("historical_states"):
        code = row["code"] or UNKNOWN_CODE
        country = code if code in books.states else None
        for alias in {row["name"], *split(row.get("aliases", ""))}:
            _put(
                books, alias,
                Entry(kind="historical", name=row["name"], code=code, country=country),
            )  # fmt: skip
        for word in split(row["demonyms"]):
            entry = Entry(
                kind="demonym", name=row["name"], code=code, country=country, what="historical"
            )
            _put(books, word, entry)


def _ambiguous(books: Books) -> None:
    """Names that stand for several; those that no other table holds get an entry here."""
    demonyms = {row["code"]: row["demonyms"] for row in read_table("countries")}
    for row in read_table("ambiguous"):
        name, candidates = row["name"], tuple(split(row["candidates"]))
        books.ambiguous[name] = (candidates, row["default"])
        if not candidates and "decides" not in row["note"]:
            _put(books, name, Entry(kind="trap", name=name, what=row["note"]))
        words = _words(name)
        if not candidates or _held(books.names, words):
            continue
        code = row["default"] or candidates[0]
        country = code if code in books.states else None
        head = words[-1].lower()
        kind: EntryKind
        if any(f" {name}|" in f" {demonyms.get(c, '')}|" for c in candidates):
            kind = "demonym"
        elif any(name in books.state(c).split() for c in candidates):
            kind = "state"
        elif " " not in name and re.search(r"(an|ese)$", name) and code in books.states:
            kind = "demonym"  # "Georgian", "Congolese": in no row of countries.tsv
        elif head in books.heads and not books.roles.longest([w.lower() for w in words], 0):
            kind = "organisation"
        else:
            continue
        sectors = (books.heads[head],) if kind == "organisation" else ()
        shown = name if kind == "organisation" else books.state(code)
        _put(books, name, Entry(kind=kind, name=shown, code=code, country=country, sectors=sectors))


def _other_names(books: Books) -> None:
    for row in read_table("organisations"):
        entry = Entry(
            kind="organisation",
            name=row["name"],
            code=row["code"] or UNKNOWN_CODE,
            country=row["country"] or None,
            sectors=tuple(split(row["sectors"])),
            what=row["kind"],
        )
        if entry.code not in books.states:  # "IGOUNO" is the United Nations, its first row
            books.organisations.setdefault(entry.code, entry)
        for alias in {row["name"], *split(row.get("aliases", ""))}:
            _put(books, alias, entry)
    for row in read_table("media"):
        country = row["country"] or None
        entry = Entry(
            kind="media", name=row["name"], code=country or UNKNOWN_CODE, country=country,
            sectors=("JRN",), role=row["kind"], what=row.get("state", ""),
        )  # fmt: skip
        for alias in {row["name"], *split(row.get("aliases", ""))}:
            _put(books, alias, entry)
    for row in read_table("metonyms"):
        code = row["code"] or UNKNOWN_CODE
        entry = Entry(
            kind="metonym", name=row["name"], code=code,
            country=code if code in books.states else None,
            sectors=tuple(split(row["sectors"])), what=row["what"],
        )  # fmt: skip
        for alias in {row["name"], *split(row.get("aliases", ""))}:
            _put(books, alias, entry)
    for row in read_table("cities"):
        country = row["country"] or None
        entry = Entry(kind="city", name=row["name"], code=country or UNKNOWN_CODE, country=country)
        for alias in {row["name"], *split(row.get("aliases", ""))}:
            _put(books, alias, entry)
            books.cities.setdefault(alias, entry)
    for row in read_table("seats"):
        country = row["country"]
        entry = Entry(
            kind="capital", name=row["state"] or books.state(country), code=country,
            country=country, sectors=("GOV",), since=row["from"], until=row["to"],
            what="historical" if row["state"] else "capital",
        )  # fmt: skip
        books.seats.setdefault(row["name"], []).append(entry)
        if not _held(books.names, _words(row["name"])):
            _put(
                books, row["name"],
                Entry(kind="city", name=row["name"], code=country, country=country),
            )  # fmt: skip


def _surnames(name: str, country: str | None) -> set[str]:
    """What a person is called for short: the last word, without an article, or the first."""
    words = name.split()
    if len(words) > 1 and re.fullmatch(r"[IVX]+|Jr\.", words[-1]):
        words.pop()  # "King Abdullah II"
    found = {words[-1], re.sub(r"^(?:al|el)-", "", words[-1])}
    if country in FAMILY_FIRST and len(words) > 1:
        found = {words[0]} if country not in ("VNM", "HUN", "KHM") else {*found, words[0]}
    if len(words) > 2 and words[-2].lower() in (
        "van",
        "von",
        "der",
        "de",
        "del",
        "bin",
        "da",
        "le",
    ):
        found.add(" ".join(words[-2:]))
    return found - {"Al"}


def office_words(role: str) -> set[str]:
    """The words that tell an office, in one spelling."""
    words = role.lower().replace("defense", "defence").replace("premier", "prime minister")
    return set(re.findall(r"[a-z]+", words)) - {"of", "the", "soviet", "acting", "affairs"}


def _people(books: Books) -> None:
    offices: set[str] = set()
    for row in read_table("people"):
        country = row["country"] or None
        entry = Entry(
            kind="person", name=row["name"], code=country or UNKNOWN_CODE, country=country,
            sectors=tuple(split(row["sectors"])), role=row["role"] or None,
            since=row["from"], until=row["to"],
        )  # fmt: skip
        offices |= office_words(row["role"])
        for surname in _surnames(row["name"], country):
            books.surnames.setdefault(surname, []).append(entry)
        for alias in {row["name"], *split(row.get("aliases", ""))}:
            books.people.setdefault(alias, []).append(entry)
            if " " in alias or "-" in alias:
                _put(books, alias, entry)
    books.sets["people.offices"] = frozenset(offices)
