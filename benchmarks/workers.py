"""One worker against several on the same reports, and the memory that runs of growing size take.

    python benchmarks/workers.py REPORTS... [--workers 2] [--most 600]
    python benchmarks/workers.py --memory 1000 10000 100000

The first reads the same reports in turn with ``read --workers 1`` (one process, as the command
does by itself) and with several, by the real reader, and prints the clock time from call to end,
stories left out, and the peak memory of parent and children. The second runs the generator's
reports (benchmarks/synthetic.py) through two workers with the reader that stands in for the real
one, so that what grows is what the run itself keeps. Time is only worth something on a machine that
does nothing else.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import msgspec
from benchmarks import synthetic

from dragoman.ingest import read_reports

_ALONE = (
    "import sys; from dragoman.storing import keep\n"
    "keep(sys.argv[1], [sys.argv[2]], on_error=lambda f: None)\n"
)
_SEVERAL = (
    "import sys; from dragoman.running import run\n"
    "done = run([sys.argv[2]], sys.argv[1], workers=int(sys.argv[3]), stories=False,\n"
    "           reader=sys.argv[4], on_error=lambda f: None)\n"
    "assert not done.problems, done.problems\n"
)
_LOOK = 0.1  # seconds between two looks at the memory
_REAL = "dragoman.pipeline:shared_reader"


def timed(code: str, *asked: object) -> tuple[float, int, int]:
    """Seconds, and the peak memory (MiB) of the program and of its largest child."""
    root = Path(__file__).parents[1]
    path = os.pathsep.join([str(root), str(root / "src"), os.environ.get("PYTHONPATH", "")])
    began = time.perf_counter()
    program = subprocess.Popen(
        [sys.executable, "-c", code, *map(str, asked)], env={**os.environ, "PYTHONPATH": path}
    )
    own = child = 0
    while program.poll() is None:
        own = max(own, peak(program.pid))
        child = max([child, *map(peak, children(program.pid))])
        time.sleep(_LOOK)
    if program.returncode:
        raise SystemExit(program.returncode)
    return time.perf_counter() - began, own, child


def peak(process: int) -> int:
    """The most memory (MiB) that a process had so far. What the system tells at its end would do
    if it did not count the memory of the program that started it as well."""
    try:
        said = Path(f"/proc/{process}/status").read_text()
    except OSError:  # it has ended
        return 0
    lines = dict(line.split(":", 1) for line in said.splitlines())
    return int(lines.get("VmHWM", "0 kB").split()[0]) // 1024


def children(process: int) -> list[int]:
    """The processes that a process started and that run now."""
    with contextlib.suppress(OSError):
        found = Path(f"/proc/{process}/task").glob("*/children")
        return [int(pid) for file in found for pid in file.read_text().split()]
    return []


def compare(paths: list[Path], workers: int, most: int, folder: Path) -> None:
    """One process against several on the same reports."""
    news = folder / "news.jsonl"
    found = itertools.islice(read_reports(paths, on_error=lambda _: None), most)
    count = 0
    with news.open("wb") as out:
        for report, text in found:
            count += 1
            line = {"id": report.id, "published": report.published, "source": report.source,
                    "title": report.title, "url": report.url, "text": text}  # fmt: skip
            out.write(msgspec.json.encode(line) + b"\n")
    one, own, _ = timed(_ALONE, folder / "one.duckdb", news)
    print(f"1 worker:  {count} reports, {one:.1f} s, peak {own} MiB", flush=True)
    several, own, child = timed(_SEVERAL, folder / "several.duckdb", news, workers, _REAL)
    print(f"{workers} workers: {count} reports, {several:.1f} s, peak {own} MiB and {child} MiB in "
          f"the largest child; {one / several:.2f} times as fast")  # fmt: skip


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--most", type=int, default=600)
    parser.add_argument("--memory", nargs="+", type=int, default=[])
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        if asked.paths:
            compare(asked.paths, asked.workers, asked.most, folder)
        for count in asked.memory:
            news = folder / f"{count}.jsonl"
            synthetic.write_reports(news, count)
            archive = folder / f"{count}.duckdb"
            seconds, own, child = timed(_SEVERAL, archive, news, asked.workers, synthetic.READER)
            size = archive.stat().st_size // 2**20
            print(f"{count:>7} reports: {seconds:.1f} s, peak {own} MiB, largest child {child} "
                  f"MiB, archive {size} MiB", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
