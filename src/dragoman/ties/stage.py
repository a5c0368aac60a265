"""The stage that collects the standing relations a report states."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, product

import msgspec

from dragoman.document import Document, OnError, stream
from dragoman.ids import stable_id
from dragoman.records import Actor, Evidence, Tie
from dragoman.ties.book import SAME_BOTH_WAYS, tie_book
from dragoman.ties.nouns import compound_ties, noun_ties
from dragoman.ties.roles import role_ties
from dragoman.ties.sides import Found
from dragoman.ties.verbs import verb_ties

_LONGEST = 260  # characters of a quotation; a longer one is a parse gone astray


class Ties:
    """Fills ``Document.ties``: alliance, trade, arms, patronage, sovereignty claim, and others.

    A relation that has ended gets the kind "former KIND", one that is denied "no KIND"; one that
    is only imagined ("would be an ally") is left out. Each pair and kind is listed once a report,
    with every sentence that states it as evidence (role "content"; "cue" is the telling word).

    Example:
        >>> from dragoman.actors import Actors
        >>> from dragoman.language import Language
        >>> from dragoman.records import Report
        >>> document = Language().parse(Report(id="r", text_sha256=""), "Japan is a US ally.")
        >>> [(t.a, t.b, t.kind) for t in Ties()(Actors()(document)).ties]
        [('JPN', 'USA', 'alliance')]
    """

    name = "ties"
    reads = frozenset({"doc", "mentions"})
    writes = frozenset({"ties"})

    def __init__(self) -> None:
        """Load the book of ties."""
        self._book = tie_book()

    def __call__(self, document: Document) -> Document:
        """One report."""
        found = sorted(
            chain(
                role_ties(document, self._book),
                verb_ties(document, self._book),
                noun_ties(document, self._book),
                compound_ties(document, self._book),
            ),
            key=lambda f: (f.head.i, f.rule.id),
        )
        ties: dict[tuple[str, str, str], Tie] = {}
        for item in found:
            for a, b in product(item.a, item.b):
                if a.code != b.code:
                    _add(document, ties, item, a, b)
        document.ties = list(ties.values())
        return document

    def stream(
        self, documents: Iterable[Document], on_error: OnError | None = None
    ) -> Iterator[Document]:
        """Many reports, in order."""
        return stream(self, documents, on_error)


def _add(
    document: Document, ties: dict[tuple[str, str, str], Tie], item: Found, a: Actor, b: Actor
) -> None:
    kind = item.rule.kind
    if item.standing and not (item.standing == "former" and kind in _OF_THE_PAST):
        kind = f"{item.standing} {kind}"
    evidence = _evidence(document, item, a, b)
    content = evidence[0]
    says = " ".join(document.text[content.start : content.end].split())
    if not says or len(says) > _LONGEST:
        return
    key = (a.code, b.code, kind)
    known = ties.get(key)
    if known is None and (b.code, a.code, kind) in ties and item.rule.kind in SAME_BOTH_WAYS:
        key = (b.code, a.code, kind)
        known = ties[key]
    if known is None:
        ties[key] = Tie(
            id=stable_id("tie", document.report.id, a.code, b.code, kind),
            report=document.report.id,
            a=a.code,
            b=b.code,
            kind=kind,
            says=says,
            evidence=evidence,
        )
    elif not any(content.start < old.end and old.start < content.end for old in known.evidence):
        ties[key] = msgspec.structs.replace(known, evidence=(*known.evidence, *evidence))


_OF_THE_PAST = {"colonial past"}


def _evidence(document: Document, item: Found, a: Actor, b: Actor) -> tuple[Evidence, ...]:
    """The words that state the tie, from side to side, then the telling word and the two sides."""
    doc, sent = document.doc, item.head.sent
    start, end = item.head.idx, item.head.idx + len(item.head)
    if item.rule.form != "verb":
        start = min(start, doc[item.first].idx)
        end = max(end, doc[item.last - 1].idx + len(doc[item.last - 1]))
    sides: list[Evidence] = []
    for actor, role in ((a, "actor"), (b, "recipient")):
        if sent.start_char <= actor.start and actor.end <= sent.end_char:
            start, end = min(start, actor.start), max(end, actor.end)
            sides.append(
                msgspec.convert({"start": actor.start, "end": actor.end, "role": role}, Evidence)
            )
    if item.rule.form == "verb":
        words = [doc[i] for i in range(item.first, item.last) if doc[i].sent == sent]
        end = max(end, words[-1].idx + len(words[-1])) if words else end
        end = start + len(document.text[start:end].rstrip(" .,;:\n\t"))
    cue = Evidence(start=item.head.idx, end=item.head.idx + len(item.head), role="cue")
    return (Evidence(start=start, end=end, role="content"), cue, *sides)
