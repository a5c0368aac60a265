"""Where a name that recurs ("Friday", "June 12", "this spring") lies, seen from the report."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from dragoman.times.direction import Direction, direction_of, leans
from dragoman.times.lexicon import LEXICON
from dragoman.times.meaning import Named, Relation, Shift
from dragoman.times.reference import grain

MODIFIERS = frozenset(("compound", "amod", "nummod", "nmod", "poss"))
"""How a word hangs on the noun that it stands before."""

_WEEKDAYS = frozenset(day.capitalize() for day in LEXICON.weekdays)
_STARTING = frozenset(("starting", "beginning"))
# Seen from the report, where "on or before" and "on or after" are measured from:
_EAST = Shift("day", 1)  # the day after: reports from the east are a day ahead of the publisher
_LOOSE_WEEKDAY = Shift("day", -2)  # a weekday ahead by a loose tie: two days back to four ahead
_LOOSE = Shift("month", 3)  # a date behind by a loose tie: nine months back to three ahead
_SEASON = Shift("month", 2)  # "an offensive planned this spring", told in February


def placed(meaning: Named, head: Token, first: int) -> Named:
    """The name with its relation to the report.

    A weekday of the past may be the day after the report, whose day is the publisher's and not
    that of the place; six days back nobody calls a day by its bare name. Where only a loose tie
    tells the direction ("called to thank him on Sunday"), a weekday lies within a few days, a
    date where it is nearest.
    """
    relation = _relation(meaning, head, first)
    weekday = meaning.name in _WEEKDAYS
    if head.doc[first].lower_ == "this" and relation == "on or before":
        if meaning.name == "weekend":  # on a Friday "this weekend" is the next
            return replace(meaning, relation="of")
        if meaning.name.lower() in LEXICON.seasons:
            return replace(meaning, relation=relation, base=_SEASON)
    if relation == "on or before" and weekday:
        return replace(meaning, relation=relation, base=_EAST)
    if relation == "of" or not leans(head, first):
        return replace(meaning, relation=relation)
    if weekday:
        return replace(meaning, relation=relation, base=_LOOSE_WEEKDAY)
    if relation == "on or after":
        return replace(meaning, relation="of")
    if meaning.name != "weekend" and (grain(meaning) == "day" or head.dep_ not in MODIFIERS):
        return replace(meaning, relation=relation, base=_LOOSE)
    return replace(meaning, relation=relation)


def in_week(meaning: Named) -> bool:
    """Whether a name recurs each week or month, so that no year can fix it."""
    first = meaning.name.split()[0]
    return (first.endswith("day") and " " not in meaning.name) or first[:1].isdigit()


def _relation(meaning: Named, head: Token, first: int) -> Relation:
    found: Direction = direction_of(head, first)
    if head.dep_ in MODIFIERS and head.head.i > head.i and not in_week(meaning):
        # "the November summit": the last November, and near a future tense the nearest
        return "of" if found == "ahead" else "on or before"
    if found == "ahead" and not in_week(meaning) and head.doc[first - 1].lower_ in _STARTING:
        return "of"  # "for 90 days starting Dec. 1"
    if found == "past":
        return "on or before"
    if found == "ahead":
        return "on or after"
    if first < head.i and head.doc[first].lower_ == "this":
        return "on or after"
    return "of"
