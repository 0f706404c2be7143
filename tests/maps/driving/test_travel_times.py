"""Travel times are exact: equal to a plain search on a graph cut at every place."""

import math
import pickle

import numpy as np
import pytest
from hypothesis import example, given, settings

from domain.errors import Interrupted, RoadDataError
from domain.geo import Location
from domain.progress import Flag, Progress
from domain.travel import UNREACHABLE_M, UNREACHABLE_S
from maps.driving import road_matrices
from maps.driving.conditions import RoadConditions
from maps.driving.edge_costs import Load
from maps.driving.open_hierarchy import open_hierarchy
from maps.driving.road_matrices import BucketSearch
from maps.driving.stops import Stops
from maps.driving.travel_times import RoadTravel, road_travel
from maps.network.road_network import RoadNetwork
from maps.snapping.snap import snap
from maps.snapping.walks import WALK_M_PER_S
from tests.maps.road_worlds import named, plain, worlds
from tests.maps.small_networks import (
    NO_WAY,
    Street,
    door_places,
    location,
    network_of,
    networks,
    split_paths,
)
from tests.maps.turn_oracle import turn_paths

ONE_WAY_ROUND = network_of(
    [(0, 0), (6, 0), (6, 6), (0, 6)],
    [Street(i, (i + 1) % 4, None, 36.0, True) for i in range(4)],
)


def _travel(network: RoadNetwork, places: list[Location], limit_m: float = 500.0) -> RoadTravel:
    return road_travel(plain(network), named(places), limit_m=limit_m)


@settings(max_examples=300)
@given(networks(), door_places())
@example(ONE_WAY_ROUND, [location(4, 0), location(2, 0), location(2, 0), location(0, 0)])
def test_matrix_equals_plain_search(network: RoadNetwork, places: list[Location]) -> None:
    found = _travel(network, places, limit_m=60.0)
    expected = split_paths(network, found.snapped)
    walk_ms = [math.ceil(m / WALK_M_PER_S * 1000) for m in found.snapped.distance_m if m <= 60.0]
    walks = iter(walk_ms)
    walk = [next(walks) if near else 0 for near in found.snapped.is_near]
    for i, row in enumerate(expected):
        for j, way in enumerate(row):
            seconds, metres = found.travel.drive_s[0, i, j], found.travel.drive_m[0, i, j]
            if i == j:
                assert (seconds, metres) == (0, 0)
            elif way == NO_WAY:
                assert (seconds, metres) == (UNREACHABLE_S, UNREACHABLE_M)
            else:
                on_foot = 0 if places[i] == places[j] else walk[i] + walk[j]
                assert seconds == math.ceil((way[0] + on_foot) / 1000)
                assert metres == (way[1] + 5) // 10


@settings(max_examples=300)
@given(worlds(), door_places())
def test_matrix_with_turns_zones_and_closures_equals_plain_search(
    world: RoadConditions, places: list[Location]
) -> None:
    """Key and distance of each pair are those of the best path that networkx finds."""
    found = road_travel(world, named(places), limit_m=60.0)
    expected = turn_paths(world, found.snapped)
    stops = Stops.of(found.snapped, world)
    hierarchy = open_hierarchy(world.network, world.graph)
    keys, lengths = BucketSearch.of(world, hierarchy, stops, 0).told(Load.LENGTH_DM)
    for i, row in enumerate(expected):
        for j, (key_ms, length_dm) in enumerate(row):
            a, b = int(stops.of_place[i]), int(stops.of_place[j])
            if (key_ms, length_dm) == NO_WAY:
                assert found.travel.drive_s[0, i, j] == (UNREACHABLE_S if i != j else 0)
            else:
                assert (int(keys[a, b]), int(lengths[a, b])) == (key_ms, length_dm)


@given(networks(), door_places())
def test_going_by_a_third_place_is_never_faster(
    network: RoadNetwork, places: list[Location]
) -> None:
    drive_s = _travel(network, places).travel.drive_s[0].astype(np.int64)
    for third in range(len(places)):
        assert (drive_s <= drive_s[:, [third]] + drive_s[[third], :]).all()


@given(networks(), door_places())
def test_near_places_all_reach_each_other(network: RoadNetwork, places: list[Location]) -> None:
    found = _travel(network, places, limit_m=60.0)
    near = found.snapped.is_near
    both = np.logical_and.outer(near, near) | np.eye(len(near), dtype=bool)
    assert np.array_equal(found.travel.drive_s[0] < UNREACHABLE_S, both)
    names = [unreachable.place for unreachable in found.unreachable]
    assert names == [str(i) for i in np.flatnonzero(~near)]


@given(networks(), door_places())
def test_a_place_changes_nothing_for_others(network: RoadNetwork, places: list[Location]) -> None:
    together = _travel(network, places)
    alone = _travel(network, places[1:])
    assert np.array_equal(together.travel.drive_s[0, 1:, 1:], alone.travel.drive_s[0])
    assert np.array_equal(together.travel.drive_m[0, 1:, 1:], alone.travel.drive_m[0])


def test_behind_on_a_one_way_is_all_the_way_round() -> None:
    ahead, behind = location(4, 0), location(2, 0)
    travel = _travel(ONE_WAY_ROUND, [ahead, behind]).travel
    length_m = ONE_WAY_ROUND.length_m
    assert travel.drive_m[0, 1, 0] == pytest.approx(length_m[0] / 3, abs=1)
    assert travel.drive_m[0, 0, 1] == pytest.approx(length_m.sum() - length_m[0] / 3, abs=1)
    assert travel.drive_s[0, 0, 1] == pytest.approx(travel.drive_m[0, 0, 1] / 10, abs=1)


def test_the_walk_to_the_door_counts_at_both_ends() -> None:
    network = network_of([(0, 0), (6, 0)], [Street(0, 1, None, 36.0, False)])
    travel = _travel(network, [location(1, 1), location(5, 2), location(1, 1)]).travel
    walk_s = 3 * 0.0005 * 111_195 / WALK_M_PER_S
    assert travel.drive_s[0, 0, 1] == pytest.approx(travel.drive_m[0, 0, 1] / 10 + walk_s, abs=1.5)
    assert travel.drive_s[0, 0, 2] == 0


def test_too_far_is_said_not_moved() -> None:
    network = network_of([(0, 0), (6, 0)], [Street(0, 1, None, 36.0, False)])
    found = _travel(network, [location(1, 0), location(1, 20)])
    (far,) = found.unreachable
    assert far.message.code == "roads.place_too_far"
    assert far.message["place"] == far.place == "1"
    assert far.message["distance_m"] == pytest.approx(1112, abs=2)
    assert far.message["limit_m"] == 500


def test_roads_that_lead_nowhere() -> None:
    network = network_of([(0, 0), (6, 0)], [Street(0, 1, None, 36.0, True)])
    found = _travel(network, [location(1, 0)])
    assert found.unreachable[0].message.code == "roads.place_without_road"
    assert found.unreachable[0].distance_m == math.inf


def test_no_places() -> None:
    assert _travel(ONE_WAY_ROUND, []).travel.places == ()


def test_paths_too_long_for_the_weights_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(road_matrices, "LOAD_LIMIT", 2**10)
    with pytest.raises(RoadDataError) as caught:
        _travel(ONE_WAY_ROUND, [location(4, 0), location(2, 0)])
    assert caught.value.message.code == "roads.too_wide"


def test_progress_and_stop() -> None:
    seen: list[Progress] = []
    places = [("a", location(1, 0)), ("b", location(2, 0))]
    road_travel(plain(ONE_WAY_ROUND), places, on_progress=seen.append)
    assert [progress.step for progress in seen][:2] == ["roads.snapping", "roads.travel"]
    assert seen[-1].fraction == 1.0
    with pytest.raises(Interrupted):
        road_travel(plain(ONE_WAY_ROUND), places, stop=Flag(lambda: True))


def test_results_cross_processes() -> None:
    found = _travel(ONE_WAY_ROUND, [location(1, 0), location(2, 0)])
    again = pickle.loads(pickle.dumps(found))
    assert np.array_equal(again.travel.drive_s, found.travel.drive_s)
    network = pickle.loads(pickle.dumps(ONE_WAY_ROUND))
    assert len(snap(network, [location(1, 0)])) == 1


def test_a_city_of_8_000_nodes() -> None:
    side = 90
    nodes = [(x, y) for y in range(side) for x in range(side)]
    across = [(n, n + 1) for n in range(side * side) if n % side < side - 1]
    down = [(n, n + side) for n in range(side * (side - 1))]
    network = network_of(nodes, [Street(a, b, None, 30.0, False) for a, b in across + down])
    random = np.random.default_rng(1)
    places = [location(*random.uniform(0, side, 2)) for _ in range(400)]
    assert not _travel(network, places).unreachable
