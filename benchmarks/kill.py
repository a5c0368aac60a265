"""Kills a run again and again at random moments, goes on with it, and compares what comes out.

    python benchmarks/kill.py [--reports 2000] [--kills 200] [--workers 2] [--seed 7] [--real]

Reports of a generator (benchmarks/synthetic.py) are read once undisturbed. Then the same run is
started again in a new archive and a process of it is killed with SIGKILL at a random moment: the
parent, a worker, or the one that takes the inputs in. A parent that is killed, or that stops
because three children in a row were killed while they started, is started again with the same
call. A run that comes to its end is compared with the undisturbed archive, all tables, row by row
but for columns of time; then another is begun, until there were so many kills.
``--real`` reads with Dragoman's own reader; else a reader stands in for it that starts at once.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb
from benchmarks import synthetic, varied

from dragoman.archive import Archive, schema
from dragoman.running import folder_of

_STARTING = 7  # how the parent ends where its children cannot start
_TIMES = {"history": ("replaced_at",), "corrections": ("made", "undone")}
_CALL = (
    "import sys; from dragoman.running import run; archive, news, workers, reader = sys.argv[1:]\n"
    "from dragoman.errors import DragomanError\n"
    "try:\n"
    "    done = run([news], archive, workers=int(workers), reader=reader)\n"
    "except DragomanError as error:\n"
    "    sys.exit(7 if error.error == 'worker-died' else str(error))\n"
    "assert not done.problems, done.problems\n"
    "assert done.rows == done.read + done.held + done.repeated + done.failed"
)


def contents(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Table -> its rows, without columns of time, sorted."""
    found = {}
    with duckdb.connect(str(path), read_only=True) as db:
        for table, columns in schema.TABLES.items():
            names = ", ".join(f'"{c}"' for c in columns if c not in _TIMES.get(table, ()))
            found[table] = sorted(db.execute(f"SELECT {names} FROM {table}").fetchall(), key=repr)
    return found


class Disturbed:
    """One archive that is made under kills."""

    def __init__(self, asked: argparse.Namespace, folder: Path, news: Path) -> None:
        """Prepare it; nothing is started yet."""
        self.asked, self.news = asked, news
        self.archive = folder / "news.duckdb"
        self._process: subprocess.Popen[bytes] | None = None
        self.seen_reading = False
        self.stopped = 0

    def start(self) -> None:
        """Start the parent, or start it again."""
        reader = "dragoman.pipeline:shared_reader" if self.asked.real else synthetic.READER
        root = Path(__file__).parents[1]
        path = os.pathsep.join([str(root), str(root / "src"), os.environ.get("PYTHONPATH", "")])
        delay = os.environ.get("SYNTHETIC_DELAY", "0.01")
        self._process = subprocess.Popen(
            [sys.executable, "-c", _CALL, self.archive, self.news, str(self.asked.workers), reader],
            env={**os.environ, "PYTHONPATH": path, "SYNTHETIC_DELAY": delay},
        )

    def ended(self, seconds: float, *, busy: bool = False) -> bool:
        """Whether the run came to its end meanwhile; ``busy``: the time begins with its work."""
        assert self._process is not None
        until = time.monotonic() + seconds
        while (code := self._process.poll()) is None and time.monotonic() < until:
            if busy and self.doing() == "starting":
                until = time.monotonic() + seconds
            time.sleep(0.01)
        if code == _STARTING:  # three were killed while they started; it says: run it again
            self.stopped += 1
            self.start()
            return False
        if code:
            raise SystemExit(f"the run ended with {code}; see above")
        return code == 0

    def doing(self) -> str:
        """What it is at, by its files."""
        reading = any(folder_of(self.archive).glob("*.in"))
        self.seen_reading |= reading
        return "reading" if reading else "telling" if self.seen_reading else "starting"

    def kill(self, chance: random.Random) -> str:
        """Kill the parent or one of its children; who it was and what it was doing."""
        assert self._process is not None
        parent = self._process.pid
        children = _children(parent)
        victim = parent if not children or chance.random() < 0.5 else chance.choice(children)
        doing = self.doing()
        with suppress(ProcessLookupError):
            os.kill(victim, signal.SIGKILL)
        if victim == parent:
            self._process.wait()
            self.start()
        return f"{'parent' if victim == parent else 'child'} while {doing}"


def _children(parent: int) -> list[int]:
    found = []
    with suppress(OSError):
        for task in Path(f"/proc/{parent}/task").iterdir():
            found += [int(pid) for pid in (task / "children").read_text().split()]
    return found


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--reports", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--pause", type=float, default=3.0, help="seconds between kills, at most")
    parser.add_argument("--real", action="store_true")
    asked = parser.parse_args()
    chance = random.Random(asked.seed)
    kills: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        news = folder / "news.jsonl"
        more = {n: varied.text(n) for n in range(asked.reports)} if asked.real else None
        synthetic.write_reports(news, asked.reports, more)
        (folder / "sound").mkdir()
        sound = Disturbed(asked, folder / "sound", news)
        began = time.monotonic()
        sound.start()
        while not sound.ended(1.0):
            pass
        wanted = contents(sound.archive)
        rows = sum(map(len, wanted.values()))
        print(f"undisturbed: {asked.reports} reports, {len(wanted['stories'])} stories, {rows} "
              f"rows, {time.monotonic() - began:.0f} s", flush=True)  # fmt: skip
        equal = runs = 0
        began = time.monotonic()
        while kills.total() < asked.kills:
            runs += 1
            (folder / str(runs)).mkdir()
            one = Disturbed(asked, folder / str(runs), news)
            one.start()
            before = kills.total()
            while True:
                last = kills.total() >= asked.kills
                # Telling goes by whole stories, and has to load what it compares them with.
                most = asked.pause * (6 if one.doing() == "telling" else 1)
                pause, busy = chance.uniform(0.0, most), chance.random() < 0.9
                if one.ended(3600.0 if last else pause, busy=busy):
                    break
                if not last:
                    kills[one.kill(chance)] += 1
            found = contents(one.archive)
            differ = [t for t in wanted if found[t] != wanted[t]]
            with Archive(one.archive, read_only=True) as archive:
                problems = archive.check()
            left = [p.name for p in one.archive.parent.iterdir() if p != one.archive]
            equal += not differ and not problems and not left
            stopped = f", stopped {one.stopped} times" if one.stopped else ""
            print(f"run {runs}: {kills.total() - before} kills{stopped}; differing tables: "
                  f"{differ or 'none'}; problems: {problems[:3] or 'none'}; left over: "
                  f"{left or 'nothing'}; {time.monotonic() - began:.0f} s", flush=True)  # fmt: skip
    print(f"{kills.total()} kills in {runs} runs; equal to the undisturbed archive: {equal}")
    for what, number in sorted(kills.items()):
        print(f"  {what}: {number}")


if __name__ == "__main__":
    main()
