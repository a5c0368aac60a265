"""Utterances, differences, origins and titles of a story."""

from __future__ import annotations

import pytest

from dragoman.stories import both, build, differences, only_in, persons_only_in
from reading_fixtures import Draft, visit_drafts, visit_story


def spoken(records):
    return {u.speaker.name: u for u in records.utterances}


def test_a_full_quotation_and_its_clipping_are_one_utterance_with_both_wordings():
    records = build(visit_story())
    utterance = spoken(records)["Amina Otieno"]
    assert len(utterance.members) == 2
    assert any("a new page" in why for why in utterance.why)
    wording = next(d for d in utterance.differing if d.field == "wording")
    assert {v.value for v in wording.versions} >= {"a new page"}


def test_a_quotation_and_a_paraphrase_are_one_utterance():
    records = build(visit_story())
    utterance = spoken(records)["Sara Alemu"]
    kinds = next(d for d in utterance.differing if d.field == "kind")
    assert sorted(v.value for v in kinds.versions) == ["indirect", "mixed"]


def speech(text, content, **more):
    draft = Draft(text)
    speaker = draft.actor("Nadia Karim", code="EGY", sectors=["GOV"], role="minister")
    draft.statement(speaker, "said", content, **more)
    return draft.reading()


def test_two_things_one_person_said_are_two_utterances():
    a = speech("Nadia Karim said wheat stocks would last until June.",
               "wheat stocks would last until June")  # fmt: skip
    b = speech("Nadia Karim said the canal authority had raised its tolls.",
               "the canal authority had raised its tolls")  # fmt: skip
    assert len(build([a, b]).utterances) == 2


def test_the_same_words_on_other_days_are_two_utterances():
    a = speech("Nadia Karim said on Monday that wheat stocks would last until June.",
               "wheat stocks would last until June", date="on Monday")  # fmt: skip
    b = speech("Nadia Karim said on Thursday that wheat stocks would last until June.",
               "wheat stocks would last until June", date="on Thursday")  # fmt: skip
    assert len(build([a, b]).utterances) == 2


def test_roles_that_differ_are_shown_and_shorter_ones_are_not():
    records = build(visit_story())
    roles = {d.field: d for d in differences(records) if d.field.startswith("role")}
    assert list(roles) == ["role of Sara Alemu"], "speaker / parliament's speaker is no difference"
    versions = roles["role of Sara Alemu"].versions
    assert {v.value for v in versions} == {"energy adviser", "energy minister"}
    assert {records.words(v.report, v.evidence[0]) for v in versions} == {v.value for v in versions}


def test_every_difference_names_its_record_and_its_words_are_verbatim():
    records = build(visit_story())
    known = {*records.merged_by_id, *records.utterance_by_id, None}
    for difference in differences(records):
        assert difference.of in known
        assert len({v.report for v in difference.versions}) > 1
        for version in difference.versions:
            assert version.evidence
            assert all(records.words(version.report, e) for e in version.evidence)


def test_what_one_report_tells_alone_and_what_both_tell():
    a, b = visit_story()
    records = build([a, b])
    alone = only_in(records)
    types = {records.merged_by_id[i].type for i in alone[a.report.id] if i in records.merged_by_id}
    assert {"COERCE", "ACCUSE", "ASSAULT"} <= types
    assert not set(alone[a.report.id]) & set(both(records))
    tie = records.readings[0].ties[0].id
    assert tie in both(records)


def test_persons_only_one_report_names():
    a, b = visit_drafts()
    b.actor("Electricity", "Noor Hassan", "DJI")
    found = persons_only_in(build([a.reading(), b.reading()]))
    assert [p.name for p in found[b.id]] == ["Noor Hassan"]
    assert found[a.id] == []


def test_the_sentence_about_origins_names_the_medium_and_the_interview():
    story = build(visit_story()).story
    assert story.says == (
        "2 reports, about 1 origin: both tell 5 of 8 sentences alike in the same order "
        "and rest on EBC and one interview by Radio Nile"
    )
    assert story.independent == 1
    assert {o.name for o in story.origins if o.shared} >= {
        "EBC", "Radio Nile interview of Daniel Mwangi",
    }  # fmt: skip
    assert all(v.evidence for o in story.origins for v in o.shown_by)


def cites(text, *media, source=None, kind="agency"):
    draft = Draft(text, source=source)
    for medium in media:
        draft.cite(medium, kind=kind)
    return draft.reading()


def test_reports_that_cite_nothing_have_unknown_origins():
    story = build([cites("Rain fell in Oslo."), cites("It rained in Bergen.")]).story
    assert story.independent is None
    assert story.says == ("2 reports, origins unknown: neither says where it has its news from")


def test_reports_that_cite_different_agencies_are_counted_apart():
    a = cites("Rain fell in Oslo, Reuters said.", "Reuters", source="Alpha")
    b = cites("It rained in Bergen, according to AFP.", "AFP", source="Beta")
    story = build([a, b]).story
    assert story.independent == 2
    assert story.says == "2 reports, 2 origins cited apart: Alpha cites Reuters; Beta cites AFP"


def test_one_report_without_an_origin_leaves_the_number_open():
    a = cites("Rain fell in Oslo, Reuters said.", "Reuters")
    b = cites("It rained in Bergen, Reuters wrote.", "Reuters")
    story = build([a, b, cites("Snow lay on the hills.")]).story
    assert story.independent is None
    assert "2 of them rest on Reuters" in story.says
    assert "1 does not say where it has its news from" in story.says


def test_analysts_without_a_name_are_no_shared_origin():
    a = cites("Analysts say rain is likely.", "Analysts", kind="anonymous")
    b = cites("It may rain, analysts say.", "analysts", kind="anonymous")
    story = build([a, b]).story
    assert story.independent is None
    assert story.origins == ()


def test_a_report_published_by_the_medium_that_another_cites_is_its_origin():
    a = cites("Rain fell in Oslo, the NRK reported.", "NRK", kind="broadcaster")
    b = cites("It rained all day.", source="www.nrk.no")
    story = build([a, b]).story
    assert story.independent == 1
    assert "the NRK" in story.says


LONG = (
    "the delegation crossed the river before dawn and reached the old customs house without being "
    "seen by anyone"
)


@pytest.mark.parametrize(("quoted", "joined"), [(False, True), (True, False)])
def test_long_wording_joins_reports_unless_it_is_quoted(quoted, joined):
    words = f'"{LONG}"' if quoted else LONG
    a = Draft(f"Officers said {words}. Nobody was hurt.").reading()
    b = Draft(f"In the north, {words}, and then turned back.").reading()
    story = build([a, b]).story
    assert (story.independent == 1) is joined
    if joined:
        assert "share long wording" in story.says


@pytest.mark.parametrize(("occasion", "joined"), [("", False), ("in a speech ", True)])
def test_a_speech_that_all_can_hear_is_noted_but_joins_nothing(occasion, joined):
    readings = []
    for end in ("before noon", "in the north"):
        draft = Draft(
            f'Nadia Karim said {occasion}that "wheat stocks will last until the end of June" {end}.'
        )
        speaker = draft.actor("Nadia Karim", code="EGY", role="minister")
        draft.statement(speaker, "said", "wheat stocks will last until the end of June",
                        kind="direct")  # fmt: skip
        readings.append(draft.reading())
    story = build(readings).story
    assert (story.independent is None) is joined
    assert ("whom each may have heard itself" in story.says) is joined


def test_the_title_is_a_given_headline_or_the_central_event_in_plain_words():
    assert build(visit_story()).story.title == (
        "Amina Otieno and Tesfaye Bekele: planned talks in Addis Ababa"
    )
    a, b = visit_drafts()
    a._report["title"] = "Otieno meets Tesfaye in Addis Ababa"
    assert build([a.reading(), b.reading()]).story.title == "Otieno meets Tesfaye in Addis Ababa"
    assert build([Draft("Rain fell in Oslo. It was wet.").reading()]).story.title.startswith("Rain")
