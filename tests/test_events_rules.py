"""What the rules of the event stage make of whole sentences: status, sides, threats, claims."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dragoman.document import Document
from dragoman.records import Event

Reader = Callable[[str], Document]


def sides(event: Event) -> str:
    actors = "+".join(sorted(a.code for a in event.actors))
    return f"{actors} > {'+'.join(sorted(a.code for a in event.recipients))}".strip()


def told(document: Document) -> list[str]:
    return [f"{e.type} {sides(e)} {e.status}" for e in document.events]


STATUS = [
    ("Norway imposed sanctions on Belarus.", "actual"),
    ("Norway will impose sanctions on Belarus.", "planned"),
    ("Norway plans to impose sanctions on Belarus.", "planned"),
    ("Norway is to impose sanctions on Belarus.", "planned"),
    ("Norway said on Friday it would impose sanctions on Belarus.", "planned"),
    (
        "The announcement that Norway would impose sanctions on Belarus stunned investors.",
        "planned",
    ),
    ("Norway may impose sanctions on Belarus.", "possible"),
    ("Norway would like to impose sanctions on Belarus.", "possible"),
    ("Norway has to impose sanctions on Belarus, analysts say.", "possible"),
    ("Norway is considering imposing sanctions on Belarus.", "possible"),
    ("Norway advocated imposing sanctions on Belarus.", "possible"),
    ("Norway did not impose sanctions on Belarus.", "negated"),
    ("Norway has yet to impose sanctions on Belarus.", "negated"),
    ("Norway refrained from imposing sanctions on Belarus.", "negated"),
    ("Norway no longer imposes sanctions on Belarus.", "negated"),
    ("Norway was quick to impose sanctions on Belarus.", "actual"),
    ("Norway is in the process of imposing sanctions on Belarus.", "actual"),
]


@pytest.mark.parametrize(("text", "status"), STATUS)
def test_the_words_above_a_verb_give_its_status(read: Reader, text: str, status: str) -> None:
    events = [e for e in read(text).events if e.type == "SANCTION"]
    assert [e.status for e in events] == [status]


UNTOLD = [
    "Norway has the right to impose sanctions on Belarus.",
    "The ability of Norway to attack Belarus is in doubt.",
    "Diplomats wonder how to end the fighting between Belarus and Norway.",
    "It would be hard for Norway to sign a treaty with Belarus.",
    "If Norway had attacked Belarus, the harvest would have been lost.",
    "Norway would have attacked Belarus but for the snow.",
    "Will Norway attack Belarus?",
    "Norway wants to avert an attack by Belarus.",
    "The memory of the Swedish attack on Norway is fading.",
    "Like the attack on Pearl Harbor, the slump took everyone by surprise.",
    "The more Norway attacks Belarus, the less it earns.",
    "Norway did not rule out a strike on Belarus.",
    "The trade clash between Norway and Belarus hurts farmers.",
    "Norway's minister launched a war on drugs.",
    "Norway agreed that the attack had taken place at dawn.",
    "Any talks between Norway and Belarus are better than none.",
    "The plan, designed to attack Belarus, never left Norway's drawer.",
    "In response, the price of herring rose.",
]


@pytest.mark.parametrize("text", UNTOLD)
def test_what_is_only_referred_to_is_no_event(read: Reader, text: str) -> None:
    assert told(read(text)) == []


SIDES = [
    ("Warsaw was accused by Minsk of shelling a border post.", "ACCUSE", "BLR > POL"),
    ("Peru's president was received by Brazil's president in Brasilia.", "CONSULT", "BRA > PER"),
    (
        "The invasion of Kuwait by Iraq, which killed many, was condemned.",
        "ASSAULT",
        "IRQ > KWT",
    ),
    ("Russia, whose invasion of Ukraine began in 2022, exports wheat.", "ASSAULT", "RUS > UKR"),
    ("Greece, Bulgaria sign friendship treaty", "AGREE", "BGR+GRC >"),
    ("After talks with Merkel in Berlin, the French president flew home.", "CONSULT", "FRA > DEU"),
    ("The EU gave Hungary an ultimatum.", "THREATEN", "IGOEUR > HUN"),
    ("Peru expelled Chile's ambassador and cut trade ties.", "SANCTION", "PER > CHL"),
    ("Jordan, Egypt and Iraq signed a treaty in Amman.", "AGREE", "EGY+IRQ+JOR >"),
    ("Ghana urged Togo to send troops.", "REQUEST", "GHA > TGO"),
    ("The U.S.-brokered talks between Israel and Lebanon began on Monday.", "CONSULT", "ISR+LBN >"),
]


@pytest.mark.parametrize(("text", "kind", "who"), SIDES)
def test_sides_stand_where_the_clause_puts_them(
    read: Reader, text: str, kind: str, who: str
) -> None:
    events = [e for e in read(text).events if e.type == kind]
    assert who in [sides(e) for e in events]


def test_what_is_asked_agreed_or_threatened_is_one_event(read: Reader) -> None:
    assert told(read("Ghana urged Togo to release the prisoners.")) == ["REQUEST GHA > TGO actual"]
    assert told(read("Ghana agreed to send aid to Togo.")) == ["AGREE GHA > actual"]
    assert told(read("Ghana threatened to attack Togo.")) == ["THREATEN GHA > TGO actual"]


def test_a_promised_blow_is_a_threat(read: Reader) -> None:
    events = read("Ghana's president vowed to bomb Togo.").events
    assert [(e.type, e.status) for e in events] == [("THREATEN", "actual")]


def test_an_own_act_under_a_condition_is_a_threat_and_not_the_act(read: Reader) -> None:
    text = (
        "Ghana's defence minister told parliament that Ghana could deploy troops if Togo attacked."
    )
    events = read(text).events
    assert [(e.type, sides(e)) for e in events if e.status == "actual"] == [
        ("THREATEN", "GHA > TGO")
    ]
    assert not [e for e in events if e.type in ("MOBILIZE", "ASSAULT") and e.status == "actual"]


def test_what_an_analyst_foresees_is_no_threat(read: Reader) -> None:
    text = '"Ghana will retaliate," said Kofi Annor, an analyst at a university in Lagos.'
    assert not [e for e in read(text).events if e.type == "THREATEN"]


def test_an_accusation_gives_the_claimed_act_to_the_accused(read: Reader) -> None:
    events = read("Seoul accused Pyongyang of attacking a South Korean ship.").events
    accuse = next(e for e in events if e.type == "ACCUSE")
    act = next(e for e in events if e.type == "ASSAULT")
    assert sides(accuse) == "KOR > PRK"
    assert not accuse.alleged
    assert [a.code for a in act.actors] == ["PRK"]
    assert act.alleged


def test_a_denied_act_did_not_happen(read: Reader) -> None:
    events = read("Iran denied that it had attacked the tanker.").events
    assert {e.status for e in events if e.type == "ASSAULT"} <= {"negated"}


def test_a_blow_told_by_the_other_side_is_a_claim(read: Reader) -> None:
    text = (
        "Armenia's defence ministry said Azerbaijani troops shelled the Armenian village of Tegh."
    )
    act = next(e for e in read(text).events if e.type == "ASSAULT")
    assert act.alleged
    assert act.attribution[0].code == "ARM"


def test_a_speech_act_told_by_its_speaker_is_no_claim(read: Reader) -> None:
    events = read("Peru's government said it condemned Chile's decision.").events
    assert not any(e.alleged for e in events)


def test_the_source_of_an_event_is_kept(read: Reader) -> None:
    text = "Kenya's president will visit Uganda on Monday, the Daily Monitor reported."
    visit = next(e for e in read(text).events if e.type == "CONSULT")
    assert visit.status == "planned"
    assert "Monitor" in visit.attribution[-1].name


def test_a_date_after_the_report_makes_it_planned(read: Reader) -> None:
    text = (
        "The test comes on May 9, 2024, when Kenya's president meets Uganda's president in Nairobi."
    )
    assert {e.status for e in read(text).events if e.type == "CONSULT"} == {"planned"}


def test_when_clauses_beside_a_future_are_planned(read: Reader) -> None:
    text = "Grain will be a topic when Kenya's president visits Uganda."
    assert [e.status for e in read(text).events] == ["planned"]
    past = "Grain was a topic when Kenya's president visited Uganda."
    assert [e.status for e in read(past).events] == ["actual"]


def test_words_that_point_back_date_the_visit_just_told(read: Reader) -> None:
    text = (
        "Kenya's president is meeting Uganda's president in Kampala. "
        "The talks, scheduled for Friday, will cover trade."
    )
    events = read(text).events
    assert [e.type for e in events] == ["CONSULT"]
    assert events[0].status == "planned"
    assert events[0].date is not None


def test_a_visit_characterised_again_is_not_told_twice(read: Reader) -> None:
    text = "Kenya's president will visit Uganda in June. It would be his first trip to Uganda."
    assert told(read(text)) == ["CONSULT KEN > UGA planned"]


def test_meetings_on_an_itinerary_are_the_visitors(read: Reader) -> None:
    text = (
        "Kenya's president will visit Uganda in June. "
        "The itinerary includes meetings with Uganda's prime minister."
    )
    meetings = [e for e in read(text).events if e.mode != "visit"]
    assert [sides(e) for e in meetings] == ["KEN > UGA"]
    assert meetings[0].status == "planned"


def test_a_killing_in_an_attack_is_one_act(read: Reader) -> None:
    events = read("A Turkish soldier was killed in an attack by Syrian rebels.").events
    assert len([e for e in events if e.type == "ASSAULT"]) == 1


def test_a_light_verb_and_its_noun_are_one_act(read: Reader) -> None:
    events = read("Israel launched air strikes on Syria.").events
    assert [(e.type, sides(e)) for e in events] == [("ASSAULT", "ISR > SYR")]


def test_a_name_before_an_attack_tells_where(read: Reader) -> None:
    events = read("The Paris attacks killed 130 people.").events
    assert not [e for e in events if any(a.code == "FRA" for a in e.actors)]


def test_a_place_that_is_a_side_is_no_place(read: Reader) -> None:
    events = read("Poland sent weapons to Ukraine.").events
    assert [(e.type, sides(e), e.place) for e in events] == [("AID", "POL > UKR", None)]


def test_officials_of_one_state_among_themselves_make_no_meeting(read: Reader) -> None:
    assert told(read("Peru's president met Peru's foreign minister in Lima.")) == []


def test_rebels_and_their_government_do_meet(read: Reader) -> None:
    events = read("The Colombian government held talks with Colombian rebels in Havana.").events
    assert [e.type for e in events] == ["CONSULT"]


def test_page_furniture_and_teasers_tell_nothing(read: Reader) -> None:
    text = (
        "JUST WATCHED Israel bombs Syria Replay More Videos ... MUST WATCH\n\n"
        "Israel plans to bomb positions of the army in Syria.\n\nFarmers are worried.\n\n"
        "Israel plans to bomb positions of the army in Syria.\n"
    )
    assert len(read(text).events) == 1


def test_politicians_attack_in_words(read: Reader) -> None:
    events = read(
        "German Chancellor Angela Merkel attacked Russian President Vladimir Putin."
    ).events
    assert [(e.type, sides(e)) for e in events] == [("ACCUSE", "DEU > RUS")]


def test_hedges_keep_the_words(read: Reader) -> None:
    event = read("Kenya is reportedly planning to send troops to Haiti.").events[0]
    assert event.status == "planned"
    assert {"reportedly", "planning"} <= set(event.hedges)
