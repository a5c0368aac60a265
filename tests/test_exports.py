"""Exports: what is taken, what is written, what is lost, and that nothing half is left."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import polars
import pytest

from archive_writer import RUN
from dragoman.archive import Archive
from dragoman.cli import main
from dragoman.errors import DragomanError
from dragoman.exports import export, formats, gdelt, icews, polecat, selection_of
from dragoman.exports.common import number_of
from dragoman.exports.rows import rows
from dragoman.exports.tables import TABLES
from dragoman.records import Change, Date, Exported, Place, Reading, Source
from reading_fixtures import Draft

# Harvard Dataverse doi:10.7910/DVN/AJGVIT, header of the yearly files.
POLECAT = """Event ID|Event Date|Event Type|Event Mode|Intensity|Quad Code|Contexts|Actor Name|\
Actor Country|Actor COW|Primary Actor Sector|Actor Sectors|Actor Title|Actor Name Raw|\
Wikipedia Actor ID|Recipient Name|Recipient Country|Recipient COW|Primary Recipient Sector|\
Recipient Sectors|Recipient Title|Recipient Name Raw|Wikipedia Recipient ID|Placename|City|\
District|Province|Country|Latitude|Longitude|GeoNames ID|Raw Placename|Feature Type|Source|\
Publication Date|Story People|Story Organizations|Story Locations|Language|Version"""
# Harvard Dataverse doi:10.7910/DVN/28075, header of the yearly files.
ICEWS = """Event ID|Event Date|Source Name|Source Sectors|Source Country|Event Text|CAMEO Code|\
Intensity|Target Name|Target Sectors|Target Country|Story ID|Sentence Number|Publisher|City|\
District|Province|Country|Latitude|Longitude"""
# The GDELT Event Database Data Format Codebook V2.0, 19 February 2015.
GDELT = """GLOBALEVENTID|Day|MonthYear|Year|FractionDate|Actor1Code|Actor1Name|Actor1CountryCode|\
Actor1KnownGroupCode|Actor1EthnicCode|Actor1Religion1Code|Actor1Religion2Code|Actor1Type1Code|\
Actor1Type2Code|Actor1Type3Code|Actor2Code|Actor2Name|Actor2CountryCode|Actor2KnownGroupCode|\
Actor2EthnicCode|Actor2Religion1Code|Actor2Religion2Code|Actor2Type1Code|Actor2Type2Code|\
Actor2Type3Code|IsRootEvent|EventCode|EventBaseCode|EventRootCode|QuadClass|GoldsteinScale|\
NumMentions|NumSources|NumArticles|AvgTone|Actor1Geo_Type|Actor1Geo_Fullname|\
Actor1Geo_CountryCode|Actor1Geo_ADM1Code|Actor1Geo_ADM2Code|Actor1Geo_Lat|Actor1Geo_Long|\
Actor1Geo_FeatureID|Actor2Geo_Type|Actor2Geo_Fullname|Actor2Geo_CountryCode|Actor2Geo_ADM1Code|\
Actor2Geo_ADM2Code|Actor2Geo_Lat|Actor2Geo_Long|Actor2Geo_FeatureID|ActionGeo_Type|\
ActionGeo_Fullname|ActionGeo_CountryCode|ActionGeo_ADM1Code|ActionGeo_ADM2Code|ActionGeo_Lat|\
ActionGeo_Long|ActionGeo_FeatureID|DATEADDED|SOURCEURL"""
# PLOVER_MANUAL.tex, tables "PLOVER JSON", actors, text, citations.
PLOVER = """id has_event date time enddate endtime source recipient event event_loc event_text \
quad_code event_scale mode context link text text_info cite_info coder coded_date coded_time \
comment""".split()

TEXT = """\
Kenya's President Amina Otieno and Uganda's army shelled Sudan on 3 May, Nile Radio said. Norway \
gave Kenya's police rifles in Oslo last week. Kenya will visit Norway. Sudan did not meet Kenya. \
Sudan may sanction Kenya. The United Nations urged Sudan to meet Kenya. =Acme Holdings accused \
Kenya on Monday. "We agreed," said Otieno."""
SECOND = "Kenya and Uganda shelled Sudan on 3 May, officials in Nairobi said after the attack."


def day(words: str, first: str, last: str | None = None) -> Date:
    return Date(raw=words, start=first, end=last or first, anchor="text",
                precision="week" if last else "day")  # fmt: skip


def first_report() -> Reading:
    draft = Draft(TEXT, source="Daily", published="2026-05-10", title="Shells")
    otieno = draft.actor("Amina Otieno", code="KEN", sectors=["GOV"], role="President")
    kenya, norway = draft.actor("Kenya", code="KEN", nth=2), draft.actor("Norway", code="NOR")
    army = draft.actor("Uganda's army", "Uganda's military", code="UGA", sectors=["MIL"])
    sudan = draft.actor("Sudan", code="SDN")
    police = draft.actor("Kenya's police", code="KEN", sectors=["COP", "GOV"])
    body = draft.actor("United Nations", code="IGOUNO")
    acme = draft.actor("=Acme Holdings", sectors=["BUS"])
    radio: Source = draft.source("Nile Radio", kind="broadcaster")
    draft.event("ASSAULT", "shelled", actors=[otieno, army], recipients=[sudan],
                mode="heavy-weapons", date=day("3 May", "2026-05-03"), attribution=(radio,),
                alleged=True, issues=("border",), score=-9.5,
                change=Change(kind="first", text="shelled", evidence=()))  # fmt: skip
    draft.event("AID", "gave", actors=[norway], recipients=[police], contexts=("military",),
                date=day("last week", "2026-04-27", "2026-05-03"))  # fmt: skip
    draft.event("CONSULT", "visit", actors=[kenya], recipients=[norway], mode="visit",
                status="planned", hedges=["will"])  # fmt: skip
    draft.event("CONSULT", "meet", actors=[sudan], recipients=[kenya], status="negated")
    draft.event("SANCTION", "sanction", actors=[sudan], recipients=[kenya], status="possible",
                hedges=["may"])  # fmt: skip
    draft.event("REQUEST", "urged", actors=[body], recipients=[sudan], mode="meet", score=0.0)
    draft.event("ACCUSE", "accused", actors=[acme], recipients=[kenya], mode="disapprove",
                date="on Monday")  # fmt: skip
    draft.statement(otieno, "said", "We agreed,", kind="direct")
    draft.tie("NOR", "KEN", "arms", "Norway gave Kenya's police rifles")
    made = draft.reading()
    events = list(made.events)
    oslo = Place(name="Oslo", country="NOR", latitude=59.91, longitude=10.75)
    at = next(n for n, event in enumerate(events) if event.type == "AID")
    events[at] = msgspec.structs.replace(
        events[at], place=oslo, evidence=(*events[at].evidence, draft.span("Oslo", "place"))
    )
    return msgspec.structs.replace(made, events=tuple(events))


def second_report() -> Reading:
    draft = Draft(SECOND, source="Evening", published="2026-05-10", title="Shells fall")
    sides = [draft.actor("Kenya", code="KEN"), draft.actor("Uganda", code="UGA", sectors=["MIL"])]
    draft.event("ASSAULT", "shelled", actors=sides, recipients=[draft.actor("Sudan", code="SDN")],
                mode="heavy-weapons", date=day("3 May", "2026-05-03"), score=-9.5)  # fmt: skip
    return draft.reading()


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "news.duckdb") as opened:
        opened.add_many([first_report(), second_report()], RUN)
        yield opened


def table(path: Path, header: bool = True) -> list[dict[str, str]]:
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    columns = lines.pop(0) if header else list(gdelt.COLUMNS)
    return [dict(zip(columns, line, strict=True)) for line in lines]


def lost(done: Exported) -> dict[str, int]:
    found: dict[str, int] = {}
    for loss in done.losses:
        found[loss.field] = found.get(loss.field, 0) + loss.records
    return found


def test_columns_are_those_that_are_published() -> None:
    assert list(polecat.COLUMNS) == POLECAT.split("|")
    assert list(icews.COLUMNS) == ICEWS.split("|")
    assert list(gdelt.COLUMNS) == GDELT.split("|")
    assert [len(c) for c in (polecat.COLUMNS, icews.COLUMNS, gdelt.COLUMNS)] == [40, 20, 61]


def test_a_row_is_an_event_however_many_tell_it(archive: Archive, tmp_path: Path) -> None:
    done = export(archive, "plover", tmp_path / "a.jsonl", type="assault")
    told = export(archive, "plover", tmp_path / "b.jsonl", type="assault", tellings=True)
    assert (done.rows, told.rows) == ({"events": 1}, {"events": 2})
    (row,) = rows(archive, selection_of(type="assault"))
    assert len(row.tellings) == len(row.reports) == 2
    assert row.words() == "shelled"
    assert [e.report for e in row.tellings] == list(row.reports)
    # the telling that is shown is the first: its words are those of the report that is named
    assert row.texts[row.report.id][row.event.actors[0].start :].startswith(
        row.event.actors[0].text
    )


@pytest.mark.parametrize(
    ("chosen", "types"),
    [({"dyad": "nor-ken"}, {"AID", "CONSULT"}), ({"actor": "SDN"}, {"CONSULT", "SANCTION"}),
     ({"recipient": "Sudan"}, {"ASSAULT", "REQUEST"}), ({"status": "possible"}, {"SANCTION"}),
     ({"since": "2026-05-03", "until": "2026-05-03"}, {"ASSAULT", "AID"}),
     ({"issue": "border"}, {"ASSAULT"}), ({"least": 0.9}, set()), ({"story": "sy_none"}, set()),
     ({"type": ["AID", "ACCUSE"]}, {"AID", "ACCUSE"})],
)  # fmt: skip
def test_a_selection_takes_what_fits(
    archive: Archive, tmp_path: Path, chosen: dict[str, object], types: set[str]
) -> None:
    export(archive, "plover", tmp_path / "a.jsonl", **chosen)
    lines = (tmp_path / "a.jsonl").read_text().splitlines()
    assert {json.loads(line)["event"][0] for line in lines} == types


def test_publication_stands_for_a_day_only_where_asked(archive: Archive, tmp_path: Path) -> None:
    def days(**chosen: str) -> dict[str, str]:
        export(archive, "polecat", tmp_path / "a.tsv", **chosen)
        return {r["Event Type"] + r["Contexts"]: r["Event Date"] for r in table(tmp_path / "a.tsv")}

    told, published = days(), days(dated="published")
    assert told["ACCUSENone"] == told["REQUESTNone"] == "None"
    assert published["REQUESTNone"] == "2026-05-10"
    assert published["ACCUSENone"] == "None"  # "on Monday" of no known week: not that of the report
    assert published["ASSAULTNone"] == told["ASSAULTNone"] == "2026-05-03"
    assert published["CONSULTfuture"] == "None"  # what is planned comes after the report
    assert set(days(dated="published", since="2026-05-10")) == {"REQUESTNone"}
    done = export(archive, "gdelt", tmp_path / "a.CSV", dated="published")
    assert lost(done)["dated"] == 1
    export(archive, "csv", tmp_path / "tables", dated="published")
    events = polars.read_csv(tmp_path / "tables" / "events.csv")
    assert sorted(events["dated"].drop_nulls()) == ["published", "told", "told"]


def test_publication_stands_for_no_time_that_words_tell(tmp_path: Path) -> None:
    draft = Draft("Norway aided Peru with nets years ago.", source="D", published="2026-05-10")
    norway, peru = draft.actor("Norway", code="NOR"), draft.actor("Peru", code="PER")
    ago = Date(raw="years ago")
    draft.event("AID", "aided", actors=[norway], recipients=[peru], date=ago)
    with Archive(tmp_path / "ago.duckdb") as held:
        held.add(draft.reading(), RUN)
        for tellings in (False, True):
            export(held, "polecat", tmp_path / "a.tsv", dated="published", tellings=tellings)
            assert [r["Event Date"] for r in table(tmp_path / "a.tsv")] == ["None"]


def test_claims_alone_can_be_left_out(archive: Archive) -> None:
    with_claims = {r.event.id for r in rows(archive, selection_of(tellings=True))}
    without = {r.event.id for r in rows(archive, selection_of(tellings=True, alleged=False))}
    assert len(with_claims - without) == 1


@pytest.mark.parametrize(
    ("chosen", "error"),
    [({"type": "DANCE"}, "bad-query"), ({"status": "sure"}, "bad-query"),
     ({"dyad": "KEN"}, "bad-query"), ({"since": "May"}, "bad-date"),
     ({"colour": "red"}, "bad-query")],
)  # fmt: skip
def test_what_cannot_be_selected_is_told(chosen: dict[str, object], error: str) -> None:
    with pytest.raises(DragomanError) as found:
        selection_of(**chosen)
    assert found.value.error == error


def test_plover_has_the_fields_of_its_manual(archive: Archive, tmp_path: Path) -> None:
    done = export(archive, "plover", tmp_path / "a.jsonl")
    found = {}
    for line in (tmp_path / "a.jsonl").read_text().splitlines():
        record = json.loads(line)
        assert set(record) <= set(PLOVER)
        found[record["event"][0], record.get("mode")] = record
    shelled = found["ASSAULT", "heavy-weapons"]
    assert shelled["date"] == "2026-05-03"
    assert {a["code"] for a in shelled["source"]} == {"KEN", "UGA"}
    assert "enddate" not in shelled
    assert found["AID", None]["enddate"] == "2026-05-03"
    assert found["AID", None]["event_loc"]["cc3"] == "NOR"
    assert found["CONSULT", "visit"]["context"] == ["future"]
    assert found["CONSULT", None]["context"] == ["negation"]
    assert found["SANCTION", None]["context"] == ["hypothetical"]
    assert found["REQUEST", "meet"]["source"] == [
        {"code": "IGO", "actor_text": "United Nations", "identifier_text": "United Nations"}
    ]
    assert found["ACCUSE", "disapprove"]["date"] is None  # "on Monday" of no known week
    assert "code" not in found["ACCUSE", "disapprove"]["source"][0]
    counts = lost(done)
    assert (counts["code"], counts["date"], counts["change"], counts["hedges"]) == (1, 1, 1, 2)


def test_polecat_joins_actors_and_says_none(archive: Archive, tmp_path: Path) -> None:
    export(archive, "polecat", tmp_path / "a.tsv")
    found = {(r["Event Type"], r["Event Mode"]): r for r in table(tmp_path / "a.tsv")}
    shelled, aid = found["ASSAULT", "heavy-weapons"], found["AID", "None"]
    assert shelled["Actor Country"] == "KEN; UGA"
    assert shelled["Actor COW"] == "501; 500"
    assert shelled["Quad Code"] == "MATERIAL CONFLICT"
    assert (aid["City"], aid["Country"], aid["Raw Placename"]) == ("Oslo", "NOR", "Oslo")
    assert (aid["Primary Recipient Sector"], aid["Recipient Sectors"]) == ("COP", "COP; GOV")
    assert found["CONSULT", "visit"]["Contexts"] == "future"
    assert found["ACCUSE", "disapprove"]["Event Date"] == "None"
    # another program reads all columns of all rows
    frame = polars.read_csv(tmp_path / "a.tsv", separator="\t", null_values="None", quote_char=None)
    assert frame.shape == (7, 40)
    assert frame["Intensity"].dtype == polars.Float64


def test_icews_has_a_row_a_pair_and_no_plans(archive: Archive, tmp_path: Path) -> None:
    done = export(archive, "icews", tmp_path / "a.tab")
    lines = table(tmp_path / "a.tab")
    assert done.rows == {"events": 4, "rows": 5}
    shelled = [r for r in lines if r["CAMEO Code"] == "194"]
    assert {(r["Source Country"], r["Target Country"]) for r in shelled} == {
        ("Kenya", "Sudan"), ("Uganda", "Sudan")
    }  # fmt: skip
    aid = next(r for r in lines if r["CAMEO Code"] == "072")
    assert (aid["Event Text"], aid["Intensity"]) == ("Provide military aid", "8.3")
    assert (aid["Event Date"], aid["City"], aid["Latitude"]) == ("2026-04-27", "Oslo", "59.91")
    request = next(r for r in lines if r["CAMEO Code"] == "106")
    assert request["Intensity"] == ""
    counts = lost(done)
    assert (counts["status"], counts["score"], counts["actors"]) == (3, 1, 1)
    assert counts["mode"] == 1  # "disapprove" has the code of ACCUSE, "heavy-weapons" its own
    assert "contexts" not in counts  # the only one gave the aid its code
    ids = table(tmp_path / "a.tab.ids.tsv")
    assert [row["row"] for row in ids] == [row["Event ID"] for row in lines]
    assert all(archive.get(row["event"]) for row in ids)


def test_plans_stand_in_cameo_as_intents_and_only_where_asked(
    archive: Archive, tmp_path: Path
) -> None:
    export(archive, "icews", tmp_path / "a.tab", status=["planned", "possible"])
    assert [r["CAMEO Code"] for r in table(tmp_path / "a.tab")] == ["036"]


def test_gdelt_has_numbers_where_loaders_want_numbers(archive: Archive, tmp_path: Path) -> None:
    export(archive, "gdelt", tmp_path / "a.CSV")
    lines = table(tmp_path / "a.CSV", header=False)
    assert len({int(r["GLOBALEVENTID"]) for r in lines}) == len(lines) == 5
    shelled = next(
        r
        for r in lines
        if r["Actor1Name"] == "UGANDA'S MILITARY" or r["Actor1CountryCode"] == "UGA"
    )
    assert shelled["Actor1Code"] == "UGAMIL"
    assert (shelled["Day"], shelled["MonthYear"], shelled["FractionDate"]) == (
        "20260503", "202605", "2026.4192"
    )  # fmt: skip
    assert (shelled["EventCode"], shelled["EventRootCode"], shelled["QuadClass"]) == (
        "194",
        "19",
        "4",
    )
    assert (shelled["NumMentions"], shelled["NumSources"], shelled["NumArticles"]) == (
        "2",
        "2",
        "2",
    )
    assert shelled["AvgTone"] == shelled["DATEADDED"] == ""
    aid = next(r for r in lines if r["EventBaseCode"] == "072")
    assert (aid["Actor2Code"], aid["ActionGeo_Type"], aid["ActionGeo_CountryCode"]) == (
        "KENCOPGOV", "4", "NO"
    )  # fmt: skip
    body = next(r for r in lines if r["EventCode"] == "106")
    assert (body["Actor1Code"], body["Actor1KnownGroupCode"], body["Actor1Type1Code"]) == (
        "IGOUNO", "UNO", "IGO"
    )  # fmt: skip
    accused = next(r for r in lines if r["EventCode"] == "110")
    assert (accused["Day"], accused["Actor1Code"], accused["Actor1Type1Code"]) == ("", "BUS", "BUS")


def test_parquet_is_typed_and_joins(archive: Archive, tmp_path: Path) -> None:
    done = export(archive, "parquet", tmp_path / "tables")
    frames = {name: polars.read_parquet(tmp_path / "tables" / f"{name}.parquet") for name in TABLES}
    assert {name: frame.height for name, frame in frames.items()} == done.rows
    events = frames["events"]
    assert events["date_start"].dtype == polars.Date
    assert events["actors"].dtype == polars.List(polars.String)
    assert set(frames["tellings"]["event"]) == set(events["id"])
    records = {*frames["tellings"]["id"], *frames["statements"]["id"], *frames["ties"]["id"]}
    assert set(frames["evidence"]["record"]) == records
    accused = events.filter(polars.col("type") == "ACCUSE").row(0, named=True)
    assert accused["actor_codes"] == [None]  # "---" is our word for it
    assert (accused["date"], accused["date_start"]) == ("on Monday", None)
    assert frames["statements"]["content"].to_list() == ["We agreed,"]


def test_csv_is_no_formula(archive: Archive, tmp_path: Path) -> None:
    done = export(archive, "csv", tmp_path / "tables")
    with (tmp_path / "tables" / "actors.csv").open(encoding="utf-8", newline="") as file:
        names = {row["name"] for row in csv.DictReader(file)}
    assert "'=Acme Holdings" in names
    assert not [n for n in names if n.startswith(("=", "+", "-", "@"))]
    events = polars.read_csv(tmp_path / "tables" / "events.csv")
    assert events["score"].min() == -9.5  # a number below zero is no formula
    assert lost(done)["actors"] == 1


def test_the_same_archive_gives_the_same_bytes(archive: Archive, tmp_path: Path) -> None:
    with Archive(tmp_path / "other.duckdb") as other:
        other.add_many([second_report(), first_report()], RUN)  # the other way round
        for name in ("plover", "polecat", "icews", "gdelt"):
            export(archive, name, tmp_path / "one")
            export(other, name, tmp_path / "two")
            assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes(), name


def test_nothing_half_is_written(archive: Archive, tmp_path: Path) -> None:
    for name, to in (("polecat", "none/a.tsv"), ("gdelt", "none/a.CSV"), ("csv", "none/tables")):
        with pytest.raises(DragomanError) as found:
            export(archive, name, tmp_path / to)
        assert found.value.error == "unwritable"
    assert sorted(p.name for p in tmp_path.iterdir() if "duckdb" not in p.name) == []


def test_the_archive_itself_is_not_overwritten(archive: Archive) -> None:
    with pytest.raises(DragomanError, match="the archive itself"):
        export(archive, "polecat", archive.path)
    assert archive.counts()["reports"] == 2


def test_a_folder_with_other_files_is_not_replaced(archive: Archive, tmp_path: Path) -> None:
    to = tmp_path / "tables"
    export(archive, "csv", to)
    export(archive, "csv", to, type="AID")  # its own files are written anew
    assert len((to / "events.csv").read_text().splitlines()) == 2
    (to / "mine.txt").write_text("keep me")
    before = (to / "events.csv").read_bytes()
    with pytest.raises(DragomanError, match=r"mine\.txt"):
        export(archive, "csv", to)
    assert ((to / "mine.txt").read_text(), (to / "events.csv").read_bytes()) == ("keep me", before)
    assert not list(tmp_path.glob("*.part"))
    assert not list(tmp_path.glob("*.old"))


def test_numbers_made_of_ids_fit_in_63_bits() -> None:
    numbers = [number_of("me", n) for n in range(2000)]
    assert len(set(numbers)) == 2000
    assert min(numbers) >= 0
    assert max(numbers) < 2**63


def command(*args: object) -> int:
    """The exit code of a call of the program, in this process."""
    given, sys.argv = sys.argv, ["dragoman", "export", *map(str, args)]
    try:
        main()
    except SystemExit as end:
        return int(str(end.code or 0))
    finally:
        sys.argv = given
    return 0


def test_the_command_writes_what_was_lost_beside_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, to = tmp_path / "news.duckdb", tmp_path / "events.tsv"
    with Archive(path) as opened:
        opened.add_many([first_report(), second_report()], RUN)
    assert command(path, "--format", "polecat", "--to", to, "--dyad", "KEN-NOR") == 0
    told = capsys.readouterr().err
    assert "2 events" in told
    assert "POLECAT has no hedges (1)" in told
    done = msgspec.json.decode(to.with_name("events.tsv.losses.json").read_bytes(), type=Exported)
    assert (done.format, done.rows) == ("polecat", {"events": 2})
    assert export(path, "polecat", to, dyad="KEN-NOR") == done
    assert command(path, "--format", "polecat", "--to", to, "--dyad", "CHN-NOR") == 1  # none found
    assert command(path, "--format", "dance", "--to", to) == 1
    assert "There is no format dance" in capsys.readouterr().err
    assert command(path, "--format", "polecat") == 2


def test_all_formats_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert command("--list") == 0
    shown = capsys.readouterr().out
    assert {"csv", "gdelt", "icews", "parquet", "plover", "polecat"} <= set(formats())
    assert all(name in shown for name in formats())


@pytest.mark.parametrize(
    "begins", ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"]
)
def test_no_cell_of_any_table_is_a_formula(tmp_path: Path, begins: str) -> None:
    draft = Draft(f"{begins} Kenya met Peru on Friday. “{begins} fish,” Kenya said.",
                  source=f"{begins} Daily", published="2026-02-03", title=begins)  # fmt: skip
    draft.id = begins
    kenya = draft.actor("Kenya", f"{begins} Kenya", "KEN", role=begins)
    peru = draft.actor("Peru", f"{begins} Peru", "PER")
    draft.event("CONSULT", "met", actors=[kenya], recipients=[peru])
    draft.statement(kenya, "said", f"{begins} fish,", kind="direct")
    made = draft.reading()
    report = msgspec.structs.replace(made.report, url=f"{begins}x")
    with Archive(tmp_path / "a.duckdb") as archive:
        archive.add(msgspec.structs.replace(made, report=report), RUN)
        export(archive, "csv", tmp_path / "tables")
    cells = []
    for path in (tmp_path / "tables").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            cells += [cell for row in csv.reader(file) for cell in row]
    assert sum(cell.startswith(f"'{begins}") for cell in cells) >= 8
    assert not [c for c in cells if c.startswith(tuple("=+@\t\r\n＝＋－＠"))]
    assert not [c for c in cells if c.startswith("-") and not _is_number(c)]


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
