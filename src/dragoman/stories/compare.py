"""Whether two tellings are of one event: named features with weights, and vetoes.

A veto is a fact that two events cannot share (another direction, other persons, other days, other
towns); everything else adds to a score. ``why`` keeps the features in words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date as day_

from dragoman.records import Actor, Record
from dragoman.stories.actors import clash, codes, is_specific, shared
from dragoman.stories.telling import EventTelling, likeness, same_place, same_time, shown
from dragoman.stories.words import near, words

SYMMETRIC = frozenset({"CONSULT", "AGREE", "COOPERATE"})
ONCE = frozenset(
    {"meet", "negotiate", "agree", "expel", "release", "sanction", "withdraw", "invite"}
)
MUTUAL = frozenset({"meet", "negotiate", "agree", "cooperate", "phone", "welcome"})


class MergeSettings(Record, frozen=True, kw_only=True):
    """Weights of the features of a pair of events, and the score at which they are one.

    ``neighbours`` are pairs of types that two coders may give one act; they are compared only
    where the trigger words are the same. ``opening``: characters at a report's head that tell what
    it is about.
    """

    threshold: float = 5.5
    type: float = 2.0
    neighbour: float = 1.0
    trigger: float = 1.5
    family: float = 1.0
    near_family: float = 0.5
    other_family: float = -0.75
    both_sides: float = 1.5
    one_side: float = 0.75
    person: float = 1.0
    place: float = 1.0
    day: float = 1.0
    words: float = 3.0
    number: float = 0.5
    issue: float = 0.5
    source: float = 0.5
    mode: float = 0.25
    other_mode: float = -0.75
    status: float = 0.25
    planned_actual: float = -0.25
    other_status: float = -0.75
    utterance: float = 1.5
    one_report: float = -0.5
    lead: float = 0.75
    opening: int = 400
    other_body: float = -1.0
    unanchored: float = -1.0
    told_apart: float = 0.0
    same_kind: float = 0.5
    anchor: float = 0.3
    learned: float = 1.0
    alike: float = 0.7
    neighbours: tuple[tuple[str, str], ...] = (
        ("AGREE", "COOPERATE"),
        ("AGREE", "SUPPORT"),
        ("AGREE", "CONSULT"),
        ("SUPPORT", "AID"),
        ("ACCUSE", "REJECT"),
        ("ACCUSE", "THREATEN"),
        ("REJECT", "THREATEN"),
        ("REQUEST", "CONSULT"),
        ("SANCTION", "COERCE"),
        ("ASSAULT", "COERCE"),
        ("ASSAULT", "MOBILIZE"),
        ("AID", "COOPERATE"),
    )


DEFAULT = MergeSettings()


@dataclass
class Verdict:
    """What the comparison of two tellings found; ``veto`` is why they cannot be one, or ""."""

    score: float = 0.0
    why: list[str] = field(default_factory=list)
    veto: str = ""

    def add(self, weight: float, why: str = "") -> None:
        """Count a feature."""
        self.score += weight
        if why:
            self.why.append(why)


def compare(
    a: EventTelling,
    b: EventTelling,
    settings: MergeSettings = DEFAULT,
    *,
    one_utterance: bool = False,
) -> Verdict:
    """Compare two tellings; ``one_utterance``: they are told inside the same act of speech."""
    verdict = Verdict()
    for check in (_type, _sides, _when_where):
        check(a, b, settings, verdict)
        if verdict.veto:
            return verdict
    _status(a, b, settings, verdict)
    _words(a, b, settings, verdict)
    if a.event.type != "CONSULT" and not _anchored(a, b, verdict.why, settings):
        verdict.add(settings.unanchored)
    if one_utterance:
        verdict.add(settings.utterance, "told in the same act of speech")
    if a.report == b.report:
        verdict.add(settings.one_report)
    elif max(a.start, b.start) < settings.opening:
        verdict.add(settings.lead, "both reports open with it")
    return verdict


def _type(a: EventTelling, b: EventTelling, settings: MergeSettings, verdict: Verdict) -> None:
    one, other = a.event.type, b.event.type
    same_trigger = bool(a.stems & b.stems)
    if one == other:
        verdict.add(settings.type, f"same type {one}")
    elif same_trigger and tuple(sorted((one, other))) in {
        tuple(sorted(p)) for p in settings.neighbours
    }:
        verdict.add(settings.neighbour, f"near types {one} and {other}")
    else:
        verdict.veto = f"types {one} and {other}"
        return
    if same_trigger:
        verdict.add(settings.trigger, f'same trigger "{_shortest(a.trigger, b.trigger)}"')
    elif a.families and b.families:
        if a.families & b.families:
            verdict.add(settings.family, f'same act, "{a.trigger}" and "{b.trigger}"')
        elif near(a.families, b.families):
            verdict.add(settings.near_family, f'acts near each other, "{a.trigger}"')
        elif _received(a, b):
            verdict.add(settings.near_family, f'a meeting told as a reception, "{a.trigger}"')
        elif one == "CONSULT":
            verdict.veto = f'different acts, "{a.trigger}" and "{b.trigger}"'
        else:
            verdict.add(settings.other_family)
    if a.event.mode and b.event.mode:
        same = a.event.mode == b.event.mode
        verdict.add(settings.mode if same else settings.other_mode)


def _sides(a: EventTelling, b: EventTelling, settings: MergeSettings, verdict: Verdict) -> None:
    one, other = a.event, b.event
    ours, theirs = (codes(one.actors), codes(one.recipients)), (
        codes(other.actors), codes(other.recipients),
    )  # fmt: skip
    apart = [bool(x and y and not x & y) for x, y in zip(ours, theirs, strict=True)]
    if any(apart) or _sides_clash(a, b):
        if not _mutual(a, b):
            verdict.veto = "other actors or another direction"
            return
        if _mutual_clash(a.parties, b.parties):
            verdict.veto = "other persons"
            return
        verdict.add(settings.both_sides, f"between {' and '.join(sorted(codes(a.parties)))}")
    else:
        both = [bool(x & y) for x, y in zip(ours, theirs, strict=True)]
        left, right = (" and ".join(sorted(x & y)) for x, y in zip(ours, theirs, strict=True))
        if all(both):
            verdict.add(settings.both_sides, f"{left} and {right} in the same direction")
        elif any(both):
            one_sided = not any((ours[i] and theirs[i]) for i in (0, 1) if not both[i])
            missing = any(bool(ours[i]) != bool(theirs[i]) for i in (0, 1))
            if one_sided and not missing:  # neither names the other side
                verdict.add(settings.both_sides * 2 / 3, f"same side {left or right}")
            else:
                verdict.add(settings.one_side, f"same side {left or right}")
        elif any(x for pair in (ours, theirs) for x in pair) and not _unnamed(a, b):
            verdict.veto = "no actor in common"
            return
        for side, other_side in ((one.actors, other.actors), (one.recipients, other.recipients)):
            bodies = [[x for x in actors if is_specific(x)] for actors in (side, other_side)]
            if all(bodies) and not shared(*bodies):
                same = _same_kind(*bodies)
                verdict.add(settings.same_kind if same else settings.other_body)
    for name in shared(a.parties, b.parties)[:2]:
        verdict.add(settings.person, f"same person {name}" if " " in name else f"same {name}")


def _same_kind(a: list[Actor], b: list[Actor]) -> bool:
    """Whether two sides are people of one kind told in other words ("three diplomats", "envoys").

    Bodies with a name of their own are compared by it.
    """
    kinds = [
        {w.stem for x in side for w in words(x.name) if not w.capital and w.form.isalpha()}
        for side in (a, b)
    ]
    return bool(kinds[0] & kinds[1])


def _sides_clash(a: EventTelling, b: EventTelling) -> bool:
    return clash(a.event.actors, b.event.actors) or clash(a.event.recipients, b.event.recipients)


def _mutual(a: EventTelling, b: EventTelling) -> bool:
    """Whether both tell an act that has no direction, between the same parties."""
    if a.event.type not in SYMMETRIC or b.event.type not in SYMMETRIC:
        return False
    if not (a.families & MUTUAL and b.families & MUTUAL):
        return False
    one, other = codes(a.parties), codes(b.parties)
    return bool(one and other) and (one <= other or other <= one)


def _mutual_clash(a: tuple[Actor, ...], b: tuple[Actor, ...]) -> bool:
    """Whether for some state both name persons and none in common."""
    for code in codes(a) & codes(b):
        ours, theirs = ([x for x in side if x.code == code] for side in (a, b))
        if clash(ours, theirs):
            return True
    return False


def _unnamed(a: EventTelling, b: EventTelling) -> bool:
    """Whether one of two tellings names no party at all: then words and place must carry it."""
    return not a.parties or not b.parties


def _received(a: EventTelling, b: EventTelling) -> bool:
    """Whether one report's reception is another's meeting: same persons, same day."""
    kinds = a.families | b.families
    return (
        a.report != b.report
        and "welcome" in kinds
        and bool(kinds & {"meet", "negotiate"})
        and _same_day(a, b)
        and same_place(a.event.place, b.event.place) is not False
        and len(shared(a.parties, b.parties)) >= 2
    )


def _when_where(
    a: EventTelling, b: EventTelling, settings: MergeSettings, verdict: Verdict
) -> None:
    time = same_time(a.event.date, b.event.date)
    place = same_place(a.event.place, b.event.place)
    if time is False and not (place is not False and _one_day_apart(a, b) and _once(a, b)):
        verdict.veto = "different dates"
        return
    if place is False and not (time and _same_day(a, b) and _once(a, b)):
        verdict.veto = "different places"
        return
    if time:
        raw = a.event.date.raw if a.event.date else ""
        verdict.add(settings.day, f"same date {raw}".rstrip())
    elif time is False:
        verdict.add(settings.told_apart, "one act, a day apart in the two reports")
    if place:
        verdict.add(settings.place, f"same place {a.event.place.name if a.event.place else ''}")
    elif place is False:
        verdict.add(settings.told_apart, "one act, at two places in the two reports")


def _once(a: EventTelling, b: EventTelling) -> bool:
    """Whether two reports tell one act of a kind that the same two do once in such a time.

    The same parties on both sides, persons or states, and the same family of acts; journeys go on
    to other places, and launches and attacks come day by day.
    """
    if a.report == b.report or not (a.families & b.families & ONCE):
        return False
    one, other = codes(a.parties), codes(b.parties)
    return len(one) > 1 and one == other and not clash(a.parties, b.parties)


def _same_day(a: EventTelling, b: EventTelling) -> bool:
    days = [t.event.date.start for t in (a, b) if t.event.date and t.event.date.precision == "day"]
    return len(days) == 2 and days[0] is not None and days[0] == days[1]


def _one_day_apart(a: EventTelling, b: EventTelling) -> bool:
    found = []
    for date in (a.event.date, b.event.date):
        if date is None or date.precision != "day" or not date.start:
            return False
        try:
            found.append(day_.fromisoformat(date.start[:10]).toordinal())
        except ValueError:
            return False
    return abs(found[0] - found[1]) == 1


def _status(a: EventTelling, b: EventTelling, settings: MergeSettings, verdict: Verdict) -> None:
    one, other = a.event.status, b.event.status
    if one == other:
        verdict.add(settings.status, f"both {one}")
    elif {one, other} == {"planned", "actual"}:
        verdict.add(settings.planned_actual)
    else:
        verdict.add(settings.other_status)


def _words(a: EventTelling, b: EventTelling, settings: MergeSettings, verdict: Verdict) -> None:
    alike = likeness(a.bag, b.bag)
    common = sorted((key for key in a.bag if key in b.bag), key=lambda k: (-a.bag[k] * b.bag[k], k))
    verdict.add(
        settings.words * alike,
        f"same words around it ({', '.join(shown(key, a.told) for key in common[:3])})"
        if alike >= 0.15
        else "",
    )
    numbers = {(c.value, c.of) for c in a.counts} & {(c.value, c.of) for c in b.counts}
    for value, of in sorted(numbers)[:2]:
        verdict.add(settings.number, f"same number {value:g} {of}")
    issues = sorted(set(a.event.issues) & set(b.event.issues))
    if issues:
        verdict.add(settings.issue, f"same issue {issues[0]}")
    sources = {s.name for s in a.event.attribution} & {s.name for s in b.event.attribution}
    if sources:
        verdict.add(settings.source, f"same source {min(sources)}")


def _anchored(a: EventTelling, b: EventTelling, why: list[str], settings: MergeSettings) -> bool:
    """Whether more than one side and a common kind of act holds two tellings together.

    A war holds many attacks by one side: day, town, number, both sides or words must be shared.
    """
    if all(codes(t.event.actors) and codes(t.event.recipients) for t in (a, b)):
        return True
    if any(w.startswith(("same date", "same place", "same number")) for w in why):
        return True
    return likeness(a.bag, b.bag) >= settings.anchor


def _shortest(a: str, b: str) -> str:
    return min(a, b, key=lambda words: (len(words), words))
