"""Learns the model of pairs of statements, and measures it by stories that it has not seen.

    python -m training.utterances.train --data ../shared/data

It reads ``training/labels/utterances.jsonl`` and ``benchmarks/labels/utterances_dev.jsonl``, and
the reports of their stories with this release, and writes ``stories/speech_model.tsv``. Ten parts
of the stories are left out in turn; what the other nine give is asked about the tenth, and the
figures of pairs that are joined so are printed. numpy is all it needs; a few minutes, mostly of
reading.

In the labels, a statement's ``parts`` are the acts of speech that it tells: two statements that
have one in common are one utterance. Two that have none, but are of one ``group`` (both are joined
to a third that holds both), are shown neither as one nor as two, and are passed over.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.utterances import Item, matched, read, stories
from numpy.typing import NDArray

from dragoman.records import Reading
from dragoman.stories.cluster import Pair
from dragoman.stories.pair_model import PairModel, read_model, write_model
from dragoman.stories.resolve import resolve
from dragoman.stories.speech_pairs import FEATURES, MODEL, seen
from dragoman.stories.telling import SpeechTelling, Told
from dragoman.stories.utterances import merge_statements
from training.labels import digest

Table = NDArray[np.float64]

LABELS = (Path("training/labels/utterances.jsonl"), Path("benchmarks/labels/utterances_dev.jsonl"))
FOLDS = 10
PENALTY = 10.0  # of squared weights
FULL = 12  # pairs that are one: of a story with more of them, each counts less
_TARGET = Path("src/dragoman/stories") / MODEL
_HEAD = """Log-odds that two statements of two reports are one act of speech: the base, and for
each feature of speech_pairs.py (value - mean) / spread * weight.
Made by training/utterances/train.py."""


@dataclass(frozen=True)
class Story:
    """The statements of a story's reports; which of them are labelled; what is known of pairs.

    Fields:
        same: pair of places -> whether it is one utterance, for pairs of two reports.
        values: what is seen of those pairs of ``same`` that the model is asked about.
    """

    name: str
    readings: tuple[Reading, ...]
    tellings: tuple[SpeechTelling, ...]
    same: dict[Pair, bool]
    values: dict[Pair, tuple[float, ...]]

    def table(self) -> tuple[Table, Table, Table]:
        """Features, what is right, and how much each pair counts."""
        keys = sorted(self.values)
        right = np.array([self.same[key] for key in keys], dtype=np.float64)
        counts = np.where(right > 0, min(1.0, (FULL / max(1.0, right.sum())) ** 0.5), 1.0)
        rows = np.array([self.values[key] for key in keys], dtype=np.float64)
        return rows.reshape(len(keys), len(FEATURES)), right, counts


def gather(data: Path) -> Iterator[Story]:
    """The labelled stories, read."""
    for labels in LABELS:
        parts = _parts(labels)
        for name, reports in stories(labels, data).items():
            readings = tuple(resolve([read(report) for report, _ in reports]))
            items = [item for _, listed in reports for item in listed]
            yield _story(name, readings, items, parts)


def _parts(labels: Path) -> dict[str, frozenset[str]]:
    """What a labelled statement tells, by a key of its own: its acts of speech."""
    found = {}
    for line in labels.read_text("utf-8").splitlines():
        row: dict[str, Any] = json.loads(line)
        acts = [f"part {n}" for n in row.get("parts", [])]
        if "parts" not in row:
            acts = [f"group {row['group']}"]
        found[row["sha"] + str(row["content"])] = frozenset(acts)
    return found


def _story(
    name: str, readings: Sequence[Reading], items: Sequence[Item], parts: dict[str, frozenset[str]]
) -> Story:
    told = {reading.report.id: Told(reading) for reading in readings}
    tellings = [
        SpeechTelling(statement, told[reading.report.id], rank)
        for rank, reading in enumerate(readings)
        for statement in reading.statements
    ]
    tellings.sort(key=lambda t: (t.report, t.start, t.statement.id))
    place = {telling.statement.id: n for n, telling in enumerate(tellings)}
    known: dict[int, tuple[int, frozenset[str]]] = {}
    for reading in readings:
        own = [item for item in items if item.report == reading.report.id]
        for at, statement in matched(own, reading.statements).items():
            content = [list(span) for span in own[at].content]
            words = " ".join(reading.text[a:b] for a, b in content)
            known[place[statement.id]] = own[at].group, parts[digest(words) + str(content)]
    same: dict[Pair, bool] = {}
    for i, j in combinations(sorted(known), 2):
        one = bool(known[i][1] & known[j][1])
        if tellings[i].report != tellings[j].report and (one or known[i][0] != known[j][0]):
            same[i, j] = one
    values = {p.pair: p.values for p in seen(tellings) if p.pair in same}
    return Story(name, tuple(readings), tuple(tellings), same, values)


def learn(learned_from: Sequence[Story]) -> str:
    """Logistic regression by Newton's steps; the table of its weights."""
    tables = [story.table() for story in learned_from]
    rows, right, counts = (np.concatenate([t[n] for t in tables]) for n in range(3))
    means, spreads = rows.mean(axis=0), np.maximum(rows.std(axis=0), 0.01)
    scaled = np.hstack([(rows - means) / spreads, np.ones((len(rows), 1))])
    penalty = np.diag([PENALTY] * len(FEATURES) + [1e-6])
    weights = np.zeros(scaled.shape[1])
    for _ in range(30):
        likely = 1.0 / (1.0 + np.exp(-scaled @ weights))
        slope = scaled.T @ (counts * (likely - right)) + penalty @ weights
        bend = (scaled * (counts * likely * (1.0 - likely))[:, None]).T @ scaled + penalty
        weights -= np.linalg.solve(bend, slope)
    return write_model(FEATURES, list(means), list(spreads), list(weights[:-1]),
                       float(weights[-1]), _HEAD)  # fmt: skip


def held_back(all_stories: Sequence[Story]) -> Iterator[tuple[Story, PairModel]]:
    """Each story with a model that has not seen it."""
    order = np.random.default_rng(0).permutation(len(all_stories))
    for fold in np.array_split(order, FOLDS):
        left_out = {int(n) for n in fold}
        others = [story for n, story in enumerate(all_stories) if n not in left_out]
        model = read_model(learn(others), FEATURES)
        yield from ((all_stories[n], model) for n in sorted(left_out))


def measure(story: Story, model: PairModel) -> Counter[str]:
    """Pairs that are one, that are found, and that are found rightly, by how they are told."""
    told = {reading.report.id: Told(reading) for reading in story.readings}
    joined = merge_statements(story.readings, told, model=model)
    of = {member: utterance.id for utterance in joined for member in utterance.members}
    found: Counter[str] = Counter()
    for pair, one in story.same.items():
        a, b = (story.tellings[n].statement for n in pair)
        ours = of[a.id] == of[b.id]
        quoted = sum(s.kind == "direct" for s in (a, b))
        kind = ("both paraphrased", "quoted and paraphrased", "both quoted")[quoted]
        for name in ("all", kind):
            found[f"{name} gold"] += one
            found[f"{name} found"] += ours
            found[f"{name} right"] += one and ours
    return found


def lines(name: str, found: Counter[str]) -> Iterator[str]:
    """Precision and recall, all pairs and by how they are told."""
    yield name
    for kind in ("all", "both quoted", "quoted and paraphrased", "both paraphrased"):
        gold, ours, right = (found[f"{kind} {what}"] for what in ("gold", "found", "right"))
        yield (f"  {kind:24} P {right / max(1, ours):.3f} ({right} of {ours})"
               f"  R {right / max(1, gold):.3f} ({right} of {gold})")  # fmt: skip


def main() -> None:
    """Learn, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="folder of the research data")
    parser.add_argument("--to", type=Path, default=_TARGET, help="where the weights go")
    options = parser.parse_args()
    all_stories = list(gather(options.data))
    number = Counter(one for story in all_stories for one in story.same.values())
    print(f"{len(all_stories)} stories, {number[True]} pairs are one, {number[False]} are two")
    found: dict[str, Counter[str]] = defaultdict(Counter)
    dev = {*stories(LABELS[1], options.data)}
    for story, model in held_back(all_stories):
        found["utterances_dev" if story.name in dev else "utterances"] += measure(story, model)
    for name, counted in found.items():
        print("\n".join(lines(f"{name}, each story by a model that has not seen it", counted)))
    options.to.write_text(learn(all_stories), "utf-8")


if __name__ == "__main__":
    main()
