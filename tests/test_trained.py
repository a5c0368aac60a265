"""The trained coder: pieces, paths, the network, and the events that come of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from dragoman.actors import Actors
from dragoman.document import Document, Stage
from dragoman.errors import DragomanError
from dragoman.events import Events
from dragoman.events.coder import LexiconCoder
from dragoman.events.dates import date_for
from dragoman.events.trained.cast import cast_of
from dragoman.events.trained.choice import Asked, candidates, describe
from dragoman.events.trained.coder import TrainedCoder
from dragoman.events.trained.features import STATUSES, TYPES, WIDTH, features
from dragoman.events.trained.network import GROUPS, LONGEST, Network, encode, load_network
from dragoman.events.trained.parties import Sentence, ask
from dragoman.events.trained.pieces import Pieces
from dragoman.ids import text_hash
from dragoman.language import Language
from dragoman.language.paths import FAR, path
from dragoman.pipeline import Reader, default_stages, shared_reader
from dragoman.records import Event, Report
from dragoman.statements import Statements
from dragoman.times import Times

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
        # read one by one: no neighbour changes the scale of the int8 layers
        assert np.array_equal(alone.types, thought.types)
        assert np.array_equal(alone.roles, thought.roles)
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


# --- sides told elsewhere, and times --------------------------------------------------------------


def prepared(language: Language, text: str) -> Document:
    report = Report(id="t", published="2019-05-14", text_sha256=text_hash(text))
    document = language.parse(report, text)
    stages: list[Stage] = [Actors(), Times(), Statements()]
    for stage in stages:
        document = stage(document)
    return document


REPORT = (
    "Ghana closed its border with Togo on Monday. Ghana said the smugglers were to blame. "
    "The soldiers fired at a lorry. Ghana and Benin spoke by telephone."
)


def test_the_cast_tells_who_is_named_where(language: Language) -> None:
    cast = cast_of(prepared(language, REPORT))
    assert cast.home == "GHA"
    assert cast.shares["GHA"] > cast.shares["TGO"] > 0
    before = cast.before("TGO", 2)
    assert before is not None
    assert before.sentence == 0
    assert cast.before("BEN", 2) is None
    after = cast.elsewhere("BEN", 2)
    assert after is not None
    assert after.sentence == 3
    assert cast.near("GHA", 2) > cast.near("TGO", 2)


def asked_about(language: Language, word: str, text: str, kind: str) -> Asked:
    document = prepared(language, text)
    token = next(t for t in document.doc if t.text == word)
    coder = LexiconCoder()
    sentence = token.sent
    drafts = [d for d in coder.drafts(document) if sentence.start <= d.token.i < sentence.end]
    network = load_network()
    [thought] = network.read(
        [([t.text for t in sentence], features(document, sentence, drafts, coder.lexicon))]
    )
    named = [m for m in document.mentions if sentence.start <= m.head < sentence.end]
    lexical = next((d for d in drafts if d.token.i == token.i), None)
    read_as = Sentence(document, network, sentence, thought, named)
    return ask(read_as, token, kind, "actual", lexical, 0.6)


def test_every_state_of_the_report_is_a_candidate_with_a_row_of_numbers(language: Language) -> None:
    asked = asked_about(language, "fired", REPORT, "ASSAULT")
    found = candidates(asked)
    assert {c.code for c in found} == {"GHA", "TGO", "BEN"}
    rows = describe(asked, found, 1), describe(asked, found, 2)
    assert rows[0].shape == rows[1].shape
    assert np.isfinite(rows[0]).all()
    for one in rows:
        shares = load_network().chooser(one)
        assert ((shares >= 0) & (shares <= 1)).all()


def test_soldiers_are_of_the_state_that_the_report_shows() -> None:
    text = (
        "Turkey sent tanks across the border on Monday. Turkey said the tanks would stay. "
        "The soldiers later shelled Kurdish villages."
    )
    event = told(read(text), "ASSAULT")
    [actor] = event.actors
    assert actor.code == "TUR"
    assert actor.text == "The soldiers"
    assert actor.how == "of Turkey, as the report shows"


def test_both_sides_of_one_state_are_kept() -> None:
    event = told(
        read("Egyptian police fired tear gas at Egyptian protesters in Cairo on Friday."), "ASSAULT"
    )
    assert codes(event) == ({"EGY"}, {"EGY"})


def test_weights_without_sides_say_how_to_make_them(tmp_path: Path) -> None:
    import json
    import shutil

    folder = Path(str(__import__("dragoman").__file__)).parent / "events/trained/weights"
    for file in folder.iterdir():
        shutil.copy(file, tmp_path / file.name)
    tables = json.loads((tmp_path / "tables.json").read_text("utf-8"))
    del tables["sides"]
    (tmp_path / "tables.json").write_text(json.dumps(tables), "utf-8")
    with pytest.raises(ValueError, match="these weights have no table of sides"):
        _ = Network(tmp_path).chooser


def test_a_time_that_the_coder_is_sure_of_dates_the_event(language: Language) -> None:
    text = "On Monday, a day of rain, and again on Wednesday, Togo condemned Ghana."
    document = prepared(language, text)
    draft = next(d for d in LexiconCoder().drafts(document) if d.type == "ACCUSE")
    monday, wednesday = (next(t for t in document.times if w in t.date.raw)
                         for w in ("Monday", "Wednesday"))  # fmt: skip
    triggers = frozenset({draft.token.i})
    for sure, other in ((monday, wednesday), (wednesday, monday)):
        draft.when = ((sure, 0.9), (other, 0.1))
        found = date_for(document, draft, triggers)
        assert found is not None
        assert found[1] is sure
    ruled = date_for(document, replace(draft, when=()), triggers)
    if ruled is not None:  # what the rules say falls where the coder is sure that it is not so
        draft.when = ((ruled[1], 0.0),)
        assert date_for(document, draft, triggers) is None
