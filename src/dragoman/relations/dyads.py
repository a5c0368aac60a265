"""Dyads: the relation of two actors of a story, counted from merged events, speech and ties."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations, product

from dragoman.ids import stable_id
from dragoman.records import UNKNOWN_CODE, Dyad, MergedEvent, Utterance
from dragoman.relations.names import code_name, join
from dragoman.relations.phrases import story_headline
from dragoman.stories.records import StoryRecords

Pair = tuple[str, str]

QUAD_NAMES = {
    "1": "verbal cooperation",
    "2": "material cooperation",
    "3": "verbal conflict",
    "4": "material conflict",
}
_TOGETHER = {1, 2}  # quads of cooperation
_MOST_SIDES = 3
_MIN_TALK = 2  # a pair that is only spoken of needs more than a passing word
_AHEAD = {"planned", "possible"}


@dataclass(slots=True)
class _Ledger:
    """What has been counted for one pair."""

    happened: list[MergedEvent] = field(default_factory=list)
    ahead: list[MergedEvent] = field(default_factory=list)
    statements: list[str] = field(default_factory=list)
    ties: list[str] = field(default_factory=list)

    @property
    def telling(self) -> bool:
        """Whether enough is told of the pair to show it."""
        return bool(self.happened or self.ahead or self.ties) or len(self.statements) >= _MIN_TALK

    @property
    def weight(self) -> float:
        """How much the reports tell of the pair: deeds before plans, speech and standing ties."""
        deeds = 2.0 * len(self.happened) + 1.5 * len(self.ahead)
        return deeds + 0.5 * len(self.statements) + len(self.ties)


def pairs_of(event: MergedEvent) -> list[Pair]:
    """The pairs of codes that an event joins, each sorted; unknown actors join none.

    Actors are paired among themselves where they cooperate without a recipient (an agreement of
    two); those who strike or threaten together do nothing to each other.
    """
    actors = [a.code for a in event.actors if a.code != UNKNOWN_CODE]
    recipients = [r.code for r in event.recipients if r.code != UNKNOWN_CODE]
    joined: Iterable[tuple[str, str]]
    if event.recipients:
        joined = product(actors, recipients)
    else:
        joined = combinations(actors, 2) if event.quad in _TOGETHER else ()
    return list(dict.fromkeys(_sorted(a, b) for a, b in joined))


def dyads(story: StoryRecords, *, domestic: bool = False) -> list[Dyad]:
    """The dyads of a story, those of which most is told first.

    ``quads`` counts merged events that happened, ``ahead`` those planned or possible; alleged and
    negated events are in neither. ``events`` are ids of merged events (happened, then ahead),
    ``statements`` ids of utterances by one of the two to or about the other, or by anybody about
    both, ``ties`` ids of ties. ``domestic`` also gives pairs of one code.
    """
    ledgers: dict[Pair, _Ledger] = defaultdict(_Ledger)
    counted = [e for e in story.events if not e.alleged and e.status != "negated"]
    for event in counted:
        if not _is_crowd(event):
            for pair in pairs_of(event):
                _enter(ledgers[pair], event)
    for reading in story.readings:
        for tie in reading.ties:
            ledgers[_sorted(tie.a, tie.b)].ties.append(tie.id)
    for utterance in story.utterances:
        own, others = _pairs_spoken_of(story, utterance)
        # what a third party says of two makes no dyad by itself
        for pair in dict.fromkeys((*own, *(pair for pair in others if pair in ledgers))):
            ledgers[pair].statements.append(utterance.id)
    # A summit of seven makes no dyad of each two; it counts where something else joins them.
    known = set(ledgers)
    for event in filter(_is_crowd, counted):
        for pair in pairs_of(event):
            if pair in known or not known:
                _enter(ledgers[pair], event)
    found = [
        (-ledger.weight, pair, ledger)
        for pair, ledger in ledgers.items()
        if (domestic or pair[0] != pair[1]) and ledger.telling
    ]
    return [_dyad(story, pair, ledger) for _, pair, ledger in sorted(found, key=lambda f: f[:2])]


def _enter(ledger: _Ledger, event: MergedEvent) -> None:
    (ledger.ahead if event.status in _AHEAD else ledger.happened).append(event)


def _is_crowd(event: MergedEvent) -> bool:
    """Whether an event has more parties than two sides and one between them."""
    codes = {a.code for a in (*event.actors, *event.recipients)} - {UNKNOWN_CODE}
    return len(codes) > _MOST_SIDES


def scored(dyad: Dyad, story: StoryRecords) -> int:
    """How many events the dyad's mean score rests on; the score is never shown without it."""
    return sum(event.score is not None for event in _happened(dyad, story))


def dyad_sentence(dyad: Dyad, story: StoryRecords) -> str:
    """One plain line that says what the relation looks like in the reports, from records alone."""
    parts = []
    happened = _counts(dyad.quads)
    number = scored(dyad, story)
    if happened:
        mean = f" (mean score {dyad.score:+.1f} of {number})" if dyad.score is not None else ""
        parts.append(f"{happened} happened{mean}")
    ahead = _counts(dyad.ahead)
    if ahead:
        parts.append(f"{ahead} ahead")
    if not parts:
        parts.append("no event between them is told as fact or as planned")
    deed = _most_telling(_happened(dyad, story))
    if deed:
        parts.append(story_headline(story, deed))
    ties = [story.tie_by_id[tie] for tie in dyad.ties if tie in story.tie_by_id]
    kinds = list(dict.fromkeys(tie.kind for tie in ties))
    ended = [kind for kind in kinds if kind.startswith(("no ", "former "))]
    if len(ended) < len(kinds):
        parts.append(f"standing: {join([kind for kind in kinds if kind not in ended])}")
    if ended:
        parts.append(f"stated as not standing: {join(ended)}")
    if not dyad.events and dyad.statements:
        spoken = len(dyad.statements)
        parts.append(f"{spoken} {'statement tells' if spoken == 1 else 'statements tell'} of them")
    return f"{code_name(dyad.a)} – {code_name(dyad.b)}: {'; '.join(parts)}."


def _dyad(story: StoryRecords, pair: Pair, ledger: _Ledger) -> Dyad:
    scores = [event.score for event in ledger.happened if event.score is not None]
    return Dyad(
        id=stable_id("dy", story.story.id, *pair),
        a=pair[0],
        b=pair[1],
        quads=_by_quad(ledger.happened),
        ahead=_by_quad(ledger.ahead),
        score=round(sum(scores) / len(scores), 2) if scores else None,
        events=tuple(event.id for event in (*ledger.happened, *ledger.ahead)),
        statements=tuple(ledger.statements),
        ties=tuple(ledger.ties),
    )


def _pairs_spoken_of(story: StoryRecords, utterance: Utterance) -> tuple[list[Pair], list[Pair]]:
    """Pairs of the speaker and those it speaks to or of, and pairs of those it speaks of."""
    heard, spoken_of = spoken_to_and_of(story, utterance)
    speaker = utterance.speaker.code
    others = [code for code in (*heard, *spoken_of) if code not in {UNKNOWN_CODE, speaker}]
    own = [] if speaker == UNKNOWN_CODE else [_sorted(speaker, other) for other in others]
    among = [code for code in spoken_of if code not in {UNKNOWN_CODE, speaker}]
    return own, [_sorted(a, b) for a, b in combinations(among, 2)]


def spoken_to_and_of(
    story: StoryRecords, utterance: Utterance
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Codes of those whom an utterance is addressed to, and of those whom its words name."""
    spoken_of: dict[str, None] = {}
    heard: dict[str, None] = {}
    for statement in story.renderings(utterance):
        reading = story.reading_by_id[statement.report]
        if statement.addressee is not None:
            heard[statement.addressee.code] = None
        for piece in statement.content:
            for mention in reading.mentions:
                if piece.start <= mention.start and mention.end <= piece.end:
                    spoken_of[mention.code] = None
    return tuple(heard), tuple(spoken_of)


def _happened(dyad: Dyad, story: StoryRecords) -> list[MergedEvent]:
    events = [story.merged_by_id[event] for event in dyad.events if event in story.merged_by_id]
    return [event for event in events if event.status == "actual" and not event.alleged]


def _most_telling(events: list[MergedEvent]) -> MergedEvent | None:
    """The deed to name: of the strongest score, the one most reports tell, then the first told."""
    if not events:
        return None
    return max(events, key=lambda e: (not _is_crowd(e), abs(e.score or 0.0), len(e.reports)))


def _counts(quads: dict[str, int]) -> str:
    """ "2 acts of verbal cooperation and 1 of material conflict"."""
    parts = [f"{count} of {QUAD_NAMES[quad]}" for quad, count in sorted(quads.items()) if count]
    if not parts:
        return ""
    number, _, rest = parts[0].partition(" ")
    parts[0] = f"{number} {'act' if number == '1' else 'acts'} {rest}"
    return join(parts)


def _by_quad(events: list[MergedEvent]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for event in sorted(events, key=lambda e: e.quad):
        counts[str(event.quad)] = counts.get(str(event.quad), 0) + 1
    return counts


def _sorted(a: str, b: str) -> Pair:
    return (a, b) if a <= b else (b, a)
