"""Stories of an archive, told as reports come: only what new reports or corrections touch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice, pairwise

from dragoman._version import __version__
from dragoman.archive import Archive
from dragoman.archive.damaged import tells_damage
from dragoman.archive.story_index import StoryIndex
from dragoman.codebooks.tables import own_digest
from dragoman.corrections import decided_records, decided_reports
from dragoman.ids import stable_id
from dragoman.ledger import lines
from dragoman.records import AgendaItem, Correction, Dyad, Issue, Reading
from dragoman.relations import agenda, dyads, issues
from dragoman.stories import build
from dragoman.stories.decided import Decided
from dragoman.stories.features import DEFAULT, Features, GroupSettings, features_of
from dragoman.stories.grouping import stories_of, story_group, touched
from dragoman.stories.links import links
from dragoman.stories.records import StoryRecords

Watch = Callable[[list[tuple[str, ...]]], Iterable[tuple[str, ...]]]

_FORM = 1  # raise it within a version when stories are told otherwise: they are told again then
_BATCH = 200  # readings whose features are made and kept at a time
_SPAN = 30  # days of new reports that are compared with their weeks at a time


@tells_damage
def tell_stories(
    archive: Archive,
    *,
    settings: GroupSettings = DEFAULT,
    again: Iterable[str] = (),
    watch: Watch | None = None,
) -> int:
    """Group the reports of the archive into stories and keep them; returns how many were told.

    Reports that came since the last call are compared with those of their weeks; a story is told
    anew where its reports, their records, or a correction changed, and no other. The stories are
    those that one call over all reports would tell, in whatever order and pieces they came.

    Args:
        again: reports whose stories are told anew in any case.
        watch: may wrap the list of stories to tell, to show progress.

    Raises:
        DragomanError: as :class:`Archive` does when it is written.
    """
    index = StoryIndex(archive)
    if index.made_by() != _maker(settings):
        index.begin_again(_maker(settings))
    _index_new(archive, index, settings)
    corrections = archive.corrections()
    decided = decided_reports(corrections)
    seeds = {*index.untold(), *again}
    if not seeds:
        return 0
    held = index.stories_of(seeds)
    seeds |= {report for reports in held.values() for report in reports}
    strong = index.strong(settings.threshold)
    kept_whole = (pair for whole in decided.whole for pair in pairwise(whole))
    strong |= dict.fromkeys([*decided.together, *kept_whole], 1.0)
    near = touched(seeds, strong, settings.threshold)
    near |= {report for reports in index.stories_of(near).values() for report in reports}
    # Corrections may speak of reports that only another archive holds: they are in no story here.
    published = index.published(near)
    near &= published.keys()
    groups = stories_of(near, index.among(near), published, settings=settings, decided=decided)
    kept = {reports for story, reports in index.stories_of(near).items() if story not in held}
    changed = [group for group in groups if frozenset(group) not in kept]
    for group in watch(changed) if watch else changed:
        _tell(archive, group, corrections, decided)
    return len(changed)


def untold(archive: Archive) -> bool:
    """Whether the archive holds reports that are in no story yet, or stories that another version
    or other settings told."""
    index = StoryIndex(archive)
    return bool(index.untold()) or index.made_by() not in (None, _maker(DEFAULT))


def _maker(settings: GroupSettings) -> str:
    """What stories depend on beside the records: how they are told, by settings and code books."""
    return stable_id("stories", __version__, _FORM, settings, own_digest())


def _index_new(archive: Archive, index: StoryIndex, settings: GroupSettings) -> None:
    """Keep the features of reports that have none yet, and their links, some weeks at a time."""
    waiting: list[Features] = []
    for part in _parts(archive.readings(index.missing())):
        for one in sorted((features_of(r, settings) for r in part), key=_by_day):
            if waiting and _apart(waiting[0], one):
                _link(index, waiting, settings)
                waiting = []
            waiting.append(one)
    if waiting:
        _link(index, waiting, settings)


def _link(index: StoryIndex, new: list[Features], settings: GroupSettings) -> None:
    days = [one.day for one in new if one.day is not None]
    dated = len(days) == len(new)
    first, last = (min(days), max(days)) if dated else (None, None)
    held = index.near(first, last, settings.far)
    if dated:
        held += index.copies(one.text for one in new)
    index.add(new, links(new, held, settings))


def _tell(
    archive: Archive, group: tuple[str, ...], corrections: list[Correction], decided: Decided
) -> None:
    """Make the records of one story and keep them."""
    records, others = told(list(archive.readings(group)), corrections, decided)
    archive.save_story(
        records.story, records.events, records.utterances, others, lines=lines(records)
    )


def told(
    readings: list[Reading], corrections: Iterable[Correction], decided: Decided
) -> tuple[StoryRecords, list[Issue | Dyad | AgendaItem]]:
    """The records of one story, and what is made of them; it depends on its readings alone."""
    group = {reading.report.id for reading in readings}
    own = [c for c in corrections if any(a.report in group for a in (*c.these, *c.those))]
    records = build(
        readings,
        why=story_group(readings, decided).why,
        decided_events=decided_records(own, readings, "event"),
        decided_statements=decided_records(own, readings, "statement"),
    )
    return records, [*issues(records), *dyads(records), *agenda(records)]


def _parts(readings: Iterable[Reading]) -> Iterator[list[Reading]]:
    source = iter(readings)
    while part := list(islice(source, _BATCH)):
        yield part


def _by_day(one: Features) -> tuple[bool, int, str]:
    return one.day is None, one.day or 0, one.report


def _apart(first: Features, one: Features) -> bool:
    if first.day is None or one.day is None:
        return first.day is not one.day
    return one.day - first.day > _SPAN
