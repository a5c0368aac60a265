"""The site's pages of issues, the agenda and the run."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import icalendar
import pytest
from starlette.testclient import TestClient

from archive_writer import OTHER, RUN
from dragoman.archive import Archive
from dragoman.pictures.columns import Column, columns
from dragoman.records import Change, Date, Evidence, Failure, Reading
from dragoman.storing import tell_stories
from dragoman.web import make_app
from reading_fixtures import Draft

EVIL = "<script>alert(1)</script>"


def day(iso: str) -> Date:
    return Date(raw="that day", start=iso, end=iso, precision="day", anchor="text")


def dispute(published: str, words: str, stance: str, number: int) -> Reading:
    """Kenya takes a side in its own words; an act without a day is only claimed."""
    text = f"Kenya said it {words} the fishing quota of Sudan in round {number}. "
    text += "Sudan jailed poachers."
    draft = Draft(text, source=f"Daily & {EVIL}", published=published, title=f"Round {EVIL}")
    kenya, sudan = draft.actor("Kenya", code="KEN"), draft.actor("Sudan", code="SDN")
    start = text.index(words)
    change = Change(
        kind="ended", text=words,
        evidence=(Evidence(start=start, end=start + len(words), role="change"),),
    )  # fmt: skip
    draft.statement(
        kenya, "said", f"it {words} the fishing quota of Sudan", addressee=sudan,
        issues=("fishing",), stance=stance, date=day(published),
        change=change if stance == "opposes" else None,
    )  # fmt: skip
    draft.event(
        "COERCE", "jailed", actors=[sudan], alleged=True, issues=("fishing", "new:poachers"),
    )  # fmt: skip
    return draft.reading()


def planned(published: str, on: str, who: str, place: str) -> Reading:
    draft = Draft(
        f"{who} will meet Omar Bashari in {place} on that day.", source="Ajenda", title=place,
        published=published,
    )  # fmt: skip
    first = draft.actor(who, code="KEN", sectors=["GOV"])
    second = draft.actor("Omar Bashari", code="SDN", sectors=["GOV"])
    draft.event(
        "CONSULT", "meet", actors=[first], recipients=[second], status="planned", date=day(on),
        place=place, hedges=("will",),
    )  # fmt: skip
    return draft.reading()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    path = tmp_path_factory.mktemp("web") / "news.duckdb"
    told = [
        dispute("2026-01-05", "backs", "supports", 1),
        dispute("2026-02-09", "no longer backs", "opposes", 2),
        planned("2026-02-01", "2026-02-20", "Amina Otieno", "Arusha"),
        planned("2026-03-01", "2026-04-14", "Halima Guyo", "Kisumu"),
    ]
    with Archive(path) as archive:
        archive.add_many(told, RUN)
        archive.add(told[0], OTHER)
        tell_stories(archive)
        archive.add(planned("2026-03-01", "2026-05-01", "Zawadi Njeri", "Mbale"), RUN)
        for n in range(30):
            archive.add_failure(
                Failure(item=f"f{n}.pdf", stage="ingest", error="binary-file",
                        message=f"No text {EVIL}. Convert it."), RUN,
            )  # fmt: skip
        archive.add_failure(
            Failure(item="leer.txt", stage="ingest", error="empty-file", message="Leave it out."),
            RUN,
        )
    return TestClient(make_app(path), base_url="http://127.0.0.1")


def get(site: TestClient, address: str) -> tuple[str, Any]:
    """The page and its twin."""
    path, _, asked = address.partition("?")
    page = site.get(address)
    twin = site.get(f"{path}.json" + (f"?{asked}" if asked else ""))
    assert (page.status_code, twin.status_code) == (200, 200), page.text
    assert EVIL not in page.text
    assert page.text.count("<h1") == 1
    return page.text, twin.json()


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.partition("<main")[2]).split())


def test_issues_of_the_book_stand_apart_from_proposed_ones(site: TestClient) -> None:
    page, view = get(site, "/issues")
    assert [one["id"] for one in view["book"]["found"]] == ["fishing"]
    assert [one["id"] for one in view["proposed"]["found"]] == ["new:poachers"]
    assert page.index("/issues/fishing") < page.index("/issues/new:poachers")
    _, view = get(site, "/issues?words=poach")
    assert view["book"]["found"] == []
    assert len(view["proposed"]["found"]) == 1


def test_a_year_on_the_page_of_an_issue_is_not_told_as_its_first_day(tmp_path: Path) -> None:
    draft = Draft("Kenya accused Sudan in 2018.", published="2026-01-05")
    kenya, sudan = draft.actor("Kenya", code="KEN"), draft.actor("Sudan", code="SDN")
    year = Date(raw="2018", start="2018-01-01", end="2018-12-31", precision="year", anchor="text")
    draft.event(
        "ACCUSE", "accused", actors=[kenya], recipients=[sudan], issues=("fishing",), date=year
    )
    with Archive(tmp_path / "news.duckdb") as archive:
        archive.add(draft.reading(), RUN)
        tell_stories(archive)
    client = TestClient(make_app(tmp_path / "news.duckdb"), base_url="http://127.0.0.1")
    page, _ = get(client, "/issues/fishing")
    assert page.count("(2018)") == 2  # among the positions and by day


def test_an_issue_shows_its_days_words_and_changes(site: TestClient) -> None:
    page, view = get(site, "/issues/fishing")
    told = view["thread"]["found"][0]
    assert view["thread"]["total"] == len(told["entries"]) == 3
    assert "[opposes]" in page
    assert "ended: “no longer backs”" in page
    assert "Differs from" in page
    assert "[claimed]" in page
    assert "reported <time" in page  # the jailing has no day of its own
    assert "<svg" in page
    assert "style=" not in page.partition("<main")[2]
    said = {p["name"]: p["entries"][0]["says"] for p in view["positions"]["found"]}
    assert "no longer backs" in said["Kenya"]
    for several in view["thread"]["sentences"].values():
        for one in several:
            text = site.app.state.access.read(lambda a, r=one["report"]: a.reading(r).text)
            assert text[one["start"] : one["end"]] == one["text"]


def test_the_filters_of_an_issue_are_in_the_address(site: TestClient) -> None:
    _, view = get(site, "/issues/fishing?actor=KEN&since=2026-02-01&by=week")
    told = view["thread"]["found"][0]
    assert [one["entry"]["day"] for one in told["entries"]] == ["2026-02-09"]
    assert told["grain"] == "week"
    page, view = get(site, "/issues/fishing?limit=1&offset=1&actors=1")
    assert len(view["thread"]["found"][0]["entries"]) == 1
    assert "limit=1&amp;offset=2" in page.replace("actors=1&amp;", "")
    assert len(view["positions"]["found"]) == 1
    missing = site.get("/issues/cattle-tax")
    assert missing.status_code == 404
    assert "No issue is called" in missing.text


def test_columns_tell_nothing_read_from_nothing_found() -> None:
    svg = columns(
        [
            Column("2026-01-01", (0, 0)), Column("2026-02-01", None),
            Column("2026-03-01", (2, 1), True),
        ],
        title=EVIL, names=("acts", "statements"),
    )  # fmt: skip
    assert EVIL not in svg
    assert svg.count("<rect") == 3
    assert "2026-02-01: nothing was read of these days" in svg
    assert "2026-01-01: 0 acts, 0 statements<" in svg
    assert "2026-03-01: 2 acts, 1 statements; a peak" in svg
    assert columns([], title="", names=()) == ""


def test_the_agenda_tells_overdue_apart_from_ahead(site: TestClient) -> None:
    page, view = get(site, "/agenda?on=2026-03-01")
    found = {
        s["state"]: [i["place"]["name"] for i in s["agenda"]["found"]] for s in view["sections"]
    }
    assert found == {"ahead": ["Kisumu"], "overdue": ["Arusha"]}
    assert page.index("Kisumu") < page.index("Arusha")
    assert "[planned, overdue]" in page
    assert "In the words: “will”" in page
    assert "reported <time" in page
    _, view = get(site, "/agenda?on=2026-03-01&state=all&place=kisumu")
    assert [i["state"] for s in view["sections"] for i in s["agenda"]["found"]] == ["ahead"]
    _, view = get(site, "/agenda?on=2026-03-01&state=held")
    assert view["sections"][0]["agenda"]["found"] == []
    assert site.get("/agenda?state=perhaps").status_code == 400


def test_the_agenda_goes_into_a_calendar_with_the_same_filters(site: TestClient) -> None:
    page, _ = get(site, "/agenda?on=2026-03-01&place=Arusha")
    (address,) = re.findall(r'href="(/agenda\.ics[^"]*)"', page)
    answer = site.get(address.replace("&amp;", "&"))
    assert answer.headers["content-type"].startswith("text/calendar")
    events = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert [str(e["location"]) for e in events] == ["Arusha"]
    assert "Ajenda" in str(events[0]["description"])
    assert site.get("/agenda.ics?since=May").status_code == 400


def test_the_run_shows_what_made_the_archive_and_what_failed(site: TestClient) -> None:
    page, view = get(site, "/run")
    assert {run["id"] for run in view["runs"]["found"]} == {RUN.id, OTHER.id}
    assert len(view["failures"]["found"]) == 25
    assert 'href="/run?offset=25' in page.replace("limit=25&amp;", "")
    assert [one["title"] for one in view["untold"]["found"]] == ["Mbale"]
    ((replaced),) = view["replaced"]["found"]
    assert (replaced["old_run"], replaced["new_run"]) == (RUN.id, OTHER.id)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", replaced["at"])
    page, view = get(site, "/run?error=empty-file")
    assert [one["item"] for one in view["failures"]["found"]] == ["leer.txt"]
    assert "Leave it out." in words(page)


def test_the_run_of_an_empty_archive_says_so(tmp_path: Path) -> None:
    Archive(tmp_path / "new.duckdb").close()
    site = TestClient(make_app(tmp_path / "new.duckdb"), base_url="http://127.0.0.1")
    page, _ = get(site, "/run")
    assert "Nothing has been read into this archive yet." in words(page)
    assert "Everything could be read." in words(page)
    assert "Nothing fits." in words(get(site, "/agenda")[0])
    assert "Nothing has been corrected" in words(get(site, "/corrections")[0])
