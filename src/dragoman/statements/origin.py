"""The outside sources that a report itself cites."""

from __future__ import annotations

import re

from dragoman.document import Document
from dragoman.records import Source
from dragoman.source_kinds import OUTSIDE
from dragoman.statements.cited import cited_media
from dragoman.statements.sources import names_person, noun_kind


def origins(document: Document) -> list[Source]:
    """Each source once, at its first citation: media, documents, experts, unnamed sources, and
    institutions that inform the report. Persons and states that speak in public are no origin.
    """
    cited = cited_media(document)
    for statement in document.statements:
        for link in statement.attribution:
            if _outside(document, link):
                cited.append(link)
    cited = [c for c in cited if not _own(document, c)]
    best: dict[str, Source] = {}
    for source in sorted(cited, key=lambda s: (s.start, s.end)):
        best.setdefault(source.name.casefold(), source)
    return list(best.values())


def _own(document: Document, link: Source) -> bool:
    """Whether a citation names the report's own publisher: a credit, "told CNN" by CNN.

    In a dateline the letters of the publisher's name stand for it, whosever else they are.
    """
    publisher = document.report.source or ""
    words = re.findall(r"[A-Za-z]+", publisher)
    if not words:
        return False
    bare = [w.casefold() for w in words if w.casefold() not in ("the", "online", "web", "news")]
    names = {" ".join(re.findall(r"[a-z]+", n.casefold())) for n in (link.name, link.text)}
    names = {" ".join(w for w in n.split() if w not in ("the", "news")) or n for n in names}
    if " ".join(bare) in names:
        return True
    letters = "".join(w[0] for w in words if w[0].isupper() or len(words) == 1)
    return len(letters) > 1 and link.text.replace(".", "") == letters


def _outside(document: Document, link: Source) -> bool:
    """Whether a link is somebody outside whom the report leans on."""
    if link.kind == "organisation":
        # "the founder of Harbour Aid, Ann Lee": a person who speaks in public is no origin.
        return not any(m.kind == "person" and m.start <= link.start < m.end
                       for m in document.mentions)  # fmt: skip
    if link.kind == "official":
        return _institution(link) or _unnamed(link)
    return link.kind in OUTSIDE


def _unnamed(link: Source) -> bool:
    """ "officials", "a senior aide": nobody whom the report names."""
    last = link.text.split()[-1:]
    return link.name == link.name.lower() and any(
        names_person(w) or names_person(w.removesuffix("s")) for w in last
    )


def _institution(link: Source) -> bool:
    """ "Seoul's military", "the Defence Ministry": not a state or a person alone."""
    last = link.text.split()[-1:]
    return any(noun_kind(w) == "official" and not names_person(w) for w in last)
