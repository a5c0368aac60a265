"""How the stories stage compares actors of several reports: the same, compatible, or two."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from dragoman.codebooks import read_table, split
from dragoman.records import UNKNOWN_CODE, Actor


@lru_cache(maxsize=1)
def _state_names() -> dict[str, frozenset[str]]:
    """Code -> names that stand for the state as a whole, folded."""
    return {
        row["code"]: frozenset(
            fold(name)
            for column in ("name", "aliases", "demonyms", "capital", "capital_aliases")
            for name in split(row[column])
        )
        for row in read_table("countries")
    }


@lru_cache(maxsize=16384)
def fold(name: str) -> str:
    """A name without case, accents, hyphens and a leading article.

    Example:
        >>> fold("The Park Seung-chan") == fold("Park Seung Chan")
        True
    """
    plain = unicodedata.normalize("NFKD", name.replace("’", "'"))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    plain = plain.replace("-", " ").removesuffix("'s")
    return " ".join(plain.removeprefix("the ").split())


def is_specific(actor: Actor) -> bool:
    """Whether an actor is somebody in particular (a person, a body), not a state as a whole.

    Example:
        >>> is_specific(Actor(text="Kenya", start=0, end=5, name="Kenya", code="KEN"))
        False
    """
    return fold(actor.name) not in _state_names().get(actor.code, frozenset())


def same_name(a: str, b: str) -> bool:
    """Whether two names are of one person or body: equal, or one ends or begins the other.

    Example:
        >>> same_name("Lee Jae Myung", "Lee"), same_name("Li Qiang", "Li Hui")
        (True, False)
    """
    one, other = fold(a).split(), fold(b).split()
    if not one or not other:
        return False
    short, long = sorted((one, other), key=len)
    return short == long[: len(short)] or short == long[-len(short) :]


def codes(actors: Iterable[Actor]) -> frozenset[str]:
    """The known codes of some actors."""
    return frozenset(actor.code for actor in actors if actor.code != UNKNOWN_CODE)


def named(actors: Iterable[Actor]) -> tuple[Actor, ...]:
    """Those among some actors that are somebody in particular."""
    return tuple(actor for actor in actors if is_specific(actor))


def shared(a: Iterable[Actor], b: Iterable[Actor]) -> tuple[str, ...]:
    """The names of particular persons and bodies that both sides have, fullest form."""
    other = named(b)
    found = {
        max(x.name, y.name, key=lambda n: (len(n), n))
        for x in named(a)
        for y in other
        if same_name(x.name, y.name) and _compatible(x, y)
    }
    return tuple(sorted(found))


def clash(a: Iterable[Actor], b: Iterable[Actor]) -> bool:
    """Whether both sides name somebody in particular of one state, and nobody in common.

    A person and a body of the same state ("Lee", "Seoul's military") clash; a person and the
    state itself do not.
    """
    ours, theirs = named(a), named(b)
    return bool(ours and theirs) and not shared(ours, theirs)


def _compatible(a: Actor, b: Actor) -> bool:
    return a.code == b.code or UNKNOWN_CODE in (a.code, b.code)
