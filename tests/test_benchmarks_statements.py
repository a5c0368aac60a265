"""The statements benchmark's own counting: what matches, and whose words they are."""

from __future__ import annotations

from typing import get_args

from benchmarks.statements import (
    SORTS,
    Told,
    gold_of,
    match,
    names,
    same_speaker,
    sort_of,
    words,
)
from msgspec.structs import replace

from dragoman.records import Source, SourceKind


def _told(
    content: set[int], speaker: set[int], said: str, *, here: bool = True, code: str = "---"
) -> Told:
    return Told(
        "direct", frozenset(content), frozenset(speaker), names(said), here, code, "other",
        frozenset(), frozenset(),
    )  # fmt: skip


def test_words_leave_out_a_leading_that() -> None:
    assert words("that he left", [(0, 12)]) == {5, 8}
    assert words("", [(0, 0)]) == frozenset()


def test_statements_match_where_they_share_half_of_their_words() -> None:
    gold = [_told({1, 2, 3}, {9}, "Ann Lee"), _told({20, 21}, {30}, "Bo Park")]
    ours = [_told({20, 21, 22}, {30}, "Bo Park"), _told({3, 4, 5, 6}, {9}, "Ann Lee")]
    assert match(gold, ours) == [(gold[1], ours[0])]


def test_a_speaker_is_the_same_by_words_by_name_or_by_state() -> None:
    lee = _told({1}, {9}, "Minister Ann Lee")
    assert same_speaker(lee, _told({1}, {9}, "she"))
    assert same_speaker(lee, _told({1}, {40}, "Lee"))
    assert not same_speaker(lee, _told({1}, {40}, "Minister Bo Park"))
    away = _told({1}, {2}, "Oslo", here=False, code="NOR")
    assert same_speaker(away, _told({1}, {7}, "it", code="NOR"))


def test_golds_without_a_speaker_are_left_out() -> None:
    row = {"statements": [
        ["indirect", None, None, None, [[0, 4]], "---", "other", None, None],
        ["direct", [10, 13], None, [14, 18], [[0, 8]], "NOR", "official", [3, 7], [0, 2]],
    ]}  # fmt: skip
    [told] = gold_of(row, "we left , Oslo said")
    assert (told.kind, told.code, told.here) == ("direct", "NOR", True)
    assert (told.sort, told.via, told.to) == ("official", {3}, {0})


def test_each_kind_of_source_has_the_labels_word() -> None:
    assert set(SORTS) == set(get_args(SourceKind))
    union = Source(text="the bloc", start=0, end=8, name="the bloc", kind="organisation")
    assert sort_of(union) == "group"
    assert sort_of(replace(union, code="IGOEUR")) == "official"
