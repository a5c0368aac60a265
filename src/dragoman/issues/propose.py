"""Issues that the book lacks: noun phrases on which several sides take positions."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

import msgspec
from spacy.tokens import Span, Token

from dragoman.codebooks.tables import read_table
from dragoman.document import Document
from dragoman.issues.book import NEW_PREFIX
from dragoman.issues.table import tables_stamp
from dragoman.records import UNKNOWN_CODE, Actor

_MIN_TIMES = 2
_MIN_SIDES = 2
_MAX_PROPOSALS = 3
_POINTING = {"these", "those", "such"}
_MODIFIERS = {"amod", "compound"}


def propose(document: Document) -> None:
    """Marks records that the book does not cover with issues of the form ``new:tea-auctions``.

    Conservative: the phrase has a modifier and a noun that are not generic, stands in the report
    at least twice, and actors of at least two codes take part in the sentences where it stands.
    """
    places: dict[str, list[Span]] = defaultdict(list)
    by_head: dict[str, str] = {}
    stop = stop_words()
    for chunk in document.doc.noun_chunks:
        phrase = _phrase(document, chunk, stop)
        if phrase:
            by_head[chunk.root.text.lower()] = phrase
        elif chunk[0].lower_ in _POINTING and len(chunk) == 2:
            phrase = by_head.get(chunk.root.text.lower())  # "these structures"
        if phrase:
            places[phrase].append(chunk.sent)
    found = []
    for phrase, sents in places.items():
        if len(sents) < _MIN_TIMES:
            continue
        sides = {code for sent in sents for code in _codes_in(document, sent)}
        if len(sides) >= _MIN_SIDES:
            found.append((-len(sents), sents[0].start, phrase, sents))
    for _, _, phrase, sents in sorted(found, key=lambda item: item[:3])[:_MAX_PROPOSALS]:
        _apply(document, NEW_PREFIX + phrase.replace(" ", "-"), sents)


def _phrase(
    document: Document, chunk: Span, stop: tuple[frozenset[str], frozenset[str]]
) -> str | None:
    """The lemmas of modifier and noun in lower case, or None where they say too little."""
    head = chunk.root
    generic, vague = stop
    if not _common_noun(head) or head.lemma_.lower() in generic or document.mention_over(head):
        return None
    left = [t for t in chunk if t.i < head.i and t.dep_ in _MODIFIERS and t.pos_ in {"ADJ", "NOUN"}]
    if not left or any(document.mention_over(t) for t in left):
        return None
    last = left[-1]
    if last.lemma_.lower() in vague | generic or last.i != head.i - 1:
        return None
    if not (head.text.isalpha() and last.text.replace("-", "").isalpha()):
        return None
    return f"{last.text.lower()} {head.text.lower()}"


def _common_noun(token: Token) -> bool:
    """The tagger takes unusual nouns for names; those in lower case are none."""
    return token.pos_ == "NOUN" or (token.pos_ == "PROPN" and token.text.islower())


def _codes_in(document: Document, sent: Span) -> set[str]:
    """Codes of those who act or speak in a sentence."""
    actors: list[Actor] = []
    for event in document.events:
        if _inside(event.evidence[0].start if event.evidence else -1, sent):
            actors.extend(event.actors)
    for statement in document.statements:
        if statement.content and _inside(statement.content[0].start, sent):
            actors.append(statement.speaker)
    return {actor.code for actor in actors} - {UNKNOWN_CODE}


def _apply(document: Document, issue: str, sents: list[Span]) -> None:
    """Adds the issue to the records of these sentences that have none."""
    document.events = [
        msgspec.structs.replace(event, issues=(issue,))
        if not event.issues
        and event.evidence
        and any(_inside(event.evidence[0].start, sent) for sent in sents)
        else event
        for event in document.events
    ]
    document.statements = [
        msgspec.structs.replace(statement, issues=(issue,))
        if not statement.issues
        and statement.content
        and any(_inside(statement.content[0].start, sent) for sent in sents)
        else statement
        for statement in document.statements
    ]


def _inside(position: int, sent: Span) -> bool:
    return sent.start_char <= position < sent.end_char


def stop_words() -> tuple[frozenset[str], frozenset[str]]:
    """Generic nouns, and modifiers that say nothing of what they modify."""
    return _stop_words(tables_stamp())


@lru_cache(maxsize=4)
def _stop_words(stamp: object) -> tuple[frozenset[str], frozenset[str]]:
    del stamp
    rows = read_table("proposal_words")
    return (
        frozenset(row["word"] for row in rows if row["what"] == "generic"),
        frozenset(row["word"] for row in rows if row["what"] == "modifier"),
    )
