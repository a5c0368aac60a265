"""The agenda over many stories: what became of what was planned, with the report that shows it."""

from __future__ import annotations

from pathlib import Path

import icalendar
import msgspec
import pytest
from starlette.testclient import TestClient

from archive_writer import RUN
from dragoman.agenda import latest_first
from dragoman.agenda.item import Item
from dragoman.agenda.wording import wording
from dragoman.archive import Archive
from dragoman.errors import DragomanError
from dragoman.exports import export
from dragoman.records import AgendaItem, AgendaStep, Date, Reading
from dragoman.stories import build
from dragoman.storing import tell_stories
from dragoman.web import make_app
from dragoman.web.pages.agenda import AgendaFilters
from dragoman.web.pages.agenda import agenda as page
from reading_fixtures import Draft

SUMMIT = Date(raw="14 April", start="2026-04-14", end="2026-04-14", precision="day", anchor="text")
LATER = Date(raw="28 April", start="2026-04-28", end="2026-04-28", precision="day", anchor="text")


def report(
    published: str,
    text: str,
    trigger: str,
    status: str = "planned",
    *,
    date: Date | None = None,
    place: str | None = "Arusha",
    people: tuple[str, str] = ("Amina Otieno", "Omar Bashari"),
    codes: tuple[str, str] = ("KEN", "SDN"),
    nth: int = 0,
    mode: str | None = None,
    hedges: tuple[str, ...] = (),
) -> Reading:
    """One report with one meeting of two persons."""
    draft = Draft(text, source=f"Daily {published}", published=published)
    first = draft.actor(people[0], code=codes[0], sectors=["GOV"])
    second = draft.actor(people[1], code=codes[1], sectors=["GOV"])
    draft.event(
        "CONSULT", trigger, actors=[first], recipients=[second], status=status, date=date,
        place=place if place and place in text else None, nth=nth, mode=mode, hedges=hedges,
    )  # fmt: skip
    return draft.reading()


def planned(published: str = "2026-03-02", **more: object) -> Reading:
    return report(
        published, "Amina Otieno will meet Omar Bashari in Arusha on 14 April.", "meet",
        date=SUMMIT, hedges=("will",), **more,  # type: ignore[arg-type]
    )  # fmt: skip


CANCELLED = report(
    "2026-03-16", "Amina Otieno called off her talks with Omar Bashari on 14 April.", "talks",
    "negated", date=SUMMIT,
)  # fmt: skip
DOUBTED = report(
    "2026-03-09", "Omar Bashari threatened to cancel the summit with Amina Otieno.", "summit",
    "possible",
)  # fmt: skip
AGAIN = report(
    "2026-03-20", "Amina Otieno will meet Omar Bashari in Arusha on 14 April after all.", "meet",
    date=SUMMIT,
)  # fmt: skip
HELD = report(
    "2026-04-15", "Amina Otieno met Omar Bashari in Arusha on 14 April.", "met", "actual",
    date=SUMMIT,
)  # fmt: skip
LAST = report(
    "2026-05-04", "Lena Moss phoned Petr Novy.", "phoned", "actual",
    people=("Lena Moss", "Petr Novy"), codes=("NOR", "CZE"), place=None,
)  # fmt: skip


def agenda(tmp_path: Path, *readings: Reading, **asked: object) -> list[AgendaItem]:
    tmp_path.mkdir(exist_ok=True)
    with Archive(tmp_path / "news.duckdb") as archive:
        archive.add_many(readings, RUN)
        for reading in readings:  # each report is a story of its own
            story = build([reading])
            archive.save_story(story.story, story.events, story.utterances)
        return archive.agenda(**asked)  # type: ignore[arg-type]


def turns(item: AgendaItem) -> list[tuple[str, str | None]]:
    return [(step.kind, step.day) for step in item.history]


def test_the_whole_chain_is_one_item_with_its_turns(tmp_path: Path) -> None:
    # given in another order than they were published
    (item,) = agenda(tmp_path, HELD, AGAIN, DOUBTED, planned(), CANCELLED)
    assert item.state == "held"
    assert item.sides == ("KEN", "SDN")
    assert turns(item) == [
        ("planned", "2026-03-02"), ("doubted", "2026-03-09"), ("cancelled", "2026-03-16"),
        ("planned", "2026-03-20"), ("held", "2026-04-15"),
    ]  # fmt: skip
    for step, reading in zip(
        item.history, (planned(), DOUBTED, CANCELLED, AGAIN, HELD), strict=True
    ):
        assert step.reports == (reading.report.id,)
        assert step.quotation is not None
        (span,) = step.quotation.evidence
        assert reading.text[span.start : span.end] == step.quotation.text
        assert step.event == reading.events[0].id
    assert set(item.reports) == {planned().report.id, AGAIN.report.id}


@pytest.mark.parametrize(
    ("on", "state"),
    [
        ("2026-03-05", "ahead"),
        ("2026-03-10", "ahead"),  # threatened only
        ("2026-03-17", "cancelled"),
        ("2026-03-25", "ahead"),
        ("2026-04-14", "ahead"),
        ("2026-04-16", "held"),
    ],
)
def test_as_of_a_day_later_reports_do_not_count(tmp_path: Path, on: str, state: str) -> None:
    (item,) = agenda(tmp_path, planned(), DOUBTED, CANCELLED, AGAIN, HELD, on=on)
    assert item.state == state


def test_past_its_day_with_no_word_it_is_overdue(tmp_path: Path) -> None:
    (item,) = agenda(tmp_path, planned(), LAST)
    assert (item.state, turns(item)) == ("overdue", [("planned", "2026-03-02")])


def test_without_a_day_it_is_unknown(tmp_path: Path) -> None:
    undated = report("2026-03-02", "Amina Otieno will meet Omar Bashari.", "meet")
    (item,) = agenda(tmp_path, undated, LAST)
    assert (item.state, item.date) == ("unknown", None)


def test_moved_to_another_day_and_held_then(tmp_path: Path) -> None:
    moved = report(
        "2026-03-16", "The summit of Amina Otieno and Omar Bashari was postponed to 28 April.",
        "summit", date=LATER,
    )  # fmt: skip
    held = report(
        "2026-05-04", "Amina Otieno met Omar Bashari on 28 April.", "met", "actual", date=LATER
    )
    (item,) = agenda(tmp_path, planned(), moved, held, on="2026-04-20")
    assert item.state == "moved"
    assert item.date is not None
    assert item.date.start == "2026-04-28"
    assert turns(item) == [("planned", "2026-03-02"), ("moved", "2026-03-16")]
    with Archive(tmp_path / "news.duckdb", read_only=True) as archive:
        (later,) = archive.agenda()
    assert (later.state, turns(later)[-1], later.id) == ("held", ("held", "2026-05-04"), item.id)


def test_put_off_with_no_new_day_has_none(tmp_path: Path) -> None:
    moved = report(
        "2026-03-16", "The summit of Amina Otieno and Omar Bashari on 14 April was put off.",
        "summit", date=SUMMIT,
    )  # fmt: skip
    (item,) = agenda(tmp_path, planned(), moved, LAST)
    assert (item.state, item.date) == ("moved", None)


def test_planned_in_several_stories_it_is_one_item(tmp_path: Path) -> None:
    other = report(
        "2026-03-09", "Amina Otieno is to meet Omar Bashari on 14 April.", "meet", date=SUMMIT
    )
    undated = report("2026-03-20", "Amina Otieno prepares to meet Omar Bashari.", "meet")
    (item,) = agenda(tmp_path, planned(), other, undated)
    assert len(item.reports) == len(item.events) == 3
    assert turns(item) == [("planned", "2026-03-02")]


@pytest.mark.parametrize(
    "second",
    [
        # another day
        report("2026-03-09", "Amina Otieno will meet Omar Bashari on 28 April.", "meet",
               date=LATER),
        # another town on the same day
        report("2026-03-09", "Amina Otieno will meet Omar Bashari in Mombasa on 14 April.", "meet",
               date=SUMMIT, place="Mombasa"),
        # other persons of the same states
        report("2026-03-09", "Grace Wanja will meet Idris Salim on 14 April.", "meet",
               date=SUMMIT, people=("Grace Wanja", "Idris Salim")),
        # a call, and no meeting
        report("2026-03-09", "Amina Otieno will telephone Omar Bashari on 14 April.", "telephone",
               date=SUMMIT, mode="phone"),
    ],
)  # fmt: skip
def test_two_meetings_stay_apart(tmp_path: Path, second: Reading) -> None:
    found = agenda(tmp_path, planned(), second)
    assert [len(item.reports) for item in found] == [1, 1]


def test_what_is_held_is_told_of_its_own_day_only(tmp_path: Path) -> None:
    earlier = report(
        "2026-03-09", "Amina Otieno met Omar Bashari on 8 March.", "met", "actual",
        date=Date(raw="8 March", start="2026-03-08", end="2026-03-08", precision="day"),
    )  # fmt: skip
    (item,) = agenda(tmp_path, planned(), earlier)
    assert item.state == "ahead"


def test_a_report_with_no_day_holds_right_after_the_day_only(tmp_path: Path) -> None:
    text = "Amina Otieno told parliament how she met Omar Bashari."
    soon = report("2026-04-15", text, "met", "actual")
    late = report("2026-05-04", text, "met", "actual")
    assert agenda(tmp_path / "a", planned(), soon)[0].state == "held"
    assert agenda(tmp_path / "b", planned(), late)[0].state == "overdue"


def test_an_undated_report_fits_neither_of_two(tmp_path: Path) -> None:
    second = report(
        "2026-03-09", "Amina Otieno will meet Omar Bashari on 28 April.", "meet", date=LATER
    )
    off = report(
        "2026-03-16", "Amina Otieno cancelled a meeting with Omar Bashari.", "meeting", "negated"
    )
    found = agenda(tmp_path, planned(), second, off)
    assert [item.state for item in found] == ["ahead", "ahead"]


def test_calling_off_coded_as_an_act_of_its_own(tmp_path: Path) -> None:
    draft = Draft("Omar Bashari cancelled the meeting with Amina Otieno.", published="2026-03-16")
    bashari = draft.actor("Omar Bashari", code="SDN")
    otieno = draft.actor("Amina Otieno", code="KEN")
    draft.event("REJECT", "cancelled", actors=[bashari], recipients=[otieno], mode="meet")
    (item,) = agenda(tmp_path, planned(), draft.reading(), LAST)
    assert turns(item) == [("planned", "2026-03-02"), ("cancelled", "2026-03-16")]


def test_reports_without_a_publication_day_are_held_by_their_dates(tmp_path: Path) -> None:
    draft = Draft(HELD.text, source="undated")
    otieno = draft.actor("Amina Otieno", code="KEN")
    bashari = draft.actor("Omar Bashari", code="SDN")
    draft.event("CONSULT", "met", actors=[otieno], recipients=[bashari], date=SUMMIT)
    (item,) = agenda(tmp_path, planned(), LAST, draft.reading())
    assert turns(item)[-1] == ("held", None)


def test_a_day_that_is_soon_comes_before_what_began_long_ago(tmp_path: Path) -> None:
    spans = (
        ("2026-04-28", "2026-04-28", "day"), ("2010-01-01", "2029-12-31", "year"),
        ("2026-01-01", "2026-12-31", "year"), ("2026-04-01", "2026-04-30", "month"),
        (None, None, "unknown"), ("2026-06-01", "2026-06-07", "week"),
        ("2027-01-01", "2027-12-31", "year"),
    )  # fmt: skip
    plans = []
    for number, (first, last, precision) in enumerate(spans):
        date = Date(raw=f"then {number}", start=first, end=last, precision=precision)  # type: ignore[arg-type]
        plans.append(
            report("2026-03-09", f"Lena Moss will visit Petr Novy in Town{number}, then {number}.",
                   "visit", date=date, people=("Lena Moss", "Petr Novy"), codes=("NOR", "CZE"),
                   place=f"Town{number}", mode="visit")
        )  # fmt: skip
    found = agenda(tmp_path, *plans)
    assert [int(item.date.raw[-1]) if item.date else 4 for item in found] == [0, 3, 5, 2, 6, 1, 4]
    turned = [int(item.date.raw[-1]) if item.date else 4 for item in latest_first(found)]
    assert turned == [6, 2, 5, 3, 0, 1, 4]
    with Archive(tmp_path / "news.duckdb", read_only=True) as archive:
        (section,) = page(archive, AgendaFilters(state="all", on="2026-03-09")).sections
    assert [heading for heading, _ in section.days()] == [
        "Tuesday, 28 April 2026", "April 2026", "1–7 June 2026", "2026", "2027",
        "Over more than a year", "No first day known",
    ]  # fmt: skip


def test_what_is_asked_for(tmp_path: Path) -> None:
    other = report(
        "2026-03-09", "Lena Moss will visit Petr Novy in Brno on 28 April.", "visit", date=LATER,
        people=("Lena Moss", "Petr Novy"), codes=("NOR", "CZE"), place="Brno", mode="visit",
    )  # fmt: skip
    assert len(agenda(tmp_path, planned(), other)) == 2
    with Archive(tmp_path / "news.duckdb", read_only=True) as archive:
        for asked, sides in (
            ({"dyad": "cze-nor"}, ["CZE"]), ({"actor": "KEN"}, ["KEN"]),
            ({"actor": "moss"}, ["CZE"]), ({"place": "brno"}, ["CZE"]),
            ({"since": "2026-04-20"}, ["CZE"]), ({"until": "2026-04-20"}, ["KEN"]),
            ({"state": "held"}, []),
            ({"state": "overdue", "on": "2026-04-20"}, ["KEN"]),
        ):  # fmt: skip
            found = archive.agenda(**asked)  # type: ignore[arg-type]
            assert [item.sides[0] for item in found] == sides, asked
        with pytest.raises(DragomanError, match="no day"):
            archive.agenda(on="soon")
        with pytest.raises(DragomanError, match="no state"):
            archive.agenda(state="lost")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "act", "says"),
    [
        ("Mara cancelled the planned summit with Osk.", "summit", "cancelled"),
        ("The summit, planned for Lund, was abruptly called off.", "summit", "cancelled"),
        ("Mara called the whole meeting off.", "meeting", "cancelled"),
        ("The scrapping of the visit surprised Osk.", "visit", "cancelled"),
        ("Osk keeps its threat to cancel the visit.", "visit", "doubted"),
        ("Osk may call off the visit.", "visit", "doubted"),
        ("Osk has no intention of cancelling the visit.", "visit", "doubted"),
        ("Cancelling the visit could cost Osk dear.", "visit", "doubted"),
        ("The meeting was revived after Mara cancelled it.", "meeting", "again"),
        ("Mara confirmed that the meeting is back on.", "meeting", "again"),
        ("The talks were postponed to 10 May.", "talks", "moved"),
        ("The talks may be postponed.", "talks", ""),
        ("Mara, who cancelled the deal, will meet Osk.", "meet", ""),
        ("Mara will meet Osk.", "meet", ""),
    ],
)
def test_words_of_calling_off_belong_to_an_act(text: str, act: str, says: str) -> None:
    start = text.index(act)
    assert wording(text, (0, len(text)), (start, start + len(act))).says == says


def test_refusals_count_only_where_the_act_is_negated() -> None:
    text = "Mara will not attend the ceremony."
    act = (text.index("attend"), text.index("attend") + 6)
    assert wording(text, (0, len(text)), act, negated=True).says == "cancelled"
    assert wording(text, (0, len(text)), act).says == ""


# --- calendars ----------------------------------------------------------------------------------


def test_a_calendar_is_read_back(tmp_path: Path) -> None:
    week = report(
        "2026-03-09", "Lena Moss hopes to visit Petr Novy in Brno next week.", "visit",
        date=Date(raw="next week", start="2026-03-16", end="2026-03-22", precision="week"),
        people=("Lena Moss", "Petr Novy"), codes=("NOR", "CZE"), place="Brno", mode="visit",
        hedges=("hopes",),
    )  # fmt: skip
    undated = report(
        "2026-03-16", "Ines Prado will meet Rui Alves.", "meet",
        people=("Ines Prado", "Rui Alves"), codes=("ESP", "PRT"),
    )  # fmt: skip
    path = tmp_path / "news.duckdb"
    agenda(tmp_path, planned(), week, undated, CANCELLED)
    done = export(path, "ics", tmp_path / "agenda.ics")
    assert done.rows == {"agenda items": 2}
    assert [(loss.field, loss.records) for loss in done.losses if loss.field == "date"] == [
        ("date", 1)
    ]
    raw = (tmp_path / "agenda.ics").read_bytes()
    events = icalendar.Calendar.from_ical(raw).walk("VEVENT")
    by_place = {str(e["location"]): e for e in events}
    brno, arusha = by_place["Brno"], by_place["Arusha"]
    assert arusha["dtstart"].dt.isoformat() == "2026-04-14"
    assert arusha["dtend"].dt.isoformat() == "2026-04-15"  # exclusive
    assert str(arusha["status"]) == "CANCELLED"
    assert (brno["dtend"].dt - brno["dtstart"].dt).days == 7
    assert str(brno["status"]) == "TENTATIVE"
    assert "called off her talks" in str(arusha["description"])
    assert "Daily 2026-03-16" in str(arusha["description"])
    assert "Moss" in str(brno["summary"])
    with Archive(path, read_only=True) as archive:
        ids = {f"{item.id}@dragoman" for item in archive.agenda()}
    assert {str(e["uid"]) for e in events} < ids
    export(path, "ics", tmp_path / "again.ics")
    assert (tmp_path / "again.ics").read_bytes() == raw


def test_firm_plans_are_confirmed_and_uids_stay(tmp_path: Path) -> None:
    agenda(tmp_path, planned())
    export(tmp_path / "news.duckdb", "ics", tmp_path / "one.ics")
    with Archive(tmp_path / "news.duckdb") as archive:
        archive.add_many([AGAIN, HELD], RUN)
    export(tmp_path / "news.duckdb", "ics", tmp_path / "two.ics", actor="KEN")
    one, two = (
        icalendar.Calendar.from_ical((tmp_path / f"{n}.ics").read_bytes()).walk("VEVENT")
        for n in ("one", "two")
    )
    assert [str(e["status"]) for e in (*one, *two)] == ["CONFIRMED", "CONFIRMED"]
    assert str(one[0]["uid"]) == str(two[0]["uid"])
    assert [str(e["categories"].to_ical().decode()) for e in (*one, *two)] == ["ahead", "held"]


def test_tellings_of_one_story_are_followed_too(tmp_path: Path) -> None:
    with Archive(tmp_path / "news.duckdb") as archive:
        archive.add_many([planned(), CANCELLED, AGAIN, HELD], RUN)
        tell_stories(archive)
        assert len(archive.stories()) < 4
        (item,) = archive.agenda()
    assert [kind for kind, _ in turns(item)] == ["planned", "cancelled", "planned", "held"]


def test_a_first_turn_is_no_repetition_of_the_last() -> None:
    held = AgendaStep(kind="held", day="2026-04-15", event="ev_1")
    later = AgendaStep(kind="held", event="ev_2")
    item, other = Item(plans=[]), Item(plans=[])
    item.steps, other.steps = [held, AgendaStep(kind="planned", event="ev_0")], [later]
    item.absorb(other)
    assert item.steps == [held, AgendaStep(kind="planned", event="ev_0"), later]


def test_a_calendar_holds_no_marks_no_scripts_and_no_day_that_is_none(tmp_path: Path) -> None:
    found = []
    for number, (first, url) in enumerate((
        ("2026-04-28", "javascript:alert(1)"), ("9999-12-31", "https://x.example/1"),
        ("2026-04-29", "https://x.example/2\r\nBEGIN:VALARM"),
    )):  # fmt: skip
        one = report(
            "2026-03-09", f"Lena Moss\u202e will visit Petr Novy in Town{number}, then {number}.",
            "visit", date=Date(raw=f"then {number}", start=first, end=first, precision="day"),
            people=("Lena Moss", "Petr Novy"), codes=("NOR", "CZE"), place=f"Town{number}",
            mode="visit",
        )  # fmt: skip
        source = msgspec.structs.replace(one.report, url=url, source="Daily\r\nEND:VEVENT\x00")
        found.append(msgspec.structs.replace(one, report=source))
    agenda(tmp_path, *found)
    with TestClient(make_app(tmp_path / "news.duckdb"), base_url="http://localhost") as site:
        answer = site.get("/agenda.ics?state=all&on=2026-03-09")
    assert answer.status_code == 200
    events = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert [str(one["dtstart"].dt) for one in events] == ["2026-04-28", "2026-04-29"]
    assert "https://x.example/2" in str(events[1]["description"])
    for bad in ("javascript:", "\u202e", "\x00", "\r\nBEGIN:VALARM"):
        assert bad not in answer.text
