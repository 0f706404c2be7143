"""Matrices of real roads equal scipy's Dijkstra search, to the last bit, in every pair."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from domain.driving import Driving
from domain.geo import Location
from domain.traffic_day import FREE_FLOW
from maps.driving.conditions import RoadConditions, road_conditions
from maps.driving.edge_costs import EdgeCosts, Load
from maps.driving.open_hierarchy import open_hierarchy
from maps.driving.road_matrices import BucketSearch, arc_weights
from maps.driving.stops import NO_EDGE, Stops
from maps.driving.travel_times import snap_places
from maps.driving.turns import TurnCosts
from maps.network.road_cache import open_roads
from tests.maps.road_worlds import named

ROADS = Path(__file__).parents[4] / "shared" / "data" / "roads"
CITY = Path(__file__).parents[3] / "resources" / "sample_day" / "city.osm.gz"
PLACES = 160

Arcs = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.float64]]
"""Tail, head and weight of some arcs."""


def scipy_weights(conditions: RoadConditions, stops: Stops) -> npt.NDArray[np.float64]:
    """Packed weights between stops, each a node to start from and a node to end at.

    Where turns count, a stop is entered from each arc that leads along its edge, for the part of
    the edge before it.
    """
    graph, costs = conditions.graph, EdgeCosts.of(conditions, 0)
    weight, tail = arc_weights(conditions, costs, Load.LENGTH_DM), graph.tail
    states, count = graph.states, len(stops)
    arcs: list[Arcs] = [(tail.astype(np.int64), graph.head.astype(np.int64), weight)]
    whole = costs.whole(Load.LENGTH_DM)
    for side in range(2):
        stop = np.flatnonzero((stops.edge[:, side] != NO_EDGE) & (stops.junction < 0))
        edge, share = stops.edge[stop, side], stops.share[stop, side]
        along = costs.along(edge, share, Load.LENGTH_DM)
        exits = graph.exit_state[edge].astype(np.int64)
        arcs.append((states + stop, exits, whole[edge] - along))
        for number, own in zip(stop.tolist(), edge.tolist(), strict=True):
            into = np.flatnonzero((graph.edge == own) & np.isfinite(weight))
            part = costs.along(np.full(1, own), stops.share[[number], side], Load.LENGTH_DM)[0]
            before = weight[into] - whole[own] + part
            ends = np.full(len(into), states + count + number)
            arcs.append((tail[into].astype(np.int64), ends, before))
    at = np.flatnonzero(stops.junction >= 0)
    node = stops.junction[at]
    arcs += [(states + at, node, np.zeros(len(at))), (node, states + count + at, np.zeros(len(at)))]
    arcs += list(_straight(stops, costs, states))
    start, end, cost = (np.concatenate([arc[i] for arc in arcs]) for i in range(3))
    return _searched(start, end, cost, states, count)


def _straight(stops: Stops, costs: EdgeCosts, states: int) -> Iterator[Arcs]:
    """Arcs between stops on one edge, straight along it."""
    count = len(stops)
    for a in range(count):
        for side in range(2):
            edge = stops.edge[a, side]
            if edge == NO_EDGE or stops.junction[a] >= 0:
                continue
            for other in range(2):
                (b,) = np.nonzero((stops.edge[:, other] == edge) & (stops.junction < 0))
                own = costs.along(np.full(1, edge), stops.share[[a], side], Load.LENGTH_DM)[0]
                along = costs.along(np.full(len(b), edge), stops.share[b, other], Load.LENGTH_DM)
                ahead = (along >= own) & (b != a)
                yield (
                    np.full(ahead.sum(), states + a),
                    states + count + b[ahead],
                    along[ahead] - own,
                )


def _searched(
    start: npt.NDArray[np.int64],
    end: npt.NDArray[np.int64],
    cost: npt.NDArray[np.float64],
    states: int,
    count: int,
) -> npt.NDArray[np.float64]:
    """Least cost from every start node to every end node, of parallel arcs the least."""
    size = states + 2 * count
    finite = np.isfinite(cost)
    start, end, cost = start[finite], end[finite], cost[finite]
    order = np.lexsort((cost, end, start))
    key = start[order].astype(np.int64) * size + end[order]
    first = order[np.flatnonzero(np.diff(key, prepend=-1))]
    offset = np.searchsorted(start[first], np.arange(size + 1))
    # Explicit rows keep arcs of no weight, which scipy's other forms take for no arc.
    arcs: Any = csr_array((cost[first], end[first], offset), shape=(size, size))
    found = np.asarray(dijkstra(arcs, indices=states + np.arange(count)))
    return found[:, states + count :]


@pytest.mark.parametrize("with_turns", [False, True])
@pytest.mark.parametrize(
    "name", ["city", "heidelberg.osm.pbf", "liechtenstein.osm.pbf", "monaco.osm.gz"]
)
def test_real_roads_equal_scipy(name: str, with_turns: bool, tmp_path: Path) -> None:
    source = CITY if name == "city" else ROADS / name
    if not source.exists():
        pytest.skip(f"{name} is not part of the project")
    network = open_roads(source, cache_dir=tmp_path)
    random = np.random.default_rng(1)
    edge = random.integers(0, network.edge_count, PLACES)
    shapes = [network.edge_shape(number).mean(axis=0) for number in edge.tolist()]
    places = [Location(lat + random.normal(0, 1e-4), lon) for lat, lon in shapes]
    turns = TurnCosts() if with_turns else None
    conditions = road_conditions(network, Driving(), FREE_FLOW, turns=turns)
    stops = Stops.of(snap_places(conditions, named(places)), conditions)
    hierarchy = open_hierarchy(network, conditions.graph)
    found = BucketSearch.of(conditions, hierarchy, stops, 0).weights(Load.LENGTH_DM)
    expected = scipy_weights(conditions, stops)
    np.fill_diagonal(expected, 0.0)
    assert np.array_equal(found, expected)
