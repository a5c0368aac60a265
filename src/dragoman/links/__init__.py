"""Stage: links. Ties a statement to the events that its words carry (``Statement.about``)."""

from __future__ import annotations

import msgspec

from dragoman.document import Document
from dragoman.records import Event, Statement


class Links:
    """Fills ``Statement.about``. Runs after statements and events, which do not know each other."""

    name = "links"
    reads = frozenset({"statements", "events"})
    writes = frozenset({"statements"})

    def __call__(self, document: Document) -> Document:
        """A statement is about every event whose trigger stands in its content."""
        document.statements = [
            msgspec.structs.replace(s, about=tuple(e.id for e in document.events if _inside(e, s)))
            for s in document.statements
        ]
        return document


def _inside(event: Event, statement: Statement) -> bool:
    trigger = next((e for e in event.evidence if e.role == "trigger"), None)
    return trigger is not None and any(
        piece.start <= trigger.start < piece.end for piece in statement.content
    )
