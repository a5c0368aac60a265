"""The whole path from reports to readings: stages in order, one report or a stream."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from time import perf_counter

import msgspec

from dragoman._version import __version__
from dragoman.actors import Actors
from dragoman.changes import Changes
from dragoman.codebooks.tables import own_digest
from dragoman.document import Document, OnError, Stage, failure_of
from dragoman.errors import DragomanError
from dragoman.events import Events
from dragoman.ids import stable_id
from dragoman.issues import Issues
from dragoman.issues.table import TABLES
from dragoman.language import Language
from dragoman.language.model import model_name
from dragoman.links import Links
from dragoman.records import Reading, Report, Run
from dragoman.statements import Statements
from dragoman.ties import Ties
from dragoman.times import Times

log = logging.getLogger(__name__)


class Reader:
    """Turns reports into readings. Loading it takes a second or two; keep one a process.

    Example:
        >>> from dragoman.ids import text_hash
        >>> text = "France accused Niger of fraud on Friday."
        >>> reading = Reader().read(Report(id="r1", text_sha256=text_hash(text)), text)
        >>> [(e.type, e.actors[0].code, e.status) for e in reading.events]
        [('ACCUSE', 'FRA', 'actual')]
    """

    def __init__(
        self, stages: Iterable[Stage] | None = None, *, least: float | None = None
    ) -> None:
        """Use the given stages after the language stage, or all of Dragoman's in order.

        ``least`` is the confidence (0 to 1) from which Dragoman's own stages show an event: higher
        gives fewer and surer ones, lower more; None is the coder's default.
        """
        if least is not None and not 0 <= least <= 1:
            raise DragomanError(
                f"A confidence lies between 0 and 1, and {least} does not. Give for example 0.7 "
                "for fewer and surer events.",
                error="bad-query",
            )
        self.language = Language()
        self.stages: list[Stage] = list(default_stages(least) if stages is None else stages)

    @cached_property
    def run(self) -> Run:
        """What makes the records: version, model, stages, and a user's own code books."""
        settings = {"stages": " ".join(s.name for s in self.stages)}
        for stage in self.stages:
            if isinstance(stage, Events | Statements | Issues):
                settings |= stage.settings
        if own := own_digest(without=TABLES):  # those of the issues are told by their stage
            settings["codebooks"] = own
        return run_of(__version__, model_name(), settings)

    def read(self, report: Report, text: str) -> Reading:
        """One report; raises what a stage raises."""
        return next(self.stream([(report, text)]))

    def stream(
        self, reports: Iterable[tuple[Report, str]], on_error: OnError | None = None
    ) -> Iterator[Reading]:
        """Many reports, in order. One that a stage cannot take is given to ``on_error`` as a
        failure and left out; without ``on_error`` the exception is raised. Up to eight reports are
        taken from ``reports`` before the first reading comes, as they are parsed together."""
        for report, _, parsed in self.language.tried(reports):
            name, started = self.language.name, perf_counter()
            try:
                if isinstance(parsed, Exception):
                    raise parsed
                document = parsed
                for stage in self.stages:
                    name = stage.name
                    document = stage(document)
            except Exception as error:
                if on_error is None:
                    raise
                on_error(failure_of(report.id, name, error))
                continue
            log.info(
                "%s: %d events, %d statements, %.0f ms after the parser",
                report.id,
                len(document.events),
                len(document.statements),
                1000 * (perf_counter() - started),
            )
            yield self._reading(document)

    def _reading(self, document: Document) -> Reading:
        run = self.run.id
        replace = msgspec.structs.replace
        report = replace(document.report, origin=tuple(document.origin), run=run)
        return Reading(
            report=report,
            text=document.text,
            actors=tuple(document.actors),
            events=tuple(replace(e, run=run) for e in document.events),
            statements=tuple(replace(s, run=run) for s in document.statements),
            ties=tuple(replace(t, run=run) for t in document.ties),
            mentions=tuple(a for m in document.mentions for a in m.actors),
        )


def run_of(version: str, model: str, settings: dict[str, str]) -> Run:
    """The run of these settings; the same ones give the same id."""
    key = stable_id("run", version, model, *sorted(settings.items()))
    return Run(id=key, version=version, model=model, settings=settings)


def default_stages(least: float | None = None) -> list[Stage]:
    """All stages after language, in the order in which they read from each other."""
    return [
        Actors(),
        Times(),
        Statements(),
        Events(least=least),
        Ties(),
        Links(),
        Changes(),
        Issues(),
    ]


@lru_cache(maxsize=4)
def shared_reader(least: float | None = None) -> Reader:
    """The reader that the short calls of the package share, loaded once a process."""
    return Reader(least=least)
