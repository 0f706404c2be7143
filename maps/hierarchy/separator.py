"""Few nodes that part a piece of a road network in two: maximum flow with unit capacities.

The nodes of a piece are sorted along some direction across the map. Flow runs from the first nodes
to the last ones, at most one unit through each node; it cannot grow beyond the least number of
nodes that part the two ends, and where it stops growing it shows two such separators: the one
nearest to either end. Flow is augmented along depth-first paths that prefer the far neighbours,
many in one pass.

References
----------
A. Schild, C. Sommer, On balanced separators in road networks, SEA 2015.
"""

import numpy as np
import numpy.typing as npt

from domain.compiled import compiled, compiled_part

SEPARATOR, FIRST_PART, LAST_PART = 0, 1, 2
"""Sides of a piece's nodes. The terminals of the flow are labelled with that of their part."""

_FREE, _END = -1, -2
_ENTERED, _LEAVING = 0, 1
_TERMINAL_SHARE = 0.25
_BALANCE_POWER = 0.7

_Ints = npt.NDArray[np.int32]
_Longs = npt.NDArray[np.int64]
_Bytes = npt.NDArray[np.int8]


@compiled
def separate_pieces(
    begin: _Longs,
    end: _Longs,
    along: _Ints,
    position: _Longs,
    first: _Longs,
    neighbour: _Ints,
    degree: _Ints,
    local: _Ints,
    side: _Bytes,
    score: npt.NDArray[np.float64],
    part: int,
    parts: int,
) -> None:
    """Find the best separator of each piece along each direction; fill `side` and `score`.

    Task ``(piece, direction)`` belongs to this part if its number leaves `part` when divided by
    `parts`. A piece is ``along[:, begin:end]``, its nodes sorted along each direction; `position`
    tells where a node is in ``along[0]``. `score` is infinite where a piece cannot be parted.
    """
    directions = len(along)
    for task in range(part, len(begin) * directions, parts):
        piece, direction = task // directions, task % directions
        low, high = begin[piece], end[piece]
        score[piece, direction] = _separate(
            along[direction, low:high],
            low,
            position,
            first,
            neighbour,
            degree,
            local[direction],
            side[direction],
        )


@compiled_part
def _separate(
    nodes: _Ints,
    low: int,
    position: _Longs,
    first: _Longs,
    neighbour: _Ints,
    degree: _Ints,
    local: _Ints,
    side: _Bytes,
) -> float:
    """Score of the better of the two separators along one direction, whose sides are filled in."""
    size = len(nodes)
    start, near = _piece_graph(nodes, low, position, first, neighbour, degree, local)
    terminals = min(max(1, int(size * _TERMINAL_SHARE)), (size - 1) // 2)
    label = np.zeros(size, np.int8)
    label[:terminals] = FIRST_PART
    label[size - terminals :] = LAST_PART
    before = np.full(size, _FREE, np.int32)
    after = np.full(size, _FREE, np.int32)
    came_from = np.empty(2 * size, np.int32)
    stack = np.empty(2 * len(near) + 6 * size, np.int32)
    seen = np.zeros(2 * size, np.int32)
    best, stamp = np.inf, 0
    for end in (FIRST_PART, LAST_PART):
        back, forth = (before, after) if end == FIRST_PART else (after, before)
        roots = _roots(start, near, label, end)
        found = 1
        while found > 0:
            stamp += 1
            found = _augment(
                start, near, label, end, back, forth, roots, stamp, seen, came_from, stack
            )
        sides = _sides(label, end, back, stamp, seen)
        value = _score(sides)
        if value < best:
            best = value
            side[nodes] = sides
    return best


@compiled_part
def _piece_graph(
    nodes: _Ints,
    low: int,
    position: _Longs,
    first: _Longs,
    neighbour: _Ints,
    degree: _Ints,
    local: _Ints,
) -> tuple[_Ints, _Ints]:
    """Neighbours within a piece by local number, sorted: filled in node by node they come so."""
    size = len(nodes)
    high = low + size
    start = np.zeros(size + 2, np.int32)
    for i in range(size):
        node = nodes[i]
        local[node] = i
        for arc in range(first[node], first[node] + degree[node]):
            if low <= position[neighbour[arc]] < high:
                start[i + 2] += 1
    for i in range(2, size + 2):
        start[i] += start[i - 1]
    near = np.empty(start[size + 1], np.int32)
    for i in range(size):
        node = nodes[i]
        for arc in range(first[node], first[node] + degree[node]):
            other = neighbour[arc]
            if low <= position[other] < high:
                at = local[other] + 1
                near[start[at]] = i
                start[at] += 1
    return start, near


@compiled_part
def _roots(start: _Ints, near: _Ints, label: _Bytes, end: int) -> _Ints:
    """Terminals of one end that have a neighbour which is none."""
    roots = np.empty(len(label), np.int32)
    count = 0
    for node in range(len(label)):
        if label[node] == end and start[node] < start[node + 1]:
            farthest = start[node + 1] - 1 if end == FIRST_PART else start[node]
            if label[near[farthest]] != end:
                roots[count] = node
                count += 1
    return roots[:count]


@compiled_part
def _augment(
    start: _Ints,
    near: _Ints,
    label: _Bytes,
    end: int,
    before: _Ints,
    after: _Ints,
    roots: _Ints,
    stamp: int,
    seen: _Ints,
    came_from: _Ints,
    stack: _Ints,
) -> int:
    """Search the residual graph once from the terminals of one end; return the flow gained.

    A node has two states, entered and about to be left, between which lies its unit capacity.
    What is `seen` with this stamp was reached; paths of one pass share no state.
    """
    found = 0
    for root in roots:
        if before[root] != _FREE:
            continue
        stack[0], stack[1] = 2 * root + _LEAVING, _FREE
        size = 2
        while size > 0:
            size -= 2
            state = stack[size]
            if seen[state] == stamp:
                continue
            seen[state] = stamp
            came_from[state] = stack[size + 1]
            node = state >> 1
            if state & 1 == _LEAVING:
                if before[node] >= 0:  # Flow passes the node: it may be entered another way.
                    stack[size], stack[size + 1] = 2 * node + _ENTERED, state
                    size += 2
                size = _push_neighbours(
                    start, near, label, end, before, after, stamp, seen, state, stack, size
                )
            elif before[node] >= 0:  # The flow from there into this node may go elsewhere.
                stack[size], stack[size + 1] = 2 * before[node] + _LEAVING, state
                size += 2
            elif label[node] == SEPARATOR:
                stack[size], stack[size + 1] = 2 * node + _LEAVING, state
                size += 2
            else:  # A terminal of the other end that no flow reaches.
                _send(state, came_from, before, after)
                found += 1
                break
    return found


@compiled_part
def _push_neighbours(
    start: _Ints,
    near: _Ints,
    label: _Bytes,
    end: int,
    before: _Ints,
    after: _Ints,
    stamp: int,
    seen: _Ints,
    state: int,
    stack: _Ints,
    size: int,
) -> int:
    """Put the nodes that one may go on to upon the stack, the farthest last; return its size."""
    node = state >> 1
    low, high = start[node], start[node + 1]
    for arc in range(low, high):
        other = near[arc] if end == FIRST_PART else near[low + high - 1 - arc]
        if (
            label[other] != end
            and other != after[node]
            and other != before[node]
            and seen[2 * other + _ENTERED] != stamp
        ):
            stack[size], stack[size + 1] = 2 * other + _ENTERED, state
            size += 2
    return size


@compiled_part
def _send(state: int, came_from: _Ints, before: _Ints, after: _Ints) -> None:
    """Send one unit of flow along the path that ends in a state."""
    after[state >> 1] = _END
    while came_from[state] >= 0:
        node, previous = state >> 1, came_from[state] >> 1
        if state & 1 == _ENTERED:
            if previous == node:
                before[node] = after[node] = _FREE
            else:
                before[node] = previous
                after[previous] = node
        state = came_from[state]
    before[state >> 1] = _END


@compiled_part
def _sides(label: _Bytes, end: int, before: _Ints, stamp: int, seen: _Ints) -> _Bytes:
    """Side of each node: the separator is where the last search entered but could not leave."""
    side = np.empty(len(label), np.int8)
    other_end = FIRST_PART + LAST_PART - end
    for node in range(len(label)):
        is_terminal = label[node] == end
        if seen[2 * node + _LEAVING] == stamp or (is_terminal and before[node] == _FREE):
            side[node] = end
        elif is_terminal or seen[2 * node + _ENTERED] == stamp:
            side[node] = SEPARATOR
        else:
            side[node] = other_end
    return side


@compiled_part
def _score(side: _Bytes) -> float:
    """Size of a separator for the balance of its parts, the less the better."""
    counts = np.zeros(3, np.int64)
    for node in range(len(side)):
        counts[side[node]] += 1
    smaller = min(counts[FIRST_PART], counts[LAST_PART])
    if smaller == 0:
        return np.inf
    return float((counts[SEPARATOR] + 0.5) / smaller**_BALANCE_POWER)
