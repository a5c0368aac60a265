"""REST: each question over HTTP, its description, and requests that do and do not fit it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from openapi_spec_validator import validate
from starlette.testclient import TestClient

from dragoman.archive import Archive
from dragoman.briefs.model import Brief
from dragoman.questions import ask, parameters_of, questions
from dragoman.questions.base import Page
from dragoman.questions.examples import examples
from dragoman.questions.schemas import parameters_schema, record_schemas
from dragoman.records import Answer
from dragoman.web import make_app
from exports_archive import archive_of

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.fuzz_rest import fuzz  # noqa: E402


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of a quarrel over fish and of a report that tries to break out."""
    return archive_of(tmp_path_factory.mktemp("rest") / "fish.duckdb")


@pytest.fixture(scope="module")
def client(path: Path) -> Iterator[TestClient]:
    app = make_app(path)
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as made:
        yield made
    app.state.access.close()


def _refused(response: Any, status: int, error: str) -> str:
    """The message of an error, which is JSON with its short name."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/json"
    told = response.json()
    assert told.keys() == {"error", "message"}
    assert told["error"] == error
    return str(told["message"])


# --- questions ------------------------------------------------------------------------------------


def test_every_question_answers_its_example_with_what_the_library_answers(
    client: TestClient, path: Path
) -> None:
    with Archive(path, read_only=True) as archive:
        shown = examples(archive)
        assert shown.keys() == questions().keys()
        for name, given in shown.items():
            response = client.get(f"/api/{name}", params=given)
            assert response.status_code == 200, response.text
            assert response.headers["content-type"] == "application/json"
            assert response.content == msgspec.json.encode(ask(archive, name, **given))
            kind: Any = Answer
            # strict: a field that the records do not have would not decode
            msgspec.json.decode(response.content, type=kind[questions()[name].record])


def test_shown_sentences_are_verbatim(client: TestClient) -> None:
    answer = client.get("/api/events", params={"dyad": "CHL-PER"}).json()
    assert len(answer["sentences"]) == len(answer["found"]) > 4
    for told in answer["sentences"].values():
        for one in told:
            text = client.get("/api/reading", params={"id": one["report"]}).json()["found"][0][
                "text"
            ]
            assert text[one["start"] : one["end"]] == one["text"]


def test_several_values_of_one_parameter_are_alternatives(client: TestClient) -> None:
    both = client.get("/api/events?status=planned&status=possible").json()
    assert both["asked"] == {"status": ["planned", "possible"]}
    assert {one["status"] for one in both["found"]} == {"planned", "possible"}


def test_pages_of_an_answer_make_up_the_whole(client: TestClient) -> None:
    whole = client.get("/api/events").json()["found"]
    parts, offset = [], 0
    while True:
        part = client.get("/api/events", params={"limit": 3, "offset": offset}).json()
        parts += part["found"]
        offset += 3
        if not part["more"]:
            break
        assert offset < 100
    assert parts == whole


# --- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "error", "said"),
    [
        ("events?colour=red", "bad-query", "unknown field `colour`"),
        ("events?limit=0", "bad-query", "$.limit"),
        ("events?limit=100000000000000000000000000000000", "bad-query", "$.limit"),
        ("events?limit=ten", "bad-query", "$.limit"),
        ("events?limit=1&limit=2", "bad-query", "given twice"),
        ("events?status=sure", "bad-query", "planned"),
        ("events?since=yesterday", "bad-query", "$.since"),
        ("events?since=2020-02-31", "bad-date", "2020-02-31"),
        ("reports?until=2020-02-31", "bad-date", "2020-02-31"),
        ("stories?since=2023-02-29", "bad-date", "2023-02-29"),
        ("search?words=fish&until=2020-13-01", "bad-date", "2020-13-01"),
        ("network?at=0000-01-01", "bad-date", "0000-01-01"),
        ("standing_ties?at=2020-02-28%0A", "bad-date", "2020-02-28"),
        ("actors?words=a%00b", "bad-query", "no text"),
        ("actors?a%00b=1", "bad-query", "no text"),
        ("ledger", "bad-query", "dyad"),
        ("ledger?dyad=CHILE", "bad-query", "two parties"),
        ("search?words=%22", "bad-query", "$.words"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_in_words(
    client: TestClient, asked: str, error: str, said: str
) -> None:
    assert said in _refused(client.get(f"/api/{asked}"), 400, error)


def test_unknown_things_are_not_found(client: TestClient) -> None:
    assert "overview" in _refused(client.get("/api/weather"), 404, "not-found")
    assert "ev_1" in _refused(client.get("/api/record?id=ev_1"), 404, "not-found")
    _refused(client.get("/api/brief?id=sy_1"), 404, "not-found")
    _refused(client.get("/api/positions?issue=unheard-of"), 404, "not-found")


def test_methods(client: TestClient) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        response = client.request(method, "/api/events")
        _refused(response, 405, "wrong-method")
        assert "GET" in response.headers["allow"]
    assert "POST" in client.delete("/api/brief").headers["allow"]
    head = client.head("/api/events")
    assert head.status_code == 200
    assert head.content == b""
    assert int(head.headers["content-length"]) == len(client.get("/api/events").content)


def test_foreign_pages_get_nothing(client: TestClient) -> None:
    response = client.get("/api/events", headers={"Origin": "http://evil.example"})
    assert not [name for name in response.headers if name.startswith("access-control")]
    assert response.headers["cross-origin-resource-policy"] == "same-origin"
    assert client.get("/api/events", headers={"Host": "evil.example"}).status_code == 400


def test_a_busy_archive_says_try_again(
    path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from dragoman.errors import DragomanError
    from dragoman.web.access import Access

    async def busy(self: Access, work: object) -> object:
        raise DragomanError("It is in use. Try again in a moment.", error="archive-busy")

    monkeypatch.setattr(Access, "ask", busy)
    with TestClient(make_app(path), base_url="http://localhost") as asking:
        response = asking.get("/api/events")
    _refused(response, 503, "archive-busy")
    assert response.headers["retry-after"] == "5"


def test_a_fault_of_ours_is_told_as_one(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dragoman.web.access import Access

    async def broken(self: Access, work: object) -> object:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(Access, "ask", broken)
    made = TestClient(make_app(path), base_url="http://localhost", raise_server_exceptions=False)
    said = _refused(made.get("/api/events"), 500, "fault")
    assert "secret" not in said


# --- the brief of reports that are sent -----------------------------------------------------------

SENT = {
    "reports": [
        {
            "text": "Norway's foreign minister Kari Dahl met Kenya's president Peter Otieno in "
            "Nairobi on Tuesday. Dahl said the talks were useful.",
            "title": "Dahl in Nairobi", "published": "2026-01-07", "source": "Fjord News",
        },
        {
            "text": "Kenya's president Peter Otieno received Norway's foreign minister Kari Dahl "
            "in Nairobi on Tuesday. The two plan to meet again in Oslo on 3 February.",
            "published": "2026-01-07", "url": "https://example.org/b",
        },
    ]
}  # fmt: skip


def test_sent_reports_become_a_brief_and_nothing_is_kept(client: TestClient) -> None:
    before = client.get("/api/overview").content
    response = client.post("/api/brief", json=SENT)
    assert response.status_code == 200, response.text
    brief = msgspec.json.decode(response.content, type=Brief)
    assert [one.source for one in brief.reports] == ["Fjord News", None]
    texts = {r.id: sent["text"] for r, sent in zip(brief.reports, SENT["reports"], strict=True)}
    lines = brief.briefs[0].events()
    assert any(line.status == "planned" for line in lines)
    for line in lines:
        for one in line.passages:
            assert texts[one.report][one.start : one.end] == one.text
    assert client.get("/api/overview").content == before


@pytest.mark.parametrize(
    ("body", "error", "status"),
    [
        (b"", "bad-json", 400),
        (b"[]", "bad-json", 400),
        (b'{"reports": []}', "bad-json", 400),
        (b'{"reports": [{"text": "A", "colour": "red"}]}', "bad-json", 400),
        (b'{"reports": [{"title": "A"}]}', "bad-json", 400),
        (b'{"reports": [{"text": "\\ud800"}]}', "bad-json", 400),
        (b"\xff\xfe", "bad-json", 400),
        (b"[" * 100_000, "bad-json", 400),
        (json.dumps({"reports": [{"text": "   "}]}).encode(), "nothing-read", 400),
        (json.dumps({"reports": [{"text": "Il pleut à Paris et les ministres se sont "
                                          "réunis mardi pour la pêche."}]}).encode(),
         "nothing-read", 400),
        (json.dumps({"reports": [{"text": "ab " * 60_000}] * 2}).encode(), "too-large", 413),
        (b'{"reports": [{"text": "' + b"a" * 2_100_000 + b'"}]}', "too-large", 413),
    ],
)  # fmt: skip
def test_what_is_no_report_is_refused(
    client: TestClient, body: bytes, error: str, status: int
) -> None:
    headers = {"Content-Type": "application/json"}
    _refused(client.post("/api/brief", content=body, headers=headers), status, error)


def test_a_form_cannot_send_reports(client: TestClient) -> None:
    _refused(client.post("/api/brief", data={"reports": "x"}), 415, "not-json")
    plain = {"Content-Type": "text/plain"}
    _refused(client.post("/api/brief", content=json.dumps(SENT), headers=plain), 415, "not-json")
    _refused(client.post("/api/brief?id=x", json=SENT), 400, "bad-query")


# --- the description ------------------------------------------------------------------------------


def test_the_description_is_valid_and_has_every_question(client: TestClient) -> None:
    described = client.get("/api/openapi.json").json()
    validate(described)
    assert described["openapi"] == "3.1.0"
    assert {path.removeprefix("/api/") for path in described["paths"]} == set(questions())
    assert "post" in described["paths"]["/api/brief"]
    for name, question in questions().items():
        told = described["paths"][f"/api/{name}"]["get"]
        assert told["summary"] == question.summary
        fields = [one.name for one in msgspec.structs.fields(question.parameters)]
        assert [one["name"] for one in told["parameters"]] == fields
        assert {"200", "400", "404", "503"} <= told["responses"].keys()


def test_fields_of_records_are_described_in_the_words_of_their_docstrings() -> None:
    schemas = record_schemas()
    event = schemas["Event"]["properties"]
    assert event["status"]["enum"] == ["actual", "negated", "planned", "possible"]
    assert "only an interested party claims it" in event["alleged"]["description"]
    found = schemas["AnswerOfEvent"]["properties"]["found"]
    assert found["items"] == {"$ref": "#/components/schemas/Event"}
    assert set(schemas["Event"]["required"]) == set(event)


def test_parameters_are_never_null_in_the_description() -> None:
    for question in questions().values():
        assert '"null"' not in json.dumps(parameters_schema(question.parameters))


def test_the_server_keeps_its_description(path: Path) -> None:
    counts, wrong = fuzz(path, most=8, seed=7)
    assert wrong == {}
    assert {name for name, status in counts if status == 200} >= set(questions())
    assert {status for _, status in counts} >= {200, 400, 404}
    assert not [status for _, status in counts if status >= 500]


def test_the_fuzzer_finds_an_answer_that_does_not_fit(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dragoman.web import rest

    real = rest.json

    def bent(answer: Any) -> Any:
        told = msgspec.to_builtins(answer)
        return real({**told, "more": "perhaps"})

    monkeypatch.setattr(rest, "json", bent)
    _, wrong = fuzz(path, most=3, only=("overview",))
    assert list(wrong) == ["overview (positive)"]


# --- the page -------------------------------------------------------------------------------------


def test_the_page_lists_every_question_with_an_example_that_works(client: TestClient) -> None:
    page = client.get("/api")
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    told = client.get("/api.json").json()["questions"]
    assert [one["name"] for one in told] == list(questions())
    for one in told:
        assert f'id="{one["name"]}"' in page.text
        assert one["example"].replace("&", "&amp;") in page.text
        assert client.get(one["example"]).status_code == 200
        for parameter in one["parameters"]:
            assert f"<code>{parameter['name']}</code>" in page.text
    assert page.text.count("<h1") == 1


def test_an_empty_archive_has_a_page_without_examples_that_fail(tmp_path: Path) -> None:
    Archive(tmp_path / "none.duckdb").close()
    app = make_app(tmp_path / "none.duckdb")
    with TestClient(app, base_url="http://localhost") as asking:
        for one in asking.get("/api.json").json()["questions"]:
            if one["example"]:
                assert asking.get(one["example"]).status_code == 200
            else:
                assert f"GET {one['path']}</code> <span" in asking.get("/api").text
    app.state.access.close()


# --- parameters, whoever gives them ---------------------------------------------------------------


@pytest.mark.parametrize("text", ["\x00", "\ud800", "a\udfffb"])
def test_characters_that_are_no_text_are_refused(text: str) -> None:
    from dragoman.errors import DragomanError

    kind = questions()["actors"].parameters
    with pytest.raises(DragomanError, match="no text") as found:
        parameters_of(kind, {"words": text})
    assert found.value.error == "bad-query"
    assert parameters_of(Page, {"limit": "7"}).limit == 7
