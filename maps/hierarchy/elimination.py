"""Orders to eliminate nodes in, where no separator is needed: the ends and the leaves of the work.

To eliminate a node means to join its neighbours with each other and to take it out.
"""

import numpy as np
import numpy.typing as npt

from domain.compiled import compiled, compiled_part

_NONE = -1
_ELIMINATED = -1
_FEW = 2
_DENSE_LIMIT = 4096
_LAST = np.iinfo(np.int64).max

_Ints = npt.NDArray[np.int32]
_Longs = npt.NDArray[np.int64]


@compiled
def eliminate_chains(first: _Longs, neighbour: _Ints, degree: _Ints, order: _Ints) -> int:
    """Eliminate nodes of at most two neighbours until none is left; return their number.

    The graph, ``neighbour[first:first + degree]`` of each node, is changed in place; eliminated
    nodes get the degree -1 and are written to `order`. Neighbours are not eliminated in the same
    round, so that a chain is halved again and again rather than rolled up.
    """
    touched = np.full(len(degree), _NONE, np.int32)
    count, turn = 0, 0
    work = np.flatnonzero(degree <= _FEW)
    while len(work) > 0:
        later = np.empty(3 * len(work), np.int64)
        waiting = 0
        for node in work:
            if degree[node] == _ELIMINATED:
                continue
            if touched[node] == turn:
                later[waiting] = node
                waiting += 1
                continue
            left = neighbour[first[node]] if degree[node] > 0 else _NONE
            right = neighbour[first[node] + 1] if degree[node] > 1 else _NONE
            joined = right == _NONE or _are_neighbours(first, neighbour, degree, left, right)
            for end, other in ((left, right), (right, left)):
                if end == _NONE:
                    continue
                _replace(first, neighbour, degree, int(end), int(node), _NONE if joined else other)
                touched[end] = turn
                if degree[end] <= _FEW:
                    later[waiting] = end
                    waiting += 1
            degree[node] = _ELIMINATED
            order[count] = node
            count += 1
        work = later[:waiting]
        turn += 1
    return count


@compiled_part
def _are_neighbours(first: _Longs, neighbour: _Ints, degree: _Ints, node: int, other: int) -> bool:
    """Whether two nodes are joined."""
    found = False
    for arc in range(first[node], first[node] + degree[node]):
        found = found or neighbour[arc] == other
    return found


@compiled_part
def _replace(first: _Longs, neighbour: _Ints, degree: _Ints, node: int, old: int, new: int) -> None:
    """Put a new neighbour in the place of an old one, or none."""
    arc = first[node]
    while neighbour[arc] != old:
        arc += 1
    if new == _NONE:
        degree[node] -= 1
        neighbour[arc] = neighbour[first[node] + degree[node]]
    else:
        neighbour[arc] = new


@compiled
def order_by_degree(
    begin: _Longs,
    end: _Longs,
    order: _Ints,
    first: _Longs,
    neighbour: _Ints,
    degree: _Ints,
    local: _Ints,
    part: int,
    parts: int,
) -> None:
    """Sort each piece ``order[begin:end]`` so that always a node of least degree is eliminated.

    Neighbours outside of the piece count. `local` is -1 everywhere, before and after; each part
    of the work needs one of its own. Pieces too large for a dense matrix keep their order: no
    direction parts them, so they are nearly complete, and one order is as good as another.
    """
    for piece in range(part, len(begin), parts):
        low, high = begin[piece], end[piece]
        if high - low <= _DENSE_LIMIT:
            _order_piece(order[low:high], first, neighbour, degree, local)


@compiled_part
def _order_piece(
    nodes: _Ints, first: _Longs, neighbour: _Ints, degree: _Ints, local: _Ints
) -> None:
    """Sort the nodes of one piece by a matrix with the outside neighbours as further columns."""
    size, width = len(nodes), len(nodes)
    ids = nodes.copy()
    for i in range(size):
        local[ids[i]] = i
    for node in ids:
        for arc in range(first[node], first[node] + degree[node]):
            if local[neighbour[arc]] == _NONE:
                local[neighbour[arc]] = width
                width += 1
    joined = np.zeros((size, width), np.bool_)
    left = np.empty(size, np.int64)
    for i in range(size):
        left[i] = degree[ids[i]]
        for arc in range(first[ids[i]], first[ids[i]] + degree[ids[i]]):
            joined[i, local[neighbour[arc]]] = True
    for node in ids:
        for arc in range(first[node], first[node] + degree[node]):
            local[neighbour[arc]] = _NONE
        local[node] = _NONE
    for place in range(size):
        least = np.argmin(left)
        nodes[place] = ids[least]
        left[least] = _LAST
        _eliminate(joined, left, int(least))


@compiled_part
def _eliminate(joined: npt.NDArray[np.bool_], left: _Longs, node: int) -> None:
    """Join the neighbours of a node with each other, and count theirs anew."""
    near = np.flatnonzero(joined[node])
    for other in near:
        if other < len(joined):
            joined[other, node] = False
            for third in near:
                joined[other, third] = True
            joined[other, other] = False
            left[other] = joined[other].sum()
