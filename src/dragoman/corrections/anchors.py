"""Where a correction's words stand, and which record of a reading stands there now."""

from __future__ import annotations

from dragoman.records import UNKNOWN_CODE, Anchor, Event, Reading, Statement

_BESIDE = 60  # characters kept on each side: enough to find the words in a changed text


def anchor_of(reading: Reading, record: Event | Statement | None = None) -> Anchor:
    """The place of a record in its report, or the report as a whole.

    Example:
        >>> from dragoman.records import Report
        >>> anchor_of(Reading(report=Report(id="r1", text_sha256=""), text="")).report
        'r1'
    """
    if record is None:
        return Anchor(report=reading.report.id)
    start, end = _span(record)
    return Anchor(
        report=reading.report.id,
        start=start,
        end=end,
        text=reading.text[start:end],
        around=reading.text[max(0, start - _BESIDE) : end + _BESIDE],
        type=record.type if isinstance(record, Event) else None,
        codes=_codes(record),
    )


def find(anchor: Anchor, reading: Reading, of: str) -> str | None:
    """The id of the event or statement that stands at an anchor now; None where none does.

    Its words must stand where they stood, or, where the text has changed, stand there once with
    the same words beside them. Of several records at one place the likest is taken: of the same
    type, with the same sides.
    """
    span = _place(anchor, reading.text)
    if span is None:
        return None
    records: tuple[Event | Statement, ...] = reading.events if of == "event" else reading.statements
    best: tuple[float, ...] | None = None
    found: str | None = None
    for record in records:
        start, end = _span(record)
        shared = min(end, span[1]) - max(start, span[0])
        if shared <= 0:
            continue
        same_type = isinstance(record, Event) and record.type == anchor.type
        sides = len(set(_codes(record)) & set(anchor.codes))
        whole = shared / max(end - start, span[1] - span[0])
        rank = (float(same_type), float(sides), whole, -float(start))
        if best is None or rank > best:
            best, found = rank, record.id
    return found


def _place(anchor: Anchor, text: str) -> tuple[int, int] | None:
    """Where the words of an anchor stand in a text."""
    if anchor.start is None or anchor.end is None:
        return None
    if text[anchor.start : anchor.end] == anchor.text:
        return anchor.start, anchor.end
    if text.count(anchor.around) == 1:
        # not where the words come first in it: the same words may stand beside them, too
        start = text.index(anchor.around) + min(anchor.start, _BESIDE)
        return start, start + len(anchor.text)
    return None


def _span(record: Event | Statement) -> tuple[int, int]:
    """The trigger of an event, the content of a statement."""
    if isinstance(record, Event):
        spans = [e for e in record.evidence if e.role == "trigger"] or list(record.evidence)
    else:
        spans = list(record.content)
    if not spans:
        return 0, 0
    return min(e.start for e in spans), max(e.end for e in spans)


def _codes(record: Event | Statement) -> tuple[str, ...]:
    sides = (*record.actors, *record.recipients) if isinstance(record, Event) else (record.speaker,)
    return tuple(sorted({a.code for a in sides} - {UNKNOWN_CODE}))
