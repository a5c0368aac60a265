"""The same attacks by every way in; what comes beside them is read all the same."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from dragoman.archive import Archive
from dragoman.errors import DragomanError
from dragoman.ingest import Limits, read_reports
from dragoman.records import Failure
from dragoman.watching import Settings, Watcher
from dragoman.web.uploads import Upload, check, read_uploads
from watching_hosts import StillClock, rss, served

GOOD = "Norway and Kenya signed a fishing treaty in Oslo on Friday, officials of both sides said."
STEERS = "\u202e\u2066\x1b\x07"
LIMITS = Limits(text=20_000_000, line=3_000_000, file=3_000_000, unpacked=8_000_000)


def article(words: str) -> str:
    return f"<html><body><article><h1>Treaty</h1>{f'<p>{words}</p>' * 4}</article></body></html>"


# What a report may hold: the words are read, or told as left out.
WORDS = {
    "null bytes": f"{GOOD} Then\x00 it ended.",
    "controls": f"{GOOD} \x1b[2J\x07 It ended.",
    "bidi": f"\u202e{GOOD}\u202c \u2067It\u2069 ended.",
    "look-alikes": f"{GOOD} \u0421hina said so, too.",
    "half a character": f"{GOOD} \ud800 It ended.",
    "formula": f'=HYPERLINK("http://x.example") {GOOD}',
    "script": f"<script>alert(1)</script> {GOOD} It ended.",
    "one word without end": "a" * 1_000_000,
    "one line without end": f"{GOOD} " * 20_000,
    "quotes without end": "“" * 300_000 + GOOD,
}
PAGES = {
    "nested": "<div>" * 100_000 + article(GOOD),
    "open": article(GOOD) + "<font><p>" * 20_000,
    "attributes": f"<p {' '.join(f'a{n}=1' for n in range(100_000))}>{GOOD}</p>",
    "entities": '<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + article(GOOD),
    "controls": article(f"{GOOD}{STEERS}"),
    "encoding": f"<meta charset='undefined'>{article(GOOD)}\udce9",
    "null bytes": article(f"{GOOD}\x00"),
}
Told = tuple[list[str], list[str]]


def _take(*paths: Path | str, stdin: io.BytesIO | None = None) -> Told:
    failures: list[Failure] = []
    found = read_reports(paths, stdin=stdin, on_error=failures.append, limits=LIMITS)
    return [text for _, text in found], [failure.error for failure in failures]


def _lines(words: str) -> bytes:
    return b"".join(json.dumps({"text": one}).encode() + b"\n" for one in (words, GOOD))


def _by_file(folder: Path, words: str) -> Told:
    (folder / "a.txt").write_text(words, "utf-8", "surrogatepass")
    (folder / "b.txt").write_text(GOOD)
    return _take(folder / "a.txt", folder / "b.txt")


def _by_folder(folder: Path, words: str) -> Told:
    (folder / "in").mkdir()
    (folder / "in" / "a.md").write_text(words, "utf-8", "surrogatepass")
    (folder / "b.txt").write_text(GOOD)
    return _take(folder)


def _by_packed_line(folder: Path, words: str) -> Told:
    (folder / "a.jsonl.gz").write_bytes(gzip.compress(_lines(words)))
    return _take(folder / "a.jsonl.gz")


def _by_standard_input(_: Path, words: str) -> Told:
    return _take("-", stdin=io.BytesIO(_lines(words)))


def _by_column(folder: Path, words: str) -> Told:
    with (folder / "a.csv").open("w", encoding="utf-8", errors="surrogatepass", newline="") as out:
        csv.writer(out).writerows([["text"], [words], [GOOD]])
    return _take(folder / "a.csv")


def _by_typed_column(folder: Path, words: str) -> Told:
    clean = words.encode("utf-8", "replace").decode()
    with duckdb.connect() as db:
        db.execute("CREATE TABLE t AS SELECT unnest($1) AS text", [[clean, GOOD]])
        db.execute(f"COPY t TO '{folder / 'a.parquet'}'")
    return _take(folder / "a.parquet")


def _by_feed(folder: Path, words: str) -> Told:
    feed = rss(("A", "https://a.example/1", words), ("B", "https://a.example/2", GOOD))[2]
    (folder / "a.xml").write_bytes(feed)
    return _take(folder / "a.xml")


WAYS: dict[str, Callable[[Path, str], Told]] = {
    "file": _by_file,
    "folder": _by_folder,
    "packed line": _by_packed_line,
    "standard input": _by_standard_input,
    "column": _by_column,
    "typed column": _by_typed_column,
    "feed": _by_feed,
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("attack", WORDS)
def test_hostile_words_cost_themselves_at_most(tmp_path: Path, attack: str, way: str) -> None:
    try:
        words = WORDS[attack].encode("utf-8").decode()
    except UnicodeEncodeError:
        if way == "feed":
            pytest.skip("no feed can be written with it")
        words = WORDS[attack]
    texts, errors = WAYS[way](tmp_path, words)
    assert texts.count(GOOD) == 1, errors
    others = [text for text in texts if text != GOOD]
    assert len(others) + len(set(errors) - {"mixed-letters"}) >= 1
    assert not any("\ud800" <= c <= "\udfff" for text in others for c in text)


# --- pages ---------------------------------------------------------------------------------------


def _page_by_file(folder: Path, page: bytes) -> Told:
    (folder / "a.html").write_bytes(page)
    (folder / "b.html").write_text(article(f"{GOOD} Both flags flew."))
    return _take(folder)


def _page_by_crawl(folder: Path, page: bytes) -> Told:
    pytest.importorskip("warcio", reason="needs warcio: pip install 'dragoman[warc]'")
    members = []
    for number, body in enumerate((page, article(f"{GOOD} Both flags flew.").encode())):
        answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
        head = (
            "WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\n"
            f"WARC-Target-URI: https://a.example/{number}\r\nContent-Length: {len(answer)}\r\n\r\n"
        )
        members.append(gzip.compress(head.encode() + answer + b"\r\n\r\n"))
    (folder / "a.warc.gz").write_bytes(b"".join(members))
    return _take(folder / "a.warc.gz")


def _page_by_watch(folder: Path, page: bytes) -> Told:
    failures: list[Failure] = []
    with served() as host:
        host.routes["/1"] = 200, {"Content-Type": "text/html"}, page
        host.routes["/2"] = 200, {"Content-Type": "text/html"}, _other()
        host.routes["/feed"] = rss(("A", host.url("/1"), ""), ("B", host.url("/2"), ""))
        with Watcher(
            folder / "a.duckdb", [host.url("/feed")], Settings(manners=host.manners()),
            clock=StillClock(), on_error=failures.append,
        ) as watcher:  # fmt: skip
            watcher.round()
    return _kept(folder / "a.duckdb"), [failure.error for failure in failures]


def _page_by_watched_folder(folder: Path, page: bytes) -> Told:
    failures: list[Failure] = []
    box = folder / "in"
    box.mkdir()
    (box / "a.html").write_bytes(page)
    (box / "b.html").write_bytes(_other())
    with Watcher(
        folder / "a.duckdb", [box], Settings(settle=0), clock=StillClock(), on_error=failures.append
    ) as watcher:
        watcher.round()
    return _kept(folder / "a.duckdb"), [failure.error for failure in failures]


def _page_by_upload(_: Path, page: bytes) -> Told:
    made = read_uploads([Upload("a.html", page), Upload("b.html", _other())])
    return [r.text for r in made.readings], [f.error for f in made.brief.failures]


def _other() -> bytes:
    return article(f"{GOOD} Both flags flew.").encode()


def _kept(path: Path) -> list[str]:
    with Archive(path, read_only=True) as archive:
        return [reading.text for reading in archive.readings()]


PAGE_WAYS: dict[str, Callable[[Path, bytes], Told]] = {
    "file": _page_by_file,
    "crawl": _page_by_crawl,
    "watch": _page_by_watch,
    "watched folder": _page_by_watched_folder,
    "upload": _page_by_upload,
}


@pytest.mark.parametrize("way", PAGE_WAYS)
@pytest.mark.parametrize("attack", PAGES)
def test_a_hostile_page_costs_itself_at_most(tmp_path: Path, attack: str, way: str) -> None:
    page = PAGES[attack].encode("utf-8", "surrogateescape")
    if way == "upload" and len(page) > 1_900_000:
        page = page[:1_900_000]
    texts, errors = PAGE_WAYS[way](tmp_path, page)
    assert sum("Both flags flew." in text for text in texts) == 1, errors
    assert len(texts) + len(errors) >= 2


# --- what has no end -----------------------------------------------------------------------------


def _endless(way: str, folder: Path) -> Told:
    line = b'{"text": "' + b"a" * 100_000_000 + b'"}\n' + _lines(GOOD).splitlines()[0]
    if way == "standard input":
        return _take("-", stdin=io.BytesIO(line))
    name = "a.jsonl.gz" if way == "packed" else "a.jsonl"
    (folder / name).write_bytes(gzip.compress(line, 1) if way == "packed" else line)
    if way == "watched folder":
        failures: list[Failure] = []
        with Watcher(
            folder / "a.duckdb", [folder], Settings(settle=0), clock=StillClock(),
            on_error=failures.append,
        ) as watcher:  # fmt: skip
            watcher.round()
        return _kept(folder / "a.duckdb"), [failure.error for failure in failures]
    failures = []
    found = [text for _, text in read_reports(folder / name, on_error=failures.append)]
    return found, [failure.error for failure in failures]


@pytest.mark.parametrize("way", ["file", "packed", "standard input", "watched folder"])
def test_a_line_of_100_mb_is_passed_over_by_every_way(tmp_path: Path, way: str) -> None:
    assert _endless(way, tmp_path) == ([GOOD], ["too-large"])


@pytest.mark.parametrize("data", [b"PK\x03\x04" + b"a" * 5000, gzip.compress(b"a" * 50_000_000)])
def test_packed_files_are_no_uploads_whatever_their_name(data: bytes) -> None:
    with pytest.raises(DragomanError) as refused:
        read_uploads([Upload("a.txt", data)])
    assert refused.value.error == "nothing-read"
    for name in ("a.zip", "a.txt.gz", "a.parquet", "a.warc.gz", "a.warc", "../a", "a", ".txt", ""):
        with pytest.raises(DragomanError) as refused:
            check([Upload(name, data)])
        assert refused.value.error == "unknown-format", name
