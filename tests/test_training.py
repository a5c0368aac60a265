"""The annotated reports: their form, their counts, labels apart from texts, scores."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path

import pytest
from training.annotations import TYPES, BadAnnotation, load, parse
from training.calibrate import isotonic, reliability
from training.labels import digest, load_labels, pack, unpack
from training.scoring import pairs, same_parties

from dragoman.records import Actor, Event, Evidence

CORPUS = Path(__file__).parent.parent / "corpus"
REPORT = """@ id: x-1
@ published: 1991-05-02
# Togo frees Ghana's envoy
  RETREAT/release | frees | actual | Togo = TGO | envoy = GHA GOV | -
LOME - Togo freed the envoy on Thursday, and the two states' presidents are to meet.
  RETREAT/release | freed | actual | Togo = TGO | envoy = GHA GOV | on Thursday = 1991-05-02
  CONSULT | meet | planned | presidents = TGO GOV, GHA GOV | - | -
Prices rose.

"We freed him, freed him," he said.
  ? RETREAT/release | freed~2 | actual alleged | We = TGO | him = GHA GOV | -
"""


def test_a_report_is_read_with_its_offsets() -> None:
    [report] = parse(REPORT)
    assert report.meta["published"] == "1991-05-02"
    first, second, third, last = report.sentences
    assert first.headline
    assert not third.marks
    for sentence in report.sentences:
        for mark in sentence.marks:
            assert sentence.start <= mark.start < mark.end <= sentence.end
    freed, meet = second.marks
    assert report.text[freed.start : freed.end] == "freed"
    assert report.text[freed.date_start : freed.date_end] == "on Thursday"
    assert [p.code for p in meet.actors] == ["TGO", "GHA"]
    again = last.marks[0]
    assert again.optional
    assert again.alleged
    assert report.text[: again.start].endswith("him, ")


@pytest.mark.parametrize(
    ("mark", "problem"),
    [
        ("PRAISE | freed | actual | Togo = TGO | - | -", "no PLOVER type"),
        ("RETREAT | released | actual | Togo = TGO | - | -", "does not stand in"),
        ("RETREAT | freed | done | Togo = TGO | - | -", "no status"),
        ("RETREAT | freed | actual | Togo | - | -", "a side is"),
        ("RETREAT | freed | actual | Togo = TGO | -", "fields"),
        ("RETREAT | freed | actual | Togo = TGO | - | Thursday", "a date is"),
    ],
)
def test_a_wrong_mark_is_told_with_its_line(mark: str, problem: str) -> None:
    text = f"@ id: x\nTogo freed him on Thursday.\n  {mark}\n"
    with pytest.raises(BadAnnotation, match=f"f.txt:3.*{problem}"):
        parse(text, "f.txt")


def test_the_corpus_is_what_its_card_promises() -> None:
    train, test = load(CORPUS / "train"), load(CORPUS / "test")
    second = load(CORPUS / "second")
    sentences = [s for r in train + test for s in r.sentences]
    assert len(train) + len(test) >= 400
    assert len(sentences) >= 4000
    counts = Counter(m.type for s in sentences for m in s.marks if not m.optional)
    assert set(counts) == set(TYPES)
    assert min(counts.values()) >= 120
    assert sum(not s.marks for s in sentences) >= len(sentences) / 4
    every = [m for s in sentences for m in s.marks]
    assert {m.status for m in every} == {"actual", "planned", "possible", "negated"}
    assert any(m.alleged for m in every)
    decades = {r.meta["published"][:3] for r in train + test}
    assert decades >= {"197", "198", "199", "200", "201", "202"}
    # the second annotation is of the same sentences, at least 15% of all
    assert [r.text for r in second] == [r.text for r in test]
    assert sum(len(r.sentences) for r in second) >= 0.15 * len(sentences)


def test_train_and_test_share_no_report() -> None:
    train, test = load(CORPUS / "train"), load(CORPUS / "test")
    assert not {r.meta["id"] for r in train} & {r.meta["id"] for r in test}
    assert not {r.text for r in train} & {r.text for r in test}


def test_labels_keep_no_words_and_find_their_text_again(tmp_path: Path) -> None:
    [report] = parse(REPORT)
    folder = tmp_path / "news"
    folder.mkdir()
    with gzip.open(folder / "allsides_2012_2018.jsonl.gz", "wt") as file:
        item = {"id": "a1", "date": "1991-05-02", "publisher": "P", "text": report.text}
        file.write(json.dumps(item) + "\n")
    sentence = report.sentences[1]
    row = {
        "set": "allsides", "id": "a1", "start": sentence.start, "end": sentence.end,
        "sha": digest(report.text[sentence.start : sentence.end]),
        "marks": [pack(m) for m in sentence.marks],
    }  # fmt: skip
    file_ = tmp_path / "labels.jsonl"
    file_.write_text(json.dumps(row) + "\n")
    assert "freed" not in file_.read_text()
    [found] = load_labels(file_, tmp_path)
    assert found.sentences[0].marks == sentence.marks
    assert [unpack(pack(m)) for m in sentence.marks] == sentence.marks
    file_.write_text(json.dumps(row | {"sha": "0"}) + "\n")
    with pytest.raises(ValueError, match="not the one that was labelled"):
        load_labels(file_, tmp_path)


def event(kind: str, at: int, actors: list[str], recipients: list[str]) -> Event:
    def side(codes: list[str]) -> tuple[Actor, ...]:
        return tuple(Actor(text=c, start=0, end=1, name=c, code=c) for c in codes)

    return Event(
        id="e", report="x", type=kind, quad=1, status="actual",
        actors=side(actors), recipients=side(recipients),
        evidence=(Evidence(start=at, end=at + 1, role="trigger"),),
    )  # fmt: skip


def test_events_are_matched_by_sentence_and_type() -> None:
    [report] = parse(REPORT)
    at = [s.start for s in report.sentences]
    found = [
        event("RETREAT", at[1] + 12, ["TGO"], ["GHA"]),
        event("RETREAT", at[1] + 13, ["GHA"], ["TGO"]),  # one too many
        event("CONSULT", at[1] + 20, ["TGO"], ["GHA"]),  # mutual: sides are free
        event("RETREAT", at[3] + 3, [], []),  # optional: neither missed nor surplus
    ]
    made = list(pairs(report, found))
    assert sum(p.mark is not None for p in made) == 3
    assert [p.event for p in made if p.mark is None] == [found[1]]
    hits = [p for p in made if p.mark and p.event]
    assert len(hits) == 2
    assert all(same_parties(p.mark, p.event) for p in hits if p.mark and p.event)


def test_calibration_never_falls_and_tells_shares() -> None:
    scored = [(n / 400, n % 400 > 399 - n) for n in range(400)]
    curve = isotonic(scored)
    assert [y for _, y in curve] == sorted(y for _, y in curve)
    rows = reliability([(0.95, True)] * 9 + [(0.95, False)])
    assert rows == [(pytest.approx(0.95), 0.9, 10)]
