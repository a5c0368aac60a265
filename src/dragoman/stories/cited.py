"""The media, documents and persons that the reports of a story cite or credit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from msgspec.structs import replace

from dragoman.codebooks import read_table, split
from dragoman.records import (
    UNKNOWN_CODE,
    Event,
    Evidence,
    Origin,
    OriginShown,
    Reading,
    Source,
    SourceKind,
    Statement,
    Version,
)
from dragoman.source_kinds import JOINING, MEDIA, SILENT
from dragoman.stories.actors import fold, is_medium, is_person, same_name
from dragoman.stories.credits import Credit, Extent, credits
from dragoman.stories.words import words


@dataclass(frozen=True)
class _Citation:
    """One report citing one source: in its words, for an interview of ``person``, or in a credit
    that tells to what ``extent`` the report is the source's.
    """

    report: str
    source: Source
    person: str | None = None
    extent: Extent | None = None


def _citations(reading: Reading) -> Iterable[_Citation]:
    """The media and documents that a report cites, each citation once a place."""
    report = reading.report.id
    credited = [c for c in credits(reading.text) if c.named]
    for credit in credited:
        yield _Citation(report, _as_source(credit, reading.text), None, credit.extent)
    for citation in _in_words(reading):
        at = citation.source.start
        if not any(c.start - 4 <= at < c.end for c in credited):
            yield citation


def _in_words(reading: Reading) -> Iterable[_Citation]:
    report = reading.report.id
    for source in reading.report.origin:
        if _joins(source):
            yield _Citation(report, source)
    for statement in reading.statements:
        yield from _through(report, statement)
    for event in reading.events:
        yield from _told_by(report, event)


def _as_source(credit: Credit, text: str) -> Source:
    return Source(
        text=text[credit.start : credit.end], start=credit.start, end=credit.end,
        name=credit.name, kind=credit.kind, code=credit.code,
    )  # fmt: skip


def _joins(source: Source) -> bool:
    """Whether citing a source is resting on it; a document needs a name, unlike "reports"."""
    if source.kind == "document":
        return sum(c.isupper() for c in source.name.removeprefix("The ")) > 1
    return source.kind in JOINING


def _through(report: str, statement: Statement) -> Iterable[_Citation]:
    """Media that carry a statement; an interview where a person spoke to them."""
    speaker = statement.speaker
    person = speaker.name if is_person(speaker) else None
    for source in statement.attribution:
        if _joins(source):
            own = same_name(source.name, speaker.name)
            talks = source.kind in MEDIA and not own
            yield _Citation(report, source, person if talks else None)
    to = statement.addressee
    if to is not None and is_medium(to):
        kind: SourceKind = "broadcaster"
        known = [s.kind for s in statement.attribution if same_name(s.name, to.name)]
        if not known:
            source = Source(
                text=to.text, start=to.start, end=to.end, name=to.name, kind=kind, code=to.code
            )
            yield _Citation(report, source, person)


def _told_by(report: str, event: Event) -> Iterable[_Citation]:
    """Media that tell an event; where a person stands before them in the chain, no plain citing."""
    for at, source in enumerate(event.attribution):
        if _joins(source):
            inner = event.attribution[at - 1] if at else None
            talks = inner is not None and inner.kind not in JOINING and source.kind in MEDIA
            person = inner.name if inner is not None and talks else None
            yield _Citation(report, source, person)


def media_origins(readings: Sequence[Reading]) -> list[Origin]:
    """One origin a medium, or one an interview where only interviews of it are cited.

    A report that an agency published itself has the agency for its origin.
    """
    by_name: dict[str, list[_Citation]] = defaultdict(list)
    for reading in readings:
        for citation in _citations(reading):
            by_name[fold(citation.source.name)].append(citation)
    by_medium: dict[str, list[_Citation]] = defaultdict(list)
    for name, citations in sorted(by_name.items()):
        longer = [other for other in by_name if other.endswith(f" {name}")]
        # "The Post" is the Washington Post where that alone is named.
        by_medium[longer[0] if len(longer) == 1 else name] += citations
    found = []
    for citations in by_medium.values():
        spots = {(c.report, c.source.start) for c in citations if c.person}
        # What Report.origin lists at the place of an interview is that interview.
        plain = [c for c in citations if not c.person and (c.report, c.source.start) not in spots]
        talks = [c for c in citations if c.person]
        persons: dict[str, list[_Citation]] = defaultdict(list)
        for citation in talks:
            full = max(
                (c.person or "" for c in talks if same_name(c.person or "", citation.person or "")),
                key=lambda n: (len(n), n),
            )
            persons[full].append(citation)
        for person, held in sorted(persons.items()):
            found.append(_origin(held, person))
        if plain:
            found.append(_origin(plain, None))
    whole = [o for origin in found if (o := _with_publisher(origin, readings)) is not None]
    return [*whole, *_publishers(readings, whole)]


def _origin(citations: Sequence[_Citation], person: str | None) -> Origin:
    source = min(citations, key=lambda c: (-len(c.source.name), c.source.name)).source
    reports = tuple(dict.fromkeys(c.report for c in citations))
    whole = tuple(dict.fromkeys(c.report for c in citations if c.extent == "whole"))
    part = dict.fromkeys(c.report for c in citations if c.extent == "part")
    shows: OriginShown = "interview" if person else "citation"
    shown: dict[tuple[str, int], Version] = {}
    for c in citations:
        shown.setdefault(
            (c.report, c.source.start),
            Version(
                value=c.source.text,
                report=c.report,
                evidence=(Evidence(start=c.source.start, end=c.source.end, role="cue"),),
            ),
        )
    return Origin(
        name=f"{source.name} interview of {person}" if person else source.name,
        kind=source.kind,
        shows="credit" if whole or part else shows,
        reports=reports,
        whole=whole,
        part=tuple(r for r in part if r not in whole),
        shown_by=tuple(shown.values()),
        shared=len(reports) > 1,
    )


def _with_publisher(origin: Origin, readings: Sequence[Reading]) -> Origin | None:
    """Add the report that the cited medium published itself; None where it cites only itself."""
    medium = origin.name.split(" interview of ")[0]
    own = [
        r.report.id for r in readings if r.report.source and _is_publisher(medium, r.report.source)
    ]
    if set(origin.reports) <= set(own):
        return None
    if not own:
        return origin
    reports = tuple(dict.fromkeys((*origin.reports, *own)))
    return replace(
        origin, shows="publisher", reports=reports, shared=len(reports) > 1,
        whole=tuple(dict.fromkeys((*origin.whole, *own))),
        part=tuple(r for r in origin.part if r not in own),
    )  # fmt: skip


def _publishers(readings: Sequence[Reading], found: Sequence[Origin]) -> list[Origin]:
    """News agencies that published reports of the story and that no other report cites."""
    known = {(report, o.name) for o in found for report in o.reports}
    by_name: dict[str, list[Reading]] = defaultdict(list)
    kinds = _agencies()
    for reading in readings:
        for name in _squeezed(reading.report.source or ""):
            if name in kinds and (reading.report.id, kinds[name]) not in known:
                by_name[kinds[name]].append(reading)
                break
    return [
        Origin(
            name=name,
            kind="agency",
            shows="publisher",
            reports=tuple(r.report.id for r in held),
            whole=tuple(r.report.id for r in held),
            shown_by=tuple(Version(value=r.report.source or "", report=r.report.id) for r in held),
            shared=len(held) > 1,
        )
        for name, held in sorted(by_name.items())
    ]


@lru_cache(maxsize=1)
def _agencies() -> dict[str, str]:
    """Names and aliases of news agencies, folded and without blanks -> name."""
    found: dict[str, str] = {}
    for row in read_table("media"):
        if row["kind"] == "agency":
            for alias in (row["name"], *split(row["aliases"])):
                found.setdefault(fold(alias).replace(" ", ""), row["name"])
    return found


def _squeezed(source: str) -> list[str]:
    """What a publisher may be called: its name, and the parts of its address, without blanks."""
    parts = [part for word in words(source) for part in word.form.split(".")]
    return [fold(source).replace(" ", ""), *(parts if "." in source else [])]


def _is_publisher(medium: str, source: str) -> bool:
    """Whether a report's publisher ("www.bbc.co.uk", "BBC News") is this medium."""
    names = _squeezed(source)
    squeezed = fold(medium).replace(" ", "")
    known = _agencies()
    return (
        same_name(medium, source)
        or squeezed in names
        or any(known.get(name) == medium for name in names)
        or fold(medium) in {w for part in words(source) for w in part.form.split(".")}
    )


def other_origins(readings: Sequence[Reading], media: Sequence[Origin]) -> list[Origin]:
    """Named persons and offices that reports cite, and agencies that a credit does not name;
    shared or not, they join nothing.
    """
    inside = " ".join(fold(origin.name) for origin in media)
    by_name: dict[str, list[_Citation]] = defaultdict(list)
    for reading in readings:
        for source in reading.report.origin:
            # "Experts" names nobody: a sentence's first word has its capital from there.
            named = source.kind not in JOINING | SILENT and (
                source.code != UNKNOWN_CODE or sum(c.isupper() for c in source.name) > 1
            )
            if named and fold(source.name) not in inside:
                by_name[fold(source.name)].append(_Citation(reading.report.id, source))
        for credit in credits(reading.text):
            if not credit.named:
                source = _as_source(credit, reading.text)
                cited = _Citation(reading.report.id, source, None, credit.extent)
                by_name[fold(credit.name)].append(cited)
    return [_origin(held, None) for _, held in sorted(by_name.items())]


def articles(readings: Sequence[Reading], origins: Sequence[Origin]) -> dict[str, str]:
    """Name of a medium -> the same with "the" where a report writes it so."""
    texts = {r.report.id: r.text for r in readings}
    found = {}
    for origin in origins:
        medium = origin.name.split(" interview of ")[0]
        for version in origin.shown_by:
            if not version.evidence:
                continue
            span, text = version.evidence[0], texts[version.report]
            if medium.lower().startswith(("the ", "a ", "an ")):
                continue
            # "the Xinhua news agency" is no "the Xinhua".
            after = text[span.end : span.end + 2]
            noun = after[:1] == " " and after[1:].islower() and origin.kind == "agency"
            before = text[max(0, span.start - 4) : span.start].lower()
            written = version.value.lower().startswith(f"the {medium.lower()}")
            if not noun and (before == "the " or written):
                found[medium] = f"the {medium}"
    return found
