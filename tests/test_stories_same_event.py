"""Whether two triggers are one event: what was learned, and how pairs become clusters."""

from __future__ import annotations

import random

import numpy as np
import pytest
from msgspec.structs import replace

from dragoman.events.trained.inner import load_inner
from dragoman.ids import text_hash
from dragoman.records import Reading, Report
from dragoman.stories.cluster import cluster, clusters
from dragoman.stories.compare import MergeSettings, compare
from dragoman.stories.merge import merge_events
from dragoman.stories.same_event import load_same_event
from dragoman.stories.spots import Spot
from dragoman.stories.support import support_rows
from dragoman.stories.telling import EventTelling, Told
from reading_fixtures import Draft

FIRST = (
    "Police arrested Ugo Brandt in Turin on Tuesday after a robbery. Brandt was charged with "
    "stealing nine paintings from the Galleria Moro. The gallery reopened in June."
)
SECOND = (
    "Ugo Brandt was detained by police in Turin on Tuesday over a robbery at the Galleria Moro. "
    "The gallery had closed for two weeks. Nine paintings were stolen."
)


def spot(report, text, words):
    """A trigger at words of a text."""
    at = text.index(words)
    reading = Reading(report=Report(id=report, text_sha256=text_hash(text)), text=text)
    return Spot(Told(reading), ((at, at + len(words)),))


def test_an_act_in_other_words_is_likelier_one_than_another_act_of_the_same_story():
    spots = [spot("a", FIRST, w) for w in ("arrested", "charged", "reopened")]
    spots += [spot("b", SECOND, w) for w in ("detained", "closed", "stolen")]
    one, other, far = load_same_event()(spots, [(0, 3), (0, 4), (2, 5)])
    assert one > 0.5 > max(other, far)


def test_the_order_of_two_triggers_and_of_all_changes_nothing():
    spots = [spot("a", FIRST, w) for w in ("arrested", "charged")]
    spots += [spot("b", SECOND, w) for w in ("detained", "stolen")]
    model = load_same_event()
    pairs = [(i, j) for i in range(4) for j in range(i + 1, 4)]
    there = model(spots, pairs)
    turned = model(spots[::-1], [(3 - i, 3 - j) for i, j in pairs])
    assert np.allclose(there, turned, atol=1e-5)


def second_look(scores):
    """What the story says for the pair of the first words, given first looks at all its pairs."""
    spots = [spot("a", FIRST, w) for w in ("arrested", "charged", "reopened")]
    spots += [spot("b", SECOND, w) for w in ("detained", "robbery", "closed")]
    pairs = [(0, 3), *(p for p in scores if p != (0, 3))]
    left, right = np.array(pairs).T
    first = np.array([scores[p] for p in pairs], np.float32)
    return support_rows(spots, left, right, first)[0]


@pytest.mark.parametrize(
    "more",
    [
        {(0, 4): 0.9},  # another word of the other report fits better
        {(1, 4): 0.9},  # another act of the two sentences is one
        {(2, 5): 0.9},  # another act of the two reports is one
        {(0, 1): 0.9, (1, 3): 0.9},  # both are alike to a third
        {(0, 1): 0.9},  # one of them has a group, the other is not of it
    ],
)
def test_a_second_look_sees_what_other_pairs_came_to(more):
    alone = second_look({(0, 3): 0.6})
    assert not np.allclose(second_look({(0, 3): 0.6, **more}), alone, atol=0.01)
    # Pairs that were not asked are as those that are surely two events.
    none = dict.fromkeys(more, 0.0)
    assert np.allclose(second_look({(0, 3): 0.6, **none}), alone, atol=1e-6)


def test_a_third_trigger_that_is_like_both_speaks_for_a_pair():
    model = load_same_event()
    middle = model.tables()["mean"][None]
    alone = second_look({(0, 3): 0.5})[None]
    borne_out = second_look({(0, 3): 0.5, (0, 1): 0.9, (1, 3): 0.9})[None]
    assert model.weigh_again(middle, borne_out)[0] > model.weigh_again(middle, alone)[0] + 0.03


def test_a_word_is_told_apart_by_its_sentence():
    bank, river, money = load_inner().read(
        [
            (["The", "river", "bank", "was", "green", "."], [[2]]),
            (["They", "sat", "on", "the", "bank", "of", "the", "river", "."], [[4]]),
            (["The", "bank", "lent", "him", "money", "."], [[1]]),
        ]
    )
    assert float((bank @ river.T)[0, 0]) > float((bank @ money.T)[0, 0])


def test_merging_asks_the_learned_weights_and_says_so():
    readings = []
    for text, trigger in (
        ("Kenya seized two trawlers off Lamu on Monday. Fishermen protested.", "seized"),
        ("Two trawlers were impounded by Kenya off Lamu. Fishermen protested.", "impounded"),
    ):
        draft = Draft(text)
        draft.event("COERCE", trigger, actors=[draft.actor("Kenya", code="KEN")])
        readings.append(draft.reading())
    told = {reading.report.id: Told(reading) for reading in readings}
    strict = MergeSettings(threshold=8.0)
    [merged] = merge_events(readings, told, settings=strict)
    assert "told in like words and sentences" in merged.why
    assert len(merge_events(readings, told, settings=replace(strict, learned=0.0))) == 2


def test_a_trigger_that_is_the_same_word_gains_nothing_more():
    text = "Kenya seized a trawler off Lamu. Fishermen protested."
    readings = []
    for more in ("", " Nobody was hurt."):
        draft = Draft(text + more)
        draft.event("COERCE", "seized", actors=[draft.actor("Kenya", code="KEN")])
        readings.append(draft.reading())
    told = {reading.report.id: Told(reading) for reading in readings}
    first, second = (EventTelling(r.events[0], told[r.report.id], 0) for r in readings)
    by_hand = compare(first, second).score
    just = MergeSettings(threshold=by_hand + 0.01)
    assert len(merge_events(readings, told, settings=just)) == 2


def slow(size, scores, vetoes, threshold):
    """Average linkage by counting everything again at each step."""
    members = [[i] for i in range(size)]
    while True:
        best = None
        for at, one in enumerate(members):
            for other in members[at + 1 :]:
                pairs = [tuple(sorted((i, j))) for i in one for j in other]
                values = [scores[p] for p in pairs if p in scores]
                if not values or vetoes & set(pairs):
                    continue
                mean = sum(values) / len(values)
                if mean >= threshold and (best is None or mean > best[0]):
                    best = (mean, one, other)
        if best is None:
            return sorted(members)
        members.remove(best[2])
        best[1].extend(best[2])
        best[1].sort()


@pytest.mark.parametrize("seed", range(20))
def test_clusters_are_those_of_counting_everything_again(seed):
    chance = random.Random(seed)
    pairs = [(i, j) for i in range(14) for j in range(i + 1, 14)]
    vetoes = {p for p in pairs if chance.random() < 0.1}
    # Eighths add up without rounding, so that both ways see the same means.
    scores = {p: chance.randrange(80) / 8 for p in pairs
              if p not in vetoes and chance.random() < 0.6}  # fmt: skip
    assert sorted(cluster(14, scores, vetoes, 5.0)) == slow(14, scores, vetoes, 5.0)
    strong = {p: v for p, v in scores.items() if v >= 5.0}
    assert sorted(clusters(14, strong, vetoes, 5.0)) == slow(14, strong, vetoes, 5.0)
