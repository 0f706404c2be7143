"""The drivable ways as a graph of straight arcs from node to node, before it is simplified."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from domain.geo import EARTH_RADIUS_M
from maps.importing.osm_file import OsmWays

_ONE_WAY = frozenset({"yes", "true", "1", "-1", "reverse", "T", "F"})
_REVERSED = frozenset({"-1", "reverse", "T"})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StreetArcs:
    """Straight directed arcs between OSM nodes, in the order in which OSMnx would add them.

    Parameters
    ----------
    node_id, lat_e7, lon_e7
        OSM id and position (degrees times 10^7) of each node.
    tail, head
        Nodes that each arc leads from and to.
    way
        Way that each arc belongs to.
    is_against
        Whether it runs against the drawing of its way.
    length_m
        Great-circle length.
    """

    node_id: npt.NDArray[np.int64]
    lat_e7: npt.NDArray[np.int64]
    lon_e7: npt.NDArray[np.int64]
    tail: npt.NDArray[np.int64]
    head: npt.NDArray[np.int64]
    way: npt.NDArray[np.int64]
    is_against: npt.NDArray[np.bool_]
    length_m: npt.NDArray[np.float64]

    def keep_nodes(self, is_kept: npt.NDArray[np.bool_]) -> "StreetArcs":
        """The arcs between the nodes that are kept, all nodes without arcs dropped."""
        arcs = np.flatnonzero(is_kept[self.tail] & is_kept[self.head])
        nodes, ends = np.unique((self.tail[arcs], self.head[arcs]), return_inverse=True)
        return StreetArcs(
            node_id=self.node_id[nodes],
            lat_e7=self.lat_e7[nodes],
            lon_e7=self.lon_e7[nodes],
            tail=ends[0],
            head=ends[1],
            way=self.way[arcs],
            is_against=self.is_against[arcs],
            length_m=self.length_m[arcs],
        )


def build_arcs(ways: OsmWays) -> StreetArcs:
    """Make arcs of ways: one along each stretch, and one back where both directions are open."""
    node_id, first, node = np.unique(ways.node_id, return_index=True, return_inverse=True)
    lat_e7, lon_e7 = ways.lat_e7[first], ways.lon_e7[first]
    ends_piece = np.zeros(len(node), dtype=bool)
    ends_piece[ways.piece_offset[1:] - 1] = True
    start = np.flatnonzero(~ends_piece)
    way = np.repeat(ways.piece_way, np.diff(ways.piece_offset))[start]
    one_way, is_reversed = one_way_rules(ways)
    forth = np.flatnonzero(~is_reversed[way])
    back = np.flatnonzero(~one_way[way] | is_reversed[way])
    # A reversed one-way is what OSMnx draws anew, so it does not run against its way there.
    order = np.argsort(np.concatenate((2 * way[forth], 2 * way[back] + 1)), kind="stable")
    tail = np.concatenate((node[start[forth]], node[start[back] + 1]))[order]
    head = np.concatenate((node[start[forth] + 1], node[start[back]]))[order]
    arc_way = np.concatenate((way[forth], way[back]))[order]
    is_back = np.append(np.zeros(len(forth), dtype=bool), np.ones(len(back), dtype=bool))[order]
    return StreetArcs(
        node_id=node_id,
        lat_e7=lat_e7,
        lon_e7=lon_e7,
        tail=tail,
        head=head,
        way=arc_way,
        is_against=is_back & ~is_reversed[arc_way],
        length_m=great_circles_m(
            lat_e7[tail] / 1e7, lon_e7[tail] / 1e7, lat_e7[head] / 1e7, lon_e7[head] / 1e7
        ),
    )


def one_way_rules(ways: OsmWays) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Whether each way is one-way, and whether it is driven against its drawing only."""
    is_tagged = np.array([text in _ONE_WAY for text in ways.texts])[ways.tag("oneway")]
    is_round = np.array([text == "roundabout" for text in ways.texts])[ways.tag("junction")]
    is_back = np.array([text in _REVERSED for text in ways.texts])[ways.tag("oneway")]
    return is_tagged | is_round, is_back


def clip_arcs(arcs: StreetArcs, area: shapely.Geometry) -> StreetArcs:
    """The arcs whose two ends lie in an area (longitude as x, latitude as y)."""
    shapely.prepare(area)
    return arcs.keep_nodes(shapely.intersects_xy(area, arcs.lon_e7 / 1e7, arcs.lat_e7 / 1e7))


def largest_component(arcs: StreetArcs) -> StreetArcs:
    """The arcs of the largest part that hangs together, directions ignored."""
    label = components(len(arcs.node_id), arcs.tail, arcs.head, connection="weak")
    return arcs.keep_nodes(label == np.bincount(label).argmax())


def components(
    size: int,
    tail: npt.NDArray[np.integer],
    head: npt.NDArray[np.integer],
    *,
    connection: Literal["weak", "strong"],
) -> npt.NDArray[np.int32]:
    """Number of the weakly or strongly connected component of each node."""
    graph = coo_array((np.ones(len(tail)), (tail, head)), shape=(size, size))
    _, label = connected_components(graph.tocsr(), directed=True, connection=connection)
    return np.asarray(label, dtype=np.int32)


def great_circles_m(
    lat_a: npt.NDArray[np.float64],
    lon_a: npt.NDArray[np.float64],
    lat_b: npt.NDArray[np.float64],
    lon_b: npt.NDArray[np.float64],
) -> npt.NDArray[np.float64]:
    """Great-circle distances in metres between points in degrees (haversine)."""
    phi_a, phi_b = np.deg2rad(lat_a), np.deg2rad(lat_b)
    half_lon = np.deg2rad(lon_b - lon_a) / 2
    h = np.sin((phi_b - phi_a) / 2) ** 2 + np.cos(phi_a) * np.cos(phi_b) * np.sin(half_lon) ** 2
    return np.asarray(2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(h, 1.0))))
