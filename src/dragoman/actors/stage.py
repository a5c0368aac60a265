"""The actors stage: names, organisations, roles, persons, references, usage, roster."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dragoman.actors.books import load_books
from dragoman.actors.coreference import resolve_descriptions, resolve_pronouns
from dragoman.actors.names import find_names
from dragoman.actors.organisations import find_organisations
from dragoman.actors.others import resolve_others
from dragoman.actors.persons import find_persons
from dragoman.actors.rolementions import add_roles
from dragoman.actors.roles import find_roles
from dragoman.actors.scene import Scene
from dragoman.actors.usage import set_usage
from dragoman.actors.work import Entity, Found, Work, open_work
from dragoman.document import Document, Mention, OnError, stream
from dragoman.records import Actor


class Actors:
    """Fill ``mentions`` and ``actors`` of a document.

    Example:
        >>> from dragoman.language import Language
        >>> from dragoman.records import Report
        >>> text = "French President Anna Duval met Kenyan officials. She praised Nairobi."
        >>> document = Actors()(Language().parse(Report(id="r", text_sha256=""), text))
        >>> [(m.actors[0].name, m.actors[0].code) for m in document.mentions if m.usage == "actor"]
        ... # doctest: +NORMALIZE_WHITESPACE
        [('Anna Duval', 'FRA'), ('Kenyan officials', 'KEN'), ('Anna Duval', 'FRA'),
         ('Kenya', 'KEN')]
    """

    name = "actors"
    reads = frozenset({"doc"})
    writes = frozenset({"mentions", "actors"})

    def __init__(self) -> None:
        """Load the code books (once a process)."""
        self._books = load_books()

    def __call__(self, document: Document) -> Document:
        """One document; the same is returned."""
        work = open_work(document, self._books)
        find_names(work)
        find_organisations(work)
        roles = find_roles(work)
        find_persons(work, roles)
        set_usage(work)
        scene = Scene(work)
        work.sides = scene.sides
        scene.settle(list(work.entities.values()))
        resolve_descriptions(work, roles)
        add_roles(work, roles, scene)
        resolve_pronouns(work)
        scene.settle(list(work.entities.values()))  # "He said Somalia would wait"
        resolve_others(work, roles)
        _nest(work)
        document.mentions = _mentions(work)
        document.actors = _roster(document.mentions)
        document.doc.user_data.pop("dragoman.mentions", None)
        return document

    def stream(
        self, documents: Iterable[Document], on_error: OnError | None = None
    ) -> Iterator[Document]:
        """Many documents, in order; one that fails is reported and left out."""
        return stream(self, documents, on_error)


def _nest(work: Work) -> None:
    """A name inside a longer mention, left of that mention's core, only modifies it."""
    taken: dict[int, Found] = {}
    for found in work.found:
        if found.kind in ("person", "role", "group"):
            for i in range(found.first, found.last):
                if not found.core[0] <= i < found.core[1]:
                    taken[i] = found
    for found in work.found:
        outer = taken.get(found.first)
        if outer is None or outer is found or found.last > outer.last:
            continue
        inner = found.last - found.first < outer.last - outer.first
        if inner and found.kind != "pronoun" and found.usage != "place":
            found.usage = "modifier"


def _actor(work: Work, found: Found, entity: Entity, start: int, end: int) -> Actor:
    sectors = found.sectors if found.sectors is not None else entity.sectors
    return Actor(
        text=work.document.text[start:end],
        start=start,
        end=end,
        name=entity.name,
        code=entity.code,
        country=entity.country,
        sectors=sectors,
        role=entity.role,
        how=found.how or entity.how,
    )


def _mentions(work: Work) -> list[Mention]:
    mentions: list[Mention] = []
    for found in work.found:
        start, end = found.start, found.end
        if start < 0:
            a, b = work.tokens[found.first], work.tokens[found.last - 1]
            start, end = a.idx, b.idx + len(b.text)
        head = found.head if found.head >= 0 else work.head(*found.core)
        mentions.append(
            Mention(
                start=start, end=end, first=found.first, last=found.last, head=head,
                kind=found.kind, usage=found.usage,
                actors=tuple(_actor(work, found, e, start, end) for e in found.entities),
            )
        )  # fmt: skip
    return sorted(mentions, key=lambda m: (m.start, -m.end))


def _roster(mentions: list[Mention]) -> list[Actor]:
    """One actor for each entity, at the mention that tells most; in order of appearance."""
    best: dict[tuple[str, str], tuple[tuple[int, int], Actor]] = {}
    for mention in mentions:
        if mention.kind in ("pronoun", "plural"):
            continue
        for actor in mention.actors:
            key = (actor.name, actor.code)
            named = actor.how.split(";")[0] in ("name", "people.tsv")
            rank = (int(mention.usage == "actor") + 2 * int(named), actor.end - actor.start)
            if key not in best or rank > best[key][0]:
                best[key] = (rank, actor)
    return [actor for _, actor in best.values()]
