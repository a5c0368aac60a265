"""What each kind of source is: the one table that statements and stories ask.

The kinds themselves are :data:`dragoman.records.SourceKind`; which words tell one stands in
``codebooks/source_kinds.tsv``.
"""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.records import SourceKind


@dataclass(frozen=True, slots=True)
class Trait:
    """What holds of a kind of source.

    Fields:
        medium: it publishes news. text: it speaks in writing, not by a person's mouth.
        joins: reports that cite it rest on one origin.
        passes: it hands on the words of others ("..., the minister said, ITV reported").
        outside: a report that names it leans on somebody outside, as on no public speech.
        party: it may be a party to what it tells.
        silent: it has no name of its own to count it by.
    """

    medium: bool = False
    text: bool = False
    joins: bool = False
    passes: bool = False
    outside: bool = False
    party: bool = False
    silent: bool = False


_MEDIUM = Trait(medium=True, text=True, joins=True, passes=True, outside=True, party=True)

TRAITS: dict[SourceKind, Trait] = {
    "official": Trait(party=True),
    "spokesperson": Trait(outside=True, party=True),
    "agency": _MEDIUM,
    "broadcaster": _MEDIUM,
    "newspaper": _MEDIUM,
    "expert": Trait(outside=True),
    "anonymous": Trait(outside=True, silent=True),
    "document": Trait(text=True, joins=True, passes=True, outside=True),
    "person": Trait(party=True),
    "organisation": Trait(outside=True, party=True),
    "unknown": Trait(party=True, silent=True),
}


def _with(trait: str) -> frozenset[SourceKind]:
    return frozenset(kind for kind, held in TRAITS.items() if getattr(held, trait))


MEDIA = _with("medium")
TEXTS = _with("text")
JOINING = _with("joins")
PASSING = _with("passes")
OUTSIDE = _with("outside")
PARTIES = _with("party")
SILENT = _with("silent")
