"""What a contraction hierarchy computes, in machine code.

Nodes are known by their rank. The arc from a node up to a neighbour has two weights: `UP` and, for
the way back, `DOWN`. A label of a stop tells the weight between it and each ancestor of its
anchor, by depth in the elimination tree. Stops are sorted by the preorder of their anchors, so
that those below any node stand side by side; a label is one column of a table, and what is done
for a node is done for the columns of all stops below it at once.
"""

import numpy as np
import numpy.typing as npt

from domain.compiled import compiled, compiled_part
from maps.hierarchy.chordal_graph import NO_NODE

UP, DOWN = 0, 1
_COLUMNS = 256
"""Columns of a product that are worked on at a time: those of all rows fit into the cache."""
_BEGIN, _OWN_END, _END, _NODE, _ABOVE = range(5)

_Ints = npt.NDArray[np.int32]
_Longs = npt.NDArray[np.int64]
_Floats = npt.NDArray[np.float64]


@compiled
def customise(
    offset: _Longs,
    head: _Ints,
    lower_start: _Longs,
    lower: _Ints,
    tail: _Ints,
    slot: _Ints,
    arc_weight: _Floats,
) -> _Floats:
    """Let each arc weigh no more than any way through lower nodes; return weights, ``(arcs, 2)``.

    The weight of each of the graph's arcs goes to its slot, if it has one. `lower` holds the arcs
    that end in each node, from `lower_start` on.
    """
    nodes = len(offset) - 1
    weight = np.full((len(head), 2), np.inf)
    for arc in range(len(slot)):
        if slot[arc] >= 0:
            place, way = slot[arc] >> 1, slot[arc] & 1
            weight[place, way] = min(weight[place, way], arc_weight[arc])
    arc_to = np.zeros(nodes, np.int32)
    for node in range(nodes):
        for arc in range(offset[node], offset[node + 1]):
            arc_to[head[arc]] = arc
        for place in range(lower_start[node], lower_start[node + 1]):
            arc = lower[place]
            up, down = weight[arc, UP], weight[arc, DOWN]
            for other in range(arc + 1, offset[tail[arc] + 1]):
                opposite = arc_to[head[other]]
                weight[opposite, UP] = min(weight[opposite, UP], down + weight[other, UP])
                weight[opposite, DOWN] = min(weight[opposite, DOWN], weight[other, DOWN] + up)
    return weight


@compiled
def label_stops(
    offset: _Longs,
    head_depth: _Ints,
    parent: _Ints,
    depth: _Ints,
    weight: _Floats,
    outward: int,
    anchor: _Ints,
    port_depth: _Ints,
    port_weight: _Floats,
    width: int,
    part: int,
    parts: int,
    label: _Floats,
) -> None:
    """Fill the columns of `label`, ``(depths, stops)``, in blocks of a width; every so many."""
    block_label = np.empty((len(label), width))
    for begin in range(part * width, len(anchor), parts * width):
        end = min(begin + width, len(anchor))
        span = _span(parent, depth, anchor[begin:end], len(label))
        _label_block(
            offset,
            head_depth,
            depth,
            weight,
            outward,
            span,
            port_depth[begin:end],
            port_weight[begin:end],
            block_label,
        )
        label[:, begin:end] = block_label[:, : end - begin]


@compiled
def fill_rows(
    offset: _Longs,
    head_depth: _Ints,
    parent: _Ints,
    depth: _Ints,
    preorder: _Ints,
    subtree: _Ints,
    weight: _Floats,
    anchor: _Ints,
    port_depth: _Ints,
    port_weight: _Floats,
    row: _Longs,
    target: _Ints,
    place: _Ints,
    target_label: _Floats,
    width: int,
    part: int,
    parts: int,
    out: _Floats,
) -> None:
    """Fill the rows of some origins, in blocks of a width; every so many.

    Origins and targets are sorted by preorder, `target` holds the preorder of the targets'
    anchors. `row` tells where the rows go; the columns of `out` come from each `place` among the
    targets, or from beyond them where there is no way at all.
    """
    levels = len(target_label)
    label = np.empty((levels, width))
    least = np.empty((width, len(target) + 1))
    for begin in range(part * width, len(anchor), parts * width):
        end = min(begin + width, len(anchor))
        span = _span(parent, depth, anchor[begin:end], levels)
        _label_block(
            offset,
            head_depth,
            depth,
            weight,
            UP,
            span,
            port_depth[begin:end],
            port_weight[begin:end],
            label,
        )
        least[:] = np.inf
        _meet(
            offset, head_depth, depth, preorder, subtree, span, label, target, target_label, least
        )
        for i in range(end - begin):
            source, result = least[i], out[row[begin + i]]
            for j in range(len(place)):
                result[j] = source[place[j]]


@compiled_part
def _span(parent: _Ints, depth: _Ints, anchor: _Ints, levels: int) -> _Ints:
    """Ancestors of some sorted anchors, in preorder, one a row, ``(n, 5)``.

    Each with the range of the anchors below it, the end of those on it, and its parent's row.
    """
    span = np.empty((len(anchor) * levels, 5), np.int32)
    path = np.full(levels, NO_NODE, np.int32)  # Rows of the ancestors of the last anchor.
    size = 0
    for i in range(len(anchor)):
        node = anchor[i]
        bottom = depth[node]
        top = bottom
        while top >= 0 and (path[top] == NO_NODE or span[path[top], _NODE] != node):
            node = parent[node]
            top -= 1
        node = anchor[i]
        for level in range(bottom, top, -1):
            at = size + level - top - 1
            span[at, _NODE], span[at, _BEGIN], span[at, _OWN_END], span[at, _END] = node, i, i, i
            span[at, _ABOVE] = at - 1
            path[level] = at
            node = parent[node]
        if top < bottom:
            span[size, _ABOVE] = path[top] if top >= 0 else NO_NODE
        size += bottom - top
        span[path[bottom], _OWN_END] = span[path[bottom], _END] = i + 1
    for at in range(size - 1, -1, -1):
        above = span[at, _ABOVE]
        if above != NO_NODE:
            span[above, _END] = max(span[above, _END], span[at, _END])
    return span[:size]


@compiled_part
def _label_block(
    offset: _Longs,
    head_depth: _Ints,
    depth: _Ints,
    weight: _Floats,
    outward: int,
    span: _Ints,
    port_depth: _Ints,
    port_weight: _Floats,
    label: _Floats,
) -> None:
    """Fill one column of `label` for each stop: first the ways up, then those that come down."""
    label[:] = np.inf
    for i in range(len(port_depth)):
        for port in range(port_depth.shape[1]):
            level = port_depth[i, port]
            if level != NO_NODE:
                label[level, i] = min(label[level, i], port_weight[i, port])
    for at in range(len(span) - 1, -1, -1):
        node, begin, end = span[at, _NODE], span[at, _BEGIN], span[at, _END]
        here = label[depth[node], begin:end]
        for arc in range(offset[node], offset[node + 1]):
            there, way = label[head_depth[arc], begin:end], weight[arc, outward]
            for t in range(len(here)):
                there[t] = min(there[t], here[t] + way)
    for at in range(len(span)):
        node, begin, end = span[at, _NODE], span[at, _BEGIN], span[at, _END]
        here, last = label[depth[node], begin:end], offset[node + 1] - 1
        for k in range(offset[node], last + 1, 4):
            p, q, r, s = k, min(k + 1, last), min(k + 2, last), min(k + 3, last)
            from_a, from_b = label[head_depth[p], begin:end], label[head_depth[q], begin:end]
            from_c, from_d = label[head_depth[r], begin:end], label[head_depth[s], begin:end]
            a, b = weight[p, 1 - outward], weight[q, 1 - outward]
            c, d = weight[r, 1 - outward], weight[s, 1 - outward]
            for t in range(len(here)):
                least = _least(from_a[t] + a, from_b[t] + b, from_c[t] + c, from_d[t] + d)
                here[t] = min(here[t], least)


@compiled_part
def _meet(
    offset: _Longs,
    head_depth: _Ints,
    depth: _Ints,
    preorder: _Ints,
    subtree: _Ints,
    span: _Ints,
    label: _Floats,
    target: _Ints,
    target_label: _Floats,
    least: _Floats,
) -> None:
    """Fill the rows of one block of origins.

    Every pair meets once, at the lowest common ancestor of its anchors: all ways between them run
    through that node or its upper neighbours.
    """
    below = np.empty((len(span), 2), np.int64)
    hubs = np.empty(len(target_label), np.int32)
    for at in range(len(span)):
        node = span[at, _NODE]
        low = np.searchsorted(target, preorder[node])
        high = np.searchsorted(target, preorder[node] + subtree[node])
        below[at, 0], below[at, 1] = low, high
        begin, own_end, end = span[at, _BEGIN], span[at, _OWN_END], span[at, _END]
        above = span[at, _ABOVE]
        if begin < own_end and low < high:
            count = _hubs(offset, head_depth, depth, node, hubs)
            _multiply(hubs[:count], label, target_label, begin, own_end, low, high, least)
        if above != NO_NODE and below[above, 1] - below[above, 0] > high - low:
            count = _hubs(offset, head_depth, depth, span[above, _NODE], hubs)
            first, last = below[above, 0], below[above, 1]
            _multiply(hubs[:count], label, target_label, begin, end, first, low, least)
            _multiply(hubs[:count], label, target_label, begin, end, high, last, least)


@compiled_part
def _hubs(offset: _Longs, head_depth: _Ints, depth: _Ints, node: int, hubs: _Ints) -> int:
    """Write the depths of a node and its upper neighbours to `hubs`; return their number."""
    hubs[0] = depth[node]
    begin, end = offset[node], offset[node + 1]
    hubs[1 : 1 + end - begin] = head_depth[begin:end]
    return int(1 + end - begin)


@compiled_part
def _multiply(
    hubs: _Ints,
    label: _Floats,
    target_label: _Floats,
    begin: int,
    end: int,
    low: int,
    high: int,
    least: _Floats,
) -> None:
    """Take the ways over hubs for origins ``begin:end`` and targets ``low:high``.

    Four hubs and two origins at a time, so that numbers are seldom read and written; of the last
    four hubs one may come more than once, which does no harm.
    """
    last = len(hubs) - 1
    for left in range(low, high, _COLUMNS):
        right = min(left + _COLUMNS, high)
        for k in range(0, last + 1, 4):
            p, q = hubs[k], hubs[min(k + 1, last)]
            r, s = hubs[min(k + 2, last)], hubs[min(k + 3, last)]
            a, b, c, d = label[p], label[q], label[r], label[s]
            from_a, from_b = target_label[p, left:right], target_label[q, left:right]
            from_c, from_d = target_label[r, left:right], target_label[s, left:right]
            for i in range(begin, end - 1, 2):
                j = i + 1
                row, next_row = least[i, left:right], least[j, left:right]
                for t in range(len(row)):
                    w, x, y, z = from_a[t], from_b[t], from_c[t], from_d[t]
                    row[t] = min(row[t], _least(a[i] + w, b[i] + x, c[i] + y, d[i] + z))
                    next_row[t] = min(next_row[t], _least(a[j] + w, b[j] + x, c[j] + y, d[j] + z))
            if (end - begin) % 2 == 1:
                i = end - 1
                row = least[i, left:right]
                for t in range(len(row)):
                    w, x, y, z = from_a[t], from_b[t], from_c[t], from_d[t]
                    row[t] = min(row[t], _least(a[i] + w, b[i] + x, c[i] + y, d[i] + z))


@compiled_part
def _least(a: float, b: float, c: float, d: float) -> float:
    """The least of four numbers, in a way that is worked out for several columns at once."""
    return min(min(a, b), min(c, d))  # noqa: PLW3301
