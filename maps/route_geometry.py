"""The line on the streets of the fastest path between two places."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from maps.road_network import RoadNetwork
from maps.snap import Snapped
from maps.stop_graph import NO_STOP, StopGraph
from maps.street_arcs import great_circles_m

Line = npt.NDArray[np.float64]
"""Latitude and longitude of the points of a line, ``(k, 2)``."""


def leg_lines(
    network: RoadNetwork, snapped: Snapped, legs: Sequence[tuple[int, int]]
) -> list[Line]:
    """Lines of legs between places, each from where the one meets the road to where the other does.

    The lines are those of the paths that `road_travel` measures. One search serves all legs
    that start at the same place.

    Parameters
    ----------
    legs
        Numbers of origin and destination among the snapped places.

    Returns
    -------
    lines
        One line for each leg: at least two points, or none where there is no way.
    """
    tracer = _Tracer.build(network, StopGraph.build(network, snapped))
    stop_of_place = tracer.graph.stop_of_place
    stops = [(int(stop_of_place[a]), int(stop_of_place[b])) for a, b in legs]
    lines = tracer.lines({pair for pair in stops if NO_STOP not in pair and pair[0] != pair[1]})
    for (a, _), pair in zip(legs, stops, strict=True):
        if NO_STOP in pair:
            lines[pair] = np.empty((0, 2))
        elif pair[0] == pair[1]:
            lines[pair] = np.array([[snapped.road_lat[a], snapped.road_lon[a]]] * 2)
    return [lines[pair] for pair in stops]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Tracer:
    """Follows fastest paths through the graph of roads and stops.

    Parameters
    ----------
    pass_order, pass_offset
        Passes sorted by stop, and where each stop's passes start.
    arc_key
        One number per arc of the roads, made of its two nodes, ascending.
    """

    network: RoadNetwork
    graph: StopGraph
    pass_order: npt.NDArray[np.int64]
    pass_offset: npt.NDArray[np.int64]
    arc_key: npt.NDArray[np.int64]

    @classmethod
    def build(cls, network: RoadNetwork, graph: StopGraph) -> "_Tracer":
        """Prepare to follow paths."""
        counts = np.bincount(graph.passes.stop, minlength=graph.stop_count)
        return cls(
            network=network,
            graph=graph,
            pass_order=np.argsort(graph.passes.stop, kind="stable"),
            pass_offset=np.append(0, np.cumsum(counts)),
            arc_key=graph.arcs.tail * graph.road_nodes + graph.arcs.head,
        )

    def lines(self, pairs: set[tuple[int, int]]) -> dict[tuple[int, int], Line]:
        """Lines of the paths between pairs of different stops."""
        found = {}
        origins = np.array(sorted({a for a, _ in pairs}), dtype=np.int64)
        size = self.graph.chunk_size()
        for first in range(0, len(origins), size):
            chunk = origins[first : first + size]
            weight, before = self.graph.predecessors(chunk)
            row = {origin: i for i, origin in enumerate(chunk.tolist())}
            for a, b in pairs:
                if a in row:
                    found[a, b] = self._line(a, b, weight[row[a]], before[row[a]])
        return found

    def _line(
        self, a: int, b: int, weight: npt.NDArray[np.float64], before: npt.NDArray[np.int32]
    ) -> Line:
        """Line of the fastest path from stop to stop, given the search from the first."""
        end = self.graph.road_nodes + self.graph.stop_count + b
        straight = self._straight(a, b)
        if straight is not None and straight[0] <= weight[end]:
            _, edge, start_share, end_share = straight
            return cut(self.network, edge, start_share, end_share)
        if not np.isfinite(weight[end]):
            return np.empty((0, 2))
        nodes = self._nodes(a, end, before)
        pieces = self._first_piece(a, int(nodes[0]))
        pieces += [self.network.edge_shape(edge) for edge in self._edges(nodes)]
        pieces += self._last_piece(b, int(nodes[-1]))
        if not pieces:
            node = nodes[0]
            here = (self.network.node_lat[node], self.network.node_lon[node])
            return np.array([here, here])
        return _joined(pieces)

    def _straight(self, a: int, b: int) -> tuple[float, int, float, float] | None:
        """Weight, edge and shares of the way from a to b along one street, if there is one."""
        passes, ways = self.graph.passes, []
        for i in self._passes(a):
            for j in self._passes(b):
                weight = float(passes.weight[j] - passes.weight[i])
                if passes.edge[i] == passes.edge[j] and weight >= 0:
                    shares = float(passes.fraction[i]), float(passes.fraction[j])
                    ways.append((weight, int(passes.edge[i]), *shares))
        return min(ways, default=None)

    def _passes(self, stop: int) -> list[int]:
        """Numbers of the passes of a stop."""
        found = self.pass_order[self.pass_offset[stop] : self.pass_offset[stop + 1]]
        return [int(number) for number in found]

    def _nodes(self, a: int, end: int, before: npt.NDArray[np.int32]) -> npt.NDArray[np.int64]:
        """Road nodes on the way from stop a to an end node."""
        nodes, node = [], int(before[end])
        while node != self.graph.road_nodes + a:
            nodes.append(node)
            node = int(before[node])
        return np.array(nodes[::-1], dtype=np.int64)

    def _edges(self, nodes: npt.NDArray[np.int64]) -> list[int]:
        """Edges driven from node to node."""
        key = nodes[:-1] * self.graph.road_nodes + nodes[1:]
        edges = self.graph.arcs.edge[np.searchsorted(self.arc_key, key)]
        return [int(edge) for edge in edges]

    def _first_piece(self, stop: int, node: int) -> list[Line]:
        """The way from a stop within a street to the first node; nothing from a junction."""
        arcs, passes = self.graph.arcs, self.graph.passes
        ways = []
        for i in self._passes(stop):
            edge = int(passes.edge[i])
            if self.network.head[edge] == node:
                rest = arcs.time_ms[edge] - passes.time_ms[i]
                rest_dm = arcs.length_dm[edge] - passes.length_dm[i]
                ways.append((rest, rest_dm, edge, float(passes.fraction[i])))
        return [cut(self.network, edge, share, 1.0) for _, _, edge, share in sorted(ways)[:1]]

    def _last_piece(self, stop: int, node: int) -> list[Line]:
        """The way from the last node to a stop within a street; nothing to a junction."""
        passes = self.graph.passes
        ways = []
        for i in self._passes(stop):
            edge = int(passes.edge[i])
            if self.network.tail[edge] == node:
                ways.append((passes.weight[i], edge, float(passes.fraction[i])))
        return [cut(self.network, edge, 0.0, share) for _, edge, share in sorted(ways)[:1]]


def cut(network: RoadNetwork, edge: int, start_share: float, end_share: float) -> Line:
    """The part of an edge's shape between two shares of its length on the ground."""
    shape = network.edge_shape(edge)
    lat, lon = shape.T
    along_m = np.append(0.0, np.cumsum(great_circles_m(lat[:-1], lon[:-1], lat[1:], lon[1:])))
    at_m = np.array([start_share, end_share]) * along_m[-1]
    ends = np.column_stack((np.interp(at_m, along_m, lat), np.interp(at_m, along_m, lon)))
    between = shape[(along_m > at_m[0]) & (along_m < at_m[1])]
    return np.concatenate((ends[:1], between, ends[1:]))


def _joined(pieces: list[Line]) -> Line:
    """One line of several, no point twice in a row."""
    points = np.concatenate(pieces)
    moves = np.append(True, np.any(np.diff(points, axis=0) != 0, axis=1))
    line = points[moves]
    return line if len(line) > 1 else np.repeat(line, 2, axis=0)
