"""Dyads, issues and the agenda, from the records of an invented visit."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import pytest

from dragoman.ids import stable_id
from dragoman.records import Date, Event, MergedEvent, Reading, Statement, Story, Utterance
from dragoman.relations import agenda, dyad_sentence, dyads, issues, scored
from dragoman.stories.records import StoryRecords
from reading_fixtures import Draft, visit_story


def merged(events: Sequence[Event], story: str) -> MergedEvent:
    """The first event's reading, with all as members."""
    first = events[0]
    values = {
        name: getattr(first, name)
        for name in ("type", "mode", "quad", "score", "actors", "recipients", "status", "alleged",
                     "date", "place", "issues")
    }  # fmt: skip
    return MergedEvent(
        id=stable_id("me", *(e.id for e in events)), story=story,
        members=tuple(e.id for e in events), reports=tuple(dict.fromkeys(e.report for e in events)),
        **values,
    )  # fmt: skip


def story_of(*readings: Reading, same: Sequence[Sequence[str]] = ()) -> StoryRecords:
    """Story records where only the events whose triggers are named in ``same`` are merged."""
    text = {r.report.id: r.text for r in readings}

    def trigger(event: Event) -> str:
        return text[event.report][event.evidence[0].start : event.evidence[0].end]

    groups: dict[object, list[Event]] = {}
    for event in (e for r in readings for e in r.events):
        key = next((k for k, words in enumerate(same) if trigger(event) in words), event.id)
        groups.setdefault(key, []).append(event)
    utterances = [
        Utterance(id=stable_id("ut", s.id), story="st", members=(s.id,), reports=(s.report,),
                  speaker=s.speaker)
        for r in readings for s in r.statements
    ]  # fmt: skip
    return StoryRecords(
        story=Story(id="st", reports=tuple(text), title="A visit"),
        readings=tuple(readings),
        events=tuple(merged(events, "st") for events in groups.values()),
        utterances=tuple(utterances),
    )


@pytest.fixture(autouse=True)
def plain_names(monkeypatch):
    names = {"KEN": "Kenya", "ETH": "Ethiopia", "SDN": "Sudan", "DJI": "Djibouti"}
    monkeypatch.setattr("dragoman.relations.names._names", lambda: names)


SAME = (("meeting", "meets"), ("landed", "arrived"), ("received", "welcome"),
        ("visit", "going on to Djibouti"))  # fmt: skip


@pytest.fixture
def story() -> StoryRecords:
    return story_of(*visit_story(), same=SAME)


def pair(story: StoryRecords, a: str, b: str):
    return next(d for d in dyads(story) if (d.a, d.b) == (a, b))


class TestDyads:
    def test_the_pair_of_which_most_is_told_comes_first(self, story):
        first = dyads(story)[0]
        assert (first.a, first.b) == ("ETH", "KEN")

    def test_what_happened_is_counted_apart_from_what_is_ahead(self, story):
        dyad = pair(story, "ETH", "KEN")
        assert dyad.quads == {"1": 1, "4": 1}  # landed once although two reports tell it; tariffs
        assert dyad.ahead["1"] >= 3
        assert scored(dyad, story) == 1
        assert dyad.score == 2.5

    def test_reported_ties_and_speech_belong_to_the_pair(self, story):
        dyad = pair(story, "ETH", "KEN")
        assert len(dyad.ties) == 2
        told = {story.utterance_by_id[u].speaker.name for u in dyad.statements}
        assert told <= {"Amina Otieno", "Daniel Mwangi", "Sara Alemu"}

    def test_alleged_and_negated_events_are_in_no_count(self):
        draft = Draft("Kenya shelled Sudan. Kenya did not bomb Sudan. Kenya met Sudan.")
        kenya, sudan = draft.actor("Kenya", code="KEN"), draft.actor("Sudan", code="SDN")
        draft.event("ASSAULT", "shelled", actors=[kenya], recipients=[sudan], alleged=True)
        draft.event("ASSAULT", "bomb", actors=[kenya], recipients=[sudan], status="negated")
        draft.event("CONSULT", "met", actors=[kenya], recipients=[sudan])
        dyad = dyads(story_of(draft.reading()))[0]
        assert dyad.quads == {"1": 1}
        assert dyad.ahead == {}
        assert dyad.score == 2.5

    def test_a_deed_within_one_state_is_left_out_unless_asked_for(self):
        draft = Draft("Kenya arrested Otieno.")
        kenya, otieno = draft.actor("Kenya", code="KEN"), draft.actor("Otieno", code="KEN")
        draft.event("COERCE", "arrested", actors=[kenya], recipients=[otieno])
        records = story_of(draft.reading())
        assert dyads(records) == []
        assert [(d.a, d.b) for d in dyads(records, domestic=True)] == [("KEN", "KEN")]

    def test_partners_of_an_agreement_are_a_pair(self):
        draft = Draft("Kenya and Sudan signed a pact.")
        both = [draft.actor("Kenya", code="KEN"), draft.actor("Sudan", code="SDN")]
        draft.event("AGREE", "signed", actors=both)
        dyad = dyads(story_of(draft.reading()))[0]
        assert (dyad.a, dyad.b, dyad.quads) == ("KEN", "SDN", {"1": 1})

    def test_partners_in_an_attack_do_nothing_to_each_other(self):
        draft = Draft("Kenya and Sudan shelled a town.")
        both = [draft.actor("Kenya", code="KEN"), draft.actor("Sudan", code="SDN")]
        draft.event("ASSAULT", "shelled", actors=both)
        assert dyads(story_of(draft.reading())) == []

    def test_a_passing_word_makes_no_dyad(self):
        draft = Draft("Otieno said that Sudan is large. Otieno said Djibouti is hot, and Djibouti.")
        otieno = draft.actor("Otieno", code="KEN")
        draft.actor("Sudan", code="SDN")
        draft.actor("Djibouti", code="DJI")
        draft.statement(otieno, "said", "Sudan is large")
        assert dyads(story_of(draft.reading())) == []
        draft.statement(otieno, "said", "Djibouti is hot", nth=1)
        draft.statement(otieno, "said", "is hot, and Djibouti", nth=1)
        draft.actor("Djibouti", code="DJI", nth=1)
        assert [(d.a, d.b) for d in dyads(story_of(draft.reading()))] == [("DJI", "KEN")]

    def test_unknown_actors_make_no_pair(self):
        draft = Draft("Gunmen attacked Kenya.")
        draft.event("ASSAULT", "attacked", actors=[draft.actor("Gunmen")],
                    recipients=[draft.actor("Kenya", code="KEN")])  # fmt: skip
        assert dyads(story_of(draft.reading())) == []

    def test_the_sentence_says_what_the_records_hold(self, story):
        line = dyad_sentence(pair(story, "ETH", "KEN"), story)
        assert line.startswith("Ethiopia – Kenya: 1 act of verbal cooperation and 1 of material")
        assert "of 1)" in line  # the score never without its number
        assert "standing: energy" in line

    def test_ids_do_not_hang_on_the_order_of_reports(self):
        a, b = visit_story()
        one, other = story_of(a, b, same=SAME), story_of(b, a, same=SAME)
        assert {d.id for d in dyads(one)} == {d.id for d in dyads(other)}


class TestAgenda:
    def test_planned_items_in_the_order_of_the_itinerary(self, story):
        items = agenda(story)
        what = [item.what for item in items]
        assert what[0] == "Amina Otieno (KEN) meets Tesfaye Bekele (ETH) in Addis Ababa"
        girma = next(i for i, w in enumerate(what) if "Hana Girma" in w)
        djibouti = next(i for i, w in enumerate(what) if "Djibouti" in w)
        assert girma < djibouti

    def test_what_happened_is_not_ahead(self, story):
        triggers = {m for item in agenda(story) for m in story.merged_by_id[item.event].members}
        landed = next(e for e in story.events if e.status == "actual")
        assert not triggers & set(landed.members)

    def test_the_source_chain_and_the_hedges_are_kept(self, story):
        welcome = next(item for item in agenda(story) if item.attribution)
        assert set(welcome.attribution) == {"EBC -> Daily A", "EBC -> Daily B"}
        assert set(welcome.hedges) == {"was to be", "is expected to"}

    def test_what_lies_before_the_day_of_publication_is_over(self):
        draft = Draft("Kenya plans talks. Sudan plans talks.", published="2024-05-10")
        kenya, sudan = draft.actor("Kenya", code="KEN"), draft.actor("Sudan", code="SDN")
        past = Date(raw="x", start="2024-05-01", end="2024-05-01", precision="day", anchor="text")
        coming = msgspec.structs.replace(past, start="2024-05-20", end="2024-05-20")
        draft.event("CONSULT", "talks", actors=[kenya], status="planned", date=past)
        draft.event("CONSULT", "talks", actors=[sudan], status="planned", date=coming, nth=1)
        items = agenda(story_of(draft.reading()))
        assert [item.what for item in items] == ["Sudan holds talks"]

    def test_dated_items_come_before_undated_and_coarse_ones_last(self):
        draft = Draft("Kenya plans a trip, talks and a summit.")
        kenya = draft.actor("Kenya", code="KEN")
        year = Date(raw="y", start="2031-01-01", end="2031-12-31", precision="year", anchor="text")
        day = Date(raw="d", start="2031-02-03", end="2031-02-03", precision="day", anchor="text")
        for words, date in (("trip", year), ("talks", None), ("summit", day)):
            draft.event("CONSULT", words, actors=[kenya], status="planned", date=date)
        records = story_of(draft.reading())
        order = [
            records.event_by_id[records.merged_by_id[i.event].members[0]] for i in agenda(records)
        ]
        words = [draft.text[e.evidence[0].start : e.evidence[0].end] for e in order]
        assert words == ["summit", "talks", "trip"]

    def test_two_items_that_read_alike_are_told_apart_by_the_reports_words(self):
        draft = Draft("Otieno will visit Djibouti. Otieno will attend a mass for sailors.")
        otieno = draft.actor("Otieno", code="KEN", role="President")
        djibouti = draft.actor("Djibouti", code="DJI")
        for words in ("visit", "attend"):
            draft.event("CONSULT", words, mode="visit", actors=[otieno], recipients=[djibouti],
                        status="planned")  # fmt: skip
        what = [item.what for item in agenda(story_of(draft.reading()))]
        assert what[1].endswith(": “attend a mass”")

    def test_a_wish_to_ask_for_something_is_no_appointment(self):
        draft = Draft("Kenya seeks help from Sudan.")
        draft.event("REQUEST", "seeks", actors=[draft.actor("Kenya", code="KEN")],
                    recipients=[draft.actor("Sudan", code="SDN")], status="planned")  # fmt: skip
        assert agenda(story_of(draft.reading())) == []


class TestIssues:
    def test_each_actor_has_its_own_position(self):
        draft = Draft("Kenya raised tariffs. Sudan said the tariffs hurt. Kenya may end tariffs.")
        kenya, sudan = draft.actor("Kenya", code="KEN"), draft.actor("Sudan", code="SDN")
        maybe = draft.event("RETREAT", "end", actors=[kenya], issues=("tariffs",),
                            status="possible")  # fmt: skip
        raised = draft.event("COERCE", "raised", actors=[kenya], issues=("tariffs",))
        said = draft.statement(sudan, "said", "the tariffs hurt", issues=("tariffs",))
        records = story_of(draft.reading())
        (issue,) = issues(records)
        assert issue.name == "Tariffs and trade barriers"
        sides = {p.actor: p for p in issue.positions}
        deeds = [records.merged_by_id[e].members[0] for e in sides["KEN"].events]
        assert deeds == [raised.id, maybe.id]
        assert [records.utterance_by_id[u].members[0] for u in sides["SDN"].statements] == [said.id]
        assert {v.value for v in issue.evidence} == {"raised", "end", "the tariffs hurt"}

    def test_evidence_is_verbatim(self, story):
        for issue in issues(story):
            for version in issue.evidence:
                for span in version.evidence:
                    assert story.words(version.report, span) in version.value

    def test_he_of_no_known_state_has_no_position(self):
        draft = Draft("He said the tariffs hurt.")
        he = draft.actor("He")
        draft.statement(he, "said", "the tariffs hurt", issues=("tariffs",))
        assert issues(story_of(draft.reading())) == []

    def test_an_issue_with_more_sides_comes_first(self):
        draft = Draft("Kenya fished. Kenya raised tariffs. Sudan raised tariffs.")
        kenya, sudan = draft.actor("Kenya", code="KEN"), draft.actor("Sudan", code="SDN")
        draft.event("COERCE", "fished", actors=[kenya], issues=("fishing",))
        draft.event("COERCE", "raised", actors=[kenya], issues=("tariffs",))
        draft.event("COERCE", "raised", actors=[sudan], issues=("tariffs",), nth=1)
        assert [i.id for i in issues(story_of(draft.reading()))] == ["tariffs@st", "fishing@st"]


def test_statements_without_content_do_no_harm():
    draft = Draft("Kenya said nothing.")
    kenya = draft.actor("Kenya", code="KEN")
    statement = draft.statement(kenya, "said", "nothing", issues=("tariffs",))
    reading = draft.reading()
    bare: Statement = msgspec.structs.replace(statement, content=(), evidence=())
    records = story_of(msgspec.structs.replace(reading, statements=(bare,)))
    assert [i.positions[0].actor for i in issues(records)] == ["KEN"]
    assert dyads(records) == []
