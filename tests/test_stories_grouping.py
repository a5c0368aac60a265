"""Which reports are one story."""

from __future__ import annotations

import itertools

import msgspec

from dragoman.stories import features_of, group, likeness
from reading_fixtures import Draft, visit_story

STORM = Draft(
    "Hurricane Odalys tore roofs off houses in Oaxaca on Friday, the civil protection office "
    "said. About 4,200 people slept in shelters at Salina Cruz, and the port stayed shut.",
).reading()
STORM_2 = Draft(
    "The port of Salina Cruz reopened late on Saturday after hurricane Odalys, which sent 4,200 "
    "people into shelters across Oaxaca and damaged roofs.",
).reading()


def launch(day: str, missile: str, fell: str) -> Draft:
    text = (
        f"North Korea fired a {missile} from Sinpo early on the morning, South Korea's Joint "
        f"Chiefs of Staff said. The missile flew about 450 kilometres and fell into the sea {fell}."
    )
    return Draft(text, published=day)


def names(groups):
    return {frozenset(g.reports) for g in groups}


def test_two_tellings_of_one_visit_are_one_story_and_a_storm_is_another():
    a, b = visit_story()
    groups = group([STORM, a, b])
    assert names(groups) == {frozenset({a.report.id, b.report.id}), frozenset({STORM.report.id})}
    joined = next(g for g in groups if len(g.reports) == 2)
    assert any("Amina Otieno" in why for why in joined.why)


def test_the_order_of_the_reports_changes_nothing():
    reports = [*visit_story(), STORM, STORM_2]
    expected = group(reports)
    assert len(expected) == 2
    for order in itertools.permutations(reports):
        assert group(order) == expected


def test_a_report_given_twice_counts_once():
    a, b = visit_story()
    assert [len(g.reports) for g in group([a, b, a])] == [2]


def test_launches_months_apart_are_two_stories_and_on_one_day_are_one():
    first = launch("2026-03-02", "ballistic missile", "off Hamgyong").reading()
    same_day = launch("2026-03-02", "missile believed to be ballistic", "to the east").reading()
    later = launch("2026-08-21", "cruise missile", "near Uljin").reading()
    assert names(group([first, same_day, later])) == {
        frozenset({first.report.id, same_day.report.id}),
        frozenset({later.report.id}),
    }
    first, same_day, later = map(features_of, (first, same_day, later))
    assert likeness(first, same_day) > likeness(first, later)


def test_visits_of_two_leaders_to_one_host_stay_apart():
    texts = []
    for leader, country, topic in (
        ("Paulo Andrade", "Brazil", "soybeans, beef and a new satellite"),
        ("Mette Sorensen", "Denmark", "wind turbines, pork and shipping"),
    ):
        draft = Draft(
            f"{leader} of {country} met Indonesian President Dewi Hartono in Jakarta on Thursday. "
            f"{leader.split()[1]} spoke about {topic} at the Merdeka Palace."
        )
        person = draft.actor(leader, role="Prime Minister")
        draft.at(person, leader.split()[1], nth=1)
        texts.append(draft.reading())
    assert len(group(texts)) == 2


def test_reports_without_any_text_in_common_or_without_text_do_not_fail():
    empty = Draft("").reading()
    assert len(group([empty, STORM])) == 2


def test_groups_come_in_order_of_publication():
    dated = [
        msgspec.structs.replace(r, report=msgspec.structs.replace(r.report, published=day))
        for r, day in ((STORM, "2026-05-02"), (visit_story()[0], "2026-05-01"))
    ]
    assert [g.readings[0].report.published for g in group(dated)] == ["2026-05-01", "2026-05-02"]
