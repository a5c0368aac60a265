"""Unsaid parties of a meeting: the subject of the sentence, or the report's protagonist."""

from __future__ import annotations

from collections import Counter

from dragoman.actors.lookup import owner_of
from dragoman.document import Document
from dragoman.events import syntax
from dragoman.events.draft import Draft
from dragoman.events.phrases import argument, is_official
from dragoman.records import UNKNOWN_CODE, Actor

_LEAST_TOLD = 2  # meetings that a protagonist has to be told of


def partner(document: Document, draft: Draft, drafts: list[Draft]) -> tuple[tuple[Actor, ...], str]:
    """Who met those named in a bare "talks with ...", and what shows it; ((), "") in doubt.

    "Kerry's plan is based on consultations with Israelis": the owner of the sentence's subject.
    """
    away = {r.code for r in draft.recipients} - {UNKNOWN_CODE}
    if draft.actors or not any(map(is_official, draft.recipients)):
        return (), ""
    for verb in draft.token.ancestors:
        if not syntax.is_verb(verb):
            continue
        for subject in syntax.deep_subjects(verb):
            found = argument(document, subject) or owner_of(document, subject)
            acting = [a for a in found if _meets(a, away)]
            if acting:
                return tuple(acting[:1]), "subject of the sentence"
    return _protagonist(drafts, away)


def _protagonist(drafts: list[Draft], away: set[str]) -> tuple[tuple[Actor, ...], str]:
    """The one person whose meetings the report tells more often than anybody else's."""
    told: Counter[str] = Counter()
    named: dict[str, Actor] = {}
    for other in drafts:
        if other.type == "CONSULT":
            for actor in {a.name: a for a in other.actors if a.role or " " in a.name}.values():
                told[actor.name] += 1
                named.setdefault(actor.name, actor)
    best = told.most_common(2)
    if not best or best[0][1] < _LEAST_TOLD or (len(best) > 1 and best[1][1] == best[0][1]):
        return (), ""
    actor = named[best[0][0]]
    return ((actor,), "protagonist of the report") if _meets(actor, away) else ((), "")


def _meets(actor: Actor, away: set[str]) -> bool:
    return actor.code != UNKNOWN_CODE and actor.code not in away and is_official(actor)
