"""Topological simplification: nodes that only bend a street vanish, their arcs join to one edge.

The result is that of OSMnx's `simplify_graph`, also where streets are drawn badly, but all chains
are found at once by pointer jumping over arrays.

References
----------
Boeing, G. (2025). Topological Graph Simplification Solutions to the Street Intersection Miscount
Problem. Transactions in GIS 29(3), e70037. https://doi.org/10.1111/tgis.70037
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from maps.importing.street_arcs import StreetArcs, components

_NONE = -1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Chains:
    """The edges of a simplified graph, each a chain of arcs.

    Parameters
    ----------
    tail, head
        Nodes that each edge leads from and to, as numbered in the arcs.
    arc_offset
        Where the arcs of each edge start in `arc`, and the end of the last.
    arc
        Arcs of all edges, in driving order.
    """

    tail: npt.NDArray[np.int64]
    head: npt.NDArray[np.int64]
    arc_offset: npt.NDArray[np.int64]
    arc: npt.NDArray[np.int64]

    def take(self, edges: npt.NDArray[np.integer]) -> "Chains":
        """The given edges, in the order given."""
        length = np.diff(self.arc_offset)[edges]
        offset = np.append(0, np.cumsum(length))
        shift = np.repeat(self.arc_offset[edges] - offset[:-1], length)
        return Chains(
            tail=self.tail[edges],
            head=self.head[edges],
            arc_offset=offset,
            arc=self.arc[np.arange(offset[-1]) + shift],
        )


def simplify(arcs: StreetArcs) -> Chains:
    """Join the arcs between junctions and dead ends to edges, sorted by their nodes."""
    is_end = find_ends(len(arcs.node_id), arcs.tail, arcs.head)
    paths = _paths_between_ends(arcs, is_end)
    is_inner = np.ones(len(paths.arc), dtype=bool)
    is_inner[paths.arc_offset[1:] - 1] = False
    is_gone = np.zeros(len(arcs.node_id), dtype=bool)
    is_gone[arcs.head[paths.arc[is_inner]]] = True
    # A badly drawn path may stop at a node that another path removes: it goes with that node.
    paths = paths.take(np.flatnonzero(~is_gone[paths.tail] & ~is_gone[paths.head]))
    kept = np.flatnonzero(~is_gone[arcs.tail] & ~is_gone[arcs.head])
    both = Chains(
        tail=np.append(arcs.tail[kept], paths.tail),
        head=np.append(arcs.head[kept], paths.head),
        arc_offset=np.append(np.arange(len(kept)), len(kept) + paths.arc_offset),
        arc=np.append(kept, paths.arc),
    )
    both = both.take(_without_rings(len(arcs.node_id), both))
    return both.take(np.lexsort((both.head, both.tail)))


def find_ends(
    size: int, tail: npt.NDArray[np.int64], head: npt.NDArray[np.int64]
) -> npt.NDArray[np.bool_]:
    """Whether edges end at each node: a junction, a dead end, a loop or a change of directions."""
    leaves = np.bincount(tail, minlength=size)
    enters = np.bincount(head, minlength=size)
    pairs = np.unique(np.minimum(tail, head) * size + np.maximum(tail, head))
    low, high = np.divmod(pairs, size)
    neighbours = np.bincount(low, minlength=size) + np.bincount(high, minlength=size)
    is_loop = np.zeros(size, dtype=bool)
    is_loop[low[low == high]] = True
    is_passed = (neighbours == 2) & np.isin(leaves + enters, (2, 4)) & (leaves > 0) & (enters > 0)
    return np.asarray(is_loop | ~is_passed)


def _paths_between_ends(arcs: StreetArcs, is_end: npt.NDArray[np.bool_]) -> Chains:
    """All chains of arcs from an end to the next, through at least one node that is none."""
    size = len(arcs.node_id)
    # Of parallel arcs the first counts, as in OSMnx.
    _, arc = np.unique(arcs.tail * size + arcs.head, return_index=True)
    tail, head = arcs.tail[arc], arcs.head[arc]
    following = _following(tail, head, is_end)
    before = np.full(len(arc), _NONE)
    goes_on = np.flatnonzero(following != _NONE)
    before[following[goes_on]] = goes_on
    first, rank = _jump_to_first(before)
    is_member = (before[first] == _NONE) & is_end[tail[first]] & ~is_end[head[first]]
    member = np.flatnonzero(is_member)
    member = member[np.lexsort((rank[member], first[member]))]
    starts = np.flatnonzero(rank[member] == 0)
    offset = np.append(starts, len(member))
    return Chains(
        tail=tail[member[starts]],
        head=head[member[offset[1:] - 1]],
        arc_offset=offset,
        arc=arc[member],
    )


def _following(
    tail: npt.NDArray[np.int64], head: npt.NDArray[np.int64], is_end: npt.NDArray[np.bool_]
) -> npt.NDArray[np.int64]:
    """The arc that goes on from each arc without turning back; -1 at an end.

    The arcs are sorted by tail and head, none twice; a node that is no end has one or two of them.
    """
    offset = np.searchsorted(tail, np.arange(len(is_end) + 1))
    following = np.full(len(tail), _NONE)
    inner = np.flatnonzero(~is_end[head])
    candidate = offset[head[inner]]
    candidate += head[candidate] == tail[inner]
    is_there = candidate < offset[head[inner] + 1]
    following[inner[is_there]] = candidate[is_there]
    return following


def _jump_to_first(
    before: npt.NDArray[np.int64],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """First arc of the chain of each arc, and how many arcs lie between; rings end anywhere."""
    first = np.where(before == _NONE, np.arange(len(before)), before)
    rank = (before != _NONE).astype(np.int64)
    for _ in range(max(1, len(before)).bit_length()):
        further = first[first]
        if np.array_equal(further, first):
            break
        rank += rank[first]
        first = further
    return first, rank


def _without_rings(size: int, edges: Chains) -> npt.NDArray[np.int64]:
    """The edges outside components that are one ring with no junction at all."""
    is_end = find_ends(size, edges.tail, edges.head)
    label = components(size, edges.tail, edges.head, connection="weak")
    has_end = np.zeros(size, dtype=bool)
    has_end[label[is_end & _touched(size, edges)]] = True
    return np.flatnonzero(has_end[label[edges.tail]])


def _touched(size: int, edges: Chains) -> npt.NDArray[np.bool_]:
    """Whether each node lies on any edge."""
    is_touched = np.zeros(size, dtype=bool)
    is_touched[edges.tail] = True
    is_touched[edges.head] = True
    return is_touched
