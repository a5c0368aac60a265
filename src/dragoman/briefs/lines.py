"""Makes the lines of a section: each record with its words, its sources and its sentences."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from dragoman.briefs.model import (
    EventLine,
    Line,
    Party,
    Passage,
    Ref,
    Rendering,
    SpeechLine,
    TieLine,
)
from dragoman.briefs.sentences import Framer
from dragoman.briefs.versions import pieces, points
from dragoman.briefs.words import capital, plain, shorten, when
from dragoman.codebooks.books import read_book
from dragoman.ids import stable_id
from dragoman.records import Actor, Event, Evidence, MergedEvent, Source, Statement, Utterance
from dragoman.relations.phrases import story_headlines
from dragoman.stories import StoryRecords
from dragoman.stories.folding import folded

_NEAR = 40  # characters between a cue and the content that goes with it
_QUOTES = "\"“”„«»'‘’"
_ORDER = ("trigger", "cue", "content", "change", "actor", "recipient", "hedge", "date", "place")


class Desk:
    """One section at work: its records, its reports' sentences, and the lines made so far."""

    def __init__(self, records: StoryRecords, framers: dict[str, Framer]) -> None:
        """Begin a section."""
        self.records, self.framers = records, framers
        self._ids: set[str] = set()
        self.folded = folded(records)
        """Utterances without a line of their own."""
        self._headlines = story_headlines(records, records.events)
        self.lines: dict[str, Line] = {}
        """Lines by id."""
        self.shown: dict[str, str] = {}
        """Record id (event, merged event, statement, utterance) -> line id."""

    def line_id(self, part: str, *what: object) -> str:
        """A fresh anchor for a line of this section, the same in every run."""
        base = f"{part}-{stable_id('', self.records.story.id, *what)[1:11]}"
        found, number = base, 2
        while found in self._ids:
            found, number = f"{base}-{number}", number + 1
        self._ids.add(found)
        return found

    def letters(self, reports: Iterable[str]) -> tuple[str, ...]:
        """The letters of reports, in order."""
        letters = {self.framers[r].letter for r in reports if r in self.framers}
        return tuple(sorted(letters, key=lambda s: (len(s), s)))

    def passages(self, report: str, spans: Iterable[Evidence]) -> tuple[Passage, ...]:
        """The sentences of a report that spans touch."""
        framer = self.framers.get(report)
        return framer.passages(spans) if framer else ()

    def ref(self, record: str) -> Ref | None:
        """The line that shows a record, to name it again; None if none does."""
        line = self.lines.get(self.shown.get(record, ""))
        if line is None:
            return None
        if isinstance(line, SpeechLine):
            return Ref(line=line.id, text=_said(line))
        if isinstance(line, TieLine):
            return Ref(line=line.id, text=f"{line.kind}: {line.text}")
        return Ref(line=line.id, text=line.text)

    def refs(self, records: Iterable[str]) -> tuple[Ref, ...]:
        """Lines that show records, each once."""
        found = {ref.line: ref for record in records if (ref := self.ref(record))}
        return tuple(found.values())

    def event_line(self, merged: MergedEvent) -> EventLine:
        """The timeline's line of a merged event."""
        members = self.records.members(merged)
        passages = self._event_passages(members)
        line = EventLine(
            id=self.line_id("e", *merged.members),
            text=plain(self._headlines[merged.id]),
            records=(merged.id, *merged.members),
            reports=self.letters(merged.reports),
            passages=passages,
            type=merged.type,
            mode=merged.mode,
            quad=merged.quad,
            score=merged.score,
            status=merged.status,
            alleged=merged.alleged,
            hedges=tuple(
                dict.fromkeys(plain(h) for m in self.records.sure(merged) for h in m.hedges)
            ),
            when=when(merged.date),
            date=merged.date,
            place=plain(merged.place.name) if merged.place else None,
            sources=self._sources(merged),
            actors=parties(merged.actors),
            recipients=parties(merged.recipients),
            issues=merged.issues,
            differing=tuple(d.field.replace("_", " ") for d in merged.differing),
            weight=self._weight(merged, members, passages),
        )
        self.lines[line.id] = line
        self.shown.update(dict.fromkeys(line.records, line.id))
        return line

    def speech_line(self, utterance: Utterance) -> SpeechLine:
        """The line of an utterance with each report's rendering."""
        statements = self.records.renderings(utterance)
        renderings = tuple(
            sorted(
                (self._version(s, utterance) for s in statements),
                key=lambda r: (len(r.letter), r.letter),
            )
        )
        addressees = [s.addressee.name for s in statements if s.addressee is not None]
        dates = [s.date for s in statements if s.date is not None]
        dates.sort(key=lambda d: d.start is None)
        roles = [utterance.speaker.role, *(s.speaker.role for s in statements)]
        line = SpeechLine(
            id=self.line_id("s", *utterance.members),
            text=f"{utterance.speaker.name}: {_longest(renderings)}",
            records=(utterance.id, *utterance.members),
            reports=self.letters(utterance.reports),
            passages=tuple(p for r in renderings for p in r.passages),
            speaker=Party(
                code=utterance.speaker.code,
                name=capital(plain(utterance.speaker.name)),
                role=next((plain(role) for role in roles if role), None),
            ),
            addressee=plain(addressees[0]) if addressees else None,
            when=when(dates[0]) if dates else "",
            issues=tuple(dict.fromkeys(i for s in statements for i in s.issues)),
            renderings=renderings,
            differing=tuple(
                d.field.replace("_", " ")
                for d in utterance.differing
                if d.field not in ("wording", "kind")  # the renderings themselves show these
            ),
        )
        self.lines[line.id] = line
        self.shown.update(dict.fromkeys(line.records, line.id))
        return line

    def fold_speech(self) -> None:
        """Let what has no line of its own open the line that tells it."""
        for key, fold in self.folded.items():
            line = self.shown.get(fold.into or "")
            if line is not None:
                self.shown.update(dict.fromkeys((key, *fold.utterance.members), line))

    def _version(self, statement: Statement, utterance: Utterance) -> Rendering:
        """A rendering, and where there are several, what it is beside the fullest one."""
        shown = self._rendering(statement)
        wording = next((w for w in utterance.wordings if w.statement == statement.id), None)
        if wording is None:
            return shown
        base = self.records.statement_by_id[wording.of].report if wording.of else ""
        return replace(
            shown,
            version=wording.kind,
            beside=self.framers[base].letter if base else "",
            pieces=pieces(wording, statement, self.framers[statement.report].text),
            points=points(wording.changes),
        )

    def _rendering(self, statement: Statement) -> Rendering:
        framer = self.framers[statement.report]
        told = _with_cue(framer.text, statement)
        pieces = [_as_told(framer.text, c, statement.kind) for c in told]
        return Rendering(
            letter=framer.letter,
            kind=statement.kind,
            words=" … ".join(piece for piece in pieces if piece),
            cue=plain(statement.cue),
            chain=chain(statement.attribution, framer.letter, statement.speaker.name),
            passages=self.passages(statement.report, _evidence_of(statement)),
        )

    def _event_passages(self, members: tuple[Event, ...]) -> tuple[Passage, ...]:
        """Passages by report, in letter order; spans of one report's members together."""
        spans: dict[str, list[Evidence]] = {}
        for member in members:
            change = member.change.evidence if member.change else ()
            spans.setdefault(member.report, []).extend((*member.evidence, *change))
        reports = sorted(spans, key=lambda r: (len(self.framers[r].letter), self.framers[r].letter))
        return tuple(p for report in reports for p in self.passages(report, spans[report]))

    def _sources(self, merged: MergedEvent) -> tuple[str, ...]:
        """Chains of sources in words; a report that tells it itself somewhere needs none.

        Where other reports tell it themselves, the letters of those that cite are added: "CCTV
        (in A)".
        """
        told = self.records.told_by(merged)
        chains: dict[str, list[str]] = {}
        for report in sorted(
            told, key=lambda r: (len(self.framers[r].letter), self.framers[r].letter)
        ):
            if told[report]:
                names = (plain(source.name) + hedged(source) for source in told[report])
                key = " → ".join(dict.fromkeys(names))
                chains.setdefault(key, []).append(self.framers[report].letter)
        citing = sum(map(len, chains.values()))
        if len(chains) == 1 and citing == len(told):
            return tuple(chains)
        if len(told) == 1:
            return tuple(chains)
        return tuple(f"{names} (in {', '.join(letters)})" for names, letters in chains.items())

    def _weight(
        self, merged: MergedEvent, members: tuple[Event, ...], passages: tuple[Passage, ...]
    ) -> float:
        """How telling an event is: told by many, of two sides, early in its report, surely read."""
        early = 0.0
        for passage in (p for p in passages if p.core):
            total = max(1, len(self.framers[passage.report].sentences))
            early = max(early, 1 - (passage.number - 1) / total)
        sides = bool(merged.actors) and bool(merged.recipients)
        sure = max((m.confidence for m in members), default=0.0)
        return round(3 * (len(merged.reports) - 1) + sides + 1.5 * early + sure, 3)


def parties(actors: Iterable[Actor]) -> tuple[Party, ...]:
    """Actors as shown, each once."""
    found = {
        (a.code, a.name): Party(
            code=a.code, name=plain(a.name), role=plain(a.role) if a.role else None
        )
        for a in actors
    }
    return tuple(found.values())


def chain(sources: Iterable[Source], letter: str, speaker: str = "") -> tuple[str, ...]:
    """A chain outward to the report: ("Park Seung-chan", "BBC", "report A").

    The report's words that keep a distance from a source stand behind it.

    Example:
        >>> chain([Source(text="the BBC", start=0, end=7, name="BBC")], "A", "Park")
        ('Park', 'BBC', 'report A')
        >>> chain([Source(text="aides", start=0, end=5, name="aides", hedges=("claimed",))], "A")
        ('aides (“claimed”)', 'report A')
    """
    known = set(speaker.split())
    links = {plain(speaker): ""} if speaker else {}
    for source in sources:
        # A report that names its speaker twice ("Park", "Park Seung-chan") makes no second link.
        name = plain(speaker if set(source.name.split()) <= known else source.name)
        links[name] = links.get(name) or hedged(source)
    return (*(name + hedge for name, hedge in links.items()), f"report {letter}")


def hedged(source: Source) -> str:
    """The words that keep a distance from a source, in brackets; "" where there are none."""
    words = ", ".join(f"“{plain(hedge)}”" for hedge in dict.fromkeys(source.hedges))
    return f" ({words})" if words else ""


def _evidence_of(statement: Statement) -> tuple[Evidence, ...]:
    change = statement.change.evidence if statement.change else ()
    spans = {(e.start, e.end): e for e in (*change, *statement.evidence, *statement.content)}
    return tuple(sorted(spans.values(), key=lambda e: (e.start, _ORDER.index(e.role))))


def _with_cue(text: str, statement: Statement) -> tuple[Evidence, ...]:
    """The content of a paraphrase; where it is only the object of its verb, from that verb on.

    "accused *Ethiopia of filling a dam*" reads as the report's words only with its verb.
    """
    content = statement.content
    if statement.kind != "indirect" or not content:
        return content
    known = tuple(read_book("phrases").get("speech", {}).get("cues", "").split())
    first = min(content, key=lambda e: e.start)
    for cue in statement.evidence:
        if cue.role != "cue" or not 0 < first.start - cue.end + 1 <= _NEAR:
            continue
        between = text[cue.end : first.start]
        plain_verb = not text[cue.start : cue.end].lower().startswith(known)
        if plain_verb or any(c in between for c in '.,;:"“”\n') or " that" in between:
            continue
        whole = Evidence(start=cue.start, end=first.end, role=first.role)
        return tuple(whole if e is first else e for e in content)
    return content


def _as_told(text: str, span: Evidence, kind: str) -> str:
    """A piece of speech, in quotation marks where the report has them around it."""
    words = plain(text[span.start : span.end]).rstrip(" ,")
    around = text[max(0, span.start - 1) : span.start] + text[span.end : span.end + 1]
    if words[:1] in _QUOTES and words[-1:] in _QUOTES and len(words) > 1:
        return f"“{words[1:-1].rstrip(' ,')}”"
    if kind == "indirect" or any(
        mark in words for mark in _QUOTES.replace("'", "").replace("’", "")
    ):
        return words
    return f"“{words}”" if kind == "direct" or any(c in _QUOTES for c in around) else words


def _longest(renderings: tuple[Rendering, ...]) -> str:
    return max((r.words for r in renderings), key=len, default="")


def _said(line: SpeechLine, limit: int = 110) -> str:
    """An utterance in one short line, quoted where the report quotes it."""
    best = max(line.renderings, key=lambda r: len(r.words), default=None)
    if best is None:
        return line.speaker.name
    words = shorten(best.words, limit)
    return f"{line.speaker.name}: {words}"
