"""The network: who dealt with whom, and where."""

from __future__ import annotations

import msgspec

from dragoman.archive import Archive
from dragoman.questions import ask
from dragoman.questions.base import Limit
from dragoman.questions.relations import OfNetwork
from dragoman.records import Answer, Network, Places
from dragoman.web.paging import View, page

_DRAWN = 24  # actors; more names would cover each other


class NetworkPage(OfNetwork, frozen=True, kw_only=True):
    """Which network; a page of its edges."""

    limit: Limit = 40


class NetworkView(View, frozen=True, kw_only=True):
    """What the page of the network shows.

    Fields:
        drawn: the actors with most events and the edges among them.
        edges: a page of all edges, those with most events first.
    """

    drawn: Answer[Network]
    edges: Answer[Network]
    places: Answer[Places]


@page("/network", "network.html.j2")
def network(archive: Archive, asked: NetworkPage) -> NetworkView:
    """Who dealt with whom in some time: the network as a picture and by edge, and where."""
    given = msgspec.structs.asdict(asked)
    drawn = {**given, "most": asked.most or _DRAWN, "limit": 1000, "offset": 0}
    edges = ask(archive, "network", **given)
    span = edges.found[0]
    return NetworkView(
        title="Network",
        drawn=ask(archive, "network", **drawn),
        edges=edges,
        places=ask(
            archive, "places", since=span.since, until=span.until, planned=asked.planned,
            alleged=asked.alleged,
        ),
    )  # fmt: skip
