"""The server itself: who may ask, where it listens, how it ends, an archive that others change."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import archive_writer
from archive_writer import RUN
from calling import call
from dragoman.archive import Archive
from dragoman.errors import DragomanError
from dragoman.storing import tell_stories
from dragoman.web import access, make_app
from dragoman.web.access import Access
from dragoman.web.hosts import is_loopback

PATIENCE = 0.6  # seconds, instead of those a reader would wait


def filled(path: Path, *numbers: int) -> Path:
    with Archive(path) as archive:
        archive.add_many([archive_writer.reading(n) for n in numbers], RUN)
        tell_stories(archive)
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return filled(tmp_path / "news.duckdb", 1, 2)


@pytest.fixture
def site(path: Path) -> Iterator[TestClient]:
    site = TestClient(make_app(path), base_url="http://127.0.0.1")
    yield site
    site.app.state.access.close()


def reports(site: TestClient) -> int:
    counted: int = site.get("/index.json").json()["overview"]["counts"]["reports"]
    return counted


# --- who may ask -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8765", 200), ("LOCALHOST", 200), ("[::1]:8765", 200), ("evil.example", 400),
        ("127.0.0.1.evil.example", 400), ("192.168.1.7", 400), ("a b", 400), ("", 400),
    ],
)  # fmt: skip
def test_only_our_own_names_are_answered(site: TestClient, host: str, status: int) -> None:
    answer = site.get("/run", headers={"Host": host})
    assert answer.status_code == status
    if status != 200:
        assert "--name" in answer.text


def test_a_server_for_the_network_answers_to_addresses_but_not_to_foreign_names(path: Path) -> None:
    site = TestClient(make_app(path, hosts=["paper.example", "*"]), base_url="http://192.168.1.7")
    assert site.get("/run").status_code == 200
    assert site.get("/run", headers={"Host": "paper.example:80"}).status_code == 200
    assert site.get("/run", headers={"Host": "evil.example"}).status_code == 400
    assert [is_loopback(h) for h in ("::1", "127.0.0.2", "0.0.0.0", "paper.example")] == [
        True, True, False, False,
    ]  # fmt: skip


# --- where it listens, how it ends -----------------------------------------------------------


def test_a_port_in_use_is_told(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        ended = call(capsys, "serve", path, "--port", other.getsockname()[1])
    assert ended.code == 1
    assert "cannot listen at port" in ended.err
    assert "--port 0" in ended.err


def test_wrong_calls_are_told(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(capsys, "serve", path, "--token", "x" * 20).code == 2
    short = call(capsys, "serve", path, "--edit", "--token", "short")
    assert (short.code, "too short" in short.err) == (1, True)
    nowhere = call(capsys, "serve", path, "--host", "203.0.113.9", "--port", 0)
    assert (nowhere.code, "cannot listen" in nowhere.err) == (1, True)
    assert call(capsys, "serve", path.with_name("none.duckdb")).code == 1


class Served:
    """`dragoman serve` as a program of its own."""

    def __init__(self, path: Path, *more: str) -> None:
        self.told = ""
        self.program = subprocess.Popen(
            [sys.executable, "-m", "dragoman", "serve", str(path), "--port", "0", *more],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            env={**os.environ, "COLUMNS": "200"},
        )  # fmt: skip
        self.at = self.line(r"Serving .* at (http://\S+)")

    def line(self, pattern: str) -> str:
        assert self.program.stdout is not None
        for _ in range(20):
            line = self.program.stdout.readline()
            self.told += line
            if found := re.search(pattern, line):
                return found[1]
        raise AssertionError(self.told)

    def get(self, where: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(self.at + where, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def end(self) -> int:
        self.program.send_signal(signal.SIGINT)
        rest, _ = self.program.communicate(timeout=30)
        self.told += rest
        return self.program.returncode


def test_control_c_ends_it_well_and_no_token_is_logged(path: Path) -> None:
    served = Served(path, "--edit", "--host", "0.0.0.0")
    warned = served.line("(Everybody who reaches 0.0.0.0)")
    token = served.line(r"/login\?token=(\S+)")
    assert warned
    assert len(token) >= 32
    assert served.get("/login?token=wrong")[0] == 403
    status, page = served.get("/run")
    assert (status, token in page) == (200, False)
    assert served.get(f"/login?token={token}")[0] == 200
    assert served.end() == 0
    assert "The server has ended." in served.told
    assert "Traceback" not in served.told
    assert served.told.count(token) == 1


def test_a_token_of_ones_own_is_not_printed(path: Path) -> None:
    served = Served(path, "--edit", "--token", "a secret of my own")
    served.line("(YOUR-TOKEN)")
    assert served.end() == 0
    assert "a secret of my own" not in served.told
    assert "Everybody" not in served.told


# --- an archive that others change -----------------------------------------------------------


def test_an_archive_that_is_replaced_is_shown_anew(site: TestClient, path: Path) -> None:
    assert reports(site) == 2
    other = filled(path.with_name("other.duckdb"), 1, 2, 3, 5)
    other.replace(path)
    assert reports(site) == 4


def test_an_archive_that_is_gone_is_told_and_not_made_anew(site: TestClient, path: Path) -> None:
    assert reports(site) == 2
    shutil.move(path, path.with_name("away.duckdb"))
    answer = site.get("/run")
    assert answer.status_code == 404
    assert "There is no archive" in answer.text
    with pytest.raises(DragomanError) as caught:
        site.app.state.access.write(lambda archive: archive.counts())
    assert caught.value.error == "not-found"
    assert not path.exists()
    shutil.move(path.with_name("away.duckdb"), path)
    assert reports(site) == 2


def test_while_another_program_writes_readers_wait_and_are_then_told(
    site: TestClient, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "_PATIENCE", PATIENCE)
    writer = subprocess.Popen(
        [sys.executable, "-c", "import sys; from dragoman import Archive\n"
         "with Archive(sys.argv[1]): print('open', flush=True); sys.stdin.readline()", str(path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert writer.stdout is not None
    assert writer.stdin is not None
    try:
        assert writer.stdout.readline() == "open\n"
        answer = site.get("/run.json")
        assert (answer.status_code, answer.json()["error"]) == (503, "archive-busy")
        assert answer.headers["retry-after"] == "5"
        assert "in use by another program" in site.get("/run").text
        with pytest.raises(DragomanError) as caught:
            site.app.state.access.write(lambda archive: archive.counts())
        assert caught.value.error == "archive-busy"
    finally:
        writer.communicate("\n", timeout=30)
    assert reports(site) == 2


def test_another_program_gets_its_turn_and_its_reports_are_shown_once_told(
    site: TestClient, path: Path
) -> None:
    assert reports(site) == 2
    for _ in range(10):  # a moment after the last request the file is let go
        wrote = subprocess.run(
            [sys.executable, archive_writer.__file__, str(path), "4", "10"],
            capture_output=True, timeout=60,
        )  # fmt: skip
        if wrote.returncode == 0:
            break
        time.sleep(0.5)
    assert wrote.returncode == 0, wrote.stderr
    page = site.get("/")
    assert "not yet in a story" in page.text
    untold = {one["id"] for one in site.get("/run.json").json()["untold"]["found"]}
    assert {"r0", "r3"} <= untold
    site.app.state.access.write(tell_stories)
    shown = site.get("/stories.json").json()["stories"]["found"]
    assert {"r0", "r3"} <= {report for story in shown for report in story["reports"]}
    assert "not yet in a story" not in site.get("/").text


# --- writing beside reading ------------------------------------------------------------------


def test_readers_wait_while_we_write_and_are_then_told(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "_PATIENCE", PATIENCE)
    both = Access(path)
    begun, done = threading.Event(), threading.Event()

    def work(archive: Archive) -> int:
        begun.set()
        assert done.wait(20)
        return archive.counts()["reports"]

    writer = threading.Thread(target=both.write, args=[work])
    writer.start()
    assert begun.wait(20)
    for ask in (both.read, both.write):
        with pytest.raises(DragomanError) as caught:
            ask(lambda archive: archive.counts())
        assert caught.value.error == "archive-busy"
    done.set()
    writer.join(20)
    assert both.read(lambda archive: archive.counts())["reports"] == 2
    both.close()


def test_a_writer_does_not_wait_for_ever_for_readers_nor_stay_in_their_way(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "_PATIENCE", PATIENCE)
    both = Access(path, seconds=0.2)
    begun, done = threading.Event(), threading.Event()

    def work(archive: Archive) -> None:
        begun.set()
        assert done.wait(20)

    reader = threading.Thread(target=both.read, args=[work])
    reader.start()
    assert begun.wait(20)
    with pytest.raises(DragomanError) as caught:
        both.write(lambda archive: archive.counts())
    assert caught.value.error == "archive-busy"
    assert both.read(lambda archive: archive.counts())["reports"] == 2
    done.set()
    reader.join(20)
    assert both.write(lambda archive: archive.counts())["reports"] == 2


def test_many_readers_and_a_writer_all_come_through(path: Path) -> None:
    both = Access(path)
    wrong: list[BaseException] = []
    rounds = [0]

    def read() -> None:
        try:
            while rounds[0] < 5:
                assert both.read(lambda archive: archive.counts())["reports"] >= 2
        except BaseException as error:
            wrong.append(error)
            raise

    readers = [threading.Thread(target=read) for _ in range(3)]
    for one in readers:
        one.start()
    try:
        for number in range(5):
            new = archive_writer.reading(5 + number)
            both.write(lambda archive, new=new: archive.add(new, RUN))
            rounds[0] += 1
    finally:
        rounds[0] = 5
    for one in readers:
        one.join(20)
    assert wrong == []
    assert both.read(lambda archive: archive.counts())["reports"] == 7


def test_what_takes_too_long_to_write_goes_on(path: Path) -> None:
    import anyio

    both = Access(path)

    def work(archive: Archive) -> None:
        time.sleep(0.3)
        archive.add(archive_writer.reading(9), RUN)

    async def change() -> None:
        await both.change(work, seconds=0.05)

    with pytest.raises(DragomanError, match="it goes on") as caught:
        anyio.run(change)
    assert caught.value.error == "too-slow"
    assert both.read(lambda archive: archive.counts())["reports"] == 3
