"""Lengths that tell when: "a day after the vote", "in ten days", "has fought for two years"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

from spacy.tokens import Doc, Token

from dragoman.times.clause import is_event_noun
from dragoman.times.direction import direction_of, tense, verb_over
from dragoman.times.drafts import Draft, Lexemes
from dragoman.times.lexicon import LEXICON
from dragoman.times.meaning import Event, Length, Meaning, Shift, Span, is_point
from dragoman.times.reference import grain

_CALENDAR = ("day", "week", "month", "year", "decade")
_VAGUE = frozenset(LEXICON.cues["about"]) - {"just", "only"}
_FIRST = frozenset((*LEXICON.ordinals, "time", "only", "most", "as"))
_COMING = frozenset(("come", "follow", "be", "mark"))  # "the move comes two days after"
_MODAL = frozenset(("will", "would", "could", "should", "may", "might", "must", "to", "having"))


class _Base(NamedTuple):
    """What a time is counted from; ``point`` None for the report."""

    point: Meaning | None


@dataclass(frozen=True, slots=True)
class Counting:
    """Looks at one document.

    Fields:
        doc, lexemes: the words. told: times told so far: sentence, paragraph, meaning.
        token: the token at a character. sentence: the number of a token's sentence.
        narrative: whether the text is a history, where nothing is counted from the report.
    """

    doc: Doc
    lexemes: Lexemes
    told: list[tuple[int, int, Meaning]]
    token: Callable[[int], Token]
    sentence: Callable[[int], int]
    narrative: bool

    def counted(self, draft: Draft, later: list[Draft]) -> Draft | None:
        """A length with what it is counted from; None where it is no time.

        "A day after the North closed the plant": the plant was closed the day before the clause
        that this belongs to, which is dated by its own words or by the report. "Begin in ten days"
        is counted from the report. ``later`` are the drafts that follow.
        """
        meaning = draft.meaning
        if draft.kind != "length" or not isinstance(meaning, Length):
            return draft
        head, first = self._head(draft), self._at(draft.first).i
        unit, n = meaning.unit, meaning.n
        if unit == "hour" and n in (24, 48, 72):
            unit, n = "day", n // 24
        if self.narrative or n is None or unit not in _CALENDAR:
            return self._plain(draft)
        link = self.lexemes[draft.last].kind if draft.last < len(self.lexemes) else "|"
        if link in "fq":
            opened = {t.lower_ for t in self.doc[max(head.sent.start, first - 2) : first + 1]}
            if link == "q" and opened & {"in", "over", "during"}:  # "in the five years since"
                return replace(draft, meaning=Span(n, unit, False))
            base = self._clause_day(draft, head, first, later)
            if base is None:
                return self._plain(draft)
            point = Shift(unit, -n, base.point)
            return replace(draft, last=draft.last + 1, meaning=point, kind="counted")
        if self._up_to_now(draft, head, first, link):
            return replace(draft, meaning=Span(n, unit, False))
        before = self.doc[first - 1].lower_ if first else ""
        if before in ("in", "within") and link != "v" and self._ahead(head, first):
            ahead = Shift(unit, n) if before == "in" else Span(n, unit, True)
            return replace(draft, meaning=ahead, kind="counted")
        return draft

    def beside_a_day(self, draft: Draft, later: list[Draft]) -> bool:
        """Whether the sentence goes on to tell the day that "in the evening" belongs to."""
        here = self.sentence(self._head(draft).i)
        return any(
            other.lean is None
            and other.meaning is not None
            and is_point(other.meaning)
            and grain(other.meaning) == "day"
            and self.sentence(self._head(other).i) == here
            for other in later
        )

    def _at(self, lexeme: int) -> Token:
        return self.token(self.lexemes[lexeme].start)

    def _head(self, draft: Draft) -> Token:
        return self._at(draft.head)

    def _plain(self, draft: Draft) -> Draft | None:
        """The length as it is; "a day after" and "the day after" alone are none."""
        after = draft.last < len(self.lexemes) and self.lexemes[draft.last].kind in "fq"
        return None if after and self.lexemes[draft.first].kind in "AH" else draft

    def _clause_day(
        self, draft: Draft, head: Token, first: int, later: list[Draft]
    ) -> _Base | None:
        """What "a day after" counts back from: the day told in its clause, or the report.

        The report only where the clause is news: it "comes" a day after or is not past, or what
        is a day back is told by a clause. "A day after the attack, he said" may be long ago.
        """
        words = {x.text.lower() for x in self.lexemes[draft.first : draft.last]}
        before = self.lexemes[draft.first - 1].kind if draft.first else "|"
        if words & _VAGUE or before in "&t":  # "nearly two years", "a year and six days after"
            return None
        link = self._at(draft.last)
        here = self.sentence(head.i)
        told = [inner for sentence, _, inner in self.told if sentence == here]
        if told:
            return _Base(Event(told[-1])) if grain(told[-1]) == "day" else None
        if self.beside_a_day(draft, later) or direction_of(head, first) == "ahead":
            return None
        verb = verb_over(head)
        if verb is not None and link.dep_ == "mark" and link.head.i == verb.i:
            verb = verb_over(verb)  # the parser hung it on the clause after "after"
        if verb is not None and (verb.lemma_ in _COMING or tense(verb) != "past"):
            return _Base(None)
        clause = link.dep_ == "mark" or any(c.dep_ == "pcomp" for c in link.children)
        return _Base(None) if clause and self.lexemes[draft.last - 1].name == "day" else None

    def _up_to_now(self, draft: Draft, head: Token, first: int, link: str) -> bool:
        """ "Has bombed it for over a year", "after five years of talks": up to the report."""
        before = self.doc[first - 1].lower_ if first else ""
        if link == "v" and before == "after" and self.lexemes[draft.last - 1].name == "year":
            return any(is_event_noun(noun) for noun in self._at(draft.last).children)
        verb = verb_over(head)
        within = before == "in" and not self._ranked(head, first)  # "has tested five in a year"
        if verb is None or not (before == "for" or within):
            return False
        helpers = {t.lower_ for t in verb.children if t.dep_ in ("aux", "auxpass")}
        return bool(helpers & {"has", "have", "'ve"}) and not helpers & _MODAL

    def _ahead(self, head: Token, first: int) -> bool:
        """Whether "in ten days" looks ahead; "the first meeting in a year" looks back."""
        return not self._ranked(head, first) and direction_of(head, first) == "ahead"

    def _ranked(self, head: Token, first: int) -> bool:
        return any(
            t.lower_ in _FIRST or t.tag_ in ("JJS", "RBS")
            for t in self.doc[head.sent.start : first - 1]
        )
