"""Issues of a story, with what each actor said or did about them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from dragoman.issues.book import issue_name
from dragoman.records import (
    UNKNOWN_CODE,
    Actor,
    Evidence,
    Issue,
    MergedEvent,
    Position,
    Utterance,
    Version,
)
from dragoman.relations.names import code_name
from dragoman.stories.records import StoryRecords

_STATUS_RANK = {"actual": 0, "negated": 1, "planned": 2, "possible": 3}
_NOBODY = frozenset(
    """i we you he she it they some others many few all one both who which that this these those
    someone somebody everyone people me us him her them his her their""".split()
)
_SHOWN_ROLES = {"trigger", "content"}


@dataclass(slots=True)
class _Side:
    """One actor's records on one issue, with what orders them."""

    actor: Actor
    people: set[str] = field(default_factory=set)
    events: list[MergedEvent] = field(default_factory=list)
    utterances: list[Utterance] = field(default_factory=list)

    @property
    def weight(self) -> int:
        return len(self.events) + len(self.utterances)


@dataclass(slots=True)
class _Topic:
    sides: dict[str, _Side] = field(default_factory=dict)
    reports: dict[str, None] = field(default_factory=dict)
    evidence: list[Version] = field(default_factory=list)


def issues(story: StoryRecords) -> list[Issue]:
    """The issues of a story, those with most actors and most said first; ids are ISSUE@STORY.

    Each position names one actor (all of one state together; an actor of no known state stands by
    name) with ids of merged events and of utterances, the most telling first: what happened before
    what is planned or possible, told by more reports first, later dates first. ``evidence`` holds,
    for each event or statement that carries the issue, its words in its report.
    """
    topics: dict[str, _Topic] = defaultdict(_Topic)
    for event in story.events:
        for issue in _issues_of_event(story, event):
            topic = topics[issue]
            for actor in filter(_named, event.actors):
                side = _side(topic, actor)
                if event not in side.events:
                    side.events.append(event)
            for member in story.members(event):
                _cite(topic, story, member.report, member.evidence)
    for utterance in story.utterances:
        for issue in _issues_of_utterance(story, utterance):
            topic = topics[issue]
            if _named(utterance.speaker):
                _side(topic, utterance.speaker).utterances.append(utterance)
            for statement in story.renderings(utterance):
                _cite(topic, story, statement.report, statement.content)
    order = {issue: number for number, issue in enumerate(topics)}
    ranked = sorted(
        topics.items(),
        key=lambda item: (
            -len(item[1].sides),
            -sum(side.weight for side in item[1].sides.values()),
            order[item[0]],
        ),
    )
    return [
        Issue(
            id=f"{issue}@{story.story.id}",
            name=issue_name(issue),
            positions=_positions(topic),
            reports=tuple(r for r in story.story.reports if r in topic.reports),
            evidence=tuple(topic.evidence),
        )
        for issue, topic in ranked
        if topic.sides
    ]


def _issues_of_event(story: StoryRecords, event: MergedEvent) -> list[str]:
    told = [issue for member in story.members(event) for issue in member.issues]
    return list(dict.fromkeys((*event.issues, *told)))


def _issues_of_utterance(story: StoryRecords, utterance: Utterance) -> list[str]:
    told = [issue for statement in story.renderings(utterance) for issue in statement.issues]
    return list(dict.fromkeys(told))


def _named(actor: Actor) -> bool:
    """Whether a position can be shown as somebody's: "he" and "some" of no known state are none."""
    return actor.code != UNKNOWN_CODE or actor.name.lower() not in _NOBODY


def _side(topic: _Topic, actor: Actor) -> _Side:
    key = actor.code if actor.code != UNKNOWN_CODE else f"name:{actor.name}"
    side = topic.sides.setdefault(key, _Side(actor=actor))
    side.people.add(actor.name)
    return side


def _cite(topic: _Topic, story: StoryRecords, report: str, evidence: tuple[Evidence, ...]) -> None:
    spans = tuple(e for e in evidence if e.role in _SHOWN_ROLES) or evidence[:1]
    topic.reports[report] = None
    if spans:
        words = " … ".join(story.words(report, span) for span in spans)
        version = Version(value=words, report=report, evidence=spans)
        if version not in topic.evidence:
            topic.evidence.append(version)


def _positions(topic: _Topic) -> tuple[Position, ...]:
    sides = sorted(topic.sides.items(), key=lambda item: (-item[1].weight, item[0]))
    return tuple(
        Position(
            actor=side.actor.code,
            name=_name(side),
            events=tuple(event.id for event in _most_telling_first(side.events)),
            statements=tuple(u.id for u in sorted(side.utterances, key=lambda u: -len(u.reports))),
        )
        for _, side in sides
    )


def _name(side: _Side) -> str:
    if side.actor.code == UNKNOWN_CODE:
        return side.actor.name
    shown = code_name(side.actor.code)
    return side.actor.name if shown == side.actor.code else shown


def _most_telling_first(events: list[MergedEvent]) -> list[MergedEvent]:
    """By status and number of reports; of those alike, the latest first, undated ones last."""
    by_date = sorted(events, key=lambda e: (e.date and e.date.start) or "", reverse=True)
    return sorted(by_date, key=lambda e: (_STATUS_RANK[e.status], e.alleged, -len(e.reports)))
