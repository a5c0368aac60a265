"""Groupings that all views share: counts, parts, undated events, utterances by speaker."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.briefs.model import EventLine, Party, SpeechLine, StoryBrief
from dragoman.briefs.words import NOT_DATED, STATUS


@dataclass(frozen=True, slots=True)
class Speaker:
    """One speaker with all that it says, most telling first."""

    party: Party
    lines: tuple[SpeechLine, ...]


def speakers(story: StoryBrief) -> tuple[Speaker, ...]:
    """Utterances by speaker; speakers in the order of their first line."""
    found: dict[tuple[str, str], list[SpeechLine]] = {}
    for line in story.speech:
        found.setdefault((line.speaker.code, line.speaker.name), []).append(line)
    result = []
    for lines in found.values():
        roles = [line.speaker for line in lines if line.speaker.role]
        result.append(Speaker(roles[0] if roles else lines[0].speaker, tuple(lines)))
    return tuple(result)


def undated_groups(story: StoryBrief) -> tuple[tuple[str, tuple[EventLine, ...]], ...]:
    """Events whose date the reports do not fix, by status, each group with its label."""
    groups = []
    for status, label in STATUS.items():
        lines = tuple(line for line in story.undated if line.status == status)
        if lines:
            groups.append((f"{NOT_DATED}: {label}", lines))
    return tuple(groups)


def tally(story: StoryBrief) -> tuple[tuple[int, str, str], ...]:
    """The counts under the headline (number, label, part of the page); zeros are left out."""
    events = story.events()
    by_status = {status: sum(e.status == status for e in events) for status in STATUS}
    both = len(story.comparison.agree) if len(story.reports) > 1 else 0
    counts = [
        (by_status["actual"], "happened", "timeline"),
        (by_status["planned"], "planned", "timeline"),
        (by_status["possible"], "possible", "timeline"),
        (by_status["negated"], "did not happen", "timeline"),
        (sum(e.alleged for e in events), "claimed by one side", "timeline"),
        (both, "told by more than one", "compare"),
        (len(story.comparison.differ), "told differently", "compare"),
    ]
    return tuple(item for item in counts if item[0])


def contents(story: StoryBrief) -> tuple[tuple[str, str, int], ...]:
    """The parts that the section has: (key, label, how many)."""
    several = len(story.reports) > 1
    parts = [
        ("timeline", "Timeline", len(story.events()), True),
        ("speech", "Who said what", len(story.speech), bool(story.speech)),
        ("issues", "Issues", len(story.issues), bool(story.issues)),
        ("relations", "Relations", len(story.relations), bool(story.relations)),
        ("compare", "Agree and differ", len(story.comparison.differ), several),
        ("origins", "Origins", len(story.origins), True),
        ("agenda", "What is coming", len(story.agenda), bool(story.agenda)),
    ]
    return tuple((key, label, number) for key, label, number, there in parts if there)
