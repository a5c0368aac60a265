"""Positions over all stories of an archive."""

from __future__ import annotations

from dragoman.archive.damaged import tells_damage
from dragoman.archive.threads import Threads
from dragoman.records import Position


class Positions(Threads):
    """What can be asked of an archive across its stories."""

    @tells_damage
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
        found, _ = self.issue_records(issue, since, until)
        # Here, not above: who asks for records only need not wait for the books of issues.
        from dragoman.relations.history import joined

        return joined(found, issue, actor=actor, since=since, until=until)
