"""The site in a real headless Chromium: every page, keyboard, phone, dark, no script, axe."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import dragoman as dm
from browsing import AXE, browsing, need, serving
from dragoman.storing import keep, tell_stories
from dragoman.web import make_app

EXAMPLES = Path(__file__).parent.parent / "examples"
PAGES = ("/", "/stories")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our example reports, read for real."""
    path = tmp_path_factory.mktemp("browser") / "examples.duckdb"
    keep(path, [EXAMPLES / "omo", EXAMPLES / "turkana"])
    with dm.Archive(path) as opened:
        tell_stories(opened)
    return path


@pytest.fixture(scope="module")
def site(archive: Path) -> Iterator[str]:
    with serving(make_app(archive)) as address:
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
    page.on("requestfailed", lambda r: said.append(f"failed: {r.url}"))
    return said


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_quiet_and_accessible(site: str, browser: Any, path: str, scheme: str) -> None:
    need(AXE.is_file(), "no axe-core on this machine: scripts/browser.sh fetches it from npm")
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    said = _watched(page)
    answer = page.goto(site + path)
    assert answer.status == 200
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
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_a_phone_scrolls_down_only(site: str, browser: Any, path: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True)
    page = context.new_page()
    page.goto(site + path)
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0
    context.close()
