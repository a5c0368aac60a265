"""Corrections: merges joined, split, pinned and undone by hand, and kept through re-reading."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from archive_writer import OTHER, RUN
from dragoman.archive import Archive
from dragoman.archive.corrections import add_correction, undo_correction
from dragoman.cli import commands  # noqa: F401 - registers the commands
from dragoman.cli.app import app
from dragoman.corrections import anchor_of, correction, find
from dragoman.errors import DragomanError
from dragoman.ids import text_hash
from dragoman.records import Reading
from dragoman.storing import correct, read_corrections, take_corrections, tell_stories, undo, untold
from reading_fixtures import Draft

FIRST = (
    "Kenya's envoy Amina Otieno met Sudan's envoy Hassan Bakri in Juba on Monday over cattle "
    "raids along the Ilemi border. Kenya accused Sudan of arming herders."
)
SECOND = (
    "Amina Otieno of Kenya met Hassan Bakri of Sudan in Juba on Monday about cattle raids on the "
    "Ilemi border. Kenya accused Sudan of arming herders near Ilemi."
)
THIRD = "Norway launched a weather satellite from Andoya, and the rocket fell into the sea."


def reading(text: str, source: str, *, moved: str = "") -> Reading:
    draft = Draft(moved + text, source=source, published="2026-02-03")
    draft.id = f"rep_{source}"
    if "Kenya" in text:
        kenya = draft.actor("Kenya", code="KEN")
        sudan = draft.actor("Sudan", code="SDN")
        draft.actor("Amina Otieno", code="KEN")
        draft.event("CONSULT", "met", actors=[kenya], recipients=[sudan])
        draft.event("ACCUSE", "accused", actors=[kenya], recipients=[sudan])
    else:
        draft.event("COOPERATE", "launched", actors=[draft.actor("Norway", code="NOR")])
    return draft.reading()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "news.duckdb"
    with Archive(path) as archive:
        archive.add_many([reading(FIRST, "A"), reading(SECOND, "B"), reading(THIRD, "C")], RUN)
        tell_stories(archive)
    return path


def stories(archive: Archive) -> set[frozenset[str]]:
    return {frozenset(story.reports) for story in archive.stories()}


def merged(archive: Archive, type: str) -> list[int]:
    return sorted(len(e.members) for e in archive.merged_events() if e.type == type)


AB, A, B, C = map(frozenset, (("rep_A", "rep_B"), ("rep_A",), ("rep_B",), ("rep_C",)))


def test_stories_are_split_and_joined_and_it_is_undone(path: Path) -> None:
    with Archive(path) as archive:
        assert stories(archive) == {AB, C}
        story = next(s for s in archive.stories() if len(s.reports) == 2)
        made = correct(archive, "split", [story.id, "rep_B"], note="two meetings")
        assert stories(archive) == {A, B, C}
        reason = [w for s in archive.stories() for w in s.why]
        assert any("two meetings" in why and made.id in why for why in reason)
        correct(archive, "join", ["rep_B", "rep_C"])
        assert stories(archive) == {A, B | C}
        undo(archive, made.id)
        assert next(iter(stories(archive))) >= AB or stories(archive) == {AB | C}
        assert archive.check() == []


def test_a_pinned_story_takes_no_report_and_loses_none(path: Path) -> None:
    third = reading(FIRST.replace("Monday", "Tuesday"), "D")
    with Archive(path) as archive:
        story = next(s for s in archive.stories() if len(s.reports) == 2)
        correct(archive, "pin", [story.id])
        archive.add(third, RUN)
        tell_stories(archive)
        assert stories(archive) == {AB, C, frozenset({"rep_D"})}
    with Archive(path.with_name("free.duckdb")) as archive:  # without the pin it joins them
        archive.add_many([reading(FIRST, "A"), reading(SECOND, "B"), third], RUN)
        tell_stories(archive)
        assert stories(archive) == {AB | {"rep_D"}}


def test_events_are_split_and_joined(path: Path) -> None:
    with Archive(path) as archive:
        assert merged(archive, "ACCUSE") == [2]
        one = next(e for e in archive.merged_events() if e.type == "ACCUSE")
        correct(archive, "split", [one.id, one.members[0]], note="an older charge")
        assert merged(archive, "ACCUSE") == [1, 1]
        told = [e for e in archive.merged_events() if e.type == "ACCUSE"]
        assert all(any("an older charge" in why for why in e.why) for e in told)
        back = correct(archive, "join", [e.id for e in told])
        assert merged(archive, "ACCUSE") == [2]
        undo(archive, back.id)
        assert merged(archive, "ACCUSE") == [1, 1]


@pytest.mark.parametrize("moved", ["", "A new opening line. "])
def test_a_correction_outlasts_re_reading_and_a_changed_text(path: Path, moved: str) -> None:
    with Archive(path) as archive:
        one = next(e for e in archive.merged_events() if e.type == "ACCUSE")
        correct(archive, "split", [one.id, one.members[0]])
        again = [reading(FIRST, "A", moved=moved), reading(SECOND, "B", moved=moved)]
        archive.add_many(again, OTHER)
        tell_stories(archive)
        assert not {one.members[0]} & {e.id for r in again for e in r.events} or not moved
        assert merged(archive, "ACCUSE") == [1, 1]
        assert merged(archive, "CONSULT") == [2]


def test_a_correction_whose_words_are_gone_waits_and_is_told(path: Path) -> None:
    with Archive(path) as archive:
        one = next(e for e in archive.merged_events() if e.type == "ACCUSE")
        correct(archive, "split", [one.id, one.members[0]])
        gone = msgspec.structs.replace(reading(THIRD, "X"), report=reading(FIRST, "A").report)
        gone = msgspec.structs.replace(
            gone,
            report=msgspec.structs.replace(gone.report, text_sha256=text_hash(gone.text)),
            events=(),
        )
        archive.add(gone, OTHER)
        tell_stories(archive)
        assert archive.check() == []
    result = CliRunner().invoke(app, ["correct", "list", str(path)])
    assert result.exit_code == 0
    assert "waits: 1 of its places" in result.stdout


def test_corrections_go_to_another_archive(path: Path, tmp_path: Path) -> None:
    file, other = tmp_path / "corrections.jsonl", tmp_path / "other.duckdb"
    with Archive(path) as archive:
        story = next(s for s in archive.stories() if len(s.reports) == 2)
        correct(archive, "split", [story.id, "rep_B"])
    done = CliRunner().invoke(app, ["correct", "export", str(path), "--to", str(file)])
    assert done.exit_code == 0
    with Archive(other) as archive:
        archive.add_many([reading(FIRST, "A"), reading(SECOND, "B")], RUN)
        tell_stories(archive)
        assert stories(archive) == {AB}
        assert take_corrections(archive, read_corrections(file)) == 1
        assert stories(archive) == {A, B}
        assert take_corrections(archive, read_corrections(file)) == 0


def test_corrections_of_reports_that_are_not_here_change_nothing(
    path: Path, tmp_path: Path
) -> None:
    with Archive(path) as archive:
        joined = correct(archive, "join", ["rep_A", "rep_C"])
        alone = correct(archive, "pin", ["rep_C"])
    with Archive(tmp_path / "other.duckdb") as archive:
        archive.add_many([reading(FIRST, "A"), reading(SECOND, "B")], RUN)
        tell_stories(archive)
        assert take_corrections(archive, [alone, joined]) == 2
        assert stories(archive) == {AB}
        assert tell_stories(archive, again=["rep_A"]) == 1
        assert tell_stories(archive) == 0
        undo(archive, alone.id)
        undo(archive, joined.id)
        assert stories(archive) == {AB}
        assert archive.check() == []


def test_a_pin_holds_for_a_report_that_comes_later(path: Path, tmp_path: Path) -> None:
    with Archive(path) as archive:
        pinned = correct(archive, "pin", ["rep_A", "rep_C"])
        assert stories(archive) == {A | C, B}
    with Archive(tmp_path / "other.duckdb") as archive:
        archive.add(reading(FIRST, "A"), RUN)
        take_corrections(archive, [pinned])
        archive.add(reading(THIRD, "C"), RUN)
        tell_stories(archive)
        assert stories(archive) == {A | C}


def test_words_that_stand_twice_are_found_where_they_stood() -> None:
    text = "Kenya met Chad, then Kenya met Mali."

    def told(before: str) -> Reading:
        draft = Draft(before + text)
        kenya = draft.actor("Kenya", code="KEN")
        for n, name in enumerate(("Chad", "Mali")):
            other = draft.actor(name, code=name[:3].upper())
            draft.event("CONSULT", "met", actors=[kenya], recipients=[other], nth=n)
        return draft.reading()

    first, later = told(""), told("A new opening line. ")
    anchor = anchor_of(first, first.events[1])
    assert find(anchor, first, "event") == first.events[1].id
    assert find(anchor, later, "event") == later.events[1].id


def test_what_cannot_be_corrected_is_said(path: Path, tmp_path: Path) -> None:
    with Archive(path) as archive:
        story = next(s for s in archive.stories() if len(s.reports) == 2)
        event = archive.merged_events()[0]
        for action, ids in (
            ("join", [story.id, event.id]), ("join", ["rep_A"]), ("split", [story.id]),
            ("split", []), ("split", [story.id, "rep_C"]), ("split", [story.id, "rep_A", "rep_B"]),
        ):  # fmt: skip
            with pytest.raises(DragomanError) as caught:
                correct(archive, action, ids)
            assert caught.value.error == "bad-correction"
        with pytest.raises(DragomanError) as caught:
            correct(archive, "join", ["rep_A", "rep_none"])
        assert caught.value.error == "not-found"
        with pytest.raises(DragomanError) as caught:
            undo(archive, "co_none")
        assert caught.value.error == "not-found"
        assert archive.corrections() == []
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"record": "correction"}\n')
    with pytest.raises(DragomanError, match="Line 1"):
        read_corrections(bad)


def test_the_commands_join_split_pin_and_undo(path: Path) -> None:
    run = CliRunner()
    with Archive(path, read_only=True) as archive:
        story = next(s for s in archive.stories() if len(s.reports) == 2)
    result = run.invoke(app, ["correct", "split", str(path), story.id, "rep_B", "--json"])
    assert result.exit_code == 0
    made = json.loads(result.stdout)
    assert (made["action"], [a["report"] for a in made["these"]]) == ("split", ["rep_B"])
    assert run.invoke(app, ["correct", "join", str(path), "rep_A", "rep_C"]).exit_code == 0
    assert run.invoke(app, ["correct", "pin", str(path), "rep_B"]).exit_code == 0
    assert run.invoke(app, ["correct", "undo", str(path), made["id"]]).exit_code == 0
    listed = run.invoke(app, ["correct", "list", str(path), "--json"]).stdout.splitlines()
    assert [json.loads(line)["action"] for line in listed] == ["split", "join", "pin"]
    assert json.loads(listed[0])["undone"] is not None
    with Archive(path, read_only=True) as archive:
        assert stories(archive) == {A | C, B}


def test_a_correction_is_seen_though_the_program_ended_before_its_stories_were_told(
    path: Path,
) -> None:
    with Archive(path) as archive:
        story = next(s for s in archive.stories() if len(s.reports) == 2)
        made = correction(archive, "split", [story.id, "rep_B"])
        assert add_correction(archive, made)
    with Archive(path) as archive:  # it was killed here
        assert untold(archive)
        tell_stories(archive)
        assert stories(archive) == {A, B, C}
        undo_correction(archive, made.id)
    with Archive(path) as archive:
        tell_stories(archive)
        assert stories(archive) == {AB, C}
        assert archive.check() == []
