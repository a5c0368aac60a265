"""How well the book's words mark the issues of sentences of real news.

    python benchmarks/issues.py LABELS.jsonl --data ../shared/data [--show N]

LABELS has one sentence a line (offsets into the research data under ``--data``, no words): the data
set, the report's id, where the sentence stands, the ids of the issues that a careful reader of the
sentence alone assigns it (``issues``), and those that may be left out (``maybe``: plain only to
who knows the report), which are neither missed nor surplus. Found is what the book in force marks
in the sentence (:func:`dragoman.issues.mark`). Precision, recall and F1 over all issues, then of
each issue that the labels have; how many sentences have all right; sentences a second.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.measures import Score, share
from training.labels import digest, texts_of

from dragoman.issues import mark


def count(gold: set[str], maybe: set[str], found: set[str]) -> tuple[int, int, int]:
    """How many issues a sentence has, how many were found, how many of these are right.

    Example:
        >>> count({"water"}, {"fishing"}, {"water", "fishing", "trade"})
        (1, 2, 1)
    """
    counted = found - (maybe - gold)
    return len(gold), len(counted), len(gold & counted)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("labels", type=Path)
    parser.add_argument("--data", type=Path, required=True, help="the folder of research data")
    parser.add_argument("--show", type=int, default=0, help="print so many sentences that differ")
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.labels.read_text("utf-8").splitlines()]
    items = dict(texts_of(options.data, {(r["set"], r["id"]) for r in rows}))
    every, classes, whole, left, spent = Score(), dict[str, Score](), 0, options.show, 0.0
    for row in rows:
        text = items[(row["set"], row["id"])]["text"][row["start"] : row["end"]]
        if digest(text) != row["sha"]:
            raise SystemExit(f"{row['set']}:{row['id']}: not the sentence that was labelled")
        gold, maybe = set(row["issues"]), set(row["maybe"])
        started = perf_counter()
        found = set(mark(text))
        spent += perf_counter() - started
        every.add(*count(gold, maybe, found))
        for issue in gold | (found - maybe):
            one = {issue}
            classes.setdefault(issue, Score()).add(*count(gold & one, maybe & one, found & one))
        wrong = gold ^ (found - (maybe - gold))
        whole += not wrong
        if wrong and left > 0:
            left -= 1
            print(" ".join(text.split()))
            print(f"  missed {sorted(gold - found)}  surplus {sorted(found - gold - maybe)}")
    print(every.line("issues of sentences"))
    for issue, score in sorted(classes.items()):
        print(score.line(f"  {issue}"))
    print(f"{'sentences all right':22} {share(whole, len(rows))}")
    print(f"{len(rows) / spent:.0f} sentences a second")


if __name__ == "__main__":
    main()
