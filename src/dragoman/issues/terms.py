"""Phrases in the sentences of records: which there are, how often, and how telling they are."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import log

from dragoman.codebooks.tables import read_table
from dragoman.codebooks.tables import split as values_of
from dragoman.issues.book import NEW_PREFIX
from dragoman.issues.propose import stop_words
from dragoman.issues.table import tables_stamp
from dragoman.language.sentences import sentences
from dragoman.records import UNKNOWN_CODE, Event, Reading, Statement

_WORD = re.compile(r"[^\W\d_][\w’'-]*|\S")
_LONGEST = 3
_ALONE = 6  # letters of a single word
_RARE = 2.5  # reports per thousand of a word that news_words.tsv leaves out
_COMMON = 450  # reports per thousand: such a word says nothing at the end of a phrase
_ANYWHERE = 500


@dataclass(slots=True)
class Told:
    """A sentence with events or statements in it.

    Fields:
        start: character in the report.
        text: the sentence, verbatim.
        names: stretches of it that name an actor, as offsets into it.
    """

    report: str
    start: int
    text: str
    records: list[Event | Statement] = field(default_factory=list)
    names: list[tuple[int, int]] = field(default_factory=list)

    @property
    def unmarked(self) -> int:
        """How many of its records no issue of the book marks."""
        return sum(all(i.startswith(NEW_PREFIX) for i in r.issues) for r in self.records)

    @property
    def codes(self) -> set[str]:
        """Codes of all who act, speak or are addressed in it."""
        found: set[str] = set()
        for r in self.records:
            if isinstance(r, Event):
                found |= {a.code for a in (*r.actors, *r.recipients)}
            else:
                found |= {r.speaker.code, r.addressee.code if r.addressee else UNKNOWN_CODE}
        return found - {UNKNOWN_CODE}


@dataclass(slots=True)
class Term:
    """A phrase over all sentences of records.

    Fields:
        forms: how it is written -> how often.
        places: the sentences, by number.
    """

    key: str
    forms: Counter[str] = field(default_factory=Counter)
    places: list[int] = field(default_factory=list)

    @property
    def form(self) -> str:
        """How it is written most often; where its singular is written too, that."""
        shown = min(self.forms, key=lambda f: (-self.forms[f], f))
        return next((f for f in sorted(self.forms) if shown == f"{f}s"), shown)


def told_sentences(readings: Iterable[Reading]) -> list[Told]:
    """The sentences of records, by report; a sentence that stood in an earlier report is left out.

    So what newspapers print under every report, and what one copies from another, counts once.
    """
    found: list[Told] = []
    seen: set[str] = set()
    for reading in readings:
        places = sentences(reading.text)
        held: dict[int, Told] = {}
        records: list[Event | Statement] = [*reading.events, *reading.statements]
        for record in records:
            spans = record.content if isinstance(record, Statement) else record.evidence[:1]
            for n, place in enumerate(places):
                if any(s.start < place.end and place.start < s.end for s in spans):
                    told = held.setdefault(
                        n,
                        Told(reading.report.id, place.start, reading.text[place.start : place.end]),
                    )
                    told.records.append(record)
        fresh = []
        for _, told in sorted(held.items()):
            key = " ".join(told.text.lower().split())
            if key not in seen:
                seen.add(key)
                end = told.start + len(told.text)
                told.names = [
                    (m.start - told.start, m.end - told.start)
                    for m in reading.mentions
                    if told.start <= m.start and m.end <= end
                ]
                fresh.append(told)
        found += fresh
    return found


def terms_of(told: Sequence[Told], least_reports: int) -> dict[str, Term]:
    """Phrases that stand in sentences of so many reports at least, and hold together."""
    reports: dict[str, int] = defaultdict(int)
    last: dict[str, str] = {}
    for sentence in told:  # counted first: most phrases stand in one report, and are not kept
        for key, _ in phrases(sentence):
            if last.get(key) != sentence.report:
                last[key] = sentence.report
                reports[key] += 1
    words: Counter[str] = Counter()
    found: dict[str, Term] = {}
    for number, sentence in enumerate(told):
        words.update(set(_WORD.findall(sentence.text.lower())))
        for key, form in phrases(sentence):
            if reports[key] >= least_reports:
                term = found.setdefault(key, Term(key))
                term.forms[form] += 1
                if term.places[-1:] != [number]:
                    term.places.append(number)
    size = len(told)
    return {key: t for key, t in found.items() if _together(t, words, size)}


def phrases(told: Told) -> Iterator[tuple[str, str]]:
    """Phrases of a sentence: one to three words without a common one; key and form.

    A single word is one only where it is long and does not open the sentence. What names an actor
    is none.

    Example:
        >>> said = Told("r", 0, "They spoke of salt caravans, and of the Copper Quay.")
        >>> [form for _, form in phrases(said)]
        ['salt caravans', 'caravans', 'Copper', 'Copper Quay']
    """
    generic, vague = stop_words()
    common = news_words()
    tokens = [(m.group(), m.start(), m.end()) for m in _WORD.finditer(told.text)]
    for first, (_, start, _) in enumerate(tokens):
        for size in range(1, _LONGEST + 1):
            part = tokens[first : first + size]
            if len(part) < size or not part[-1][0][0].isalpha():
                break
            word, at, end = part[-1]
            low = word.lower().removesuffix("’s").removesuffix("'s")
            if size > 1 and told.text[part[-2][2] : at] not in (" ", "-"):
                break
            if size > 1 and part[-2][0].endswith(("’s", "'s")):
                break
            if common.get(low, _RARE) >= _ANYWHERE or low in vague or len(low) < 3 or low[1] == "-":
                break
            if common.get(low, _RARE) >= _COMMON or low in generic or _singular(low) in generic:
                continue
            if size == 1 and (first == 0 or len(word) < _ALONE):
                continue
            if any(a <= start and end <= b for a, b in told.names):
                continue
            form = told.text[start:end].removesuffix("’s").removesuffix("'s")
            yield " ".join(_singular(w) for w in re.split(r"[\s-]+", form.lower())), form


def telling(words: str) -> float:
    """How much the words of a key tell: the mean of their rareness in news, 0 (every report) to 6.

    Example:
        >>> telling("salt caravan") > telling("salt talks") > telling("the")
        True
    """
    common = news_words()
    rare = [log(1000 / min(1000, max(_RARE, common.get(w, _RARE)))) for w in words.split()]
    return sum(rare) / len(rare)


def _together(term: Term, words: Counter[str], size: int) -> bool:
    """Whether the words of a phrase stand together much more often than by chance."""
    parts = term.key.split()
    if len(parts) == 1:
        return True
    both = len(term.places)
    first, last = (max(words[p], words[p + "s"], both) for p in (parts[0], parts[-1]))
    return log_likelihood(both, first, last, size) > _HOLDS


_HOLDS = 15.0  # of a log-likelihood ratio: one in ten thousand by chance


def log_likelihood(both: int, first: int, last: int, size: int) -> float:
    """Dunning's ratio for two words in ``size`` sentences; 0 where they avoid each other.

    Example:
        >>> log_likelihood(10, 12, 11, 1000) > 50, log_likelihood(1, 100, 100, 1000)
        (True, 0.0)
    """
    if both * size <= first * last:
        return 0.0
    cells = (
        (both, first * last), (first - both, first * (size - last)),
        (last - both, (size - first) * last),
        (max(0, size - first - last + both), (size - first) * (size - last)),
    )  # fmt: skip
    return 2 * sum(n * log(n * size / expected) for n, expected in cells if n and expected)


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 5 and word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") and word[-2] not in "sui" else word


@lru_cache(maxsize=1)
def news_words() -> dict[str, float]:
    """How many of a thousand reports hold a word."""
    return {row["word"]: float(row["per_thousand"]) for row in read_table("news_words")}


def page_words() -> frozenset[str]:
    """Words of newspapers about themselves, and the names of media, in lower case."""
    return _page_words(tables_stamp())


@lru_cache(maxsize=4)
def _page_words(stamp: object) -> frozenset[str]:
    del stamp
    own = {row["word"] for row in read_table("proposal_words") if row["what"] == "page"}
    media = read_table("media")
    return frozenset(
        own | {n.lower() for row in media for n in (row["name"], *values_of(row["aliases"]))}
    )
