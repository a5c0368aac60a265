"""Chains of sources: who carries which words of a report."""

from __future__ import annotations

import re

from msgspec.structs import replace
from spacy.tokens import Token

from dragoman.document import Document
from dragoman.records import UNKNOWN_CODE, Source, Statement
from dragoman.source_kinds import PARTIES, PASSING


def attribution_at(document: Document, start: int, end: int) -> tuple[Source, ...]:
    """The chain that carries the words at these characters, innermost first.

    () where the report itself tells them. Words inside a statement that stands in another one's
    content carry both speakers, the inner first.
    """
    best: Statement | None = None
    size = 0
    for statement in document.statements:
        for piece in statement.content:
            if piece.start <= start and end <= piece.end:
                total = sum(p.end - p.start for p in statement.content)
                if best is None or total < size:
                    best, size = statement, total
    return best.attribution if best is not None else ()


def chained(document: Document, statements: list[Statement]) -> list[Statement]:
    """Statements with the chains of those around them added outward."""
    outer: dict[str, Statement | None] = {}
    for inner in statements:
        cue = next((e for e in inner.evidence if e.role == "cue"), None)
        around: Statement | None = None
        size = 0
        for other in statements:
            if other.id == inner.id or cue is None:
                continue
            holds = any(p.start <= cue.start and cue.end <= p.end for p in other.content)
            total = sum(p.end - p.start for p in other.content)
            if holds and (around is None or total < size):
                around, size = other, total
        outer[inner.id] = around
    # "said X, adding that Y" inside X: one utterance, told once.
    statements = [
        s for s in statements if not ((a := outer[s.id]) is not None and _same_voice(s, a))
    ]
    shells = {a.id for s in statements if (a := outer[s.id]) is not None and _shell(document, s, a)}
    known = {s.id: s for s in statements}
    out: list[Statement] = []
    for statement in statements:
        chain = list(statement.attribution)
        at, seen = outer[statement.id], {statement.id}
        while at is not None and at.id not in seen and at.id in known:
            seen.add(at.id)
            for link in known[at.id].attribution:
                if all(link.name != have.name for have in chain):
                    chain.append(link)
            at = outer[at.id]
        if statement.id not in shells:
            out.append(replace(statement, attribution=tuple(chain)))
    return out


def _shell(document: Document, inner: Statement, outer: Statement) -> bool:
    """Whether a medium only passes on another's words: '"Yes," the minister said, ITV reported.'

    Its own statement would tell the same words once more; it stays in the chain.
    """
    link = outer.attribution[0]
    if outer.kind == "direct":
        return False  # its own words, whoever else they tell of
    passes = link.name.split()[-1:] == ["media"] or link.kind in PASSING
    cut = [(e.start, e.end) for e in inner.evidence]
    cue = next((e for e in outer.evidence if e.role == "cue"), None)
    if not passes and not outer.cue.lower().startswith("according"):
        return False
    if cue is None or cue.start < outer.content[-1].end:
        return False
    rest = total = 0
    for piece in outer.content:
        for match in re.finditer(r"\w+", document.text[piece.start : piece.end]):
            at = piece.start + match.start()
            rest += not any(a <= at < b for a, b in cut)
            total += 1
    return rest <= max(3, total / 2)


def _same_voice(a: Statement, b: Statement) -> bool:
    if a.speaker.name.lower() in ("i", "we"):
        return True  # "We demand", within somebody's own words
    return (a.speaker.name, a.speaker.code) == (b.speaker.name, b.speaker.code)


def is_interested(
    document: Document, source: Source, doubts: bool, spans: list[tuple[int, int]]
) -> bool:
    """Whether a source tells of its own side's act as a party to it.

    True for a state's voice that claims an act without naming another actor, or tells in the past
    tense what its own side did. Positions and plans of its own are no claims.
    """
    neutral = source.code == UNKNOWN_CODE or source.code.startswith(("IGO", "NGO"))
    if neutral or source.kind not in PARTIES or not spans:
        return False
    start, end = spans[0][0], spans[-1][1]
    inside = [m for m in document.mentions if m.start >= start and m.end <= end]
    codes = {a.code for m in inside for a in m.actors if a.code != UNKNOWN_CODE}
    if doubts:
        return True
    root = _root(document, start, end)
    if root is None or root.pos_ not in ("VERB", "AUX"):
        return False
    past = root.tag_ in ("VBD", "VBN") and not any(c.tag_ == "MD" for c in root.children)
    if not past or (source.code not in codes and not _own(root)):
        return False
    for child in root.children:
        if child.dep_ != "nsubj":
            continue
        if child.lower_ == "we" or any(t.lower_ in ("its", "our") for t in child.children):
            return True
        mention = document.mention_over(child)
        if mention is None or mention.kind not in ("state", "organisation", "group"):
            continue
        if any(a.code == source.code for a in mention.actors):
            return True
    return False


def _own(root: Token) -> bool:
    return any(t.lower_ in ("its", "our", "we") for t in root.subtree)


def _root(document: Document, start: int, end: int) -> Token | None:
    """The token of these characters that heads the others."""
    span = document.doc.char_span(start, end, alignment_mode="contract")
    return span.root if span is not None and len(span) else None
