"""Numbers of one thing that reports tell differently: "fallen by two metres", "by more than three".

Conservative: the thing counted is named by the same noun, the words around the two numbers tell of
the same matter, neither report tells the other's number too, and "more than two" does not speak
against "three".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from dragoman.records import UNKNOWN_CODE, Difference, Evidence, Reading, Version
from dragoman.stories.telling import Told
from dragoman.stories.words import (
    Word,
    bound_before,
    families,
    number_at,
    values_differ,
    weight,
    word_set,
)

_MOST_NOUNS = 3  # words between a number and the noun it counts
_TELLING = 1.5  # weight of a word that tells of a matter
_RARE = 2.5  # weight of a word that hardly two matters of a story share
_REACH = 14  # words each side of a number that belong to it
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_LEAD = 3  # words before a number that are shown with it


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with what it counts, and the matter that the words around it tell of."""

    start: int
    end: int
    value: float
    of: str
    noun: str
    bound: str
    about: Mapping[str, float]
    years: frozenset[str]


def numbers(readings: Sequence[Reading]) -> list[Difference]:
    """What reports count differently, one difference a thing, in the order of the first report."""
    told = [Told(reading) for reading in readings]
    figures = [_figures(t) for t in told]
    pairs: list[tuple[int, Figure, int, Figure]] = []
    for (i, ours), (j, theirs) in combinations(enumerate(figures), 2):
        used: set[int] = set()
        for a in ours:
            found = [b for b in theirs if b.start not in used and _one_matter(a, b)]
            best = max(found, key=lambda b: (_shared(a, b), -b.start), default=None)
            if best is None or not values_differ((a.value, a.bound), (best.value, best.bound)):
                continue
            if _tells_too(ours, best) or _tells_too(theirs, a):
                continue
            used.add(best.start)
            pairs.append((i, a, j, best))
    return [_difference(told, group) for group in _joined(pairs)]


def _figures(told: Told) -> list[Figure]:
    found = []
    words = told.words
    taken = -1
    for i, word in enumerate(words):
        if i <= taken:
            continue
        number = _number(told, i)
        if number is None:
            continue
        value, last = number
        taken = last
        noun = _noun(told, last)
        money = told.text[max(0, word.start - 1) : word.start] in {"$", "€", "£"}
        if noun is None and not money:
            continue
        head = words[last] if money or noun is None else words[noun]
        of = told.text[word.start - 1] if money else head.stem
        if of in word_set("numbers", "not_counted") or _is_year(word, value):
            continue
        found.append(
            Figure(
                start=words[max(0, i - _LEAD)].start if _lead(told, i) else word.start,
                end=head.end,
                value=value,
                of=of,
                noun=of if money else told.text[head.start : head.end],
                bound=bound_before(told.text, word.start),
                about=_about(told, i, last, of),
                years=_years(told, word.start),
            )
        )
    return found


def _noun(told: Told, last: int) -> int | None:
    """The place of the noun that a number counts: the first plural of the words that follow."""
    for i in range(last + 1, min(last + 1 + _MOST_NOUNS, len(told.words))):
        between = told.text[told.words[i - 1].end : told.words[i].start]
        form = told.words[i].form
        if between.strip() or "\n" in between or form in word_set("numbers", "no_noun"):
            return None
        if form in word_set("numbers", "plurals") or (
            form.endswith("s") and not form.endswith(("ss", "us", "is")) and len(form) > 3
        ):
            return i
    return None


def _number(told: Told, i: int) -> tuple[float, int] | None:
    """The number that begins at a word, and its last word."""
    word = told.words[i]
    before = told.text[max(0, word.start - 3) : word.start].rstrip("\"“'‘ ")
    begins = not before or before[-1] in ".!?\n:"
    return number_at(told.words, i, begins=begins)


def _lead(told: Told, i: int) -> bool:
    low = max(0, i - _LEAD)
    before = told.text[told.words[low].start : told.words[i].start]
    return not re.search(r"[.!?;:,\n]", before)


def _is_year(word: Word, value: float) -> bool:
    return word.form.isdigit() and 1500 <= value <= 2100


def _years(told: Told, start: int) -> frozenset[str]:
    """Years that the sentence names, other than that of the report: it looks back to them."""
    low, high = told.sentence(start)
    own = (told.reading.report.published or "")[:4]
    return frozenset(_YEAR.findall(told.text, low, high)) - {own}


def _about(told: Told, first: int, last: int, of: str) -> dict[str, float]:
    """The telling words of the clause around a number, families of acts, and who is named."""
    low, high = told.sentence(told.words[first].start)
    words = told.words[max(0, first - _REACH) : last + 1 + _REACH]
    found: dict[str, float] = {}
    for word in words:
        if not low <= word.start < high or word.stem == of:
            continue
        for family in families(word.form):
            found[f"act {family}"] = 2.0
        if (value := weight(word.form)) >= _TELLING and not word.form.replace(",", "").isdigit():
            found[word.stem] = value
    for kind in ("killed", "hurt"):
        if any(word.form in word_set("numbers", kind) for word in words):
            found[f"act {kind}"] = 3.0
    for mention in told.reading.mentions:
        if low <= mention.start < high and mention.code != UNKNOWN_CODE:
            found[f"@{mention.code}"] = 0.75
    return found


def _one_matter(a: Figure, b: Figure) -> bool:
    if a.of != b.of or a.years != b.years:
        return False
    shared = a.about.keys() & b.about.keys()
    for kind in ("act killed", "act hurt"):  # the dead of one are not the hurt of the other
        if (kind in a.about) != (kind in b.about):
            return False
    telling = [key for key in shared if not key.startswith("@")]
    acts = [key for key in telling if key.startswith("act ")]
    plain = [key for key in telling if not key.startswith("act ")]
    rare = [key for key in plain if min(a.about[key], b.about[key]) >= _RARE]
    return bool(len(plain) >= 2 and rare) or bool(acts and plain)


def _shared(a: Figure, b: Figure) -> float:
    return sum(min(a.about[key], b.about[key]) for key in a.about.keys() & b.about.keys())


def _tells_too(figures: Iterable[Figure], other: Figure) -> bool:
    """Whether a report has the other report's number of that thing as well."""
    return any(f.of == other.of and f.value == other.value for f in figures)


def _joined(
    pairs: list[tuple[int, Figure, int, Figure]],
) -> list[dict[int, Figure]]:
    """Pairs that share a figure, as one difference with a version a report."""
    groups: list[dict[int, Figure]] = []
    for i, a, j, b in pairs:
        held = next((g for g in groups if g.get(i) == a or g.get(j) == b), None)
        if held is None:
            groups.append({i: a, j: b})
        else:
            held.setdefault(i, a)
            held.setdefault(j, b)
    return groups


def _difference(told: Sequence[Told], group: Mapping[int, Figure]) -> Difference:
    nouns: dict[str, int] = defaultdict(int)
    for figure in group.values():
        nouns[figure.noun] += 1
    versions = tuple(
        Version(
            value=" ".join(told[i].text[figure.start : figure.end].split()),
            report=told[i].reading.report.id,
            evidence=(Evidence(start=figure.start, end=figure.end, role="content"),),
        )
        for i, figure in sorted(group.items())
    )
    return Difference(
        field=f"number: {max(nouns, key=lambda n: (nouns[n], len(n)))}", versions=versions
    )
