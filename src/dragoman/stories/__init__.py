"""Stories: which reports tell one story, which of their events and utterances are one, where they
differ, and which origins they rest on.

Reads :class:`~dragoman.records.Reading` records only; needs no model and no parse.

Example:
    >>> from dragoman.stories import group
    >>> group([])
    []
"""

from __future__ import annotations

from dragoman.stories.build import build
from dragoman.stories.decided import Decided
from dragoman.stories.differences import both, differences, only_in, persons_only_in
from dragoman.stories.features import GroupSettings, features_of
from dragoman.stories.grouping import group
from dragoman.stories.links import likeness
from dragoman.stories.records import StoryGroup, StoryRecords

__all__ = [
    "Decided", "GroupSettings", "StoryGroup", "StoryRecords", "both", "build", "differences",
    "features_of", "group", "likeness", "only_in", "persons_only_in",
]  # fmt: skip
