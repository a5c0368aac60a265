"""Shared by the tests: the test reports are read once a session."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import dragoman as dm
from dragoman.ids import text_hash
from dragoman.pipeline import shared_reader
from dragoman.records import Reading, Report
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
