"""The peers, each on the same graph and the same weights: scipy, pyroutingkit, pandana, RoutingKit.

The last three come with the extra ``bench``; without them their goals are not measured.
"""

from collections.abc import Callable
from importlib.util import find_spec

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from maps.driving.edge_costs import unpack
from tests.benchmarks.roads.clocks import THREADS
from tests.benchmarks.roads.graphs import RoadGraph

_ROWS_AT_ONCE = 50
_MS_PER_S = 1000

Nodes = npt.NDArray[np.int64]
TimesAndLengths = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]


def has_peer(module: str) -> bool:
    """Whether a peer is installed."""
    return find_spec(module) is not None


def scipy_rows(graph: RoadGraph, sources: Nodes, targets: Nodes) -> TimesAndLengths:
    """Times and lengths by Dijkstra's search of scipy, which uses one thread.

    It adds up the same packed weights, so that it too finds both at once.
    """
    shape = (graph.nodes, graph.nodes)
    matrix = csr_array((graph.weight, (graph.tail, graph.head)), shape=shape)
    blocks = [
        dijkstra(matrix, indices=sources[first : first + _ROWS_AT_ONCE])[:, targets]
        for first in range(0, len(sources), _ROWS_AT_ONCE)
    ]
    return unpack(np.vstack(blocks))


def pyroutingkit_matrix(graph: RoadGraph) -> Callable[[Nodes], npt.NDArray[np.uint32]]:
    """Times between nodes by RoutingKit's hierarchy, ready to be asked."""
    import pyroutingkit

    topology = pyroutingkit.CCHTopology()
    tail, head = graph.tail.astype(np.uint32), graph.head.astype(np.uint32)
    lat, lon = graph.lat.astype(np.float32), graph.lon.astype(np.float32)
    topology.build(tail, head, lat, lon, graph.nodes)
    metric = pyroutingkit.CCHMetric(topology)
    metric.customize(graph.time_ms.astype(np.uint32), THREADS)

    def find(nodes: Nodes) -> npt.NDArray[np.uint32]:
        stops = nodes.astype(np.uint32)
        return np.asarray(metric.distances_many_to_many(stops, stops))

    return find


def pandana_rows(graph: RoadGraph) -> Callable[[Nodes, Nodes], npt.NDArray[np.float64]]:
    """Seconds between nodes by pandana's contraction hierarchy, ready to be asked.

    It takes seconds: with milliseconds its contraction did not come to an end.
    """
    import pandana
    import pandas as pd

    seconds = pd.DataFrame({"s": graph.time_ms / _MS_PER_S})
    ends = pd.Series(graph.tail), pd.Series(graph.head)
    place = pd.Series(graph.lon), pd.Series(graph.lat)
    network = pandana.Network(*place, *ends, seconds, twoway=False)

    def find(sources: Nodes, targets: Nodes) -> npt.NDArray[np.float64]:
        starts, ends = np.repeat(sources, len(targets)), np.tile(targets, len(sources))
        lengths = network.shortest_path_lengths(starts, ends, imp_name="s")
        return np.asarray(lengths).reshape(len(sources), len(targets))

    return find


def routingkit_order(graph: RoadGraph) -> Callable[[], list[int]]:
    """RoutingKit's order by inertial flow, ready to be made; it uses one thread."""
    import routingkit_cch

    tail, head = graph.tail.tolist(), graph.head.tolist()
    lat, lon = graph.lat.tolist(), graph.lon.tolist()

    def make() -> list[int]:
        order: list[int] = routingkit_cch.compute_order_inertial(graph.nodes, tail, head, lat, lon)
        return order

    return make
