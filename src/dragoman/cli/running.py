"""``dragoman read --workers N``: what it shows, and how it ends."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

from rich.status import Status

from dragoman.cli.records import write_records
from dragoman.cli.shared import ExitCode, Failures, error_console
from dragoman.records import Reading, RunOutcome
from dragoman.running import Progress, Runner

_EVERY = 60.0  # seconds between two lines where standard error is no terminal


class Shown:
    """Tells how far a run is: in one line that changes, or in a line a minute."""

    def __init__(self, *, quiet: bool) -> None:
        """``quiet`` shows nothing."""
        self._quiet = quiet
        self._last = time.monotonic()
        self._status: Status | None = None
        if not quiet and sys.stderr.isatty():
            self._status = error_console.status("Starting")
            self._status.start()

    def __call__(self, progress: Progress) -> None:
        """Show it."""
        if self._quiet:
            return
        if self._status is not None:
            self._status.update(progress.line)
        elif time.monotonic() - self._last >= _EVERY:
            self._last = time.monotonic()
            self.say(progress.line)

    def say(self, words: str) -> None:
        """Say something that stays."""
        if not self._quiet:
            error_console.print(words, highlight=False, soft_wrap=True, markup=False)

    def end(self) -> None:
        """Take the line away."""
        if self._status is not None:
            self._status.stop()


def read_with_workers(
    reports: list[str],
    *,
    archive: Path | None,
    to: Path | None,
    workers: int,
    published: str | None,
    source: str | None,
    least: float | None,
    limit: float,
    anew: bool,
    quiet: bool,
) -> ExitCode:
    """Read into an archive or a file; returns how the program ends."""
    failures, shown = Failures(quiet=quiet, keep=archive is None), Shown(quiet=quiet)
    try:
        if archive is not None:
            from dragoman.running import run

            outcome = run(
                reports, archive, workers=workers, published=published, source=source, least=least,
                limit=limit, anew=anew, on_error=failures, on_note=shown.say, on_progress=shown,
            )  # fmt: skip
            shown.end()
            return _told(outcome, archive, failures, shown)
        assert to is not None
        with Runner(
            reports, to, workers=workers, published=published, source=source, least=least,
            limit=limit, anew=anew, on_note=shown.say, on_progress=shown,
        ) as runner:  # fmt: skip
            count = write_records(_readings(runner, failures), failures, to)
            runner.finish()
        shown.end()
        shown.say(f"{count} records written to {to}")
        return ExitCode.ERROR if count == failures.count else failures.code
    except KeyboardInterrupt:
        shown.end()
        shown.say("The workers are stopped. The same command goes on where they were.")
        raise
    finally:
        shown.end()


def _readings(runner: Runner, failures: Failures) -> Iterator[Reading]:
    for done in runner.results():
        for failure in done.failures:
            failures(failure)
        yield from done.readings


def _told(outcome: RunOutcome, archive: Path, failures: Failures, shown: Shown) -> ExitCode:
    shown.say(
        f"{outcome.read} reports read and kept in {archive}, {outcome.held} were there already, "
        f"{outcome.failed + outcome.unread} could not be read; {outcome.stories} stories told."
    )
    for problem in outcome.problems:
        error_console.print(
            f"[bold red]The check found:[/] {problem}. Please report this as a bug.",
            highlight=False, soft_wrap=True,
        )  # fmt: skip
    if not outcome.problems:
        repeated = f" + {outcome.repeated} repeated" if outcome.repeated else ""
        shown.say(
            f"Checked: {outcome.rows} rows in = {outcome.read} read + {outcome.held} held"
            f"{repeated} + {outcome.failed} failed; ids are distinct. Archive.check() looks deeper."
        )
    if outcome.problems or outcome.read + outcome.held == 0:
        return ExitCode.ERROR
    lost = outcome.failed or outcome.unread
    return ExitCode.SOME_FAILED if lost else failures.code
