"""The motorway that passes the city, with slip roads where a country road meets it."""

from dataclasses import replace

import numpy as np
import shapely

from planning.sample.polylines import (
    Points,
    cut,
    directions,
    distances_along_m,
    length_m,
    offset,
    point_at,
)
from planning.sample.roads import MainRoad, Road
from planning.sample.terrain import Terrain

HALF_GAP_M = 13.0
"""From the middle of the motorway to the middle of a carriageway."""

RAMP_ALONG_M = 300.0
RAMP_ASIDE_M = 75.0
MAX_INTERCHANGES = 3


def motorway_roads(
    terrain: Terrain, country: list[MainRoad]
) -> tuple[list[MainRoad], list[MainRoad]]:
    """Carriageways, cut where slip roads leave them, and the slip roads.

    The carriageways pass over every road they cross, so they must not be noded with them; the
    slip roads end on a country road and must be.
    """
    middle = _middle(terrain)
    crossings = _crossings(middle, country)
    interchanges = _interchanges(terrain, middle, crossings)
    over_m = [(at_m - 22, at_m + 22) for at_m, _ in crossings]
    over_m += _river_span_m(terrain, middle)
    carriageways, ramps = [], []
    for side in (-1, 1):
        line = _carriageway(middle, side)
        joints = [at_m + step for at_m, _ in interchanges for step in (-RAMP_ALONG_M, RAMP_ALONG_M)]
        carriageways += _cut_carriageway(line, middle, joints, over_m)
        for at_m, road in interchanges:
            ramps += _ramps(line, middle, at_m, road, side)
    return carriageways, ramps


def _middle(terrain: Terrain) -> Points:
    """A gently waving line past the city, across the river beyond it."""
    river = terrain.river.middle
    heading = river[-1] - river[0]
    away = np.arctan2(heading[1], heading[0])
    reach_m = 1.38 * terrain.radius_m
    along = np.arange(-reach_m, reach_m, 60.0)
    aside = 1.12 * terrain.radius_m + 0.05 * terrain.radius_m * np.sin(along * 3 / reach_m + 1)
    ideal = np.column_stack([aside, along])
    turn = away + 0.35
    cos, sin = np.cos(turn), np.sin(turn)
    return np.asarray(ideal @ np.array([[cos, sin], [-sin, cos]]))


def _crossings(middle: Points, country: list[MainRoad]) -> list[tuple[float, MainRoad]]:
    """Where country roads cross the motorway, as distances along it."""
    line = shapely.LineString(middle)
    found = []
    for road in country:
        for point in shapely.get_parts(line.intersection(shapely.LineString(road.line))):
            if point.geom_type == "Point":
                found.append((float(line.project(point)), road))
    return sorted(found, key=lambda pair: pair[0])


def _interchanges(
    terrain: Terrain, middle: Points, crossings: list[tuple[float, MainRoad]]
) -> list[tuple[float, MainRoad]]:
    """Crossings fit for slip roads: away from the river, the ends and each other."""
    wet = [at_m for span in _river_span_m(terrain, middle) for at_m in span]
    total_m = length_m(middle)
    chosen: list[tuple[float, MainRoad]] = []
    for at_m, road in crossings:
        others = wet + [other for other, _ in chosen]
        is_clear = all(abs(at_m - other) > 2.2 * RAMP_ALONG_M for other in others)
        is_within = 600 < at_m < total_m - 600
        if is_clear and is_within and len(chosen) < MAX_INTERCHANGES:
            chosen.append((at_m, road))
    return chosen


def _river_span_m(terrain: Terrain, middle: Points) -> list[tuple[float, float]]:
    """Stretches of the motorway over the river."""
    line = shapely.LineString(middle)
    wet = shapely.get_parts(line.intersection(terrain.river.corridor()))
    spans = []
    for piece in wet:
        ends = sorted(
            float(line.project(shapely.Point(end))) for end in (piece.coords[0], piece.coords[-1])
        )
        spans.append((ends[0], ends[1]))
    return spans


def _carriageway(middle: Points, side: int) -> Points:
    """One carriageway; both end in the same point, where the motorway leaves the map."""
    line = offset(middle, side * HALF_GAP_M)
    line[0], line[-1] = middle[0], middle[-1]
    return np.round(line, 2)


def _cut_carriageway(
    line: Points, middle: Points, joints_m: list[float], over_m: list[tuple[float, float]]
) -> list[MainRoad]:
    """Carriageway in parts, drawn in its direction of travel: right of the middle runs onwards."""
    is_onward = _is_right(line, middle)
    breaks = sorted({*joints_m, *(end for span in over_m for end in span)})
    at = [_beside(line, middle, along) for along in breaks]
    roads = []
    for part in cut(line, at):
        rounded = np.round(part, 2)
        centre = point_at(part, length_m(part) / 2)
        along = float(_project(middle, centre[0]))
        road = MainRoad(
            line=rounded if is_onward else rounded[::-1],
            road=Road.MOTORWAY,
            name=("motorway", 1),
            is_bridge=any(low <= along <= high for low, high in over_m),
            is_one_way=True,
            is_open=False,
        )
        roads.append(road)
    return roads


def _is_right(line: Points, middle: Points) -> bool:
    index = len(line) // 2
    ahead, aside = directions(middle)[index], line[index] - middle[index]
    return bool(ahead[0] * aside[1] - ahead[1] * aside[0] < 0)


def _beside(line: Points, middle: Points, along_m: float) -> float:
    """Distance along a carriageway beside a point of the middle."""
    return _project(line, point_at(middle, along_m)[0])


def _project(line: Points, point: Points) -> float:
    return float(shapely.line_locate_point(shapely.LineString(line), shapely.Point(point)))


def _ramps(line: Points, middle: Points, at_m: float, road: MainRoad, side: int) -> list[MainRoad]:
    """Slip roads of one carriageway at one country road: off before it, on behind it."""
    meeting = _meeting_point(middle, at_m, road, side)
    is_onward = _is_right(line, middle)
    before, behind = (at_m - RAMP_ALONG_M, at_m + RAMP_ALONG_M)
    if not is_onward:
        before, behind = behind, before
    leaving = point_at(line, _beside(line, middle, before))[0]
    joining = point_at(line, _beside(line, middle, behind))[0]
    bend = point_at(line, _beside(line, middle, at_m))[0]
    ramp = MainRoad(
        line=line, road=Road.MOTORWAY_LINK, name=("ramp", 0), is_one_way=True, is_open=False
    )
    # The bend pulls each slip road along the carriageway before it turns away.
    return [
        replace(ramp, line=_curve(leaving, (leaving + 2 * bend) / 3, meeting)),
        replace(ramp, line=_curve(meeting, (joining + 2 * bend) / 3, joining)),
    ]


def _meeting_point(middle: Points, at_m: float, road: MainRoad, side: int) -> Points:
    """Point of the country road where the slip roads of one side end."""
    cross_m = _project(road.line, point_at(middle, at_m)[0])
    total_m = distances_along_m(road.line)[-1]
    ahead = directions(middle)[min(int(at_m / 60), len(middle) - 1)]
    for step in (RAMP_ASIDE_M, -RAMP_ASIDE_M):
        point = point_at(road.line, np.clip(cross_m + step, 0, total_m))[0]
        aside = point - point_at(middle, at_m)[0]
        if np.sign(ahead[0] * aside[1] - ahead[1] * aside[0]) == side:
            return np.asarray(point)
    return np.asarray(point_at(road.line, cross_m)[0])


def _curve(start: Points, pull: Points, end: Points) -> Points:
    """A quadratic curve from start to end."""
    share = np.linspace(0, 1, 9)[:, None]
    corners = (1 - share) ** 2 * start + 2 * share * (1 - share) * pull + share**2 * end
    return np.round(corners, 2)
