"""WARC files: their pages are reports, and damage costs the record that it stands in."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from dragoman.errors import DragomanError
from dragoman.ingest import Limits, members, read_reports
from dragoman.records import Failure, Report

pytest.importorskip("warcio", reason="needs warcio: pip install 'dragoman[warc]'")

PLACES = ("Oslo", "Lisbon", "Kampala", "Tallinn", "Lima", "Hanoi")


def page(place: str, *, words: str = "met the president", head: str = "") -> bytes:
    story = (
        f"The foreign minister of Norway {words} in {place} on Friday to talk about fishing "
        "rights, an official of the ministry said. The two sides had agreed on a first draft. "
    )
    return (
        f"<!doctype html><html><head><title>Talks in {place} about fishing</title>{head}"
        f"<meta property='article:published_time' content='2026-01-05T08:00:00Z'></head><body>"
        f"<nav>Home News Sport</nav><article><h1>Talks in {place} about fishing</h1><p>{story}</p>"
        f"<p>{story.replace('Friday', 'Thursday')}</p></article></body></html>"
    ).encode()


def record(
    number: int,
    body: bytes,
    *,
    kind: str = "response",
    status: str = "200 OK",
    mime: str = "text/html; charset=utf-8",
    length: int | None = None,
    more: str = "",
    http: str = "",
) -> bytes:
    answer = f"HTTP/1.1 {status}\r\nContent-Type: {mime}\r\n{http}\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
        f"WARC-Date: 2026-01-06T03:04:05Z\r\nWARC-Target-URI: https://news.example/{number}\r\n"
        f"Content-Type: application/http; msgtype={kind}\r\n{more}"
        f"Content-Length: {len(answer) if length is None else length}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


def read(file: Path, **given: Limits) -> tuple[list[tuple[Report, str]], list[Failure]]:
    failures: list[Failure] = []
    return list(read_reports(file, on_error=failures.append, **given)), failures


def packed(records: list[bytes]) -> list[bytes]:
    return [gzip.compress(one, mtime=0) for one in records]


@pytest.fixture
def records() -> list[bytes]:
    return [record(n, page(place)) for n, place in enumerate(PLACES)]


def test_pages_become_reports_and_other_records_are_passed_over(tmp_path: Path) -> None:
    others = [
        record(90, b"software: x", kind="warcinfo"),
        record(91, b"GET / HTTP/1.1", kind="request"),
        record(92, page("Quito"), status="404 Not Found"),
        record(93, b"\x89PNG\r\n", mime="image/png"),
        record(94, b"", status="301 Moved"),
    ]
    file = tmp_path / "news.warc.gz"
    file.write_bytes(b"".join(packed([others[0], record(0, page("Oslo")), *others[1:]])))
    ((report, text),), failures = read(file)
    assert failures == []
    assert (report.url, report.published) == ("https://news.example/0", "2026-01-05T08:00:00+00:00")
    assert report.retrieved == "2026-01-06T03:04:05+00:00"
    assert report.title == "Talks in Oslo about fishing"
    assert "met the president in Oslo" in text
    assert "Home News" not in text


def test_plain_packed_and_packed_as_a_whole_give_the_same(
    tmp_path: Path, records: list[bytes]
) -> None:
    plain, each, whole = (tmp_path / n for n in ("a.warc", "b.warc.gz", "c.warc.gz"))
    plain.write_bytes(b"".join(records))
    each.write_bytes(b"".join(packed(records)))
    whole.write_bytes(gzip.compress(b"".join(records)))
    found = [read(file) for file in (plain, each, whole)]
    assert len(found[0][0]) == len(PLACES)
    assert found[0] == found[1] == found[2]


@pytest.mark.parametrize("place", [0.2, 0.5, 0.9])
def test_a_damaged_record_is_told_and_the_others_are_read(
    tmp_path: Path, records: list[bytes], place: float
) -> None:
    members = packed(records)
    spoilt = bytearray(members[2])
    at = int(len(spoilt) * place)
    spoilt[at : at + 8] = b"\xff\x00\xff\x00\xff\x00\xff\x00"
    file = tmp_path / "news.warc.gz"
    file.write_bytes(b"".join([*members[:2], bytes(spoilt), *members[3:]]))
    reports, failures = read(file)
    assert [r.url for r, _ in reports] == [f"https://news.example/{n}" for n in (0, 1, 3, 4, 5)]
    assert [f.error for f in failures] == ["damaged-file"]
    assert "#3" in failures[0].item


def test_a_wrong_checksum_is_damage_too(tmp_path: Path, records: list[bytes]) -> None:
    members = packed(records)
    members[1] = members[1][:-8] + b"\0\0\0\0" + members[1][-4:]
    file = tmp_path / "news.warc.gz"
    file.write_bytes(b"".join(members))
    reports, failures = read(file)
    assert [r.url for r, _ in reports] == [f"https://news.example/{n}" for n in (0, 2, 3, 4, 5)]
    assert [f.error for f in failures] == ["damaged-file"]


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_what_stands_before_a_cut_is_read(tmp_path: Path, records: list[bytes], name: str) -> None:
    data = b"".join(packed(records) if name.endswith(".gz") else records)
    file = tmp_path / name
    file.write_bytes(data[:-300])
    reports, failures = read(file)
    assert len(reports) == len(PLACES) - 1
    assert [f.error for f in failures] == ["damaged-file"]


@pytest.mark.parametrize("length", [20, 5000, 10_000_000])
@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_a_wrong_length_costs_one_record(
    tmp_path: Path, records: list[bytes], length: int, name: str
) -> None:
    records[2] = record(2, page(PLACES[2]), length=length)
    file = tmp_path / name
    file.write_bytes(b"".join(packed(records) if name.endswith(".gz") else records))
    reports, failures = read(file)
    assert [r.url for r, _ in reports] == [f"https://news.example/{n}" for n in (0, 1, 3, 4, 5)]
    assert [f.error for f in failures] == ["damaged-file"]


def test_bytes_between_records_are_passed_over(tmp_path: Path, records: list[bytes]) -> None:
    file = tmp_path / "a.warc"
    file.write_bytes(records[0] + b"\x00garbage\nmore of it\n" + b"".join(records[1:]))
    reports, failures = read(file)
    assert len(reports) == len(PLACES)
    assert [f.error for f in failures] == ["damaged-file"]


def test_a_page_over_the_limit_is_left_out(tmp_path: Path, records: list[bytes]) -> None:
    records[1] = record(1, page("Lisbon", head="<!-- " + "x" * 50_000 + " -->"))
    for name, data in (("a.warc", records), ("b.warc.gz", packed(records))):
        file = tmp_path / name
        file.write_bytes(b"".join(data))
        reports, failures = read(file, limits=Limits(file=20_000))
        assert len(reports) == len(PLACES) - 1
        assert [f.error for f in failures] == ["too-large"]


def test_a_packed_page_and_one_in_chunks_are_unpacked(tmp_path: Path) -> None:
    body = page("Oslo")
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:100], body[100:], b""))
    file = tmp_path / "a.warc"
    file.write_bytes(
        record(0, gzip.compress(body), http="Content-Encoding: gzip\r\n")
        + record(1, chunks, http="Transfer-Encoding: chunked\r\n")
    )
    reports, failures = read(file)
    assert failures == []
    assert len(reports) == 2
    assert reports[0][1] == reports[1][1]


def test_the_encoding_that_the_host_names_is_used(tmp_path: Path) -> None:
    body = (
        page("Köln", words="met the ministers of Šiauliai and Łódź")
        .decode()
        .encode("cp1250", "xmlcharrefreplace")
    )
    file = tmp_path / "a.warc"
    file.write_bytes(record(0, body, mime="text/html; charset=windows-1250"))
    ((_, text),), failures = read(file)
    assert failures == []
    assert "Šiauliai and Łódź in Köln" in text


def test_a_page_that_the_crawler_cut_keeps_that(tmp_path: Path) -> None:
    file = tmp_path / "a.warc"
    file.write_bytes(record(0, page("Oslo"), more="WARC-Truncated: length\r\n"))
    ((report, _),), failures = read(file)
    assert [f.error for f in report.failures] == ["cut-page"]
    assert [f.error for f in failures] == ["cut-page"]


def test_a_page_without_an_article_is_told_by_its_address(tmp_path: Path) -> None:
    file = tmp_path / "a.warc"
    file.write_bytes(record(7, b"<html><body></body></html>") + record(8, page("Oslo")))
    reports, failures = read(file)
    assert len(reports) == 1
    assert failures[0].item.endswith("#1 (https://news.example/7)")


def test_what_is_no_warc_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.warc"
    file.write_bytes(b"This is a plain text about talks in Oslo.")
    with pytest.raises(DragomanError) as raised:
        next(read_reports(file))
    assert raised.value.error == "bad-warc"


@pytest.mark.parametrize("length", ["9" * 5000, "-5", "0x10", "²"])
def test_a_length_that_is_none_costs_one_record(
    tmp_path: Path, records: list[bytes], length: str
) -> None:
    wrong = records[1].replace(b"Content-Length: ", f"Content-Length: {length}\r\nX-Old: ".encode())
    (tmp_path / "a.warc").write_bytes(records[0] + wrong + records[2])
    found, failures = read(tmp_path / "a.warc")
    assert [place in text for place, (_, text) in zip(("Oslo", "Kampala"), found, strict=True)]
    assert [f.error for f in failures] == ["damaged-file"]


def test_a_file_made_to_be_searched_for_ever_is_given_up(
    tmp_path: Path, records: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(members, "_LOOKS", 50)
    false = b"\x1f\x8b\x08" * 49
    for number, (beginnings, pages) in enumerate(((false, 2), (false * 3, 1))):
        one, other = packed(records[:2])
        file = tmp_path / f"{number}.warc.gz"
        file.write_bytes(one + beginnings + other)
        found, failures = read(file)
        assert (len(found), [f.error for f in failures]) == (pages, ["damaged-file"])


def test_a_page_inside_a_record_that_unpacks_to_a_flood_is_left_out(tmp_path: Path) -> None:
    flood = gzip.compress(b"a" * 20_000_000)
    bomb = record(1, flood, http="Content-Encoding: gzip\r\n")
    (tmp_path / "a.warc.gz").write_bytes(b"".join(packed([bomb, record(2, page("Lima"))])))
    found, failures = read(tmp_path / "a.warc.gz", limits=Limits(file=1_000_000))
    assert ["Lima" in text for _, text in found] == [True]
    assert [f.error for f in failures] == ["too-large"]
