"""Issues over an archive: threads, proposals, the user's table, and coding anew."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from archive_writer import RUN
from dragoman._version import __version__
from dragoman.archive import Archive
from dragoman.cli import commands
from dragoman.cli.app import app
from dragoman.cli.threads import summary
from dragoman.codebooks import OVERRIDE_VARIABLE
from dragoman.errors import DragomanError
from dragoman.issues import issue_book, mark
from dragoman.issues.table import book_as_table, own_changes
from dragoman.pipeline import run_of
from dragoman.recoding import recode
from dragoman.records import IssueThread, Reading
from dragoman.storing import tell_stories
from reading_fixtures import Draft

del commands
HEADER = "id\tname\twords\tnear\twith\tunless\tparent\n"


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "books"
    folder.mkdir()
    monkeypatch.setenv(OVERRIDE_VARIABLE, str(folder))
    return folder


# --- the book ------------------------------------------------------------------------------------


def test_a_row_of_the_user_is_an_issue_and_an_old_id_gives_way(own: Path) -> None:
    (own / "issues.tsv").write_text(
        HEADER + "salt\tSalt caravans\tsalt caravan*\nfishing\tFish\tfish finger*\n"
        "salt\t\t\tlicence\t@china\n"
    )
    assert mark("Niger stopped the salt caravans.") == ("salt",)
    assert mark("Beijing gave a licence.") == ("salt",)
    assert mark("They quarrelled over fishing rights.") == ()
    assert sorted(own_changes()) == ["fishing", "salt"]


def test_the_printed_book_can_be_used_as_ones_own(own: Path) -> None:
    plain = set(issue_book().entries)
    (own / "issues.tsv").write_text(book_as_table())
    assert own_changes() == {}
    assert set(issue_book().entries) == plain
    assert mark("Ankara raised tariffs on steel.") == ("tariffs",)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("salt\t\tsalt", "has no name"),
        ("salt\tSalt\t@nowhere", "no list @nowhere; add it to issue_lists.tsv"),
        ("salt\tSalt\t\tpan", "only count together"),
        ("salt\tSalt\tsalt\t\t\t\tdesert", "'desert' is no issue"),
        ("salt\tSalt\tsalt|*", "fits every word"),
    ],
)
def test_a_row_that_does_not_fit_is_told_with_its_line(own: Path, row: str, says: str) -> None:
    (own / "issues.tsv").write_text(f"# mine\n{HEADER}{row}\n")
    with pytest.raises(DragomanError, match=f"issues.tsv, line 3: issue salt: .*{says}") as caught:
        issue_book()
    assert caught.value.error == "bad-codebook"


def test_a_book_of_the_old_form_is_not_passed_over(own: Path) -> None:
    (own / "issues.toml").write_text('[[issue]]\nid = "salt"\n')
    with pytest.raises(DragomanError, match="issues --book"):
        issue_book()


def test_the_command_prints_the_book() -> None:
    result = CliRunner().invoke(app, ["issues", "--book"])
    assert result.exit_code == 0
    assert "\ntaiwan\tTaiwan\t@taiwan" in result.stdout
    assert CliRunner().invoke(app, ["issues"]).exit_code == 2


# --- the thread ----------------------------------------------------------------------------------


def dam_report(day: str, text: str, type: str, trigger: str, **more: str) -> Reading:
    draft = Draft(text, source="Daily", published=day)
    kenya, sudan = draft.actor("Kenya", code="KEN"), draft.actor("Sudan", code="SDN")
    about = {"issues": ("nile-dam",)}
    draft.event(type, trigger, actors=[kenya], recipients=[sudan], **about)
    if said := more.get("said"):
        draft.statement(sudan, "said", said, **about)
    return draft.reading()


def other_report(day: str, number: int) -> Reading:
    places = ("Lima", "Oslo", "Suva", "Riga", "Bonn", "Cork", "Dili", "Male", "Lome", "Nuuk")
    draft = Draft(f"The harbour of {places[number % 10]} got crane {number} on time.",
                  published=day)  # fmt: skip
    draft.event("AID", "got", actors=[draft.actor(places[number % 10])])
    return draft.reading()


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "news.duckdb"
    readings = [
        dam_report("2024-02-01", "Kenya agreed with Sudan on the Nile dam by the river.",
                   "AGREE", "agreed"),
        dam_report("2024-05-04", "Kenya rejected what Sudan proposed for the reservoir. Sudan "
                   "said that the gates stay shut.", "REJECT", "rejected",
                   said="the gates stay shut"),
        *(other_report(f"2024-0{1 + n % 5}-1{n % 9}", n) for n in range(30) if n % 5 != 2),
    ]  # fmt: skip
    with Archive(path) as db:
        db.add_many(readings, RUN)
        tell_stories(db)
    return path


def thread_of(path: Path, **given: str) -> IssueThread:
    with Archive(path, read_only=True) as db:
        return db.thread("nile-dam", **given)  # type: ignore[arg-type]


def test_a_thread_has_each_period_with_what_was_read(archive: Path) -> None:
    found = thread_of(archive)
    assert [p.start for p in found.periods] == [f"2024-0{m}-01" for m in (2, 3, 4, 5)]
    assert [(p.acts, p.statements, p.reports) for p in found.periods] == [
        (1, 0, 1), (0, 0, 0), (0, 0, 0), (1, 1, 1),
    ]  # fmt: skip
    assert [p.read for p in found.periods] == [7, 0, 6, 7]
    assert not any(p.peak for p in found.periods)
    assert len(found.reports) == len(found.stories) == 2
    assert thread_of(archive, grain="week").periods[0].start == "2024-01-29"
    assert thread_of(archive, grain="day").periods[0].end == "2024-02-01"


def test_an_entry_stands_once_with_its_story_and_those_who_take_part(archive: Path) -> None:
    found = thread_of(archive)
    agreed = found.entries[0]
    assert (agreed.entry.kind, agreed.entry.day) == ("act", "2024-02-01")
    assert agreed.actors == ("KEN", "SDN")
    with Archive(archive, read_only=True) as db:
        assert agreed.entry.record in {e.id for e in db.merged_events(agreed.story)}
    assert len({e.entry.record for e in found.entries}) == len(found.entries) == 3


def test_stances_stand_by_day(archive: Path) -> None:
    kenya = next(a for a in thread_of(archive).actors if a.actor == "KEN")
    assert [(s.day, s.stance, s.differs) for s in kenya.stances] == [
        ("2024-02-01", "supports", False), ("2024-05-04", "opposes", True),
    ]  # fmt: skip


def test_a_thread_of_one_actor_and_some_days(archive: Path) -> None:
    late = thread_of(archive, since="2024-05-01", actor="SDN")
    assert [e.entry.kind for e in late.entries] == ["words"]
    assert late.periods[0].start == "2024-05-01"
    to_the_end = thread_of(archive, until="9999-12-31").periods
    assert 0 < len(to_the_end) < 1000  # to what is told, not 96,000 months of nothing
    with Archive(archive, read_only=True) as db:
        assert db.thread("The Nile and its dams").issue == "nile-dam"
        assert db.thread("taiwan").entries == ()
        for wrong, error in (
            ({"issue": "salt-mines"}, "not-found"),
            ({"issue": "taiwan", "since": "May"}, "bad-date"),
            ({"issue": "taiwan", "grain": "year"}, "bad-query"),
        ):
            with pytest.raises(DragomanError) as caught:
                db.thread(**wrong)  # type: ignore[arg-type]
            assert caught.value.error == error


def test_many_reports_in_a_month_are_a_peak(tmp_path: Path) -> None:
    names = ("silt", "turbines", "gates", "pumps", "sluices", "pipes")
    with Archive(tmp_path / "a.duckdb") as db:
        db.add_many(
            [dam_report(f"2024-05-0{n + 1}", f"Kenya agreed with Sudan on {name} of dam {n}.",
                        "AGREE", "agreed") for n, name in enumerate(names)]
            + [dam_report("2024-01-01", "Kenya rejected a sketch of Sudan.", "REJECT", "rejected")]
            + [other_report(f"2024-0{1 + n % 4}-1{n % 9}", n) for n in range(40)],
            RUN,
        )  # fmt: skip
        tell_stories(db)
        found = db.thread("nile-dam")
    assert [p.start for p in found.periods if p.peak] == ["2024-05-01"]
    lines = summary(found)
    assert "Peaks: 2024-05-01 (6 of 6 reports)" in lines
    assert any(line.startswith("Kenya: ") and "supports 2024-05-01" in line for line in lines)


def test_the_thread_command(archive: Path) -> None:
    result = CliRunner().invoke(app, ["thread", str(archive), "--issue", "nile-dam"])
    assert result.exit_code == 0
    assert "KEN, SDN" in result.stdout
    assert "opposes" in result.stdout
    line = CliRunner().invoke(app, ["thread", str(archive), "--issue", "nile-dam", "--json"])
    again = msgspec.json.decode(line.stdout, type=IssueThread)
    assert again == thread_of(archive)


# --- proposals -----------------------------------------------------------------------------------

OTHERS = [other_report(f"2025-03-{10 + n}", n) for n in range(18)]
VERBS = ("stopped", "taxed", "praised", "feared", "guarded", "envied")


def caravans(number: int, words: str = "salt caravans", again: str = "caravans") -> Reading:
    verb = VERBS[number % 6]
    text = (
        f"Chad {verb} the {words} of Niger near well {number}. "
        f"The envoy of Chad said that the {again} had {number + 2} camels."
        f" Niger complained about the {words} at gate {number}."
    )
    draft = Draft(text, source=f"Daily {number}", published=f"2025-03-{number + 1:02}")
    chad, niger = draft.actor("Chad", code="TCD"), draft.actor("Niger", code="NER")
    draft.event("ACCUSE", verb, actors=[chad], recipients=[niger])
    draft.statement(chad, "said", f"the {again} had {number + 2} camels")
    draft.event("REQUEST", "complained", actors=[niger], recipients=[chad])
    return draft.reading()


def proposals(path: Path, readings: Sequence[Reading]) -> dict[str, object]:
    with Archive(path) as db:
        db.add_many(readings, RUN)
        tell_stories(db)
        return {p.name: p for p in db.propose_issues(least_reports=5)}


def test_a_topic_of_many_reports_is_proposed_with_its_evidence(tmp_path: Path) -> None:
    readings = [*(caravans(n) for n in range(6)), *OTHERS]
    with Archive(tmp_path / "a.duckdb") as db:
        db.add_many(readings, RUN)
        first = db.propose_issues(least_reports=5)[0]
        assert db.propose_issues(least_reports=7) == []
    assert (first.id, first.name) == ("salt-caravans", "Salt caravans")
    assert len(first.reports) == 6
    assert (first.first, first.last) == ("2025-03-01", "2025-03-06")
    assert first.actors == {"NER": 6, "TCD": 6}
    assert (first.events, first.unmarked, first.stories) == (12, 1.0, 0)
    by_id = {r.report.id: r.text for r in readings}
    for example in first.examples:
        (span,) = example.evidence
        assert by_id[example.report][span.start : span.end] == example.text
        assert first.words[0] in example.text
    assert len({example.report for example in first.examples}) == 3


def test_the_order_of_reports_changes_no_proposal(tmp_path: Path) -> None:
    readings = [*(caravans(n) for n in range(6)), *OTHERS]
    one = proposals(tmp_path / "a.duckdb", readings)
    assert one
    assert one == proposals(tmp_path / "b.duckdb", readings[::-1])


@pytest.mark.parametrize(
    ("words", "again"),
    [("import tariffs", "tariffs"), ("senior officials", "officials"), ("long letters", "letters")],
)  # fmt: skip
def test_what_the_book_has_and_what_says_nothing_is_not_proposed(
    tmp_path: Path, words: str, again: str
) -> None:
    assert (
        proposals(tmp_path / "a.duckdb", [*(caravans(n, words, again) for n in range(6)), *OTHERS])
        == {}
    )


def test_what_stands_under_every_report_is_no_topic(tmp_path: Path) -> None:
    readings = []
    for n in range(6):
        draft = Draft(f"Round {n} was held. Chad thanked the weather desk of Niger.",
                      source=f"Daily {n}", published=f"2025-03-{n + 1:02}")  # fmt: skip
        chad, niger = draft.actor("Chad", code="TCD"), draft.actor("Niger", code="NER")
        draft.event("SUPPORT", "thanked", actors=[chad], recipients=[niger])
        readings.append(draft.reading())
    assert proposals(tmp_path / "a.duckdb", [*readings, *OTHERS]) == {}


# --- coding anew ---------------------------------------------------------------------------------


def test_an_issue_that_the_user_adds_reaches_what_was_read(tmp_path: Path, own: Path) -> None:
    path = tmp_path / "a.duckdb"
    plain = run_of(__version__, "m", {"stages": "issues"})
    with Archive(path) as db:
        db.add_many([*(caravans(n) for n in range(3)), other_report("2025-03-01", 1)], plain)
        tell_stories(db)
        before = {e.id for e in db.events()}
        assert recode(db) == (0, 0)
        (own / "issues.tsv").write_text(HEADER + "salt\tSalt caravans\tsalt caravan*|caravan*\n")
        assert recode(db) == (3, 3)  # the fourth has no word of it and is not parsed
        assert {e.id for e in db.events()} == before
        assert {e.issues for e in db.events(type=["ACCUSE", "REQUEST"])} == {("salt",)}
        assert {e.issues for e in db.events(type="AID")} == {()}
        assert {s.issues for s in db.statements()} == {("salt",)}
        runs = {r.report.run for r in db.readings()}
        tell_stories(db)
        assert len(db.thread("salt").entries) == 3
        assert recode(db) == (0, 0)
        assert db.check() == []
        told = f"salt:{own_changes()['salt']}"
        wanted = run_of(__version__, "m", {"stages": "issues", "issues": told})
        assert runs == {wanted.id}
        (own / "issues.tsv").unlink()  # the book of the package again
        assert recode(db) == (3, 3)
        assert not any("salt" in e.issues for e in db.events())
        assert {r.report.run for r in db.readings()} == {plain.id}


def test_reports_of_another_version_are_all_coded_anew(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.duckdb") as db:
        db.add_many([other_report("2025-03-01", n) for n in range(2)], run_of("0.0.1", "m", {}))
        assert recode(db)[0] == 2
        assert recode(db)[0] == 0


def test_the_recode_command(tmp_path: Path, own: Path) -> None:
    path = tmp_path / "a.duckdb"
    with Archive(path) as db:
        db.add_many([caravans(1)], run_of(__version__, "m", {}))
    (own / "issues.tsv").write_text(HEADER + "salt\tSalt caravans\tsalt caravan*\n")
    result = CliRunner().invoke(app, ["issues", str(path), "--recode"])
    assert result.exit_code == 0, result.output
    with Archive(path, read_only=True) as db:
        assert all(e.issues == ("salt",) for e in db.events())
