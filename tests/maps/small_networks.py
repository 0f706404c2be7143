"""Road networks of a few streets, and fastest paths on them by networkx with every edge split."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import networkx as nx
import numpy as np
from hypothesis import strategies as st

from domain.geo import Location, great_circle_m
from maps.importing.speeds import travel_ms
from maps.importing.twins import find_twins
from maps.network.road_limits import no_limits
from maps.network.road_network import RoadNetwork
from maps.snapping.snap import Snapped

NO_WAY = (-1, -1)
_LAT, _LON = 48.0, 8.0
_STEP = 0.0005
SIZE = 6
"""Nodes and places lie on a square of this many steps of about 50 m."""


@dataclass(frozen=True)
class Street:
    """A street between two nodes, with at most one bend, driven both ways or one."""

    tail: int
    head: int
    bend: tuple[int, int] | None
    kph: float
    one_way: bool


def location(x: float, y: float) -> Location:
    """A point of the square, in steps."""
    return Location(round(_LAT + _STEP * y, 7), round(_LON + _STEP * x, 7))


def network_of(nodes: Sequence[tuple[int, int]], streets: Sequence[Street]) -> RoadNetwork:
    """A network of nodes, in steps, and streets."""
    edges: list[tuple[int, int, list[tuple[int, int]], float]] = []
    for street in streets:
        bend = [] if street.bend is None else [street.bend]
        points = [nodes[street.tail], *bend, nodes[street.head]]
        edges.append((street.tail, street.head, points, street.kph))
        if not street.one_way:
            edges.append((street.head, street.tail, points[::-1], street.kph))
    places = [[location(*point) for point in points] for _, _, points, _ in edges]
    length_m = np.array([sum(great_circle_m(a, b) for a, b in pairwise(line)) for line in places])
    kph = np.array([edge[3] for edge in edges])
    tail, head = (np.array([edge[i] for edge in edges], dtype=np.int32) for i in (0, 1))
    lat, lon = (
        np.array([getattr(place, axis) for line in places for place in line])
        for axis in ("lat", "lon")
    )
    offset = np.append(0, np.cumsum([len(line) for line in places]))
    e7 = (np.rint(values * 1e7).astype(np.int64) for values in (lat, lon))
    count = len(edges)
    zeros = np.zeros(count, dtype=np.int32)
    here = [location(*node) for node in nodes]
    return RoadNetwork(
        name="small",
        source="small.osm",
        node_osm_id=np.arange(len(nodes)),
        node_lat=np.array([place.lat for place in here]),
        node_lon=np.array([place.lon for place in here]),
        tail=tail,
        head=head,
        length_m=length_m,
        speed_kph=kph,
        travel_ms=travel_ms(length_m, kph),
        maxspeed_kph=kph.astype(np.float32),
        road_class=zeros.astype(np.uint8),
        name_text=zeros,
        flags=zeros.astype(np.uint8),
        twin=find_twins(tail, head, offset, *e7),
        shape_offset=offset,
        shape_lat=lat,
        shape_lon=lon,
        way_offset=np.arange(count + 1),
        edge_way=np.arange(count, dtype=np.int32),
        way_osm_id=np.arange(count),
        way_text=np.zeros((count, 1), dtype=np.int32),
        way_tags=("highway",),
        classes=("residential",),
        texts=("",),
        **no_limits(count),
    )


@st.composite
def networks(draw: st.DrawFn) -> RoadNetwork:
    """Networks with one-ways, parallel streets, loops, islands and dead ends."""
    spot = st.tuples(st.integers(0, SIZE), st.integers(0, SIZE))
    nodes = draw(st.lists(spot, min_size=2, max_size=8, unique=True))
    node = st.integers(0, len(nodes) - 1)
    streets = draw(
        st.lists(
            st.builds(
                Street,
                tail=node,
                head=node,
                bend=st.none() | spot,
                kph=st.sampled_from((5.0, 30.0, 50.0, 63.7)),
                one_way=st.booleans(),
            ),
            min_size=1,
            max_size=14,
        )
    )
    return network_of(nodes, streets)


def door_places() -> st.SearchStrategy[list[Location]]:
    """Places on, beside and beyond the square; some the same, many on the same street."""
    step = st.integers(-8, 8 * (SIZE + 1)).map(lambda eighth: eighth / 8)
    return st.lists(st.builds(location, step, step), min_size=1, max_size=7)


def split_paths(network: RoadNetwork, snapped: Snapped) -> list[list[tuple[int, int]]]:
    """Milliseconds and decimetres between places; `NO_WAY` where there is none.

    Every edge is cut at each place on it, and networkx searches the pieces.
    """
    graph: nx.MultiDiGraph[object] = nx.MultiDiGraph()
    graph.add_nodes_from(range(network.node_count))
    at: list[object] = [None] * len(snapped)
    for edge in range(network.edge_count):
        cuts = _cuts(network, snapped, edge, at)
        for (_, ms_a, dm_a, a), (_, ms_b, dm_b, b) in pairwise(cuts):
            graph.add_edge(a, b, weight=(ms_b - ms_a) * 2**40 + dm_b - dm_a)
    rows = []
    for origin in at:
        reached = {} if origin is None else nx.single_source_dijkstra_path_length(graph, origin)
        rows.append([_way(reached[end]) if end in reached else NO_WAY for end in at])
    return rows


def _way(weight: float) -> tuple[int, int]:
    """Milliseconds and decimetres of a path."""
    return divmod(int(weight), 2**40)


def _cuts(
    network: RoadNetwork, snapped: Snapped, edge: int, at: list[object]
) -> list[tuple[float, int, int, object]]:
    """The ends of an edge and the places on it: share, time, length and name of each."""
    ms, dm = int(network.travel_ms[edge]), round(float(network.length_m[edge]) * 10)
    tail, head = int(network.tail[edge]), int(network.head[edge])
    cuts: list[tuple[float, int, int, object]] = []
    for place in range(len(snapped)):
        own = int(snapped.edge[place])
        if edge not in (own, network.twin[own]) or own < 0:
            continue
        share = float(snapped.fraction[place])
        own_dm = round(float(network.length_m[own]) * 10)
        if round(share * own_dm) == 0:
            at[place] = int(network.tail[own])
        elif round(share * own_dm) == own_dm:
            at[place] = int(network.head[own])
        else:
            at[place] = name = ("on", own, share)
            along = share if edge == own else 1.0 - share
            cuts.append((along, round(along * ms), round(along * dm), name))
    cuts.sort(key=lambda cut: cut[:3])
    return [(0.0, 0, 0, tail), *cuts, (1.0, ms, dm, head)]
