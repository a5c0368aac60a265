"""Within the statements stage: a small network that learned from annotated news mends the rules.

:class:`~dragoman.statements.trained.network.Network` reads one sentence at a time and tells which
words mark speech; of each, which words are said and which name who says them.
:func:`~dragoman.statements.trained.mending.mend` joins that with what the rules found.
"""

from dragoman.statements.trained.mending import mend

__all__ = ["mend"]
