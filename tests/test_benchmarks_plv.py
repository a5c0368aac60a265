"""Roots between marked sides: tiers, direction, the swap test, the fold."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks import plv
from benchmarks.measures import Before

from dragoman.events import Events
from dragoman.events.coder import LexiconCoder
from dragoman.ids import text_hash
from dragoman.records import Report


@pytest.fixture(scope="module")
def before() -> Before:
    return Before()


def _row(marked: str, root: str = "ACCUSE") -> plv.Row:
    return plv.Row(*plv.unmark(marked), root)


def _answer(before: Before, row: plv.Row, nearest: bool = False) -> plv.Answer:
    stage = Events(LexiconCoder(), 0.0)
    document = stage(before.read(Report(id="x", text_sha256=text_hash(row.text)), row.text))
    return plv.answer(document, row, nearest)


def test_marks_become_spans() -> None:
    row = _row("<t>Chad</t> and <t>Mali</t> were blamed by <s>the <t>UN</t> chief</s>.")
    assert row.text == "Chad and Mali were blamed by the UN chief."
    assert [row.text[a:b] for a, b in row.source] == ["the UN chief"]
    assert [row.text[a:b] for a, b in row.target] == ["Chad", "Mali", "UN"]


@pytest.mark.parametrize(
    ("marked", "root"),
    [
        ("<s>Kenya</s> condemned <t>Uganda</t> on Monday.", "ACCUSE"),
        ("<t>Uganda</t> was condemned by <s>Kenya</s> on Monday.", "ACCUSE"),
        ("<s>Kenya</s> withdrew its troops from <t>Somalia</t>.", "YIELD"),
    ],
)
def test_the_answer_goes_from_source_to_target(before: Before, marked: str, root: str) -> None:
    row = _row(marked, root)
    assert _answer(before, row).root == root
    assert _answer(before, row.swapped).root == plv.NONE
    assert _answer(before, row.swapped, nearest=True) == plv.Answer(root, 6)


def test_mutual_acts_are_answered_either_way(before: Before) -> None:
    row = _row("<s>Kenya</s>'s president met <t>Uganda</t>'s president in Nairobi.", "CONSULT")
    assert _answer(before, row) == _answer(before, row.swapped) == plv.Answer("CONSULT", 1)


def test_nothing_told_is_refused(before: Before) -> None:
    assert _answer(before, _row("<s>Kenya</s> is larger than <t>Uganda</t>.")).root == plv.NONE


def test_what_is_nobody_still_takes_the_act(before: Before) -> None:
    row = _row("<s>Kenya</s> condemned <t>the bloodshed</t> on Monday.")
    assert _answer(before, row) == plv.Answer("ACCUSE", 2)


def test_the_swap_test_counts_changes_and_refusals_apart() -> None:
    row, meeting = _row("<s>A</s> blamed <t>B</t>"), _row("<s>A</s> met <t>B</t>", "CONSULT")
    given, none = plv.Answer("ACCUSE", 1), plv.Answer(plv.NONE, 0)
    read = [
        (row, given, none),
        (row, given, plv.Answer("REJECT", 1)),
        (row, given, given),
        (row, none, none),  # not answered: not asked
        (meeting, plv.Answer("CONSULT", 1), plv.Answer("CONSULT", 1)),
    ]
    ought, may = plv.swap(read)[1:]
    assert "0.667 (2 of 3)" in ought
    assert "refused 1" in ought
    assert "0.000 (0 of 1)" in may
    first = plv.head(read)
    assert "(4 of 5)" in first[2]
    assert "(1 of 5)" in first[3]


def test_only_the_held_out_fold_is_read_by_default(tmp_path: Path) -> None:
    texts = [f"Peru thanked Chile {n} times." for n in range(60)]
    lines = ["sentence\tsource\ttarget\tgold_root"]
    lines += [f"{text}\tPeru\tChile\tRETREAT" for text in texts]
    file = tmp_path / "own.tsv"
    file.write_text("\n".join(lines) + "\n")
    every, held = list(plv.rows(file, True)), list(plv.rows(file, False))
    assert [row.text for row in every] == texts
    assert 0 < len(held) < 30
    assert {row.text for row in held} == {t for t in texts if plv.held_out(t)}
    assert every[0] == plv.Row(texts[0], ((0, 4),), ((13, 18),), "YIELD")
