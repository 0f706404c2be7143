"""Districts between the main roads, each filled with streets in a style of its own."""

from dataclasses import dataclass

import numpy as np
import shapely

from planning.sample.patterns import Pattern, Style, build_pattern
from planning.sample.polylines import Indices, Mask, Points
from planning.sample.roads import MainRoad, Road
from planning.sample.terrain import Terrain

LEAST_AREA_M2 = 9_000.0
LEAST_STREET_M = 28.0
PARK_AREA_M2 = 650_000.0


@dataclass(frozen=True, slots=True, eq=False)
class LocalStreets:
    """Streets of one district.

    Parameters
    ----------
    corners
        ``(n, 2)``; the last ones lie on the main roads around the district.
    ends
        First and last corner of each street, ``(m, 2)``.
    bends
        Points between, one array per street.
    road
        Class of each street, ``(m,)``.
    joins
        Which corners lie on a main road, ``(n,)``.
    one_way
        Share of the streets that are one-way.
    """

    corners: Points
    ends: Indices
    bends: tuple[Points, ...]
    road: Indices
    joins: Mask
    one_way: float


@dataclass(frozen=True, slots=True, eq=False)
class Districts:
    """What lies between the main roads."""

    streets: tuple[LocalStreets, ...]
    parks: tuple[shapely.Polygon, ...]


def fill_districts(terrain: Terrain, roads: list[MainRoad], rng: np.random.Generator) -> Districts:
    """Streets and parks of every district."""
    faces = _faces(terrain, roads)
    parks = _choose_parks(terrain, faces, roads, rng)
    streets = []
    for index, face in enumerate(faces):
        if index in parks:
            continue
        local = _fill(face, _style(terrain, face, rng), rng)
        if local is not None:
            streets.append(local)
    return Districts(tuple(streets), tuple(_lawn(faces[index]) for index in sorted(parks)))


def _lawn(face: shapely.Polygon) -> shapely.Polygon:
    """The largest part of a park that lies clear of the roads around it."""
    parts = shapely.get_parts(face.buffer(-14))
    lawn: shapely.Polygon = parts[np.argmax(shapely.area(parts))]
    return lawn


def _faces(terrain: Terrain, roads: list[MainRoad]) -> list[shapely.Polygon]:
    """Land between main roads, from the centre outward."""
    lines = [
        shapely.LineString(road.line)
        for road in roads
        if not road.is_bridge and road.road not in {Road.MOTORWAY, Road.MOTORWAY_LINK}
    ]
    # Slightly narrower than between the streets along the banks, which must stay on dry land.
    corridor = terrain.river.corridor().buffer(-1.0)
    land = shapely.difference(shapely.get_parts(shapely.polygonize(lines)), corridor)
    faces = [face for face in shapely.get_parts(land) if face.area > LEAST_AREA_M2]
    return sorted(faces, key=lambda face: float(np.hypot(face.centroid.x, face.centroid.y)))


def _choose_parks(
    terrain: Terrain,
    faces: list[shapely.Polygon],
    roads: list[MainRoad],
    rng: np.random.Generator,
) -> set[int]:
    """Districts left green: one near the centre, and one in thirty of those with roads around."""
    edges = shapely.union_all([shapely.LineString(r.line) for r in roads if not r.is_drawn])
    far = np.array([np.hypot(face.centroid.x, face.centroid.y) for face in faces])
    area = np.array([face.area for face in faces])
    is_enclosed = shapely.distance(np.array(faces, dtype=object), edges) > 1
    is_inner = (far > terrain.old_town_m) & (far < 0.45 * terrain.radius_m)
    inner = np.flatnonzero(is_inner & is_enclosed)
    parks = {int(inner[np.argmin(np.abs(area[inner] - PARK_AREA_M2))])} if len(inner) else set()
    outer = np.flatnonzero((far > 0.3 * terrain.radius_m) & is_enclosed)
    count = min(max(2, len(faces) // 30), len(outer))
    return parks | {int(index) for index in rng.choice(outer, count, replace=False)}


def _style(terrain: Terrain, face: shapely.Polygon, rng: np.random.Generator) -> Style:
    """How a district is laid out, by its distance from the centre and by chance."""
    away_m = float(np.hypot(face.centroid.x, face.centroid.y))
    outward = min(1.0, away_m / terrain.radius_m)
    block_m = 68.0 + 44.0 * outward
    if away_m < terrain.old_town_m:
        return Style(
            block_m=56.0, stretch=1.25, sway=0.36, missing=0.1, missing_cross=0.14, one_way=0.5
        )
    draw = rng.random()
    if outward < 0.42:
        return _inner_style(block_m, draw, rng)
    return _suburb_style(block_m, draw, outward, rng)


def _inner_style(block_m: float, draw: float, rng: np.random.Generator) -> Style:
    if draw < 0.12:
        return Style(block_m=1.05 * block_m, is_organic=True, missing=0.08, one_way=0.35)
    stretch = float(rng.uniform(1.05, 1.9))
    sway = float(rng.choice([0.0, 0.0, 0.18]))
    return Style(block_m=block_m, stretch=stretch, sway=sway, missing_cross=0.1, one_way=0.5)


def _suburb_style(block_m: float, draw: float, outward: float, rng: np.random.Generator) -> Style:
    stretch = float(rng.uniform(1.3, 2.2))
    if draw < 0.22:
        return Style(block_m=0.95 * block_m, stretch=stretch, missing_cross=0.15, dead_ends=0.06)
    if draw < 0.42:
        bow = float(rng.uniform(0.6, 4.0))
        return Style(
            block_m=block_m, stretch=1.3, sway=0.15, bow=bow, missing_cross=0.3, dead_ends=0.18
        )
    if draw < 0.5:
        return Style(
            block_m=2.3 * block_m, stretch=1.5, sway=0.1, missing=0.12, road=Road.UNCLASSIFIED
        )
    return Style(
        block_m=block_m,
        stretch=stretch,
        sway=0.42,
        missing=0.06 + 0.1 * outward,
        missing_cross=0.3,
        dead_ends=0.22,
    )


def _fill(face: shapely.Polygon, style: Style, rng: np.random.Generator) -> LocalStreets | None:
    """Streets of one district: the pattern inside it, and those that reach the roads around it."""
    middle = np.array([face.centroid.x, face.centroid.y])
    edge = shapely.get_coordinates(face.exterior)
    reach_m = float(np.hypot(*(edge - middle).T).max())
    pattern = build_pattern(style, middle, reach_m, _heading(edge, rng), rng)
    inner = face.buffer(-0.42 * style.block_m)
    if inner.is_empty:
        return None
    shapely.prepare(inner)
    is_inside = shapely.contains_xy(inner, pattern.corners)
    if not is_inside.any():
        return None
    keep = _kept(pattern, style, rng)
    within = keep & is_inside[pattern.ends].all(axis=1) & _bends_inside(pattern, inner)
    leaving = keep & (is_inside[pattern.ends].sum(axis=1) == 1)
    return _assemble(face, style, pattern, within, leaving, is_inside, rng)


def _heading(edge: Points, rng: np.random.Generator) -> float:
    """Direction of a district's rows: that of the longest road beside it."""
    run = np.diff(edge, axis=0)
    angle, weight = np.arctan2(run[:, 1], run[:, 0]), np.hypot(*run.T)
    # Four times the angle makes a direction and its perpendiculars the same.
    total = (weight * np.exp(4j * angle)).sum()
    return float(np.angle(total) / 4 + rng.normal(0, 0.07) + rng.choice([0, np.pi / 2]))


def _kept(pattern: Pattern, style: Style, rng: np.random.Generator) -> Mask:
    share = np.where(pattern.is_cross, style.missing_cross, style.missing)
    return np.asarray((rng.random(len(share)) >= share) | (pattern.rank == 0))


def _bends_inside(pattern: Pattern, inner: shapely.Polygon) -> Mask:
    if not pattern.bends.shape[1]:
        middles = pattern.corners[pattern.ends].mean(axis=1)
        return np.asarray(shapely.contains_xy(inner, middles))
    inside = shapely.contains_xy(inner, pattern.bends.reshape(-1, 2))
    return np.asarray(inside.reshape(pattern.bends.shape[:2]).all(axis=1))


def _assemble(
    face: shapely.Polygon,
    style: Style,
    pattern: Pattern,
    within: Mask,
    leaving: Mask,
    is_inside: Mask,
    rng: np.random.Generator,
) -> LocalStreets:
    inner_ends, inner_bends = pattern.ends[within], list(pattern.bends[within])
    corners = pattern.corners
    dead = pattern.is_cross[within] & (rng.random(len(inner_ends)) < style.dead_ends)
    corners, inner_ends, inner_bends = _with_dead_ends(corners, inner_ends, inner_bends, dead, rng)
    joining, points, rows = _reaching_out(face, style, pattern, leaving, is_inside)
    first_join = len(corners)
    ends = np.vstack([inner_ends, np.column_stack([joining, first_join + np.arange(len(points))])])
    no_bend = np.empty((0, 2))
    rank = np.concatenate([pattern.rank[within], pattern.rank[leaving][rows]])
    collector = (rank == 0) & (face.area > 260_000)
    return LocalStreets(
        corners=np.vstack([corners, points]),
        ends=ends.astype(np.int64),
        bends=tuple(inner_bends) + (no_bend,) * len(points),
        road=np.where(collector, Road.TERTIARY, style.road),
        joins=np.arange(first_join + len(points)) >= first_join,
        one_way=style.one_way,
    )


def _with_dead_ends(
    corners: Points, ends: Indices, bends: list[Points], dead: Mask, rng: np.random.Generator
) -> tuple[Points, Indices, list[Points]]:
    """Streets cut short: each gets an end of its own part of the way to the next corner."""
    chosen = np.flatnonzero(dead)
    if not len(chosen):
        return corners, ends, bends
    share = rng.uniform(0.45, 0.75, (len(chosen), 1))
    first, last = corners[ends[chosen, 0]], corners[ends[chosen, 1]]
    ends = ends.copy()
    ends[chosen, 1] = len(corners) + np.arange(len(chosen))
    for index in chosen:
        bends[index] = bends[index][:0]
    return np.vstack([corners, first + share * (last - first)]), ends, bends


def _reaching_out(
    face: shapely.Polygon, style: Style, pattern: Pattern, leaving: Mask, is_inside: Mask
) -> tuple[Indices, Points, Indices]:
    """Streets that leave the pattern's inside: their inner corner, their point on the edge, row."""
    ends = pattern.ends[leaving]
    starts_inside = is_inside[ends[:, 0]]
    inner = np.where(starts_inside, ends[:, 0], ends[:, 1])
    outer = np.where(starts_inside, ends[:, 1], ends[:, 0])
    start = pattern.corners[inner]
    way = pattern.corners[outer] - start
    # An edge of the district somewhat beyond the next corner is still worth reaching.
    rays = shapely.linestrings(np.stack([start, start + 1.4 * way], axis=1))
    hits = shapely.intersection(rays, face.exterior)
    points, rows = shapely.get_coordinates(hits, return_index=True)
    away_m = np.hypot(*(points - start[rows]).T)
    order = np.lexsort((away_m, rows))
    rows, nearest = np.unique(rows[order], return_index=True)
    points, away_m = points[order][nearest], away_m[order][nearest]
    far = away_m >= LEAST_STREET_M * 0.5
    return inner[rows[far]], points[far], rows[far]
