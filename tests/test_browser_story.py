"""Stories, reports, records, search and upload in a real headless Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import dragoman as dm
from browsing import AXE, browsing, need, serving
from dragoman.storing import keep, tell_stories
from dragoman.web import make_app

EXAMPLES = Path(__file__).parent.parent / "examples" / "turkana"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("browser") / "turkana.duckdb"
    keep(path, [EXAMPLES])
    with dm.Archive(path) as opened:
        tell_stories(opened)
    return path


@pytest.fixture(scope="module")
def pages(archive: Path) -> dict[str, str]:
    """What is shown -> its address."""
    with dm.Archive(archive, read_only=True) as opened:
        story = next(one for one in opened.stories() if len(one.reports) > 1)
        event = opened.merged_events(story.id)[0]
        statement = opened.statements(limit=1)[0]
    return {
        "story": f"/stories/{story.id}",
        "report": f"/reports/{story.reports[0]}",
        "event": f"/records/{event.id}",
        "statement": f"/records/{statement.id}",
        "search": "/search?words=president",
        "nothing": "/search?words=walrus",
        "upload": "/upload",
    }


SHOWN = ("story", "report", "event", "statement", "search", "nothing", "upload")


@pytest.fixture(scope="module")
def site(archive: Path) -> Iterator[str]:
    with serving(make_app(archive)) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with browsing() as opened:
        yield opened


def _watched(page: Any) -> list[str]:
    said: list[str] = []
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: said.append(str(e)))
    page.on("requestfailed", lambda r: said.append(f"failed: {r.url}"))
    return said


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("shown", SHOWN)
def test_a_page_is_quiet_and_accessible(
    site: str, browser: Any, pages: dict[str, str], shown: str, scheme: str
) -> None:
    need(AXE.is_file(), "no axe-core on this machine: scripts/browser.sh fetches it from npm")
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    said = _watched(page)
    assert page.goto(site + pages[shown]).status == 200
    page.add_script_tag(path=str(AXE))
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    assert [f"{v['id']}: {v['nodes'][0]['html'][:150]}" for v in found["violations"]] == []
    assert said == []
    context.close()


@pytest.mark.parametrize("shown", SHOWN)
def test_a_phone_scrolls_down_only(
    site: str, browser: Any, pages: dict[str, str], shown: str
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True)
    page = context.new_page()
    page.goto(site + pages[shown])
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    context.close()


@pytest.mark.parametrize("shown", ["story", "report"])
def test_a_line_marks_its_sentences_by_keyboard(
    site: str, browser: Any, pages: dict[str, str], shown: str
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    said = _watched(page)
    page.goto(site + pages[shown])
    page.locator(".line .open").first.focus()
    assert page.locator(".text .s.on").count() == 0
    page.keyboard.press("Enter")
    line = page.locator(".line.chosen").first
    labels = {r.lower() for r in line.locator(":scope > * .ref, :scope > .ref").all_inner_texts()}
    on = {one.get_attribute("id") for one in page.locator(".text .s.on").all()}
    assert on
    assert on <= labels
    first = line.get_attribute("id")
    page.keyboard.press("ArrowDown")
    assert page.locator(".line.chosen").first.get_attribute("id") != first
    page.keyboard.press("Escape")
    assert page.locator(".text .s.on").count() == 0
    assert said == []
    context.close()


def test_a_sentence_is_opened_from_a_record_without_a_script(
    site: str, browser: Any, pages: dict[str, str]
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + pages["event"])
    page.locator("blockquote footer a").first.click()
    assert "/reports/" in page.url
    anchor = page.url.partition("#")[2]
    assert anchor.startswith("s")
    assert page.locator(f"#{anchor}").is_visible()
    context.close()


@pytest.mark.parametrize("script", [True, False])
def test_two_reports_are_uploaded(site: str, browser: Any, script: bool) -> None:
    context = browser.new_context(java_script_enabled=script)
    page = context.new_page()
    said = _watched(page)
    page.goto(f"{site}/upload")
    page.get_by_label("File", exact=True).first.set_input_files(EXAMPLES / "courier.txt")
    other = (EXAMPLES / "herald.txt").read_text(encoding="utf-8")
    page.get_by_label("or its text").nth(1).fill(other)
    page.get_by_label("Published on").first.fill("2026-05-15")
    page.get_by_label("Source").first.fill("Nairobi Courier")
    page.get_by_role("button", name="Read them").press("Enter")
    page.wait_for_url("**/briefs/*", timeout=120_000)
    assert page.locator(".report").count() == 2
    assert "Nairobi Courier" in page.locator(".sources").inner_text()
    assert said == []
    context.close()


def test_what_is_wrong_with_an_upload_is_told_and_has_the_focus(site: str, browser: Any) -> None:
    page = browser.new_page()
    page.goto(f"{site}/upload")
    page.get_by_role("button", name="Read them").click()
    told = page.get_by_role("alert")
    assert "No report is given" in told.inner_text()
    assert page.evaluate("document.activeElement.id") == told.get_attribute("id")
    page.close()
