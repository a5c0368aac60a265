"""The installed command in processes of its own: killed runs, pipes, encodings of the terminal."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dragoman.archive import Archive
from dragoman.cli import main
from report_checks import FOLDER

COMMAND = [sys.executable, "-c", "from dragoman.cli import main; main()"]
STATES = (
    "Kenya", "Peru", "Norway", "Japan", "Chile", "Ghana", "Nepal", "Malta", "Qatar", "Brazil",
    "Spain", "Egypt",
)  # fmt: skip


def _run(*args: object, **more: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *map(str, args)],
        **{"capture_output": True, "encoding": "utf-8", "timeout": 60, **more},
    )  # type: ignore[call-overload]


def _small_reports(folder: Path, count: int) -> None:
    folder.mkdir()
    for i in range(count):
        a, b = STATES[i % len(STATES)], STATES[(i * 5 + 3) % len(STATES)]
        (folder / f"{i:03}.txt").write_text(
            f"{a} condemned an attack on its embassy in {b} on Tuesday, its foreign minister said. "
            f'"We expect an answer within {i + 2} days," he told reporters. {b} said that it would '
            f"send a delegation of {i + 3} officials to {a} next week, and it freed {i + 4} "
            f"prisoners. No. {i}.\n"
        )


def _here(*args: object) -> None:
    """The same command in this process, where the language model is loaded already."""
    given, sys.argv = sys.argv, ["dragoman", *map(str, args), "--quiet"]
    try:
        with pytest.raises(SystemExit) as end:
            main()
        assert end.value.code == 0
    finally:
        sys.argv = given


def _content(path: Path) -> list[object]:
    """Everything that an archive holds, without the times of reading."""
    with Archive(path, read_only=True) as db:
        assert db.check() == []
        kept = sorted(db.readings(), key=lambda reading: reading.report.id)
        return [kept, db.failures(), [run.id for run in db.runs()]]


def test_a_killed_run_goes_on_to_the_same_archive(tmp_path: Path) -> None:
    news = tmp_path / "news"
    _small_reports(news, 80)
    calm, killed = tmp_path / "calm.duckdb", tmp_path / "killed.duckdb"
    _here("read", news, "--archive", calm)

    process = subprocess.Popen([*COMMAND, "read", str(news), "--archive", str(killed)])
    deadline = time.monotonic() + 60
    wal = killed.with_name(killed.name + ".wal")
    seen, since = 0, time.monotonic()
    while process.poll() is None and time.monotonic() < deadline:
        size = wal.stat().st_size if wal.exists() else 0
        if size != seen:
            seen, since = size, time.monotonic()
        if size and time.monotonic() - since > 0.2:
            break  # the first lot of reports has been kept, the last has not
        time.sleep(0.005)
    assert process.poll() is None, "the run ended before it could be killed"
    os.kill(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL

    with Archive(killed) as db:  # sound, with what was kept before
        assert db.check() == []
        assert 0 < len(db.reports()) < 80
    _here("read", news, "--archive", killed)
    assert _content(killed) == _content(calm)


def test_results_go_to_standard_output_and_messages_do_not(tmp_path: Path) -> None:
    bad = tmp_path / "empty.txt"
    bad.write_text("")
    done = _run("read", FOLDER / "codwar-tass.txt", bad)
    assert done.returncode == 3
    assert all(json.loads(line)["record"] for line in done.stdout.splitlines())
    assert "empty.txt" in done.stderr.replace("\n", "")
    assert "\x1b[" not in done.stdout + done.stderr


def test_standard_input_and_a_terminal_without_unicode(tmp_path: Path) -> None:
    text = "Côte d’Ivoire’s president, Aya Koné, condemned Mali on Friday.\n"
    env = {**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C", "COLUMNS": "60"}
    done = _run("brief", "-", "--published", "2024-01-05", input=text, env=env)
    assert done.returncode == 0, done.stderr
    assert "Mali" in done.stdout
    for args in (("read", "-"), ("brief", "-", "--json")):
        exact = _run(*args, input=text, env=env, encoding="utf-8")
        assert "Aya Koné" in exact.stdout


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    script = f"{sys.executable} -c 'from dragoman.cli import main; main()' read {FOLDER}/*.txt"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", f"{script} | head -1"], capture_output=True, text=True,
        timeout=60,
    )  # fmt: skip
    assert json.loads(done.stdout)["record"] == "report"
    assert "Traceback" not in done.stderr
    assert "Broken" not in done.stderr


def test_interrupting_says_how_to_go_on(tmp_path: Path) -> None:
    news = tmp_path / "news"
    _small_reports(news, 90)
    process = subprocess.Popen(
        [*COMMAND, "read", str(news), "--archive", str(tmp_path / "a.duckdb")],
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    while not (tmp_path / "a.duckdb").exists() and process.poll() is None:
        time.sleep(0.01)
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "run again" in " ".join(err.split())
    assert "Traceback" not in err
    _here("read", news, "--archive", tmp_path / "a.duckdb")
