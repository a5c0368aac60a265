"""``dragoman doctor``: what is installed, whether it works, and what to do where it does not."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version

import typer
from rich.table import Table

from dragoman._version import __version__
from dragoman.cli.app import app
from dragoman.cli.shared import ExitCode, console
from dragoman.codebooks.tables import OVERRIDE_VARIABLE, unused_files

_PARTS = ("spacy", "msgspec", "duckdb", "trafilatura", "py3langid", "altair", "vl-convert-python")


@app.command()
def doctor() -> None:
    """Check that everything Dragoman needs is here and works; exit code 1 where it does not."""
    table = Table(box=None, show_header=False, pad_edge=False)
    good = True
    table.add_row("dragoman", __version__, "")
    table.add_row("Python", platform.python_version(), platform.platform())
    for part in _PARTS:
        try:
            table.add_row(part, version(part), "")
        except PackageNotFoundError:
            good = False
            table.add_row(part, "missing", "pip install -r requirements.txt")
    if folder := os.environ.get(OVERRIDE_VARIABLE):
        unused = ", ".join(unused_files())
        table.add_row("your code books", folder, f"of no known name: {unused}" if unused else "")
    try:
        from dragoman.ids import text_hash
        from dragoman.language.model import model_name
        from dragoman.pipeline import shared_reader
        from dragoman.records import Report

        text = "France condemned the coup in Niger on Friday."
        reading = shared_reader().read(Report(id="doctor", text_sha256=text_hash(text)), text)
        worked = any(event.type == "ACCUSE" for event in reading.events)
        good = good and worked
        table.add_row("language model", model_name(), "")
        table.add_row("a test report", "read" if worked else "not read as expected", "")
    except Exception as error:
        good = False
        table.add_row("a test report", "failed", str(error))
    console.print(table)
    if not good:
        raise typer.Exit(ExitCode.ERROR)
