"""Stage: events. Who did what to whom, and whether it happened.

:class:`LexiconCoder` proposes drafts by the code books ``event_verbs``, ``event_nouns``,
``event_governors`` and ``word_classes``; :class:`Events` compares them by :mod:`rules` and makes
records. A trained coder fits in by offering the :class:`Coder` protocol.
"""

from dragoman.events.coder import Coder, LexiconCoder
from dragoman.events.stage import Events

__all__ = ["Coder", "Events", "LexiconCoder"]
