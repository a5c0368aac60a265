"""What a user notices of the archive: nothing is lost, nothing twice, and errors say what to do."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import msgspec
import pytest

from archive_writer import OTHER, RUN, missing, reading
from dragoman.archive import Archive, schema
from dragoman.errors import DragomanError
from dragoman.ids import text_hash
from dragoman.records import (
    AgendaItem,
    Event,
    Evidence,
    Failure,
    Issue,
    MergedEvent,
    Reading,
    Story,
    Utterance,
)

WRITER = str(Path(__file__).with_name("archive_writer.py"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "news.duckdb"


def change(one: Reading, **fields: object) -> Reading:
    return msgspec.structs.replace(one, **fields)


def refused(path: Path, *, read_only: bool = False) -> DragomanError:
    with pytest.raises(DragomanError) as caught:
        Archive(path, read_only=read_only).close()
    assert str(path) in str(caught.value)
    return caught.value


# --- keeping -----------------------------------------------------------------------------------


def test_what_is_added_comes_back_the_same(path: Path) -> None:
    readings = [reading(n) for n in range(8)]
    with Archive(path) as archive:
        assert all(archive.add(one, RUN) for one in readings)
    with Archive(path, read_only=True) as archive:
        found = list(archive.readings())
        assert sorted(found, key=lambda r: r.report.id) == readings
        assert archive.reading("r3") == readings[3]
        assert list(archive.readings(["r5", "gone", "r1"])) == [readings[5], readings[1]]
        assert archive.runs() == [RUN]
        assert archive.check() == []


def test_reading_the_same_again_adds_nothing(path: Path) -> None:
    with Archive(path) as archive:
        assert archive.add(reading(3), RUN)
        before = archive.counts()
        assert not archive.add(reading(3), RUN)
        assert archive.counts() == before
        assert archive.has("r3", RUN.id)
        assert not archive.has("r3", OTHER.id)
    with Archive(path) as archive:
        assert archive.add_many([reading(3), reading(4), reading(4)], RUN) == 1
        assert archive.counts()["reports"] == 2


def test_another_run_takes_the_place_and_leaves_history(path: Path) -> None:
    with Archive(path) as archive:
        archive.add_many([reading(n) for n in range(4)], RUN)
        before = archive.counts()
        assert archive.add(reading(3, OTHER), OTHER)
        after = archive.counts()
        assert archive.reading("r3") == reading(3, OTHER)
        assert archive.check() == []
        history = archive.query("SELECT report, old_run, new_run, events FROM history")
    assert history == [{"report": "r3", "old_run": "run_a", "new_run": "run_b", "events": 3}]
    assert {k for k in after if after[k] != before[k]} == {"runs", "history"}


def test_a_date_given_later_is_a_new_reading(path: Path) -> None:
    with Archive(path) as archive:
        archive.add(reading(3, published=None), RUN)
        dated = reading(3)
        assert archive.has("r3", RUN.id)
        assert not archive.has(dated.report, RUN.id)
        assert archive.add(dated, RUN)
        assert archive.has(dated.report, RUN.id)
        assert archive.reading("r3") == dated


def test_odd_characters_survive(path: Path) -> None:
    text = "Zürich \x00 “𝔘𝔫𝔦” 東京 \ufffd\r\n\t'; DROP TABLE reports; --"
    one = reading(0)
    one = change(
        one,
        text=text,
        statements=(),
        actors=(),
        mentions=(),
        report=msgspec.structs.replace(one.report, text_sha256=text_hash(text), title=text),
    )
    with Archive(path) as archive:
        archive.add(one, RUN)
        assert archive.reading("r0") == one
        assert archive.check() == []


@pytest.mark.parametrize("wrong", ["outside", "twice", "foreign", "text"])
def test_records_that_do_not_fit_are_refused_and_the_rest_kept(path: Path, wrong: str) -> None:
    one = reading(3)
    event = one.events[0]
    far = Evidence(start=0, end=len(one.text) + 1, role="trigger")
    bad = {
        "outside": change(one, events=(msgspec.structs.replace(event, evidence=(far,)),)),
        "twice": change(one, events=(event, event)),
        "foreign": change(one, events=(msgspec.structs.replace(event, report="r9"),)),
        "text": change(one, text=one.text + " "),
    }[wrong]
    failures: list[Failure] = []
    with Archive(path) as archive:
        stream = [reading(1), bad, reading(2)]
        assert archive.add_many(stream, RUN, on_error=failures.append) == 2
        assert [(f.item, f.error) for f in failures] == [("r3", "bad-reading")]
        with pytest.raises(DragomanError, match="r3"):
            archive.add_many([reading(5), bad, reading(6)], RUN)
        assert sorted(r.id for r in archive.reports()) == ["r1", "r2", "r5"]
        assert archive.check() == []


def test_failures_are_kept_once(path: Path) -> None:
    failure = Failure(item="a.pdf", stage="ingest", error="binary-file", message="a PDF")
    with Archive(path) as archive:
        assert archive.add_failure(failure, RUN)
        assert not archive.add_failure(failure, RUN)
        assert archive.add_failure(failure, OTHER)
        archive.add(reading(10), RUN)
        assert [f.item for f in archive.failures(run=RUN.id)] == ["a.pdf", "r10"]
        assert archive.check() == []


# --- asking ------------------------------------------------------------------------------------


@pytest.fixture
def filled(path: Path) -> Archive:
    archive = Archive(path)
    archive.add_many([reading(n) for n in range(8)], RUN)
    return archive


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ({}, lambda e: True),
        ({"actor": "TZA"}, lambda e: e.actors[0].code == "TZA"),
        ({"actor": "tanzania"}, lambda e: e.actors[0].code == "TZA"),
        ({"recipient": "TZA"}, lambda e: e.recipients[0].code == "TZA"),
        ({"dyad": "EGY-TZA"}, lambda e: {e.actors[0].code, e.recipients[0].code} == {"TZA", "EGY"}),
        ({"dyad": ("TZA", "NOR")}, lambda e: e.recipients[0].code == "TZA"),
        ({"type": "accuse"}, lambda e: e.type == "ACCUSE"),
        ({"type": ["ACCUSE", "CONSULT"], "status": "planned"}, lambda e: e.status == "planned"),
        ({"since": "2026-01-10"}, lambda e: e.date.start >= "2026-01-10"),
        ({"until": "2026-01-10"}, lambda e: e.date.start <= "2026-01-10"),
        ({"issue": "trade"}, lambda e: e.issues == ("trade",)),
        ({"report": "r3"}, lambda e: e.report == "r3"),
        ({"actor": "' OR true --"}, lambda e: False),
    ],
)
def test_events_by_what_is_asked(filled: Archive, asked: dict, wanted: object) -> None:
    with filled as archive:
        every = [e for r in archive.readings() for e in r.events]
        found = archive.events(**asked)
        assert {e.id for e in found} == {e.id for e in every if wanted(e)}  # type: ignore[operator]
        assert found == sorted(found, key=lambda e: (e.date.start, e.report))  # type: ignore[union-attr]
        assert archive.events(**asked, limit=1) == found[:1]


def test_statements_and_ties(filled: Archive) -> None:
    with filled as archive:
        assert {s.report for s in archive.statements(speaker="NOR")} == {"r0", "r4"}
        assert {s.report for s in archive.statements(addressee="NOR", kind="direct")} == {
            "r1",
            "r5",
        }
        assert archive.statements(issue="trade") == []
        assert {t.report for t in archive.ties(between="NOR-KEN")} == {"r0", "r4"}
        assert len(archive.ties()) == 8


def test_any_record_by_its_id(filled: Archive) -> None:
    with filled as archive:
        one = archive.reading("r3")
        for record in (*one.events, *one.statements, *one.ties, one.report, RUN):
            assert archive.get(record.id) == record
        with pytest.raises(DragomanError, match="ev_none") as caught:
            archive.get("ev_none")
        assert caught.value.error == "not-found"
        with pytest.raises(DragomanError):
            archive.reading("r99")


def test_a_query_reads_and_nothing_else(filled: Archive, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("x")
    with filled as archive:
        rows = archive.query(
            "SELECT code, count(*) AS n FROM event_actors WHERE role = $1 GROUP BY code ORDER BY 1",
            ["actor"],
        )
        assert rows[0] == {"code": "EGY", "n": 6}
        assert len(archive.query("SELECT * FROM events", limit=2)) == 2
        for sql in (
            "DELETE FROM events",
            "SELECT 1; DELETE FROM events",
            f"SELECT * FROM read_text('{tmp_path}/secret.txt')",
            f"COPY events TO '{tmp_path}/out.csv'",
            "SELECT nothing FROM events",
            "SELEC",
            "",
        ):
            with pytest.raises(DragomanError) as caught:
                archive.query(sql)
            assert caught.value.error == "bad-query"
        assert archive.add(reading(9), RUN)
        assert archive.check() == []


def test_stories(filled: Archive) -> None:
    with filled as archive:
        events = [archive.reading(r).events[0] for r in ("r3", "r7")]
        speaker = archive.reading("r3").statements[0].speaker
        story = Story(id="s1", reports=("r3", "r7"), title="Talks", first="2026-01-09",
                      last="2026-01-09")  # fmt: skip
        merged = MergedEvent(
            id="m1", story="s1", members=tuple(e.id for e in events), reports=("r3", "r7"),
            type="ACCUSE", quad=3, status="actual",
        )  # fmt: skip
        said = Utterance(
            id="u1", story="s1", speaker=speaker, reports=("r3", "r7"),
            members=tuple(archive.reading(r).statements[0].id for r in ("r3", "r7")),
        )  # fmt: skip
        others = [Issue(id="i1", name="trade"), AgendaItem(id="a1", event="m1", what="talks")]
        archive.save_story(story, [merged], [said], others)
        archive.save_story(story, [merged], [said], others)
        assert archive.stories() == [story]
        assert archive.merged_events("s1") == [merged]
        assert archive.utterances() == [said]
        assert archive.derived("s1") == others
        assert [archive.get(i) for i in ("s1", "m1", "u1", "i1", "a1")] == [
            story, merged, said, *others,
        ]  # fmt: skip
        assert archive.check() == []
        wider = msgspec.structs.replace(story, id="s2", reports=("r3", "r5", "r7"))
        archive.save_story(wider)
        assert archive.stories() == [wider]
        assert archive.merged_events() == []
        archive.add(reading(5, OTHER), OTHER)
        assert archive.stories() == []  # it rested on records that are gone
        with pytest.raises(DragomanError, match="r99"):
            archive.save_story(msgspec.structs.replace(story, reports=("r3", "r99")))
        assert archive.check() == []


# --- what goes wrong ---------------------------------------------------------------------------


def test_check_finds_what_was_changed_behind_its_back(filled: Archive, path: Path) -> None:
    filled.close()
    changes = {
        "r7": "DELETE FROM events WHERE report = 'r7' AND seq = 0",
        "texts.report: r9": "INSERT INTO texts VALUES ('r9', 'x')",
        "reports: r1": "INSERT INTO reports SELECT * FROM reports WHERE id = 'r1'",
        "r2: the text": "UPDATE texts SET text = text || '.' WHERE report = 'r2'",
        "'Norway', the text": """UPDATE events SET json = replace(json::VARCHAR,
            '"start":0,"end":6', '"start":1,"end":7')::JSON WHERE report = 'r5'""",
        "its actors": "DELETE FROM event_actors WHERE report = 'r3' AND role = 'recipient'",
    }
    with duckdb.connect(str(path)) as connection:
        for sql in changes.values():
            connection.execute(sql)
    with Archive(path, read_only=True) as archive:
        found = archive.check()
    for words in changes:
        assert any(words in problem for problem in found), words


def test_a_second_writer_is_told_who_holds_it(filled: Archive, path: Path) -> None:
    code = (
        "import sys; from dragoman.archive import Archive; from dragoman.errors import *\n"
        "try: Archive(sys.argv[1])\nexcept DragomanError as e: print(e.error, e)"
    )
    with filled as archive:
        told = subprocess.run(
            [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
        ).stdout
        assert told.startswith("archive-busy")
        assert f"PID {os.getpid()}" in told
        assert refused(path).error == "archive-busy"
        assert refused(path, read_only=True).error == "archive-busy"
        assert archive.add(reading(9), RUN)
    with Archive(path) as archive:
        assert archive.check() == []


def test_two_can_read_at_once(filled: Archive, path: Path) -> None:
    filled.close()
    with Archive(path, read_only=True) as one, Archive(path, read_only=True) as two:
        assert one.counts() == two.counts()
        with pytest.raises(DragomanError, match="reading only") as caught:
            one.add(reading(9), RUN)
        assert caught.value.error == "unwritable"


def test_files_that_are_no_archive_are_left_alone(tmp_path: Path) -> None:
    text, other = tmp_path / "notes.txt", tmp_path / "other.duckdb"
    text.write_text("not an archive, but dear to its owner")
    with duckdb.connect(str(other)) as connection:
        connection.execute("CREATE TABLE meta (key VARCHAR, value VARCHAR)")
    before = text.read_bytes(), other.read_bytes()
    for read_only in (False, True):
        assert refused(text, read_only=read_only).error == "not-an-archive"
        assert refused(other, read_only=read_only).error == "not-an-archive"
        assert refused(tmp_path, read_only=read_only).error == "not-an-archive"
    assert (text.read_bytes(), other.read_bytes()) == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["notes.txt", "other.duckdb"]


def test_an_empty_file_becomes_an_archive(path: Path) -> None:
    path.touch()
    assert refused(path, read_only=True).error == "not-found"
    with Archive(path) as archive:
        assert archive.add(reading(1), RUN)


def test_places_where_no_archive_can_be(tmp_path: Path) -> None:
    assert refused(tmp_path / "gone" / "a.duckdb").error in ("unwritable", "not-found")
    assert refused(tmp_path / "a.duckdb", read_only=True).error == "not-found"
    (tmp_path / "file").touch()
    assert refused(tmp_path / "file" / "a.duckdb").error in ("unwritable", "not-found")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.duckdb") as archive:
        archive.add(reading(1), RUN)
    tmp_path.chmod(0o500)
    try:
        assert refused(tmp_path / "b.duckdb").error == "unwritable"
        with Archive(tmp_path / "a.duckdb", read_only=True) as archive:
            assert archive.reading("r1") == reading(1)
    finally:
        tmp_path.chmod(0o700)


def test_damaged_files_are_told_and_not_made_worse(path: Path) -> None:
    with Archive(path) as archive:
        archive.add_many((reading(n) for n in range(300)), RUN)
    sound = path.read_bytes()
    for at in range(4096, len(sound), 262_144):
        damaged = bytearray(sound)
        damaged[at : at + 2000] = random.Random(at).randbytes(2000)
        path.write_bytes(damaged)
        found = []
        try:
            with Archive(path, read_only=True) as archive:
                found = archive.check()
        except DragomanError as error:
            found = [str(error)]
        assert not found or "damaged" in found[-1] or "newer" in found[-1]
        assert path.read_bytes() == damaged
    path.write_bytes(sound[: len(sound) // 2])
    assert refused(path).error == "damaged-archive"


def test_a_newer_archive_and_an_older_one(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Archive(path) as archive:
        archive.add(reading(1), RUN)
    now = schema.VERSION
    monkeypatch.setattr(schema, "VERSION", now + 1)
    assert refused(path, read_only=True).error == "archive-older"
    assert refused(path).error == "archive-older"  # no step that leads to it
    monkeypatch.setitem(
        schema.MIGRATIONS, now, lambda c: c.execute("ALTER TABLE runs ADD COLUMN note VARCHAR")
    )
    with Archive(path) as archive:
        assert archive.query("SELECT note FROM runs") == [{"note": None}]
        assert archive.reading("r1") == reading(1)
    monkeypatch.setattr(schema, "VERSION", now)
    newer = refused(path)
    assert newer.error == "archive-newer"
    assert "pip install --upgrade" in str(newer)


def test_a_closed_archive_says_so(path: Path) -> None:
    archive = Archive(path)
    archive.close()
    archive.close()
    with pytest.raises(DragomanError, match="closed"):
        archive.counts()


# --- kills and full disks ----------------------------------------------------------------------

COUNT = 600


def whole(path: Path) -> tuple[list[Reading], list[Failure]]:
    with Archive(path, read_only=True) as archive:
        assert archive.check() == []
        return list(archive.readings()), archive.failures()


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Reading], list[Failure]]:
    path = tmp_path_factory.mktemp("sound") / "news.duckdb"
    with Archive(path) as archive:
        for run in (RUN, OTHER):
            archive.add_many(missing(archive, COUNT, run), run)
    return whole(path)


def test_a_killed_program_leaves_a_sound_archive_that_goes_on(
    path: Path, undisturbed: tuple[list[Reading], list[Failure]]
) -> None:
    chance = random.Random(7)
    seen = []
    log = path.with_name(path.name + ".wal")
    for batch in (1, 20, 50):
        program = subprocess.Popen(
            [sys.executable, WRITER, str(path), str(COUNT), str(batch)], stdout=subprocess.PIPE
        )
        assert program.stdout is not None
        program.stdout.readline()  # it is open now
        while program.poll() is None and not (log.exists() and log.stat().st_size > 10_000):
            time.sleep(0.005)  # until something is written
        time.sleep(chance.uniform(0.02, 0.25))
        os.kill(program.pid, signal.SIGKILL)
        program.wait()
        program.stdout.close()
        with Archive(path) as archive:
            assert archive.check() == []
            seen.append(archive.counts()["reports"])
            assert set(archive.readings()) <= {reading(n, run) for n in range(COUNT)
                                               for run in (RUN, OTHER)}  # fmt: skip
    assert 0 < seen[0] < COUNT  # it was killed at its work
    assert seen == sorted(seen)
    subprocess.run([sys.executable, WRITER, str(path), str(COUNT), "200"], check=True,
                   stdout=subprocess.DEVNULL)  # fmt: skip
    assert whole(path) == undisturbed


def test_a_full_disk_loses_nothing_that_was_added(path: Path) -> None:
    pytest.importorskip("resource")
    told = subprocess.run(
        [sys.executable, WRITER, str(path), "4000", "100", "1000000"],
        capture_output=True,
        text=True,
    )
    assert told.returncode != 0
    assert "disk is full" in told.stderr
    with Archive(path) as archive:
        assert archive.check() == []
        count = archive.counts()["reports"]
        assert 0 < count < 4000
        assert archive.add(reading(5000), RUN)
        assert all(isinstance(e, Event) for e in archive.events(limit=5))


def test_what_is_read_is_written_soon_and_when_interrupted(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    monkeypatch.setattr("dragoman.archive.store.time.monotonic", lambda: now[0])
    with Archive(path) as archive:
        seen = []

        def slowly() -> Iterator[Reading]:
            for number in range(6):
                yield reading(number)
                seen.append(archive.counts()["reports"])
                now[0] += 2

        assert archive.add_many(slowly(), RUN, batch=50, seconds=5) == 6
        assert seen == [0, 0, 0, 4, 4, 4]

        def stopped() -> Iterator[Reading]:
            yield from (reading(number) for number in range(6, 10))
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            archive.add_many(stopped(), RUN)
        assert archive.counts()["reports"] == 10
        assert archive.check() == []


def test_ctrl_c_while_the_database_works_is_ctrl_c(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def insert(*_: object) -> None:
        raise RuntimeError("Query interrupted")  # as DuckDB raises it

    with Archive(path) as archive:
        archive.add(reading(1), RUN)
        with monkeypatch.context() as patch:
            patch.setattr(schema, "insert", insert)
            with pytest.raises(KeyboardInterrupt):
                archive.add_together([reading(2)], [], RUN, note=("run", "1"))
        assert (archive.counts()["reports"], archive.note("run")) == (1, None)
        assert archive.add(reading(2), RUN)


def test_readings_failures_and_their_note_are_there_together_or_not_at_all(path: Path) -> None:
    failure = Failure(item="x", stage="ingest", error="bad-json", message="no")
    with Archive(path) as archive:
        misfit = change(reading(2), text="another text")
        assert [f.error for f in archive.misfits([reading(1), misfit], RUN)] == ["bad-reading"]
        added = archive.add_together([reading(1), misfit], [failure], RUN, note=("run", "1"))
        assert (added, archive.note("run"), archive.failures()) == (1, "1", [failure])
        with pytest.raises(AttributeError):
            archive.add_together([reading(3)], ["no failure"], RUN, note=("run", "2"))  # type: ignore[list-item]
        assert (archive.counts()["reports"], archive.note("run")) == (1, "1")
        archive.drop_note("run")
        assert archive.note("run") is None
        assert archive.check() == []
