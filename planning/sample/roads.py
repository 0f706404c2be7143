"""Road classes, and the main roads as they are drawn before streets join them."""

from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np
import shapely

from planning.sample.polylines import Points, length_m


class Road(IntEnum):
    """Class of a road; its name in lower case is the value of OpenStreetMap's ``highway``."""

    MOTORWAY = 0
    MOTORWAY_LINK = 1
    TRUNK = 2
    PRIMARY = 3
    SECONDARY = 4
    TERTIARY = 5
    UNCLASSIFIED = 6
    RESIDENTIAL = 7


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MainRoad:
    """A stretch of a main road.

    Parameters
    ----------
    line
        Where it runs, ``(n, 2)`` metres.
    road
        Its class.
    name
        Key of its name: the kind and a number, such as ``("avenue", 3)``.
    is_bridge
        Whether it crosses water, or another road without meeting it.
    is_one_way
        Whether it is driven along the line only.
    is_drawn
        False for the edge of the built-up land, which bounds a district but is no road.
    is_open
        Whether streets may join it along its way.
    """

    line: Points
    road: Road
    name: tuple[str, int]
    is_bridge: bool = False
    is_one_way: bool = False
    is_drawn: bool = True
    is_open: bool = True

    def along(self, line: Points) -> "MainRoad":
        """The same road on another line, or on a part of its own."""
        return replace(self, line=line)


SLIVER_M = 6.0
"""Stretches shorter than this come of lines that meet at nearly one point."""

GRID_M = 0.01
"""Corners are kept on a grid of this size, so that equal corners are equal numbers."""


def noded(roads: list[MainRoad]) -> list[MainRoad]:
    """Roads cut wherever two of them meet or cross, on the grid."""
    lines = np.array([shapely.LineString(road.line) for road in roads], dtype=object)
    tree = shapely.STRtree(lines)
    pieces = shapely.get_parts(shapely.union_all(lines, grid_size=GRID_M))
    middles = shapely.line_interpolate_point(pieces, 0.5, normalized=True)
    parents = tree.nearest(middles)
    cut_roads = []
    for piece, parent in zip(pieces, parents, strict=True):
        corners = np.round(shapely.get_coordinates(piece), 2)
        ends = shapely.line_locate_point(lines[parent], shapely.points(corners[[0, -1]]))
        if ends[0] > ends[1]:
            corners = corners[::-1]
        cut_roads.append(roads[parent].along(corners))
    return cut_roads


Corner = tuple[float, float]


def ends_of(roads: list[MainRoad]) -> list[tuple[Corner, Corner]]:
    """First and last corner of each road, as keys."""
    return [(_key(road.line[0]), _key(road.line[-1])) for road in roads]


def _key(corner: Points) -> Corner:
    return (round(float(corner[0]), 2), round(float(corner[1]), 2))


def without_slivers(roads: list[MainRoad]) -> list[MainRoad]:
    """Roads whose corners lie a few metres apart at least: shorter stretches become one corner."""
    stands_for: dict[Corner, Corner] = {}

    def standing_for(corner: Corner) -> Corner:
        while corner in stands_for:
            corner = stands_for[corner]
        return corner

    for road, (first, last) in zip(roads, ends_of(roads), strict=True):
        one, other = standing_for(first), standing_for(last)
        if one != other and length_m(road.line) < SLIVER_M:
            stands_for[other] = one
    kept = []
    for road, (first, last) in zip(roads, ends_of(roads), strict=True):
        one, other = standing_for(first), standing_for(last)
        if one != other:
            kept.append(road.along(np.vstack([one, road.line[1:-1], other])))
    return kept


def without_stubs(roads: list[MainRoad], kept: frozenset[str]) -> list[MainRoad]:
    """Roads without those that end nowhere, but for the kinds named in `kept`."""
    while True:
        ends = ends_of(roads)
        degree: dict[Corner, int] = {}
        for pair in ends:
            for end in pair:
                degree[end] = degree.get(end, 0) + 1
        left = [
            road
            for road, (first, last) in zip(roads, ends, strict=True)
            if road.name[0] in kept or (degree[first] > 1 and degree[last] > 1)
        ]
        if len(left) == len(roads):
            return roads
        roads = left
