"""The reading side of the archive: records by id, by what they tell, and by report or story."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar, get_args

import duckdb
import msgspec

from dragoman.archive.days import checked_day
from dragoman.archive.errors import told, translate
from dragoman.archive.opening import no_bar
from dragoman.archive.remembered import remembered
from dragoman.archive.rows import Derived
from dragoman.codebooks import read_table
from dragoman.errors import DragomanError
from dragoman.records import (
    Actor,
    AgendaItem,
    AnyRecord,
    Correction,
    Dyad,
    Event,
    Failure,
    Issue,
    MergedEvent,
    Reading,
    Report,
    Run,
    Statement,
    StatementKind,
    Status,
    Story,
    Tie,
    Utterance,
)

Words = str | Sequence[str] | None
T = TypeVar("T", bound=AnyRecord)
R = TypeVar("R")
_BATCH = 200
_STREAMED = 5_000  # rows
_ACTORS = msgspec.json.Decoder(tuple[Actor, ...])
_DERIVED = msgspec.json.Decoder(Issue | Dyad | AgendaItem)
# Where a record of any kind may be, most asked for first.
_HOMES: tuple[tuple[str, Any], ...] = (
    ("events", Event), ("statements", Statement), ("reports", Report), ("ties", Tie),
    ("merged_events", MergedEvent), ("stories", Story), ("utterances", Utterance),
    ("derived", Issue | Dyad | AgendaItem), ("runs", Run),
    ("corrections", Correction),
)  # fmt: skip
COUNTED = (
    "reports", "events", "statements", "ties", "failures", "runs", "stories", "merged_events",
    "utterances", "history", "corrections",
)  # fmt: skip


class Queries:
    """What can be asked of an open archive."""

    path: Path
    read_only: bool
    _lock: threading.RLock
    _connection: duckdb.DuckDBPyConnection | None

    # --- one record or one report ---------------------------------------------------------------

    def get(self, record_id: str) -> AnyRecord:
        """The record with this id, of whatever kind. Raises DragomanError "not-found"."""
        for table, kind in _HOMES:
            for (text,) in self.rows(f"SELECT json FROM {table} WHERE id = $1", [record_id]):
                with told(self.path):
                    record: AnyRecord = msgspec.json.decode(text, type=kind)
                    return record
        raise DragomanError(
            f"There is no record {record_id} in the archive {self.path}. Ids are shown by the "
            "queries (events, statements, stories).",
            error="not-found",
        )

    def reading(self, report_id: str) -> Reading:
        """All records of one report. Raises DragomanError "not-found"."""
        for reading in self.readings([report_id]):
            return reading
        raise DragomanError(
            f"There is no report {report_id} in the archive {self.path}.", error="not-found"
        )

    def readings(self, ids: Iterable[str] | None = None) -> Iterator[Reading]:
        """Readings with all their records, those of ``ids`` in that order, or all by date and id.

        Ids that are not there are left out.
        """
        if ids is None:
            ids = [
                row[0]
                for row in self.rows("SELECT id FROM reports ORDER BY published NULLS LAST, id")
            ]
        wanted = list(dict.fromkeys(ids))
        for start in range(0, len(wanted), _BATCH):
            part = wanted[start : start + _BATCH]
            found = self._readings(part)
            yield from (found[one] for one in part if one in found)

    # --- lists ----------------------------------------------------------------------------------

    def reports(self) -> list[Report]:
        """All reports, by date and id."""
        return self._records(
            Report, "SELECT json FROM reports ORDER BY published NULLS LAST, id", []
        )

    def events(
        self,
        *,
        actor: str | None = None,
        recipient: str | None = None,
        dyad: str | tuple[str, str] | None = None,
        type: Words = None,
        status: Words = None,
        since: str | None = None,
        until: str | None = None,
        issue: str | None = None,
        report: Words = None,
        least: float | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[Event]:
        """Events that fit all that is given, by date (unknown last), report and place in it.

        Args:
            actor, recipient: a code ("KOR") or a name ("Lee Jae Myung", in any case).
            dyad: two codes or names that both take part, in any role: ("KOR", "CHN") or "KOR-CHN".
            type, status, report: one, or several of which one has to fit.
            since, until: ISO days, inclusive; an event fits if its interval has a day in common.
                Events without a known date do not.
            issue: an issue of the event.
            least: a confidence; less sure events are left out.
            limit: at most so many.
            offset: after so many are skipped.
        """
        where = _Where()
        if least is not None:
            where.add(f"confidence >= {where.value(least)}")
        for role, who in (("actor", actor), ("recipient", recipient)):
            if who is not None:
                where.party(who, f"role = '{role}'")
        if dyad is not None:
            for who in pair_of(dyad):
                where.party(who, "true")
        types = {row["type"] for row in read_table("plover")}
        where.among("type", type, known=types, upper=True)
        where.among("status", status, known=get_args(Status))
        where.among("report", report)
        where.between(since, until)
        where.holds("issues", issue)
        sql = (
            f"SELECT json FROM events e WHERE {where} "
            f"ORDER BY date_start NULLS LAST, report, seq, id{_limit(limit, offset)}"
        )
        return self._records(Event, sql, where.values)

    def statements(
        self,
        *,
        speaker: str | None = None,
        addressee: str | None = None,
        kind: Words = None,
        since: str | None = None,
        until: str | None = None,
        issue: str | None = None,
        report: Words = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[Statement]:
        """Statements that fit all that is given, by date (unknown last), report and place in it.

        ``speaker`` is a code or a name, ``addressee`` a code; the rest is as for :meth:`events`.
        """
        where = _Where()
        if speaker is not None:
            number = where.value(speaker)
            where.add(f"(speaker_code = {number} OR lower(speaker) = lower({number}))")
        if addressee is not None:
            where.add(f"addressee_code = {where.value(addressee)}")
        where.among("kind", kind, known=get_args(StatementKind))
        where.among("report", report)
        where.between(since, until)
        where.holds("issues", issue)
        sql = (
            f"SELECT json FROM statements WHERE {where} "
            f"ORDER BY date_start NULLS LAST, report, seq, id{_limit(limit, offset)}"
        )
        return self._records(Statement, sql, where.values)

    def ties(self, *, between: str | tuple[str, str] | None = None) -> list[Tie]:
        """Standing relations, all or those between two parties."""
        where = _Where()
        if between is not None:
            a, b = (where.value(one) for one in pair_of(between))
            where.add(f"((a = {a} AND b = {b}) OR (a = {b} AND b = {a}))")
        return self._records(
            Tie, f"SELECT json FROM ties WHERE {where} ORDER BY report, seq, id", where.values
        )

    def failures(self, *, run: str | None = None) -> list[Failure]:
        """What could not be read or coded, of all runs or one."""
        where = _Where()
        if run is not None:
            where.add(f"run = {where.value(run)}")
        sql = f"SELECT json FROM failures WHERE {where} ORDER BY item, stage, error, message, run"
        return self._records(Failure, sql, where.values)

    def runs(self) -> list[Run]:
        """What made the records."""
        return self._records(Run, "SELECT json FROM runs ORDER BY id", [])

    def corrections(self) -> list[Correction]:
        """What a person decided about merges, in the order it was decided; also what is undone."""
        return self._records(Correction, "SELECT json FROM corrections ORDER BY made, id", [])

    def stories(self) -> list[Story]:
        """All stories, the latest first."""
        return self._records(
            Story, "SELECT json FROM stories ORDER BY last DESC NULLS LAST, id", []
        )

    def merged_events(self, story: str | None = None) -> list[MergedEvent]:
        """Merged events, of all stories or one, in the story's order."""
        return self._of_story(MergedEvent, "merged_events", story)

    def utterances(self, story: str | None = None) -> list[Utterance]:
        """Merged statements, of all stories or one, in the story's order."""
        return self._of_story(Utterance, "utterances", story)

    def derived(self, story: str | None = None) -> list[Derived]:
        """Issues, dyads and agenda items, of all stories or one."""
        sql, values = _story_sql("derived", story)
        rows = self.rows(sql, values)
        with told(self.path):
            return [_DERIVED.decode(text) for (text,) in rows]

    def counts(self) -> dict[str, int]:
        """How many records of each kind there are."""
        parts = " UNION ALL ".join(f"SELECT '{t}', count(*) FROM {t}" for t in COUNTED)
        found = dict(self.rows(parts))
        return {table: int(found[table]) for table in COUNTED}

    def query(
        self, sql: str, values: Sequence[object] = (), *, limit: int = 10_000
    ) -> list[dict[str, Any]]:
        """The rows of one SELECT over the archive's tables, each a column -> value dict.

        Nothing can be changed by it, and no other file read. Raises DragomanError "bad-query".

        Args:
            sql: one SELECT; ``$1``, ``$2`` ... stand for ``values``.
            limit: rows returned at most.
        """
        with self._lock:
            cursor = self._cursor()
            try:
                kinds = [statement.type for statement in cursor.extract_statements(sql)]
                if kinds != [duckdb.StatementType.SELECT]:
                    raise DragomanError(
                        "Only one SELECT can be asked of an archive.", error="bad-query"
                    )
                cursor.execute("BEGIN TRANSACTION READ ONLY")
                result = cursor.execute(sql, list(values))
                names = [column[0] for column in result.description or ()]
                return [dict(zip(names, row, strict=True)) for row in result.fetchmany(limit)]
            except (duckdb.IOException, duckdb.FatalException) as error:
                raise translate(self.path, error) from error
            except duckdb.Error as error:
                raise DragomanError(
                    f"The query cannot be answered: {str(error).strip()}", error="bad-query"
                ) from error
            finally:
                cursor.close()

    # --- inside ---------------------------------------------------------------------------------

    def _open(self) -> duckdb.DuckDBPyConnection:
        if self._connection is None:
            raise DragomanError(
                f"The archive {self.path} is closed. Open it again.", error="archive-closed"
            )
        return self._connection

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        cursor = self._open().cursor()
        no_bar(cursor)
        return cursor

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """The rows of a statement of ours; for a user's own there is :meth:`query`."""
        with self._lock, told(self.path):
            rows: list[tuple[Any, ...]] = self._open().execute(sql, list(values)).fetchall()
            return rows

    def streamed(self, sql: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a statement of ours, a few thousand in memory at a time."""
        with told(self.path), self._cursor() as cursor:
            found = cursor.execute(sql)
            while part := found.fetchmany(_STREAMED):
                yield from part

    def _once(self, what: str, work: Callable[[], R]) -> R:
        """What ``work`` gives; kept for the next time while nobody can write the archive."""
        return remembered(self.path, what, work) if self.read_only else work()

    def interrupt(self) -> None:
        """Stop the query that another thread is asking now; it gets DragomanError "too-slow"."""
        connection = self._connection
        if connection is not None:
            connection.interrupt()

    def _records(self, kind: type[T], sql: str, values: Sequence[object]) -> list[T]:
        decoder = msgspec.json.Decoder(kind)
        rows = self.rows(sql, values)
        with told(self.path):
            return [decoder.decode(text) for (text,) in rows]

    def _of_story(self, kind: type[T], table: str, story: str | None) -> list[T]:
        return self._records(kind, *_story_sql(table, story))

    def _readings(self, ids: list[str]) -> dict[str, Reading]:
        these = "IN (SELECT unnest($1::VARCHAR[]))"
        with self._lock:
            heads = self.rows(
                "SELECT r.id, r.json, r.actors_json, r.mentions_json, t.text FROM reports r "
                f"JOIN texts t ON t.report = r.id WHERE r.id {these}",
                [ids],
            )
            events = self._by_report(Event, "events", these, ids)
            statements = self._by_report(Statement, "statements", these, ids)
            ties = self._by_report(Tie, "ties", these, ids)
        with told(self.path):
            return {
                one: Reading(
                    report=msgspec.json.decode(report, type=Report),
                    text=text,
                    actors=_ACTORS.decode(actors),
                    mentions=_ACTORS.decode(mentions),
                    events=tuple(events.get(one, ())),
                    statements=tuple(statements.get(one, ())),
                    ties=tuple(ties.get(one, ())),
                )
                for one, report, actors, mentions, text in heads
            }

    def _by_report(
        self, kind: type[T], table: str, these: str, ids: list[str]
    ) -> dict[str, list[T]]:
        decoder = msgspec.json.Decoder(kind)
        found: dict[str, list[T]] = {}
        rows = self.rows(
            f"SELECT report, json FROM {table} WHERE report {these} ORDER BY report, seq", [ids]
        )
        with told(self.path):
            for report, text in rows:
                found.setdefault(report, []).append(decoder.decode(text))
        return found


class _Where:
    """The conditions of a query and their values."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.values: list[object] = []

    def __str__(self) -> str:
        return " AND ".join(self._parts) or "true"

    def add(self, condition: str) -> None:
        self._parts.append(condition)

    def value(self, value: object) -> str:
        """The mark that stands for a value."""
        self.values.append(value)
        return f"${len(self.values)}"

    def party(self, who: str, role: str) -> None:
        number = self.value(who)
        self.add(
            f"EXISTS (SELECT 1 FROM event_actors a WHERE a.event = e.id AND a.report = e.report "
            f"AND {role} AND (a.code = {number} OR lower(a.name) = lower({number})))"
        )

    def among(
        self, column: str, words: Words, *, known: Iterable[str] = (), upper: bool = False
    ) -> None:
        """One of these words in this column; where ``known`` names all there are, only those."""
        if words is not None:
            listed = [words] if isinstance(words, str) else list(words)
            listed = [word.upper() for word in listed] if upper else listed
            if known and (strange := set(listed).difference(known)):
                raise DragomanError(
                    f"There is no {column} {', '.join(sorted(strange))}. "
                    f"Known: {', '.join(sorted(set(known)))}.",
                    error="bad-query",
                )
            self.add(f"{column} IN (SELECT unnest({self.value(listed)}::VARCHAR[]))")

    def between(self, since: str | None, until: str | None) -> None:
        for day, condition in ((since, "date_end >= {}"), (until, "date_start <= {}")):
            if day is not None:
                checked_day(day)
                self.add(condition.format(f"{self.value(day)}::DATE"))

    def holds(self, column: str, word: str | None) -> None:
        if word is not None:
            self.add(f"list_contains({column}, {self.value(word)})")


def pair_of(dyad: str | tuple[str, str]) -> tuple[str, str]:
    """The two parties of "KOR-CHN", in capitals; raises DragomanError "bad-query"."""
    parts = tuple(dyad.split("-")) if isinstance(dyad, str) else tuple(dyad)
    if len(parts) != 2 or not all(parts):
        raise DragomanError(
            f"{dyad!r} does not name two parties. Write two codes, such as KOR-CHN.",
            error="bad-query",
        )
    return parts[0].upper(), parts[1].upper()


def _limit(limit: int | None, offset: int) -> str:
    some = "" if limit is None else f" LIMIT {max(0, int(limit))}"
    return some + (f" OFFSET {int(offset)}" if offset > 0 else "")


def _story_sql(table: str, story: str | None) -> tuple[str, list[object]]:
    if story is None:
        return f"SELECT json FROM {table} ORDER BY story, seq", []
    return f"SELECT json FROM {table} WHERE story = $1 ORDER BY seq", [story]
