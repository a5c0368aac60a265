"""Which of the report's states and organisations are a side of an event: what is asked of each.

The encoder reads one sentence; a side that it names by a common word ("the protesters", "they"), or
not at all, is one of those that the report tells elsewhere. Each candidate is described by a row of
numbers (what the encoder gives it, what the lexicon's row chose, where else it is named), from
which a small network that was trained on the same labels tells how likely it is the side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from spacy.tokens import Token

from dragoman.document import Document
from dragoman.events import syntax
from dragoman.events.draft import Draft
from dragoman.events.phrases import speaker_at
from dragoman.events.trained.cast import Cast, Said
from dragoman.events.trained.chooser import Rows
from dragoman.events.trained.features import STATUSES, TYPES
from dragoman.records import UNKNOWN_CODE, Actor


@dataclass(frozen=True, slots=True)
class Named:
    """A word of the sentence that may be a side: whom it denotes, and how likely it is one.

    Fields:
        shares: of nothing, actor, recipient, time.
        usage: as of a mention, "" of a word that is none.
    """

    token: Token
    actors: tuple[Actor, ...]
    shares: tuple[float, float, float, float]
    usage: str = ""


@dataclass(slots=True)
class Candidate:
    """A state or organisation: its words in the sentence, and where else it is named."""

    code: str
    words: list[tuple[Named, Actor]] = field(default_factory=list)
    elsewhere: Said | None = None

    def best(self, side: int) -> float:
        """The highest share of its words for a side (1 actor, 2 recipient)."""
        return max((named.shares[side] for named, _ in self.words), default=0.0)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked about one trigger."""

    document: Document
    cast: Cast
    token: Token
    type: str
    status: str
    outside: tuple[float, float]
    lexical: Draft | None
    surety: float
    named: Sequence[Named]


def candidates(asked: Asked) -> list[Candidate]:
    """All codes of the report, those that the sentence names first."""
    number = asked.cast.sentences[asked.token.i]
    found: dict[str, Candidate] = {}
    for named in asked.named:
        for actor in named.actors:
            if actor.code != UNKNOWN_CODE:
                found.setdefault(actor.code, Candidate(actor.code)).words.append((named, actor))
    for actor in asked.lexical.parties if asked.lexical is not None else ():
        if actor.code != UNKNOWN_CODE:
            found.setdefault(actor.code, Candidate(actor.code))
    for code in asked.cast.said:
        found.setdefault(code, Candidate(code)).elsewhere = asked.cast.elsewhere(code, number)
    return list(found.values())


def unnamed(asked: Asked, side: int) -> Named | None:
    """The word without a known state that is likeliest a side."""
    unknown = [n for n in asked.named if all(a.code == UNKNOWN_CODE for a in n.actors)]
    return max(unknown, key=lambda n: n.shares[side], default=None)


def describe(asked: Asked, found: Sequence[Candidate], side: int) -> Rows:
    """A row of numbers for each candidate as a side (1 actor, 2 recipient)."""
    unknown, speaker = unnamed(asked, side), speaker_at(asked.document, asked.token.idx)
    shared = _shared(asked, found, side, unknown)
    best = [(c.best(side), c.best(3 - side)) for c in found]
    rivals = _Rivals([own for own, _ in best]), _Rivals([other for _, other in best])
    chosen = _codes(asked.lexical, side), _codes(asked.lexical, 3 - side)
    own = [
        _own(asked, one, side, best[n], (rivals[0].above(n), rivals[1].above(n)), chosen, unknown,
             speaker)
        for n, one in enumerate(found)
    ]  # fmt: skip
    alike = np.array(shared, dtype=np.float32)[None].repeat(len(own), axis=0)
    return np.hstack([np.array(own, dtype=np.float32), alike])


class _Rivals:
    """For each of some numbers the highest of the others, 0 where there is none."""

    def __init__(self, numbers: Sequence[float]) -> None:
        ordered = sorted(range(len(numbers)), key=numbers.__getitem__, reverse=True)
        self._top = ordered[0] if ordered else -1
        self._first = numbers[ordered[0]] if ordered else 0.0
        self._second = numbers[ordered[1]] if len(ordered) > 1 else 0.0

    def above(self, place: int) -> float:
        """The highest of the numbers that do not stand in this place."""
        return self._second if place == self._top else self._first


def _own(
    asked: Asked, one: Candidate, side: int, best: tuple[float, float],
    rivals: tuple[float, float], chosen: tuple[set[str], set[str]],
    unknown: Named | None, speaker: Actor | None,
) -> list[float]:  # fmt: skip
    """What differs between the candidates."""
    cast, number = asked.cast, asked.cast.sentences[asked.token.i]
    before = cast.before(one.code, number)
    away = number - before.sentence if before is not None else 0
    ours, theirs = float(one.code in chosen[0]), float(one.code in chosen[1])
    usages = {named.usage for named, _ in one.words}
    likest = max(one.words, key=lambda w: w[0].shares[side], default=None)
    spoken = speaker is not None and speaker.code == one.code
    return [
        best[0], best[1], bool(one.words), len(one.words) / 4,
        ours, theirs, ours * asked.surety, theirs * asked.surety,
        rivals[0], rivals[1], best[0] >= rivals[0],
        "modifier" in usages, "place" in usages, "actor" in usages,
        likest is not None and likest[0].token.i < asked.token.i,
        likest is not None and bool(likest[1].sectors),
        before is not None, 1 / away if away else 0.0, away == 1, 0 < away <= 3,
        before is not None and away == 1 and before.subject,
        one.elsewhere is not None and before is None,
        cast.shares.get(one.code, 0.0), cast.near(one.code, number),
        cast.leads(one.code), one.code == cast.home,
        one.code.startswith("IGO"), spoken, spoken and _first_person(unknown),
        unknown is not None and spoken, cast.named_first(one.code),
    ]  # fmt: skip


def _shared(
    asked: Asked, found: Sequence[Candidate], side: int, unknown: Named | None
) -> list[float]:
    """What all candidates of one side have in common."""
    mass = unknown.shares[side] if unknown is not None else 0.0
    other = unnamed(asked, 3 - side)
    kinds = _kinds(unknown) if unknown is not None and mass >= _WORTH else [0.0] * _KINDS
    here = sum(bool(c.words) for c in found)
    return [
        float(side == 1), mass, other.shares[3 - side] if other is not None else 0.0, *kinds,
        asked.outside[side - 1], asked.outside[2 - side], here / 5, len(found) / 10,
        float(asked.lexical is not None), float(_filled(asked.lexical, side)),
        float(syntax.is_verb(asked.token)), float(syntax.is_passive(asked.token)),
        *(float(asked.type == t) for t in TYPES), *(float(asked.status == s) for s in STATUSES),
    ]  # fmt: skip


_WORTH = 0.2  # least share of a word without a state that is described
_SECTORS = ("REB", "MIL", "GOV", "LEG", "COP", "OPP")
_KINDS = 7 + len(_SECTORS)
FIRST_PERSON = frozenset({"i", "we", "us", "me", "our", "my"})
_THIRD = frozenset({"he", "she", "him", "her", "his", "it", "its"})


def _kinds(named: Named) -> list[float]:
    """What sort of word names a side without its state."""
    word = named.token
    lower, sectors = word.lower_, {s for a in named.actors for s in a.sectors}
    pronoun = word.pos_ == "PRON" or lower in FIRST_PERSON | _THIRD
    return [
        float(lower in FIRST_PERSON), float(lower in _THIRD),
        float(lower in ("they", "them", "their")),
        float(not pronoun and word.tag_ == "NNS"), float(not pronoun and word.tag_ == "NN"),
        float(word.pos_ == "PROPN"),
        float(any(c.lower_ in ("the", "its", "their", "his", "her") for c in word.children)),
        *(float(sector in sectors) for sector in _SECTORS),
    ]  # fmt: skip


def _first_person(named: Named | None) -> bool:
    return named is not None and named.token.lower_ in FIRST_PERSON


def _codes(lexical: Draft | None, side: int) -> set[str]:
    """The codes that the lexicon's row has on a side."""
    return {a.code for a in _side(lexical, side)} if lexical is not None else set()


def _filled(lexical: Draft | None, side: int) -> bool:
    return lexical is not None and bool(_side(lexical, side))


def _side(draft: Draft, side: int) -> tuple[Actor, ...]:
    return draft.actors if side == 1 else draft.recipients
