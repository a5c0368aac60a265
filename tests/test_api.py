"""The Python interface: public names, readings that point into the text, pages, failures, ids."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import dragoman as dm
from dragoman.briefs.model import Passage
from dragoman.records import (
    Actor,
    Evidence,
    Failure,
    Reading,
    Record,
    Report,
    Source,
    from_json,
    to_json,
)
from report_checks import FOLDER, names

CLASH = "France condemned the coup in Niger on Friday. Niger expelled the French ambassador."
FRENCH = (
    "Le ministre des Affaires étrangères a déclaré vendredi que la France condamnait le coup "
    "d'État au Niger et qu'elle demandait la libération du président. Les deux pays ne se parlent "
    "plus depuis plusieurs semaines, et les ambassadeurs ont été rappelés."
)


# --- public names ---------------------------------------------------------------------------------


def test_at_most_twelve_public_names_and_all_there() -> None:
    assert 2 <= len(dm.__all__) <= 12
    for name in dm.__all__:
        assert getattr(dm, name) is not None
    assert callable(dm.brief)
    assert callable(dm.read)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'breif'"):
        dm.breif  # noqa: B018


def test_importing_loads_no_model() -> None:
    code = "import sys, dragoman; print('spacy' in sys.modules, 'duckdb' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


# --- every span is verbatim -----------------------------------------------------------------------


def _walk(value: object) -> Iterator[Record]:
    """Every record inside a value."""
    if isinstance(value, Record):
        yield value
        for field in value.__struct_fields__:
            yield from _walk(getattr(value, field))
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _walk(one)


def _check_spans(record: object, text: str) -> int:
    checked = 0
    for part in _walk(record):
        if not isinstance(part, Evidence | Actor | Source):
            continue
        if isinstance(part, Actor | Source) and part.name == "unknown":
            assert part.text == text[part.start : part.end] == "", part  # nobody is named
            continue
        assert 0 <= part.start < part.end <= len(text), part
        words = text[part.start : part.end]
        assert words == words.strip(), part
        if isinstance(part, Actor | Source):
            assert part.text == words, part
        checked += 1
    return checked


@pytest.mark.parametrize("name", names())
def test_every_span_is_verbatim(readings: dict[str, Reading], name: str) -> None:
    reading = readings[name]
    assert reading.text == (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    for kind in ("actors", "events", "statements", "ties", "mentions"):
        for record in getattr(reading, kind):
            _check_spans(record, reading.text)
    _check_spans(reading.report, reading.text)
    for event in reading.events:
        roles = {e.role for e in event.evidence}
        assert event.evidence[0].role == "trigger"
        # a side that is named has words that name it
        assert not event.actors or "actor" in roles, event
        assert not event.recipients or "recipient" in roles, event
        assert 0 <= event.confidence <= 1
    for statement in reading.statements:
        assert statement.content
        assert statement.cue in reading.text or " " in statement.cue
        known = {e.id for e in reading.events}
        assert set(statement.about) <= known


def test_spans_stay_verbatim_in_texts_that_are_hard_to_count(
    read_text: Callable[..., Reading],
) -> None:
    text = (
        "\n\n  “France\u00a0condemned the coup,” said Zoë Müller\u2014the Minister 🙂 "
        "of Defence\u2026\r\n\r\n"
        "Côte d’Ivoire’s president,   Aïcha Koné,\tarrived in “Niamey”\u2009on Monday.\u200b\n"
        "Kenya’s army shelled Ethiopia’s positions — so Nairobi’s critics say — on 3\u00a0May.\n"
    )
    reading = read_text(text, published="2024-05-06")
    assert reading.text == text
    assert len(reading.events) >= 2
    checked = sum(_check_spans(r, text) for r in (*reading.events, *reading.mentions))
    assert checked > 10


def test_passages_of_a_page_are_verbatim(readings: dict[str, Reading]) -> None:
    page = dm.brief(FOLDER / "caucasus-wire.txt", FOLDER / "caucasus-radio.txt")
    texts = {r.report.id: r.text for r in page.readings}
    seen = 0
    for part in _walk(page.brief):
        if isinstance(part, Passage):
            assert texts[part.report][part.start : part.end] == part.text
            assert all(part.start <= m.start < m.end <= part.end for m in part.marks), part
            seen += 1
    assert seen > 20


# --- ids and records ------------------------------------------------------------------------------


def _ids(reading: Reading) -> list[str]:
    return [r.id for kind in (reading.events, reading.statements, reading.ties) for r in kind]


@pytest.mark.parametrize("name", names())
def test_ids_are_unique_and_records_come_back_from_json(
    readings: dict[str, Reading], name: str
) -> None:
    reading = readings[name]
    assert len(set(_ids(reading))) == len(_ids(reading))
    for kind in ((reading.report,), reading.events, reading.statements, reading.ties):
        for record in kind:
            assert from_json(to_json(record)) == record
            assert record.run.startswith("run_")


def test_ids_do_not_depend_on_order_or_process(readings: dict[str, Reading]) -> None:
    chosen = ["kashmir-talks", "headlines", "codwar-tass"]
    paths = [str(FOLDER / f"{name}.txt") for name in chosen]
    code = (
        "import json, sys, dragoman as dm\n"
        "print(json.dumps([[r.report.id] + [x.id for x in (*r.events, *r.statements, *r.ties)]"
        " for r in dm.read(*sys.argv[1:])]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *reversed(paths)], capture_output=True, text=True, check=True
    )
    again = list(reversed(json.loads(done.stdout)))
    for name, ids in zip(chosen, again, strict=True):
        assert ids == [readings[name].report.id, *_ids(readings[name])]


def test_the_same_text_under_another_name_is_the_same_report(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(CLASH)
    about = {"published": "2024-01-05", "source": "X"}
    one, two = (next(dm.read(tmp_path / name, **about)) for name in ("a.txt", "b.txt"))
    assert one == two
    assert len(list(dm.read(tmp_path / "a.txt", tmp_path / "b.txt", **about))) == 1


# --- pages ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def page() -> dm.Page:
    return dm.brief(FOLDER / "codwar-tabloid.txt", FOLDER / "codwar-tass.txt")


def test_a_page_is_saved_in_the_format_that_the_ending_names(page: dm.Page, tmp_path: Path) -> None:
    html = page.save(tmp_path / "brief.html").read_text(encoding="utf-8")
    assert html.lstrip().lower().startswith("<!doctype html>")
    assert "Olafur Briem" in html
    for outside in ("http://", "https://"):
        for tag in ('<script src="', '<link rel="stylesheet" href="', '<img src="'):
            assert tag + outside not in html
    markdown = page.save(tmp_path / "brief.md").read_text(encoding="utf-8")
    assert markdown.startswith("# ")
    assert "Olafur Briem" in markdown
    data = json.loads(page.save(str(tmp_path / "brief.json")).read_text(encoding="utf-8"))
    assert data["record"] == "brief"
    assert dm.Brief.from_json(page.json()) == page.brief


def test_a_page_is_the_same_each_time(page: dm.Page) -> None:
    again = dm.brief(FOLDER / "codwar-tabloid.txt", FOLDER / "codwar-tass.txt")
    assert again.json() == page.json()
    assert again.html() == page.html()


def test_another_ending_says_which_there_are(page: dm.Page, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"\.html, \.md or \.json"):
        page.save(tmp_path / "brief.docx")
    assert list(tmp_path.iterdir()) == []


def test_a_markup_in_a_report_does_not_become_part_of_the_page(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(
        'France condemned <script>alert("x")</script> Niger on Friday. "We <b>reject</b> this," '
        "Niger's president said.\n"
    )
    html = dm.brief(file, published="2024-01-05").html()
    assert '<script>alert("x")' not in html
    assert "<b>reject</b>" not in html


# --- what cannot be read --------------------------------------------------------------------------


def test_without_on_error_the_first_failure_is_raised(tmp_path: Path) -> None:
    with pytest.raises(dm.DragomanError, match=r"nowhere\.txt") as caught:
        list(dm.read(tmp_path / "nowhere.txt"))
    assert caught.value.error


def test_failures_are_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    good, empty, binary, french = (tmp_path / f"{n}.txt" for n in ("good", "empty", "bin", "fr"))
    good.write_text(CLASH)
    empty.write_text("  \n")
    binary.write_bytes(bytes(range(256)) * 40)
    french.write_text(FRENCH, encoding="utf-8")
    failures: list[Failure] = []
    found = list(
        dm.read(tmp_path / "no.txt", empty, binary, french, good, on_error=failures.append)
    )
    assert [r.text for r in found] == [CLASH]
    assert [Path(f.item).name for f in failures] == ["no.txt", "empty.txt", "bin.txt", "fr.txt"]
    assert len({f.error for f in failures}) == 4
    assert all(f.message for f in failures)
    assert "French" in failures[-1].message


def test_a_brief_of_some_that_fail_keeps_the_failures(tmp_path: Path) -> None:
    good, french = tmp_path / "good.txt", tmp_path / "fr.txt"
    good.write_text(CLASH)
    french.write_text(FRENCH, encoding="utf-8")
    told: list[Failure] = []
    page = dm.brief(french, good, on_error=told.append)
    assert len(page.readings) == 1
    assert list(page.brief.failures) == told
    assert "fr.txt" in page.html()


def test_a_brief_of_nothing_is_an_error_that_says_why(tmp_path: Path) -> None:
    french = tmp_path / "fr.txt"
    french.write_text(FRENCH, encoding="utf-8")
    with pytest.raises(dm.DragomanError, match="French"):
        dm.brief(french)
    with pytest.raises(dm.DragomanError, match="no report"):
        dm.brief()


def test_a_stage_that_fails_costs_one_report_only() -> None:
    class Brittle:
        name = "brittle"
        reads = writes = frozenset[str]()

        def __call__(self, document: object) -> object:
            if "Niger" in document.text:  # type: ignore[attr-defined]
                raise RuntimeError("out of sorts")
            return document

    reader = dm.Reader(stages=[Brittle()])  # type: ignore[list-item]
    reports = [(Report(id=f"r{i}", text_sha256=""), t) for i, t in enumerate([CLASH, "All quiet."])]
    failures: list[Failure] = []
    assert [r.report.id for r in reader.stream(reports, failures.append)] == ["r1"]
    assert [(f.item, f.stage, f.error) for f in failures] == [("r0", "brittle", "RuntimeError")]
    with pytest.raises(RuntimeError):
        list(reader.stream(reports))


def test_publication_day_and_publisher_given_by_hand_win(tmp_path: Path) -> None:
    file = tmp_path / "dated.txt"
    file.write_text(CLASH)
    (tmp_path / "dated.meta.json").write_text('{"published": "2023-08-05", "source": "Own"}')
    (own,) = dm.read(file)
    (given,) = dm.read(file, published="2024-01-05", source="Given")
    assert (own.report.published, own.report.source) == ("2023-08-05", "Own")
    assert (given.report.published, given.report.source) == ("2024-01-05", "Given")
    assert own.events[0].date is not None
    assert given.events[0].date is not None
    assert (own.events[0].date.start, given.events[0].date.start) == ("2023-08-04", "2024-01-05")
    with pytest.raises(dm.DragomanError, match="5 May"):
        list(dm.read(file, published="5 May"))
