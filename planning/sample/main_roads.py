"""The main roads: avenues from the centre, rings around it, the roads along and over the river."""

import numpy as np
import shapely

from planning.sample.motorway import motorway_roads
from planning.sample.polylines import Floats, Points, length_m, point_at, polar, resampled
from planning.sample.roads import MainRoad, Road, noded, without_slivers, without_stubs
from planning.sample.terrain import Terrain

FIRST_AVENUES = 7
STEP_M = 70.0
"""Distance between the corners of a bent main road."""

BRIDGE_GAP_M = 360.0
"""Least distance along the river between two bridges."""

LEADING_OUT = frozenset({"country", "motorway", "ramp"})
"""Kinds of road that may end nowhere."""


def build_main_roads(terrain: Terrain, rng: np.random.Generator) -> list[MainRoad]:
    """All main roads, cut at their junctions, bridges chosen, and the built-up land's edges."""
    rings = _ring_radii_m(terrain)
    avenues = _avenues(rings, rng)
    drawn = [
        *_ring_roads(terrain, rings, avenues, rng),
        *_avenue_roads(terrain, rings, avenues, rng),
        *_bank_roads(terrain),
        *_village_edges(terrain, rings, avenues, rng),
    ]
    over, ramps = motorway_roads(terrain, [road for road in drawn if road.name[0] == "country"])
    pieces = _beside_water(terrain, noded(drawn + ramps))
    pieces = _with_more_bridges(terrain, pieces)
    return without_slivers(without_stubs(pieces, LEADING_OUT)) + over


def _ring_radii_m(terrain: Terrain) -> Floats:
    """Radii of the rings of the ideal plan, closer together towards the centre."""
    radii = [terrain.old_town_m]
    while radii[-1] < 1.15 * terrain.radius_m:
        radii.append(radii[-1] + _spacing_m(radii[-1], terrain))
    return np.array(radii)


def _spacing_m(radius_m: float, terrain: Terrain) -> float:
    """Distance between main roads at a distance from the centre."""
    outward = min(1.0, radius_m / max(terrain.radius_m, 3_500.0))
    return 620.0 + 520.0 * outward


def _avenues(rings: Floats, rng: np.random.Generator) -> list[tuple[float, int]]:
    """Direction of each avenue and the ring at which it begins; more of them further out."""
    turn = 2 * np.pi / FIRST_AVENUES
    start = rng.uniform(0, turn)
    found = [
        (start + turn * (index + rng.uniform(-0.17, 0.17)), 0) for index in range(FIRST_AVENUES)
    ]
    for ring in range(1, len(rings)):
        wide = 1.55 * (rings[ring] - rings[ring - 1]) / rings[ring]
        found.sort()
        gaps = [
            (angle, (found[(index + 1) % len(found)][0] - angle) % (2 * np.pi))
            for index, (angle, _) in enumerate(found)
        ]
        found += [
            (angle + gap * rng.uniform(0.42, 0.58), ring) for angle, gap in gaps if gap > wide
        ]
    return sorted(found)


def _ring_roads(
    terrain: Terrain, rings: Floats, avenues: list[tuple[float, int]], rng: np.random.Generator
) -> list[MainRoad]:
    """Arcs of the rings from avenue to avenue; the outermost ones bound the built-up land."""
    belt = max(1, int(np.argmin(np.abs(rings - 0.6 * terrain.radius_m))))
    roads = []
    for ring, radius_m in enumerate(rings):
        angles = [angle for angle, first in avenues if first <= ring]
        for start, following in zip(angles, angles[1:] + angles[:1], strict=True):
            end = start + (following - start) % (2 * np.pi)
            has_inside, has_outside = _built_up(terrain, rings, ring, (start + end) / 2)
            is_edge = ring > belt and not has_outside
            is_left_out = not is_edge and ring not in {0, belt} and rng.random() < 0.16
            if is_left_out or (ring > belt and not has_inside):
                continue
            road = MainRoad(
                line=_arc(terrain, radius_m, start, end, rng.normal(0, 0.16, 3) * is_edge),
                road=_ring_class(ring, belt),
                name=("belt" if ring == belt else "ring", ring),
                is_drawn=not is_edge,
                is_open=not is_edge and ring != belt,
            )
            roads.append(road)
    return roads


def _built_up(terrain: Terrain, rings: Floats, ring: int, angle: float) -> tuple[bool, bool]:
    """Whether the land inside and outside a ring is part of the city, in a direction."""
    reach_m = float(terrain.reach_m(np.array([angle]))[0])
    inner_m = rings[ring - 1] if ring else 0.0
    outer_m = rings[min(ring + 1, len(rings) - 1)]
    return rings[ring] + inner_m < 2 * reach_m, rings[ring] + outer_m < 2 * reach_m


def _arc(terrain: Terrain, radius_m: float, start: float, end: float, waves: Floats) -> Points:
    """An arc of a ring; `waves` let its middle stray by shares of the spacing of the rings."""
    turn = np.linspace(start, end, max(3, round((end - start) * radius_m / STEP_M)))
    share = (turn - start) / (end - start)
    stray = sum(wave * np.sin((index + 1) * np.pi * share) for index, wave in enumerate(waves))
    return terrain.bent(polar(radius_m + _spacing_m(radius_m, terrain) * stray, turn))


def _ring_class(ring: int, belt: int) -> Road:
    if ring == belt:
        return Road.TRUNK
    if ring == 0:
        return Road.SECONDARY
    return Road.SECONDARY if ring % 2 == 0 else Road.TERTIARY


def _avenue_roads(
    terrain: Terrain, rings: Floats, avenues: list[tuple[float, int]], rng: np.random.Generator
) -> list[MainRoad]:
    """Stretches of the avenues from ring to ring; the first ones lead on into the country."""
    roads = []
    for number, (angle, first) in enumerate(avenues):
        road = (Road.PRIMARY, Road.SECONDARY)[min(first, 1)] if first < 2 else Road.TERTIARY
        reach_m = float(terrain.reach_m(np.array([angle]))[0])
        for inner_m, outer_m in zip(rings[first:-1], rings[first + 1 :], strict=True):
            if (inner_m + outer_m) / 2 > reach_m:
                break
            if first > 0 and rng.random() < 0.1:
                continue
            line = _spoke(terrain, angle, inner_m, outer_m)
            roads.append(MainRoad(line=line, road=road, name=("avenue", number)))
            last_m = outer_m
        if first == 0:
            line = _spoke(terrain, angle, last_m, 1.3 * terrain.radius_m)
            roads.append(MainRoad(line=line, road=road, name=("country", number)))
    return roads


def _spoke(terrain: Terrain, angle: float, inner_m: float, outer_m: float) -> Points:
    steps = max(3, round((outer_m - inner_m) / STEP_M))
    return terrain.bent(polar(np.linspace(inner_m, outer_m, steps), angle))


def _bank_roads(terrain: Terrain) -> list[MainRoad]:
    """The streets along the river, in the city only."""
    roads = []
    for side, number in ((1, 0), (-1, 1)):
        bank = terrain.river.bank(side)
        inside = terrain.in_city(bank)
        first, last = int(np.argmax(inside)), len(bank) - int(np.argmax(inside[::-1]))
        roads.append(MainRoad(line=bank[first:last], road=Road.TERTIARY, name=("bank", number)))
    return roads


def _village_edges(
    terrain: Terrain, rings: Floats, avenues: list[tuple[float, int]], rng: np.random.Generator
) -> list[MainRoad]:
    """Built-up land around places on the roads into the country."""
    edges = []
    for number, (angle, first) in enumerate(avenues):
        if first == 0 and rng.random() < 0.6:
            away_m = rng.uniform(1.18, 1.28) * terrain.radius_m
            around = polar(
                rng.uniform(0.05, 0.08) * terrain.radius_m, np.linspace(0, 2 * np.pi, 25)
            )
            middle = polar(away_m, angle)
            edges.append(
                MainRoad(
                    line=terrain.bent(middle + around * rng.uniform(0.9, 1.1, 2)),
                    road=Road.TERTIARY,
                    name=("village", number),
                    is_drawn=False,
                    is_open=False,
                )
            )
    return edges


def _beside_water(terrain: Terrain, pieces: list[MainRoad]) -> list[MainRoad]:
    """Pieces on dry land, and those over the water that become bridges."""
    corridor = terrain.river.corridor()
    shapely.prepare(corridor)
    tight = corridor.buffer(95)
    shapely.prepare(tight)
    dry, wet = [], []
    for piece in pieces:
        middle = point_at(piece.line, length_m(piece.line) / 2)[0]
        is_bank = piece.name[0] == "bank"
        is_kept = is_bank or piece.road <= Road.TRUNK or piece.name == ("ring", 0)
        if not is_bank and shapely.contains_xy(corridor, *middle):
            wet.append(piece)
        elif is_kept or not _hugs(piece, tight):
            dry.append(piece)
    return dry + _bridges(terrain, wet)


def _hugs(piece: MainRoad, strip: shapely.Polygon) -> bool:
    """Whether most of a piece runs within a strip."""
    corners = resampled(piece.line, 25.0)
    return bool(np.mean(shapely.contains_xy(strip, corners)) > 0.6)


def _bridges(terrain: Terrain, wet: list[MainRoad]) -> list[MainRoad]:
    """Those pieces over water that become bridges: the greater roads first, well apart."""
    middle = terrain.river.middle_line()
    shore = terrain.river.corridor().exterior
    span_m = 2 * float(terrain.river.half_width_m.max()) + 60
    taken: list[float] = []
    chosen = []
    for piece in sorted(wet, key=lambda piece: (piece.road, length_m(piece.line))):
        at_m = _river_place_m(middle, piece.line.mean(axis=0))
        # A piece that begins at a junction in the water has lost the road it began at.
        reaches_land = shapely.dwithin(shore, shapely.points(piece.line[[0, -1]]), 1.0).all()
        is_across = reaches_land and shapely.LineString(piece.line).intersects(middle)
        is_straight = is_across and length_m(piece.line) < 1.5 * span_m
        is_apart = all(abs(at_m - other) > BRIDGE_GAP_M for other in taken)
        if piece.road <= Road.TRUNK or (is_straight and is_apart):
            taken.append(at_m)
            chosen.append(_bridge(piece))
    return chosen


def _river_place_m(middle: shapely.LineString, place: Points) -> float:
    """How far down the river a place lies."""
    return float(shapely.line_locate_point(middle, shapely.Point(place)))


def _bridge(piece: MainRoad) -> MainRoad:
    straight = piece.line[[0, -1]]
    return MainRoad(line=straight, road=piece.road, name=piece.name, is_bridge=True, is_open=False)


def _with_more_bridges(terrain: Terrain, pieces: list[MainRoad]) -> list[MainRoad]:
    """Main roads with bridges straight across the river where they end at it, and in between."""
    middle = terrain.river.middle_line()
    taken = [_river_place_m(middle, piece.line.mean(axis=0)) for piece in pieces if piece.is_bridge]
    links: list[MainRoad] = []
    for at_m in _bridge_places_m(terrain, middle, pieces):
        if all(abs(at_m - other) > BRIDGE_GAP_M for other in taken):
            taken.append(at_m)
            line = _across_river(terrain, at_m)
            links.append(MainRoad(line=line, road=Road.SECONDARY, name=("bridge", len(links))))
    corridor = terrain.river.corridor()
    kept = []
    for piece in noded(pieces + links):
        if piece.name[0] != "bridge":
            kept.append(piece)
        elif shapely.contains_xy(corridor, *piece.line.mean(axis=0)):
            kept.append(_bridge(piece))
    return kept


def _bridge_places_m(
    terrain: Terrain, middle: shapely.LineString, pieces: list[MainRoad]
) -> list[float]:
    """Places down the river for further bridges, the best first."""
    corridor = terrain.river.corridor()
    shapely.prepare(corridor)
    at_river = [
        (piece.road, _river_place_m(middle, end))
        for piece in pieces
        for end in piece.line[[0, -1]]
        if piece.name[0] in {"avenue", "ring"}
        and not piece.is_bridge
        and shapely.dwithin(corridor, shapely.Point(end), 1.0)
    ]
    in_city = np.flatnonzero(np.hypot(*terrain.river.middle.T) < 0.85 * terrain.radius_m)
    first, last = (_river_place_m(middle, terrain.river.middle[i]) for i in in_city[[0, -1]])
    between = np.arange(first, last, 2.0 * BRIDGE_GAP_M)
    return [at_m for _, at_m in sorted(at_river)] + between.tolist()


def _across_river(terrain: Terrain, at_m: float) -> Points:
    """A straight line across the river, somewhat longer than from bank to bank."""
    half_m = float(terrain.river.half_width_m.max()) + 60
    start, ahead = point_at(terrain.river.middle, [at_m, at_m + 10])
    east, north = (ahead - start) / np.hypot(*(ahead - start))
    normal = np.array([-north, east])
    return np.vstack([start - half_m * normal, start + half_m * normal])
