"""What one actor said and did about an issue in a story, as one row of time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dragoman.language.sentences import sentences
from dragoman.records import (
    UNKNOWN_CODE,
    Actor,
    Date,
    Entry,
    Event,
    Evidence,
    MergedEvent,
    Quotation,
    Statement,
    Utterance,
)
from dragoman.relations.history import in_order, with_former
from dragoman.relations.phrases import story_headline
from dragoman.stories.folding import folded, telling_event
from dragoman.stories.records import StoryRecords

_KINDS = ("direct", "mixed", "indirect")  # the best to quote first
_STANCE = {"AGREE": "supports", "SUPPORT": "supports", "CONCEDE": "supports", "REJECT": "opposes"}


@dataclass(slots=True)
class EntryMaker:
    """Makes the entries of one story; what they share is worked out once."""

    story: StoryRecords
    _folded: dict[str, str | None] = field(init=False)
    _merged: dict[str, MergedEvent] = field(init=False)
    _sentences: dict[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    _says: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Note which words only tell an act once more, and of which merged event each event is."""
        self._folded = {key: fold.into for key, fold in folded(self.story).items()}
        self._merged = {e: merged for merged in self.story.events for e in merged.members}

    def entries(
        self, events: Sequence[MergedEvent], utterances: Sequence[Utterance]
    ) -> tuple[Entry, ...]:
        """The acts and words of one actor on one issue, the latest first, undated ones last.

        Words that only tell one of these acts once more give it their quotation and are no entry
        of their own; nor is a piece of a longer utterance that is one.
        """
        own = {event.id for event in events}
        said = {utterance.id for utterance in utterances}
        with_act: dict[str, list[Statement]] = defaultdict(list)
        kept: list[Utterance] = []
        for utterance in utterances:
            act = self._act_of(utterance)
            if act in own:
                with_act[act].extend(self.story.renderings(utterance))
            elif not self._within(utterance, said):
                kept.append(utterance)
        found = [self.of_event(event, with_act[event.id]) for event in events]
        found += [self.of_utterance(utterance) for utterance in kept]
        return in_order(with_former(found))

    def _act_of(self, utterance: Utterance) -> str:
        """The id of the merged event that tells all that is said; "" where none does."""
        into = self._folded.get(utterance.id)
        if into is None or into not in self._merged:
            into = telling_event(self.story, utterance)
        merged = self._merged.get(into or "")
        return merged.id if merged else ""

    def _within(self, utterance: Utterance, others: set[str]) -> bool:
        """Whether a longer one of these utterances has all its words."""
        outer = self.story.utterance_of.get(self._folded.get(utterance.id) or "")
        return outer is not None and outer.id != utterance.id and outer.id in others

    def of_event(self, merged: MergedEvent, told: Sequence[Statement] = ()) -> Entry:
        """An act as an entry; ``told`` are statements that tell it once more."""
        members = self.story.sure(merged)
        records: list[Event | Statement] = [*members, *told]
        change = next((r.change for r in records if r.change is not None), None)
        day, dated = self._day(merged.date, merged.reports)
        happened = merged.status == "actual" and not merged.alleged
        if merged.id not in self._says:
            self._says[merged.id] = story_headline(self.story, merged, plain=True)
        return Entry(
            record=merged.id,
            kind="act",
            says=self._says[merged.id],
            day=day,
            dated=dated,  # type: ignore[arg-type]
            date=merged.date,
            status=merged.status,
            alleged=merged.alleged,
            stance=_STANCE.get(merged.type) if happened else None,
            towards=_codes(merged.recipients),
            change=change,
            quotation=self._spoken([s for s in told if s.kind != "indirect"])
            or self._told(members),
            reports=merged.reports,
            issues=_issues(self.story.members(merged)),
        )

    def of_utterance(self, utterance: Utterance) -> Entry:
        """Words as an entry."""
        statements = self.story.renderings(utterance)
        dates = [s.date for s in statements if s.date is not None]
        date = next((d for d in dates if d.start or d.end), dates[0] if dates else None)
        day, dated = self._day(date, utterance.reports)
        stances = {s.stance for s in statements if s.stance in ("supports", "opposes")}
        quotation = self._spoken(statements)
        return Entry(
            record=utterance.id,
            kind="words",
            by=utterance.speaker.name,
            says=" ".join(quotation.text.split()) if quotation else "",
            day=day,
            dated=dated,  # type: ignore[arg-type]
            date=date,
            stance=stances.pop() if len(stances) == 1 else None,
            towards=_codes(s.addressee for s in statements if s.addressee is not None),
            change=next((s.change for s in statements if s.change is not None), None),
            quotation=quotation,
            reports=utterance.reports,
            issues=_issues(statements),
        )

    def _day(self, date: Date | None, reports: Iterable[str]) -> tuple[str | None, str | None]:
        """The day to order by, and whether it is told or only that of the first report."""
        if date is not None and (date.start or date.end):
            return date.start or date.end, "told"
        published = [self.story.reading_by_id[r].report.published for r in reports]
        first = min((day[:10] for day in published if day), default=None)
        return (first, "published") if first else (None, None)

    def _spoken(self, statements: Sequence[Statement]) -> Quotation | None:
        """The words that are best to quote: direct before told, with a change, then the longest."""
        best = min(
            (s for s in statements if s.content),
            key=lambda s: (_KINDS.index(s.kind), s.change is None, -_length(s)),
            default=None,
        )
        if best is None:
            return None
        return Quotation(
            report=best.report,
            text=" … ".join(self.story.words(best.report, span) for span in best.content),
            kind=best.kind,
            evidence=best.content,
        )

    def _told(self, members: Sequence[Event]) -> Quotation | None:
        """The sentence in which a report tells the act, one with words of change before others."""
        for event in sorted(members, key=lambda e: e.change is None):
            at = next((e.start for e in event.evidence if e.role == "trigger"), None)
            span = self._sentence(event.report, at) if at is not None else None
            if span is not None:
                return Quotation(
                    report=event.report,
                    text=self.story.words(event.report, span),
                    evidence=(span,),
                )
        return None

    def _sentence(self, report: str, at: int) -> Evidence | None:
        if report not in self._sentences:
            text = self.story.reading_by_id[report].text
            self._sentences[report] = tuple((s.start, s.end) for s in sentences(text))
        for start, end in self._sentences[report]:
            if start <= at < end:
                return Evidence(start=start, end=end, role="content")
        return None


def _codes(actors: Iterable[Actor]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(a.code for a in actors if a.code != UNKNOWN_CODE))


def _issues(records: Iterable[Event | Statement]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(issue for record in records for issue in record.issues))


def _length(statement: Statement) -> int:
    return sum(span.end - span.start for span in statement.content)
