"""Stage: times. When things happened, are planned or are said to happen.

:class:`Times` fills ``document.times``; :func:`date_of` gives the time that belongs to one
predicate; :func:`anchor` moves symbolic dates once the day of publication is known. The grammar
of symbols is in :mod:`dragoman.times.symbol`.
"""

from dragoman.times.dateline import dateline_day
from dragoman.times.owner import date_of
from dragoman.times.resolving import anchor
from dragoman.times.stage import Times

__all__ = ["Times", "anchor", "date_of", "dateline_day"]
