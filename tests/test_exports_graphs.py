"""GraphML and GeoJSON: read back by networkx and the geojson package, counted, with losses."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import geojson
import msgspec
import networkx
import pytest

from dragoman import Archive
from dragoman.exports import export
from dragoman.exports.graph import graph_of
from dragoman.exports.graphml import to_graphml
from dragoman.records import Actor, Event
from exports_archive import archive_of, readings


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return archive_of(tmp_path_factory.mktemp("graphs") / "news.duckdb")


def actor(code: str, name: str | None = None, **more: object) -> Actor:
    return msgspec.convert(
        {"text": "x", "start": 0, "end": 1, "name": name or code, "code": code, **more}, Actor
    )


def event(number: int, actors: str, recipients: str, **more: object) -> Event:
    sides = {
        "actors": tuple(map(actor, actors.split())),
        "recipients": tuple(map(actor, recipients.split())),
    }
    fields = {"type": "CONSULT", "quad": 1, "status": "actual", "score": 2.0, **sides, **more}
    return Event(id=f"e{number}", report="r", **fields)  # type: ignore[arg-type]


def test_networkx_reads_the_network_back(archive: Path, tmp_path: Path) -> None:
    done = export(archive, "graphml", tmp_path / "net.graphml")
    graph = networkx.read_graphml(tmp_path / "net.graphml")
    assert graph.is_directed()
    assert graph.nodes["PER"]["label"] == "Peru"
    assert graph.nodes["PER"]["country"] == "PER"
    assert graph.nodes["PER"]["sectors"] == "CVL"
    edges = [d for a, b, d in graph.edges(data=True) if (a, b) == ("CHL", "PER")]
    seized = next(d for d in edges if d["quad"] == 4)
    with Archive(archive, read_only=True) as db:
        ids = {
            e.id
            for e in db.merged_events()
            if e.quad == 4 and e.status == "actual" and e.actors and e.actors[0].code == "CHL"
        }
    assert set(seized["events"].split()) == ids
    assert seized["weight"] == len(ids)
    assert seized["alleged"] == 1  # that sailors fired is Peru's word alone
    assert isinstance(seized["score"], float)
    assert (seized["first"], seized["last"]) == ("2025-03-10", "2025-03-10")
    assert seized["reports"] == 2
    assert done.rows["nodes"] == graph.number_of_nodes()
    assert done.rows["edges"] == graph.number_of_edges()


def test_only_what_happened_is_an_edge_unless_asked_for(archive: Path, tmp_path: Path) -> None:
    done = export(archive, "graphml", tmp_path / "a.graphml")
    graph = networkx.read_graphml(tmp_path / "a.graphml")
    assert {d["status"] for _, _, d in graph.edges(data=True)} == {"actual"}
    with Archive(archive, read_only=True) as db:
        others = sum(e.status != "actual" for e in db.merged_events())
    told = {loss.why.split(",")[0]: loss.records for loss in done.losses}
    assert told["planned"] == others > 0
    export(archive, "graphml", tmp_path / "b.graphml", status="planned")
    graph = networkx.read_graphml(tmp_path / "b.graphml")
    assert {d["status"] for _, _, d in graph.edges(data=True)} == {"planned"}


def test_edges_count_pairs_by_quad_and_strangers_are_no_node() -> None:
    graph = graph_of(
        [
            event(1, "KOR", "CHN"),
            event(2, "KOR", "CHN", score=4.0),
            event(3, "KOR", "CHN", quad=3, score=None),
            event(4, "CHN", "KOR JPN"),
            event(5, "JPN KOR", "", type="AGREE"),
            event(6, "JPN KOR", "", type="ASSAULT", quad=4),  # together, but not to each other
            event(7, "---", "KOR"),
            event(8, "---", ""),
        ]
    )
    edges = {(e.source, e.target, e.quad, e.together): e for e in graph.edges}
    assert {key: len(e.events) for key, e in edges.items()} == {
        ("KOR", "CHN", 1, False): 2,
        ("KOR", "CHN", 3, False): 1,
        ("CHN", "KOR", 1, False): 1,
        ("CHN", "JPN", 1, False): 1,
        ("JPN", "KOR", 1, True): 1,
    }
    assert edges["KOR", "CHN", 1, False].score == 3.0
    assert edges["KOR", "CHN", 3, False].score is None
    assert {n.code: (n.events, n.acts, n.receives) for n in graph.nodes} == {
        "KOR": (7, 5, 2),
        "CHN": (4, 1, 3),
        "JPN": (3, 2, 1),
    }
    assert graph.lost == {"unknown": 2, "several": 1, "together": 1, "no_party": 1, "one_side": 2}


def test_codes_outside_states_have_a_country_only_where_all_agree() -> None:
    def sides(*actors: Actor) -> Event:
        return msgspec.structs.replace(event(1, "USA", "USA"), actors=actors)

    one = graph_of([sides(actor("REB", country="SYR"), actor("NGO", country="SYR"))])
    assert {n.code: n.country for n in one.nodes} == {"USA": "USA", "REB": "SYR", "NGO": "SYR"}
    two = graph_of([sides(actor("NGO", country="SYR")), sides(actor("NGO", country="LBN"))])
    assert next(n for n in two.nodes if n.code == "NGO").country is None


def test_letters_that_xml_cannot_hold_do_not_break_the_file() -> None:
    found = graph_of([event(1, 'A<&"B\x01\ufffe', "KOR")])
    root = ElementTree.fromstring("\n".join(to_graphml(found)))
    nodes = root.findall(".//{http://graphml.graphdrawing.org/xmlns}node")
    assert len(nodes) == 2


def test_the_same_events_give_the_same_file_in_any_order() -> None:
    events = [event(n, "KOR CHN", "JPN", quad=1 + n % 4) for n in range(9)]
    there, back = graph_of(events), graph_of(events[::-1])
    assert list(to_graphml(there)) == list(to_graphml(back))


def test_geojson_reads_the_map_back(archive: Path, tmp_path: Path) -> None:
    done = export(archive, "geojson", tmp_path / "map.geojson")
    found = geojson.loads((tmp_path / "map.geojson").read_text(encoding="utf-8"))
    assert found.is_valid, found.errors()
    with Archive(archive, read_only=True) as db:
        merged = {e.id: e for e in db.merged_events()}
    on_map = {e.id for e in merged.values() if e.place and e.place.latitude is not None}
    assert {f.id for f in found.features} == on_map
    assert done.rows == {"events": len(on_map)}
    seized = next(f for f in found.features if f.properties["type"] == "COERCE")
    assert seized.geometry.coordinates == [-70.33, -18.48]  # longitude first
    told = seized.properties
    assert (told["place"], told["country"], told["start"]) == ("Arica", "CHL", "2025-03-10")
    assert (told["actor_codes"], told["recipient_codes"]) == (["CHL"], ["PER"])
    assert told["reports"] == 2
    assert len(told["tellings"]) == 2
    assert "seized" in told["sentence"]
    assert told["sentence"] in [t["sentence"] for t in told["tellings"]]


def test_events_without_coordinates_are_lost_and_told(archive: Path, tmp_path: Path) -> None:
    done = export(archive, "geojson", tmp_path / "map.geojson")
    with Archive(archive, read_only=True) as db:
        merged = db.merged_events()
    no_place = sum(e.place is None for e in merged)
    no_point = sum(e.place is not None and e.place.latitude is None for e in merged)
    assert no_place
    assert no_point
    told = {loss.why.split(":")[0].split(" (")[0]: loss.records for loss in done.losses}
    assert told["no report tells its place"] == no_place
    assert told["its place has no coordinates"] == no_point


def test_coordinates_that_are_none_on_earth_are_no_point(tmp_path: Path) -> None:
    found = readings()[:1]
    bad = []
    for one in found[0].events:
        if one.place and one.place.latitude is not None:
            one = msgspec.structs.replace(
                one, place=msgspec.structs.replace(one.place, latitude=93.0)
            )
        bad.append(one)
    archive = archive_of(
        tmp_path / "a.duckdb", [msgspec.structs.replace(found[0], events=tuple(bad))]
    )
    done = export(archive, "geojson", tmp_path / "map.geojson")
    assert json.loads((tmp_path / "map.geojson").read_text()) == {
        "type": "FeatureCollection",
        "features": [],
    }
    assert any("none on earth" in loss.why for loss in done.losses)


def test_one_feature_a_telling_where_asked(archive: Path, tmp_path: Path) -> None:
    export(archive, "geojson", tmp_path / "m.geojson", tellings=True, type="COERCE")
    found = json.loads((tmp_path / "m.geojson").read_text())["features"]
    assert len(found) == 2
    assert len({f["properties"]["report"] for f in found}) == 2
