"""The kind of source that describing words tell: "a former envoy", "founder of Harbour Aid"."""

from __future__ import annotations

import re
from itertools import pairwise

from dragoman.actors.books import Role, load_books
from dragoman.records import SourceKind
from dragoman.source_kinds import MEDIA
from dragoman.statements.described import addresses
from dragoman.statements.sources import names_person, noun_kind, trait_words

STATE = frozenset({"GOV", "MIL", "COP", "LEG", "JUD", "SPY", "UAF", "PTY"})
_BODIES = frozenset({"BUS", "NGO", "REB", "LAB", "REL", "UNS", "CRM", "SOC", "MED"})
_AFTER = re.compile(r"\b(?:of|at|for|with|in|from|to)\b")
# Whose former office still makes them politicians: others speak as those who know.
_LASTING = frozenset({"head_of_state", "head_of_government", "legislator", "minister"})


def kind_told(text: str) -> SourceKind | None:
    """The kind that words about somebody tell, or None.

    Example:
        >>> kind_told("a former ambassador to Oslo"), kind_told("head of the army")
        ('expert', 'official')
        >>> kind_told("director of the Harbour Institute"), kind_told("founder of Harbour Aid")
        ('expert', 'organisation')
        >>> kind_told("foreign ministry spokesman"), kind_told("a tall man") is None
        ('spokesperson', True)
    """
    words = re.findall(r"[A-Za-z'’-]+", text)
    lower = [w.lower() for w in words]
    past = bool(trait_words("former") & set(lower))
    if any(_singular(w) == "spokesperson" for w in lower) or _of_press(lower):
        return "expert" if past else "spokesperson"
    head = _AFTER.split(text, maxsplit=1)[0]
    rest = text[len(head) :]
    found = _of_head(head.split(" and ")[0], text) or _of_head(head, text)
    if found is None:
        return "expert" if _learned(text) else None
    kind, role, general = found
    if kind == "official" and general and rest and _elsewhere(rest):
        return "expert" if _learned(rest) else "organisation"
    if kind == "official" and past and (role is None or role.level not in _LASTING):
        return "official" if trait_words("elected") & set(lower) else "expert"
    return kind


def _singular(word: str) -> SourceKind | None:
    return noun_kind(word) or noun_kind(word.removesuffix("s"))


def _of_press(words: list[str]) -> bool:
    """ "press secretary", "media officer": who speaks for others."""
    pairs = set(pairwise(words))
    return any(a in ("press", "media") and b in trait_words("press") for a, b in pairs)


def _of_head(text: str, whole: str) -> tuple[SourceKind, Role | None, bool] | None:
    """Kind, row of the book of roles, and whether the word says nothing of the field.

    The last word of an office tells ("trade ministry analyst"); an institution's name in it does
    not ("president of the People's Association").
    """
    words = re.findall(r"[A-Za-z’'-]+", text)
    lower = [w.lower() for w in words]
    longer = [w.lower() for w in re.findall(r"[A-Za-z’'-]+", whole)]
    for at in range(len(words) - 1, -1, -1):
        role = _role(longer, at)
        word = lower[at]
        kind = _singular(word)
        if at < len(words) - 1 and word.removesuffix("s") in trait_words("general"):
            continue  # "head coach"
        person = names_person(word) or names_person(word.removesuffix("s"))
        if word.removesuffix("s") in trait_words("journalist"):
            return None
        if kind in MEDIA or kind in ("document", "anonymous") or (kind and not person):
            kind = None
        if kind is None and role is not None:
            kind = of_sectors(role.sectors)
        if kind is None:
            # "Col.", "Rep."
            kind = of_sectors(tuple(addresses().get(word.rstrip("."), ())[1:]))
        if kind is not None:
            return kind, role, word.removesuffix("s") in trait_words("general")
    return None


def _role(words: list[str], end: int) -> Role | None:
    """The person's office of the book of roles that a word is in, the longest."""
    books = load_books()
    for start in range(max(0, end - 3), end + 1):
        match = books.roles.longest(words, start)
        if match is not None and match[0] > end and match[1][0].kind == "person":
            return match[1][0]
    return None


def of_sectors(sectors: tuple[str, ...]) -> SourceKind | None:
    """The kind that PLOVER sectors tell, most telling first.

    Example:
        >>> of_sectors(("REB",)), of_sectors(("PTY", "OPP")), of_sectors(("CVL",)) is None
        ('organisation', 'official', True)
    """
    if "BUS" in sectors:
        return "organisation"  # a chief executive
    for sector in sectors:
        if sector in STATE:
            return "official"
        if sector == "EDU":
            return "expert"
        if sector in _BODIES:
            return "organisation"
    return None


def _elsewhere(rest: str) -> bool:
    """Whether an office is at a body that is no state's: "of Harbour Aid", not "of Ohio"."""
    names = re.findall(r"[A-Z][\w&’'.-]*(?:\s+(?:of|for|the|and|[A-Z][\w&’'.-]*))*", rest)
    if not names or trait_words("state") & {w.lower() for w in re.findall(r"[A-Za-z]+", rest)}:
        return False
    return not any(_known_state(name) for name in names)


def _known_state(name: str) -> bool:
    entries = load_books().names.longest(name.split(), 0)
    kinds = {e.kind for e in entries[1]} if entries is not None else set()
    official = {s for e in (entries[1] if entries else ()) for s in e.sectors} & STATE
    return bool(kinds & {"state", "demonym", "capital", "city", "metonym"}) or bool(official)


def _learned(text: str) -> bool:
    """Whether a body of learning is named: "of the Harbour Institute"."""
    return any(w in text.split() for w in trait_words("learned"))
