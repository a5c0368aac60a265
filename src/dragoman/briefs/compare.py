"""Where the reports of a story agree, differ and stand alone."""

from __future__ import annotations

from dragoman.briefs.lines import Desk
from dragoman.briefs.model import Alone, Comparison, DifferenceLine, SpeechLine, VersionShown
from dragoman.briefs.words import SPEECH, STATUS, plain
from dragoman.records import Difference, MergedEvent, Utterance


def comparison(desk: Desk) -> Comparison:
    """The comparison of a section; empty for a story of one report."""
    records = desk.records
    if len(records.story.reports) < 2:
        return Comparison()
    differ = []
    merged: list[MergedEvent | Utterance] = [*records.events, *records.utterances]
    for record in merged:
        fields = {d.field for d in record.differing}
        differ += [
            _difference(desk, record.id, d)
            for d in record.differing
            if not (d.field == "kind" and "wording" in fields)  # told with the wording
        ]
    agree = desk.refs(record.id for record in merged if len(record.reports) > 1)
    alone = []
    for report in records.story.reports:
        only = [record.id for record in merged if record.reports == (report,)]
        refs = sorted(
            desk.refs(only), key=lambda ref: -getattr(desk.lines[ref.line], "weight", 0.0)
        )
        alone.append(Alone(letter=desk.framers[report].letter, items=tuple(refs)))
    alone.sort(key=lambda a: (len(a.letter), a.letter))
    return Comparison(agree=agree, differ=tuple(differ), alone=tuple(alone))


def _difference(desk: Desk, record: str, difference: Difference) -> DifferenceLine:
    versions = tuple(
        VersionShown(
            letter=desk.framers[v.report].letter,
            value=_value(difference.field, plain(v.value)),
            passages=desk.passages(v.report, v.evidence),
        )
        for v in difference.versions
        if v.report in desk.framers
    )
    of = desk.ref(record)
    line = desk.lines.get(of.line) if of else None
    if difference.field == "wording" and isinstance(line, SpeechLine):
        versions = tuple(
            VersionShown(
                letter=r.letter,
                value=f"{SPEECH.get(r.kind, r.kind)}: {r.words}",
                passages=r.passages,
            )
            for r in line.renderings
        )
    shown = DifferenceLine(
        id=desk.line_id("d", record, difference.field),
        text=line.speaker.name if isinstance(line, SpeechLine) else of.text if of else "",
        records=(record,),
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
