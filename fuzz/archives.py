"""The targets that need an archive: one that is damaged, and corrections taken into one."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import duckdb
import sound
from damage import damage
from sound import DYAD, ISSUE, share

from dragoman.archive import Archive
from dragoman.archive.errors import told
from dragoman.archive.opening import settle
from dragoman.archive.schema import TABLES
from dragoman.corrections import find, touched_reports
from dragoman.errors import DragomanError
from dragoman.records import Correction, from_json, to_json
from dragoman.storing import read_corrections, take_corrections, tell_stories
from dragoman.storing.kept import kept_story

# in memory where that can be: DuckDB waits for the disk after each change
_SHARED = Path("/dev/shm")
ROOM = Path(tempfile.mkdtemp(prefix="dragoman-fuzz-", dir=_SHARED if _SHARED.is_dir() else None))
atexit.register(shutil.rmtree, ROOM, ignore_errors=True)
CUT, BYTES, CELLS = 0, 1, 2  # and all above
"""How ``archive`` is damaged: the file's end is gone, bytes are changed, cells are."""

Question = Callable[[Archive], object]
QUESTIONS: tuple[Question, ...] = (
    Archive.check,
    lambda a: list(a.readings()),
    lambda a: (a.reports(), a.failures(), a.ties(), a.counts()),
    lambda a: a.events(dyad=DYAD, since="2025-01-01", least=0.1),
    lambda a: a.events(),
    lambda a: a.statements(until="2027-01-01"),
    Archive.corrections,
    lambda a: (a.stories(), a.derived()),
    lambda a: (a.merged_events(), a.utterances()),
    lambda a: [a.get(one.id) for one in sound.readings()[0].events[:2]],
    lambda a: a.ledger(DYAD, planned=True, alleged=True),
    lambda a: a.ledger("PER-CHL", latest=True, limit=5),
    lambda a: a.series(DYAD, by="week", planned=True, alleged=True),
    lambda a: a.network(planned=True, alleged=True),
    lambda a: a.places(planned=True, alleged=True),
    lambda a: (a.acts("KEN", planned=True, alleged=True), a.speech("KEN")),
    lambda a: a.agenda(),
    lambda a: a.standing_ties(),
    lambda a: a.positions(ISSUE),
    lambda a: a.thread("fishing"),
    lambda a: [kept_story(a, story) for story in a.stories()],
)


def archive(data: bytes) -> None:
    """A damaged archive: the first byte says how, the second what is asked of it."""
    if len(data) < 3:
        return
    how, question, rest = data[0] % 16, QUESTIONS[data[1] % len(QUESTIONS)], data[2:]
    if question is Archive.check and not share(data, 4):
        question = Archive.reports  # the check asks ten times as much as another question
    if how >= CELLS:
        _in_place(rest, question)
        if share(data, 200):
            _in_file(rest, question)
        return
    file = bytearray(_sound())
    if how == CUT:
        file = file[: int.from_bytes(rest[:3], "big") % (len(file) + 1)]
        rest = b""
    while len(rest) > 4:
        at, count = int.from_bytes(rest[:3], "big") % len(file), rest[3] % 32 + 1
        piece, rest = rest[4 : 4 + count], rest[4 + count :]
        file[at : at + len(piece)] = piece
    path = _written(bytes(file))
    asked = [question, Archive.corrections]
    _opened(path, [*asked, Archive.check] if share(data, 32) else asked)
    assert path.read_bytes() == file or not file, "a damaged archive was changed"


def _in_place(rest: bytes, question: Question) -> None:
    """Cells damaged in a transaction of an open archive, which is taken back: no file is made."""
    archive = _open()
    connection = archive._open()
    try:
        connection.begin()
    except duckdb.Error:  # damage broke DuckDB itself
        archive = _open(anew=True)
        connection = archive._open()
        connection.begin()
    try:
        try:
            outer = damage(connection, rest, _ROWS)
        except duckdb.Error:
            return
        with _named():
            if outer:  # as an archive is opened
                with told(archive.path):
                    settle(connection, archive.path, read_only=True)
                archive.runs()
            question(archive)
    finally:
        with suppress(duckdb.Error):
            connection.rollback()


def _in_file(rest: bytes, question: Question) -> None:
    """Cells damaged in a file, which is opened for reading, then for writing."""
    path = _written(_sound())
    try:
        with duckdb.connect(str(path), config={"threads": 1}) as connection:
            damage(connection, rest, _ROWS)
    except duckdb.Error:
        return
    before = path.read_bytes()
    _opened(path, [question, Archive.check])
    assert path.read_bytes() == before, "an archive that was read was changed"
    with _named(), Archive(path) as archive:
        for work in (question, tell_stories, _add, Archive.check):
            with _named():
                work(archive)


def _add(archive: Archive) -> None:
    for one in sound.readings()[::2]:
        archive.add(one, sound.OTHER)


def _opened(path: Path, questions: list[Question]) -> None:
    with _named(), Archive(path, read_only=True) as archive:
        for question in questions:
            with _named():
                question(archive)


class _named:
    """Only a DragomanError with a name may come out, and none that says it is a bug of ours."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if not isinstance(error, DragomanError):
            return False
        assert error.error not in ("error", "archive-error"), f"{error.error}: {error}"
        return True


def _written(data: bytes, name: str = "damaged.duckdb") -> Path:
    path = ROOM / name
    for old in (path, path.with_name(path.name + ".wal")):
        old.unlink(missing_ok=True)
    path.write_bytes(data)
    return path


_FILE: list[bytes] = []
_OPEN: list[Archive] = []
_ROWS: dict[str, int] = {}


def _sound() -> bytes:
    if not _FILE:
        sound.one_thread()
        path = ROOM / "sound.duckdb"
        sound.make(path)
        _FILE.append(path.read_bytes())
    return _FILE[0]


def _open(*, anew: bool = False) -> Archive:
    """The sound archive, open for writing."""
    if _OPEN and not anew:
        return _OPEN[0]
    if _OPEN:
        with suppress(DragomanError):
            _OPEN.pop().close()
    path = _written(_sound(), "open.duckdb")
    _OPEN.append(Archive(path))
    for table in TABLES:
        _ROWS[table] = _OPEN[0].rows(f'SELECT count(*) FROM "{table}"')[0][0]
    return _OPEN[0]


# --- corrections ---------------------------------------------------------------------------------


def corrections(data: bytes) -> None:
    """A file for `dragoman correct import`: read, looked for in reports, and taken over."""
    path = ROOM / "corrections.jsonl"
    path.write_bytes(data)
    try:
        found = read_corrections(path)
    except DragomanError as error:
        wrong = error.error
        assert wrong == "bad-correction"
        return
    readings = {one.report.id: one for one in sound.readings()}
    for one in found:
        assert isinstance(one, Correction)
        assert from_json(to_json(one)) == one
        touched_reports(one)
        for anchor in (*one.these, *one.those):
            reading = readings.get(anchor.report, sound.readings()[0])
            records = reading.events if one.of == "event" else reading.statements
            assert find(anchor, reading, one.of) in {None, *(record.id for record in records)}
    if found and share(data, 32):
        _taken(found)


def _taken(found: list[Correction]) -> None:
    archive = _open()
    before = archive.corrections()
    new = {one.id: one for one in reversed(found)}
    for one in before:
        new.pop(one.id, None)
    try:
        assert take_corrections(archive, found) == len(new)
        held = archive.corrections()
        assert sorted(held, key=lambda one: one.id) == sorted(
            [*before, *new.values()], key=lambda one: one.id
        )
        assert take_corrections(archive, found) == 0
        assert archive.check() == []
        told_of = sorted(report for story in archive.stories() for report in story.reports)
        assert told_of == sorted(one.report.id for one in sound.readings())
    finally:
        touched = {report for one in new.values() for report in touched_reports(one)}
        with archive.transaction() as connection:
            connection.execute(
                "DELETE FROM corrections WHERE id IN (SELECT unnest($1::VARCHAR[]))", [list(new)]
            )
        tell_stories(archive, again=touched & {one.report.id for one in sound.readings()})
