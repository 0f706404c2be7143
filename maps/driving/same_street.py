"""Ways between stops on one street, which the hierarchy cannot know."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from maps.driving.edge_costs import EdgeCosts, Load
from maps.driving.state_graph import StateGraph
from maps.driving.stops import NO_EDGE, Stops
from maps.hierarchy.chordal_graph import NO_NODE
from maps.hierarchy.hierarchy import Metric, Ports

_STREETS_AT_ONCE = 256

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SharedStreets:
    """Streets with several stops within them.

    Parameters
    ----------
    edge
        Edges of each street, one for each open direction; ``(k, 2)``, `NO_EDGE` for none.
    stops
        Stops within each street.
    """

    edge: npt.NDArray[np.int64]
    stops: tuple[npt.NDArray[np.int64], ...]

    @classmethod
    def of(cls, stops: Stops) -> "SharedStreets":
        """The streets that several stops share."""
        street = stops.street()
        order = np.argsort(street, kind="stable")
        number, first, count = np.unique(street[order], return_index=True, return_counts=True)
        shared = np.flatnonzero((count > 1) & (number >= 0))
        members = tuple(order[first[i] : first[i] + count[i]] for i in shared)
        edge = np.full((len(shared), 2), NO_EDGE, dtype=np.int64)
        for row, own in enumerate(members):
            edge[row] = stops.edge[own[0]]
        return cls(edge=edge, stops=members)

    def pairs(self) -> Iterator[tuple[int, tuple[npt.NDArray[np.int64], ...]]]:
        """Number of each street, and its stops as an index of rows and columns."""
        for street, own in enumerate(self.stops):
            yield street, np.ix_(own, own)


def shorten_straight(
    weight: Floats, shared: SharedStreets, stops: Stops, costs: EdgeCosts, load: Load
) -> None:
    """Let stops on one street be reached straight along it, in a matrix of stops."""
    for street, pairs in shared.pairs():
        own = shared.stops[street]
        for edge in shared.edge[street]:
            if edge == NO_EDGE:
                continue
            share = np.where(stops.edge[own, 0] == edge, stops.share[own, 0], stops.share[own, 1])
            along = costs.along(np.full(len(own), edge), share, load)
            straight = along[np.newaxis, :] - along[:, np.newaxis]
            straight[straight < 0] = np.inf
            weight[pairs] = np.minimum(weight[pairs], straight)


def go_round(
    weight: Floats,
    shared: SharedStreets,
    graph: StateGraph,
    metric: Metric,
    arc_weight: Floats,
    ports: tuple[Ports, Ports],
    *,
    threads: int | None = None,
) -> None:
    """Correct, where turns count, the ways between stops on one street in a matrix of stops.

    There a stop hangs on the end of its edge, so that one behind it on the same edge would seem to
    be reached by driving backwards. The way is that through one of the arcs leaving the edge.
    """
    exits, entries = ports
    rounds = _rounds(shared, graph, metric, arc_weight, threads)
    for street, pairs in shared.pairs():
        own = shared.stops[street]
        exit_side = _sides(exits.node[own], shared.edge[street])
        entry_side = _sides(entries.node[own], shared.edge[street])
        ways = np.full((len(own), len(own)), np.inf)
        for a in range(2):
            for b in range(2):
                leave, come = exits.weight[own, a], entries.weight[own, b]
                between = rounds[street][np.ix_(exit_side[:, a], entry_side[:, b])]
                ways = np.minimum(ways, leave[:, np.newaxis] + between + come)
        weight[pairs] = ways


def _sides(node: npt.NDArray[np.int32], edge: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Which of a street's two edges each port is at; 0 for no port, whose weight is infinite."""
    return np.asarray((node == edge[1]) & (node != NO_NODE)).astype(np.int64)


def _rounds(
    shared: SharedStreets,
    graph: StateGraph,
    metric: Metric,
    arc_weight: Floats,
    threads: int | None,
) -> list[Floats]:
    """Least weight from the end of each edge of each street, over one arc at least, to each."""
    found = []
    for first in range(0, len(shared.stops), _STREETS_AT_ONCE):
        edges = shared.edge[first : first + _STREETS_AT_ONCE]
        ends = edges.ravel()
        arcs = [
            np.arange(graph.offset[edge], graph.offset[edge + 1])
            if edge != NO_EDGE
            else np.empty(0, dtype=np.int64)
            for edge in ends
        ]
        leaving = np.concatenate(arcs)
        matrix = metric.matrix(
            _single(graph.head[leaving], arc_weight[leaving]),
            _single(ends, np.zeros(len(ends))),
            threads=threads,
        )
        row_of = np.repeat(np.arange(len(ends)), [len(some) for some in arcs])
        least = np.full((len(ends), 2), np.inf)
        own = row_of // 2 * 2
        for side in range(2):
            np.minimum.at(least[:, side], row_of, matrix[np.arange(len(leaving)), own + side])
        found += list(least.reshape(len(edges), 2, 2))
    return found


def _single(node: npt.NDArray[np.integer], weight: Floats) -> Ports:
    """Ports at one node each."""
    pair = np.column_stack((node, np.full(len(node), NO_NODE))).astype(np.int32)
    weights = np.column_stack((weight, np.full(len(node), np.inf)))
    weights[pair[:, 0] == NO_NODE] = np.inf
    return Ports(node=pair, weight=weights)
