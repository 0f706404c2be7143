"""Snap places to the nearest street that a vehicle can both reach and leave.

Where a place lands depends on the roads, the streets that are allowed and the place alone, never
on other places. Unless a vehicle's own are given, the streets allowed are those in the largest
strongly connected part of the network.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from domain.geo import Location
from maps.importing.street_arcs import components, great_circles_m
from maps.network.road_network import RoadNetwork
from maps.snapping.street_grid import NOTHING, NearestPoints, StreetGrid, warm_up_grid

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
    network: RoadNetwork,
    places: Sequence[Location],
    *,
    limit_m: float = DEFAULT_LIMIT_M,
    allowed: npt.NDArray[np.bool_] | None = None,
) -> Snapped:
    """Find the nearest point of the roads for each place.

    The search index is built at the first call for a network and kept as long as the network is.

    Parameters
    ----------
    allowed
        Which edges a place may be snapped to, ``(m,)``; without it the `core_edges`.
    """
    index = _INDEXES.get(network)
    if index is None:
        index = _INDEXES[network] = SnapIndex.build(network)
    lat = np.array([place.lat for place in places], dtype=np.float64)
    lon = np.array([place.lon for place in places], dtype=np.float64)
    is_allowed = index.core if allowed is None else allowed
    found = index.grid.nearest(lat, lon, _open_streets(network, is_allowed))
    edge, fraction, road_lat, road_lon = _locate(network, found, is_allowed)
    distance_m = great_circles_m(lat, lon, road_lat, road_lon)
    distance_m[np.isnan(distance_m)] = np.inf
    return Snapped(
        lat=lat,
        lon=lon,
        edge=np.where(distance_m <= limit_m, edge, NO_EDGE),
        fraction=fraction,
        road_lat=road_lat,
        road_lon=road_lon,
        distance_m=distance_m,
        limit_m=limit_m,
    )


def core_edges(network: RoadNetwork) -> npt.NDArray[np.bool_]:
    """Whether each edge lies within the largest strongly connected part of the network."""
    label = components(network.node_count, network.tail, network.head, connection="strong")
    is_core = label == np.bincount(label).argmax()
    return np.asarray(is_core[network.tail] & is_core[network.head])


def warm_up_snapping() -> None:
    """Compile what snaps places."""
    warm_up_grid()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SnapIndex:
    """The streets of a network, ready to be searched.

    Parameters
    ----------
    grid
        All streets, each by the direction with the smaller number.
    core
        The `core_edges`.
    """

    grid: StreetGrid
    core: npt.NDArray[np.bool_]

    @classmethod
    def build(cls, network: RoadNetwork) -> "SnapIndex":
        """Index the streets of a network."""
        is_first = (network.twin < 0) | (network.twin >= np.arange(network.edge_count))
        shapes = network.shape_lat, network.shape_lon, network.shape_offset
        return cls(grid=StreetGrid.build(*shapes, is_first), core=core_edges(network))


_INDEXES: WeakKeyDictionary[RoadNetwork, SnapIndex] = WeakKeyDictionary()


def _open_streets(network: RoadNetwork, allowed: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Whether the street of each edge is allowed in one direction at least."""
    return np.asarray(allowed | (allowed[network.twin] & (network.twin >= 0)))


def _locate(
    network: RoadNetwork, found: NearestPoints, allowed: npt.NDArray[np.bool_]
) -> tuple[
    npt.NDArray[np.int64],
    npt.NDArray[np.float64],
    npt.NDArray[np.float64],
    npt.NDArray[np.float64],
]:
    """Allowed edge, share of its length, latitude and longitude of points found on streets."""
    count = len(found.edge)
    driven = np.full(count, NO_EDGE)
    fraction, road_lat, road_lon = np.full((3, count), np.nan)
    is_found = found.edge != NOTHING
    edge, point, share = found.edge[is_found], found.point[is_found], found.share[is_found]
    if len(edge):
        for road, shape in ((road_lat, network.shape_lat), (road_lon, network.shape_lon)):
            road[is_found] = shape[point] + share * (shape[point + 1] - shape[point])
        is_forth = allowed[edge]
        forth = _fraction(network, edge, point + share)
        fraction[is_found] = np.where(is_forth, forth, 1.0 - forth)
        driven[is_found] = np.where(is_forth, edge, network.twin[edge])
    return driven, fraction, road_lat, road_lon


def _fraction(
    network: RoadNetwork, edge: npt.NDArray[np.int64], end: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Share of the length of edges up to an end of each: a point of their shapes, or between."""
    start = network.shape_offset[edge]
    steps = network.shape_offset[edge + 1] - 1 - start
    first = np.cumsum(steps) - steps
    point = np.arange(steps.sum()) + np.repeat(start - first, steps)
    lat, lon = network.shape_lat, network.shape_lon
    step_m = great_circles_m(lat[point], lon[point], lat[point + 1], lon[point + 1])
    passed_m = step_m * np.clip(np.repeat(end, steps) - point, 0.0, 1.0)
    length_m = np.maximum(np.add.reduceat(step_m, first), 1e-9)
    return np.asarray(np.clip(np.add.reduceat(passed_m, first) / length_m, 0.0, 1.0))
