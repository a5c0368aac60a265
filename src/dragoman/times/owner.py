"""Which predicate a time belongs to: from its own clause, never from another sentence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from msgspec.structs import replace
from spacy.tokens import Token

from dragoman.document import Document, TimeExpression
from dragoman.language.borders import borders
from dragoman.records import Date
from dragoman.times.clause import CLOCK, fronted_verb, is_event_noun
from dragoman.times.direction import tense
from dragoman.times.lexicon import LEXICON
from dragoman.times.meaning import Bound, Length, Meaning, Span, leans_on_report
from dragoman.times.resolving import day_of, to_date
from dragoman.times.symbol import read

_SETS = LEXICON.sets
_VERBAL = ("VERB", "AUX")
_NOMINAL = ("NOUN", "PROPN", "PRON")
_MODIFIER = frozenset(("compound", "amod", "nummod", "nmod", "poss"))
_OBJECTS = frozenset(("dobj", "obj", "attr", "oprd", "nsubjpass", "nsubj", "dative"))
_TIME_NOUNS = LEXICON.day_parts | frozenset(LEXICON.units) | _SETS["owners.time_nouns"]
_BESIDE = frozenset(("after", "since", "before", "until", "following"))
_SHARING = frozenset(("at", "in", "during"))


class Owner(NamedTuple):
    """A token that a time belongs to; the smaller the rank, the surer."""

    token: int
    rank: int


def date_of(document: Document, token: Token) -> tuple[Date, TimeExpression] | None:
    """The time that belongs to a predicate, a verb or an event noun, from its own clause.

    None where the clause gives none: a main clause's time is not handed down to what somebody says
    in it, and no time crosses a sentence. Times that say when come before those that only bound
    ("since 2019", "by Friday"); durations are never returned.

    Example:
        >>> from dragoman.language import Language
        >>> from dragoman.records import Report
        >>> from dragoman.times import Times
        >>> report = Report(id="r", text_sha256="", published="2026-01-05")
        >>> document = Times()(Language().parse(report, "The envoys met on Friday."))
        >>> date_of(document, document.doc[2])[0].start
        '2026-01-02'
    """
    first, end = borders(token)
    best: tuple[tuple[int, int], Date, TimeExpression] | None = None
    for expression in document.times:
        if not first <= expression.token < end:
            continue
        if expression.first <= token.i < expression.last:
            continue
        meaning = read(expression.date.symbol) if expression.date.symbol else None
        for owner in _owners(expression, token.doc[expression.token]):
            if owner.token != token.i:
                continue
            date, cost = expression.date, owner.rank + _cost(expression.date, meaning)
            if isinstance(meaning, Bound) and owner.rank < 0:
                # "since November, when Xi traveled": he traveled in November
                date = _point(date, meaning, document)
                cost = owner.rank
            elif not _may_bound(meaning, expression, token) or _out_of_time(date, token, document):
                continue
            key = (cost, abs(expression.token - token.i))
            if best is None or key < best[0]:
                best = (key, date, expression)
    return (best[1], best[2]) if best else None


def _cost(date: Date, meaning: Meaning | None) -> int:
    if isinstance(meaning, Length):
        return 100
    if isinstance(meaning, Bound):
        return 10
    if isinstance(meaning, Span):
        return 5
    return 20 if date.start is None and date.symbol is None else 0


def _may_bound(meaning: Meaning | None, expression: TimeExpression, token: Token) -> bool:
    if isinstance(meaning, Length):
        return False
    if not isinstance(meaning, Bound):
        return True
    if token.pos_ not in _VERBAL:
        return False
    between = token.doc[min(token.i, expression.first) : max(token.i, expression.first)]
    # "marks the first visit since 2019": what is bounded is the counting, not the visit
    return not any(
        t.lower_ in LEXICON.ordinals or t.lower_ in ("only", "last") or t.tag_ in ("JJS", "RBS")
        for t in between
    )


def _out_of_time(date: Date, token: Token, document: Document) -> bool:
    """Whether a verb of the present cannot have a year long past: "leveraging the struggles of
    both nations in the 20th century".
    """
    if token.pos_ not in _VERBAL or date.precision != "year" or date.anchor != "text":
        return False
    if date.end is None or tense(token) == "past":
        return False
    if token.tag_ not in ("VBG", "VBZ", "VBP"):
        return False
    published = day_of(document.report.published)
    last = int(date.end[:4])
    return last < published.year if published else last - int((date.start or "0")[:4]) >= 9


def _point(date: Date, meaning: Bound, document: Document) -> Date:
    made = to_date(date.raw, meaning.point, day_of(document.report.published), "published")
    if made.symbol is None and not leans_on_report(meaning.point):
        return replace(made, anchor="text")
    return made


# --- owners -----------------------------------------------------------------------------------


def _owners(expression: TimeExpression, head: Token) -> list[Owner]:
    """All tokens that the time belongs to."""
    found: dict[int, int] = {}
    for owner in _each_owner(expression, head):
        found[owner.token] = min(owner.rank, found.get(owner.token, 99))
    if all(rank >= 8 for rank in found.values()):  # the parser hung it on a name: nearest verb
        verb = _nearest_verb(expression, head)
        if verb is not None:
            found.setdefault(verb.i, 3)
    return [Owner(token, rank) for token, rank in found.items()]


def _each_owner(expression: TimeExpression, head: Token) -> Iterator[Owner]:
    link = head.doc[expression.last - 1]
    if link.i > head.i and link.lower_ in ("after", "since"):
        # "a day after the North closed the plant": the day of the closing
        yield Owner(_linked(link).i, 0)
        return
    beside = {t.lower_ for t in head.doc[max(0, expression.first - 2) : link.i]} & _BESIDE
    if link.lower_ == "attacks" and link.i > head.i and beside:
        yield Owner(link.i, 0)  # "vowed after the September 11 attacks": not on that day
        return
    told = _when_clause(expression, head)
    if told is not None:
        yield Owner(told.i, -1)
    speaker = _reporting_verb_before(expression, head)
    if speaker is not None:
        yield Owner(speaker.i, 0)
        return
    top = head
    while expression.first <= top.head.i < expression.last and top.head.i != top.i:
        top = top.head
    if top.dep_ in _MODIFIER and top.head.i > top.i and top.head.pos_ in _NOMINAL:
        yield Owner(_modified(top, expression).i, 0)
        return
    node, preposition = _attached(top)
    if node is None:
        verb = _nearest_verb(expression, head)
        if verb is not None:
            yield from _from_verb(verb, expression, 1)
        return
    if node.pos_ in _VERBAL:
        yield from _from_verb(node, expression, 0)
    elif node.pos_ == "ADJ":
        yield from _from_adjective(node, expression)
    else:
        yield from _from_noun(node, expression, preposition, 0)
        main = fronted_verb(head, expression.first)
        if main is not None:  # "On Friday, the newspaper, which ..., reported"
            yield from _from_verb(main, expression, 1)


def _linked(link: Token) -> Token:
    """What follows "after": the verb of its clause, or its noun."""
    if link.dep_ == "mark" and link.head.i > link.i:
        return link.head
    return next((c for c in link.children if c.dep_ in ("pcomp", "pobj") and c.i > link.i), link)


def _modified(top: Token, expression: TimeExpression) -> Token:
    """The noun that a time before it describes: "the November peace summit", "Friday's talks"."""
    noun = top.head
    while noun.dep_ in ("compound", "nmod", "amod", "poss") and noun.head.i > noun.i:
        if is_event_noun(noun) and noun.dep_ == "poss":
            break
        noun = noun.head
    if not is_event_noun(noun):
        for token in top.doc[expression.last : noun.i]:
            if is_event_noun(token) and token.dep_ != "compound":
                return token
    return noun


def _attached(top: Token) -> tuple[Token | None, str]:
    """The verb, noun or adjective that the expression hangs on, and the preposition between."""
    preposition = ""
    node = top
    for _ in range(8):
        if node.head.i == node.i:
            return None, preposition
        node = node.head
        if node.lower_ in CLOCK:  # "at 4:30 am on Saturday"
            continue
        if node.pos_ in (*_VERBAL, *_NOMINAL, "ADJ"):
            return node, preposition
        if node.pos_ in ("ADP", "SCONJ"):
            preposition = preposition or node.lower_
    return None, preposition


def _from_verb(verb: Token, expression: TimeExpression, rank: int) -> Iterator[Owner]:
    lemma = verb.lemma_.lower()
    yield Owner(verb.i, rank)
    planned = lemma in _SETS["ahead.verbs"]
    for child in verb.children:
        # "is expected to visit on Monday", where the parser hung the day on "expected"
        if (
            child.dep_ == "xcomp"
            and (child.i < expression.first or (planned and _fronted(expression, verb)))
            and lemma not in _SETS["owners.reporting"]
        ):
            yield from _from_verb(child, expression, rank)
        if child.dep_ == "prep" and child.i < expression.first and child.lower_ in _SHARING:
            for noun in child.children:  # "spoke at a summit in Rome on Monday"
                if noun.dep_ == "pobj" and noun.i < expression.first and is_event_noun(noun):
                    yield Owner(noun.i, rank + 2)
        if child.dep_ == "conj" and child.pos_ in _VERBAL and _fronted(expression, verb):
            yield Owner(child.i, rank + 3)
    if lemma in _SETS["owners.light"] or planned:
        for noun in _arguments(verb):
            if is_event_noun(noun):
                yield Owner(noun.i, rank + 1)
        if verb.dep_ in ("acl", "relcl") and verb.head.pos_ in _NOMINAL:
            noun = verb.head
            yield Owner(noun.i, rank + (1 if is_event_noun(noun) else 8))
            if verb.dep_ == "acl" and noun.dep_ == "pobj":  # "In remarks delivered on Sunday"
                yield from _from_noun(noun, expression, "", rank + 1)
    elif lemma in _SETS["owners.witness"]:
        for noun in _arguments(verb):
            if noun.i < expression.first and noun.i > verb.i and is_event_noun(noun):
                yield Owner(noun.i, rank + 1)
    if lemma in ("begin", "start") and verb.tag_ == "VBG" and verb.dep_ in ("advcl", "prep"):
        yield Owner(verb.head.i, rank + 2)  # "Starting Monday, the border will close"
    if verb.dep_ == "advcl" and verb.tag_ == "VBG" and lemma in _SETS["owners.speaking"]:
        yield Owner(verb.head.i, rank + 3)


def _from_noun(
    noun: Token, expression: TimeExpression, preposition: str, rank: int
) -> Iterator[Owner]:
    """A noun owns the time, and hands it on to the clause where both happen together."""
    event = is_event_noun(noun)
    if event:
        yield Owner(noun.i, rank)
    else:
        yield Owner(noun.i, rank + 8)  # only for a caller who knows it for a predicate
        for token in noun.subtree:  # "on the sidelines of the summit in Rome on Monday"
            inside = noun.i < token.i < expression.first and token.dep_ == "pobj"
            if inside and token.head.lower_ == "of" and is_event_noun(token):
                yield Owner(token.i, rank + 1)
    if preposition == "of" and noun.lemma_.lower() not in _TIME_NOUNS:
        return  # "the Trade Act of 1974", but "on the morning of 5 May"
    if noun.dep_ in ("conj", "appos", "compound", "nmod") and noun.head.i != noun.i:
        up: Token = noun.head
        if up.pos_ in _NOMINAL and noun.dep_ != "appos":
            yield from _from_noun(up, expression, "", rank + 1)
        return
    if noun.dep_ == "pobj" and noun.head.pos_ in ("ADP", "SCONJ"):
        link, up = noun.head.lower_, noun.head.head
        if event and link not in _SETS["owners.sharing"]:
            return  # "arrived for talks on Monday"
        for _ in range(4):
            if up.pos_ not in ("ADP", "ADV", "SCONJ") or up.head.i == up.i:
                break
            up = up.head
        if up.pos_ in _VERBAL:
            yield from _from_verb(up, expression, rank + (2 if event else 1))
        elif up.pos_ in _NOMINAL and up.i != noun.i:
            yield from _from_noun(up, expression, "" if link != "of" else link, rank + 1)
        return
    if noun.dep_ in _OBJECTS and noun.head.pos_ in _VERBAL:
        verb = noun.head
        light = verb.lemma_.lower() in _SETS["owners.light"]
        if noun.dep_ in ("nsubj", "nsubjpass") and event and not light:
            return  # "The attack on Monday prompted ..."
        yield Owner(verb.i, rank + (1 if light or not event else 2))


def _from_adjective(adjective: Token, expression: TimeExpression) -> Iterator[Owner]:
    if adjective.dep_ in ("amod", "acl", "advcl", "relcl") and adjective.head.pos_ in _NOMINAL:
        yield from _from_noun(adjective.head, expression, "", 0)  # "talks due on Monday"
        return
    up = adjective.head
    if up.pos_ in _VERBAL:
        yield from _from_verb(up, expression, 0)
    for child in adjective.children:
        if child.dep_ == "xcomp" and child.i < expression.first:
            yield from _from_verb(child, expression, 0)


def _arguments(verb: Token) -> list[Token]:
    found = [c for c in verb.children if c.dep_ in _OBJECTS and c.pos_ in _NOMINAL]
    subjects = ("nsubj", "nsubjpass")
    node = verb
    for _ in range(4):
        if any(c.dep_ in subjects for c in node.children):
            break
        if node.dep_ not in ("xcomp", "conj") or node.head.pos_ not in (*_VERBAL, "ADJ"):
            break
        node = node.head
    if node.i != verb.i:
        above = node.head if node.pos_ == "ADJ" else node
        found += [c for c in above.children if c.dep_ in subjects and c.pos_ in _NOMINAL]
    return found


def _reporting_verb_before(expression: TimeExpression, head: Token) -> Token | None:
    """The verb of speech right before the time: "said on Friday", "said late Tuesday"."""
    doc, at = head.doc, expression.first - 1
    start, _ = borders(head)
    if expression.last < len(doc) and doc[expression.last].tag_ == "POS":  # "said Friday's talks"
        return None
    while (
        at >= start
        and expression.first - at <= 3
        and doc[at].lower_ in ("on", "in", "late", "early", "earlier")
    ):
        at -= 1
    if (
        at >= start
        and doc[at].pos_ == "VERB"
        and doc[at].lemma_.lower() in _SETS["owners.reporting"]
    ):
        return doc[at] if doc[at].tag_ in ("VBD", "VBZ", "VBP") else None
    return None


def _when_clause(expression: TimeExpression, head: Token) -> Token | None:
    """The verb of "November, when Xi traveled"."""
    doc, at = head.doc, expression.last
    _, end = borders(head)
    while at < end and doc[at].text in (",", "-", "(") and at - expression.last < 2:
        at += 1
    if at >= end or doc[at].lower_ != "when":
        return None
    verb = doc[at].head
    if verb.pos_ in _VERBAL and verb.i > at:
        if verb.dep_ in ("aux", "auxpass"):
            verb = verb.head
        return verb
    for token in doc[at + 1 : end]:
        if token.pos_ == "VERB":
            return token
    return None


def _fronted(expression: TimeExpression, verb: Token) -> bool:
    """Whether the time opens the clause, so that verbs joined by "and" share it."""
    if expression.first > verb.i:
        return False
    subjects = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")]
    return all(expression.first < s.left_edge.i for s in subjects)


def _nearest_verb(expression: TimeExpression, head: Token) -> Token | None:
    """The verb beside the time, with no other clause's border between."""
    doc, low, high = head.doc, expression.first, expression.last
    marks = (";", ":", "that", "which", "who", "when", "if", '"')
    first, end = borders(head)
    while low > first and doc[low - 1].lower_ not in marks:
        low -= 1
    while high < end and doc[high].lower_ not in marks:
        high += 1
    verbs = [
        t
        for t in doc[low:high]
        if t.pos_ == "VERB" and not expression.first <= t.i < expression.last
    ]
    return min(verbs, key=lambda t: abs(t.i - head.i), default=None)
