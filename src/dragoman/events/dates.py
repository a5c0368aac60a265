"""When an event took place: the time of its own words, else of the words that tell it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from spacy.tokens import Token

from dragoman.document import Document, TimeExpression
from dragoman.events import syntax
from dragoman.events.draft import Draft
from dragoman.language.borders import borders
from dragoman.records import Date
from dragoman.times import date_of
from dragoman.times.meaning import Bound, Length
from dragoman.times.symbol import read

Found = tuple[Date, TimeExpression]
_DECIDED = frozenset({"decision", "decide", "order", "authorize", "authorise", "approve"})
_WITHIN = frozenset({"of", "in", "at", "to", "for", "with", "into", "on"})
_WORDS = frozenset({"SUPPORT", "ACCUSE", "REQUEST", "REJECT", "THREATEN", "AGREE", "CONCEDE"})
_NEAR = 4  # words between a time and "when"


def date_for(document: Document, draft: Draft, triggers: frozenset[int]) -> Found | None:
    """The date of a draft; ``triggers`` are the words that tell an event of their own.

    The time that its coder is sure of; else what the clause tells, if its coder does not doubt it.
    """
    shares = {id(time): share for time, share in draft.when}
    likely = max(draft.when, key=lambda w: w[1], default=None)
    found = _by_rules(document, draft, triggers)
    if likely is not None:
        time, share = likely
        told = found is not None and found[1] is time  # the rules know "May, when he came" better
        if not told and share >= (_SURE if _when_it_was(time) else _SURE_OF_BOUND):
            return time.date, time
    if found is not None and shares.get(id(found[1]), 1.0) < _DOUBTED:
        return None
    return found


_SURE, _DOUBTED = 0.15, 0.02
_SURE_OF_BOUND = 0.8  # of what says since when, until when or how long only


def _by_rules(document: Document, draft: Draft, triggers: frozenset[int]) -> Found | None:
    """The time of a draft's own words, else of those that carry it.

    A noun takes the time of the verb that carries it, unless that verb is another event ("on Monday
    condemned the attack"); a participle that of the clause it belongs to.
    """
    found = _own(document, draft)
    if found is not None:
        return found
    token = draft.token
    if draft.predicate.verbal:
        found = _when(document, token) or _of_participle(document, token, triggers)
    else:
        found = _of_noun(document, token, triggers) or _beside(document, token)
    return (
        found
        or _of_saying(document, draft)
        or _only(document, token, triggers, draft.predicate.verbal)
    )


def ahead(draft: Draft, published: str | None) -> None:
    """Let the date correct the tense: what is dated after the report is planned.

    "Comes Monday when Obama meets Putin" is ahead; the tense of a decision or of a schedule does
    not tell whether the day has passed, the date does ("decisions to launch a rocket in December").
    """
    date, day = draft.date, (published or "")[:10]
    if date is None or date.start is None or date.end is None or not day:
        return
    past = draft.predicate.verbal and draft.token.tag_ in ("VBD", "VBN")
    if draft.status == "actual" and date.start > _day_after(day) and not past:
        draft.status = "planned"
    decided = {t.lemma_.lower() for t in draft.reading.hedges} <= _DECIDED
    if draft.status == "planned" and date.end < day and draft.reading.hedges and decided:
        draft.status = "actual"


def _day_after(day: str) -> str:
    """Reports are dated a day early or late: what is dated the day after may have happened."""
    try:
        return (datetime.date.fromisoformat(day) + datetime.timedelta(days=1)).isoformat()
    except ValueError:  # no whole day
        return day


def _own(document: Document, draft: Draft) -> Found | None:
    """The predicate's own time, or that of the words which carry it into the clause."""
    token, lexicon = draft.token, draft.predicate.lexicon
    found = date_of(document, token)
    if found is not None:
        return found
    if draft.predicate.verbal:
        head = token.head
        if token.dep_ == "relcl" and any(c.lower_ == "when" for c in token.children):
            return _time_over(document, head)  # "November, when Xi traveled to"
        if token.dep_ == "acl" and head.pos_ == "NOUN":
            return date_of(document, head)  # "the 2016 decision to deploy"
        if token.dep_ == "xcomp" and (head.lemma_, "verb") in lexicon.governors:
            return date_of(document, head)
        return None
    verb = syntax.carrying_verb(token)
    if verb is not None:
        governor = lexicon.governors.get((verb.lemma_, "verb"))
        orders = verb.lemma_ in lexicon.words["ordering_verbs"]
        if orders or (governor is not None and governor.carries == "yes"):
            return date_of(document, verb)
    return None


def _of_noun(document: Document, noun: Token, triggers: frozenset[int]) -> Found | None:
    """ "Demonstrations erupted on Saturday", "the deal announced two weeks ago"."""
    top = syntax.top_noun(noun)
    for holder in dict.fromkeys((noun, top)):
        for child in holder.children:
            if child.dep_ == "acl" and child.i not in triggers:
                found = date_of(document, child)
                if found is not None:
                    return found
    verb = _verb_over(top)
    if verb is None or verb.i in triggers:
        return None
    found = date_of(document, verb)
    return found if found is not None and _when_it_was(found[1]) else None


def _verb_over(noun: Token) -> Token | None:
    """The verb of which a noun is subject or object, or stands in a phrase within the clause."""
    for _ in range(4):
        head = noun.head
        if noun.dep_ in ("nsubj", "nsubjpass", "dobj", "attr") and syntax.is_verb(head):
            return head
        if noun.dep_ != "pobj" or head.lower_ not in _WITHIN:
            return None
        if syntax.is_verb(head.head):
            return head.head
        noun = head.head
    return None


def _beside(document: Document, noun: Token) -> Found | None:
    """ "Last month's Washington talks": a time that belongs to the noun phrase itself."""
    inside = {t.i for t in noun.subtree if t.i < noun.i}
    return next(_exactly(document, inside), None)


def _exactly(document: Document, words: set[int]) -> Iterator[Found]:
    for time in document.times:
        if time.token in words and _when_it_was(time):
            yield time.date, time


def _when_it_was(time: TimeExpression) -> bool:
    """Whether a time says when, and not since when, until when or how long."""
    meaning = read(time.date.symbol) if time.date.symbol else None
    return meaning is not None and not isinstance(meaning, Bound | Length)


def _of_participle(document: Document, verb: Token, triggers: frozenset[int]) -> Found | None:
    """ "Released a statement Monday pushing back": what is done in doing the other."""
    head = verb.head
    alone = not any(c.dep_ in ("nsubj", "nsubjpass", "mark", "aux") for c in verb.children)
    if verb.dep_ == "advcl" and verb.tag_ == "VBG" and alone and head.i not in triggers:
        return date_of(document, head)
    return None


def _when(document: Document, verb: Token) -> Found | None:
    """ "Last month in Washington, when China agreed"."""
    for child in verb.children:
        if child.lower_ == "when" and child.i < verb.i:
            before = set(range(max(verb.sent.start, child.i - _NEAR), child.i))
            return next(_exactly(document, before), None)
    return None


def _of_saying(document: Document, draft: Draft) -> Found | None:
    """ "Said on Tuesday that he backs the cut": what somebody does by his words, he does then."""
    if draft.type not in _WORDS:
        return None
    at, codes = draft.token.idx, {a.code for a in draft.actors}
    for statement in document.statements:
        if not any(span.start <= at < span.end for span in statement.content):
            continue
        if codes and statement.speaker is not None and statement.speaker.code not in codes:
            continue
        for cue in (e for e in statement.evidence if e.role == "cue"):
            span = document.doc.char_span(cue.start, cue.end, alignment_mode="expand")
            found = date_of(document, span.root) if span is not None else None
            if found is not None:
                return found
    return None


def _only(document: Document, token: Token, triggers: frozenset[int], verbal: bool) -> Found | None:
    """The one time of a sentence, near and belonging to no other event, where the parser put it
    elsewhere ("returned twelve skulls to Peru on April 7").
    """
    first, end = borders(token)
    here = [t for t in document.times if first <= t.token < end]
    if len(here) != 1 or not _when_it_was(here[0]):
        return None
    [time] = here
    low, high = sorted((token.i, time.token))
    between = sum(t.pos_ == "VERB" for t in document.doc[low + 1 : high])
    if between > (0 if verbal else 1):
        return None
    for other in triggers:
        if other != token.i and first <= other < end:
            theirs = date_of(document, document.doc[other])
            if theirs is not None and theirs[1] == time:
                return None
    return time.date, time


def _time_over(document: Document, token: Token) -> Found | None:
    for time in document.times:
        if time.first <= token.i < time.last:
            return time.date, time
    return None
