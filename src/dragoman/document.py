"""The working form of one report on its way through the stages.

Each stage reads some of its fields and writes others; only the frozen records leave it.
``doc`` is one spaCy Doc over the whole text: ``token.idx`` is an offset into ``text`` as given,
because the language stage only ever replaces a character by one character.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal, Protocol

from spacy.tokens import Doc, Token

from dragoman.errors import DragomanError
from dragoman.records import Actor, Date, Event, Failure, Report, Source, Statement, Tie

MentionKind = Literal["person", "state", "organisation", "group", "role", "pronoun", "plural"]
Usage = Literal["actor", "place", "modifier", "source"]


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name one actor, or several ("the two leaders"), at one place of the text.

    Fields:
        start, end: characters. first, last: tokens (last exclusive). head: token index of the head.
        usage: "actor" (acts, receives, speaks), "place" (only a location: "in Beijing"),
            "modifier" ("Chinese" in "Chinese exports"), "source" (a medium cited: "told the BBC").
        actors: the actors denoted, never empty; ``code`` may be ``---``.
    """

    start: int
    end: int
    first: int
    last: int
    head: int
    kind: MentionKind
    usage: Usage
    actors: tuple[Actor, ...]


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time expression at one place of the text; ``token`` is the index of its head."""

    start: int
    end: int
    first: int
    last: int
    token: int
    date: Date


@dataclass(slots=True)
class Document:
    """One report with everything the stages have found so far."""

    report: Report
    text: str
    doc: Doc
    mentions: list[Mention] = field(default_factory=list)
    actors: list[Actor] = field(default_factory=list)
    times: list[TimeExpression] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    origin: list[Source] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)

    def mention_over(self, token: Token) -> Mention | None:
        """The longest mention that covers this token, if any."""
        found = [m for m in self.mentions if m.first <= token.i < m.last]
        return max(found, key=lambda m: m.end - m.start, default=None)


OnError = Callable[[Failure], None]


class Stage(Protocol):
    """One step from text to records, one report a call; :func:`stream` runs it over many.

    Fields:
        name: in failures and in a run's settings.
        reads, writes: the fields of :class:`Document` it needs filled, and those it fills.
    """

    name: str
    reads: frozenset[str]
    writes: frozenset[str]

    def __call__(self, document: Document) -> Document:
        """Fill the fields this stage writes; the same document is returned."""
        ...


def stream(
    stage: Stage, documents: Iterable[Document], on_error: OnError | None = None
) -> Iterator[Document]:
    """Run a stage over many documents; one that fails is reported and left out, the rest go on.

    Without ``on_error`` the first exception is raised.
    """
    for document in documents:
        try:
            yield stage(document)
        except Exception as error:
            if on_error is None:
                raise
            on_error(failure_of(document.report.id, stage.name, error))


def failure_of(report: str, stage: str, error: Exception) -> Failure:
    """What a stage that tripped over a report leaves: ``error`` is the short name or the type."""
    return Failure(
        item=report,
        stage=stage,
        error=error.error if isinstance(error, DragomanError) else type(error).__name__,
        message=f"The stage {stage!r} could not read this report ({error}). It is left out and the "
        "others go on; please report it with the text if you can.",
    )
