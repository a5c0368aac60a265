"""Registers every command with the program, in the order in which the help lists them."""

from importlib import import_module

for _name in (
    "reading",
    "watching",
    "queries",
    "threads",
    "coming",
    "ledgers",
    "picturing",
    "correcting",
    "exporting",
    "serving",
    "mcp",
    "doctor",
):
    import_module(f"dragoman.cli.{_name}")
