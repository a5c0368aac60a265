"""The command line as a user meets it: results, messages, exit codes."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

import dragoman as dm
from calling import Ended, call
from dragoman.cli import main
from dragoman.records import Event, Failure, from_json
from report_checks import FOLDER

GOOD = "France condemned the coup in Niger on Friday. Niger expelled the French ambassador.\n"
FRENCH = (
    "Le ministre des Affaires étrangères a déclaré vendredi que la France condamnait le coup "
    "d'État au Niger et qu'elle demandait la libération du président. Les deux pays ne se parlent "
    "plus depuis plusieurs semaines.\n"
)
STORY = [str(FOLDER / f"caucasus-{name}.txt") for name in ("wire", "radio", "translated")]


Run = Callable[..., Ended]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the program in this process, as the installed command does."""
    return lambda *args: call(capsys, *args)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with one story of three reports and some others, made by the command."""
    path = tmp_path_factory.mktemp("archive") / "news.duckdb"
    others = [FOLDER / f"{n}.txt" for n in ("kashmir-talks", "codwar-tass", "football")]
    given = sys.argv
    sys.argv = ["dragoman", "read", *STORY, *map(str, others), "--archive", str(path), "--quiet"]
    try:
        with pytest.raises(SystemExit) as end:
            main()
        assert end.value.code == 0
    finally:
        sys.argv = given
    return path


# --- the program ----------------------------------------------------------------------------------


def test_help_names_every_command_and_the_exit_codes(run: Run) -> None:
    done = run("--help")
    assert done.code == 0
    for command in (
        "brief", "read", "events", "statements", "actors", "ties", "stories", "relations",
        "agenda", "issues", "positions", "diff", "show", "doctor", "export",
    ):  # fmt: skip
        assert command in done.out
    assert "Exit codes" in done.out
    assert run("brief", "-h").code == 0


def test_version_and_doctor(run: Run) -> None:
    version = run("--version")
    assert version.code == 0
    assert version.out.startswith("dragoman 0")
    doctor = run("doctor")
    assert doctor.code == 0
    assert "spacy" in doctor.out


@pytest.mark.parametrize(
    "args",
    [
        ["brief"],
        ["brief", "a.txt", "--no-such"],
        ["frobnicate"],
        ["read"],
        ["events"],
        ["show", "x"],
    ],
)
def test_a_wrong_call_ends_with_two(run: Run, args: list[str]) -> None:
    done = run(*args)
    assert done.code == 2
    assert "Usage" in done.err


# --- brief ----------------------------------------------------------------------------------------


def test_brief_prints_a_page(run: Run) -> None:
    done = run("brief", *STORY)
    assert done.code == 0
    assert "Tbilisi" in done.out
    assert "Caspian Wire" in done.out
    assert "Elchin Rasulov" in done.out


def test_brief_json_is_the_brief_of_the_pythoncall(run: Run) -> None:
    done = run("brief", *STORY, "--json")
    assert done.code == 0
    assert dm.Brief.from_json(done.out) == dm.brief(*STORY).brief


def test_brief_writes_html_and_markdown(run: Run, tmp_path: Path) -> None:
    html, markdown = tmp_path / "b.html", tmp_path / "b.md"
    done = run("brief", *STORY, "--html", html, "--markdown", markdown)
    assert done.code == 0
    assert done.out == ""
    assert str(html) in done.err.replace(" ", "")
    assert "<html" in html.read_text(encoding="utf-8")
    assert "Tbilisi" in markdown.read_text(encoding="utf-8")
    quiet = run("brief", *STORY, "--html", html, "--quiet")
    assert (quiet.code, quiet.out, quiet.err) == (0, "", "")


def test_the_day_given_moves_the_dates(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(GOOD)

    def day(*more: str) -> object:
        lines = run("read", file, *more).records
        return next(r["date"]["start"] for r in lines if r["record"] == "event")

    assert day() is None
    assert day("--published", "2024-01-10") == "2024-01-05"
    assert day("--published", "2024-01-17") == "2024-01-12"
    wrong = run("read", file, "--published", "tomorrow")
    assert wrong.code == 1
    assert "2026-01-05" in wrong.err


# --- what cannot be read --------------------------------------------------------------------------


def _bad_files(folder: Path) -> dict[str, Path]:
    made = {
        "missing": folder / "missing.txt",
        "empty": folder / "empty.txt",
        "binary": folder / "binary.txt",
        "french": folder / "french.txt",
        "table": folder / "table.csv",
        "picture": folder / "picture.png",
    }
    made["empty"].write_bytes(b"")
    made["binary"].write_bytes(bytes(range(256)) * 64)
    made["french"].write_text(FRENCH, encoding="utf-8")
    made["table"].write_text("day,place\n2024-01-05,Niamey\n2024-01-06,Paris\n")
    made["picture"].write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(200)))
    return made


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("missing", "missing.txt"), ("empty", "empty"), ("binary", "binary"), ("french", "French"),
        ("table", "text"), ("picture", "png"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_named_with_the_reason(
    run: Run, tmp_path: Path, kind: str, says: str
) -> None:
    path = _bad_files(tmp_path)[kind]
    for command in ("brief", "read"):
        done = run(command, path)
        assert done.code == 1, command
        assert path.name in done.err.replace(" ", "")
        assert says.lower() in done.err.lower()
        assert len(done.err) > len(path.name) + 20


def test_the_rest_goes_on_and_the_code_says_that_some_failed(run: Run, tmp_path: Path) -> None:
    good = tmp_path / "good.txt"
    good.write_text(GOOD)
    bad = _bad_files(tmp_path)
    done = run("read", *bad.values(), good)
    assert done.code == 3
    kinds = [r["record"] for r in done.records]
    assert kinds.count("report") == 1
    assert kinds.count("failure") == len(bad)
    assert "event" in kinds
    page = run("brief", bad["french"], good)
    assert page.code == 3
    assert "Niger" in page.out
    assert "French" in page.err


def test_quiet_keeps_messages_back_but_not_the_code(run: Run, tmp_path: Path) -> None:
    good = tmp_path / "good.txt"
    good.write_text(GOOD)
    bad = _bad_files(tmp_path)["french"]
    done = run("read", bad, good, "--quiet")
    assert (done.code, done.err) == (3, "")
    assert any(r["record"] == "failure" for r in done.records)


def test_a_mixed_folder_is_read_as_far_as_it_goes(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "mixed"
    (folder / "deep").mkdir(parents=True)
    _bad_files(folder)
    (folder / "a.txt").write_text(GOOD)
    (folder / "deep" / "b.html").write_text(
        "<html><head><title>Kenya</title></head><body><article><p>Kenya's president arrived in "
        "Uganda on Tuesday for talks on trade, officials in Kampala said, and will travel on to "
        "Rwanda. It is the first visit by a Kenyan leader in three years.</p></article></body>"
        "</html>"
    )
    (folder / "c.jsonl").write_text(
        json.dumps({"text": "Russia rejected a plea by Ukraine on Monday.", "source": "Row"})
        + "\nnot json\n"
    )
    done = run("read", folder)
    assert done.code == 3
    assert sum(r["record"] == "report" for r in done.records) == 3


def test_other_encodings_are_read(run: Run, tmp_path: Path) -> None:
    text = "Côte d’Ivoire’s president said on Friday: “Mali has accused us of spying.”\n" * 3
    for encoding in ("utf-8-sig", "utf-16", "cp1252"):
        file = tmp_path / f"{encoding}.txt"
        file.write_bytes(text.encode(encoding))
        done = run("read", file)
        assert done.code == 0, encoding
        assert any("Côte d’Ivoire" in json.dumps(r, ensure_ascii=False) for r in done.records)


def test_a_report_from_standard_input(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(GOOD.encode())))
    done = run("read", "-")
    assert done.code == 0
    file = tmp_path / "same.txt"
    file.write_text(GOOD)
    assert done.out == run("read", file).out


# --- read -----------------------------------------------------------------------------------------


def test_read_writes_json_lines_that_are_records(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    done = run("read", *STORY, "--to", target)
    assert done.code == 0
    assert done.out == ""
    lines = target.read_bytes().splitlines()
    assert {type(from_json(line)).__name__ for line in lines} >= {"Report", "Event", "Statement"}
    assert f"{len(lines)} records" in done.err
    assert run("read", *STORY).out.encode() == target.read_bytes()


def test_read_writes_parquet_with_the_same_records(run: Run, tmp_path: Path) -> None:
    lines, table = tmp_path / "out.jsonl", tmp_path / "it's.parquet"
    assert run("read", *STORY, "--to", lines).code == 0
    assert run("read", *STORY, "--to", table).code == 0
    rows = duckdb.execute("SELECT kind, id, record FROM read_parquet(?)", [str(table)]).fetchall()
    assert [json.loads(row[2]) for row in rows] == [
        json.loads(line) for line in lines.read_bytes().splitlines()
    ]
    assert {row[0] for row in rows} >= {"report", "event", "statement"}
    assert sorted(p.name for p in tmp_path.iterdir()) == ["it's.parquet", "out.jsonl"]


@pytest.mark.parametrize("name", ["out.xlsx", "out"])
def test_an_unknown_output_format_is_refused_before_reading(
    run: Run, tmp_path: Path, name: str
) -> None:
    done = run("read", *STORY, "--to", tmp_path / name)
    assert done.code == 1
    assert ".jsonl" in done.err
    assert ".parquet" in done.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "args",
    [
        ("brief", "--html", "no/such/b.html"), ("brief", "--markdown", "no/such/b.md"),
        ("read", "--to", "no/such/r.jsonl"), ("read", "--to", "no/such/r.parquet"),
        ("read", "--archive", "no/such/a.duckdb"), ("read", "--archive", "."),
    ],
)  # fmt: skip
def test_an_output_that_cannot_be_written_is_named(
    run: Run, tmp_path: Path, args: tuple[str, str, str]
) -> None:
    command, option, where = args
    done = run(command, FOLDER / "football.txt", option, tmp_path / where)
    assert done.code == 1
    assert done.err.startswith("Error:")
    assert "folder" in done.err
    assert list(tmp_path.iterdir()) == []


def test_to_and_archive_together_are_refused(run: Run, tmp_path: Path) -> None:
    done = run("read", *STORY, "--to", tmp_path / "r.jsonl", "--archive", tmp_path / "a.duckdb")
    assert done.code == 2
    assert "--archive" in done.err
    assert list(tmp_path.iterdir()) == []


# --- an archive -----------------------------------------------------------------------------------


def test_reading_again_adds_nothing(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    first = run("read", *STORY, "--archive", path)
    assert first.code == 0
    assert "3 reports read" in first.err
    before = _content(run, path)
    assert before
    second = run("read", *STORY, "--archive", path)
    assert second.code == 0
    assert "0 reports read" in second.err
    assert "3 were there already" in second.err
    assert _content(run, path) == before


def test_an_archive_is_made_only_where_something_was_read(run: Run, tmp_path: Path) -> None:
    done = run("read", _bad_files(tmp_path)["french"], "--archive", tmp_path / "a.duckdb")
    assert done.code == 1
    assert "French" in done.err


def _content(run: Run, path: Path) -> list[str]:
    return [
        line
        for command in ("events", "statements", "ties")
        for line in run(command, path, "--json").out.splitlines()
    ]


def test_events_with_filters(run: Run, archive: Path) -> None:
    every = [from_json(line) for line in run("events", archive, "--json").out.splitlines()]
    assert len(every) > 15
    assert all(isinstance(e, Event) for e in every)

    def chosen(*args: str) -> list[Event]:
        done = run("events", archive, "--json", *args)
        return [from_json(line) for line in done.out.splitlines()]  # type: ignore[misc]

    def codes(event: Event) -> set[str]:
        return {a.code for a in (*event.actors, *event.recipients)}

    assert {e.status for e in chosen("--status", "planned")} == {"planned"}
    two = chosen("--type", "ACCUSE", "--type", "REJECT")
    assert {e.type for e in two} == {"ACCUSE", "REJECT"}
    dyad = chosen("--dyad", "AZE-ARM")
    assert dyad
    assert all({"ARM", "AZE"} <= codes(e) for e in dyad)
    assert {e.id for e in dyad} == {e.id for e in every if {"ARM", "AZE"} <= codes(e)}
    assert all("ISL" in {a.code for a in e.actors} for e in chosen("--actor", "ISL"))
    assert all("PAK" in {a.code for a in e.recipients} for e in chosen("--recipient", "PAK"))
    old = chosen("--until", "1980-01-01")
    assert old
    assert all(e.date and (e.date.start or "") < "1980" for e in old)
    assert len(chosen("--limit", "3")) == 3
    assert not {e.id for e in chosen("--since", "2024-10-01")} & {e.id for e in old}


def test_statements_by_speaker(run: Run, archive: Path) -> None:
    done = run("statements", archive, "--speaker", "Saira Qazilbash", "--json")
    assert done.code == 0
    assert {r["speaker"]["name"] for r in done.records} == {"Saira Qazilbash"}
    direct = run("statements", archive, "--kind", "direct", "--json").records
    assert {r["kind"] for r in direct} == {"direct"}
    table = run("statements", archive)
    assert "We want peace, but not at any price" in table.out


@pytest.mark.parametrize(
    ("command", "holds"),
    [
        ("events", "ACCUSE"), ("statements", "Olafur Briem"), ("actors", "Armenia"),
        ("ties", "alliance"), ("stories", "caucasus"), ("relations", "Azerbaijan"),
        ("agenda", "1975-12-14"), ("issues", "kashmir"),
    ],
)  # fmt: skip
def test_every_query_as_table_and_as_json(
    run: Run, archive: Path, command: str, holds: str
) -> None:
    table = run(command, archive)
    assert table.code == 0
    lines = table.out.splitlines()
    assert len(lines) > 1
    columns = len(lines[0].split("\t"))
    assert columns > 1
    assert all(len(line.split("\t")) == columns for line in lines)
    data = run(command, archive, "--json")
    assert data.code == 0
    assert len(data.records) >= 1
    if command != "stories":
        assert holds.lower() in (table.out + data.out).lower()


def test_positions_of_an_issue_over_all_stories(run: Run, archive: Path) -> None:
    table = run("positions", archive, "--issue", "kashmir")
    assert table.code == 0
    head, *rows = [line.split("\t") for line in table.out.splitlines()]
    assert head == ["actor", "date", "what", "change", "in the words", "differs", "id"]
    assert rows
    assert all(row[4].startswith("“") for row in rows)
    data = run("positions", archive, "--issue", "kashmir", "--json")
    assert sum(len(p["entries"]) for p in data.records) == len(rows)
    one = run("positions", archive, "--issue", "kashmir", "--actor", "PAK", "--json").records
    assert {p["actor"] for p in one} <= {"PAK"}
    assert run("positions", archive, "--issue", "no such").code == 1
    assert run("positions", archive).code == 2


def test_one_story_of_three_reports_and_its_relations(run: Run, archive: Path) -> None:
    stories = run("stories", archive, "--json").records
    assert sorted(len(s["reports"]) for s in stories) == [1, 1, 1, 3]
    one = next(s for s in stories if len(s["reports"]) == 3)
    pair = run("relations", archive, "--between", "aze-arm", "--json").records
    assert [{d["a"], d["b"]} for d in pair] == [{"ARM", "AZE"}]
    here = run("relations", archive, "--story", one["id"], "--json").records
    assert {d["id"] for d in here} >= {d["id"] for d in pair}
    assert run("agenda", archive, "--story", one["id"]).code == 0
    assert run("issues", archive, "--story", one["id"]).code == 0
    shown = run("diff", archive, one["id"])
    assert shown.code == 0
    assert "Only" in shown.out or "only" in shown.out


def test_agenda_is_followed_up_and_written_as_a_calendar(
    run: Run, archive: Path, tmp_path: Path
) -> None:
    found = run("agenda", archive, "--json").records
    assert found
    assert {item["state"] for item in found} <= {
        "ahead", "held", "moved", "cancelled", "overdue", "unknown",
    }  # fmt: skip
    dated = [item for item in found if item["date"] and item["date"]["start"]]
    early = run("agenda", archive, "--on", "1900-01-01", "--until", "2100-01-01", "--json").records
    late = run("agenda", archive, "--on", "2100-01-01", "--until", "2100-01-01", "--json").records
    assert "overdue" not in {item["state"] for item in early}
    assert "ahead" not in {item["state"] for item in late}
    assert len(late) == len(dated)
    calendar = tmp_path / "agenda.ics"
    done = run("agenda", archive, "--ics", calendar)
    assert done.code == 0
    assert calendar.read_bytes().startswith(b"BEGIN:VCALENDAR")
    assert "Written" in done.err
    assert run("agenda", archive, "--state", "lost").code == 1


def test_standing_ties(run: Run, archive: Path) -> None:
    (one, *_) = run("ties", archive, "--standing", "--between", "AZE-TUR", "--json").records
    assert one["record"] == "standing_tie"
    assert one["history"]
    assert run("ties", archive, "--at", "1900-01-01").code == 1
    kinds = run("ties", archive, "--kind", one["kind"], "--json").records
    assert {t["kind"] for t in kinds} == {one["kind"]}


def test_ties_between_two(run: Run, archive: Path) -> None:
    found = run("ties", archive, "--between", "TUR-AZE", "--json").records
    assert {frozenset((t["a"], t["b"])) for t in found} == {frozenset(("AZE", "TUR"))}
    assert run("ties", archive, "--between", "BRA-CHL").code == 1


def test_show_opens_a_record_in_its_sentence(run: Run, archive: Path) -> None:
    events = run("events", archive, "--dyad", "IND-PAK", "--json").records
    event = events[0]
    trigger = event["evidence"][0]
    done = run("show", archive, event["id"])
    assert done.code == 0
    text = (FOLDER / "kashmir-talks.txt").read_text(encoding="utf-8")
    assert text[trigger["start"] : trigger["end"]] in done.out
    assert event["type"] in done.out
    assert "made with" in done.out
    assert run("show", archive, event["id"], "--json").records == [event]
    for kind in ("statements", "ties"):
        record = run(kind, archive, "--json", *(["--limit", "1"] if kind == "statements" else []))
        assert run("show", archive, record.records[0]["id"]).code == 0
    for story in run("stories", archive, "--json").records:
        assert run("show", archive, story["id"]).code == 0


def test_nothing_found_and_unknown_ids_end_with_one(run: Run, archive: Path) -> None:
    none = run("events", archive, "--actor", "BRA")
    assert (none.code, none.err) == (1, "Nothing found.")
    for args in (("show", archive, "ev_nowhere"), ("diff", archive, "story_nowhere")):
        done = run(*args)
        assert done.code == 1
        assert "nowhere" in done.err


@pytest.mark.parametrize("command", ["events", "stories", "show"])
def test_what_is_no_archive_is_named(run: Run, tmp_path: Path, command: str) -> None:
    more = ["ev_1"] if command == "show" else []
    missing = run(command, tmp_path / "no.duckdb", *more)
    assert missing.code == 1
    assert "no.duckdb" in missing.err.replace(" ", "")
    assert not (tmp_path / "no.duckdb").exists()
    wrong = tmp_path / "wrong.duckdb"
    wrong.write_text("this is no database " * 400)
    done = run(command, wrong, *more)
    assert done.code == 1
    assert "wrong.duckdb" in done.err.replace(" ", "")
    assert wrong.read_text().startswith("this is no database")


# --- bad luck -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["events", "--since", "soon"], "no day"),
        (["events", "--type", "CONSLT"], "CONSULT"),
        (["events", "--status", "done"], "planned"),
        (["statements", "--kind", "loud"], "direct"),
        (["relations", "--between", "KOR"], "KOR-CHN"),
    ],
)
def test_a_filter_that_can_fit_nothing_is_told(
    run: Run, archive: Path, args: list[str], said: str
) -> None:
    done = run(args[0], str(archive), *args[1:])
    assert done.code == 1
    assert said in done.err
    assert "bug" not in done.err


def test_a_name_that_is_not_utf8_can_stand_in_a_record(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    try:
        (folder / os.fsdecode(b"caf\xe9.txt")).write_text("")
    except OSError:
        pytest.skip("this file system takes no such name")
    (folder / "a.txt").write_text("Peru recalled its ambassador from Chile on Tuesday, it said.")
    done = run("read", str(folder), "--to", str(tmp_path / "out.jsonl"))
    assert done.code == 3
    failure = from_json((tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    assert isinstance(failure, Failure)
    assert failure.error == "empty-file"


def test_a_report_with_a_bad_date_is_not_called_left_out(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text(
        "text,published\nPeru recalled its ambassador from Chile on Tuesday.,someday\n"
    )
    done = run("read", str(table), "--to", str(tmp_path / "out.jsonl"))
    assert "Read, but" in done.err
    assert "Left out" not in done.err


def test_a_file_that_cannot_be_written_leaves_nothing_behind(run: Run, tmp_path: Path) -> None:
    report = tmp_path / "a.txt"
    report.write_text("Peru recalled its ambassador from Chile on Tuesday, officials said.")
    taken = tmp_path / "page.html"
    taken.mkdir()
    done = run("brief", str(report), "--html", str(taken))
    assert done.code == 1
    assert "could not be written" in done.err
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.txt", "page.html"]


def test_a_page_can_be_printed(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("brief", STORY[0], "--html", "-")
    assert done.code == 0
    assert done.out.lower().startswith("<!doctype html")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("listed", ["events", "statements", "actors"])
def test_a_list_that_is_cut_says_so(run: Run, archive: Path, listed: str) -> None:
    for more in ([], ["--json"]):
        cut = run(listed, archive, "--limit", 1, *more)
        assert len(cut.out.splitlines()) == (1 if more else 2)
        assert "More fit than these 1: --limit N shows N." in cut.err
        whole = run(listed, archive, "--limit", 100_000, *more)
        assert len(whole.out.splitlines()) > 2
        assert "More fit" not in whole.err
