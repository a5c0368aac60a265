"""What of a report tells which story it belongs to: its telling words, headline and day.

Features depend on the report alone, never on the reports at hand, so that they can be kept and the
likeness of two reports is the same whenever they are compared.

Example:
    >>> from dragoman.records import Report
    >>> report = Report(id="r", text_sha256="")
    >>> found = features_of(Reading(report=report, text="Talks in Kampala."))
    >>> found.report, len(found.keys) > 0, found.day
    ('r', True, None)
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dragoman.records import UNKNOWN_CODE, Event, Reading, Record
from dragoman.stories.actors import is_specific
from dragoman.stories.words import Word, weight, words

Keys = NDArray[np.uint64]
Weights = NDArray[np.float64]
Vector = dict[str, float]


class GroupSettings(Record, frozen=True, kw_only=True):
    """What makes reports one story.

    Fields:
        threshold: mean likeness (0 to 1) that the reports of a story must have.
        opening: number of words at the beginning that count once more by themselves.
        opening_share: how much of the likeness of two texts their openings make.
        title: how much of the likeness two headlines make, where both reports have one.
        grace: days between publications that cost nothing. decay: days after which likeness is
            cut to 1/e. floor: the least that is left of it, up to ``far`` days; beyond, only
            reports of the same text are joined, and ``far_floor`` is left.
        stranger: what is left where each report's main person is not named by the other.
    """

    threshold: float = 0.13
    opening: int = 130
    opening_share: float = 1 / 3
    title: float = 0.25
    grace: int = 3
    decay: float = 40.0
    floor: float = 0.55
    far: int = 90
    far_floor: float = 0.15
    stranger: float = 0.25


DEFAULT = GroupSettings()
_LEAD = 250  # words at the beginning that count double


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """A report as grouping sees it.

    Fields:
        published: as the report has it, or "9999". day: its number, or None where unknown.
        keys, weights: telling words, names and events, hashed and sorted, a vector of length 1;
            the opening's stand apart from those of the whole.
        title_keys, title_weights: the same of the headline; empty where there is none.
        main: the person mentioned most, or None. parts: the hashed words of that name.
        text: hash of the text.
    """

    report: str
    published: str
    day: int | None
    keys: Keys
    weights: Weights
    title_keys: Keys
    title_weights: Weights
    main: str | None
    parts: tuple[int, ...]
    text: str


def features_of(reading: Reading, settings: GroupSettings = DEFAULT) -> Features:
    """The features of one report."""
    found = words(reading.text)
    headline = words(reading.report.title or "")
    whole = _vector(found, headline, reading.events)
    opening = _vector(found[: settings.opening], headline)
    share = settings.opening_share
    both = {key: value * math.sqrt(1 - share) for key, value in whole.items()}
    both |= {f"^{key}": value * math.sqrt(share) for key, value in opening.items()}
    title = {word.form: weight(word.form) for word in headline}
    keys, weights = _sorted(both)
    title_keys, title_weights = _sorted(_unit({k: v for k, v in title.items() if v >= 1.0}))
    main = _main_person(reading)
    return Features(
        report=reading.report.id,
        published=reading.report.published or "9999",
        day=day_of(reading),
        keys=keys,
        weights=weights,
        title_keys=title_keys,
        title_weights=title_weights,
        main=main,
        parts=tuple(hashed(word.form) for word in words(main)) if main else (),
        text=reading.report.text_sha256,
    )


def vector(reading: Reading) -> Vector:
    """The telling words, names and events of a report, as a vector of length 1."""
    return _vector(words(reading.text), words(reading.report.title or ""), reading.events)


@lru_cache(maxsize=1 << 18)
def hashed(key: str) -> int:
    """A key as a number that is the same on any machine."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "little")


def _vector(
    found: Sequence[Word], headline: Sequence[Word], events: Sequence[Event] = ()
) -> Vector:
    amounts: Counter[str] = Counter()
    weights: dict[str, float] = {}
    for i, word in enumerate(found):
        amount = 2 if i < _LEAD else 1
        amounts[word.form] += amount
        weights[word.form] = weight(word.form)
        # A name of two words tells more than its parts: "north korea", "xi jinping".
        if word.capital and i + 1 < len(found) and found[i + 1].capital:
            name = f"{word.form} {found[i + 1].form}"
            amounts[name] += amount
            weights[name] = (weight(word.form) + weight(found[i + 1].form)) / 2
    for word in headline:
        amounts[word.form] += 2
        weights[word.form] = weight(word.form)
    for event in events:
        for signature in _signatures(event):
            amounts[signature] += 1
            weights[signature] = 3.0
    return _unit(
        {
            key: (1 + math.log(amount)) * weights[key]
            for key, amount in sorted(amounts.items())
            if weights[key] >= 1.0 and not (key.isdigit() and len(key) < 2)
        }
    )


def _unit(raw: Mapping[str, float]) -> Vector:
    length = math.sqrt(sum(value * value for value in raw.values()))
    return {key: value / length for key, value in raw.items()} if length else {}


def _sorted(found: Vector) -> tuple[Keys, Weights]:
    """A vector by hashed key. Sorted, so that sums of floats come out alike in any order."""
    rows = sorted((hashed(key), value) for key, value in found.items())
    keys = np.array([key for key, _ in rows], dtype=np.uint64)
    return keys, np.array([value for _, value in rows], dtype=np.float64)


def _signatures(event: Event) -> list[str]:
    """Features of an event: its type with each pair of states."""
    left = sorted({a.code for a in event.actors} - {UNKNOWN_CODE})
    right = sorted({a.code for a in event.recipients} - {UNKNOWN_CODE})
    return [f"{event.type}:{a}>{b}" for a in left for b in right if a != b]


def _main_person(reading: Reading) -> str | None:
    """The name of the person a report mentions most, where its records name persons."""
    named = Counter(m.name for m in reading.mentions if is_specific(m) and " " in m.name)
    if not named:
        return None
    first = {m.name: m.start for m in reversed(reading.mentions)}
    return min(named, key=lambda name: (-named[name], first[name], name))


def day_of(reading: Reading) -> int | None:
    """The number of the day a report was published on, or None."""
    try:
        return date.fromisoformat((reading.report.published or "")[:10]).toordinal()
    except ValueError:
        return None
