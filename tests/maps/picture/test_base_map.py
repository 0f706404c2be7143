import numpy as np
import pytest

from domain.geo import Location
from maps.network.road_network import RoadNetwork
from maps.picture import base_map
from maps.picture.base_map import METRES_PER_DEGREE, Area, road_lines
from maps.picture.polyline import decode_polyline
from tests.maps.made_up_streets import CLASSES, build_streets

EVERYWHERE = Area(-90, -180, 90, 180)


@pytest.fixture(scope="module")
def streets() -> RoadNetwork:
    """A small city: 20 x 20 junctions."""
    return build_streets(20)


def length_m(points: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> float:
    shrink = np.cos(np.radians(points[:, 0].mean()))
    steps = np.diff(points, axis=0) * (METRES_PER_DEGREE, METRES_PER_DEGREE * shrink)
    return float(np.hypot(*steps.T).sum())


def test_every_street_is_drawn_once_with_its_class(streets: RoadNetwork) -> None:
    groups = road_lines(streets, EVERYWHERE)
    assert len(groups) == len(CLASSES)
    for number in range(len(CLASSES)):
        drawn = sum(length_m(decode_polyline(line)) for line in groups[number])
        edges = np.flatnonzero((streets.road_class == number) & (streets.twin > 0))
        once = edges[streets.twin[edges] > edges]
        real = sum(length_m(streets.edge_shape(int(edge))) for edge in once)
        # A metre of tolerance straightens the bends a little.
        assert drawn == pytest.approx(real, rel=0.02)


def test_streets_between_crossings_are_joined(streets: RoadNetwork) -> None:
    groups = road_lines(streets, EVERYWHERE)
    assert sum(map(len, groups)) < streets.edge_count / 2


def test_only_roads_near_the_plan_are_drawn(streets: RoadNetwork) -> None:
    middle = Location(float(streets.node_lat.mean()), float(streets.node_lon.mean()))
    near = Area.around([middle], margin_m=200)
    lines = [decode_polyline(line) for group in road_lines(streets, near) for line in group]
    assert 0 < len(lines) < 60
    for points in lines:
        assert points[:, 0].min() < near.north
        assert points[:, 0].max() > near.south


def test_nothing_is_drawn_far_from_all_roads(streets: RoadNetwork) -> None:
    assert road_lines(streets, Area(10, 10, 11, 11)) == ((),) * len(CLASSES)


def test_a_vast_city_gets_coarser_and_loses_its_lesser_streets(
    streets: RoadNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = road_lines(streets, EVERYWHERE)
    monkeypatch.setattr(base_map, "_MOST_CHARACTERS", 2_000)
    small = road_lines(streets, EVERYWHERE)
    assert whole[4]
    assert not small[4]
    assert small[1]
    assert sum(len(line) for group in small for line in group) <= 2_000


def test_the_area_around_one_place_has_its_margin() -> None:
    area = Area.around([Location(60, 10)], margin_m=1_000)
    assert area.north - area.south == pytest.approx(2_000 / METRES_PER_DEGREE)
    assert area.east - area.west == pytest.approx(4_000 / METRES_PER_DEGREE, rel=1e-3)
