"""The plan of the house: stages in order, none imports a later one, runs told apart."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import dragoman
from dragoman.codebooks import OVERRIDE_VARIABLE
from dragoman.document import Document
from dragoman.language import Language
from dragoman.pipeline import Reader, default_stages

SOURCE = Path(dragoman.__file__).parent
ORDER = (
    "ingest", "language", "actors", "times", "statements", "events", "ties", "links",
    "changes", "issues", "pipeline", "stories", "corrections", "relations", "agenda", "ledger",
    "pictures", "briefs", "storing", "running", "watching", "exports", "spark", "api", "questions",
    "web", "mcp", "cli",
)  # fmt: skip


def test_each_stage_reads_only_what_an_earlier_one_wrote() -> None:
    there = {"text"}
    for stage in (Language, *default_stages()):
        assert stage.reads <= there, stage.name
        there |= stage.writes
    assert there <= set(Document.__dataclass_fields__)


@pytest.mark.parametrize("part", ORDER)
def test_no_part_imports_a_later_one(part: str) -> None:
    later = "|".join(ORDER[ORDER.index(part) + 1 :])
    if not later:
        return
    files = [SOURCE / f"{part}.py", *(SOURCE / part).rglob("*.py")]
    pattern = re.compile(rf"^\s*(?:from|import) dragoman\.({later})\b.*", re.M)
    found = [
        f"{file.name}: {match.group().strip()}"
        for file in files
        if file.is_file()
        for match in pattern.finditer(file.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_own_code_books_make_another_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(**tables: str) -> str:
        for name, content in tables.items():
            (tmp_path / f"{name}.tsv").write_text(content)
        reader = Reader.__new__(Reader)
        reader.stages = []
        return reader.run.id

    plain = run()
    monkeypatch.setenv(OVERRIDE_VARIABLE, str(tmp_path))
    assert run() == plain
    first = run(people="name\tcountry\nIvo Petrov\tBGR\n")
    assert first != plain
    assert run(people="name\tcountry\nIvo Petrov\tSRB\n") != first
