"""Issues: the book marks what a sentence is about, and new ones are proposed with care."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dragoman.document import Document
from dragoman.issues import Issues, issue_book, issue_name, mark
from dragoman.language import Language
from dragoman.records import Actor, Event, Evidence, Report, Statement


@pytest.fixture(scope="module")
def language() -> Language:
    return Language()


def read(language: Language, text: str) -> Document:
    return language.parse(Report(id="r", text_sha256=""), text)


def actor(document: Document, words: str, code: str, name: str | None = None) -> Actor:
    start = document.text.index(words)
    return Actor(text=words, start=start, end=start + len(words), name=name or words, code=code)


def event(document: Document, trigger: str, *, actors=(), recipients=()) -> Event:
    start = document.text.index(trigger)
    evidence = (Evidence(start=start, end=start + len(trigger), role="trigger"),)
    return Event(
        id=f"e{start}", report="r", type="ACCUSE", quad=3, status="actual",
        actors=tuple(actors), recipients=tuple(recipients), evidence=evidence,
    )  # fmt: skip


def statement(document: Document, speaker: Actor, content: str) -> Statement:
    start = document.text.index(content)
    spans = (Evidence(start=start, end=start + len(content), role="content"),)
    return Statement(
        id=f"s{start}", report="r", speaker=speaker, cue="said", kind="indirect", content=spans
    )


@pytest.mark.parametrize(
    ("sentence", "issues"),
    [
        ("Manila accused a Chinese ship of ramming its boat near Scarborough Shoal.",
         {"south-china-sea"}),
        ("Tehran agreed to cap its enrichment of uranium.", {"iran-nuclear"}),
        ("Pyongyang fired two ballistic missiles into the sea.", {"north-korea-weapons"}),
        ("India fired a ballistic missile in a test.", {"missiles"}),
        ("The rig stands in waters that both claim.", {"maritime-structures"}),
        ("Ottawa lifted its import ban on beef.", {"tariffs"}),
        ("Warsaw bought Patriot batteries.", {"missile-defence"}),
        ("Officials from Cairo warned that the Renaissance Dam threatens farms.", {"nile-dam"}),
        ("The minister denied a ban on foreign films.", {"culture"}),
        ("They asked for an apology for forced labor in the mines.", {"colonial-history"}),
        ("Asylum seekers were turned back at the frontier.", {"migration"}),
        ("The prime minister opened a bakery.", set()),
        ("It aids the poor and acts as a who's who of the town.", set()),
        ("The software piracy case was closed.", set()),
    ],
)  # fmt: skip
def test_words_mark_the_issue(sentence, issues):
    assert set(mark(sentence)) == issues


def test_only_the_given_words_are_read():
    text = "Oslo raised tariffs. Kashmir is quiet."
    assert mark(text, 0, 20) == ("tariffs",)


def test_every_entry_of_the_book_has_a_name_and_known_parents():
    from dragoman.issues import issue_book

    entries = issue_book().entries
    assert len(entries) >= 80
    for entry in entries.values():
        assert issue_name(entry.id) == entry.name
        assert set(entry.parents) <= entries.keys()


def test_an_event_takes_the_issue_of_its_own_clause(language):
    document = read(
        language,
        "Norway criticised the whaling of Iceland, and Sweden praised Denmark for its new tariffs.",
    )
    document.events = [event(document, "criticised"), event(document, "praised")]
    Issues()(document)
    assert [e.issues for e in document.events] == [("fishing",), ("tariffs",)]


def test_a_name_behind_a_pronoun_counts(language):
    document = read(language, "Washington provides it with radar.")
    it = actor(document, "it", "TWN", name="Taiwan")
    document.events = [event(document, "provides", recipients=[it])]
    Issues()(document)
    assert document.events[0].issues == ("taiwan",)


def test_a_statement_is_about_what_was_said(language):
    document = read(language, "Visiting Gaza, the envoy said that grain exports would resume.")
    envoy = actor(document, "the envoy", "EGY")
    document.statements = [statement(document, envoy, "grain exports would resume")]
    Issues()(document)
    assert document.statements[0].issues == ("food",)


SALT = (
    "Chad says the salt caravans may pass. Niger wants the salt caravans stopped."
    " A good meeting was held. Chad praised the good meeting."
)


def test_a_topic_of_two_sides_that_the_book_lacks_is_proposed(language):
    document = read(language, SALT)
    chad, niger = actor(document, "Chad", "TCD"), actor(document, "Niger", "NER")
    document.statements = [statement(document, chad, "the salt caravans may pass")]
    document.events = [event(document, "wants", actors=[niger])]
    Issues()(document)
    assert document.statements[0].issues == ("new:salt-caravans",)
    assert document.events[0].issues == ("new:salt-caravans",)
    assert issue_name("new:salt-caravans") == "salt caravans"


def test_a_topic_of_one_side_alone_is_not_proposed(language):
    document = read(language, SALT)
    chad = actor(document, "Chad", "TCD")
    document.statements = [statement(document, chad, "the salt caravans may pass")]
    Issues()(document)
    assert document.statements[0].issues == ()


def test_no_phrase_of_the_book_is_passed_over() -> None:
    book = issue_book()
    text = " ".join(p.read_text("utf-8") for p in sorted(Path("examples").rglob("*.txt")))
    text += " G7, G-7 and the G 7's TARIFF; tariffs' anti-tariff U.S. re-arms rearming?"
    every = [phrase for among in book._by_key.values() for phrase in among]
    starts = [m.start() for m in re.finditer(r"(?<!\w)\w", text)]
    quick = {
        (at, phrase.issue, phrase.part, phrase.pattern.pattern)
        for at, phrases in book._phrases_at(text)
        for phrase in phrases
        if phrase.pattern.match(text, at)
    }
    slow = {
        (at, phrase.issue, phrase.part, phrase.pattern.pattern)
        for at in starts
        for phrase in every
        if phrase.pattern.match(text, at)
    }
    assert len(slow) > 100
    assert quick == slow
