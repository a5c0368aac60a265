"""Find every statement of a report: cues, their speakers, and the words they carry."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from dragoman.actors.lookup import mention_of
from dragoman.document import Document
from dragoman.statements.around import according, parenthetical, sentence_range, title_colon
from dragoman.statements.blocks import announced
from dragoman.statements.complement import relative_content
from dragoman.statements.content import cue_region, noun_content, verb_content
from dragoman.statements.cues import Cue, cue_book, cues_in, prepositional, unsaid, verb_cue
from dragoman.statements.direct import attach, quoted_tokens
from dragoman.statements.found import Found, Span, characters
from dragoman.statements.grammar import phrase
from dragoman.statements.joined import who_goes_on
from dragoman.statements.loose import unclaimed
from dragoman.statements.posted import posted
from dragoman.statements.quotes import Quotation, paragraphs
from dragoman.statements.sources import even_text, is_medium, medium_of, noun_kind, quotations_of
from dragoman.statements.speaker import speaker_of
from dragoman.statements.subjects import IT_SAYS, speaks, utters
from dragoman.statements.transcript import transcript

_DOCUMENTARY = frozenset({"show", "find", "document", "determine", "read", "rule"})
"""Verbs that tell a source's words only of institutions and documents ("the report found")."""


def collect(document: Document) -> list[Found]:
    """All statements in the making, in the order of their cues."""
    doc = document.doc
    even = even_text(document)
    turns = transcript(document) + posted(document)
    quotations = _unmarked(quotations_of(document), turns)
    quotations = [q for q in quotations if not is_medium(even[q.inner_start : q.inner_end])]
    inside = quoted_tokens(doc, quotations)
    verbs: list[Found] = []
    nouns: list[Found] = []
    for i, (cue, noun) in cues_in(doc).items():
        if i in inside:
            continue
        token = doc[i]
        if cue is not None and not unsaid(token):
            found = _verb(document, token, cue, quotations, inside)
            if found is not None:
                verbs.append(found)
            continue
        if noun is not None:
            found = _noun(token, noun, inside)
            if found is not None:
                nouns.append(found)
    phrases = _according(document, quotations, inside)
    blocks = announced(document, inside)
    verbs = [f for f in verbs if all(f.token.i != b.token.i for b in blocks)]
    everything = sorted(verbs + nouns + phrases, key=lambda f: f.first)
    takers = [f for f in everything if "quote" in f.cue.frames or f.indirect]
    loose = attach(even, quotations, takers)
    _cut_cues(even, everything, phrases + [f for f in verbs if _last(f)])
    _pass_on(document, verbs)
    everything += unclaimed(document, _outside(loose, blocks), takers)
    everything += _headlines(document) + turns + blocks + _nested(document, quotations)
    for found in everything:
        _past_speaker(found)
    return [f for f in everything if f.quotations or (f.indirect and not _own_view(f))]


def _past_speaker(found: Found) -> None:
    """Leave nobody the speaker of words that name him: only what follows his cue is his.

    "Against what the charter describes as a raid": "a raid". 'Noting that Ann Dahl had left, "they
    lost her," he wrote': she notes nothing.
    """
    speaker = found.speaker
    if speaker is None or found.verbatim or found.how:
        return
    kept = [(a, b) for a, b in found.indirect if not a <= speaker.idx < b]
    if len(kept) < len(found.indirect):
        ways = {t.idx: t.idx + len("as ") for t in found.token.rights if t.lower_ == "as"}
        found.indirect = [(ways.get(a, a), b) for a, b in kept if ways.get(a, a) < b]


def _own_view(found: Found) -> bool:
    """ "I think that ...", "as we wrote": the writer's own view, no report of words."""
    speaker = found.speaker
    return speaker is not None and speaker.lower_ in _WRITER and not found.verbatim


_WRITER = frozenset({"i", "we", "you"})
"""Words for the writer and the reader."""


def _outside(quotations: list[Quotation], given: list[Found]) -> list[Quotation]:
    """Quotations that do not begin within words that are a speaker's own already."""
    spans = [span for f in given for span in f.indirect]
    return [q for q in quotations if not any(a <= q.start < b for a, b in spans)]


def _unmarked(quotations: Iterable[Quotation], turns: list[Found]) -> list[Quotation]:
    """Without the marks that some put before each turn of a transcript."""
    spans = [span for f in turns for span in f.indirect]
    return [q for q in quotations if not any(q.start < a <= q.end for a, b in spans)]


def _verb(
    document: Document, token: Token, cue: Cue, quotations: list[Quotation], inside: set[int]
) -> Found | None:
    speaker = speaker_of(token, cue, inside)
    if speaker is None:
        return None
    known = mention_of(document, speaker) is not None or cue.lemma in IT_SAYS
    it = speaker.lower_ == "it" and known
    if not it and not speaks(speaker, cue):
        other = who_goes_on(token)
        if other is None or other.i in inside or not speaks(other, cue):
            return None
        speaker = other
    if token.dep_ == "acl" and speaker.i == token.head.i and not utters(speaker):
        return None
    if (
        cue.lemma in _DOCUMENTARY
        and not _closes(token, speaker)
        and noun_kind(speaker.lemma_) is None
        and speaker.ent_type_ != "ORG"
    ):
        return None
    antecedent = relative_content(token, cue)
    if antecedent:
        region = cue_region(token, speaker, set())
        found = Found(token, cue, token.i, token.i + 1, speaker, region)
        found.indirect = characters(antecedent, token.doc)
        return found
    content = verb_content(token, cue, speaker)
    members = {i for a, b in content for i in range(a, b)}
    region = cue_region(token, speaker, members)
    found = Found(token, cue, token.i, token.i + 1, speaker, region)
    tail = speaker.i > token.i and token.i > 0 and token.nbor(-1).text == ","
    loose = not content or content[0][0] < region[0] or tail
    if loose and "clause" in cue.frames:
        bounds = sentence_range(token.doc, token.i, quotations)
        around = parenthetical(
            Found(
                token,
                cue,
                token.i,
                token.i + 1,
                speaker,
                cue_region(token, speaker, _before(token, speaker)),
            ),
            bounds,
        )
        content = around or content
        if around:
            found.region = cue_region(token, speaker, _before(token, speaker))
    found.indirect = characters(content, token.doc)
    return found


def _closes(token: Token, speaker: Token) -> bool:
    """Whether a cue stands after its content and a comma: "..., Dahl and Roth found"."""
    start = speaker.left_edge.i
    told = any(c.dep_ == "ccomp" and c.i < start for c in token.lefts)
    return told and token.doc[start - 1].text in (",", '"')


def _nested(document: Document, quotations: list[Quotation]) -> list[Found]:
    """Others whom quoted words report: '"The mayor told us that we must leave," she said'."""
    doc = document.doc
    made: list[Found] = []
    for quotation in quotations:
        span = doc.char_span(quotation.inner_start, quotation.inner_end, alignment_mode="contract")
        if span is None:
            continue
        for token in span:
            cue = verb_cue(token)
            # Finite and past, or "says": "they believe", "to ask" are seldom told words.
            told = token.tag_ == "VBD" or token.lower_ in ("says", "say", "claims", "claim")
            if cue is None or not told or "clause" not in cue.frames or unsaid(token):
                continue
            found = _verb(document, token, cue, quotations, set())
            if found is None or found.speaker is None or not found.indirect:
                continue
            named = found.speaker.lower_ not in _SELVES
            named = named and span.start <= found.speaker.i < token.i
            start, end = found.indirect[0][0], found.indirect[-1][1]
            if named and quotation.start <= start and end <= quotation.end:
                made.append(found)
    return made


_SELVES = frozenset(
    "i we you they he she it who me us them him her anyone anybody everyone everybody".split()
)


def _before(token: Token, speaker: Token) -> set[int]:
    """Tokens of a clause that the parser hangs before or over the cue: content, not cue."""
    out: set[int] = set()
    name = {t.i for t in speaker.subtree}
    for child in token.children:
        if child.dep_ in ("ccomp", "advcl", "parataxis", "csubj", "dep"):
            out.update(t.i for t in child.subtree if t.i not in name)
    return out


def _noun(token: Token, cue: Cue, inside: set[int]) -> Found | None:
    content = noun_content(token, cue)
    if not content and not cue.frames & {"quote"}:
        return None
    speaker = speaker_of(token, cue, inside)
    if speaker is None or not speaks(speaker, cue):
        return None
    if not content:
        return None
    found = Found(token, cue, token.i, token.i + 1, speaker, (token.i, token.i + 1))
    found.indirect = characters(content, token.doc)
    return found


_MEASURES = frozenset(
    "law rule plan schedule custom tradition size need principle ability age rank merit"
    " script".split()
)
"""What acts accord with without anybody speaking: "according to Sharia law"."""


def _according(document: Document, quotations: list[Quotation], inside: set[int]) -> list[Found]:
    doc = document.doc
    made: list[Found] = []
    book = cue_book()
    for first, last, head in prepositional(doc):
        if first in inside or head.lemma_.lower() in _MEASURES:
            continue
        cue = book.get((doc[first:last].text.lower(), "prep"))
        if cue is None:
            continue
        end = _source_end(head)
        low, high = sentence_range(doc, first, quotations)
        content = according(doc, first, end, (low, high))
        if not content:
            # The parser took the main clause for an apposition of the source.
            end = phrase(head)[1]
            content = according(doc, first, end, (low, high))
        found = Found(doc[first], cue, first, last, head, (first, end))
        found.indirect = characters(content, doc)
        if found.indirect:
            made.append(found)
    return made


def _source_end(head: Token) -> int:
    """Token after the source of "according to X", with its appositions and relative clauses."""
    end = phrase(head)[1]
    last = head.right_edge.i + 1
    doc = head.doc
    # Appositions between commas belong to it, a main clause that the parser hung on it does not.
    for child in head.rights:
        if child.dep_ in ("relcl", "acl", "appos", "prep", "conj"):
            edge = child.right_edge.i + 1
            if edge <= last and edge - end < 25:
                end = max(end, edge)
    while end > head.i + 1 and doc[end - 1].text in (",", ".", '"'):
        end -= 1
    return end


def _cut_cues(text: str, everything: list[Found], phrases: list[Found]) -> None:
    """Take "according to X" off the content of others: it tells of them, not with them."""
    for phrase_ in phrases:
        doc = phrase_.token.doc
        start = doc[phrase_.region[0]].idx
        last = doc[phrase_.region[1] - 1]
        end = last.idx + len(last)
        for found in everything:
            if found is phrase_:
                continue
            cut: list[Span] = []
            for a, b in found.indirect:
                if a < start and end <= b and text[end:b].strip(" .,;") == "":
                    cut.append((a, _trim_right(text, a, start)))
                else:
                    cut.append((a, b))
            found.indirect = cut


def _pass_on(document: Document, verbs: list[Found]) -> None:
    """ "Reuters reported that X, citing officials": the officials speak, Reuters passes it on."""
    for found in verbs:
        if found.speaker is None or medium_of(document, found.speaker) is None:
            continue
        for child in found.token.subtree:
            if child.lower_ not in ("citing", "quoting") or child.i < found.token.i:
                continue
            cited = [c for c in child.rights if c.dep_ == "dobj"]
            if not cited or (
                noun_kind(cited[0].lemma_) is None
                and medium_of(document, cited[0]) is None
                and mention_of(document, cited[0]) is None
            ):
                continue
            start = child.idx
            text = even_text(document)
            found.indirect = [
                (a, _trim_right(text, a, min(b, start))) for a, b in found.indirect if a < start
            ]
            found.through, found.speaker = found.speaker, cited[0]
            break


def _last(found: Found) -> bool:
    """Whether a cue stands after all of its content: "..., the agency reported"."""
    region = found.token.doc[found.region[0]].idx
    return bool(found.indirect) and found.indirect[-1][1] <= region and not found.quotations


def _trim_right(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in " ,;-–—\n":
        end -= 1
    return end


def _headlines(document: Document) -> list[Found]:
    """ "Kremlin: talks are off", in a line that is no sentence of the running text."""
    doc = document.doc
    text = even_text(document)
    made: list[Found] = []
    for number, (start, end) in enumerate(paragraphs(text)):
        colon = title_colon(text[start:end])
        if colon is None:
            continue
        span = doc.char_span(start, start + colon[0], alignment_mode="contract")
        if span is None or len(span) > 6:
            continue
        head = span.root
        mention = document.mention_over(head)
        kind = noun_kind(head.lemma_)
        if mention is None and kind is None:
            continue
        if number > 2 and (mention is None or mention.kind != "person" or end - start > 100):
            continue
        mark = doc[span.end]
        cue = cue_book()["say", "verb"]
        found = Found(mark, cue, mark.i, mark.i + 1, head, (span.start, mark.i + 1))
        found.indirect = [(start + colon[1], end)]
        made.append(found)
    return made
