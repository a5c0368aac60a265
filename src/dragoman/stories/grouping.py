"""Groups reports that tell one story.

Two reports are alike by the telling words, numbers and names they share (words of the first
paragraphs and the title count more), by the actors they name and by events of one type between the
same actors; less so the further apart they were published, and less so where each is about a person
whom the other does not name. Groups grow from the likest pairs as long as their reports are
alike on average. An inverted index finds the pairs worth comparing, so that time grows with the
number of likely pairs, not with all pairs.

Example:
    >>> group([])
    []
"""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise

from dragoman.records import UNKNOWN_CODE, Reading, Record
from dragoman.stories.actors import is_specific, same_name
from dragoman.stories.records import StoryGroup
from dragoman.stories.words import weight, words

Vector = dict[str, float]
Pairs = dict[tuple[int, int], float]


class GroupSettings(Record, frozen=True, kw_only=True):
    """What makes reports one story.

    Fields:
        threshold: mean likeness (cosine, 0 to 1) that the reports of a story must have.
        lead: number of words at the beginning that count double.
        grace: days between publications that cost nothing. decay: days after which likeness is
            cut to 1/e. floor: the least that is left of it, up to ``far`` days; far_floor: what
            is left beyond, so that only reports with nearly the same words are joined.
        stranger: what is left where each report's main person is not named by the other.
        probe: number of a report's most telling features that look for likely partners.
    """

    threshold: float = 0.14
    lead: int = 250
    grace: int = 3
    decay: float = 30.0
    floor: float = 0.5
    far: int = 60
    far_floor: float = 0.15
    stranger: float = 0.25
    probe: int = 80


DEFAULT = GroupSettings()


def group(readings: Sequence[Reading], *, settings: GroupSettings = DEFAULT) -> list[StoryGroup]:
    """The stories among some reports; each report is in exactly one group.

    The same reports give the same groups in any order. Groups are sorted by their first
    publication date, then by report ids; reports given twice (same id) count once.
    """
    items = sorted({r.report.id: r for r in readings}.values(), key=lambda r: r.report.id)
    vectors = [vector(reading, settings) for reading in items]
    pairs: Pairs = {}
    mains = [_main_person(reading) for reading in items]
    forms = [{word.form for word in words(reading.text)} for reading in items]
    for i, j in _candidates(vectors, settings.probe):
        value = _cosine(vectors[i], vectors[j])
        value *= _nearness(items[i], items[j], settings)
        if _strangers(mains[i], mains[j], forms[i], forms[j]):
            value *= settings.stranger
        if value >= settings.threshold / 4:
            pairs[i, j] = value
    groups = [
        _group([items[i] for i in members], [vectors[i] for i in members])
        for members in _cluster(len(items), pairs, settings.threshold)
    ]
    return sorted(groups, key=lambda g: (_published(g.readings[0]), g.reports))


def likeness(a: Reading, b: Reading, settings: GroupSettings = DEFAULT) -> float:
    """How alike two reports are, 0 to 1; those of one story are at or above the threshold."""
    value = _cosine(vector(a, settings), vector(b, settings)) * _nearness(a, b, settings)
    forms = [{word.form for word in words(reading.text)} for reading in (a, b)]
    if _strangers(_main_person(a), _main_person(b), *forms):
        value *= settings.stranger
    return value


def vector(reading: Reading, settings: GroupSettings = DEFAULT) -> Vector:
    """The telling features of a report, as a vector of length 1."""
    amounts: Counter[str] = Counter()
    weights: dict[str, float] = {}
    found = words(reading.text)
    for i, word in enumerate(found):
        amount = 2 if i < settings.lead else 1
        amounts[word.form] += amount
        weights[word.form] = weight(word.form)
        # A name of two words tells more than its parts: "north korea", "xi jinping".
        if word.capital and i + 1 < len(found) and found[i + 1].capital:
            name = f"{word.form} {found[i + 1].form}"
            amounts[name] += amount
            weights[name] = (weight(word.form) + weight(found[i + 1].form)) / 2
    for word in words(reading.report.title or ""):
        amounts[word.form] += 2
        weights[word.form] = weight(word.form)
    for event in reading.events:
        for signature in _signatures(event.type, event.actors, event.recipients):
            amounts[signature] += 1
            weights[signature] = 3.0
    raw = {
        key: (1 + math.log(amount)) * weights[key]
        for key, amount in sorted(amounts.items())
        if weights[key] >= 1.0 and not (key.isdigit() and len(key) < 2)
    }
    length = math.sqrt(sum(value * value for value in raw.values()))
    return {key: value / length for key, value in raw.items()} if length else {}


def _signatures(type: str, actors: Sequence[object], recipients: Sequence[object]) -> list[str]:
    """Features of an event: its type with each pair of states."""
    left = sorted({c for a in actors if (c := getattr(a, "code", UNKNOWN_CODE)) != UNKNOWN_CODE})
    right = sorted({c for a in recipients if (c := getattr(a, "code", "---")) != UNKNOWN_CODE})
    return [f"{type}:{a}>{b}" for a in left for b in right if a != b]


def _candidates(vectors: Sequence[Vector], probe: int) -> list[tuple[int, int]]:
    """Pairs that share at least two of their most telling features."""
    index: dict[str, list[int]] = defaultdict(list)
    for i, features in enumerate(vectors):
        for key in sorted(features, key=lambda k: (-features[k], k))[:probe]:
            index[key].append(i)
    longest = max(60, len(vectors) // 10)  # features that many share find nobody
    shared: Counter[tuple[int, int]] = Counter()
    for holders in index.values():
        if len(holders) <= longest:
            shared.update((i, j) for k, i in enumerate(holders) for j in holders[k + 1 :])
    return sorted(pair for pair, number in shared.items() if number >= 2)


def _cosine(a: Vector, b: Vector) -> float:
    if len(a) > len(b):
        a, b = b, a
    return sum(value * b[key] for key, value in a.items() if key in b)


def _nearness(a: Reading, b: Reading, settings: GroupSettings) -> float:
    """What the days between two publications leave of the likeness."""
    first, second = _day(a), _day(b)
    if first is None or second is None:
        return 1.0
    gap = abs(first - second)
    if gap > settings.far:
        return settings.far_floor
    return max(settings.floor, math.exp(-max(0, gap - settings.grace) / settings.decay))


def _day(reading: Reading) -> int | None:
    try:
        return date.fromisoformat((reading.report.published or "")[:10]).toordinal()
    except ValueError:
        return None


def _published(reading: Reading) -> str:
    return reading.report.published or "9999"


def _main_person(reading: Reading) -> str | None:
    """The name of the person a report mentions most, where its records name persons."""
    named = Counter(m.name for m in reading.mentions if is_specific(m) and " " in m.name)
    if not named:
        return None
    first = {m.name: m.start for m in reversed(reading.mentions)}
    return min(named, key=lambda name: (-named[name], first[name], name))


def _strangers(a: str | None, b: str | None, in_a: set[str], in_b: set[str]) -> bool:
    """Whether two reports are each about a person whom the other never names."""
    if a is None or b is None or same_name(a, b):
        return False
    parts_a, parts_b = ({w.form for w in words(name)} for name in (a, b))
    return not (parts_a & in_b) and not (parts_b & in_a)


def _cluster(size: int, pairs: Pairs, threshold: float) -> list[list[int]]:
    """Average-linkage clusters; pairs that are not listed count as 0."""
    members = {i: [i] for i in range(size)}
    links: dict[int, dict[int, float]] = defaultdict(dict)
    for (i, j), value in pairs.items():
        links[i][j] = links[j][i] = value
    heap = [(-value, i, j) for (i, j), value in pairs.items() if value >= threshold]
    heapq.heapify(heap)
    while heap:
        value, i, j = heapq.heappop(heap)
        if i not in members or j not in members:
            continue
        if -value != links[i][j] / (len(members[i]) * len(members[j])):
            continue  # grown since; its newer value is in the heap too
        members[i] = sorted(members[i] + members.pop(j))
        for other, total in links.pop(j).items():
            links[other].pop(j, None)
            if other != i:
                links[i][other] = links[other][i] = links[i].get(other, 0.0) + total
        for other, total in links[i].items():
            mean = total / (len(members[i]) * len(members[other]))
            if mean >= threshold:
                heapq.heappush(heap, (-mean, min(i, other), max(i, other)))
    return [members[i] for i in sorted(members)]


def _group(readings: list[Reading], vectors: list[Vector]) -> StoryGroup:
    ordered = sorted(readings, key=lambda r: (_published(r), r.report.id))
    return StoryGroup(readings=tuple(ordered), why=tuple(_why(ordered, vectors)))


def _why(readings: Sequence[Reading], vectors: Sequence[Vector]) -> Iterable[str]:
    """The features that most reports of a group share, in words."""
    if len(readings) < 2:
        return
    strength: Counter[str] = Counter()
    for features in vectors:
        strength.update({key: value for key, value in features.items() if ":" not in key})
    held = Counter(key for features in vectors for key in features)
    half = max(2, (len(vectors) + 1) // 2)
    best = sorted(
        (key for key in strength if held[key] >= half), key=lambda key: (-strength[key], key)
    )
    parts = {part for key in best[:20] if " " in key for part in key.split()}
    shown = [key for key in best[:20] if key not in parts][:8]
    if shown:
        surface = {
            w.form: r.text[w.start : w.start + len(w.form)]
            for r in readings
            for w in words(r.text)
            if w.capital
        }
        spelt = [" ".join(surface.get(part, part) for part in key.split()) for key in shown]
        yield f"shared words: {', '.join(spelt)}"
    signatures = sorted(key for key, n in held.items() if ":" in key and n >= half)
    if signatures:
        yield f"shared events: {', '.join(signatures[:4])}"
    days = sorted(day for reading in readings if (day := _day(reading)) is not None)
    if len(days) > 1:
        gap = max(b - a for a, b in pairwise(days))
        yield f"published at most {gap} days apart" if gap else "published on the same day"
