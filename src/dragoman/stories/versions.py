"""The versions of an utterance: which is the fullest, and in which words each other departs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from msgspec.structs import replace

from dragoman.records import Evidence, Form, WordChange, WordChangeKind, Wording, WordingKind
from dragoman.stories.alignment import Pair, Word, align
from dragoman.stories.points import points_of
from dragoman.stories.telling import SpeechTelling
from dragoman.stories.wording import quotations

_OMITTED = re.compile(r"\.\s?\.\s?\.|…|[\[(]\s*(?:\.\s?\.\s?\.|…)?")
_BRACKETED = re.compile(r"\[[^\]]*\]|\([^)]*\)")
_REACH = 6  # characters beyond the first and last word in which an omission is marked
_WHOLE = 0.85  # share of a quotation that must stand in the other one: else it is worded otherwise
_FULL = 0.95  # share of telling words that a quotation has which leaves nothing out
_NEAR = 0.2  # share of its own telling words below which a version is compared with another one


@dataclass(frozen=True)
class Side:
    """One version, made ready: its words, and whom each names."""

    telling: SpeechTelling

    @cached_property
    def words(self) -> list[Word]:
        """Its words in order."""
        named = self.telling.told.named
        return [Word(t, *named.get(t.start, ("", ""))) for t in self.telling.tokens]

    @property
    def direct(self) -> bool:
        """Whether all of it is quoted."""
        return self.telling.statement.kind == "direct"

    @cached_property
    def quoted(self) -> list[bool]:
        """For each word, whether it is quoted."""
        if self.direct:
            return [True] * len(self.words)
        spans = quotations(self.telling.told.text)
        return [any(a < w.token.start < b for a, b in spans) for w in self.words]

    @cached_property
    def weights(self) -> list[float]:
        """For each word, how telling it is; little words count little, so that some always do."""
        return [max(w.token.weight, 0.1) for w in self.words]


@dataclass(frozen=True)
class Beside:
    """A version beside the one that it is compared with."""

    base: Side
    other: Side
    pairs: list[Pair] = field(default_factory=list)

    @cached_property
    def kept(self) -> float:
        """Share of the base's telling words that the other has."""
        found = sum(self.base.weights[p.base] for p in self.pairs)
        return found / (sum(self.base.weights) or 1.0)

    @cached_property
    def own(self) -> float:
        """Share of the other's telling words that the base has."""
        found = sum(self.other.weights[p.other] for p in self.pairs)
        return found / (sum(self.other.weights) or 1.0)

    def quoted_alike(self) -> float:
        """Share of the other's quoted words that the base has in the same form."""
        found = {p.other for p in self.pairs if p.form in (None, "contraction", "spelling")}
        quoted = [i for i, inside in enumerate(self.other.quoted) if inside]
        return sum(i in found for i in quoted) / (len(quoted) or 1)


def wordings(members: Sequence[SpeechTelling]) -> tuple[Wording, ...]:
    """The versions of one utterance, the fullest first, the others in the order given.

    The fullest is the longest direct quotation, or where none is direct, the longest version. A
    version that shares little with it (of two sentences, the other one) is compared with the one
    that it shares most with.
    """
    sides = [Side(t) for t in members if t.tokens]
    if len(sides) < 2:
        return ()
    base = max(sides, key=lambda s: (s.direct, len(s.words)))
    first = base.telling.statement
    found = [Wording(statement=first.id, report=first.report, kind=_alone(base))]
    for side in sides:
        if side is not base:
            found.append(_wording(base, side, sides))
    return tuple(found)


def _wording(base: Side, side: Side, sides: Sequence[Side]) -> Wording:
    statement = side.telling.statement
    beside = _beside(base, side)
    if beside.own < _NEAR:
        others = [_beside(s, side) for s in sides if s is not side and s is not base]
        beside = max([beside, *others], key=lambda b: b.own)
    if not beside.pairs:
        return Wording(statement=statement.id, report=statement.report, kind=_alone(side), kept=0.0)
    return Wording(
        statement=statement.id,
        report=statement.report,
        kind=_kind(beside),
        of=beside.base.telling.statement.id,
        kept=round(beside.kept, 3),
        changes=changes(beside),
    )


def _beside(base: Side, other: Side) -> Beside:
    indirect = not (base.direct and other.direct)
    return Beside(base, other, align(base.words, other.words, indirect=indirect))


def _alone(side: Side) -> WordingKind:
    if side.direct:
        return "full"
    return "clipping" if 2 * sum(side.quoted) >= len(side.quoted) else "paraphrase"


def _kind(beside: Beside) -> WordingKind:
    other = beside.other
    if other.direct:
        if beside.own < _WHOLE or beside.quoted_alike() < _WHOLE:
            return "variant"
        return "full" if beside.base.direct and beside.kept >= _FULL else "clipping"
    mostly = 2 * sum(other.quoted) >= len(other.quoted)
    return "clipping" if mostly and beside.quoted_alike() >= _WHOLE else "paraphrase"


def changes(beside: Beside) -> tuple[WordChange, ...]:
    """In which words the other version departs from the base, in the order of the text."""
    base, other = beside.base.words, beside.other.words
    found: list[WordChange] = []
    i = j = 0
    run: list[Pair] = []
    for pair in [*beside.pairs, Pair(len(base), len(other), None)]:
        gap = pair.base > i or pair.other > j
        if run and (gap or pair.form != run[-1].form):
            found.append(_formed(beside, run))
            run = []
        if gap:
            found.append(_content(beside, (i, pair.base), (j, pair.other)))
        if pair.form is not None:
            run.append(pair)
        i, j = pair.base + 1, pair.other + 1
    return tuple(found)


def _formed(beside: Beside, run: Sequence[Pair]) -> WordChange:
    """The same words in another form."""
    ours = [beside.base.words[p.base] for p in run]
    theirs = [beside.other.words[p.other] for p in run]
    return _change(beside, "changed", ours, theirs, theirs[0].token.start, run[0].form)


def _content(beside: Beside, ours: tuple[int, int], theirs: tuple[int, int]) -> WordChange:
    """Words that only one of the two has at this place."""
    base, other = beside.base.words[slice(*ours)], beside.other.words[slice(*theirs)]
    kind: WordChangeKind = "changed" if base and other else "dropped" if base else "added"
    form: Form | None = None
    actors = {w.actor for w in (*base, *other)}
    if base and other and len(actors) == 1 and "" not in actors:
        form = "name"
    elif _elsewhere(beside, base, other):
        form = "order"
    marks = _marks(beside, theirs) if base else _brackets(beside, theirs)
    points = () if form else points_of(beside.base.words, beside.other.words, base, other)
    change = _change(beside, kind, base, other, _place(beside, theirs), form)
    evidence = change.evidence or marks
    return replace(change, evidence=evidence, marked=bool(marks), points=points)


def _place(beside: Beside, at: tuple[int, int]) -> int:
    """Where words of the other version begin, or the place before which they are missing."""
    words = beside.other.words
    return words[at[0]].token.start if at[0] < len(words) else words[-1].token.end


def _elsewhere(beside: Beside, base: Sequence[Word], other: Sequence[Word]) -> bool:
    """Whether the telling words of a stretch all stand in another stretch of the other version."""
    taken = {p.base for p in beside.pairs}, {p.other for p in beside.pairs}
    left = {w.token.key for i, w in enumerate(beside.base.words) if i not in taken[0]}
    right = {w.token.key for i, w in enumerate(beside.other.words) if i not in taken[1]}
    ours = {w.token.key for w in base if w.token.weight >= 1.0}
    theirs = {w.token.key for w in other if w.token.weight >= 1.0}
    return bool(ours or theirs) and ours <= right and theirs <= left


def _change(
    beside: Beside, kind: WordChangeKind, base: Sequence[Word], other: Sequence[Word], at: int,
    form: Form | None,
) -> WordChange:  # fmt: skip
    ours, theirs = _spans(beside.base, base), _spans(beside.other, other)
    return WordChange(
        kind=kind, base=_text(beside.base, ours), words=_text(beside.other, theirs),
        base_evidence=ours, evidence=theirs, at=at, form=form,
    )  # fmt: skip


def _spans(side: Side, words: Sequence[Word]) -> tuple[Evidence, ...]:
    """Where words stand, one span for each piece of the quotation."""
    found = []
    for piece in side.telling.statement.content:
        inside = [w.token for w in words if piece.start <= w.token.start < piece.end]
        if inside:
            found.append(Evidence(start=inside[0].start, end=inside[-1].end, role="content"))
    return tuple(found)


def _text(side: Side, spans: Sequence[Evidence]) -> str:
    return " … ".join(side.telling.told.text[e.start : e.end] for e in spans)


def _marks(beside: Beside, at: tuple[int, int]) -> tuple[Evidence, ...]:
    """Where the other version shows that it leaves words out, between its words at a place."""
    text, words = beside.other.telling.told.text, beside.other.words
    first, last = at
    start = words[first - 1].token.end if first else words[0].token.start - _REACH
    end = words[last].token.start if last < len(words) else words[-1].token.end + _REACH
    start, end = max(start, 0), min(end, len(text))
    found = _OMITTED.search(text, start, end)
    if found is None:
        return ()
    return (Evidence(start=found.start(), end=found.end(), role="content"),)


def _brackets(beside: Beside, at: tuple[int, int]) -> tuple[Evidence, ...]:
    """The brackets in which the report adds words of its own to a quotation."""
    words = beside.other.words[slice(*at)]
    if not words:
        return ()
    text = beside.other.telling.told.text
    first, last = words[0].token.start, words[-1].token.end
    for match in _BRACKETED.finditer(text, max(0, first - 2), min(len(text), last + 2)):
        if match.start() < first and last < match.end():
            return (Evidence(start=match.start(), end=match.end(), role="content"),)
    return ()
