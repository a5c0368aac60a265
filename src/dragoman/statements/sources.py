"""The book of sources: media and other sources by name, and the nouns that tell a kind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import get_args

from spacy.tokens import Token

from dragoman.codebooks import read_table, split
from dragoman.document import Document, Mention
from dragoman.records import UNKNOWN_CODE, SourceKind
from dragoman.source_kinds import MEDIA
from dragoman.statements.grammar import phrase
from dragoman.statements.quotes import Quotation, find_quotations


@dataclass(frozen=True, slots=True)
class Medium:
    """A news organisation (or other source) known by name."""

    name: str
    kind: SourceKind
    code: str
    state: bool


@dataclass(frozen=True, slots=True)
class MediumAt:
    """A medium named at one place of a text (characters)."""

    medium: Medium
    start: int
    end: int


class _Books:
    """The look-up tables of sources, read once."""

    def __init__(self) -> None:
        self.names: dict[str, Medium] = {}
        self.nouns: dict[str, SourceKind] = {}
        self.persons: set[str] = set()
        self.after_article: set[str] = set()
        self.traits: dict[str, set[str]] = {}
        for row in read_table("media"):
            kind = _SORTS[row["kind"]]
            medium = Medium(
                row["name"], kind, row["country"] or UNKNOWN_CODE, row["state"] == "yes"
            )
            for alias in (row["name"], *split(row["aliases"])):
                self.names.setdefault(_bare(alias), medium)
        for row in read_table("source_kinds"):
            kind = _KINDS.get(row["kind"], "unknown")
            if row["row"] == "name":
                medium = Medium(row["name"], kind, row["code"], row["state"] == "yes")
                self.names.setdefault(_bare(row["alias"]), medium)
            elif row["row"] == "article":
                self.after_article.add(row["alias"])
            elif row["row"] == "trait":
                self.traits.setdefault(row["name"], set()).add(row["alias"])
            else:
                self.nouns[row["alias"]] = kind
                if row["row"] == "person":
                    self.persons.add(row["alias"])
        longest = sorted(self.names, key=len, reverse=True)
        self.pattern = re.compile(
            r"(?<![\w-])(?:" + "|".join(map(re.escape, longest)) + r")(?![\w-])"
        )


_SORTS: dict[str, SourceKind] = {
    "agency": "agency", "broadcaster": "broadcaster", "newspaper": "newspaper",
    "magazine": "newspaper", "site": "newspaper",
}  # fmt: skip
_KINDS: dict[str, SourceKind] = {kind: kind for kind in get_args(SourceKind)}


@lru_cache(maxsize=1)
def _books() -> _Books:
    return _Books()


def _bare(alias: str) -> str:
    """A name as it stands in the even-ed text, without its article."""
    alias = alias.replace("’", "'")
    return alias[4:] if alias.lower().startswith("the ") else alias


def noun_kind(lemma: str) -> SourceKind | None:
    """The sort of source a common noun tells ("analyst" -> "expert")."""
    return _books().nouns.get(lemma.lower())


def is_medium(words: str) -> bool:
    """Whether words in quotation marks are the name of a medium: told "Fox News Sunday"."""
    return _bare(words.strip(" ,.;")) in _books().names and " " in words


def media_named(text: str) -> list[tuple[Medium, int, int]]:
    """Each name of a medium of the code books in a text, and where it stands; needs no parse.

    Example:
        >>> [(m.name, at) for m, at, _ in media_named("Nairobi (AFP)")]
        [('Agence France-Presse', 9)]
    """
    names, found = _books().names, _books().pattern.finditer(text.replace("’", "'"))
    return [(names[match.group()], *match.span()) for match in found]


def named_medium(words: str) -> str:
    """The name of a medium that no book lists, without what describes it; else the words.

    Example:
        >>> named_medium("State broadcaster EBC"), named_medium("a news agency")
        ('EBC', 'a news agency')
    """
    parts = words.split()
    for i in range(len(parts) - 1, 0, -1):
        if noun_kind(parts[i - 1]) in MEDIA:
            name = parts[i:]
            return " ".join(name) if all(p[0].isupper() for p in name) else words
    return words


def medium_told(words: str) -> Medium | None:
    """The last medium that words name, wherever they stand: "NPR's" before a name.

    Example:
        >>> medium_told("the BBC's chief correspondent").name
        'BBC'
    """
    found = [m.group() for m in _books().pattern.finditer(words)]
    return _books().names[found[-1]] if found else None


def trait_words(trait: str) -> frozenset[str]:
    """Words that tell something else of a source: "former" -> ex, retired, ..."""
    return frozenset(_books().traits.get(trait, ()))


def names_a_paper(token: Token) -> bool:
    """Whether a name that no book lists ends as papers' names do: "the Harbour Times-News"."""
    last = re.split(r"-", token.text)[-1]
    named = token.pos_ == "PROPN" and last in trait_words("journal")
    before = token.doc[token.left_edge.i : token.i]
    return named and bool(before) and any(t.pos_ == "PROPN" or t.lower_ == "the" for t in before)


def names_person(lemma: str) -> bool:
    """Whether such a noun means a person ("minister"), not an institution ("ministry")."""
    return lemma.lower() in _books().persons


def even_text(document: Document) -> str:
    """The even-ed text (``doc.text``, which spaCy joins anew at every call), kept with the Doc."""
    data = document.doc.user_data
    kept = data.get(_EVEN)
    if kept is None:
        kept = data[_EVEN] = document.doc.text
    return str(kept)


def quotations_of(document: Document) -> tuple[Quotation, ...]:
    """All quotations of a report, found once and kept with the Doc."""
    data = document.doc.user_data
    if _QUOTED not in data:
        data[_QUOTED] = tuple(find_quotations(document.text, even_text(document)))
    found: tuple[Quotation, ...] = data[_QUOTED]
    return found


_EVEN = "dragoman.even"
_QUOTED = "dragoman.quoted"


def media_of(document: Document) -> list[MediumAt]:
    """Every known medium named in the report, in order; kept with the Doc."""
    data = document.doc.user_data
    kept = data.get(_NAMED)
    if kept is None:
        even = even_text(document)
        books = _books()
        people = [(m.start, m.end + 1) for m in document.mentions if _full_name(m)]
        kept = []
        for match in books.pattern.finditer(even):
            word = match.group()
            article = even[max(0, match.start() - 4) : match.start()].lower() == "the "
            if any(a <= match.start() and match.end() < b for a, b in people):
                continue  # "Prime Minister Naoto Kan" is no broadcaster
            if article or word not in books.after_article:
                kept.append(MediumAt(books.names[word], *match.span()))
        data[_NAMED] = kept
    found: list[MediumAt] = kept
    return found


def _full_name(mention: Mention) -> bool:
    return mention.kind == "person" and " " in mention.actors[0].name


_NAMED = "dragoman.media"


def shown_name(document: Document, at: MediumAt) -> str:
    """A medium's name; where the report only describes it, the report's words are its name.

    "North Korea's state news agency" stays that: the report does not say KCNA.
    """
    words = document.text[at.start : at.end]
    described = any(part.islower() and noun_kind(part) in MEDIA for part in words.split())
    return words if described else at.medium.name


def media_in(document: Document, start: int, end: int) -> list[MediumAt]:
    """The media named between two characters."""
    return [at for at in media_of(document) if start <= at.start and at.end <= end]


def medium_of(document: Document, token: Token) -> MediumAt | None:
    """The medium that the noun phrase headed by ``token`` names, if any."""
    first, last = phrase(token)
    doc = token.doc
    sort = media_noun(token)
    if sort:
        # "the newspaper | Le Monde", "its state news agency, | Khovar"
        last = max(last, named_after(token)[1])
    end = doc[last - 1].idx + len(doc[last - 1])
    inside = media_in(document, doc[first].idx, end)
    for found in inside:
        if found.start <= token.idx < found.end:
            return found
    if sort:
        # "the Interfax news service", "state broadcaster KBS"
        for found in inside:
            if found.medium.kind in MEDIA:
                return found
    return None


def media_noun(token: Token) -> SourceKind | None:
    """The sort of medium that a common noun means, or None: an "intelligence agency" is none."""
    kind = noun_kind(token.lemma_) if token.pos_ in ("NOUN", "PROPN") else None
    before = {t.lower_ for t in token.doc[max(0, token.i - 3) : token.i]}
    if token.lower_ in ("service", "services"):
        return "agency" if token.nbor(-1 if token.i else 0).lower_ in _NEWS else None
    if kind == "agency" and not before & _NEWS:
        bare = {t.lower_ for t in token.lefts} <= {"the", "state", "official"}
        named = before & {"the", "state", "official"} and named_after(token)[1] > token.i + 1
        return kind if bare and (named or token.i == token.left_edge.i + 1) else None
    return kind if kind in MEDIA else None


_NEWS = frozenset("news press information telegraph newswire wire media".split())


def named_after(token: Token) -> tuple[int, int]:
    """Tokens of the name right after a noun, a comma between: "agency Azertac", "agency, Khovar".

    An empty range where none follows.
    """
    doc = token.doc
    at = token.i + 1
    comma = at < len(doc) and doc[at].text == ","
    if comma:
        at += 1
    end = at
    while (
        end < len(doc) and end - at < 4 and doc[end].pos_ == "PROPN" and doc[end].text[0].isupper()
    ):
        end += 1
    if comma and end < len(doc) and doc[end].text not in (",", ".", ")", ";"):
        return at, at
    return at, end
