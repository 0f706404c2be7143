"""The ground under a plan: water, green and roads by class, simplified, as encoded polylines."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from domain.geo import Location
from maps.network.land_cover import LandCover, LandKind
from maps.network.road_network import RoadNetwork
from maps.picture.polyline import encode_polylines

ROAD_GROUPS = (
    frozenset({"motorway", "motorway_link", "trunk", "trunk_link"}),
    frozenset({"primary", "primary_link"}),
    frozenset({"secondary", "secondary_link"}),
    frozenset({"tertiary", "tertiary_link"}),
)
"""Road classes drawn alike, the widest first; all others are drawn as streets, last."""

METRES_PER_DEGREE = 111_195.0
_TOLERANCES_M = (1.0, 3.0, 8.0)
_MOST_CHARACTERS = 3_000_000

_MOST_LAND_CHARACTERS = 600_000

Lines = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Area:
    """A box on the map, in degrees."""

    south: float
    west: float
    north: float
    east: float

    @classmethod
    def around(cls, places: list[Location], margin_m: float) -> "Area":
        """The box that holds all places, wider by a quarter and by `margin_m` on every side."""
        lats, lons = [p.lat for p in places], [p.lon for p in places]
        up = (max(lats) - min(lats)) / 4 + margin_m / METRES_PER_DEGREE
        shrink = max(0.05, float(np.cos(np.radians(np.mean(lats)))))
        right = (max(lons) - min(lons)) / 4 + margin_m / METRES_PER_DEGREE / shrink
        return cls(min(lats) - up, min(lons) - right, max(lats) + up, max(lons) + right)


def land_lines(land: LandCover, area: Area) -> Lines:
    """Outlines and waterways that touch an area, one group of polylines per kind.

    The page must stay small: where there is too much, the smallest areas are left out.
    """
    points = np.column_stack((land.lat_e7, land.lon_e7)) / 1e7
    lines = np.array(encode_polylines(points, land.offset), dtype=object)
    drawn = np.flatnonzero(_touches(points[:, 0], points[:, 1], land.offset, area))
    # An outline is larger than any hole in it, so that none loses its outline before.
    drawn = drawn[np.argsort(-_sizes(land, points)[drawn], kind="stable")]
    lengths = np.array([len(line) + 3 for line in lines[drawn]], np.int64)
    drawn = np.sort(drawn[np.cumsum(lengths) <= _MOST_LAND_CHARACTERS])
    return tuple(tuple(lines[drawn[land.kind[drawn] == kind]]) for kind in LandKind)


def _sizes(land: LandCover, points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Area within each outline in square degrees; waterways are larger than all."""
    starts = land.offset[:-1]
    if not len(starts):
        return np.empty(0)
    lat, lon = (points - np.repeat(points[starts], np.diff(land.offset), axis=0)).T
    crosses = np.append(lon[:-1] * lat[1:] - lon[1:] * lat[:-1], 0.0)
    crosses[land.offset[1:] - 1] = 0.0
    sizes = np.abs(np.add.reduceat(crosses, starts)) / 2
    return np.where(land.kind == LandKind.WATERWAY, np.inf, sizes)


def road_lines(network: RoadNetwork, area: Area, *, taken: int = 0) -> Lines:
    """Roads that touch an area, one group of polylines per road group and one for all streets.

    The page must stay small: in a vast city the lines get coarser, and at last the lesser roads
    are left out.

    Parameters
    ----------
    taken
        Characters of the page's room that something else fills.
    """
    room = _MOST_CHARACTERS - taken
    edges = _drawn_edges(network, area)
    group = _group_of_class(network)[network.road_class[edges]]
    for tolerance_m in _TOLERANCES_M:
        groups = [
            tuple(_lines(network, edges[group == number], tolerance_m))
            for number in range(len(ROAD_GROUPS) + 1)
        ]
        if line_size(groups) <= room:
            break
    while any(groups) and line_size(groups) > room:
        groups[max(number for number, lines in enumerate(groups) if lines)] = ()
    return tuple(groups)


def line_size(groups: Iterable[tuple[str, ...]]) -> int:
    """Characters of all lines, with the quotes and comma around each."""
    return sum(len(line) + 3 for lines in groups for line in lines)


def _drawn_edges(network: RoadNetwork, area: Area) -> npt.NDArray[np.int64]:
    """Edges whose box touches the area, one of each pair of twins."""
    is_near = _touches(network.shape_lat, network.shape_lon, network.shape_offset, area)
    is_first = (network.twin < 0) | (network.twin > np.arange(network.edge_count))
    return np.flatnonzero(is_near & is_first)


def _touches(
    lat: npt.NDArray[np.float64],
    lon: npt.NDArray[np.float64],
    offset: npt.NDArray[np.int64],
    area: Area,
) -> npt.NDArray[np.bool_]:
    """Whether the box of each line touches the area."""
    starts = offset[:-1]
    if not len(starts):
        return np.empty(0, np.bool_)
    return np.asarray(
        (np.maximum.reduceat(lat, starts) >= area.south)
        & (np.minimum.reduceat(lat, starts) <= area.north)
        & (np.maximum.reduceat(lon, starts) >= area.west)
        & (np.minimum.reduceat(lon, starts) <= area.east)
    )


def _group_of_class(network: RoadNetwork) -> npt.NDArray[np.int64]:
    """Number of the group that each class of the network is drawn with."""
    return np.array(
        [
            next((n for n, group in enumerate(ROAD_GROUPS) if name in group), len(ROAD_GROUPS))
            for name in network.classes
        ],
        np.int64,
    )


def _lines(network: RoadNetwork, edges: npt.NDArray[np.int64], tolerance_m: float) -> Iterator[str]:
    """Encoded polylines of edges, joined where nothing branches off and simplified."""
    if not len(edges):
        return
    counts = np.diff(network.shape_offset)[edges]
    line = np.repeat(np.arange(len(edges)), counts)
    first = np.repeat(network.shape_offset[edges] - np.append(0, np.cumsum(counts)[:-1]), counts)
    points = first + np.arange(len(line))
    shrink = max(0.05, float(np.cos(np.radians(network.shape_lat[points].mean()))))
    plane = np.column_stack((network.shape_lon[points] * shrink, network.shape_lat[points]))
    streets = np.atleast_1d(np.asarray(shapely.linestrings(plane, indices=line)))
    joined = shapely.line_merge(shapely.multilinestrings(streets))
    simple = shapely.simplify(shapely.get_parts(joined), tolerance_m / METRES_PER_DEGREE)
    corners, part = shapely.get_coordinates(simple, return_index=True)
    offsets = np.append(np.flatnonzero(np.diff(part, prepend=-1)), len(part))
    yield from encode_polylines(np.column_stack((corners[:, 1], corners[:, 0] / shrink)), offsets)
