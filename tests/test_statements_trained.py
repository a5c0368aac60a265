"""The statements' network: what it adds to the rules, what it leaves alone, how it is taught."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest
from spacy.tokens import Span
from training.statements.examples import attributed

from dragoman.actors import Actors
from dragoman.document import Document
from dragoman.language import Language
from dragoman.pipeline import Reader, default_stages
from dragoman.records import Report
from dragoman.statements import Statements
from dragoman.statements.collect import collect
from dragoman.statements.trained.features import (
    CONTENT,
    SPEAKER,
    WIDTH,
    Floats,
    ruled_row,
    tabulate,
)
from dragoman.statements.trained.mending import mend, pieces
from dragoman.statements.trained.network import Network, Thought, load_network


@pytest.fixture(scope="module")
def language() -> Language:
    return Language()


def prepared(language: Language, text: str) -> Document:
    return Actors()(language.parse(Report(id="r", text_sha256=""), text))


def said(document: Document) -> list[tuple[str, str]]:
    return [
        (s.speaker.text, " // ".join(document.text[e.start : e.end] for e in s.content))
        for s in document.statements
    ]


class Told(Network):
    """The released tables with thoughts that the test gives."""

    def __init__(self, cues: dict[str, float], content: str, speaker: str) -> None:
        self.__dict__ |= load_network().__dict__
        self._cues, self._content, self._speaker = cues, content.split(), speaker.split()

    def read(self, sentence: Span, features: Floats, *, broad: bool = False) -> Thought:
        assert features.shape == (len(sentence), WIDTH)
        cues = np.array([self._cues.get(t.text, 0.0) for t in sentence], dtype=np.float32)
        empty = np.zeros((len(sentence), 3, 1), dtype=np.float32)
        self._words = [t.text for t in sentence]
        return Thought(cues, empty, empty, empty[..., 0])

    def roles(self, thought: Thought, cue: int, paths: object, ruled: object) -> Floats:
        shares = np.tile(np.array([0.8, 0.1, 0.1], dtype=np.float32), (len(self._words), 1))
        for n, word in enumerate(self._words):
            if word in self._content:
                shares[n] = 0.1, 0.8, 0.1
            elif word in self._speaker:
                shares[n] = 0.1, 0.1, 0.8
        return shares


def spoken(language: Language, text: str, network: Network) -> list[tuple[str, str]]:
    return said(Statements(network=network)(prepared(language, text)))


TEXT = "Norway intimated that the port would close."


def test_what_the_network_alone_sees_is_added(language: Language) -> None:
    seen = Told({"intimated": 0.95}, "the port would close", "Norway")
    assert spoken(language, TEXT, seen) == [("Norway", "the port would close")]
    assert said(Statements(trained=False)(prepared(language, TEXT))) == []
    unsure = Told({"intimated": 0.8}, "the port would close", "Norway")
    assert spoken(language, TEXT, unsure) == []


def test_a_sentence_without_any_mark_of_speech_is_not_read_for_it(language: Language) -> None:
    text = "Norway intimated a closure of the port."
    sure = Told({"intimated": 0.95}, "a closure of the port", "Norway")
    assert spoken(language, text, sure) == []
    # A cue of the code book is such a mark, whatever the network thinks of other words.
    assert spoken(language, f"In a statement, {text}", sure) != []


def test_what_the_rules_alone_found_stays_unless_it_is_surely_none(language: Language) -> None:
    text = "Norway warned that the port would close."
    told = [("Norway", "the port would close")]
    assert spoken(language, text, Told({"warned": 0.3}, "", "")) == told
    assert spoken(language, text, Told({"warned": 0.01}, "", "")) == []
    # Another word may carry the network's trust for the same words.
    text = "Norway warned in a statement that the port would close."
    other = Told({"warned": 0.01, "statement": 0.9}, "the port would close", "Norway")
    assert spoken(language, text, other) == told
    # "Said" is never anything else.
    text = "Norway said the port would close."
    assert spoken(language, text, Told({"said": 0.01}, "", "")) == told


def test_what_was_not_said_is_not_added(language: Language) -> None:
    text = "Norway declined to say whether the port would close."
    sure = Told({"say": 0.9}, "whether the port would close", "Norway")
    assert spoken(language, text, sure) == []


def test_the_network_cuts_content_that_the_rules_drew_too_wide(language: Language) -> None:
    text = "Norway said the port would close, a blow to its fishermen."
    seen = Told({"said": 0.9}, "the port would close", "Norway")
    assert spoken(language, text, seen) == [("Norway", "the port would close")]


def test_words_that_are_somebodys_already_are_not_told_twice(language: Language) -> None:
    text = "Norway said the port would close."
    twice = Told({"said": 0.9, "close": 0.9}, "the port would", "Norway")
    assert len(spoken(language, text, twice)) == 1


def test_what_quoted_words_report_is_anothers(language: Language) -> None:
    text = '"Norway has hinted that the port will close for good next year," Kari Dahl said.'
    seen = Told({"hinted": 0.8}, "the port will close for good next year", "Norway")
    inner = ("Norway", "the port will close for good next year")
    assert inner in spoken(language, text, seen)
    assert inner not in said(Statements(trained=False)(prepared(language, text)))


@pytest.mark.parametrize(
    ("text", "seen", "words", "rules"),
    [
        (
            'Asked if she would "go home to the old port," Kari Dahl said, "Not for all money."',
            "Not for all money",
            "Not for all money.",
            "go home to the old port, // Not for all money.",
        ),
        (
            'Kari Dahl said the plan "tells the truth," lifts the ban and names "all its authors" '
            "besides.",
            'the plan " tells the truth lifts the ban and names all its authors besides',
            'the plan "tells the truth," lifts the ban and names "all its authors" besides',
            'the plan "tells the truth,"',
        ),
    ],
)
def test_the_network_draws_the_borders_of_quoted_words_where_it_is_much_surer(
    language: Language, text: str, seen: str, words: str, rules: str
) -> None:
    assert spoken(language, text, Told({"said": 0.9}, seen, "Kari Dahl")) == [("Kari Dahl", words)]
    # Not much surer: the rules' words stand.
    unsure = Told({"said": 0.9}, " ".join([*seen.split(), *rules.split()[1:]]), "Kari Dahl")
    for document in (Statements(trained=False), Statements(network=unsure)):
        assert said(document(prepared(language, text)))[0][1].startswith(rules[:12])


def test_whom_the_words_only_name_speaks_none(language: Language) -> None:
    seen = Told({"intimated": 0.95}, "Oslo is closing the port", "")
    assert spoken(language, "Intimated: Oslo is closing the port.", seen) == []


def test_a_speaker_that_nobody_names_makes_no_new_statement(language: Language) -> None:
    seen = Told({"feared": 0.9}, "a closure of the port", "")
    assert spoken(language, "It is feared: a closure of the port.", seen) == []


def test_marks_part_no_piece(language: Language) -> None:
    doc = prepared(language, 'The port, "closed" on Monday, opens again.').doc
    inside = {t.i for t in doc if t.text in ("port", "closed", "on", "Monday", "again")}
    assert [doc[a:b].text for a, b in pieces(doc, inside)] == [
        'port, "closed" on Monday',
        "again",
    ]


def test_a_sentence_is_read_the_same_beside_others(language: Language) -> None:
    first = "Kari Dahl hinted at a closure of the port, dismissing talk of war as rumour."
    alone = Statements()(prepared(language, first))
    beside = Statements()(prepared(language, f"{first}\n\nPrices rose. Ghana said so."))
    assert said(alone) == said(beside)[: len(said(alone))]
    assert said(alone)


def test_the_rules_findings_go_in_as_features(language: Language) -> None:
    document = prepared(language, "Norway said the port would close.")
    table = tabulate(document, collect(document))
    [rule] = table.ruled
    words = [document.doc[i].text for i in sorted(rule.content)]
    assert (document.doc[rule.cue].text, words[:2]) == ("said", ["the", "port"])
    row = ruled_row(rule.content, rule.speaker, 0, len(document.doc))
    assert row[0] == 1 + SPEAKER
    assert row[2] == 1 + CONTENT
    assert table.features[rule.cue].sum() > table.features[2].sum() > 0


def test_another_parsers_numbers_are_not_used(
    language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    [sentence] = prepared(language, "Norway said the port would close.").doc.sents
    network = load_network()
    assert network.tensor(sentence).any()
    monkeypatch.setattr("dragoman.statements.trained.network.weights_name", lambda: "en_other-1")
    assert not network.tensor(sentence).any()


def test_a_run_tells_which_network_it_was(language: Language) -> None:
    reader = Reader.__new__(Reader)
    reader.stages = default_stages()
    assert reader.run.settings["statements"] == load_network().name
    reader = Reader.__new__(Reader)
    reader.stages = [Statements(trained=False)]
    assert reader.run.settings["statements"] == "rules"


def test_a_very_long_sentence_is_read_as_far_as_it_goes(language: Language) -> None:
    text = "Norway said the port would close " + "and close " * 150 + "."
    document = prepared(language, text)
    assert mend(document, collect(document))


def test_attributions_become_examples(tmp_path: Path) -> None:
    text = "Kari Dahl hinted at war. Prices rose."
    one = {"source": [[0, 9]], "cue": [[10, 16]], "content": [[17, 23]], "type": "indirect"}
    file = tmp_path / "a.jsonl.gz"
    with gzip.open(file, "wt", encoding="utf-8") as lines:
        lines.write(json.dumps({"text": text, "attributions": [one]}) + "\n")
    first, second = attributed(file)
    assert first.broad
    assert first.cues.tolist() == [0, 0, 1, 0, 0, 0]
    assert first.roles[2].tolist() == [SPEAKER, SPEAKER, -1, CONTENT, CONTENT, 0]
    assert first.features.shape == (6, WIDTH)
    assert not second.roles
