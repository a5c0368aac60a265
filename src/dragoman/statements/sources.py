"""What sort of source words name, and which outside sources a report cites."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import get_args

from spacy.tokens import Token

from dragoman.codebooks import read_table, split
from dragoman.document import Document, Mention
from dragoman.records import UNKNOWN_CODE, Actor, Source, SourceKind
from dragoman.statements.grammar import phrase

_OFFICIAL = frozenset({"GOV", "MIL", "COP", "LEG", "JUD", "SPY", "UAF"})
MEDIA_KINDS = frozenset({"agency", "broadcaster", "newspaper"})


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
        for row in read_table("media"):
            kind = _MEDIA[row["kind"]]
            medium = Medium(
                row["name"], kind, row["country"] or UNKNOWN_CODE, row["state"] == "yes"
            )
            for alias in (row["name"], *split(row["aliases"])):
                self.names.setdefault(_bare(alias), medium)
        for row in read_table("source_kinds"):
            kind = _KINDS[row["kind"]]
            if row["row"] == "name":
                medium = Medium(row["name"], kind, row["code"], row["state"] == "yes")
                self.names.setdefault(_bare(row["alias"]), medium)
            elif row["row"] == "article":
                self.after_article.add(row["alias"])
            else:
                self.nouns[row["alias"]] = kind
                if row["row"] == "person":
                    self.persons.add(row["alias"])
        longest = sorted(self.names, key=len, reverse=True)
        self.pattern = re.compile(
            r"(?<![\w-])(?:" + "|".join(map(re.escape, longest)) + r")(?![\w-])"
        )


_MEDIA: dict[str, SourceKind] = {
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
        if noun_kind(parts[i - 1]) in MEDIA_KINDS:
            name = parts[i:]
            return " ".join(name) if all(p[0].isupper() for p in name) else words
    return words


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


_EVEN = "dragoman.even"


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
    described = any(part.islower() and noun_kind(part) in MEDIA_KINDS for part in words.split())
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
            if found.medium.kind in MEDIA_KINDS:
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
    return kind if kind in MEDIA_KINDS else None


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


def source_of(document: Document, actor: Actor, token: Token | None) -> Source:
    """The link of a chain that an actor makes, with its sort."""
    medium = medium_of(document, token) if token is not None else None
    if medium is not None and medium.medium.kind in MEDIA_KINDS:
        code = medium.medium.code if medium.medium.state else UNKNOWN_CODE
        return Source(
            text=document.text[medium.start : medium.end],
            start=medium.start,
            end=medium.end,
            name=shown_name(document, medium),
            kind=medium.medium.kind,
            code=code,
        )
    return Source(
        text=actor.text,
        start=actor.start,
        end=actor.end,
        name=actor.name,
        kind=_described(actor) or _kind(document, actor, token),
        code=actor.code,
    )


def _described(actor: Actor) -> SourceKind | None:
    """The sort of medium that words before its name tell: "state broadcaster EBC"."""
    if actor.name == actor.text or named_medium(actor.text) != actor.name:
        return None
    before = actor.text.removesuffix(actor.name).split()[-1:]
    kinds = [kind for kind in map(noun_kind, before) if kind in MEDIA_KINDS]
    return kinds[0] if kinds else None


def _kind(document: Document, actor: Actor, token: Token | None) -> SourceKind:
    head = noun_kind(token.lemma_) if token is not None and token.pos_ != "PROPN" else None
    name = noun_kind(token.lower_) if token is not None and token.pos_ == "PROPN" else None
    bare = actor.how != "medium" and not any(m.medium.kind == "agency" for m in media_of(document))
    if (
        "agency" in (head, name)
        and token is not None
        and (media_noun(token) is None or (bare and named_after(token)[1] <= token.i + 1))
    ):
        # A refugee agency, an intelligence agency.
        return "organisation" if actor.code.startswith("IGO") else "official"
    named = actor.how not in ("as named", "unresolved", "") and actor.name[:1].isupper()
    if actor.how == "last speaker" and actor.name[:1].islower():
        return noun_kind(actor.name.split()[-1]) or "unknown"
    role = _role_kind(_role(document, actor, token))
    if named and head == "anonymous":
        # "the adviser, Ann Lee": known by name.
        return "official" if actor.country or actor.sectors else "person"
    if head in ("expert", "anonymous", "spokesperson"):
        return head
    if head == "official" and not named:
        return "anonymous" if token is not None and token.lemma_ in _UNNAMED else "official"
    if head is not None and head != "official":
        return head
    if role is not None:
        return role
    if set(actor.sectors) & _OFFICIAL:
        return "official"
    if "EDU" in actor.sectors:
        return "expert"
    if head is not None or name is not None:
        return head or name or "unknown"
    if actor.code.startswith("IGO") or actor.code == "NGO":
        return "organisation"
    if actor.country and actor.code == actor.country and not actor.role:
        return "official"
    mention = document.mention_over(token) if token is not None else None
    if mention is not None and mention.kind in ("person", "organisation"):
        return "person" if mention.kind == "person" else "organisation"
    if token is not None and (token.ent_type_ == "PERSON" or token.pos_ == "PRON"):
        return "person"
    if token is not None and token.ent_type_ == "ORG":
        return "organisation"
    return "person" if token is not None and token.pos_ == "PROPN" else "unknown"


def _role(document: Document, actor: Actor, token: Token | None) -> str | None:
    """The office that the report gives: at this mention, in an apposition, or elsewhere."""
    if actor.role:
        return actor.role
    if token is not None:
        for child in token.children:
            if child.dep_ == "appos" and child.pos_ == "NOUN":
                return " ".join(t.text for t in child.subtree)
        titles = [c.lower_ for c in token.lefts if c.dep_ == "compound" and noun_kind(c.lower_)]
        if titles:
            return titles[0]
    roles = [a.role for a in document.actors if a.name == actor.name and a.role]
    return roles[0] if roles else None


_UNNAMED = frozenset("official lawmaker senator commander".split())


def _role_kind(role: str | None) -> SourceKind | None:
    """The sort that an office tells by its first telling word."""
    if re.search(r"\b(?:press|media) (?:secretary|officer|chief|attach)", role or "", re.I):
        return "spokesperson"
    for word in re.findall(r"[A-Za-z]+", role or ""):
        kind = noun_kind(word) or noun_kind(word.rstrip("s"))
        if word.lower() in _ADVISERS:
            return "official"
        if kind in MEDIA_KINDS or kind in ("document", "organisation"):
            # A head of an agency, an editor of a paper: a person is no medium.
            continue
        # "president of the People's Association": its other words tell nothing.
        if kind is not None and kind != "anonymous":
            return kind
    return None


_ADVISERS = frozenset({"adviser", "advisor", "aide", "diplomat"})

# A medium is cited where one of these stands right before or after its name.
_STRONG = re.compile(
    r"\b(?:told|tells|telling|citing|cited by|quoting|quoted by|per|according to|reported by|"
    r"carried by|published by|obtained by|interview (?:with|to|on)|published in|reported in|"
    r"aired (?:by|on)|seen by|reviewed by|statement to|spoke to|speaking to|"
    r"reporting by)\s+(?:[\w'-]+\s+){0,5}$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"^(?:'s)?\s*(?:also\s+|has\s+|have\s+|had\s+|first\s+|\w+day\s+|news agency\s+|newspaper\s+|"
    r"television\s+|TV\s+|radio\s+|agency\s+)*(?:report\w*|said|says|wrote|writes|quoted|quotes|"
    r"cited|cites|contributed|correspondent|revealed|published|noted|claimed|added|interview|"
    r"poll|survey|broadcast|aired|showed|journalist)\b"
)


def cited_media(document: Document) -> list[Source]:
    """Media that the report leans on, by name: syndication lines, relays, "X reported"."""
    even = even_text(document)
    found: list[Source] = []
    for at in media_of(document):
        before = even[max(0, at.start - 60) : at.start]
        after = even[at.end : at.end + 50]
        bracketed = before.endswith("(") and re.match(r"[\s/\w&,.-]{0,25}\)", after) is not None
        line = even[even.rfind("\n", 0, at.start) + 1 : at.start].strip(" (-–—©")
        lead = re.fullmatch(r"(?:with|by|source:?|from|via|additional reporting by)?", line, re.I)
        alone = lead is not None and (not after.split("\n")[0].strip(" .)-–—") or bool(line))
        strong = _STRONG.search(before) is not None
        if bracketed or alone or strong or _AFTER.match(after):
            found.append(medium_source(document, at))
    return found


def medium_source(document: Document, at: MediumAt) -> Source:
    """The link of a chain that a named medium makes."""
    return Source(
        text=document.text[at.start : at.end],
        start=at.start,
        end=at.end,
        name=at.medium.name,
        kind=at.medium.kind,
        code=at.medium.code if at.medium.state else UNKNOWN_CODE,
    )
