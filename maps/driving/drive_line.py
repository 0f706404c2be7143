"""The line on the streets of one drive."""

import numpy as np
import numpy.typing as npt

from domain.geo import Location
from maps.driving.exact_travel import Drive
from maps.importing.street_arcs import great_circles_m
from maps.network.road_network import RoadNetwork

Line = npt.NDArray[np.float64]
"""Latitude and longitude of the points of a line, ``(k, 2)``."""


def drive_line(network: RoadNetwork, drive: Drive, start: Location, end: Location) -> Line:
    """The line of a drive, from where the one place meets the road to where the other does.

    Returns
    -------
    line
        Two points at least, no point twice in a row unless both ends are the same and nothing is
        driven.
    """
    ends = np.array([[start.lat, start.lon], [end.lat, end.lon]])
    if not drive.pieces:
        return ends
    pieces = [cut(network, piece.edge, piece.from_share, piece.to_share) for piece in drive.pieces]
    points = np.concatenate(pieces)
    # The ends are where the places are drawn, to the last digit.
    points[[0, -1]] = ends
    moves = np.append(True, np.any(np.diff(points, axis=0) != 0, axis=1))
    line = points[moves]
    return line if len(line) > 1 else ends


def cut(network: RoadNetwork, edge: int, start_share: float, end_share: float) -> Line:
    """The part of an edge's shape between two shares of its length on the ground."""
    shape = network.edge_shape(edge)
    if (start_share, end_share) == (0.0, 1.0):
        return shape
    lat, lon = shape.T
    along_m = np.append(0.0, np.cumsum(great_circles_m(lat[:-1], lon[:-1], lat[1:], lon[1:])))
    at_m = np.array([start_share, end_share]) * along_m[-1]
    ends = np.column_stack((np.interp(at_m, along_m, lat), np.interp(at_m, along_m, lon)))
    between = shape[(along_m > at_m[0]) & (along_m < at_m[1])]
    return np.concatenate((ends[:1], between, ends[1:]))
