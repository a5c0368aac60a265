"""The pages of a dyad, an actor and the network, over archives of invented reports."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from starlette.testclient import TestClient

from dragoman import Archive
from dragoman.ledger import lines
from dragoman.questions import ask
from dragoman.records import Actor, Date, Reading
from dragoman.stories import build
from dragoman.web import make_app
from exports_archive import RUN, archive_of
from exports_archive import readings as fish
from reading_fixtures import Draft

PAGES = ("/dyads/CHL-PER", "/actors", "/actors/PER", "/network")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The quarrel over fish, told with its towns, and an actor whose name is hostile."""
    draft = Draft(
        "Norway warned Tonga in Vardo. <script>alert(1)</script>'s envoy met Tonga's king.",
        source="Daily <b>", published="2025-04-02", title="<script>alert('title')</script>",
    )  # fmt: skip
    norway, tonga = draft.actor("Norway", code="NOR"), draft.actor("Tonga", code="TON")
    hostile = draft.actor("<script>alert(1)</script>", code="NOR", role="envoy")
    draft.event("THREATEN", "warned", actors=[norway], recipients=[tonga])
    draft.event("CONSULT", "met", actors=[hostile], recipients=[tonga], mode="meet")
    draft.event("ASSAULT", "met", actors=[norway], recipients=[tonga], alleged=True)
    return archive_of(
        tmp_path_factory.mktemp("web") / "fish.duckdb", [*fish(), _of_run(draft)]
    )  # fmt: skip


def _of_run(draft: Draft) -> Reading:
    reading = draft.reading()
    report = msgspec.structs.replace(reading.report, run="run_1")
    return msgspec.structs.replace(reading, report=report)


@pytest.fixture(scope="module")
def site(path: Path) -> Iterator[TestClient]:
    with TestClient(make_app(path, seconds=60), base_url="http://localhost") as client:
        yield client


@pytest.fixture
def archive(path: Path) -> Iterator[Archive]:
    with Archive(path, read_only=True) as opened:
        yield opened


def text_of(page: str) -> str:
    """What a reader sees, in one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.mark.parametrize("where", PAGES)
def test_pages_have_one_heading_a_title_and_a_twin(site: TestClient, where: str) -> None:
    page = site.get(where)
    assert page.status_code == 200
    assert page.text.count("<h1") == 1
    assert "<script>alert" not in page.text
    assert f'href="{where}.json"' in page.text
    twin = site.get(f"{where}.json")
    assert twin.headers["content-type"].startswith("application/json")
    assert twin.json()["title"]
    ids = re.findall(r'\sid="([^"]+)"', page.text)
    assert len(ids) == len(set(ids))


def test_a_dyad_shows_its_ledger_with_words_that_stand_in_the_reports(
    site: TestClient, archive: Archive
) -> None:
    view = site.get("/dyads/PER-CHL.json").json()
    assert (view["a"], view["b"], view["title"]) == ("CHL", "PER", "Chile – Peru")
    whole = archive.ledger("CHL-PER", latest=True)
    entries = view["ledger"]["found"][0]["entries"]
    assert [one["record"] for one in entries] == [one.record for one in whole.entries]
    page = text_of(site.get("/dyads/PER-CHL").text)
    shown = 0
    for entry in entries:
        for sentence in view["ledger"]["sentences"].get(entry["record"], ()):
            text = archive.reading(sentence["report"]).text
            assert text[sentence["start"] : sentence["end"]] == sentence["text"]
            assert " ".join(sentence["text"].split()) in page
            shown += 1
    assert shown >= len(entries)
    assert "Standing tie" in page
    assert "material conflict · PLOVER -7.0 · Chile → Peru · 2 reports" in page
    assert "Fishing" in page
    assert "Left out: 2 planned" in page


def test_what_is_planned_claimed_or_only_dated_by_its_report_says_so(site: TestClient) -> None:
    plain = text_of(site.get("/dyads/CHL-PER").text)
    assert "[planned]" not in plain.split(" entries, ")[1]
    assert "[claimed]" not in plain
    more = text_of(site.get("/dyads/CHL-PER?planned=true&alleged=true").text)
    assert "[planned]" in more.split(" entries, ")[1]
    assert "[claimed]" in more
    assert "reported 2025-03-12" in plain
    assert "2025-02-01 (in February)" in plain


def test_a_directed_dyad_goes_one_way_and_links_the_other(site: TestClient) -> None:
    view = site.get("/dyads/PER-CHL.json?directed=true").json()
    assert (view["title"], view["directed"]) == ("Peru → Chile", True)
    kinds = {one["direction"] for one in view["ledger"]["found"][0]["entries"]}
    assert kinds <= {"forth", "both"}
    page = site.get("/dyads/PER-CHL?directed=true&since=2025-03-01").text
    assert 'href="/dyads/CHL-PER?directed=true&amp;since=2025-03-01&amp;by=month' in page


def test_a_ledger_is_paged_and_turned_round(site: TestClient) -> None:
    whole = site.get("/dyads/CHL-PER.json").json()["ledger"]["found"][0]
    first = site.get("/dyads/CHL-PER.json?limit=2").json()["ledger"]
    second = site.get("/dyads/CHL-PER.json?limit=2&offset=2").json()["ledger"]
    assert (first["more"], first["total"]) == (True, whole["total"])
    entries = [*first["found"][0]["entries"], *second["found"][0]["entries"]]
    assert entries == whole["entries"][:4]
    page = site.get("/dyads/CHL-PER?limit=2&planned=true").text
    assert "offset=2" in page
    assert "planned=true" in page
    turned = site.get("/dyads/CHL-PER.json?earliest=true").json()["ledger"]["found"][0]
    days = [one["day"] for one in turned["entries"] if one["day"]]
    assert days == sorted(days)


def test_a_picture_carries_its_text_and_a_second_dyad(site: TestClient) -> None:
    page = site.get("/dyads/CHL-PER").text
    assert re.search(r"<svg[^>]*aria-label=", page)
    assert "<desc>" in page
    assert "var(--fill1," in page
    # marks of the picture lead to rows of the table below it
    for name in re.findall(r'<a href="#([^"]+)"', page.split("</svg>")[0].split("<svg")[1]):
        assert f'id="{name}"' in page
    assert not re.search(r'<g class="mark-[^>]*/>', site.get("/dyads/NOR-PER").text)
    both = site.get("/dyads/CHL-PER?with=NOR-TON")
    assert "Norway – Tonga" in both.text
    assert 'name="with" type="text" value="NOR-TON"' in both.text
    assert site.get("/dyads/CHL-PER.json?with=NOR-TON").json()["beside"]["found"][0]["a"] == "NOR"


@pytest.mark.parametrize(
    ("where", "status", "words"),
    [
        ("/dyads/PER", 400, "two parties"),
        ("/dyads/PER-PER", 400, "two parties"),
        ("/dyads/PER-QQQ", 404, "No actor has the code QQQ"),
        ("/actors/QQQ", 404, "No actor has the code QQQ"),
        ("/dyads/CHL-PER?since=yesterday", 400, "since"),
        ("/dyads/CHL-PER?limit=5000", 400, "limit"),
        ("/dyads/CHL-PER?before=1", 400, "with"),
        ("/network?at=2025-04-01&since=2025-01-01", 400, "Give one day"),
    ],
)
def test_what_cannot_be_shown_is_told_in_words(
    site: TestClient, where: str, status: int, words: str
) -> None:
    answer = site.get(where)
    assert answer.status_code == status
    assert words in text_of(answer.text)
    path, _, asked = where.partition("?")
    twin = site.get(f"{path}.json?{asked}")
    assert twin.status_code == status
    assert words in twin.json()["message"]


def test_two_states_without_an_event_have_a_page_that_says_so(site: TestClient) -> None:
    page = text_of(site.get("/dyads/NOR-PER").text)
    assert "Nothing is told." in page
    assert "No change of level is found." in page


# --- actors --------------------------------------------------------------------------------------


def test_actors_are_found_by_name_or_code(site: TestClient) -> None:
    everyone = site.get("/actors.json").json()["actors"]["found"]
    assert {"PER", "CHL", "BOL"} <= {one["code"] for one in everyone}
    found = site.get("/actors.json?words=chil").json()["actors"]["found"]
    assert [(one["code"], one["kind"]) for one in found] == [("CHL", "country")]
    assert "No actor fits." in site.get("/actors?words=zzz").text
    assert 'rel="next"' in site.get("/actors?limit=1").text


def test_an_actor_does_receives_and_says(site: TestClient, archive: Archive) -> None:
    view = site.get("/actors/per.json").json()
    assert (view["actor"]["name"], view["actor"]["kind"]) == ("Peru", "country")
    assert view["does"]["found"]
    for entry in view["does"]["found"]:
        event = archive.get(entry["record"])
        assert "PER" in {a.code for a in event.actors}  # type: ignore[union-attr]
        assert not event.alleged
        assert event.status == "actual"
    for entry in view["receives"]["found"]:
        event = archive.get(entry["record"])
        assert "PER" in {a.code for a in event.recipients}  # type: ignore[union-attr]
    assert view["receives"]["found"]
    speakers = [archive.get(one["record"]).speaker for one in view["says"]["found"]]  # type: ignore[union-attr]
    assert speakers
    assert all(isinstance(s, Actor) and s.code == "PER" for s in speakers)
    edges = view["dyads"]["found"][0]["edges"]
    assert edges
    assert all("PER" in (edge["a"], edge["b"]) for edge in edges)
    page = site.get("/actors/PER").text
    assert 'href="/dyads/CHL-PER"' in page
    assert 'href="/issues/fishing?actor=PER"' in page
    assert re.search(r'href="/stories/[^"]+"', page)


def test_hostile_words_are_shown_as_words(site: TestClient) -> None:
    page = site.get("/actors/NOR").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    assert "Daily <b>" not in page


# --- the network ---------------------------------------------------------------------------------


def test_the_network_lists_dyads_with_counts_means_and_a_sentence(
    site: TestClient, archive: Archive
) -> None:
    view = site.get("/network.json").json()
    edges = view["edges"]["found"][0]["edges"]
    assert [(e["a"], e["b"], e["count"]) for e in edges] == [
        (e.a, e.b, e.count) for e in archive.network().edges
    ]
    fishers = next(e for e in edges if (e["a"], e["b"]) == ("CHL", "PER"))
    assert fishers["ties"] == ["trade"]
    page = site.get("/network").text
    assert '<tr id="CHL-PER">' in page
    told = view["edges"]["sentences"]["CHL-PER"]
    assert told[0]["text"].split(",")[0] in html.unescape(re.sub("</?mark>", "", page))
    assert view["places"]["found"][0]["places"][0]["name"] == "Arica"
    assert page.count("<svg") == 2


def test_the_network_is_asked_in_parts(site: TestClient) -> None:
    one = site.get("/network.json?limit=1").json()
    assert len(one["edges"]["found"][0]["edges"]) == 1
    assert one["edges"]["found"][0]["dyads"] == one["edges"]["total"] == 3
    two = site.get("/network.json?limit=1&offset=1").json()
    assert one["edges"]["found"][0]["edges"] != two["edges"]["found"][0]["edges"]
    assert one["drawn"] == {**two["drawn"], "asked": one["drawn"]["asked"]}
    assert "offset=1" in site.get("/network?limit=1").text
    own = site.get("/network.json?actor=nor").json()["edges"]["found"][0]
    assert {(e["a"], e["b"]) for e in own["edges"]} == {("NOR", "SDN"), ("NOR", "TON")}
    assert (own["actors"], own["dyads"]) == (3, 2)
    empty = site.get("/network?since=2031-01-01")
    assert empty.status_code == 200
    assert "No two actors have an event in this time" in empty.text
    window = site.get("/network.json?at=2025-04-03&window=5").json()["edges"]["found"][0]
    assert (window["since"], window["until"]) == ("2025-03-30", "2025-04-03")


# --- the questions -------------------------------------------------------------------------------


def test_acts_and_speech_come_latest_first_and_in_pages(archive: Archive) -> None:
    whole = ask(archive, "acts", actor="PER", planned=True, alleged=True)
    days = [one.day for one in whole.found if one.day]
    assert days == sorted(days, reverse=True)
    assert {one.direction for one in whole.found} >= {"forth", "back"}
    assert set(whole.sentences) == {one.record for one in whole.found}
    part = ask(archive, "acts", actor="PER", planned=True, alleged=True, limit=2, offset=1)
    assert part.found == whole.found[1:3]
    assert part.more
    march = ask(archive, "acts", actor="PER", since="2025-03-11", until="2025-03-11")
    assert march.found
    assert all(one.day == "2025-03-11" for one in march.found)
    said = ask(archive, "speech", actor="CHL")
    assert [one.by for one in said.found] == ["Diego Araya"]


def test_issues_are_those_of_an_actor_or_of_two(archive: Archive) -> None:
    every = {one.id for one in ask(archive, "issues").found}
    assert every >= {"fishing", "border"}
    between = ask(archive, "issues", dyad="PER-CHL").found
    assert "fishing" in {one.id for one in between}
    assert ask(archive, "issues", dyad="NOR-TON").found == ()
    chile = {one.id: one for one in ask(archive, "issues", actor="CHL").found}
    assert chile["border"].statements == 1
    peru = {one.id for one in ask(archive, "issues", actor="PER").found}
    assert "border" not in peru


def test_a_network_among_few_actors_tells_how_large_the_whole_is(archive: Archive) -> None:
    whole = archive.network()
    few = ask(archive, "network", most=2).found[0]
    assert len(few.nodes) == 2
    assert {(e.a, e.b) for e in few.edges} == {(whole.edges[0].a, whole.edges[0].b)}
    assert (few.actors, few.dyads) == (len(whole.nodes), len(whole.edges))
    assert few.events == sum(e.count for e in whole.edges)


def test_a_sentence_that_two_spans_mark_is_shown_once(archive: Archive) -> None:
    (item,) = ask(archive, "agenda", place="Santiago").found
    told = ask(archive, "agenda", place="Santiago").sentences[item.id]
    numbers = [(one.report, one.number) for one in told]
    assert len(numbers) == len(set(numbers))
    visit = next(one for one in told if "Santiago" in one.text)
    assert len(visit.marks) > 1


def test_a_change_of_level_opens_the_sentences_that_show_it(tmp_path: Path) -> None:
    made = []
    for month in range(1, 25):
        day = f"{2024 + (month - 1) // 12}-{(month - 1) % 12 + 1:02}"
        for n in range(5):
            hostile = month > 12 and n < 4
            words = f"Chile {'threatened' if hostile else 'met'} Fiji in round {month}-{n}."
            draft = Draft(words, source="Daily", published=f"{day}-{4 * n + 3:02}")
            sides = draft.actor("Chile", code="CHL"), draft.actor("Fiji", code="FJI")
            draft.event(
                *(("THREATEN", "threatened") if hostile else ("CONSULT", "met")),
                actors=[sides[0]], recipients=[sides[1]],
            )  # fmt: skip
            made.append(_of_run(draft))
    path = tmp_path / "levels.duckdb"
    with Archive(path) as archive:
        archive.add_many(made, RUN)
        for one in made:  # each a story of its own
            told = build([one])
            archive.save_story(told.story, told.events, told.utterances, lines=lines(told))
    with TestClient(make_app(path, seconds=60), base_url="http://localhost") as client:
        view = client.get("/dyads/CHL-FJI.json").json()["series"]
        page = client.get("/dyads/CHL-FJI").text
    levels = {one["measure"]: one for one in view["found"][0]["levels"]}
    assert levels["conflict"]["day"] == "2025-01-01"
    shown = text_of(page)
    assert "2025-01-01 conflict 0.00 (0 events) → 4.00 (48 events)" in shown
    rise = view["sentences"]["CHL-FJI 2025-01-01 conflict"]
    assert rise
    assert all("threatened" in one["text"] for one in rise)
    assert all("met" in one["text"] for one in view["sentences"]["CHL-FJI 2025-01-01 cooperation"])
    assert rise[0]["text"] in shown


def test_a_year_is_told_as_a_year_and_comes_after_days(tmp_path: Path) -> None:
    draft = Draft(
        'Peru hailed Tonga in 2026. Peru aided Tonga. "We hope," Peru said of Tonga in 2026.',
        source="Daily", published="2025-05-06",
    )  # fmt: skip
    peru, tonga = draft.actor("Peru", code="PER"), draft.actor("Tonga", code="TON")
    year = Date(raw="in 2026", start="2026-01-01", end="2026-12-31", precision="year")
    draft.event("SUPPORT", "hailed", actors=[peru], recipients=[tonga], date=year)
    draft.event("AID", "aided", actors=[peru], recipients=[tonga])
    draft.statement(peru, "said", "We hope", kind="direct", addressee=tonga)
    reading = _of_run(draft)
    (said,) = reading.statements
    said = msgspec.structs.replace(said, date=year)
    path = archive_of(
        tmp_path / "year.duckdb", [msgspec.structs.replace(reading, statements=(said,))]
    )
    with Archive(path, read_only=True) as archive:
        assert [one.type for one in archive.acts("PER")] == ["AID", "SUPPORT"]
        (words,) = archive.speech("PER")
        assert (words.day, words.date) == ("2026-01-01", year)
    with TestClient(make_app(path, seconds=60), base_url="http://localhost") as client:
        page = text_of(client.get("/actors/PER").text)
    assert page.count("2026-01-01 (in 2026)") == 2
