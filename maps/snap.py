"""Snap places to the nearest street that a vehicle can both reach and leave.

Streets are searched in the largest strongly connected part of the network, on the Mercator
projection: it keeps shapes, so that the nearest street there is the nearest on the ground. Where a
place lands depends on the roads and on the place alone, never on other places.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
import shapely

from domain.geo import EARTH_RADIUS_M, Location
from maps.road_network import RoadNetwork
from maps.street_arcs import components, great_circles_m

DEFAULT_LIMIT_M = 500.0
"""Places farther from every road than this are not served unless the caller says otherwise."""

NO_EDGE = -1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Snapped:
    """Where `p` places meet the roads.

    Parameters
    ----------
    lat, lon
        The places themselves, ``(p,)``.
    edge
        Edge that each place lies at, `NO_EDGE` where no road is near enough. Of a two-way street
        it is the direction with the smaller number; its twin passes the place too.
    fraction
        Share of the edge's length from its tail to the place, 0 to 1.
    road_lat, road_lon
        The point of the street nearest to each place, also where it is not near enough; NaN if
        there is no street at all.
    distance_m
        Distance from each place to that point; infinite if there is none.
    limit_m
        How far was near enough.
    """

    lat: npt.NDArray[np.float64]
    lon: npt.NDArray[np.float64]
    edge: npt.NDArray[np.int64]
    fraction: npt.NDArray[np.float64]
    road_lat: npt.NDArray[np.float64]
    road_lon: npt.NDArray[np.float64]
    distance_m: npt.NDArray[np.float64]
    limit_m: float

    def __len__(self) -> int:
        return len(self.edge)

    @property
    def is_near(self) -> npt.NDArray[np.bool_]:
        """Whether each place has a street near enough."""
        return np.asarray(self.edge != NO_EDGE)


def snap(
    network: RoadNetwork, places: Sequence[Location], *, limit_m: float = DEFAULT_LIMIT_M
) -> Snapped:
    """Find the nearest point of the roads for each place.

    The search index is built at the first call for a network and kept as long as the network is.
    """
    index = _INDEXES.get(network)
    if index is None:
        index = _INDEXES[network] = SnapIndex.build(network)
    return index.snap(places, limit_m=limit_m)


def core_edges(network: RoadNetwork) -> npt.NDArray[np.bool_]:
    """Whether each edge lies within the largest strongly connected part of the network."""
    label = components(network.node_count, network.tail, network.head, connection="strong")
    is_core = label == np.bincount(label).argmax()
    return np.asarray(is_core[network.tail] & is_core[network.head])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SnapIndex:
    """The streets of a network, ready to be searched.

    Parameters
    ----------
    edge
        Edge of each street, one direction of those that have two.
    offset
        Where the points of each street start, and the end of the last.
    lat, lon
        Points of all streets.
    plane_m, ground_m
        Running length up to each point, on the projection and on the ground.
    lines, tree
        The streets as lines on the projection, and the tree to search them.
    """

    edge: npt.NDArray[np.int64]
    offset: npt.NDArray[np.int64]
    lat: npt.NDArray[np.float64]
    lon: npt.NDArray[np.float64]
    plane_m: npt.NDArray[np.float64]
    ground_m: npt.NDArray[np.float64]
    lines: npt.NDArray[np.object_]
    tree: shapely.STRtree

    @classmethod
    def build(cls, network: RoadNetwork) -> "SnapIndex":
        """Index the streets of a network that can be reached and left."""
        is_first = (network.twin < 0) | (network.twin > np.arange(network.edge_count))
        edge = np.flatnonzero(core_edges(network) & is_first)
        length = np.diff(network.shape_offset)[edge]
        offset = np.append(0, np.cumsum(length))
        shift = np.repeat(network.shape_offset[edge] - offset[:-1], length)
        point = np.arange(offset[-1]) + shift
        lat, lon = network.shape_lat[point], network.shape_lon[point]
        x, y = _mercator_m(lat, lon)
        street = np.repeat(np.arange(len(edge)), length)
        lines = np.empty(0, dtype=np.object_)
        if len(edge):
            lines = np.asarray(shapely.linestrings(x, y, indices=street), dtype=np.object_)
        return cls(
            edge=edge,
            offset=offset,
            lat=lat,
            lon=lon,
            plane_m=_running(np.hypot(np.diff(x), np.diff(y)), offset),
            ground_m=_running(_steps_m(lat, lon), offset),
            lines=lines,
            tree=shapely.STRtree(lines),
        )

    def snap(self, places: Sequence[Location], *, limit_m: float) -> Snapped:
        """Find the nearest point of the streets for each place."""
        lat = np.array([place.lat for place in places], dtype=np.float64)
        lon = np.array([place.lon for place in places], dtype=np.float64)
        empty = np.full(len(places), np.nan)
        if len(places) == 0 or len(self.edge) == 0:
            edge, road_lat, road_lon, fraction = np.full(len(places), NO_EDGE), empty, empty, empty
            distance_m = np.full(len(places), np.inf)
        else:
            street, along_m = self._nearest(lat, lon)
            road_lat, road_lon, fraction = self._locate(street, along_m)
            distance_m = great_circles_m(lat, lon, road_lat, road_lon)
            edge = np.where(distance_m <= limit_m, self.edge[street], NO_EDGE)
        return Snapped(
            lat=lat,
            lon=lon,
            edge=edge,
            fraction=fraction,
            road_lat=road_lat,
            road_lon=road_lon,
            distance_m=distance_m,
            limit_m=limit_m,
        )

    def _nearest(
        self, lat: npt.NDArray[np.float64], lon: npt.NDArray[np.float64]
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
        """Nearest street of each place, the first of several, and how far along it is."""
        points = shapely.points(*_mercator_m(lat, lon))
        place, street = self.tree.query_nearest(points, all_matches=True)
        order = np.lexsort((street, place))
        street = street[order][np.flatnonzero(np.diff(place[order], prepend=-1))]
        return street, shapely.line_locate_point(self.lines[street], points)

    def _locate(
        self, street: npt.NDArray[np.int64], along_m: npt.NDArray[np.float64]
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Latitude, longitude and share of the length on the ground of points along streets."""
        start, end = self.offset[street], self.offset[street + 1] - 1
        target_m = self.plane_m[start] + along_m
        point = np.clip(np.searchsorted(self.plane_m, target_m, side="right") - 1, start, end - 1)
        step_m = self.plane_m[point + 1] - self.plane_m[point]
        share = np.clip((target_m - self.plane_m[point]) / np.maximum(step_m, 1e-9), 0.0, 1.0)

        def between(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
            return values[point] + share * (values[point + 1] - values[point])

        length_m = self.ground_m[end] - self.ground_m[start]
        fraction = (between(self.ground_m) - self.ground_m[start]) / np.maximum(length_m, 1e-9)
        return between(self.lat), between(self.lon), np.clip(fraction, 0.0, 1.0)


_INDEXES: WeakKeyDictionary[RoadNetwork, SnapIndex] = WeakKeyDictionary()


def _mercator_m(
    lat: npt.NDArray[np.float64], lon: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Spherical Mercator coordinates of points."""
    x = EARTH_RADIUS_M * np.deg2rad(lon)
    y = EARTH_RADIUS_M * np.arcsinh(np.tan(np.deg2rad(lat)))
    return np.asarray(x), np.asarray(y)


def _steps_m(lat: npt.NDArray[np.float64], lon: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Great-circle distance from each point to the next."""
    return great_circles_m(lat[:-1], lon[:-1], lat[1:], lon[1:])


def _running(
    step_m: npt.NDArray[np.float64], offset: npt.NDArray[np.int64]
) -> npt.NDArray[np.float64]:
    """Running sum of the steps along all lines, without the leaps from line to line."""
    step_m = step_m.copy()
    step_m[offset[1:-1] - 1] = 0.0
    return np.append(0.0, np.cumsum(step_m))
