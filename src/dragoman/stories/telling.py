"""One report's telling of an event or an utterance, with everything that is compared."""

from __future__ import annotations

import bisect
import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from dragoman.records import UNKNOWN_CODE, Actor, Date, Event, Evidence, Place, Reading, Statement
from dragoman.stories.actors import fold, is_specific, is_state_name, state_name
from dragoman.stories.forms import Token, plain_key, tokens
from dragoman.stories.words import Count, Word, counts, families, weight, word_set, words

_BREAK = re.compile(r"[.!?][\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9])|\n+")
_CLAUSE = re.compile(r"[;:]|\s[–—-]{1,2}\s")
_ACTOR_WEIGHT = 2.0  # less than a rare word: the actors of a story are named all over it
_REACH = 16  # words each side of a trigger that belong to its telling

Bag = dict[str, float]


class Told:
    """A reading made ready for comparison: its words, its sentences, who is named where."""

    def __init__(self, reading: Reading) -> None:
        """Nothing is computed before it is asked for."""
        self.reading = reading
        self.text = reading.text

    @cached_property
    def words(self) -> list[Word]:
        """The words of the text."""
        return words(self.text)

    @cached_property
    def surface(self) -> dict[str, str]:
        """Stem -> the first word of the text that has it."""
        found: dict[str, str] = {}
        for word in self.words:
            found.setdefault(word.stem, word.form)
        return found

    @cached_property
    def _starts(self) -> list[int]:
        return [word.start for word in self.words]

    @cached_property
    def _sentences(self) -> list[int]:
        return [0, *(match.end() for match in _BREAK.finditer(self.text)), len(self.text) + 1]

    @cached_property
    def codes(self) -> dict[int, str]:
        """Start of a word -> "@CODE" where a mention with a code covers it."""
        found: dict[int, str] = {}
        for mention in self.reading.mentions:
            if mention.code == UNKNOWN_CODE:
                continue
            mark = f"@{fold(mention.name)}" if is_specific(mention) else f"@{mention.code}"
            for word in self.between(mention.start, mention.end):
                found[word.start] = mark
        return found

    @cached_property
    def named(self) -> dict[int, tuple[str, str]]:
        """Start of a word -> the actor that it names or stands for, and the mention's words."""
        found: dict[int, tuple[str, str]] = {}
        for mention in self.reading.mentions:
            key = mention.name if is_specific(mention) else mention.code
            for word in self.between(mention.start, mention.end):
                found[word.start] = fold(key), mention.text
        return found

    def between(self, start: int, end: int) -> list[Word]:
        """The words between two offsets."""
        first = bisect.bisect_left(self._starts, start)
        last = bisect.bisect_left(self._starts, end)
        return self.words[first:last]

    def sentence(self, at: int) -> tuple[int, int]:
        """The bounds of the sentence around an offset."""
        i = bisect.bisect_right(self._sentences, at) - 1
        return self._sentences[i], min(self._sentences[i + 1], len(self.text))

    def sentence_number(self, at: int) -> int:
        """Which sentence an offset stands in, the first is 0."""
        return bisect.bisect_right(self._sentences, at) - 1

    @cached_property
    def stem_counts(self) -> Counter[str]:
        """How often the text holds each stem."""
        return Counter(word.stem for word in self.words)

    def clause(self, start: int, end: int) -> tuple[int, int]:
        """The bounds of the part of the sentence around two offsets, at most 16 words each side."""
        low, high = self.sentence(start)
        high = max(high, end)
        for match in _CLAUSE.finditer(self.text, low, high):
            if match.end() <= start:
                low = match.end()
            elif match.start() >= end:
                high = match.start()
                break
        before = self.between(low, start)[-_REACH:]
        after = self.between(end, high)[:_REACH]
        return (before[0].start if before else start), (after[-1].end if after else end)

    def bag(self, spans: Iterable[tuple[int, int]], without: frozenset[str] = frozenset()) -> Bag:
        """Telling words between offsets, weighted; actors by their name or code, however told."""
        found: Bag = {}
        for start, end in spans:
            for word in self.between(start, end):
                mark = self.codes.get(word.start)
                if mark is not None:
                    if mark not in without:
                        found[mark] = _ACTOR_WEIGHT
                elif word.stem not in without and (value := weight(word.form)) >= 1.0:
                    found[word.stem] = max(value, found.get(word.stem, 0.0))
        return found


def shown(key: str, told: Told) -> str:
    """A key of a bag as words: an actor's name for its mark, a word of the text for its stem."""
    return state_name(key[1:]) if key.startswith("@") else told.surface.get(key, key)


def likeness(a: Bag, b: Bag) -> float:
    """Cosine of two bags of words, 0 to 1; 0 where either is empty.

    Example:
        >>> likeness({"tea": 2.0}, {"tea": 2.0, "@KEN": 2.0}) > 0.7
        True
    """
    dot = sum(value * b[key] for key, value in a.items() if key in b)
    size = math.sqrt(sum(v * v for v in a.values()) * sum(v * v for v in b.values()))
    return dot / size if size else 0.0


@dataclass(frozen=True)
class EventTelling:
    """An event as one report tells it."""

    event: Event
    told: Told
    rank: int

    @property
    def report(self) -> str:
        """The report's id."""
        return self.event.report

    @cached_property
    def triggers(self) -> tuple[Evidence, ...]:
        """The spans of the trigger."""
        return tuple(e for e in self.event.evidence if e.role == "trigger")

    @cached_property
    def start(self) -> int:
        """Where it is told."""
        spans = self.triggers or self.event.evidence
        return min((e.start for e in spans), default=0)

    @cached_property
    def end(self) -> int:
        """Where the trigger ends."""
        return max((e.end for e in self.triggers), default=self.start)

    @cached_property
    def trigger(self) -> str:
        """The trigger's words."""
        return " ".join(self.told.text[e.start : e.end] for e in self.triggers)

    @cached_property
    def stems(self) -> frozenset[str]:
        """Stems of the trigger's telling words; of all, where none tells much."""
        found = [w for e in self.triggers for w in self.told.between(e.start, e.end)]
        return frozenset(w.stem for w in found if weight(w.form) >= 1.0) or frozenset(
            w.stem for w in found
        )

    @cached_property
    def families(self) -> frozenset[str]:
        """The families of acts that the trigger names."""
        return families(self.trigger)

    @cached_property
    def parties(self) -> tuple[Actor, ...]:
        """Actors and recipients."""
        return (*self.event.actors, *self.event.recipients)

    @cached_property
    def clause(self) -> tuple[int, int]:
        """Where the words around the trigger begin and end."""
        return self.told.clause(self.start, self.end)

    @cached_property
    def bag(self) -> Bag:
        """The telling words around the trigger, without the trigger and the parties."""
        own = {f"@{fold(p.name)}" if is_specific(p) else f"@{p.code}" for p in self.parties}
        return self.told.bag([self.clause], frozenset(own) | self.stems)

    @cached_property
    def counts(self) -> tuple[Count, ...]:
        """Numbers of things told around the trigger."""
        return tuple(counts(self.told.text, *self.clause))


@dataclass(frozen=True)
class SpeechTelling:
    """A statement as one report renders it."""

    statement: Statement
    told: Told
    rank: int

    @property
    def report(self) -> str:
        """The report's id."""
        return self.statement.report

    @cached_property
    def start(self) -> int:
        """Where its content begins."""
        return min((e.start for e in self.statement.content), default=0)

    @cached_property
    def bag(self) -> Bag:
        """The telling words of the content."""
        return self.told.bag((e.start, e.end) for e in self.statement.content)

    @cached_property
    def acts(self) -> list[tuple[str, frozenset[str]]]:
        """The events that it is about: type and codes of their sides."""
        about = set(self.statement.about)
        return [
            (e.type, frozenset(p.code for p in (*e.actors, *e.recipients)) - {UNKNOWN_CODE})
            for e in self.told.reading.events
            if e.id in about
        ]

    @cached_property
    def sequence(self) -> list[str]:
        """All words of the content in order, lower case."""
        return [w.form for e in self.statement.content for w in self.told.between(e.start, e.end)]

    @cached_property
    def tokens(self) -> list[Token]:
        """The same words with short forms in full and what their forms have in common."""
        return [t for e in self.statement.content for t in tokens(self.told.text, e.start, e.end)]

    @cached_property
    def keys(self) -> list[str]:
        """What direct and indirect speech have in common, in order ("we will" as "they would")."""
        return [plain_key(token) for token in self.tokens]


def same_time(a: Date | None, b: Date | None) -> bool | None:
    """Whether two dates can be of one event: True, False, or None where the text does not tell.

    Example:
        >>> same_time(Date(raw="on Sunday"), Date(raw="Monday"))
        False
    """
    if a is None or b is None:
        return None
    if a.start and a.end and b.start and b.end:
        return a.start[:10] <= b.end[:10] and b.start[:10] <= a.end[:10]
    if a.symbol is not None and a.symbol == b.symbol:
        return True
    days = word_set("time", "weekdays")
    one, other = ({w.form for w in words(d.raw)} & days for d in (a, b))
    if one and other:
        return bool(one & other)
    if fold(a.raw).removeprefix("on ") == fold(b.raw).removeprefix("on "):
        return True
    return None


def same_place(a: Place | None, b: Place | None) -> bool | None:
    """Whether two places can be of one event: True, False, or None where the text does not tell.

    A place inside another ("Great Hall of the People", "Beijing") tells nothing either way.

    Example:
        >>> same_place(Place(name="Beijing"), Place(name="Shanghai"))
        False
    """
    if a is None or b is None:
        return None
    if fold(a.name) == fold(b.name):
        return True
    if a.country and b.country and a.country != b.country:
        return False
    for one, other in ((a, b), (b, a)):
        if is_state_name(one.name):
            return None if one.country == other.country or other.country is None else False
        if fold(one.name) in fold(other.name):
            return None
        last = {word.form for word in words(one.name)} & word_set("places", "venues")
        if last:
            return None
    if a.latitude is not None and b.latitude is not None:
        return _kilometres(a, b) < 30
    return False


def _kilometres(a: Place, b: Place) -> float:
    one, other = math.radians(a.latitude or 0.0), math.radians(b.latitude or 0.0)
    east = math.radians((a.longitude or 0.0) - (b.longitude or 0.0)) * math.cos((one + other) / 2)
    return 6371.0 * math.hypot(one - other, east)
