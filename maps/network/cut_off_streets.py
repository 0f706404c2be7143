"""Streets that no vehicle can reach from the rest of the roads and leave again.

Islands are not in a network at all: an import keeps its largest connected part. One-way traps are
in it, but no place is snapped to them. Both are kept apart here, so that a door beside one of them
can be told from a door beside a street that is merely far.
"""

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from domain.geo import EARTH_RADIUS_M, Location
from maps.importing.osm_file import OsmWays
from maps.network.road_network import RoadNetwork

_HASH_BYTES = hashlib.sha256().digest_size


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StreetLines:
    """Streets as lines.

    Parameters
    ----------
    offset
        Where the points of each line start, and the end of the last.
    lat, lon
        Points of all lines, in degrees.
    """

    offset: npt.NDArray[np.int64]
    lat: npt.NDArray[np.float64]
    lon: npt.NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.offset) - 1


NO_STREETS = StreetLines(offset=np.zeros(1, dtype=np.int64), lat=np.zeros(0), lon=np.zeros(0))


def islands_of(ways: OsmWays, network: RoadNetwork) -> StreetLines:
    """The streets of a file that did not become part of its network."""
    is_left = ~np.isin(ways.way_id[ways.piece_way], network.way_osm_id)
    length = np.diff(ways.piece_offset)
    is_left &= length > 1
    point = np.repeat(is_left, length)
    return StreetLines(
        offset=np.append(0, np.cumsum(length[is_left])),
        lat=ways.lat_e7[point] / 1e7,
        lon=ways.lon_e7[point] / 1e7,
    )


def traps_of(network: RoadNetwork) -> StreetLines:
    """The streets of a network that cannot be both reached and left."""
    # Snapping needs numba: time and memory that an import has no use for.
    from maps.snapping.snap import core_edges

    edge = np.flatnonzero(~core_edges(network))
    length = np.diff(network.shape_offset)[edge]
    offset = np.append(0, np.cumsum(length))
    point = np.arange(offset[-1]) + np.repeat(network.shape_offset[edge] - offset[:-1], length)
    return StreetLines(offset=offset, lat=network.shape_lat[point], lon=network.shape_lon[point])


def distance_to_lines_m(lines: StreetLines, places: Sequence[Location]) -> npt.NDArray[np.float64]:
    """Metres from each place to the nearest of some streets; infinite where there is none."""
    if not len(lines) or not places:
        return np.full(len(places), np.inf)
    street = np.repeat(np.arange(len(lines)), np.diff(lines.offset))
    x, y = _mercator_m(lines.lat, lines.lon)
    shapes = np.asarray(shapely.linestrings(x, y, indices=street), dtype=np.object_)
    lat = np.array([place.lat for place in places], dtype=np.float64)
    lon = np.array([place.lon for place in places], dtype=np.float64)
    points = shapely.points(*_mercator_m(lat, lon))
    nearest = shapely.STRtree(shapes).nearest(points)
    # The projection stretches what lies far from the equator.
    return np.asarray(shapely.distance(points, shapes[nearest]) * np.cos(np.deg2rad(lat)))


def _mercator_m(
    lat: npt.NDArray[np.float64], lon: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Spherical Mercator coordinates: the nearest there is the nearest on the ground."""
    x, y = np.deg2rad(lon), np.arcsinh(np.tan(np.deg2rad(lat)))
    return np.asarray(EARTH_RADIUS_M * x), np.asarray(EARTH_RADIUS_M * y)


def packed(lines: StreetLines) -> bytes:
    """Streets as the content of a file, its hash first."""
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, offset=lines.offset, lat=lines.lat, lon=lines.lon)
    content = buffer.getvalue()
    return hashlib.sha256(content).digest() + content


def is_whole(file: bytes) -> bool:
    """Whether the content of a file is what `packed` made."""
    return hashlib.sha256(file[_HASH_BYTES:]).digest() == file[:_HASH_BYTES]


def unpacked(file: bytes) -> StreetLines:
    """The streets that `packed` made a file of; none where it is damaged."""
    if not is_whole(file):
        return NO_STREETS
    with np.load(io.BytesIO(file[_HASH_BYTES:]), allow_pickle=False) as stored:
        return StreetLines(**{name: stored[name] for name in ("offset", "lat", "lon")})
