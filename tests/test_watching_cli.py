"""``dragoman watch`` as a user meets it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from calling import call
from dragoman.archive import Archive
from watching_hosts import html, rss, served, story

COMMAND = [sys.executable, "-c", "from dragoman.cli import main; main()"]


def test_one_round_over_a_feed_and_a_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    db, box = tmp_path / "news.duckdb", tmp_path / "in"
    box.mkdir()
    (box / "a.txt").write_text(story(1))
    with served() as host:
        host.routes["/feed?token=s3cret"] = rss(("Treaty", "/2", ""))
        host.routes["/2"] = html(story(2))
        options = ["--archive", db, "--once", "--delay", 0, "--allow-host", "127.0.0.1",
                   "--allow-port", host.port]  # fmt: skip
        first = call(capsys, "watch", host.url("/feed?token=s3cret"), box, *options, "--json")
        again = call(capsys, "watch", host.url("/feed?token=s3cret"), box, *options)
        quiet = call(capsys, "watch", box, *options, "--quiet")
    assert (first.code, again.code, quiet.code) == (0, 0, 0)
    (done,) = first.records
    assert done["record"] == "watch_round"
    assert len(done["reports"]) == 2
    assert "2 new items, 2 reports kept" in first.err
    assert "0 new items, 0 reports kept" in again.err
    assert quiet.err == quiet.out == ""
    assert "s3cret" not in first.err + first.out
    assert not any(b"s3cret" in file.read_bytes() for file in tmp_path.glob("news.duckdb*"))
    assert call(capsys, "stories", db).out.strip()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["http://127.0.0.1:1/feed"], 1, "--allow-port 1"),
        (["http://127.0.0.1/feed"], 3, "--allow-host 127.0.0.1"),
        (["http://me:s3cret@news.test/feed"], 1, "neither sent nor kept"),
        (["nowhere"], 1, "no folder"),
        ([".", "--every", "soon"], 2, "90s, 15m, 2h or 1d"),
        (["https://news.test/", "--every", "5s"], 1, "60 seconds or more"),
    ],
)
def test_what_is_not_asked_is_told_with_what_to_do(
    words: list[str], code: int, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ended = call(capsys, "watch", *words, "--archive", tmp_path / "news.duckdb", "--once")
    assert ended.code == code
    assert said in " ".join(ended.err.replace("│", " ").split())
    assert "s3cret" not in ended.err


def test_ctrl_c_ends_it_and_says_where_it_stands(tmp_path: Path) -> None:
    db, box = tmp_path / "news.duckdb", tmp_path / "in"
    box.mkdir()
    (box / "a.txt").write_text(story(1))
    process = subprocess.Popen(
        [*COMMAND, "watch", str(box), "--archive", str(db), "--every", "1h", "--json"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
    try:
        assert process.stdout is not None
        done = json.loads(process.stdout.readline())
        assert len(done["reports"]) == 1
        with Archive(db, read_only=True) as archive:  # it is not held while nothing is written
            assert len(list(archive.readings())) == 1
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 130
    assert "1 report kept" in said
    assert "Traceback" not in said
