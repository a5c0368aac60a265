"""How well versions of one utterance in several reports are found together.

    python benchmarks/utterances.py LABELS.jsonl --data ../shared/data [--mistakes]

LABELS has one statement a line (offsets into the research data under ``--data``, no words): the
data set, the report's id, where its words stand, and the number of its utterance. The reports of
one event (the data's ``cluster``) are read in full and made one story; which statements our
utterances join is compared with the numbers. A labelled statement is ours whose words overlap it
most (at least half of both together), one to one; one that our reading does not have counts as an
utterance of its own, so that the labels outlive changes of the statements stage.

Printed are pairs of different reports, all pairs, pairs by how the two are told (recall alone: what
is joined wrongly has no kind), and B-cubed, also of every statement left alone for comparison.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.measures import Score, share
from benchmarks.stories import b_cubed
from training.labels import digest, texts_of

from dragoman.ids import text_hash
from dragoman.pipeline import shared_reader
from dragoman.records import Reading, Report, Statement
from dragoman.stories import StoryRecords, build

Span = tuple[int, int]
_SHARED = 0.5  # share of the characters of two statements together that they have in common


@dataclass(frozen=True, slots=True)
class Item:
    """A labelled statement: its report, where its words stand, the number of its utterance."""

    report: str
    content: tuple[Span, ...]
    group: int


def stories(labels: Path, data: Path) -> dict[str, list[tuple[dict[str, Any], list[Item]]]]:
    """Event -> its labelled reports with their statements.

    Raises ValueError where labelled words are not those that stand there.
    """
    rows: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for line in labels.read_text("utf-8").splitlines():
        row = json.loads(line)
        rows[row["set"], row["id"]].append(row)
    found: dict[str, list[tuple[dict[str, Any], list[Item]]]] = defaultdict(list)
    seen = set()
    for key, report in texts_of(data, rows):  # an id may stand for several reports
        spans = [tuple((a, b) for a, b in row["content"]) for row in rows[key]]
        words = [" ".join(report["text"][a:b] for a, b in content) for content in spans]
        if all(digest(w) == row["sha"] for w, row in zip(words, rows[key], strict=True)):
            seen.add(key)
            items = [
                Item(text_hash(report["text"]), content, row["group"])
                for content, row in zip(spans, rows[key], strict=True)
            ]
            found[f"{key[0]}:{report['cluster']}"].append((report, items))
    if missing := sorted(set(rows) - seen):
        raise ValueError(f"{missing[0]}: the labelled words are not in the data")
    return dict(found)


def read(item: dict[str, Any]) -> Reading:
    """A report of the data as our reader reads it."""
    key = text_hash(item["text"])
    report = Report(
        id=key, text_sha256=key, title=item.get("title"), published=item.get("date") or None,
        source=item.get("publisher"),
    )  # fmt: skip
    return shared_reader().read(report, item["text"])


def matched(items: Sequence[Item], statements: Sequence[Statement]) -> dict[int, Statement]:
    """Place of an item -> the statement of ours that has its words, one to one, likelier first.

    Example:
        >>> matched([Item("r", ((0, 10),), 1)], [])
        {}
    """
    pairs = sorted(
        (
            (-_overlap(item.content, tuple((e.start, e.end) for e in s.content)), i, s.id)
            for i, item in enumerate(items)
            for s in statements
        ),
    )
    known = {s.id: s for s in statements}
    found: dict[int, Statement] = {}
    taken: set[str] = set()
    for shared, i, key in pairs:
        if -shared >= _SHARED and i not in found and key not in taken:
            found[i] = known[key]
            taken.add(key)
    return found


def _overlap(a: Sequence[Span], b: Sequence[Span]) -> float:
    one, other = ({at for start, end in spans for at in range(start, end)} for spans in (a, b))
    return len(one & other) / len(one | other) if one | other else 0.0


@dataclass(frozen=True, slots=True)
class Joined:
    """The labelled statements of one story: numbers of the gold, ours, and how each is told."""

    items: tuple[Item, ...]
    ours: tuple[str, ...]
    kinds: tuple[str, ...]


def joined(records: StoryRecords, items: Sequence[Item]) -> Joined:
    """What our utterances make of labelled statements; an item not found is alone."""
    by_report: dict[str, list[int]] = defaultdict(list)
    for i, item in enumerate(items):
        by_report[item.report].append(i)
    ours = [f"missed {i}" for i in range(len(items))]
    kinds = ["not read"] * len(items)
    for report, places in by_report.items():
        statements = records.reading_by_id[report].statements
        for at, statement in matched([items[i] for i in places], statements).items():
            ours[places[at]] = records.utterance_of[statement.id].id
            kinds[places[at]] = "quoted" if statement.kind == "direct" else "paraphrased"
    return Joined(tuple(items), tuple(ours), tuple(kinds))


def measure(all_joined: Iterable[Joined]) -> Iterator[str]:
    """Lines of figures."""
    across, every = Score(), Score()
    kinds: Counter[str] = Counter()
    right: Counter[str] = Counter()
    found: dict[str, str] = {}
    gold: dict[str, int] = {}
    for story, told in enumerate(all_joined):
        for i, j in combinations(range(len(told.items)), 2):
            one, same = told.items[i].group == told.items[j].group, told.ours[i] == told.ours[j]
            scores = [every]
            if told.items[i].report != told.items[j].report:
                scores.append(across)
                if one:
                    kind = " and ".join(sorted((told.kinds[i], told.kinds[j]), reverse=True))
                    kinds[kind] += 1
                    right[kind] += same
            for score in scores:
                score.gold += one
                score.found += same
                score.right += one and same
        for i, item in enumerate(told.items):
            found[f"{story} {i}"], gold[f"{story} {i}"] = f"{story} {told.ours[i]}", item.group
    yield across.line("pairs, two reports")
    for kind, number in sorted(kinds.items()):
        yield f"  recall, {kind}: {share(right[kind], number)}"
    yield every.line("all pairs")
    for name, grouping in (("B-cubed", found), ("  all left alone", {k: k for k in gold})):
        precision, recall, f1 = b_cubed(grouping, gold)
        yield f"{name:22} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}"


def mistakes(records: StoryRecords, told: Joined) -> Iterator[str]:
    """Pairs of different reports that are joined or kept apart wrongly, with their words."""
    texts: Mapping[str, Reading] = records.reading_by_id

    def words(item: Item) -> str:
        text = texts[item.report].text
        return " … ".join(" ".join(text[a:b].split()) for a, b in item.content)[:160]

    for i, j in combinations(range(len(told.items)), 2):
        a, b = told.items[i], told.items[j]
        one, same = a.group == b.group, told.ours[i] == told.ours[j]
        if one != same and a.report != b.report:
            what = "apart" if one else "JOINED"
            yield f"  {what}: {told.kinds[i]}: {words(a)}\n     {told.kinds[j]}: {words(b)}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("labels", type=Path)
    parser.add_argument("--data", type=Path, required=True, help="folder of the research data")
    parser.add_argument("--mistakes", action="store_true", help="list what went wrong")
    options = parser.parse_args()
    events = stories(options.labels, options.data)
    seconds = 0.0
    all_joined = []
    for reports in events.values():
        readings = [read(report) for report, _ in reports]
        began = time.perf_counter()
        records = build(readings)
        seconds += time.perf_counter() - began
        told = joined(records, [item for _, items in reports for item in items])
        all_joined.append(told)
        if options.mistakes:
            print("\n".join(mistakes(records, told)))
    number = sum(len(told.items) for told in all_joined)
    missed = sum(told.kinds.count("not read") for told in all_joined)
    print(
        f"{options.labels.name}: {len(events)} events, {number} statements, "
        f"{missed} not read; stories in {seconds:.1f} s"
    )
    print("\n".join(measure(all_joined)))


if __name__ == "__main__":
    main()
