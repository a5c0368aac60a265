# ruff: noqa: E501
"""Hostile input: each attack has a test, here or where the part that it aims at is tested.

| attack | test |
|---|---|
| coverage-guided fuzzing, short run | tests/test_hostile.py::test_a_short_run_of_the_fuzzer_finds_nothing |
| what fuzzing found | tests/test_hostile.py::test_what_was_found_stays_mended |
| gzip bomb | tests/test_hostile.py::test_a_gzip_bomb_is_refused_early |
| words, by file, folder, packed line, standard input, columns, feed | tests/test_hostile_ways.py::test_hostile_words_cost_themselves_at_most |
| pages, by file, crawl, watch, watched folder, upload | tests/test_hostile_ways.py::test_a_hostile_page_costs_itself_at_most |
| a line of 100 MB, packed, from standard input, in a watched folder | tests/test_hostile_ways.py::test_a_line_of_100_mb_is_passed_over_by_every_way |
| packed files as uploads | tests/test_hostile_ways.py::test_packed_files_are_no_uploads_whatever_their_name |
| a page in a crawl that unpacks to a flood | tests/test_ingest_warc.py::test_a_page_inside_a_record_that_unpacks_to_a_flood_is_left_out |
| a crawl that is searched for ever | tests/test_ingest_warc.py::test_a_file_made_to_be_searched_for_ever_is_given_up |
| packed bombs of a watched host | tests/test_watching_fetching.py::test_a_bomb_of_packed_data_is_refused |
| an endless answer of a watched host | tests/test_watching_fetching.py::test_an_endless_answer_is_refused |
| a host whose number changes | tests/test_watching_addresses.py::test_the_number_that_was_looked_at_is_the_one_that_is_asked |
| zip as input | tests/test_hostile.py::test_zip_archives_are_refused_by_name |
| HTML bombs: nesting, entities, attributes | tests/test_hostile.py::test_html_bombs_are_read_or_refused |
| a page in an encoding that takes for ever | tests/test_hostile.py::test_a_page_cannot_name_a_codec_that_is_no_encoding |
| a bomb of XML entities | tests/test_ingest.py::test_a_billion_laughs |
| a bomb of entities in a watched feed | tests/test_watching.py::test_a_bomb_of_entities_does_no_harm |
| a line of 100 MB | tests/test_hostile.py::test_a_line_of_100_mb_is_passed_over |
| a table's field of 100 MB | tests/test_hostile.py::test_a_field_of_100_mb_is_passed_over |
| a table's field over many short lines, quotes that flip | tests/test_hostile.py::test_a_field_over_many_lines_is_read_a_few_times_at_most |
| deep nesting of JSON | tests/test_hostile.py::test_deep_json_is_told |
| YAML aliases and nesting | tests/test_hostile.py::test_yaml_bombs_are_told |
| Parquet that is damaged or lies | tests/test_hostile.py::test_parquet_that_lies_is_told |
| archives with changed tables and records | tests/test_archive_damage.py::test_a_damaged_record_is_told_by_each_question |
| null bytes and controls | tests/test_hostile.py::test_controls_reach_no_terminal |
| bidi overrides | tests/test_hostile.py::test_bidi_marks_hide_nothing |
| terminal escapes in a brief | tests/test_brief_views.py::test_terminal_escapes_what_reports_say |
| homoglyph names | tests/test_hostile.py::test_look_alike_names_are_no_states |
| surrogates | tests/test_ingest.py::test_half_characters_do_not_break_the_report |
| file names with newlines and escapes | tests/test_hostile.py::test_file_names_steer_no_terminal |
| links out of a folder | tests/test_ingest.py::test_links_do_not_lead_out_of_the_folder |
| expressions that backtrack | tests/test_hostile.py::test_work_grows_with_the_text_and_not_its_square |
| formulas in any cell of any table | tests/test_exports.py::test_no_cell_of_any_table_is_a_formula |
| formulas in CSV exports | tests/test_exports.py::test_csv_is_no_formula |
| scripts in titles and URLs, brief | tests/test_brief_views.py::test_hostile_reports_cannot_inject_anything_into_the_page |
| ids, addresses and letters of reports, every kind of page | tests/test_web_hostile.py::test_no_page_fails_leads_astray_or_is_steered |
| spans of time without end | tests/test_web_hostile.py::test_the_end_of_time_is_the_end_of_what_is_told |
| forms of other sites | tests/test_web_editing.py::test_forms_of_other_pages_change_nothing |
| uploads of other sites | tests/test_web_upload.py::test_only_our_own_pages_can_send |
| a foreign name for this machine | tests/test_web_server.py::test_only_our_own_names_are_answered |
| scripts in titles, site | tests/test_web_story.py::test_words_of_reports_break_out_of_no_page |
| server-side request forgery | tests/test_watching_addresses.py::test_inner_hosts_in_any_writing_are_refused |
| redirects to inner addresses | tests/test_watching_fetching.py::test_redirects_are_looked_at |
| robots.txt that leads inside | tests/test_watching_fetching.py::test_robots_that_lead_inside_let_nothing_be_asked |
| robots.txt that asks for pauses without end | tests/test_watching_fetching.py::test_robots_cannot_ask_for_pauses_without_end |
| many senders at once | tests/test_web_hostile.py::test_many_senders_leave_the_pages_their_threads |
| marks and scripts in a calendar | tests/test_agenda.py::test_a_calendar_holds_no_marks_no_scripts_and_no_day_that_is_none |
| questions of a model, of any length | tests/test_mcp.py::test_errors_are_short_however_long_what_was_asked |
| path traversal in uploads | tests/test_web_upload.py::test_two_reports_give_their_brief |
"""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from dragoman.cli import shared, tables
from dragoman.ingest import Limits, read_reports
from dragoman.ingest import tables as tables_of_reports
from dragoman.ingest.html import read_page
from dragoman.ingest.readers import headline
from dragoman.ingest.text import mixed_words
from dragoman.language.clean import same_length, segments
from dragoman.language.sentences import sentences
from dragoman.records import Failure, Reading, Report
from dragoman.relations.names import masked, plain, steerless
from dragoman.statements.quotes import find_quotations
from dragoman.times.lexer import lex
from dragoman.times.patterns import find

ROOT = Path(__file__).parents[1]
FUZZ = ROOT / "fuzz"
GOOD = "Norway and Kenya signed a fishing treaty in Oslo on Friday, officials of both said."
ARTICLE = f"<article><h1>Treaty</h1>{f'<p>{GOOD}</p>' * 4}</article>"


def take(path: Path, **kwargs: object) -> tuple[list[tuple[Report, str]], list[Failure]]:
    failures: list[Failure] = []
    found = list(read_reports(path, on_error=failures.append, **kwargs))  # type: ignore[arg-type]
    return found, failures


def test_every_test_of_the_table_is_there() -> None:
    named = re.findall(r"\| (tests/\w+\.py)::(\w+) \|", __doc__ or "")
    assert len(named) == len(re.findall(r"^\| (?!attack|---)", __doc__ or "", re.M)) > 20
    for file, test in named:
        assert f"def {test}(" in (ROOT / file).read_text(encoding="utf-8"), f"{file}::{test}"


# --- fuzzing -----------------------------------------------------------------------------------


@pytest.mark.parametrize("target", ["ingest", "times", "quotes", "corrections", "archive"])
def test_a_short_run_of_the_fuzzer_finds_nothing(target: str) -> None:
    inputs = {"ingest": 300, "archive": 100, "corrections": 300}.get(target, 1000)
    done = subprocess.run(
        [sys.executable, str(FUZZ / "run.py"), "--with", "hypothesis", "--target", target,
         "--inputs", str(inputs), "--seed", "1"],
        capture_output=True, check=False, cwd=ROOT, timeout=240,
    )  # fmt: skip
    assert done.returncode == 0, (done.stdout + done.stderr).decode()[-3000:]


@pytest.mark.parametrize("path", sorted((FUZZ / "found").glob("*.bin")), ids=lambda p: p.stem)
def test_what_was_found_stays_mended(path: Path) -> None:
    command = [sys.executable, str(FUZZ / "run.py"), "--target", path.name.split("-")[0], str(path)]
    done = subprocess.run(command, capture_output=True, check=False, cwd=ROOT, timeout=240)
    assert done.returncode == 0, done.stderr.decode()[-3000:]


# --- bombs -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.txt.gz", "a.jsonl.gz", "a.html.gz", "a.csv.gz"])
def test_a_gzip_bomb_is_refused_early(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(gzip.compress(b"a" * 50_000_000, 9))
    found, failures = take(tmp_path / name, limits=Limits(file=1_000_000, unpacked=2_000_000))
    assert not found
    assert "too-large" in [f.error for f in failures]


@pytest.mark.parametrize(("name", "error"), [("a.zip", "unknown-format"), ("a.txt", "binary-file")])
def test_zip_archives_are_refused_by_name(tmp_path: Path, name: str, error: str) -> None:
    with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("../../report.txt", "a" * 1_000_000)
    found, failures = take(tmp_path / name)
    assert (found, [f.error for f in failures]) == ([], [error])


@pytest.mark.parametrize(
    ("page", "outcome"),
    [
        ("<div>" * 100_000 + ARTICLE, "no-text"),
        (ARTICLE + "<font><p>" * 20_000, ""),
        (f"<p title='{'x' * 12_000_000}'>{GOOD}</p>", "no-text"),
        (f"<p {' '.join(f'a{n}=1' for n in range(200_000))}>{GOOD}</p>{ARTICLE}", "bad-html"),
        ('<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + ARTICLE, ""),
    ],
    ids=["nested", "open", "long attribute", "many attributes", "entities"],
)
def test_html_bombs_are_read_or_refused(tmp_path: Path, page: str, outcome: str) -> None:
    (tmp_path / "a.html").write_text(f"<html><body>{page}</body></html>")
    found, failures = take(tmp_path / "a.html")
    assert [f.error for f in failures] == ([outcome] if outcome else [])
    assert len(found) == (not outcome)


def test_a_page_with_long_but_few_attributes_is_read() -> None:
    picture = f"<img src='data:image/png;base64,{'A b ' * 20_000}' alt='a b c'>"
    assert GOOD in read_page(f"<html><body>{picture}{ARTICLE}</body></html>")[0]


@pytest.mark.parametrize("name", ["punycode", "idna", "undefined", "unicode_escape", "utf-7"])
def test_a_page_cannot_name_a_codec_that_is_no_encoding(tmp_path: Path, name: str) -> None:
    body = ARTICLE.replace("Treaty", "Treaty caf\xe9") + "<!--" + "b9c" * 400_000 + "-->"
    page = f"<html><head><meta charset='{name}'></head><body>{body}</body></html>"
    (tmp_path / "a.html").write_bytes(page.encode("cp1252"))
    begun = time.process_time()
    found, failures = take(tmp_path / "a.html")
    assert GOOD in found[0][1]
    assert not failures
    assert time.process_time() - begun < 20  # punycode takes minutes for it


def test_a_line_of_100_mb_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("wb") as out:
        out.write(b'{"text": "')
        for _ in range(100):
            out.write(b"a" * 1_000_000)
        out.write(b'"}\n' + json.dumps({"text": GOOD}).encode())
    found, failures = take(path)
    assert [t for _, t in found] == [GOOD]
    assert [(f.error, f.item) for f in failures] == [("too-large", f"{path}:1")]


def test_a_field_of_100_mb_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as out:
        out.write(b'id,text\n1,"')
        for _ in range(100):
            out.write(b"a" * 1_000_000)
        out.write(f'"\n2,"{GOOD}"\n'.encode())
    found, failures = take(path)
    assert [t for _, t in found] == [GOOD]
    assert "too-large" in [f.error for f in failures]


@pytest.mark.parametrize(
    "line", ["aaaa bbb", 'a","b', 'a,"b', '"', '""', '"""', 'a\\"b,"', ',"', "", 'a,"b"c', '"a","b']
)
def test_a_field_over_many_lines_is_read_a_few_times_at_most(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    count, given = 20_000, 0

    class Counted(tables_of_reports.TableLines):
        def __next__(self) -> str:
            nonlocal given
            given += 1
            assert given < 8 * count, "lines are given again and again"
            return super().__next__()

    monkeypatch.setattr(tables_of_reports, "TableLines", Counted)
    path = tmp_path / "a.csv"
    path.write_text('id,text\n1,"' + f"{line}\n" * count + f'"\n2,"{GOOD}"\n3,"{GOOD} Yes."\n')
    for limits in (Limits(), Limits(line=200_000), Limits(text=20_000)):
        given = 0
        found, failures = take(path, limits=limits)
        assert given >= count
        assert [t for _, t in found][-1:] == [f"{GOOD} Yes."]  # and what comes after it is there
        assert failures


def test_a_row_over_the_limit_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('id,text\n1,"' + "Talks went on.\n" * 2000 + f'"\n2,"{GOOD}"\n')
    found, failures = take(path, limits=Limits(line=100_000))
    assert [t for _, t in found] == [GOOD]
    assert [f.error for f in failures] == ["bad-row"]
    assert "line 2" in failures[0].message
    assert "over the limit of 100 kB" in failures[0].message
    assert len(take(path)[0]) == 2


@pytest.mark.parametrize("deep", ["[" * 100_000, '{"text":' * 100_000, "[" * 99_999 + "]" * 99_999])
def test_deep_json_is_told(tmp_path: Path, deep: str) -> None:
    (tmp_path / "a.jsonl").write_text(f"{deep}\n{json.dumps({'text': GOOD})}\n")
    (tmp_path / "b.json").write_text(deep)
    found, failures = take(tmp_path)
    assert [t for _, t in found] == [GOOD]
    assert [f.error for f in failures] == ["bad-json", "bad-json"]


_MERGES = "".join(f"a{n}: &a{n} {{<<: [{f'*a{n - 1},' * 9}]}}\n" for n in range(1, 12))


@pytest.mark.parametrize(
    "block",
    [
        f"a0: &a0 {{x: 1}}\n{_MERGES}",
        "a: " + "[" * 50_000,
        "a: &a [*a]\ntitle: *a",
        "k: v\n" * 90_000,
    ],
    ids=["merges", "nested", "ring", "long"],
)
def test_yaml_bombs_are_told(tmp_path: Path, block: str) -> None:
    (tmp_path / "a.md").write_text(f"---\n{block}\n---\n{GOOD}")
    (tmp_path / "b.txt").write_text(f"B: {GOOD}")
    (tmp_path / "b.meta.yaml").write_text(block)
    found, failures = take(tmp_path)
    assert [t for _, t in found] == [GOOD, f"B: {GOOD}"]
    assert [f.error for f in failures] == ["bad-metadata", "bad-sidecar"]


def test_parquet_that_lies_is_told(tmp_path: Path) -> None:
    for number, size in enumerate((0, 8, 2**31 - 1, 2**32 - 1)):
        foot = b"\x15\x04" * 20
        data = b"PAR1" + b"a" * 100 + foot + size.to_bytes(4, "little") + b"PAR1"
        (tmp_path / f"{number}.parquet").write_bytes(data)
    found, failures = take(tmp_path)
    assert not found
    assert [f.error for f in failures] == ["damaged-file"] * 4


# --- what is shown -----------------------------------------------------------------------------

STEERS = "a\x1b[2Jb\x07c\x9bd\u202ee\u2066f\x00g"


def _printed(show: Callable[[], None], monkeypatch: pytest.MonkeyPatch, terminal: bool) -> str:
    out = StringIO()
    console = Console(file=out, force_terminal=terminal, color_system=None, width=100)
    for module, name in ((shared, "error_console"), (shared, "console"), (tables, "console")):
        monkeypatch.setattr(module, name, console)
    monkeypatch.setattr(sys, "stdout", out)
    show()
    return out.getvalue()


@pytest.mark.parametrize("terminal", [True, False])
def test_controls_reach_no_terminal(monkeypatch: pytest.MonkeyPatch, terminal: bool) -> None:
    shown = _printed(lambda: tables.print_table(["title"], [[STEERS]]), monkeypatch, terminal)
    assert "a[2Jbcdefg" in shown
    assert not set(shown) & set("\x1b\x07\x9b\u202e\u2066\x00")


def test_bidi_marks_hide_nothing(read_text: Callable[..., Reading]) -> None:
    text = "\u202eKenya\u202c accused Norway of spying on \u2067Friday\u2069, officials said."
    reading = read_text(text)
    assert {a.code for a in reading.actors} >= {"KEN", "NOR"}
    assert all(text[a.start : a.end] == a.text for a in reading.actors)
    for clean in (plain, steerless, masked):
        assert not set(clean(text)) & set("\u202e\u202c\u2067\u2069")
    assert len(masked(text)) == len(text)  # places stay where they are


def test_file_names_steer_no_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a\x1b[2J\nLeft in.docx"
    path.write_text(GOOD)
    failures = take(tmp_path)[1]
    shown = _printed(lambda: shared.Failures()(failures[0]), monkeypatch, False)
    assert "\x1b" not in shown
    assert len(shown.splitlines()) == 1


def test_look_alike_names_are_no_states(tmp_path: Path, read_text: Callable[..., Reading]) -> None:
    text = "\u0421hina accused Kenya of spying on Friday, officials in Nairobi said."
    assert "CHN" not in {a.code for a in read_text(text).actors}
    assert "CHN" in {a.code for a in read_text(text.replace("\u0421", "C")).actors}
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    found, failures = take(tmp_path / "a.txt")
    assert [t for _, t in found] == [text]  # read, and told
    assert [f.error for f in failures] == ["mixed-letters"]
    assert r"\u0421hina" in failures[0].message
    assert found[0][0].failures == tuple(failures)
    assert mixed_words("Zoë met Сергей and Ελένη at 5 µm.") == []


# --- work --------------------------------------------------------------------------------------

RUNS = (
    '"', "“a ", "“a” “b ", "''a ", "('a", '5" ', " ", "\n", "!?", "...", "(", "[", "1,", "1 ", "1.5 ",
    "2019-", "A. ", "Ab ", "said ", "the day of ", "from 2019 to ", "last ", "January 5, ", " \r\n",
    "and ", "SEOUL, ", "a", "\u0430a",
)  # fmt: skip
WORK: dict[str, Callable[[str], object]] = {
    "quotes": lambda t: find_quotations(t, same_length(t)),
    "times": lambda t: find(lex(same_length(t))),
    "sentences": lambda t: (sentences.__wrapped__(t), segments(same_length(t))),
    "headline": headline,
    "letters": mixed_words,
}


@pytest.mark.parametrize("part", WORK)
def test_work_grows_with_the_text_and_not_its_square(part: str) -> None:
    def seconds(run: str, size: int) -> float:
        begun = time.process_time()
        WORK[part]((run * size)[:size])
        return time.process_time() - begun

    for run in RUNS:
        small, large = seconds(run, 5_000), seconds(run, 80_000)
        # 16 times the text: linear work takes 16 times as long, its square 256 times
        assert large < 1.0 or large < 80 * small, f"{run!r}: {small:.3f} s, then {large:.3f} s"
