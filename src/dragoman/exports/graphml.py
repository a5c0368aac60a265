"""GraphML: the network of a selection, for Gephi, yEd, igraph, networkx and others.

Format: the GraphML primer and its schema 1.0 (graphml.graphdrawing.org). Attributes are typed by
``key`` elements; days are strings, since GraphML has no type for them. Gephi and networkx read
``label`` as the name to show and ``weight`` as the strength of an edge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from dragoman.archive import Archive
from dragoman.briefs.words import QUAD, plain
from dragoman.exports.formats import Format
from dragoman.exports.graph import Graph, GraphEdge, GraphNode, graph_of
from dragoman.exports.losses import Losses
from dragoman.exports.rows import rows
from dragoman.exports.selection import Selection
from dragoman.files import written
from dragoman.records import Event, Exported, MergedEvent

Value = str | int | float | bool | None
_KEYS: dict[str, tuple[tuple[str, str], ...]] = {
    "node": (
        ("label", "string"), ("code", "string"), ("country", "string"), ("sectors", "string"),
        ("events", "int"), ("acts", "int"), ("receives", "int"),
    ),
    "edge": (
        ("weight", "int"), ("quad", "int"), ("label", "string"), ("status", "string"),
        ("together", "boolean"), ("alleged", "int"), ("score", "double"), ("scored", "int"),
        ("first", "string"), ("last", "string"), ("undated", "int"), ("reports", "int"),
        ("events", "string"),
    ),
}  # fmt: skip
_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">"""


def to_graphml(graph: Graph) -> Iterator[str]:
    """The lines of a GraphML document; attributes that are not known are left out of their element.

    Example:
        >>> "".join(to_graphml(graph_of([]))).endswith("</graphml>")
        True
    """
    yield _HEAD
    for element, keys in _KEYS.items():
        for name, kind in keys:
            yield (
                f'  <key id="{element}_{name}" for="{element}" attr.name="{name}" '
                f'attr.type="{kind}"/>'
            )
    yield '  <graph id="network" edgedefault="directed">'
    for node in graph.nodes:
        yield f"    <node id={_id(node.code)}>"
        yield from _data("node", _of_node(node))
        yield "    </node>"
    for edge in graph.edges:
        together = ".together" if edge.together else ""
        name = f"{edge.source}.{edge.target}.{edge.quad}.{edge.status}{together}"
        yield f"    <edge id={_id(name)} source={_id(edge.source)} target={_id(edge.target)}>"
        yield from _data("edge", _of_edge(edge))
        yield "    </edge>"
    yield "  </graph>"
    yield "</graphml>"


def _of_node(node: GraphNode) -> dict[str, Value]:
    return {
        "label": node.name,
        "code": node.code,
        "country": node.country,
        "sectors": " ".join(node.sectors_told) or None,
        "events": node.events,
        "acts": node.acts,
        "receives": node.receives,
    }


def _of_edge(edge: GraphEdge) -> dict[str, Value]:
    days = edge.days
    return {
        "weight": len(edge.events),
        "quad": edge.quad,
        "label": QUAD[edge.quad],
        "status": edge.status,
        "together": edge.together,
        "alleged": sum(event.alleged for event in edge.events),
        "score": edge.score,
        "scored": len(edge.scores),
        "first": days[0] if days else None,
        "last": days[-1] if days else None,
        "undated": edge.undated,
        "reports": len(edge.reports),
        "events": " ".join(event.id for event in edge.events),
    }


def _data(element: str, values: dict[str, Value]) -> Iterator[str]:
    for name, value in values.items():
        if value is not None:
            shown = str(value).lower() if isinstance(value, bool) else plain(str(value))
            yield f'      <data key="{element}_{name}">{escape(_clean(shown))}</data>'


def _id(name: str) -> str:
    """An id as GraphML's type NMTOKEN takes it, in quotation marks."""
    return quoteattr(re.sub(r"[^\w.\-]", "_", name))


def _clean(text: str) -> str:
    """Without the letters that XML 1.0 cannot hold."""
    return re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)


def write(archive: Archive, to: Path, selection: Selection) -> Exported:
    """Write the network of the events that happened, or of those whose status is asked for."""
    losses = Losses()
    events: list[Event | MergedEvent] = []
    for row in rows(archive, selection):
        event = row.event
        if not selection.status and event.status != "actual":
            losses.add(
                "event",
                "planned, possible and negated events are no edge, unless --status asks for them",
            )
            continue
        events.append(event)
        losses.add("place", "an edge has no place", when=event.place)
        losses.add("mode", "edges are by quad, not by type and mode", when=event.mode)
        losses.add("issues", "an edge has no issues", when=event.issues)
        losses.add("evidence", "an edge has no sentences; its ids find them in the archive")
        losses.add(
            "attribution", "an edge has no sources", when=any(e.attribution for e in row.tellings)
        )
    graph = graph_of(events)
    for field, why, told in _LOST:
        losses.add(field, why, records=graph.lost[told])
    with written(to) as out:
        for line in to_graphml(graph):
            out.write(f"{line}\n".encode())
    return Exported(
        format="graphml",
        files=(str(to),),
        rows={"nodes": len(graph.nodes), "edges": len(graph.edges), "events": len(events)},
        losses=losses.told(),
    )


_LOST = (
    ("actors", "an actor without a code is no node: one for all would join strangers", "unknown"),
    ("event", "an event without a coded actor and recipient makes no edge", "one_side"),
    ("event", "an event in which nobody has a code is left out", "no_party"),
    ("event", "an event of several actors or recipients is on an edge for each pair", "several"),
    ("direction", "acts of both together go by alphabet, marked `together`", "together"),
)

FORMAT = Format(
    "graphml", "network of actors for Gephi, yEd, igraph, networkx (GraphML 1.0)", ".graphml", write
)
