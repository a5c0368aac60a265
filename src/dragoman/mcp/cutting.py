"""An answer short enough for a language model: fewer records, shorter lists, and what was cut."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec

from dragoman.questions import questions
from dragoman.questions.evidence import keys_of
from dragoman.records import Answer

MOST = 40_000
"""Characters of an answer's JSON at most, roughly."""
_LISTS = (None, 20, 10, 5, 3, 1, 0)  # entries of a list inside a record, tried in this order
_ENOUGH = 5  # records that an answer should have before lists inside them are cut further
_TOLD = ("count", "acts", "statements")  # of a period
_TEXT = 4000  # characters of one text inside a record at most
# Answers of one record whose limit counts parts of it.
_PARTS = {"ledger": "entries", "thread": "entries", "network": "edges"}


def fit(answer: Answer[Any], most: int = MOST) -> dict[str, Any]:
    """The answer as plain values with ``cut`` and ``next_offset``, not longer than ``most``.

    Records at the end are left out (``more`` is true then), and the ends of long lists and texts
    inside records; ``cut`` says of what, and how much.
    """
    whole = msgspec.to_builtins(answer)
    part = _PARTS.get(answer.question) if answer.found else None
    told = getattr(answer.found[0], part) if part else answer.found
    keys = [keys_of(one) for one in told]
    rows = whole["found"][0].pop(part) if part else whole["found"]
    found: list[Any] = []
    head: dict[str, Any] = {}
    cut = Counter[str]()
    for longest in _LISTS:
        cut = Counter()
        head = _shorter(whole["found"][0], longest, "found[]", cut) if part else {}
        found = []
        room = most - _size(head)
        for row, own in zip(rows, keys, strict=True):
            left = Counter[str]()
            found.append(_shorter(row, longest, "found[]", left))
            room -= _size(found[-1])
            room -= sum(_size(whole["sentences"].get(key)) for key in own)
            if room < 0:
                found.pop()
                break
            cut += left
        if len(found) >= min(len(rows), _ENOUGH):
            break
    else:
        if rows and not found:  # one at least, though it be long
            found = [_shorter(rows[0], _LISTS[-1], "found[]", cut)]
    return _put(whole, part, head, found, keys[: len(found)], len(rows), cut)


def _size(value: Any) -> int:
    return len(msgspec.json.encode(value))


def _put(
    whole: dict[str, Any], part: str | None, head: dict[str, Any], found: list[Any],
    keys: list[tuple[str, ...]], there: int, cut: Counter[str],
) -> dict[str, Any]:  # fmt: skip
    """The answer with these records and their sentences only."""
    kept = {key for one in keys for key in one}
    sentences = {key: told for key, told in whole["sentences"].items() if key in kept}
    reports = {one["report"] for told in sentences.values() for one in told}
    reports |= {row.get("id") for row in found}
    pages = "offset" in questions()[whole["question"]].parameters.__struct_fields__
    said = [f"{path}: {count} left out" for path, count in cut.most_common(20)]
    if len(found) < there:
        way = "ask for them with offset" if pages else "ask for less to see them"
        said.insert(0, f"{there - len(found)} records at the end: {way}")
    more = whole["more"] or len(found) < there
    return {
        **whole,
        "found": [{**head, part: found}] if part else found,
        "more": more,
        "next_offset": whole["offset"] + len(found) if more and pages else None,
        "sentences": sentences,
        "told_by": {key: one for key, one in whole["told_by"].items() if key in reports},
        "cut": said,
    }


def _kept(value: Sequence[Any], longest: int | None, path: str) -> Sequence[Any]:
    """The head of a list; of periods the latest in which anything is told."""
    if longest is None:
        return value
    if path.endswith(".periods"):
        told = [one for one in value if any(one.get(key) for key in _TOLD)]
        return told[-longest:] if longest else []
    return value[:longest]


def _shorter(value: Any, longest: int | None, path: str, cut: Counter[str]) -> Any:
    """The value with the ends of its long lists and texts left out, which are counted."""
    if isinstance(value, dict):
        return {key: _shorter(one, longest, f"{path}.{key}", cut) for key, one in value.items()}
    if isinstance(value, list | tuple):
        kept = _kept(value, longest, path)
        if len(kept) < len(value):
            cut[f"{path}, entries"] += len(value) - len(kept)
        return [_shorter(one, longest, f"{path}[]", cut) for one in kept]
    if isinstance(value, str) and longest is not None and len(value) > _TEXT:
        cut[f"{path}, characters"] += len(value) - _TEXT
        return value[:_TEXT]
    return value
