"""Where the reports of a story agree, differ and stand alone."""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.briefs.lines import Desk
from dragoman.briefs.model import (
    Alone,
    Comparison,
    DifferenceLine,
    Ref,
    SpeechLine,
    VersionShown,
)
from dragoman.briefs.words import SPEECH, STATUS, plain, shorten
from dragoman.records import Difference, MergedEvent, Utterance
from dragoman.stories import differences, only_in
from dragoman.stories.folding import covered


def comparison(desk: Desk) -> Comparison:
    """The comparison of a section; empty for a story of one report."""
    records = desk.records
    if len(records.story.reports) < 2:
        return Comparison()
    merged: list[MergedEvent | Utterance] = [*records.events, *records.utterances]
    worded = {r.id for r in merged if any(d.field == "wording" for d in r.differing)}
    differ = [
        _difference(desk, d)
        for d in differences(records)
        if not (d.field == "kind" and d.of in worded)  # told with the wording
    ]
    ties = _ties(desk)
    agree = [record.id for record in merged if len(record.reports) > 1]
    agree += [tie for tie, reports in ties.items() if len(reports) > 1]
    alone = [
        Alone(letter=desk.framers[report].letter, items=_only(desk, ids))
        for report, ids in only_in(records).items()
    ]
    alone.sort(key=lambda a: (len(a.letter), a.letter))
    return Comparison(agree=desk.refs(agree), differ=tuple(differ), alone=tuple(alone))


def _only(desk: Desk, ids: Iterable[str]) -> tuple[Ref, ...]:
    """What one report alone tells; statements that an event or a longer line tells are left out."""
    records = desk.records
    kept = []
    for record in ids:
        utterance = records.utterance_by_id.get(record)
        if utterance is not None and (record in desk.folded or covered(records, utterance)):
            continue
        kept.append(record)
    return desk.refs(kept)


def _ties(desk: Desk) -> dict[str, set[str]]:
    """A tie's id in the first report -> all reports that state a tie of that kind and direction."""
    first: dict[tuple[str, str, str], str] = {}
    found: dict[str, set[str]] = {}
    for reading in desk.records.readings:
        for tie in reading.ties:
            key = first.setdefault((tie.a, tie.b, tie.kind), tie.id)
            found.setdefault(key, set()).add(tie.report)
    return found


def _difference(desk: Desk, difference: Difference) -> DifferenceLine:
    versions = tuple(
        VersionShown(
            letter=desk.framers[v.report].letter,
            value=_value(difference.field, plain(v.value)),
            passages=desk.passages(v.report, v.evidence),
        )
        for v in difference.versions
        if v.report in desk.framers
    )
    of = desk.ref(difference.of) if difference.of else None
    line = desk.lines.get(of.line) if of else None
    if difference.field == "wording" and isinstance(line, SpeechLine):
        versions = tuple(
            VersionShown(
                letter=r.letter,
                value=f"{SPEECH.get(r.kind, r.kind)}: {shorten(r.words)}",
                passages=r.passages,
            )
            for r in line.renderings
        )
    shown = DifferenceLine(
        id=desk.line_id("d", difference.of, difference.field),
        text=line.speaker.name if isinstance(line, SpeechLine) else of.text if of else "",
        records=(difference.of,) if difference.of else (),
        reports=tuple(dict.fromkeys(v.letter for v in versions)),
        passages=tuple(p for v in versions for p in v.passages),
        field=difference.field.replace("_", " "),
        of=of.line if of else None,
        versions=tuple(sorted(versions, key=lambda v: (len(v.letter), v.letter))),
    )
    desk.lines[shown.id] = shown
    return shown


def _value(field: str, value: str) -> str:
    """A value in the words of the page: "actual" is shown as "happened"."""
    if field == "status":
        return STATUS.get(value, value)
    return SPEECH.get(value, value) if field == "kind" else value
