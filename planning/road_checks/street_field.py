"""How far every spot of a square is from the nearest street, to try many places many times."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from domain.geo import EARTH_RADIUS_M
from maps.network.road_network import RoadNetwork

Numbers = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]

FAR_M = 60.0
"""Distances beyond count as this: whether a place is far or very far from a street is no matter."""

WINDOW_M = 8_000.0
"""Half the width of the square in which places are compared."""

MARGIN_M = 2_000.0
"""How far beyond the square the streets are known, so that places may be moved."""

CELL_M = 10.0
_DOT_M = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plane:
    """Metres east and north of a middle; true enough over a city.

    Parameters
    ----------
    lat, lon
        The middle in degrees.
    """

    lat: float
    lon: float

    @classmethod
    def around(cls, lat: Numbers, lon: Numbers) -> "Plane":
        """A plane around the middle of some places."""
        return cls(lat=float(np.median(lat)), lon=float(np.median(lon)))

    def metres(self, lat: Numbers, lon: Numbers) -> tuple[Numbers, Numbers]:
        """Places on the plane: east and north."""
        east = np.radians(lon - self.lon) * EARTH_RADIUS_M * np.cos(np.radians(self.lat))
        return np.asarray(east), np.asarray(np.radians(lat - self.lat) * EARTH_RADIUS_M)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StreetDots:
    """The streets near the middle of a plane as dots, close enough to miss no cell.

    Parameters
    ----------
    edge
        Edge of each dot.
    east_m, north_m
        Where each dot is.
    """

    edge: Indices
    east_m: Numbers
    north_m: Numbers

    @classmethod
    def of(cls, network: RoadNetwork, plane: Plane) -> "StreetDots":
        """Dots along all streets within the square and its margin."""
        x, y = plane.metres(network.shape_lat, network.shape_lon)
        reach_m = WINDOW_M + MARGIN_M
        goes_on = np.ones(len(x), dtype=np.bool_)
        goes_on[network.shape_offset[1:] - 1] = False
        start = np.flatnonzero(goes_on & (np.abs(x) < reach_m) & (np.abs(y) < reach_m))
        step_x, step_y = x[start + 1] - x[start], y[start + 1] - y[start]
        count = np.maximum(1, np.ceil(np.hypot(step_x, step_y) / _DOT_M)).astype(np.int64)
        piece = np.repeat(np.arange(len(start)), count)
        share = (np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)) / count[piece]
        edge = np.searchsorted(network.shape_offset, start, side="right") - 1
        return cls(
            edge=edge[piece].astype(np.int64),
            east_m=x[start][piece] + share * step_x[piece],
            north_m=y[start][piece] + share * step_y[piece],
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StreetField:
    """Distance to the nearest street from each cell of a square, up to `FAR_M`."""

    distance_m: npt.NDArray[np.float32]

    @classmethod
    def of(cls, dots: StreetDots) -> "StreetField":
        """The field of some streets."""
        size = int(2 * (WINDOW_M + MARGIN_M) / CELL_M)
        column, line = _cells(dots.east_m), _cells(dots.north_m)
        inside = (column >= 0) & (column < size) & (line >= 0) & (line < size)
        is_free = np.ones((size, size), dtype=np.bool_)
        is_free[line[inside], column[inside]] = False
        distance_m = np.full(is_free.shape, FAR_M, dtype=np.float32)
        if not is_free.all():
            to_street = ndimage.distance_transform_edt(is_free) * CELL_M
            np.minimum(to_street, FAR_M, out=distance_m, casting="same_kind")
        return cls(distance_m=distance_m)

    def at(self, east_m: Numbers, north_m: Numbers) -> Numbers:
        """Metres from places to the nearest street."""
        size = len(self.distance_m)
        column, line = _cells(east_m), _cells(north_m)
        inside = (column >= 0) & (column < size) & (line >= 0) & (line < size)
        found = self.distance_m[np.clip(line, 0, size - 1), np.clip(column, 0, size - 1)]
        return np.where(inside, found, FAR_M).astype(np.float64)


def _cells(metres: Numbers) -> Indices:
    return np.floor((metres + WINDOW_M + MARGIN_M) / CELL_M).astype(np.int64)
