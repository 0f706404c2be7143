"""Exact shortest paths from many nodes of a graph, in machine code and on all threads.

Dijkstra's search with a heap of four children per entry, which needs fewer cache lines than two.
Entries are never moved when a node is reached on a better way: a new one is added, and the old
one is passed over when its turn comes. A search ends when it has settled all targets.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from maps.compiled import compiled, compiled_part, thread_count

_FAR = np.iinfo(np.int64).max
_KEY, _NODE = 0, 1
_HEAD, _WEIGHT = 0, 1
_CHILDREN = 4
_PARTS_PER_THREAD = 8

NO_NODE = -1
"""Predecessor of an origin and of nodes that no search settled."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SearchGraph:
    """Arcs of a graph by the node they leave, whose last nodes are the targets of all searches.

    Parameters
    ----------
    offset
        Where the arcs of each node start, ``(nodes + 1,)``.
    arcs
        Head and weight of each arc, ``(arcs, 2)``. Weights are at least 0 and add up to less than
        2^63 on every path.
    first_target
        Number of the first target.
    """

    offset: npt.NDArray[np.int64]
    arcs: npt.NDArray[np.int64]
    first_target: int

    @classmethod
    def build(
        cls,
        tail: npt.NDArray[np.int64],
        head: npt.NDArray[np.int64],
        weight: npt.NDArray[np.int64],
        *,
        nodes: int,
        first_target: int,
    ) -> "SearchGraph":
        """Sort arcs by their tail."""
        order = np.argsort(tail, kind="stable")
        return cls(
            offset=np.append(0, np.cumsum(np.bincount(tail, minlength=nodes))).astype(np.int64),
            arcs=np.column_stack((head[order], weight[order])).astype(np.int64),
            first_target=first_target,
        )

    @property
    def nodes(self) -> int:
        """Number of nodes."""
        return len(self.offset) - 1


def target_weights(graph: SearchGraph, origins: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Weights of the shortest paths from each origin to every target, ``(k, targets)``.

    Infinite where there is no path.
    """
    weight = np.empty((len(origins), graph.nodes - graph.first_target))
    _search_from_all(graph, origins, weight, np.empty((0, 0), dtype=np.int32))
    return weight


def path_trees(
    graph: SearchGraph, origins: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int32]]:
    """Weights of the shortest paths to all nodes, and the node before each, ``(k, nodes)``.

    Of equally short paths the one from the node of the smallest number counts. Nodes farther than
    every target may be left out: their weight is infinite, and no node is before them.
    """
    weight = np.empty((len(origins), graph.nodes))
    before = np.empty((len(origins), graph.nodes), dtype=np.int32)
    _search_from_all(graph, origins, weight, before)
    return weight, before


def _search_from_all(
    graph: SearchGraph,
    origins: npt.NDArray[np.int64],
    weight: npt.NDArray[np.float64],
    before: npt.NDArray[np.int32],
) -> None:
    """Share the origins out to the threads, in more parts than threads, so that none waits long.

    Python's threads serve as well as numba's, whose simplest kind ends the process when two of its
    callers meet.
    """
    start = np.ascontiguousarray(origins, dtype=np.int64)
    threads = thread_count()
    parts = min(_PARTS_PER_THREAD * threads, len(start))

    def search(part: int) -> None:
        _search_from_some(
            graph.offset, graph.arcs, graph.first_target, start, part, parts, weight, before
        )

    if threads == 1:
        for part in range(parts):
            search(part)
    else:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(search, range(parts)))


@compiled
def _search_from_some(
    offset: npt.NDArray[np.int64],
    arcs: npt.NDArray[np.int64],
    first_target: int,
    origins: npt.NDArray[np.int64],
    part: int,
    parts: int,
    weight: npt.NDArray[np.float64],
    before: npt.NDArray[np.int32],
) -> None:
    """Search from the origins of one part, every so many; fill their rows.

    The rows of `weight` hold the last nodes, as many as they have columns; those of `before` hold
    all, or there are none.
    """
    nodes = len(offset) - 1
    first = nodes - weight.shape[1]
    reached = np.empty(nodes, np.int64)
    last = np.empty(nodes, np.int32)
    heap = np.empty((len(arcs) + 1, 2), np.int64)
    for row in range(part, len(origins), parts):
        settled = _search(offset, arcs, first_target, origins[row], reached, last, heap)
        for node in range(first, nodes):
            is_settled = reached[node] <= settled
            weight[row, node - first] = reached[node] if is_settled else np.inf
        if len(before) > 0:
            for node in range(nodes):
                before[row, node] = last[node] if reached[node] <= settled else NO_NODE


@compiled_part
def _search(
    offset: npt.NDArray[np.int64],
    arcs: npt.NDArray[np.int64],
    first_target: int,
    origin: int,
    reached: npt.NDArray[np.int64],
    last: npt.NDArray[np.int32],
    heap: npt.NDArray[np.int64],
) -> int:
    """Fill in weights and predecessors; return the weight up to which they are final."""
    reached[:] = _FAR
    last[:] = NO_NODE
    reached[origin] = 0
    heap[0, _KEY], heap[0, _NODE] = 0, origin
    size, missing, key = 1, len(reached) - first_target, 0
    while size > 0 and missing > 0:
        key, node = heap[0, _KEY], heap[0, _NODE]
        size -= 1
        _put_down(heap, size)
        if key > reached[node]:
            continue
        if node >= first_target:
            missing -= 1
        for arc in range(offset[node], offset[node + 1]):
            head, way = arcs[arc, _HEAD], key + arcs[arc, _WEIGHT]
            if way < reached[head]:
                reached[head] = way
                last[head] = node
                _put_up(heap, size, way, head)
                size += 1
            elif way == reached[head] and node < last[head]:
                last[head] = node
    return key


@compiled_part
def _put_up(heap: npt.NDArray[np.int64], at: int, key: int, node: int) -> None:
    """Add an entry to a heap with room at its end."""
    while at > 0:
        parent = (at - 1) // _CHILDREN
        if heap[parent, _KEY] <= key:
            break
        heap[at, _KEY], heap[at, _NODE] = heap[parent, _KEY], heap[parent, _NODE]
        at = parent
    heap[at, _KEY], heap[at, _NODE] = key, node


@compiled_part
def _put_down(heap: npt.NDArray[np.int64], size: int) -> None:
    """Take the first entry out of a heap that will have a size: the last takes its place."""
    key, node = heap[size, _KEY], heap[size, _NODE]
    at, child = 0, 1
    while child < size:
        least, least_key = child, heap[child, _KEY]
        for other in range(child + 1, min(child + _CHILDREN, size)):
            if heap[other, _KEY] < least_key:
                least, least_key = other, heap[other, _KEY]
        if least_key >= key:
            break
        heap[at, _KEY], heap[at, _NODE] = least_key, heap[least, _NODE]
        at, child = least, _CHILDREN * least + 1
    heap[at, _KEY], heap[at, _NODE] = key, node
