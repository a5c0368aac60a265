"""To whom words were said, and through whom the report has them."""

from __future__ import annotations

from spacy.tokens import Token

from dragoman.document import Document
from dragoman.records import Source
from dragoman.source_kinds import MEDIA
from dragoman.statements.cited import medium_source
from dragoman.statements.cues import noun_cue
from dragoman.statements.found import Found
from dragoman.statements.grammar import children, is_passive, starts_of
from dragoman.statements.kind_of import source_of
from dragoman.statements.sources import (
    even_text,
    media_in,
    media_noun,
    medium_of,
    names_a_paper,
)
from dragoman.statements.speaker import quoting_verb
from dragoman.statements.who import actors_at

_OCCASIONS = frozenset(
    "remark comment speech address letter message interview statement briefing note email call"
    " post tweet report testimony".split()
)
_RELAYS = frozenset("quote cite report carry publish air broadcast release post read".split())


def addressee_of(found: Found) -> Token | None:
    """Head of the phrase that names the hearer, or None."""
    token, how = found.token, found.cue.addressee
    if found.cue.pos == "prep" or found.how or found.verbatim:
        return None
    inside = _tokens(found)
    if found.cue.pos == "verb":
        if how == "obj":
            for child in children(token, "dative", "dobj"):
                if child.dep_ == "dative" and child.pos_ == "ADP":
                    return _object(child, inside)
                timed = child.ent_type_ in ("DATE", "TIME")
                if child.i > token.i and child.i not in inside and not timed:
                    return child
            # The parser makes the hearer the subject of what is said to be done.
            for clause in children(token, "ccomp"):
                bare = any(c.lower_ == "to" for c in clause.children if c.dep_ == "aux")
                for subject in children(clause, "nsubj"):
                    if bare and token.i < subject.i and subject.i not in inside:
                        return subject
        for child in token.children:
            low = child.lower_
            if child.dep_ in ("prep", "dative") and (low == how or low == "to") and low != "of":
                hearer = _object(child, inside)
                if hearer is not None:
                    return hearer
    else:
        for child in children(token, "prep"):
            if child.lower_ == "to":
                hearer = _object(child, inside)
                if hearer is not None:
                    return hearer
    return _on_occasion(token, inside)


def _on_occasion(token: Token, inside: set[int]) -> Token | None:
    """ "In remarks delivered to X, she said": the hearer hangs on the noun of speech."""
    head = token
    for _ in range(3):
        for preposition in children(head, "prep"):
            if preposition.lower_ not in ("in", "during", "at", "with"):
                continue
            for noun in children(preposition, "pobj"):
                if noun.lemma_.lower() not in _OCCASIONS and noun_cue(noun) is None:
                    continue
                spots = [noun, *children(noun, "acl")]
                for spot in spots:
                    for to in children(spot, "prep", "dative"):
                        if to.lower_ in ("to", "with"):
                            hearer = _object(to, inside)
                            if hearer is not None:
                                return hearer
        if head.head == head:
            return None
        head = head.head
    return None


def _object(preposition: Token, inside: set[int]) -> Token | None:
    for child in preposition.children:
        timed = child.ent_type_ in ("DATE", "TIME")
        if child.dep_ in ("pobj", "dobj") and child.i not in inside and not timed:
            return child
    return None


def relays_of(document: Document, found: Found, hearer: Token | None) -> list[Source]:
    """Media between the speaker and the report: told the BBC, quoted by Xinhua, carried by KCNA."""
    relays: list[Source] = []
    verb = quoting_verb(found.token) if found.cue.pos == "verb" else None
    passing = found.through
    if verb is not None and not is_passive(verb):
        subjects = [c for c in children(verb, "nsubj") if c.i < verb.i]
        passing = subjects[0] if subjects else None
    if passing is not None:
        relays += [source_of(document, a, passing) for a in actors_at(document, passing)[:1]]
    if hearer is not None:
        outlet = outlet_of(document, hearer)
        relays += [outlet] if outlet is not None else []
    content = found.indirect + [(q.start, q.end) for q in found.quotations]
    sent = found.token.sent
    for at in media_in(document, sent.start_char, sent.end_char):
        if any(a <= at.start < b for a, b in content) or any(
            r.name == at.medium.name for r in relays
        ):
            continue
        before = [t for t in sent if at.start - 70 < t.idx < at.start][-7:]
        words = [t.lower_ for t in before]
        lemmas = {t.lemma_.lower() for t in before}
        told = any(w in ("told", "telling", "tells") for w in words) and found.cue.lemma == "tell"
        asked = "interview" in words and bool({"with", "to", "on", "by"} & set(words))
        carried = bool(lemmas & _RELAYS) and ("by" in words or "in" in words or "on" in words)
        spoke = bool(lemmas & {"speak", "statement", "comment"}) and "to" in words
        owner = even_text(document)[at.end : at.end + 2] == "'s" and "on" in words
        aired = at.medium.kind == "broadcaster" and words[-1:] == ["on"]
        wrote = found.cue.lemma == "write" and words[-1:] == ["in"]
        if (told or asked or carried or spoke or owner or aired or wrote) and at.start != _start(
            found
        ):
            relays.append(medium_source(document, at))
    return relays


def outlet_of(document: Document, hearer: Token) -> Source | None:
    """The outlet that a hearer is: "told CNN", "told state television"; None for "reporters"."""
    medium = medium_of(document, hearer)
    if medium is not None:
        return medium_source(document, medium) if medium.medium.kind in MEDIA else None
    if media_noun(hearer) is None and not names_a_paper(hearer):
        return None
    outlet = source_of(document, actors_at(document, hearer)[0], hearer)
    return outlet if outlet.kind in MEDIA else None


def _start(found: Found) -> int:
    return found.speaker.idx if found.speaker is not None else -1


def _tokens(found: Found) -> set[int]:
    spans = found.indirect + [(q.start, q.end) for q in found.quotations]
    first = max(0, found.token.i - 60)
    starts = starts_of(found.token.doc)[first : found.token.i + 60]
    return {
        first + i
        for a, b in spans
        for i in range(int(starts.searchsorted(a)), int(starts.searchsorted(b)))
    }
