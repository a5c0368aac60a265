"""What the tellings of one event agree on, and where reports differ: values with their words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from dragoman.records import Actor, Difference, Event, Evidence, Version
from dragoman.stories.actors import codes, fold, is_specific, same_name
from dragoman.stories.telling import EventTelling, same_place, same_time
from dragoman.stories.words import Count, values_differ

_ROLES: dict[str, tuple[str, ...]] = {
    "status": ("hedge", "trigger"),
    "alleged": ("cue", "hedge", "trigger"),
    "date": ("date",),
    "place": ("place",),
    "actors": ("actor",),
    "recipients": ("recipient",),
    "attribution": ("cue",),
}


def best_telling(tellings: Sequence[EventTelling]) -> EventTelling:
    """The most telling of some tellings: the one with most fields filled, then the surest."""
    return min(tellings, key=lambda t: (-_fullness(t.event), t.rank, t.start, t.event.id))


def per_report(tellings: Sequence[EventTelling]) -> list[EventTelling]:
    """The most telling member of each report, in the story's order of reports."""
    by_report: dict[str, list[EventTelling]] = {}
    for telling in sorted(tellings, key=lambda t: (t.rank, t.start, t.event.id)):
        by_report.setdefault(telling.report, []).append(telling)
    return [best_telling(found) for found in by_report.values()]


def agreed(tellings: Sequence[EventTelling]) -> dict[str, str]:
    """Field -> the value that every telling has which has one; only fields told at least twice.

    For a single telling nothing is agreed.
    """
    if len(tellings) < 2:
        return {}
    found: dict[str, str] = {}
    for name in ("type", "mode", "status", "actors", "recipients", "date", "place", "attribution"):
        values = [value for t in tellings if (value := value_of(t.event, name))]
        sides = name in ("actors", "recipients")
        if sides and len({frozenset(codes(getattr(t.event, name))) for t in tellings}) > 1:
            continue
        if len(values) > 1 and _all_same(tellings, name):
            found[name] = max(values, key=lambda v: (len(v), v))
    return found


def differing(tellings: Sequence[EventTelling]) -> tuple[Difference, ...]:
    """The fields that reports tell differently, each with the reports' values and words."""
    chosen = per_report(tellings)
    if len(chosen) < 2:
        return ()
    found: list[Difference] = []
    for name in ("status", "alleged", "actors", "recipients", "date", "place", "attribution"):
        told = [t for t in chosen if value_of(t.event, name)]
        if len(told) > 1 and not _all_same(told, name):
            found.append(
                Difference(
                    field=name,
                    versions=tuple(_version(t, name, value_of(t.event, name)) for t in told),
                )
            )
    return (*found, *_numbers(tellings))


def value_of(event: Event, name: str) -> str:
    """A field of an event as words, "" where the report does not tell it."""
    if name in ("actors", "recipients"):
        actors: tuple[Actor, ...] = getattr(event, name)
        return "; ".join(dict.fromkeys(actor.name for actor in actors))
    if name == "date":
        return event.date.raw if event.date else ""
    if name == "place":
        return event.place.name if event.place else ""
    if name == "attribution":
        return " -> ".join(source.name for source in event.attribution)
    if name == "alleged":
        return "claimed by an interested party" if event.alleged else "told as it happened"
    return str(getattr(event, name) or "")


def _all_same(tellings: Sequence[EventTelling], name: str) -> bool:
    """Whether the values do not contradict one another: a fuller one agrees with a shorter one."""
    events = [t.event for t in tellings]
    pairs = [(a, b) for i, a in enumerate(events) for b in events[i + 1 :]]
    return all(_same(a, b, name) for a, b in pairs)


def _same(a: Event, b: Event, name: str) -> bool:
    one, other = value_of(a, name), value_of(b, name)
    if not one or not other:
        return True
    if name in ("actors", "recipients"):
        return _same_side(getattr(a, name), getattr(b, name), a.type)
    if name == "date":
        return same_time(a.date, b.date) is not False
    if name == "place":
        return same_place(a.place, b.place) is not False
    if name == "attribution":
        return any(
            same_name(x.name, y.name) or (x.kind == y.kind and x.code == y.code != "---")
            for x in a.attribution
            for y in b.attribution
        )
    return fold(one) == fold(other)


def _same_side(a: Sequence[Actor], b: Sequence[Actor], type: str) -> bool:
    """Whether one side names nobody whom the other side contradicts."""
    if type in ("CONSULT", "AGREE", "COOPERATE"):
        return True  # who is called the actor of a meeting is a matter of wording
    if {x.code for x in a} != {x.code for x in b}:
        return False
    ours, theirs = ([x for x in side if is_specific(x)] for side in (a, b))
    if not ours or not theirs:
        return True
    return any(same_name(x.name, y.name) for x in ours for y in theirs)


def _version(telling: EventTelling, name: str, value: str) -> Version:
    roles = _ROLES.get(name, ("trigger",))
    spans = [e for e in telling.event.evidence if e.role in roles]
    if name == "attribution":
        spans += [Evidence(start=s.start, end=s.end, role="cue") for s in telling.event.attribution]
    if not spans:
        spans = list(telling.triggers)
    return Version(value=value, report=telling.report, evidence=tuple(spans))


def _numbers(tellings: Sequence[EventTelling]) -> list[Difference]:
    """Counts of the same thing near the trigger that differ between reports."""
    told: dict[str, dict[str, tuple[EventTelling, Count]]] = {}
    for telling in sorted(tellings, key=lambda t: (t.rank, t.start, t.event.id)):
        for count in telling.counts:
            told.setdefault(count.of, {}).setdefault(telling.report, (telling, count))
    found = []
    for of, by_report in sorted(told.items()):
        values = [(count.value, count.bound) for _, count in by_report.values()]
        if any(values_differ(a, b) for a, b in combinations(values, 2)):
            found.append(
                Difference(
                    field=f"number: {of}",
                    versions=tuple(
                        Version(
                            value=f"{count.value:g}",
                            report=telling.report,
                            evidence=(Evidence(start=count.start, end=count.end, role="content"),),
                        )
                        for telling, count in by_report.values()
                    ),
                )
            )
    return found


def _fullness(event: Event) -> float:
    persons = sum(is_specific(actor) for actor in (*event.actors, *event.recipients))
    filled = sum(bool(x) for x in (event.actors, event.recipients, event.date, event.place))
    dated = bool(event.date and event.date.start)
    return filled + min(persons, 2) + 0.5 * dated + event.confidence
