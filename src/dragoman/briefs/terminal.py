"""The brief in a terminal: for 40 columns and for 160, light and dark, plain when piped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from dragoman.briefs import words
from dragoman.briefs.groups import speakers, tally, undated_groups
from dragoman.briefs.model import (
    AgendaLine,
    Brief,
    DifferenceLine,
    DyadShown,
    EntryShown,
    EventLine,
    IssueShown,
    Line,
    Party,
    Ref,
    Rendering,
    StoryBrief,
)
from dragoman.briefs.versions import told
from dragoman.records import UNKNOWN_CODE, Failure

# Colours of the 256 palette that keep their contrast on white and on black.
_QUAD = {1: "color(33)", 2: "color(36)", 3: "color(136)", 4: "color(167)"}
_NARROW = 60
_MARKS = {"same": ("", ""), "added": ("{+", "+}"), "dropped": ("[-", "-]")}


def to_terminal(
    brief: Brief, console: Console | None = None, full: bool = False, only: str | None = None
) -> None:
    """Print the brief. ``full`` shows every line; otherwise long lists end in how many are left.

    ``only`` prints one part of each story: timeline, speech, issues, relations, comparison,
    origins or agenda.
    """
    console = console or Console()
    view = _View(brief, console.width, full, only)
    if console.is_terminal:
        for part in view.parts():
            console.print(part)
        return
    with console.capture() as captured:
        for part in view.parts():
            console.print(part)
    plain = "\n".join(line.rstrip() for line in captured.get().splitlines())
    console.file.write(f"{plain}\n")  # without the blanks that fill a table's rows


class _View:
    """One printing of a brief."""

    def __init__(self, brief: Brief, width: int, full: bool, only: str | None = None) -> None:
        self.brief, self.width, self.full, self.only = brief, width, full, only
        self.lines: dict[str, Line] = {}

    def parts(self) -> Iterable[RenderableType]:
        for story in self.brief.briefs:
            self.lines = {line.id: line for line in story.lines()}
            yield from self._story(story)
        if not self.brief.briefs:
            yield Text("No report could be read.")
        if self.brief.failures:
            yield _heading("What could not be read")
            yield from (_failure(failure) for failure in self.brief.failures)
        yield Text("")
        runs = f" · run {', '.join(self.brief.runs)}" if self.brief.runs else ""
        yield Text(f"Dragoman {self.brief.version}{runs}. {self.brief.note}", style="dim")
        yield Text("A12 is sentence 12 of report A.", style="dim")

    def _story(self, story: StoryBrief) -> Iterable[RenderableType]:
        yield Text("")
        yield Text(story.title, style="bold")
        if story.says:
            yield Text(story.says, style="italic")
        for report in self.brief.reports:
            if report.letter in story.reports:
                yield self._report(report.letter)
        yield Text(" · ".join(f"{n} {label}" for n, label, _ in tally(story)), style="dim")
        parts = {
            "timeline": self._timeline,
            "speech": self._speech,
            "issues": self._issues,
            "relations": self._relations,
            "comparison": self._comparison,
            "origins": self._origins,
            "agenda": self._agenda,
        }
        for name, part in parts.items():
            if self.only in (None, name):
                yield from part(story)

    def _report(self, letter: str) -> RenderableType:
        report = next(r for r in self.brief.reports if r.letter == letter)
        title = f", {report.title}" if report.title and report.title != report.name else ""
        day = words.day_label(report.published, False) if report.published else "date not given"
        return _hang(Text(letter, style="bold reverse"), Text(f"{report.name}{title}, {day}"))

    def _timeline(self, story: StoryBrief) -> Iterable[RenderableType]:
        yield _heading("What happened, and what is only planned")
        yield Text(
            "  ".join(f"{sign} {words.STATUS[s]}" for s, sign in words.STATUS_MARK.items()), "dim"
        )
        if not story.events():
            yield Text("The reports tell no act of one actor towards another.", style="dim")
        for day in story.days:
            yield self._dated(day.label, [self._event(line, True) for line in day.lines], 8)
        for label, lines in undated_groups(story):
            yield self._dated(label, [self._event(line, False) for line in lines], 10)

    def _dated(self, label: str, items: Sequence[RenderableType], keep: int) -> RenderableType:
        body = Group(*self._kept(items, keep))
        if self.width < _NARROW:
            return Group(Text(""), Text(label, style="bold"), body)
        table = Table.grid(padding=(0, 2, 0, 0), expand=True)
        table.add_column(width=14)
        table.add_column(ratio=1)
        table.add_row(Text(label, style="bold"), body)
        return Group(Text(""), table)

    def _kept(self, items: Sequence[RenderableType], keep: int) -> list[RenderableType]:
        if self.full or len(items) <= keep:
            return list(items)
        return [*items[:keep], Text(f"… {len(items) - keep} more", style="dim")]

    def _event(self, line: EventLine, dated: bool) -> RenderableType:
        head = Text(line.text)
        head.append_text(_status(line))
        head.append_text(_refs(line))
        meta = [words.act(line)]
        meta += [line.when] if line.when and not dated else []
        meta += [line.place] if line.place else []
        meta += [f"says {'; '.join(line.sources)}"] if line.sources else []
        meta += [f"told differently: {', '.join(line.differing)}"] if line.differing else []
        rows: list[RenderableType] = [head, Text(" · ".join(meta), style="dim")]
        quotes = words.telling(line)
        if quotes:
            quote = quotes[0]
            rows.append(Text(f"“{words.clip(quote)}”", style="dim italic"))
        sign = Text(words.STATUS_MARK[line.status], style=_QUAD.get(line.quad, ""))
        return _hang(sign, Group(*rows))

    def _speech(self, story: StoryBrief) -> Iterable[RenderableType]:
        if not story.speech:
            return
        yield _heading("Who said what, through whom")
        if any(r.pieces for line in story.speech for r in line.renderings):
            yield Text("{+only in this version+}  [-only in the one beside it-]", style="dim")
        groups = speakers(story)
        shown = groups if self.full else groups[:12]
        for group in shown:
            party = group.party
            name = Text(party.name, style="bold")
            name.append(f" {party.code}" if party.code != UNKNOWN_CODE else "", style="dim")
            name.append(f", {party.role}" if party.role else "", style="italic")
            items: list[RenderableType] = []
            for line in group.lines:
                about = [f"to {line.addressee}"] if line.addressee else []
                about += [line.when] if line.when else []
                about += [f"{len(line.renderings)} versions"] if len(line.renderings) > 1 else []
                rows: list[RenderableType] = [Text(", ".join(about), "dim")] if about else []
                rows += [_rendering(r) for r in line.renderings]
                items.append(Group(*rows))
            yield Text("")
            yield name
            yield Padding(Group(*self._kept(items, 4)), (0, 0, 0, 2))
        if len(groups) > len(shown):
            more = len(groups) - len(shown)
            yield Text(f"… {more} more speaker{'' if more == 1 else 's'}", style="dim")

    def _issues(self, story: StoryBrief) -> Iterable[RenderableType]:
        if story.issues:
            yield _heading("Issues, and where each actor stands")
            yield from self._kept([self._issue(line) for line in story.issues], 8)

    def _issue(self, line: IssueShown) -> RenderableType:
        head = Text(line.text[:1].upper() + line.text[1:], style="bold")
        head.append(words.also(line.also), style="dim")
        head.append_text(_refs(line))
        rows: list[RenderableType] = [head]
        for position in line.positions:
            refs = [self._entry(item) for item in position.items]
            refs = [*self._kept(refs, 4), *(self._ref(ref) for ref in position.addressed)]
            rows.append(
                _hang(Text("–", "dim"), Group(Text(_together(position.parties), "bold"), *refs))
            )
        return Group(*rows, Text(""))

    def _entry(self, item: EntryShown) -> RenderableType:
        line = self.lines.get(item.line)
        head = Text(f"{words.entry_day(item)}  ", style="dim")
        head.append(item.text, style="not dim")
        if isinstance(line, EventLine):
            head.append_text(_status(line))
        if line is not None:
            head.append_text(_refs(line))
        rows: list[RenderableType] = [head]
        rows += [Text(words.change_told(item), style="bold italic")] if item.change else []
        rows += [Text(f"{item.letter} {item.quote}", style="dim italic")] if item.quote else []
        rows += [Text(words.differs_told(item), style="dim")] if item.differs else []
        return _hang(Text("·", "dim"), Group(*rows))

    def _ref(self, ref: Ref) -> RenderableType:
        line = self.lines.get(ref.line)
        text = Text(ref.text)
        if isinstance(line, EventLine):
            text.append_text(_status(line))
        if line is not None:
            text.append_text(_refs(line))
        return _hang(Text("·", "dim"), text)

    def _relations(self, story: StoryBrief) -> Iterable[RenderableType]:
        if story.relations:
            yield _heading("Relations")
            yield from self._kept([_dyad(d) for d in story.relations], 8)

    def _comparison(self, story: StoryBrief) -> Iterable[RenderableType]:
        if len(story.reports) < 2:
            return
        yield _heading("Where the reports agree, differ and stand alone")
        compared = story.comparison
        yield Text(f"Told differently: {len(compared.differ)}", style="bold")
        yield from self._kept([_difference(line) for line in compared.differ], 10)
        yield Text(f"\nTold by more than one report: {len(compared.agree)}", style="bold")
        yield from self._kept([self._ref(ref) for ref in compared.agree], 6)
        for alone in compared.alone:
            yield Text(f"\nOnly in {alone.letter}: {len(alone.items)}", style="bold")
            yield from self._kept([self._ref(ref) for ref in alone.items], 8)

    def _origins(self, story: StoryBrief) -> Iterable[RenderableType]:
        yield _heading("Origins")
        yield Text(story.says or "The reports name no source.", style="italic")
        for line in story.origins:
            text = Text(line.text)
            text.append(f"  {line.known}" if line.known else "", style="dim")
            text.append_text(_refs(line))
            yield _hang(Text("·", "dim"), text)

    def _agenda(self, story: StoryBrief) -> Iterable[RenderableType]:
        if story.agenda:
            yield _heading("What is coming")
            yield from self._kept([self._ahead(line) for line in story.agenda], 12)

    def _ahead(self, line: AgendaLine) -> RenderableType:
        text = Text(line.text)
        text.append_text(_refs(line))
        meta = [line.place] if line.place else []
        meta += [f"says {'; '.join(line.sources)}"] if line.sources else []
        quoted = ", ".join(f"“{h}”" for h in line.hedges)
        meta += [f"in the words {quoted}"] if quoted else []
        rows: list[RenderableType] = [text]
        rows += [Text(" · ".join(meta), style="dim")] if meta else []
        body = _hang(Text(words.STATUS_MARK[line.status]), Group(*rows))
        label = line.when or "date not given"
        if self.width < _NARROW:
            return Group(Text(label, style="bold"), body)
        table = Table.grid(padding=(0, 2, 0, 0), expand=True)
        table.add_column(width=14)
        table.add_column(ratio=1)
        table.add_row(Text(label, style="bold"), body)
        return table


def _together(parties: Sequence[Party]) -> str:
    return ", ".join(party.name for party in parties)


def _heading(text: str) -> RenderableType:
    return Group(Text(""), Text(text, style="bold"), Rule(style="dim"))


def _hang(sign: Text, body: RenderableType) -> Table:
    """A sign with a body that hangs beside it, so that wrapped lines stay in line."""
    table = Table.grid(padding=(0, 1, 0, 0), expand=True)
    table.add_column(width=max(1, len(sign)))
    table.add_column(ratio=1)
    table.add_row(sign, body)
    return table


def _refs(line: Line) -> Text:
    shown = words.labels(line)
    more = f" +{len(shown) - 6}" if len(shown) > 6 else ""
    return Text(f"  {' '.join(shown[:6])}{more}" if shown else "", style="dim")


def _status(line: EventLine) -> Text:
    chips = [] if line.status == "actual" else [words.STATUS[line.status]]
    chips += [words.ALLEGED] if line.alleged else []
    return Text("".join(f" [{chip}]" for chip in chips), style="bold")


def _rendering(r: Rendering) -> RenderableType:
    text = Text(r.words)
    labels = " ".join(dict.fromkeys(p.label for p in r.passages if p.core))
    meta = f"{told(r)} · {' → '.join(r.chain)}  {labels}"
    rows = [text, Text(meta, style="dim")]
    if r.pieces:
        rows.append(_beside(r))
    if r.points:
        rows.append(Text(f"beside {r.beside}, {'; '.join(r.points)}", style="dim"))
    return _hang(Text(r.letter, style="bold"), Group(*rows))


def _beside(r: Rendering) -> Text:
    """The words of a version with marks: [-only in the other-] {+only here+}."""
    shown = Text(f"beside {r.beside}:", style="dim")
    for piece in r.pieces:
        left, right = _MARKS[piece.kind]
        style = {"same": "dim", "added": "not dim", "dropped": "dim"}[piece.kind]
        shown.append("" if piece.close else " ")
        shown.append(f"{left}{piece.text}{right}", f"{style} bold" if piece.weighs else style)
    return shown


def _dyad(d: DyadShown) -> RenderableType:
    head = Text(f"{d.a.name} – {d.b.name}", style="bold")
    counts = Text()
    for quad, name in words.QUAD.items():
        done, ahead = d.quads.get(str(quad), 0), d.ahead.get(str(quad), 0)
        if done or ahead:
            counts.append("  " if counts else "")
            counts.append(f"{'■' * min(done, 12)}{'□' * min(ahead, 12)} ", style=_QUAD[quad])
            counts.append(words.balance(done, ahead, name))
    rows: list[RenderableType] = [head]
    if counts:
        rows.append(counts)
    rows.append(Text(words.after_pair(d), "dim"))
    for tie in d.ties:
        text = Text(f"{tie.kind}: {tie.text}")
        text.append_text(_refs(tie))
        rows.append(_hang(Text("·", "dim"), text))
    return Group(*rows, Text(""))


def _difference(line: DifferenceLine) -> RenderableType:
    head = Text(line.field, style="bold")
    head.append(f"  {line.text}", style="dim")
    rows: list[RenderableType] = [head]
    for version in line.versions:
        labels = " ".join(dict.fromkeys(p.label for p in version.passages if p.core))
        text = Text(version.value or "not told")
        text.append(f"  {labels}", style="dim")
        rows.append(_hang(Text(version.letter, style="bold"), text))
    return Group(*rows)


def _failure(failure: Failure) -> RenderableType:
    text = Text(words.plain(failure.item), style="bold")
    text.append(f" ({failure.stage}, {failure.error}): {words.plain(failure.message)}", style="")
    return _hang(Text("!"), text)
