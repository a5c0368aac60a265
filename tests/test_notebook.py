"""The tutorial runs, tells what is stored in it, and leads nowhere that is not there."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient.exceptions import CellExecutionError

ROOT = Path(__file__).parents[1]
# by its path: scripts/ on sys.path would hide modules that are called the same
_SPEC = importlib.util.spec_from_file_location("tutorial", ROOT / "scripts" / "notebook.py")
assert _SPEC is not None
assert _SPEC.loader is not None
tutorial = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(tutorial)


@pytest.fixture(scope="module")
def stored() -> Any:
    return nbformat.read(tutorial.NOTEBOOK, as_version=4)


def cells_of(*sources: str) -> Any:
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    return nbformat.v4.new_notebook(cells=cells)


def test_it_runs_and_tells_what_is_stored(stored: Any) -> None:
    fresh = tutorial.run(stored)
    assert tutorial.texts(fresh) == tutorial.texts(stored), "run: python scripts/notebook.py"
    kinds = [set(o.data) for c in fresh.cells for o in c.get("outputs", ()) if "data" in o]
    assert sum("image/svg+xml" in kind for kind in kinds) == 2
    assert not [o for c in fresh.cells for o in c.get("outputs", ()) if o.get("name") == "stderr"]


def test_a_cell_that_raises_fails_and_other_words_are_seen() -> None:
    with pytest.raises(CellExecutionError, match="ZeroDivisionError"):
        tutorial.run(cells_of("1 / 0"))
    ran = tutorial.run(cells_of("print('as'); print('before')", "6 * 7", "None"))
    assert tutorial.texts(ran) == {"cell-01": ["as\nbefore\n"], "cell-02": ["42"]}
    other = tutorial.run(cells_of("print('as'); print('now')", "6 * 7", "None"))
    assert tutorial.texts(other) != tutorial.texts(ran)


def test_large_html_and_what_varies_are_not_stored() -> None:
    large = "from IPython.display import HTML\nHTML('<b>x</b>' * 10_000)"
    ran = tutorial.run(cells_of(large, "HTML('<b>x</b>')"))
    first, second = (cell.outputs[0] for cell in ran.cells)
    assert set(first.data) == {"text/plain"}
    assert second.data["text/html"] == "<b>x</b>"
    assert [cell.metadata for cell in ran.cells] == [{}, {}]
    assert first.execution_count is None
    assert tutorial.normal("run_0123456789abcdef at /tmp/ab/t.duckdb") == "run_… at FILE"


def test_it_is_stored_clean_and_small(stored: Any) -> None:
    nbformat.validate(stored)
    text = tutorial.NOTEBOOK.read_text(encoding="utf-8")
    assert len(text.encode()) < 400_000
    assert text == tutorial.written(tutorial.cleaned(nbformat.reads(text, as_version=4)))
    assert "/tmp/" not in text
    code = [cell for cell in stored.cells if cell.cell_type == "code"]
    assert len(code) >= 20
    assert "invented" in stored.cells[0].source


def test_its_links_lead_somewhere(stored: Any) -> None:
    prose = "\n".join(cell.source for cell in stored.cells if cell.cell_type == "markdown")
    targets = re.findall(r"\]\(([^)#:]+)\)", prose)
    assert targets
    assert [t for t in targets if not (tutorial.NOTEBOOK.parent / t).exists()] == []
