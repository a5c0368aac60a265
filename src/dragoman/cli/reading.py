"""``dragoman brief`` and ``dragoman read``: reports in."""

from __future__ import annotations

import logging
import sys
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from dragoman.cli.app import app
from dragoman.cli.shared import ExitCode, Failures, console, error_console, progress, written

Reports = Annotated[
    list[str],
    typer.Argument(
        metavar="REPORT...",
        help="Files (text, Markdown, HTML, JSON, JSON Lines, CSV, Parquet, feed), folders, or -.",
    ),
]
Published = Annotated[
    str | None,
    typer.Option(help="Publication day (2026-01-05) of all these reports, over what they say."),
]
Source = Annotated[str | None, typer.Option(help="Publisher of all these reports, likewise.")]
Least = Annotated[
    float | None,
    typer.Option(
        help="Confidence (0 to 1) from which events are shown: higher gives fewer and surer ones. "
        "Default: where precision and recall were best balanced."
    ),
]
Workers = Annotated[
    int,
    typer.Option(
        min=1, help="Processes that read: one for each core is about right. 1 reads in this one."
    ),
]
Limit = Annotated[
    float,
    typer.Option(help="With workers: seconds that one report may take before it is given up."),
]
Anew = Annotated[
    bool,
    typer.Option("--anew", help="With workers: give up an unfinished run of other reports."),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Only results; no progress, no notes.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Tell what is done, and how long.")]


@app.command()
def brief(
    reports: Reports,
    published: Published = None,
    source: Source = None,
    least: Least = None,
    html: Annotated[
        Path | None,
        typer.Option(help="Write one self-contained HTML page to this file; - prints it."),
    ] = None,
    markdown: Annotated[
        Path | None, typer.Option(help="Write Markdown to this file; - prints it.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of the page.")] = False,
    full: Annotated[bool, typer.Option("--full", help="Every line; no list is cut.")] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Set reports of a story out on one page: agreed, told once, told differently, planned.

    Prints the page in the terminal unless --html or --markdown names a file for it.
    """
    _logging(verbose)
    from dragoman.api import brief as make

    failures = Failures(quiet=quiet)
    page = make(
        *reports,
        published=published,
        source=source,
        least=least,
        on_error=failures,
        watch=partial(progress, what="Reading", quiet=quiet),
    )
    if html is not None:
        _write(html, page.html(), quiet)
    if markdown is not None:
        _write(markdown, page.markdown(), quiet)
    if json:
        sys.stdout.buffer.write(page.json().encode() + b"\n")
        sys.stdout.buffer.flush()
    elif html is None and markdown is None:
        from dragoman.briefs.terminal import to_terminal

        to_terminal(page.brief, console, full=full)
    raise typer.Exit(failures.code)


@app.command()
def read(
    reports: Reports,
    to: Annotated[
        Path | None,
        typer.Option(
            help="Write records to this file: .jsonl (one record a line) or .parquet (one table of "
            "all records: kind, id, report, record as JSON). Default: JSON Lines to stdout."
        ),
    ] = None,
    archive: Annotated[
        Path | None, typer.Option(help="Keep the records in this archive (made if not there).")
    ] = None,
    published: Published = None,
    source: Source = None,
    least: Least = None,
    workers: Workers = 1,
    limit: Limit = 300.0,
    anew: Anew = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Read reports into records: reports, events, statements, ties, failures.

    With --archive, reports that the archive already holds are not read again, so that an
    interrupted run goes on where it stopped. With --workers, several processes read, the stories
    are told at the end, and it is checked that nothing was lost.
    """
    if to is not None and archive is not None:
        raise typer.BadParameter("Give either --to or --archive, not both.")
    if workers > 1 and to is None and archive is None:
        raise typer.BadParameter("With --workers give --archive or --to.")
    _logging(verbose)
    if workers > 1:
        from dragoman.cli.running import read_with_workers

        raise typer.Exit(
            read_with_workers(
                reports, archive=archive, to=to, workers=workers, published=published,
                source=source, least=least, limit=limit, anew=anew, quiet=quiet,
            )
        )  # fmt: skip
    failures = Failures(quiet=quiet, keep=archive is None)
    watch = partial(progress, what="Reading", quiet=quiet)
    if archive is not None:
        from dragoman.storing import keep

        added, held = keep(
            archive,
            reports,
            published=published,
            source=source,
            least=least,
            on_error=failures,
            watch=watch,
        )
        if not quiet:
            error_console.print(
                f"{added} reports read and kept in {archive}, {held} were there already, "
                f"{failures.left_out} could not be read.",
                highlight=False,
                soft_wrap=True,
            )
        if added + held == 0:
            raise typer.Exit(ExitCode.ERROR)
    else:
        from dragoman.api import read as stream
        from dragoman.cli.records import write_records

        readings = stream(
            *reports, published=published, source=source, least=least, on_error=failures
        )
        count = write_records(watch(readings), failures, to)
        if not quiet and to is not None:
            error_console.print(f"{count} records written to {to}", highlight=False, soft_wrap=True)
        if count == failures.count:
            raise typer.Exit(ExitCode.ERROR)
    raise typer.Exit(failures.code)


def _write(path: Path, text: str, quiet: bool) -> None:
    if str(path) == "-":
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
        return
    with written(path) as out:
        out.write(text.encode())
    if not quiet:
        error_console.print(f"Written: {path}", highlight=False, soft_wrap=True)


def _logging(verbose: bool) -> None:
    if verbose:
        logging.basicConfig(
            level=logging.INFO,
            stream=sys.stderr,
            format="%(relativeCreated)6d ms %(name)s: %(message)s",
        )
