"""A customizable contraction hierarchy: exact least weights between many stops of a road network.

The hierarchy depends only on which nodes are joined. A metric adds the weights of the arcs, in
milliseconds to tens of them; then matrices over any stops come at a small share of the cost of a
search. Weights are double precision numbers that hold whole ones below 2^53, so that sums are
exact, and results equal those of Dijkstra's search to the last bit.

References
----------
J. Dibbelt, B. Strasser, D. Wagner, Customizable contraction hierarchies, ACM JEA 21, 2016.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from maps.hierarchy.chordal_graph import NO_NODE, ChordalGraph, eliminate
from maps.hierarchy.hierarchy_kernels import DOWN, UP, customise
from maps.hierarchy.hung_stops import HungStops, MatrixRows
from maps.hierarchy.node_order import order_nodes

UNREACHABLE = np.inf
"""Weight of a pair without a way, and of an arc or a port that is closed."""

_NO_SLOT = -1

_Ints = npt.NDArray[np.int32]
_Longs = npt.NDArray[np.int64]
_Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ports:
    """Where stops join the graph: each at one node or at two, with a weight for each.

    Parameters
    ----------
    node
        Nodes of each stop, ``(stops, 2)``. `NO_NODE` where there are fewer; two must be joined by
        an arc, in whichever direction, or be the same.
    weight
        Weight between the stop and the node, ``(stops, 2)``: to the node for exits, from it for
        entries. Infinite where that way is closed. May be negative: an entry may come before its
        node.

    Raises
    ------
    ValueError
        If the shapes differ from these.
    """

    node: _Ints
    weight: _Floats

    def __post_init__(self) -> None:
        if self.node.shape != (len(self.node), 2) or self.weight.shape != self.node.shape:
            raise ValueError("ports need two nodes and two weights for each stop")

    def __len__(self) -> int:
        return len(self.node)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Hierarchy:
    """The ranks of a graph's nodes, and the arcs that elimination in this order leaves.

    Parameters
    ----------
    rank
        Rank of each node, ``(nodes,)``; the chordal graph knows nodes by it.
    slot
        Where the weight of each of the graph's arcs goes: twice the number of the chordal graph's
        arc, and one more if it leads down; -1 for loops.
    chordal
        The graph of upper neighbours.
    """

    rank: _Ints
    slot: _Ints
    chordal: ChordalGraph

    @classmethod
    def build(
        cls,
        *,
        nodes: int,
        tail: npt.NDArray[np.integer],
        head: npt.NDArray[np.integer],
        lat: _Floats,
        lon: _Floats,
    ) -> "Hierarchy":
        """Order the nodes of a directed graph, and join what elimination joins.

        There may be parallel arcs, loops and islands.

        Parameters
        ----------
        nodes
            Number of nodes.
        tail, head
            Ends of each arc, ``(arcs,)``.
        lat, lon
            Where the nodes are, in degrees, ``(nodes,)``.
        """
        rank = np.empty(nodes, np.int32)
        rank[order_nodes(nodes, tail, head, lat, lon)] = np.arange(nodes, dtype=np.int32)
        start, end = rank[tail].astype(np.int64), rank[head].astype(np.int64)
        is_loop, size = start == end, max(nodes, 1)
        key = np.minimum(start, end) * size + np.maximum(start, end)
        unique = np.sort(key[~is_loop])
        unique = unique[np.diff(unique, prepend=-1) != 0]
        first = np.searchsorted(unique, np.arange(nodes + 1) * size).astype(np.int64)
        offset, upper = eliminate(first, (unique % size).astype(np.int32))
        upper_key = np.repeat(np.arange(nodes), np.diff(offset)) * size + upper
        slot = 2 * np.searchsorted(upper_key, key) + np.where(start < end, UP, DOWN)
        slot[is_loop] = _NO_SLOT
        return cls.from_arrays({"rank": rank, "offset": offset, "head": upper, "slot": slot})

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, npt.NDArray[np.generic]]) -> "Hierarchy":
        """Make what `arrays` told.

        Raises
        ------
        ValueError
            If arrays are missing or do not fit together.
        """
        rank, slot = (_whole(arrays, name).astype(np.int32) for name in ("rank", "slot"))
        head, offset = _whole(arrays, "head").astype(np.int32), _whole(arrays, "offset")
        chordal = ChordalGraph.build(offset.astype(np.int64), head)
        if not np.array_equal(np.sort(rank), np.arange(chordal.nodes)):
            raise ValueError("ranks must be all numbers below that of the nodes")
        if ((slot < _NO_SLOT) | (slot >= 2 * len(head))).any():
            raise ValueError("slots must be of arcs of the hierarchy")
        return cls(rank=rank, slot=slot, chordal=chordal)

    def __post_init__(self) -> None:
        self.rank.flags.writeable = self.slot.flags.writeable = False

    @property
    def nodes(self) -> int:
        """Number of nodes."""
        return len(self.rank)

    def arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        """All that `from_arrays` needs."""
        chordal = self.chordal
        return {
            "rank": self.rank,
            "offset": chordal.offset,
            "head": chordal.head,
            "slot": self.slot,
        }

    def customise(self, weight: _Floats) -> "Metric":
        """Take weights of at least 0 for the arcs, as given to `build`; infinite ones are closed.

        Raises
        ------
        ValueError
            If there are more weights than arcs, or fewer.
        """
        if weight.shape != self.slot.shape:
            raise ValueError("every arc needs one weight")
        # A kernel is compiled for arrays that can be written to, or for those that cannot.
        arc_weight = np.ascontiguousarray(weight, dtype=np.float64).view()
        arc_weight.flags.writeable = False
        chordal = self.chordal
        least = customise(
            chordal.offset,
            chordal.head,
            chordal.lower_start,
            chordal.lower,
            chordal.tail,
            self.slot,
            arc_weight,
        )
        return Metric(hierarchy=self, weight=least)

    def hang(self, ports: Ports) -> HungStops:
        """Hang stops into the elimination tree.

        Raises
        ------
        ValueError
            If ports are at no node of the graph, or at two that no arc joins.
        """
        if ((ports.node < NO_NODE) | (ports.node >= self.nodes)).any():
            raise ValueError("a port is at a node that does not exist")
        rank = np.full(ports.node.shape, NO_NODE, np.int32)
        is_there = ports.node != NO_NODE
        rank[is_there] = self.rank[ports.node[is_there]]
        return HungStops.build(self.chordal, rank, ports.weight)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Metric:
    """A hierarchy with weights, ``(arcs, 2)``: of each arc up and down."""

    hierarchy: Hierarchy
    weight: _Floats

    def __post_init__(self) -> None:
        self.weight.flags.writeable = False

    def matrix(
        self,
        exits: Ports,
        entries: Ports,
        *,
        out: _Floats | None = None,
        threads: int | None = None,
    ) -> _Floats:
        """Least weight of the ways from each exit to each entry, ``(exits, entries)``.

        `UNREACHABLE` where there is none.

        Parameters
        ----------
        out
            Where the result goes, in C order.
        threads
            Threads to work on; all of them where no number is given.

        Raises
        ------
        ValueError
            If ports are at no node of the graph or at two that no arc joins, or `out` has another
            shape or order.
        """
        hung = self.hierarchy.hang(exits), self.hierarchy.hang(entries)
        return self._fill(*hung, out, threads)

    def blocks(
        self, exits: Ports, entries: Ports, *, block_rows: int
    ) -> Iterator[tuple[_Longs, _Floats]]:
        """The rows of `matrix` in blocks of some size: numbers of the rows, and these rows.

        Rows come in an order that suits the graph. A block may overwrite the one before it.
        """
        stops = self.hierarchy.hang(exits)
        rows = MatrixRows.build(
            self.hierarchy.chordal, self.weight, stops, self.hierarchy.hang(entries)
        )
        out = np.empty((min(block_rows, len(exits)), len(entries)))
        for first in range(0, len(stops.stop), block_rows):
            numbers = stops.stop[first : first + block_rows]
            rows.fill(slice(first, first + block_rows), np.arange(len(numbers)), out)
            yield numbers, out[: len(numbers)]
        for first in range(0, len(stops.off_road), block_rows):
            numbers = stops.off_road[first : first + block_rows]
            out[: len(numbers)] = UNREACHABLE
            yield numbers, out[: len(numbers)]

    def _fill(
        self,
        exits: HungStops,
        entries: HungStops,
        out: _Floats | None = None,
        threads: int | None = None,
    ) -> _Floats:
        """Fill a whole matrix."""
        shape = (len(exits.place), len(entries.place))
        if out is None:
            out = np.empty(shape)
        elif out.shape != shape or out.dtype != np.float64 or not out.flags.c_contiguous:
            raise ValueError("the result needs other room than that")
        rows = MatrixRows.build(
            self.hierarchy.chordal, self.weight, exits, entries, threads=threads
        )
        rows.fill(slice(None), exits.stop, out)
        out[exits.off_road] = UNREACHABLE
        return out


def warm_up_hierarchy() -> None:
    """Run every kernel once, on four nodes all joined with each other."""
    tail, head = np.triu_indices(4, 1)
    place = np.zeros(4)
    built = Hierarchy.build(nodes=4, tail=tail, head=head, lat=place, lon=place)
    metric = Hierarchy.from_arrays(built.arrays()).customise(np.ones(len(tail)))
    node = np.column_stack((tail, head)).astype(np.int32)
    ports = Ports(node=node, weight=np.zeros(node.shape))
    metric.matrix(ports, ports)


def _whole(
    arrays: Mapping[str, npt.NDArray[np.generic]], name: str
) -> npt.NDArray[np.signedinteger]:
    """One of the arrays, which must be a row of whole numbers."""
    array = arrays.get(name)
    if array is None or array.ndim != 1 or array.dtype.kind != "i":
        raise ValueError(f"{name} must be a row of whole numbers")
    return np.array(array)
