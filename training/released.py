"""The tables that go with the weights of a folder, written by several steps (no torch needed)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def read_tables(folder: Path) -> dict[str, Any]:
    """What goes with the weights of a folder: name, modes, paths, sides, curves, threshold."""
    tables: dict[str, Any] = json.loads((folder / "tables.json").read_text("utf-8"))
    return tables


def write_tables(folder: Path, tables: dict[str, Any]) -> None:
    """Keep the tables beside the weights."""
    (folder / "tables.json").write_text(json.dumps(tables, separators=(",", ":")) + "\n", "utf-8")
