"""Orders of nodes are orders, good ones, and the same however many threads work on them."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.hierarchy import node_order
from maps.hierarchy.hierarchy import Hierarchy
from maps.hierarchy.node_order import order_nodes
from maps.network.road_cache import open_roads

CITY = Path(__file__).parents[3] / "resources" / "sample_day" / "city.osm.gz"

Arcs = npt.NDArray[np.int64]
Places = tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]


def grid(side: int) -> Arcs:
    """Streets like a chessboard's lines, ``(2, arcs)``."""
    node = np.arange(side * side).reshape(side, side)
    across = np.array([node[:, :-1].ravel(), node[:, 1:].ravel()])
    return np.hstack((across, [node[:-1].ravel(), node[1:].ravel()]))


def grid_places(side: int) -> Places:
    lat, lon = np.divmod(np.arange(side * side), side)
    return lat * 1e-3, lon * 1e-3


SHAPES = {
    "nothing": (0, np.empty((2, 0), np.int64)),
    "one node": (1, np.empty((2, 0), np.int64)),
    "no arcs": (100, np.empty((2, 0), np.int64)),
    "loops": (3, np.array([[0, 1, 1], [0, 1, 1]])),
    "star": (200, np.array([[0] * 199, range(1, 200)])),
    "path": (200, np.array([range(199), range(1, 200)])),
    "ring": (200, np.array([range(200), [*range(1, 200), 0]])),
    "clique": (70, np.array(np.triu_indices(70, 1))),
    "two cliques": (140, np.hstack([np.array(np.triu_indices(70, 1)) + k for k in (0, 70)])),
    "grid": (900, grid(30)),
}


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("spread", [0.0, 1.0], ids=["in one place", "spread"])
def test_every_node_comes_once(name: str, spread: float) -> None:
    nodes, (tail, head) = SHAPES[name]
    place = np.random.default_rng(1).random((2, nodes)) * spread
    assert sorted(order_nodes(nodes, tail, head, *place)) == list(range(nodes))


@given(st.integers(1, 120), st.integers(0, 300), st.integers(0, 2**32 - 1))
def test_every_node_of_any_graph_comes_once(nodes: int, arcs: int, seed: int) -> None:
    draw = np.random.default_rng(seed)
    tail, head = draw.integers(0, nodes, (2, arcs))
    order = order_nodes(nodes, tail, head, *draw.random((2, nodes)))
    assert order.dtype == np.int32
    assert sorted(order) == list(range(nodes))


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_threads_change_nothing(threads: int, monkeypatch: pytest.MonkeyPatch) -> None:
    tail, head = grid(60)
    expected = order_nodes(3600, tail, head, *grid_places(60))
    monkeypatch.setattr(node_order, "thread_count", lambda: threads)
    assert np.array_equal(order_nodes(3600, tail, head, *grid_places(60)), expected)


def test_directions_and_repetitions_of_arcs_change_nothing() -> None:
    tail, head = grid(30)
    expected = order_nodes(900, tail, head, *grid_places(30))
    both = order_nodes(
        900, np.append(head, tail), np.append(tail, head).astype(np.int32), *grid_places(30)
    )
    assert np.array_equal(both, expected)


def levels(nodes: int, arcs: Arcs, places: Places) -> int:
    lat, lon = places
    built = Hierarchy.build(nodes=nodes, tail=arcs[0], head=arcs[1], lat=lat, lon=lon)
    return built.chordal.levels


def test_a_path_is_halved_again_and_again() -> None:
    nodes = 4095
    path = np.array([range(nodes - 1), range(1, nodes)])
    assert levels(nodes, path, (np.zeros(nodes), np.arange(float(nodes)))) <= 2 * 12


def test_a_grid_is_parted_by_its_lines() -> None:
    # A line, two of half its length, two of half the length left: some three lines in all. Lines
    # that are not in the middle cost a little more.
    assert levels(3600, grid(60), grid_places(60)) <= 4 * 60


def test_real_roads_make_a_flat_hierarchy(tmp_path: Path) -> None:
    network = open_roads(CITY, cache_dir=tmp_path)
    built = Hierarchy.build(
        nodes=network.node_count,
        tail=network.tail,
        head=network.head,
        lat=network.node_lat,
        lon=network.node_lon,
    )
    streets = len({(min(a, b), max(a, b)) for a, b in zip(network.tail, network.head, strict=True)})
    assert len(built.chordal.head) < 5 * streets
    assert built.chordal.levels < 200
