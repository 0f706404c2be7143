"""The graph that a contraction hierarchy lives on: what elimination of nodes in their order makes.

Nodes are known by their rank. Each is joined with its upper neighbours, which are joined with each
other; the lowest of them is the node's parent in the elimination tree, and all are its ancestors.
"""

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from domain.compiled import compiled

NO_NODE = -1
"""Parent of a root, and the node of a stop that has none."""

_Ints = npt.NDArray[np.int32]
_Longs = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ChordalGraph:
    """Nodes, arcs from each to its upper neighbours, and the elimination tree; read-only arrays.

    Parameters
    ----------
    offset, head
        The upper neighbours of each node are ``head[offset[node]:offset[node + 1]]``, sorted.
    tail, head_depth
        Node that each arc comes from, and the depth of the one that it leads to.
    lower_start, lower
        The arcs that end in each node are ``lower[lower_start[node]:lower_start[node + 1]]``.
    parent, depth, preorder, subtree
        Of each node in the tree: its parent, its depth, its number in preorder, and the number of
        nodes from it down.
    """

    offset: _Longs
    head: _Ints
    tail: _Ints
    head_depth: _Ints
    lower_start: _Longs
    lower: _Ints
    parent: _Ints
    depth: _Ints
    preorder: _Ints
    subtree: _Ints

    @classmethod
    def build(cls, offset: _Longs, head: _Ints) -> "ChordalGraph":
        """Work out all that follows from the upper neighbours.

        Raises
        ------
        ValueError
            If they are not those of a chordal graph. What is built of others could lead a kernel
            out of the bounds of its arrays.
        """
        rises = len(offset) > 0 and offset[0] == 0 and offset[-1] == len(head)
        if not rises or (offset[1:] < offset[:-1]).any() or not is_chordal(offset, head):
            raise ValueError("upper neighbours must be sorted and joined with each other")
        nodes = np.arange(len(offset) - 1, dtype=np.int32)
        parent, depth, preorder, subtree = elimination_tree(offset, head)
        lower_start, lower = lower_arcs(offset, head)
        return cls(
            offset=offset,
            head=head,
            tail=np.repeat(nodes, np.diff(offset)),
            head_depth=depth[head],
            lower_start=lower_start,
            lower=lower,
            parent=parent,
            depth=depth,
            preorder=preorder,
            subtree=subtree,
        )

    def __post_init__(self) -> None:
        for field in fields(self):
            getattr(self, field.name).flags.writeable = False

    @property
    def nodes(self) -> int:
        """Number of nodes."""
        return len(self.parent)

    @property
    def levels(self) -> int:
        """Number of depths."""
        return int(self.depth.max(initial=-1)) + 1


@compiled
def eliminate(first: _Longs, upper: _Ints) -> tuple[_Longs, _Ints]:
    """Join the upper neighbours of each node, the lowest node first.

    Takes and returns where the upper neighbours of each node start, ``(nodes + 1,)``, and the
    neighbours, sorted. Those of a node are its own and those of its children in the tree.
    """
    nodes = len(first) - 1
    offset = np.zeros(nodes + 1, np.int64)
    head = np.empty(4 * len(upper) + nodes, np.int32)
    first_child = np.full(nodes, NO_NODE, np.int32)
    next_child = np.full(nodes, NO_NODE, np.int32)
    seen = np.full(nodes, NO_NODE, np.int32)
    size = 0
    for node in range(nodes):
        begin = size
        seen[node] = node
        if size + nodes - node > len(head):  # There are no more upper neighbours than that.
            grown = np.empty(2 * len(head) + nodes, np.int32)
            grown[:size] = head[:size]
            head = grown
        for arc in range(first[node], first[node + 1]):
            if seen[upper[arc]] != node:
                seen[upper[arc]] = node
                head[size] = upper[arc]
                size += 1
        child = first_child[node]
        while child != NO_NODE:
            for arc in range(offset[child], offset[child + 1]):
                if seen[head[arc]] != node:
                    seen[head[arc]] = node
                    head[size] = head[arc]
                    size += 1
            child = next_child[child]
        offset[node + 1] = size
        if size > begin:
            head[begin:size].sort()
            parent = head[begin]
            next_child[node] = first_child[parent]
            first_child[parent] = node
    return offset, head[:size].copy()


@compiled
def is_chordal(offset: _Longs, head: _Ints) -> bool:
    """Whether upper neighbours are sorted, within bounds, and joined with each other.

    `offset` must rise from 0 to the number of arcs. Each node's neighbours but the lowest must be
    that one's too; the rest follows from node to node.
    """
    nodes = len(offset) - 1
    for node in range(nodes):
        begin, end = offset[node], offset[node + 1]
        below = node
        for arc in range(begin, end):
            if not below < head[arc] < nodes:
                return False
            below = head[arc]
        if begin == end:
            continue
        at, last = offset[head[begin]], offset[head[begin] + 1]
        for arc in range(begin + 1, end):
            while at < last and head[at] < head[arc]:
                at += 1
            if at == last or head[at] != head[arc]:
                return False
    return True


@compiled
def are_joined(offset: _Longs, head: _Ints, low: _Longs, high: _Longs) -> npt.NDArray[np.bool_]:
    """Whether each pair of nodes is one and the same, or the higher is an upper neighbour."""
    found = np.empty(len(low), np.bool_)
    for pair in range(len(low)):
        near = head[offset[low[pair]] : offset[low[pair] + 1]]
        at = np.searchsorted(near, high[pair])
        found[pair] = low[pair] == high[pair] or (at < len(near) and near[at] == high[pair])
    return found


@compiled
def lower_arcs(offset: _Longs, head: _Ints) -> tuple[_Longs, _Ints]:
    """Arcs that end in each node: where they start in the list, ``(nodes + 1,)``, and the list."""
    nodes = len(offset) - 1
    start = np.zeros(nodes + 1, np.int64)
    for arc in range(len(head)):
        start[head[arc] + 1] += 1
    for node in range(nodes):
        start[node + 1] += start[node]
    at = start[:-1].copy()
    arcs = np.empty(len(head), np.int32)
    for arc in range(len(head)):
        arcs[at[head[arc]]] = arc
        at[head[arc]] += 1
    return start, arcs


@compiled
def elimination_tree(offset: _Longs, head: _Ints) -> tuple[_Ints, _Ints, _Ints, _Ints]:
    """Parent of each node, its depth, its number in preorder, and the size of its subtree."""
    nodes = len(offset) - 1
    parent = np.full(nodes, NO_NODE, np.int32)
    depth = np.zeros(nodes, np.int32)
    preorder = np.zeros(nodes, np.int32)
    size = np.ones(nodes, np.int32)
    for node in range(nodes):
        if offset[node] < offset[node + 1]:
            parent[node] = head[offset[node]]
            size[parent[node]] += size[node]
    free = np.zeros(nodes, np.int32)
    free_root = 0
    for node in range(nodes - 1, -1, -1):
        above = parent[node]
        if above == NO_NODE:
            preorder[node] = free_root
            free_root += size[node]
        else:
            depth[node] = depth[above] + 1
            preorder[node] = free[above]
            free[above] += size[node]
        free[node] = preorder[node] + 1
    return parent, depth, preorder, size
