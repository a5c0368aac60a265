"""Which tellings are one event, and which look alike but are two."""

from __future__ import annotations

import itertools

import msgspec
import pytest

from dragoman.records import Date
from dragoman.stories import build
from reading_fixtures import Draft, visit_drafts, visit_story


def merged_words(records):
    """The trigger words of the members of each merged event."""
    found = []
    for merged in records.events:
        spans = [(e.report, next(s for s in e.evidence if s.role == "trigger"))
                 for e in records.members(merged)]  # fmt: skip
        found.append(frozenset(records.words(report, span) for report, span in spans))
    return found


def two(text_a, text_b, make):
    """Two one-event reports; ``make`` adds the event to a draft and is told which it is."""
    drafts = [Draft(text_a), Draft(text_b)]
    for which, draft in enumerate(drafts):
        make(draft, which)
    return build([draft.reading() for draft in drafts])


def test_every_event_is_in_exactly_one_merged_event():
    a, b = visit_story()
    records = build([a, b])
    members = [member for merged in records.events for member in merged.members]
    assert sorted(members) == sorted(e.id for r in (a, b) for e in r.events)
    assert all(merged.story == records.story.id for merged in records.events)


def test_one_act_in_other_words_is_one_event_and_says_why():
    records = build(visit_story())
    words = merged_words(records)
    for pair in ({"meeting", "meets"}, {"landed", "arrived"}, {"received", "welcome"}, {"meet"}):
        assert frozenset(pair) in words
    landed = records.events[words.index(frozenset({"landed", "arrived"}))]
    assert "same person Amina Otieno" in landed.why
    assert "same place Addis Ababa" in landed.why
    assert "same date on Tuesday" in landed.why
    assert "both actual" in landed.why
    assert landed.agreed["place"] == "Addis Ababa"


def test_summit_arrival_and_two_meetings_stay_apart_though_dyad_and_type_are_the_same():
    records = build(visit_story())
    by_word = {w: m.id for m in records.events for w in
               (records.words(e.report, e.evidence[0]) for e in records.members(m))}  # fmt: skip
    assert len({by_word[w] for w in ("meets", "arrived", "welcome", "meet", "visit")}) == 5


def test_the_order_of_reports_changes_nothing():
    a, b = visit_drafts()
    c = Draft("Otieno flew home from Addis Ababa on Friday.")
    otieno = c.actor("Otieno", "Amina Otieno", "KEN", ["GOV"])
    c.event("CONSULT", "flew home", actors=[otieno], mode="visit", place="Addis Ababa")
    reports = [d.reading() for d in (a, b, c)]
    expected = build(reports)
    for order in itertools.permutations(reports):
        assert build(order) == expected


def test_a_report_told_twice_in_itself_is_one_event():
    draft = Draft(
        "Peru's President Elsa Quispe visited Quito on Monday. The visit by Quispe to Quito, her "
        "first, was short."
    )
    quispe = draft.actor("Elsa Quispe", code="PER", sectors=["GOV"], role="President")
    host = draft.actor("Quito", "Ecuador", "ECU", how="capital")
    visit = {"recipients": [host], "mode": "visit", "place": "Quito"}
    draft.event("CONSULT", "visited", actors=[quispe], date="on Monday", **visit)
    draft.event("CONSULT", "visit", actors=[draft.at(quispe, "Quispe", 1)], nth=1, **visit)
    assert [len(m.members) for m in build([draft.reading()]).events] == [2]


@pytest.mark.parametrize(
    ("swap", "same"),
    [(False, True), (True, False)],
    ids=["same direction", "other direction"],
)
def test_criticism_in_the_other_direction_is_another_event(swap, same):
    def make(draft, which):
        chile = draft.actor("Chile", code="CHL")
        peru = draft.actor("Peru", code="PER")
        actors, recipients = ([peru], [chile]) if which and swap else ([chile], [peru])
        draft.event("ACCUSE", "criticism", actors=actors, recipients=recipients)

    records = two(
        "Criticism grew: the criticism by Chile of Peru over fishing quotas was sharp.",
        "There was criticism between Chile and Peru over fishing quotas.",
        make,
    )
    assert len(records.events) == (1 if same else 2)


def test_strikes_on_two_towns_or_on_two_days_are_two_events():
    def town(draft, which):
        a, b = draft.actor("Sudan", code="SDN"), draft.actor("Chad", code="TCD")
        draft.event("ASSAULT", "shelled", actors=[a], recipients=[b],
                    place=("Adre", "Tine")[which])  # fmt: skip

    def day(draft, which):
        a, b = draft.actor("Sudan", code="SDN"), draft.actor("Chad", code="TCD")
        date = Date(raw="x", start=f"2026-05-0{which + 1}", end=f"2026-05-0{which + 1}",
                    precision="day", anchor="text")  # fmt: skip
        draft.event("ASSAULT", "shelled", actors=[a], recipients=[b], date=date)

    first, second = "Sudan shelled Adre in Chad.", "Sudan shelled Tine in Chad."
    assert len(two(first, second, town).events) == 2
    assert len(two(first, first + " ", day).events) == 2


def test_planned_in_one_report_and_done_in_the_other_is_one_event_told_differently():
    def make(draft, which):
        a = draft.actor("Ines Duarte", code="PRT", sectors=["GOV"], role="Prime Minister")
        b = draft.actor("Omar Benali", code="MAR", sectors=["GOV"], role="Foreign Minister")
        hedges = ["will"] if which == 0 else []
        draft.event("CONSULT", "meet" if which == 0 else "met", actors=[a], recipients=[b],
                    status=("planned", "actual")[which], hedges=hedges, place="Rabat")  # fmt: skip

    drafts = [
        Draft("Ines Duarte will meet Omar Benali in Rabat.", published="2026-04-01"),
        Draft("Ines Duarte met Omar Benali in Rabat.", published="2026-04-03"),
    ]
    for which, draft in enumerate(drafts):
        make(draft, which)
    records = build([draft.reading() for draft in drafts])
    assert len(records.events) == 1
    event = records.events[0]
    assert event.status == "actual", "the later report knows"
    difference = next(d for d in event.differing if d.field == "status")
    assert [v.value for v in difference.versions] == ["planned", "actual"]
    hedge = difference.versions[0].evidence
    assert "will" in {records.words(difference.versions[0].report, e) for e in hedge}


def test_casualty_counts_that_differ_are_a_difference_with_both_words():
    records = build(visit_story())
    raid = next(m for m in records.events if m.type == "ASSAULT" and len(m.reports) == 2)
    counts = next(d for d in raid.differing if d.field.startswith("number"))
    assert {records.words(v.report, v.evidence[0]) for v in counts.versions} == {"Seven", "Nine"}


def test_agreements_of_one_dyad_about_other_things_stay_apart():
    def make(draft, which):
        a, b = draft.actor("India", code="IND"), draft.actor("Oman", code="OMN")
        draft.event("AGREE", "agreement", actors=[a, b])

    records = two(
        "India and Oman signed an agreement on wheat and rice exports.",
        "India and Oman signed an agreement to build patrol frigates at Goa.",
        make,
    )
    assert len(records.events) == 2


def test_ids_depend_on_the_members_only():
    a, b = visit_story()
    alone = build([b])
    ids = {m.members: m.id for m in alone.events}
    for merged in build([a, b]).events:
        if merged.reports == (b.report.id,):
            assert ids[merged.members] == merged.id


def test_actor_text_without_codes_does_not_join_unknown_actors():
    def make(draft, which):
        gunmen = draft.actor("gunmen", how="group")
        draft.event("ASSAULT", "attacked", actors=[gunmen])

    records = two(
        "Masked gunmen attacked a petrol station near the lake at dawn.",
        "In the capital, gunmen attacked a wedding party, wounding a singer.",
        make,
    )
    assert len(records.events) == 2


def test_one_report_builds_too():
    records = build([visit_story()[0]])
    assert records.story.independent is None
    assert all(not m.agreed and not m.differing for m in records.events if len(m.members) == 1)
    assert build([]).story.title


def test_records_are_json():
    records = build(visit_story())
    for record in (records.story, *records.events, *records.utterances):
        assert msgspec.json.decode(msgspec.json.encode(record))["record"]
