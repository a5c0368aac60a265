"""The working form of one report inside the actors stage: entities and where they are named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Token

from dragoman.actors.books import Books, Entry
from dragoman.document import Document, MentionKind, Usage
from dragoman.records import UNKNOWN_CODE


@dataclass(slots=True, eq=False)
class Entity:
    """One distinct actor of the report; evidence found late enriches all its mentions."""

    kind: MentionKind
    name: str
    code: str = UNKNOWN_CODE
    country: str | None = None
    sectors: tuple[str, ...] = ()
    role: str | None = None
    gender: str = ""
    plural: bool = False
    human: bool = False
    how: str = ""
    titles: set[str] = field(default_factory=set)
    last: int = -1

    def give_country(self, country: str | None, code: str | None = None) -> None:
        """Set the country where the report has not told it before."""
        if country and not self.country:
            self.country = country
        if self.code == UNKNOWN_CODE and (code or country):
            self.code = code or country or UNKNOWN_CODE


@dataclass(slots=True, eq=False)
class Found:
    """Words that name one entity or several; ``core`` is the name without role and owner."""

    first: int
    last: int
    kind: MentionKind
    usage: Usage
    entities: list[Entity]
    how: str = ""
    entry: Entry | None = None
    core: tuple[int, int] = (0, 0)
    head: int = -1
    role: str | None = None
    start: int = -1
    end: int = -1
    sectors: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        """Without a narrower core, the whole is the core."""
        if self.core == (0, 0):
            self.core = (self.first, self.last)


@dataclass(slots=True)
class Work:
    """One report on its way through the stage."""

    document: Document
    books: Books
    tokens: list[Token]
    words: list[str]
    lower: list[str]
    sentence: list[int]
    headline: set[int]
    found: list[Found] = field(default_factory=list)
    name_at: dict[int, Found] = field(default_factory=dict)
    traps: set[int] = field(default_factory=set)
    entities: dict[tuple[str, ...], Entity] = field(default_factory=dict)
    sides: set[str] = field(default_factory=set)

    def entity(self, kind: MentionKind, key: tuple[str, ...], name: str) -> Entity:
        """The entity kept under a key, made where new."""
        known = self.entities.get((kind, *key))
        if known is None:
            known = Entity(kind=kind, name=name)
            self.entities[kind, *key] = known
        return known

    def state(self, code: str) -> Entity:
        """The entity of a state by its alpha-3."""
        entity = self.entity("state", (code,), self.books.state(code))
        entity.code, entity.country = code, code if code in self.books.states else None
        return entity

    def add(self, found: Found, *, names: bool = True) -> Found:
        """Keep a mention; with ``names``, its tokens are taken and begin no other name."""
        self.found.append(found)
        if names:
            for i in range(found.first, found.last):
                self.name_at[i] = found
        for entity in found.entities:
            entity.last = max(entity.last, found.first)
        return found

    def text(self, first: int, last: int) -> str:
        """The verbatim words of tokens ``first`` to ``last`` (exclusive)."""
        a, b = self.tokens[first], self.tokens[last - 1]
        return " ".join(self.document.text[a.idx : b.idx + len(b.text)].split())

    def head(self, first: int, last: int) -> int:
        """The token of a stretch whose own head lies outside; the last noun where several do."""
        outside = [
            i
            for i in range(first, last)
            if not first <= self.tokens[i].head.i < last or self.tokens[i].head.i == i
        ]
        nominal = [i for i in outside if self.tokens[i].pos_ in ("PROPN", "NOUN", "PRON")]
        return (nominal or outside or [last - 1])[-1]

    def same_sentence(self, a: int, b: int) -> bool:
        """Whether two tokens are in one sentence."""
        return self.sentence[a] == self.sentence[b]

    def capital(self, i: int) -> bool:
        """Whether token ``i`` begins with a capital letter."""
        return 0 <= i < len(self.words) and self.words[i][:1].isupper()

    def word(self, i: int) -> str:
        """The lower-case word at ``i``, "" outside the text."""
        return self.lower[i] if 0 <= i < len(self.lower) else ""

    def before(self, i: int) -> Iterator[int]:
        """Token indices left of ``i`` in its sentence, nearest first."""
        for j in range(i - 1, -1, -1):
            if self.sentence[j] != self.sentence[i]:
                return
            yield j


_KOREA = frozenset(("Korea", "Korean", "Koreans"))


def open_work(document: Document, books: Books) -> Work:
    """Tokens, sentence numbers, headline lines and words as the books spell them."""
    tokens = list(document.doc)
    sentence = [0] * len(tokens)
    words = [token.text for token in tokens]
    headline: set[int] = set()
    for number, sent in enumerate(document.doc.sents):
        letters = [t for t in sent if t.is_alpha and len(t.text) > 3]
        shouted = len(letters) > 2 and sum(t.text.isupper() for t in letters) > 0.8 * len(letters)
        titled = sum(t.text[0].isupper() for t in letters) >= 0.8 * len(letters)
        ended = any(t.text in ".?!" for t in sent[-3:])
        heading = len(letters) > 0 and len(sent) <= 12 and sent.text.endswith("\n")
        if shouted or ((len(letters) > 4 or heading) and titled and not ended):
            headline.add(number)
        for token in sent:
            sentence[token.i] = number
            if shouted and len(token.text) > 3 and token.is_alpha:
                words[token.i] = token.text.capitalize()
    for i, word in enumerate(words[:-1]):
        if word in ("south", "north") and words[i + 1] in _KOREA:
            words[i] = word.capitalize()  # "south Korean", as the North's agency writes
    lower = [word.lower() for word in words]
    return Work(document, books, tokens, words, lower, sentence, headline)
