"""An event while it is being made."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Token

from dragoman.document import TimeExpression
from dragoman.events.arguments import Predicate
from dragoman.events.lexicon import Entry
from dragoman.events.reading import Reading
from dragoman.records import Actor, Date


@dataclass(slots=True)
class Draft:
    """What one predicate gives, before drafts of the report are compared with each other."""

    predicate: Predicate
    entry: Entry
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    reading: Reading
    confidence: float = -1.0  # by the coder, or once the drafts of the report are settled
    type: str = ""
    mode: str | None = None
    date: Date | None = None
    time: TimeExpression | None = None
    alleged: bool = False
    bare: bool = False  # too little is said of the parties; other clauses may complete it
    when: tuple[tuple[TimeExpression, float], ...] = ()  # times, with the coder's probability
    stands: bool = False  # shown by default, whatever its confidence
    offered: tuple[tuple[Actor, ...], tuple[Actor, ...]] | None = None  # sides, if none do
    status: str = ""
    extra_triggers: list[Token] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Take type, mode and status from the row and the clause."""
        self.type = self.type or self.entry.type
        self.mode = self.mode or self.entry.mode
        self.status = self.status or self.reading.status
        self.alleged = self.alleged or self.reading.alleged

    @property
    def token(self) -> Token:
        """The trigger's head."""
        return self.predicate.token

    @property
    def parties(self) -> tuple[Actor, ...]:
        """Actors and recipients."""
        return self.actors + self.recipients
