"""Stage: relations. Dyads, issues and the agenda of a story, from its records alone."""

from __future__ import annotations

from dragoman.relations.agenda import agenda
from dragoman.relations.dyads import dyad_sentence, dyads, scored
from dragoman.relations.names import code_name, show, show_all
from dragoman.relations.phrases import (
    act_words,
    headline,
    passive,
    story_headline,
    story_headlines,
    trigger_words,
    verb_phrase,
)
from dragoman.relations.positions import issues

__all__ = [
    "act_words",
    "agenda",
    "code_name",
    "dyad_sentence",
    "dyads",
    "headline",
    "issues",
    "passive",
    "scored",
    "show",
    "show_all",
    "story_headline",
    "story_headlines",
    "trigger_words",
    "verb_phrase",
]
