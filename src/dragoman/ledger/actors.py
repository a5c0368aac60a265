"""What one actor does, what is done to it, and what it says, the latest first."""

from __future__ import annotations

from typing import Literal, get_args

from dragoman.archive.days import checked_day
from dragoman.errors import DragomanError
from dragoman.ledger.asking import ONCE, Rows, check_codes, quoted, why_left_out, within
from dragoman.ledger.entries import shown
from dragoman.records import LedgerEntry

# What is told of a year has no place among days; it comes after them, before what has no day.
_LATEST = "counted IS NULL, day DESC NULLS LAST, id"
Part = Literal["any", "actor", "recipient"]


def acts(
    archive: Rows,
    actor: str,
    *,
    part: Part = "any",
    since: str | None = None,
    until: str | None = None,
    planned: bool = False,
    alleged: bool = False,
    limit: int | None = None,
    offset: int = 0,
) -> list[LedgerEntry]:
    """The events of an actor, the latest first; what several stories tell of one day is one entry.

    What is told of more than a month comes after what is told of days, and undated events last.

    Args:
        actor: a code.
        part: only what it does ("actor"), or what is done to it ("recipient").

    Raises DragomanError: "not-found" for a code that nothing has, "bad-date", "bad-query".
    """
    if part not in get_args(Part):
        raise DragomanError(
            f"There is no part {part!r}. Known: {', '.join(get_args(Part))}.", error="bad-query"
        )
    code = _checked(archive, actor, since, until)
    own = {"any": "true", "actor": "forth", "recipient": "back"}[part]
    once = ONCE.replace("event, a", "id")
    why = why_left_out(planned, alleged)
    # Occasions are told apart before anything is left out, as in a dyad's ledger.
    rows = archive.rows(
        "SELECT 'event', id, forth, back, tellings, day, dated FROM ("
        f" SELECT *, {why} AS why, list(id) OVER told AS tellings,"
        f"  row_number() OVER (PARTITION BY occasion ORDER BY {once}) AS nth"
        "  FROM merged_events JOIN (SELECT event, bool_or(role = 'actor') AS forth, "
        "   bool_or(role <> 'actor') AS back FROM merged_parties "
        f"  WHERE code = {quoted(code)} GROUP BY event) ON event = id"
        f"  WHERE {own} WINDOW told AS (PARTITION BY occasion)) "
        f"WHERE nth = 1 AND why IS NULL AND {within(since, until)} "
        f"ORDER BY {_LATEST}{_cut(limit, offset)}"
    )
    return list(shown(archive, rows))


def speech(
    archive: Rows,
    actor: str,
    *,
    since: str | None = None,
    until: str | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[LedgerEntry]:
    """What an actor (a code) says over all stories, the latest first; arguments as of acts."""
    code = _checked(archive, actor, since, until)
    rows = archive.rows(
        "SELECT 'statement', id, true, false, NULL, day, dated FROM utterances "
        f"WHERE speaker_code = {quoted(code)} AND {within(since, until)} "
        f"ORDER BY {_LATEST}{_cut(limit, offset)}"
    )
    return list(shown(archive, rows))


def _checked(archive: Rows, actor: str, since: str | None, until: str | None) -> str:
    code = actor.upper()
    checked_day(since), checked_day(until)
    check_codes(archive, code)
    return code


def _cut(limit: int | None, offset: int) -> str:
    return ("" if limit is None else f" LIMIT {int(limit)}") + f" OFFSET {int(offset)}"
