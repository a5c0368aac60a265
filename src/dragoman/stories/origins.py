"""Which origins the reports of a story rest on, and what shows it; never whether they are right.

Reports that cite or credit one medium, one document or one interview share an origin, as do reports
with the same or much the same text. Persons and offices whose words several reports give are named
as shared sources, but join nothing where each report may have heard them itself. A report that
names nothing and shares nothing has an unknown origin: that is not the same as one of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dragoman.records import Origin, Reading, Utterance
from dragoman.source_kinds import JOINING
from dragoman.stories.carried import carried
from dragoman.stories.cited import articles, media_origins, other_origins
from dragoman.stories.cluster import components
from dragoman.stories.quoted import shared_quotes
from dragoman.stories.says import Told as Sayable
from dragoman.stories.says import sentence
from dragoman.stories.telling import Told


@dataclass(frozen=True)
class Found:
    """The origins of a story, how many are independent, and the sentence that says so."""

    origins: tuple[Origin, ...]
    independent: int | None
    says: str


def origins_of(
    readings: Sequence[Reading], told: Mapping[str, Told], utterances: Sequence[Utterance] = ()
) -> Found:
    """What the reports rest on: from what they cite and credit, and from text they share."""
    cited = media_origins(readings)
    wording = carried([told[r.report.id] for r in readings])
    quoted, joined_quotes = shared_quotes(readings, told, utterances)
    people = other_origins(readings, cited)
    ids = [reading.report.id for reading in readings]
    agencies = _agencies(cited)
    disputed = [o for o in wording if _disputed(o, agencies)]
    joining = [o for o in (*cited, *wording, *joined_quotes) if o not in disputed]
    known = {report for origin in (*joining, *disputed) for report in origin.reports}
    count = independent(ids, joining)
    found = sorted(
        [*cited, *people, *quoted, *wording],
        key=lambda o: (not o.shared, o.kind not in JOINING, -len(o.reports), o.name),
    )
    says = sentence(
        Sayable(
            reports=ids,
            groups=_groups(ids, joining),
            known=known,
            joining=joining,
            quoted=quoted,
            disputed=disputed,
            agencies=agencies,
            independent=count,
            names={r.report.id: (r.report.source or "").removeprefix("www.") for r in readings},
            articles=articles(readings, cited),
        )
    )
    sure = known >= set(ids) and len(ids) > 1 and not disputed
    return Found(origins=tuple(found), independent=count if sure else None, says=says)


def independent(reports: Sequence[str], origins: Sequence[Origin]) -> int:
    """The largest number of reports found of which no two share an origin; those without none out.

    Of three reports, one citing an agency, one a broadcaster and one both, two are independent.
    """
    near: dict[str, set[str]] = {}
    for origin in origins:
        for report in origin.reports:
            near.setdefault(report, set()).update(origin.reports)
    left = [report for report in reports if report in near]
    count = 0
    while left:
        held = set(left)
        chosen = min(left, key=lambda r: (len(near[r] & held), left.index(r)))
        left = [report for report in left if report not in near[chosen]]
        count += 1
    return count


def _groups(ids: Sequence[str], joining: Sequence[Origin]) -> list[list[str]]:
    """Reports that origins join, directly or through others."""
    place = {report: i for i, report in enumerate(ids)}
    links = [
        (place[origin.reports[0]], place[other])
        for origin in joining
        for other in origin.reports[1:]
    ]
    return [[ids[i] for i in part] for part in components(len(ids), links)]


def _agencies(cited: Sequence[Origin]) -> dict[str, tuple[str, ...]]:
    """Report -> the news agencies that it credits, or that published it."""
    found: dict[str, list[str]] = {}
    for origin in cited:
        if origin.kind == "agency":
            for report in (*origin.whole, *origin.part):
                found.setdefault(report, []).append(origin.name)
    return {report: tuple(names) for report, names in found.items()}


def _disputed(origin: Origin, agencies: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether reports that share text name different agencies for it."""
    named = [set(agencies[r]) for r in origin.reports if r in agencies]
    return any(not one & other for one in named for other in named)
