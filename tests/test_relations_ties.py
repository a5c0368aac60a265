"""Ties: standing relations as reports state them, with direction and standing."""

from __future__ import annotations

import pytest

from dragoman.actors import Actors
from dragoman.document import Document
from dragoman.language import Language
from dragoman.records import Report
from dragoman.ties import Ties


@pytest.fixture(scope="module")
def read():
    language, actors, ties = Language(), Actors(), Ties()

    def run(text: str) -> Document:
        return ties(actors(language.parse(Report(id="r", text_sha256=""), text)))

    return run


@pytest.mark.parametrize(
    ("text", "tie"),
    [
        ("Germany is Hungary's biggest trading partner.", ("HUN", "DEU", "trade")),
        ("Uganda, Kenya's largest trading partner, raised taxes.", ("KEN", "UGA", "trade")),
        ("China accounts for a quarter of Chile's exports.", ("CHL", "CHN", "trade")),
        ("Egypt, a close American ally, signed.", ("EGY", "USA", "alliance")),
        ("Officials in Norway, a treaty ally of Canada, agreed.", ("NOR", "CAN", "alliance")),
        ("Russia remains Syria's main military backer.", ("RUS", "SYR", "patronage")),
        ("Iran-backed Houthi rebels fired a rocket.", ("IRN", "YEM", "patronage")),
        ("Morocco regards Western Sahara as part of its territory.",
         ("MAR", "ESH", "sovereignty claim")),
        ("Serbia, which considers Kosovo its own province, objected.",
         ("SRB", "KOS", "sovereignty claim")),
        ("France supplies India with fighter jets.", ("FRA", "IND", "arms")),
        ("Qatar is the largest supplier of gas to Poland.", ("QAT", "POL", "energy")),
        ("Germany relies on Norway for its gas.", ("NOR", "DEU", "energy")),
        ("French troops in Chad stayed in their camps.", ("FRA", "TCD", "troops")),
        ("Italy keeps 900 soldiers in Niger.", ("ITA", "NER", "troops")),
        ("Belarus is not a member of NATO.", ("BLR", "IGONAT", "no membership")),
        ("NATO member Turkey agreed.", ("TUR", "IGONAT", "membership")),
        ("Honduras has no diplomatic relations with Taiwan.",
         ("HND", "TWN", "no diplomatic relations")),
        ("Pakistan is no longer a US ally.", ("PAK", "USA", "former alliance")),
        ("Senegal, a former French colony, asked for help.", ("FRA", "SEN", "colonial past")),
        ("Cuba won independence from Spain in 1898.", ("ESP", "CUB", "colonial past")),
        ("India and Pakistan are bitter rivals.", ("IND", "PAK", "rivalry")),
        ("Kenya shares a border with Ethiopia.", ("KEN", "ETH", "border")),
        ("Sri Lanka owes China billions of dollars.", ("LKA", "CHN", "debt")),
        ("The mutual defense treaty between Japan and the Philippines holds.",
         ("JPN", "PHL", "alliance")),
    ],
)  # fmt: skip
def test_a_stated_relation_is_found_with_its_direction(read, text, tie):
    document = read(text)
    assert [(t.a, t.b, t.kind) for t in document.ties] == [tie]
    found = document.ties[0]
    content = found.evidence[0]
    assert " ".join(document.text[content.start : content.end].split()) == found.says


@pytest.mark.parametrize(
    "text",
    [
        "Japan would be an ally of France.",
        "Allies including Britain and France are angry.",
        "A party ally of the president of Kenya resigned.",
        "Kenya has a border dispute with Uganda.",
        "Kenya met Uganda and praised Rwanda.",
        "Russia and Iran are staunch allies of the rebels.",
        "Kenya leased its sovereignty to Uganda, said one critic.",
        "If Chile were a member of NATO, Peru would protest.",
        "The partner of the bakery in France is its neighbour.",
        "France provided India with weapons in 1962.",
    ],
)
def test_what_no_one_states_is_no_tie(read, text):
    assert read(text).ties == []


def test_a_relation_told_twice_is_one_tie_with_two_sentences(read):
    document = read("Egypt, a close US ally, signed. Egypt is a US ally, officials repeated.")
    (tie,) = document.ties
    assert sum(e.role == "content" for e in tie.evidence) == 2


def test_offsets_hold_in_a_text_with_curly_quotes(read):
    document = read("“We know,” he said. China is Iran’s biggest trading partner.")
    (tie,) = document.ties
    assert tie.says == "China is Iran’s biggest trading partner"
