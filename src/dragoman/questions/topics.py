"""Questions about actors and issues: which there are, where each stands, how an issue went."""

from __future__ import annotations

from typing import Annotated

import msgspec

from dragoman.archive import Archive
from dragoman.questions.answering import answer, page
from dragoman.questions.base import MOST, Code, Page, Pair, Since, Text, Until, question
from dragoman.records import ActorCount, Answer, Grain, IssueCount, IssueThread, Position

AnIssue = Annotated[str, msgspec.Meta(min_length=1, max_length=200, description="Id or name.")]


class Actors(Page, frozen=True, kw_only=True):
    """Which actors."""

    code: Annotated[Code, msgspec.Meta(description="Only the one with this code.")] | None = None
    words: Annotated[Text, msgspec.Meta(description="Part of a name, or a code.")] | None = None


@question("actors", ActorCount, of_stories=True)
def actors(archive: Archive, asked: Actors) -> Answer[ActorCount]:
    """Actors with a code, by how much they do, receive and say over all stories."""
    from dragoman.relations.names import code_kind, code_name

    rows = archive.rows(
        "SELECT code, sum(acts), sum(receives), sum(speaks) FROM ("
        " SELECT code, count(DISTINCT event) FILTER (role = 'actor') AS acts,"
        "  count(DISTINCT event) FILTER (role <> 'actor') AS receives, 0 AS speaks"
        "  FROM merged_parties GROUP BY code"
        " UNION ALL SELECT speaker_code, 0, 0, count(*) FROM utterances GROUP BY speaker_code"
        ") WHERE code IS NOT NULL AND code <> '---' GROUP BY code"
        " ORDER BY sum(acts) + sum(receives) + sum(speaks) DESC, code"
    )
    found = [
        ActorCount(
            code=c, name=code_name(c), kind=code_kind(c), acts=int(a), receives=int(r),
            speaks=int(s),
        )
        for c, a, r, s in rows
        if asked.code is None or c == asked.code.upper()
    ]  # fmt: skip
    if asked.words is not None:
        words = asked.words.lower()
        found = [one for one in found if words in one.name.lower() or words == one.code.lower()]
    return page(archive, "actors", asked, found)


class Issues(Page, frozen=True, kw_only=True):
    """Which issues."""

    words: Annotated[Text, msgspec.Meta(description="Part of its name or id.")] | None = None
    book: Annotated[bool, msgspec.Meta(description="Only issues of the code book.")] = False
    proposed: Annotated[
        bool, msgspec.Meta(description="Only phrases of the reports that the book lacks.")
    ] = False
    actor: Annotated[Code, msgspec.Meta(description="In what this code does or says.")] | None = (
        None
    )
    dyad: Annotated[Pair, msgspec.Meta(description="Between these two.")] | None = None


@question("issues", IssueCount, of_stories=True)
def issues(archive: Archive, asked: Issues) -> Answer[IssueCount]:
    """Issues of all stories, those of most reports first."""
    from dragoman.issues.book import issue_name

    rows = archive.rows(
        "WITH told AS (SELECT unnest(e.issues) AS issue, e.report, m.event, NULL AS utterance "
        "  FROM events e LEFT JOIN (SELECT unnest(members) AS member, id AS event "
        "   FROM merged_events) m ON m.member = e.id"
        " UNION ALL SELECT unnest(s.issues), s.report, NULL, u.utterance"
        "  FROM statements s LEFT JOIN (SELECT unnest(members) AS member, id AS utterance "
        "   FROM utterances) u ON u.member = s.id) "
        "SELECT issue, count(DISTINCT event), count(DISTINCT utterance), "
        " count(DISTINCT t.report), count(DISTINCT sr.story), "
        " min(r.published_day)::VARCHAR, max(r.published_day)::VARCHAR "
        "FROM told t JOIN reports r ON r.id = t.report "
        "LEFT JOIN story_reports sr ON sr.report = t.report "
        f"WHERE {_taking_part(asked)} "
        "GROUP BY issue ORDER BY count(DISTINCT t.report) DESC, issue"
    )
    found = [
        IssueCount(
            id=issue, name=issue_name(issue), acts=acts, statements=statements, reports=reports,
            stories=stories, first=first, last=last,
        )
        for issue, acts, statements, reports, stories, first, last in rows
    ]  # fmt: skip
    if asked.book:
        found = [one for one in found if not one.id.startswith("new:")]
    if asked.proposed:
        found = [one for one in found if one.id.startswith("new:")]
    if asked.words is not None:
        words = asked.words.lower()
        found = [one for one in found if words in one.name.lower() or words in one.id.lower()]
    return page(archive, "issues", asked, found)


def _taking_part(asked: Issues) -> str:
    """SQL: which events and utterances count."""
    from dragoman.ledger.asking import asked as pair
    from dragoman.ledger.asking import quoted

    acts, words = [], []
    if asked.actor is not None:
        code = quoted(asked.actor.upper())
        acts.append(f"SELECT event FROM merged_parties WHERE code = {code} AND role = 'actor'")
        words.append(f"SELECT id FROM utterances WHERE speaker_code = {code}")
    if asked.dyad is not None:
        two = pair(asked.dyad)
        acts.append(f"SELECT event FROM merged_dyads WHERE {two.pair}")
        words.append(
            "SELECT utterance FROM utterance_parties WHERE code IN "
            f"({quoted(two.a)}, {quoted(two.b)}) GROUP BY utterance HAVING count(DISTINCT code) = 2"
        )
    if not acts:
        return "true"
    events, utterances = " INTERSECT ".join(acts), " INTERSECT ".join(words)
    return f"(event IN ({events}) OR utterance IN ({utterances}))"


class OnIssue(Page, frozen=True, kw_only=True):
    """Whose words and acts on which issue."""

    issue: AnIssue
    actor: Code | None = None
    since: Since | None = None
    until: Until | None = None


class OfPositions(OnIssue, frozen=True, kw_only=True):
    """Whose positions on which issue."""

    entries: Annotated[
        int, msgspec.Meta(ge=1, le=MOST, description="The latest entries of each actor, so many.")
    ] = 10


@question("positions", Position, of_stories=True)
def positions(archive: Archive, asked: OfPositions) -> Answer[Position]:
    """What each actor said and did about an issue in all stories, the latest first, quoted.

    Of each actor the latest ``entries`` are told, and ``left_out`` says how many are not.
    """
    found = archive.positions(asked.issue, actor=asked.actor, since=asked.since, until=asked.until)
    return page(archive, "positions", asked, [_latest(one, asked.entries) for one in found])


def _latest(one: Position, most: int) -> Position:
    left = max(len(one.entries) - most, 0)
    return msgspec.structs.replace(one, entries=one.entries[:most], left_out=left)


class OfThread(OnIssue, frozen=True, kw_only=True):
    """Which part of an issue's thread."""

    by: Annotated[Grain, msgspec.Meta(description="How long a period is.")] = "month"


@question("thread", IssueThread, of_stories=True)
def thread(archive: Archive, asked: OfThread) -> Answer[IssueThread]:
    """An issue over time: counts and peaks by period, stances by actor, entries by day.

    ``limit``, ``offset``, ``more`` and ``total`` count entries.
    """
    whole = archive.thread(
        asked.issue, actor=asked.actor, since=asked.since, until=asked.until, grain=asked.by
    )
    end = asked.offset + asked.limit
    part = msgspec.structs.replace(whole, entries=whole.entries[asked.offset : end])
    return answer(
        archive, "thread", asked, [part], more=len(whole.entries) > end, total=len(whole.entries)
    )
