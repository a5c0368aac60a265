"""The stage that says what the words tell of each act and statement over time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

import msgspec
from spacy.tokens import Doc, Token

from dragoman.actors.lookup import actors_of
from dragoman.changes.finding import Found, find_changes
from dragoman.document import Document, OnError, stream
from dragoman.events import syntax
from dragoman.records import (
    UNKNOWN_CODE,
    Actor,
    Change,
    ChangeKind,
    Event,
    Evidence,
    Statement,
)

_Told = TypeVar("_Told", Event, Statement)

# Where words tell two changes of one act: the one that says more.
_ORDER: tuple[ChangeKind, ...] = ("ended", "changed", "first", "repeated", "holds")
_SPEAKERS = ("i", "we")


class Changes:
    """Fills ``Event.change`` and ``Statement.change`` where the words tell one.

    An act is meant where the change words govern or modify its trigger; a statement where they
    modify its cue ("again called"), are its cue ("reaffirmed"), or stand in what the speaker says
    of itself ("we no longer support").

    Example:
        >>> Changes.reads == frozenset({"doc", "mentions", "events", "statements"})
        True
    """

    name = "changes"
    reads = frozenset({"doc", "mentions", "events", "statements"})
    writes = frozenset({"events", "statements"})

    def __call__(self, document: Document) -> Document:
        """One report."""
        found = find_changes(document.doc)
        if not found:
            return document
        document.events = [_marked(document, e, _of_event(document, e, found))
                           for e in document.events]  # fmt: skip
        document.statements = [_marked(document, s, _of_statement(document, s, found))
                               for s in document.statements]  # fmt: skip
        return document

    def stream(
        self, documents: Iterable[Document], on_error: OnError | None = None
    ) -> Iterator[Document]:
        """Many reports, in order."""
        return stream(self, documents, on_error)


def _marked(document: Document, record: _Told, changes: list[Found]) -> _Told:
    """The record with what is told of it; as it was where nothing is."""
    if not changes:
        return record
    best = min(changes, key=lambda f: (_ORDER.index(f.kind), f.words))
    return msgspec.structs.replace(record, change=_change(document, best))


def _change(document: Document, found: Found) -> Change:
    """The change with its words; those that follow each other are one piece."""
    doc = document.doc
    pieces: list[list[int]] = []
    for i in found.words:
        if pieces and i - pieces[-1][-1] <= 1 + (doc[i - 1].text == "-"):
            pieces[-1].append(i)
        else:
            pieces.append([i])
    spans = [(doc[p[0]].idx, doc[p[-1]].idx + len(doc[p[-1]])) for p in pieces]
    return Change(
        kind=found.kind,
        text=" … ".join(document.text[start:end] for start, end in spans),
        evidence=tuple(Evidence(start=start, end=end, role="change") for start, end in spans),
    )


def _of_event(document: Document, event: Event, found: list[Found]) -> list[Found]:
    tokens = set(_tokens(document.doc, (e for e in event.evidence if e.role == "trigger")))
    told = []
    for change in found:
        same = tokens & change.loose and change.by is not None
        if tokens & change.own or (
            same and _shared(_subjects(document, document.doc[change.by or 0]), event.actors)
        ):
            told.append(change)
    return told


def _of_statement(document: Document, statement: Statement, found: list[Found]) -> list[Found]:
    cues = set(_tokens(document.doc, (e for e in statement.evidence if e.role == "cue")))
    content = set(_tokens(document.doc, statement.content))
    return [
        change
        for change in found
        if cues & change.own
        or (content & change.own and _by_speaker(document, statement, change, content))
    ]


def _by_speaker(document: Document, statement: Statement, change: Found, content: set[int]) -> bool:
    """Whether what is said is that the speaker's own act or stance holds or turns."""
    verbs = [document.doc[i] for i in sorted(change.own & content)]
    for verb in (v for v in verbs if syntax.is_verb(v)):
        for subject in syntax.surface_subjects(verb):
            if subject.lower_ in _SPEAKERS and statement.kind != "indirect":
                return True
            if _shared(actors_of(document, subject), (statement.speaker,)):
                return True
    return False


def _subjects(document: Document, verb: Token) -> list[Actor]:
    return [a for subject in syntax.deep_subjects(verb) for a in actors_of(document, subject)]


def _shared(some: Iterable[Actor], others: Iterable[Actor]) -> bool:
    """Whether two lists name one actor, by its state or by its name."""
    keys = {key for actor in others for key in _keys(actor)}
    return any(key in keys for actor in some for key in _keys(actor))


def _keys(actor: Actor) -> tuple[str, ...]:
    return (actor.name,) if actor.code == UNKNOWN_CODE else (actor.name, actor.code)


def _tokens(doc: Doc, spans: Iterable[Evidence]) -> Iterator[int]:
    for span in spans:
        part = doc.char_span(span.start, span.end, alignment_mode="expand")
        if part is not None:
            yield from range(part.start, part.end)
