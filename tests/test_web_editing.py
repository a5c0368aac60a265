"""Corrections over the web: the token, forms of our own pages alone, REST, what they do."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from archive_writer import RUN
from dragoman.archive import Archive
from dragoman.errors import DragomanError
from dragoman.records import Correction, from_json
from dragoman.storing import tell_stories
from dragoman.web import make_app
from reading_fixtures import Draft

TOKEN = "correct horse battery staple"
OWN = {"Sec-Fetch-Site": "same-origin"}
BASE = "http://127.0.0.1:8765"


def report(name: str, text: str) -> Any:
    draft = Draft(text, source=f"Daily {name}", published="2026-02-03", title=f"{text[:30]} <b>&")
    draft.id = f"rep_{name}"
    if "Kenya" in text:
        kenya, sudan = draft.actor("Kenya", code="KEN"), draft.actor("Sudan", code="SDN")
        draft.event("CONSULT", "met", actors=[kenya], recipients=[sudan])
        draft.event("ACCUSE", "accused", actors=[kenya], recipients=[sudan])
    else:
        draft.event("COOPERATE", "launched", actors=[draft.actor("Norway", code="NOR")])
    return draft.reading()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "news.duckdb"
    told = [
        report("A", "Kenya's envoy met Sudan's envoy in Juba on Monday over cattle raids along "
                    "the Ilemi border. Kenya accused Sudan of arming herders."),
        report("B", "The envoy of Kenya met the envoy of Sudan in Juba on Monday about cattle "
                    "raids on the Ilemi border. Kenya accused Sudan of arming herders near Ilemi."),
        report("C", "Norway launched a weather satellite from Andoya, and the rocket fell into "
                    "the sea."),
    ]  # fmt: skip
    with Archive(path) as archive:
        archive.add_many(told, RUN)
        tell_stories(archive)
    return path


@pytest.fixture
def site(path: Path) -> TestClient:
    return TestClient(make_app(path, token=TOKEN), base_url=BASE, follow_redirects=False)


def log_in(site: TestClient) -> str:
    """Begin a session; the CSRF token of its forms."""
    answer = site.get("/login", params={"token": TOKEN})
    assert answer.status_code == 303
    page = site.get(f"/stories/{story(site)}/correct").text
    return re.findall(r'name="csrf" value="(\w+)"', page)[0]


def story(site: TestClient) -> str:
    found = site.get("/stories.json", params={"least_reports": 2}).json()["stories"]["found"]
    return str(found[0]["id"])


def told(site: TestClient) -> set[frozenset[str]]:
    found = site.get("/stories.json").json()["stories"]["found"]
    return {frozenset(one["reports"]) for one in found}


AB, A, B, C = map(frozenset, (("rep_A", "rep_B"), ("rep_A",), ("rep_B",), ("rep_C",)))


def test_a_server_without_edit_shows_no_form_and_takes_none(path: Path) -> None:
    site = TestClient(make_app(path), base_url=BASE, follow_redirects=False)
    one = story(site)
    for address in (f"/stories/{one}/correct", "/corrections"):
        page = site.get(address)
        assert page.status_code == 200
        assert 'method="post"' not in page.text
        assert "--edit" in page.text
    refused = site.post("/corrections", data={"action": "pin", "ids": one}, headers=OWN)
    assert refused.status_code == 403
    assert "only shows" in refused.text
    for address in ("/api/corrections", "/api/corrections/co_1/undo"):
        answer = site.post(address, json={}, headers={"Authorization": f"Bearer {TOKEN}"})
        assert (answer.status_code, answer.json()["error"]) == (403, "forbidden")
    assert site.get("/login", params={"token": TOKEN}).status_code == 403


def test_the_token_begins_a_session_and_stands_nowhere(site: TestClient) -> None:
    assert 'method="post"' not in site.get("/corrections").text
    for wrong in ("", "correct horse", TOKEN + "!"):
        assert site.get("/login", params={"token": wrong}).status_code == 403
        assert not site.cookies
    answer = site.get("/login", params={"token": TOKEN})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "max-age" not in cookie  # as long as the browser is open
    assert answer.headers["referrer-policy"] == "no-referrer"
    for address in ("/corrections", "/login", f"/stories/{story(site)}/correct"):
        page = site.get(address)
        assert TOKEN not in page.text + str(page.headers)
    csrf = log_in(site)
    assert site.post("/logout", data={"csrf": csrf}, headers=OWN).status_code == 303
    assert 'method="post"' not in site.get("/corrections").text


def test_a_token_may_also_be_given_in_a_form(site: TestClient) -> None:
    assert 'type="password"' in site.get("/login").text
    assert site.post("/login", data={"token": "no"}).status_code == 403
    assert site.post("/login", data={"token": TOKEN}).status_code == 303
    assert 'action="/logout"' in site.get("/corrections").text


def test_a_short_token_is_refused(path: Path) -> None:
    with pytest.raises(DragomanError) as caught:
        make_app(path, token="secret")
    assert caught.value.error == "bad-token"


def test_reports_are_split_off_and_it_is_undone(site: TestClient) -> None:
    csrf, one = log_in(site), story(site)
    form = {"csrf": csrf, "action": "split", "ids": [one, "rep_B"], "note": "two <i>meetings"}
    answer = site.post("/corrections", data=form, headers=OWN)
    assert answer.status_code == 303
    assert told(site) == {A, B, C}
    page = site.get(answer.headers["location"])
    assert 'role="status"' in page.text
    assert "two &lt;i&gt;meetings" in page.text
    (made,) = site.get("/corrections.json").json()["corrections"]["found"]
    assert (made["state"], len(made["stories"])) == ("holds", 2)
    where = f"/corrections/{made['correction']['id']}/undo"
    assert site.post(where, data={"csrf": csrf}, headers=OWN).status_code == 303
    assert told(site) == {AB, C}
    assert "[undone]" in site.get("/corrections").text
    assert site.post(where, data={"csrf": csrf}, headers=OWN).status_code == 400


def test_a_story_is_joined_by_the_address_of_another_and_pinned(site: TestClient) -> None:
    csrf, one = log_in(site), story(site)
    other = next(
        s["id"] for s in site.get("/stories.json").json()["stories"]["found"] if s["id"] != one
    )
    page = site.get(f"/stories/{one}/correct").text
    assert f'<option value="{other}">' in page
    form = {"csrf": csrf, "action": "join", "ids": [one, "", f"{BASE}/stories/{other}?x=1"]}
    assert site.post("/corrections", data=form, headers=OWN).status_code == 303
    assert told(site) == {AB | C}
    pin = {"csrf": csrf, "action": "pin", "ids": story(site)}
    assert site.post("/corrections", data=pin, headers=OWN).status_code == 303
    lines = site.get("/corrections.jsonl").text.splitlines()
    made = [from_json(line) for line in lines]
    assert [c.action for c in made if isinstance(c, Correction)] == ["join", "pin"]


def test_members_of_an_event_are_split_off_on_its_page(site: TestClient) -> None:
    csrf = log_in(site)
    events = site.app.state.access.read(lambda archive: archive.merged_events())
    one = next(e for e in events if e.type == "ACCUSE")
    for asked in (one.id, one.members[0]):
        page = site.get(f"/records/{asked}/correct")
        assert page.status_code == 200
        assert f'value="{one.members[1]}"' in page.text
    twin = site.get(f"/records/{one.id}/correct.json").json()["members"]
    for several in twin["sentences"].values():
        assert all("accused" in s["text"] or "met" in s["text"] for s in several)
    form = {"csrf": csrf, "action": "split", "ids": [one.id, one.members[1]]}
    assert site.post("/corrections", data=form, headers=OWN).status_code == 303
    events = site.app.state.access.read(lambda archive: archive.merged_events())
    assert [len(e.members) for e in events if e.type == "ACCUSE"] == [1, 1]
    assert site.get("/records/rep_C/correct").status_code == 404


@pytest.mark.parametrize(
    ("headers", "csrf"),
    [
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://evil.example"}, True),
        ({"Sec-Fetch-Site": "same-site"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Origin": "http://evil.example"}, True),
        ({"Origin": "http://127.0.0.1:9999"}, True),
        ({"Origin": "null"}, True),
        ({**OWN, "Origin": "http://evil.example"}, True),
        ({}, True),
        (OWN, False),
    ],
)
def test_forms_of_other_pages_change_nothing(
    site: TestClient, headers: dict[str, str], csrf: bool
) -> None:
    own = log_in(site)
    form = {"action": "pin", "ids": story(site), "csrf": own if csrf else own[::-1]}
    assert site.post("/corrections", data=form, headers=headers).status_code == 403
    assert site.get("/corrections.json").json()["corrections"]["found"] == []


def test_a_browser_that_sends_only_its_origin_is_believed(site: TestClient) -> None:
    form = {"csrf": log_in(site), "action": "pin", "ids": story(site)}
    assert site.post("/corrections", data=form, headers={"Origin": BASE}).status_code == 303


def test_a_session_of_another_server_is_none(path: Path, site: TestClient) -> None:
    log_in(site)
    other = TestClient(make_app(path, token=TOKEN), base_url=BASE, cookies=dict(site.cookies))
    assert 'method="post"' not in other.get("/corrections").text


def test_programs_correct_with_the_token(site: TestClient) -> None:
    one = story(site)
    wanted = {"action": "split", "ids": [one, "rep_B"], "note": "by program"}
    for headers in ({}, {"Authorization": "Bearer no"}, {"Authorization": f"Basic {TOKEN}"}):
        answer = site.post("/api/corrections", json=wanted, headers=headers)
        assert (answer.status_code, answer.json()["error"]) == (403, "forbidden")
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    made = site.post("/api/corrections", json=wanted, headers=bearer)
    assert made.status_code == 201
    assert (made.json()["action"], made.json()["note"]) == ("split", "by program")
    assert told(site) == {A, B, C}
    undone = site.post(f"/api/corrections/{made.json()['id']}/undo", headers=bearer)
    assert undone.json()["undone"] is not None
    assert told(site) == {AB, C}


@pytest.mark.parametrize(
    ("body", "status", "error"),
    [
        (b"{", 400, "bad-query"),
        (b'{"action": "melt", "ids": ["a"]}', 400, "bad-query"),
        (b'{"action": "pin", "ids": []}', 400, "bad-query"),
        (b'{"action": "pin", "ids": ["a"], "extra": 1}', 400, "bad-query"),
        (b'{"action": "pin", "ids": ["none"]}', 404, "not-found"),
        (b'{"action": "join", "ids": ["rep_A"]}', 400, "bad-correction"),
        (b'{"note": "%s"}' % (b"x" * 70_000), 413, "too-large"),
    ],
)  # fmt: skip
def test_what_cannot_be_corrected_is_said(
    site: TestClient, body: bytes, status: int, error: str
) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    answer = site.post("/api/corrections", content=body, headers=headers)
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert site.get("/corrections.json").json()["corrections"]["found"] == []
