"""The compiled search finds what scipy finds."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from domain.geo import Location
from maps import shortest_paths
from maps.road_cache import open_roads
from maps.shortest_paths import NO_NODE, SearchGraph, path_trees, target_weights
from maps.snap import snap
from maps.stop_graph import StopGraph

ROADS = Path(__file__).parents[3] / "shared" / "data" / "roads"
CITY = Path(__file__).parents[2] / "resources" / "sample_day" / "city.osm.gz"


@st.composite
def graphs(draw: st.DrawFn) -> SearchGraph:
    """Graphs of few weights, so that many paths are equally short, and some of no length."""
    nodes = draw(st.integers(1, 12))
    node = st.integers(0, nodes - 1)
    weight = st.integers(0, 4) | st.integers(2**50, 2**50 + 2)
    arcs = draw(st.dictionaries(st.tuples(node, node), weight, max_size=50))
    tail, head = (np.array([arc[i] for arc in arcs], dtype=np.int64) for i in (0, 1))
    return SearchGraph.build(
        tail,
        head,
        np.array(list(arcs.values()), dtype=np.int64),
        nodes=nodes,
        first_target=draw(st.integers(0, nodes)),
    )


def scipy_weights(graph: SearchGraph, origins: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    head, weight = graph.arcs.T
    arcs = csr_array((weight.astype(float), head, graph.offset), shape=(graph.nodes,) * 2)
    return np.asarray(dijkstra(arcs, indices=origins))


@given(graphs(), st.integers(1, 3))
def test_weights_equal_scipy_with_any_number_of_threads(graph: SearchGraph, threads: int) -> None:
    origins = np.arange(graph.nodes)[::-1]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shortest_paths, "thread_count", lambda: threads)
        found = target_weights(graph, origins)
    assert np.array_equal(found, scipy_weights(graph, origins)[:, graph.first_target :])


@given(graphs())
def test_trees_hold_the_paths_to_targets(graph: SearchGraph) -> None:
    origins = np.arange(graph.nodes)
    expected = scipy_weights(graph, origins)
    tail = np.repeat(origins, np.diff(graph.offset))
    step = {(int(a), int(b)): int(w) for a, (b, w) in zip(tail, graph.arcs, strict=True)}
    for origin, weight, before in zip(origins, *path_trees(graph, origins), strict=True):
        settled = np.isfinite(weight)
        assert settled[graph.first_target :].tolist() == [
            bool(np.isfinite(way)) for way in expected[origin, graph.first_target :]
        ]
        assert np.array_equal(weight[settled], expected[origin, settled])
        assert (before[~settled] == NO_NODE).all()
        assert before[origin] == NO_NODE
        for node in np.flatnonzero(settled & (origins != origin)).tolist():
            previous = int(before[node])
            assert weight[previous] + step[previous, node] == weight[node]


def test_of_equally_short_paths_the_smallest_number_counts() -> None:
    arcs = np.array([(0, 3, 1), (0, 1, 2), (0, 2, 2), (3, 4, 2), (2, 4, 1), (1, 4, 1)])
    for order in (slice(None), slice(None, None, -1)):
        graph = SearchGraph.build(*arcs[order].T, nodes=5, first_target=4)
        _, before = path_trees(graph, np.array([0]))
        assert before[0].tolist() == [NO_NODE, 0, 0, 0, 1]


def test_a_search_ends_with_its_last_target() -> None:
    tail = np.arange(9)
    graph = SearchGraph.build(
        np.append(tail, 1), np.append(tail + 1, 10), np.full(10, 7), nodes=11, first_target=10
    )
    weight, _ = path_trees(graph, np.array([0]))
    assert weight[0, 10] == 14
    assert np.isinf(weight[0, 3:10]).all()


def test_no_origins() -> None:
    graph = SearchGraph.build(*np.array([[0], [1], [1]]), nodes=2, first_target=1)
    assert target_weights(graph, np.array([], dtype=np.int64)).shape == (0, 1)


@pytest.mark.parametrize("name", ["city", "heidelberg.osm.pbf", "monaco.osm.gz"])
def test_real_roads_equal_scipy(name: str, tmp_path: Path) -> None:
    source = CITY if name == "city" else ROADS / name
    if not source.exists():
        pytest.skip(f"{name} is not here")
    network = open_roads(source, cache_dir=tmp_path)
    node = np.random.default_rng(1).integers(0, network.node_count, 150)
    places = [
        Location(float(network.node_lat[i]) + 0.0002, float(network.node_lon[i])) for i in node
    ]
    graph = StopGraph.build(network, snap(network, places))
    origins = np.arange(graph.stop_count)
    expected = scipy_weights(graph.graph, network.node_count + origins)
    ends = slice(network.node_count + graph.stop_count, None)
    assert np.array_equal(graph.weights(origins), expected[:, ends])
    assert np.array_equal(graph.predecessors(origins)[0][:, ends], expected[:, ends])
