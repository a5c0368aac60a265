"""Words that look like times and are none: "Theresa May", "2000 troops", "Resolution 1701"."""

from __future__ import annotations

import re

from spacy.tokens import Token

from dragoman.times.drafts import Draft
from dragoman.times.lexer import Lexeme
from dragoman.times.lexicon import LEXICON
from dragoman.times.meaning import Fixed

_PERSON_MAY = re.compile(
    r"\b(?:Theresa|Mrs\.?|Ms\.?|Mr\.?|Prime Minister|Secretary|PM|Lady) (?:Theresa )?May\b"
)
_BEFORE_TIME = "nvquyrtbfLXTGZKezijJBo("
_MONEY = "$€£¥"
_PLAUSIBLE = range(1700, 2101)  # years that need no preposition
_AMOUNTS = frozenset("total number force group crowd ransom team fleet army handful".split())
_OWNING = frozenset("its his her their our my whose".split())


class Guard:
    """Tells times from other words, with what is known of the whole text."""

    def __init__(self, text: str, lexemes: list[Lexeme]) -> None:
        """Look once for what the whole text shows."""
        self._lexemes = lexemes
        self._person_may = bool(_PERSON_MAY.search(text))

    def keep(self, draft: Draft, head: Token) -> bool:
        """Whether an expression is a time. ``head`` is the token of its main word."""
        if draft.kind == "year":
            return self._year(draft, head)
        if draft.kind == "month":
            return self._month(draft, head)
        if self._text(draft.first).lower() == "overnight":
            return self._text(draft.last).lower() not in ("success", "sensation", "star", "hit")
        if draft.kind == "dated":
            return not self._part_of_name(draft)
        if draft.kind in ("unit", "deictic"):  # ABC's "This Week", NBC's "Today"
            return not self._titled(draft)
        if draft.kind == "monthday":
            return self._day_of_month(draft)
        if draft.kind == "century":
            return self._kind(draft.last) != "0"
        if draft.kind == "years":
            return self._before(draft) not in _MONEY and not self._counts_after(draft)
        if draft.kind == "weekday":
            return self._weekday(draft, head)
        return True

    def _kind(self, at: int) -> str:
        return self._lexemes[at].kind if 0 <= at < len(self._lexemes) else "|"

    def _text(self, at: int) -> str:
        return self._lexemes[at].text if 0 <= at < len(self._lexemes) else "\n"

    def _before(self, draft: Draft) -> str:
        return self._text(draft.first - 1)

    def _part_of_name(self, draft: Draft) -> bool:
        """ "the June 15 Joint Declaration": a name, and its year is not the report's."""
        if draft.meaning is None or isinstance(draft.meaning, Fixed):
            return False
        after = self._text(draft.last)
        return (
            self._kind(draft.first - 1) in "Hpx"
            and self._kind(draft.last) == "x"
            and after[:1].isupper()
            and self._lexemes[draft.first].kind in "MmH"
        )

    def _titled(self, draft: Draft) -> bool:
        words = [self._text(i) for i in range(draft.first, draft.last)]
        if not words[-1][:1].isupper() or words[-1].isupper():
            return False
        if len(words) > 1:
            return True
        return self._kind(draft.first - 1) not in "|._"

    def _counts_after(self, draft: Draft) -> bool:
        return self._text(draft.last).lower() in LEXICON.sets["counted_after"]

    def _year(self, draft: Draft, head: Token) -> bool:
        before, kind = self._before(draft), self._kind(draft.first - 1)
        low, after, after_kind = before.lower(), self._text(draft.last), self._kind(draft.last)
        value = self._lexemes[draft.first].value
        if before in _MONEY or after in "%°" or low in LEXICON.sets["designators"]:
            return False
        if after_kind in "0" or (after_kind in "-/." and self._touches(draft.last)):
            if after_kind == "0":  # "264 BC": beyond the calendar of records
                return False
            if self._kind(draft.last + 1) in "DNY":
                return False
        glued = self._kind(draft.first - 1) in "-/:" and self._touches(draft.first - 1)
        if glued and self._kind(draft.first - 2) in "DNYm":
            return False
        counted_after = after.lower() in LEXICON.sets["counted_after"] and after_kind != "v"
        if counted_after:
            return False
        modifies = self._next_noun(draft, head)
        if kind == "-" and self._kind(draft.first - 2) in "ezi":  # "mid-2024"
            return True
        owned = kind in "HAp" or low in _OWNING
        if modifies is not None and modifies.tag_ in ("NNS", "NNPS") and not owned:
            # "in 1500 villages", but "In 2016 protests broke out" and "in 1970 US troops"
            dated = kind in "nquy" and low != "by" and value % 100 != 0
            return value in _PLAUSIBLE and (dated or modifies.text[:1].isupper())
        if kind == "v" and self._text(draft.first - 2).lower() in _AMOUNTS:
            return False
        if kind in "nquyrvbBezijJ" or kind == "S":
            # "over 2000" and "by 1,500" count; "of 2003" dates
            return low != "over" and value in range(1000, 2200)
        if low in LEXICON.sets["counted_before"]:
            # "at least 2000 died"; but "since at least 2019", "around 1950"
            return (
                self._kind(draft.first - 2) in "qnuy"
                or self._kind(draft.first - 3) in "quy"
                or (low in ("around", "about") and value in _PLAUSIBLE and modifies is None)
            )
        if value not in _PLAUSIBLE:
            return False
        if kind == "p" and modifies is None:  # "Orwell's 1984"
            return False
        if after_kind == "p" and kind != "x":  # "following 1989's crackdown"
            return True
        if owned or kind in "(&ft" or (kind == "," and after_kind in ",.)|"):
            return True
        if modifies is not None:
            return True
        if kind == "x" and before[:1].isupper():  # "Windows 2000", but "London 2012"
            return False
        return kind in "|_.x," and (after_kind in ",.)|p" or _verb_follows(head))

    def _touches(self, at: int) -> bool:
        """Whether the sign at ``at`` stands without a space on both sides."""
        if not 0 < at < len(self._lexemes) - 1:
            return False
        here = self._lexemes[at]
        return self._lexemes[at - 1].end == here.start and here.end == self._lexemes[at + 1].start

    def _next_noun(self, draft: Draft, head: Token) -> Token | None:
        """The noun that the expression stands before ("the 2016 peace deal"), if any."""
        if self._kind(draft.last) in ",.|()_":
            return None
        for token in head.doc[head.i + 1 : head.i + 4]:
            if token.pos_ in ("NOUN", "PROPN"):
                return token
            if token.pos_ not in ("ADJ", "NUM") and token.text not in "-":
                return None
        return None

    def _month(self, draft: Draft, head: Token) -> bool:
        name = self._lexemes[draft.head].text
        kind = self._kind(draft.first - 1)
        if draft.last - draft.first > 1:
            return True
        if name.isupper() and len(name) > 3 and kind == "x" and not self._before(draft).isupper():
            return True
        if kind in ",&" and "M" in (self._kind(draft.first - 2), self._kind(draft.last + 1)):
            return True  # "in March, May and June"
        supported = kind in _BEFORE_TIME and not (kind == "(" and name == "May")
        if kind == "v" and self._kind(draft.first - 2) in "ezi":  # "the end of May"
            return True
        if name == "May":
            if head.pos_ == "AUX" or head.tag_ == "MD":
                return False
            low = self._before(draft).lower()
            if low in LEXICON.sets["person_titles"] and kind not in "nquLXT":
                return False
            if self._person_may and kind not in "nquLXTezi":
                return False
            if kind == "y" and self._person_may:
                return False
        if name in ("May", "March", "Mar"):
            if supported:
                return True
            if kind in "HAp" or self._before(draft).lower() in _OWNING:
                follows = self._next_noun(draft, head)
                return follows is not None and follows.text[:1].islower()
            return False
        if supported:
            return True
        # "April Glaspie", "Jean June": a name of a person
        behind, precedes = self._text(draft.last), self._before(draft)
        if name in ("April", "June", "August", "January") and (
            (behind[:1].isupper() and self._kind(draft.last) == "x")
            or (precedes[:1].isupper() and kind == "x" and head.ent_type_ == "PERSON")
        ):
            return False
        return head.pos_ != "VERB"

    def _weekday(self, draft: Draft, head: Token) -> bool:
        if draft.last - draft.first > 1:
            return True
        after = self._text(draft.last)
        # "the Sunday Times", "Friday Prayers": a capital right after it makes a name
        if (
            after[:1].isupper()
            and self._kind(draft.last) == "x"
            and head.ent_type_ in ("ORG", "WORK_OF_ART")
        ):
            return False
        return self._lexemes[draft.head].text[0].isupper()

    def _day_of_month(self, draft: Draft) -> bool:
        after, kind = self._text(draft.last), self._kind(draft.last)
        return kind in ",.|)v_&" or (
            kind == "x" and after.lower() in ("to", "that", "when", "after")
        )


def _verb_follows(head: Token) -> bool:
    for token in head.doc[head.i + 1 : head.i + 3]:
        if token.pos_ != "ADV":
            return token.pos_ in ("VERB", "AUX")
    return False
