"""Stage: statements. Who says what to whom, in which words, through whom.

:class:`Statements` fills ``document.statements`` and ``document.origin``; :func:`attribution_at`
gives the chain of sources that carries any words of the report.
"""

from dragoman.statements.attribution import attribution_at
from dragoman.statements.stage import Statements

__all__ = ["Statements", "attribution_at"]
