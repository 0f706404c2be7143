"""The graph that paths are searched in: nodes and edges, or edges and the turns between them.

A state is where a vehicle can be: at a node, or where turns count, at the end of an edge, about to
turn. An arc leads from a state along an edge, after a turn, to the state at the edge's end. Both
kinds of search work on the same arrays and do not know which of the two it is.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from maps.driving.turns import TurnCosts, turn_ms
from maps.network.road_limits import PROFILE_BITS
from maps.network.road_network import RoadNetwork


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StateGraph:
    """States, and the arcs that leave each; read-only.

    Parameters
    ----------
    with_turns
        Whether states are the ends of edges; otherwise they are nodes.
    offset
        Where the arcs of each state start, ``(states + 1,)``.
    head
        State that each arc leads to, ``(arcs,)``.
    edge
        Edge that it drives along.
    turn_ms
        Milliseconds of the turn into that edge.
    closed_to
        Profiles that may not take the turn, as bits.
    entry_state, exit_state
        For each edge the state that a stop on it hangs on when it is driven to and when it is
        left: the edge's ends, or where turns count, the edge itself.
    """

    with_turns: bool
    offset: npt.NDArray[np.int64]
    head: npt.NDArray[np.int32]
    edge: npt.NDArray[np.int32]
    turn_ms: npt.NDArray[np.int32]
    closed_to: npt.NDArray[np.uint8]
    entry_state: npt.NDArray[np.int32]
    exit_state: npt.NDArray[np.int32]

    def __post_init__(self) -> None:
        for name in ("offset", "head", "edge", "turn_ms", "closed_to", "entry_state", "exit_state"):
            getattr(self, name).setflags(write=False)

    @property
    def states(self) -> int:
        """Number of states."""
        return len(self.offset) - 1

    @property
    def tail(self) -> npt.NDArray[np.int32]:
        """State that each arc leaves."""
        return np.repeat(np.arange(self.states, dtype=np.int32), np.diff(self.offset))

    def tail_of(self, arc: int) -> int:
        """State that one arc leaves."""
        return int(np.searchsorted(self.offset, arc, side="right")) - 1

    def is_open_to(self, profile: str) -> npt.NDArray[np.bool_]:
        """Whether vehicles of a profile may take the turn of each arc."""
        return np.asarray(self.closed_to & np.uint8(PROFILE_BITS[profile]) == 0)


def state_graph(network: RoadNetwork, costs: TurnCosts | None = None) -> StateGraph:
    """The graph of a network, with turns where costs of turning are given."""
    return _node_graph(network) if costs is None else _turn_graph(network, costs)


def _node_graph(network: RoadNetwork) -> StateGraph:
    edge = np.argsort(network.tail, kind="stable").astype(np.int32)
    count = np.bincount(network.tail, minlength=network.node_count)
    return StateGraph(
        with_turns=False,
        offset=np.append(0, np.cumsum(count)).astype(np.int64),
        head=network.head[edge],
        edge=edge,
        turn_ms=np.zeros(len(edge), dtype=np.int32),
        closed_to=np.zeros(len(edge), dtype=np.uint8),
        entry_state=network.tail.copy(),
        exit_state=network.head.copy(),
    )


def _turn_graph(network: RoadNetwork, costs: TurnCosts) -> StateGraph:
    leaving = np.argsort(network.tail, kind="stable")
    count = np.bincount(network.tail, minlength=network.node_count)
    first_leaving = np.append(0, np.cumsum(count))
    ways_on = count[network.head]
    offset = np.append(0, np.cumsum(ways_on)).astype(np.int64)
    first = np.repeat(np.arange(network.edge_count), ways_on)
    place = np.arange(offset[-1]) - offset[first]
    second = leaving[first_leaving[network.head[first]] + place]
    return graph_of_turns(
        offset,
        second.astype(np.int32),
        turn_ms(network, first, second, costs),
        _forbidden(network, first, second),
    )


def graph_of_turns(
    offset: npt.NDArray[np.int64],
    second: npt.NDArray[np.int32],
    turn_ms: npt.NDArray[np.int32],
    closed_to: npt.NDArray[np.uint8],
) -> StateGraph:
    """The graph whose states are edges, from the edge that each turn leads into."""
    own = np.arange(len(offset) - 1, dtype=np.int32)
    return StateGraph(
        with_turns=True,
        offset=offset,
        head=second,
        edge=second,
        turn_ms=turn_ms,
        closed_to=closed_to,
        entry_state=own,
        exit_state=own,
    )


def _forbidden(
    network: RoadNetwork, first: npt.NDArray[np.int64], second: npt.NDArray[np.int64]
) -> npt.NDArray[np.uint8]:
    """Profiles that may not go from one edge into the other, as bits."""
    edges = network.edge_count
    banned = network.banned_from.astype(np.int64) * edges + network.banned_to
    pair = first * edges + second
    closed_to = np.zeros(len(pair), dtype=np.uint8)
    if len(banned):
        found = np.minimum(np.searchsorted(banned, pair), len(banned) - 1)
        hit = banned[found] == pair
        closed_to[hit] = network.banned_profiles[found[hit]]
    return closed_to
