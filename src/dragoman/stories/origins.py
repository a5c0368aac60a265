"""Which origins the reports of a story rest on, and what shows it; never whether they are right.

Reports that cite one medium, one document or one interview share an origin, as do reports with the
same long wording. Persons and offices whose words several reports give are named as shared
sources, but join nothing where each report may have heard them itself. A report that cites nothing
has an unknown origin: that is not the same as one of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dragoman.records import (
    UNKNOWN_CODE,
    Event,
    Evidence,
    Origin,
    Reading,
    Source,
    SourceKind,
    Statement,
    Utterance,
    Version,
)
from dragoman.source_kinds import JOINING, MEDIA, SILENT
from dragoman.stories.actors import fold, is_medium, is_person, same_name
from dragoman.stories.cluster import components
from dragoman.stories.says import sentence
from dragoman.stories.telling import Told
from dragoman.stories.utterances import longest_run
from dragoman.stories.wording import quotations, shared_rows
from dragoman.stories.words import word_set, words


@dataclass(frozen=True)
class Found:
    """The origins of a story, how many are independent, and the sentence that says so."""

    origins: tuple[Origin, ...]
    independent: int | None
    says: str


@dataclass(frozen=True)
class _Citation:
    """One report citing one source; ``person`` where the source is cited for an interview."""

    report: str
    source: Source
    person: str | None = None


def origins_of(
    readings: Sequence[Reading], told: Mapping[str, Told], utterances: Sequence[Utterance] = ()
) -> Found:
    """What the reports rest on, from what they cite and from wording they share."""
    cited = _media_origins(readings)
    wording = _shared_wording([told[r.report.id] for r in readings])
    quoted, joined_quotes = _shared_quotes(readings, told, utterances)
    people = _other_origins(readings, cited)
    joining = [*cited, *wording, *joined_quotes]
    ids = [reading.report.id for reading in readings]
    place = {report: i for i, report in enumerate(ids)}
    links = [
        (place[origin.reports[0]], place[other])
        for origin in joining
        for other in origin.reports[1:]
    ]
    groups = [[ids[i] for i in part] for part in components(len(ids), links)]
    known = {report for origin in joining for report in origin.reports}
    independent = len(groups) if known >= set(ids) and len(ids) > 1 else None
    found = sorted(
        [*cited, *people, *quoted, *wording],
        key=lambda o: (not o.shared, o.kind not in JOINING, o.name),
    )
    names = {r.report.id: r.report.source or "" for r in readings}
    says = sentence(ids, groups, known, joining, quoted, names, _articles(readings, cited))
    return Found(origins=tuple(found), independent=independent, says=says)


def _citations(reading: Reading) -> Iterable[_Citation]:
    """The media and documents that a report cites, each citation once a place."""
    report = reading.report.id
    for source in reading.report.origin:
        if _joins(source):
            yield _Citation(report, source)
    for statement in reading.statements:
        yield from _through(report, statement)
    for event in reading.events:
        yield from _told_by(report, event)


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


def _media_origins(readings: Sequence[Reading]) -> list[Origin]:
    """One origin a medium, or one an interview where only interviews of it are cited."""
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
    return [whole for origin in found if (whole := _with_publisher(origin, readings)) is not None]


def _origin(citations: Sequence[_Citation], person: str | None) -> Origin:
    source = min(citations, key=lambda c: (-len(c.source.name), c.source.name)).source
    reports = tuple(dict.fromkeys(c.report for c in citations))
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
        reports=reports,
        shown_by=tuple(shown.values()),
        shared=len(reports) > 1,
    )


def _with_publisher(origin: Origin, readings: Sequence[Reading]) -> Origin | None:
    """Add the report that the cited medium published itself; None where it cites only itself."""
    medium = fold(origin.name.split(" interview of ")[0])
    own = [
        r.report.id for r in readings if r.report.source and _is_publisher(medium, r.report.source)
    ]
    if set(origin.reports) <= set(own):
        return None
    reports = tuple(dict.fromkeys((*origin.reports, *own)))
    return Origin(
        name=origin.name, kind=origin.kind, reports=reports, shown_by=origin.shown_by,
        shared=len(reports) > 1,
    )  # fmt: skip


def _is_publisher(medium: str, source: str) -> bool:
    """Whether a report's publisher ("www.bbc.co.uk", "BBC News") is this medium."""
    return same_name(medium, source) or medium in {
        w for part in words(source) for w in part.form.split(".")
    }


def _other_origins(readings: Sequence[Reading], media: Sequence[Origin]) -> list[Origin]:
    """Named persons and offices that reports cite; shared or not, they join nothing."""
    inside = " ".join(fold(origin.name) for origin in media)
    by_name: dict[str, list[tuple[str, Source]]] = defaultdict(list)
    for reading in readings:
        for source in reading.report.origin:
            # "Experts" names nobody: a sentence's first word has its capital from there.
            named = source.kind not in JOINING | SILENT and (
                source.code != UNKNOWN_CODE or sum(c.isupper() for c in source.name) > 1
            )
            # "an aide", "officials": of a known state, but nobody's name
            named = named and source.name != source.name.lower()
            if named and fold(source.name) not in inside:
                by_name[fold(source.name)].append((reading.report.id, source))
    return [
        _origin([_Citation(report, source) for report, source in held], None)
        for _, held in sorted(by_name.items())
    ]


def _shared_wording(told: Sequence[Told]) -> list[Origin]:
    """Pairs of reports with the same long wording, as one origin of unknown name.

    One row of 12 words, or two of 8: a single shorter row may be an office or a stock phrase.
    """
    rows = [row for row in shared_rows(told) if row.plain >= 6]
    by_pair: dict[tuple[str, str], list[tuple[Evidence, Evidence, int]]] = defaultdict(list)
    for row in rows:
        by_pair[row.a, row.b].append((row.in_a, row.in_b, row.size))
    texts = {t.reading.report.id: t.text for t in told}
    found = []
    for (a, b), shared in sorted(by_pair.items()):
        longest = max(size for _, _, size in shared)
        if longest < 12 and len(shared) < 2:
            continue
        shown = [
            Version(value=texts[report][span.start : span.end], report=report, evidence=(span,))
            for in_a, in_b, _ in shared[:3]
            for report, span in ((a, in_a), (b, in_b))
        ]
        found.append(
            Origin(
                name=f"shared wording ({longest} words in a row)",
                kind="unknown",
                reports=(a, b),
                shown_by=tuple(shown),
                shared=True,
            )
        )
    return found


def _shared_quotes(
    readings: Sequence[Reading], told: Mapping[str, Told], utterances: Sequence[Utterance]
) -> tuple[list[Origin], list[Origin]]:
    """Quotations of six words or more that reports share: all of them, and those that join.

    A speech that all can hear joins nothing; nor does a quotation that came through a medium,
    which is an origin already.
    """
    statements = {s.id: s for r in readings for s in r.statements}
    all_found: dict[str, Origin] = {}
    joining: list[Origin] = []
    for utterance in utterances:
        if len(utterance.reports) < 2:
            continue
        members = [statements[m] for m in utterance.members if m in statements]
        quoted = {m.id: _quoted(m, told[m.report]) for m in members}
        sharers = [
            m for m in members
            if any(
                n.report != m.report and len(longest_run(quoted[m.id], quoted[n.id])) >= 6
                for n in members
            )
        ]  # fmt: skip
        if len({m.report for m in sharers}) < 2:
            continue
        if any(s.kind in MEDIA for m in sharers for s in m.attribution):
            continue
        origin = Origin(
            name=f"words of {utterance.speaker.name}",
            kind="person",
            reports=tuple(dict.fromkeys(m.report for m in sharers)),
            shown_by=tuple(
                Version(
                    value=told[m.report].text[m.content[0].start : m.content[0].end],
                    report=m.report,
                    evidence=m.content[:1],
                )
                for m in sharers
            ),
            shared=True,
        )
        if not any(_public(m, told[m.report]) for m in sharers):
            joining.append(origin)
        all_found.setdefault(origin.name, origin)
    return list(all_found.values()), joining


def _quoted(statement: Statement, told: Told) -> list[str]:
    """The words of a statement that stand in quotation marks."""
    marks = quotations(told.text)
    return [
        word.form
        for span in statement.content
        for word in told.between(span.start, span.end)
        if any(a < word.start < b for a, b in marks)
    ]


def _public(statement: Statement, told: Told) -> bool:
    """Whether the report states an occasion on which several reporters can hear the words."""
    if statement.addressee is not None and not is_medium(statement.addressee):
        return True
    low, high = told.sentence(statement.content[0].start)
    return any(w.form in word_set("occasions", "public") for w in told.between(low, high))


def _articles(readings: Sequence[Reading], origins: Sequence[Origin]) -> dict[str, str]:
    """Name of a medium -> the same with "the" where a report writes it so."""
    texts = {r.report.id: r.text for r in readings}
    found = {}
    for origin in origins:
        medium = origin.name.split(" interview of ")[0]
        for version in origin.shown_by:
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
