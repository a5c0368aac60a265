"""The trained coder: pieces, paths, the network, and the events that come of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from dragoman.errors import DragomanError
from dragoman.events import Events
from dragoman.events.coder import LexiconCoder
from dragoman.events.trained.coder import TrainedCoder
from dragoman.events.trained.features import STATUSES, TYPES, WIDTH, features
from dragoman.events.trained.network import GROUPS, LONGEST, Network, encode, load_network
from dragoman.events.trained.paths import FAR, path
from dragoman.events.trained.pieces import Pieces
from dragoman.ids import text_hash
from dragoman.language import Language
from dragoman.pipeline import Reader, default_stages, shared_reader
from dragoman.records import Event, Report

WORDS = {
    w: n for n, w in enumerate(["[UNK]", "[CLS]", "[SEP]", "re", "##treat", "-", "émigré", "e"])
}


def read(text: str, least: float | None = None) -> tuple[Event, ...]:
    reader = shared_reader(least)
    report = Report(id="t", published="2019-05-14", text_sha256=text_hash(text))
    return reader.read(report, text).events


def told(events: tuple[Event, ...], kind: str) -> Event:
    [event] = [e for e in events if e.type == kind]
    return event


def codes(event: Event) -> tuple[set[str], set[str]]:
    return {a.code for a in event.actors}, {r.code for r in event.recipients}


# --- pieces and paths -----------------------------------------------------------------------------


def test_words_are_split_into_the_longest_pieces() -> None:
    pieces = Pieces(WORDS)
    assert pieces.split("Retreat") == (3, 4)
    assert pieces.split("re-re") == (3, 5, 3)
    assert pieces.split("xyz") == (0,)
    assert pieces.split(" ") == (0,)
    assert pieces.split("é") == (WORDS["e"],)


def test_a_word_of_rubbish_is_one_unknown_piece() -> None:
    assert Pieces(WORDS).split("q" * 5000) == (0,)


def test_a_sentence_longer_than_the_network_reads_keeps_a_place_for_every_word() -> None:
    numbers, starts = encode(["re"] * (LONGEST * 2), Pieces(WORDS))
    assert len(numbers) <= LONGEST + 1
    assert len(starts) == LONGEST * 2
    assert starts[-1] == 0


@pytest.fixture(scope="module")
def language() -> Language:
    return Language()


def test_paths_tell_how_words_hang_on_a_trigger(language: Language) -> None:
    text = "Minsk was rebuked by Warsaw."
    doc = language.parse(Report(id="p", text_sha256=""), text).doc
    verb = next(t for t in doc if t.text == "rebuked")
    hung = {t.text: path(verb, t) for t in doc}
    assert hung["rebuked"] == "self"
    assert hung["Minsk"] == "P:/nsubjpass"
    assert hung["Warsaw"].startswith("P:/by")
    assert all(p == FAR or ":" in p or p == "self" for p in hung.values())


# --- the network ----------------------------------------------------------------------------------


def test_features_are_one_row_a_word(language: Language) -> None:
    document = language.parse(Report(id="p", text_sha256=""), "Oslo praised Lima's envoys.")
    coder = LexiconCoder()
    [sentence] = document.doc.sents
    table = features(document, sentence, list(coder.drafts(document)), coder.lexicon)
    assert table.shape == (len(sentence), WIDTH)
    assert table[1, TYPES.index("SUPPORT")] == 1  # "praise" has a row of that type


def test_a_sentence_is_read_alike_alone_and_among_others() -> None:
    network = load_network()
    rng = np.random.default_rng(3)
    asked = [
        (words, rng.integers(0, 2, (len(words), WIDTH)).astype(np.float32))
        for words in (["Rome", "met", "Cairo"], ["No", "."], ["Troops", "left", "the", "town", "."])
    ]
    together = network.read(asked)
    for one, thought in zip(asked, together, strict=True):
        [alone] = network.read([one])
        assert thought.types.shape == (len(one[0]), 17)
        assert np.allclose(thought.types.sum(-1), 1, atol=1e-4)
        # int8 activations are scaled by batch: near, not equal
        assert np.abs(alone.types - thought.types).max() < 0.1
    assert network.read([]) == []


def test_the_weights_are_as_small_as_promised_and_named_by_their_hash() -> None:
    import hashlib

    folder = Path(str(__import__("dragoman").__file__)).parent / "events/trained/weights"
    assert sum(f.stat().st_size for f in folder.iterdir()) < 30 * 2**20
    digest = hashlib.sha256((folder / "network.onnx").read_bytes()).hexdigest()
    assert load_network().name == f"network {digest[:8]}"
    assert digest in (folder / "CARD.md").read_text("utf-8")


def test_confidence_never_falls_with_the_networks_score() -> None:
    network = load_network()
    for group in GROUPS:
        shares = [network.sure(s / 50, group) for s in range(51)]
        assert shares == sorted(shares)
        assert all(0 <= s <= 1 for s in shares)


# --- events ---------------------------------------------------------------------------------------


def test_direction_follows_the_clause() -> None:
    there = told(read("Bolivia accused Chile of blocking its trade on Tuesday."), "ACCUSE")
    back = told(read("Chile accused Bolivia of blocking its trade on Tuesday."), "ACCUSE")
    assert codes(there) == ({"BOL"}, {"CHL"})
    assert codes(back) == ({"CHL"}, {"BOL"})


def test_passives_turn_the_sides() -> None:
    event = told(read("Bolivia was condemned by Chile over the tariffs."), "ACCUSE")
    assert codes(event) == ({"CHL"}, {"BOL"})


@pytest.mark.parametrize(
    "text",
    [
        "The economy of Chile grew by two percent in the first quarter.",
        "Peru beat Ecuador in the final and lifted the cup.",
        "Rain fell over Norway for a third day.",
    ],
)
def test_what_is_no_event_gives_none(text: str) -> None:
    assert read(text) == ()


def test_status_is_told() -> None:
    assert told(read("Norway will send tents to Nepal next week."), "AID").status == "planned"
    assert told(read("Norway did not attack Sweden."), "ASSAULT").status == "negated"


def test_a_higher_threshold_gives_fewer_and_surer_events() -> None:
    text = (
        "Kenya recalled its ambassador from Sudan after Sudanese troops crossed the border. "
        "Sudan rejected the charge, threatened to close the river port and asked Egypt to mediate."
    )
    found = {least: read(text, least) for least in (0.0, 0.5, 0.9)}
    assert len(found[0.0]) >= len(found[0.5]) >= len(found[0.9])
    for least, events in found.items():
        assert all(e.confidence >= least for e in events)
    assert len(found[0.0]) > len(found[0.9])


def test_a_record_says_what_made_it() -> None:
    event = told(read("Bolivia accused Chile of blocking its trade on Tuesday."), "ACCUSE")
    assert "verb accuse#" in event.made_by
    assert load_network().name in event.made_by
    assert "ACCUSE 0." in event.made_by or "ACCUSE 1.00" in event.made_by


def test_a_run_names_coder_and_threshold() -> None:
    settings = shared_reader().run.settings
    assert settings["coder"] == f"trained, {load_network().name}"
    other = Reader(least=0.9)
    assert other.run.id != shared_reader().run.id


def test_the_lexicons_coder_can_stand_alone() -> None:
    stages = [Events(LexiconCoder()) if s.name == "events" else s for s in default_stages()]
    reader = Reader(stages)
    text = "Bolivia accused Chile of blocking its trade on Tuesday."
    reading = reader.read(Report(id="t", text_sha256=text_hash(text)), text)
    assert [e.type for e in reading.events] == ["ACCUSE"]
    assert "network" not in reading.events[0].made_by


def test_an_empty_or_silent_report_gives_nothing() -> None:
    assert read("") == ()
    assert read("\n\n") == ()


def test_drafts_come_in_the_order_of_the_text(language: Language) -> None:
    text = "Iran tested a missile. Israel condemned the launch. France urged Iran to stop."
    document = language.parse(Report(id="o", text_sha256=text_hash(text)), text)
    for stage in default_stages()[:3]:
        document = stage(document)
    found: Iterator[int] = (d.token.i for d in TrainedCoder().drafts(document))
    order = list(found)
    assert order == sorted(order)
    assert len(order) >= 3


def test_a_network_of_other_weights_can_be_used(tmp_path: Path) -> None:
    folder = Path(str(__import__("dragoman").__file__)).parent / "events/trained/weights"
    for name in ("network.onnx", "vocabulary.txt", "tables.json"):
        (tmp_path / name).symlink_to(folder / name)
    assert TrainedCoder(Network(tmp_path)).made_by == TrainedCoder().made_by
    assert len(STATUSES) == 4


def test_an_impossible_threshold_is_told() -> None:
    with pytest.raises(DragomanError, match="between 0 and 1"):
        Reader(least=7)
