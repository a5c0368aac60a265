"""The statements benchmark's own counting: what matches, and whose words they are."""

from __future__ import annotations

from benchmarks.statements import Told, gold_of, match, names, same_speaker, words


def _told(content: set[int], speaker: set[int], said: str, *, here: bool = True) -> Told:
    return Told("direct", frozenset(content), frozenset(speaker), names(said), here, "---")


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
    away = Told("direct", frozenset({1}), frozenset({2}), names("Oslo"), False, "NOR")
    assert same_speaker(away, Told("direct", frozenset({1}), frozenset({7}), names("it"), True,
                                   "NOR"))  # fmt: skip


def test_golds_without_a_speaker_are_left_out() -> None:
    row = {"statements": [
        ["indirect", None, None, None, [[0, 4]], "---", "other", None, None],
        ["direct", [10, 13], None, [14, 18], [[0, 8]], "NOR", "official", None, None],
    ]}  # fmt: skip
    [told] = gold_of(row, "we left , Oslo said")
    assert (told.kind, told.code, told.here) == ("direct", "NOR", True)
