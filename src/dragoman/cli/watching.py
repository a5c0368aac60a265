"""``dragoman watch``: feeds and folders, read as they grow."""

from __future__ import annotations

import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from dragoman.cli.app import app
from dragoman.cli.reading import Least, Quiet, Source, Verbose, _logging
from dragoman.cli.shared import ExitCode, Failures, error_console
from dragoman.records import WatchRound, to_json

_UNITS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86_400}


@app.command()
def watch(
    sources: Annotated[
        list[str],
        typer.Argument(metavar="SOURCE...", help="Addresses of feeds (https, http), and folders."),
    ],
    archive: Annotated[
        Path, typer.Option(help="The archive to keep reports in (made if not there).")
    ],
    every: Annotated[
        str, typer.Option(help="Time between two rounds: 90s, 15m, 2h. Where hosts are asked, 1m+.")
    ] = "15m",
    once: Annotated[bool, typer.Option("--once", help="One round, and end.")] = False,
    source: Source = None,
    feed_only: Annotated[
        bool,
        typer.Option(
            "--feed-only/--full", help="Read the feeds' own texts; ask for no pages they link to."
        ),
    ] = False,
    most: Annotated[int, typer.Option(help="New items of one feed taken in one round.")] = 50,
    delay: Annotated[
        float, typer.Option(help="Seconds between two requests to one host, or as it asks.")
    ] = 2.0,
    contact: Annotated[
        str | None, typer.Option(help="Told to hosts beside our name: your e-mail, for example.")
    ] = None,
    allow_host: Annotated[
        list[str] | None, typer.Option(help="A host that may be an inner one; repeatable.")
    ] = None,
    allow_port: Annotated[
        list[int] | None,
        typer.Option(help="A port beside 80, 443, 8080 and 8443; repeatable."),
    ] = None,
    least: Least = None,
    json: Annotated[
        bool, typer.Option("--json", help="Print each round as one JSON record a line.")
    ] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Read what is new in feeds and folders into an archive, round after round.

    What was seen is remembered in a file beside the archive, so that nothing is read twice and a
    run that was stopped goes on. Ctrl-C ends it.
    """
    _logging(verbose)
    from dragoman.watching import PORTS, Allowed, Manners, Settings, Watcher

    failures = Failures(quiet=quiet, keep=False)
    allowed = Allowed(
        hosts=frozenset(host.lower().strip("[]").rstrip(".") for host in allow_host or ()),
        ports=PORTS | frozenset(allow_port or ()),
    )
    settings = Settings(
        every=_seconds(every), source=source, feed_only=feed_only, most=most, least=least,
        manners=Manners(delay=_least(delay), allowed=allowed, contact=contact),
    )  # fmt: skip

    def tell(words: str) -> None:
        if not quiet:
            error_console.print(words, highlight=False, soft_wrap=True, markup=False)

    with Watcher(archive, sources, settings, on_error=failures, on_wait=tell) as watcher:
        try:
            for done in watcher.rounds(once=once):
                tell(_line(done))
                if json:
                    sys.stdout.buffer.write(to_json(done) + b"\n")
                    sys.stdout.buffer.flush()
        except KeyboardInterrupt:
            tell(
                f"Stopped: {_count(watcher.kept, 'report')} kept, "
                f"{_count(watcher.waiting, 'item')} waiting for the next run."
            )
            raise typer.Exit(ExitCode.INTERRUPTED) from None
    raise typer.Exit(failures.code)


def _line(done: WatchRound) -> str:
    """A round in one line."""
    asked = [look for look in done.sources if look.state in ("read", "unchanged")]
    later = sum(look.state == "waiting" for look in done.sources)
    parts = [
        f"{len(asked)} of {len(done.sources)} sources looked at",
        f"{_count(sum(look.new for look in done.sources), 'new item')}",
        f"{_count(len(done.reports), 'report')} kept",
    ]
    if later:
        parts.insert(1, f"{later} left for later")
    if done.held:
        parts.append(f"{done.held} there already")
    if done.left_out:
        parts.append(f"{done.left_out} not read")
    if done.waiting:
        parts.append(f"{done.waiting} waiting")
    parts.append(f"{done.stories} {'story' if done.stories == 1 else 'stories'} told")
    line = f"Round {done.number}, {done.at[:16].replace('T', ' ')} UTC: {', '.join(parts)}."
    if done.next is not None:
        line += f" Next at {datetime.fromisoformat(done.next).astimezone(UTC):%H:%M:%S} UTC."
    return line


def _count(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _seconds(words: str) -> float:
    match = re.fullmatch(r"(\d{1,7}(?:\.\d+)?)\s*([smhd]?)", words.strip().lower())
    if match is None:
        raise typer.BadParameter(f"{words!r} is no length of time. Write 90s, 15m, 2h or 1d.")
    return float(match.group(1)) * _UNITS[match.group(2)]


def _least(delay: float) -> float:
    if not 0 <= delay <= 3600:
        raise typer.BadParameter("Give seconds from 0 to 3600 for --delay.")
    return delay
