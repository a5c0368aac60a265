"""A run's rarer ends: what a resumed run holds in memory, whose fault it was, who is left alive."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from benchmarks.kill import contents
from benchmarks.synthetic import READER, SyntheticReader, write_reports
from msgspec.structs import replace

from dragoman.archive import Archive
from dragoman.cli.shared import ExitCode, Failures
from dragoman.errors import DragomanError
from dragoman.ingest import read_reports
from dragoman.records import Failure
from dragoman.running import Progress, Runner, folder_of, keeping, run
from dragoman.running.crew import Crew
from dragoman.running.ledger import Ledger, Task
from dragoman.running.shards import WHOLE, Counts
from dragoman.running.taker import Taker
from dragoman.storing import tell_stories
from test_running import alone, mounted

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def workers_find_the_readers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = os.environ.get("PYTHONPATH", "")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), str(ROOT), before]))


@pytest.fixture
def news(tmp_path: Path) -> Path:
    path = tmp_path / "news.jsonl"
    write_reports(path, 90)
    return path


class Fake:
    """A child that does nothing; what it says is made up by the test."""

    def __init__(self) -> None:
        self.tasks: list[Any] = []
        self.at: int | None = None
        self.slow: Any = None
        self.ready = True
        self.done = self.heard = self.pid = 0
        self.ended = "killed"

    def say(self, message: object) -> None:
        pass

    def kill(self) -> None:
        pass

    def close(self) -> None:
        pass


def test_a_file_that_is_written_anew_is_not_held_in_memory(tmp_path: Path) -> None:
    news = tmp_path / "news.jsonl"
    write_reports(news, 600)
    target = tmp_path / "records.jsonl"
    with Runner([news], target, reader=READER, workers=1) as runner:
        assert sum(len(done.readings) for done in runner.results()) == 600
    most = 0
    with Runner([news], target, reader=READER, workers=1) as runner:
        ids = []
        for done in runner.results():
            most = max(most, len(runner._window.shards))
            ids += [reading.report.id for reading in done.readings]
    assert ids == [f"s{n}" for n in range(600)]
    assert 0 < most <= 8  # of 30


def test_what_was_held_and_is_no_more_is_read(tmp_path: Path) -> None:
    # 7 ends its workers, so that its shard is read row by row; 25 is in one that is read whole.
    news = tmp_path / "news.jsonl"
    write_reports(news, 40, {7: " CRASHES."})
    target = tmp_path / "records.jsonl"
    files = open_files()
    with Runner([news], target, reader=READER) as runner:
        done = list(runner.results(lambda report, _run: report.id in ("s3", "s25")))
    assert sum(one.held for one in done) == 2
    with Runner([news], target, reader=READER) as runner:
        done = list(runner.results())
    assert {r.report.id for one in done for r in one.readings} == {
        f"s{n}" for n in range(40) if n != 7
    }
    assert [f.item for one in done for f in one.failures] == ["s7"]
    assert sum(one.lost for one in done) == 1
    assert open_files() == files  # those of children that died are closed, too


def open_files() -> int:
    """How many files this process has open; 0 where the system does not tell."""
    place = Path("/proc/self/fd")
    return len(list(place.iterdir())) if place.is_dir() else 0


def test_another_reader_ends_the_run_and_the_next_begins_anew(
    news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = tmp_path / "changing.py"
    text = (
        "from msgspec.structs import replace\n"
        "from benchmarks.synthetic import SyntheticReader\n"
        "def reader(least):\n"
        "    made = SyntheticReader()\n"
        "    made.run = replace(made.run, id='run_NAME')\n"
        "    return made\n"
    )
    module.write_text(text.replace("NAME", "first"))
    path = tmp_path / "news.duckdb"

    def stop(progress: Progress) -> None:
        if progress.done:
            raise KeyboardInterrupt

    asked: dict[str, Any] = {"reader": "changing:reader", "workers": 1, "stories": False}
    monkeypatch.setenv("SYNTHETIC_DELAY", "0.1")
    with pytest.raises(KeyboardInterrupt):
        run([news], path, on_progress=stop, **asked)
    monkeypatch.setenv("SYNTHETIC_DELAY", "0")
    with Archive(path) as archive:
        kept = archive.counts()["reports"]
    assert 0 < kept < 90
    module.write_text(text.replace("NAME", "second"))
    with pytest.raises(DragomanError) as caught:
        run([news], path, **asked)
    assert caught.value.error == "inputs-changed"
    outcome = run([news], path, **asked)
    assert (outcome.read, outcome.held, outcome.problems) == (90, 0, ())


def test_what_another_program_changed_meanwhile_is_told_and_read_again(
    news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "news.duckdb"

    def stop(progress: Progress) -> None:
        if progress.done:
            raise KeyboardInterrupt

    monkeypatch.setenv("SYNTHETIC_DELAY", "0.1")
    with pytest.raises(KeyboardInterrupt):
        run([news], path, reader=READER, stories=False, on_progress=stop)
    monkeypatch.setenv("SYNTHETIC_DELAY", "0")
    other = SyntheticReader()
    other.run = replace(other.run, id="run_other")
    with Archive(path) as archive:
        archive.add_many(other.stream(islice(read_reports(news), 5)), other.run)
    told = run([news], path, reader=READER, stories=False)
    assert len(told.problems) == 1
    again = run([news], path, reader=READER, stories=False)
    assert (again.read, again.held, again.problems) == (5, 85, ())
    assert not folder_of(path).exists()


def test_only_the_task_that_was_too_slow_is_to_blame(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    crew = Crew(
        tmp_path, ledger, size=0, settings={}, limit=1.0, post=None, log=None  # type: ignore[arg-type]
    )  # fmt: skip
    crew._start = Fake  # type: ignore[method-assign, assignment]
    worker = Fake()
    crew._workers = [worker]  # type: ignore[list-item]
    for row in (3, 4):
        crew.add(Task(0, row), [row])
        worker.tasks.append(((0, row), [row]))
    worker.at = 3
    crew._too_slow(worker)  # type: ignore[arg-type]
    # It ended the slow row and began the next one before it was gone.
    crew.hear(worker, {"done": [0, 3]})  # type: ignore[arg-type]
    crew.hear(worker, {"at": 4})  # type: ignore[arg-type]
    crew.hear(worker, None)  # type: ignore[arg-type]
    done, innocent = ledger.tasks(0)
    assert done.state == "done"
    assert (innocent.state, innocent.slow, innocent.deaths) == ("planned", 0, 0)

    worker = crew._workers[0]  # type: ignore[assignment]
    crew.add(Task(1, WHOLE), [5, 6])
    worker.tasks.append(((1, WHOLE), [5, 6]))
    worker.at = 5
    crew._too_slow(worker)  # type: ignore[arg-type]
    crew.hear(worker, {"at": 6})  # type: ignore[arg-type]
    crew.hear(worker, None)  # type: ignore[arg-type]
    assert [(task.row, task.slow) for task in ledger.tasks(1)] == [(5, 1), (6, 0)]
    ledger.close()


def test_one_that_takes_inputs_in_is_not_blamed_for_each_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Taker, "_start", lambda self: Fake())
    ledger = Ledger(tmp_path / "ledger.sqlite")
    taker = Taker(tmp_path, ledger, {}, limit=9.0, post=None, log=None)  # type: ignore[arg-type]
    for number in range(5):  # killed from outside: at the start, then at ever another row
        taker._at = None
        taker.hear(None)
        taker.hear({"at": ["news.jsonl", number]})
        taker.hear(None)
    taker._at = None
    taker.hear(None)
    taker.hear(None)
    with pytest.raises(DragomanError) as caught:  # three times without a row between
        taker.hear(None)
    assert caught.value.error == "worker-died"
    ledger.close()


def test_a_disk_that_is_full_before_an_archive_is_made(news: Path, tmp_path: Path) -> None:
    place = tmp_path / "disk"
    with mounted(place, "size=300k"):
        path = place / "news.duckdb"
        with pytest.raises(DragomanError) as caught:
            run([news], path, reader=READER, stories=False)
        assert caught.value.error == "archive-full"
        assert list(place.iterdir()) == []  # no half-made archive, which nobody could open
        subprocess.run(["mount", "-o", "remount,size=60m", place], check=True)
        outcome = run([news], path, reader=READER, stories=False)
        assert (outcome.read, outcome.problems) == (90, ())


def test_a_disk_that_is_full_while_stories_are_told(
    news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "disk"
    with mounted(place, "size=60m"):
        path, filler = place / "news.duckdb", place / "filler"

        def tell(db: Archive) -> int:
            about = os.statvfs(place)
            filler.write_bytes(b"x" * (about.f_bavail * about.f_frsize - 100_000))
            return tell_stories(db)

        with monkeypatch.context() as patch:
            patch.setattr(keeping, "_stories", tell)
            with pytest.raises(DragomanError) as caught:
                run([news], path, reader=READER)
        assert caught.value.error == "archive-full"
        filler.unlink()
        outcome = run([news], path, reader=READER)
        assert (outcome.rows, outcome.read, outcome.problems) == (90, 90, ())
        assert contents(path) == alone(news, tmp_path / "alone.duckdb")
        assert [p.name for p in place.iterdir()] == [path.name]


def test_shards_are_counted_from_the_last(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    assert ledger.shards() == 0
    for number in range(3):
        ledger.add_shard(number, "x", Counts(rows=number), [f"s{number}"])
    assert ledger.shards() == 3
    assert list(ledger.ids()) == [["s0"], ["s1"], ["s2"]]
    ledger.close()


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="the system has no such clock")
def test_a_worker_that_hangs_for_good_does_not_outlive_its_parent_for_long(
    news: Path, tmp_path: Path
) -> None:
    """It holds Python's lock, so that no thread of its own can see that the parent is gone."""
    (tmp_path / "stuck.py").write_text(
        "import ctypes, os\n"
        "from pathlib import Path\n"
        "from benchmarks.synthetic import SyntheticReader\n"
        "class Stuck(SyntheticReader):\n"
        "    def stream(self, reports, on_error=None):\n"
        f"        Path({str(tmp_path)!r}, 'pid').write_text(str(os.getpid()))\n"
        "        ctypes.PyDLL(None).sleep(600)\n"
        "        yield\n"
        "def reader(least):\n"
        "    return Stuck()\n"
    )
    call = (
        "import sys; from dragoman.running import run\n"
        "run([sys.argv[1]], sys.argv[2], workers=1, reader='stuck:reader', limit=3)\n"
    )
    path = os.pathsep.join([os.environ["PYTHONPATH"], str(ROOT / "src")])
    parent = subprocess.Popen(
        [sys.executable, "-c", call, news, tmp_path / "news.duckdb"],
        env={**os.environ, "PYTHONPATH": path},
    )
    pid = tmp_path / "pid"
    until = time.monotonic() + 60
    while time.monotonic() < until and not (pid.exists() and pid.read_text()):
        time.sleep(0.02)
    parent.kill()
    parent.wait()
    worker = int(pid.read_text())
    until = time.monotonic() + 30
    while time.monotonic() < until and alive(worker):
        time.sleep(0.1)
    left = alive(worker)
    if left:
        os.kill(worker, signal.SIGKILL)
    assert not left


def alive(pid: int) -> bool:
    """Whether a process is there and is not only waited for."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_failures_that_an_archive_has_are_counted_and_not_held() -> None:
    failures = Failures(quiet=True, keep=False)
    for number in range(3):
        failures(Failure(item=f"s{number}", stage="ingest", error="bad-json", message="so"))
    assert (failures.all, failures.count, failures.left_out) == ([], 3, 3)
    assert failures.code == ExitCode.SOME_FAILED


def test_no_limit_is_too_long(tmp_path: Path) -> None:
    news = tmp_path / "news.jsonl"
    write_reports(news, 3)
    outcome = run([news], tmp_path / "news.duckdb", reader=READER, limit=1e300, stories=False)
    assert (outcome.read, outcome.workers_lost) == (3, 0)


def test_results_of_other_reports_are_not_taken_for_these(news: Path, tmp_path: Path) -> None:
    """The files of an earlier run are back, as after a power failure; ids are the same."""
    target = tmp_path / "records.jsonl"
    with Runner([news], target, reader=READER) as runner:
        assert len(list(runner.results())) == 5
        old = {file: file.read_bytes() for file in runner.folder.glob("*.out")}
    write_reports(news, 90, {3: " It was told anew."})
    with Runner([news], target, reader=READER) as runner:
        for file, data in old.items():
            file.write_bytes(data)
        texts = {r.report.id: r.text for done in runner.results() for r in done.readings}
    assert len(texts) == 90
    assert texts["s3"].endswith(" It was told anew.")


def test_files_that_are_gone_are_made_again(news: Path, tmp_path: Path) -> None:
    target = tmp_path / "records.jsonl"
    with Runner([news], target, reader=READER) as runner:
        next(runner.results())
        next(iter(sorted(runner.folder.glob("*.in")))).unlink()
    notes: list[str] = []
    with Runner([news], target, reader=READER, on_note=notes.append) as runner:
        assert sum(len(done.readings) for done in runner.results()) == 90
    assert "looked at anew" in notes[-1]
