"""Who acts and to whom, by the network's pairs, the parse, the lexicon's row and the report."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

import msgspec
import numpy as np
from spacy.tokens import Span, Token

from dragoman.actors.lookup import actors_of
from dragoman.codebooks import read_table
from dragoman.document import Document, Mention, TimeExpression
from dragoman.events.draft import Draft
from dragoman.events.phrases import owners_deep, speaker_at, unique
from dragoman.events.trained.cast import Said, cast_of
from dragoman.events.trained.choice import (
    FIRST_PERSON,
    Asked,
    Candidate,
    Named,
    candidates,
    describe,
    unnamed,
)
from dragoman.events.trained.chooser import Chooser
from dragoman.events.trained.network import Network, Thought
from dragoman.language.paths import Paths
from dragoman.records import AS_SHOWN, UNKNOWN_CODE, Actor

Side = tuple[Actor, ...]
_SIDE = 0.5  # probability from which a candidate is a side
_ELSEWHERE = 0.6  # the same for one that the sentence does not name: unknown is a value
_WORD = 0.35  # share from which a word of the sentence names a side
_WITHOUT = 0.5  # least share of words that denote nobody known


def sides(asked: Asked, chooser: Chooser) -> tuple[Side, Side]:
    """The actors and recipients of a trigger."""
    found = candidates(asked)
    shares = [
        chooser(describe(asked, found, side)) if found else np.zeros(0, dtype=np.float32)
        for side in (1, 2)
    ]
    acting, taking = (
        [c for c, p in zip(found, each, strict=True) if p >= (_SIDE if c.words else _ELSEWHERE)]
        for each in shares
    )
    actors, recipients = _side(asked, acting, 1), _side(asked, taking, 2)
    return actors, _others(asked, actors, recipients)


def _others(asked: Asked, actors: Side, recipients: Side) -> Side:
    """The recipients, none of whom is an actor again: of one's own state, another of its names."""
    acting = {a.name for a in actors}
    here = [a for n in asked.named for a in n.actors if n.shares[2] >= _HINT]
    found: list[Actor] = []
    for one in recipients:
        if one.name not in acting:
            found.append(one)
            continue
        said = map(_from_elsewhere, reversed(asked.cast.said.get(one.code, ())))
        like = (a for a in (*here, *said) if a.code == one.code and a.name not in acting)
        found += islice(like, 1)
    return unique(found)


def _side(asked: Asked, chosen: Sequence[Candidate], side: int) -> Side:
    """The actors of the chosen codes, by the words that name them best, and who stays unknown."""
    found: list[Actor] = []
    word = unnamed(asked, side)
    free = word is not None and word.shares[side] >= _WORD
    for candidate in chosen:
        words = [(n, a) for n, a in candidate.words if n.shares[side] >= _WORD]
        if words:
            found += [a for _, a in words]
        elif free and word is not None:
            found.append(_standing_for(word.actors[0], candidate))
            free = False
        else:
            found += _told(asked, candidate, side)
    if free and word is not None and not (chosen and word.shares[side] < _WITHOUT):
        found += word.actors
    return _told_once(unique(found))


def _standing_for(words: Actor, candidate: Candidate) -> Actor:
    """ "The protesters" with the state that the report shows to be theirs."""
    said = candidate.elsewhere
    whom = said.actor if said is not None else candidate.words[0][1]
    return msgspec.structs.replace(
        words, code=whom.code, country=whom.country, how=f"of {whom.name}{AS_SHOWN}"
    )


def _told(asked: Asked, candidate: Candidate, side: int) -> list[Actor]:
    """Whoever names a code best: in the lexicon's row, in the sentence, or elsewhere."""
    rows = asked.lexical.parties if asked.lexical is not None else ()
    row = [a for a in rows if a.code == candidate.code]
    if row:
        return row
    if candidate.words:
        best = max(candidate.words, key=lambda w: w[0].shares[side])
        if best[0].shares[side] >= _HINT or candidate.elsewhere is None:
            return [best[1]]
    said = candidate.elsewhere
    if said is None:
        return [candidate.words[0][1]]
    return [_from_elsewhere(said)]


def _from_elsewhere(said: Said) -> Actor:
    return msgspec.structs.replace(said.actor, how=f"{said.actor.how}; told in another sentence")


_HINT = 0.05


def _told_once(side: Side) -> Side:
    """A side without the bare state of an official who stands in it too ("our", "her country")."""
    acting = {a.code for a in side if a.sectors or a.role}
    return tuple(a for a in side if a.sectors or a.role or a.code not in acting)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, what the network thinks of it, who is named in it."""

    document: Document
    network: Network
    span: Span
    thought: Thought
    mentions: Sequence[Mention]
    _paths: dict[int, Paths] = field(default_factory=dict)

    def shares(self, word: Token, trigger: Token) -> tuple[float, float, float, float]:
        """How likely a word is nothing to a trigger, its actor, its recipient, its time."""
        first = self.span.start
        rows = self.thought.roles[trigger.i - first]
        paths = self._paths.get(trigger.i)
        if paths is None:
            paths = self._paths[trigger.i] = Paths(trigger)
        logits = (rows[word.i - first] + self.network.hung(paths.to(word))).tolist()
        top = max(logits)  # four numbers: plain Python takes a fifth of what numpy takes for them
        raised = [math.exp(one - top) for one in logits]
        total = sum(raised)
        none, actor, recipient, time = (one / total for one in raised)
        return none, actor, recipient, time


def ask(
    sentence: Sentence, trigger: Token, kind: str, status: str, lexical: Draft | None, surety: float
) -> Asked:
    """What is asked about the sides of one trigger."""
    away = sentence.thought.outside[trigger.i - sentence.span.start]
    return Asked(
        sentence.document, cast_of(sentence.document), trigger, kind, status,
        (float(away[0]), float(away[1])), lexical, surety, tuple(named_in(sentence, trigger)),
    )  # fmt: skip


def named_in(sentence: Sentence, trigger: Token) -> Iterator[Named]:
    """The words of a sentence that may be a side of a trigger."""
    document, first = sentence.document, sentence.span.start
    covered: set[int] = set()
    for mention in sentence.mentions:
        covered.update(range(mention.first, mention.last))
        if mention.usage == "source":
            continue
        head = document.doc[mention.head]
        denoted = tuple(_owned(document, head, a) for a in mention.actors)
        yield Named(head, denoted, sentence.shares(head, trigger), mention.usage)
    rows = sentence.thought.roles[trigger.i - first]
    for n in np.flatnonzero(rows[:, 1:3].max(-1) > rows[:, 0]):
        token = document.doc[first + int(n)]
        if token.i in covered or token.pos_ not in ("NOUN", "PROPN", "PRON"):
            continue
        known = actors_of(document, token)
        yield Named(token, known or (_somebody(document, token),), sentence.shares(token, trigger))


def times_in(sentence: Sentence, trigger: Token) -> tuple[tuple[TimeExpression, float], ...]:
    """The time expressions of a sentence, each with the share by which it dates the trigger."""
    found = []
    for time in sentence.document.times:
        if sentence.span.start <= time.first and time.last <= sentence.span.end:
            words = sentence.document.doc[time.first : time.last]
            found.append((time, max(sentence.shares(w, trigger)[3] for w in words)))
    return tuple(found)


def _somebody(document: Document, token: Token) -> Actor:
    """Who is named by a common word or a pronoun only; what tells no state stays unknown.

    "We" is the speaker of the quotation, "Libyan gunmen" are of whom the words before name.
    """
    if token.lower_ in FIRST_PERSON:
        speaker = speaker_at(document, token.idx)
        if speaker is not None:
            return msgspec.structs.replace(
                speaker, text=token.text, start=token.idx, end=token.idx + len(token),
                how="speaker of the words",
            )  # fmt: skip
    left = [t for t in token.lefts if t.dep_ in ("amod", "compound", "poss")]
    start, end = min([t.idx for t in left], default=token.idx), token.idx + len(token)
    words = document.text[start:end]
    found = Actor(text=words, start=start, end=end, name=words, how="words of the sentence")
    return _owned(document, token, found)


def _owned(document: Document, token: Token, actor: Actor) -> Actor:
    """An actor of unknown side with the state of the one owner that the words name, if any."""
    if actor.code != UNKNOWN_CODE or token.pos_ == "PRON":
        return actor
    owners = {a.code: a for a in owners_deep(document, token) if a.code != UNKNOWN_CODE}
    if len(owners) == 1:
        [owner] = owners.values()
        return msgspec.structs.replace(
            actor, code=owner.code, country=owner.country, how=f"of {owner.name}"
        )
    state = _states().get(token.text)
    if state is not None:
        return msgspec.structs.replace(actor, code=state, country=state, how="name")
    return actor


@lru_cache(maxsize=1)
def _states() -> dict[str, str]:
    return {row["name"]: row["code"] for row in read_table("countries")}
