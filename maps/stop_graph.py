"""The roads with stops set into them: exact fastest paths, time and distance in one number.

The weight of an arc is its time in whole milliseconds times 2^26 plus its length in whole
decimetres. Sums of such weights are exact in double precision up to 2^53, and of equally fast
paths the shortest wins, so that results never depend on the order of a search.

A stop is set into its street at whole milliseconds and decimetres from the tail, in both directions
where both are open; a vehicle may turn there. A stop at the very end of a street (nearer than
half a decimetre) is at the junction. Stops change nothing for each other.
"""

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from domain.errors import RoadDataError
from domain.message import message
from maps.compiled import thread_count
from maps.road_network import RoadNetwork
from maps.shortest_paths import SearchGraph, path_trees, target_weights
from maps.snap import Snapped

LENGTH_LIMIT_DM = 2**26
"""Length that every path must stay below: 6,710 km."""

NO_STOP = -1
_NONE = -1


def pack(
    time_ms: npt.NDArray[np.integer], length_dm: npt.NDArray[np.integer]
) -> npt.NDArray[np.float64]:
    """Weight of arcs that take a time and have a length."""
    return np.asarray(time_ms.astype(np.float64) * LENGTH_LIMIT_DM + length_dm)


def unpack(weight: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Milliseconds and decimetres of finite weights."""
    time_ms, length_dm = np.divmod(weight.astype(np.int64), LENGTH_LIMIT_DM)
    return time_ms, length_dm


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RoadArcs:
    """What a search needs of a network: the fastest edge from node to node, sorted by both.

    Parameters
    ----------
    edge, tail, head, weight
        Edge, nodes and packed weight of each arc.
    time_ms, length_dm
        Time and length of every edge of the network, in the units of a search.
    most_dm_per_ms
        Highest speed on any edge, after rounding.
    """

    edge: npt.NDArray[np.int64]
    tail: npt.NDArray[np.int64]
    head: npt.NDArray[np.int64]
    weight: npt.NDArray[np.float64]
    time_ms: npt.NDArray[np.int64]
    length_dm: npt.NDArray[np.int64]
    most_dm_per_ms: float

    @classmethod
    def build(cls, network: RoadNetwork) -> "RoadArcs":
        """Take the fastest of parallel edges and no loop: no path needs the others."""
        length_dm = np.rint(network.length_m * 10).astype(np.int64)
        weight = pack(network.travel_ms, length_dm)
        edge = np.flatnonzero(network.tail != network.head)
        edge = edge[np.lexsort((weight[edge], network.head[edge], network.tail[edge]))]
        tail, head = network.tail[edge].astype(np.int64), network.head[edge].astype(np.int64)
        is_best = (np.diff(tail, prepend=_NONE) != 0) | (np.diff(head, prepend=_NONE) != 0)
        return cls(
            edge=edge[is_best],
            tail=tail[is_best],
            head=head[is_best],
            weight=weight[edge[is_best]],
            time_ms=network.travel_ms.astype(np.int64),
            length_dm=length_dm,
            most_dm_per_ms=float((length_dm / network.travel_ms).max(initial=0.0)),
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Passes:
    """Where streets pass stops: each direction of a stop's street is one pass, sorted by edge.

    Parameters
    ----------
    stop, edge
        The stop, and the edge that passes it.
    fraction
        Share of the edge's length from its tail to the stop.
    time_ms, length_dm
        Time and length from the edge's tail to the stop.
    """

    stop: npt.NDArray[np.int64]
    edge: npt.NDArray[np.int64]
    fraction: npt.NDArray[np.float64]
    time_ms: npt.NDArray[np.int64]
    length_dm: npt.NDArray[np.int64]

    @property
    def weight(self) -> npt.NDArray[np.float64]:
        """Packed weight from the edge's tail to the stop."""
        return pack(self.time_ms, self.length_dm)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StopGraph:
    """Roads and stops as one graph, in which each stop is a node to start and a node to end.

    Parameters
    ----------
    stop_of_place
        Stop of each snapped place, `NO_STOP` where no road is near; places at the same point of
        a street share a stop.
    stop_count
        Number of stops.
    junction
        Node of the stops that lie at one, -1 for the others.
    passes
        Where streets pass the stops that lie within them.
    arcs
        Arcs of the roads.
    road_nodes
        Number of the network's nodes; start nodes come after them, then end nodes.
    graph
        All arcs, with packed weights; the end nodes are its targets.
    """

    stop_of_place: npt.NDArray[np.int64]
    stop_count: int
    junction: npt.NDArray[np.int64]
    passes: Passes
    arcs: RoadArcs
    road_nodes: int
    graph: SearchGraph

    @classmethod
    def build(cls, network: RoadNetwork, snapped: Snapped) -> "StopGraph":
        """Set the snapped places into the roads."""
        arcs = _ARCS.get(network)
        if arcs is None:
            arcs = _ARCS[network] = RoadArcs.build(network)
        edge, fraction, stop_of_place = _unique_stops(snapped)
        junction = _junctions(network, arcs, edge, fraction)
        passes = _passes(network, arcs, edge, fraction, junction)
        return cls(
            stop_of_place=stop_of_place,
            stop_count=len(edge),
            junction=junction,
            passes=passes,
            arcs=arcs,
            road_nodes=network.node_count,
            graph=_graph(network, arcs, passes, junction),
        )

    def weights(self, origins: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        """Packed weight of the fastest path from each origin to every stop, ``(k, stops)``.

        Raises
        ------
        RoadDataError
            If a path is longer than the weights can tell.
        """
        weight = target_weights(self.graph, self.road_nodes + origins)
        self._check_range(weight)
        return weight

    def predecessors(
        self, origins: npt.NDArray[np.int64]
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int32]]:
        """Packed weights and predecessors of the nodes on the way to stops, ``(k, nodes)``."""
        return path_trees(self.graph, self.road_nodes + origins)

    def chunk_size(self) -> int:
        """Number of origins to search from at once, so that memory stays small."""
        return max(thread_count(), 4_000_000 // self.graph.nodes)

    def _check_range(self, weight: npt.NDArray[np.float64]) -> None:
        """Raise RoadDataError if some path may have a length beyond `LENGTH_LIMIT_DM`."""
        longest_ms = weight[np.isfinite(weight)].max(initial=0.0) / LENGTH_LIMIT_DM
        if longest_ms * self.arcs.most_dm_per_ms >= LENGTH_LIMIT_DM:
            raise RoadDataError(message("roads.too_wide", hours=round(longest_ms / 3.6e6, 1)))


_ARCS: WeakKeyDictionary[RoadNetwork, RoadArcs] = WeakKeyDictionary()


def _unique_stops(
    snapped: Snapped,
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """Edge and fraction of each stop, and the stop of each place."""
    near = np.flatnonzero(snapped.is_near)
    point = np.column_stack((snapped.edge[near].astype(np.float64), snapped.fraction[near]))
    unique, stop = np.unique(point, axis=0, return_inverse=True)
    stop_of_place = np.full(len(snapped), NO_STOP)
    stop_of_place[near] = stop.ravel()
    return unique[:, 0].astype(np.int64), unique[:, 1], stop_of_place


def _junctions(
    network: RoadNetwork,
    arcs: RoadArcs,
    edge: npt.NDArray[np.int64],
    fraction: npt.NDArray[np.float64],
) -> npt.NDArray[np.int64]:
    """Node of each stop at an end of its edge, -1 for the others."""
    length_dm = np.rint(fraction * arcs.length_dm[edge]).astype(np.int64)
    junction = np.where(length_dm == arcs.length_dm[edge], network.head[edge], _NONE)
    return np.where(length_dm == 0, network.tail[edge], junction).astype(np.int64)


def _passes(
    network: RoadNetwork,
    arcs: RoadArcs,
    edge: npt.NDArray[np.int64],
    fraction: npt.NDArray[np.float64],
    junction: npt.NDArray[np.int64],
) -> Passes:
    """Both directions of the streets of all stops that lie within them."""
    forth = np.flatnonzero(junction == _NONE)
    twin = network.twin[edge]
    back = forth[twin[forth] != _NONE]
    stop = np.append(forth, back)
    pass_edge = np.append(edge[forth], twin[back])
    share = np.append(fraction[forth], 1.0 - fraction[back])
    time_ms = np.rint(share * arcs.time_ms[pass_edge]).astype(np.int64)
    length_dm = np.rint(share * arcs.length_dm[pass_edge]).astype(np.int64)
    order = np.lexsort((stop, share, pass_edge))
    return Passes(
        stop=stop[order],
        edge=pass_edge[order],
        fraction=share[order],
        time_ms=time_ms[order],
        length_dm=length_dm[order],
    )


def _graph(
    network: RoadNetwork, arcs: RoadArcs, passes: Passes, junction: npt.NDArray[np.int64]
) -> SearchGraph:
    """All arcs: of the roads, from where stops start, and to where they end."""
    nodes, stops = network.node_count, len(junction)
    at = np.flatnonzero(junction != _NONE)
    free = np.zeros(len(at))
    whole = pack(arcs.time_ms[passes.edge], arcs.length_dm[passes.edge])
    start, end = nodes + np.arange(stops), nodes + stops + np.arange(stops)
    tail = np.concatenate(
        (arcs.tail, start[passes.stop], network.tail[passes.edge], start[at], junction[at]),
        dtype=np.int64,
    )
    head = np.concatenate(
        (arcs.head, network.head[passes.edge], end[passes.stop], junction[at], end[at]),
        dtype=np.int64,
    )
    weight = np.concatenate((arcs.weight, whole - passes.weight, passes.weight, free, free))
    return SearchGraph.build(
        tail,
        head,
        weight.astype(np.int64),
        nodes=nodes + 2 * stops,
        first_target=nodes + stops,
    )
