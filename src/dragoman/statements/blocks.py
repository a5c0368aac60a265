"""Words given without marks, after a colon ('gave the following answer: It is a lie.') or before
one line that says whose they are ("The paper says this in an article.")."""

from __future__ import annotations

import re

from spacy.tokens import Token

from dragoman.document import Document
from dragoman.statements.cues import cue_book, verb_cue
from dragoman.statements.found import Found, Span
from dragoman.statements.quotes import paragraphs
from dragoman.statements.sources import even_text, noun_kind
from dragoman.statements.speaker import speaker_of

_FOLLOWING = re.compile(
    r"\b(?P<verb>gave|gives|issued|issues|made|released|sent|published|delivered|read|circulated"
    r"|adopted|reads|said|says|runs)\b[^.\n:\"]{0,80}?\b(?:(?:the|a|an) following(?: \w+){0,3}?"
    r" (?:answer|reply|statement|message|letter|remarks?|comments?|speech|declaration|communiqu[eé]"
    r"|commentary|note|release|appeal|warning|notice|report|bulletin|announcement)|as follows)\b"
    r"[^\n:\"]{0,300}:[,\s]*"
)
# "The article goes on:" where a report reproduces another's text, without marks.
_ONWARD = re.compile(
    r"\b(?P<verb>goes|went|continues|continued) on(?: to say)?:[ ,]*(?:\n\s*|,\s*)*"
)
# "The paper says this in an article.", after the words that it said.
_THIS = re.compile(
    r"\b(?P<verb>said|says|stated|stressed|noted|declared)\s+this\b"
    r"(?=\s*[.,]|\s+(?:in|when|at|on|during|to|while|after|before)\b)"
)
_COLON = re.compile(r"(?<=[a-z]):[ ,]*(?:\n\s*|,\s*)*(?=[A-Z\[(])")
_CLOSING = re.compile(
    r"\s*[\[(]?(?:ends?|end of text|more|kcna|xinhua|tass|itar-tass|\d{2,3}|#+|-+|\*+)[\])]?\.?\s*"
    r"|\s*(?:\(?(?:additional |further )?(?:reporting|editing|writing|photos?|source)\b).*",
    re.IGNORECASE,
)
_FEW = 3


def announced(document: Document, inside: set[int]) -> list[Found]:
    """Statements whose words follow a colon without quotation marks.

    After "gave the following answer:" all paragraphs up to the report's end are the speaker's,
    after "stressed:" the rest of its paragraph. ``inside`` are the tokens inside quotations.
    """
    text = even_text(document)
    made: list[Found] = []
    for match in _FOLLOWING.finditer(text):
        if match.end() >= len(text) or text[match.end()] in "\"'":
            continue
        token = _token(document, match.start("verb"))
        found = _found(token, inside) if token is not None else None
        if found is not None:
            found.indirect = _to_the_end(text, match.end())
            made.append(found)
    for match in _ONWARD.finditer(text):
        if match.end() >= len(text) or text[match.end()] in "\"'":
            continue
        token = _token(document, match.start("verb"))
        found = _found(token, inside) if token is not None else None
        if found is not None and found.speaker is not None and _writing(found.speaker):
            found.indirect, found.verbatim = _to_the_end(text, match.end()), False
            made.append(found)
    for match in _THIS.finditer(text):
        token = _token(document, match.start("verb"))
        found = _found(token, inside) if token is not None else None
        if found is not None:
            found.indirect, found.verbatim = _before(text, found), False
            made.append(found)
    taken = [span for f in made for span in f.indirect]
    for match in _COLON.finditer(text):
        # Nothing but a short adverbial between the cue and its colon: "added further:".
        at = _token(document, match.start() - 1)
        if at is None or at.i in inside or any(a <= match.start() < b for a, b in taken):
            continue
        near = [t for t in document.doc[max(0, at.i - _FEW + 1) : at.i + 1] if not t.is_space]
        cues = [t for t in near if (c := verb_cue(t)) is not None and "onward" not in c.frames]
        if not cues or any(t.is_punct for t in near[near.index(cues[-1]) :]):
            continue
        found = _found(cues[-1], inside)
        if found is not None:
            end = text.find("\n", match.end())
            found.indirect = [(match.end(), end if end >= 0 else len(text))]
            made.append(found)
    return [f for f in made if f.indirect and len(text[slice(*f.indirect[0])].split()) >= _FEW]


def _before(text: str, found: Found) -> list[Span]:
    """What stands before the sentence of a cue in its paragraph, else the paragraph before."""
    sentence = found.token.sent
    start = next((t.idx for t in sentence if not t.is_space), sentence.start_char)
    last: list[Span] = []
    for low, high in paragraphs(text):
        if low <= start < high:
            return [(low, start)] if text[low:start].strip() else last
        last = [(low, high)]
    return []


def _writing(speaker: Token) -> bool:
    """Whether a text or a paper speaks."""
    kind = noun_kind(speaker.lemma_)
    return kind in ("document", "newspaper", "agency") or speaker.lower_ == "it"


def _to_the_end(text: str, start: int) -> list[Span]:
    spans: list[Span] = []
    for low, high in paragraphs(text):
        if high <= start:
            continue
        if _CLOSING.fullmatch(text, max(low, start), high):
            break
        spans.append((max(low, start), high))
    return spans


def _token(document: Document, at: int) -> Token | None:
    span = document.doc.char_span(at, at + 1, alignment_mode="expand")
    return span[0] if span is not None and len(span) else None


def _found(token: Token, inside: set[int]) -> Found | None:
    cue = verb_cue(token) or cue_book()["say", "verb"]
    speaker = speaker_of(token, cue, inside)
    if speaker is None:
        return None
    region = (token.i, token.i + 1)
    return Found(token, cue, token.i, token.i + 1, speaker, region, verbatim=True)
