"""Archives whose tables were changed behind our back: told by name, never a fault of Python's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from archive_writer import RUN, reading
from dragoman.archive import Archive
from dragoman.errors import DragomanError
from dragoman.relations import history
from dragoman.storing import tell_stories


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "news.duckdb"
    with Archive(place) as archive:
        archive.add_many([reading(number) for number in range(1, 4)], RUN)
        tell_stories(archive)
        assert archive.check() == []
    return place


def damage(path: Path, *statements: str) -> bytes:
    with duckdb.connect(str(path)) as connection:
        for sql in statements:
            connection.execute(sql)
    return path.read_bytes()


@pytest.mark.parametrize(
    ("sql", "error", "words"),
    [
        ("ALTER TABLE events DROP confidence", "damaged-archive", "events.confidence"),
        ("DROP TABLE merged_dyads", "damaged-archive", "the table merged_dyads"),
        ("ALTER TABLE reports ALTER events TYPE VARCHAR", "damaged-archive", "reports.events"),
        ("ALTER TABLE meta DROP key", "not-an-archive", "no archive"),
        ("UPDATE meta SET value = '99' WHERE key = 'version'", "archive-newer", "newer"),
        ("UPDATE meta SET value = '-1' WHERE key = 'version'", "not-an-archive", "no archive"),
        ("UPDATE runs SET json = NULL", "damaged-archive", "cannot be read"),
    ],
)
@pytest.mark.parametrize("read_only", [True, False])
def test_what_is_no_whole_archive_is_told_when_it_is_opened(
    path: Path, sql: str, error: str, words: str, read_only: bool
) -> None:
    before = damage(path, sql)
    with pytest.raises(DragomanError, match=words) as caught:
        Archive(path, read_only=read_only)
    assert caught.value.error == error
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("sql", "ask"),
    [
        ("UPDATE events SET json = NULL WHERE seq = 0", Archive.events),
        ("UPDATE events SET json = NULL WHERE seq = 0", Archive.agenda),
        ("""UPDATE ties SET json = '{"record": "tie"}'""", Archive.standing_ties),
        ("UPDATE merged_events SET quotation = '7'", lambda a: a.ledger("NOR-TZA")),
        ("UPDATE merged_events SET quotation = '7'", lambda a: a.acts("NOR")),
        ("UPDATE utterances SET json = NULL", lambda a: a.speech("TZA")),
        ("UPDATE derived SET json = json_object('id', 'trade')", lambda a: a.positions("trade")),
    ],
)
def test_a_damaged_record_is_told_by_each_question(
    path: Path, sql: str, ask: Callable[[Archive], object]
) -> None:
    damage(path, sql)
    with Archive(path, read_only=True) as archive:
        assert archive.check() != []
        with pytest.raises(DragomanError) as caught:
            ask(archive)
    assert caught.value.error == "damaged-archive"


def test_a_fault_of_ours_is_not_laid_on_a_sound_archive(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(*args: object, **more: object) -> None:
        raise KeyError("ours")

    monkeypatch.setattr(history, "joined", wrong)
    with Archive(path, read_only=True) as archive, pytest.raises(KeyError, match="ours"):
        archive.positions("trade")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE stories SET json = json_object('record', 'story', 'id', id)",
        "UPDATE merged_events SET quotation = '{}'",
        "UPDATE utterances SET json = json_object('id', id)",
        "INSERT INTO utterances SELECT * FROM utterances LIMIT 1",
        "INSERT INTO derived SELECT * FROM derived LIMIT 1",
        "UPDATE derived SET id = 'other'",
        """INSERT INTO failures (json) VALUES ('{"record": "failure"}')""",
        """INSERT INTO corrections (id, json) VALUES ('co_1', '{"id": "co_1"}')""",
    ],
)
def test_the_check_opens_the_records_of_stories_too(path: Path, sql: str) -> None:
    damage(path, sql)
    with Archive(path, read_only=True) as archive:
        assert archive.check() != []
