"""What stands between actors: issues with positions, dyads with ties, and what lies ahead."""

from __future__ import annotations

import re

from dragoman.briefs.lines import Desk
from dragoman.briefs.model import (
    AgendaLine,
    DyadShown,
    EntryShown,
    EventLine,
    FormerShown,
    IssueShown,
    Party,
    Passage,
    PositionShown,
    Ref,
    TieLine,
)
from dragoman.briefs.words import capital, day_label, plain, shorten, when
from dragoman.records import Dyad, Entry, Issue, Position, Quotation, Tie
from dragoman.relations import agenda, dyad_sentence, dyads, issues, passive, scored
from dragoman.relations.names import code_name

_QUOTED = 200  # characters of a quotation under an act


def issues_shown(desk: Desk) -> tuple[IssueShown, ...]:
    """The issues of a section in the order that the relations stage gives."""
    shown = []
    for issue in issues(desk.records):
        passages = [p for v in issue.evidence for p in desk.passages(v.report, v.evidence)]
        line = IssueShown(
            id=desk.line_id("i", issue.id),
            text=plain(issue.name),
            records=(issue.id,),
            issue=issue.id.partition("@")[0],
            reports=desk.letters(issue.reports),
            passages=merged_passages(passages),
            also=tuple(plain(name) for name in issue.also),
            positions=_positions(desk, issue),
        )
        desk.lines[line.id] = line
        shown.append(line)
    return tuple(shown)


def _positions(desk: Desk, issue: Issue) -> tuple[PositionShown, ...]:
    """Positions by what is told; those of an agreement's two sides make one row."""
    found: dict[tuple[tuple[EntryShown, ...], tuple[Ref, ...]], list[Party]] = {}
    for position in issue.positions:
        items = _entries(desk, position)
        held = {item.line for item in items}
        addressed: dict[str, Ref] = {}
        for event in position.addressed:
            ref = desk.ref(event)
            if ref is not None and ref.line not in held:
                text = plain(passive(desk.records, desk.records.merged_by_id[event]))
                addressed.setdefault(ref.line, Ref(line=ref.line, text=text))
        if items or addressed:
            party = Party(code=position.actor, name=capital(plain(position.name)))
            found.setdefault((items, tuple(addressed.values())), []).append(party)
    return tuple(
        PositionShown(parties=tuple(parties), items=items, addressed=addressed)
        for (items, addressed), parties in found.items()
    )


def _entries(desk: Desk, position: Position) -> tuple[EntryShown, ...]:
    """A position's entries that have a line, each line once."""
    found: dict[str, EntryShown] = {}
    for entry in position.entries:
        ref = desk.ref(entry.record)
        if ref is None or ref.line in found:
            continue
        before = desk.ref(entry.differs.record) if entry.differs else None
        former = None
        if before is not None and entry.differs is not None:
            former = FormerShown(
                line=before.line,
                text=before.text,
                when=day_label(entry.differs.day, weekday=False),
                quote=_quote(entry.differs.quotation),
            )
        found[ref.line] = EntryShown(
            line=ref.line,
            text=ref.text,
            when=_when(entry),
            dated=entry.dated,
            change=entry.change.kind if entry.change else None,
            changed=plain(entry.change.text) if entry.change else "",
            quote=_quote(entry.quotation) if entry.kind == "act" else "",
            letter=desk.framers[entry.quotation.report].letter if entry.quotation else "",
            differs=former,
        )
    return tuple(found.values())


def _when(entry: Entry) -> str:
    if entry.dated == "published":
        return day_label(entry.day or "", weekday=False)
    if entry.date is not None and entry.day is None:
        return f"“{plain(entry.date.raw)}”"  # what it may mean stands on the timeline
    return re.sub(r"^\w+day, ", "", when(entry.date))


def _quote(quotation: Quotation | None) -> str:
    """The words of a quotation, in quotation marks."""
    if quotation is None:
        return ""
    words = shorten(plain(quotation.text).strip('"“”'), _QUOTED)
    return f"“{words}”"


def dyads_shown(desk: Desk) -> tuple[DyadShown, ...]:
    """The dyads of a section with the ties that the reports state."""
    shown = []
    for dyad in dyads(desk.records):
        events = desk.refs((*dyad.events, *dyad.statements))
        lines = [desk.lines[ref.line] for ref in events]
        line = DyadShown(
            id=desk.line_id("r", dyad.a, dyad.b),
            text=plain(dyad_sentence(dyad, desk.records)),
            records=(dyad.id,),
            reports=tuple(dict.fromkeys(r for line in lines for r in line.reports)),
            passages=merged_passages([p for line in lines for p in line.passages]),
            a=Party(code=dyad.a, name=code_name(dyad.a)),
            b=Party(code=dyad.b, name=code_name(dyad.b)),
            quads=dyad.quads,
            ahead=dyad.ahead,
            score=dyad.score,
            scored=scored(dyad, desk.records),
            events=events,
            ties=_ties(desk, dyad),
        )
        desk.lines[line.id] = line
        shown.append(line)
    return tuple(shown)


def _ties(desk: Desk, dyad: Dyad) -> tuple[TieLine, ...]:
    """The ties of a dyad, those of one kind and direction together."""
    found: dict[tuple[str, str, str], list[Tie]] = {}
    for tie_id in dyad.ties:
        tie = desk.records.tie_by_id.get(tie_id)
        if tie is not None:
            found.setdefault((tie.a, tie.b, tie.kind), []).append(tie)
    lines = []
    for (a, b, kind), ties in found.items():
        line = TieLine(
            id=desk.line_id("t", *(tie.id for tie in ties)),
            text=plain(min((tie.says for tie in ties), key=len)),
            records=tuple(tie.id for tie in ties),
            reports=desk.letters(tie.report for tie in ties),
            passages=merged_passages(
                [p for t in ties for p in desk.passages(t.report, t.evidence)]
            ),
            a=a,
            b=b,
            kind=kind,
        )
        desk.lines[line.id] = line
        desk.shown.update(dict.fromkeys(line.records, line.id))
        lines.append(line)
    return tuple(lines)


def agenda_lines(desk: Desk) -> tuple[AgendaLine, ...]:
    """What is coming, in the order that the relations stage gives."""
    shown = []
    for item in agenda(desk.records):
        of = desk.lines.get(desk.shown.get(item.event, ""))
        event = of if isinstance(of, EventLine) else None
        line = AgendaLine(
            id=desk.line_id("a", item.id),
            text=plain(item.what),
            records=(item.id, item.event),
            reports=desk.letters(item.reports),
            passages=of.passages if of else (),
            when=when(item.date),
            date=item.date,
            place=plain(item.place.name) if item.place else None,
            hedges=tuple(plain(h) for h in item.hedges),
            sources=event.sources if event else (),
            status=event.status if event else "planned",
            of=of.id if of else None,
        )
        desk.lines[line.id] = line
        shown.append(line)
    return tuple(shown)


def merged_passages(passages: list[Passage]) -> tuple[Passage, ...]:
    """Passages in the order of the reports, each sentence once with all its marks."""
    found: dict[tuple[str, int], Passage] = {}
    for passage in passages:
        key = (passage.report, passage.number)
        before = found.get(key)
        if before is None:
            found[key] = passage
            continue
        marks = {(m.start, m.end, m.role): m for m in (*before.marks, *passage.marks)}
        found[key] = Passage(
            report=passage.report,
            letter=passage.letter,
            number=passage.number,
            start=passage.start,
            end=passage.end,
            text=passage.text,
            marks=tuple(marks[k] for k in sorted(marks)),
            core=before.core or passage.core,
        )
    return tuple(
        sorted(found.values(), key=lambda p: (len(p.letter), p.letter, not p.core, p.number))
    )
