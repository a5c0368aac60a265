"""Reading with several processes: killed, hung, stopped, refused, and what comes out is the same.

The reader is one that stands in for the real one (benchmarks/synthetic.py), so that a run takes
seconds; the last tests use the real one.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from benchmarks import synthetic
from benchmarks.kill import Disturbed, contents
from benchmarks.synthetic import READER, SyntheticReader, write_reports

from dragoman.archive import Archive, schema
from dragoman.errors import DragomanError
from dragoman.ingest import Place, read_reports
from dragoman.records import Failure, RunOutcome
from dragoman.running import Progress, Runner, folder_of, run
from dragoman.running.ledger import Ledger
from dragoman.running.progress import Clock
from dragoman.running.shards import Counts
from dragoman.storing import tell_stories

ROOT = Path(__file__).parents[1]
COUNT = 90


@pytest.fixture(autouse=True)
def workers_find_the_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    before = os.environ.get("PYTHONPATH", "")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), before]))


@pytest.fixture
def news(tmp_path: Path) -> Path:
    path = tmp_path / "news.jsonl"
    write_reports(path, COUNT)
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "out" / "news.duckdb"


@pytest.fixture(autouse=True)
def _folder(path: Path) -> None:
    path.parent.mkdir()


def alone(news: Path, path: Path, *, stories: bool = True) -> dict[str, list]:
    """What one process makes of the same reports."""
    reader = SyntheticReader()
    with Archive(path) as archive:

        def note(failure: Failure) -> None:
            archive.add_failure(failure, reader.run)

        archive.add_many(reader.stream(read_reports(news, on_error=note), note), reader.run)
        if stories:
            tell_stories(archive)
    return contents(path)


def stop_when(done: int) -> Callable[[Progress], None]:
    """Ctrl-C, once so many reports are finished."""

    def stop(progress: Progress) -> None:
        if progress.done >= done:
            raise KeyboardInterrupt

    return stop


def stopped(news: Path, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that is stopped in the middle."""
    monkeypatch.setenv("SYNTHETIC_DELAY", "0.1")
    with pytest.raises(KeyboardInterrupt):
        run([news], path, reader=READER, on_progress=stop_when(1))
    monkeypatch.setenv("SYNTHETIC_DELAY", "0")


def refused(*asked: object, **more: object) -> DragomanError:
    with pytest.raises(DragomanError) as caught:
        run(*asked, reader=READER, **more)  # type: ignore[arg-type]
    return caught.value


def test_workers_make_what_one_process_makes(news: Path, path: Path, tmp_path: Path) -> None:
    with news.open("a") as out:
        out.write("{no json}\n" + json.dumps(synthetic.report(3)) + "\n")
        out.write(
            json.dumps({**synthetic.report(5), "text": "Another text of the id. " * 9}) + "\n"
        )
    told: list[Failure] = []
    lines: list[str] = []
    outcome = run([news, tmp_path / "gone.txt"], path, reader=READER, on_error=told.append,
                  on_progress=lambda p: lines.append(p.line))  # fmt: skip
    assert outcome == RunOutcome(
        rows=COUNT + 3, read=COUNT, repeated=1, failed=2, unread=1, shards=5,
        stories=outcome.stories, seconds=outcome.seconds,
    )  # fmt: skip
    assert outcome.stories == 23
    assert [f.error for f in told] == ["bad-json", "duplicate-id", "not-found"]
    found = contents(path)
    assert [row[0] for row in found.pop("failures")] == sorted(f.item for f in told)
    wanted = alone(news, tmp_path / "alone.duckdb")
    wanted.pop("failures")
    assert found == wanted
    assert [p.name for p in path.parent.iterdir()] == [path.name]
    again = run([news], path, reader=READER, workers=1)
    assert (again.read, again.held, again.rows) == (0, COUNT, COUNT + 3)


def test_a_run_that_is_killed_again_and_again_comes_out_the_same(
    news: Path, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SYNTHETIC_DELAY", "0.02")
    one = Disturbed(argparse.Namespace(real=False, workers=2), path.parent, news)
    chance, kills = random.Random(5), []
    one.start()
    while len(kills) < 8 and not one.ended(chance.uniform(0.0, 0.8), busy=True):
        kills.append(one.kill(chance))
    assert one.ended(240)
    assert {who.split()[0] for who in kills} == {"parent", "child"}
    assert contents(path) == alone(news, tmp_path / "alone.duckdb")
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_a_report_that_ends_its_workers_is_found_out(news: Path, path: Path) -> None:
    write_reports(news, 40, {7: " CRASHES.", 11: " HANGS.", 33: " STUMBLES."})
    told: list[Failure] = []
    outcome = run([news], path, reader=READER, limit=6, on_error=told.append, stories=False)
    assert {(f.item, f.error, f.stage) for f in told} == {
        ("s7", "worker-died", "running"),
        ("s11", "too-slow-report", "running"),
        ("s33", "stumbled", "synthetic"),
    }
    assert (outcome.rows, outcome.read, outcome.failed, outcome.problems) == (40, 37, 3, ())
    assert outcome.workers_lost >= 5
    with Archive(path) as archive:
        assert archive.check() == []
        ids = {row[0] for row in archive.rows("SELECT id FROM reports")}
        assert ids == {f"s{n}" for n in range(40)} - {"s7", "s11", "s33"}
        assert {f.item for f in archive.failures()} == {"s7", "s11", "s33"}


def test_what_was_asked_is_gone_on_with_and_nothing_else(
    news: Path, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped(news, path, monkeypatch)
    with Archive(path) as archive:
        kept = archive.counts()["reports"]
        assert 0 < kept < COUNT
    other = tmp_path / "other.jsonl"
    write_reports(other, 3)
    unfinished = refused([other], path)
    assert unfinished.error == "unfinished-run"
    assert str(news) in str(unfinished)
    notes: list[str] = []
    with news.open("a") as out:
        out.write(json.dumps(synthetic.report(COUNT)) + "\n")
    outcome = run([news], path, reader=READER, on_note=notes.append)
    assert "looked at anew" in notes[0]
    assert (outcome.read, outcome.held) == (COUNT + 1 - outcome.held, outcome.held)
    assert outcome.held >= kept
    assert contents(path) == alone(news, tmp_path / "alone.duckdb")


def test_it_goes_on_where_it_was_and_can_be_given_up(
    news: Path, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped(news, path, monkeypatch)
    notes: list[str] = []
    outcome = run([news], path, reader=READER, on_note=notes.append)
    assert notes[0].startswith("Going on")
    assert (outcome.rows, outcome.read, outcome.held) == (COUNT, COUNT, 0)
    path.unlink()
    stopped(news, path, monkeypatch)
    other = tmp_path / "other.jsonl"
    write_reports(other, 3)
    given_up = run([other], path, reader=READER, anew=True)
    assert (given_up.rows, given_up.held, given_up.problems) == (3, 3, ())


def test_an_archive_that_was_taken_away_is_made_again(
    news: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped(news, path, monkeypatch)
    path.unlink()
    notes: list[str] = []
    outcome = run([news], path, reader=READER, on_note=notes.append)
    assert any("does not fit its archive" in note for note in notes)
    assert (outcome.read, outcome.problems) == (COUNT, ())


def test_a_full_disk_is_told_and_the_run_goes_on_later(news: Path, tmp_path: Path) -> None:
    write_reports(news, 400)
    place = tmp_path / "disk"
    with mounted(place, "size=1500k"):
        path = place / "news.duckdb"
        full = refused([news], path, stories=False)
        assert full.error in ("archive-full", "unwritable")
        assert "space" in str(full)
        subprocess.run(["mount", "-o", "remount,size=60m", place], check=True)
        with Archive(path) as archive:
            assert archive.check() == []
            assert 0 < archive.counts()["reports"] < 400
        assert run([news], path, reader=READER, stories=False).problems == ()
        assert contents(path) == alone(news, tmp_path / "alone.duckdb", stories=False)


def test_a_folder_that_cannot_be_written(news: Path, tmp_path: Path) -> None:
    place = tmp_path / "disk"
    with mounted(place, "ro,size=1m"):
        assert refused([news], place / "news.duckdb").error == "unwritable"
        with pytest.raises(DragomanError) as caught:
            Runner([news], place / "news.jsonl")
        assert caught.value.error == "unwritable"


@contextmanager
def mounted(place: Path, options: str) -> Iterator[None]:
    """A small disk of its own, where one can be mounted."""
    place.mkdir()
    asked = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)]
    try:
        done = subprocess.run(asked, capture_output=True).returncode == 0
    except OSError:
        done = False
    if not done:
        pytest.skip("no disk can be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", place], check=True)


def test_archives_that_cannot_be_used_are_left_as_they_are(
    news: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Archive(path):
        assert refused([news], path).error == "archive-busy"
    sound = path.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(schema, "VERSION", schema.VERSION - 1)
        assert refused([news], path).error == "archive-newer"
    path.write_bytes(sound[: len(sound) // 2])
    assert refused([news], path).error == "damaged-archive"
    assert path.read_bytes() == sound[: len(sound) // 2]
    flipped = bytearray(sound)
    flipped[0:4096] = random.Random(1).randbytes(4096)
    path.write_bytes(flipped)
    assert refused([news], path).error in ("damaged-archive", "not-an-archive")
    assert path.read_bytes() == flipped
    assert [p.name for p in path.parent.iterdir()] == [path.name]  # no work folder was made


def test_a_ledger_that_is_in_use_or_damaged(news: Path, path: Path) -> None:
    folder = folder_of(path)
    folder.mkdir()
    held = Ledger(folder / "ledger.sqlite")
    assert refused([news], path).error == "run-busy"
    held.close()
    for file in folder.iterdir():
        file.unlink()
    (folder / "ledger.sqlite").write_bytes(b"no ledger at all " * 400)
    damaged = refused([news], path)
    assert damaged.error == "bad-ledger"
    assert str(folder) in str(damaged)


def test_workers_that_cannot_start_say_why(news: Path, path: Path) -> None:
    with pytest.raises(DragomanError, match="no_such_reader") as caught:
        run([news], path, reader="benchmarks.synthetic:no_such_reader")
    assert caught.value.error == "worker-died"


def test_standard_input_is_read_once_and_kept(
    path: Path, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def given() -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(news.read_bytes())))

    given()
    stopped(Path("-"), path, monkeypatch)
    notes: list[str] = []
    given()
    outcome = run(["-"], path, reader=READER, on_note=notes.append)
    assert notes[0].startswith("Going on")
    assert (outcome.rows, outcome.read, outcome.problems) == (COUNT, COUNT, ())


def test_a_pipe_is_refused(path: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jsonl")
    assert refused([tmp_path / "pipe.jsonl"], path).error == "bad-query"
    assert not folder_of(path).exists()


def test_readings_for_other_keepers_come_in_order(news: Path, tmp_path: Path) -> None:
    target = tmp_path / "records.jsonl"
    with Runner([news], target, reader=READER) as runner:
        first = next(runner.results())
    assert [r.report.id for r in first.readings] == [f"s{n}" for n in range(20)]
    with Runner([news], target, reader=READER) as runner:
        ids = [r.report.id for done in runner.results() for r in done.readings]
        runner.finish()
    assert ids == [f"s{n}" for n in range(COUNT)]
    assert not folder_of(target).exists()


def test_what_is_left_out_of_a_file_is_told_and_counted(news: Path) -> None:
    class Broken(Place):
        def next(self, item: str, number: int) -> None:
            if number == 12:
                raise DragomanError("It ended the process.", error="worker-died")

    place, told = Broken(), []
    found = list(read_reports(news, on_error=told.append, place=place))
    assert len(found) == 12
    assert [(f.item, f.error) for f in told] == [(str(news), "worker-died")]
    assert (place.rows, place.reports, place.unread) == (12, 12, 1)
    assert place.bytes == news.stat().st_size


def test_time_left_is_told_by_bytes_until_the_plan_is_whole() -> None:
    clock = Clock(1000, Counts())
    clock._began -= 10
    unknown = clock.progress(Counts(), planned=None, failures=0, workers=0, read=0)
    assert unknown.left is None
    assert "unknown" in unknown.line
    half = clock.progress(
        Counts(reports=40, bytes=500), planned=None, failures=0, workers=0, read=40
    )
    assert half.left == pytest.approx(10, rel=0.1)
    assert half.total is None
    near = clock.progress(
        Counts(reports=40, bytes=500), planned=Counts(reports=50), failures=0, workers=1, read=40
    )
    assert near.left == pytest.approx(2.5, rel=0.1)
    assert near.line.startswith("40 of 50 reports, 0 failures, 1 workers replaced, 4.0 a second")


# --- the real reader ---------------------------------------------------------------------------


def test_the_command_writes_the_file_that_one_process_writes(tmp_path: Path) -> None:
    reports = sorted((ROOT / "examples" / "turkana").glob("*.txt"))
    files = []
    for workers in ("1", "2"):
        files.append(tmp_path / f"{workers}.jsonl")
        subprocess.run(
            [sys.executable, "-m", "dragoman", "read", *map(str, reports), "--workers", workers,
             "--to", str(files[-1])],
            check=True, capture_output=True,
        )  # fmt: skip
    assert files[0].read_bytes() == files[1].read_bytes()
    assert len(files[0].read_bytes()) > 1000


def test_ctrl_c_ends_the_command_cleanly(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    write_reports(folder / "news.jsonl", 3000)
    archive = tmp_path / "news.duckdb"
    program = subprocess.Popen(
        [sys.executable, "-m", "dragoman", "read", str(folder), "--workers", "2",
         "--archive", str(archive)],
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    until = time.monotonic() + 120
    while time.monotonic() < until and not list(folder_of(archive).glob("*.out")):
        time.sleep(0.05)
    program.send_signal(signal.SIGINT)
    _, told = program.communicate(timeout=60)
    assert program.returncode == 130, told
    assert "The same command goes on" in told
    with Archive(archive) as db:
        assert db.check() == []
