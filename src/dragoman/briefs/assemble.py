"""From readings to a brief: works stories and relations out, then makes a line of each record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dragoman._version import __version__
from dragoman.briefs.compare import comparison
from dragoman.briefs.lines import Desk
from dragoman.briefs.model import (
    ActorShown,
    Brief,
    Day,
    EventLine,
    OriginLine,
    ReportShown,
    StoryBrief,
)
from dragoman.briefs.sentences import Framer
from dragoman.briefs.standing import agenda_lines, dyads_shown, issues_shown, merged_passages
from dragoman.briefs.words import plain, when
from dragoman.ids import stable_id
from dragoman.records import UNKNOWN_CODE, Failure, Reading
from dragoman.relations.names import code_name
from dragoman.stories import StoryRecords, build, group


def assemble(readings: Sequence[Reading], failures: Sequence[Failure] = ()) -> Brief:
    """The brief of some readings: one section a story, the story with most reports first.

    Reports are lettered A, B, … in the order given. ``failures`` are those of items that gave no
    reading; those of the readings themselves are added.
    """
    stories = [build(story.readings, why=story.why) for story in group(list(readings))]
    return assemble_stories(stories, readings, failures)


def assemble_stories(
    stories: Sequence[StoryRecords], readings: Sequence[Reading], failures: Sequence[Failure] = ()
) -> Brief:
    """The brief of stories that are known already, as an archive keeps them.

    ``readings`` are all their reports, lettered in the order given.
    """
    framers = {
        reading.report.id: Framer(reading.report.id, letter(index), reading.text)
        for index, reading in enumerate(readings)
    }
    sections = [_section(records, framers) for records in stories]
    sections.sort(key=lambda s: (-len(s.reports), s.reports))
    own = [failure for reading in readings for failure in reading.report.failures]
    runs = sorted({reading.report.run for reading in readings if reading.report.run})
    return Brief(
        id=stable_id("br", __version__, *(reading.report.id for reading in readings)),
        version=__version__,
        runs=tuple(runs),
        reports=tuple(_report(reading, framers[reading.report.id]) for reading in readings),
        briefs=tuple(sections),
        failures=(*failures, *own),
    )


def letter(index: int) -> str:
    """The letter of the report at this place: A … Z, AA, AB, …

    Example:
        >>> letter(0), letter(25), letter(26)
        ('A', 'Z', 'AA')
    """
    shown = ""
    index += 1
    while index > 0:
        index, rest = divmod(index - 1, 26)
        shown = chr(ord("A") + rest) + shown
    return shown


def _report(reading: Reading, framer: Framer) -> ReportShown:
    report = reading.report
    source = plain(report.source) if report.source else None
    title = plain(report.title) if report.title else None
    name = source or title or f"Report {framer.letter} (source not given)"
    return ReportShown(
        id=report.id,
        letter=framer.letter,
        name=name,
        source=source,
        title=title,
        published=report.published,
        url=report.url,
        sentences=len(framer.sentences),
    )


def _section(records: StoryRecords, framers: dict[str, Framer]) -> StoryBrief:
    desk = Desk(records, framers)
    events = [desk.event_line(merged) for merged in records.events]
    speech = [desk.speech_line(u) for u in records.utterances if u.id not in desk.folded]
    desk.fold_speech()
    speech.sort(key=lambda line: (-len(line.reports), _place(line.passages)))
    dated = [line for line in events if line.date is not None and line.date.start]
    undated = [line for line in events if line.date is None or not line.date.start]
    undated.sort(key=lambda line: -line.weight)
    story = records.story
    return StoryBrief(
        id=story.id.replace("_", "-"),
        title=plain(story.title) or "Untitled story",
        says=plain(story.says),
        first=story.first,
        last=story.last,
        reports=tuple(
            sorted((framers[r].letter for r in story.reports), key=lambda s: (len(s), s))
        ),
        days=_days(dated),
        undated=tuple(undated),
        speech=tuple(speech),
        issues=issues_shown(desk),
        relations=dyads_shown(desk),
        comparison=comparison(desk),
        origins=_origins(desk),
        agenda=agenda_lines(desk),
        actors=_actors(records),
    )


def _place(passages: Sequence[object]) -> tuple[str, int]:
    first = passages[0] if passages else None
    return (getattr(first, "letter", "~"), getattr(first, "number", 0))


def _days(lines: list[EventLine]) -> tuple[Day, ...]:
    """Lines by their interval, early ones first; a longer interval comes after a day it begins."""
    found: dict[tuple[str, str], list[EventLine]] = {}
    for line in lines:
        assert line.date is not None
        start = line.date.start or ""
        found.setdefault((start, line.date.end or "9999"), []).append(line)
    return tuple(
        Day(
            label=when(group[0].date),
            start=start,
            lines=tuple(sorted(group, key=lambda line: -line.weight)),
        )
        for (start, _), group in sorted(found.items())
    )


def _origins(desk: Desk) -> tuple[OriginLine, ...]:
    lines = []
    for origin in desk.records.story.origins:
        passages = merged_passages(
            [p for v in origin.shown_by for p in desk.passages(v.report, v.evidence)]
        )
        lines.append(
            OriginLine(
                id=desk.line_id("o", origin.name, origin.kind),
                text=plain(origin.name),
                records=(desk.records.story.id,),
                reports=desk.letters(origin.reports),
                passages=passages,
                kind=origin.kind,
                shows=origin.shows,
                shared=origin.shared,
                whole=desk.letters(origin.whole),
                part=desk.letters(origin.part),
            )
        )
    return tuple(lines)


def _actors(records: StoryRecords) -> tuple[ActorShown, ...]:
    """Actors by code, most mentioned first; those without a code are left out."""
    counted: Counter[str] = Counter()
    for reading in records.readings:
        counted.update(m.code for m in reading.mentions or reading.actors)
    return tuple(
        ActorShown(code=code, name=code_name(code), mentions=number)
        for code, number in sorted(counted.items(), key=lambda item: (-item[1], item[0]))
        if code != UNKNOWN_CODE
    )
