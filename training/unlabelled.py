"""Sentences of news that nobody labelled, for the teacher, from reports not held back."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np

from dragoman.events.trained.features import TYPES, features
from dragoman.language.paths import path
from training.annotations import Annotated
from training.examples import IGNORE, Builder, Example
from training.labels import read_items

_HEAD = 3500  # characters of a report that are read
_LONGEST, _SHORTEST = 70, 5  # words


def unlabelled(data: Path, count: int, seed: int) -> list[Example]:
    """At most ``count`` sentences of the news in a data folder, without labels."""
    held = set((Path(__file__).parent / "held.txt").read_text("utf-8").split())
    items = [("allsides", i) for i in read_items(data, "allsides")]
    items += [("kcna", i) for i in read_items(data, "kcna") if i["language"] == "en"]
    items = [(n, i) for n, i in items if f"{n}:{i['id']}" not in held]
    rng = random.Random(seed)
    rng.shuffle(items)
    builder = Builder()
    found: list[Example] = []
    for name, item in items:
        key = f"{name}:{item['id']}"
        meta = {"id": key, "published": str(item["date"])[:10], "source": str(item["publisher"])}
        found += _sentences(builder, Annotated(meta, item["text"][:_HEAD]))
        if len(found) >= count:
            break
    return found[:count]


def _sentences(builder: Builder, report: Annotated) -> list[Example]:
    document = builder.document(report)
    drafts = list(builder.coder.drafts(document))
    found = []
    for sent in document.doc.sents:
        if not _SHORTEST <= len(sent) <= _LONGEST:
            continue
        inside = [d for d in drafts if sent.start <= d.token.i < sent.end]
        table = features(document, sent, inside, builder.coder.lexicon)
        none = np.full(len(sent), IGNORE, dtype=np.int64)
        example = Example(
            report.meta["id"], [t.text for t in sent], table, none, none, none, [""] * len(sent),
            np.stack([none, none], -1),
        )  # fmt: skip
        for token in sent:
            known = table[token.i - sent.start, : len(TYPES)].any()
            if token.pos_ == "VERB" or known:
                example.paths[token.i - sent.start] = [path(token, word) for word in sent]
        found.append(example)
    return found
