"""Who is named in a report, and where: those among whom an event's sides are sought."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from dragoman.document import Document
from dragoman.records import UNKNOWN_CODE, Actor

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_NEAR = 3  # sentences


@dataclass(frozen=True, slots=True)
class Said:
    """One place where a state or organisation, or who stands for it, is named."""

    sentence: int
    actor: Actor
    subject: bool


@dataclass(slots=True)
class Cast:
    """The states and organisations of a report.

    Fields:
        sentences: of each token, the number of its sentence. said: code -> where, in order.
        shares: code -> share of all that is named.
        home: the state that the report is about, of which at least half of its names are.
    """

    sentences: list[int]
    said: dict[str, list[Said]] = field(default_factory=dict)
    shares: dict[str, float] = field(default_factory=dict)
    home: str = ""
    _near: dict[int, dict[str, int]] = field(default_factory=dict)
    _most: float | None = None
    _first: int | None = None

    def before(self, code: str, sentence: int) -> Said | None:
        """Where a code was last named before a sentence."""
        return next((s for s in reversed(self.said.get(code, ())) if s.sentence < sentence), None)

    def elsewhere(self, code: str, sentence: int) -> Said | None:
        """Where a code was last named before a sentence, else where it is first named after it."""
        after = (s for s in self.said.get(code, ()) if s.sentence > sentence)
        return self.before(code, sentence) or next(after, None)

    def near(self, code: str, sentence: int) -> float:
        """The share of a code among what the few sentences before name."""
        counts = self._near.get(sentence)
        if counts is None:
            low = sentence - _NEAR
            counts = {c: sum(low <= s.sentence < sentence for s in w) for c, w in self.said.items()}
            self._near[sentence] = counts
        return counts.get(code, 0) / max(sum(counts.values()), 1)

    def leads(self, code: str) -> bool:
        """Whether nothing is named more often."""
        if self._most is None:
            self._most = max(self.shares.values(), default=1.0)
        return self.shares.get(code, 0.0) == self._most

    def named_first(self, code: str) -> bool:
        """Whether the first sentence that names anybody names it."""
        if self._first is None:
            self._first = min((w[0].sentence for w in self.said.values()), default=-1)
        return code in self.said and self.said[code][0].sentence == self._first


_KEY, _HALF, _FEW = "dragoman.cast", 0.5, 2


def cast_of(document: Document) -> Cast:
    """The cast of a report, made once for its mentions."""
    kept = document.doc.user_data.get(_KEY)
    if kept is None or kept[0] is not document.mentions:
        kept = (document.mentions, _cast(document))
        document.doc.user_data[_KEY] = kept
    cast: Cast = kept[1]
    return cast


def _cast(document: Document) -> Cast:
    sentences = [0] * len(document.doc)
    for number, sentence in enumerate(document.doc.sents):
        for i in range(sentence.start, sentence.end):
            sentences[i] = number
    cast = Cast(sentences)
    named: Counter[str] = Counter()
    for mention in document.mentions:
        if mention.usage == "source":
            continue
        subject = document.doc[mention.head].dep_ in _SUBJECTS
        for actor in mention.actors:
            if actor.code != UNKNOWN_CODE:
                said = Said(sentences[mention.head], actor, subject)
                cast.said.setdefault(actor.code, []).append(said)
                named[actor.code] += 1
    total = named.total()
    cast.shares = {code: count / total for code, count in named.items()}
    for code, most in named.most_common(1):
        country = cast.said[code][0].actor.country
        if country and most >= max(_HALF * total, _FEW):
            cast.home = code
    return cast
