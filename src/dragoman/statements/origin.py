"""The outside sources that a report itself cites."""

from __future__ import annotations

from dragoman.document import Document
from dragoman.records import Source, SourceKind
from dragoman.statements.sources import cited_media, names_person, noun_kind

_OUTSIDE: frozenset[SourceKind] = frozenset(
    {"agency", "broadcaster", "newspaper", "expert", "anonymous", "document", "spokesperson",
     "organisation"}
)  # fmt: skip


def origins(document: Document) -> list[Source]:
    """Each source once, at its first citation: media, documents, experts, unnamed sources, and
    institutions that inform the report. Persons and states that speak in public are no origin.
    """
    cited = cited_media(document)
    for statement in document.statements:
        for link in statement.attribution:
            if link.kind in _OUTSIDE or (link.kind == "official" and _institution(link)):
                cited.append(link)
    best: dict[str, Source] = {}
    for source in sorted(cited, key=lambda s: (s.start, s.end)):
        best.setdefault(source.name.casefold(), source)
    return list(best.values())


def _institution(link: Source) -> bool:
    """ "Seoul's military", "the Defence Ministry": not a state or a person alone."""
    last = link.text.split()[-1:]
    return any(noun_kind(w) == "official" and not names_person(w) for w in last)
