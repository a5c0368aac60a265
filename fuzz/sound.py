"""A small sound archive, all invented, for the targets that damage it or write into it.

Three readings of two stories, told, with a correction; small blocks, so that a copy costs little.
"""

from __future__ import annotations

import sys
import zlib
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
from msgspec.structs import replace

from dragoman.archive import Archive, opening
from dragoman.archive.corrections import add_correction
from dragoman.corrections import anchor_of
from dragoman.records import Correction, Reading, Run
from dragoman.storing import tell_stories

TESTS = Path(__file__).parents[1] / "tests"
sys.path.append(str(TESTS))

from brief_readings import fish_readings  # noqa: E402 (found beside the tests)
from reading_fixtures import visit_story  # noqa: E402

RUN = Run(id="run_1", version="0", model="none", settings={"stages": "x"})
OTHER = Run(id="run_2", version="1", model="none")
DYAD, ISSUE = "KEN-ETH", "trade"
_MADE = "2026-01-09T08:30:00.000+00:00"

whole = False
"""Whether to do for an input all that is done for a share of them: so one is looked at again."""


def share(data: bytes, of: int) -> bool:
    """Whether this input is one of those, one in so many, for which the slow part is done, too."""
    return whole or zlib.crc32(data) % of == 0


def one_thread() -> None:
    """Let archives be opened with one thread: threads cost more than these archives give them."""
    opening._CONFIG["threads"] = 1


@cache
def readings() -> tuple[Reading, ...]:
    """The readings of the sound archive."""
    found = (*visit_story("2026-01-07"), fish_readings()[0])
    return tuple(
        replace(one, report=replace(one.report, id=f"r{number}", run=""), **_of(one, f"r{number}"))
        for number, one in enumerate(found)
    )


def _of(reading: Reading, report: str) -> dict[str, Any]:
    """The records of a reading under a short id of their report, which a fuzzer can hit."""
    return {
        kind: tuple(
            replace(one, id=f"{kind[:2]}_{report}_{n}", report=report, run="")
            for n, one in enumerate(getattr(reading, kind))
        )
        for kind in ("events", "statements", "ties")
    }


def decision() -> Correction:
    """The correction that the sound archive holds: an event of the first report stays as it is."""
    first = readings()[0]
    these = (anchor_of(first, first.events[0]),)
    return Correction(id="co_1", action="pin", of="event", these=these, note="they met", made=_MADE)


def make(path: Path) -> None:
    """Make the sound archive at ``path``."""
    draft = path.with_name("draft.duckdb")
    with Archive(draft) as archive:
        archive.add_many(readings(), RUN)
        add_correction(archive, decision())
        tell_stories(archive)
        assert archive.check() == []
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{draft}' AS draft (READ_ONLY)")
        connection.execute(f"ATTACH '{path}' AS made (BLOCK_SIZE 16384)")
        connection.execute("COPY FROM DATABASE draft TO made")
    draft.unlink()
