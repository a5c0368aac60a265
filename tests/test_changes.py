"""Words of change: which are found, of which act or stance, and what records then carry."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.changes import Changes, find_changes
from dragoman.changes.book import change_words
from dragoman.codebooks import OVERRIDE_VARIABLE
from dragoman.errors import DragomanError
from dragoman.language import Language
from dragoman.pipeline import Reader
from dragoman.records import Reading, Report


@pytest.fixture(scope="module")
def language() -> Language:
    return Language()


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def told(language: Language, text: str) -> list[tuple[str, str]]:
    doc = language.parse(Report(id="r", text_sha256=""), text).doc
    return [(f.kind, " ".join(doc[i].text for i in f.words)) for f in find_changes(doc)]


def acts(language: Language, text: str) -> set[str]:
    doc = language.parse(Report(id="r", text_sha256=""), text).doc
    return {doc[i].text for f in find_changes(doc) for i in f.own}


def read(reader: Reader, text: str) -> Reading:
    return reader.read(Report(id="r", text_sha256="", published="2026-01-08"), text)


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Chile continues to respect the treaty of 1904.", "holds", "continues"),
        ("Norway remains committed to the whaling ban.", "holds", "remains committed"),
        ("Chad still opposes the pipeline.", "holds", "still"),
        ("Ghana has not changed its position on cocoa.", "holds", "not changed"),
        ("Malta refused to back down over the islet.", "holds", "refused back down"),
        ("Peru has long denounced the fishing fleets.", "holds", "long"),
        ("Laos reaffirmed its support for the dam.", "repeated", "reaffirmed"),
        ("Kenya once again accused Sudan of smuggling.", "repeated", "once again"),
        ("Oman resumed its talks with Yemen.", "repeated", "resumed"),
        ("Japan criticised Nauru for the first time.", "first", "for the first time"),
        ("Fiji imposed unprecedented sanctions on Tonga.", "first", "unprecedented"),
        ("Cuba no longer supports the rebels of Haiti.", "changed", "no longer"),
        ("Togo dropped its demand for an apology.", "changed", "dropped"),
        ("The minister walked her remarks back.", "changed", "walked back"),
        ("In a U-turn, Greece approved the loan.", "changed", "U turn"),
        ("Mali suspended its aid to Niger.", "ended", "suspended"),
        ("Bolivia withdrew from the treaty.", "ended", "withdrew"),
        ("Ireland called off the summit with Iceland.", "ended", "called off"),
    ],
)
def test_words_tell_a_change(language: Language, text: str, kind: str, words: str) -> None:
    assert told(language, text) == [(kind, words)]


@pytest.mark.parametrize(
    "text",
    [
        "Still, Kenya sent an envoy to Sudan.",  # leads over
        "Kenya urged Sudan to abandon its claim.",  # asked for
        "If Kenya suspends its aid, Sudan will starve.",  # supposed
        "Kenya may reverse its decision on tariffs.",
        "Would Kenya drop its demand for an apology?",
        "Kenya dropped leaflets over Sudan.",  # no stance is dropped
        "The talks ended on Friday in Nairobi.",
        "Kenya planned a first-strike attack.",  # a part of a longer word
        "Kenya accused Sudan of smuggling.",
    ],
)
def test_other_uses_tell_none(language: Language, text: str) -> None:
    assert told(language, text) == []


def test_words_belong_to_their_own_clause(language: Language) -> None:
    text = "Otieno again met Garang, who no longer leads Sudan."
    doc = language.parse(Report(id="r", text_sha256=""), text).doc
    own = {f.kind: {doc[i].text for i in f.own} for f in find_changes(doc)}
    assert own == {"repeated": {"met"}, "changed": {"leads"}}


def test_what_is_governed_is_meant_too(language: Language) -> None:
    assert {"continues", "respect"} <= acts(language, "Chile continues to respect the treaty.")
    assert "support" in acts(language, "Laos reaffirmed its support for the dam.")
    assert "dam" not in acts(language, "Laos reaffirmed its support for the dam.")


def test_an_event_carries_the_change_with_its_words(reader: Reader) -> None:
    text = "Kenya accused Sudan of fraud. Kenya again accused Sudan of theft."
    first, second = [e for e in read(reader, text).events if e.type == "ACCUSE"]
    assert first.change is None  # nothing is told: unknown, and not "new"
    assert second.change is not None
    assert second.change.kind == "repeated"
    spans = second.change.evidence
    assert [text[s.start : s.end] for s in spans] == [second.change.text] == ["again"]
    assert {s.role for s in spans} == {"change"}


def test_again_of_a_meeting_is_not_again_of_what_was_condemned(reader: Reader) -> None:
    text = "Kenya again condemned the attack of Sudan on Chad."
    changes = {e.type: e.change and e.change.kind for e in read(reader, text).events}
    assert changes["ACCUSE"] == "repeated"
    assert changes.get("ASSAULT") is None


def test_a_statement_carries_the_change_of_its_cue(reader: Reader) -> None:
    text = "Kenya reiterated that the border is open. Sudan said that the border is shut."
    kenya, sudan = read(reader, text).statements
    assert kenya.change is not None
    assert kenya.change.kind == "repeated"
    assert sudan.change is None


def test_a_statement_carries_what_the_speaker_says_of_itself_only(reader: Reader) -> None:
    own = read(reader, "Kenya said it no longer supports the plan for the lake.")
    other = read(reader, "Kenya said Sudan no longer supports the plan for the lake.")
    assert [s.change and s.change.kind for s in own.statements] == ["changed"]
    assert [s.change for s in other.statements] == [None]


def test_a_user_adds_words(
    language: Language, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "Kenya recanted its claim to the lake."
    assert told(language, text) == []
    table = tmp_path / "change_words.tsv"
    table.write_text("entry\twords\tpos\tchange\nrecant:verb\trecant\tverb\tchanged\n")
    monkeypatch.setenv(OVERRIDE_VARIABLE, str(tmp_path))
    change_words.cache_clear()
    try:
        assert told(language, text) == [("changed", "recanted")]
        table.write_text("entry\twords\tpos\tchange\nrecant:verb\trecant\tverb\tsulks\n")
        change_words.cache_clear()
        with pytest.raises(DragomanError, match="recant:verb"):
            told(language, text)
    finally:
        monkeypatch.undo()
        change_words.cache_clear()


def test_the_stage_fills_only_what_it_says() -> None:
    assert Changes.writes == frozenset({"events", "statements"})
