"""What reading costs, against the bare parser over the same texts in the same run.

    python benchmarks/speed.py REPORTS... [--reports 200] [--sentences 12] [--repeat 3]

REPORTS are files or folders as `dragoman read` takes them; the first ``--reports`` of them are cut
after ``--sentences`` sentences (0: whole), so that figures are of one kind of report. Prints, in
processor seconds: the bare spaCy pass (one `nlp.pipe` over the whole texts, all its parts), each
stage, the archive, and their ratio to the bare pass; then the reports a day at that cost on two
cores. The turns of all are interleaved and the lowest of ``--repeat`` counts, so that what else the
machine does matters little.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from dragoman.archive import Archive
from dragoman.ids import text_hash
from dragoman.ingest import read_reports
from dragoman.language.sentences import sentences
from dragoman.pipeline import Reader
from dragoman.records import Reading, Report

Given = list[tuple[Report, str]]


def reports(paths: list[Path], number: int, cut: int) -> Given:
    """So many reports of so many sentences."""
    found: Given = []
    for report, text in read_reports(paths, on_error=lambda _: None):
        ends = [s.end for s in sentences(text)]
        if cut and len(ends) < cut:
            continue
        text = text[: ends[cut - 1]] if cut else text
        report = msgspec.structs.replace(report, text_sha256=text_hash(text))
        found.append((report, text))
        if len(found) == number:
            break
    return found


def bare(reader: Reader, given: Given) -> float:
    """Processor seconds of the bare pass."""
    pipeline: Any = reader.language.pipeline
    began = time.process_time()
    for doc in pipeline.pipe([text for _, text in given]):
        doc.text  # noqa: B018
    return time.process_time() - began


def whole(reader: Reader, given: Given) -> tuple[float, list[Reading]]:
    """Processor seconds of reading as `dragoman read` does it, and the readings."""
    began = time.process_time()
    found = list(reader.stream(given))
    return time.process_time() - began, found


def written(readings: list[Reading], reader: Reader) -> float:
    """Processor seconds of writing them to a new archive."""
    with tempfile.TemporaryDirectory() as folder, Archive(Path(folder) / "a.duckdb") as archive:
        began = time.process_time()
        archive.add_many(readings, reader.run)
        return time.process_time() - began


def stages(reader: Reader, given: Given) -> dict[str, float]:
    """Processor seconds of each stage."""
    spent: dict[str, float] = defaultdict(float)

    def timed(name: str, work: Callable[[], Any]) -> Any:
        began = time.process_time()
        made = work()
        spent[name] += time.process_time() - began
        return made

    documents = timed("language", lambda: list(reader.language.stream(given)))
    for stage in reader.stages:
        documents = timed(
            stage.name, lambda stage=stage, held=documents: [stage(one) for one in held]
        )
    return dict(spent)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--reports", type=int, default=200)
    parser.add_argument("--sentences", type=int, default=12)
    parser.add_argument("--repeat", type=int, default=3)
    asked = parser.parse_args()
    given = reports(asked.paths, asked.reports, asked.sentences)
    words = sum(len(text.split()) for _, text in given)
    reader = Reader()
    list(reader.stream(given[:5]))  # what is loaded once is loaded
    best: dict[str, float] = {}
    for _ in range(asked.repeat):
        seconds, readings = whole(reader, given)
        turn = {"bare parser": bare(reader, given), "reading": seconds,
                "archive": written(readings, reader)}  # fmt: skip
        turn |= {f"  {name}": spent for name, spent in stages(reader, given).items()}
        best = {name: min(spent, best.get(name, spent)) for name, spent in turn.items()}
    base = best["bare parser"]
    total = best["reading"] + best["archive"]
    print(f"{len(given)} reports, {words} words")
    for name, spent in (*best.items(), ("in all", total)):
        each = 1000 * spent / len(given)
        print(f"{name:14} {each:7.1f} ms a report, {spent / base:5.2f} of the parser")
    print(f"a day on two cores: {2 * 86_400 * len(given) / total:,.0f} reports")


if __name__ == "__main__":
    main()
