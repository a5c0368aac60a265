"""A run at volume: news files into one archive, unattended, and what came of it.

    python benchmarks/volume.py ARCHIVE NEWS...
    python benchmarks/volume.py ARCHIVE --page USA-PRK --since 2017-01-01 --until 2018-12-31

Reads the files into the archive (what is there is not read again), tells the stories, and prints
counts, failures by kind, time, memory and size. With --page it prints a page about one dyad in
Markdown: months, changes of level with the acts that made them, what was planned and what became of
it. The page has Dragoman's own lines and no words of the reports.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from dragoman.archive import Archive
from dragoman.records import AgendaItem, Level, MergedEvent, Reading, Series
from dragoman.storing import keep, tell_stories

_ACTS = 4  # acts shown for a change of level


def read(archive: Path, news: list[Path]) -> Iterator[str]:
    """Read the files and tell the stories; lines about time and memory."""
    failed: Counter[str] = Counter()
    began = time.perf_counter()

    def watch(readings: Iterable[Reading]) -> Iterator[Reading]:
        for number, reading in enumerate(readings, start=1):
            if number % 500 == 0:
                print(f"  {number} read, {time.perf_counter() - began:.0f} s", flush=True)
            yield reading

    added, held = keep(
        archive, news, on_error=lambda failure: failed.update([failure.error]), watch=watch
    )
    yield f"read: {added} new, {held} there before; {time.perf_counter() - began:.0f} s"
    began = time.perf_counter()
    with Archive(archive) as db:
        told = tell_stories(db)
    yield f"stories told: {told}; {time.perf_counter() - began:.0f} s"
    yield f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB"


def counts(db: Archive) -> Iterator[str]:
    """What the archive holds."""
    for name, number in db.counts().items():
        yield f"{name:14} {number:>8,}"
    sizes = Counter(len(story.reports) for story in db.stories())
    several = sum(number for size, number in sizes.items() if size > 1)
    inside = sum(size * number for size, number in sizes.items() if size > 1)
    largest = max(sizes, default=0)
    yield f"stories of several reports: {several}, with {inside} reports; largest {largest}"
    merged = sum(len(event.members) > 1 for event in db.merged_events())
    yield f"events told more than once: {merged}"
    for error, number in Counter(failure.error for failure in db.failures()).most_common():
        yield f"failures, {error}: {number}"
    yield f"problems found by check(): {len(db.check())}"
    yield f"size: {db.path.stat().st_size / 2**20:.0f} MiB"


def page(db: Archive, dyad: str, since: str, until: str) -> Iterator[str]:
    """A dyad over some time, in Markdown."""
    series = db.series(dyad, by="month", since=since, until=until)
    by_id = {event.id: event for event in db.merged_events()}
    yield f"# {dyad}, {since} to {until}\n"
    columns = ("month", "reports read", "events", "verbal cooperation", "material cooperation",
               "verbal conflict", "material conflict", "mean Goldstein (of)")  # fmt: skip
    yield f"| {' | '.join(columns)} |"
    yield f"|{'---|' * len(columns)}"
    for one in series.periods:
        cells = (str(one.quads.get(quad, "")) for quad in "1234")
        mean = "" if one.goldstein is None else f"{one.goldstein:+.1f} ({one.scored_goldstein})"
        yield f"| {one.start[:7]} | {one.read} | {one.count} | {' | '.join(cells)} | {mean} |"
    yield f"\nWithout a day: {series.undated}; left out: {series.left_out}\n"
    yield "## Changes of level\n"
    says = dict(db.rows("SELECT id, says FROM merged_events"))
    yield from _levels(series, by_id, says)
    yield "\n## What was planned\n"
    for item in db.agenda(since=since, until=until, dyad=dyad):
        if len(item.history) > 1:
            yield _item(item)


def _levels(
    series: Series, by_id: dict[str, MergedEvent], says: dict[str, str | None]
) -> Iterator[str]:
    for level in series.levels:
        yield _level(level)
        shown = [e for e in level.events if e in by_id and "“" not in (says.get(e) or "“")]
        for event in shown[:_ACTS]:
            date = by_id[event].date
            yield f"    - {date.start if date and date.start else 'by publication'}: {says[event]}"


def _level(level: Level) -> str:
    return (
        f"- {level.day[:7]}, {level.measure}: {level.before:.2f} → {level.after:.2f} per "
        f"{level.per} ({level.before_count} and {level.after_count} events; chance "
        f"{level.chance:.3f})"
    )


def _item(item: AgendaItem) -> str:
    steps = "; ".join(f"{step.day}: {step.kind}" for step in item.history)
    date = item.date.start if item.date and item.date.start else "no day"
    return f"- {item.what.partition('“')[0].strip(': ')} ({date}): {item.state}. {steps}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("archive", type=Path)
    parser.add_argument("news", type=Path, nargs="*", help="files of reports; none: what is there")
    parser.add_argument("--page", metavar="DYAD", help="print a page about a dyad: USA-PRK")
    parser.add_argument("--since", default="2017-01-01")
    parser.add_argument("--until", default="2018-12-31")
    options = parser.parse_args()
    if options.news:
        print("\n".join(read(options.archive, options.news)))
    with Archive(options.archive, read_only=True) as db:
        if options.page:
            print("\n".join(page(db, options.page, options.since, options.until)))
        else:
            print("\n".join(counts(db)))


if __name__ == "__main__":
    main()
