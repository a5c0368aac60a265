"""Annotated reports -> what the network learns from: one example a sentence.

Example (not run: needs the corpus): ``examples(load(Path("corpus/train")))``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Token

from dragoman.actors import Actors
from dragoman.document import Document, Stage
from dragoman.events.coder import LexiconCoder
from dragoman.events.trained.features import STATUSES, TYPES, features
from dragoman.ids import text_hash
from dragoman.language import Language
from dragoman.language.paths import path
from dragoman.records import Report
from dragoman.statements import Statements
from dragoman.times import Times
from training.annotations import Annotated, Mark, Party

IGNORE = -1
TIME = 3  # among the roles: none, actor, recipient, time
NO_MODE = "-"


@dataclass(slots=True)
class Taught:
    """A teacher's probabilities.

    Fields:
        types: [W, 17]. status: [W, 4]. alleged: [W]. outside: [W, 2]. roles: [W, 4] each.
    """

    types: NDArray[np.float32]
    status: NDArray[np.float32]
    alleged: NDArray[np.float32]
    outside: NDArray[np.float32]
    roles: dict[int, NDArray[np.float32]]


@dataclass(slots=True)
class Example:
    """One sentence.

    Fields:
        words: its tokens. features: a row a word. types: 0 no event, 1-16, -1 not to be learned.
        status, alleged, mode: of words that are triggers, else -1.
        outside: of triggers, whether an actor, a recipient stands in another sentence only.
        roles: trigger -> for each word 0 none, 1 actor, 2 recipient, 3 time, -1 not to be learned.
        paths: trigger -> how each word hangs on it.
        taught: what a teacher thinks of the sentence; None where people labelled it.
        lower: what the teacher's lower layers make of the pieces, while it learns.
    """

    source: str
    words: list[str]
    features: NDArray[np.float32]
    types: NDArray[np.int64]
    status: NDArray[np.int64]
    alleged: NDArray[np.int64]
    modes: list[str]
    outside: NDArray[np.int64]
    roles: dict[int, NDArray[np.int64]] = field(default_factory=dict)
    paths: dict[int, list[str]] = field(default_factory=dict)
    taught: Taught | None = None
    lower: NDArray[np.float16] | None = None


class Builder:
    """Runs the stages before the events over annotated texts."""

    def __init__(self) -> None:
        """Load the stages once."""
        self._language = Language()
        self._stages: list[Stage] = [Actors(), Times(), Statements()]
        self.coder = LexiconCoder()

    def document(self, annotated: Annotated) -> Document:
        """The document of a report, up to its statements."""
        day = annotated.meta.get("published") or None
        report = Report(
            id=annotated.meta["id"], source=annotated.meta.get("source") or None, published=day,
            title=annotated.meta.get("title"), text_sha256=text_hash(annotated.text),
        )  # fmt: skip
        document = self._language.parse(report, annotated.text)
        for stage in self._stages:
            document = stage(document)
        return document

    def examples(self, annotated: Annotated) -> Iterator[Example]:
        """The sentences that are annotated, in order."""
        document = self.document(annotated)
        drafts = list(self.coder.drafts(document))
        doc = document.doc
        triggers: dict[int, Mark] = {}
        ignored: set[int] = set()
        for sentence in annotated.sentences:
            for mark in sentence.marks:
                token = head_of(document, mark.start, mark.end)
                if token is None:
                    continue
                if mark.optional or token.i in triggers:
                    ignored.add(token.i)
                else:
                    triggers[token.i] = mark
        spans = [(s.start, s.end) for s in annotated.sentences]
        for sent in doc.sents:
            middle = (sent.start_char + sent.end_char) // 2
            if not any(a <= middle < b for a, b in spans) or not sent.text.strip():
                continue
            inside = [d for d in drafts if sent.start <= d.token.i < sent.end]
            example = Example(
                annotated.meta["id"],
                [t.text for t in sent],
                features(document, sent, inside, self.coder.lexicon),
                np.zeros(len(sent), dtype=np.int64),
                np.full(len(sent), IGNORE, dtype=np.int64),
                np.full(len(sent), IGNORE, dtype=np.int64),
                [""] * len(sent),
                np.full((len(sent), 2), IGNORE, dtype=np.int64),
            )
            for token in sent:
                n = token.i - sent.start
                found = triggers.get(token.i)
                if found is None:
                    if token.i in ignored:
                        example.types[n] = IGNORE
                    continue
                example.types[n] = 1 + TYPES.index(found.type)
                example.status[n] = STATUSES.index(found.status)
                example.alleged[n] = int(found.alleged)
                example.modes[n] = found.mode or NO_MODE
                example.outside[n] = [_outside(side) for side in (found.actors, found.recipients)]
                example.roles[n] = _roles(document, found, sent.start, sent.end)
                example.paths[n] = [path(token, word) for word in sent]
            yield example


def head_of(document: Document, start: int, end: int) -> Token | None:
    """The head of the words between two offsets."""
    span = document.doc.char_span(start, end, alignment_mode="expand")
    return span.root if span is not None and len(span) else None


def _roles(document: Document, mark: Mark, first: int, last: int) -> NDArray[np.int64]:
    roles = np.zeros(last - first, dtype=np.int64)
    for number, side in ((1, mark.actors), (2, mark.recipients)):
        for party in side:
            _role(document, party.start, party.end, number, roles, first, last)
    _role(document, mark.date_start, mark.date_end, TIME, roles, first, last)
    return roles


def _outside(side: tuple[Party, ...]) -> bool:
    return any(p.start is None for p in side)


def _role(
    document: Document, start: int | None, end: int | None, number: int,
    roles: NDArray[np.int64], first: int, last: int,
) -> None:  # fmt: skip
    if start is None or end is None:
        return
    span = document.doc.char_span(start, end, alignment_mode="expand")
    if span is None or span.start < first or span.end > last:
        return
    for token in span:
        if roles[token.i - first] == 0:
            roles[token.i - first] = IGNORE
    roles[span.root.i - first] = number


def build(reports: Iterable[Annotated]) -> list[Example]:
    """All sentences of all reports."""
    builder = Builder()
    return [example for report in reports for example in builder.examples(report)]


def paths_of(examples: Iterable[Example], least: int = 4) -> dict[str, int]:
    """The paths on which parties hang, numbered from 1; those met seldom are left to 0."""
    met = Counter(
        example.paths[trigger][word]
        for example in examples
        for trigger, roles in example.roles.items()
        for word in np.flatnonzero(roles > 0)
    )
    return {path: n for n, (path, count) in enumerate(met.most_common(), 1) if count >= least}
