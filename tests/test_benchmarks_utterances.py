"""The benchmark of utterances: what it matches and counts."""

from __future__ import annotations

import json

import pytest
from benchmarks.utterances import Item, joined, matched, measure, stories
from training.labels import digest

from dragoman.stories import build
from reading_fixtures import visit_story


def test_items_are_matched_by_overlap_and_lost_ones_are_alone():
    records = build(visit_story())
    [utterance] = [u for u in records.utterances if u.speaker.name == "Amina Otieno"]
    items = []
    for statement in records.renderings(utterance):
        span = statement.content[0]
        items.append(Item(statement.report, ((span.start, span.end - 1),), 1))
    items.append(Item(items[0].report, ((0, 3),), 1))
    told = joined(records, items)
    assert told.ours[0] == told.ours[1] == utterance.id
    assert told.kinds[2] == "not read"
    assert told.ours[2] not in told.ours[:2]
    lines = list(measure([told]))
    assert "gold     2  found     1  right     1" in lines[0]
    assert any(line.startswith("B-cubed                P 1.000  R 0.556") for line in lines)


def test_one_statement_answers_one_item():
    [reading, _] = visit_story()
    statement = reading.statements[0]
    span = tuple((e.start, e.end) for e in statement.content)
    found = matched([Item("r", span, 1), Item("r", span, 2)], [statement])
    assert found == {0: statement}


def test_labels_that_do_not_fit_the_data_are_refused(tmp_path):
    (tmp_path / "stories").mkdir()
    report = {"id": "r1", "cluster": "c", "text": "Ivo said the ferry runs."}
    (tmp_path / "stories/giveme5w_dev.jsonl").write_text(json.dumps(report) + "\n")
    row = {"set": "g5w", "id": "r1", "content": [[9, 23]], "group": 1}
    labels = tmp_path / "labels.jsonl"
    labels.write_text(json.dumps({**row, "sha": digest("the ferry runs")}))
    [[(found, [item])]] = stories(labels, tmp_path).values()
    assert (found["id"], item.content) == ("r1", ((9, 23),))
    labels.write_text(json.dumps({**row, "sha": "0"}))
    with pytest.raises(ValueError, match="not in the data"):
        stories(labels, tmp_path)
