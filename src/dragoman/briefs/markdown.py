"""The brief as Markdown: sentences are footnotes (GitHub, Obsidian and pandoc read them)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from dragoman.briefs import words
from dragoman.briefs.groups import speakers, tally, undated_groups
from dragoman.briefs.model import (
    Brief,
    DyadShown,
    EntryShown,
    EventLine,
    IssueShown,
    Line,
    Passage,
    Piece,
    Ref,
    Rendering,
    SpeechLine,
    StoryBrief,
)
from dragoman.briefs.versions import told
from dragoman.records import UNKNOWN_CODE

# The last ones are marks of Obsidian and Logseq: tags, comments, highlights, macros, properties.
_SPECIAL = re.compile(r"([\\`*_\[\]<>|~$#^{}]|(?<=%)%|(?<==)=|(?<=:):)")
_OPENING = re.compile(r"^(\s*)([+\-=]|\d+(?=[.)]))")


def to_markdown(brief: Brief, links: Mapping[str, str] | None = None) -> str:
    """The brief as one Markdown text.

    ``links`` are letters of reports with addresses of their notes, where sentence 12 is the anchor
    ``#s12``; sentences are then linked to them.
    """
    return write_markdown(brief, links)[0]


def write_markdown(
    brief: Brief, links: Mapping[str, str] | None = None
) -> tuple[str, tuple[Passage, ...]]:
    """The same text, and the sentences that it names."""
    writer = _Writer(brief, links or {})
    text = "\n".join(writer.text()).strip() + "\n"
    return text, tuple(writer.named.values())


def escape(text: str) -> str:
    """A text of a report that Markdown and HTML leave as it is.

    Example:
        >>> escape("# <b>a_b</b>")
        '\\\\# \\\\<b\\\\>a\\\\_b\\\\</b\\\\>'
    """
    shown = _SPECIAL.sub(r"\\\1", words.plain(text)).replace("&", "&amp;")
    return _OPENING.sub(r"\1\\\2", shown) if not shown[:1].isdigit() else re.sub(
        r"^(\d+)([.)])", r"\1\\\2", shown
    )  # fmt: skip


class _Writer:
    """One writing of a brief; keeps which sentences were named."""

    def __init__(self, brief: Brief, links: Mapping[str, str]) -> None:
        self.brief = brief
        self.links = links
        self.named: dict[str, Passage] = {}
        self.lines: dict[str, Line] = {}

    def text(self) -> Iterable[str]:
        for story in self.brief.briefs:
            self.lines = {line.id: line for line in story.lines()}
            yield from self._story(story)
        if not self.brief.briefs:
            yield "# No report could be read"
        if self.brief.failures:
            yield from ("", "## What could not be read", "")
            for f in self.brief.failures:
                where = f"({escape(f.stage)}, {escape(f.error)})"
                yield f"- **{escape(f.item)}** {where}: {escape(f.message)}"
        runs = f", run {escape(', '.join(self.brief.runs))}" if self.brief.runs else ""
        yield from (
            "",
            "---",
            "",
            f"Dragoman {escape(self.brief.version)}{runs}. {self.brief.note}",
            "",
        )
        for label, passage in self.named.items():
            where = f"Report {passage.letter}, sentence {passage.number}"
            if passage.letter in self.links:
                where = f"[{where}]({self.links[passage.letter]}#s{passage.number})"
            yield f"[^{label}]: {where}: {escape(passage.text)}"

    def _story(self, story: StoryBrief) -> Iterable[str]:
        yield from (f"# {escape(story.title)}", "")
        if story.says:
            yield from (f"*{escape(story.says)}*", "")
        for report in self.brief.reports:
            if report.letter in story.reports:
                day = (
                    words.day_label(report.published, False)
                    if report.published
                    else "date not given"
                )
                title = (
                    f", {escape(report.title)}"
                    if report.title and report.title != report.name
                    else ""
                )
                name = escape(report.name)
                if report.letter in self.links:
                    name = f"[{name}]({self.links[report.letter]})"
                yield f"- **{report.letter}** {name}{title}, {escape(day)}"
        counts = " · ".join(f"{number} {label}" for number, label, _ in tally(story))
        yield from ("", counts, "")
        yield from self._timeline(story)
        yield from self._speech(story)
        yield from self._issues(story)
        yield from self._relations(story)
        yield from self._comparison(story)
        yield from self._origins(story)
        yield from self._agenda(story)

    def _timeline(self, story: StoryBrief) -> Iterable[str]:
        yield from ("## What happened, and what is only planned", "")
        if not story.events():
            yield from ("The reports tell no act of one actor towards another.", "")
        for day in story.days:
            yield from (f"### {escape(day.label)}", "")
            yield from (self._event(line, True) for line in day.lines)
            yield ""
        for label, lines in undated_groups(story):
            yield from (f"### {label}", "")
            yield from (self._event(line, False) for line in lines)
            yield ""

    def _event(self, line: EventLine, dated: bool) -> str:
        meta = [words.act(line)]
        meta += [line.when] if line.when and not dated else []
        meta += [line.place] if line.place else []
        meta += [f"says {'; '.join(line.sources)}"] if line.sources else []
        meta += [f"in the words {', '.join(f'“{h}”' for h in line.hedges)}"] if line.hedges else []
        meta += [f"told differently: {', '.join(line.differing)}"] if line.differing else []
        sign = words.STATUS_MARK[line.status]
        told = escape(" · ".join(meta))
        return f"- {sign} {escape(line.text)}{_status(line)}{self._refs(line.passages)}  \n  {told}"

    def _speech(self, story: StoryBrief) -> Iterable[str]:
        if not story.speech:
            return
        yield from ("## Who said what, through whom", "")
        if any(r.pieces for line in story.speech for r in line.renderings):
            yield from (
                "**Bold** stands only in this version, ~~struck out~~ only in the one beside it.",
                "",
            )
        for group in speakers(story):
            party = group.party
            code = f" ({escape(party.code)})" if party.code != UNKNOWN_CODE else ""
            role = f", {escape(party.role)}" if party.role else ""
            yield from (f"### {escape(party.name)}{code}{role}", "")
            for line in group.lines:
                yield from self._utterance(line)
            yield ""

    def _utterance(self, line: SpeechLine) -> Iterable[str]:
        about = [f"to {line.addressee}"] if line.addressee else []
        about += [line.when] if line.when else []
        yield f"- {escape(', '.join(about)) or 'said'}"
        for r in line.renderings:
            yield f"  - {self._rendering(r)}"
            if r.pieces:
                yield f"    - beside {r.beside}: {_marked(r.pieces)}"
            if r.points:
                yield f"    - beside {r.beside}, {escape('; '.join(r.points))}"

    def _rendering(self, r: Rendering) -> str:
        shown = escape(r.words) if r.kind != "indirect" else f"*{escape(r.words)}*"
        chain = escape(" → ".join(r.chain))
        return f"**{r.letter}**, {told(r)}: {shown} ({chain}){self._refs(r.passages)}"

    def _issues(self, story: StoryBrief) -> Iterable[str]:
        if not story.issues:
            return
        yield from ("## Issues, and where each actor stands", "")
        for issue in story.issues:
            yield from self._issue(issue)
        yield ""

    def _issue(self, issue: IssueShown) -> Iterable[str]:
        also = escape(words.also(issue.also))
        yield f"- **{escape(issue.text)}**{also}{self._refs(issue.passages)}"
        for position in issue.positions:
            yield f"  - {escape(', '.join(party.name for party in position.parties))}"
            yield from (f"    - {self._entry(item)}" for item in position.items)
            yield from (f"    - {self._ref(ref)}" for ref in position.addressed)

    def _relations(self, story: StoryBrief) -> Iterable[str]:
        if not story.relations:
            return
        names = [words.QUAD[quad] for quad in (1, 2, 3, 4)]
        yield from ("## Relations", "", "Numbers: happened + ahead.", "")
        yield f"| Pair | {' | '.join(names)} | mean score |"
        yield f"|---|{'---:|' * 4}---:|"
        for dyad in story.relations:
            cells = " | ".join(_count(dyad, quad) for quad in (1, 2, 3, 4))
            score = f"{dyad.score:+.1f} of {dyad.scored}" if dyad.score is not None else "–"
            yield f"| {escape(dyad.a.name)} – {escape(dyad.b.name)} | {cells} | {score} |"
        yield ""
        yield from (f"- {escape(dyad.text)}" for dyad in story.relations)
        yield ""
        ties = [tie for dyad in story.relations for tie in dyad.ties]
        for tie in ties:
            yield f"- {escape(tie.kind)}: {escape(tie.text)}{self._refs(tie.passages)}"
        yield from ([""] if ties else [])

    def _comparison(self, story: StoryBrief) -> Iterable[str]:
        if len(story.reports) < 2:
            return
        compared = story.comparison
        yield from ("## Where the reports agree, differ and stand alone", "")
        yield from (f"### Told differently ({len(compared.differ)})", "")
        for line in compared.differ:
            yield f"- **{escape(line.field)}**: {escape(line.text)}"
            for version in line.versions:
                refs = self._refs(version.passages)
                yield f"  - **{version.letter}** {escape(version.value) or 'not told'}{refs}"
        yield from ("", f"### Told by more than one report ({len(compared.agree)})", "")
        yield from (f"- {self._ref(ref)}" for ref in compared.agree)
        for alone in compared.alone:
            yield from ("", f"### Only in {alone.letter} ({len(alone.items)})", "")
            yield from (f"- {self._ref(ref)}" for ref in alone.items)
        yield ""

    def _origins(self, story: StoryBrief) -> Iterable[str]:
        yield from ("## Origins", "", escape(story.says) or "The reports name no source.", "")
        for line in story.origins:
            shown = f" ({escape(line.known)})" if line.known else ""
            yield f"- {escape(line.text)}{shown}{self._refs(line.passages)}"
        yield ""

    def _agenda(self, story: StoryBrief) -> Iterable[str]:
        if not story.agenda:
            return
        yield from (
            "## What is coming",
            "",
            "| When | What | In the words | Source |",
            "|---|---|---|---|",
        )
        for line in story.agenda:
            cells = [
                escape(line.when or "date not given"),
                escape(line.text) + self._refs(line.passages),
                escape(", ".join(f"“{h}”" for h in line.hedges)),
                escape("; ".join(line.sources)),
            ]
            yield f"| {' | '.join(cells)} |"
        yield ""

    def _entry(self, item: EntryShown) -> str:
        told = [words.change_told(item), f"{item.letter} {item.quote}" if item.quote else ""]
        told = [escape(part) for part in (*told, words.differs_told(item)) if part]
        body = f"{escape(words.entry_day(item))}: {self._ref(item)}"
        return "  \n      ".join([body, *told])

    def _ref(self, ref: Ref) -> str:
        line = self.lines.get(ref.line)
        status = _status(line) if isinstance(line, EventLine) else ""
        return f"{escape(ref.text)}{status}{self._refs(line.passages if line else ())}"

    def _refs(self, passages: Iterable[Passage]) -> str:
        shown = {p.label: p for p in passages if p.core}
        self.named.update((label, p) for label, p in shown.items() if label not in self.named)
        return "".join(f"[^{label}]" for label in shown)


def _marked(pieces: Iterable[Piece]) -> str:
    """The words of a version: **added** ones bold, ~~dropped~~ ones struck out."""
    marks = {"same": "", "added": "**", "dropped": "~~"}
    return "".join(
        f"{'' if p.close else ' '}{marks[p.kind]}{escape(p.text)}{marks[p.kind]}" for p in pieces
    ).strip()


def _status(line: EventLine) -> str:
    chips = [] if line.status == "actual" else [words.STATUS[line.status]]
    chips += [words.ALLEGED] if line.alleged else []
    return "".join(f" **({chip})**" for chip in chips)


def _count(dyad: DyadShown, quad: int) -> str:
    done, ahead = dyad.quads.get(str(quad), 0), dyad.ahead.get(str(quad), 0)
    return f"{done} + {ahead}" if ahead else str(done or "")
