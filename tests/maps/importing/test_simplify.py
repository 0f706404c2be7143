"""Simplified networks are those of OSMnx's own pipeline."""

import tempfile
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import RoadDataError
from maps.importing.build_network import build_network
from maps.importing.osm_file import read_ways
from maps.importing.road_filter import BIKE, DRIVE
from maps.network.road_network import EdgeFlag, RoadNetwork
from tests.maps.osm_xml import Way, grid_nodes, small_town, write_osm
from tests.maps.osmnx_oracle import add_speeds, matched_edges, osmnx_graph

REAL_ROADS = Path(__file__).resolve().parents[4] / "shared" / "data" / "roads"


def _network(source: Path, network_type: str = DRIVE) -> RoadNetwork:
    ways = read_ways(source, network_type=network_type)
    return build_network(ways, name="", source=source.name)


def _assert_same(network: RoadNetwork, oracle: "nx.MultiDiGraph[int]") -> None:
    """Nodes, edges, lengths, ways, speeds and times agree, edge by edge."""
    assert set(network.node_osm_id.tolist()) == set(oracle)
    pairs = matched_edges(network, oracle)
    total_m = sum(data["length"] for *_, data in oracle.edges(data=True))
    assert network.length_m.sum() == pytest.approx(total_m, rel=1e-6)
    is_bike = network.network_type == BIKE
    if is_bike or not any("maxspeed" in data for *_, data in oracle.edges(data=True)):
        return
    oracle = add_speeds(oracle, {theirs: network.edge_class(ours) for ours, theirs in pairs})
    for ours, theirs in pairs:
        data = oracle.edges[theirs]
        assert network.length_m[ours] == pytest.approx(data["length"], rel=1e-6)
        assert network.speed_kph[ours] == pytest.approx(data["speed_kph"])
        assert network.travel_ms[ours] == pytest.approx(1000 * data["travel_time"], abs=1.0)


def test_small_town_equals_osmnx(tmp_path: Path) -> None:
    source = write_osm(tmp_path / "town.osm", *small_town())
    network = _network(source)
    _assert_same(network, osmnx_graph(source))
    assert 31 not in network.node_osm_id.tolist()
    assert network.has(EdgeFlag.BRIDGE).any()
    assert network.has(EdgeFlag.ROUNDABOUT).any()


def test_bike_network_of_the_small_town_equals_osmnx(tmp_path: Path) -> None:
    nodes, ways = small_town()
    kinds = ("cycleway", "path", "footway", "steps", "motorway", "track", "service", "pedestrian")
    ways += [([1 + i, 8 + i], {"highway": kind}) for i, kind in enumerate(kinds[:6])]
    ways += [([24, 30], {"highway": kind, "oneway:bicycle": "no"}) for kind in kinds[6:]]
    ways += [([1, 8], {"highway": "residential", "oneway": "yes", "cycleway": "opposite"})]
    source = write_osm(tmp_path / "town.osm", nodes, ways)
    network = _network(source, BIKE)
    _assert_same(network, osmnx_graph(source, BIKE))
    assert network.network_type == BIKE
    kph = {network.edge_class(e): network.speed_kph[e] for e in range(network.edge_count)}
    assert (kph["primary"], kph["trunk"], kph["path"]) == (16.0, 16.0, 12.0)


@st.composite
def drawings(draw: st.DrawFn) -> list[Way]:
    """Streets drawn at random over 14 nodes, badly at times."""
    ways: list[Way] = []
    for _ in range(draw(st.integers(2, 8))):
        refs = draw(st.lists(st.integers(1, 14), min_size=2, max_size=6))
        tags = {"highway": draw(st.sampled_from(("residential", "primary")))}
        tags |= draw(st.sampled_from(({}, {}, {"oneway": "yes"}, {"oneway": "-1"})))
        tags |= draw(st.sampled_from(({}, {"maxspeed": "50"}, {"maxspeed": "30 mph"})))
        ways.append((refs, tags))
    return ways


@given(drawings())
def test_random_drawings_equal_osmnx(ways: list[Way]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = write_osm(Path(folder) / "random.osm", grid_nodes(7, 2), ways)
        parts: nx.Graph[int] = nx.Graph()
        for refs, _ in ways:
            nx.add_path(parts, refs)
        sizes = sorted(len(part) for part in nx.connected_components(parts))
        if len(sizes) > 1 and sizes[-1] == sizes[-2]:
            return  # two largest components: either would do
        try:
            oracle = osmnx_graph(source)
        except ValueError:
            oracle = nx.MultiDiGraph()
        if oracle.number_of_edges() == 0:
            with pytest.raises(RoadDataError):
                _network(source)
        else:
            _assert_same(_network(source), oracle)


def test_ring_without_a_junction_is_no_network(tmp_path: Path) -> None:
    ring: list[Way] = [([1, 2, 4, 3, 1], {"highway": "residential"})]
    source = write_osm(tmp_path / "ring.osm", grid_nodes(2, 2), ring)
    with pytest.raises(RoadDataError) as caught:
        _network(source)
    assert caught.value.message.code == "roads.empty"


def test_twins_are_mutual_and_mirrored(tmp_path: Path) -> None:
    network = _network(write_osm(tmp_path / "town.osm", *small_town()))
    twins = np.flatnonzero(network.twin >= 0)
    assert len(twins) > 10
    for edge in twins.tolist():
        twin = int(network.twin[edge])
        assert network.twin[twin] == edge != twin
        assert np.array_equal(network.edge_shape(edge), network.edge_shape(twin)[::-1])
    assert network.has(EdgeFlag.ONE_WAY)[network.twin < 0].any()


@pytest.mark.parametrize(
    "name",
    [
        "monaco.osm.gz",
        "liechtenstein.osm.pbf",
        "heidelberg.osm.pbf",
        pytest.param("porto_portugal.osm.pbf", marks=pytest.mark.torture),
    ],
)
def test_real_extract_equals_osmnx(name: str) -> None:
    source = REAL_ROADS / name
    if not source.exists():
        pytest.skip("the real extracts are not part of the project")
    _assert_same(_network(source), osmnx_graph(source))


@pytest.mark.parametrize(
    "name",
    [
        "monaco.osm.gz",
        pytest.param("liechtenstein.osm.pbf", marks=pytest.mark.torture),
        pytest.param("heidelberg.osm.pbf", marks=pytest.mark.torture),
        pytest.param("porto_portugal.osm.pbf", marks=pytest.mark.torture),
    ],
)
def test_bike_network_of_a_real_extract_equals_osmnx(name: str) -> None:
    source = REAL_ROADS / name
    if not source.exists():
        pytest.skip("the real extracts are not part of the project")
    _assert_same(_network(source, BIKE), osmnx_graph(source, BIKE))
