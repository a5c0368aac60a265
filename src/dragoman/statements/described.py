"""What a report says of a speaker anywhere: the words right before and after the name.

"Ann Lee, an analyst at the Harbour Institute, said ... Ms. Lee added": the second mention is an
analyst's, too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Doc, Token

from dragoman.actors.books import Politics, load_books
from dragoman.document import Document
from dragoman.language.borders import borders
from dragoman.records import Actor
from dragoman.statements.sources import even_text

_KEY = "dragoman.described"
_LEFT = frozenset({"NOUN", "PROPN", "ADJ", "PART", "NUM"})
_OPENS = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM"})
_ALSO = frozenset("also then now who currently formerly once himself herself recently".split())
_ENDS = frozenset({",", ".", ";", ":", ")", "(", '"', "-", "--", "—", "–"})
_LONGEST = 16


@dataclass(frozen=True, slots=True)
class Words:
    """A phrase that describes somebody.

    Fields:
        start, end: tokens. before: whether it stands before the name.
    """

    start: int
    end: int
    before: bool

    def text(self, doc: Doc) -> str:
        """The phrase, verbatim."""
        return str(doc[self.start : self.end].text)


def described(document: Document, actor: Actor, token: Token | None) -> list[Words]:
    """The phrases that describe a speaker, those at ``token`` first; [] where nothing does."""
    own = _around(token) if token is not None and token.pos_ == "PROPN" else []
    return [*own, *_index(document).get(actor.name, ())]


def _index(document: Document) -> dict[str, list[Words]]:
    """Name -> phrases beside its mentions; kept with the Doc."""
    data = document.doc.user_data
    kept = data.get(_KEY)
    if kept is None:
        kept = {}
        for mention in document.mentions:
            if mention.kind != "person" or len(mention.actors) != 1:
                continue
            name = mention.actors[0].name
            last = name.split()[-1]
            inside = document.doc[mention.first : mention.last]
            heads = [t for t in inside if t.text == last] or [document.doc[mention.head]]
            kept.setdefault(name, []).extend(_around(heads[0]))
        data[_KEY] = kept
    found: dict[str, list[Words]] = kept
    return found


def _around(name: Token) -> list[Words]:
    """The title before a name and the apposition after it."""
    doc = name.doc
    first = name.i
    while first > 0 and _of_name(doc[first - 1], name):
        first -= 1
    start = first
    while start > 0 and first - start < 8 and _titles(doc[start - 1], name):
        start -= 1
    found = [Words(start, first, True)] if start < first else []
    end = name.i + 1
    if end < len(doc) and doc[end].lower_ in ("of", "for", "with", "from"):
        return [*found, Words(end, _stop(doc, end + 1), False)]
    if end + 1 < len(doc) and doc[end].text in (",", "(", "—", "--", "–", "-"):
        lead = doc[end + 1]
        plain = lead.pos_ in _OPENS or lead.lower_ in _ALSO
        if plain and borders(lead) == borders(name) and not _quoted(lead):
            stop = _stop(doc, end + 1)
            if stop > end + 1:
                found.append(Words(end + 1, stop, False))
    return found


def _of_name(token: Token, name: Token) -> bool:
    same = token.dep_ == "compound" and token.head.i == name.i and not token.text[2:].endswith(".")
    return same and token.pos_ == "PROPN" and token.ent_type_ == "PERSON"


def _titles(token: Token, name: Token) -> bool:
    if token.is_space or "\n" in token.whitespace_:
        return False
    if token.lower_ in ("and", "of", "the", "for"):
        fits = token.lower_ == "of" and token.nbor(1).pos_ in _LEFT
    else:
        fits = token.pos_ in _LEFT or token.text.rstrip(".").lower() in addresses()
    return fits and borders(token) == borders(name)


def addresses() -> dict[str, list[str]]:
    """Forms of address that tell an office: "gen" -> general, MIL."""
    told: dict[str, list[str]] = load_books().words["names"]["offices_by_address"]
    return told


def _quoted(token: Token) -> bool:
    return token.text in ('"', "''", "``")


def _stop(doc: Doc, at: int) -> int:
    """Where an apposition ends: at a comma, a stop, or a verb that is not its own."""
    end = at
    relative = doc[at].lower_ in ("who", "also") or doc[at].lower_ in _ALSO
    while end < len(doc) and end - at < _LONGEST:
        token = doc[end]
        if token.is_space or token.text in _ENDS:
            # "R-Ariz.": a hyphen within a word is no end
            tight = token.text == "-" and not doc[end - 1].whitespace_ and not token.whitespace_
            if not tight:
                break
        if token.pos_ in ("VERB", "AUX") and token.tag_ != "VBN" and not relative and end > at:
            break
        end += 1
    return end


@lru_cache(maxsize=1)
def _state_words() -> re.Pattern[str]:
    longest = sorted(load_books().politics, key=len, reverse=True)
    return re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, longest)) + r")(?!\w)")


_SEAT = re.compile(r"(?<!\w)[RDI]-[A-Z][a-z]")


def state_told(document: Document, start: int, end: int) -> str | None:
    """The one state that these characters tell: by an actor of it, or a word of its politics.

    Example: "the State Department", "Republican of Ohio", "a former U.S. envoy" tell USA.
    """
    codes = {
        actor.country
        for mention in document.mentions
        if start <= mention.start and mention.end <= end and mention.kind != "pronoun"
        for actor in mention.actors
        if actor.country
        and "JRN" not in actor.sectors
        and (mention.kind != "person" or mention.usage == "modifier")
    }
    text = even_text(document)[start:end]
    hits = [word for word in _politics(text) if not word.needs or word.code in countries(document)]
    told = {word.code for word in hits if word.row != "house"}
    if _SEAT.search(text):
        told.add("USA")
    # "former U.S. envoy to Iran": the first named is whose, the rest is where to
    if len(codes) > 1:
        first = min(
            (m for m in document.mentions if start <= m.start and m.end <= end
             and any(a.country for a in m.actors)),
            key=lambda m: m.start,
        )  # fmt: skip
        codes = {a.country for a in first.actors if a.country}
    # A party tells whose politician it is; a house may be any state's that is named beside it.
    for found in (told, codes, {word.code for word in hits}):
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def politician(document: Document, start: int, end: int) -> bool:
    """Whether these characters tell an office or a party: "Rep.", "a Democrat", "R-Ohio"."""
    text = even_text(document)[start:end]
    return _SEAT.search(text) is not None or any(w.row != "house" for w in _politics(text))


def _politics(text: str) -> list[Politics]:
    """The words of a state's politics in a text."""
    return [load_books().politics[m.group()] for m in _state_words().finditer(text)]


def countries(document: Document) -> dict[str, int]:
    """How often the report names each state or somebody of it; kept with the Doc."""
    data = document.doc.user_data
    kept = data.get(_COUNTS)
    if kept is None or kept[0] is not document.mentions:
        counts: dict[str, int] = {}
        for mention in document.mentions:
            for actor in mention.actors:
                if actor.country:
                    counts[actor.country] = counts.get(actor.country, 0) + 1
        kept = data[_COUNTS] = (document.mentions, counts)
    found: dict[str, int] = kept[1]
    return found


_COUNTS = "dragoman.countries"
