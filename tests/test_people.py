"""Office-holders: the publication day chooses, the report's own words win."""

from __future__ import annotations

from itertools import pairwise

import pytest

from dragoman.actors import Actors, mention_of
from dragoman.codebooks import read_table
from dragoman.language import Language
from dragoman.records import Actor, Report


@pytest.fixture(scope="module")
def who():
    language, actors = Language(), Actors()

    def run(text: str, words: str, published: str | None = None) -> Actor | None:
        report = Report(id="r", text_sha256="", published=published)
        document = actors(language.parse(report, text))
        end = text.index(words) + len(words)
        token = next(t for t in document.doc if t.idx + len(t) >= end)
        mention = mention_of(document, token)
        return mention.actors[0] if mention is not None else None

    return run


@pytest.mark.parametrize(
    ("text", "words", "day", "name", "country"),
    [
        ("President Carter spoke on Monday.", "President Carter", "1979-03-05", "Jimmy Carter",
         "USA"),
        ("President Bush spoke on Monday.", "President Bush", "1990-05-01", "George H.W. Bush",
         "USA"),
        ("President Bush spoke on Monday.", "President Bush", "2005-05-01", "George W. Bush",
         "USA"),
        ("Foreign Minister Gromyko left for Cairo.", "Minister Gromyko", "1975-02-01",
         "Andrei Gromyko", "RUS"),
        ("Prime Minister Thatcher flew to Cairo.", "Minister Thatcher", "1984-02-01",
         "Margaret Thatcher", "GBR"),
        ("Premier Zhou received the guests.", "Premier Zhou", "1972-02-01", "Zhou Enlai", "CHN"),
        ("Former President Carter flew to Khartoum.", "President Carter", "1995-03-05",
         "Jimmy Carter", "USA"),
        ("French President Mitterrand spoke.", "President Mitterrand", "1985-03-05",
         "Francois Mitterrand", "FRA"),
        ("President François Mitterrand spoke.", "Mitterrand", "1985-03-05",
         "Francois Mitterrand", "FRA"),
        ("Foreign Minister Chiao Kuan-hua spoke.", "Kuan-hua", "1975-03-05", "Qiao Guanhua",
         "CHN"),
        ("Yasir Arafat spoke on Monday.", "Arafat", "1975-03-05", "Yasser Arafat", "PSE"),
        ("President Kaunda spoke in Lusaka.", "President Kaunda", "1976-03-05",
         "Kenneth Kaunda", "ZMB"),
        ("Prime Minister Gandhi arrived on Monday.", "Minister Gandhi", "1987-03-05",
         "Rajiv Gandhi", "IND"),
        ("Prime Minister Gandhi arrived on Monday.", "Minister Gandhi", "1973-03-05",
         "Indira Gandhi", "IND"),
        ("British officials met in Oslo. Thatcher said she would not go.", "Thatcher",
         "1984-02-01", "Margaret Thatcher", "GBR"),
        ("Prime Minister Botha spoke in Pretoria.", "Minister Botha", "1981-02-01", "P.W. Botha",
         "ZAF"),
        ("Foreign Minister Botha spoke in Pretoria.", "Minister Botha", "1988-02-01", "Pik Botha",
         "ZAF"),
    ],
)  # fmt: skip
def test_the_day_chooses_the_holder(who, text, words, day, name, country):
    actor = who(text, words, day)
    assert (actor.name, actor.country) == (name, country)


@pytest.mark.parametrize(
    ("text", "words", "day"),
    [
        ("President Bush spoke on Monday.", "President Bush", None),
        ("President Carter spoke on Monday.", "President Carter", None),
        ("Prime Minister Gandhi arrived on Monday.", "Minister Gandhi", None),
        ("President Carter spoke on Monday.", "President Carter", "1996-03-05"),
        ("President Kaunda spoke on Monday.", "President Kaunda", "2012-03-05"),
    ],
)
def test_no_day_or_no_holder_gives_no_person_of_the_table(who, text, words, day):
    actor = who(text, words, day)
    assert actor.name in ("Bush", "Carter", "Gandhi", "Kaunda")
    assert actor.country is None


def test_the_reports_own_words_win_over_the_table(who):
    text = "Peruvian President Jimmy Carter spoke in Lima on Monday."
    assert who(text, "Jimmy Carter", "1979-03-05").country == "PER"
    text = "Former president Jimmy Carter spoke on Monday."
    assert who(text, "Jimmy Carter", "1979-03-05").role == "Former president"


def test_an_office_that_is_over_is_called_former(who):
    assert who("Kenneth Kaunda spoke on Monday.", "Kaunda", "1999-03-05").role == "former President"
    assert who("Kenneth Kaunda spoke on Monday.", "Kaunda", "1985-03-05").role == "President"
    assert who("Kenneth Kaunda spoke on Monday.", "Kaunda").role is None


def test_a_bare_surname_needs_its_state_in_the_report(who):
    text = "The committee met in {}. Schmidt said the plan would work."
    assert who(text.format("Oslo"), "Schmidt", "1978-02-01") is None
    assert who(text.format("Bonn, West Germany"), "Schmidt", "1978-02-01").country == "DEU"


def test_the_table_of_people_is_dated_and_has_no_two_presidents_at_once():
    rows = read_table("people")
    assert {row["source"] for row in rows} == {"offices", "news"}
    for row in rows:
        if row["from"] and row["to"]:
            assert row["from"] <= row["to"], row
    for office in ("Chancellor", "Emir", "Secretary of State"):
        for country in {row["country"] for row in rows}:
            held = sorted(
                (row["from"], row["to"] or "9999", row["name"])
                for row in rows
                if (row["role"], row["country"]) == (office, country) and row["from"]
            )
            for earlier, later in pairwise(held):
                assert earlier[1] <= later[0] or earlier[2] == later[2], (earlier, later)


def test_of_two_kings_of_a_name_the_one_of_the_reports_state(who):
    text = "{} officials were received on Monday. King Abdullah thanked them."
    for nation, name in (("Jordanian", "King Abdullah II"), ("Saudi", "King Abdullah")):
        assert who(text.format(nation), "King Abdullah", "2013-03-05").name == name
    assert who("King Abdullah left on Monday.", "King Abdullah", "2013-03-05").country is None


def test_a_person_before_the_office_is_of_that_state_already(who) -> None:
    text = "Donald Trump criticised Mexico on Monday."
    actor = who(text, "Donald Trump", "2015-08-28")
    assert actor is not None
    assert (actor.code, actor.sectors, actor.role) == ("USA", (), None)


def test_the_president_may_be_one_whose_office_only_the_book_tells(who) -> None:
    text = (
        "Trump met Vladimir Putin in Helsinki. Trump left. The president later praised the talks."
    )
    actor = who(text, "The president", "2018-07-17")
    assert actor is not None
    assert actor.code == "USA"
