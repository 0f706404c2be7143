"""A uniform grid over the streets of a network, to find the nearest of those that are allowed.

The grid lies on the Mercator projection, which keeps shapes: the nearest street there is the
nearest on the ground. It holds all streets, so that any choice of them is searched in the same one.

References
----------
J. L. Bentley, B. W. Weide, A. C. Yao, "Optimal expected-time algorithms for closest point
problems", ACM Transactions on Mathematical Software 6(4), 1980.
"""

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from domain.geo import EARTH_RADIUS_M
from maps.snapping.street_grid_kernels import NOTHING, find_nearest, register

__all__ = ["NOTHING", "NearestPoints", "StreetGrid", "mercator_m", "warm_up_grid"]

_CELL_M = 128.0
"""Width of a cell on the ground, about a block of houses."""

# More cells than these would cost more than the streets themselves.
_CELLS_PER_POINT = 4
_CELLS_OF_ANY_GRID = 1_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NearestPoints:
    """The points of streets nearest to places, ``(p,)`` each.

    Parameters
    ----------
    edge
        Edge that each lies on, the first direction of a two-way street; `NOTHING` if none is open.
    point
        Point of the shapes that starts its segment.
    share
        Share of the segment up to it, 0 to 1.
    """

    edge: npt.NDArray[np.int64]
    point: npt.NDArray[np.int64]
    share: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StreetGrid:
    """The segments of all streets by the square cells that they touch.

    Parameters
    ----------
    plane_m
        Mercator coordinates of all points of the shapes, ``(k, 2)``.
    offset
        Where the segments of each cell start, and the end of the last; row by row from the south
        west.
    segment
        Edge and first point of each segment, ``(s, 2)``; sorted within a cell.
    frame
        Western and southern edge of the grid and width of a cell, in metres of the projection.
    shape
        Rows and columns.
    """

    plane_m: npt.NDArray[np.float64]
    offset: npt.NDArray[np.int64]
    segment: npt.NDArray[np.int32]
    frame: tuple[float, float, float]
    shape: tuple[int, int]

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, np.ndarray):
                value.setflags(write=False)

    @classmethod
    def build(
        cls,
        lat: npt.NDArray[np.float64],
        lon: npt.NDArray[np.float64],
        shape_offset: npt.NDArray[np.int64],
        is_street: npt.NDArray[np.bool_],
    ) -> "StreetGrid":
        """Enter the streets among some edges.

        Parameters
        ----------
        lat, lon, shape_offset
            Shapes of all edges, as a `RoadNetwork` has them.
        is_street
            Which edges to enter: one direction of each street, ``(m,)``.
        """
        plane_m = mercator_m(lat, lon)
        frame, shape = _fit(plane_m)
        end = np.zeros(shape[0] * shape[1] + 1, dtype=np.int64)
        nowhere = np.empty((0, 2), dtype=np.int32)
        register(plane_m, shape_offset, is_street, frame, shape, end[1:], nowhere)
        offset = np.cumsum(end)
        segment = np.empty((offset[-1], 2), dtype=np.int32)
        if len(segment) > 0:
            register(plane_m, shape_offset, is_street, frame, shape, offset[:-1].copy(), segment)
        return cls(plane_m=plane_m, offset=offset, segment=segment, frame=frame, shape=shape)

    def nearest(
        self,
        lat: npt.NDArray[np.float64],
        lon: npt.NDArray[np.float64],
        is_open: npt.NDArray[np.bool_],
    ) -> NearestPoints:
        """The nearest points of open streets; of equally near ones, that of the first edge.

        Parameters
        ----------
        lat, lon
            The places.
        is_open
            Whether each street counts, by the edge that it was entered as, ``(m,)``.
        """
        found = NearestPoints(
            edge=np.full(len(lat), NOTHING, dtype=np.int64),
            point=np.full(len(lat), NOTHING, dtype=np.int64),
            share=np.zeros(len(lat)),
        )
        if is_open.any():
            find_nearest(
                self.plane_m,
                self.offset,
                self.segment,
                self.frame,
                self.shape,
                is_open,
                mercator_m(lat, lon),
                found.edge,
                found.point,
                found.share,
            )
        return found


def mercator_m(
    lat: npt.NDArray[np.float64], lon: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Spherical Mercator coordinates of points in degrees, eastward and northward, ``(k, 2)``."""
    plane_m = np.empty((len(lat), 2))
    plane_m[:, 0] = np.deg2rad(lon)
    plane_m[:, 1] = np.arcsinh(np.tan(np.deg2rad(lat)))
    plane_m *= EARTH_RADIUS_M
    return plane_m


def _fit(plane_m: npt.NDArray[np.float64]) -> tuple[tuple[float, float, float], tuple[int, int]]:
    """The frame and shape of a grid around points, with no more cells than they are worth.

    Cells are as wide on the ground, wherever on earth it lies, unless streets are few and far
    between.
    """
    if len(plane_m) == 0:
        return (0.0, 0.0, _CELL_M), (1, 1)
    west, south = plane_m.min(axis=0).tolist()
    east, north = plane_m.max(axis=0).tolist()
    # The projection stretches by the hyperbolic cosine of the northing.
    cell_m = _CELL_M * float(np.cosh((south + north) / 2 / EARTH_RADIUS_M))
    most_cells = _CELLS_OF_ANY_GRID + _CELLS_PER_POINT * len(plane_m)
    while ((north - south) / cell_m + 1) * ((east - west) / cell_m + 1) > most_cells:
        cell_m *= 2
    rows, columns = int((north - south) / cell_m) + 1, int((east - west) / cell_m) + 1
    return (west, south, cell_m), (rows, columns)


def warm_up_grid() -> None:
    """Compile what builds and searches a grid."""
    lat, lon, offset = np.array([0.0, 0.0]), np.array([0.0, 1e-3]), np.array([0, 2])
    for array in (lat, lon, offset):
        array.setflags(write=False)
    grid = StreetGrid.build(lat, lon, offset, np.ones(1, dtype=np.bool_))
    grid.nearest(lat, lon, np.ones(1, dtype=np.bool_))
