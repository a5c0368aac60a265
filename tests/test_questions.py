"""What can be asked of an archive: parameters, caps, and the sentences in every answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

import dragoman as dm
from dragoman.questions import ask, questions
from dragoman.questions.searching import phrases_of
from dragoman.records import Answer, Date, EvidenceSentence, Ledger
from dragoman.storing import tell_stories
from exports_archive import RUN, archive_of
from reading_fixtures import Draft


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dm.Archive]:
    path = archive_of(tmp_path_factory.mktemp("questions") / "a.duckdb")
    with dm.Archive(path, read_only=True) as opened:
        yield opened


def _needed(archive: dm.Archive, name: str) -> dict[str, Any]:
    """What a question cannot do without, taken from the archive."""
    story = archive.stories()[0].id
    event = next(e for e in archive.merged_events() if e.actors and e.recipients)
    dyad = f"{event.actors[0].code}-{event.recipients[0].code}"
    issue = ask(archive, "issues").found[0].id
    return {
        "record": {"id": story}, "reading": {"id": archive.reports()[0].id},
        "brief": {"id": story}, "merged_events": {"story": story}, "utterances": {"story": story},
        "ledger": {"dyad": dyad}, "series": {"dyad": dyad}, "positions": {"issue": issue},
        "thread": {"issue": issue}, "search": {"words": "the"},
        "members": {"id": event.id}, "show": {"id": event.id},
        "acts": {"actor": event.actors[0].code}, "speech": {"actor": event.actors[0].code},
    }.get(name, {})  # fmt: skip


@pytest.mark.parametrize("name", questions())
def test_each_question_answers_as_json_and_quotes_verbatim(archive: dm.Archive, name: str) -> None:
    answer = ask(archive, name, **_needed(archive, name))
    assert answer.question == name
    kind = Answer[questions()[name].record]  # type: ignore[misc]
    assert msgspec.json.decode(msgspec.json.encode(answer), type=kind) == answer
    hits = [s for hit in answer.found for s in getattr(hit, "sentences", ())]
    told = [s for several in answer.sentences.values() for s in several]
    texts = {r.report.id: r.text for r in archive.readings()}
    for one in (*told, *hits):
        assert isinstance(one, EvidenceSentence)
        assert texts[one.report][one.start : one.end] == one.text
        assert all(m.start < one.end and m.end > one.start for m in one.marks)
        assert one.report in answer.told_by
        assert one.marks


@pytest.mark.parametrize(
    "name", ["events", "statements", "ties", "stories", "merged_events", "utterances", "agenda",
             "standing_ties"]
)  # fmt: skip
def test_every_record_found_opens_a_sentence(archive: dm.Archive, name: str) -> None:
    answer = ask(archive, name, **_needed(archive, name))
    if name != "stories":  # a story whose origins only the publisher shows has no sentence
        assert {one.id for one in answer.found} == set(answer.sentences)
    assert answer.found


def test_pages_of_events_join_to_the_whole(archive: dm.Archive) -> None:
    whole = ask(archive, "events").found
    assert len(whole) > 3
    pages: list[Any] = []
    more = True
    while more:
        page = ask(archive, "events", limit=2, offset=len(pages))
        assert page.offset == len(pages)
        assert len(page.found) <= 2
        pages += page.found
        more = page.more
    assert tuple(pages) == whole


def test_a_ledger_is_paged_by_entries(archive: dm.Archive) -> None:
    given = _needed(archive, "ledger")
    whole: Ledger = ask(archive, "ledger", **given).found[0]
    page = ask(archive, "ledger", **given, limit=1)
    assert page.found[0].entries == whole.entries[:1]
    assert page.total == len(whole.entries)
    assert page.more == (len(whole.entries) > 1)


def test_parameters_come_as_text_as_from_an_address(archive: dm.Archive) -> None:
    asked = ask(archive, "events", limit="3", least="0.0", status=["actual", "planned"], actor="")
    assert asked.asked == {"limit": 3, "least": 0.0, "status": ("actual", "planned")}


@pytest.mark.parametrize(
    ("name", "given", "says"),
    [
        ("events", {"limit": "many"}, "limit"),
        ("events", {"limit": 100_000}, "limit"),
        ("events", {"colour": "red"}, "colour"),
        ("events", {"since": "yesterday"}, "since"),
        ("ledger", {}, "dyad"),
        ("series", {"dyad": "KEN-ETH", "by": "hour"}, "by"),
        ("search", {"words": "the", "kind": ["dog"]}, "dog"),
    ],
)
def test_what_does_not_fit_is_told(
    archive: dm.Archive, name: str, given: dict[str, Any], says: str
) -> None:
    with pytest.raises(dm.DragomanError, match=says) as told:
        ask(archive, name, **given)
    assert told.value.error == "bad-query"


@pytest.mark.parametrize(
    ("name", "given"),
    [("weather", {}), ("record", {"id": "ev_no"}), ("brief", {"id": "st_no"}),
     ("ledger", {"dyad": "XXX-YYY"}), ("thread", {"issue": "no such matter"})],
)  # fmt: skip
def test_what_is_not_there_is_told(archive: dm.Archive, name: str, given: dict[str, Any]) -> None:
    with pytest.raises(dm.DragomanError) as told:
        ask(archive, name, **given)
    assert told.value.error == "not-found"


def test_search_finds_words_where_they_stand(archive: dm.Archive) -> None:
    reading = next(archive.readings())
    words = reading.text.split()[3:5]
    answer = ask(archive, "search", words=f'"{" ".join(words)}"', kind=["report"])
    hit = next(one for one in answer.found if one.id == reading.report.id)
    marks = [reading.text[m.start : m.end] for s in hit.sentences for m in s.marks]
    assert " ".join(words) in marks


def test_words_to_find() -> None:
    assert phrases_of('a "cease fire"  Nile "') == ["cease fire", "Nile"]


def test_a_question_that_takes_too_long_is_stopped(archive: dm.Archive) -> None:
    import threading

    threading.Timer(0.3, archive.interrupt).start()
    with pytest.raises(dm.DragomanError) as told:
        archive.rows(
            "SELECT count(*) FROM range(100000000) a, range(100000) b WHERE a.range % 7 = b.range"
        )
    assert told.value.error == "too-slow"
    assert archive.rows("SELECT 1") == [(1,)]


def test_what_grows_with_an_archive_is_capped_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dragoman.questions import relations

    monkeypatch.setattr(relations, "_NAMED", 2)
    readings = []
    for number in range(6):
        draft = Draft(
            f"Kenya met Peru over fishing rights in Lima on {number + 1} February.",
            source="Daily", published=f"2026-02-{number + 1:02}", title=f"Day {number}",
        )  # fmt: skip
        kenya, peru = draft.actor("Kenya", code="KEN"), draft.actor("Peru", code="PER")
        day = f"2026-02-{number + 1:02}"
        date = Date(raw=f"on {number + 1} February", start=day, end=day, precision="day")
        draft.event(
            "CONSULT", "met", actors=[kenya], recipients=[peru], issues=("fishing",), date=date
        )
        readings.append(draft.reading())
    with dm.Archive(tmp_path / "a.duckdb") as archive:
        archive.add_many(readings, RUN)
        tell_stories(archive)
        (network,) = ask(archive, "network", since="2026-01-01").found
        (edge,) = network.edges
        whole = archive.network(since="2026-01-01").edges[0]
        assert edge.count == whole.count == len(whole.events) > 2
        assert edge.events == whole.events[-2:]
        kenya_says = next(
            p for p in ask(archive, "positions", issue="fishing", entries=2).found
            if p.actor == "KEN"
        )  # fmt: skip
        whole_says = archive.positions("fishing", actor="KEN")[0]
        left = len(whole_says.entries) - 2
        assert (kenya_says.entries, kenya_says.left_out) == (whole_says.entries[:2], left)
        assert left > 0
