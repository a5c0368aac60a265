"""Stories of an archive that grows: the same in any order and pieces, and only what changed."""

from __future__ import annotations

import random
from pathlib import Path

import msgspec
import pytest

from archive_writer import OTHER, RUN
from dragoman.archive import Archive
from dragoman.records import Reading
from dragoman.stories import group
from dragoman.storing import tell_stories, untold
from reading_fixtures import Draft

TOPICS = (
    ("Envoys met in Kisumu over fishing boats",
     "The crews of twelve dhows seized off Lake Victoria wait in a Migingo barracks."),
    ("Trawler owners met in Tromso over cod quotas",
     "Barents Sea catches fell by a third, and Murmansk fleets ask for a later season."),
    ("Engineers met in Dodoma over a gas pipeline",
     "Welders from Mtwara laid the last Rovuma section through groves of cashew trees."),
    ("Hydrologists met in Aswan over water shares",
     "Gauges upstream of Khartoum show the flood is late; delta growers plant sorghum."),
)  # fmt: skip


def report(topic: int, number: int, published: str | None) -> Reading:
    """One of several reports of one story."""
    opening, rest = TOPICS[topic]
    draft = Draft(f"{opening}. {rest} Paper {number} saw it.", source=f"Paper {number}",
                  published=published)  # fmt: skip
    who = draft.actor(opening.split()[0], code="KEN")
    draft.event("CONSULT", "met", actors=[who])
    return draft.reading()


@pytest.fixture(scope="module")
def reports() -> list[Reading]:
    days = ("2026-01-04", "2026-01-06", None, "2026-04-20", "2026-01-05")
    return [report(topic, n, day) for topic in range(4) for n, day in enumerate(days)]


def told(archive: Archive) -> dict[str, tuple[str, ...]]:
    return {story.id: story.reports for story in archive.stories()}


def everything(archive: Archive) -> set[bytes]:
    found = [*archive.stories(), *archive.merged_events(), *archive.utterances()]
    return {msgspec.json.encode(one) for one in [*found, *archive.derived()]}


@pytest.mark.parametrize("seed", range(4))
def test_reports_in_any_order_and_pieces_tell_the_same_stories(
    tmp_path: Path, reports: list[Reading], seed: int
) -> None:
    with Archive(tmp_path / "whole.duckdb") as whole:
        whole.add_many(reports, RUN)
        tell_stories(whole)
        expected = told(whole), everything(whole)
    assert sorted(expected[0].values()) == sorted(g.reports for g in group(reports))
    assert 4 <= len(expected[0]) < len(reports)
    order = random.Random(seed).sample(reports, len(reports))
    with Archive(tmp_path / "pieces.duckdb") as pieces:
        while order:
            size = 1 + seed * 2
            pieces.add_many(order[:size], RUN)
            order = order[size:]
            tell_stories(pieces)
        assert (told(pieces), everything(pieces)) == expected
        assert pieces.check() == []


def test_a_story_keeps_its_id_and_others_are_left_alone(
    tmp_path: Path, reports: list[Reading]
) -> None:
    first = [r for r in reports if r.report.published != "2026-01-06"]
    late = next(r for r in reports if r.report.published == "2026-01-06")
    with Archive(tmp_path / "a.duckdb") as archive:
        archive.add_many(first, RUN)
        before_count = tell_stories(archive)
        before = told(archive)
        assert before_count == len(before)
        assert tell_stories(archive) == 0
        archive.add(late, RUN)
        assert untold(archive)
        assert tell_stories(archive) == 1
        after = told(archive)
    assert set(after) == set(before)
    changed = [story for story in after if after[story] != before[story]]
    assert len(changed) == 1
    assert late.report.id in after[changed[0]]


def test_a_report_that_is_read_anew_is_told_anew(tmp_path: Path, reports: list[Reading]) -> None:
    with Archive(tmp_path / "a.duckdb") as archive:
        archive.add_many(reports, RUN)
        tell_stories(archive)
        before = told(archive)
        again = msgspec.structs.replace(reports[0], events=())
        archive.add(again, OTHER)
        assert tell_stories(archive) == 1
        assert told(archive) == before
        assert reports[0].events[0].id not in {
            m for e in archive.merged_events() for m in e.members
        }
        assert archive.check() == []


def test_one_text_is_one_story_however_late_it_comes_again(tmp_path: Path) -> None:
    first = report(0, 0, "2026-01-04")
    copy = msgspec.structs.replace(
        first,
        report=msgspec.structs.replace(first.report, id="later", published="2026-11-30"),
        events=(),
    )
    with Archive(tmp_path / "a.duckdb") as archive:
        archive.add(first, RUN)
        tell_stories(archive)
        archive.add(copy, RUN)
        tell_stories(archive)
        assert list(told(archive).values()) == [(first.report.id, "later")]


def test_why_a_story_is_one_is_kept(tmp_path: Path, reports: list[Reading]) -> None:
    with Archive(tmp_path / "a.duckdb") as archive:
        archive.add_many(reports, RUN)
        tell_stories(archive)
        several = next(s for s in archive.stories() if len(s.reports) > 1)
        alone = [s for s in archive.stories() if len(s.reports) == 1]
    assert any(why.startswith("shared words") for why in several.why)
    assert all(s.why == () for s in alone)
