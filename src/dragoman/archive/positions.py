"""Positions over all stories of an archive."""

from __future__ import annotations

from dragoman.archive.queries import Queries
from dragoman.archive.rows import day as iso_day
from dragoman.errors import DragomanError
from dragoman.records import Issue, Position


class Positions(Queries):
    """What can be asked of an archive across its stories."""

    def positions(
        self,
        issue: str,
        *,
        actor: str | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> list[Position]:
        """What each actor said and did about an issue in all stories, the latest first.

        Each entry says what was done or said, when (by the reports, or by their publication day),
        in which words, whether these tell a change, and where an earlier entry took the other
        stance. Actors with most entries come first. Only reports that have been put into stories
        count (:func:`dragoman.storing.tell_stories`; the command does that by itself).

        Args:
            issue: an issue's id ("taiwan") or name, in any case.
            actor: a code ("KOR") or a name.
            since, until: ISO days, inclusive; entries without a day do not fit.

        Raises:
            DragomanError: a day that is none ("bad-date"), or an issue that neither the archive nor
                the book of issues knows ("not-found").
        """
        # Here, not above: who asks for records only need not wait for the books of issues.
        from dragoman.issues.book import issue_book
        from dragoman.relations.history import is_issue, joined

        for given in (since, until):
            if given is not None and iso_day(given) is None:
                raise DragomanError(
                    f"{given!r} is no day. Write it as 2026-01-05.", error="bad-date"
                )
        found = [record for record in self.derived() if isinstance(record, Issue)]
        held = {key: None for one in found for key in _issues(one)}
        if not any(is_issue(key, issue) for key in (*held, *issue_book().entries)):
            known = ", ".join(held) or "none yet"
            raise DragomanError(
                f"No issue is called {issue!r}. This archive has: {known}.", error="not-found"
            )
        return joined(found, issue, actor=actor, since=since, until=until)


def _issues(one: Issue) -> list[str]:
    """The ids of an issue and of those that its entries carry, too."""
    entries = [entry for position in one.positions for entry in position.entries]
    return [one.id.rpartition("@")[0], *(i for entry in entries for i in entry.issues)]
