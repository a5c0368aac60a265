"""The benchmarks' own counting: what matches, what a threshold does, how two annotators agree."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from benchmarks import agreement, events
from benchmarks.measures import Score, annotated, interval, kappa, macro, second
from training.annotations import Annotated, parse
from training.labels import digest, pack

from dragoman.events.coder import LexiconCoder
from dragoman.records import Date

OWN = """@ id: own-1
@ published: 2016-09-06
Kenya condemned Uganda on Monday.
  ACCUSE/disapprove | condemned | actual | Kenya = KEN | Uganda = UGA | on Monday = 2016-09-05
Rain fell on the lake.
Uganda will send troops to Somalia.
  MOBILIZE/troops | send | planned | Uganda = UGA | Somalia = SOM | -
  ? AID | send | planned | Uganda = UGA | Somalia = SOM | -
"""


@pytest.fixture(scope="module")
def own() -> list[Annotated]:
    return parse(OWN)


@pytest.fixture(scope="module")
def measured(own: list[Annotated]) -> events.Measured:
    return events.measure(own, LexiconCoder())


def test_events_are_matched_counted_and_dated(measured: events.Measured) -> None:
    counts = events.score(measured.pairs, "ACCUSE")
    assert (counts.right, counts.gold, counts.found) == (1, 1, 1)
    assert measured.sentences == 3
    lines = events.main_table(measured.pairs) + events.details(measured.pairs)
    assert any(line.startswith("  ACCUSE") and "F1 1.000" in line for line in lines)
    assert any(line.startswith("  PROTEST") and "F1 0.000" in line for line in lines)
    dates = next(line for line in lines if line.startswith("dates right"))
    assert "(1 of 1)" in dates


def test_a_report_read_wrongly_scores_lower(own: list[Annotated]) -> None:
    other = parse(OWN.replace("condemned | actual | Kenya", "condemned | negated | Sudan"
                              ).replace("Sudan = KEN", "Kenya = SDN"))  # fmt: skip
    pairs = events.measure(other, LexiconCoder()).pairs
    [accused] = [(m, e) for m, e in events.matches(pairs) if m.type == "ACCUSE"]
    assert accused[0].status != accused[1].status
    actors = next(x for x in events.main_table(pairs) if x.startswith("  with actors"))
    every = events.main_table(pairs)[0]
    assert int(actors.rpartition("right")[2]) < int(every.rpartition("right")[2])


def test_a_threshold_leaves_out_what_is_less_sure(measured: events.Measured) -> None:
    assert events.score(events.above(measured.wide, 0.0)).found > 0
    none = events.score(events.above(measured.wide, 1.01))
    assert (none.found, none.gold) == (0, 2)
    rows = [x for x in events.confidence_table(measured.wide) if x.startswith("threshold")]
    assert [row.split()[1] for row in rows] == [f"0.{n}" for n in range(1, 10)]


@pytest.mark.parametrize(
    ("gold", "start", "end", "right"),
    [
        ("2016-09-05", "2016-09-05", "2016-09-05", True),
        ("2016-09-05", "2016-09-05", "2016-09-06", False),
        ("2016-09", "2016-09-01", "2016-09-30", True),
        ("2016-09", "2016-09-05", "2016-09-05", True),
        ("2016-09", "2016-08-30", "2016-09-05", False),
        ("2016-09-05/2016-09-07", "2016-09-06", "2016-09-07", True),
        ("2016", "2017-01-01", "2017-12-31", False),
        ("2016-09", None, None, False),
    ],
)
def test_dates_are_right_within_the_gold(
    gold: str, start: str | None, end: str | None, right: bool
) -> None:
    assert events.date_right(gold, Date(raw="then", start=start, end=end)) is right
    assert not events.date_right(gold, None)


def test_intervals_end_with_their_month() -> None:
    assert interval("2015-12") == ("2015-12-01", "2015-12-31")
    assert interval("2016-02")[1] == "2016-02-29"
    assert interval("1950") == ("1950-01-01", "1950-12-31")


def test_macro_asks_only_for_what_the_gold_has() -> None:
    assert macro([Score(1, 1, 1), Score(0, 2, 0), Score(0, 0, 3)]) == (0.5, 2)
    assert macro([]) == (0.0, 0)
    assert Score().f1 == Score().precision == Score().recall == 0.0


def test_kappa_takes_chance_away() -> None:
    assert kappa([("a", "a"), ("b", "b")]) == 1
    assert kappa([("a", "b"), ("b", "a")]) == -1
    assert kappa([(1, 1)]) == 1
    assert kappa([("a", "a")] * 8 + [("a", "b"), ("b", "b")]) == pytest.approx(0.6154, abs=1e-4)


def test_labels_files_are_read_with_their_data(tmp_path: Path, own: list[Annotated]) -> None:
    [report] = own
    (tmp_path / "places").mkdir()
    item = {"id": 7, "text": report.text, "date": "2016-09-06"}
    (tmp_path / "places/lgl.jsonl").write_text(json.dumps(item) + "\n")
    rows = [
        {"set": "lgl", "id": "7", "start": s.start, "end": s.end,
         "sha": digest(report.text[s.start : s.end]), "marks": [pack(m) for m in s.marks]}
        for s in report.sentences
    ]  # fmt: skip
    labels = tmp_path / "own.jsonl"
    labels.write_text("".join(json.dumps(row) + "\n" for row in rows))
    [loaded] = annotated(labels, tmp_path)
    assert [s.marks for s in loaded.sentences] == [s.marks for s in report.sentences]
    with pytest.raises(ValueError, match="--data"):
        annotated(labels, None)
    assert second(labels).name == "own_second.jsonl"


def test_two_annotators_who_wrote_the_same_agree(own: list[Annotated]) -> None:
    sentences = list(agreement.shared(own, parse(OWN)))
    assert len(sentences) == 3
    lines = agreement.table(sentences)
    assert "F1 1.000" in lines[1]
    assert "kappa, type set  1.000" in lines


def test_two_annotators_who_differ_are_told_apart(own: list[Annotated]) -> None:
    differing = OWN.replace("send | planned | Uganda = UGA | Somalia = SOM | -\n  ?",
                            "send | possible | Uganda = UGA | - | -\n ").replace(
        "ACCUSE/disapprove | condemned", "REJECT | condemned")  # fmt: skip
    both = [
        pair
        for _, one, two in agreement.shared(own, parse(differing))
        for pair in agreement.compare(one.marks, two.marks)
    ]
    # ACCUSE and REJECT stand alone, MOBILIZE matches; AID is optional for the one and left out
    counts = agreement.score(both)
    assert (counts.right, counts.gold, counts.found) == (1, 2, 2)
    [matched] = [b for b in both if b.first and b.second]
    assert matched.first is not None
    assert matched.second is not None
    assert not agreement.same_sides(matched.first, matched.second)
    assert matched.first.status != matched.second.status


def test_sentences_that_only_one_holds_are_not_compared(own: list[Annotated]) -> None:
    other = parse(OWN.replace("Rain fell on the lake.", "Snow fell on the lake."))
    assert len(list(agreement.shared(own, other))) == 2


def test_of_two_meetings_that_act_together_order_is_free() -> None:
    def mark(line: str) -> agreement.Mark:
        return parse(f"@ id: x\nPeru and Chile met.\n  {line}")[0].sentences[0].marks[0]

    together = mark("CONSULT | met | actual | Peru = PER ; Chile = CHL | - | -")
    apart = mark("CONSULT | met | actual | Chile = CHL | Peru = PER | -")
    alone = mark("CONSULT | met | actual | Peru = PER | Chile = CHL | -")
    assert agreement.same_sides(together, apart)
    assert not agreement.same_sides(apart, alone)
    assert agreement.same_date("2016-09", "2016-09-05")
    assert not agreement.same_date("2016-09", "2016-10-05")
