"""``dragoman show``: one record in the sentence that it came from, with what made it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec
from rich.text import Text

from dragoman.cli.shared import console
from dragoman.records import AnyRecord, Event, Evidence, MergedEvent, Statement, Tie, Utterance

if TYPE_CHECKING:
    from dragoman.archive import Archive

_SHOWN_ABOVE = ("evidence", "content", "id", "record")
_NOTHING: tuple[object, ...] = (None, [], (), {}, "", False)
_STYLE = {
    "trigger": "bold reverse", "actor": "bold cyan", "recipient": "bold magenta", "date": "green",
    "place": "yellow", "hedge": "italic underline", "cue": "bold blue", "content": "underline",
    "change": "bold underline",
}  # fmt: skip


def show_record(archive: Archive, record: AnyRecord) -> None:
    """Print a record, its evidence in the text, and the run that made it."""
    console.print(Text(f"{_kind(record)} {getattr(record, 'id', '')}", style="bold"))
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
        console.print(Text(f"  {source}:", style="dim"))
        if spans:
            console.print(_marked(reading.text, spans))
        for span in spans:
            words = reading.text[span.start : span.end].replace("\n", " ")
            line = Text(f"  {span.role} {span.start}-{span.end}: ")
            console.print(line.append(words, style=_STYLE[span.role]))
    for name, value in msgspec.to_builtins(record).items():
        if name in _SHOWN_ABOVE or value in _NOTHING:
            continue
        console.print(Text(f"  {name}: {_short(value)}"))
    run = getattr(record, "run", "")
    made = next((r for r in archive.runs() if r.id == run), None)
    if made is not None:
        used = "; ".join(f"{k} {v}" for k, v in made.settings.items() if k != "stages")
        console.print(
            Text(f"  made with: dragoman {made.version}, {made.model}; {used}", style="dim")
        )


def _kind(record: AnyRecord) -> str:
    return str(msgspec.to_builtins(record).get("record", "record"))


def _short(value: object) -> str:
    if isinstance(value, list | tuple):
        return "; ".join(_short(one) for one in value)
    if isinstance(value, dict):
        if "name" in value and "code" in value:
            return f"{value['name']} ({value['code']})"
        return ", ".join(
            f"{k} {_short(v)}" for k, v in value.items() if v not in _NOTHING and k != "evidence"
        )
    return str(value)


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
    shown = Text("  " + text[start:end].replace("\n", " "))
    for span in spans:
        shown.stylize(_STYLE[span.role], span.start - start + 2, span.end - start + 2)
    return shown
