"""Who acts and to whom, by the network's pairs, the parse and the lexicon's own choice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import msgspec
import numpy as np
from spacy.tokens import Span, Token

from dragoman.actors.lookup import actors_of
from dragoman.codebooks import read_table
from dragoman.document import Document, Mention
from dragoman.events.coder import is_self
from dragoman.events.draft import Draft
from dragoman.events.phrases import owners_deep, speaker_at, unique
from dragoman.events.trained.network import Floats, Network, Thought
from dragoman.events.trained.paths import path
from dragoman.records import UNKNOWN_CODE, Actor

_CHOSEN = 1.5  # added to the logit of whom the lexicon's row chose
_WITHOUT = 0.5  # least share of words that denote nobody known
_LEAST = 0.35


@dataclass(frozen=True, slots=True)
class Side:
    """A candidate party: the word that names it, whom it denotes, and its two probabilities."""

    token: Token
    actors: tuple[Actor, ...]
    actor: float
    recipient: float


def sides(
    document: Document,
    network: Network,
    thought: Thought,
    sentence: Span,
    trigger: Token,
    mentions: list[Mention],
    lexical: Draft | None,
) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """The actors and recipients of a trigger."""  # fmt: skip
    found = list(_candidates(document, network, thought, sentence, trigger, mentions, lexical))
    acting = [s for s in found if s.actor >= _LEAST and s.actor >= s.recipient]
    taking = [s for s in found if s.recipient >= _LEAST and s.recipient > s.actor]
    actors = _told_once(unique(a for s in acting for a in s.actors))
    recipients = _told_once(unique(a for s in taking for a in s.actors))
    home = _home(document)
    actors = tuple(_at_home(a, home, recipients) for a in actors)
    recipients = tuple(_at_home(r, home, actors) for r in recipients)
    return actors, tuple(r for r in recipients if not is_self(r, actors))


def _home(document: Document) -> Actor | None:
    """The state that a report is about: of which at least half of its names are."""
    kept = document.doc.user_data.get(_HOME)
    if kept is None or kept[0] is not document.mentions:
        named = {
            (m.first, a.code): a
            for m in document.mentions
            if m.usage != "source"
            for a in m.actors
            if a.code != UNKNOWN_CODE and a.country
        }
        counts = Counter(code for _, code in named)
        [(code, most)] = counts.most_common(1) or [("", 0)]
        about = most >= max(_HALF * len(named), _FEW)
        found = next(a for a in named.values() if a.code == code) if about else None
        kept = (document.mentions, found)
        document.doc.user_data[_HOME] = kept
    home: Actor | None = kept[1]
    return home


_HOME, _HALF, _FEW = "dragoman.home", 0.5, 2


def _at_home(actor: Actor, home: Actor | None, others: tuple[Actor, ...]) -> Actor:
    """Officials, and people named by a common word, are of the state that the report is about.

    "The protesters", "Home Minister Zulu"; a mere name ("the Saharan Front") stays unknown.
    """
    if home is None or actor.code != UNKNOWN_CODE or any(o.code == home.code for o in others):
        return actor
    first = actor.text.split()[0] if actor.text else ""
    named = first[:1].isupper() and first.lower() not in _COMMON
    if named and not actor.role and not actor.sectors:
        return actor
    return msgspec.structs.replace(
        actor, code=home.code, country=home.country, how="the state that the report is about"
    )


_COMMON = frozenset(
    "the he she they we i authorities police protesters officials lawmakers opponents critics "
    "demonstrators soldiers troops rebels prosecutors activists residents students".split()
)


def _told_once(side: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """A side without the bare state of an official who stands in it too ("our", "her country")."""
    acting = {a.code for a in side if a.sectors or a.role}
    return tuple(a for a in side if a.sectors or a.role or a.code not in acting)


def _candidates(
    document: Document, network: Network, thought: Thought, sentence: Span, trigger: Token,
    mentions: list[Mention], lexical: Draft | None,
) -> Iterator[Side]:  # fmt: skip
    first, at = sentence.start, trigger.i - sentence.start
    rows = thought.roles[at]
    chosen = _spans(lexical)
    covered: set[int] = set()
    for mention in mentions:
        covered.update(range(mention.first, mention.last))
        if mention.usage == "source":
            continue
        logits = _logits(network, rows, document.doc[mention.head], trigger, first)
        for actor in mention.actors:
            for column in (1, 2):
                if (column, actor.start, actor.end) in chosen:
                    logits[column] += _CHOSEN
        one = _softmax(logits)
        head = document.doc[mention.head]
        denoted = tuple(_owned(document, head, a) for a in mention.actors)
        yield Side(head, denoted, float(one[1]), float(one[2]))
    for n in np.flatnonzero(rows.argmax(-1) > 0):
        token = sentence.doc[first + int(n)]
        if token.i in covered or token.pos_ not in ("NOUN", "PROPN", "PRON"):
            continue
        one = _softmax(_logits(network, rows, token, trigger, first))
        if max(one[1], one[2]) < _WITHOUT:
            continue
        known = actors_of(document, token)
        yield Side(token, known or (_somebody(document, token),), float(one[1]), float(one[2]))


def _logits(network: Network, rows: Floats, word: Token, trigger: Token, first: int) -> Floats:
    logits: Floats = rows[word.i - first] + network.hung(path(trigger, word))
    return logits


def _softmax(logits: Floats) -> Floats:
    raised = np.exp(logits - logits.max())
    result: Floats = raised / raised.sum()
    return result


def _spans(lexical: Draft | None) -> set[tuple[int, int, int]]:
    if lexical is None:
        return set()
    return {(1, a.start, a.end) for a in lexical.actors} | {
        (2, a.start, a.end) for a in lexical.recipients
    }


def _somebody(document: Document, token: Token) -> Actor:
    """Who is named by a common word or a pronoun only; what tells no state stays unknown.

    "We" is the speaker of the quotation, "Libyan gunmen" are of whom the words before name.
    """
    if token.lower_ in _FIRST_PERSON:
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


_FIRST_PERSON = frozenset({"i", "we", "us", "me", "our", "my"})


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
