"""What the network is told of each word of a sentence: its forms, the parse, what the rules found.

What the rules made of the sentence goes in as features, so that the network learns where they are
right, where they cut content short, and what they never see.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc
from spacy.tokens import Span as Words
from spacy.vocab import Vocab

from dragoman.document import Document
from dragoman.statements.cues import cue_lemma, cues_in, prepositional, unsaid
from dragoman.statements.found import Found, Span
from dragoman.statements.grammar import phrase, starts_of
from dragoman.statements.pieces import assemble
from dragoman.statements.sources import noun_kind, quotations_of

NOTHING, CONTENT, SPEAKER = 0, 1, 2
"""What a word is in the statement of a cue."""

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]

_MENTIONS = ("person", "state", "organisation", "group", "role", "pronoun", "plural")
_USAGES = ("actor", "place", "modifier", "source")
_FRAMES = ("clause", "quote", "np", "inf", "oinf", "inv", "of", "ing", "comp", "passay", "full")
_SPEAKERS = (
    ("official", "spokesperson"),
    ("expert", "anonymous"),
    ("document", "agency", "newspaper", "broadcaster"),
)
_KINDS = ("direct", "mixed", "indirect")
_CHILDREN = ("ccomp", "xcomp", "dobj", "nsubj", "neg", "auxpass")
_LOOKS = ("capital", "mark", "colon", "number")
_NAMES = (
    *_MENTIONS, *_USAGES,
    "quoted", "opens", "closes",
    "verb cue", "unsaid", "neutral", *(f"frame {f}" for f in _FRAMES), "noun cue",
    "prepositional", "its object", "speaks", *(s[0] for s in _SPEAKERS),
    *_LOOKS, "first", "modal", *(f"has {c}" for c in _CHILDREN),
    *(f"rule content {k}" for k in _KINDS), "rule speaker", "rule cue",
    *(f"rule cue {k}" for k in _KINDS), "rule cue with speaker",
)  # fmt: skip
_AT = {name: n for n, name in enumerate(_NAMES)}
WIDTH = len(_NAMES)
_COLUMNS: list[int | str] = ["HEAD", "ORTH", "LEMMA", "DEP", "TAG", "ENT_TYPE"]
_MOST = 60_000  # words whose numbers are kept
TENSOR = 96
"""Numbers that the parser's encoder gives a word; they join the features where it is the parser
that the network was taught with."""


@dataclass(frozen=True, slots=True)
class Ruled:
    """One statement as the rules found it, by tokens of the report.

    Fields:
        cue: the cue's word, or -1 where no word marks the speech. content, speaker: tokens.
    """

    found: Found
    cue: int
    content: frozenset[int]
    speaker: frozenset[int]
    kind: str


@dataclass(frozen=True, slots=True)
class Table:
    """A report's words in numbers: ``features`` [W, WIDTH], and what the rules found."""

    features: Floats
    ruled: tuple[Ruled, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Form -> number, from 1; 0 is any other form."""

    lemmas: Mapping[str, int]
    dependencies: Mapping[str, int]
    tags: Mapping[str, int]
    entities: Mapping[str, int]
    _kept: dict[tuple[int, ...], tuple[int, int, int, int]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def numbers(self, words: Words) -> Numbers:
        """[W, 4]: lemma, dependency, tag and kind of entity of each word."""
        kept, found = self._kept, []
        if len(kept) > _MOST:
            kept.clear()
        for i, key in enumerate(map(tuple, _columns(words)[:, 1:].tolist())):
            numbers = kept.get(key)
            if numbers is None:
                token = words[i]
                numbers = kept[key] = (
                    self.lemmas.get(cue_lemma(token), 0),
                    self.dependencies.get(token.dep_, 0),
                    self.tags.get(token.tag_, 0),
                    self.entities.get(token.ent_type_, 0),
                )
            found.append(numbers)
        return np.array(found, dtype=np.int64)


def heads_of(words: Words) -> Numbers:
    """[W]: the word of a sentence that each hangs on; itself where that is none of these."""
    own = np.arange(len(words))
    heads = own + _columns(words)[:, 0].astype(np.int64)
    return np.where((heads >= 0) & (heads < len(words)), heads, own)


def _columns(words: Words) -> NDArray[np.uint64]:
    data = words.doc.user_data
    if _COLUMNS_KEPT not in data:
        data[_COLUMNS_KEPT] = words.doc.to_array(_COLUMNS)
    kept: NDArray[np.uint64] = data[_COLUMNS_KEPT]
    return kept[words.start : words.end]


_COLUMNS_KEPT = "dragoman.columns"


def tabulate(document: Document, found: Sequence[Found]) -> Table:
    """The features of every word of a report, given what the rules found in it."""
    doc = document.doc
    table = np.zeros((len(doc), WIDTH), dtype=np.float32)
    for mention in document.mentions:
        table[mention.head, _AT[mention.kind]] = 1
        table[mention.head, _AT[mention.usage]] = 1
    _forms(doc, table)
    places = _Places(doc)
    for q in quotations_of(document):
        inside = places.within(q.start, q.end)
        table[inside, _AT["quoted"]] = 1
        table[places.within(q.start, q.inner_start), _AT["opens"]] = 1
        table[places.within(q.inner_end, q.end), _AT["closes"]] = 1
    for first, _, head in prepositional(doc):
        table[first, _AT["prepositional"]] = 1
        table[head.i, _AT["its object"]] = 1
    ruled = tuple(_ruled(document, found, places))
    for rule in ruled:
        table[list(rule.content), _AT[f"rule content {rule.kind}"]] = 1
        table[list(rule.speaker), _AT["rule speaker"]] = 1
        if rule.cue >= 0:
            table[rule.cue, _AT["rule cue"]] = 1
            table[rule.cue, _AT[f"rule cue {rule.kind}"]] = 1
            table[rule.cue, _AT["rule cue with speaker"]] = bool(rule.speaker)
    return Table(table, ruled)


def ruled_row(content: Iterable[int], speaker: Iterable[int], low: int, high: int) -> Numbers:
    """For each word of a sentence 1 + what the rules took it for in one statement."""
    row = np.full(high - low, 1 + NOTHING, dtype=np.int64)
    row[[i - low for i in speaker if low <= i < high]] = 1 + SPEAKER
    row[[i - low for i in content if low <= i < high]] = 1 + CONTENT
    return row


class _Places:
    """Which tokens begin within some characters."""

    def __init__(self, doc: Doc) -> None:
        self._starts = starts_of(doc)

    def within(self, start: int, end: int) -> slice:
        low, high = np.searchsorted(self._starts, (start, end))
        return slice(int(low), int(high))

    def of(self, spans: Sequence[Span]) -> frozenset[int]:
        slices = [self.within(a, b) for a, b in spans]
        return frozenset(i for s in slices for i in range(s.start, s.stop))


def _ruled(document: Document, found: Sequence[Found], places: _Places) -> list[Ruled]:
    made = []
    for one in found:
        kind, spans = assemble(document.text, one)
        if spans:
            content = places.of(spans)
            speaker = frozenset(range(*phrase(one.speaker))) if one.speaker is not None else ()
            cue = -1 if one.how else one.token.i
            made.append(Ruled(one, cue, content, frozenset(speaker), kind))
    return made


def _forms(doc: Doc, table: Floats) -> None:
    """What each word is by itself and by what hangs on it."""
    told = doc.to_array(["ORTH", "HEAD", "DEP", "TAG", "POS", "LEMMA", "SENT_START"])
    words, apart, deps, tags, kinds, lemmas, opens = told.T
    strings = doc.vocab.strings
    for i, (verb, noun) in cues_in(doc).items():
        row = table[i]
        if verb is not None:
            row[_AT["verb cue"]] = 1
            row[_AT["unsaid"]] = unsaid(doc[i])
            row[_AT["neutral"]] = verb.neutral
            for frame in _FRAMES:
                row[_AT[f"frame {frame}"]] = frame in verb.frames
        row[_AT["noun cue"]] = noun is not None
    nouns = [strings[k] for k in ("NOUN", "ADJ", "PROPN")]
    for n in np.flatnonzero(np.isin(kinds, np.array(nouns, dtype=np.uint64))).tolist():
        kind = noun_kind(strings[lemmas[n]])
        if kind is not None:
            table[n, _AT["speaks"]] = 1
            for group in _SPEAKERS:
                table[n, _AT[group[0]]] = kind in group
    first = _AT[_LOOKS[0]]
    looks = [_looks(doc.vocab, word) for word in words.tolist()]
    table[:, first : first + len(_LOOKS)] = np.array(looks).reshape(-1, len(_LOOKS))
    table[opens == 1, _AT["first"]] = 1
    # HEAD is how far off the head stands: 0 is the word itself.
    heads = np.arange(len(doc)) + apart.astype(np.int64)
    for child in _CHILDREN:
        table[heads[(deps == strings[child]) & (apart != 0)], _AT[f"has {child}"]] = 1
    table[heads[(tags == strings["MD"]) & (apart != 0)], _AT["modal"]] = 1


@lru_cache(maxsize=100_000)
def _looks(vocab: Vocab, word: int) -> tuple[bool, bool, bool, bool]:
    """What :data:`_LOOKS` name."""
    form = vocab[word]
    return form.text[:1].isupper(), form.is_punct, form.text == ":", form.like_num
