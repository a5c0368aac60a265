"""Shared by the tests: the test reports are read once a session."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import dragoman as dm
from dragoman.actors import Actors
from dragoman.document import Document
from dragoman.events import Events
from dragoman.events.coder import LexiconCoder
from dragoman.ids import text_hash
from dragoman.language import Language
from dragoman.pipeline import shared_reader
from dragoman.records import Reading, Report
from dragoman.statements import Statements
from dragoman.times import Times
from report_checks import FOLDER, names


@pytest.fixture(scope="session")
def report_paths() -> list[Path]:
    return [FOLDER / f"{name}.txt" for name in names()]


@pytest.fixture(scope="session")
def readings(report_paths: list[Path]) -> dict[str, Reading]:
    """The readings of all test reports by name; read once."""
    return dict(zip(names(), dm.read(*report_paths), strict=True))


@pytest.fixture(scope="session")
def read_text() -> Callable[..., Reading]:
    """Reads a text: ``read_text("...", published="2026-01-05")``."""

    def read(text: str, published: str | None = None) -> Reading:
        report = Report(id="rep_test", text_sha256=text_hash(text), published=published)
        return shared_reader().read(report, text)

    return read


@pytest.fixture(scope="session")
def read() -> Callable[[str], Document]:
    """A text of 6 May 2024 as the stages up to the events leave it, coded by lexicon and rules.

    What the rules make of a clause is tested on them alone; the trained coder has its own tests.
    """
    language, stages = Language(), (Actors(), Times(), Statements(), Events(LexiconCoder()))

    def code(text: str) -> Document:
        document = language.parse(Report(id="r", text_sha256="", published="2024-05-06"), text)
        for stage in stages:
            document = stage(document)
        return document

    return code
