"""Text that reports carry in common: the same report again, one reworded, single stretches.

A pair is judged first (see `copying`); then reports with nearly the same text are one origin, and
every pair of texts that still has something in common is another. Public words (quotations, posts)
are left out throughout. Which report had the text first is not told: nothing in them shows it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from dragoman.records import Evidence, Origin, OriginShown, Record, Version
from dragoman.stories.cluster import components
from dragoman.stories.copying import Copying, Text, compare
from dragoman.stories.telling import Told
from dragoman.stories.wording import Row, shared_rows

_SHOWN = 5  # stretches of each report that are shown


class CarrySettings(Record, frozen=True, kw_only=True):
    """What two reports must have in common; chosen on `benchmarks/labels/origins_dev.jsonl`.

    Fields:
        copied, met: shares of the shorter report's sentences that stand in the other word for
            word, and that go along with one of its sentences in whatever words, that make a copy.
        copy_words: words that a copy of one or two sentences must have.
        rewritten: share of sentences that go along with the other's in the same order that makes a
            rewrite. sentences: how many these must be. changed: share of them, at least, that is
            not word for word the other's.
        row: words in a row that show common wording alone; two different rows of 8 do, too.
        plain: words of a row that begin with a small letter: names and offices show nothing.
    """

    copied: float = 0.6
    met: float = 0.8
    copy_words: int = 40
    rewritten: float = 0.4
    sentences: int = 5
    changed: float = 0.4
    row: int = 12
    plain: int = 6


DEFAULT = CarrySettings()
_RANK: dict[OriginShown, int] = {"copy": 2, "rewrite": 1, "wording": 0}

Stretch = tuple[str, Evidence]


@dataclass(frozen=True)
class Link:
    """What two reports have in common.

    Fields:
        number, of: sentences of the shorter report that are shared, and all that were compared.
        longest: words in the longest row. exact: whether both have the same words throughout.
        stretches: where the shared words stand, in turn in either report.
    """

    a: str
    b: str
    shows: OriginShown
    number: int
    of: int
    longest: int
    exact: bool
    stretches: tuple[Stretch, ...]

    @property
    def share(self) -> float:
        """The share of the shorter report's sentences."""
        return self.number / self.of if self.of else 0.0

    @property
    def order(self) -> tuple[int, float, int]:
        """How much it shows, for choosing one among several."""
        return _RANK[self.shows], self.share, self.longest


def links(told: Sequence[Told], settings: CarrySettings = DEFAULT) -> list[Link]:
    """Every pair of reports that have text in common."""
    texts = [Text(t) for t in told]
    rows: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in shared_rows(told):
        if row.plain >= settings.plain:
            rows[row.a, row.b].append(row)
    found = []
    for a, b in combinations(texts, 2):
        link = _judged(a, b, compare(a, b), rows.get((a.report, b.report), []), settings)
        if link is not None:
            found.append(link)
    return found


def carried(told: Sequence[Told], settings: CarrySettings = DEFAULT) -> list[Origin]:
    """One origin for reports with nearly the same text, and for each other text in common."""
    found = links(told, settings)
    texts = {t.reading.report.id: t.text for t in told}
    ids = list(texts)
    place = {report: n for n, report in enumerate(ids)}
    same = [link for link in found if link.shows == "copy"]
    groups = components(len(ids), [(place[k.a], place[k.b]) for k in same])
    group_of = {ids[n]: number for number, group in enumerate(groups) for n in group}
    origins = []
    for number, group in enumerate(groups):
        if len(group) > 1:
            inside = [k for k in same if group_of[k.a] == number]
            origins.append(_origin([ids[n] for n in group], inside, texts))
    between: dict[tuple[int, int], list[Link]] = defaultdict(list)
    for link in found:
        one, other = sorted((group_of[link.a], group_of[link.b]))
        if one != other:
            between[one, other].append(link)
    best = {pair: max(held, key=lambda k: k.order) for pair, held in between.items()}
    for members, inside in _cliques(best):
        reports = [ids[n] for g in members for n in groups[g]]
        shown = [k for pair in combinations(members, 2) for k in between[pair]]
        origins.append(_origin(sorted(reports, key=place.__getitem__), inside, texts, shown))
    return origins


def _judged(
    a: Text, b: Text, both: Copying, rows: Sequence[Row], settings: CarrySettings
) -> Link | None:
    """What the sentences and rows in common amount to; None where that is too little."""
    of, copied, met, followed = both.sentences, both.copied, both.met, len(both.followed)
    longest = max((row.size for row in rows), default=0)
    long = of > 2 or min(a.size, b.size) >= settings.copy_words
    shows: OriginShown | None = None
    number, stretches = copied, _of_rows(rows)
    if of and long and copied >= settings.copied * of and met >= settings.met * of:
        shows, number, stretches = "copy", met, _of_sentences(a, b, both)
    elif (
        followed >= max(settings.sentences, settings.rewritten * of)
        and copied <= (1 - settings.changed) * followed
    ):
        shows, number, stretches = "rewrite", followed, _of_sentences(a, b, both)
    elif longest >= settings.row or len(_different(rows)) > 1:
        shows = "wording"
    if shows is None:
        return None
    exact = shows == "copy" and a.rows == b.rows
    return Link(a.report, b.report, shows, number, of, longest, exact, tuple(stretches))


def _different(rows: Sequence[Row]) -> set[tuple[int, int]]:
    """Rows that stand at different places of both reports: a phrase told twice is one."""
    seen_a: set[int] = set()
    seen_b: set[int] = set()
    found = set()
    for row in rows:
        if row.in_a.start not in seen_a and row.in_b.start not in seen_b:
            found.add((row.in_a.start, row.in_b.start))
        seen_a.add(row.in_a.start)
        seen_b.add(row.in_b.start)
    return found


def _of_rows(rows: Sequence[Row]) -> Iterator[Stretch]:
    for row in rows:
        yield row.a, row.in_a
        yield row.b, row.in_b


def _of_sentences(a: Text, b: Text, both: Copying) -> Iterator[Stretch]:
    ours, theirs = (b, a) if both.turned else (a, b)
    for match in both.followed:
        yield ours.report, match.ours.span
        yield theirs.report, match.theirs.span


def _cliques(best: Mapping[tuple[int, int], Link]) -> Iterable[tuple[list[int], list[Link]]]:
    """Sets of texts of which every two have wording in common, so that each is told once."""
    left = dict(sorted(best.items(), key=lambda item: (-item[1].order[0], item[0])))
    while left:
        (first, second), link = next(iter(left.items()))
        members = [first, second]
        for other in sorted({n for pair in left for n in pair} - set(members)):
            pairs = [(min(other, m), max(other, m)) for m in members]
            if all(p in left and left[p].shows == link.shows for p in pairs):
                members.append(other)
        members.sort()
        inside = [left.pop(pair) for pair in combinations(members, 2)]
        yield members, inside


def _origin(
    reports: Sequence[str],
    inside: Sequence[Link],
    texts: Mapping[str, str],
    also: Sequence[Link] = (),
) -> Origin:
    """The origin that links of one kind show; ``also`` have words to show of its other reports."""
    weakest = min(inside, key=lambda k: k.order)
    shows = weakest.shows
    shown: dict[Stretch, Version] = {}
    for link in sorted({*inside, *also}, key=lambda k: (k.order, k.a, k.b), reverse=True):
        for report, span in link.stretches[: 2 * _SHOWN]:
            held = sum(1 for known, _ in shown if known == report)
            if held < _SHOWN:
                text = texts[report][span.start : span.end]
                shown.setdefault(
                    (report, span), Version(value=text, report=report, evidence=(span,))
                )
    whole = tuple(reports) if shows == "copy" else ()
    return Origin(
        name=_name(weakest, all(k.exact for k in inside), len(reports)),
        kind="unknown",
        shows=shows,
        reports=tuple(reports),
        whole=whole,
        part=() if whole else tuple(reports),
        share=round(weakest.share, 2),
        shown_by=tuple(shown.values()),
        shared=True,
    )


def _name(link: Link, exact: bool, reports: int) -> str:
    """What is shared, in words; of several reports what the two with least have in common."""
    least = "" if reports == 2 else "at least "
    if link.shows == "copy":
        sentences = f"{least}{link.number} of {link.of} sentences"
        return "the same text" if exact else f"nearly the same text ({sentences})"
    if link.shows == "rewrite":
        return f"sentences told alike in the same order ({least}{link.number} of {link.of})"
    return f"shared wording ({least}{link.longest} words in a row)"
