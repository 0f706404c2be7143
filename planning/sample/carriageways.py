"""The ring road's two carriageways, made of the one line that the plan was drawn with."""

from dataclasses import replace

import numpy as np

from planning.sample.polylines import Points, offset
from planning.sample.roads import MainRoad, Road, ends_of

HALF_GAP_M = 9.0

Key = tuple[float, float]


def with_two_carriageways(roads: list[MainRoad]) -> list[MainRoad]:
    """Roads with each stretch of trunk road as two one-way lines, joined where others meet it.

    Every stretch of trunk road runs the same way round, so its left side is always the same.
    """
    ends = ends_of(roads)
    along = _directions_at(roads, ends)
    met: dict[Key, MainRoad] = {}
    split: list[MainRoad] = []
    for road, (first, last) in zip(roads, ends, strict=True):
        if road.road is Road.TRUNK:
            split += _two_lines(road, along[first], along[last])
            continue
        line = road.line.copy()
        for end, index, inner in ((first, 0, line[1]), (last, -1, line[-2])):
            if end in along:
                line[index] = _side(
                    line[index], along[end], _is_left(line[index], along[end], inner)
                )
                if end not in met or road.road < met[end].road:
                    met[end] = road
        split.append(road.along(line))
    return split + [_across(road, end, along[end]) for end, road in met.items()]


def _directions_at(roads: list[MainRoad], ends: list[tuple[Key, Key]]) -> dict[Key, Points]:
    """Unit direction of the trunk road at each corner of it."""
    total: dict[Key, Points] = {}
    for road, (first, last) in zip(roads, ends, strict=True):
        if road.road is Road.TRUNK:
            for end, step in (
                (first, road.line[1] - road.line[0]),
                (last, road.line[-1] - road.line[-2]),
            ):
                total[end] = total.get(end, np.zeros(2)) + step / np.hypot(*step)
    return {end: way / np.hypot(*way) for end, way in total.items()}


def _side(corner: Points, way: Points, is_left: bool) -> Points:
    normal = np.array([-way[1], way[0]])
    return np.round(corner + (HALF_GAP_M if is_left else -HALF_GAP_M) * normal, 2)


def _is_left(corner: Points, way: Points, other: Points) -> bool:
    aside = other - corner
    return bool(way[0] * aside[1] - way[1] * aside[0] > 0)


def _two_lines(road: MainRoad, first_way: Points, last_way: Points) -> list[MainRoad]:
    """Both carriageways of a stretch: the right one onward, the left one back."""
    lines = []
    for is_left in (False, True):
        line = offset(road.line, HALF_GAP_M if is_left else -HALF_GAP_M)
        line[0] = _side(road.line[0], first_way, is_left)
        line[-1] = _side(road.line[-1], last_way, is_left)
        lines.append(line[::-1] if is_left else line)
    return [replace(road, line=np.round(line, 2), is_one_way=True) for line in lines]


def _across(road: MainRoad, end: Key, way: Points) -> MainRoad:
    """The short piece between the carriageways, part of the road that crosses."""
    corner = np.array(end)
    line = np.vstack([_side(corner, way, True), _side(corner, way, False)])
    return replace(road, line=line, is_bridge=False, is_one_way=False, is_open=False)
