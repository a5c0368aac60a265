"""Registers every command with the program."""

from dragoman.cli import doctor, queries, reading

__all__ = ["doctor", "queries", "reading"]
