"""Persons whose country one report leaves open and another report of the story tells.

A report may name "Moussa Garba" without saying whose minister he is; where another report of the
same story says it, the records of the first take the code over, and ``how`` says from where. So
they do where the first has no words for the state and it was concluded from what else is told
there. Full names are matched, and surnames that another report uses for one person alone; nothing
is filled where the story knows two of that name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from msgspec.structs import replace

from dragoman.records import AS_SHOWN, UNKNOWN_CODE, Actor, Reading, Source
from dragoman.stories.actors import fold, is_person

_Known = dict[str, tuple[Actor, str]]
"""Folded name -> the actor that tells most, and the name of the report that has it."""


def resolve(readings: Sequence[Reading]) -> list[Reading]:
    """The readings, with open codes of persons filled from the other reports of the story.

    Readings in which nothing is open are returned as they are.
    """
    if len(readings) < 2:
        return list(readings)
    known = _known(readings)
    return [_filled(reading, known) for reading in readings] if known else list(readings)


def _known(readings: Sequence[Reading]) -> _Known:
    found: dict[str, dict[tuple[str, str], tuple[Actor, str]]] = defaultdict(dict)
    for reading in readings:
        report = reading.report.source or reading.report.title or "another report"
        for actor in _actors_of(reading):
            if is_open(actor) or " " not in actor.name or not is_person(actor):
                continue
            key = (fold(actor.name), actor.code)
            for name in {fold(actor.name), *_surname(actor)}:
                held = found[name].get(key)
                if held is None or (actor.role is not None and held[0].role is None):
                    found[name][key] = (actor, report)
    return {name: next(iter(told.values())) for name, told in found.items() if len(told) == 1}


def is_open(actor: Actor) -> bool:
    """Whether no words of its own report say whose a person is."""
    return actor.code == UNKNOWN_CODE or actor.how.endswith(AS_SHOWN)


def _surname(actor: Actor) -> set[str]:
    """The one word by which a person is called again, folded: as its report does, or the last."""
    parts = fold(actor.name).split()
    short = fold(actor.text)
    return {parts[-1], *([short] if short in parts and actor.text[:1].isupper() else [])}


def _actors_of(reading: Reading) -> Iterable[Actor]:
    yield from reading.actors
    yield from reading.mentions
    for event in reading.events:
        yield from (*event.actors, *event.recipients)
    for statement in reading.statements:
        yield statement.speaker


def _filled(reading: Reading, known: _Known) -> Reading:
    def told_of(found: Actor) -> tuple[Actor, str] | None:
        told = known.get(fold(found.name)) if is_open(found) else None
        return told if told is not None and told[0].code != found.code else None

    if not any(told_of(one) for one in _actors_of(reading)):
        return reading

    def actor(found: Actor) -> Actor:
        told = told_of(found)
        if told is None:
            return found
        full, report = told
        if found.code != UNKNOWN_CODE:  # the report tells nothing of it: what was concluded goes
            found = replace(found, code=UNKNOWN_CODE, country=None, how="")
        return replace(
            found,
            name=max(found.name, full.name, key=len),
            code=full.code,
            country=found.country or full.country,
            sectors=found.sectors or full.sectors,
            role=found.role or full.role,
            how=f"{found.how}; as {report} tells".removeprefix("; "),
        )

    def source(found: Source) -> Source:
        told = known.get(fold(found.name)) if found.code == UNKNOWN_CODE else None
        if told is None:
            return found
        return replace(found, name=max(found.name, told[0].name, key=len), code=told[0].code)

    return replace(
        reading,
        actors=_all(actor, reading.actors),
        mentions=_all(actor, reading.mentions),
        events=tuple(
            replace(
                event,
                actors=_all(actor, event.actors),
                recipients=_all(actor, event.recipients),
                attribution=tuple(source(s) for s in event.attribution),
            )
            for event in reading.events
        ),
        statements=tuple(
            replace(
                statement,
                speaker=actor(statement.speaker),
                addressee=actor(statement.addressee) if statement.addressee else None,
                attribution=tuple(source(s) for s in statement.attribution),
            )
            for statement in reading.statements
        ),
    )


def _all(change: Callable[[Actor], Actor], actors: tuple[Actor, ...]) -> tuple[Actor, ...]:
    return tuple(change(actor) for actor in actors)
