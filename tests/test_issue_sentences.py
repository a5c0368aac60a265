"""Each issue of the book is found in plain sentences about it, none in sentences about nothing."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from dragoman.issues.book import issue_book, mark


def _rows() -> list[tuple[str, str]]:
    text = (Path(__file__).parent / "issue_sentences.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return [(issue, sentence) for issue, sentence in rows]


@pytest.mark.parametrize(("issue", "sentence"), _rows())
def test_issue_is_found_in_a_plain_sentence(issue: str, sentence: str) -> None:
    found = mark(sentence)
    assert found == () if issue == "-" else issue in found
    assert len(found) < 4


def test_every_issue_of_the_book_has_three_sentences() -> None:
    told = Counter(issue for issue, _ in _rows())
    assert not [entry for entry in issue_book().entries if told[entry] < 3]
