"""How long it takes to merge the events of a large story, with and without the learned weights.

    python benchmarks/merging.py ARCHIVE.duckdb [--reports 50]

Takes the largest story of the archive, filled up with the next ones to as many reports as asked, as
one story; prints how many events and pairs it has, what is merged, seconds and their ratio.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

import dragoman as dm
from dragoman.records import Reading
from dragoman.stories import group
from dragoman.stories.compare import DEFAULT
from dragoman.stories.merge import merge_events
from dragoman.stories.telling import Told


def largest(readings: Sequence[Reading], size: int) -> list[Reading]:
    """The largest story, filled up with the next ones."""
    groups = sorted(group(readings), key=lambda g: (-len(g.readings), g.reports))
    return [reading for found in groups for reading in found.readings][:size]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--reports", type=int, default=50)
    options = parser.parse_args()
    with dm.Archive(options.archive, read_only=True) as archive:
        story = largest(list(archive.readings()), options.reports)
    events = sum(len(reading.events) for reading in story)
    print(f"{len(story)} reports, {events} events, {events * (events - 1) // 2} pairs")
    times = []
    for name, settings in (
        ("warming up", DEFAULT),
        ("by hand-set weights alone", replace(DEFAULT, learned=0.0)),
        ("with the learned weights", DEFAULT),
    ):
        told = {reading.report.id: Told(reading) for reading in story}
        began = time.perf_counter()
        merged = merge_events(story, told, settings=settings)
        seconds = time.perf_counter() - began
        times.append(seconds)
        several = sum(len(m.members) > 1 for m in merged)
        inside = sum(len(m.members) > len(m.reports) for m in merged)
        print(
            f"{name:28} {seconds:6.2f} s   {len(merged)} merged events, {several} of several "
            f"tellings, {inside} with two of one report"
        )
    print(f"ratio {times[2] / times[1]:.1f}")


if __name__ == "__main__":
    main()
