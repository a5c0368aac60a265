"""Labels that stand apart from their texts: offsets into research data that stay where they are.

A labels file (JSON Lines) holds one sentence a line: the data set, the report's id, where the
sentence stands, the first characters of its SHA-256 (so that a changed text is noticed), and its
marks. No word of the texts is in it.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from training.annotations import Annotated, Mark, Party, Sentence

_FILES = {
    "allsides": "news/allsides_2012_2018.jsonl.gz",
    "kcna": "news/kcna_2011_h1.jsonl.gz",
    "g5w": "stories/giveme5w_dev.jsonl",
    "basil": "stories/basil_before_2015.jsonl",
    "lgl": "places/lgl.jsonl",
}


def digest(text: str) -> str:
    """What tells whether a sentence is still the one that was labelled."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def pack(mark: Mark) -> list[Any]:
    """A mark as a JSON array."""
    sides = [[[p.start, p.end, p.code, *p.sectors] for p in side]
             for side in (mark.actors, mark.recipients)]  # fmt: skip
    return [
        mark.type, mark.mode, mark.start, mark.end, mark.status, int(mark.alleged), *sides,
        mark.date, mark.date_start, mark.date_end, int(mark.optional),
    ]  # fmt: skip


def unpack(row: list[Any]) -> Mark:
    """The mark of a JSON array."""
    sides = [tuple(Party(p[0], p[1], p[2], tuple(p[3:])) for p in side) for side in row[6:8]]
    return Mark(row[0], row[1], row[2], row[3], row[4], bool(row[5]), sides[0], sides[1],
                row[8], row[9], row[10], bool(row[11]))  # fmt: skip


def load_labels(file: Path, data: Path) -> list[Annotated]:
    """The labelled reports, with their texts from the data folder.

    Raises ValueError where a labelled sentence is not the one that stands there.
    """
    rows: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for line in file.read_text("utf-8").splitlines():
        row = json.loads(line)
        rows.setdefault((row["set"], row["id"]), []).append(row)
    texts = dict(texts_of(data, rows))
    return [_report(key, texts[key], lines) for key, lines in rows.items()]


def _report(key: tuple[str, str], item: dict[str, Any], lines: list[dict[str, Any]]) -> Annotated:
    text = item["text"][: max(line["end"] for line in lines)]
    meta = {"id": f"{key[0]}:{key[1]}", "published": str(item.get("date", ""))[:10]}
    meta["source"] = str(item.get("publisher", ""))
    report = Annotated(meta, text)
    for line in lines:
        start, end = line["start"], line["end"]
        if digest(text[start:end]) != line["sha"]:
            raise ValueError(f"{key}: the sentence at {start} is not the one that was labelled")
        report.sentences.append(Sentence(start, end, False, [unpack(m) for m in line["marks"]]))
    return report


def texts_of(
    data: Path, wanted: Iterable[tuple[str, str]]
) -> Iterator[tuple[tuple[str, str], dict[str, Any]]]:
    """The reports that are wanted by data set and id, as their files have them."""
    keys = set(wanted)
    for name in _FILES:
        if any(k[0] == name for k in keys):
            for item in read_items(data, name):
                if (name, str(item["id"])) in keys:
                    yield (name, str(item["id"])), item
    if any(k[0] == "plv" for k in keys):
        with (data / "plv/PLV_train.tsv").open(encoding="utf-8") as rows:
            for row in csv.DictReader(rows, delimiter="\t"):
                key = ("plv", digest(row["sentence"]))
                if key in keys:
                    yield key, {"text": row["sentence"]}


def read_items(data: Path, name: str) -> Iterator[dict[str, Any]]:
    """The reports of one data set, as its file has them."""
    path = data / _FILES[name]
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
