"""Tables as a person at a terminal, and a program behind a pipe, meet them."""

from __future__ import annotations

import sys
from io import StringIO
from typing import Any

import pytest
from rich.console import Console

from dragoman.cli import ledgers, tables
from dragoman.cli.queries import entry_day
from dragoman.cli.watching import _line
from dragoman.records import Date, Entry, SourceLook, WatchRound

COLUMNS = ("day", "what", "quad", "reports", "in the words", "id")
WORDS = "“The envoy of Norway met the minister of Peru on the quay of Callao.”"
ROWS = [
    ("2026-01-05", "Norway meets Peru", "1", "2", WORDS, "me_0123456789abcdef"),
    ("2026-01-06", "Peru thanks Norway", "1", "1", "", "me_fedcba9876543210"),
]


def _printed(
    monkeypatch: pytest.MonkeyPatch, width: int, columns: tuple[str, ...],
    rows: list[tuple[str, ...]], terminal: bool = True,
) -> list[str]:  # fmt: skip
    out = StringIO()
    console = Console(file=out, force_terminal=terminal, color_system=None, width=width)
    monkeypatch.setattr(tables, "console", console)
    monkeypatch.setattr(sys, "stdout", out)
    tables.print_table(columns, rows)
    return out.getvalue().splitlines()


@pytest.mark.parametrize("width", [60, 80, 110])
def test_where_a_row_does_not_fit_words_and_id_stand_beneath(
    width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = _printed(monkeypatch, width, COLUMNS, ROWS)
    assert max(map(len, lines)) <= width
    assert lines[0].split() == ["day", "what", "quad", "reports"]
    assert "".join(WORDS.split()) in "".join("".join(line[11:].split()) for line in lines)
    assert all(any(row[-1] in line for line in lines) for row in ROWS)  # whole, to be copied


def test_where_all_fits_a_row_is_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = _printed(monkeypatch, 160, COLUMNS, ROWS)
    assert len(lines) == 3
    assert lines[1].endswith("me_0123456789abcdef")


def test_many_wide_columns_leave_room_for_an_id(monkeypatch: pytest.MonkeyPatch) -> None:
    columns = ("id", "date", "type", "actors", "recipients", "status", "words")
    row = ("ev_0123456789abcdef", "2026-01-05 to 2026-01-11", "SANCTION (discontinue)",
           "the envoy of Norway (NOR)", "the minister of Peru (PER)", "actual", WORDS)  # fmt: skip
    lines = _printed(monkeypatch, 80, columns, [row])
    assert any("ev_0123456789abcdef" in line for line in lines)


def test_behind_a_pipe_each_row_is_a_line_of_all_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = _printed(monkeypatch, 60, COLUMNS, ROWS, terminal=False)
    assert lines == ["\t".join(row) for row in (COLUMNS, *ROWS)]


@pytest.mark.parametrize("terminal", [True, False])
def test_a_long_time_without_reports_is_one_row_for_people(
    terminal: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledgers, "console", Console(file=StringIO(), force_terminal=terminal))
    empty = [(f"20{year}-01-01", "0", "0", "") for year in range(10, 20)]
    rows = [("2009-01-01", "3", "0", ""), *empty, ("2020-01-01", "1", "0", ""), *empty[:2]]
    shown = ledgers._folded(rows)
    if terminal:
        assert shown == [rows[0], ("2010-01-01 to 2019-01-01", "0", "0", ""), *rows[11:]]
    else:
        assert shown == rows


def test_a_round_tells_how_many_sources_were_left_for_later() -> None:
    looks = (
        SourceLook(source="https://news.test/", state="waiting"),
        SourceLook(source="in", state="read"),
    )
    done = WatchRound(number=1, at="2026-01-05T10:00:00+00:00", sources=looks)
    assert "1 of 2 sources looked at, 1 left for later, 0 new items" in _line(done)


@pytest.mark.parametrize(
    ("day", "dated", "precision", "told"),
    [
        ("2018-01-01", "told", "year", "2018-01-01 (2018)"),
        ("2018-05-11", "told", "day", "2018-05-11"),
        ("2018-05-11", "published", "day", "reported 2018-05-11"),
        (None, None, "day", "no day"),
    ],
)
def test_a_year_is_not_told_as_its_first_day(
    day: str | None, dated: Any, precision: Any, told: str
) -> None:
    date = Date(raw="2018", start=day, end=day, precision=precision, anchor="text")
    entry = Entry(kind="act", record="me_1", says="so", day=day, dated=dated, date=date)
    assert entry_day(entry) == told
