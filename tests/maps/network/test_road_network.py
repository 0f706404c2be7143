"""A network checks itself, and goes on as the graph that OSMnx knows."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import osmnx as ox
import pytest

from maps.importing.build_network import build_network
from maps.importing.osm_file import read_ways
from maps.importing.twins import find_twins
from maps.network.road_network import EdgeFlag, RoadNetwork
from tests.maps.osm_xml import small_town, write_osm
from tests.maps.osmnx_oracle import matched_edges, osmnx_graph


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """The small town."""
    return write_osm(tmp_path / "town.osm", *small_town())


@pytest.fixture
def town(source: Path) -> RoadNetwork:
    """The network of the small town."""
    return build_network(read_ways(source), name="town", source="town.osm")


def _values(value: Any) -> set[Any]:
    return set(value) if isinstance(value, list) else {value}


def test_networkx_graph_is_osmnx_own(town: RoadNetwork, source: Path) -> None:
    oracle, graph = osmnx_graph(source), town.to_networkx()
    assert set(graph) == set(oracle)
    edge_of = dict(matched_edges(town, oracle))
    keys = {"osmid", "highway", "name", "maxspeed", "oneway", "reversed", "bridge", "lanes", "ref"}
    number: dict[tuple[int, ...], int] = {}
    for ours in range(town.edge_count):
        ends = tuple(town.node_osm_id[[town.tail[ours], town.head[ours]]].tolist())
        key = number[ends] = number.get(ends, -1) + 1
        data, expected = graph.edges[(*ends, key)], oracle.edges[edge_of[ours]]
        for name in keys:
            assert _values(data.get(name)) == _values(expected.get(name)), name
        assert data["length"] == pytest.approx(expected["length"], rel=1e-6)
        if "geometry" in expected:
            assert data["geometry"].equals(expected["geometry"])


def test_osmnx_goes_on_with_the_graph(town: RoadNetwork, tmp_path: Path) -> None:
    graph = town.to_networkx()
    route = ox.routing.shortest_path(graph, 1, 12, weight="travel_time")
    assert route is not None
    assert route[0] == 1
    assert route[-1] == 12
    assert len(ox.convert.graph_to_gdfs(graph, nodes=False)) == town.edge_count
    ox.io.save_graphml(graph, tmp_path / "town.graphml")
    again = ox.io.load_graphml(tmp_path / "town.graphml")
    assert again.number_of_edges() == town.edge_count


def test_what_an_edge_is(town: RoadNetwork) -> None:
    named = [town.edge_name(edge) for edge in range(town.edge_count)]
    assert "建国路" in named
    edge = named.index("Loop")
    assert town.edge_class(edge) == "residential"
    assert town.tail[edge] == town.head[edge]
    assert town.has(EdgeFlag.ONE_WAY)[edge]
    assert town.edge_shape(edge).shape == (4, 2)
    assert town.south_west.lat < town.north_east.lat
    streets = town.length_m[(town.twin < 0)].sum() + town.length_m[(town.twin >= 0)].sum() / 2
    assert town.length_km == pytest.approx(streets / 1000)


def test_arrays_are_read_only(town: RoadNetwork) -> None:
    with pytest.raises(ValueError, match="read-only"):
        town.travel_ms[0] = 1


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("head", lambda values: values + 1_000),
        ("tail", lambda values: values - 1_000),
        ("length_m", lambda values: values[:-1]),
        ("length_m", lambda values: -values - 1),
        ("travel_ms", lambda values: values * 0),
        ("node_lat", lambda values: values[:-1]),
        ("shape_lat", lambda values: values * np.nan),
        ("shape_lon", lambda values: values + 200),
        ("shape_offset", lambda values: values + 1),
        ("shape_offset", lambda values: np.append(np.zeros(len(values) - 1, int), values[-1])),
        ("way_offset", lambda values: values[:-1]),
        ("edge_way", lambda values: values - 1),
        ("name_text", lambda values: values + 1_000),
        ("road_class", lambda values: values + np.uint8(100)),
        ("twin", lambda values: values - 1),
    ],
)
def test_arrays_that_do_not_fit_are_refused(town: RoadNetwork, field: str, change: Any) -> None:
    changed: dict[str, Any] = {field: change(getattr(town, field))}
    with pytest.raises(ValueError, match=r"\."):
        replace(town, **changed)


def _twins(ends: list[tuple[int, int]], shapes: list[list[int]]) -> list[int]:
    tail, head = np.array(ends, dtype=np.int32).T
    offset = np.append(0, np.cumsum([len(shape) for shape in shapes]))
    lat = np.array([point for shape in shapes for point in shape])
    return [int(twin) for twin in find_twins(tail, head, offset, lat, lat * 3)]


def test_twins_of_parallel_streets_and_loops() -> None:
    ends = [(0, 1), (0, 1), (1, 0), (1, 0), (0, 1), (2, 2), (2, 2), (3, 3)]
    shapes = [[1, 2], [1, 2], [2, 1], [2, 1], [1, 7, 2]]
    shapes += [[5, 6, 8, 5], [5, 8, 6, 5], [4, 9, 4]]
    assert _twins(ends, shapes) == [2, 3, 0, 1, -1, 6, 5, -1]
