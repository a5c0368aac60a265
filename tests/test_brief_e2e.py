"""From report files to the page: what a reader sees on it, in every view."""

from __future__ import annotations

import io
import re
import time
from pathlib import Path

import pytest
from rich.console import Console

import dragoman as dm
from dragoman.briefs import to_terminal
from dragoman.briefs.model import DyadShown, IssueShown
from report_checks import FOLDER, names


@pytest.fixture(scope="module")
def caucasus() -> dm.Page:
    return dm.brief(*(FOLDER / f"caucasus-{n}.txt" for n in ("wire", "radio", "translated")))


def terminal(page: dm.Page, width: int = 100) -> str:
    out = io.StringIO()
    to_terminal(page.brief, Console(file=out, width=width), full=True)
    return out.getvalue()


def flat(text: str) -> str:
    return " ".join(text.split())


def test_one_story_with_all_its_parts(caucasus: dm.Page) -> None:
    (story,) = caucasus.brief.briefs
    assert [r.source for r in caucasus.brief.reports] == [
        "Caspian Wire", "Radio Meridian", "Araxes Daily (translated)",
    ]  # fmt: skip
    assert len(story.reports) == 3
    assert (story.first, story.last) == ("2024-10-08", "2024-10-11")
    assert len(story.events()) >= 12
    assert len(story.speech) >= 6
    assert story.issues
    assert story.origins
    assert story.agenda
    assert {frozenset((d.a.code, d.b.code)) for d in story.relations} >= {
        frozenset(("ARM", "AZE")),
        frozenset(("TUR", "AZE")),
    }


def test_every_line_opens_its_sentences(caucasus: dm.Page) -> None:
    (story,) = caucasus.brief.briefs
    texts = {r.report.id: r.text for r in caucasus.readings}
    for line in story.lines():
        if isinstance(line, DyadShown | IssueShown):
            continue  # these name other lines
        passages = line.passages or tuple(
            p for part in getattr(line, "renderings", getattr(line, "versions", ()))
            for p in part.passages
        )  # fmt: skip
        assert passages, line
        for passage in passages:
            assert texts[passage.report][passage.start : passage.end] == passage.text
    shown = {line.id for line in story.lines()}
    for part in (*story.issues, *story.relations):
        refs = (
            [ref for position in part.positions for ref in position.items]
            if isinstance(part, IssueShown)
            else part.events
        )
        assert all(ref.line in shown for ref in refs)
    ids = [line.id for line in story.lines()]
    assert len(ids) == len(set(ids))


def test_days_are_in_order_and_within_the_calendar(caucasus: dm.Page) -> None:
    (story,) = caucasus.brief.briefs
    days = [day.start for day in story.days]
    assert days == sorted(days)
    assert {"2024-10-06", "2024-10-10"} <= set(days)
    for day in story.days:
        for line in day.lines:
            assert line.date is not None
            assert line.date.start == day.start


def test_planned_lines_say_so_and_are_not_counted_as_done(caucasus: dm.Page) -> None:
    (story,) = caucasus.brief.briefs
    happened = {line.id for line in story.events() if line.status == "actual" and not line.alleged}
    assert any(line.status == "planned" for line in story.events())
    for dyad in story.relations:
        done = [ref for ref in dyad.events if ref.line in happened]
        assert sum(dyad.quads.values()) <= len(done)


def test_the_views_tell_the_same(caucasus: dm.Page) -> None:
    (story,) = caucasus.brief.briefs
    views = [terminal(caucasus), caucasus.markdown(), re.sub(r"<[^>]+>", "", caucasus.html())]
    for view in views:
        text = flat(view).replace("&#39;", "'").replace("&#x27;", "'").replace("&quot;", '"')
        for source in ("Caspian Wire", "Radio Meridian", "Azertac", "BBC"):
            assert source in text
        for person in ("Elchin Rasulov", "Tigran Vardumyan", "Nino Kapanadze"):
            assert person in text
        assert "lays claim to our land" in text
        assert "no verdict on truth" in text
    assert story.says.split(":")[0].lower() in flat(views[1]).lower()


def test_the_page_holds_the_reports_and_needs_nothing_else(caucasus: dm.Page) -> None:
    html = caucasus.html()
    for reading in caucasus.readings:
        for paragraph in reading.text.split("\n"):
            sentence = paragraph.split(". ")[0][:40]
            assert not sentence or sentence.split('"')[0].split("'")[0] in re.sub(
                r"<[^>]+>", "", html
            )
    assert "<svg" in html
    assert not re.search(r"""(src|href)\s*=\s*["'](https?:)?//""", html)
    anchors = set(re.findall(r'\bid="([^"]+)"', html))
    assert len(anchors) == len(re.findall(r'\bid="([^"]+)"', html))
    marked_up = re.sub(r"(?s)<script\b.*?</script>", "", html)
    for target in re.findall(r'href="#([^"]+)"', marked_up):
        assert target in anchors


def test_two_reports_warm_in_three_seconds(caucasus: dm.Page) -> None:
    started = time.perf_counter()
    dm.brief(FOLDER / "benin-agency.txt", FOLDER / "benin-feature.txt").json()
    assert time.perf_counter() - started < 3


def test_without_a_day_dates_stay_in_the_report_s_words(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text((FOLDER / "caucasus-wire.txt").read_text(encoding="utf-8"), encoding="utf-8")
    undated, dated = dm.brief(file), dm.brief(file, published="2024-10-08")
    assert undated.brief.briefs[0].first is None

    def meeting(page: dm.Page) -> tuple[str | None, str]:
        lines = page.brief.briefs[0].agenda
        (line,) = [x for x in lines if x.date and "Thursday" in x.date.raw]
        assert line.date is not None
        return line.date.start, line.when

    assert meeting(undated)[0] is None
    assert "Thursday" in meeting(undated)[1]
    assert meeting(dated)[0] == "2024-10-10"
    assert "Thursday" in terminal(undated)


def test_a_report_without_events_makes_a_quiet_page() -> None:
    page = dm.brief(FOLDER / "football.txt")
    (story,) = page.brief.briefs
    assert story.events() == ()
    assert story.relations == ()
    assert "<html" in page.html()
    assert page.markdown().startswith("# ")
    assert terminal(page)


def test_all_reports_on_one_page_the_story_of_most_reports_first() -> None:
    page = dm.brief(*(FOLDER / f"{name}.txt" for name in names()))
    sizes = [len(story.reports) for story in page.brief.briefs]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[:3] == [3, 2, 2]
    assert len({r.letter for r in page.brief.reports}) == len(names())
    html = page.html()
    assert len(html) < 5_000_000
    assert terminal(page, width=60)
