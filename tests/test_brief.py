"""What a reader of a brief notices: every part is there, and every line opens its sentence."""

from __future__ import annotations

from datetime import date

import pytest

from brief_readings import FISH_A, FISH_B, fish_readings, hostile_reading
from dragoman.briefs import Brief, assemble
from dragoman.briefs.model import EventLine, StoryBrief
from dragoman.briefs.words import clip, labels, when
from dragoman.language.sentences import sentences
from dragoman.records import Date, Failure, Reading
from reading_fixtures import Draft, visit_drafts


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    return fish_readings()


@pytest.fixture(scope="module")
def brief(readings: list[Reading]) -> Brief:
    return assemble(readings)


@pytest.fixture(scope="module")
def story(brief: Brief) -> StoryBrief:
    return brief.briefs[0]


def _event(story: StoryBrief, words: str) -> EventLine:
    found = [e for e in story.events() if any(words in clip(p, 400) for p in e.passages if p.core)]
    assert found, f"no event of {words!r}"
    return found[0]


def test_two_reports_of_one_story_make_one_section_with_letters_in_the_order_given(
    brief: Brief, story: StoryBrief
) -> None:
    assert [r.letter for r in brief.reports] == ["A", "B"]
    assert [r.name for r in brief.reports] == ["El Faro", "Report B (source not given)"]
    assert len(brief.briefs) == 1
    assert story.reports == ("A", "B")
    assert "Andina" in story.says


def test_the_timeline_is_in_order_and_keeps_undated_events_apart(story: StoryBrief) -> None:
    starts = [day.start for day in story.days]
    assert starts == sorted(starts)
    assert [day.label for day in story.days][:2] == ["February 2025", "Monday, 10 March 2025"]
    assert all(line.date is None or line.date.start is None for line in story.undated)
    assert {line.status for line in story.undated} >= {"actual", "possible", "negated"}


def test_status_hedges_claims_and_sources_are_kept(story: StoryBrief) -> None:
    visit = _event(story, "will receive her Chilean counterpart")
    assert visit.status == "planned"
    assert "will" in visit.hedges
    assert any("Andina" in chain for chain in visit.sources)
    fired = _event(story, "fired on the trawlers")
    assert fired.alleged
    assert fired.sources == ("Peru's navy",)
    assert _event(story, "send a mediator").status == "possible"
    assert _event(story, "has not answered").status == "negated"


def test_a_seizure_told_by_both_opens_a_sentence_in_each(story: StoryBrief) -> None:
    seizure = _event(story, "Three Peruvian trawlers")
    assert seizure.reports == ("A", "B")
    assert labels(seizure) == ("A2", "B2")


def test_every_line_opens_spans_that_are_the_report_s_own_words(
    brief: Brief, readings: list[Reading]
) -> None:
    texts = {reading.report.id: reading.text for reading in readings}
    for section in brief.briefs:
        for line in section.lines():
            assert line.passages or line.id.startswith("r-"), f"{line.id} opens nothing"
            for passage in line.passages:
                text = texts[passage.report]
                assert passage.text == text[passage.start : passage.end]
                assert passage.marks
                for mark in passage.marks:
                    assert passage.start <= mark.start < mark.end <= passage.end
                    assert text[mark.start : mark.end].strip()


def test_line_ids_are_unique_and_the_same_in_another_run(brief: Brief) -> None:
    ids = [line.id for section in brief.briefs for line in section.lines()]
    assert len(ids) == len(set(ids))
    again = assemble(fish_readings())
    assert [line.id for section in again.briefs for line in section.lines()] == ids


def test_references_point_at_lines_of_the_section(story: StoryBrief) -> None:
    known = {line.id for line in story.lines()}
    refs = [i for issue in story.issues for p in issue.positions for i in p.items]
    refs += [r for d in story.relations for r in d.events]
    refs += [*story.comparison.agree, *(r for a in story.comparison.alone for r in a.items)]
    assert refs
    assert {ref.line for ref in refs} <= known


def test_speech_keeps_versions_together_and_quotes_only_what_is_quoted(story: StoryBrief) -> None:
    quispe = next(line for line in story.speech if "Quispe" in line.speaker.name)
    assert [r.letter for r in quispe.renderings] == ["A", "B"]
    assert quispe.renderings[0].words == "“These boats never left our waters”"
    assert quispe.renderings[0].chain == ("Rosa Quispe", "Radio Pacífico", "report A")
    assert quispe.renderings[1].words == "“never left our waters”"
    araya = next(line for line in story.speech if "Araya" in line.speaker.name)
    assert araya.renderings[0].words == "Chile respects the border drawn in 2014"
    assert araya.renderings[0].kind == "indirect"


def test_relations_count_only_what_happened_and_show_ties(story: StoryBrief) -> None:
    pair = next(d for d in story.relations if {d.a.code, d.b.code} == {"CHL", "PER"})
    assert pair.quads["4"] == 1  # the shots are claimed by one side and count nowhere
    assert pair.ahead["1"] >= 2
    assert pair.score is not None
    assert pair.scored >= 3
    assert [t.text for t in pair.ties] == ["Chile buys most of its fish meal from Peru"]


def test_comparison_has_what_both_tell_and_what_one_tells(story: StoryBrief) -> None:
    compared = story.comparison
    seizure = _event(story, "Three Peruvian trawlers")
    assert seizure.id in {ref.line for ref in compared.agree}
    alone = {a.letter: {ref.line for ref in a.items} for a in compared.alone}
    assert _event(story, "send a mediator").id in alone["A"]
    assert not alone["A"] & alone["B"]
    wording = next(d for d in compared.differ if d.field == "wording")
    assert [(v.letter, v.value.split(":")[0]) for v in wording.versions] == [
        ("A", "quoted"),
        ("B", "partly quoted"),
    ]
    assert all(v.passages for v in wording.versions)


def test_the_agenda_opens_the_event_it_announces(story: StoryBrief) -> None:
    assert story.agenda
    first = story.agenda[0]
    assert first.when == "Friday, 14 March 2025"
    assert first.of in {e.id for e in story.events()}
    assert first.passages


def test_failures_of_items_and_of_reports_are_shown() -> None:
    lost = Failure(item="b.txt", stage="ingest", error="empty-file", message="b.txt is empty.")
    brief = assemble(fish_readings(), [lost])
    assert [f.item for f in brief.failures] == ["b.txt", "photo.txt"]


def test_json_is_a_faithful_twin(brief: Brief) -> None:
    text = brief.to_json()
    assert '"record":"brief"' in text
    assert Brief.from_json(text) == brief


def test_reports_of_other_stories_get_their_own_sections() -> None:
    a, b = visit_drafts()
    brief = assemble([*fish_readings(), a.reading(), b.reading(), Draft("It rained.").reading()])
    assert sorted(len(s.reports) for s in brief.briefs) == [1, 2, 2]
    assert len(brief.briefs[0].reports) == 2
    assert len(brief.briefs[-1].reports) == 1
    assert [r.letter for r in brief.reports] == list("ABCDE")


def test_nothing_to_read_gives_an_empty_brief() -> None:
    assert assemble([]).briefs == ()
    empty = assemble([Draft("").reading()])
    assert empty.briefs[0].events() == ()


def test_spans_that_do_not_fit_the_text_are_left_out() -> None:
    reading = hostile_reading()
    assert assemble([reading]).briefs[0].lines()


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Gen. A. B. Smith left Jan. 5. She won.", ["Gen. A. B. Smith left Jan. 5.", "She won."]),
        ("The U.S. The talks? Yes! “No.” He", ["The U.S.", "The talks?", "Yes!", "“No.”", "He"]),
        ("A U.S. envoy said no. Then he left", ["A U.S. envoy said no.", "Then he left"]),
        ("Title without stop\n\nText begins.", ["Title without stop", "Text begins."]),
        (" \n\n ", []),
    ],
)  # fmt: skip
def test_sentences_for_showing(text: str, parts: list[str]) -> None:
    assert [text[s.start : s.end] for s in sentences(text)] == parts


@pytest.mark.parametrize("text", [FISH_A, FISH_B])
def test_sentences_lose_no_words(text: str) -> None:
    kept = "".join(text[s.start : s.end] for s in sentences(text))
    assert "".join(kept.split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("start", "end", "precision", "shown"),
    [
        ("2025-03-10", "2025-03-10", "day", "Monday, 10 March 2025"),
        ("2025-02-01", "2025-02-28", "month", "February 2025"),
        ("2016-01-01", "2016-12-31", "year", "2016"),
        ("2025-12-29", "2026-01-04", "week", "29 December 2025 – 4 January 2026"),
        ("2025-03-01", "2025-05-31", "month", "March – May 2025"),
        ("2019-01-01", None, "year", "from 1 January 2019"),
    ],
)
def test_dates_are_shown_as_the_interval_they_are(
    start: str, end: str | None, precision: str, shown: str
) -> None:
    given = Date(raw="x", start=start, end=end, precision=precision)  # type: ignore[arg-type]
    if end is None:
        assert when(given).startswith("from ")
        return
    assert date.fromisoformat(end) >= date.fromisoformat(start)
    assert when(given) == shown
