"""The site in a real headless Chromium: every page, keyboard, phone, dark, no script, axe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import dragoman as dm
from browsing import AXE, browsing, need, serving
from dragoman.questions import ask
from dragoman.storing import keep, tell_stories
from dragoman.web import make_app, paging

EXAMPLES = Path(__file__).parent.parent / "examples" / "turkana"
LONGER = EXAMPLES.parent / "omo"
TOKEN = "a-token-for-the-tests-only"
# What is shown besides each registered page once -> how its address begins.
MORE = {"statement": "/records/", "nothing": "/search?words=walrus", "upload": "/upload",
        "network of some days": "/network?since=2026-01-01&until=2026-06-30&directed=true",
        "two dyads": "/dyads/"}  # fmt: skip
SHOWN = [*(one.path for one in paging.pages()), *MORE]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our example reports, read for real."""
    path = tmp_path_factory.mktemp("browser") / "examples.duckdb"
    keep(path, [EXAMPLES, LONGER])
    with dm.Archive(path) as opened:
        tell_stories(opened)
    return path


@pytest.fixture(scope="module")
def pages(archive: Path) -> dict[str, str]:
    """What is shown -> its address."""
    with dm.Archive(archive, read_only=True) as opened:
        story = max(opened.stories(), key=lambda one: (len(one.reports), one.id))
        event = opened.merged_events(story.id)[0]
        statement = opened.statements(limit=1)[0]
        edges = opened.network().edges
        issue = ask(opened, "issues").found[0].id
    dyads = [f"{edge.a}-{edge.b}" for edge in edges[:2]]
    found = {
        "story": story.id, "report": story.reports[0], "event": event.id, "id": event.id,
        "record": event.id, "dyad": dyads[0], "code": edges[0].a, "issue": issue,
    }  # fmt: skip
    told = {
        one.path: re.sub(r"\{(\w+)[^}]*\}", lambda m: found[m[1]], one.path)
        for one in paging.pages()
    }
    told["/search"] += "?words=president"
    return {
        **told,
        **MORE,
        "statement": f"/records/{statement.id}",
        "two dyads": f"/dyads/{dyads[0]}?with={dyads[1]}&by=week&planned=true",
        "story": f"/stories/{story.id}",
        "report": f"/reports/{story.reports[0]}",
        "event": f"/records/{event.id}",
    }


@pytest.fixture(scope="module")
def site(archive: Path) -> Iterator[str]:
    with serving(make_app(archive, token=TOKEN)) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with browsing() as opened:
        yield opened


def _watched(page: Any) -> list[str]:
    """What the console and the page complain of, as it comes."""
    said: list[str] = []
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: said.append(str(e)))
    # what a page begins to load and leaves by a redirect is no failure
    page.on("requestfailed", lambda r: r.failure != "net::ERR_ABORTED" and said.append(r.url))
    return said


def _opened(browser: Any, site: str, address: str, **settings: Any) -> tuple[Any, list[str]]:
    """A page in a context of its own, by a reader who may correct; and what it complains of."""
    page = browser.new_context(**settings).new_page()
    said = _watched(page)
    if address.endswith("/correct"):
        page.goto(f"{site}/login?token={TOKEN}")
    answer = page.goto(site + address)
    assert answer.status == 200
    return page, said


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("shown", SHOWN)
def test_a_page_is_quiet_and_accessible(
    site: str, browser: Any, pages: dict[str, str], shown: str, scheme: str
) -> None:
    need(AXE.is_file(), "no axe-core on this machine: scripts/browser.sh fetches it from npm")
    page, said = _opened(browser, site, pages[shown], color_scheme=scheme, bypass_csp=True)
    for fold in page.query_selector_all("details:not([open])")[:5]:
        fold.evaluate("fold => fold.open = true")
    page.add_script_tag(path=str(AXE))
    found = page.evaluate(
        "() => axe.run(document, {resultTypes: ['violations'], runOnly: "
        "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
    )
    problems = [
        f"{one['id']}: {one['nodes'][0]['html'][:120]} {one['nodes'][0]['failureSummary'][:200]}"
        for one in found["violations"]
    ]
    assert problems == []
    assert said == []
    page.context.close()


@pytest.mark.parametrize("shown", SHOWN)
def test_a_phone_scrolls_down_only(
    site: str, browser: Any, pages: dict[str, str], shown: str
) -> None:
    page, _ = _opened(
        browser, site, pages[shown], viewport={"width": 390, "height": 800}, has_touch=True
    )
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0
    page.context.close()


@pytest.mark.parametrize("shown", SHOWN)
def test_a_page_works_without_a_script_as_with_one(
    site: str, browser: Any, pages: dict[str, str], shown: str
) -> None:
    texts = []
    for script in (True, False):
        page, _ = _opened(browser, site, pages[shown], java_script_enabled=script)
        texts.append(page.locator("h1").first.inner_text())
        links = page.locator("main a[href]").count()
        texts.append(str(links))
        page.context.close()
    assert texts[:2] == texts[2:]


@pytest.mark.parametrize("shown", SHOWN)
def test_everything_is_reached_by_keyboard_and_shows_its_focus(
    site: str, browser: Any, pages: dict[str, str], shown: str
) -> None:
    page, _ = _opened(browser, site, pages[shown])
    wanted = page.evaluate(
        "() => [...document.querySelectorAll('a[href], button:not(:disabled), select, textarea,"
        " summary, input:not([type=hidden])')].filter(e => e.checkVisibility()).length"
    )
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    reached = 1
    for _ in range(min(wanted, 25) - 1):
        page.keyboard.press("Tab")
        place, drawn = page.evaluate(
            # of a date the browser marks the part that is typed
            "() => { const e = document.activeElement, s = getComputedStyle(e); return [e.tagName,"
            " e.type === 'date' || s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0] }"
        )
        assert place != "BODY"
        assert drawn, page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        reached += 1
    assert reached == min(wanted, 25)
    page.context.close()


def test_from_the_first_page_to_a_sentence_by_keyboard(site: str, browser: Any) -> None:
    page, said = _opened(browser, site, "/")
    page.keyboard.press("/")
    page.keyboard.type("president")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?words=president")
    page.locator("main a[href*='/reports/']").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/reports/**")
    assert "president" in page.locator("main").inner_text().lower()
    assert said == []
    page.context.close()


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
