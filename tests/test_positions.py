"""Positions as a row of time: order, days, quotations, changes, and what differs from before."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from archive_writer import RUN
from dragoman.archive import Archive
from dragoman.briefs import assemble, to_markdown
from dragoman.errors import DragomanError
from dragoman.records import Change, Date, Evidence, Position, Reading
from dragoman.relations import issues
from dragoman.stories import build
from dragoman.storing import tell_stories, untold
from reading_fixtures import Draft

TEXT = """\
Kenya raised tariffs on 3 May. Sudan rejected the tariffs of Kenya. On 9 May Kenya again raised \
tariffs. Kenya may lift tariffs. Minister Auma said: "We will keep the tariffs for as long as it \
takes, whatever our neighbours in the north may think of them and of us." Sudan said on 5 May \
that the tariffs hurt."""


def day(words: str, iso: str) -> Date:
    return Date(raw=words, start=iso, end=iso, precision="day", anchor="text")


def tariff_report(published: str | None = "2026-05-10") -> Reading:
    draft = Draft(TEXT, source="Daily", published=published)
    kenya, sudan = draft.actor("Kenya", code="KEN"), draft.actor("Sudan", code="SDN")
    auma = draft.actor("Auma", code="KEN", sectors=("GOV",))
    again = draft.span("again", "change")
    change = Change(kind="repeated", text="again", evidence=(again,))
    about = {"issues": ("tariffs",)}
    draft.event("SANCTION", "raised", actors=[kenya], date=day("3 May", "2026-05-03"), **about)
    draft.event("REJECT", "rejected", actors=[sudan], recipients=[kenya], **about)
    draft.event("SANCTION", "raised", actors=[kenya], date=day("9 May", "2026-05-09"), nth=1,
                change=change, **about)  # fmt: skip
    draft.event("CONCEDE", "lift", actors=[kenya], status="possible", **about)
    draft.statement(
        auma, "said",
        "We will keep the tariffs for as long as it takes, whatever our neighbours in the north "
        "may think of them and of us.", kind="direct", **about,
    )  # fmt: skip
    draft.statement(sudan, "said", "the tariffs hurt", nth=1, date=day("5 May", "2026-05-05"),
                    **about)  # fmt: skip
    return draft.reading()


def positions_of(*readings: Reading) -> dict[str, Position]:
    (issue,) = issues(build(list(readings)))
    return {position.name: position for position in issue.positions}


def test_entries_stand_latest_first_with_how_the_day_is_known() -> None:
    kenya = positions_of(tariff_report())["Kenya"]
    assert [(e.kind, e.day, e.dated, e.status) for e in kenya.entries] == [
        ("act", "2026-05-10", "published", "possible"),
        ("words", "2026-05-10", "published", None),
        ("act", "2026-05-09", "told", "actual"),
        ("act", "2026-05-03", "told", "actual"),
    ]
    undated = positions_of(tariff_report(published=None))["Kenya"]
    assert [e.day for e in undated.entries] == ["2026-05-09", "2026-05-03", None, None]


def test_each_entry_quotes_verbatim() -> None:
    reading = tariff_report()
    for position in positions_of(reading).values():
        for entry in position.entries:
            assert entry.quotation is not None
            (span,) = entry.quotation.evidence
            assert reading.text[span.start : span.end] == entry.quotation.text
    said = next(e for e in positions_of(reading)["Kenya"].entries if e.kind == "words")
    assert (said.by, said.quotation and said.quotation.kind) == ("Auma", "direct")


def test_a_change_is_told_only_where_words_tell_it() -> None:
    kenya = positions_of(tariff_report())["Kenya"]
    told = {e.day: e.change and (e.change.kind, e.change.text) for e in kenya.entries}
    assert told["2026-05-09"] == ("repeated", "again")
    assert told["2026-05-03"] is None


def test_words_that_tell_an_act_once_more_are_quoted_with_it() -> None:
    draft = Draft('Auma condemned Sudan on Friday: "We condemn Sudan over the tariffs," she said.')
    auma, sudan = (
        draft.actor("Auma", code="KEN", sectors=("GOV",)),
        draft.actor("Sudan", "Sudan", "SDN"),
    )
    draft.event("ACCUSE", "condemn", nth=1, actors=[auma], recipients=[sudan], issues=("tariffs",))
    draft.statement(draft.at(auma, "she"), "said", "We condemn Sudan over the tariffs,",
                    kind="direct", issues=("tariffs",))  # fmt: skip
    (entry,) = positions_of(draft.reading())["Kenya"].entries
    assert entry.kind == "act"
    assert entry.quotation is not None
    assert entry.quotation.text == "We condemn Sudan over the tariffs,"


# --- over many stories --------------------------------------------------------------------------


def stance_report(text: str, type: str, trigger: str, published: str) -> Reading:
    draft = Draft(text, source="Daily", published=published)
    kenya, sudan = draft.actor("Kenya", code="KEN"), draft.actor("Sudan", code="SDN")
    draft.event(type, trigger, actors=[kenya], recipients=[sudan], issues=("nile-dam",))
    return draft.reading()


AGREED = "Kenya agreed with Sudan on the Nile dam at a ceremony by the river in Khartoum."
REJECTED = "Kenya rejected what Sudan proposed for the reservoir, a spokeswoman told lawmakers."


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "news.duckdb"
    readings = [
        stance_report(AGREED, "AGREE", "agreed", "2024-02-01"),
        stance_report(REJECTED, "REJECT", "rejected", "2025-03-04"),
        tariff_report(),
    ]
    with Archive(path) as db:
        db.add_many(readings, RUN)
        tell_stories(db)
    return path


def test_an_archive_joins_the_positions_of_its_stories(archive: Path) -> None:
    with Archive(archive, read_only=True) as db:
        assert len(db.stories()) == 3
        kenya = next(p for p in db.positions("nile-dam") if p.actor == "KEN")
        assert [e.day for e in kenya.entries] == ["2025-03-04", "2024-02-01"]
        assert db.positions("The Nile and its dams", actor="ken")[0] == kenya
        assert db.positions("nile-dam", actor="CHN") == []
        recent = db.positions("nile-dam", actor="Kenya", since="2025-01-01")
        assert [e.day for p in recent for e in p.entries] == ["2025-03-04"]
        assert recent[0].entries[0].differs is not None  # what is left out is still compared
        with pytest.raises(DragomanError) as caught:
            db.positions("nile-dam", since="lately")
        assert caught.value.error == "bad-date"


def test_the_other_stance_is_shown_with_both_quotations(archive: Path) -> None:
    with Archive(archive, read_only=True) as db:
        kenya = db.positions("nile-dam", actor="KEN")[0]
        later, earlier = kenya.entries
        assert earlier.differs is None
        assert later.differs is not None
        assert (later.differs.record, later.differs.day) == (earlier.record, "2024-02-01")
        assert later.differs.quotation is not None
        assert later.differs.quotation.text == AGREED
        assert later.quotation is not None
        assert later.quotation.text == REJECTED
        assert all(e.differs is None for p in db.positions("tariffs") for e in p.entries)


def test_a_rejection_of_somebody_else_does_not_differ(tmp_path: Path) -> None:
    draft = Draft("Kenya rejected what Egypt proposed for the reservoir.", published="2026-03-04")
    kenya, egypt = draft.actor("Kenya", code="KEN"), draft.actor("Egypt", code="EGY")
    draft.event("REJECT", "rejected", actors=[kenya], recipients=[egypt], issues=("nile-dam",))
    first = stance_report(AGREED, "AGREE", "agreed", "2024-02-01")
    with Archive(tmp_path / "a.duckdb") as db:
        db.add_many([first, draft.reading()], RUN)
        tell_stories(db)
        found = db.positions("nile-dam", actor="KEN")[0]
    assert [e.differs for e in found.entries] == [None, None]


def test_stories_that_another_version_told_are_told_again(archive: Path) -> None:
    with Archive(archive) as db:
        assert not untold(db)
        db._open().execute("UPDATE meta SET value = 'older' WHERE key = 'stories'")
        assert untold(db)
        assert tell_stories(db) == 3
        assert not untold(db)


# --- on the page --------------------------------------------------------------------------------


def test_the_brief_shows_day_change_and_words() -> None:
    reading = tariff_report()
    page = assemble([reading])
    (issue,) = page.briefs[0].issues
    kenya = next(p for p in issue.positions if p.parties[0].code == "KEN")
    assert [(i.when, i.dated) for i in kenya.items] == [
        ("10 May 2026", "published"), ("10 May 2026", "published"), ("9 May 2026", "told"),
        ("3 May 2026", "told"),
    ]  # fmt: skip
    again = kenya.items[2]
    assert (again.change, again.changed) == ("repeated", "again")
    assert again.quote == "“On 9 May Kenya again raised tariffs.”"
    line = next(x for x in page.briefs[0].events() if x.id == again.line)
    assert any(m.role == "change" for p in line.passages for m in p.marks)
    sudan = next(p for p in issue.positions if p.parties[0].code == "SDN")
    assert [i.when for i in sudan.items] == ["10 May 2026", "5 May 2026"]
    text = to_markdown(page)
    assert "reported 10 May 2026: " in text
    assert "repeated: “again”" in text


def test_the_page_says_what_differs_and_from_when() -> None:
    first = stance_report(AGREED, "AGREE", "agreed", "2024-02-01")
    draft = Draft(f"{AGREED} {REJECTED}", published="2026-03-04")
    kenya, sudan = draft.actor("Kenya", code="KEN"), draft.actor("Sudan", code="SDN")
    about = {"actors": [kenya], "recipients": [sudan], "issues": ("nile-dam",)}
    draft.event("AGREE", "agreed", date=Date(raw="", start="2024-02-01", end="2024-02-01"), **about)
    draft.event(
        "REJECT", "rejected", date=Date(raw="", start="2026-03-01", end="2026-03-01"), **about
    )
    text = to_markdown(assemble([draft.reading()]))
    assert f"differs from 1 February 2024: “{AGREED}”" in text.replace("\\", "")
    assert "differs" not in to_markdown(assemble([first]))


def test_a_position_comes_back_from_its_json() -> None:
    position = positions_of(tariff_report())["Kenya"]
    again = msgspec.json.decode(msgspec.json.encode(position), type=Position)
    assert again == position
    assert isinstance(again.entries[2].change and again.entries[2].change.evidence[0], Evidence)
