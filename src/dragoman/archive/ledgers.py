"""Ledgers, series and networks of an archive (:mod:`dragoman.ledger` does the work)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dragoman.archive.damaged import tells_damage
from dragoman.archive.positions import Positions
from dragoman.records import Grain, Ledger, LedgerEntry, Network, Places, Series

if TYPE_CHECKING:
    from dragoman.ledger.actors import Part


class Ledgers(Positions):
    """What can be asked of an archive about relations over time.

    Only reports that have been put into stories count (:func:`dragoman.storing.tell_stories`; the
    commands do that by themselves). docs/relations.md says how days, counts and levels are made.
    """

    @tells_damage
    def ledger(
        self,
        dyad: str | tuple[str, str],
        *,
        directed: bool = False,
        since: str | None = None,
        until: str | None = None,
        planned: bool = False,
        alleged: bool = False,
        latest: bool = False,
        limit: int | None = None,
        offset: int = 0,
    ) -> Ledger:
        """All events, statements and ties of two actors by day, each with its words.

        Args:
            dyad: two codes ("KOR-CHN"), or "USA>PRK" for what the first does and says to the other.
            directed: as with ">": only from the first code to the second.
            since, until: ISO days, inclusive; what has a day in common with them fits.
            planned: also planned and possible events.
            alleged: also events that only an interested party claims.
            latest: the last day first.
            limit, offset: at most so many entries, after so many are skipped.

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
        return ledger(self, one, latest=latest, limit=limit, offset=offset)

    @tells_damage
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

    @tells_damage
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

    @tells_damage
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
        actor: str | None = None,
    ) -> Network:
        """Who dealt with whom in the ``window`` days up to ``at``, or from ``since`` to ``until``.

        Without days all events count. An edge has ``least`` events or more; ``directed`` edges go
        from who acts to whom. With an ``actor`` (a code) there are only its own dyads.

        Raises:
            DragomanError: "bad-date", "bad-query" for a day beside a span, or "not-found" for a
                code that nothing has.
        """
        from dragoman.ledger import network
        from dragoman.ledger.asking import check_codes

        if actor is not None:
            actor = actor.upper()
            check_codes(self, actor)

        return network(
            self, at=at, window=window, since=since, until=until, directed=directed,
            planned=planned, alleged=alleged, least=least, actor=actor,
        )  # fmt: skip

    @tells_damage
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

    @tells_damage
    def acts(
        self,
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
        """What an actor (a code) does and what is done to it over all stories, the latest first.

        ``part`` "actor" gives only what it does, "recipient" what is done to it; the rest as for
        :meth:`ledger`.

        Raises:
            DragomanError: "bad-query", "bad-date", or "not-found" for a code that nothing has.
        """
        from dragoman.ledger.actors import acts

        return acts(
            self, actor, part=part, since=since, until=until, planned=planned, alleged=alleged,
            limit=limit, offset=offset,
        )  # fmt: skip

    @tells_damage
    def speech(
        self,
        actor: str,
        *,
        since: str | None = None,
        until: str | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[LedgerEntry]:
        """What an actor (a code) says over all stories, the latest first, with its words."""
        from dragoman.ledger.actors import speech

        return speech(self, actor, since=since, until=until, limit=limit, offset=offset)
