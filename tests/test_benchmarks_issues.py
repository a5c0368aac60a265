"""What the benchmark of issues counts, and what its labels hold."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from dragoman.issues import issue_book

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.issues import count  # noqa: E402


def test_what_may_be_left_out_is_neither_missed_nor_surplus() -> None:
    assert count({"water"}, {"trade"}, {"trade"}) == (1, 0, 0)
    assert count({"water"}, {"trade"}, {"water", "food"}) == (1, 2, 1)
    assert count(set(), set(), set()) == (0, 0, 0)


@pytest.mark.parametrize("half", ["dev", "test"])
def test_labels_name_issues_of_the_book_and_hold_no_words(half: str) -> None:
    path = ROOT / "benchmarks" / "labels" / f"issues_{half}.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert len(rows) > 70
    for row in rows:
        assert set(row) == {"set", "id", "start", "end", "sha", "issues", "maybe"}
        assert set(row["issues"]) <= issue_book().entries.keys()


def test_no_report_is_in_both_halves() -> None:
    halves = []
    for half in ("dev", "test"):
        path = ROOT / "benchmarks" / "labels" / f"issues_{half}.jsonl"
        lines = map(json.loads, path.read_text("utf-8").splitlines())
        halves.append({(r["set"], r["id"]) for r in lines})
    assert not halves[0] & halves[1]
