"""Groups reports that tell one story.

Two reports are alike by the telling words, numbers and names they share (words of the opening and
the headline count more), by the actors they name and by events of one type between the same actors;
less so the further apart they were published, and less so where each is about a person whom the
other does not name. Groups grow from the likest pairs as long as their reports are alike on
average. What a person decided about stories comes before all likeness.

Example:
    >>> group([])
    []
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from dragoman.records import Reading
from dragoman.stories.cluster import Pair, cluster
from dragoman.stories.decided import NOTHING, Decided
from dragoman.stories.features import DEFAULT, GroupSettings, day_of, features_of, vector
from dragoman.stories.links import Link, Links, links
from dragoman.stories.records import StoryGroup
from dragoman.stories.words import words


def group(
    readings: Sequence[Reading],
    *,
    settings: GroupSettings = DEFAULT,
    decided: Decided = NOTHING,
) -> list[StoryGroup]:
    """The stories among some reports; each report is in exactly one group.

    The same reports give the same groups in any order. Groups are sorted by their first
    publication date, then by report ids; reports given twice (same id) count once.

    Args:
        decided: what a person decided about which reports are one story.
    """
    by_id = {reading.report.id: reading for reading in readings}
    features = [features_of(reading, settings) for reading in by_id.values()]
    found = links(features, settings=settings)
    published = {f.report: f.published for f in features}
    groups = stories_of(by_id, found, published, settings=settings, decided=decided)
    return [story_group([by_id[one] for one in members], decided) for members in groups]


def stories_of(
    reports: Iterable[str],
    found: Links,
    published: Mapping[str, str],
    *,
    settings: GroupSettings = DEFAULT,
    decided: Decided = NOTHING,
) -> list[tuple[str, ...]]:
    """The reports of each story, by the links between them; sorted as in :func:`group`.

    Reports that no chain of links at the threshold joins cannot be one story, so that the stories
    of a part of an archive can be found alone, with the same result.
    """
    wanted = sorted(set(reports))
    place = {report: i for i, report in enumerate(r for r in wanted if r not in decided.of)}
    inner = _placed(found, place)
    free = list(place)
    groups = [
        tuple(free[i] for i in members)
        for members in cluster(
            len(free),
            {pair: found[link] for link, pair in inner.items()},
            set(_placed(decided.apart, place).values()),
            settings.threshold,
            together=list(_placed(decided.together, place).values()),
            unlisted=False,
        )
    ]
    there = set(wanted)
    groups += [kept for whole in decided.whole if (kept := tuple(sorted(there & set(whole))))]
    ordered = [tuple(sorted(g, key=lambda r: (published.get(r, "9999"), r))) for g in groups]
    return sorted(ordered, key=lambda g: (published.get(g[0], "9999"), tuple(sorted(g))))


def touched(reports: Iterable[str], links: Links, threshold: float) -> set[str]:
    """All reports that a chain of links at the threshold joins to some of these."""
    near: dict[str, list[str]] = defaultdict(list)
    for (a, b), value in links.items():
        if value >= threshold:
            near[a].append(b)
            near[b].append(a)
    found = set(reports)
    waiting = list(found)
    while waiting:
        new = [one for one in near[waiting.pop()] if one not in found]
        found.update(new)
        waiting += new
    return found


def story_group(readings: Sequence[Reading], decided: Decided = NOTHING) -> StoryGroup:
    """Readings as one story, with what joined them in words."""
    ordered = sorted(readings, key=lambda r: (r.report.published or "9999", r.report.id))
    ids = tuple(r.report.id for r in ordered)
    why = (*decided.reasons(ids), *_why(ordered))
    return StoryGroup(readings=tuple(ordered), why=why)


def _placed(found: Iterable[tuple[str, str]], place: Mapping[str, int]) -> dict[Link, Pair]:
    """Pairs of reports that are both here -> their places, the lower one first."""
    return {
        (a, b): (place[a], place[b]) if place[a] < place[b] else (place[b], place[a])
        for a, b in found
        if a in place and b in place
    }


def _why(readings: Sequence[Reading]) -> Iterable[str]:
    """The features that most reports of a group share, in words."""
    if len(readings) < 2:
        return
    vectors = [vector(reading) for reading in readings]
    strength: Counter[str] = Counter()
    for features in vectors:
        strength.update({key: value for key, value in features.items() if ":" not in key})
    held = Counter(key for features in vectors for key in features)
    half = max(2, (len(vectors) + 1) // 2)
    best = sorted(
        (key for key in strength if held[key] >= half), key=lambda key: (-strength[key], key)
    )
    parts = {part for key in best[:20] if " " in key for part in key.split()}
    shown = [key for key in best[:20] if key not in parts][:8]
    if shown:
        surface = {
            w.form: r.text[w.start : w.start + len(w.form)]
            for r in readings
            for w in words(r.text)
            if w.capital
        }
        spelt = [" ".join(surface.get(part, part) for part in key.split()) for key in shown]
        yield f"shared words: {', '.join(spelt)}"
    signatures = sorted(key for key, n in held.items() if ":" in key and n >= half)
    if signatures:
        yield f"shared events: {', '.join(signatures[:4])}"
    days = sorted(found for r in readings if (found := day_of(r)) is not None)
    if len(days) > 1:
        gap = max(b - a for a, b in pairwise(days))
        yield f"published at most {gap} days apart" if gap else "published on the same day"
