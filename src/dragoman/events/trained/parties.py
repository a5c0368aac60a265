"""Who acts and to whom, by the network's pairs, the parse and the lexicon's own choice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from spacy.tokens import Span, Token

from dragoman.actors.lookup import actors_of
from dragoman.document import Document, Mention
from dragoman.events.draft import Draft
from dragoman.events.phrases import unique
from dragoman.events.trained.network import Floats, Network, Thought
from dragoman.events.trained.paths import path
from dragoman.records import Actor

_CHOSEN = 1.5  # added to the logit of whom the lexicon's row chose
_WITHOUT = 0.5  # least share of words that denote nobody known
_LEAST = 0.5


@dataclass(frozen=True, slots=True)
class Side:
    """A candidate party: the word that names it, whom it denotes, and its two probabilities."""

    token: Token
    actors: tuple[Actor, ...]
    actor: float
    recipient: float


def sides(
    document: Document, network: Network, thought: Thought, sentence: Span, trigger: Token,
    mentions: list[Mention], lexical: Draft | None,
) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """The actors and recipients of a trigger."""  # fmt: skip
    found = list(_candidates(document, network, thought, sentence, trigger, mentions, lexical))
    acting = [s for s in found if s.actor >= _LEAST and s.actor >= s.recipient]
    taking = [s for s in found if s.recipient >= _LEAST and s.recipient > s.actor]
    actors = unique(a for s in acting for a in s.actors)
    names = {a.name for a in actors}
    recipients = unique(a for s in taking for a in s.actors if a.name not in names)
    return actors, recipients


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
        yield Side(document.doc[mention.head], mention.actors, float(one[1]), float(one[2]))
    for n in np.flatnonzero(rows.argmax(-1) > 0):
        token = sentence.doc[first + int(n)]
        if token.i in covered or token.pos_ not in ("NOUN", "PROPN", "PRON"):
            continue
        one = _softmax(_logits(network, rows, token, trigger, first))
        if max(one[1], one[2]) < _WITHOUT:
            continue
        denoted = actors_of(document, token)
        yield Side(token, denoted or (_somebody(document, token),), float(one[1]), float(one[2]))


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
    """Who is named only by a common word ("gunmen"): unknown, with the words."""
    left = [t for t in token.lefts if t.dep_ in ("amod", "compound", "nummod", "poss", "det")]
    start = min([t.idx for t in left if t.dep_ != "det"], default=token.idx)
    end = token.idx + len(token)
    words = document.text[start:end]
    return Actor(text=words, start=start, end=end, name=words, how="words of the sentence")
