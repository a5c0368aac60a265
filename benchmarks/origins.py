"""How well it is found that two reports rest on one origin, and how much text they share.

    python benchmarks/origins.py LABELS.jsonl --data ../shared/data [--show N]

LABELS has one pair of reports of an event a line (no words): the data set, the reports' ids, the
first characters of their texts' SHA-256, what their texts have in common, and whether what they
print shows one origin. Kinds of text in common, quotations and posts left out: ``copy`` (nearly
all of the shorter report), ``rewrite`` (much of it in changed words), ``part`` (single stretches),
``none``.

Every pair is read and told as a story. "one origin" counts pairs of which we say so (by shared
text, credits or citations) against those marked so; "by text" and "by names" tell how many were
found through either. "text in common" counts pairs with any kind but none. Pairs whose mark is null
are left out.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.measures import Score, share
from training.labels import digest, texts_of

from dragoman.ids import text_hash
from dragoman.pipeline import shared_reader
from dragoman.records import Origin, Reading, Report
from dragoman.stories import build

KINDS = {"copy": "copy", "rewrite": "rewrite", "wording": "part"}


def told(origins: Iterable[Origin], reports: int) -> tuple[str, bool]:
    """The text that all reports have in common, and whether names join them, too."""
    common = [o for o in origins if len(o.reports) == reports]
    kinds = [kind for shows, kind in KINDS.items() if any(o.shows == shows for o in common)]
    named = ("publisher", "credit", "citation", "interview")
    return (kinds[0] if kinds else "none"), any(
        o.shows in named and o.kind in ("agency", "broadcaster", "newspaper", "document")
        for o in common
    )


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("labels", type=Path)
    parser.add_argument("--data", type=Path, required=True, help="the research data's folder")
    parser.add_argument("--show", type=int, default=0, help="print so many that differ")
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.labels.read_text("utf-8").splitlines()]
    keys = {(row["set"], row[side]) for row in rows for side in "ab"}
    items = dict(texts_of(options.data, keys))
    readings: dict[tuple[str, str], Reading] = {}
    one, any_text = Score(), Score()
    kinds = {kind: Score() for kind in KINDS.values()}
    through = {"by text": 0, "by names": 0}
    left = options.show
    for row in rows:
        pair = [(row["set"], row["a"]), (row["set"], row["b"])]
        for key, sha in zip(pair, row["sha"], strict=True):
            if digest(items[key]["text"]) != sha:
                raise SystemExit(f"{key}: the text is not the one that was labelled")
            if key not in readings:
                readings[key] = read(key, items[key])
        story = build([readings[key] for key in pair]).story
        kind, named = told(story.origins, 2)
        if row["one"] is not None:
            _count(one, row["one"], story.independent == 1)
            if row["one"] and story.independent == 1:
                through["by text"] += kind != "none"
                through["by names"] += named
        if row["kind"] is not None:
            _count(any_text, row["kind"] != "none", kind != "none")
            for name, score in kinds.items():
                _count(score, row["kind"] == name, kind == name)
        wrong = (row["one"] is not None and row["one"] != (story.independent == 1)) or (
            row["kind"] is not None and row["kind"] != kind
        )
        if wrong and left > 0:
            left -= 1
            publishers = " / ".join(str(items[key].get("publisher")) for key in pair)
            print(f"{publishers}: {row['kind']} {row['one']}, found {kind}; {story.says}")
    print(one.line("one origin"))
    for name, count in through.items():
        print(f"  found {name}: {share(count, one.right)}")
    print(any_text.line("text in common"))
    for name, score in kinds.items():
        print(score.line(f"  {name}"))


def read(key: tuple[str, str], item: dict[str, Any]) -> Reading:
    """A report's records."""
    report = Report(
        id=":".join(key),
        text_sha256=text_hash(item["text"]),
        source=item.get("publisher"),
        published=str(item.get("date") or "")[:10] or None,
        title=item.get("title"),
    )
    return shared_reader().read(report, item["text"])


def _count(score: Score, gold: bool, found: bool) -> None:
    score.gold += gold
    score.found += found
    score.right += gold and found


if __name__ == "__main__":
    main()
