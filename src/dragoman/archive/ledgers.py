"""Ledgers, series and networks of an archive (:mod:`dragoman.ledger` does the work)."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.archive.positions import Positions
from dragoman.records import Grain, Ledger, Network, Places, Series


class Ledgers(Positions):
    """What can be asked of an archive about relations over time.

    Only reports that have been put into stories count (:func:`dragoman.storing.tell_stories`; the
    commands do that by themselves). docs/relations.md says how days, counts and levels are made.
    """

    def ledger(
        self,
        dyad: str | tuple[str, str],
        *,
        directed: bool = False,
        since: str | None = None,
        until: str | None = None,
        planned: bool = False,
        alleged: bool = False,
    ) -> Ledger:
        """All events, statements and ties of two actors by day, each with its words.

        Args:
            dyad: two codes ("KOR-CHN"), or "USA>PRK" for what the first does and says to the other.
            directed: as with ">": only from the first code to the second.
            since, until: ISO days, inclusive; what has a day in common with them fits.
            planned: also planned and possible events.
            alleged: also events that only an interested party claims.

        Raises:
            DragomanError: "bad-query", "bad-date", or "not-found" for a code that nothing has.
        """
        # Here, not above: who asks for records only need not wait for the code books.
        from dragoman.ledger import asked, ledger
        from dragoman.ledger.asking import check_codes

        one = asked(
            dyad, directed=directed, since=since, until=until, planned=planned, alleged=alleged
        )
        check_codes(self, one.a, one.b)
        return ledger(self, one)

    def series(
        self,
        dyad: str | tuple[str, str],
        *,
        by: Grain = "month",
        directed: bool = False,
        since: str | None = None,
        until: str | None = None,
        planned: bool = False,
        alleged: bool = False,
        rates: bool = True,
    ) -> Series:
        """The events of two actors by day, week or month, with changes of level.

        Arguments as for :meth:`ledger`. Without days the series runs over the time of which the
        archive has reports. ``rates`` seeks changes in events per report read; without it, in
        events per period.
        """
        (one,) = self.compare(
            [dyad], by=by, directed=directed, since=since, until=until, planned=planned,
            alleged=alleged, rates=rates,
        )  # fmt: skip
        return one

    def compare(
        self,
        dyads: Sequence[str | tuple[str, str]],
        *,
        by: Grain = "month",
        directed: bool = False,
        since: str | None = None,
        until: str | None = None,
        planned: bool = False,
        alleged: bool = False,
        rates: bool = True,
    ) -> tuple[Series, ...]:
        """The series of several dyads over the same periods, in the order given."""
        from dragoman.ledger import asked, compare
        from dragoman.ledger.asking import check_codes

        several = [
            asked(
                dyad, directed=directed, since=since, until=until, planned=planned, alleged=alleged
            )
            for dyad in dyads
        ]
        check_codes(self, *(code for one in several for code in (one.a, one.b)))
        return compare(self, several, by=by, rates=rates)

    def network(
        self,
        *,
        at: str | None = None,
        window: int = 90,
        since: str | None = None,
        until: str | None = None,
        directed: bool = False,
        planned: bool = False,
        alleged: bool = False,
        least: int = 1,
    ) -> Network:
        """Who dealt with whom in the ``window`` days up to ``at``, or from ``since`` to ``until``.

        Without days all events count. An edge has ``least`` events or more; ``directed`` edges go
        from who acts to whom.

        Raises:
            DragomanError: "bad-date", or "bad-query" for a day beside a span.
        """
        from dragoman.ledger import network

        return network(
            self, at=at, window=window, since=since, until=until, directed=directed,
            planned=planned, alleged=alleged, least=least,
        )  # fmt: skip

    def places(
        self,
        *dyads: str | tuple[str, str],
        since: str | None = None,
        until: str | None = None,
        directed: bool = False,
        planned: bool = False,
        alleged: bool = False,
    ) -> Places:
        """Where events were: of these dyads, or without one of all that merged events tell.

        Arguments as for :meth:`ledger`; days count as in series and networks.
        """
        from dragoman.ledger import asked, places
        from dragoman.ledger.asking import check_codes

        several = [asked(dyad, directed=directed) for dyad in dyads]
        check_codes(self, *(code for one in several for code in (one.a, one.b)))
        return places(self, several, since=since, until=until, planned=planned, alleged=alleged)
