"""What all reports of a story tell, what only one tells, and where they differ."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from msgspec.structs import replace

from dragoman.records import (
    Actor,
    Difference,
    Evidence,
    MergedEvent,
    Reading,
    Tie,
    Utterance,
    Version,
)
from dragoman.stories.actors import fold, is_person, same_name
from dragoman.stories.numbers import numbers
from dragoman.stories.records import StoryRecords
from dragoman.stories.words import word_map, word_set, words

_ORDER = ("status", "alleged", "number", "date", "place", "role", "actors", "recipients", "wording",
          "addressee", "kind", "attribution")  # fmt: skip
_AFTER_TITLE = re.compile(r",|\s(?:of|for|in|at|to|on|from)\s")


def differences(records: StoryRecords) -> list[Difference]:
    """Everything the reports tell differently, the weightiest first; ``of`` names the record.

    Fields of merged events (status, place, counts ...), renderings of utterances, and the roles
    that reports give one person ("role of NAME").
    """
    merged: list[MergedEvent | Utterance] = [*records.events, *records.utterances]
    found = [replace(d, of=record.id) for record in merged for d in record.differing]
    counted = [
        (v.report, e)
        for d in found if d.field != "wording"  # a number stands out more than its sentence
        for v in d.versions for e in v.evidence
    ]  # fmt: skip
    found += [
        d for d in numbers(records.readings)
        if not all(
            any(report == v.report and e.start < o.end and o.start < e.end for report, o in counted)
            for v in d.versions for e in v.evidence
        )
    ]  # fmt: skip
    found += _roles(records)
    rank = {name: i for i, name in enumerate(_ORDER)}
    last = len(_ORDER)
    place = {record.id: i for i, record in enumerate(merged)}
    return sorted(
        found,
        key=lambda d: (
            last if _same_office(d) else rank.get(_kind(d), last - 1),
            d.field if d.of is None else "",
            place.get(d.of or "", -1),
            d.field,
        ),
    )


def _kind(difference: Difference) -> str:
    """The sort of a difference: "number: metres" is a number, "role of NAME" a role."""
    return difference.field.partition(":")[0].partition(" ")[0]


def _same_office(difference: Difference) -> bool:
    """Whether the roles that reports give a person name one office in other words.

    "NPC chairman" and "parliament chairman" have one head; "advisor" and "director" do not.
    """
    if _kind(difference) != "role":
        return False
    same = word_map("roles", "same")
    heads = set()
    for version in difference.versions:
        title = _AFTER_TITLE.split(version.value, maxsplit=1)[0]
        found = [same.get(w.form, w.form) for w in words(title)]
        heads.add(found[-1] if found else "")
    return len(heads) == 1


def only_in(records: StoryRecords) -> dict[str, list[str]]:
    """Report id -> ids of merged events, utterances and ties that no other report tells.

    The most telling first. A report that tells nothing alone has an empty list. For persons see
    :func:`persons_only_in`.
    """
    found: dict[str, list[tuple[float, str]]] = {r.report.id: [] for r in records.readings}
    for event in records.events:
        if len(event.reports) == 1:
            found[event.reports[0]].append((_event_weight(event), event.id))
    for utterance in records.utterances:
        if len(utterance.reports) == 1:
            found[utterance.reports[0]].append((_speech_weight(utterance), utterance.id))
    for ties in _ties(records).values():
        reports = {tie.report for tie in ties}
        if len(reports) == 1:
            found[ties[0].report].append((1.0, ties[0].id))
    return {
        report: [key for _, key in sorted(held, key=lambda h: (-h[0], h[1]))]
        for report, held in found.items()
    }


def both(records: StoryRecords) -> list[str]:
    """Ids of merged events, utterances and ties that every report tells, the most telling first.

    A tie is given by its id in the first report. Empty for a story of one report.
    """
    reports = {r.report.id for r in records.readings}
    if len(reports) < 2:
        return []
    found = [(_event_weight(e), e.id) for e in records.events if set(e.reports) == reports]
    found += [(_speech_weight(u), u.id) for u in records.utterances if set(u.reports) == reports]
    found += [
        (1.0, ties[0].id)
        for ties in _ties(records).values()
        if {tie.report for tie in ties} == reports
    ]
    return [key for _, key in sorted(found, key=lambda f: (-f[0], f[1]))]


def persons_only_in(records: StoryRecords) -> dict[str, list[Actor]]:
    """Report id -> persons whom no other report names, in the order of their first mention."""
    named = {r.report.id: _persons(r) for r in records.readings}
    found: dict[str, list[Actor]] = {}
    for report, persons in named.items():
        others = [p.name for other, held in named.items() if other != report for p in held]
        found[report] = [p for p in persons if not any(same_name(p.name, o) for o in others)]
    return found


def _persons(reading: Reading) -> list[Actor]:
    first: dict[str, Actor] = {}
    for actor in sorted((*reading.actors, *reading.mentions), key=lambda a: (a.start, -a.end)):
        if is_person(actor):
            first.setdefault(fold(actor.name), actor)
    return list(first.values())


def _ties(records: StoryRecords) -> dict[tuple[str, str, str], list[Tie]]:
    found: dict[tuple[str, str, str], list[Tie]] = defaultdict(list)
    for reading in records.readings:
        for tie in reading.ties:
            found[tie.a, tie.b, tie.kind].append(tie)
    return found


def _event_weight(event: MergedEvent) -> float:
    """Events between named parties that happened come first; deeds before words."""
    weight = 2.0 + 0.5 * bool(event.actors) + 0.5 * bool(event.recipients)
    weight += abs(event.score or 0.0) / 10 + 0.2 * len(event.members)
    if event.status in ("possible", "negated"):
        weight -= 0.75
    return weight


def _speech_weight(utterance: Utterance) -> float:
    known = utterance.speaker.code != "---" or is_person(utterance.speaker)
    return 1.5 + 0.75 * known + 0.1 * len(utterance.members)


def _roles(records: StoryRecords) -> list[Difference]:
    """Persons to whom reports give roles that are not one a shorter form of the other."""
    given: dict[str, dict[str, tuple[str, Version]]] = defaultdict(dict)
    names: dict[str, str] = {}
    for reading in records.readings:
        for actor in _with_role(reading):
            key = _key(actor.name, names)
            held = given[key].get(reading.report.id)
            role = actor.role or ""
            if held is None or len(_core(role)) > len(_core(held[0])):
                given[key][reading.report.id] = (role, _role_version(reading, actor))
    found = []
    for key, by_report in sorted(given.items()):
        cores = [_core(role) for role, _ in by_report.values()]
        cores = [core for core in cores if core]
        # A shorter role that the fuller one holds is no difference ("minister").
        if len(cores) < 2 or all(a <= b or b <= a for i, a in enumerate(cores) for b in cores[i:]):
            continue
        versions = tuple(v for role, v in by_report.values() if _core(role))
        found.append(Difference(field=f"role of {names[key]}", versions=versions))
    return found


def _with_role(reading: Reading) -> Iterable[Actor]:
    everyone = [*reading.actors, *reading.mentions]
    everyone += [a for e in reading.events for a in (*e.actors, *e.recipients)]
    everyone += [s.speaker for s in reading.statements]
    seen = set()
    for actor in sorted(everyone, key=lambda a: (a.start, a.end)):
        if actor.role and is_person(actor) and (actor.name, actor.role) not in seen:
            seen.add((actor.name, actor.role))
            yield actor


def _key(name: str, names: dict[str, str]) -> str:
    """One key a person, under the fullest form of the name."""
    for key, held in names.items():
        if same_name(held, name):
            names[key] = max(held, name, key=len)
            return key
    names[fold(name)] = name
    return fold(name)


def _core(role: str) -> frozenset[str]:
    """The words of a role that tell, in one spelling; empty where they fit any office."""
    same, light = word_map("roles", "same"), word_set("roles", "light")
    general = word_set("roles", "general")
    found = [same.get(w.form, w.form) for w in words(role)]
    core = frozenset(w for w in found if w not in light)
    return frozenset() if core <= general else core


def _role_version(reading: Reading, actor: Actor) -> Version:
    """The role with the words that give it, found beside the mention where they are verbatim."""
    role = actor.role or ""
    low = max(0, actor.start - 120)
    near = reading.text[low : actor.end + 120]
    at = near.find(role)
    start, end = (low + at, low + at + len(role)) if at >= 0 else (actor.start, actor.end)
    return Version(
        value=role,
        report=reading.report.id,
        evidence=(Evidence(start=start, end=end, role="actor"),),
    )
