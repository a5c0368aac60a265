"""Kills a run with SIGKILL at single lines of its code, goes on, and compares what comes out.

    python benchmarks/kill_lines.py [--reports 60] [--cases 100] [--points 2] [--seed 7] [--stories]

Random moments (benchmarks/kill.py) fall where time is spent; this falls between any two lines. A
first run tells which lines of the run, its ledger, its workers, the archive's writing and the
telling are executed. Then each case is a run of its own in which the process that comes to a line
drawn by chance dies there, the first to third time it comes; where the parent died, the same call
goes on, and dies at the next of the ``--points``. At the end the archive must be the undisturbed
one, all tables, with nothing left over. The reader stands in for the real one.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import synthetic
from benchmarks.kill import contents

from dragoman.archive import Archive

_CALL = (
    "import sys; from dragoman.running import run; archive, news, reader, stories = sys.argv[1:]\n"
    "done = run([news], archive, workers=2, reader=reader, stories=stories == 'True')\n"
    "assert not done.problems, done.problems\n"
    "assert done.rows == done.read + done.held + done.repeated + done.failed\n"
)
_KILLED = -9


def call(asked: argparse.Namespace, archive: Path, news: Path, **more: str) -> int:
    """Run once; how it ended."""
    root = Path(__file__).parents[1]
    folders = [root / "benchmarks" / "at_line", root, root / "src"]
    path = os.pathsep.join([*map(str, folders), os.environ.get("PYTHONPATH", "")])
    return subprocess.run(
        [sys.executable, "-c", _CALL, archive, news, synthetic.READER, str(asked.stories)],
        env={**os.environ, "PYTHONPATH": path, "SYNTHETIC_DELAY": "0", **more}, timeout=600,
    ).returncode  # fmt: skip


def case(
    asked: argparse.Namespace, folder: Path, news: Path, points: list[str]
) -> tuple[int, int, int]:
    """One run that dies at these lines; how often it died, how often all of it, how it ended."""
    archive, done = folder / "news.duckdb", folder.with_suffix(".done-")
    parent = 0
    more = {"AT_LINE": ",".join(points), "AT_LINE_DONE": str(done)}
    while (code := call(asked, archive, news, **more)) == _KILLED:
        parent += 1
    return sum(Path(f"{done}{n}").exists() for n in range(len(points))), parent, code


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--reports", type=int, default=60)
    parser.add_argument("--cases", type=int, default=100)
    parser.add_argument("--points", type=int, default=2)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--stories", action="store_true")
    asked = parser.parse_args()
    chance = random.Random(asked.seed)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        news, seen, sound = folder / "news.jsonl", folder / "seen", folder / "sound.duckdb"
        synthetic.write_reports(news, asked.reports, {7: " STUMBLES."})
        assert call(asked, sound, news, AT_LINE_SEEN=str(seen)) == 0
        wanted = contents(sound)
        lines = sorted(set(seen.read_text().split()))
        chance.shuffle(lines)
        print(f"{len(lines)} lines are executed; {asked.cases} cases", flush=True)
        began = time.monotonic()
        died = parents = wrong = 0
        for number in range(asked.cases):
            first = lines[number % len(lines)]
            others = chance.choices(lines, k=asked.points - 1)
            points = [f"{line}:{chance.choice((1, 1, 2, 3))}" for line in (first, *others)]
            home = folder / str(number)
            home.mkdir()
            here, parent, code = case(asked, home, news, points)
            died, parents = died + here, parents + parent
            if code:
                wrong += 1
                print(f"killed at {points}: the last call ended with {code}", flush=True)
                continue
            found = contents(home / "news.duckdb")
            differ = [table for table in wanted if found[table] != wanted[table]]
            with Archive(home / "news.duckdb", read_only=True) as archive:
                problems = archive.check()
            left = [p.name for p in home.iterdir() if p.name != "news.duckdb"]
            if differ or problems or left:
                wrong += 1
                print(f"killed at {points}: differing {differ}, problems {problems[:3]}, left over "
                      f"{left}", flush=True)  # fmt: skip
        print(f"{asked.cases} cases, {died} kills, {parents} of them of the parent: "
              f"{asked.cases - wrong} archives are equal to the undisturbed one, "
              f"{time.monotonic() - began:.0f} s")  # fmt: skip


if __name__ == "__main__":
    main()
