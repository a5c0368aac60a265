"""What all commands share: consoles, exit codes, progress and failures."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from typing import TypeVar

from rich.console import Console
from rich.markup import escape

from dragoman.files import written as written
from dragoman.pictures.bars import has_blocks, sparkline
from dragoman.records import Failure
from dragoman.relations.names import plain

Item = TypeVar("Item")
_PATIENCE = 2.0  # seconds before a bar is shown

console = Console()
error_console = Console(stderr=True)


class ExitCode(IntEnum):
    """How a command ends (docs/commands.md is made of this).

    Fields:
        OK: all went well.
        ERROR: nothing could be read or found, or an error that the message explains.
        USAGE: the command was called wrongly.
        SOME_FAILED: some items could not be read, or not wholly, and the rest went on.
        INTERRUPTED: stopped by Ctrl-C; what an archive kept stays, run it again to go on.
    """

    OK = 0
    ERROR = 1
    USAGE = 2
    SOME_FAILED = 3
    INTERRUPTED = 130


class Failures:
    """Counts what could not be read and tells it on standard error as it happens.

    Fields:
        all: every failure, where they are kept. count: how many there were. left_out: how many of
            them cost an item, and not only one of its fields.
    """

    def __init__(self, *, quiet: bool = False, keep: bool = True) -> None:
        """``quiet`` keeps the messages back. Without ``keep`` failures are counted, and not held
        in memory: an archive has them."""
        self.all: list[Failure] = []
        self.count = self.left_out = 0
        self._quiet, self._keep = quiet, keep

    def __call__(self, failure: Failure) -> None:
        """Note one failure."""
        from dragoman.ingest.stage import READ_ALL_THE_SAME

        self.count += 1
        if self._keep:
            self.all.append(failure)
        read = failure.error in READ_ALL_THE_SAME
        self.left_out += not read
        if not self._quiet:
            what = "Read, but" if read else "Left out"
            error_console.print(
                f"[yellow]{what}[/] {escape(plain(f'{failure.item}: {failure.message}'))}",
                highlight=False,
                soft_wrap=True,
            )

    @property
    def code(self) -> ExitCode:
        """The exit code of a command that otherwise went well."""
        return ExitCode.SOME_FAILED if self.count else ExitCode.OK


def progress(
    items: Iterable[Item], what: str, *, total: int | None = None, quiet: bool = False
) -> Iterator[Item]:
    """Show a progress bar on standard error once the work has taken two seconds.

    Nothing is shown when quiet or when standard error is no terminal.
    """
    if quiet or not sys.stderr.isatty():
        yield from items
        return
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=error_console,
        transient=True,
    )
    task = bar.add_task(what, total=total)
    # A timer, so that the bar also comes while the first item is still being made.
    later = threading.Timer(_PATIENCE, bar.start)
    later.daemon = True
    later.start()
    try:
        for item in items:
            yield item
            bar.advance(task)
    finally:
        later.cancel()
        bar.stop()


def bars_of(values: Sequence[float | None], beside: int = 0) -> str:
    """Values as a line of bars that fits the terminal beside so many letters, in its letters."""
    width = max(20, console.width - beside)
    return sparkline(values, width, ascii=not has_blocks(console.encoding))


def unread_told() -> str:
    """What the mark in a line of bars means that stands where nothing was read."""
    return f"{bars_of([None])} nothing was read of these days"
