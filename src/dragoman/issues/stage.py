"""The stage that says which issues events and statements are about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TypeVar

import msgspec
from spacy.tokens import Doc, Token

from dragoman.codebooks.tables import read_table
from dragoman.document import Document, OnError, stream
from dragoman.issues.book import issue_book
from dragoman.issues.propose import propose
from dragoman.issues.table import own_changes
from dragoman.records import Actor, Event, Evidence, Statement

_Marked = TypeVar("_Marked", Event, Statement)

_CLAUSE_ENDS = {"ROOT", "conj", "relcl", "parataxis", "appos"}
_SHORT_SENTENCE = 25  # tokens; beyond it the whole sentence says too little about one event in it
_ASIDE = {"advcl", "relcl", "appos", "parataxis"}  # what a clause adds beside its own act


class Issues:
    """Fills ``Event.issues`` and ``Statement.issues`` from the words that carry the record.

    The words of the act itself decide; its clause, then a short sentence, where they mark nothing.

    Example:
        >>> Issues.reads == frozenset({"doc", "events", "statements"})
        True
    """

    name = "issues"
    reads = frozenset({"doc", "events", "statements"})
    writes = frozenset({"events", "statements"})

    @property
    def settings(self) -> dict[str, str]:
        """For a run: which issues the user's tables change, each with a hash of its rows."""
        changes = own_changes()
        return {"issues": " ".join(f"{i}:{h}" for i, h in changes.items())} if changes else {}

    def __call__(self, document: Document) -> Document:
        """One report."""
        document.events = [_mark_event(document, event) for event in document.events]
        document.statements = [_mark_statement(document, s) for s in document.statements]
        propose(document)
        return document

    def stream(
        self, documents: Iterable[Document], on_error: OnError | None = None
    ) -> Iterator[Document]:
        """Many reports, in order."""
        return stream(self, documents, on_error)


def _mark_event(document: Document, event: Event) -> Event:
    actors = (*event.actors, *event.recipients)
    names, sides = _names_behind(actors), _countries(actors)
    if event.place is not None:
        names.append(event.place.name)
    issues: tuple[str, ...] = ()
    for told in _event_words(document, event):
        issues = issue_book().mark(told, also=names, sides=sides)
        if issues:
            break
    return _with_issues(event, issues)


def _event_words(document: Document, event: Event) -> Iterator[str]:
    """The words of an event, the nearest first: its own phrase, its clause, a short sentence."""
    tokens = _tokens(document.doc, event.evidence)
    if not tokens:
        return
    yield own_words(document, event)
    if event.type == "CONSULT":
        return  # what else the sentence of a visit speaks of is not what the visit is about
    yield clause_words(document, tokens[0])
    sent = tokens[0].sent
    if len(sent) <= _SHORT_SENTENCE:
        yield document.text[sent.start_char : sent.end_char]


def _mark_statement(document: Document, statement: Statement) -> Statement:
    start, end = statement_window(statement)
    told = [m.actors for m in document.mentions if start <= m.start and m.end <= end]
    names = _names_behind(actor for actors in told for actor in actors)
    carried = [event for event in document.events if event.id in statement.about]
    acting = [actor for event in carried for actor in (*event.actors, *event.recipients)]
    sides = [statement.speaker.name, *_countries([statement.speaker, *acting])]
    issues = issue_book().mark(document.text, start, end, names, sides)
    if not issues:
        tokens = _tokens(document.doc, statement.content or statement.evidence)
        if tokens and len(tokens[0].sent) <= _SHORT_SENTENCE:
            sent = tokens[0].sent
            issues = issue_book().mark(document.text, sent.start_char, sent.end_char, names, sides)
    return _with_issues(statement, issues)


def _with_issues(record: _Marked, issues: tuple[str, ...]) -> _Marked:
    merged = tuple(dict.fromkeys((*record.issues, *issues)))
    return msgspec.structs.replace(record, issues=merged)


def statement_window(statement: Statement) -> tuple[int, int]:
    """From the first to the last word of what was said."""
    spans = statement.content or statement.evidence
    if not spans:
        return 0, 0
    return min(e.start for e in spans), max(e.end for e in spans)


def own_words(document: Document, event: Event) -> str:
    """The words that carry the act itself, without what its sentence says besides.

    A verb with its arguments, a noun with its phrase and the verb that governs it; not relative and
    adverbial clauses, appositions and joined clauses, unless evidence of the act stands in them.
    """
    tokens = _tokens(document.doc, event.evidence)
    trigger = tokens[0]
    head = trigger
    if trigger.pos_ not in {"VERB", "AUX"} and trigger.head.pos_ in {"VERB", "AUX"}:
        head = trigger.head
    spans = [e for e in event.evidence if e.role in {"trigger", "recipient", "place"}]
    kept = {token.i for token in _act(head, trigger)}
    if head != trigger:
        kept |= {token.i for token in _act(trigger, trigger)}
    for token in trigger.sent:
        if any(e.start <= token.idx < e.end for e in spans):
            kept.add(token.i)
    return _joined(document, sorted(kept))


def _act(head: Token, trigger: Token) -> Iterator[Token]:
    """A head with what depends on it, clauses beside the act left out."""
    yield head
    for child in head.children:
        beside = child.dep_ in _ASIDE or (child.dep_ == "conj" and child.pos_ in {"VERB", "AUX"})
        if not beside or trigger.i in {token.i for token in child.subtree}:
            yield from _act(child, trigger)


def _joined(document: Document, kept: list[int]) -> str:
    """The text of tokens; a bar stands where words are left out, so that no phrase spans it."""
    doc = document.doc
    parts: list[str] = []
    last = None
    for i in kept:
        if last is not None and i != last + 1:
            parts.append("| ")
        parts.append(doc[i].text_with_ws)
        last = i
    return "".join(parts)


def clause_words(document: Document, trigger: Token) -> str:
    """The words of the clause around a trigger, without the verbs that are joined to its own."""
    head = clause_head(trigger)
    left_out = {
        inner.i
        for child in head.children
        if child.dep_ == "conj" and child.pos_ in {"VERB", "AUX"} and trigger.i < child.i
        for inner in child.subtree
    }
    return _joined(document, sorted(t.i for t in head.subtree if t.i not in left_out))


def clause_head(token: Token) -> Token:
    """The head of the independent or relative clause around a token."""
    head = token
    while head.head != head and not (head.dep_ in _CLAUSE_ENDS and head.pos_ in {"VERB", "AUX"}):
        head = head.head
    return head


def _tokens(doc: Doc, evidence: Iterable[Evidence]) -> list[Token]:
    """The first token of each span, the trigger's first."""
    ordered = sorted(evidence, key=lambda e: (e.role != "trigger", e.start))
    spans = (doc.char_span(e.start, e.end, alignment_mode="expand") for e in ordered)
    return [span.root for span in spans if span is not None and len(span)]


def _countries(actors: Iterable[Actor]) -> list[str]:
    """Names of the actors' countries, each once."""
    names = (_country_names().get(actor.code, "") for actor in actors)
    return [name for name in dict.fromkeys(names) if name]


@lru_cache(maxsize=1)
def _country_names() -> dict[str, str]:
    return {row["code"]: row["name"] for row in read_table("countries")}


def _names_behind(actors: Iterable[Actor]) -> list[str]:
    """Names and countries that pronouns, titles and capitals stand for, each once."""
    return list(dict.fromkeys(actor.name for actor in actors))
