"""Which place of a name a report means, and where it lies."""

from __future__ import annotations

import pytest

from dragoman.actors import Actors, mention_of
from dragoman.codebooks import read_table
from dragoman.codebooks.gazetteer import Town, load_gazetteer, meant
from dragoman.codebooks.places import coordinates
from dragoman.language import Language
from dragoman.records import Report


@pytest.fixture(scope="module")
def country():
    language, actors = Language(), Actors()

    def run(text: str, words: str) -> str | None:
        document = actors(language.parse(Report(id="r", text_sha256=""), text))
        end = text.index(words) + len(words)
        token = next(t for t in document.doc if t.idx + len(t) >= end)
        mention = mention_of(document, token)
        return mention.actors[0].country if mention is not None else None

    return run


@pytest.mark.parametrize(
    ("text", "words", "code"),
    [
        ("A bus overturned in Pandi, Bulacan, on Sunday.", "Pandi", "PHL"),
        ("Philippine troops searched farms in Talavera.", "Talavera", "PHL"),
        ("A fire broke out in Paris, Texas, on Monday. Nobody in Paris died.", "Nobody in Paris",
         "USA"),
        ("The mayor of Athens, Ga., spoke on Monday.", "Athens", "USA"),
        ("Rivals met in Athens on Monday.", "Athens", "GRC"),
        ("Ontario's premier spoke in London, Ontario, on Monday.", "London", "CAN"),
        ("The envoy flew from London to Cairo.", "London", "GBR"),
        ("Storms hit New Mexico and British Columbia.", "New Mexico", "USA"),
        ("Canadian officials met in British Columbia.", "British Columbia", "CAN"),
    ],
)  # fmt: skip
def test_country_of_a_town(country, text, words, code):
    assert country(text, words) == code


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Jane Lancaster spoke on Monday.", "Lancaster"),
        ("Mr. Warden said so on Monday.", "Warden"),
        ("The talks in Qarazburg went on.", "Qarazburg"),
    ],
)
def test_a_name_without_a_sign_is_no_town(country, text, words):
    assert country(text, words) in (None, "---")


def test_towns_of_one_name_stay_unknown_without_a_sign_which():
    towns = [
        Town("Santa Rosa", "PHL", "", "town", (14.3, 121.1), 414),
        Town("Santa Rosa", "USA", "CA", "town", (38.4, -122.7), 178),
    ]
    assert meant(towns, {}, sure=True) is None
    there = meant(towns, {"USA": 2}, sure=True)
    assert there is not None
    assert there.country == "USA"


def test_coordinates_of_a_small_town_and_of_the_larger_of_two():
    at = coordinates("Kherson", "UKR")
    assert at is not None
    assert abs(at[0] - 46.6) < 0.2
    virginia = coordinates("Alexandria", "USA")
    assert virginia is not None
    assert abs(virginia[0] - 38.8) < 0.1
    assert coordinates("Pandi", "USA") is None


def test_every_place_of_the_gazetteer_is_on_the_globe_and_in_a_known_state():
    states = {row["code"] for row in read_table("countries")}
    assert {row["country"] for row in read_table("gazetteer")} <= states
    for row in read_table("gazetteer"):
        assert -90 <= float(row["latitude"]) <= 90
        assert -180 <= float(row["longitude"]) <= 180
    assert load_gazetteer().named("Pandi")


def test_the_state_of_an_unknown_town_is_a_place():
    language, actors = Language(), Actors()
    text = "Protesters met in Qarazburg, Malaysia, on Monday."
    document = actors(language.parse(Report(id="r", text_sha256=""), text))
    found = {text[m.start : m.end]: m.usage for m in document.mentions}
    assert found["Malaysia"] == "place"


def test_an_events_place_has_the_coordinates_of_a_small_town(read_text):
    reading = read_text("Kenyan and Somali officials held talks in Garissa on Monday.")
    places = [event.place for event in reading.events if event.place is not None]
    assert [(place.name, place.country) for place in places] == [("Garissa", "KEN")]
    assert places[0].latitude is not None
    assert abs(places[0].latitude + 0.45) < 0.1
