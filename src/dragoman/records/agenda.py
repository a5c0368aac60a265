"""What is planned, and what became of it."""

from __future__ import annotations

from typing import Literal

from dragoman.records.base import Date, Place, Record
from dragoman.records.relations import Quotation

AgendaState = Literal["ahead", "held", "moved", "cancelled", "overdue", "unknown"]
StepKind = Literal["planned", "doubted", "moved", "cancelled", "held"]


class AgendaStep(Record, frozen=True, kw_only=True):
    """What reports of one day tell about a planned event, in so far as it is new.

    Fields:
        kind: it is `planned` (also: for a nearer day, or again after it was cancelled), put in
            doubt (`doubted`: "threatened to cancel"), `moved`, `cancelled`, or `held`.
        day: publication day of the first of these reports, ISO; null where none is known.
        date: the day of the event as told here; null where none is.
        event: id of the event that tells it.
        quotation: the sentence.
        reports: ids of all reports that tell it from then on.
        why: what joins the telling to this planned event, in words.
    """

    kind: StepKind
    day: str | None = None
    date: Date | None = None
    event: str
    quotation: Quotation | None = None
    reports: tuple[str, ...] = ()
    why: tuple[str, ...] = ()


class AgendaItem(Record, frozen=True, kw_only=True, tag_field="record", tag="agenda_item"):
    """A planned event, with who, where, when, hedge and source, and what became of it.

    Fields:
        event: id of the merged event; over many stories of the first that tells it.
        what: who does what, in words.
        date: the day for which it stands now.
        attribution: chains of sources as text, innermost first ("EBC -> Daily A").
        events: ids of all merged events that tell it as planned.
        sides: actor codes of those who take part.
        state: its day is to come (`ahead`); a report tells that it took place (`held`), was put
            off to another day or place (`moved`), or called off (`cancelled`); its day is past and
            no report tells more (`overdue`); or no day is known and no report tells more
            (`unknown`). Null in the agenda of one story, where nothing is followed up.
        history: how it came to that, the first report first.
    """

    id: str
    event: str
    what: str
    date: Date | None = None
    place: Place | None = None
    hedges: tuple[str, ...] = ()
    attribution: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    state: AgendaState | None = None
    history: tuple[AgendaStep, ...] = ()
