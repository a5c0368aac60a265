"""The benchmark of the same event across reports: its measures, and how it reads marks."""

from __future__ import annotations

import gzip
import itertools
import json

import pytest
from benchmarks.coref import by_lemma, gold, joined, scored
from benchmarks.coref_measures import assigned, b_cubed, ceaf_e, conll, muc, several
from training.coref.marked import load_marks, prose

from dragoman.stories.spots import Spot
from dragoman.stories.telling import Told


def sets(*words):
    return [frozenset(word) for word in words]


@pytest.mark.parametrize(
    ("key", "response", "measure", "precision", "recall"),
    [
        # One of key {a,b,c}'s two links is kept, none is wrong.
        (sets("abc", "d"), sets("ab", "c", "d"), muc, 1.0, 1 / 2),
        # a and b hold 2 of 3, c 1 of 3, d all: (2/3 + 2/3 + 1/3 + 1) / 4.
        (sets("abc", "d"), sets("ab", "c", "d"), b_cubed, 1.0, 2 / 3),
        # {a,b} with {a,b,c}: 2*2/5; {d} with {d}: 1; {c} stays unmatched.
        (sets("abc", "d"), sets("ab", "c", "d"), ceaf_e, 1.8 / 3, 1.8 / 2),
        # Five in one: three links kept of three, one of four wrong.
        (sets("abc", "de"), sets("abcde"), muc, 3 / 4, 1.0),
        (sets("abc", "de"), sets("abcde"), b_cubed, (9 + 4) / 25, 1.0),
        (sets("abc", "de"), sets("abcde"), ceaf_e, 0.75, 0.375),
        # Mentions that only one side has count for that side.
        (sets("ab"), sets("abc"), b_cubed, (2 / 3 + 2 / 3) / 3, 1.0),
        (sets("ab"), sets("cd"), ceaf_e, 0.0, 0.0),
    ],
)
def test_measures_are_those_computed_by_hand(key, response, measure, precision, recall):
    found = measure(key, response)
    assert found.precision == pytest.approx(precision)
    assert found.recall == pytest.approx(recall)


def test_conll_is_the_mean_of_three_and_singletons_can_be_left_out():
    key, response = sets("abc", "d"), sets("ab", "c", "d")
    assert conll(key, response) == pytest.approx((2 / 3 + 4 / 5 + 3.6 / 5) / 3)
    assert conll(key, key) == 1.0
    assert several(response) == sets("ab")


def test_the_best_matching_is_found_where_the_greedy_one_is_worse():
    table = [[0.9, 0.8, 0.1], [0.8, 0.1, 0.0], [0.7, 0.6, 0.2], [0.0, 0.3, 0.5]]
    best = max(
        sum(table[row][column] for column, row in enumerate(rows))
        for rows in itertools.permutations(range(4), 3)
    )
    assert assigned(table) == pytest.approx(best)


def test_tokens_are_set_as_prose_and_found_again():
    tokens = ["Quito", "'s", "envoy", "(", "42", ")", "said", ":", '"', "No", '"', "."]
    text, spans = prose(tokens)
    assert text == "Quito's envoy (42) said: “No”."
    assert [text[a:b] for a, b in spans] == ["“" if n == 8 else "”" if n == 10 else t
                                             for n, t in enumerate(tokens)]  # fmt: skip


SENTENCES = {
    "1": [
        "A landslide buried the village of Tarma on Monday .",
        "A court in Lima freed nine herders .",
    ],
    "2": ["The village of Tarma was buried by a landslide .", "The minister resigned ."],
}
MARKS = [("1", 0, [3], "x"), ("2", 0, [6], "x"), ("1", 1, [15], "y"), ("2", 1, [13], "z")]


@pytest.fixture
def marks(tmp_path):
    def write(name, rows):
        with gzip.open(tmp_path / name, "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in rows)

    write("ecbplus_docs.jsonl.gz", [
        {"id": k, "topic": 1, "subtopic": "1", "split": "dev", "sentences": s}
        for k, s in SENTENCES.items()
    ])  # fmt: skip
    rows = [
        {"doc": doc, "sent": n, "tokens": tokens, "chain": chain, "split": "dev", "curated": True}
        for doc, n, tokens, chain in MARKS
    ]
    write("ecbplus_event_mentions.jsonl.gz", [*rows, {**rows[0], "curated": False}])
    return load_marks(tmp_path, "dev")


def test_marks_are_read_with_their_places(marks):
    words = [marks.readings[t.report].text[a:b] for t in marks.triggers for a, b in t.spans]
    assert words == ["buried", "buried", "freed", "resigned"]
    assert sorted(map(sorted, gold(marks))) == [[0, 1], [2], [3]]


def test_lemma_and_learned_clusters_stay_within_stories(marks):
    told = {k: Told(reading) for k, reading in marks.readings.items()}
    spots = [Spot(told[t.report], t.spans) for t in marks.triggers]
    one, apart = dict.fromkeys("12", 0), {"1": 0, "2": 1}
    assert frozenset({0, 1}) in by_lemma(spots, one)
    assert len(by_lemma(spots, apart)) == 4
    scores = scored(spots, one)
    assert scores.pop((0, 1)) > 0.9 > max(scores.values())
    assert frozenset({0, 1}) in joined(4, scored(spots, one), 0.9)
    assert (0, 1) not in scored(spots, apart)
