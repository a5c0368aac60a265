"""What made the archive: its runs, what could not be read, what is not told yet."""

from __future__ import annotations

from typing import Annotated

import msgspec

from dragoman.archive import Archive
from dragoman.questions import ask
from dragoman.questions.runs import Failures
from dragoman.records import Answer, Failure, Overview, Replaced, Report, Run
from dragoman.web.paging import View, page

_FEW = 20


class FailuresShown(Failures, frozen=True, kw_only=True):
    """Which failures; ``limit`` and ``offset`` count them."""

    limit: Annotated[int, msgspec.Meta(ge=1, le=1000)] = 25


class RunView(View, frozen=True, kw_only=True):
    """What the page of the run shows."""

    archive: str
    overview: Overview
    runs: Answer[Run]
    failures: Answer[Failure]
    untold: Answer[Report]
    replaced: Answer[Replaced]


@page("/run", "run.html.j2")
def run(archive: Archive, asked: FailuresShown) -> RunView:
    """Runs with version, model and settings; counts; failures by name; reports without a story."""
    return RunView(
        title="The run",
        archive=archive.path.name,
        overview=ask(archive, "overview").found[0],
        runs=ask(archive, "runs"),
        failures=ask(archive, "failures", error=asked.error, run=asked.run, limit=asked.limit,
                     offset=asked.offset),
        untold=ask(archive, "untold", limit=_FEW),
        replaced=ask(archive, "replaced", limit=_FEW),
    )  # fmt: skip
