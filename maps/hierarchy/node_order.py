"""The order to eliminate the nodes of a road network in, for a customizable contraction hierarchy.

Dead ends and chains come first. The rest is parted again and again: of the separators along a few
directions across the map the best takes the highest ranks of its piece, and small pieces are
ordered by least degree. The order is the same for any number of threads.

References
----------
J. Dibbelt, B. Strasser, D. Wagner, Customizable contraction hierarchies, ACM JEA 21, 2016.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from domain.compiled import compiled, thread_count
from maps.hierarchy.elimination import eliminate_chains, order_by_degree
from maps.hierarchy.separator import FIRST_PART, LAST_PART, SEPARATOR, separate_pieces

_DIRECTIONS = 4
_LEAF_SIZE = 48
_PARTS_PER_THREAD = 8

_Ints = npt.NDArray[np.int32]
_Longs = npt.NDArray[np.int64]


def order_nodes(
    nodes: int,
    tail: npt.NDArray[np.integer],
    head: npt.NDArray[np.integer],
    lat: npt.NDArray[np.float64],
    lon: npt.NDArray[np.float64],
) -> npt.NDArray[np.int32]:
    """Nodes by rank, the lowest first.

    Parameters
    ----------
    nodes
        Number of nodes.
    tail, head
        Ends of the arcs, whose directions do not matter.
    lat, lon
        Where the nodes are, in degrees, ``(nodes,)``.
    """
    graph = _Neighbours.build(nodes, tail, head)
    order = np.empty(nodes, np.int32)
    done = eliminate_chains(graph.first, graph.neighbour, graph.degree, order)
    core = np.flatnonzero(graph.degree >= 0).astype(np.int32)
    if len(core) > 0:
        with ThreadPoolExecutor(thread_count()) as pool:
            order[done:] = _Dissection.begin(graph, core, lat, lon, pool).run()
    return order


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Neighbours:
    """An undirected graph: those of a node are ``neighbour[first:first + degree]``."""

    first: _Longs
    neighbour: _Ints
    degree: _Ints

    @classmethod
    def build(
        cls, nodes: int, tail: npt.NDArray[np.integer], head: npt.NDArray[np.integer]
    ) -> "_Neighbours":
        """Join the ends of all arcs, once each."""
        tail, head = tail.astype(np.int64), head.astype(np.int64)
        tail, head = tail[tail != head], head[tail != head]
        # Sorting beats `np.unique`, which builds a table of hashes.
        key = np.sort(np.concatenate((tail * nodes + head, head * nodes + tail)))
        key = key[np.diff(key, prepend=-1) != 0]
        degree = np.bincount(key // max(nodes, 1), minlength=nodes)
        return cls(
            first=np.append(0, np.cumsum(degree)).astype(np.int64),
            neighbour=(key % max(nodes, 1)).astype(np.int32),
            degree=degree.astype(np.int32),
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Dissection:
    """Nested dissection in progress.

    Parameters
    ----------
    graph
        What is left of the roads.
    along
        Nodes sorted along each direction, piece by piece, ``(directions, n)``.
    position
        Where each node is in the first row of `along`, -1 for those not in it.
    local, side
        Number and side of each node in its piece, along each direction.
    left
        What is left to do from each place on: the size of a piece; negative if nothing parts it.
    pool
        Threads that share the work.
    """

    graph: _Neighbours
    along: _Ints
    position: _Longs
    local: _Ints
    side: npt.NDArray[np.int8]
    left: _Longs
    pool: ThreadPoolExecutor

    @classmethod
    def begin(
        cls,
        graph: _Neighbours,
        core: _Ints,
        lat: npt.NDArray[np.float64],
        lon: npt.NDArray[np.float64],
        pool: ThreadPoolExecutor,
    ) -> "_Dissection":
        """Sort the nodes along all directions."""
        east = lon[core] * np.cos(np.deg2rad(lat[core].mean()))
        north = lat[core]

        def sort(direction: int) -> _Ints:
            angle = direction * np.pi / _DIRECTIONS
            return core[np.argsort(np.cos(angle) * east + np.sin(angle) * north, kind="stable")]

        nodes = len(graph.degree)
        along = np.array(list(pool.map(sort, range(_DIRECTIONS))))
        position = np.full(nodes, -1)
        position[along[0]] = np.arange(len(core))
        return cls(
            graph=graph,
            along=along,
            position=position,
            local=np.full((_DIRECTIONS, nodes), -1, np.int32),
            side=np.zeros((_DIRECTIONS, nodes), np.int8),
            left=np.zeros(len(core), np.int64),
            pool=pool,
        )

    def run(self) -> _Ints:
        """Part all pieces, level by level, and order the small ones."""
        size_from = np.zeros(len(self.left), np.int64)
        begin, end = np.array([0]), np.array([len(self.left)])
        while len(begin) > 0:
            self._part_pieces(begin, end)
            is_leaf = (self.left != 0) & (self.left <= _LEAF_SIZE)
            size_from[is_leaf] = np.abs(self.left[is_leaf])
            self.left[is_leaf] = 0
            begin = np.flatnonzero(self.left)
            # The largest first, lest a thread is left alone with it in the end.
            begin = begin[np.argsort(-self.left[begin], kind="stable")]
            end = begin + self.left[begin]
        begin = np.flatnonzero(size_from)
        return self._order_leaves(begin, begin + size_from[begin])

    def _part_pieces(self, begin: _Longs, end: _Longs) -> None:
        """Part each piece by the best separator of all directions; `left` tells the new ones."""
        score = np.empty((len(begin), _DIRECTIONS))
        graph, along, position, side = self.graph, self.along, self.position, self.side
        first, neighbour, degree = graph.first, graph.neighbour, graph.degree
        self.left[:] = 0

        def separate(part: int, parts: int) -> None:
            separate_pieces(
                begin,
                end,
                along,
                position,
                first,
                neighbour,
                degree,
                self.local,
                side,
                score,
                part,
                parts,
            )

        def sort(part: int, parts: int) -> None:
            _sort_by_side(begin, end, along, position, side, score, self.left, part, parts)

        self._share(separate, score.size)
        self._share(sort, len(begin))

    def _order_leaves(self, begin: _Longs, end: _Longs) -> _Ints:
        """All nodes in their order."""
        order: _Ints = self.along[0].copy()
        graph = self.graph

        def sort(part: int, parts: int) -> None:
            local = np.full(len(graph.degree), -1, np.int32)
            order_by_degree(
                begin, end, order, graph.first, graph.neighbour, graph.degree, local, part, parts
            )

        self._share(sort, len(begin))
        return order

    def _share(self, work: Callable[[int, int], None], tasks: int) -> None:
        """Share tasks out to the threads, in more parts than threads, so that none waits long."""
        parts = min(_PARTS_PER_THREAD * thread_count(), tasks)
        list(self.pool.map(work, range(parts), [parts] * parts))


@compiled
def _sort_by_side(
    begin: _Longs,
    end: _Longs,
    along: _Ints,
    position: _Longs,
    side: npt.NDArray[np.int8],
    score: npt.NDArray[np.float64],
    left: _Longs,
    part: int,
    parts: int,
) -> None:
    """Sort pieces into first part, last part, separator; within each as before."""
    for piece in range(part, len(begin), parts):
        low, high = begin[piece], end[piece]
        best = np.argmin(score[piece])
        if score[piece, best] == np.inf:
            left[low] = low - high
            continue
        size = np.zeros(3, np.int64)
        for place in range(low, high):
            size[side[best, along[0, place]]] += 1
        left[low] = size[FIRST_PART]
        left[low + size[FIRST_PART]] = size[LAST_PART]
        for direction in range(len(along)):
            at = np.empty(3, np.int64)
            at[FIRST_PART] = low
            at[LAST_PART] = low + size[FIRST_PART]
            at[SEPARATOR] = at[LAST_PART] + size[LAST_PART]
            for node in along[direction, low:high].copy():
                group = side[best, node]
                along[direction, at[group]] = node
                at[group] += 1
        for place in range(low, high):
            position[along[0, place]] = place
