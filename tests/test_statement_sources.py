"""Who speaks, of what kind, of which state, through whom, and how sure the report is."""

from __future__ import annotations

import pytest

from dragoman.actors import Actors
from dragoman.document import Document
from dragoman.language import Language
from dragoman.pipeline import Reader
from dragoman.records import Event, Report, Source, SourceKind, Statement
from dragoman.source_kinds import MEDIA, TRAITS
from dragoman.statements import Statements
from dragoman.times import Times


def read(text: str) -> Document:
    document = Language().parse(Report(id="r1", text_sha256=""), text)
    for stage in (Actors(), Times(), Statements()):
        document = stage(document)
    return document


def last(text: str) -> Statement:
    statements = read(text).statements
    assert statements, text
    return statements[-1]


def names(chain: tuple[Source, ...]) -> list[str]:
    return [link.name for link in chain]


def told(text: str, of: str) -> Event:
    """The event whose trigger is the word ``of``."""
    reading = Reader().read(Report(id="r1", text_sha256=""), text)
    start = text.index(of)
    for event in reading.events:
        spots = [e for e in event.evidence if e.role == "trigger"]
        if any(e.start <= start < e.end for e in spots):
            return event
    raise AssertionError((of, [e.evidence for e in reading.events]))


KINDS: list[tuple[str, SourceKind]] = [
    ("Officials said the dam was safe.", "official"),
    ("A harbour official, who asked not to be named, said the dam was safe.", "anonymous"),
    ("Officials familiar with the plan said the dam was safe.", "anonymous"),
    ("Two officials said the dam was safe.", "anonymous"),
    ("Government sources said the dam was safe.", "anonymous"),
    ("Former diplomats said the dam was safe.", "expert"),
    ("Senior aides said the dam was safe.", "official"),
    ("The rebels said the dam was theirs.", "organisation"),
    ("Clean-water advocates said the dam was unsafe.", "organisation"),
    ("A leading Republican in the United States said the dam was safe.", "official"),
    ("Mary Roe, a former Norwegian ambassador to Peru, said the dam was safe.", "expert"),
    ("Rep. Mary Roe, a former mayor, said the United States must help.", "official"),
    ("Mary Roe, a senior fellow and director at the Harbour Institute, said it held.", "expert"),
    ("Mary Roe, director of Harbour Aid, said the dam was unsafe.", "organisation"),
    ("Mary Roe, a ministry spokeswoman, said the dam was safe.", "spokesperson"),
    ("The BBC's Mary Roe said the dam was safe.", "broadcaster"),
    ("CNN correspondent Mary Roe said the dam was safe.", "broadcaster"),
    ("The Harbour Times-News said the dam was safe.", "newspaper"),
    ("The draft says the dam is safe.", "document"),
    ("Mary Roe, who lives by the river, said the dam was safe.", "person"),
]


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_kind_of_a_source(text: str, kind: SourceKind) -> None:
    statement = last(text)
    assert statement.attribution[0].kind == kind, statement.attribution[0]


def test_what_a_report_says_of_a_speaker_once_holds_for_all_it_says() -> None:
    document = read(
        "Mary Roe, an analyst at the Harbour Institute, said the dam was safe.\n\n"
        'The river rose in May. "It will hold," Ms. Roe added.'
    )
    assert [s.attribution[0].kind for s in document.statements] == ["expert", "expert"]


def test_the_one_not_to_be_named_stays_so() -> None:
    document = read(
        "A Kenyan official, who spoke on condition of anonymity, said the dam was safe. "
        "The river rose in May. The official said the herders would get land."
    )
    assert [s.attribution[0].kind for s in document.statements] == ["anonymous", "anonymous"]


def test_every_kind_has_its_traits() -> None:
    assert {"agency", "broadcaster", "newspaper"} == MEDIA
    assert all(TRAITS[kind].joins and TRAITS[kind].passes for kind in MEDIA)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("In the United States, a congressional aide said the vote was near.", "USA"),
        ("Mary Roe, Republican of Ohio, said the United States must help.", "USA"),
        ("Mary Roe (R-Ohio) said the vote was near.", "USA"),
        ("A Tory backbencher said the vote was near.", "GBR"),
        ("A State Department memo said the port was closed.", "USA"),
        ("Kenya closed the port. Kenya sent troops, and Kenyan ships left. "
         "Officials said the port was safe.", "KEN"),
        ("Kenya closed the port. Norway sent ships. Peru sent food, and Chad sent tents. "
         "Officials said the port was safe.", "---"),
        ("Kenya closed the port. Kenya sent troops, and Kenyan ships left. "
         "Sources said the port was safe.", "---"),
        ("Kenya closed the port. Kenya sent troops, and Kenyan ships left. "
         "Mary Roe, a baker, said the port was safe.", "---"),
        ("Rights advocates said the port was unsafe.", "NGO"),
    ],
)  # fmt: skip
def test_state_of_a_speaker_and_where_none_is_shown(text: str, code: str) -> None:
    statement = last(text)
    assert statement.speaker.code == code
    assert statement.attribution[0].code == code


def test_the_record_says_what_showed_the_state() -> None:
    statement = last("In the United States, a congressional aide said the vote was near.")
    assert statement.speaker.how.endswith("country: its own words")


# Through whom, and to whom


@pytest.mark.parametrize(
    ("text", "through", "to"),
    [
        ("Mary Roe told reporters that the dam was safe.", [], "reporters"),
        ("Mary Roe told CNN that the dam was safe.", ["CNN"], None),
        ("Mary Roe told state television that the dam was safe.", ["state television"], None),
        ('"The dam is safe," Mary Roe said on NBC.', ["NBC"], None),
        ("Reuters reported that the dam was safe, citing two officials.", ["Reuters"], None),
        ("The paper quoted a source as saying the dam was safe.", ["The paper"], None),
    ],
)
def test_an_outlet_is_no_addressee(text: str, through: list[str], to: str | None) -> None:
    statement = last(text)
    assert [n.lower() for n in names(statement.attribution[1:])] == [n.lower() for n in through]
    assert (statement.addressee.name if statement.addressee else None) == to


def test_a_chain_of_speakers_has_each_link() -> None:
    text = "Mary Roe said that the mayor had told farmers the dam would burst."
    inner = next(s for s in read(text).statements if "mayor" in s.speaker.name.lower())
    assert names(inner.attribution)[1:] == ["Mary Roe"]
    assert inner.addressee is not None
    assert inner.addressee.name == "farmers"


# How sure


@pytest.mark.parametrize(
    ("text", "hedges"),
    [
        ("The minister claimed the dam was safe.", ("claimed",)),
        ("The minister said the dam was safe.", ()),
        ("The minister reportedly said the dam was safe.", ("reportedly",)),
        ("According to unconfirmed reports, the dam has burst.", ("unconfirmed",)),
        ("An aide, who spoke on condition of anonymity, said the dam was safe.",
         ("on condition of anonymity",)),
        ("The rebels said they had taken the dam. The claim could not be independently verified.",
         ("could not be independently verified",)),
        ("The rebels said the mayor had allegedly fled.", ()),
    ],
)  # fmt: skip
def test_hedges_are_the_reports_own_words(text: str, hedges: tuple[str, ...]) -> None:
    link = last(text).attribution[0]
    assert link.hedges == hedges
    assert all(words in text for words in link.hedges)


# Events that only a chain tells


def test_an_event_told_through_a_chain_carries_it_with_its_hedges() -> None:
    event = told(
        "Reuters reported that Kenya's army claimed Ethiopia attacked the port.", "attacked"
    )
    assert names(event.attribution)[-1] == "Reuters"
    assert len(event.attribution) == 2
    assert event.attribution[0].hedges == ("claimed",)


def test_an_event_in_a_quotation_that_goes_on_carries_its_speaker() -> None:
    text = (
        'Kenyan President Mary Roe said on Monday: "We are a patient people. '
        'Ethiopia attacked the port on Sunday."'
    )
    assert names(told(text, "attacked").attribution) == ["Mary Roe"]


def test_what_a_ministry_adds_is_told_by_it() -> None:
    text = (
        "According to Kenya's foreign ministry, Ethiopia closed the border on Monday. "
        "It added that Ethiopian troops attacked the port."
    )
    first, second = told(text, "closed"), told(text, "attacked")
    assert first.attribution
    assert names(first.attribution) == names(second.attribution)


def test_an_event_that_the_report_tells_itself_has_no_chain() -> None:
    text = "Ethiopia attacked the port on Sunday. Kenya said it would answer."
    assert told(text, "attacked").attribution == ()
