"""Which media a report itself cites, by name."""

from __future__ import annotations

import re

from dragoman.document import Document
from dragoman.records import UNKNOWN_CODE, Source
from dragoman.statements.sources import MediumAt, even_text, media_of

# A medium is cited where one of these stands right before or after its name.
_STRONG = re.compile(
    r"\b(?:told|tells|telling|citing|cited by|quoting|quoted by|per|according to|reported by|"
    r"carried by|published by|obtained by|interview (?:with|to|on)|published in|reported in|"
    r"aired (?:by|on)|seen by|reviewed by|statement to|spoke to|speaking to|"
    r"reporting by)\s+(?:[\w'-]+\s+){0,5}$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"^(?:'s)?\s*(?:also\s+|has\s+|have\s+|had\s+|first\s+|\w+day\s+|news agency\s+|newspaper\s+|"
    r"television\s+|TV\s+|radio\s+|agency\s+)*(?:report\w*|said|says|wrote|writes|quoted|quotes|"
    r"cited|cites|contributed|correspondent|revealed|published|noted|claimed|added|interview|"
    r"poll|survey|broadcast|aired|showed|journalist)\b"
)


def cited_media(document: Document) -> list[Source]:
    """Media that the report leans on, by name: syndication lines, relays, "X reported"."""
    even = even_text(document)
    found: list[Source] = []
    for at in media_of(document):
        before = even[max(0, at.start - 60) : at.start]
        after = even[at.end : at.end + 50]
        bracketed = before.endswith("(") and re.match(r"[\s/\w&,.-]{0,25}\)", after) is not None
        line = even[even.rfind("\n", 0, at.start) + 1 : at.start].strip(" (-–—©")
        lead = re.fullmatch(r"(?:with|by|source:?|from|via|additional reporting by)?", line, re.I)
        alone = lead is not None and (not after.split("\n")[0].strip(" .)-–—") or bool(line))
        strong = _STRONG.search(before) is not None
        if bracketed or alone or strong or _AFTER.match(after):
            found.append(medium_source(document, at))
    return found


def medium_source(document: Document, at: MediumAt) -> Source:
    """The link of a chain that a named medium makes."""
    return Source(
        text=document.text[at.start : at.end],
        start=at.start,
        end=at.end,
        name=at.medium.name,
        kind=at.medium.kind,
        code=at.medium.code if at.medium.state else UNKNOWN_CODE,
    )
