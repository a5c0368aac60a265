"""Reports uploaded in the browser: their brief, and what is refused."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from starlette.testclient import TestClient

from dragoman.briefs.model import Brief
from dragoman.briefs.page import Page
from dragoman.errors import DragomanError
from dragoman.web import make_app, uploads
from dragoman.web.uploads import Desk, Upload

ONE = (
    "The president of Kenya, Daniel Mwangi, arrived in Kampala on Tuesday to meet the president of "
    'Uganda, Mary Okello. "We want one price for power," Mwangi said.'
)
OTHER = (
    "Kenya's President Daniel Mwangi flew to Uganda on Tuesday and met President Mary Okello in "
    "Kampala. Officials said that no contract was signed."
)


@pytest.fixture
def client() -> Iterator[TestClient]:
    with TestClient(make_app(), base_url="http://localhost", follow_redirects=False) as one:
        yield one


def test_two_reports_give_their_brief(client: TestClient, tmp_path: Path) -> None:
    sent = client.post(
        "/upload",
        data={"text-1": ONE, "published-1": "2026-01-07", "source-1": "Lake Daily",
              "published-2": "2026-01-08", "source-2": "Hill Radio"},
        files={"file-2": ("../../etc/other.txt", OTHER.encode(), "text/plain")},
    )  # fmt: skip
    assert sent.status_code == 303
    where = sent.headers["location"]
    page = client.get(where)
    assert page.status_code == 200
    told = msgspec.json.decode(client.get(f"{where}.json").content, type=Brief)
    assert [(r.source, r.published) for r in told.reports] == [
        ("Lake Daily", "2026-01-07"), ("Hill Radio", "2026-01-08"),
    ]  # fmt: skip
    assert any(line.when.startswith("Tuesday, 6 Jan") for line in told.briefs[0].events())
    for line in told.briefs[0].lines():
        assert f'id="{line.id}"' in page.text
        for one in line.passages:
            assert one.text == {"A": ONE, "B": OTHER}[one.letter][one.start : one.end]
    assert "/actors/" not in page.text  # there is no archive to lead to
    assert client.get(f"{where}/brief.md").text.startswith("#")
    assert "attachment" in client.get(f"{where}/brief.html").headers["content-disposition"]
    assert client.get("/briefs/guessed").status_code == 404
    assert not list(Path(tempfile.gettempdir()).glob("dragoman-*/001.txt"))


def test_without_an_archive_the_upload_comes_first(client: TestClient) -> None:
    assert client.get("/").headers["location"] == "/upload"
    page = client.get("/upload").text
    assert 'href="/stories"' not in page
    assert 'role="search"' not in page
    assert client.get("/stories").status_code == 404


@pytest.mark.parametrize(
    ("data", "files", "status", "said"),
    [
        ({}, {}, 400, "No report is given"),
        ({"text-1": "  "}, {}, 400, "No report is given"),
        ({}, {"file-1": ("all.zip", b"PK")}, 400, "The ending of all.zip is not one of those"),
        ({}, {"file-1": ("a.txt.gz", b"x")}, 400, "The ending of a.txt.gz"),
        ({}, {"file-1": ("..", b"x")}, 400, "The ending of .."),
        ({}, {"file-1": ("big.txt", b"word " * 400_001)}, 413, "big.txt is over the limit of 2 MB"),
        ({"text-1": "word " * 400_001}, {}, 413, "cannot be taken"),
        ({"text-1": ONE, "published-1": "01/02/2026"}, {}, 400, "is no date that can only mean"),
        ({}, {"file-1": ("a.txt", b"\x00\x01\x02" * 50)}, 400, "No report could be read. a.txt: "),
        ({}, {"file-1": ("<b>.json", b"{")}, 400, "&lt;b&gt;.json: "),
    ],
)  # fmt: skip
def test_what_is_refused_is_told_on_the_form(
    client: TestClient, data: dict[str, str], files: dict[str, object], status: int, said: str
) -> None:
    answer = client.post("/upload", data={"x": "1", **data}, files=files or {"none": b""})
    assert answer.status_code == status
    assert said in answer.text
    assert tempfile.gettempdir() not in answer.text
    assert 'role="alert"' in answer.text


def test_typed_words_stay_after_an_error(client: TestClient) -> None:
    given = {"text-1": "A <script> & more", "source-2": "Hill Radio", "published-1": "31/31/31"}
    page = client.post("/upload", data=given, files={"none": b""}).text
    assert "A &lt;script&gt; &amp; more</textarea>" in page
    assert 'value="Hill Radio"' in page


def test_what_could_not_be_read_is_named_on_the_page(client: TestClient) -> None:
    files = [
        ("files", ("one.txt", ONE.encode(), "text/plain")),
        ("files", ("two.txt", b"", "text/plain")),
    ]
    where = client.post("/upload", files=files).headers["location"]
    told = msgspec.json.decode(client.get(f"{where}.json").content, type=Brief)
    assert [(f.item, f.error) for f in told.failures] == [("two.txt", "empty-file")]
    assert "two.txt" in client.get(where).text


def test_too_many_words_or_files_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DragomanError, match="11 reports; 10 can be read") as refused:
        Desk().read([Upload(f"{n}.txt", b"x") for n in range(11)])
    assert refused.value.error == "too-large"
    monkeypatch.setattr(uploads, "MOST_WORDS", 30)
    Desk().read([Upload("a.txt", ONE.encode())])
    with pytest.raises(DragomanError, match="more than 30 words"):
        Desk().read([Upload("a.txt", ONE.encode()), Upload("b.txt", OTHER.encode())])


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "http://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://localhost:99"}, 403),
        ({"Origin": "http://localhost"}, 400),  # ours, but without a report
        ({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, 400),
        ({}, 400),
    ],
)
def test_only_our_own_pages_can_send(
    client: TestClient, headers: dict[str, str], status: int
) -> None:
    answer = client.post("/upload", data={"x": "1"}, files={"none": b""}, headers=headers)
    assert answer.status_code == status


def test_a_body_beyond_all_limits_is_not_read(client: TestClient) -> None:
    answer = client.post("/upload", content=b"x", headers={"Content-Length": "90000000"})
    assert answer.status_code == 413
    assert "90 MB" in answer.text


def test_the_oldest_brief_gives_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "KEPT", 2)
    made = Page(brief=Brief(id="b", version="0"), readings=())
    monkeypatch.setattr(uploads, "read_uploads", lambda given: made)
    desk = Desk()
    one, two = (desk.read([Upload("a.txt", b"x")]) for _ in range(2))
    assert one != two
    desk.brief(one)  # used again, so that the other is the oldest
    three = desk.read([Upload("a.txt", b"x")])
    assert desk.brief(one) is desk.brief(three)
    with pytest.raises(DragomanError, match="no longer kept"):
        desk.brief(two)


def test_who_waits_too_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk()

    def read(_: object) -> Page:
        monkeypatch.setattr(uploads, "_WAITING", 0)
        with pytest.raises(DragomanError) as busy:  # while this one is being read
            desk.read([Upload("b.txt", b"x")])
        assert busy.value.error == "server-busy"
        return Page(brief=Brief(id="b", version="0"), readings=())

    monkeypatch.setattr(uploads, "read_uploads", read)
    assert desk.brief(desk.read([Upload("a.txt", b"x")])).brief.id == "b"
