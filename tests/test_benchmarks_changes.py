"""The changes benchmark's own counting: which marks match."""

from __future__ import annotations

from benchmarks.changes import Told, gold_of, match, overlap


def test_golds_stand_at_their_places_in_the_report() -> None:
    row = {"start": 100, "changes": [["holds", [0, 5], [9, 14]]]}
    assert gold_of(row) == [Told("holds", ((100, 105),), ((109, 114),))]


def test_marks_match_one_to_one_by_kind_and_words() -> None:
    gold = [Told("holds", ((0, 5),)), Told("ended", ((20, 25),))]
    ours = [Told("changed", ((20, 25),)), Told("holds", ((3, 9),)), Told("holds", ((0, 5),))]
    assert match(gold, ours) == [(gold[0], ours[1])]
    assert not overlap([(0, 4)], [(4, 8)])
