"""Best ways with turns by networkx, on a graph in which every edge is cut at every place."""

from collections import defaultdict
from itertools import pairwise

import networkx as nx

from maps.driving.conditions import AVOID_FACTOR, RoadConditions
from maps.snapping.snap import Snapped
from tests.maps.small_networks import NO_WAY

_LOAD = 2**40


def turn_paths(
    conditions: RoadConditions, snapped: Snapped, bucket: int = 0
) -> list[list[tuple[int, int]]]:
    """Milliseconds of key and decimetres between places; `NO_WAY` where there is none.

    Nodes are points of edges: ``(edge, cut)``. Where an edge ends it leads into others by the
    turns that the state graph allows; a place is left from and come to at its cuts.
    """
    network, graph = conditions.network, conditions.graph
    drive_ms, avoided = conditions.drive_ms(bucket), conditions.avoided(bucket)
    tolls = conditions.tolls(bucket)
    paths: nx.MultiDiGraph[object] = nx.MultiDiGraph()
    last: dict[int, int] = {}
    for edge in range(network.edge_count):
        ms, dm = int(drive_ms[edge]), int(conditions.length_dm[edge])
        cuts = _cuts(snapped, network.twin.tolist(), edge)
        along = sorted({0.0, 1.0, *(share for share, _ in cuts)})
        factor = 1 + AVOID_FACTOR * bool(avoided[edge])
        toll_ms = round(int(tolls[edge]) * conditions.ms_per_minor)
        last[edge] = len(along) - 1
        for number, (a, b) in enumerate(pairwise(along)):
            step = (round(b * ms) - round(a * ms)) * factor + (toll_ms if b == 1.0 else 0)
            weight = step * _LOAD + round(b * dm) - round(a * dm)
            if conditions.is_open[edge]:
                paths.add_edge((edge, number), (edge, number + 1), weight=weight)
        for share, place in cuts:
            if conditions.is_open[edge]:
                point = (edge, along.index(share))
                paths.add_edge(("from", place), point, weight=0)
                paths.add_edge(point, ("to", place), weight=0)
    is_allowed = graph.is_open_to(conditions.driving.profile)
    tail = graph.tail
    for arc in range(len(graph.head)):
        if is_allowed[arc]:
            first, second = int(tail[arc]), int(graph.edge[arc])
            weight = int(graph.turn_ms[arc]) * _LOAD
            paths.add_edge((first, last[first]), (second, 0), weight=weight)
    return _between(paths, snapped)


def _cuts(snapped: Snapped, twin: list[int], edge: int) -> list[tuple[float, int]]:
    """Where places lie along an edge: the share, and the place."""
    found = []
    for place in range(len(snapped)):
        own, share = int(snapped.edge[place]), float(snapped.fraction[place])
        if own == edge:
            found.append((share, place))
        elif own >= 0 and twin[own] == edge:
            found.append((1.0 - share, place))
    return found


def _between(paths: "nx.MultiDiGraph[object]", snapped: Snapped) -> list[list[tuple[int, int]]]:
    """Best ways from every place to every other; nothing between places at one point."""
    rows = []
    point = list(zip(snapped.edge.tolist(), snapped.fraction.tolist(), strict=True))
    for a in range(len(snapped)):
        reached: dict[object, float] = defaultdict(lambda: -1.0)
        if ("from", a) in paths:
            reached.update(nx.single_source_dijkstra_path_length(paths, ("from", a)))
        row = []
        for b in range(len(snapped)):
            weight = reached[("to", b)]
            same = point[a] == point[b] and point[a][0] >= 0
            row.append((0, 0) if same else NO_WAY if weight < 0 else divmod(int(weight), _LOAD))
        rows.append(row)
    return rows
