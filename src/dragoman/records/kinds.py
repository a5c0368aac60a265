"""All kinds of record that are written alone."""

from __future__ import annotations

from dragoman.records.agenda import AgendaItem
from dragoman.records.base import Failure, Run
from dragoman.records.corrections import Correction
from dragoman.records.reading import Event, Report, Statement, Tie
from dragoman.records.relations import Dyad, Issue
from dragoman.records.story import MergedEvent, Story, Utterance
from dragoman.records.ties import StandingTie

AnyRecord = (
    Report | Event | Statement | Tie | Story | MergedEvent | Utterance | Issue | Dyad
    | AgendaItem | StandingTie | Failure | Run | Correction
)  # fmt: skip
