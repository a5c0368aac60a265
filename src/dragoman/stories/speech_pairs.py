"""What shows that statements of two reports are one act of speech: features of pairs, as numbers.

Each pair is seen among the others of its two reports: a paraphrase shares little with the words it
renders, but nothing else in the other report is nearer, and what stands before and after it goes
along, too. What the numbers are worth is learned (`speech_model.tsv`).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from dragoman.records import UNKNOWN_CODE, Actor, Statement
from dragoman.stories.cluster import Pair
from dragoman.stories.contents import Contents, Floats, Held
from dragoman.stories.speech import hearer, longest_row, media_of, overlap, same_speaker
from dragoman.stories.telling import SpeechTelling, likeness, same_time
from dragoman.stories.wording import quotations
from dragoman.stories.words import weight, word_set

_LEAST = 0.25  # share of the shorter one that the other must have for a pair to be looked at
_LEAST_ONE_SPEAKER = 0.2  # the same where both are one speaker's
_KEPT = 0.75  # share of a clipped quotation that must stand in a row in the other
_LONG = 12.0  # words: what counts as a statement of full length

MODEL = "speech_model.tsv"
FEATURES = (
    "held", "held_back", "held_plain", "bag", "meaning", "row_share", "in_a_row",
    "clip", "clip_share", "clip_lost",
    "numbers", "other_numbers", "names", "negation",
    "one_speaker", "same_code", "occasion", "same_day", "other_medium",
    "quoted", "held_quoted", "held_paraphrased", "row_quoted",
    "margin", "before_after", "same_place", "around", "act",
    "short", "speaks_once", "few", "held_one_speaker",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PairSeen:
    """Two statements of two reports, by their places, and what is seen of them."""

    pair: Pair
    values: tuple[float, ...]


def seen(tellings: Sequence[SpeechTelling]) -> Iterator[PairSeen]:
    """The pairs of statements of two reports that have something in common.

    ``values`` are in the order of ``FEATURES``.
    """
    contents = Contents(tellings)
    said = [_Said(telling) for telling in tellings]
    for one, other in combinations(contents.reports, 2):
        yield from _Between(said, contents, one, other).seen()


@dataclass(frozen=True)
class _Said:
    """A statement with what is asked of it again and again."""

    telling: SpeechTelling

    @cached_property
    def keys(self) -> list[str]:
        return self.telling.keys

    @cached_property
    def weights(self) -> list[float]:
        return [weight(token.form) for token in self.telling.tokens]

    @cached_property
    def clips(self) -> list[tuple[list[str], float]]:
        """The rows of words that it quotes where not all of it is quoted, with their weight."""
        if self.telling.statement.kind == "direct":
            return []
        found: dict[tuple[int, int], list[int]] = {}
        for start, end in quotations(self.telling.told.text):
            inside = [n for n, t in enumerate(self.telling.tokens) if start <= t.start < end]
            if inside:
                found[start, end] = inside
        return [([self.keys[n] for n in row], sum(self.weights[n] for n in row) + _LEAST)
                for row in found.values()]  # fmt: skip

    @cached_property
    def numbers(self) -> set[str]:
        tokens = self.telling.tokens
        return {t.key for t in tokens if t.key.startswith("#") and t.form != "one"}

    @cached_property
    def names(self) -> set[str]:
        return {key for key in self.telling.bag if key.startswith("@")}

    @cached_property
    def denies(self) -> bool:
        listed = word_set("versions", "negations")
        return any(token.form in listed for token in self.telling.tokens)

    @cached_property
    def place(self) -> float:
        """Where in its report it stands, 0 to 1."""
        return self.telling.start / (len(self.telling.told.text) or 1)

    @cached_property
    def media(self) -> frozenset[str]:
        return media_of(self.telling.statement)

    @cached_property
    def around(self) -> dict[str, float]:
        """The telling words of the sentences around it that are not its own."""
        telling = self.telling
        pieces = sorted((e.start, e.end) for e in telling.statement.content)
        low, _ = telling.told.sentence(telling.start)
        _, high = telling.told.sentence(max((end for _, end in pieces), default=1) - 1)
        spans = []
        for start, end in pieces:
            if start > low:
                spans.append((low, start))
            low = max(low, end)
        return telling.told.bag([*spans, (low, high)], frozenset(telling.bag))


class _Between:
    """The statements of two reports, each seen among the others."""

    def __init__(self, said: Sequence[_Said], contents: Contents, one: str, other: str) -> None:
        self.rows, self.columns = contents.places(one), contents.places(other)
        self.ours = [said[n] for n in self.rows]
        self.theirs = [said[n] for n in self.columns]
        self.plain, self.rare = contents.held(one, other)
        self.meaning = contents.meanings[self.rows] @ contents.meanings[self.columns].T
        self.near: Floats = (0.6 * self.rare.fuller + 0.4 * self.rare.mean).astype(np.float32)
        self.second_ours = _others_best(self.near)
        self.second_theirs = _others_best(self.near.T).T
        self.speakers = _speakers(self.ours, self.theirs)

    def seen(self) -> Iterator[PairSeen]:
        """The pairs worth a look."""
        least = np.where(self.speakers, _LEAST_ONE_SPEAKER, _LEAST)
        for i, j in zip(*np.nonzero(self.rare.fuller >= least), strict=True):
            a, b = self.rows[i], self.columns[j]
            pair = (a, b) if a < b else (b, a)
            yield PairSeen(pair, tuple(self._values(int(i), int(j))))

    def _values(self, i: int, j: int) -> list[float]:
        a, b = self.ours[i], self.theirs[j]
        one, other = a.telling.statement, b.telling.statement
        held, back = float(self.rare.fuller[i, j]), float(_least(self.rare, i, j))
        at, size = longest_row(a.keys, b.keys)
        row = math.log1p(sum(w for w in a.weights[at : at + size] if w >= 1.0))
        least = min(len(a.keys), len(b.keys)) or 1
        short, long = (a, b) if len(a.keys) <= len(b.keys) else (b, a)
        numbers, other_numbers = _shared(short.numbers, long.numbers)
        names = float(bool(short.names & long.names))
        speaker = bool(self.speakers[i, j])
        codes = one.speaker.code, other.speaker.code
        quoted = one.kind == other.kind == "direct"
        paraphrased = "direct" not in (one.kind, other.kind)
        near = float(self.near[i, j])
        says = int(self.speakers[:, j].sum()), int(self.speakers[i].sum())
        return [
            held, back, float(max(self.plain.ours[i, j], self.plain.theirs[i, j])),
            likeness(a.telling.bag, b.telling.bag), float(self.meaning[i, j]),
            size / least, float(size >= 5), *_clipped(a, b),
            numbers, other_numbers, names, float(a.denies != b.denies),
            float(speaker), float(codes[0] == codes[1] != UNKNOWN_CODE),
            float(bool(a.media & b.media) or _one_hearer(one, other)),
            float(same_time(one.date, other.date) is True),
            float(bool(a.media and b.media) and not a.media & b.media),
            float(quoted), held * quoted, held * paraphrased, row * quoted,
            float(min(near - self.second_ours[i, j], near - self.second_theirs[i, j])),
            self._beside(i, j), 1.0 - abs(a.place - b.place),
            likeness(a.around, b.around), float(_one_act(a.telling, b.telling)),
            max(0.0, 1.0 - least / _LONG),
            float(speaker and min(says) == 1), math.log(max(1, says[0] * says[1])) * speaker,
            held * speaker,
        ]  # fmt: skip

    def _beside(self, i: int, j: int) -> float:
        """How far the statements before both, or after both, go along with each other."""
        found = [
            float(self.rare.fuller[i + step, j + step])
            for step in (-1, 1)
            if 0 <= i + step < len(self.ours) and 0 <= j + step < len(self.theirs)
        ]
        return max(found, default=0.0)


def _speakers(ours: Sequence[_Said], theirs: Sequence[_Said]) -> NDArray[np.bool_]:
    """Which statements are of one speaker; each two speakers are compared once."""
    known: dict[tuple[str, ...], bool] = {}
    found = np.zeros((len(ours), len(theirs)), dtype=np.bool_)
    for i, a in enumerate(ours):
        for j, b in enumerate(theirs):
            one, other = a.telling.statement.speaker, b.telling.statement.speaker
            key = (*_called(one), *_called(other))
            if key not in known:
                known[key] = same_speaker(one, other)
            found[i, j] = known[key]
    return found


def _called(speaker: Actor) -> tuple[str, ...]:
    return (speaker.name, speaker.code, speaker.role or "", speaker.how, " ".join(speaker.sectors))


def _clipped(a: _Said, b: _Said) -> tuple[float, float, float]:
    """What one quotes in its own sentence that the other has in a row: weight, share, the rest."""
    kept = whole = 0.0
    for one, other in ((a, b), (b, a)):
        for row, worth in one.clips:
            _, size = longest_row(row, other.keys)
            whole += worth
            kept += worth * (size >= _KEPT * len(row))
    return math.log1p(kept), kept / whole if whole else 0.0, float(whole > 0 and not kept)


def _others_best(table: Floats) -> Floats:
    """For each cell, the greatest value of its row without the cell."""
    if table.shape[1] < 2:
        return np.zeros_like(table)
    order = np.argsort(table, axis=1)
    rows = np.arange(len(table))
    first, second = order[:, -1], order[:, -2]
    found = np.repeat(table[rows, first][:, None], table.shape[1], axis=1)
    found[rows, first] = table[rows, second]
    return found


def _least(held: Held, i: int, j: int) -> float:
    return float(min(held.ours[i, j], held.theirs[i, j]))


def _shared(short: set[str], long: set[str]) -> tuple[float, float]:
    """Whether they have some in common, and the share of the shorter one's that the other lacks."""
    return float(bool(short & long)), len(short - long) / len(short) if short else 0.0


def _one_hearer(a: Statement, b: Statement) -> bool:
    return bool(hearer(a) and hearer(b) and overlap(hearer(a), hearer(b)))


def _one_act(a: SpeechTelling, b: SpeechTelling) -> bool:
    return any(len(sides) > 1 and (act, sides) in b.acts for act, sides in a.acts)
