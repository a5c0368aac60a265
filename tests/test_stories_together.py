"""What reports of one story tell together: persons resolved, numbers, days, offices, plans."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import pytest

from dragoman.briefs import assemble
from dragoman.briefs.model import StoryBrief
from dragoman.ids import text_hash
from dragoman.pipeline import shared_reader
from dragoman.records import AS_SHOWN, Actor, Difference, Reading, Report
from dragoman.relations import agenda, dyads, issues, passive, story_headline
from dragoman.stories import StoryRecords, build, differences


def _readings(*texts: str, published: Sequence[str] | str = "2024-06-12") -> list[Reading]:
    days = [published] * len(texts) if isinstance(published, str) else list(published)
    return [
        shared_reader().read(
            Report(id=f"r{i}", text_sha256=text_hash(text), source=f"Paper {i}", published=day),
            text,
        )
        for i, (text, day) in enumerate(zip(texts, days, strict=True))
    ]


def _story(*texts: str, published: Sequence[str] | str = "2024-06-12") -> StoryRecords:
    return build(_readings(*texts, published=published))


def _numbers(story: StoryRecords) -> list[Difference]:
    return [d for d in differences(story) if d.field.startswith("number")]


def _section(*texts: str) -> StoryBrief:
    return assemble(_readings(*texts)).briefs[0]


def test_a_person_s_country_comes_from_the_report_that_tells_it_and_how_says_so() -> None:
    story = _story(
        "Kenya's Foreign Minister Amina Otieno arrived in Kampala on Monday.",
        "Amina Otieno said the border would stay open.",
    )
    speakers = [s.speaker for r in story.readings for s in r.statements]
    told = next(s for s in speakers if s.name == "Amina Otieno")
    assert told.code == "KEN"
    assert "Paper 0" in told.how


def test_a_state_that_one_report_tells_goes_before_one_that_another_only_lets_conclude() -> None:
    told, open_ = _readings(
        "Kenyan Foreign Minister Amina Otieno arrived in Kampala on Monday.",
        "Uganda's president met Foreign Minister Amina Otieno on Monday.",
    )
    [event] = [e for e in open_.events if e.type == "CONSULT"]
    concluded = Actor(
        text="Amina Otieno", name="Amina Otieno", code="UGA", country="UGA",
        role="Foreign Minister", start=45, end=57, sectors=("GOV",), how=f"of Uganda{AS_SHOWN}",
    )  # fmt: skip
    guessed = msgspec.structs.replace(event, recipients=(concluded,))
    read = msgspec.structs.replace(open_, events=(guessed,))
    story = build([told, read])
    [found] = next(e for r in story.readings for e in r.events if e.id == event.id).recipients
    assert (found.code, found.country, found.how) == ("KEN", "KEN", "as Paper 0 tells")
    alone = build([read]).readings[0].events[0].recipients
    assert alone == (concluded,)  # nothing tells otherwise


def test_two_persons_of_one_surname_are_not_filled() -> None:
    story = _story(
        "Kenyan minister Amina Otieno met Ugandan minister Grace Otieno in Kampala.",
        "Otieno said the border would stay open.",
    )
    [speaker] = [s.speaker for s in story.readings[1].statements]
    assert speaker.code == "---"


@pytest.mark.parametrize(
    ("a", "b", "values"),
    [
        (
            "The lake has fallen by two metres, Nairobi says.",
            "The lake has fallen by more than three metres since the dam was closed.",
            {"two", "three"},
        ),
        (
            "Two trawlers were seized off the coast on Monday.",
            "Three trawlers were seized by the navy off the coast on Monday.",
            {"2", "3"},
        ),
        (
            "The attack near the market killed nine herders, police said.",
            "Police said 12 herders were killed in the attack near the market.",
            {"nine", "12"},
        ),
        (
            "The floods drove 3,000 families in the valley from their homes.",
            "Floods in the valley drove 5,000 families from their homes.",
            {"3,000", "5,000"},
        ),
    ],
)
def test_numbers_of_one_thing_told_differently(a: str, b: str, values: set[str]) -> None:
    [found] = _numbers(_story(a, b))
    shown = [v.value for v in found.versions]
    assert all(any(value in words for words in shown) for value in values)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("At least 20 people died when the ferry sank.", "31 people died when the ferry sank."),
        ("Nine miners were killed and 30 miners were hurt.", "The blast killed nine miners."),
        ("The envoy met two ministers in Rome.", "Three ministers resigned in Lima over a vote."),
        ("About 1,000 soldiers crossed the river.", "Some 1,050 soldiers crossed the river."),
        ("The crash killed all 71 people.", "In 2016 a crash there killed all 62 people."),
    ],
)
def test_numbers_that_agree_or_are_of_other_things_are_no_difference(a: str, b: str) -> None:
    assert not _numbers(_story(a, b))


def test_one_meeting_a_day_apart_is_one_event_told_differently() -> None:
    story = _story(
        "Kenyan President Samuel Wekesa met Ethiopian Prime Minister Dawit Mekuria in Addis Ababa "
        "on Monday.",
        "President Samuel Wekesa of Kenya held talks with Ethiopia's Prime Minister Dawit Mekuria "
        "in Addis Ababa on Tuesday.",
    )
    [event] = story.events
    assert [d.field for d in event.differing] == ["date"]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (
            "North Korea launched two missiles on Monday.",
            "North Korea launched a missile on Tuesday.",
        ),
        (
            "Kenyan President Samuel Wekesa visited Cairo on Monday.",
            "Kenyan President Samuel Wekesa visited Addis Ababa on Tuesday.",
        ),
    ],
)
def test_launches_and_journeys_of_two_days_stay_two(a: str, b: str) -> None:
    assert len(_story(a, b).events) == 2


def test_real_differences_of_office_come_before_wordings_of_one() -> None:
    story = _story(
        "Parliament chairman Omar Said spoke. Security adviser Ali Hassan said Kenya was ready.",
        "Omar Said, chairman of the National Assembly, spoke. Security director Ali Hassan said "
        "Kenya was ready.",
    )
    roles = [d.field for d in differences(story) if d.field.startswith("role")]
    assert roles[0] == "role of Ali Hassan"


def test_willingness_lends_a_plan_neither_its_hedge_nor_its_source() -> None:
    story = _story(
        "Kenyan President Samuel Wekesa will meet Ethiopian Prime Minister Dawit Mekuria on "
        "Friday. Observers say Dawit Mekuria may meet Samuel Wekesa to win allies.",
    )
    items = agenda(story)
    assert items
    assert all("may" not in item.hedges and not item.attribution for item in items)


def test_what_the_latest_report_has_behind_it_is_not_coming() -> None:
    texts = (
        "Kenya's Foreign Minister Amina Otieno will meet Uganda's President Paul Okello in Kampala "
        "on Thursday.",
        "The talks of Kenya and Uganda in Kampala ended without a deal.",
    )
    assert agenda(_story(texts[0], published="2024-06-11"))
    assert not agenda(_story(*texts, published=("2024-06-11", "2024-06-15")))


def test_the_addressed_stand_under_an_issue_and_an_expert_not_for_the_state() -> None:
    story = _story(
        "Kenya condemned Ethiopia over the new dam on the Omo River. "
        "Halima Guyo, a professor of law at the University of Nairobi, said the dam broke a treaty "
        "on the river.",
    )
    water = next(i for i in issues(story) if i.id.startswith("water@"))
    ethiopia = next(p for p in water.positions if p.actor == "ETH")
    assert not ethiopia.events
    [done] = ethiopia.addressed
    assert passive(story, story.merged_by_id[done]) == "condemned by Kenya"
    assert any(p.name == "Halima Guyo" for p in water.positions)


def test_an_event_is_marked_by_its_own_words_not_by_its_sentence() -> None:
    story = _story(
        "President Paul Okello, who was impeached in 2019, criticised Kenya over the fishing "
        "grounds of the lake, as the two states prepare a summit on grain exports."
    )
    event = next(e for e in story.events if e.type == "ACCUSE")
    assert "coups" not in event.issues
    assert "food" not in event.issues


def test_a_summit_of_many_makes_no_dyad_of_each_two() -> None:
    story = _story(
        "The presidents of Kenya, Uganda, Rwanda, Burundi and Tanzania met in Arusha. "
        "Kenya accused Uganda of smuggling gold."
    )
    pairs = {(d.a, d.b) for d in dyads(story)}
    assert ("KEN", "UGA") in pairs
    assert ("BDI", "RWA") not in pairs


def test_a_recalled_ambassador_reads_as_one() -> None:
    story = _story("Kenya recalled its ambassador from Ethiopia on Monday.")
    [line] = {story_headline(story, event) for event in story.events}
    assert line.startswith("Kenya recalls envoys or staff from Ethiopia")
    assert "“recalled its ambassador" in line


def test_fragments_and_nested_pieces_of_speech_have_no_line_but_stay_in_the_records() -> None:
    text = (
        "Kenya rejected the accusation on Monday. Foreign Minister Amina Otieno told reporters "
        "that Kenya would keep the border open until the harvest was in."
    )
    story = _story(text)
    section = _section(text)
    said = [r.words for line in section.speech for r in line.renderings]
    assert any("border open" in words for words in said)
    assert not any(words.endswith("the accusation") for words in said)
    assert len(story.utterances) >= len(section.speech)
