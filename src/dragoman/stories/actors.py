"""How the stories stage compares actors of several reports: the same, compatible, or two."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from dragoman.codebooks import read_table, split
from dragoman.codebooks.books import read_book
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


def is_state_name(name: str) -> bool:
    """Whether a name is a state's own (no capital, no demonym).

    Example:
        >>> is_state_name("Japan"), is_state_name("Tokyo")
        (True, False)
    """
    return fold(name) in _states()


def state_name(code: str) -> str:
    """The name of a state's code; anything else as it is.

    Example:
        >>> state_name("KEN"), state_name("IGOUNO")
        ('Kenya', 'IGOUNO')
    """
    return _names().get(code, code)


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    return {row["code"]: row["name"] for row in read_table("countries")}


@lru_cache(maxsize=1)
def _states() -> frozenset[str]:
    return frozenset(
        fold(name)
        for row in read_table("countries")
        for name in (row["name"], *split(row["aliases"]))
    )


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
    if len(short) > 1 and short[0] == long[0] and short[-1] == long[-1]:
        return True  # "Michael Flynn", "Michael T. Flynn"
    return short == long[: len(short)] or short == long[-len(short) :]


def codes(actors: Iterable[Actor]) -> frozenset[str]:
    """The known codes of some actors."""
    return frozenset(actor.code for actor in actors if actor.code != UNKNOWN_CODE)


def persons(actors: Iterable[Actor]) -> tuple[Actor, ...]:
    """Those among some actors that are persons with a name."""
    return tuple(actor for actor in actors if is_person(actor))


def is_person(actor: Actor) -> bool:
    """Whether an actor is a person by name: two capital words or more that are no body's name.

    Example:
        >>> is_person(Actor(text="Li", start=0, end=2, name="Li Qiang", code="CHN"))
        True
        >>> is_person(Actor(text="x", start=0, end=1, name="Foreign Ministry", code="CHN"))
        False
        >>> is_person(Actor(text="x", start=0, end=1, name="Park Seung-chan"))
        True
    """
    if is_medium(actor) or not is_specific(actor) or fold(actor.name) in _bodies():
        return False
    parts = actor.name.split()
    if len(parts) < 2:
        return bool(parts) and ("surname" in actor.how or "person" in actor.how)
    low = [part.lower().strip(".,'’") for part in parts]
    if not all(
        part[:1].isupper() or word in _connectors() for part, word in zip(parts, low, strict=True)
    ):
        return False
    # "Park Seung-chan" is a person, "Hyde Park" is not: only the last word tells.
    return actor.role is not None or low[-1] not in _heads()


def is_medium(actor: Actor) -> bool:
    """Whether an actor is an agency, a broadcaster or a newspaper.

    Example:
        >>> is_medium(Actor(text="BBC", start=0, end=3, name="BBC"))
        True
    """
    return actor.role == "media" or actor.how == "medium" or fold(actor.name) in _media()


@lru_cache(maxsize=1)
def _media() -> frozenset[str]:
    rows = read_table("media")
    return frozenset(fold(n) for row in rows for n in (row["name"], *split(row["aliases"])))


@lru_cache(maxsize=1)
def _bodies() -> frozenset[str]:
    rows = read_table("organisations")
    return frozenset(fold(n) for row in rows for n in (row["name"], *split(row["aliases"])))


@lru_cache(maxsize=1)
def _connectors() -> frozenset[str]:
    return frozenset(split(read_book("actor_words")["names"]["connectors"]))


@lru_cache(maxsize=1)
def _heads() -> frozenset[str]:
    """Words that show the name of a body or a thing ("ministry", "peninsula")."""
    book = read_book("actor_words")["organisations"]
    heads = {word for listed, _ in book["heads"] for word in split(listed)}
    return frozenset(heads | set(split(book["things"])))


def shared(a: Iterable[Actor], b: Iterable[Actor]) -> tuple[str, ...]:
    """The names of particular persons and bodies that both sides have, in their fullest form."""
    theirs = [actor for actor in b if is_specific(actor)]
    found = {
        max(x.name, y.name, key=lambda n: (len(n), n))
        for x in a
        if is_specific(x)
        for y in theirs
        if same_name(x.name, y.name) and _compatible(x, y)
    }
    return tuple(sorted(found))


def clash(a: Iterable[Actor], b: Iterable[Actor]) -> bool:
    """Whether both sides name persons, and none in common."""
    ours, theirs = persons(a), persons(b)
    return bool(ours and theirs) and not shared(ours, theirs)


def _compatible(a: Actor, b: Actor) -> bool:
    return a.code == b.code or UNKNOWN_CODE in (a.code, b.code)
