"""The agenda over all stories of an archive."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import msgspec

from dragoman.archive.damaged import tells_damage
from dragoman.archive.days import checked_day
from dragoman.archive.positions import Positions
from dragoman.archive.queries import pair_of
from dragoman.errors import DragomanError
from dragoman.records import AgendaItem, AgendaState, Event, Reading, Report

if TYPE_CHECKING:
    from dragoman.agenda import Telling


class Agenda(Positions):
    """What can be asked of an archive about what was planned."""

    @tells_damage
    def agenda(
        self,
        *,
        on: str | None = None,
        since: str | None = None,
        until: str | None = None,
        actor: str | None = None,
        dyad: str | tuple[str, str] | None = None,
        place: str | None = None,
        state: AgendaState | None = None,
    ) -> list[AgendaItem]:
        """Planned events of all stories in their order, each with what reports say became of it.

        Only reports that have been put into stories count. An event planned in several stories is
        one item; ``history`` has every turn with its report and sentence.

        Args:
            on: the day as of which to tell it (ISO): later reports do not count. Without it, the
                latest publication day.
            since, until: ISO days, inclusive; items without a day do not fit.
            actor: a code ("KOR"), or a part of what the item says ("Lee"), in any case.
            dyad: two codes that both take part: "KOR-CHN".
            place: a part of the place's name, or its country's code.
            state: "ahead", "held", "moved", "cancelled", "overdue" or "unknown".

        Raises:
            DragomanError: a day that is none ("bad-date"), or a state or dyad that is none
                ("bad-query").
        """
        from dragoman.agenda import agenda_items

        for given in (on, since, until):
            checked_day(given)
        if state is not None and state not in get_args(AgendaState):
            raise DragomanError(
                f"There is no state {state!r}. Known: {', '.join(get_args(AgendaState))}.",
                error="bad-query",
            )
        pair = set(pair_of(dyad)) if dyad is not None else set()
        as_of = on or self.latest_day()
        found = self._once(f"agenda {as_of}", lambda: tuple(agenda_items(self._tellings(), as_of)))
        return [
            item
            for item in found
            if (state is None or item.state == state)
            and pair <= set(item.sides)
            and _within(item, since, until)
            and (actor is None or _has_actor(item, actor))
            and (place is None or _is_at(item, place))
        ]

    def latest_day(self) -> str | None:
        """The latest publication day of the archive's reports (ISO); None where none is known."""
        days = self.rows("SELECT max(published_day)::VARCHAR FROM reports")
        return str(days[0][0]) if days and days[0][0] else None

    def _tellings(self) -> list[Telling]:
        """All events of the stories' reports, ready to be joined; mentions are not needed."""
        from dragoman.agenda import Telling
        from dragoman.stories.telling import Told

        merged = dict(
            self.rows("SELECT unnest(members), id FROM merged_events ORDER BY id")
        )  # fmt: skip
        events: dict[str, list[Event]] = {}
        decoder = msgspec.json.Decoder(Event)
        for report, text in self.rows("SELECT report, json FROM events ORDER BY report, seq"):
            events.setdefault(report, []).append(decoder.decode(text))
        found = []
        heads = self.rows(
            "SELECT r.json, t.text FROM reports r JOIN texts t ON t.report = r.id ORDER BY r.id"
        )
        for head, text in heads:
            report = msgspec.json.decode(head, type=Report)
            told = Told(Reading(report=report, text=text))
            found += [
                Telling(event=event, report=report, told=told, merged=merged[event.id])
                for event in events.get(report.id, ())
                if event.id in merged
            ]
        return found


def _within(item: AgendaItem, since: str | None, until: str | None) -> bool:
    start, end = (item.date.start, item.date.end) if item.date else (None, None)
    if since is not None and (end is None or end[:10] < since):
        return False
    return until is None or (start is not None and start[:10] <= until)


def _has_actor(item: AgendaItem, actor: str) -> bool:
    return actor.upper() in item.sides or actor.lower() in item.what.lower()


def _is_at(item: AgendaItem, place: str) -> bool:
    if item.place is None:
        return False
    return place.upper() == item.place.country or place.lower() in item.place.name.lower()
