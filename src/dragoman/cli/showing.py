"""``dragoman show``: one record in the sentence that it came from, with what made it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.text import Text

from dragoman.cli.shared import console
from dragoman.questions.showing import fields_of, kind_of, made_with
from dragoman.records import AnyRecord, Event, Evidence, MergedEvent, Statement, Tie, Utterance
from dragoman.relations.names import masked, plain, steerless

if TYPE_CHECKING:
    from dragoman.archive import Archive

_STYLE = {
    "trigger": "bold reverse", "actor": "bold cyan", "recipient": "bold magenta", "date": "green",
    "place": "yellow", "hedge": "italic underline", "cue": "bold blue", "content": "underline",
    "change": "bold underline",
}  # fmt: skip


def show_record(archive: Archive, record: AnyRecord) -> None:
    """Print a record, its evidence in the text, and the run that made it."""
    console.print(Text(f"{kind_of(record)} {getattr(record, 'id', '')}", style="bold"))
    if isinstance(record, MergedEvent | Utterance):
        for reason in record.why:
            console.print(Text(f"  joined by: {reason}"))
        for member in record.members:
            show_record(archive, archive.get(member))
        return
    if isinstance(record, Event | Statement | Tie):
        reading = archive.reading(record.report)
        spans = list(record.evidence)
        if isinstance(record, Statement):
            spans += record.content
        if not isinstance(record, Tie) and record.change is not None:
            spans += record.change.evidence
        source = reading.report.source or reading.report.title or reading.report.id
        console.print(Text(f"  {plain(source)}:", style="dim"))
        if spans:
            console.print(_marked(reading.text, spans))
        for span in spans:
            words = masked(reading.text[span.start : span.end].replace("\n", " "))
            line = Text(f"  {span.role} {span.start}-{span.end}: ")
            console.print(line.append(words, style=_STYLE[span.role]))
    for name, words in fields_of(record):
        console.print(Text(f"  {name}: {steerless(words)}"))
    run = getattr(record, "run", "")
    made = next((r for r in archive.runs() if r.id == run), None)
    if made is not None:
        console.print(Text(f"  made with: {made_with(made)}", style="dim"))


def _marked(text: str, spans: list[Evidence]) -> Text:
    """The paragraph part around the spans, with each span in the style of its role."""
    first, last = min(s.start for s in spans), max(s.end for s in spans)
    start = text.rfind("\n", 0, first) + 1
    stops = [m.end() for m in re.finditer(r"[.!?][\"'”’)]*\s", text[start:first])]
    start += stops[-1] if stops else 0
    stop = text.find("\n", last)
    end = len(text) if stop < 0 else stop
    ended = re.search(r"[.!?][\"'”’)]*(?=\s)", text[last:end])
    end = last + ended.end() if ended else end
    shown = Text("  " + masked(text[start:end].replace("\n", " ")))
    for span in spans:
        shown.stylize(_STYLE[span.role], span.start - start + 2, span.end - start + 2)
    return shown
