"""Headlines read as plain English and say no more than the record."""

import pytest

from dragoman.codebooks.books import read_book
from dragoman.records import Actor, Event, Evidence, Place
from dragoman.relations.phrases import headline, trigger_words, verb_phrase


def actor(name: str, code: str, role: str | None = None) -> Actor:
    return Actor(text=name, start=0, end=len(name), name=name, code=code, role=role)


KENYA = actor("Kenya", "KEN")
SOMALIA = actor("Somalia", "SOM")
RUTO = actor("William Ruto", "KEN", "President")
MOHAMUD = actor("Hassan Sheikh Mohamud", "SOM", "President")
BARRE = actor("Hamza Barre", "SOM", "Prime Minister")


MOGADISHU = Place(name="Mogadishu", country="SOM")
OSLO = Place(name="Oslo", country="NOR")


def event(type_: str, actors=(), recipients=(), status="actual", **more) -> Event:
    return Event(
        id="e", report="r", type=type_, quad=1, actors=tuple(actors),
        recipients=tuple(recipients), status=status, **more,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("record", "line"),
    [
        (event("CONSULT", [RUTO], [MOHAMUD], mode="visit"),
         "William Ruto (KEN) meets Hassan Sheikh Mohamud (SOM)"),
        (event("CONSULT", [RUTO], [MOHAMUD, BARRE], "planned", mode="visit"),
         "William Ruto (KEN) is to meet Hassan Sheikh Mohamud and Hamza Barre (SOM)"),
        (event("CONSULT", [RUTO], [SOMALIA], mode="visit", place=MOGADISHU),
         "William Ruto (KEN) visits Mogadishu, Somalia"),
        (event("CONSULT", [KENYA], [SOMALIA], mode="visit", place=OSLO),
         "Kenya meets Somalia in Oslo"),
        (event("ASSAULT", [KENYA], [SOMALIA], "possible"), "Kenya may attack Somalia"),
        (event("ASSAULT", [KENYA], [SOMALIA], "negated"), "Kenya does not attack Somalia"),
        (event("ASSAULT", [KENYA], [SOMALIA], alleged=True), "Kenya allegedly attacks Somalia"),
        (event("AGREE", [KENYA, SOMALIA]), "Kenya and Somalia agree"),
        (event("AGREE", [KENYA, SOMALIA], status="negated"), "Kenya and Somalia do not agree"),
        (event("ACCUSE", [], [SOMALIA], mode="disapprove"), "Somalia is criticised"),
        (event("MOBILIZE", [], [], "planned", mode="troops"),
         "An unnamed actor is to mobilise troops"),
        (event("AID", [KENYA], [SOMALIA], contexts=("military",)), "Kenya aids Somalia (military)"),
    ],
)  # fmt: skip
def test_headline_tells_who_what_whom_and_whether(record, line, monkeypatch):
    names = {"KEN": "Kenya", "SOM": "Somalia"}
    monkeypatch.setattr("dragoman.relations.names._names", lambda: names)
    assert headline(record) == line


def test_words_of_the_report_are_quoted():
    record = event(
        "ASSAULT", [KENYA], [SOMALIA], evidence=(Evidence(start=6, end=13, role="trigger"),)
    )
    text = "Kenya shelled Somalia."
    assert trigger_words(record, text) == "shelled"
    assert headline(record, "shelled").endswith(": “shelled”")


def test_every_type_of_the_book_reads_as_a_sentence():
    for type_, modes in read_book("phrases").items():
        if type_ in ("irregular", "words", "speech"):
            continue
        for mode, forms in modes.items():
            assert "{r}" in forms["to"], (type_, mode)
            for status in ("actual", "planned", "possible", "negated"):
                line = headline(event(type_, [KENYA], [SOMALIA], status, mode=mode))
                assert "Kenya" in line
                assert "Somalia" in line
                assert "{" not in line
            assert verb_phrase(type_, mode)


def test_a_type_unknown_to_the_book_is_named_and_not_guessed():
    assert headline(event("BARTER", [KENYA], [SOMALIA])).startswith("Kenya")
    assert "barter" in headline(event("BARTER", [KENYA], [SOMALIA]))


def test_the_reports_own_word_chooses_a_nearer_verb():
    launch = event("MOBILIZE", [KENYA], mode="weapons")
    assert headline(launch) == "Kenya deploys or launches weapons"
    assert headline(launch, trigger="test-firing") == "Kenya tests weapons"
    told = event("CONSULT", [RUTO], [MOHAMUD], "planned")
    assert headline(told, trigger="meetings") == (
        "William Ruto (KEN) is to meet Hassan Sheikh Mohamud (SOM)"
    )
    assert headline(event("SANCTION", [], [RUTO]), trigger="was impeached").endswith("impeached")


def test_every_nearer_verb_of_the_book_is_whole():
    for type_, modes in read_book("phrases").items():
        for mode, forms in modes.items() if type_ not in ("irregular", "words", "speech") else ():
            for beginning, phrases in forms.get("verbs", {}).items():
                assert len(phrases) == 3, (type_, mode, beginning)
                assert "{r}" in phrases[0]
                assert "{r}" not in phrases[1] + phrases[2]
