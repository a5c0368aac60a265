"""Run examples/tutorial.ipynb and store it with its outputs, as clean JSON.

PYTHONPATH=src python scripts/notebook.py          run it and write it
PYTHONPATH=src python scripts/notebook.py --check  run it and tell what differs; write nothing

A cell that raises ends it with an error. tests/test_notebook.py uses the same functions.
"""

from __future__ import annotations

import copy
import os
import re
import sys
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).parents[1]
NOTEBOOK = ROOT / "examples" / "tutorial.ipynb"
MOST = 20_000  # letters of HTML that are stored of one output; the page itself is ten times that
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def run(notebook: Any, timeout: int = 240) -> Any:
    """A copy of the notebook with the outputs of a fresh kernel.

    Raises nbclient's CellExecutionError where a cell raises, CellTimeoutError where one takes
    longer than ``timeout`` seconds.
    """
    fresh = copy.deepcopy(notebook)
    folder = {"metadata": {"path": str(NOTEBOOK.parent)}}
    client = NotebookClient(fresh, timeout=timeout, kernel_name="python3", resources=folder)
    # its kernel stands in another folder, where a relative PYTHONPATH leads nowhere
    client.execute(env={**os.environ, "PYTHONPATH": str(ROOT / "src")})
    return cleaned(fresh)


def cleaned(notebook: Any) -> Any:
    """Without what differs from run to run (times, counters) and without large HTML."""
    notebook.metadata = nbformat.from_dict(METADATA)
    for number, cell in enumerate(notebook.cells, start=1):
        cell.id = f"cell-{number:02}"
        cell.metadata = {}
        if cell.cell_type == "code":
            cell.execution_count = None
            cell.outputs = [_output(one) for one in _joined(cell.outputs)]
    return notebook


def texts(notebook: Any) -> dict[str, list[str]]:
    """Cell id -> what its outputs say in plain text, with what may vary made alike.

    Pictures are only told to be there: their letters are measured with the fonts of the machine.
    """
    found: dict[str, list[str]] = {}
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            words = output.get("text") or data.get("text/markdown") or data.get("text/plain", "")
            found.setdefault(cell.id, []).append(normal(words))
    return found


def normal(words: str) -> str:
    """Words without places of temporary files and without ids that change with the version.

    Example:
        >>> normal("me_0123456789abcdef in /tmp/x1/news.duckdb, 0.1.0")
        'me_… in FILE, VERSION'
    """
    words = re.sub(r"\b([a-z]{2,3}_)[0-9a-f]{12,}", r"\1…", words)
    words = re.sub(r"(?<![\w.])/[\w./-]+", "FILE", words)
    return re.sub(r"\b\d+\.\d+\.\d+(?:\.?(?:dev|rc|a|b)\d+)?\b", "VERSION", words)


def written(notebook: Any) -> str:
    """The notebook as it is stored."""
    return str(nbformat.writes(notebook)).rstrip() + "\n"


def _joined(outputs: list[Any]) -> list[Any]:
    """Streams come in pieces whose number varies: one a name."""
    found: list[Any] = []
    for one in outputs:
        last = found[-1] if found else None
        if last and one.output_type == "stream" == last.output_type and one.name == last.name:
            last.text += one.text
        else:
            found.append(one)
    return found


def _output(output: Any) -> Any:
    if output.output_type == "execute_result":
        output.execution_count = None
    if "data" in output:
        output.metadata = {}
        if len(output.data.get("text/html", "")) > MOST:
            del output.data["text/html"]
    return output


def main(arguments: list[str]) -> int:
    """Run it; write it, or with ``--check`` tell what differs. The exit code."""
    stored = nbformat.read(NOTEBOOK, as_version=4)
    fresh = run(stored)
    if arguments == ["--check"]:
        old, new = texts(stored), texts(fresh)
        differing = [cell for cell in {**old, **new} if old.get(cell) != new.get(cell)]
        for cell in differing:
            print(f"{cell} tells:", *new.get(cell, ["nothing"]), sep="\n")
        return 1 if differing else 0
    NOTEBOOK.write_text(written(fresh), encoding="utf-8")
    print(f"{NOTEBOOK.name}: {len(fresh.cells)} cells, {NOTEBOOK.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
