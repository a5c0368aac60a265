"""Ledgers, series, levels and networks of an archive, from reports of several months."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pytest

from archive_writer import RUN
from calling import call
from dragoman.archive import Archive, schema
from dragoman.archive.days import placed
from dragoman.errors import DragomanError
from dragoman.exports import selection_of
from dragoman.ledger import lines
from dragoman.ledger.segments import Row, steps
from dragoman.pictures import sparkline
from dragoman.records import Date, LedgerEntry, Reading, Series
from dragoman.stories import build
from dragoman.storing import tell_stories, untold
from reading_fixtures import Draft

NAMES = {"NOR": "Norway", "PER": "Peru", "TON": "Tonga", "FJI": "Fiji", "CHL": "Chile"}


def told(start: str, end: str | None = None, precision: str = "day", raw: str = "then") -> Date:
    return Date(raw=raw, start=start, end=end or start, precision=precision, anchor="text")  # type: ignore[arg-type]


def report(text: str, published: str | None, *acts: tuple[object, ...]) -> Reading:
    """A report whose acts are (type, trigger, actors, recipients, more)."""
    draft = Draft(text, source="Daily", published=published)
    actors = {code: draft.actor(name, code=code) for code, name in NAMES.items() if name in text}
    for type_, trigger, by, to, more in acts:
        draft.event(
            str(type_), str(trigger), actors=[actors[code] for code in by],  # type: ignore[attr-defined]
            recipients=[actors[code] for code in to], **more,  # type: ignore[attr-defined]
        )  # fmt: skip
    return draft.reading()


SUNK = told("2026-01-10")


def readings() -> list[Reading]:
    """Five reports over five months, each a story of its own."""
    first = Draft(
        "Norway seized a trawler of Peru off Vardo on 10 January. Peru accused Norway of theft. "
        "Norway will visit Peru, it is said. \"Peru has no claim here\", said the minister Solberg "
        "of Norway. Peru has claimed that Norway beat the crew. Tonga recognises Norway.",
        source="Daily", published="2026-01-12",
    )  # fmt: skip
    norway, peru = first.actor("Norway", code="NOR"), first.actor("Peru", code="PER")
    solberg = first.actor("Solberg", code="NOR", sectors=["GOV"], role="minister")
    first.actor("Peru", code="PER", nth=3)
    first.event("COERCE", "seized", actors=[norway], recipients=[peru], mode="seize",
                date=SUNK, score=-7.0)  # fmt: skip
    first.event("ACCUSE", "accused", actors=[peru], recipients=[norway])
    first.event("CONSULT", "visit", actors=[norway], recipients=[peru], mode="visit",
                status="planned", score=4.0)  # fmt: skip
    first.event("ASSAULT", "beat", actors=[norway], recipients=[peru], alleged=True, score=-7.5)
    first.statement(solberg, "said", "Peru has no claim here", kind="direct")
    first.tie("TON", "NOR", "recognition", "Tonga recognises Norway")
    back = report(
        "Chile's navy began a drill with wooden ships near Easter Island this morning. In "
        "January Norway seized a boat of Peru. Years ago Norway aided Peru with nets.",
        "2026-03-20",
        ("COERCE", "seized", ["NOR"], ["PER"], {"date": SUNK, "score": -7.0}),
        ("AID", "aided", ["NOR"], ["PER"], {"date": Date(raw="Years ago")}),
    )
    april = report(
        "Potato growers of Peru and Norway signed a pact on blight research in April, a farm "
        "bulletin notes. In 2025 Norway aided Peru with seed.",
        "2026-05-02",
        ("AGREE", "signed", ["PER", "NOR"], [],
         {"date": told("2026-04-01", "2026-04-30", "month")}),
        ("AID", "aided", ["NOR"], ["PER"],
         {"date": told("2025-01-01", "2025-12-31", "year", "In 2025")}),
    )  # fmt: skip
    summit = report(
        "A lagoon conference gathered Norway, Peru, Tonga and Fiji, who agreed on coral.",
        "2026-05-10",
        ("AGREE", "agreed", ["NOR", "PER", "TON", "FJI"], [], {"date": told("2026-05-09")}),
    )
    return [first.reading(), back, april, summit]


def tell_alone(archive: Archive, told: Sequence[Reading]) -> None:
    """Keep the reports, each as a story of its own."""
    archive.add_many(told, RUN)
    for one in told:
        records = build([one])
        archive.save_story(records.story, records.events, records.utterances, lines=lines(records))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "news.duckdb"
    with Archive(path) as archive:
        tell_alone(archive, readings())
    return path


@pytest.fixture
def archive(path: Path) -> Iterator[Archive]:
    with Archive(path, read_only=True) as opened:
        assert len(opened.stories()) == 4
        assert opened.check() == []
        yield opened


def acts(entries: tuple[LedgerEntry, ...]) -> list[tuple[str | None, str | None, str | None]]:
    return [(e.day, e.type, e.direction) for e in entries if e.kind == "event"]


# --- ledger --------------------------------------------------------------------------------------


def test_a_ledger_lists_all_by_day_and_joins_what_two_stories_tell(archive: Archive) -> None:
    found = archive.ledger("PER-NOR")
    assert (found.a, found.b, found.left_out) == ("NOR", "PER", {"planned": 1, "alleged": 1})
    assert acts(found.entries) == [
        ("2025-01-01", "AID", "forth"),
        ("2026-01-10", "COERCE", "forth"),
        ("2026-01-12", "ACCUSE", "back"),
        ("2026-04-01", "AGREE", "both"),
        ("2026-05-09", "AGREE", "both"),
        (None, "AID", "forth"),
    ]
    seized = found.entries[1]
    assert (len(seized.also), len(seized.reports), seized.mode) == (1, 2, "seize")
    assert (seized.score, seized.goldstein, seized.dated) == (-7.0, -9.2, "told")
    assert "seizes" in seized.says or "Norway" in seized.says
    other = archive.get(seized.also[0])
    assert other.type == "COERCE"  # type: ignore[union-attr]


def test_every_entry_opens_words_that_stand_in_its_report(archive: Archive) -> None:
    entries = archive.ledger("NOR-PER", planned=True, alleged=True).entries
    assert {e.kind for e in entries} == {"event", "statement"}
    for entry in entries:
        assert entry.quotation is not None
        text = archive.reading(entry.quotation.report).text
        for span in entry.quotation.evidence:
            assert text[span.start : span.end] in entry.quotation.text
    (said,) = [e for e in entries if e.kind == "statement"]
    assert (said.by, said.direction, said.says) == ("Solberg", "forth", "Peru has no claim here")
    assert acts(entries)[2:4] == [
        ("2026-01-12", "ASSAULT", "forth"), ("2026-01-12", "ACCUSE", "back")
    ] or {"ASSAULT", "CONSULT"} <= {e.type for e in entries}  # fmt: skip


def test_a_ledger_has_directions_spans_and_ties(archive: Archive) -> None:
    assert acts(archive.ledger("PER>NOR").entries) == [
        ("2026-01-12", "ACCUSE", "forth"),
        ("2026-04-01", "AGREE", "both"),
        ("2026-05-09", "AGREE", "both"),
    ]
    assert acts(archive.ledger("NOR-PER", since="2026-04-15", until="2026-04-20").entries) == [
        ("2026-04-01", "AGREE", "both")
    ]
    (tie, *_) = archive.ledger("NOR-TON", until="2026-02-01").entries
    assert (tie.kind, tie.actors, tie.recipients) == ("tie", ("TON",), ("NOR",))
    assert (tie.day, tie.dated, tie.says) == (
        "2026-01-12", "published", "recognition: Tonga recognises Norway",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("dyad", "error"),
    [("NOR", "bad-query"), ("NOR-NOR", "bad-query"), ("NOR-QQQ", "not-found")],
)
def test_what_names_no_dyad_is_refused(archive: Archive, dyad: str, error: str) -> None:
    with pytest.raises(DragomanError) as caught:
        archive.series(dyad)
    assert caught.value.error == error
    with pytest.raises(DragomanError) as caught:
        archive.ledger("NOR-PER", since="in May")
    assert caught.value.error == "bad-date"


# --- series --------------------------------------------------------------------------------------


def counts(series: Series) -> list[int]:
    return [period.count for period in series.periods]


def test_each_period_stands_there_with_counts_means_and_what_was_read(archive: Archive) -> None:
    found = archive.series("NOR-PER")
    assert [p.start for p in found.periods] == [f"2026-{n:02}-01" for n in range(1, 6)]
    assert counts(found) == [2, 0, 0, 1, 1]
    assert [p.read for p in found.periods] == [1, 0, 1, 0, 2]
    january = found.periods[0]
    assert (january.end, january.quads, january.statements) == ("2026-01-31", {"3": 1, "4": 1}, 1)
    assert (january.plover, january.scored) == (-5.0, 2)
    assert (january.goldstein, january.scored_goldstein) == (-5.6, 2)
    assert found.periods[1].plover is None
    assert (found.undated, found.outside) == (1, 1)  # "Years ago", and 2025
    assert found.left_out == {"planned": 1, "alleged": 1}
    assert len(january.events) == 2


def test_what_is_told_of_a_month_is_in_no_week(archive: Archive) -> None:
    weeks = archive.series("NOR-PER", by="week")
    assert weeks.periods[0].start == "2026-01-12"  # of the first report, a Monday
    assert sum(counts(weeks)) == 2  # the pact in April has no week, 10 January lies before
    assert (weeks.undated, weeks.outside) == (2, 2)
    wider = archive.series("NOR-PER", by="week", since="2026-01-08", until="2026-01-20")
    assert [(p.start, p.count) for p in wider.periods] == [
        ("2026-01-05", 1), ("2026-01-12", 1), ("2026-01-19", 0),
    ]  # fmt: skip
    days = archive.series("NOR-PER", by="day", since="2026-01-10", until="2026-01-12")
    assert counts(days) == [1, 0, 1]


def test_planned_and_alleged_count_only_when_asked(archive: Archive) -> None:
    def january(**more: bool) -> int:
        return counts(archive.series("NOR-PER", since="2026-01-01", until="2026-01-31", **more))[0]

    assert [january(), january(planned=True), january(alleged=True)] == [2, 3, 3]
    assert january(planned=True, alleged=True) == 4
    forth, back = (archive.series(dyad).periods[0] for dyad in ("NOR>PER", "PER>NOR"))
    assert (forth.quads, back.quads) == ({"4": 1}, {"3": 1})
    assert (forth.statements, back.statements) == (1, 0)


def test_compared_dyads_have_the_same_periods(archive: Archive) -> None:
    one, two = archive.compare(["NOR-PER", "NOR-TON"])
    assert [p.start for p in one.periods] == [p.start for p in two.periods]
    assert counts(two) == [0, 0, 0, 0, 1]
    assert one == archive.series("NOR-PER")


def test_where_something_stands_in_time() -> None:
    month = placed(told("2026-04-01", "2026-04-30", "month"), [])
    assert (month.day, month.grain, month.counted) == ("2026-04-01", "month", "2026-04-15")
    lasting = placed(told("2026-04-28", "2026-05-03"), [])
    assert (lasting.grain, lasting.counted) == ("day", "2026-04-28")
    week = placed(told("2026-04-27", "2026-05-03", "week"), [])  # most of it is April
    assert (week.grain, week.counted) == ("week", "2026-04-30")
    year = placed(told("2026-01-01", "2026-12-31", "year"), ["2026-12-01"])
    assert (year.day, year.dated, year.grain) == ("2026-01-01", "told", None)
    quarter = placed(told("2026-01-01", "2026-03-31", "month"), [])
    assert quarter.counted is None
    assert placed(None, ["2026-02-02T10:00Z", "2026-02-01"]).counted == "2026-02-01"


# --- levels --------------------------------------------------------------------------------------


def test_noise_has_no_levels() -> None:
    random = np.random.default_rng(7)
    false = 0
    for number in range(200):
        exposure = random.integers(5, 40, 40).astype(float)
        if number % 4 == 0:
            row = Row(random.poisson(5, 40).astype(float), np.ones(40), counts=True)
        elif number % 4 == 1:  # loud months among silent ones
            row = Row(random.negative_binomial(1, 0.2, 40).astype(float), np.ones(40), counts=True)
        elif number % 4 == 2:
            row = Row(random.poisson(exposure / 4).astype(float), exposure, counts=True)
        else:
            means = random.normal(-1, 3 / np.sqrt(exposure))
            row = Row(means * exposure, exposure, counts=False)
        false += bool(steps(row, shortest=3, shuffles=199))
    assert false <= 10


@pytest.mark.parametrize("seed", range(6))
def test_planted_changes_are_found_within_one_period(seed: int) -> None:
    random = np.random.default_rng(seed)
    risen = np.concatenate([random.poisson(4, 20), random.poisson(16, 20)]).astype(float)
    (step,) = steps(Row(risen, np.ones(40), counts=True), shortest=3)
    assert abs(step.at - 20) <= 1
    crisis = np.concatenate(
        [random.poisson(4, 18), random.poisson(20, 5), random.poisson(4, 17)]
    ).astype(float)
    found = [step.at for step in steps(Row(crisis, np.ones(40), counts=True), shortest=3)]
    assert len(found) == 2
    assert abs(found[0] - 18) <= 1
    assert abs(found[1] - 23) <= 1
    number = random.integers(3, 12, 40).astype(float)
    mood = np.concatenate([random.normal(2, 1, 25), random.normal(-3, 1, 15)])
    turns = steps(Row(mood * number, number, counts=False), shortest=3)
    assert any(abs(step.at - 25) <= 1 for step in turns)


def test_more_reading_is_no_change_of_level() -> None:
    random = np.random.default_rng(3)
    exposure = np.concatenate([np.full(20, 10.0), np.full(20, 60.0)])
    counted = random.poisson(exposure / 2).astype(float)
    assert steps(Row(counted, exposure, counts=True), shortest=3) == []
    (step,) = steps(Row(counted, np.ones(40), counts=True), shortest=3)
    assert step.at == 20


def crisis(tmp_path: Path) -> Archive:
    """Twenty-four months: Fiji visits Chile now and then; from month 13 Chile threatens Fiji."""
    archive = Archive(tmp_path / "crisis.duckdb")
    made = []
    first = date(2024, 1, 3)
    for month in range(24):
        start = (first + timedelta(days=31 * month)).replace(day=3)
        for n in range(5):
            day = start + timedelta(days=4 * n)
            hostile = month >= 12 and n < 4
            act = ("THREATEN", "threatened", ["CHL"], ["FJI"]) if hostile else (
                "CONSULT", "met", ["FJI"], ["CHL"])  # fmt: skip
            words = f"On day {month}-{n} Chile {'threatened' if hostile else 'and'} Fiji met."
            more = {"date": told(day.isoformat())}
            made.append(report(words, day.isoformat(), (*act, more)))
    tell_alone(archive, made)
    return archive


def test_a_change_of_level_is_dated_and_opens_its_events(tmp_path: Path) -> None:
    with crisis(tmp_path) as archive:
        found = archive.series("CHL-FJI")
        assert counts(found) == [5] * 24
        assert {level.day for level in found.levels} == {"2025-01-01"}
        by = {level.measure: level for level in found.levels}
        assert set(by) == {"cooperation", "conflict", "plover", "goldstein"}  # not their number
        conflict, plover = by["conflict"], by["plover"]
        assert (conflict.before, conflict.after, conflict.per) == (0.0, 4.0, "period")
        assert (conflict.before_count, conflict.after_count) == (0, 48)
        assert (plover.before, plover.after, plover.per) == (2.5, -2.3, "event")
        assert plover.chance <= 0.01
        for level in (conflict, plover):
            opened = [archive.get(event) for event in level.events]
            assert opened
            assert {event.type for event in opened} == {"THREATEN"}  # type: ignore[union-attr]
        ceased = [archive.get(event) for event in by["cooperation"].events]
        assert {event.type for event in ceased} == {"CONSULT"}  # type: ignore[union-attr]
        assert archive.series("CHL-FJI") == found


# --- network -------------------------------------------------------------------------------------


def test_the_network_at_a_date(archive: Archive) -> None:
    found = archive.network(at="2026-01-31", window=31)
    assert (found.since, found.until) == ("2026-01-01", "2026-01-31")
    (edge,) = found.edges
    assert (edge.a, edge.b, edge.count, edge.quads) == ("NOR", "PER", 2, {"3": 1, "4": 1})
    assert (edge.plover, edge.scored) == (-5.0, 2)
    assert [(node.code, node.name, node.events) for node in found.nodes] == [
        ("NOR", "Norway", 2), ("PER", "Peru", 2),
    ]  # fmt: skip


def test_a_gathering_joins_no_pair_by_itself(archive: Archive) -> None:
    whole = archive.network()
    assert [(e.a, e.b, e.count) for e in whole.edges] == [("NOR", "PER", 6)]
    assert archive.network(least=7).edges == ()
    ways = archive.network(directed=True)
    assert {(e.a, e.b): e.count for e in ways.edges} == {("NOR", "PER"): 5, ("PER", "NOR"): 1}
    with pytest.raises(DragomanError, match="one day with a window"):
        archive.network(at="2026-01-31", since="2026-01-01")


# --- the archive ---------------------------------------------------------------------------------


def test_stories_told_in_any_order_give_the_same(path: Path, tmp_path: Path) -> None:
    with Archive(tmp_path / "turned.duckdb") as turned, Archive(path, read_only=True) as archive:
        tell_alone(turned, readings()[::-1])
        assert turned.ledger("NOR-PER") == archive.ledger("NOR-PER")
        assert turned.series("NOR-PER") == archive.series("NOR-PER")
        assert turned.network() == archive.network()


def test_grouped_stories_fill_the_ledger_too(path: Path, tmp_path: Path) -> None:
    with Archive(tmp_path / "grouped.duckdb") as grouped, Archive(path, read_only=True) as alone:
        grouped.add_many(readings(), RUN)
        tell_stories(grouped)
        assert grouped.check() == []
        one, other = grouped.series("NOR-PER"), alone.series("NOR-PER")
        assert counts(one) == counts(other)
        assert all(e.says and e.quotation for e in grouped.ledger("NOR-PER").entries)


def make_old(path: Path) -> None:
    """The archive as the first format had it."""
    raw = duckdb.connect(str(path))
    for table in (
        "merged_parties", "merged_dyads", "utterance_parties", "story_features", "story_links",
        "corrections",
    ):  # fmt: skip
        raw.execute(f"DROP TABLE {table}")
    raw.execute("CREATE OR REPLACE TABLE merged_events AS SELECT id, story, seq, type, status, "
                "date_start, date_end, members, json FROM merged_events")  # fmt: skip
    raw.execute("CREATE OR REPLACE TABLE utterances AS SELECT id, story, seq, speaker_code, "
                "members, json FROM utterances")  # fmt: skip
    raw.execute("UPDATE meta SET value = '1' WHERE key = 'version'")
    raw.close()


def test_an_archive_of_the_first_format_is_brought_up(path: Path) -> None:
    with Archive(path, read_only=True) as archive:
        before = archive.ledger("NOR-PER")
    make_old(path)
    with pytest.raises(DragomanError) as caught:
        Archive(path, read_only=True)
    assert caught.value.error == "archive-older"
    with Archive(path) as archive:
        assert untold(archive)
        assert len(archive.reports()) == 4
        tell_alone(archive, readings())
        assert archive.check() == []
        assert archive.ledger("NOR-PER") == before
        assert archive.query("SELECT value FROM meta WHERE key = 'version'") == [
            {"value": str(schema.VERSION)}
        ]


def test_a_check_finds_rows_that_do_not_fit(path: Path) -> None:
    raw = duckdb.connect(str(path))
    raw.execute("UPDATE merged_dyads SET quad = 9 WHERE type = 'ACCUSE'")
    raw.execute("DELETE FROM merged_parties WHERE code = 'TON'")
    raw.execute("DELETE FROM utterance_parties WHERE role = 'speaker'")
    raw.close()
    with Archive(path, read_only=True) as archive:
        found = " ".join(archive.check())
    for what in ("its dyads", "its actors", "its speaker"):
        assert what in found


def test_a_story_that_is_dropped_takes_its_rows_along(path: Path) -> None:
    with Archive(path) as archive:
        first = readings()[0]
        (story,) = [s for s in archive.stories() if first.report.id in s.reports]
        records = archive.merged_events(story.id)
        archive.save_story(story, [records[1]])
        found = archive.query("SELECT count(*) AS n FROM merged_dyads WHERE story = $1", [story.id])
        assert found == [{"n": 1}]
        assert archive.ledger("NOR-PER", until="2026-03-01").entries[-1].type == "ACCUSE"


# --- commands ------------------------------------------------------------------------------------


def test_the_ledger_command(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = call(capsys, "ledger", path, "--dyad", "NOR-PER")
    rows = [line.split("\t") for line in out.splitlines()]
    assert code == 0
    assert [row[0] for row in rows[1:3]] == ["2025-01-01 (In 2025)", "2026-01-10"]
    assert rows[2][2:6] == ["4", "-7.0", "-9.2", "2"]
    assert rows[-1][0] == "no day"
    assert "1 planned, 1 alleged" in err
    _, out, _ = call(capsys, "ledger", path, "--dyad", "PER>NOR", "--json")
    (record,) = map(json.loads, out.splitlines())
    assert (record["record"], record["a"], record["directed"]) == ("ledger", "PER", True)
    assert call(capsys, "ledger", path, "--dyad", "NOR-CHL")[0] == 1


def test_the_series_command(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = call(capsys, "series", path, "--dyad", "NOR-PER")
    rows = [line.split("\t") for line in out.splitlines()]
    assert rows[1][:7] == ["2026-01-01", "1", "2", "", "", "1", "1"]
    assert rows[1][9:11] == ["-5.0 of 2", "-5.6 of 2"]
    assert rows[2][:3] == ["2026-02-01", "0", "0"]
    _, out, _ = call(capsys, "series", path, "--dyad", "NOR-PER", "--dyad", "NOR-TON")
    assert out.splitlines()[0].split("\t") == ["from", "read", "NOR-PER", "NOR-TON"]
    assert out.splitlines()[5].split("\t") == ["2026-05-01", "2", "1 (+2.5 of 1)", "1 (+2.5 of 1)"]
    code, _, err = call(capsys, "series", path, "--dyad", "NOR-PER", "--by", "year")
    assert code == 1
    assert "day, week, month" in err


def test_bars_show_heights_and_nothing_where_nothing_is() -> None:
    assert sparkline([None, 0, 1, 5, 10]) == "· ▁▄█"
    assert sparkline([0, 0]) == "  "


def test_the_network_command_brings_an_old_archive_up(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = call(capsys, "network", path, "--least-events", 2)
    assert code == 0
    assert out.splitlines()[1].split("\t")[:6] == ["Norway – Peru", "6", "2", "2", "1", "1"]
    make_old(path)
    code, again, _ = call(capsys, "network", path, "--least-events", 2)
    assert (code, again) == (0, out)
    code, out, _ = call(capsys, "network", path, "--since", "2031-01-01")
    assert code == 1


def test_the_ends_of_time_are_days_like_others(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.duckdb") as archive:
        archive.add_many(readings(), RUN)
        tell_stories(archive)
        for by in ("week", "month"):
            found = archive.series("NOR-PER", by=by, since="9999-11-20", until="9999-12-31")
            assert found.periods[-1].end == "9999-12-31"
        assert archive.network(at="0001-01-05").since == "0001-01-01"
        assert archive.network(at="2026-06-01", window=10**12).edges != ()


def test_a_grain_that_is_none_is_told_in_an_empty_archive_too(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.duckdb") as archive:
        archive.add(readings()[0], RUN)
        undated = report("Norway aided Peru with seed.", None,
                         ("AID", "aided", ["NOR"], ["PER"], {}))  # fmt: skip
        with pytest.raises(DragomanError, match="no periods of a 'year'"):
            archive.compare(["NOR-PER"], by="year")  # type: ignore[arg-type]
    with Archive(tmp_path / "b.duckdb") as archive:
        archive.add(undated, RUN)
        tell_stories(archive)
        with pytest.raises(DragomanError, match="no periods of a 'year'"):
            archive.compare(["NOR-PER"], by="year")  # type: ignore[arg-type]


@pytest.mark.parametrize("day", ["20260105", "2026-W02-1", "2026-01-05T10:00", "2026-1-5", ""])
def test_a_day_is_written_in_one_way_alone(tmp_path: Path, day: str) -> None:
    with Archive(tmp_path / "a.duckdb") as archive:
        for ask in (
            lambda: archive.agenda(on=day), lambda: archive.agenda(since=day),
            lambda: archive.standing_ties(at=day), lambda: archive.thread("trade", until=day),
            lambda: archive.events(since=day), lambda: archive.ledger("NOR-PER", until=day),
            lambda: archive.network(at=day), lambda: selection_of(since=day),
        ):  # fmt: skip
            with pytest.raises(DragomanError, match="is no day"):
                ask()
