"""The coder that learned from annotated reports, joined with the lexicon's."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from spacy.tokens import Span, Token

from dragoman.document import Document, Mention
from dragoman.events.arguments import Predicate
from dragoman.events.coder import LexiconCoder, apart
from dragoman.events.draft import Draft
from dragoman.events.lexicon import Entry
from dragoman.events.senses import furniture
from dragoman.events.status import read_status
from dragoman.events.syntax import carrying_verb, is_verb
from dragoman.events.trained.features import STATUSES, TYPES, features
from dragoman.events.trained.network import Group, Network, Thought, load_network
from dragoman.events.trained.parties import Sentence, ask, sides, times_in
from dragoman.events.worth import confidence
from dragoman.records import UNKNOWN_CODE, Actor

FLOOR = 0.1
"""Least probability of a draft; the stage leaves out what is less sure than its own threshold."""
_SURE_OF_STATUS = 0.5
_CLAIMED = 0.5
_DISAGREES = 0.2  # a row's type gives way where another is five times as likely
_SURE_OF_SIDES = 0.6  # confidence of the rules from which the sides that a row found stand
FIRM = 0.7  # confidence of the rules from which a row stands by itself
# Acts that go on ("provides it with arms"), threats by condition, next stops of a journey: seldom
# shown to the network.
_STANDING = frozenset({"AID", "CONSULT", "SUPPORT", "THREATEN"})
_BY_ROW = frozenset({"possible", "neg"})  # rows with these conditions settle the status themselves
_NOBODY = 0.6  # confidence of an event that is told though no side of it is known
_GAMES = 2  # sentences with words of sport, at least, unless there are fewer
_PLAYED = 0.15  # share of sentences with words of sport from which a report is about a game
NO_ROW = "no row of the lexicon"
_SAID = 0.1  # an alleged share below this is not worth telling


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
        self.least = self._network.least
        self.made_by = f"trained, {self._network.name}"

    def drafts(self, document: Document) -> Iterator[Draft]:
        """Drafts of every sentence in which the network sees an event."""
        if self._is_sport(document):
            return
        lexical: dict[int, list[Draft]] = {}
        for draft in self._lexical.drafts(document):
            lexical.setdefault(draft.token.i, []).append(draft)
        skip = furniture(document, self._lexicon)
        mentions = _by_sentence(document)
        spans = [
            s for s in document.doc.sents
            if s.start not in skip and (s.start in mentions or self._any_row(s))
        ]  # fmt: skip
        asked = []
        for span in spans:
            inside = [d for i in range(span.start, span.end) for d in lexical.get(i, ())]
            table = features(document, span, inside, self._lexicon)
            asked.append(([t.text for t in span], table))
        for span, thought in zip(spans, self._network.read(asked), strict=True):
            named = mentions.get(span.start, [])
            sentence = Sentence(document, self._network, span, thought, named)
            yield from self._sentence(sentence, lexical)

    def _is_sport(self, document: Document) -> bool:
        """Whether a report is about a game, whose attacks and defeats are none."""
        words, every = self._lexicon.words, list(document.doc.sents)
        played = 0
        for sentence in every:
            said = {t.lower_ for t in sentence}
            played += bool(said & words["sport"]) or len(said & words["sport_together"]) > 1
        return played >= min(len(every), _GAMES) and played >= _PLAYED * len(every)

    def _any_row(self, sentence: Span) -> bool:
        """Whether a sentence that names nobody has a word of the lexicon ("the bombing killed")."""
        verbs, nouns = self._lexicon.verbs, self._lexicon.nouns
        return any(t.lemma_.lower() in (verbs if is_verb(t) else nouns) for t in sentence)

    def _sentence(self, sentence: Sentence, lexical: dict[int, list[Draft]]) -> Iterator[Draft]:
        """The drafts of one sentence, in the order of its words."""
        document, thought, first = sentence.document, sentence.thought, sentence.span.start
        likest = thought.types[:, 1:].max(axis=-1).tolist()
        for n, high in enumerate(likest):
            rows = lexical.get(first + n, [])
            if not rows and high < FLOOR:
                continue
            token = document.doc[first + n]
            kinds = thought.types[n, 1:]
            best = int(kinds.argmax())
            if rows and (
                kinds[TYPES.index(rows[0].type)] >= _DISAGREES * kinds[best]
                or confidence(rows[0]) >= FIRM
            ):
                for draft in rows:  # meetings told apart are several
                    self._join(sentence, token, n, draft)
                    yield draft
            elif kinds[best] >= FLOOR and not token.is_space and not token.is_punct:
                draft = self._new(document, token, TYPES[best], thought, n)
                self._join(sentence, token, n, draft)
                if _known(draft.parties) or draft.confidence >= _NOBODY:
                    yield from apart(draft)

    def _join(self, sentence: Sentence, token: Token, n: int, draft: Draft) -> None:
        """Give a draft what the network thinks of it; what a sure row found of the sides stands."""
        thought = sentence.thought
        row = draft.entry.rule != NO_ROW
        surety = confidence(draft) if row else 0.0
        group: Group = "word" if not row else "firm" if surety >= FIRM else "row"
        kind = TYPES.index(draft.type)
        if not _BY_ROW & set(draft.entry.needs) and not _plain(draft):
            draft.status = _status(draft.status, thought, n)
        draft.stands = group == "firm" and draft.type in _STANDING and _two_states(draft)
        sure = surety >= _SURE_OF_SIDES
        if draft.bare or not (sure and _known(draft.actors) and _known(draft.recipients)):
            lexical = draft if row else None
            asked = ask(sentence, token, draft.type, draft.status, lexical, surety)
            found = sides(asked, self._network.chooser)
            if draft.bare and row:
                draft.offered = found
            else:
                _fill(draft, found, sure)
        draft.when = times_in(sentence, token)
        score = float(thought.types[n, 1 + kind])
        draft.alleged = bool(thought.alleged[n] >= _CLAIMED) or (row and draft.alleged)
        draft.confidence = round(self._network.sure(score, group), 3)
        if row:
            draft.notes.insert(0, f"{group} row, {surety:.2f} by its rules")
        draft.notes.insert(0, self._told(draft, thought, n))

    def _new(self, document: Document, token: Token, kind: str, thought: Thought, n: int) -> Draft:
        """A draft of a word for which no row of the lexicon gave one of this type."""
        entry = _entry(token.lemma_.lower(), kind, self._mode(kind, thought, n))
        predicate = Predicate(document, token, self._lexicon, is_verb(token))
        return Draft(predicate, entry, (), (), read_status(token, self._lexicon))

    def _told(self, draft: Draft, thought: Thought, n: int) -> str:
        """What the network gave to a draft, for ``Event.made_by``."""
        shares = [f"{draft.type} {thought.types[n, 1 + TYPES.index(draft.type)]:.2f}"]
        shares.append(f"{draft.status} {thought.status[n, STATUSES.index(draft.status)]:.2f}")
        if thought.alleged[n] >= _SAID or draft.alleged:
            shares.append(f"alleged {thought.alleged[n]:.2f}")
        return f"{self._network.name}: {', '.join(shares)}"

    def _mode(self, kind: str, thought: Thought, n: int) -> str | None:
        best = int(thought.modes[n].argmax())
        name = self._network.modes[best]
        known = (kind, name) in self._lexicon.scores
        return name if known and thought.modes[n, best] >= _LEAST_MODE else None


_LEAST_MODE = 0.5


def _status(read: str, thought: Thought, n: int) -> str:
    """The network's where it is sure, else what the words around were read to say."""
    best = int(thought.status[n].argmax())
    if thought.status[n, best] >= _SURE_OF_STATUS:
        return STATUSES[best]
    return read


def _plain(draft: Draft) -> bool:
    """ "Did not impose sanctions", "may visit": a deed whose own verb tells, with no weighing."""
    verb = draft.token if draft.predicate.verbal else carrying_verb(draft.token)
    if draft.type in _WORDS or verb is None:
        return False
    if draft.status == "negated":
        ends = draft.predicate.lexicon.words["ending_verbs"]
        return verb.lemma_ not in ends and any(c.dep_ == "neg" for c in verb.children)
    doubted = any(c.lower_ in ("may", "might") and c.dep_ == "aux" for c in verb.children)
    return draft.status == "possible" and doubted


_WORDS = frozenset({"SUPPORT", "ACCUSE", "REQUEST", "REJECT", "THREATEN", "CONCEDE"})


def _fill(draft: Draft, found: tuple[tuple[Actor, ...], tuple[Actor, ...]], sure: bool) -> None:
    """Give a draft the sides that were chosen; a known side that a sure row found stands."""
    actors, recipients = found
    if _known(draft.actors) and sure:
        actors = draft.actors
        recipients = _without(recipients, actors)
    if _known(draft.recipients) and sure:
        recipients = draft.recipients
        if not _known(draft.actors):
            actors = _without(actors, recipients)
    draft.actors, draft.recipients = actors or draft.actors, recipients or draft.recipients


def _without(side: tuple[Actor, ...], other: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """A side without those whom the other names."""
    names = {a.name for a in other}
    return tuple(a for a in side if a.name not in names)


def _known(side: tuple[Actor, ...]) -> bool:
    """Whether the state of somebody on a side is known."""
    return any(a.code != UNKNOWN_CODE for a in side)


def _two_states(draft: Draft) -> bool:
    """Whether a row found both sides, and they are different states or organisations."""
    acting, taking = ({a.code for a in side} for side in (draft.actors, draft.recipients))
    known = UNKNOWN_CODE not in acting | taking
    return bool(acting and taking) and known and acting.isdisjoint(taking)


@lru_cache(maxsize=4096)
def _entry(lemma: str, kind: str, mode: str | None) -> Entry:
    return Entry(
        rule=NO_ROW, lemma=lemma, type=kind, mode=mode, needs=(), actor=(), recipient=(),
        complement="keep",  # what the network alone sees governs nothing
        contexts=(),
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
