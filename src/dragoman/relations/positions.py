"""Issues of a story, with what each actor said or did about them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache

from dragoman.codebooks import read_table, split
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
from dragoman.relations.entries import EntryMaker
from dragoman.relations.names import code_name
from dragoman.stories.actors import fold
from dragoman.stories.records import StoryRecords

_STATUS_RANK = {"actual": 0, "negated": 1, "planned": 2, "possible": 3}
_NOBODY = frozenset(
    """i we you he she it they some others many few all one both who which that this these those
    someone somebody everyone people me us him her them his her their""".split()
)
_SHOWN_ROLES = {"trigger", "content"}


_STATE_SECTORS = {"GOV", "MIL", "LEG", "JUD", "SPY", "COP", "PTY", "OPP", "IGO", "REB", "UNS"}
_PRIVATE = {
    "professor", "lecturer", "academic", "scholar", "researcher", "fellow", "analyst", "expert",
    "economist", "historian", "journalist", "activist", "campaigner", "lawyer", "author", "student",
}  # fmt: skip
_MUTUAL = {"CONSULT", "AGREE", "COOPERATE"}  # types whose two sides both take part


@dataclass(slots=True)
class _Side:
    """One actor's records on one issue, with what orders them."""

    actor: Actor
    events: list[MergedEvent] = field(default_factory=list)
    utterances: list[Utterance] = field(default_factory=list)
    addressed: list[MergedEvent] = field(default_factory=list)

    @property
    def weight(self) -> float:
        own = sum(_told(e) for e in self.events) + sum(_told(u) for u in self.utterances)
        return own + 0.25 * sum(_told(e) for e in self.addressed)


@dataclass(slots=True)
class _Topic:
    sides: dict[str, _Side] = field(default_factory=dict)
    reports: dict[str, None] = field(default_factory=dict)
    evidence: list[Version] = field(default_factory=list)
    records: dict[str, float] = field(default_factory=dict)
    """Merged events and utterances on the issue, each with what it counts."""

    @property
    def weight(self) -> tuple[int, float, int]:
        """How much rests on the issue: reports, records (those of several reports more), sides."""
        return (len(self.reports), sum(self.records.values()), len(self.sides))


def issues(story: StoryRecords) -> list[Issue]:
    """The issues of a story, those on which most rests first; ids are ISSUE@STORY.

    Each position names one actor (all of one state together; experts, companies and other voices
    that do not speak for a state, and actors of no known state, stand by name) with ids of merged
    events and of utterances, the most telling first: what happened before what is planned or
    possible, told by more reports first, later dates first; what others did to it; and as
    ``entries`` acts and words in one row of time, the latest first, quoted, with the change told.
    ``evidence`` holds, for each event or statement that carries the issue, its words in its report.

    An issue all of whose records carry a weightier one too is not listed; it is named in ``also``.
    """
    topics: dict[str, _Topic] = defaultdict(_Topic)
    for event in story.events:
        for issue in _issues_of_event(story, event):
            _add_event(topics[issue], story, event)
    for utterance in story.utterances:
        for issue in _issues_of_utterance(story, utterance):
            topic = topics[issue]
            topic.records[utterance.id] = _told(utterance)
            if _named(utterance.speaker):
                _side(topic, utterance.speaker).utterances.append(utterance)
            for statement in story.renderings(utterance):
                _cite(topic, story, statement.report, statement.content)
    order = {issue: number for number, issue in enumerate(topics)}
    ranked = sorted(
        (item for item in topics.items() if item[1].sides),
        key=lambda item: (*(-part for part in item[1].weight), order[item[0]]),
    )
    also = _folded(ranked)
    maker = EntryMaker(story)
    return [
        Issue(
            id=f"{issue}@{story.story.id}",
            name=issue_name(issue),
            also=tuple(issue_name(folded) for folded, into in also.items() if into == issue),
            positions=_positions(topic, maker),
            reports=tuple(r for r in story.story.reports if r in topic.reports),
            evidence=tuple(topic.evidence),
        )
        for issue, topic in ranked
        if issue not in also
    ]


def _add_event(topic: _Topic, story: StoryRecords, event: MergedEvent) -> None:
    topic.records[event.id] = _told(event)
    for actor in filter(_named, event.actors):
        side = _side(topic, actor)
        if event not in side.events:
            side.events.append(event)
    for actor in filter(_named, event.recipients):
        side = _side(topic, actor)
        held = side.events if event.type in _MUTUAL else side.addressed
        if event not in (*side.events, *side.addressed):
            held.append(event)
    for member in story.members(event):
        _cite(topic, story, member.report, member.evidence)


def _told(record: MergedEvent | Utterance) -> float:
    """A record that more reports tell counts more; one that is merely possible, less."""
    weight = 1.0 + 0.5 * (len(record.reports) - 1)
    weak = isinstance(record, MergedEvent) and record.status in ("possible", "negated")
    return weight * (0.5 if weak else 1.0)


def _folded(ranked: list[tuple[str, _Topic]]) -> dict[str, str]:
    """Issue -> the weightier issue that has all its records."""
    found: dict[str, str] = {}
    for number, (issue, topic) in enumerate(ranked):
        for other, larger in ranked[:number]:
            if other not in found and topic.records.keys() <= larger.records.keys():
                found[issue] = other
                break
    return found


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
    key = actor.code if _for_state(actor) else f"name:{actor.name}"
    return topic.sides.setdefault(key, _Side(actor=actor))


def _for_state(actor: Actor) -> bool:
    """Whether what an actor says and does stands for its state or body, as an expert's does not."""
    if actor.code == UNKNOWN_CODE:
        return False
    if _PRIVATE & set((actor.role or "").lower().replace("-", " ").split()):
        return False
    if not actor.sectors or _STATE_SECTORS & set(actor.sectors):
        return True
    return bool({"JRN", "MED"} & set(actor.sectors)) and (
        fold(actor.name) in _state_media() or "state" in actor.name
    )


@lru_cache(maxsize=1)
def _state_media() -> frozenset[str]:
    rows = [row for row in read_table("media") if row["state"] == "yes"]
    return frozenset(fold(n) for row in rows for n in (row["name"], *split(row["aliases"])))


def _cite(topic: _Topic, story: StoryRecords, report: str, evidence: tuple[Evidence, ...]) -> None:
    spans = tuple(e for e in evidence if e.role in _SHOWN_ROLES) or evidence[:1]
    topic.reports[report] = None
    if spans:
        words = " … ".join(story.words(report, span) for span in spans)
        version = Version(value=words, report=report, evidence=spans)
        if version not in topic.evidence:
            topic.evidence.append(version)


def _positions(topic: _Topic, maker: EntryMaker) -> tuple[Position, ...]:
    sides = sorted(topic.sides.items(), key=lambda item: (-item[1].weight, item[0]))
    return tuple(
        Position(
            actor=side.actor.code,
            name=_name(side),
            events=tuple(event.id for event in _most_telling_first(side.events)),
            statements=tuple(u.id for u in sorted(side.utterances, key=lambda u: -len(u.reports))),
            addressed=tuple(event.id for event in _most_telling_first(side.addressed)),
            entries=maker.entries(side.events, side.utterances),
        )
        for _, side in sides
    )


def _name(side: _Side) -> str:
    if not _for_state(side.actor):
        return side.actor.name
    shown = code_name(side.actor.code)
    return side.actor.name if shown == side.actor.code else shown


def _most_telling_first(events: list[MergedEvent]) -> list[MergedEvent]:
    """By status and number of reports; of those alike, the latest first, undated ones last."""
    by_date = sorted(events, key=lambda e: (e.date and e.date.start) or "", reverse=True)
    return sorted(by_date, key=lambda e: (_STATUS_RANK[e.status], e.alleged, -len(e.reports)))
