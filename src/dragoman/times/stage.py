"""The times stage: every time expression of a report, resolved as far as the text allows."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from datetime import date

from spacy.tokens import Doc, Token

from dragoman.document import Document, TimeExpression
from dragoman.records import Date
from dragoman.times.combine import combine, part_before
from dragoman.times.counting import Counting
from dragoman.times.dateline import dateline_day
from dragoman.times.direction import direction_of, negated
from dragoman.times.drafts import Draft
from dragoman.times.guards import Guard
from dragoman.times.lexer import Lexeme, lex
from dragoman.times.meaning import (
    Bound,
    BoundName,
    Fixed,
    Meaning,
    Named,
    Part,
    Range,
    Shift,
    is_point,
)
from dragoman.times.patterns import find, lean_on
from dragoman.times.placing import MODIFIERS, in_week, placed
from dragoman.times.reference import depth, grain, near, serves
from dragoman.times.resolving import day_of, to_date

_BOUND_WORDS: dict[str, BoundName] = {
    "q": "since", "u": "until", "y": "by", "b": "before", "f": "after",
}  # fmt: skip
_BACK = 5  # sentences that "the same day" may look back


class Times:
    """The stage: reads ``document.doc`` and ``report.published``, writes ``document.times``.

    With ``narrative`` a date without a year leans on the last full date of the text, wherever it
    stands: right for histories, wrong for news.

    Example:
        >>> from dragoman.language import Language
        >>> from dragoman.records import Report
        >>> report = Report(id="r", text_sha256="", published="2026-01-05")
        >>> document = Times()(Language().parse(report, "The envoys met on Friday."))
        >>> document.times[0].date.start
        '2026-01-02'
    """

    name = "times"
    reads = frozenset({"doc"})
    writes = frozenset({"times"})

    def __init__(self, *, narrative: bool = False) -> None:
        """``narrative``: the text is a history, not a report."""
        self._narrative = narrative

    def __call__(self, document: Document) -> Document:
        """Fill ``document.times``, in the order of the text."""
        document.times = _Reading(document, self._narrative).read()
        return document


class _Reading:
    """The work on one document."""

    def __init__(self, document: Document, narrative: bool) -> None:
        self.doc: Doc = document.doc
        self.text = self.doc.text
        self.document = document
        self.narrative = narrative
        self.lexemes: list[Lexeme] = lex(self.text)
        self.starts = [t.idx for t in self.doc]
        self.published = day_of(document.report.published)
        self.anchored_by = "published"
        if self.published is None:
            dateline = dateline_day(document)
            if dateline is not None and dateline.start is not None:
                self.published, self.anchored_by = date.fromisoformat(dateline.start), "text"
        # times told so far, for those that lean on them: (sentence, paragraph, meaning)
        self.told: list[tuple[int, int, Meaning]] = []
        self.sentences = [s.start for s in self.doc.sents] if len(self.doc) else []
        self.breaks = [i for i, char in enumerate(self.text) if char == "\n"]

    def read(self) -> list[TimeExpression]:
        if not self.starts or not self.lexemes:
            return []
        guard = Guard(self.text, self.lexemes)
        drafts = [d for d in find(self.lexemes) if guard.keep(d, self.token(self._at(d.head)))]
        found: list[TimeExpression] = []
        joined = [d for d in combine(drafts, self.lexemes) if self._one_sentence(d)]
        counting = Counting(
            self.doc, self.lexemes, self.told, self.token, self._sentence, self.narrative
        )
        for i, draft in enumerate(joined):
            later = joined[i + 1 :]
            if self.narrative and draft.kind == "recent":
                continue  # "over the summer": news tell of the last, histories of any
            if draft.loose and counting.beside_a_day(draft, later):
                continue
            counted = counting.counted(draft, later)
            if counted is None:
                continue
            expression = self._expression(counted)
            if draft.loose and expression.date.symbol is None and expression.date.start is None:
                continue  # "in the morning" of no day in particular
            found.append(expression)
        return found

    # --- places -------------------------------------------------------------------------------

    def _at(self, lexeme: int) -> int:
        return self.lexemes[lexeme].start

    def token(self, offset: int) -> Token:
        """The token that holds a character."""
        return self.doc[max(0, bisect_right(self.starts, offset) - 1)]

    def _one_sentence(self, draft: Draft) -> bool:
        first, last = self._at(draft.first), self.lexemes[draft.last - 1].end - 1
        return "\n" not in self.text[first:last].strip() or self._sentence(
            self.token(first).i
        ) == self._sentence(self.token(last).i)

    def _sentence(self, token: int) -> int:
        return bisect_right(self.sentences, token)

    def _paragraph(self, offset: int) -> int:
        return bisect_left(self.breaks, offset)

    # --- meanings -----------------------------------------------------------------------------

    def _expression(self, draft: Draft) -> TimeExpression:
        first, meaning = draft.first, draft.meaning
        head = self.token(self._at(draft.head))
        start = self._at(first)
        if draft.lean is not None:
            meaning = self._lean(draft, head)
        elif self.narrative and isinstance(meaning, Shift) and meaning.base is None:
            meaning = self._lean(replace(draft, lean=(meaning.unit, meaning.n)), head)
        if meaning is not None:
            meaning = self._directed(meaning, head, self.token(start).i)
        if meaning == Shift("week", 0) and draft.kind == "unit":
            meaning = self._this_week(draft, head)
        if meaning is not None and is_point(meaning):
            part, first = part_before(self.lexemes, first)
            if part is not None and grain(meaning) != "day":
                meaning = Part(part, meaning)
            modifies = self._modifies(draft, head)
            if draft.kind != "feast" and not (modifies and grain(meaning) == "year"):
                self.told.append((self._sentence(head.i), self._paragraph(start), meaning))
            # "shortly before 2 p.m." is on the day, "after the September 11 attacks" tells of them
            named = draft.kind == "feast" and self.lexemes[draft.last - 1].text.endswith("attacks")
            if not modifies and not named and draft.kind not in ("clock", "daypart"):
                kind, first = self._bound_before(first, meaning)
                if kind is not None:
                    meaning = Bound(kind, meaning)
        return self._make(draft, first, head, meaning)

    def _make(
        self, draft: Draft, first: int, head: Token, meaning: Meaning | None
    ) -> TimeExpression:
        start, end = self._at(first), self.lexemes[draft.last - 1].end
        raw = self.document.text[start:end]
        made: Date = to_date(raw, meaning, self.published, self.anchored_by)
        first_token = self.token(start).i
        last_token = max(first_token, self.token(end - 1).i) + 1
        return TimeExpression(start, end, first_token, last_token, head.i, made)

    def _lean(self, draft: Draft, head: Token) -> Meaning | None:
        """The meaning of "the same day", "three days later": from the last time that serves."""
        unit, n = draft.lean or ("day", 0)
        here, paragraph = self._sentence(head.i), self._paragraph(head.idx)
        for sentence, where, inner in reversed(self.told):
            if draft.loose and not self.narrative and (where != paragraph or here - sentence > 1):
                break
            if not self.narrative and here - sentence > _BACK:
                return None
            if serves(inner, unit, n) and depth(inner) < 4:
                return lean_on(draft, inner)
        if draft.loose and not self.narrative:
            found = direction_of(head, self.token(self._at(draft.first)).i)
            told = draft.kind == "clock" or self.lexemes[draft.first].kind == "j"
            if found == "past" or (found == "ahead" and told):
                return Shift(unit, n)
        return None

    def _directed(self, meaning: Meaning, head: Token, first: int) -> Meaning:
        """The meaning with its open directions filled in from tense and cue."""
        match meaning:
            case Named(relation="", base=None):
                from_text = self._year_of_text(meaning, head, first)
                if from_text is not None:
                    return from_text
                return placed(meaning, head, first)
            case Range(first=a, last=b):
                return Range(self._directed(a, head, first), self._directed(b, head, first))
            case Part(part=part, base=base):
                return Part(part, self._directed(base, head, first))
            case _:
                return meaning

    def _this_week(self, draft: Draft, head: Token) -> Meaning:
        """ "Fired this week": in the part that is gone; "will meet this week": in the rest."""
        week = Shift("week", 0)
        found = direction_of(head, self.token(self._at(draft.first)).i)
        if found == "none" or part_before(self.lexemes, draft.first)[0] is not None:
            return week
        return Part("earlier" if found == "past" else "rest", week)

    def _year_of_text(self, meaning: Named, head: Token, first: int) -> Meaning | None:
        """The day of a month where the text's last full date gives the year, else None.

        In news only where that date stands in the same paragraph, at most a sentence before; and
        never for a time ahead.
        """
        if grain(meaning) not in ("day", "month") or meaning.name.split()[0] == "weekend":
            return None
        if in_week(meaning):
            return None
        here, paragraph = self._sentence(head.i), self._paragraph(head.idx)
        for sentence, where, inner in reversed(self.told):
            if not isinstance(inner, Fixed):
                if self.narrative:
                    continue
                return None
            if not self.narrative:
                if where != paragraph or here - sentence > 1 or inner.precision == "year":
                    return None
                if direction_of(head, first) == "ahead":
                    return None
            return near(meaning.name, inner)
        return None

    def _modifies(self, draft: Draft, head: Token) -> bool:
        """Whether the expression stands before a noun that it describes: "Monday's talks"."""
        after = self.lexemes[draft.last] if draft.last < len(self.lexemes) else None
        if after is None:
            return False
        if after.kind == "p":
            return True
        full = isinstance(draft.meaning, Fixed) and draft.meaning.precision == "day"
        if after.kind in ".|)_" or (after.kind == "," and not full):
            return False  # but "the Sept. 11, 2012, attacks"
        return head.dep_ in MODIFIERS and head.head.i > self.token(after.start - 1).i

    def _bound_before(self, first: int, meaning: Meaning) -> tuple[BoundName | None, int]:
        at = first - 1
        if self.lexemes[first].kind == "P":  # "before midnight on Monday" is on Monday
            return None, first
        while at >= 0 and self.lexemes[at].kind in "HV" and first - at < 5:
            at -= 1
        if at >= 0 and self.lexemes[at].kind == "u" and negated(self.token(self._at(first))):
            return None, first  # "did not agree until last week": agreed last week
        if at >= 0 and self.lexemes[at].kind in _BOUND_WORDS:
            return _BOUND_WORDS[self.lexemes[at].kind], at
        if at >= 0 and self.lexemes[at].text.lower() == "through":
            # "worked through the weekend" tells when, "closed through Friday" until when
            behind = isinstance(meaning, Named) and meaning.relation == "on or before"
            return (None, first) if behind else ("until", at)
        return None, first
