"""The pages under docs/ say what the code does: they are compared with it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

import dragoman
from dragoman.archive.errors import _KNOWN
from dragoman.codebooks import parse_table
from dragoman.times.symbol import __doc__ as grammar
from dragoman.web import paging

ROOT = Path(__file__).parents[1]
SOURCE = Path(dragoman.__file__).parent


def _first_cells(page: str) -> list[str]:
    return re.findall(r"^\| `([^`]+)` \|", (ROOT / "docs" / page).read_text(encoding="utf-8"), re.M)


def test_records_are_described_as_they_are() -> None:
    printed = subprocess.run(
        [sys.executable, "scripts/records_doc.py"], cwd=ROOT, capture_output=True, check=True
    ).stdout.decode()
    page = (ROOT / "docs" / "records.md").read_text(encoding="utf-8")
    assert page == printed, "run: python scripts/records_doc.py > docs/records.md"


def test_every_error_has_its_line() -> None:
    raised = {
        name
        for path in SOURCE.rglob("*.py")
        for name in re.findall(r'error="([a-z-]+)"', path.read_text(encoding="utf-8"))
    } - {"error"}
    raised |= {known[1] for known in _KNOWN}
    listed = _first_cells("errors.md")
    assert sorted(listed) == sorted(raised)


def test_every_code_book_is_listed_with_its_columns() -> None:
    page = (ROOT / "docs" / "codebooks.md").read_text(encoding="utf-8")
    books = sorted(
        p.name for p in (SOURCE / "codebooks").iterdir() if p.suffix in (".tsv", ".toml")
    )
    assert sorted(_first_cells("codebooks.md")) == books
    for path in (SOURCE / "codebooks").glob("*.tsv"):
        header, _ = parse_table(path.read_text(encoding="utf-8"), path.name)
        assert f"| `{path.name}` | `{' '.join(header)}` |" in page


def test_the_grammar_of_dates_is_that_of_the_code() -> None:
    page = (ROOT / "docs" / "dates.md").read_text(encoding="utf-8")
    assert grammar
    for line in re.findall(r"^    .+", grammar, re.M):
        assert line.split("   the day")[0][:66].rstrip() in page


@pytest.mark.parametrize("name", ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"])
def test_links_and_paths_lead_somewhere(name: str) -> None:
    page = (ROOT / name).read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#:]+)\)", page)
    paths = re.findall(r"`((?:src|scripts|docs|tests|benchmarks|examples)/[\w./-]*)`", page)
    for target in [*links, *paths]:
        assert (ROOT / target).exists(), f"{name} names {target}"


def test_the_readme_shows_what_its_command_prints() -> None:
    page = (ROOT / "README.md").read_text(encoding="utf-8").partition("## What you get")[2]
    shown = re.findall(r"^    (.+)", page.partition("One page:")[0], re.M)
    assert shown
    reports = sorted((ROOT / "examples" / "turkana").glob("*.txt"))
    printed = subprocess.run(
        [sys.executable, "-m", "dragoman", "brief", *map(str, reports)],
        capture_output=True, check=True, env={**os.environ, "COLUMNS": "80"},
    ).stdout.decode()  # fmt: skip
    lines = [line.strip() for line in printed.splitlines()]
    assert [line for line in shown if line.strip() not in lines] == []


def test_every_page_of_the_site_is_told_with_its_filters() -> None:
    table = (ROOT / "docs" / "web.md").read_text(encoding="utf-8")
    shown = {
        path.split("?")[0]: set(re.findall(r"[?&](\w+)=", path))
        for path in re.findall(r"`(/[^`]*)`", table)
    }
    for one in paging.pages():
        if one.path.endswith("/correct"):
            continue  # reached from the pages of what is corrected
        path = re.sub(r"\{(\w+)[^}]*\}", r"{\1}", one.path)
        path = path.replace("{record}", "{id}").replace("{dyad}", "KOR-CHN")
        assert path in shown, path
        known = {field.encode_name for field in msgspec.structs.fields(one.parameters)}
        assert shown[path] <= known, path
