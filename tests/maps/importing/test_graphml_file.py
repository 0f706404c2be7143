"""Graphs saved by OSMnx become the very network that they were made of, and no other file does."""

import json
import tempfile
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import osmnx as ox
import pytest
from hypothesis import given, settings

from domain.errors import Interrupted, RoadDataError
from domain.progress import Flag, Progress
from maps.importing.build_network import build_network
from maps.importing.graphml_file import read_graphml
from maps.importing.osm_file import read_ways
from maps.importing.osmnx_network import network_of_osmnx
from maps.network.road_cache import import_roads, open_roads
from maps.network.road_network import RoadNetwork
from tests.maps.importing.test_osm_file import BOMB
from tests.maps.importing.test_simplify import drawings
from tests.maps.osm_xml import Way, grid_nodes, small_town, write_osm
from tests.maps.osmnx_oracle import osmnx_graph


@pytest.fixture
def osm(tmp_path: Path) -> Path:
    """The small town."""
    return write_osm(tmp_path / "town.osm", *small_town())


@pytest.fixture
def town(osm: Path) -> RoadNetwork:
    """The network of the small town."""
    return build_network(read_ways(osm), name="town", source="town.osm")


@pytest.fixture
def graphml(town: RoadNetwork, tmp_path: Path) -> Path:
    """The small town as OSMnx saves it."""
    ox.save_graphml(town.to_networkx(), tmp_path / "town.graphml")
    return tmp_path / "town.graphml"


def assert_same_roads(a: RoadNetwork, b: RoadNetwork) -> None:
    """Everything but the ways behind the edges and the order of classes and texts."""
    other = {"road_class", "name_text", "way_offset", "edge_way", "way_osm_id", "way_text"}
    for field in fields(RoadNetwork):
        left, right = getattr(a, field.name), getattr(b, field.name)
        if isinstance(left, np.ndarray) and field.name not in other:
            assert left.dtype == right.dtype, field.name
            assert np.array_equal(left, right), field.name
    for edge in range(a.edge_count):
        assert a.edge_name(edge) == b.edge_name(edge)
        assert a.edge_class(edge) == b.edge_class(edge)
    assert a.skipped_restrictions == b.skipped_restrictions


def test_round_trip(town: RoadNetwork, graphml: Path) -> None:
    again = read_graphml(graphml, name="town")
    assert_same_roads(town, again)
    there, back = town.to_networkx(), again.to_networkx()
    assert list(there.edges) == list(back.edges)
    for edge, data in there.edges.items():
        for name, value in data.items():
            told = back.edges[edge][name]
            if isinstance(value, list):
                assert sorted(map(str, value)) == sorted(map(str, told)), name
            else:
                assert value == told, name


@settings(max_examples=40)
@given(drawings())
def test_any_network_comes_back_from_its_graph(ways: list[Way]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = write_osm(Path(folder) / "random.osm", grid_nodes(7, 2), ways)
        try:
            network = build_network(read_ways(file), name="", source="")
        except RoadDataError:
            return  # nothing is left of the drawing
    assert_same_roads(network, network_of_osmnx(network.to_networkx()))


def test_limits_and_turns_come_back_too(osm: Path) -> None:
    town = build_network(read_ways(osm), name="town", source="town.osm")
    edges = np.arange(town.edge_count)
    come = int(edges[town.head == town.tail[0]][0])
    limited = replace(
        town,
        closed_to=(edges % 16).astype(np.uint8),
        only_to=(edges % 3).astype(np.uint8),
        signals=(edges % 5).astype(np.uint8),
        max_height_m=(edges % 4 * 0.7).astype(np.float32),
        max_weight_kg=(edges % 2 * 7500).astype(np.float32),
        banned_from=np.array([come], dtype=np.int32),
        banned_to=np.array([0], dtype=np.int32),
        banned_profiles=np.array([6], dtype=np.uint8),
        skipped_restrictions=3,
    )
    assert_same_roads(limited, network_of_osmnx(limited.to_networkx()))


def test_graph_of_osmnx_itself(osm: Path, town: RoadNetwork) -> None:
    graph = osmnx_graph(osm)
    network = network_of_osmnx(graph)
    assert network.node_osm_id.tolist() == town.node_osm_id.tolist()
    assert network.length_m.sum() == pytest.approx(town.length_m.sum(), rel=1e-6)
    for name in ("tail", "head"):
        assert getattr(network, name).tolist() == getattr(town, name).tolist()


def test_import_by_name_reopens(graphml: Path, town: RoadNetwork, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    assert_same_roads(town, import_roads(graphml, cache_dir=cache, name="saved"))
    assert_same_roads(town, open_roads("saved", cache_dir=cache))
    with pytest.raises(RoadDataError) as caught:
        open_roads("saved", cache_dir=cache, network_type="bike")
    assert caught.value.message.code == "roads.graph_not_for_bikes"


def test_clip_and_stop_and_progress(graphml: Path, town: RoadNetwork, tmp_path: Path) -> None:
    clip = "POLYGON((7.99 47.99, 8.0025 47.99, 8.0025 48.01, 7.99 48.01, 7.99 47.99))"
    seen: list[Progress] = []
    part = import_roads(
        graphml, cache_dir=tmp_path / "cache", clip_wkt=clip, on_progress=seen.append
    )
    assert 0 < part.edge_count < town.edge_count
    assert part.node_lon.max() < 8.0025
    assert [progress.step for progress in seen[:2]] == ["roads.hashing", "roads.reading"]
    with pytest.raises(Interrupted):
        read_graphml(graphml, name="", stop=Flag(lambda: True))


def test_lines_drawn_backwards_are_turned(town: RoadNetwork) -> None:
    graph = town.to_networkx()
    for data in graph.edges.values():
        data["geometry"] = data["geometry"].reverse()
    is_open = town.tail != town.head
    again = network_of_osmnx(graph)
    for edge in np.flatnonzero(is_open).tolist():
        assert np.array_equal(again.edge_shape(edge), town.edge_shape(edge))


def _without(field: str) -> Callable[[Any], None]:
    def change(graph: Any) -> None:
        next(iter(graph.edges.values())).pop(field)

    return change


def _edge(field: str, value: Any) -> Callable[[Any], None]:
    def change(graph: Any) -> None:
        next(iter(graph.edges.values()))[field] = value

    return change


def _node(field: str, value: Any) -> Callable[[Any], None]:
    def change(graph: Any) -> None:
        next(iter(graph.nodes.values()))[field] = value

    return change


def _graph(field: str, value: Any) -> Callable[[Any], None]:
    return lambda graph: graph.graph.__setitem__(field, value)


def _turn_that_does_not_meet(graph: Any) -> None:
    tail, head, key = next(edge for edge in graph.edges if edge[0] != edge[1])
    edge = [tail, head, key]
    graph.graph["banned_turns"] = json.dumps([[edge, edge, "car"]])


def _large_id(graph: Any) -> None:
    graph.add_node(2**70, x=8.0, y=48.0)


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        (_without("length"), "roads.edge_damaged", "length"),
        (_edge("length", -1.0), "roads.edge_damaged", "length"),
        (_edge("speed_kph", 0.0), "roads.edge_damaged", "speed_kph"),
        (_edge("geometry", "POINT(8 48)"), "roads.edge_damaged", "geometry"),
        (_edge("geometry", "LINESTRING(800 48, 8 49)"), "roads.edge_damaged", "geometry"),
        (_edge("geometry", "LINE"), "roads.graph_foreign", ""),
        (_edge("osmid", "x"), "roads.graph_foreign", ""),
        (_node("x", "nan"), "roads.node_damaged", "x"),
        (_node("y", 91.0), "roads.node_damaged", "y"),
        (_graph("crs", "epsg:32632"), "roads.graph_projected", ""),
        (_graph("crs", "nonsense"), "roads.graph_foreign", ""),
        (_graph("crs", ""), "roads.graph_foreign", ""),
        (_graph("simplified", "False"), "roads.graph_not_simplified", ""),
        (_graph("banned_turns", "[[1]]"), "roads.graph_foreign", ""),
        (_graph("banned_turns", "["), "roads.graph_foreign", ""),
        (_turn_that_does_not_meet, "roads.graph_foreign", ""),
        (_edge("max_height_m", -1.0), "roads.graph_foreign", ""),
        (_edge("max_height_m", "nan"), "roads.graph_foreign", ""),
        (_edge("signals", 300), "roads.graph_foreign", ""),
        (_edge("closed_to", "spaceship"), "roads.graph_foreign", ""),
        (_large_id, "roads.graph_foreign", ""),
    ],
)
def test_graphs_that_do_not_fit(
    town: RoadNetwork, tmp_path: Path, change: Callable[[Any], None], code: str, field: str
) -> None:
    graph = town.to_networkx()
    change(graph)
    source = tmp_path / "odd.graphml"
    ox.save_graphml(graph, source)
    cache = tmp_path / "cache"
    with pytest.raises(RoadDataError) as caught:
        import_roads(source, cache_dir=cache)
    assert caught.value.message.code == code
    assert caught.value.message["file"] == "odd.graphml"
    assert caught.value.message.parameters.get("column", "") == field
    assert not list(cache.rglob("*.npz"))


def _foreign() -> str:
    graph: nx.Graph[str] = nx.Graph()
    graph.add_edge("a", "b")
    return "\n".join(nx.generate_graphml(graph))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (BOMB, "roads.entities"),
        (f"<!--{'x' * 5000}-->{BOMB[BOMB.index('<!DOC') :]}", "roads.entities"),
        (BOMB.replace(' version="1.0"', "").encode("utf-16"), "roads.misnamed"),
        ("<?xml version='1.0'?><html/>", "roads.graph_foreign"),
        ("<osm version='0.6'></osm>", "roads.graph_foreign"),
        (_foreign(), "roads.graph_foreign"),
        ("", "roads.misnamed"),
        (b"PK\x03\x04", "roads.misnamed"),
        ("<graphml", "roads.damaged"),
    ],
)
def test_foreign_files_are_refused(tmp_path: Path, content: str | bytes, code: str) -> None:
    source = tmp_path / "odd.graphml"
    source.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(RoadDataError) as caught:
        import_roads(source, cache_dir=tmp_path / "cache")
    assert caught.value.message.code == code


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.99])
def test_truncated_file_says_where(graphml: Path, kept: float, tmp_path: Path) -> None:
    content = graphml.read_bytes()
    graphml.write_bytes(content[: int(len(content) * kept)])
    with pytest.raises(RoadDataError) as caught:
        import_roads(graphml, cache_dir=tmp_path / "cache")
    assert caught.value.message.code == "roads.damaged"
    assert int(caught.value.message["line"]) > 1
