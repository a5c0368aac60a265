"""ECB+: reports whose event triggers are marked, and which of them are one event.

Its texts are stored as tokens; they are set as prose again, since that is what the package reads.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.ids import text_hash
from dragoman.records import Reading, Report

_QUOTES = {"``": "“", "''": "”"}
_NO_SPACE_BEFORE = frozenset([",", ".", ";", ":", "?", "!", ")", "”", "]", "%", "n't"])
_NO_SPACE_AFTER = "(“[$"


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked trigger: its report, its offsets there, and the event that it tells."""

    report: str
    spans: tuple[tuple[int, int], ...]
    event: str


@dataclass(frozen=True, slots=True)
class Marks:
    """One part of the corpus.

    Fields:
        readings: report id -> text, without records. topic, subtopic: report id -> what it is
            about; a topic holds two occasions that look alike. triggers: all that are marked.
    """

    readings: dict[str, Reading]
    topic: dict[str, str]
    subtopic: dict[str, str]
    triggers: tuple[Marked, ...]


def prose(tokens: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """Tokens as running text, and where each stands in it.

    Example:
        >>> prose(["Lima", "waits", ",", "``", "calm", "''", "."])[0]
        'Lima waits, “calm”.'
    """
    text, spans, open_ = "", [], False
    for token in tokens:
        mark = _QUOTES.get(token, token)
        if mark == '"':
            mark = "”" if open_ else "“"
        open_ = (open_ or mark == "“") and mark != "”"
        close = mark in _NO_SPACE_BEFORE or mark.startswith("'")
        if text and not close and text[-1] not in _NO_SPACE_AFTER:
            text += " "
        spans.append((len(text), len(text) + len(mark)))
        text += mark
    return text, spans


def load_marks(folder: Path, split: str) -> Marks:
    """The reports of a split and their marked triggers, of the sentences that were checked.

    Raises:
        FileNotFoundError: the folder has no ``ecbplus_docs.jsonl.gz``.
    """
    found = Marks({}, {}, {}, ())
    places: dict[str, list[tuple[int, int]]] = {}
    for row in _rows(folder / "ecbplus_docs.jsonl.gz", split):
        text, spans = "", []
        for sentence in row["sentences"]:
            text += "\n" if text else ""
            line, inside = prose(sentence.split(" "))
            spans += [(a + len(text), b + len(text)) for a, b in inside]
            text += line
        report = Report(id=row["id"], text_sha256=text_hash(text))
        found.readings[row["id"]] = Reading(report=report, text=text)
        found.topic[row["id"]] = str(row["topic"])
        found.subtopic[row["id"]] = row["subtopic"]
        places[row["id"]] = spans
    triggers = []
    for row in _rows(folder / "ecbplus_event_mentions.jsonl.gz", split):
        spans = places[row["doc"]]
        kept = tuple(spans[n - 1] for n in row["tokens"] if n <= len(spans))
        if row["curated"] and kept:
            triggers.append(Marked(row["doc"], kept, row["chain"]))
    return Marks(found.readings, found.topic, found.subtopic, tuple(triggers))


def _rows(path: Path, split: str) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["split"] == split:
                yield row
