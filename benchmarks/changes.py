"""How well words of change in real news are found: which, and of which act or stance.

    python benchmarks/changes.py LABELS.jsonl --data ../shared/data [--show N]

LABELS has one sentence a line (offsets into the research data under ``--data``, no words): the data
set, the report's id, where the sentence stands, and its changes, each an array of kind (holds,
repeated, first, changed, ended), the words that say so [start, end], and the word of the act or
stance that they say it of [start, end]. A sentence without changes holds a word that often tells
one and does not there (what is only wished, asked or supposed tells none).

Found is what ``find_changes`` gives. Two match, one to one, where their words overlap and their
kinds are the same; "with its act" asks that the act's word is among those that ours are said of.
"on a record" is how many of the marked ones an event or a statement of the report carries as its
``change``, and, of the changes on records, how many are marked: what a reader sees. Precision and
recall by kind.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.measures import Score
from training.labels import digest, texts_of

from dragoman.changes import find_changes
from dragoman.document import Document
from dragoman.language import Language
from dragoman.pipeline import default_stages
from dragoman.records import ChangeKind, Report

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Told:
    """A change within one sentence.

    Fields:
        words: where its words stand. acts: where the words of the acts stand that it is said of.
    """

    kind: str
    words: tuple[Span, ...]
    acts: tuple[Span, ...] = ()


def gold_of(row: dict[str, Any]) -> list[Told]:
    """The changes of a line of labels, at their places in the report."""
    at = row["start"]
    return [
        Told(kind, ((at + words[0], at + words[1]),), ((at + act[0], at + act[1]),))
        for kind, words, act in row["changes"]
    ]


def found_in(document: Document, start: int, end: int) -> list[Told]:
    """The changes that the parse shows in a sentence."""
    doc = document.doc

    def place(i: int) -> Span:
        return doc[i].idx, doc[i].idx + len(doc[i])

    return [
        Told(f.kind, tuple(map(place, f.words)), tuple(map(place, sorted(f.own | f.loose))))
        for f in find_changes(doc)
        if start <= doc[f.words[0]].idx < end
    ]


def carried_in(document: Document, start: int, end: int) -> list[Told]:
    """The changes that events and statements carry, each once."""
    records = (*document.events, *document.statements)
    found = {
        Told(r.change.kind, tuple((e.start, e.end) for e in r.change.evidence)): None
        for r in records
        if r.change is not None and start <= r.change.evidence[0].start < end
    }
    return list(found)


def match(gold: Sequence[Told], ours: Sequence[Told]) -> list[tuple[Told, Told]]:
    """Pairs of one kind whose words overlap, one to one, in order."""
    pairs, left = [], list(ours)
    for one in gold:
        hit = next((o for o in left if o.kind == one.kind and overlap(o.words, one.words)), None)
        if hit is not None:
            left.remove(hit)
            pairs.append((one, hit))
    return pairs


def overlap(some: Iterable[Span], others: Sequence[Span]) -> bool:
    """Whether two lists of spans share a character.

    Example:
        >>> overlap([(0, 4)], [(3, 8)]), overlap([(0, 4)], [(4, 8)])
        (True, False)
    """
    return any(a < z and b < y for a, y in some for b, z in others)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("labels", type=Path)
    parser.add_argument("--data", type=Path, required=True, help="the folder of research data")
    parser.add_argument("--show", type=int, default=0, help="print so many misses and inventions")
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.labels.read_text("utf-8").splitlines()]
    items = dict(texts_of(options.data, {(r["set"], r["id"]) for r in rows}))
    language, stages = Language(), default_stages()
    words, acts, carried = Score(), Score(), Score()
    kinds = {kind: Score() for kind in get_args(ChangeKind)}
    left = options.show
    for row in rows:
        key, start, end = (row["set"], row["id"]), row["start"], row["end"]
        item = items[key]
        text = item["text"]
        if digest(text[start:end]) != row["sha"]:
            raise SystemExit(f"{key}: the sentence at {start} is not the one that was labelled")
        report = Report(id=":".join(key), text_sha256="", published=str(item.get("date"))[:10])
        document = language.parse(report, text[:end])
        for stage in stages:
            document = stage(document)
        gold, ours = gold_of(row), found_in(document, start, end)
        pairs = match(gold, ours)
        with_act = [(g, o) for g, o in pairs if overlap(g.acts, o.acts)]
        shown = carried_in(document, start, end)
        words.add(len(gold), len(ours), len(pairs))
        acts.add(len(gold), len(ours), len(with_act))
        carried.add(len(gold), len(shown), len(match(gold, shown)))
        for kind, score in kinds.items():
            score.add(sum(g.kind == kind for g in gold), sum(o.kind == kind for o in ours),
                   sum(g.kind == kind for g, _ in with_act))  # fmt: skip
        if left > 0:
            left -= _show(text, start, end, gold, ours, with_act)
    print(words.line("words and kind"))
    print(acts.line("with its act"))
    for kind, score in kinds.items():
        print(score.line(f"  {kind}"))
    print(carried.line("on a record"))


def _show(
    text: str, start: int, end: int, gold: Sequence[Told], ours: Sequence[Told],
    good: Sequence[tuple[Told, Told]],
) -> int:  # fmt: skip
    """Print what differs in a sentence; how many lines of differences that were."""
    missed = [g for g in gold if all(g is not m for m, _ in good)]
    surplus = [o for o in ours if all(o is not m for _, m in good)]
    if missed or surplus:
        print(" ".join(text[start:end].split()))
    for label, each in (("  missed ", missed), ("  surplus", surplus)):
        for told in each:
            said, of = (" ".join(text[a:b] for a, b in spans) for spans in (told.words, told.acts))
            print(f"{label} {told.kind}: {said} / {of}")
    return len(missed) + len(surplus)


if __name__ == "__main__":
    main()
