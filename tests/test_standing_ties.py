"""Standing ties: first and last report, what words and acts say changed, what contradicts."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive_writer import RUN
from dragoman.archive import Archive
from dragoman.errors import DragomanError
from dragoman.records import Date, Reading, StandingTie
from dragoman.storing import tell_stories
from reading_fixtures import Draft

TOPICS = {
    "2025-01-10": "Rain fell on the vineyards for the ninth day and growers covered the vines.",
    "2025-03-04": "A theatre in the capital opened its season with a comedy about two tailors.",
    "2025-06-20": "Miners found a seam of copper under the eastern ridge, geologists said.",
    "2025-06-28": "Cyclists crossed the pass in snow and the leader kept his jersey.",
    "2025-12-01": "The opera house closes for two years so that its roof can be mended.",
}


def tie(published: str, a: str, b: str, kind: str, says: str) -> Reading:
    draft = Draft(f"{says}. {TOPICS[published]}", source=f"D {published}", published=published)
    draft.tie(a, b, kind, says)
    return draft.reading()


def act(published: str, type: str, words: str, **more: object) -> Reading:
    draft = Draft(f"{words} {TOPICS[published]}", source=f"A {published}", published=published)
    norway, chad = draft.actor("Norway", code="NOR"), draft.actor("Chad", code="TCD")
    trigger = words.split()[1]
    draft.event(type, trigger, actors=[norway], recipients=[chad], **more)  # type: ignore[arg-type]
    return draft.reading()


ALLY = tie("2025-01-10", "NOR", "TCD", "alliance", "Norway is an ally of Chad")
DEEPER = tie("2025-03-04", "TCD", "NOR", "alliance", "the deepening alliance of Chad with Norway")
FORMER = tie("2025-12-01", "NOR", "TCD", "former alliance", "Norway, a former ally of Chad")


def ties(tmp_path: Path, *readings: Reading, **asked: object) -> list[StandingTie]:
    tmp_path.mkdir(exist_ok=True)
    with Archive(tmp_path / "news.duckdb") as archive:
        archive.add_many(readings, RUN)
        tell_stories(archive)
        return archive.standing_ties(**asked)  # type: ignore[arg-type]


def test_statements_of_many_reports_are_one_tie(tmp_path: Path) -> None:
    (found,) = ties(tmp_path, FORMER, DEEPER, ALLY)
    assert (found.a, found.b, found.kind, found.state) == ("NOR", "TCD", "alliance", "ended")
    assert (found.first, found.last) == ("2025-01-10", "2025-12-01")
    assert len(found.reports) == len(found.stories) == len(found.ties) == 3
    assert [(s.kind, s.shown, s.day) for s in found.history] == [
        ("stated", "words", "2025-01-10"), ("stated", "words", "2025-03-04"),
        ("strengthened", "words", "2025-03-04"), ("ended", "words", "2025-12-01"),
    ]  # fmt: skip
    for step in found.history:
        assert step.quotation is not None
        assert step.quotation.text == step.says


def test_as_of_a_day(tmp_path: Path) -> None:
    (found,) = ties(tmp_path, ALLY, DEEPER, FORMER, at="2025-06-01")
    assert (found.state, found.last) == ("stands", "2025-03-04")
    with Archive(tmp_path / "news.duckdb", read_only=True) as archive:
        assert archive.standing_ties(at="2024-01-01") == []
        with pytest.raises(DragomanError, match="no day"):
            archive.standing_ties(at="then")


def test_opposite_words_at_one_time_contradict_and_are_not_judged(tmp_path: Path) -> None:
    has = tie("2025-06-20", "NOR", "TCD", "diplomatic relations", "Norway has formal ties to Chad")
    none = tie(
        "2025-06-28", "NOR", "TCD", "no diplomatic relations", "Norway has no formal ties to Chad"
    )
    (found,) = ties(tmp_path / "a", has, none)
    assert found.state == "contradicted"
    assert [s.kind for s in found.history] == ["stated", "ended", "contradicted"]
    # months apart it is no contradiction: it may have changed
    late = tie("2025-12-01", "NOR", "TCD", "no diplomatic relations", "Norway has no ties to Chad")
    (apart,) = ties(tmp_path / "b", has, late)
    assert apart.state == "denied"
    assert "contradicted" not in {s.kind for s in apart.history}


def test_acts_are_shown_beside_and_change_no_state(tmp_path: Path) -> None:
    attack = act("2025-06-20", "ASSAULT", "Norway attacked Chad.")
    pact = act("2025-06-28", "AGREE", "Norway signed a defence pact with Chad.",
               contexts=("military",))  # fmt: skip
    planned = act("2025-12-01", "ASSAULT", "Norway attacked Chad soon.", status="planned")
    (found,) = ties(tmp_path, ALLY, attack, pact, planned)
    assert found.state == "stands"
    assert [(s.kind, s.shown, s.day) for s in found.history] == [
        ("stated", "words", "2025-01-10"), ("weakened", "act", "2025-06-20"),
        ("strengthened", "act", "2025-06-28"),
    ]  # fmt: skip
    weakened = found.history[1]
    assert weakened.quotation is not None
    assert weakened.quotation.text == "Norway attacked Chad."
    with Archive(tmp_path / "news.duckdb", read_only=True) as archive:
        assert weakened.record in {m.id for m in archive.merged_events()}


def test_an_act_has_the_direction_of_the_tie(tmp_path: Path) -> None:
    given = tie("2025-01-10", "NOR", "TCD", "aid", "Norway is the main donor of Chad")
    taken = tie("2025-03-04", "TCD", "NOR", "aid", "Chad is a donor of Norway")
    aid = act("2025-06-20", "AID", "Norway gave Chad grain.")
    found = {(t.a, t.b): t for t in ties(tmp_path, given, taken, aid)}
    assert [s.kind for s in found["NOR", "TCD"].history] == ["stated", "strengthened"]
    assert [s.kind for s in found["TCD", "NOR"].history] == ["stated"]


def test_an_act_without_a_day_has_none(tmp_path: Path) -> None:
    long_ago = act("2025-06-20", "ASSAULT", "Norway attacked Chad long ago.",
                   date=Date(raw="long ago"))  # fmt: skip
    (found,) = ties(tmp_path / "a", ALLY, long_ago)
    assert [(s.shown, s.day) for s in found.history] == [("words", "2025-01-10"), ("act", None)]
    undated = Draft("Norway attacked Chad at sea, sailors say.", source="U")
    undated.event("ASSAULT", "attacked", actors=[undated.actor("Norway", code="NOR")],
                  recipients=[undated.actor("Chad", code="TCD")])  # fmt: skip
    (found,) = ties(tmp_path / "b", ALLY, undated.reading())
    assert [(s.shown, s.day) for s in found.history] == [("words", "2025-01-10"), ("act", None)]


@pytest.mark.parametrize(("year", "shown"), [(2025, ["words", "act"]), (2024, ["words"])])
def test_an_act_is_history_only_if_its_whole_time_was_before(
    tmp_path: Path, year: int, shown: list[str]
) -> None:
    time = Date(raw="that year", start=f"{year}-01-01", end=f"{year}-12-31", precision="year")
    attack = act("2025-06-20", "ASSAULT", "Norway attacked Chad that year.", date=time)
    (found,) = ties(tmp_path, ALLY, attack)
    assert sorted((s.shown for s in found.history), reverse=True) == shown


def test_undated_reports_that_differ_leave_the_state_open(tmp_path: Path) -> None:
    def undated(kind: str, says: str) -> Reading:
        draft = Draft(f"{says}, notes a guide to the {kind} shelf.", source=kind)
        draft.tie("NOR", "TCD", kind, says)
        return draft.reading()

    has = undated("alliance", "Norway is an ally of Chad")
    had = undated("former alliance", "Norway is a former ally of Chad")
    (found,) = ties(tmp_path / "a", has, had)
    assert found.state == "unknown"
    (alone,) = ties(tmp_path / "b", had)
    assert alone.state == "ended"


def test_an_act_alone_makes_no_tie(tmp_path: Path) -> None:
    assert ties(tmp_path, act("2025-06-20", "ASSAULT", "Norway attacked Chad.")) == []


def test_what_is_asked_for(tmp_path: Path) -> None:
    trade = tie("2025-03-04", "NOR", "PER", "trade", "Norway lives by trade with Peru")
    assert len(ties(tmp_path, ALLY, trade)) == 2
    with Archive(tmp_path / "news.duckdb", read_only=True) as archive:
        assert [t.kind for t in archive.standing_ties(between="tcd-nor")] == ["alliance"]
        assert [t.b for t in archive.standing_ties(kind="Trade")] == ["PER"]
