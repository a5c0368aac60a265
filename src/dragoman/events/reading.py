"""What the words around a predicate say of its status, while they are being read."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Token

from dragoman.records import Status

_STRENGTH: tuple[Status, ...] = ("negated", "possible", "planned", "actual")


@dataclass(slots=True)
class Reading:
    """What was found on the way from a predicate up to the clause that tells it.

    Fields:
        found: statuses, in the order met. hedges: the words that gave them.
        alleged: a word marks a mere claim. progressive: "is meeting". conditional: hangs on "if",
            or has such a clause beside it. condition: stands in the "if" clause itself.
        purpose: what somebody is after. likened: "like the attack on". undone: another act calls
            it off ("cancelled", "averted"). unreal: only referred to, no event. modal: "could".
        report: a noun of reporting stands above ("reports that").
    """

    found: list[Status] = field(default_factory=list)
    hedges: list[Token] = field(default_factory=list)
    alleged: bool = False
    progressive: bool = False
    conditional: bool = False
    condition: bool = False
    purpose: bool = False
    likened: bool = False
    undone: bool = False
    unreal: bool = False
    modal: str = ""

    @property
    def status(self) -> Status:
        """The strongest of what was found; actual where nothing says otherwise."""
        return next((s for s in _STRENGTH if s in self.found), "actual")

    @property
    def told(self) -> bool:
        """Whether the words tell the act at all.

        What is likened to something, only referred to ("the ability to strike") or would only
        be called off if something else came to pass ("wants to avert an attack") is not told; nor
        what somebody must not leave undone ("if he does not cease").
        """
        if self.unreal or self.likened or (self.undone and "possible" in self.found):
            return False
        return not (self.condition and "negated" in self.found)

    def add(self, status: Status, *tokens: Token) -> None:
        """Note a status and the words that give it."""
        self.found.append(status)
        self.hedges += tokens
