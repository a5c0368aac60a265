"""The commands, and how the program ends.

Exit codes: 0 all went well; 1 nothing could be read or found, or an error that the message
explains; 2 the command was called wrongly; 3 some items could not be read, the rest went on;
130 interrupted.
"""

from __future__ import annotations

import io
import os
import sys

import typer

from dragoman._version import __version__
from dragoman.cli.shared import ExitCode, console, error_console
from dragoman.errors import DragomanError

app = typer.Typer(
    name="dragoman",
    help="Reads news reports and keeps an evidence-backed model of relations between states.",
    epilog="Exit codes: 0 fine, 1 nothing read or found, 2 wrong call, 3 some items failed, "
    "130 interrupted.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        console.print(f"dragoman {__version__}", highlight=False)
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Print the version."
    ),
) -> None:
    del version


def main() -> None:
    """Run the command line; every error that a user can meet ends in one clear message."""
    from dragoman.cli import commands  # registers the commands

    del commands
    for stream in (sys.stdout, sys.stderr):
        # a terminal that has no é or → shows "?" there; JSON is written as UTF-8 in any case
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        app(standalone_mode=True)
    except DragomanError as error:
        error_console.print(
            f"[bold red]Error:[/] {_safe(str(error))}", highlight=False, soft_wrap=True
        )
        sys.exit(ExitCode.ERROR)
    except SystemExit as end:
        if end.code == ExitCode.INTERRUPTED:  # Typer has taken the KeyboardInterrupt
            _interrupted()
        raise
    except KeyboardInterrupt:
        _interrupted()
        sys.exit(ExitCode.INTERRUPTED)
    except BrokenPipeError:
        # "dragoman events DB | head": the reader has gone; that is no error of ours
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(ExitCode.OK)


def _interrupted() -> None:
    error_console.print("Interrupted. What was kept in an archive stays; run again to go on.")


def _safe(message: str) -> str:
    from rich.markup import escape

    from dragoman.relations.names import steerless

    return escape(steerless(message))
