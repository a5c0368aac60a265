"""Words of a report as the stories stage compares them: tokens, stems, weights, families, numbers.

A light tokenisation of the text as given; no parse is needed, so that archived readings can be
compared at any time. Weights come from the code book ``news_words`` alone, never from the reports
at hand: the likeness of two reports does not depend on what else is being grouped.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from dragoman.codebooks import read_table, split
from dragoman.codebooks.books import read_book

_WORD = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|[^\W_]+(?:['’.\-][^\W_]+)*", re.UNICODE)
_HANDED = re.compile(r"\b(?:hand|turn|tak|took)\w* over $")
_POSSESSIVE = re.compile(r"['’]s?$")
_RARE = 2.5  # per thousand: what a word that is not in the book counts as


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: where it is, its lower-case form without 's, and its stem."""

    start: int
    end: int
    form: str
    stem: str
    capital: bool


def words(text: str) -> list[Word]:
    """The words of a text in order.

    Example:
        >>> [w.stem for w in words("Kenya's envoys arrived.")]
        ['kenya', 'envoy', 'arriv']
    """
    found = []
    for match in _WORD.finditer(text):
        form = _POSSESSIVE.sub("", match.group().lower()).replace("’", "'")
        if form:
            found.append(
                Word(match.start(), match.end(), form, stem(form), match.group()[0].isupper())
            )
    return found


def without_number(word: str) -> str:
    """A word without the ending of the plural or of the third person."""
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def without_tense(word: str) -> str:
    """A word without "-ing" or "-ed"."""
    for ending in ("ing", "ed"):
        if word.endswith(ending) and re.search(r"[aeiouy]", word[: -len(ending)]):
            word = word[: -len(ending)]
            if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    return word


@lru_cache(maxsize=65536)
def stem(form: str) -> str:
    """A word without its regular endings, so that forms of one word compare as equal.

    Example:
        >>> stem("meeting") == stem("meets") == stem("meet")
        True
        >>> stem("alignment") == stem("align"), stem("historical") == stem("history")
        (True, True)
    """
    word = form.replace("’", "'")
    if len(word) <= 3 or not word.isalpha():
        return word
    word = without_tense(without_number(word))
    for ending in ("ational", "ation", "ative", "ically", "ical", "ment", "ness", "ion", "ly"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word[: -len(ending)] + ("y" if ending.startswith("ical") else "")
            break
    if len(word) > 4 and word.endswith("ate"):
        word = word[:-3] if len(word) > 6 else word[:-1]
    if len(word) > 3 and word.endswith("e"):
        word = word[:-1]
    return word


@lru_cache(maxsize=1)
def _per_thousand() -> dict[str, float]:
    return {row["word"]: float(row["per_thousand"]) for row in read_table("news_words")}


@lru_cache(maxsize=65536)
def weight(form: str) -> float:
    """How telling a word is: the logarithm of how few news reports hold it (0 to 6).

    Example:
        >>> weight("the") < 0.1 < weight("talks") < weight("herders")
        True
    """
    return math.log(1000.0 / max(_per_thousand().get(form, 0.0), _RARE))


@lru_cache(maxsize=1)
def _families() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]], dict[str, str]]:
    found: dict[str, set[str]] = {}
    near: dict[str, set[str]] = {}
    nouns: dict[str, str] = {}
    for row in read_table("trigger_families"):
        nouns[row["family"]] = row["noun"]
        for other in split(row["near"]):
            near.setdefault(row["family"], set()).add(other)
            near.setdefault(other, set()).add(row["family"])
        for word in split(row["words"]):
            key = " ".join(stem(part) for part in word.split())
            found.setdefault(key, set()).add(row["family"])
    return (
        {key: frozenset(value) for key, value in found.items()},
        {key: frozenset(value) for key, value in near.items()},
        nouns,
    )


def families(trigger: str) -> frozenset[str]:
    """The families of acts that trigger words name; empty where the code book has none.

    Example:
        >>> sorted(families("arrived in"))
        ['arrive']
    """
    stems = [word.stem for word in words(trigger)]
    table = _families()[0]
    found: set[str] = set()
    for first, second in pairwise(stems):
        found |= table.get(f"{first} {second}", frozenset())
    if not found:
        for part in stems:
            found |= table.get(part, frozenset())
    return frozenset(found)


def near(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether one act may be told in words of both families."""
    table = _families()[1]
    return any(table.get(family, frozenset()) & other for family in one)


def family_noun(found: frozenset[str]) -> str:
    """How a headline names an act of these families, "" for none."""
    nouns = _families()[2]
    return nouns[min(found)] if found else ""


@lru_cache(maxsize=32)
def word_set(table: str, key: str) -> frozenset[str]:
    """A ``|``-joined list of the code book ``story_words``."""
    return frozenset(split(read_book("story_words")[table][key]))


@lru_cache(maxsize=8)
def word_map(table: str, key: str) -> dict[str, str]:
    """A ``|``-joined list of ``a=b`` pairs of the code book ``story_words``."""
    pairs = (part.partition("=") for part in split(read_book("story_words")[table][key]))
    return {left: right for left, _, right in pairs}


@dataclass(frozen=True, slots=True)
class Count:
    """A number of things in a text ("nine herders"): its value and the stem of what is counted.

    ``of`` is "killed" or "hurt" where words of that kind stand beside it, whatever the noun.
    """

    start: int
    end: int
    value: float
    of: str
    bound: str = ""


def bound_before(text: str, at: int) -> str:
    """What the words before a number make of it: "least", "most", "about", or "" where nothing.

    Example:
        >>> bound_before("More than 20 died.", 10), bound_before("Nine died.", 0)
        ('least', '')
    """
    before = text[max(0, at - 20) : at].lower()
    if _HANDED.search(before):
        return ""
    for kind in ("least", "most", "about"):
        if any(before.rstrip(" $€£").endswith(word) for word in word_set("numbers", kind)):
            return kind
    return ""


def values_differ(a: tuple[float, str], b: tuple[float, str]) -> bool:
    """Whether two values, each with its bound, speak against each other.

    Example:
        >>> values_differ((20, "least"), (31, "")), values_differ((9, ""), (12, ""))
        (False, True)
    """
    (small, below), (large, above) = sorted((a, b))
    if small == large or below == "least" or above == "most":
        return False
    return not (large - small <= 0.1 * large and "about" in (below, above))


def counts(text: str, start: int = 0, end: int | None = None) -> list[Count]:
    """The counts told between two offsets.

    Example:
        >>> [(c.value, c.of) for c in counts("Nine herders were killed on 4 May.")]
        [(9.0, 'killed')]
    """
    small, large = word_map("numbers", "words"), word_map("numbers", "multiples")
    skipped = word_set("numbers", "not_counted")
    found = words(text[start:end])
    result = []
    taken = -1
    for i, word in enumerate(found):
        value = _number(word.form, small)
        if value is None or i <= taken:
            continue
        if word.capital and i + 1 < len(found) and found[i + 1].capital:
            continue  # part of a name: "One China"
        last = i
        if i + 1 < len(found) and found[i + 1].form in large:
            value, last = value * float(large[found[i + 1].form]), i + 1
        taken = last
        after = found[last + 1] if last + 1 < len(found) else None
        if after is None or after.form in skipped or after.form.isdigit():
            continue
        if 1900 <= value <= 2100 and word.form.isdigit():
            continue
        result.append(
            Count(
                start + word.start,
                start + found[last].end,
                value,
                _bound(found, i, last),
                bound_before(text, start + word.start),
            )
        )
    return result


def number_at(found: list[Word], i: int, *, begins: bool = True) -> tuple[float, int] | None:
    """The number that begins at a word, and the place of its last word; None where none does.

    ``begins``: the word begins a sentence, so that its capital makes it no name ("One China").

    Example:
        >>> number_at(words("200 million dollars"), 0)
        (200000000.0, 1)
    """
    small, large = word_map("numbers", "words"), word_map("numbers", "multiples")
    value = _number(found[i].form, small)
    if value is None:
        return None
    after = found[i + 1] if i + 1 < len(found) else None
    if found[i].capital and after is not None and after.capital and not begins:
        return None
    if after is not None and after.form in large:
        return value * float(large[after.form]), i + 1
    return value, i


def _bound(found: list[Word], first: int, last: int) -> str:
    """What a number counts: deaths, injuries, or the noun that follows."""
    killed, hurt = word_set("numbers", "killed"), word_set("numbers", "hurt")
    for word in found[last + 1 : last + 5] + found[max(0, first - 3) : first][::-1]:
        if word.form in killed:
            return "killed"
        if word.form in hurt:
            return "hurt"
    return found[last + 1].stem


def _number(form: str, small: dict[str, str]) -> float | None:
    if form in small:
        return float(small[form])
    plain = form.replace(",", "")
    if re.fullmatch(r"\d+(\.\d+)?", plain):
        return float(plain)
    return None
