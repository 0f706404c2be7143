"""Lines of legs lie on the streets, run the right way and are as long as the matrix says."""

import time
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings

from domain.geo import Location
from maps.road_network import RoadNetwork
from maps.route_geometry import Line, cut, leg_lines
from maps.street_arcs import great_circles_m
from maps.travel_times import road_travel
from tests.maps.small_networks import Street, door_places, location, network_of, networks

ALONG_M = 0.5
"""How far from its street a point may be: rounding of a stop to a decimetre, and then some."""


def _length_m(line: Line) -> float:
    lat, lon = line.T
    return float(great_circles_m(lat[:-1], lon[:-1], lat[1:], lon[1:]).sum())


def _plane_m(points: Line) -> Line:
    return np.asarray((points - (48.0, 8.0)) * (111_195.08, 111_195.08 * np.cos(np.radians(48.0))))


def _runs_along_some_street(network: RoadNetwork, a: Line, b: Line) -> bool:
    """Whether the step from a to b follows a straight part of an edge, in its direction."""
    for edge in range(network.edge_count):
        points = _plane_m(network.edge_shape(edge))
        for start, end in pairwise(points):
            way = end - start
            length_m = float(np.hypot(*way))
            if length_m == 0:
                continue
            along = [float((p - start) @ way) / length_m for p in (a, b)]
            across = np.array([-way[1], way[0]]) / length_m
            off = [abs(float((p - start) @ across)) for p in (a, b)]
            within = -ALONG_M <= along[0] <= along[1] <= length_m + ALONG_M
            if within and max(off) <= ALONG_M:
                return True
    return False


@settings(max_examples=150)
@given(networks(), door_places())
def test_lines_follow_the_fastest_paths(network: RoadNetwork, places: list[Location]) -> None:
    found = road_travel(network, [(str(i), at) for i, at in enumerate(places)], limit_m=60.0)
    legs = [(i, j) for i in range(len(places)) for j in range(len(places))]
    for (i, j), line in zip(legs, leg_lines(network, found.snapped, legs), strict=True):
        near = found.snapped.is_near
        if not (near[i] and near[j]):
            assert line.shape == (0, 2)
            continue
        assert len(line) >= 2
        assert line.shape[1] == 2
        for place, point in ((i, line[0]), (j, line[-1])):
            road = found.snapped.road_lat[place], found.snapped.road_lon[place]
            assert _length_m(np.array([road, point])) < 0.06
        assert _length_m(line) == pytest.approx(found.travel.drive_m[0, i, j], abs=2.0)
        steps = _plane_m(line)
        if _length_m(line) > 0:
            assert all(_runs_along_some_street(network, a, b) for a, b in pairwise(steps))


def test_line_bends_with_the_street() -> None:
    network = network_of([(0, 0), (6, 6)], [Street(0, 1, (6, 0), 30.0, False)])
    places = [("a", location(3, 0)), ("b", location(6, 3))]
    snapped = road_travel(network, places).snapped
    there, back = leg_lines(network, snapped, [(0, 1), (1, 0)])
    corner = location(6, 0)
    assert there[1].tolist() == [corner.lat, corner.lon]
    assert np.array_equal(there[::-1], back)


def test_cut_keeps_the_ends_of_a_whole_edge() -> None:
    network = network_of([(0, 0), (6, 6)], [Street(0, 1, (6, 0), 30.0, True)])
    assert np.array_equal(cut(network, 0, 0.0, 1.0), network.edge_shape(0))
    half = cut(network, 0, 0.0, 0.5)
    assert _length_m(half) == pytest.approx(network.length_m[0] / 2, rel=1e-6)


def test_no_legs() -> None:
    network = network_of([(0, 0), (6, 0)], [Street(0, 1, None, 30.0, False)])
    assert leg_lines(network, road_travel(network, []).snapped, []) == []


def test_500_legs_in_a_city_are_quick() -> None:
    side = 60
    nodes = [(x, y) for y in range(side) for x in range(side)]
    across = [(n, n + 1) for n in range(side * side) if n % side < side - 1]
    down = [(n, n + side) for n in range(side * (side - 1))]
    network = network_of(nodes, [Street(a, b, None, 30.0, False) for a, b in across + down])
    random = np.random.default_rng(1)
    places = [(str(i), location(*random.uniform(0, side, 2))) for i in range(200)]
    found = road_travel(network, places)
    legs = [(int(a), int(b)) for a, b in random.integers(0, 200, (500, 2))]
    started_s = time.process_time()
    lines = leg_lines(network, found.snapped, legs)
    assert time.process_time() - started_s < 20.0
    for (a, b), line in zip(legs, lines, strict=True):
        assert _length_m(line) == pytest.approx(found.travel.drive_m[0, a, b], abs=6.0)
