"""Stops in the elimination tree of a chordal graph, and the least weights between them.

A stop joins the graph at one node or at two neighbours, of which one is an ancestor of the other.
It hangs below the lower one, its anchor, as if it were a leaf of the tree. So it costs nothing
that stops are somewhere in a street: the graph does not change for them.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from domain.compiled import thread_count
from maps.hierarchy.chordal_graph import NO_NODE, ChordalGraph, are_joined
from maps.hierarchy.hierarchy_kernels import DOWN, fill_rows, label_stops

_WIDTH = 64
"""Stops that are worked on together: enough to share the nodes above them."""

_PARTS_PER_THREAD = 4

_Ints = npt.NDArray[np.int32]
_Longs = npt.NDArray[np.int64]
_Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HungStops:
    """Stops sorted by the preorder of their anchors.

    Parameters
    ----------
    stop
        Number of each sorted stop; those that have no node are not among them.
    place
        Where each stop is among the sorted ones; behind them where it has no node.
    anchor
        Lower node of each sorted stop.
    port_depth, port_weight
        Depths of its nodes, `NO_NODE` where there is none, and their weights, ``(sorted, 2)``.
    """

    stop: _Longs
    place: _Ints
    anchor: _Ints
    port_depth: _Ints
    port_weight: _Floats

    @classmethod
    def build(cls, graph: ChordalGraph, node: _Ints, weight: _Floats) -> "HungStops":
        """Hang stops that join the graph at one or two nodes each, `NO_NODE` otherwise.

        Raises
        ------
        ValueError
            If a stop has two nodes that are not neighbours.
        """
        on_road = np.flatnonzero((node != NO_NODE).any(axis=1))
        used = node[on_road]
        low = np.where(used == NO_NODE, graph.nodes, used).min(axis=1).astype(np.int64)
        high = used.max(axis=1).astype(np.int64)
        if not are_joined(graph.offset, graph.head, low, high).all():
            raise ValueError("the ports of a stop are at nodes that no arc joins")
        order = np.argsort(graph.preorder[low], kind="stable")
        stop = on_road[order]
        place = np.full(len(node), len(stop), np.int32)
        place[stop] = np.arange(len(stop), dtype=np.int32)
        depth = np.where(used == NO_NODE, NO_NODE, graph.depth[used])
        return cls(
            stop=stop,
            place=place,
            anchor=low[order].astype(np.int32),
            port_depth=np.ascontiguousarray(depth[order], dtype=np.int32),
            port_weight=np.ascontiguousarray(weight[stop], dtype=np.float64),
        )

    @property
    def off_road(self) -> _Longs:
        """Stops that have no node."""
        return np.flatnonzero(self.place == len(self.stop))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MatrixRows:
    """A matrix of least weights from origins to targets, of which any rows can be worked out.

    Parameters
    ----------
    graph, weight
        Nodes and arcs, and the weights of the arcs up and down, ``(arcs, 2)``.
    origins, targets
        Stops to start from and to end at.
    label
        Weight between each ancestor and the targets below it, by depth, ``(depths, targets)``.
    threads
        Threads to work on.
    """

    graph: ChordalGraph
    weight: _Floats
    origins: HungStops
    targets: HungStops
    label: _Floats
    threads: int

    @classmethod
    def build(
        cls,
        graph: ChordalGraph,
        weight: _Floats,
        origins: HungStops,
        targets: HungStops,
        *,
        threads: int | None = None,
    ) -> "MatrixRows":
        """Label the targets, on all threads if no number is given."""
        label = np.empty((graph.levels, len(targets.stop)))

        def fill(part: int, parts: int) -> None:
            label_stops(
                graph.offset,
                graph.head_depth,
                graph.parent,
                graph.depth,
                weight,
                DOWN,
                targets.anchor,
                targets.port_depth,
                targets.port_weight,
                _WIDTH,
                part,
                parts,
                label,
            )

        threads = threads or thread_count()
        _share(fill, len(targets.stop), threads)
        return cls(
            graph=graph,
            weight=weight,
            origins=origins,
            targets=targets,
            label=label,
            threads=threads,
        )

    def fill(self, sorted_origins: slice, row: _Longs, out: _Floats) -> None:
        """Work out the rows of some of the sorted origins; `row` tells where in `out` they go."""
        graph, targets = self.graph, self.targets
        anchor = self.origins.anchor[sorted_origins]
        port_depth = self.origins.port_depth[sorted_origins]
        port_weight = self.origins.port_weight[sorted_origins]
        number = graph.preorder[targets.anchor]

        def fill(part: int, parts: int) -> None:
            fill_rows(
                graph.offset,
                graph.head_depth,
                graph.parent,
                graph.depth,
                graph.preorder,
                graph.subtree,
                self.weight,
                anchor,
                port_depth,
                port_weight,
                row,
                number,
                targets.place,
                self.label,
                _WIDTH,
                part,
                parts,
                out,
            )

        _share(fill, len(anchor), self.threads)


def _share(work: Callable[[int, int], None], stops: int, threads: int) -> None:
    """Share stops out to threads, this one among them: who is free takes the next part."""
    others = threads - 1
    count = max(1, min(_PARTS_PER_THREAD * (others + 1), -(-stops // _WIDTH)))
    parts = iter(range(count))

    def work_on() -> None:
        for part in parts:
            work(part, count)

    if others == 0 or count == 1:
        work_on()
    else:
        with ThreadPoolExecutor(others) as pool:
            helping = [pool.submit(work_on) for _ in range(others)]
            work_on()
            for future in helping:
                future.result()
