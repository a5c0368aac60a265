"""What is asked of a dyad, and the SQL by which all answers find its events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from dragoman.archive.days import checked_day
from dragoman.errors import DragomanError
from dragoman.relations.names import code_name

MOST_SIDES = 3
"""Codes of an event from which it is a gathering: it joins no pair by itself in a network."""


class Rows(Protocol):
    """What is asked: an open archive."""

    path: Path

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """The rows of a statement."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A dyad, a span of time, and which events count.

    Fields:
        a, b: actor codes. directed: only what a does to b.
        since, until: ISO days, inclusive, or None.
        planned: also events that are planned or possible.
        alleged: also those that only an interested party claims.
    """

    a: str
    b: str
    directed: bool = False
    since: str | None = None
    until: str | None = None
    planned: bool = False
    alleged: bool = False

    @property
    def pair(self) -> str:
        """The condition on a row of ``merged_dyads``."""
        forth = f"(a = {quoted(self.a)} AND b = {quoted(self.b)})"
        back = f"(a = {quoted(self.b)} AND b = {quoted(self.a)})"
        return f"({forth} OR ({back} AND mutual))" if self.directed else f"({forth} OR {back})"

    def spanning(self, since: str, until: str) -> Asked:
        """The same of another time."""
        return replace(self, since=since, until=until)


def asked(
    dyad: str | tuple[str, str],
    *,
    directed: bool = False,
    since: str | None = None,
    until: str | None = None,
    planned: bool = False,
    alleged: bool = False,
) -> Asked:
    """What is asked by "KOR-CHN", or by "USA>PRK" for what the first does to the other.

    Raises DragomanError: "bad-query" for what names no two codes, "bad-date".

    Example:
        >>> one = asked("usa>prk")
        >>> one.a, one.b, one.directed
        ('USA', 'PRK', True)
    """
    parts: Sequence[str] = dyad if not isinstance(dyad, str) else ()
    if isinstance(dyad, str):
        directed = directed or ">" in dyad
        parts = [part.strip() for part in dyad.replace(">", "-").split("-")]
    if len(parts) != 2 or not all(parts) or parts[0].upper() == parts[1].upper():
        raise DragomanError(
            f"{dyad!r} does not name two parties. Write two codes, such as KOR-CHN, or USA>PRK "
            "for what the first does to the other.",
            error="bad-query",
        )
    a, b = parts[0].upper(), parts[1].upper()
    if not directed and a > b:
        a, b = b, a
    return Asked(a, b, directed, checked_day(since), checked_day(until), planned, alleged)


def check_codes(archive: Rows, *codes: str) -> None:
    """Raise DragomanError "not-found" for a code that neither the archive nor a code book has."""
    for code in codes:
        if code_name(code) == code and not archive.rows(
            "SELECT 1 FROM (SELECT code FROM merged_parties UNION ALL SELECT code FROM "
            "utterance_parties UNION ALL SELECT a FROM ties UNION ALL SELECT b FROM ties) "
            "WHERE code = $1 LIMIT 1",
            [code],
        ):
            raise DragomanError(
                f"No actor has the code {code}. `dragoman actors {archive.path}` lists those of "
                "this archive with their codes.",
                error="not-found",
            )


def why_left_out(planned: bool, alleged: bool) -> str:
    """SQL: why an event does not count; null where it does."""
    ahead = "NULL" if planned else "status"
    claimed = "NULL" if alleged else "'alleged'"
    return (
        "CASE WHEN status = 'negated' THEN 'negated' "
        f"WHEN status IN ('planned', 'possible') AND {ahead} IS NOT NULL THEN status "
        f"WHEN alleged AND {claimed} IS NOT NULL THEN 'alleged' END"
    )


ONCE = (
    "CASE status WHEN 'actual' THEN 0 WHEN 'planned' THEN 1 WHEN 'possible' THEN 2 ELSE 3 END, "
    "alleged, reports DESC, mode IS NULL, event, a"
)
"""SQL: the order in which one of the tellings of an occasion is chosen to be shown and counted."""


def events_of(one: Asked) -> str:
    """SQL: the events of a dyad, each occasion once, with direction and why it may not count."""
    a, b = quoted(one.a), quoted(one.b)
    return (
        f"SELECT *, {why_left_out(one.planned, one.alleged)} AS why FROM (SELECT *, "
        f"bool_or(mutual OR a = {a}) OVER told AS forth, bool_or(mutual OR a = {b}) OVER told "
        "AS back, list(event) OVER told AS tellings, "
        f"row_number() OVER (PARTITION BY occasion ORDER BY {ONCE}) AS nth "
        f"FROM merged_dyads WHERE {one.pair} WINDOW told AS (PARTITION BY occasion)) "
        "WHERE nth = 1"
    )


def within(since: str | None, until: str | None) -> str:
    """SQL: whether a time that is told has a day in common with the span."""
    parts = []
    if since is not None:
        parts.append(f"coalesce(date_end, day) >= {quoted(since)}::DATE")
    if until is not None:
        parts.append(f"coalesce(date_start, day) <= {quoted(until)}::DATE")
    return " AND ".join(parts) or "true"


def quoted(text: str) -> str:
    """A word as SQL writes it.

    Example:
        >>> quoted("O'Neil")
        "'O''Neil'"
    """
    return "'" + text.replace("'", "''") + "'"
