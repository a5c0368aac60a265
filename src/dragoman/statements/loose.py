"""Quotations that no cue claims: the last speaker's, the sentence's before, or nobody's known."""

from __future__ import annotations

from spacy.tokens import Token

from dragoman.document import Document
from dragoman.statements.cues import cue_book
from dragoman.statements.found import Found, Span
from dragoman.statements.grammar import SUBJECTS
from dragoman.statements.quotes import Quotation, is_complete, is_title, paragraphs
from dragoman.statements.sources import even_text, medium_of, names_person, noun_kind
from dragoman.statements.transcript import signed


def unclaimed(document: Document, loose: list[Quotation], cues: list[Found]) -> list[Found]:
    """Complete quotations without a cue: the last speaker's, or nobody known."""
    text = even_text(document)
    made: list[Found] = []
    blocks = paragraphs(text)
    for quotation in loose:
        words = text[quotation.inner_start : quotation.inner_end]
        start, end = blocks[quotation.paragraph]
        lead = text[start : quotation.start]
        opens = not lead.strip() or lead.rstrip().endswith((".", ":", "!", "?"))
        line = document.text.rfind("\n", 0, quotation.start) + 1
        whole = not document.text[line : quotation.start].strip()
        signature = signed(document, quotation) if whole else None
        if signature is not None:
            made.append(signature)
            continue
        if is_title(words, lead) or not opens or not is_complete(words) or len(words.split()) < 5:
            continue
        after = text[quotation.end : end].strip()
        if after and text[quotation.inner_end - 1] not in ".!?…" and not quotation.unclosed:
            continue
        label = _label(document, quotation, start)
        owner = _last_speaker(quotation, cues + made, blocks)
        if owner is not None and not lead.strip() and quotation.continued:
            owner.quotations.append(quotation)
            continue
        token = _token_at(document, quotation.start)
        cue = cue_book()["say", "verb"]
        found = Found(token, cue, token.i, token.i + 1, None, (token.i, token.i + 1), how="unknown")
        if owner is None and not lead.strip() and not after:
            owner = _told_before(document, quotation, cues + made, blocks)
        if label is not None:
            found.speaker, found.how = label, "label"
        elif owner is not None:
            found.speaker, found.how = owner.speaker, "continued"
        elif lead.strip():
            subject = _subject_before(document, quotation, start)
            if subject is not None:
                found.speaker, found.how = subject, "subject of the sentence before"
        elif not after and quotation.paragraph:
            low = _last_sentence(document, *blocks[quotation.paragraph - 1])
            subject = _subject_before(document, quotation, low)
            if subject is not None:
                found.speaker, found.how = subject, "subject of the sentence before"
        found.quotations.append(quotation)
        made.append(found)
    return made


def _label(document: Document, quotation: Quotation, low: int) -> Token | None:
    """Head of 'Kari Dahl, who leads the port: "..."': a paragraph that opens with its speaker."""
    text = even_text(document)
    low = max(low, text.rfind('"', low, quotation.start) + 1)
    lead = text[low : quotation.start].rstrip()
    if not lead.endswith(":"):
        return None
    low += len(lead) - len(lead.lstrip())
    span = document.doc.char_span(low, low + len(lead.lstrip()) - 1, alignment_mode="contract")
    if span is None or not 0 < len(span) <= 30:
        return None
    for token in span:
        clause = token.dep_ in ("relcl", "acl") or any(a.dep_ == "relcl" for a in token.ancestors)
        if token.tag_ in ("VBD", "VBZ", "VBP", "MD") and not clause:
            return None
    first = next((t for t in span if t.text in (",", ":", ".")), None)
    name = span[: first.i - span.start] if first is not None else span
    if not len(name) or name[0].pos_ not in ("PROPN", "NOUN", "DET", "ADJ"):
        return None
    head = name.root
    known = document.mention_over(head) is not None or noun_kind(head.lemma_) is not None
    return head if head.pos_ == "PROPN" or (head.pos_ == "NOUN" and known) else None


def _last_speaker(quotation: Quotation, cues: list[Found], blocks: list[Span]) -> Found | None:
    """Who spoke last, where nothing but that speech lies between."""
    low = blocks[max(0, quotation.paragraph - 1)][0]
    before = [c for c in cues if c.quotations and c.quotations[-1].start < quotation.start]
    before = [c for c in before if c.quotations[-1].start >= low and c.speaker is not None]
    if not before:
        return None
    last = max(before, key=lambda c: c.quotations[-1].start)
    between = [
        c for c in cues if last.quotations[-1].end < c.start < quotation.start and c is not last
    ]
    return None if between else last


def _told_before(
    document: Document, quotation: Quotation, cues: list[Found], blocks: list[Span]
) -> Found | None:
    """Who speaks in the paragraph before a quotation that is a paragraph of its own.

    "Kari Dahl said the port would stay open." and then her words alone; nobody else may speak
    there, unless her words close it.
    """
    text = document.text
    before = [b for b in blocks[: quotation.paragraph] if len(text[b[0] : b[1]].split()) >= _LINE]
    if not before:
        return None
    low, high = before[-1]
    told = [
        c for c in cues
        if low <= c.start < high and (c.indirect or c.quotations) and c.speaker is not None
    ]  # fmt: skip
    if not told:
        return None
    last = max(told, key=lambda c: c.start)
    speaker = last.speaker
    if speaker is None or last.cue.pos == "noun":
        return None
    closes = bool(last.indirect) and max(b for _, b in last.indirect) >= high - 2
    if not closes and any(c.speaker.lower_ != speaker.lower_ for c in told if c.speaker):
        return None
    person = speaker.ent_type_ == "PERSON" or speaker.lower_ in ("he", "she")
    office = noun_kind(speaker.lemma_) in ("spokesperson", "official", "expert")
    return last if person or (office and names_person(speaker.lemma_)) else None


_LINE = 5  # words; shorter paragraphs are captions and headings


def _last_sentence(document: Document, low: int, high: int) -> int:
    """Where the last sentence of a paragraph begins."""
    starts = [s.start_char for s in document.doc.sents if low <= s.start_char < high]
    return starts[-1] if starts else high


def _subject_before(document: Document, quotation: Quotation, low: int) -> Token | None:
    """Subject of the sentence right before a quotation, where it is a person."""
    best: Token | None = None
    colon = even_text(document)[low : quotation.start].rstrip().endswith(":")
    for token in document.doc:
        if token.idx >= quotation.start:
            break
        if token.idx >= low and token.dep_ in SUBJECTS:
            verb = token.head
            # Before a colon it is the nearest clause's, whatever the parser made of the whole.
            near = colon and verb.idx < quotation.start and verb.dep_ not in ("advcl", "relcl")
            if verb.dep_ == "ROOT" or (near and verb.tag_ in ("VBD", "VBZ", "VBP")):
                best = token
    if best is None:
        return None
    if colon and medium_of(document, best) is not None:
        return best
    mention = document.mention_over(best)
    person = (
        best.ent_type_ == "PERSON"
        or best.lower_ in ("he", "she")
        or (mention is not None and mention.kind in ("person", "pronoun"))
    )
    return best if person and best.lower_ not in ("it", "they") else None


def _token_at(document: Document, start: int) -> Token:
    span = document.doc.char_span(start, start + 1, alignment_mode="expand")
    return span[0] if span is not None else document.doc[0]
