"""Statuses as numbers and three ways; tokens joined as a newspaper prints them."""

from __future__ import annotations

import pytest
from benchmarks import factuality
from benchmarks.factuality import Case, Statuses


@pytest.fixture(scope="module")
def statuses() -> Statuses:
    return Statuses()


def _line(text: str, words: dict[str, float]) -> dict[str, object]:
    tokens = text.split(" ")
    targets = [
        {"span1": [tokens.index(word), tokens.index(word) + 1], "label": label}
        for word, label in words.items()
    ]
    return {"text": text, "targets": targets, "idx": 0}


def test_tokens_keep_their_places_when_joined() -> None:
    tokens = "`` Miami - based firms ( two ) did n't pay $ 5 , '' he said .".split()
    text, starts = factuality.join(tokens)
    assert text == '"Miami-based firms (two) didn\'t pay $5," he said.'
    for token, start in zip(tokens, starts, strict=True):
        assert text.startswith({"``": '"', "''": '"'}.get(token, token), start)


def test_the_status_of_each_word_is_read(statuses: Statuses) -> None:
    line = _line(
        "Kenya did not attack Uganda , but it may expel envoys , and it condemned the raid .",
        {"attack": -3, "expel": 0, "condemned": 3},
    )
    cases = list(statuses.cases(line))
    assert [c.rules for c in cases] == ["negated", "possible", "actual"]
    assert [factuality.way(c, "rules") for c in cases] == ["not", "uncertain", "certainly"]
    assert all(sum(c.network) == pytest.approx(1, abs=1e-3) for c in cases)
    assert "three ways 1.000 (3 of 3)" in factuality.table(cases, factuality.VALUES)[1]


def test_the_network_counts_where_it_is_sure() -> None:
    assert Case("", 0, "actual", (0.1, 0.8, 0.1, 0.0)).joined == "planned"
    assert Case("", 0, "negated", (0.4, 0.3, 0.2, 0.1)).joined == "negated"


def test_numbers_are_fitted_on_what_is_given() -> None:
    sure = (1.0, 0.0, 0.0, 0.0)
    cases = [
        Case("", 3, "actual", sure),
        Case("", 2, "actual", sure),
        Case("", -2, "negated", sure),
    ]
    values = factuality.fit(cases)
    assert (values["actual"], values["negated"]) == (2.5, -2)
    assert values["planned"] == factuality.VALUES["planned"]
    assert factuality.number(cases[2], "rules", values) == -2
    assert factuality.number(cases[2], "network", values) == 2.5
    assert factuality.number(cases[2], "mean", values) == 0.25


def test_correlation_of_what_never_varies_is_none() -> None:
    assert factuality.pearson([(1, 1), (1, 2)]) == 0
    assert factuality.pearson([(1, -1), (2, -2), (3, -3)]) == pytest.approx(-1)
