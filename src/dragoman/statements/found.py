"""What the modules of this stage hand each other: a statement in the making."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from dragoman.statements.cues import Cue
from dragoman.statements.quotes import Quotation

Span = tuple[int, int]


@dataclass(slots=True)
class Found:
    """A cue with its speaker and, so far, its content.

    Fields:
        token: the cue's word. cue: its row. first, last: tokens of the cue's words.
        speaker: head of the speaker's noun phrase. region: tokens of the cue's own clause.
        indirect: characters of indirect content. quotations: those it carries.
        through: head of the phrase naming who passes it on ("X reported, citing Y").
        how: what gave a speaker that no cue names ("continued", ...), or "".
        verbatim: the words are the speaker's own although no marks stand around them.
        recut: the network drew the borders of ``indirect``, quotations and all.
    """

    token: Token
    cue: Cue
    first: int
    last: int
    speaker: Token | None
    region: tuple[int, int]
    indirect: list[Span] = field(default_factory=list)
    quotations: list[Quotation] = field(default_factory=list)
    how: str = ""
    through: Token | None = None
    verbatim: bool = False
    recut: bool = False

    @property
    def local(self) -> Token | None:
        """The word that names the speaker at the cue itself ("who", "he"), if not ``speaker``."""
        subjects = [c for c in self.token.children if c.dep_ in ("nsubj", "nsubjpass")]
        local = subjects[0] if subjects and self.cue.pos == "verb" and not self.how else None
        same = local is None or self.speaker is None or local.i == self.speaker.i
        return None if same or local is None or local.tag_ not in ("WP", "WDT") else local

    @property
    def start(self) -> int:
        """First character of the cue's words."""
        return self.token.doc[self.first].idx

    @property
    def end(self) -> int:
        """Character after the cue's words."""
        last = self.token.doc[self.last - 1]
        return int(last.idx) + len(last)


def characters(ranges: list[tuple[int, int]], doc: Doc) -> list[Span]:
    """Character spans of token ranges."""
    spans: list[Span] = []
    for a, b in ranges:
        first, last = doc[a], doc[b - 1]
        spans.append((first.idx, last.idx + len(last)))
    return spans
