"""Questions about the records of reports: events, statements, ties, reports, one record."""

from __future__ import annotations

from typing import Annotated, Any, get_args

import msgspec

from dragoman.archive import Archive
from dragoman.questions.answering import answer, first_page
from dragoman.questions.base import Asked, Code, Id, Page, Pair, Since, Text, Until, Words, question
from dragoman.records import (
    Answer,
    AnyRecord,
    Event,
    Reading,
    Report,
    Statement,
    StatementKind,
    Status,
    Tie,
)

# What a description names as all there is; the archive says so in better words than a decoder.
AnIssue = Annotated[Text, msgspec.Meta(description="An issue's id (fishing).")]


class Events(Page, frozen=True, kw_only=True):
    """Which events."""

    actor: Code | None = None
    recipient: Code | None = None
    dyad: Pair | None = None
    type: Annotated[Words, msgspec.Meta(description="PLOVER types; one has to fit.")] = ()
    status: Annotated[
        tuple[
            Annotated[Text, msgspec.Meta(extra_json_schema={"enum": list(get_args(Status))})], ...
        ],
        msgspec.Meta(max_length=20, description="Whether it happened; one has to fit."),
    ] = ()
    since: Since | None = None
    until: Until | None = None
    issue: AnIssue | None = None
    report: Annotated[Words, msgspec.Meta(description="Ids of reports; one has to fit.")] = ()
    least: Annotated[
        float, msgspec.Meta(ge=0, le=1, description="Leave out events less sure than this.")
    ] | None = None  # fmt: skip


@question("events", Event)
def events(archive: Archive, asked: Events) -> Answer[Event]:
    """Events of single reports: who did what to whom, whether it happened, in which words."""
    found = archive.events(
        actor=asked.actor, recipient=asked.recipient, dyad=asked.dyad, type=asked.type or None,
        status=asked.status or None, since=asked.since, until=asked.until, issue=asked.issue,
        report=asked.report or None, least=asked.least, limit=asked.limit + 1, offset=asked.offset,
    )  # fmt: skip
    return first_page(archive, "events", asked, found)


class Statements(Page, frozen=True, kw_only=True):
    """Which statements."""

    speaker: Code | None = None
    addressee: Annotated[Code, msgspec.Meta(description="A code.")] | None = None
    kind: Annotated[
        tuple[
            Annotated[
                Text, msgspec.Meta(extra_json_schema={"enum": list(get_args(StatementKind))})
            ],
            ...,
        ],
        msgspec.Meta(max_length=20, description="How the words are given; one has to fit."),
    ] = ()
    since: Since | None = None
    until: Until | None = None
    issue: AnIssue | None = None
    report: Annotated[Words, msgspec.Meta(description="Ids of reports; one has to fit.")] = ()


@question("statements", Statement)
def statements(archive: Archive, asked: Statements) -> Answer[Statement]:
    """Statements of single reports: who said what to whom, in which words, through whom."""
    found = archive.statements(
        speaker=asked.speaker, addressee=asked.addressee, kind=asked.kind or None,
        since=asked.since, until=asked.until, issue=asked.issue, report=asked.report or None,
        limit=asked.limit + 1, offset=asked.offset,
    )  # fmt: skip
    return first_page(archive, "statements", asked, found)


class Ties(Page, frozen=True, kw_only=True):
    """Which ties."""

    between: Pair | None = None


@question("ties", Tie)
def ties(archive: Archive, asked: Ties) -> Answer[Tie]:
    """Ties as single reports state them (alliance, trade, patronage ...)."""
    found = archive.ties(between=asked.between)[asked.offset :]
    return first_page(archive, "ties", asked, found)


class Reports(Page, frozen=True, kw_only=True):
    """Which reports."""

    source: Annotated[Text, msgspec.Meta(description="Its publisher, as given.")] | None = None
    since: Since | None = None
    until: Until | None = None


@question("reports", Report)
def reports(archive: Archive, asked: Reports) -> Answer[Report]:
    """Reports by publication day, without their texts."""
    rows = archive.rows(
        "SELECT json FROM reports WHERE ($1 IS NULL OR lower(source) = lower($1)) "
        "AND ($2 IS NULL OR published_day >= $2::DATE) "
        "AND ($3 IS NULL OR published_day <= $3::DATE) "
        "ORDER BY published NULLS LAST, id LIMIT $4 OFFSET $5",
        [asked.source, asked.since, asked.until, asked.limit + 1, asked.offset],
    )
    found = [msgspec.json.decode(text, type=Report) for (text,) in rows]
    return first_page(archive, "reports", asked, found, opens=False)


class OneRecord(Asked, frozen=True, kw_only=True):
    """Which record."""

    id: Id


@question("record", AnyRecord)
def record(archive: Archive, asked: OneRecord) -> Answer[Any]:
    """One record of any kind by its id, with the sentences that it rests on."""
    return answer(archive, "record", asked, [archive.get(asked.id)])


class OneReport(Asked, frozen=True, kw_only=True):
    """Which report."""

    id: Annotated[Id, msgspec.Meta(description="A report's id.")]


@question("reading", Reading)
def reading(archive: Archive, asked: OneReport) -> Answer[Reading]:
    """One report with its text and all records that were read in it."""
    found = archive.reading(asked.id)
    return answer(archive, "reading", asked, [found], opens=False)
