"""Utterances of several reports joined by the learned model of pairs."""

from __future__ import annotations

import pytest

from dragoman.stories import build
from dragoman.stories.pair_model import load_model, read_model, write_model
from dragoman.stories.speech_pairs import FEATURES, MODEL, seen
from dragoman.stories.telling import SpeechTelling, Told
from reading_fixtures import Draft

OTHERS = "the airport of Lome would get a second terminal"


def report(content, *, quoted=False, named="Afi Mensah", others=OTHERS):
    words = f'"{content},"' if quoted else content
    draft = Draft(f"{named}, the trade minister, said {words}. She added that {others}.")
    speaker = draft.actor(named, code="TGO", sectors=["GOV"], role="minister")
    draft.statement(speaker, "said", content, kind="direct" if quoted else "indirect")
    draft.statement(speaker, "added", others)
    return draft.reading()


def versions(*readings):
    """How many statements are one with the first of the first report."""
    first = readings[0].statements[0].id
    return len(build(list(readings)).utterance_of[first].members)


def tellings(*readings):
    return [SpeechTelling(s, Told(r), n) for n, r in enumerate(readings) for s in r.statements]


def value(readings, name):
    """A feature of the pair of both reports' first statements."""
    (found,) = [p for p in seen(tellings(*readings)) if p.pair == (0, 2)]
    return found.values[FEATURES.index(name)]


@pytest.mark.parametrize(
    ("quotation", "paraphrase"),
    [
        (
            "Our soldiers will leave the border villages before the harvest",
            "troops would withdraw from the frontier before harvest time",
        ),
        (
            "We will ban the sale of every plastic bag in our markets",
            "traders would be barred from selling polythene bags",
        ),
    ],
)
def test_a_paraphrase_in_words_of_like_use_is_joined_with_its_quotation(quotation, paraphrase):
    assert versions(report(quotation, quoted=True), report(paraphrase)) == 2


def test_another_thing_of_the_same_topic_stays_apart():
    quoted = report("We will ban the sale of every plastic bag in our markets", quoted=True)
    other = report("a factory for plastic pipes had hired forty women in Kara")
    assert versions(quoted, other) == 1


def test_utterances_do_not_depend_on_the_order_of_reports():
    a = report("We will ban the sale of every plastic bag in our markets", quoted=True)
    b = report("her government would prohibit plastic bags from being sold at markets")
    c = report("plastic bags would be banned")
    one, other = (build(readings).utterances for readings in ([a, b, c], [c, a, b]))
    assert one == other


def test_a_clipped_quotation_shows_more_than_the_same_words_unquoted():
    full = report("This toll is a slap in the face of honest drivers", quoted=True)
    clip = report('the toll was "a slap in the face" of drivers')
    plain = report("the toll was a slap in the face of drivers")
    assert value([full, clip], "clip") > 1.0
    assert value([full, plain], "clip") == 0.0


def test_words_that_all_statements_of_a_story_share_say_little():
    topic = "lake tolls would rise"
    a, b = report("lake tolls hurt fishermen", others=topic), report("lake tolls fund schools")
    c, d = report("lake tolls hurt fishermen"), report("lake tolls fund schools")
    assert value([a, b], "held") < value([c, d], "held")


def test_the_weights_shipped_are_of_these_features():
    model = load_model(MODEL, FEATURES)
    assert model.features == FEATURES
    with pytest.raises(ValueError, match="other features"):
        read_model(write_model(("held",), [0.0], [1.0], [1.0], 0.0), FEATURES)


def test_a_model_is_read_as_it_is_written():
    model = read_model(write_model(("alike",), [0.5], [0.25], [1.0], -1.0, "made here"), ("alike",))
    assert model.scores([[0.5], [1.0]]) == [-1.0, 1.0]
