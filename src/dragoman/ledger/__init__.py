"""A relation over time: the ledger of a dyad, its series and changes of level, the whole network.

Everything is asked of an archive by SQL over the narrow tables that :func:`lines` fills
(docs/relations.md says how days, counts, scores and levels are made).
"""

from dragoman.ledger.asking import Asked, Rows, asked
from dragoman.ledger.entries import ledger
from dragoman.ledger.lines import lines
from dragoman.ledger.network import network
from dragoman.ledger.places import places
from dragoman.ledger.series import compare, series

__all__ = ["Asked", "Rows", "asked", "compare", "ledger", "lines", "network", "places", "series"]
