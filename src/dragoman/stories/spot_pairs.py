"""How alike two triggers are, as numbers: one row a pair, read by ``same_event.py``.

Everything is computed for all spots of a story at once, as tables of spots by spots, and read at
the pairs that are asked for; so a story of many reports stays cheap.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from dragoman.stories.features import vector
from dragoman.stories.spots import Spot, bag, mean_vector, spelling
from dragoman.stories.words import near, word_set

Floats = NDArray[np.float32]
Index = NDArray[np.int64]

ENOUGH = 4  # reports; fewer have no middle from which their texts differ


def pair_rows(spots: Sequence[Spot], left: Index, right: Index, context: Floats) -> Floats:
    """A row of numbers for each pair ``(left[n], right[n])`` of spots.

    Args:
        context: a row for each spot, of two layers joined (``spots.in_context``).
    """
    columns = [
        *_triggers(spots, left, right),
        *_vectors(spots, left, right, context),
        *_sentences(spots, left, right),
        *_reports(spots, left, right),
    ]
    return np.stack(columns, axis=1).astype(np.float32)


def _triggers(spots: Sequence[Spot], left: Index, right: Index) -> Iterable[Floats]:
    shared = _common([s.stems for s in spots], left, right)
    size = np.array([len(s.stems) for s in spots], np.float32)
    same = (shared > 0).astype(np.float32)
    yield same
    yield (shared == np.maximum(size[left], size[right])).astype(np.float32)
    yield _equal([s.trigger[0].stem for s in spots], left, right)
    yield _cosine([spelling(s.trigger[0].form) for s in spots], left, right)
    kinds = [s.families for s in spots]
    one = (_common(kinds, left, right) > 0).astype(np.float32)
    known = np.array([bool(k) for k in kinds])
    yield one
    yield (known[left] & known[right] & (one == 0)).astype(np.float32)
    distinct = sorted(set(kinds), key=sorted)
    number = {k: n for n, k in enumerate(distinct)}
    close = np.array([[near(a, b) for b in distinct] for a in distinct], np.float32)
    place = np.array([number[k] for k in kinds])
    yield close[place[left], place[right]]
    rare = np.array([s.rare for s in spots], np.float32) / 6
    yield np.minimum(rare[left], rare[right])
    yield np.abs(rare[left] - rare[right])
    yield same * np.minimum(rare[left], rare[right])
    words = np.array([len(s.trigger) for s in spots], np.float32) / 3
    yield np.minimum(words[left], words[right])
    yield np.abs(words[left] - words[right])
    ending = [[float(s.trigger[0].form.endswith(e)) for s in spots] for e in ("ing", "ed", "s")]
    for column in (np.array(e, np.float32) for e in ending):
        yield column[left] * column[right]
        yield np.abs(column[left] - column[right])


def _vectors(spots: Sequence[Spot], left: Index, right: Index, context: Floats) -> Iterable[Floats]:
    own = np.stack([mean_vector(s.trigger) for s in spots])
    beside = np.stack([mean_vector(s.beside) for s in spots])
    around = np.stack([mean_vector(s.around) for s in spots])
    for table in (own, beside, around):
        yield (table @ table.T)[left, right]
    across = own @ around.T
    yield np.maximum(across[left, right], across[right, left])
    half = context.shape[1] // 2
    for table in (context[:, :half], context[:, half:]):
        yield (table @ table.T)[left, right]


def _sentences(spots: Sequence[Spot], left: Index, right: Index) -> Iterable[Floats]:
    yield _cosine([bag(s.around) for s in spots], left, right)
    yield _cosine([bag(s.beside) for s in spots], left, right)
    shared = _common([s.names for s in spots], left, right)
    size = np.array([len(s.names) for s in spots], np.float32)
    least = np.minimum(size[left], size[right])
    yield (np.minimum(shared, 4) / 4).astype(np.float32)
    yield (shared / np.maximum(least, 1)).astype(np.float32)
    yield ((least > 0) & (shared == 0)).astype(np.float32)
    for told in (
        [s.numbers for s in spots],
        [s.days for s in spots],
        [s.months for s in spots],
    ):
        common = _common(told, left, right)
        has = np.array([bool(t) for t in told])
        yield (common > 0).astype(np.float32)
        yield (has[left] & has[right] & (common == 0)).astype(np.float32)
    negations = word_set("versions", "negations")
    marks = (
        [bool(negations & {w.form for w in s.beside}) for s in spots],
        [s.before in word_set("roles", "light") for s in spots],
        [s.before == "to" for s in spots],
    )
    for mark in (np.array(m, np.float32) for m in marks):
        yield mark[left] * mark[right]
        yield np.abs(mark[left] - mark[right])
    place = np.array([s.place for s in spots], np.float32) / 6
    yield np.maximum(place[left], place[right])
    yield np.abs(place[left] - place[right])


def _reports(spots: Sequence[Spot], left: Index, right: Index) -> Iterable[Floats]:
    told = {s.report: s.told for s in spots}
    number = {report: n for n, report in enumerate(sorted(told))}
    report = np.array([number[s.report] for s in spots])
    one = (report[left] == report[right]).astype(np.float32)
    yield one
    row = np.array([s.row for s in spots], np.float32)
    gap = np.abs(row[left] - row[right])
    yield one * (gap == 0)
    yield one * (gap == 1)
    yield one * np.minimum(gap, 6) / 6
    table = _matrix([vector(told[k].reading) for k in number])
    alike = table @ table.T
    yield alike[report[left], report[right]]
    many = len(number) >= ENOUGH
    middle = table - table.mean(axis=0)
    middle /= np.linalg.norm(middle, axis=1, keepdims=True) + 1e-6
    apart = middle @ middle.T if many else np.zeros_like(alike)
    # Reports of one occasion are like the same others: this tells look-alike stories apart.
    with np.errstate(invalid="ignore"):  # a report that is as like to all others has no profile
        profile = np.corrcoef(apart) if many else np.zeros_like(alike)
    yield apart[report[left], report[right]]
    yield np.nan_to_num(profile)[report[left], report[right]]
    yield np.full(len(left), float(many), np.float32)
    held: dict[str, int] = {}
    for text in told.values():
        for key in text.stem_counts:
            held[key] = held.get(key, 0) + 1
    # How much a story, and a report, is about the trigger's words.
    share = np.array([max(held.get(k, 0) for k in s.stems) / len(told) for s in spots], np.float32)
    yield np.minimum(share[left], share[right])
    yield np.abs(share[left] - share[right])
    often = np.array([math.log1p(s.often) for s in spots], np.float32)
    yield np.minimum(often[left], often[right])


def _matrix(rows: Sequence[Mapping[str, float]]) -> Floats:
    """Bags as rows of length 1."""
    keys = {key: n for n, key in enumerate(sorted({key for row in rows for key in row}))}
    table = np.zeros((len(rows), max(1, len(keys))), np.float32)
    for into, row in zip(table, rows, strict=True):
        for key, value in row.items():
            into[keys[key]] = value
    length = np.linalg.norm(table, axis=1, keepdims=True)
    result: Floats = (table / np.where(length > 0, length, 1)).astype(np.float32)
    return result


def _cosine(rows: Sequence[Mapping[str, float]], left: Index, right: Index) -> Floats:
    table = _matrix(rows)
    found: Floats = (table @ table.T)[left, right]
    return found


def _common(sets: Sequence[frozenset[str]], left: Index, right: Index) -> Floats:
    """How many members two sets share."""
    keys = {key: n for n, key in enumerate(sorted({key for s in sets for key in s}))}
    table = np.zeros((len(sets), max(1, len(keys))), np.float32)
    for into, members in zip(table, sets, strict=True):
        into[[keys[key] for key in members]] = 1
    result: Floats = (table @ table.T)[left, right]
    return result


def _equal(values: Sequence[Hashable], left: Index, right: Index) -> Floats:
    number = {value: n for n, value in enumerate(dict.fromkeys(values))}
    place = np.array([number[v] for v in values])
    found: Floats = (place[left] == place[right]).astype(np.float32)
    return found
