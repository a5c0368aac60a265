"""docs/benchmarks.md names every command, and only options that there are."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")


def _commands() -> dict[str, str]:
    sources = {p.name: p.read_text(encoding="utf-8") for p in (ROOT / "benchmarks").glob("*.py")}
    return {name: source for name, source in sources.items() if "__main__" in source}


def test_every_command_has_its_row() -> None:
    rows = re.findall(r"^\| `benchmarks/(\w+\.py)` \|", PAGE, re.M)
    assert sorted(rows) == sorted(_commands())


def test_the_script_calls_commands_that_there_are_with_options_that_they_have() -> None:
    commands = _commands()
    calls = re.findall(r"^\$P benchmarks/(\w+\.py) (.*)$", PAGE, re.M)
    assert {name for name, _ in calls} == set(commands) - {"sample.py"}  # no data of its own
    for name, rest in calls:
        for option in re.findall(r"--[a-z-]+", rest):
            assert f'"{option}"' in commands[name], f"{name} has no {option}"


def test_options_told_of_a_command_are_its_own() -> None:
    commands = _commands()
    for name, section in re.findall(r"^## [\w ]+: `benchmarks/(\w+\.py)[^\n]*\n(.*?)(?=^## |\Z)",
                                    PAGE, re.M | re.S):  # fmt: skip
        told = set(re.findall(r"`(--[a-z]+)", section))
        assert told <= set(re.findall(r'"(--[a-z-]+)"', commands[name])), name
