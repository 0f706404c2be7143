"""Matrices of a hierarchy equal Dijkstra's to the last bit."""

import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from maps.hierarchy import hung_stops
from maps.hierarchy.chordal_graph import NO_NODE
from maps.hierarchy.hierarchy import UNREACHABLE, Hierarchy, Metric, Ports
from maps.network.road_cache import open_roads

ROOT = Path(__file__).parents[3]
ROADS = ROOT.parent / "shared" / "data" / "roads"
CITY = ROOT / "resources" / "sample_day" / "city.osm.gz"

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Roads:
    """A directed graph with weights, and the least weights between all of its nodes."""

    nodes: int
    tail: Longs
    head: Longs
    weight: Floats

    def built(self) -> Hierarchy:
        place = np.random.default_rng(1).random((2, self.nodes))
        return Hierarchy.build(
            nodes=self.nodes, tail=self.tail, head=self.head, lat=place[0], lon=place[1]
        )

    def least(self) -> Floats:
        least = np.full((self.nodes, self.nodes), np.inf)
        np.fill_diagonal(least, 0.0)
        np.minimum.at(least, (self.tail, self.head), self.weight)
        for node in range(self.nodes):
            least = np.minimum(least, least[:, node, None] + least[node])
        return least

    def expected(self, exits: Ports, entries: Ports) -> Floats:
        """Every exit with every entry."""
        least, found = self.least(), np.full((len(exits), len(entries)), np.inf)
        for out in (0, 1):
            for into in (0, 1):
                ways = least[exits.node[:, out]][:, entries.node[:, into]]
                ways = exits.weight[:, out, None] + ways + entries.weight[:, into]
                ways[exits.node[:, out] == NO_NODE] = np.inf
                ways[:, entries.node[:, into] == NO_NODE] = np.inf
                found = np.minimum(found, ways)
        return found


@st.composite
def roads(draw: st.DrawFn) -> Roads:
    """Few weights, so that many ways are equally good, and some cost nothing or are closed."""
    nodes = draw(st.integers(1, 14) | st.just(80))
    arcs = draw(st.integers(0, 3 * nodes))
    seed = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    tail = seed.integers(0, nodes, arcs)
    near = np.clip(tail + seed.integers(-3, 4, arcs), 0, nodes - 1)
    head = near if draw(st.booleans()) else seed.integers(0, nodes, arcs)
    weight = seed.choice([0.0, 1.0, 2.0, 3.0, 2.0**45, 2.0**45 + 1, np.inf], arcs)
    return Roads(nodes=nodes, tail=tail, head=head, weight=weight)


@st.composite
def ports(draw: st.DrawFn, graph: Roads, least: float) -> Ports:
    """Stops at nodes, in streets of either direction, and off the roads."""
    stops = draw(st.integers(0, 12) | st.just(100))
    seed = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    node = np.full((stops, 2), NO_NODE, np.int32)
    node[:, 0] = seed.integers(0, graph.nodes, stops)
    if len(graph.tail) > 0:
        street = seed.integers(0, len(graph.tail), stops)
        ends = np.column_stack((graph.tail[street], graph.head[street]))
        node = np.where(seed.random((stops, 1)) < 0.7, ends, node).astype(np.int32)
    node[seed.random((stops, 2)) < 0.1] = NO_NODE
    weight = seed.choice([least, 0.0, 1.0, 7.0, np.inf], (stops, 2))
    return Ports(node=node, weight=weight)


def at(nodes: Iterable[int]) -> Ports:
    """A stop at each node."""
    node = np.array([(number, NO_NODE) for number in nodes], np.int32).reshape(-1, 2)
    return Ports(node=node, weight=np.zeros(node.shape))


@given(st.data())
def test_matrices_equal_brute_force(data: st.DataObject) -> None:
    graph = data.draw(roads())
    exits, entries = data.draw(ports(graph, 0.0)), data.draw(ports(graph, -5.0))
    found = graph.built().customise(graph.weight).matrix(exits, entries)
    assert np.array_equal(found, graph.expected(exits, entries))


@given(roads())
def test_all_pairs_of_nodes(graph: Roads) -> None:
    every = at(range(graph.nodes))
    metric = graph.built().customise(graph.weight)
    assert np.array_equal(metric.matrix(every, every), graph.least())


def network(name: str, folder: Path) -> tuple[Roads, Hierarchy]:
    """A real network with packed weights."""
    source = CITY if name == "city" else ROADS / name
    if not source.exists():
        pytest.skip(f"{name} is not part of the project")
    found = open_roads(source, cache_dir=folder)
    weight = found.travel_ms.astype(np.float64) * 2**26 + np.rint(found.length_m * 10)
    graph = Roads(
        nodes=found.node_count,
        tail=found.tail.astype(np.int64),
        head=found.head.astype(np.int64),
        weight=weight,
    )
    built = Hierarchy.build(
        nodes=graph.nodes,
        tail=found.tail,
        head=found.head,
        lat=found.node_lat,
        lon=found.node_lon,
    )
    return graph, built


def scipy_weights(graph: Roads, origins: Longs) -> Floats:
    order = np.lexsort((graph.weight, graph.head, graph.tail))
    tail, head = graph.tail[order], graph.head[order]
    is_least = (np.diff(tail, prepend=-1) != 0) | (np.diff(head, prepend=-1) != 0)
    order = order[is_least & (tail != head)]
    ends = (graph.tail[order], graph.head[order])
    arcs = csr_array((graph.weight[order], ends), shape=(graph.nodes, graph.nodes))
    return np.asarray(dijkstra(arcs, indices=origins))


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> tuple[Roads, Hierarchy]:
    """The sample city."""
    return network("city", tmp_path_factory.mktemp("cache"))


def test_the_sample_city_equals_scipy(city: tuple[Roads, Hierarchy]) -> None:
    graph, built = city
    origins = np.random.default_rng(1).permutation(graph.nodes)[:100]
    found = built.customise(graph.weight).matrix(at(origins), at(range(graph.nodes)))
    assert np.array_equal(found, scipy_weights(graph, origins))


@pytest.mark.parametrize("name", ["heidelberg.osm.pbf", "liechtenstein.osm.pbf"])
def test_real_roads_equal_scipy(name: str, tmp_path: Path) -> None:
    graph, built = network(name, tmp_path)
    origins = np.random.default_rng(1).permutation(graph.nodes)[:80]
    found = built.customise(graph.weight).matrix(at(origins), at(range(graph.nodes)))
    assert np.array_equal(found, scipy_weights(graph, origins))


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_threads_change_nothing(
    threads: int, city: tuple[Roads, Hierarchy], monkeypatch: pytest.MonkeyPatch
) -> None:
    graph, built = city
    some, every = at(range(0, graph.nodes, 7)), at(range(graph.nodes))
    expected = built.customise(graph.weight).matrix(some, every)
    monkeypatch.setattr(hung_stops, "thread_count", lambda: threads)
    metric = built.customise(graph.weight)
    assert np.array_equal(metric.matrix(some, every), expected)


@pytest.mark.parametrize("block_rows", [1, 7, 1000])
def test_blocks_hold_every_row_once(block_rows: int, city: tuple[Roads, Hierarchy]) -> None:
    graph, built = city
    metric, stops = built.customise(graph.weight), at([5, NO_NODE, 3, 5, *range(20), NO_NODE])
    found, seen = np.full((len(stops), len(stops)), np.nan), []
    for rows, weight in metric.blocks(stops, stops, block_rows=block_rows):
        assert 0 < len(rows) <= block_rows
        found[rows] = weight
        seen.extend(rows.tolist())
    assert sorted(seen) == list(range(len(stops)))
    assert np.array_equal(found, metric.matrix(stops, stops))


def test_room_for_the_result_is_used(city: tuple[Roads, Hierarchy]) -> None:
    graph, built = city
    metric, out = built.customise(graph.weight), np.empty((3, 2))
    assert metric.matrix(at(range(3)), at(range(2)), out=out) is out
    for room in (np.empty((2, 3)), np.empty((2, 3)).T):
        with pytest.raises(ValueError, match="room"):
            metric.matrix(at(range(3)), at(range(2)), out=room)


RING = Roads(
    nodes=5,
    tail=np.array([0, 1, 2, 3]),
    head=np.array([1, 2, 3, 0]),
    weight=np.array([1.0, 2.0, 4.0, 8.0]),
)


def ring() -> Metric:
    return RING.built().customise(RING.weight)


def test_no_stops_and_none_on_roads() -> None:
    assert ring().matrix(at([]), at([1])).shape == (0, 1)
    assert ring().matrix(at([1]), at([])).shape == (1, 0)
    lost = ring().matrix(at([NO_NODE, 0]), at([1, 4, NO_NODE]))
    assert lost.tolist() == [[UNREACHABLE] * 3, [1.0, UNREACHABLE, UNREACHABLE]]
    nowhere = Hierarchy.build(
        nodes=0, tail=np.array([], int), head=np.array([], int), lat=np.array([]), lon=np.array([])
    )
    assert nowhere.customise(np.array([])).matrix(at([NO_NODE]), at([NO_NODE])) == [[UNREACHABLE]]


@pytest.mark.parametrize("node", [(5, NO_NODE), (0, -2), (NO_NODE, 2**30)])
def test_ports_at_nodes_that_do_not_exist(node: tuple[int, int]) -> None:
    stop = Ports(node=np.array([node], np.int32), weight=np.zeros((1, 2)))
    with pytest.raises(ValueError, match="exist"):
        ring().matrix(stop, at([0]))


def test_ports_at_nodes_far_from_each_other(city: tuple[Roads, Hierarchy]) -> None:
    graph, built = city
    stop = Ports(node=np.array([(0, graph.nodes - 1)], np.int32), weight=np.zeros((1, 2)))
    with pytest.raises(ValueError, match="no arc joins"):
        built.customise(graph.weight).matrix(at([0]), stop)
    island = Ports(node=np.array([(0, 4)], np.int32), weight=np.zeros((1, 2)))
    with pytest.raises(ValueError, match="no arc joins"):
        ring().matrix(island, at([0]))


def test_ports_come_in_pairs() -> None:
    with pytest.raises(ValueError, match="two"):
        Ports(node=np.zeros((3, 1), np.int32), weight=np.zeros((3, 1)))
    with pytest.raises(ValueError, match="two"):
        Ports(node=np.zeros((3, 2), np.int32), weight=np.zeros((2, 2)))


def test_every_arc_needs_a_weight() -> None:
    with pytest.raises(ValueError, match="one weight"):
        RING.built().customise(np.ones(3))


@given(roads())
def test_arrays_hold_all(graph: Roads) -> None:
    built = graph.built()
    again = Hierarchy.from_arrays(built.arrays())
    for name, array in again.arrays().items():
        assert np.array_equal(array, built.arrays()[name])
        assert not array.flags.writeable
    every = at(range(graph.nodes))
    found = again.customise(graph.weight).matrix(every, every)
    assert np.array_equal(found, graph.least())


@pytest.mark.parametrize("name", ["rank", "offset", "head", "slot"])
def test_arrays_that_are_missing_or_of_another_kind(name: str) -> None:
    arrays = RING.built().arrays()
    other = [np.ones(len(arrays[name])), np.array("text"), arrays[name][:, None], arrays[name][1:]]
    for damaged in [{}, *({name: array} for array in other)]:
        rest = {kept: array for kept, array in arrays.items() if kept != name}
        if name != "slot" or "slot" not in damaged or damaged["slot"].shape != (3,):
            with pytest.raises(ValueError, match=r"must be"):
                Hierarchy.from_arrays(rest | damaged)


@given(st.data())
def test_damaged_arrays_are_refused_or_do_no_harm(data: st.DataObject) -> None:
    graph = data.draw(roads())
    arrays = {name: array.copy() for name, array in graph.built().arrays().items()}
    name = data.draw(st.sampled_from(sorted(arrays)))
    if len(arrays[name]) == 0:
        return
    place = data.draw(st.integers(0, len(arrays[name]) - 1))
    largest = 2 ** (8 * arrays[name].itemsize - 1)
    whole = st.integers(-2, 100) | st.integers(-largest, largest - 1)
    arrays[name][place] = data.draw(whole)
    try:
        built = Hierarchy.from_arrays(arrays)
    except ValueError:
        return
    every = at(range(graph.nodes))
    built.customise(graph.weight).matrix(every, every)


USE = """
import gc
import numpy as np
from numba.core.dispatcher import Dispatcher
from maps.hierarchy.chordal_graph import NO_NODE
from maps.hierarchy.hierarchy import Hierarchy, Ports, warm_up_hierarchy

def signatures():
    kernels = [found for found in gc.get_objects() if isinstance(found, Dispatcher)]
    return {(str(found.py_func), id(found)): found.signatures for found in kernels}

warm_up_hierarchy()
warm = signatures()
assert any(warm.values())
draw = np.random.default_rng(1)
tail, head = draw.integers(0, 300, (2, 900))
lat, lon = draw.random((2, 300))
built = Hierarchy.build(nodes=300, tail=tail.astype(np.int32), head=head, lat=lat, lon=lon)
built = Hierarchy.from_arrays(built.arrays())
metric = built.customise(draw.random(900))
node = np.column_stack((tail, head))[:100]
node[::3, 1] = NO_NODE
for order in "CF":
    array = np.array(node, dtype=np.int32, order=order)
    stops = Ports(node=array, weight=np.zeros(array.shape, order=order))
    metric.matrix(stops, stops)
    for rows, weight in metric.blocks(stops, stops, block_rows=30):
        assert (weight.min(axis=1) == 0).all()
used = signatures()
assert used == warm, [name for name in used if used[name] != warm[name]]
"""


@pytest.mark.parametrize("threads", ["1", "2"])
def test_a_warm_process_compiles_nothing(threads: str) -> None:
    environment = os.environ | {"NUMBA_NUM_THREADS": threads}
    subprocess.run([sys.executable, "-c", USE], cwd=ROOT, env=environment, check=True)
