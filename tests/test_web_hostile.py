"""The site against hostile reports and hostile askers: ids, addresses, letters, spans, bodies."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import anyio
import msgspec
import pytest
from starlette.testclient import TestClient

import dragoman as dm
from archive_writer import RUN
from dragoman.archive import Archive
from dragoman.records import Reading
from dragoman.relations import periods
from dragoman.storing import tell_stories
from dragoman.web import make_app, posted
from reading_fixtures import Draft

TOKEN = "correct horse battery staple"
STEERS = "\u202e\u2067\x1b\x07\x00\u200b"
# id, address, what stands in its title and source
REPORTS = (
    ("..", "http://[none", "=1+1"),
    ("a/../../b", "javascript:alert(1)", "<script>alert(1)</script>"),
    ("1.json", "data:text/html,<script>1</script>", '" onmouseover="alert(1)'),
    ("q?x=1#y", "HTTP://[::1", f"a{STEERS}b"),
    ("é ü", "https://x.example/\"'><script>alert(1)</script>", "]](javascript:alert(1))"),
)


def reading(number: int) -> Reading:
    name, url, words = REPORTS[number]
    text = (
        f"Kenya's envoy\u202e met Sudan's envoy in Juba on Monday, round {number}. Kenya said so."
    )
    draft = Draft(text, source=f"Daily {words}", published="2026-02-03", title=f"Talks {words}")
    draft.id = name
    kenya, sudan = draft.actor("Kenya", code="KEN"), draft.actor("Sudan", code="SDN")
    draft.event("CONSULT", "met", actors=[kenya], recipients=[sudan], issues=("new:salt/../tea?1",))
    made = draft.reading()
    return msgspec.structs.replace(made, report=msgspec.structs.replace(made.report, url=url))


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hostile") / "news.duckdb"
    with Archive(path) as archive:
        archive.add_many([reading(n) for n in range(len(REPORTS))], RUN)
        tell_stories(archive)
    return path


@pytest.fixture(scope="module")
def site(path: Path) -> Iterator[TestClient]:
    app = make_app(path, token=TOKEN)
    with TestClient(app, base_url="http://127.0.0.1", follow_redirects=False) as client:
        yield client


def pages(site: TestClient) -> Iterator[tuple[str, str]]:
    """The pages that the first ones lead to, as a browser would go; each kind some times."""
    todo = ["/", "/stories", "/agenda?state=all", "/network", "/dyads/KEN-SDN", "/actors/KEN",
            "/run", "/corrections", "/search?words=Talks", "/search?words=Kenya"]  # fmt: skip
    seen = set(todo)
    for address in todo:
        answer = site.get(address)
        assert answer.status_code == 200, (address, answer.text[-600:])
        if "text/html" not in answer.headers["content-type"] or "brief.html" in address:
            continue
        yield address, answer.text
        for link in re.findall(r'(?:href|src)="([^"]*)"', answer.text):
            found = urlsplit(urljoin(f"http://127.0.0.1{address}", link.replace("&amp;", "&")))
            where = found.path + (f"?{found.query}" if found.query else "")
            wanted = re.match(r"/(?:reports|records|stories|actors)/", where)
            if found.netloc == "127.0.0.1" and wanted and where not in seen and len(todo) < 90:
                seen.add(where)
                todo.append(where)


def test_no_page_fails_leads_astray_or_is_steered(site: TestClient) -> None:
    shown = dict(pages(site))
    assert sum(address.startswith("/reports/") for address in shown) >= len(REPORTS)
    for address, text in shown.items():
        assert not set(text) & set(STEERS), (address, set(text) & set(STEERS))
        assert not re.search(r"<script(?! src=\"/static/)|<[^>]*\sonmouseover=", text), address
        assert not re.search(r'(?:href|src|action)="\s*(?:javascript|data):', text, re.I), address


@pytest.mark.parametrize("number", range(len(REPORTS)))
def test_a_report_of_any_id_has_its_page_and_twin(site: TestClient, number: int) -> None:
    name = REPORTS[number][0]
    listed = site.get("/search?words=Talks").text
    links = set(re.findall(r'href="(/reports/[^"#]*)"', listed))
    (mine,) = (one for one in links if unquote(one).removesuffix(".html") == f"/reports/{name}")
    address = urlsplit(urljoin("http://127.0.0.1/", mine)).path  # as a browser goes there
    page = site.get(address)
    assert f"round {number}." in page.text
    (twin,) = re.findall(r'rel="alternate" type="application/json" href="([^"]+)"', page.text)
    told = site.get(urlsplit(urljoin("http://127.0.0.1/", twin)).path).json()
    assert told["reading"]["found"][0]["report"]["id"] == name


def test_an_issue_of_any_id_has_its_page(site: TestClient) -> None:
    (link,) = set(re.findall(r'href="(/issues/new[^"]*)"', site.get("/issues").text))
    address = urlsplit(urljoin("http://127.0.0.1/", link)).path
    assert "5 acts" in site.get(address).text or "1 act" in site.get(address).text
    assert site.get(f"{address}.json").json()["thread"]["found"][0]["issue"] == "new:salt/../tea?1"


def test_a_brief_of_one_file_takes_any_address(tmp_path: Path) -> None:
    report = {"text": reading(0).text, "url": "http://[none", "title": f"Talks {STEERS}"}
    (tmp_path / "a.jsonl").write_bytes(msgspec.json.encode(report))
    page = dm.brief(tmp_path / "a.jsonl").html()
    assert "round 0" in page
    assert not set(page) & set(STEERS)


# --- spans ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["day", "month"])
@pytest.mark.parametrize("asked", ["series?dyad=KEN-SDN", "thread?issue=fishing"])
def test_the_end_of_time_is_the_end_of_what_is_told(site: TestClient, asked: str, by: str) -> None:
    told = site.get(f"/api/{asked}&by={by}&since=0001-01-01&until=9999-12-31")
    assert told.status_code == 200
    assert len(told.json()["found"][0]["periods"]) < 100


def test_a_page_of_many_days_lists_the_latest(site: TestClient) -> None:
    where = "/dyads/KEN-SDN?by=day&since=2024-01-01&until=2026-12-31"
    page = site.get(where)
    assert len(re.findall(r'<tr id="KEN-SDN-20', page.text)) == 400
    assert "latest 400 periods of 1096" in page.text
    assert 'id="KEN-SDN-2026-12-31"' in page.text
    (twin,) = re.findall(r'400 periods of 1096: <a href="([^"]+)"', page.text)
    told = site.get(twin.replace("&amp;", "&")).json()
    assert len(told["series"]["found"][0]["periods"]) == 1096


def test_more_periods_than_can_be_told_are_refused_in_words(tmp_path: Path) -> None:
    old = msgspec.structs.replace(reading(0).report, published="1801-01-01")
    with Archive(tmp_path / "a.duckdb") as archive:
        archive.add_many([msgspec.structs.replace(reading(0), report=old), reading(1)], RUN)
        tell_stories(archive)
        with pytest.raises(dm.DragomanError, match="82,214") as caught:
            archive.series("KEN-SDN", by="day")
        assert caught.value.error == "bad-query"
        assert archive.series("KEN-SDN", by="day", since="2026-01-01").periods
        assert len(archive.series("KEN-SDN", by="month").periods) > 2000


def test_days_are_cut_only_where_they_are_too_many() -> None:
    told = (date(2026, 1, 1), date(2026, 2, 1))
    few = (date(2020, 1, 1), date(2030, 1, 1))
    assert periods.bounded(few, told, "day") == few
    assert periods.bounded((date.min, date.max), told, "day") == told
    late = (date(9000, 1, 1), date.max)
    assert periods.bounded(late, told, "day") == (date(9000, 1, 1), date(9000, 1, 1))


# --- bodies and headers --------------------------------------------------------------------------


@pytest.mark.parametrize("origin", ["http://[", "http://[::1", "//", "javascript:1", "\xff"])
@pytest.mark.parametrize("where", ["/upload", "/corrections", "/logout"])
def test_an_origin_that_is_none_is_foreign(site: TestClient, where: str, origin: str) -> None:
    site.get("/login", params={"token": TOKEN})
    answer = site.post(where, data={"a": "1"}, headers={"Origin": origin.encode("latin-1")})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "body", [b'{"action":"join","ids":["\xff"]}', b'{"x":' + b"[" * 60_000, b"", b"\x00"]
)
def test_a_correction_that_is_no_json_is_told(site: TestClient, body: bytes) -> None:
    program = {"Authorization": f"Bearer {TOKEN}"}
    answer = site.post("/api/corrections", content=body, headers=program)
    assert (answer.status_code, answer.json()["error"]) == (400, "bad-query")


def test_an_id_that_is_no_address_is_not_found(site: TestClient) -> None:
    page = site.get("/login", params={"token": TOKEN})
    (story,) = {one["id"] for one in site.get("/stories.json").json()["stories"]["found"][:1]}
    page = site.get(f"/stories/{story}/correct")
    (csrf, *_) = re.findall(r'name="csrf" value="(\w+)"', page.text)
    form = {"csrf": csrf, "action": "join", "ids": [story, "http://[none"]}
    answer = site.post("/corrections", data=form, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 404


def test_a_server_of_uploads_alone_ends_well() -> None:
    program = subprocess.Popen(
        [sys.executable, "-m", "dragoman", "serve", "--port", "0"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    assert program.stdout is not None
    (at,) = re.findall(r"Serving uploads at (http://127.0.0.1:\d+)", program.stdout.readline())
    with urllib.request.urlopen(f"{at}/upload", timeout=60) as answer:
        assert answer.status == 200
    program.send_signal(signal.SIGINT)
    rest, _ = program.communicate(timeout=60)
    assert (program.returncode, "fault" in rest.lower(), "Traceback" in rest) == (0, False, False)


def test_who_hangs_up_is_no_fault(path: Path) -> None:
    app = make_app(path)
    sent: list[int] = []

    async def ask() -> None:
        async def receive() -> dict[str, str]:
            return {"type": "http.disconnect"}

        async def send(message: dict[str, int]) -> None:
            if message["type"] == "http.response.start":
                sent.append(message["status"])

        head = [(b"host", b"localhost"), (b"content-type", b"application/json")]
        await app(
            {"type": "http", "method": "POST", "path": "/api/brief", "query_string": b"",
             "headers": head, "scheme": "http", "server": ("localhost", 80), "root_path": "",
             "http_version": "1.1"},
            receive, send,
        )  # type: ignore[arg-type]  # fmt: skip

    anyio.run(ask)
    assert sent == [400]


def test_many_senders_leave_the_pages_their_threads(
    site: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posted, "_READING", threading.Lock())
    body = {"reports": [{"text": "Norway and Kenya signed a treaty in Oslo on Friday."}]}
    found: list[int] = []

    def send() -> None:
        found.append(site.post("/api/brief", json=body).status_code)

    with posted._READING:  # somebody's reports take long
        senders = [threading.Thread(target=send) for _ in range(60)]
        for one in senders:
            one.start()
        for _ in range(600):
            if len(found) >= 56:
                break
            time.sleep(0.05)
        assert found == [503] * 56
        assert site.get("/stories").status_code == 200
    for one in senders:
        one.join(60)
    assert sorted(found) == [200] * 4 + [503] * 56
