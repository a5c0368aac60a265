"""Pages of a story, a report, a record and a search: what they show, and that it is verbatim."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import msgspec
import pytest
from markupsafe import escape
from starlette.testclient import TestClient

from archive_writer import RUN
from brief_readings import fish_readings, hostile_reading
from dragoman.archive import Archive
from dragoman.briefs.model import Brief
from dragoman.questions import ask, stories
from dragoman.records import Reading
from dragoman.storing import correct, tell_stories
from dragoman.storing.kept import kept_story
from dragoman.web import make_app


@pytest.fixture(scope="module")
def fish(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("web") / "fish.duckdb"
    with Archive(path) as archive:
        for one in (*fish_readings(), hostile_reading()):
            archive.add(_made_by(RUN.id, one), RUN)
        correct(archive, "join", [r.report.id for r in fish_readings()], note="one quarrel")
    return path


def _made_by(run: str, one: Reading) -> Reading:
    replace = msgspec.structs.replace
    return replace(
        one,
        report=replace(one.report, run=run),
        events=tuple(replace(e, run=run) for e in one.events),
        statements=tuple(replace(s, run=run) for s in one.statements),
        ties=tuple(replace(t, run=run) for t in one.ties),
    )


@pytest.fixture
def client(fish: Path) -> Iterator[TestClient]:
    app = make_app(fish)
    with TestClient(app, base_url="http://localhost", follow_redirects=False) as one:
        yield one
    app.state.access.close()


@pytest.fixture(scope="module")
def story(fish: Path) -> str:
    with Archive(fish, read_only=True) as archive:
        (found,) = [one.id for one in archive.stories() if len(one.reports) == 2]
    return found


def text_of(page: str) -> str:
    """What a reader sees of a page."""
    bare = re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", bare)).split())


def test_a_story_is_its_brief_with_the_reports_beside(client: TestClient, story: str) -> None:
    page = client.get(f"/stories/{story}")
    assert page.status_code == 200
    told = msgspec.json.decode(client.get(f"/stories/{story}.json").content, type=Brief)
    (section,) = told.briefs
    for line in section.lines():
        assert f'id="{line.id}"' in page.text
        for passage in line.passages:
            assert f'id="{passage.letter.lower()}{passage.number}"' in page.text
    for reading in fish_readings():
        marked = page.text.partition(f'aria-labelledby="report-{_letter(told, reading)}-name"')[2]
        shown = re.search(r'<div class="text".*?</div>', marked, re.S)
        assert shown
        plain = re.sub(r'<a class="n".*?</a>', "", shown[0])
        assert text_of(plain) == " ".join(reading.text.split())
    assert page.text.count("<h1") == 1
    assert "<style" not in page.text
    assert not re.search(r"<script(?! src=)", page.text)
    for file in re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text):
        assert client.get(file).status_code == 200


def _letter(told: Brief, reading: Reading) -> str:
    return next(r.letter for r in told.reports if r.id == reading.report.id)


def test_a_story_leads_to_actors_pairs_issues_reports(client: TestClient, story: str) -> None:
    page = client.get(f"/stories/{story}").text
    for where in ("/actors/PER", "/dyads/CHL-PER", "/issues/fishing"):
        assert f'href="{where}"' in page
    for reading in fish_readings():
        assert f'href="/reports/{reading.report.id}"' in page
    assert 'class="chip planned"' in page
    assert "claimed by one side" in page


def test_a_story_can_be_taken_along(client: TestClient, story: str) -> None:
    page = client.get(f"/stories/{story}/brief.html")
    assert "attachment" in page.headers["content-disposition"]
    assert "sandbox" in page.headers["content-security-policy"]
    assert "<style>" in page.text
    assert "/actors/" not in page.text  # a file alone leads nowhere
    assert client.get(f"/stories/{story}/brief.md").text.startswith("#")
    assert client.get(f"/stories/{story}/brief.exe").status_code == 404


def test_a_brief_tells_the_story_as_it_was_corrected(fish: Path, tmp_path: Path) -> None:
    path = tmp_path / "split.duckdb"
    path.write_bytes(fish.read_bytes())
    with Archive(path) as archive:
        (one,) = [s for s in archive.stories() if len(s.reports) == 2]
        both = next(e for e in archive.merged_events(one.id) if len(e.members) == 2)
        before = ask(archive, "brief", id=one.id).found[0]
        correct(archive, "split", [both.id, both.members[1]])
        after = ask(archive, "brief", id=one.id).found[0]
    told = {line.records for line in before.briefs[0].events()}
    assert any(set(both.members) <= set(records) for records in told)
    told = {line.records for line in after.briefs[0].events()}
    assert not any(set(both.members) <= set(records) for records in told)


def test_a_long_story_is_told_by_its_first_reports(
    fish: Path, story: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stories, "MOST_IN_A_BRIEF", 1)
    with Archive(fish, read_only=True) as archive:
        whole = stories.story_of(archive, story)
        told = ask(archive, "brief", id=story)
        part = kept_story(archive, whole, most=1)
    (made,) = told.found
    assert (made.left_out, told.more) == (1, True)
    assert [r.id for r in made.reports] == list(whole.reports[:1])
    assert {e.report for m in part.events for e in part.members(m)} == {whole.reports[0]}
    app = make_app(fish)
    with TestClient(app, base_url="http://localhost") as client:
        page = client.get(f"/stories/{story}").text
    app.state.access.close()
    assert "This story has 2 reports; the first 1 are opened here" in text_of(page)
    assert f'href="/reports/{whole.reports[1]}"' in page


def test_a_report_shows_its_text_and_records(client: TestClient) -> None:
    reading = fish_readings()[0]
    page = client.get(f"/reports/{reading.report.id}").text
    assert 'id="s1"' in page
    shown = re.search(r'<div class="text".*?</div>', page, re.S)
    assert shown
    assert text_of(re.sub(r'<a class="n".*?</a>', "", shown[0])) == " ".join(reading.text.split())
    twin = client.get(f"/reports/{reading.report.id}.json").json()
    ids = {r.id for r in (*reading.events, *reading.statements, *reading.ties)}
    assert {line["id"] for line in twin["lines"]} == ids
    assert all(f'href="/records/{one}"' in page for one in ids)
    assert twin["reading"]["found"][0]["text"] == reading.text
    for line in twin["lines"]:
        for passage in line["passages"]:
            assert reading.text[passage["start"] : passage["end"]] == passage["text"]
    assert "claimed by one side" in page
    assert "photo.txt" in page  # its failure
    assert client.get("/reports/none").status_code == 404


def test_a_record_tells_where_it_comes_from(client: TestClient, fish: Path, story: str) -> None:
    with Archive(fish, read_only=True) as archive:
        both = next(e for e in archive.merged_events(story) if len(e.members) == 2)
        event = archive.get(both.members[0])
    page = client.get(f"/records/{event.id}").text
    twin = client.get(f"/records/{event.id}.json").json()["shown"]
    (found,) = twin["found"]
    assert found["belongs"] == both.id
    assert f'href="/records/{both.id}"' in page
    assert [one["id"] for one in found["beside"]] == [both.members[1]]
    assert [one["id"] for one in found["stories"]] == [story]
    texts = {r.report.id: r.text for r in fish_readings()}
    for sentence in twin["sentences"][event.id]:
        cut = texts[sentence["report"]][sentence["start"] : sentence["end"]]
        assert sentence["text"] == cut
        assert " ".join(cut.split()) in text_of(page)
    assert "made with" in page
    merged = client.get(f"/records/{both.id}").text
    assert all(f'href="/records/{one}"' in merged for one in both.members)
    assert "Why it was joined" in merged
    whole = client.get(f"/records/{story}").text
    assert "one quarrel" in whole  # the correction that made it
    assert client.get("/records/none").status_code == 404
    assert client.get("/records/none.json").json()["error"] == "not-found"


def test_every_kind_of_record_has_its_page(client: TestClient, fish: Path, story: str) -> None:
    with Archive(fish, read_only=True) as archive:
        held = [*archive.derived(story), *archive.utterances(story), *archive.runs()]
        held += [*archive.ties(), *archive.reports(), *archive.corrections()]
    assert len({type(one) for one in held}) == 8
    for one in held:
        page = client.get(f"/records/{one.id}")
        assert page.status_code == 200, one
        assert f"<code>{escape(one.id)}</code>" in page.text


def test_an_attribution_is_told_in_its_order(client: TestClient) -> None:
    statement = fish_readings()[0].statements[0]
    page = text_of(client.get(f"/records/{statement.id}").text)
    chain = page[page.index("According to whom") :]
    assert chain.index("Quispe") < chain.index("Radio Pacífico") < chain.index("Lima awaits Araya")


def test_search_marks_its_words_in_their_sentences(client: TestClient) -> None:
    page = client.get("/search", params={"words": "trawlers"}).text
    assert page.count("<mark>trawlers</mark>") >= 2
    assert 'value="trawlers"' in page
    twin = client.get("/search.json", params={"words": "trawlers"}).json()["hits"]
    texts = {r.report.id: r.text for r in fish_readings()}
    assert {hit["id"] for hit in twin["found"] if hit["kind"] == "report"} == set(texts)
    for hit in twin["found"]:
        for s in hit.get("sentences", ()):
            assert texts[hit["id"]][s["start"] : s["end"]] == s["text"]
            assert f'href="/reports/{hit["id"]}#s{s["number"]}"' in page


def test_search_by_kind_and_without_a_find(client: TestClient) -> None:
    found = client.get("/search.json", params={"words": "Peru", "kind": "actor"}).json()["hits"]
    assert {hit["kind"] for hit in found["found"]} == {"actor"}
    page = client.get("/search", params={"words": "Peru", "kind": "actor"}).text
    assert 'href="/actors/PER"' in page
    assert re.search(r'value="actor" selected', page)
    nothing = client.get("/search", params={"words": "walrus choir", "since": "2025-01-01"}).text
    assert "Nothing has all of these words in these days. Try:" in text_of(nothing)
    assert 'href="/search?words=walrus"' in nothing
    assert "Give a word or several" in client.get("/search").text
    bad = client.get("/search", params={"words": "Peru", "kind": "person"})
    assert bad.status_code == 400
    assert "report, story, actor, issue" in bad.text


def test_words_of_reports_break_out_of_no_page(client: TestClient) -> None:
    reading = hostile_reading()
    pages = [f"/reports/{reading.report.id}", "/search?words=Norland", "/search?words=<script>x"]
    pages += [f"/records/{one.id}" for one in (*reading.events, *reading.statements)]
    with_story = client.get("/stories.json").json()["stories"]["found"]
    pages += [f"/stories/{s['id']}" for s in with_story if reading.report.id in s["reports"]]
    assert len(pages) == 6
    for path in pages:
        page = client.get(path)
        assert page.status_code == 200, path
        assert not re.search(r"<script(?! src=\"/static/)|<img|<b>always|<i>envoy", page.text), path
        assert "javascript:" not in re.sub(r"&[#\w]+;", "", "".join(_links(page.text))), path


def _links(page: str) -> list[str]:
    return re.findall(r'(?:href|src)="([^"]*)"', page)


def test_stories_are_found_by_a_report(fish: Path, story: str) -> None:
    with Archive(fish, read_only=True) as archive:
        held = ask(archive, "stories", report=fish_readings()[1].report.id)
        none = ask(archive, "stories", report="nobody")
    assert [one.id for one in held.found] == [story]
    assert none.found == ()


def test_telling_again_changes_no_brief(fish: Path, tmp_path: Path, story: str) -> None:
    path = tmp_path / "again.duckdb"
    path.write_bytes(fish.read_bytes())
    with Archive(path) as archive:
        first = ask(archive, "brief", id=story).found[0]
        tell_stories(archive, again=[r.report.id for r in fish_readings()])
        assert ask(archive, "brief", id=story).found[0] == first
