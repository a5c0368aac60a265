"""Memory that does not grow with what an archive holds and with what was seen."""

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from archive_writer import RUN, reading
from dragoman.archive import Archive
from dragoman.archive import sparing as module
from dragoman.archive.errors import translate
from dragoman.errors import DragomanError
from dragoman.filed import FiledMap
from dragoman.ids import text_hash
from dragoman.records import Reading, Report

SETTINGS = "SELECT current_setting('memory_limit'), current_setting('threads')"


def long_reading(number: int, size: int) -> Reading:
    text = f"Talks {number} opened. " * (size // 20)
    report = Report(id=f"long{number}", text_sha256=text_hash(text))
    return Reading(report=report, text=text)


def test_little_memory_meanwhile_and_all_of_it_before_and_after(tmp_path: Path) -> None:
    with Archive(tmp_path / "news.duckdb") as archive:
        before = archive.rows(SETTINGS)
        with archive.sparing():
            assert archive.rows(SETTINGS) == [("61.0 MiB", 1)]
            archive.add(reading(1), RUN)
        assert archive.rows(SETTINGS) == before
        assert archive.check() == []


def test_reports_longer_than_the_little_memory_are_kept(tmp_path: Path) -> None:
    long = long_reading(0, 70_000_000)
    with Archive(tmp_path / "news.duckdb") as archive:
        with archive.sparing():
            assert archive.add(long, RUN)
            assert archive.rows(SETTINGS) == [("61.0 MiB", 1)]
        assert archive.reading("long0") == long


def test_a_log_of_long_reports_comes_into_the_file(tmp_path: Path) -> None:
    path = tmp_path / "news.duckdb"
    with Archive(path) as archive, archive.sparing():
        for number in range(12):  # DuckDB's own checkpoint would find too little memory for these
            archive.add(long_reading(number, 8_000_000), RUN)
            log = path.with_name("news.duckdb.wal")
            assert not log.exists() or log.stat().st_size < 40_000_000
    with Archive(path, read_only=True) as archive:
        assert archive.check() == []
        assert archive.counts()["reports"] == 12


def test_too_little_memory_is_mended_without_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MUCH", 10**9)  # nothing looks long beforehand
    tries = []
    again = Archive._connect_again
    monkeypatch.setattr(Archive, "_connect_again", lambda self: [tries.append(1), again(self)])
    with Archive(tmp_path / "news.duckdb") as archive:
        with archive.sparing():
            assert archive.add(reading(1), RUN)
            assert archive.add(long_reading(0, 70_000_000), RUN)
            assert archive.add(reading(2), RUN)
            assert archive.rows(SETTINGS) == [("61.0 MiB", 1)]
        assert tries == [1]
        assert archive.check() == []
    with Archive(tmp_path / "news.duckdb", read_only=True) as archive:
        assert archive.check() == []
        assert archive.counts()["reports"] == 3


def test_what_is_held_is_listed_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "news.duckdb"
    with Archive(path) as archive:
        archive.add_many((reading(n) for n in range(30)), RUN)
    monkeypatch.setattr("dragoman.archive.queries._STREAMED", 7)
    with Archive(path) as archive:
        assert all(archive.has(reading(n).report, RUN.id) for n in range(30))
        assert not archive.has(reading(31).report, RUN.id)
        assert not archive.has(reading(3).report, "another run")
        assert archive.has(reading(3).report.id, RUN.id)
        assert archive.add_many((reading(n) for n in range(40)), RUN) == 10


def test_a_map_keeps_what_it_is_given() -> None:
    pairs = {f"key {n}": f"{n}\x00ü" for n in range(300)}
    kept = FiledMap(pairs.items())
    kept["key 5"] = "another"
    assert kept.get("key 5") == "another"
    assert all(kept.get(key) == value for key, value in pairs.items() if key != "key 5")
    assert "key 300" not in kept
    kept.close()


def test_a_map_of_much_leaves_memory() -> None:
    code = (
        "import resource\n"
        "from dragoman.filed import FiledMap\n"
        "peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "kept = FiledMap()\n"
        "kept['a'] = 'b'\n"
        "before = peak()\n"
        "for n in range(200_000): kept[f'key {n}'] = 'x' * 64\n"
        "print(peak() - before)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert int(done.stdout) < 15_000  # KiB; a dict of these takes 48,000


def test_no_room_for_the_map_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = FiledMap()
    kept.close()
    with pytest.raises(DragomanError) as told:
        kept["a"] = "b"
    assert told.value.error == "unwritable"
    assert "SQLITE_TMPDIR" in str(told.value)


def test_a_checkpoint_without_memory_is_not_called_damage() -> None:
    said = "FATAL Error: Failed to create checkpoint because of error: failed to pin block of size"
    assert translate(Path("a.duckdb"), duckdb.Error(said)).error == "out-of-memory"
