"""The coder that learned from annotated reports, joined with the lexicon's."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from spacy.tokens import Span, Token

from dragoman.document import Document, Mention
from dragoman.events.arguments import Predicate
from dragoman.events.coder import LexiconCoder, apart
from dragoman.events.draft import Draft
from dragoman.events.lexicon import COMPLEMENT, Entry, Lexicon
from dragoman.events.senses import furniture
from dragoman.events.status import read_status
from dragoman.events.syntax import is_verb
from dragoman.events.trained.features import STATUSES, TYPES, features
from dragoman.events.trained.network import Network, Thought, load_network
from dragoman.events.trained.parties import sides
from dragoman.records import Status

FLOOR = 0.1
"""Least probability of a draft; the stage leaves out what is less sure than its own threshold."""
_SURE_OF_STATUS = 0.5
_CLAIMED = 0.5


class TrainedCoder:
    """Asks a network which words tell an event, of whom and to whom; the lexicon's drafts are told
    to it, and lend their modes, parties and contexts where both agree.

    Example:
        >>> TrainedCoder.name
        'trained'
    """

    name = "trained"

    def __init__(self, network: Network | None = None, lexicon: LexiconCoder | None = None) -> None:
        """Use the given network and lexicon coder, or the package's."""
        self._network = network or load_network()
        self._lexical = lexicon or LexiconCoder()
        self._lexicon = self._lexical.lexicon

    def drafts(self, document: Document) -> Iterator[Draft]:
        """Drafts of every sentence in which the network sees an event."""
        lexical: dict[int, list[Draft]] = {}
        for draft in self._lexical.drafts(document):
            lexical.setdefault(draft.token.i, []).append(draft)
        skip = furniture(document, self._lexicon)
        mentions = _by_sentence(document)
        sentences = [
            s for s in document.doc.sents
            if s.start not in skip and (s.start in mentions or self._any_row(s))
        ]  # fmt: skip
        asked = []
        for sentence in sentences:
            inside = [d for i in range(sentence.start, sentence.end) for d in lexical.get(i, ())]
            table = features(document, sentence, inside, self._lexicon)
            asked.append(([t.text for t in sentence], table))
        for sentence, thought in zip(sentences, self._network.read(asked), strict=True):
            named = mentions.get(sentence.start, [])
            yield from self._sentence(document, sentence, thought, named, lexical)

    def _any_row(self, sentence: Span) -> bool:
        """Whether a sentence that names nobody has a word of the lexicon ("the bombing killed")."""
        verbs, nouns = self._lexicon.verbs, self._lexicon.nouns
        return any(t.lemma_.lower() in (verbs if is_verb(t) else nouns) for t in sentence)

    def _sentence(
        self, document: Document, sentence: Span, thought: Thought, mentions: list[Mention],
        lexical: dict[int, list[Draft]],
    ) -> Iterator[Draft]:  # fmt: skip
        for n in np.flatnonzero(1 - thought.types[:, 0] >= FLOOR):
            token = sentence.doc[sentence.start + int(n)]
            kind = TYPES[int(thought.types[n, 1:].argmax())]
            sure = float(thought.types[n, 1:].max())
            if sure < FLOOR or token.is_space or token.is_punct:
                continue
            same = [d for d in lexical.get(token.i, ()) if d.type == kind]
            draft = self._draft(document, token, kind, thought, int(n), same)
            actors, recipients = sides(
                document, self._network, thought, sentence, token, mentions, same[0] if same else None
            )
            if len(same) > 1:  # meetings told apart
                recipients = recipients or tuple(r for d in same for r in d.recipients)
            draft.actors = actors or draft.actors
            names = {a.name for a in draft.actors}
            draft.recipients = recipients or tuple(
                r for r in draft.recipients if r.name not in names
            )
            draft.bare = False
            draft.confidence = round(sure, 3)
            yield from apart(draft)

    def _draft(
        self, document: Document, token: Token, kind: str, thought: Thought, n: int,
        same: list[Draft],
    ) -> Draft:  # fmt: skip
        if same:
            draft = same[0]
            draft.notes.append(self._network.name)
        else:
            verbal = is_verb(token)
            entry = _entry(token.lemma_.lower(), kind, self._mode(kind, thought, n))
            predicate = Predicate(document, token, self._lexicon, verbal)
            draft = Draft(predicate, entry, (), (), read_status(token, self._lexicon))
        draft.status = _status(draft.status, thought, n)
        draft.alleged = bool(thought.alleged[n] >= _CLAIMED)
        return draft

    def _mode(self, kind: str, thought: Thought, n: int) -> str | None:
        best = int(thought.modes[n].argmax())
        name = self._network.modes[best]
        known = (kind, name) in self._lexicon.scores
        return name if known and thought.modes[n, best] >= _LEAST_MODE else None


_LEAST_MODE = 0.5


def _status(read: str, thought: Thought, n: int) -> Status:
    """The network's where it is sure, else what the words around were read to say."""
    best = int(thought.status[n].argmax())
    if thought.status[n, best] >= _SURE_OF_STATUS:
        return STATUSES[best]
    return read  # type: ignore[return-value]


@lru_cache(maxsize=4096)
def _entry(lemma: str, kind: str, mode: str | None) -> Entry:
    return Entry(
        rule="network", lemma=lemma, type=kind, mode=mode, needs=(), actor=(), recipient=(),
        complement=COMPLEMENT.get(kind, "keep"), contexts=(),
    )  # fmt: skip


def _by_sentence(document: Document) -> dict[int, list[Mention]]:
    """Mentions by the first token of their sentence."""
    found: dict[int, list[Mention]] = {}
    starts = [0] * len(document.doc)
    for sentence in document.doc.sents:
        starts[sentence.start : sentence.end] = [sentence.start] * (sentence.end - sentence.start)
    for mention in document.mentions:
        found.setdefault(starts[mention.head], []).append(mention)
    return found
