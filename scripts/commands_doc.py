"""Prints docs/commands.md from the program itself:

    python scripts/commands_doc.py > docs/commands.md

A test compares the file with what is printed, so that the two cannot drift apart.
"""

from __future__ import annotations

import inspect
import re
import sys
import types
import typing
from collections.abc import Callable, Iterator
from enum import Enum, IntEnum
from pathlib import Path
from typing import Any

from typer.main import get_command

from dragoman.cli import commands as commands  # registers every command
from dragoman.cli.app import app
from dragoman.cli.shared import ExitCode

HEAD = """# Commands

Written by `python scripts/commands_doc.py` from `src/dragoman/cli/`; change it there.

`dragoman COMMAND --help` tells the same; `dragoman --version` prints the version. An option that
may be repeated is given once for each value. List commands print a table in the terminal and
tab-separated lines when piped; with `--json` they print one [record](records.md) a line.

## Exit codes

| code | name | when |
|---|---|---|
"""
ALWAYS = (ExitCode.OK, ExitCode.ERROR, ExitCode.USAGE, ExitCode.INTERRUPTED)
WORDS = {str: "text", int: "integer", float: "number", Path: "path", bool: "yes or no"}


def main() -> None:
    """Print the page."""
    told = meanings(ExitCode)
    rows = [f"| {code.value} | `{code.name}` | {told[code.name]} |" for code in ExitCode]
    parts = [HEAD + "\n".join(rows)]
    for name, command in walk(get_command(app)):
        parts.append("\n" + section(name, command))
    print("\n".join(parts))


def walk(command: Any, name: str = "dragoman") -> Iterator[tuple[str, Any]]:
    """Every command with its whole name, in the order of the help; groups before what they hold."""
    held = getattr(command, "commands", None)
    if name != "dragoman":
        yield name, command
    for each in (held or {}).values():
        if not each.hidden:
            yield from walk(each, f"{name} {each.name}")


def section(name: str, command: Any) -> str:
    """One command: what it does, how it is called, each argument and option, how it ends."""
    depth = "#" * len(name.split())
    lines = [f"{depth} {name}", "", paragraphs(command.help or ""), ""]
    if hasattr(command, "commands"):
        held = ", ".join(f"`{name} {part}`" for part in command.commands)
        return "\n".join([*lines, f"Its commands: {held}."])
    kinds = typing.get_type_hints(command.callback)
    arguments = [p for p in command.params if p.param_type_name == "argument" and not p.hidden]
    options = [p for p in command.params if p.param_type_name == "option" and not p.hidden]
    call = [name, *(called(p) for p in arguments), *(["[OPTION...]"] if options else [])]
    lines += ["    " + " ".join(call), ""]
    if arguments:
        lines += ["| argument | |", "|---|---|"]
        for p in arguments:
            must = "" if p.required else " May be left out."
            lines.append(f"| `{p.metavar or p.name.upper()}` | {cell(p.help)}{must} |")
        lines.append("")
    if options:
        lines += ["| option | value | if absent | |", "|---|---|---|---|"]
        for p in options:
            lines.append(
                f"| {spelled(p)} | {value(p, kinds[p.name])} | {absent(p)} | {cell(p.help)} |"
            )
        lines.append("")
    codes = sorted({*ALWAYS, *special(command.callback)})
    lines.append("Exit codes: " + ", ".join(str(code.value) for code in codes) + ".")
    return "\n".join(lines)


def called(argument: Any) -> str:
    """An argument as it stands in the call."""
    name = argument.metavar or argument.name.upper()
    return name if argument.required else f"[{name}]"


def spelled(option: Any) -> str:
    """All spellings of an option, the one that takes it back last."""
    return ", ".join(f"`{way}`" for way in (*option.opts, *option.secondary_opts))


def value(option: Any, kind: Any) -> str:
    """What is given after the option."""
    if option.is_flag:
        return "–"
    choices = [part for part in typing.get_args(kind) if part is not type(None)]
    if isinstance(kind, types.UnionType) and choices:
        kind = choices[0]
    if typing.get_origin(kind) is list:
        kind = typing.get_args(kind)[0]
    if typing.get_origin(kind) is typing.Literal:
        text = ", ".join(f"`{one}`" for one in typing.get_args(kind))
    elif issubclass(kind, Enum):
        text = ", ".join(f"`{one.value}`" for one in kind)
    else:
        text = WORDS[kind]
    low, high = getattr(option, "min", None), getattr(option, "max", None)
    if low is not None:
        text += f", {low} or more" if high is None else f", {low} to {high}"
    return text + (", repeatable" if option.multiple else "")


def absent(option: Any) -> str:
    """What holds where the option is not given."""
    if option.required:
        return "must be there"
    if option.is_flag:
        # of a pair such as --alleged/--no-alleged the one that holds
        return f"`{option.opts[0]}`" if option.default and option.secondary_opts else "–"
    given = option.default.value if isinstance(option.default, Enum) else option.default
    return "–" if given is None else f"`{given}`"


def special(callback: Callable[..., None]) -> set[ExitCode]:
    """The codes that a command's own code names, also through what it calls of ``dragoman.cli``."""
    found: set[ExitCode] = set()
    seen: list[object] = [ExitCode]  # its own lines name every code
    waiting: list[Any] = [inspect.unwrap(callback)]
    while waiting:
        part = waiting.pop()
        if not inspect.isroutine(part) and not inspect.isclass(part):
            continue
        if part in seen or not part.__module__.startswith("dragoman.cli"):
            continue
        seen.append(part)
        source = inspect.getsource(part)
        found |= {ExitCode[name] for name in re.findall(r"\bExitCode\.([A-Z_]+)", source)}
        around = vars(sys.modules[part.__module__])
        waiting += [around[name] for name in re.findall(r"\w+", source) if name in around]
    return found


def meanings(kind: type[IntEnum]) -> dict[str, str]:
    """What the docstring of the exit codes says of each."""
    listed = (inspect.getdoc(kind) or "").partition("Fields:")[2]
    entries = re.split(r"\n {4}(?=[A-Z])", listed)
    pairs = (" ".join(entry.split()).partition(": ") for entry in entries)
    return {name: says for name, _, says in pairs if name}


def paragraphs(text: str) -> str:
    """A help text with its paragraphs kept and its lines joined."""
    return "\n\n".join(cell(part) for part in inspect.cleandoc(text).split("\n\n") if part.strip())


def cell(text: str | None) -> str:
    """A help text as it may stand in a table, with the options it names as code."""
    line = " ".join((text or "").split()).replace("|", "\\|")
    return re.sub(r"(?<![`\w-])--[a-z][a-z-]*", r"`\g<0>`", line)


if __name__ == "__main__":
    main()
