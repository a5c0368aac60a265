"""Join what the network sees with what the rules found.

Where both see a statement of one cue, the network says which words it carries and whose they are,
if it is much surer of its own reading; what the rules alone found stays, but for paraphrases in
which it is sure that nobody speaks; what the network alone sees is added where somebody is named
who speaks. Which mark closes a quotation, and who goes on speaking in the next sentence, is the
rules' to say; which quotations of a sentence a cue carries, the network's where it is much surer.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from spacy.tokens import Doc, Span, Token

from dragoman.document import Document
from dragoman.source_kinds import MEDIA
from dragoman.statements.cues import (
    Cue,
    cue_book,
    cue_lemma,
    cues_in,
    noun_cue,
    unsaid,
    verb_cue,
)
from dragoman.statements.found import Found, characters
from dragoman.statements.joined import who_goes_on
from dragoman.statements.quotes import Quotation, in_capitals
from dragoman.statements.sources import noun_kind, quotations_of
from dragoman.statements.speaker import speaker_of
from dragoman.statements.trained.features import (
    CONTENT,
    NOTHING,
    SPEAKER,
    Floats,
    Ruled,
    Table,
    ruled_row,
    tabulate,
)
from dragoman.statements.trained.network import (
    LONGEST,
    Network,
    Thought,
    in_runs,
    load_network,
)

SEES = {"noun": 0.3, "verb": 0.5, "new": 0.9}
"""Probability from which the network's own statement is added: at a noun or verb of the code book
that the rules passed over, and at another word. Chosen on sentences that it did not learn from."""
DOUBTS = 0.25
"""Probability below which a paraphrase that the rules found is left out."""
SURER = 6.0
"""How much surer the network must be than of the rules' words to replace them: summed log odds."""
SURER_QUOTED = 12.0
"""The same for words that the rules found all in quotation marks."""
_FAINT = min(SEES.values())  # no word below it is asked what it may be
_SURE = 0.5  # probability from which a cue speaks for the words that it carries
_SAME = 0.5  # share of words two contents have in common from which they are one statement
_SHORTEST = 3  # words; shorter sentences are not read


@dataclass(frozen=True, slots=True)
class Seen:
    """A statement as the network sees it, by tokens of the report.

    Fields:
        cue: the word that marks it. content, speaker: tokens.
        name: the word that stands for the speaker; None where the sentence does not name it.
        shares: [W, 3], how likely each word of the sentence is nothing, content or speaker.
    """

    cue: Token
    content: frozenset[int]
    speaker: frozenset[int]
    name: Token | None
    shares: Floats


def mend(
    document: Document,
    found: Sequence[Found],
    network: Network | None = None,
    *,
    broad: bool = False,
) -> list[Found]:
    """What the rules found, mended and completed by the network.

    ``broad``: beliefs, wishes and plans count as statements, too.
    """
    network = network or load_network()
    table = tabulate(document, found)
    by_cue = {rule.cue: rule for rule in table.ruled if rule.cue >= 0}
    added: list[Found] = []
    gone: set[int] = set()
    speech = None if broad else _marks_of_speech(document.doc, by_cue)
    for sentence in document.doc.sents:
        if speech is not None and speech[sentence.start] == speech[sentence.end]:
            continue  # of 3,805 statements in news 4 came from such sentences, a third of all
        told = (t for t in sentence if not t.is_punct and not t.is_space)
        if len(list(islice(told, _SHORTEST))) < _SHORTEST:
            continue
        low, high = sentence.start, min(sentence.end, sentence.start + LONGEST)
        rows = table.features[sentence.start : sentence.end]
        thought = network.read(sentence, rows, broad=broad)
        doubted: list[Ruled] = []
        sure: list[frozenset[int]] = []
        shares = thought.cues.tolist()
        cues = [n for n, s in enumerate(shares, start=low) if s >= _FAINT or n in by_cue]
        words = list(sentence[:LONGEST]) if cues else []
        for cue in cues:
            rule, share = by_cue.get(cue), shares[cue - low]
            if rule is not None and share < DOUBTS and _may_err(rule, low, high):
                doubted.append(rule)
            least = 0.0 if rule is not None else _least(words[cue - low], broad=broad)
            if share < min(least, _SURE):
                continue
            seen = _seen(network, thought, words, cue, rule)
            if not seen.content:
                continue
            if share >= _SURE:
                sure.append(seen.content)
            if share < least:
                continue
            if rule is not None:
                _recut(rule, seen, sentence)
            elif not _told(seen, table, low, high):
                added += _new(document, seen)
        # "said in a statement that": one of the two words may carry all the network's trust.
        gone |= {id(r.found) for r in doubted if not any(_alike(r.content, s) for s in sure)}
    return [*(f for f in found if id(f) not in gone), *added]


def _marks_of_speech(doc: Doc, ruled: Iterable[int]) -> list[int]:
    """[W + 1]: how many words before each place may have to do with speech: cues of the code book
    and those of the rules, clauses that a verb takes, quotation marks."""
    marked = np.isin(doc.to_array("DEP"), [doc.vocab.strings["ccomp"]])
    quoting = [doc.vocab.strings[word] for word in ('"', "according")]
    marked |= np.isin(doc.to_array("LOWER"), np.array(quoting, dtype=np.uint64))
    marked[[*cues_in(doc), *ruled]] = True
    return [0, *np.cumsum(marked).tolist()]


def _least(token: Token, *, broad: bool) -> float:
    """The probability from which a word that the rules passed over marks speech.

    "Reportedly" names nobody, and "declined to say" says nothing: 1, which none reaches.
    """
    if token.lower_ == "according":
        return SEES["verb"]
    if broad:
        return _SURE  # words of belief and wish stand in no code book of speech
    if token.pos_ not in ("VERB", "AUX", "NOUN", "PROPN") or unsaid(token):
        return 1.0
    if noun_cue(token) is not None:
        return SEES["noun"]
    return SEES["verb"] if verb_cue(token) is not None else SEES["new"]


def _may_err(rule: Ruled, low: int, high: int) -> bool:
    """Whether the rules took a verb for one of speech that may be none, as "said" never is.

    What carries the words of other sentences ("the article goes on:") the network has not read.
    """
    if any(not low <= i < high for i in rule.content):
        return False
    found = rule.found
    if rule.kind == "direct" or found.verbatim or found.speaker is None or found.cue.lemma == "say":
        return False
    return found.token.pos_ == "VERB" and noun_kind(found.speaker.lemma_) not in MEDIA


def _seen(
    network: Network, thought: Thought, words: Sequence[Token], cue: int, rule: Ruled | None
) -> Seen:
    """What the network takes the words of a sentence for, given one cue."""
    low, long = words[0].i, len(words)
    content, speaker = (rule.content, rule.speaker) if rule is not None else ((), ())
    ruled = ruled_row(content, speaker, low, low + long)
    if rule is None:
        ruled[:] = 0
    token = words[cue - low]
    shares = network.roles(thought, cue - low, network.hung(token, words), ruled)
    best = in_runs(shares)
    best[cue - low] = NOTHING
    named = [t for t, role in zip(words, best, strict=True) if role == SPEAKER]
    return Seen(
        cue=token,
        content=frozenset(i for i, role in enumerate(best, start=low) if role == CONTENT),
        speaker=frozenset(t.i for t in named),
        name=_name(named, shares, low),
        shares=shares,
    )


def _name(named: Sequence[Token], shares: Floats, low: int) -> Token | None:
    """The word that the others of a speaker hang on; the likeliest where there are several."""
    inside = {t.i for t in named}
    tops = [
        t
        for t in named
        if (t.head.i not in inside or t.head.i == t.i)
        and t.pos_ in ("NOUN", "PROPN", "PRON", "ADJ")
    ]
    return max(tops, key=lambda t: (float(shares[t.i - low, SPEAKER]), -t.i), default=None)


def _recut(rule: Ruled, seen: Seen, sentence: Span) -> None:
    """Give a statement of the rules the words and the speaker that the network sees, where it is
    much surer of them than of the rules'."""
    found, doc = rule.found, sentence.doc
    low, high = sentence.start, sentence.start + len(seen.shares)
    ours = frozenset(i for i in rule.content if low <= i < high)
    least = SURER_QUOTED if rule.kind == "direct" else SURER
    gain = _gain(seen, ours, seen.content, CONTENT, low, doc)
    if ours and gain >= least:
        start, end = doc[low].idx, doc[sentence.end - 1].idx + len(doc[sentence.end - 1])
        outside = [(a, b) for a, b in found.indirect if b <= start or a >= end]
        inside = characters(pieces(doc, seen.content), doc)
        found.indirect = sorted(outside + inside)
        found.quotations = [
            q for q in found.quotations
            if q.end <= start or q.start >= end
            or any(a < q.inner_end and q.inner_start < b for a, b in inside)
        ]  # fmt: skip
        found.recut = True
    if seen.name is None or not rule.speaker or rule.speaker & seen.speaker or found.through:
        return
    theirs = frozenset(i for i in rule.speaker if low <= i < high)
    if _gain(seen, theirs, seen.speaker, SPEAKER, low) >= SURER:
        found.speaker = seen.name


def _gain(
    seen: Seen,
    ours: frozenset[int],
    theirs: frozenset[int],
    role: int,
    low: int,
    doc: Doc | None = None,
) -> float:
    """How much surer the network is of its own words in a role than of the rules' words.

    With ``doc``, marks and spaces do not count.
    """
    gain = 0.0
    for i in sorted(ours ^ theirs):
        if doc is not None and not _is_word(doc[i]):
            continue
        share = min(max(float(seen.shares[i - low, role]), 1e-4), 1 - 1e-4)
        odds = math.log(share / (1 - share))
        gain += odds if i in theirs else -odds
    return gain


def pieces(doc: Doc, tokens: Iterable[int]) -> list[tuple[int, int]]:
    """Token ranges of some words; marks and spaces between them part nothing.

    A piece without a word is left out.
    """
    ranges: list[tuple[int, int]] = []
    for i in sorted(tokens):
        if doc[i].is_space or not any(c.isalnum() for c in doc[i].text):
            continue
        if ranges and not any(_is_word(t) for t in doc[ranges[-1][1] : i]):
            ranges[-1] = (ranges[-1][0], i + 1)
        else:
            ranges.append((i, i + 1))
    return ranges


def _is_word(token: Token) -> bool:
    return any(c.isalnum() for c in token.text)


def _told(seen: Seen, table: Table, low: int, high: int) -> bool:
    """Whether the rules found these words to be somebody's already.

    Words that hold the cue itself are another's who reports them: "She told us that ...", he said.
    """
    for rule in table.ruled:
        if seen.cue.i in rule.content:
            continue
        if _alike(frozenset(i for i in rule.content if low <= i < high), seen.content):
            return True
    return False


def _alike(one: frozenset[int], other: frozenset[int]) -> bool:
    """Whether two contents have so many words in common that they are one statement's."""
    return bool(one) and len(one & other) >= _SAME * len(one | other)


def _new(document: Document, seen: Seen) -> Iterator[Found]:
    """A statement that the network alone sees, where somebody is there to speak it."""
    token, doc = seen.cue, document.doc
    cue = _cue(token)
    last = token.i + (2 if cue.pos == "prep" else 1)
    speaker = seen.name or speaker_of(token, cue, set()) or who_goes_on(token)
    if speaker is None or speaker.lower_ == "i" or speaker.i in seen.content:
        return
    found = Found(token, cue, token.i, last, speaker, (token.i, last))
    found.indirect = characters(pieces(doc, seen.content), doc)
    found.quotations = list(_quotations(document, found))
    if found.indirect and not _is_name(document, found):
        yield found


def _is_name(document: Document, found: Found) -> bool:
    """Whether the words are but the name of a work: 'released "Man of the Hills"'."""
    if len(found.quotations) != 1 or found.token.text[:1].isupper():
        return False  # in a headline every word has its capital
    [quotation] = found.quotations
    within = all(quotation.start <= a and b <= quotation.end for a, b in found.indirect)
    return within and in_capitals(document.text[quotation.inner_start : quotation.inner_end])


def _cue(token: Token) -> Cue:
    """The row of the code book, or one for a word that has none."""
    book = cue_book()
    if token.lower_ == "according":
        return book["according to", "prep"]
    pos = "noun" if token.pos_ in ("NOUN", "PROPN") else "verb"
    lemma = cue_lemma(token)
    known = book.get((lemma, pos))
    return known or Cue(lemma, pos, frozenset({"clause", "np"}), "", None, neutral=True)


def _quotations(document: Document, found: Found) -> Iterator[Quotation]:
    """The quotations that stand within the words."""
    for q in quotations_of(document):
        if any(a <= q.inner_start and q.inner_end <= b + 1 for a, b in found.indirect):
            yield q
