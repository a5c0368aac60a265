"""Annotated sentences -> what the statements' network learns from, by the package's own stages.

Two sorts of annotation are read: our labels (offsets, ``labels/statements.jsonl``; guide in
``corpus/STATEMENTS.md``), and PolNeAR's attributions, which are broader (beliefs, wishes): the
network is told which of the two a sentence is of.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from dragoman.actors import Actors
from dragoman.document import Document, Stage
from dragoman.language import Language
from dragoman.language.paths import path
from dragoman.records import Report
from dragoman.statements.collect import collect
from dragoman.statements.cues import cue_lemma
from dragoman.statements.trained.features import (
    CONTENT,
    NOTHING,
    SPEAKER,
    Table,
    ruled_row,
    tabulate,
)
from dragoman.statements.trained.network import LONGEST
from dragoman.times import Times
from training.labels import digest, texts_of

IGNORE = -1
Marks = Sequence[tuple[int | None, frozenset[int], frozenset[int]]]


@dataclass(slots=True)
class Example:
    """One sentence of W words.

    Fields:
        forms: lemma, dependency, tag and kind of entity of each word. heads: the word that each
            hangs on. features, tensor: as at run time.
        cues: [W], 1 where a word marks speech. roles: cue -> for each word NOTHING, CONTENT or
            SPEAKER, IGNORE at the cue itself. paths: cue -> how each word hangs on it.
        ruled: cue -> for each word 0 where the rules found no statement of the cue, else 1 + role.
        broad: annotated by the broader guide.
    """

    forms: list[tuple[str, str, str, str]]
    heads: list[int]
    features: NDArray[np.float16]
    tensor: NDArray[np.float16]
    cues: NDArray[np.float32]
    roles: dict[int, NDArray[np.int64]]
    paths: dict[int, list[str]]
    ruled: dict[int, NDArray[np.int64]]
    broad: bool


class Maker:
    """Reads reports up to what the rules of the statements stage find."""

    def __init__(self) -> None:
        """Load the parser."""
        self._language = Language()
        self._stages: list[Stage] = [Actors(), Times()]

    def read(self, report: Report, text: str) -> tuple[Document, Table]:
        """A report's document and its table."""
        document = self._language.parse(report, text)
        for stage in self._stages:
            document = stage(document)
        return document, tabulate(document, collect(document))


def labelled(file: Path, data: Path) -> Iterator[Example]:
    """Examples of a file of our labels; the texts come from the research data's folder.

    Raises ValueError where a labelled sentence is not the one that stands there.
    """
    maker = Maker()
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    rows.sort(key=lambda r: (r["set"], r["id"], r["start"]))
    texts = dict(texts_of(data, {(r["set"], r["id"]) for r in rows}))
    for key, group in groupby(rows, key=lambda r: (r["set"], r["id"])):
        mine, item = list(group), texts[key]
        day = str(item.get("date") or "")[:10] or None
        report = Report(
            id=":".join(key), published=day, source=item.get("publisher"), text_sha256=""
        )
        document, table = maker.read(report, item["text"][: mine[-1]["end"]])
        for row in mine:
            if digest(document.text[row["start"] : row["end"]]) != row["sha"]:
                raise ValueError(f"{key}: the sentence at {row['start']} is not the labelled one")
            low, high = _within(document.doc, row["start"], row["end"])
            if low < high:
                marks = [_mark(document.doc, low, high, s) for s in row["statements"]]
                yield _example(document, table, low, high, marks, broad=False)


def attributed(file: Path) -> Iterator[Example]:
    """Examples of PolNeAR's articles."""
    maker = Maker()
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            article = json.loads(line)
            document, table = maker.read(Report(id=str(number), text_sha256=""), article["text"])
            doc = document.doc
            for sentence in doc.sents:
                low, high = sentence.start, min(sentence.end, sentence.start + LONGEST)
                marks = []
                for one in article["attributions"]:
                    content = _tokens(doc, one["content"], low, high)
                    if content:
                        cue = _head(doc, _tokens(doc, one["cue"], low, high))
                        marks.append((cue, content, _tokens(doc, one["source"], low, high)))
                yield _example(document, table, low, high, marks, broad=True)


def _mark(
    doc: Doc, low: int, high: int, row: list[Any]
) -> tuple[int | None, frozenset[int], frozenset[int]]:
    _, speaker, _, cue, content, *_ = row
    words = _tokens(doc, [cue] if cue else [], low, high)
    named = _tokens(doc, [speaker] if speaker else [], low, high)
    return _head(doc, words), _tokens(doc, content, low, high), named


def _within(doc: Doc, start: int, end: int) -> tuple[int, int]:
    inside = [t.i for t in doc if start <= t.idx < end][:LONGEST]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


def _tokens(doc: Doc, spans: Iterable[Sequence[int]], low: int, high: int) -> frozenset[int]:
    """The tokens of some characters that lie in a sentence."""
    spans = list(spans)
    return frozenset(
        t.i
        for t in doc[low:high]
        if not t.is_space and any(t.idx < b and t.idx + len(t) > a for a, b in spans)
    )


def _head(doc: Doc, words: frozenset[int]) -> int | None:
    """The word that stands for a cue of several: a verb or noun that hangs on none of them."""
    tops = [i for i in sorted(words) if doc[i].head.i not in words or doc[i].head.i == i]
    telling = [i for i in tops if doc[i].pos_ in ("VERB", "AUX", "NOUN", "PROPN")]
    return next(iter([*telling, *sorted(words)]), None)


def _example(
    document: Document, table: Table, low: int, high: int, marks: Marks, *, broad: bool
) -> Example:
    doc, long = document.doc, high - low
    cues = np.zeros(long, dtype=np.float32)
    roles: dict[int, NDArray[np.int64]] = {}
    for cue, content, speaker in marks:
        if cue is None:
            continue
        cues[cue - low] = 1
        row = roles.setdefault(cue - low, np.zeros(long, dtype=np.int64))
        row[[i - low for i in content]] = CONTENT
        row[[i - low for i in speaker - content if row[i - low] == NOTHING]] = SPEAKER
        row[cue - low] = IGNORE
    ruled = {
        r.cue - low: ruled_row(r.content, r.speaker, low, high)
        for r in table.ruled
        if low <= r.cue < high
    }
    words = list(doc[low:high])
    return Example(
        forms=[(cue_lemma(t), t.dep_, t.tag_, t.ent_type_) for t in words],
        heads=[t.head.i - low if low <= t.head.i < high else n for n, t in enumerate(words)],
        features=table.features[low:high].astype(np.float16),
        tensor=doc.tensor[low:high].astype(np.float16),
        cues=cues,
        roles=roles,
        paths={cue: [path(doc[cue + low], t) for t in words] for cue in roles},
        ruled=ruled,
        broad=broad,
    )
