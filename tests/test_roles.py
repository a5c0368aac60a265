"""Unnamed officials, institutions, armed groups, by-names: whose they are, of what sector."""

from __future__ import annotations

import pytest

from dragoman.actors import Actors, actors_of
from dragoman.language import Language
from dragoman.records import Actor, Report


@pytest.fixture(scope="module")
def subject():
    language, actors = Language(), Actors()

    def run(text: str) -> Actor:
        document = actors(language.parse(Report(id="r", text_sha256=""), text))
        root = next(t for t in document.doc if t.dep_ == "ROOT")
        noun = next(t for t in root.children if t.dep_ in ("nsubj", "nsubjpass"))
        found = actors_of(document, noun)
        assert found, text
        return found[0]

    return run


@pytest.mark.parametrize(
    ("text", "code", "sector"),
    [
        # officials, by nationality, by town, by house, by master
        ("A senior Foreign Ministry spokesman in Beijing criticised Japan.", "CHN", "GOV"),
        ("Two Israeli military officials said the strike had failed.", "ISR", "MIL"),
        ("A Pentagon spokeswoman denied the report.", "USA", "MIL"),
        ("Officials in Tokyo said the talks would go on.", "JPN", "GOV"),
        ("Palestinian security sources said two men were held.", "PSE", "COP"),
        ("A French government source told reporters so.", "FRA", "GOV"),
        ("A spokesman for the German chancellor said so.", "DEU", "GOV"),
        ("A spokesman for the foreign ministry in Oslo said so.", "NOR", "GOV"),
        ("An aide to Peruvian President Luis Vega flew to Quito.", "PER", "GOV"),
        ("A regional governor in eastern Ukraine said so.", "UKR", "GOV"),
        ("Lawmakers in Nairobi approved the bill.", "KEN", "LEG"),
        ("A Brazilian court ordered his release.", "BRA", "JUD"),
        ("Polish border guards stopped 40 men.", "POL", "COP"),
        ("An Egyptian intelligence officer met rebel leaders.", "EGY", "SPY"),
        # institutions
        ("The junta in Niamey expelled the envoy.", "NER", "MIL"),
        ("The Politburo in Hanoi approved the plan.", "VNM", "PTY"),
        ("The Dutch defence ministry rejected the charge.", "NLD", "MIL"),
        ("The ruling party in Taipei rejected it.", "TWN", "PTY"),
        ("The Bundestag approved the plan.", "DEU", "LEG"),
        # by-names
        ("The Kremlin rejected the demand.", "RUS", "GOV"),
        ("Whitehall rejected the demand.", "GBR", "GOV"),
        ("Seoul summoned the ambassador.", "KOR", "GOV"),
        ("The Quai d'Orsay rejected the demand.", "FRA", "GOV"),
        ("The Casa Rosada rejected the demand.", "ARG", "GOV"),
        ("Torre Tagle summoned the envoy.", "PER", "GOV"),
        ("El Mouradia rejected the claim.", "DZA", "GOV"),
        # bodies of several states, and their organs
        ("The Security Council condemned the attack.", "IGOUNO", "IGO"),
        ("The Organization of African Unity condemned the raid.", "IGOAU", "IGO"),
        ("UNTAG monitors left Windhoek.", "IGOUNO", "IGO"),
        ("The EEC lifted the quota.", "IGOEUR", "IGO"),
        ("NATO defence ministers met in Brussels.", "IGONAT", "IGO"),
        # armed groups, 1970s to today
        ("Montoneros guerrillas kidnapped the consul.", "ARG", "REB"),
        ("ZIPRA fighters crossed the river.", "ZWE", "REB"),
        ("The Eritrean People's Liberation Front took the port.", "ERI", "REB"),
        ("The Somali National Movement seized the town.", "SOM", "REB"),
        ("Khmer Rouge troops shelled the camp.", "KHM", "REB"),
        ("UNITA rebels freed the hostages.", "AGO", "REB"),
        ("M23 rebels seized the airport.", "COD", "REB"),
        ("PJAK fighters attacked a post.", "IRN", "REB"),
        ("The Juarez Cartel killed two mayors.", "MEX", "CRM"),
    ],
)
def test_whose_and_of_what_sector(subject, text, code, sector):
    actor = subject(text)
    assert actor.code == code
    assert sector in actor.sectors


def test_a_town_where_an_alliance_meets_is_only_a_place(subject):
    language, actors = Language(), Actors()
    text = "NATO and EU ministers met in Brussels on Monday."
    document = actors(language.parse(Report(id="r", text_sha256=""), text))
    mention = next(m for m in document.mentions if text[m.start : m.end] == "Brussels")
    assert (mention.usage, mention.actors[0].country) == ("place", "BEL")
    assert subject("Brussels rejected the plan.").code == "IGOEUR"


@pytest.mark.parametrize(
    ("text", "words", "day", "name", "usage"),
    [
        ("Bonn rejected the plan.", "Bonn", "1974-05-01", "West Germany", "actor"),
        ("Bonn rejected the plan.", "Bonn", "2015-05-01", "Germany", "place"),
        ("Bonn rejected the plan.", "Bonn", None, "Germany", "place"),
        ("Saigon accused Hanoi of an attack.", "Saigon", "1974-05-01", "South Vietnam", "actor"),
        ("Rhodesian officials met. Salisbury rejected the plan.", "Salisbury", "1974-05-01",
         "Zimbabwe", "actor"),
        ("Tel Aviv warned Damascus.", "Tel Aviv", None, "Israel", "actor"),
        ("Putrajaya summoned the envoy.", "Putrajaya", "2015-05-01", "Malaysia", "actor"),
        ("Talks were held in Lagos.", "Lagos", "1974-05-01", "Nigeria", "place"),
    ],
)  # fmt: skip
def test_a_seat_of_government_acts_in_its_years(text, words, day, name, usage):
    language, actors = Language(), Actors()
    document = actors(language.parse(Report(id="r", text_sha256="", published=day), text))
    mention = next(m for m in document.mentions if text[m.start : m.end] == words)
    assert (mention.actors[0].name, mention.usage) == (name, usage)


@pytest.fixture(scope="module")
def last():
    """Whom the last sentence's subject names, in a report of several."""
    language, actors = Language(), Actors()

    def run(text: str) -> Actor | None:
        document = actors(language.parse(Report(id="r", text_sha256=""), text))
        root = [s.root for s in document.doc.sents][-1]
        noun = next(t for t in root.children if t.dep_ in ("nsubj", "nsubjpass"))
        found = actors_of(document, noun)
        return found[0] if found else None

    return run


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The United States has ships off Yemen. The administration denied the claim.", "USA"),
        ("Oman has ships off Yemen. The administration denied the claim.", None),
        ("The United States left the treaty with Iran. Republican aides praised the step.", "USA"),
        ("The US House debated the treaty with Iran. Lawmakers rejected it.", "USA"),
        ("The United States spoke to Kenya. Several senators criticised the talks.", "USA"),
        ("Peru mourned. Peru closed its ports. Peru wept. The president rejected the plan.", "PER"),
        ("The State Department spoke to Kenya on Monday. The department denied a rift.", "USA"),
    ],
)
def test_offices_are_of_the_state_that_the_report_shows(last, text: str, code: str | None) -> None:
    actor = last(text)
    assert (actor.code if actor is not None and actor.code != "---" else None) == code
