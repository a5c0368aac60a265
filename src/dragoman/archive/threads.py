"""Issues over all stories of an archive: their threads, and what the book of issues lacks."""

from __future__ import annotations

from difflib import get_close_matches
from typing import get_args

from dragoman.archive.damaged import tells_damage
from dragoman.archive.days import checked_day
from dragoman.archive.queries import Queries
from dragoman.errors import DragomanError
from dragoman.records import Grain, Issue, IssueProposal, IssueThread


class Threads(Queries):
    """What can be asked of an archive about issues over time."""

    @tells_damage
    def thread(
        self,
        issue: str,
        *,
        actor: str | None = None,
        since: str | None = None,
        until: str | None = None,
        grain: Grain = "month",
    ) -> IssueThread:
        """An issue over time: acts, words and reports by period, entries by day, stances by actor.

        Only reports that have been put into stories count (:func:`dragoman.storing.tell_stories`).

        Args:
            issue: an issue's id ("taiwan") or name, in any case.
            actor: a code ("KOR") or a name: only its acts and words.
            since, until: ISO days, inclusive; entries without a day do not fit.
            grain: "day", "week" or "month".

        Raises:
            DragomanError: a day that is none ("bad-date"), another grain ("bad-query"), or an issue
                that neither the archive nor the book of issues knows ("not-found").
        """
        from dragoman.issues.book import issue_name
        from dragoman.relations.history import is_issue
        from dragoman.relations.threads import thread

        if grain not in get_args(Grain):
            raise DragomanError(
                f"There is no grain {grain!r}. Known: {', '.join(get_args(Grain))}.",
                error="bad-query",
            )
        found, known = self.issue_records(issue, since, until)
        wanted = next(key for key in known if is_issue(key, issue))
        rows = self.rows("SELECT id, published_day::VARCHAR FROM reports ORDER BY id")
        return thread(
            found, wanted, issue_name(wanted), dict(rows), actor=actor, since=since, until=until,
            grain=grain,
        )  # fmt: skip

    @tells_damage
    def propose_issues(self, *, least_reports: int = 5, limit: int = 40) -> list[IssueProposal]:
        """Topics that recur in events and statements and that no issue of the book marks.

        Noun phrases such as "salt caravans", those of the same reports together, the most telling
        first; each with its reports, dates, actors, and sentences that show it. Takes a minute for
        some thousand reports (texts are counted, a few thousand sentences are parsed).

        Args:
            least_reports: reports whose records have to stand with the words.
            limit: at most so many proposals.
        """
        from dragoman.issues.corpus import propose_issues

        stories = dict(self.rows("SELECT report, story FROM story_reports"))
        return propose_issues(
            self.readings(), stories, least_reports=least_reports, limit=limit
        )  # fmt: skip

    @tells_damage
    def issue_records(
        self, issue: str, since: str | None, until: str | None
    ) -> tuple[list[Issue], list[str]]:
        """The issues of all stories, and the ids that are known.

        Raises DragomanError "bad-date", or "not-found" where ``issue`` is none of them.
        """
        # Here, not above: who asks for records only need not wait for the books of issues.
        from dragoman.issues.book import issue_book
        from dragoman.relations.history import is_issue

        for given in (since, until):
            checked_day(given)
        held = [
            row[0]
            for row in self.rows(
                "SELECT DISTINCT issue FROM (SELECT unnest(issues) AS issue FROM events "
                "UNION ALL SELECT unnest(issues) FROM statements) ORDER BY issue"
            )
        ]
        known = list(dict.fromkeys((*held, *issue_book().entries)))
        meant = [key for key in known if is_issue(key, issue)]
        if not meant:
            near = get_close_matches(issue.lower(), known, 5, 0.5) or held[:10]
            raise DragomanError(
                f"No issue is called {issue!r}. This archive has {len(held)}, such as: "
                f"{', '.join(near) or 'none yet'}.",
                error="not-found",
            )
        # an entry may carry an issue beside the wider one under which its story keeps it
        sql = (
            "SELECT json FROM derived WHERE kind = 'issue' AND list_bool_or("
            "[contains(json::VARCHAR, one) FOR one IN $1::VARCHAR[]]) ORDER BY story, seq"
        )
        marks = [mark for key in meant for mark in (f'"{key}"', f'"{key}@')]
        found = self._records(Issue, sql, [marks])
        return found, known
