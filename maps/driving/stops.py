"""Stops on the roads: where places hang on the graph that paths are searched in.

A stop lies within its street, in both directions where both are open; a vehicle may turn there.
Where turns cost nothing, a stop at the very end of a street (nearer than half a decimetre) is at
the junction. Stops change nothing for each other.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from maps.driving.conditions import RoadConditions
from maps.driving.edge_costs import EdgeCosts, Load
from maps.hierarchy.chordal_graph import NO_NODE
from maps.hierarchy.hierarchy import Ports
from maps.snapping.snap import Snapped

NO_STOP = -1
NO_EDGE = -1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stops:
    """Different points of the roads, and the places at each.

    Parameters
    ----------
    of_place
        Stop of each snapped place, `NO_STOP` where no road is near; places at the same point of
        a street share a stop.
    edge
        The edges that pass each stop, one for each direction that is open; ``(s, 2)``, `NO_EDGE`
        in the second column where there is one.
    share
        Share of the length of those edges that lies before the stop.
    junction
        State of the stops that lie at a junction, -1 for the others.
    """

    of_place: npt.NDArray[np.int64]
    edge: npt.NDArray[np.int64]
    share: npt.NDArray[np.float64]
    junction: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.junction)

    @classmethod
    def of(cls, snapped: Snapped, conditions: RoadConditions) -> "Stops":
        """The stops of snapped places."""
        near = np.flatnonzero(snapped.is_near)
        point = np.column_stack((snapped.edge[near].astype(np.float64), snapped.fraction[near]))
        unique, stop = np.unique(point, axis=0, return_inverse=True)
        of_place = np.full(len(snapped), NO_STOP, dtype=np.int64)
        of_place[near] = stop.ravel()
        edge, share = unique[:, 0].astype(np.int64), unique[:, 1]
        twin = conditions.network.twin[edge].astype(np.int64)
        twin[~conditions.is_open[twin]] = NO_EDGE
        return cls(
            of_place=of_place,
            edge=np.column_stack((edge, twin)),
            share=np.column_stack((share, 1.0 - share)),
            junction=_junctions(conditions, edge, share),
        )

    def ports(
        self, conditions: RoadConditions, costs: EdgeCosts, load: Load
    ) -> tuple[Ports, Ports]:
        """How vehicles leave each stop, and how they come to it."""
        is_pass = self.edge != NO_EDGE
        edge = np.where(is_pass, self.edge, 0)
        whole = costs.whole(load)[edge]
        along = costs.along(edge.ravel(), self.share.ravel(), load).reshape(edge.shape)
        rest, graph = whole - along, conditions.graph
        # Where turns count, a stop is reached at the end of its edge, less the rest of it.
        entry = -rest if graph.with_turns else along
        is_at = self.junction >= 0
        exits = self._ports(np.where(is_pass, graph.exit_state[edge], NO_NODE), rest, is_at)
        entries = self._ports(np.where(is_pass, graph.entry_state[edge], NO_NODE), entry, is_at)
        return exits, entries

    def _ports(
        self,
        state: npt.NDArray[np.integer],
        weight: npt.NDArray[np.float64],
        is_at: npt.NDArray[np.bool_],
    ) -> Ports:
        """Ports through states, or where a stop is at a junction through that alone."""
        node, weight = state.astype(np.int32), weight.copy()
        node[is_at, 0], node[is_at, 1] = self.junction[is_at], NO_NODE
        weight[is_at] = 0.0
        weight[node == NO_NODE] = np.inf
        return Ports(node=node, weight=weight)

    def street(self) -> npt.NDArray[np.int64]:
        """A number of each stop's street, the same for both directions; -1 at a junction."""
        twin = np.where(self.edge[:, 1] == NO_EDGE, self.edge[:, 0], self.edge[:, 1])
        return np.where(self.junction >= 0, -1, np.minimum(self.edge[:, 0], twin))


def _junctions(
    conditions: RoadConditions, edge: npt.NDArray[np.int64], share: npt.NDArray[np.float64]
) -> npt.NDArray[np.int64]:
    """Node of each stop at an end of its edge, -1 for the others, and for all where turns count."""
    if conditions.graph.with_turns:
        return np.full(len(edge), -1, dtype=np.int64)
    network, length_dm = conditions.network, conditions.length_dm[edge]
    along_dm = np.rint(share * length_dm).astype(np.int64)
    junction = np.where(along_dm == length_dm, network.head[edge], -1)
    return np.where(along_dm == 0, network.tail[edge], junction).astype(np.int64)
