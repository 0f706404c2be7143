"""What vehicles may drive on, how fast, and what zones make of it."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from domain.driving import Driving
from domain.geo import Location
from domain.traffic import Zone
from domain.traffic_day import FREE_FLOW, TrafficDay
from maps.driving.conditions import RoadConditions, edges_in_zone, road_conditions
from maps.driving.exact_travel import ExactTravel
from maps.driving.travel_times import RoadTravel, road_travel
from maps.network.road_network import RoadNetwork
from tests.maps.road_worlds import named, square_zone, traffic_of
from tests.maps.small_networks import Street, location, network_of

# A short way through the middle, from west to east, and a longer one round the north.
NODES = [(0, 0), (2, 0), (4, 0), (6, 0), (0, 3), (6, 3)]
STREETS = [
    Street(0, 1, None, 30.0, False),
    Street(1, 2, None, 30.0, False),
    Street(2, 3, None, 30.0, False),
    Street(0, 4, None, 30.0, False),
    Street(4, 5, None, 30.0, False),
    Street(5, 3, None, 30.0, False),
]
NETWORK = network_of(NODES, STREETS)
ENDS = [location(0.1, 0), location(5.9, 0)]
MIDDLE = location(3, 0)
SHORT_M, LONG_M = 215, 564


def edges_between(a: int, b: int) -> list[int]:
    """Both directions of a street."""
    pairs = zip(NETWORK.tail.tolist(), NETWORK.head.tolist(), strict=True)
    return [edge for edge, ends in enumerate(pairs) if set(ends) == {a, b}]


def with_middle(**facts: object) -> RoadNetwork:
    """The network with something true of the middle street in both directions."""
    changed = {}
    for name, value in facts.items():
        array = getattr(NETWORK, name).copy()
        array[edges_between(1, 2)] = value
        changed[name] = array
    return replace(NETWORK, **changed)


def travel(
    network: RoadNetwork,
    driving: Driving | None = None,
    traffic: TrafficDay = FREE_FLOW,
    places: list[Location] | None = None,
) -> RoadTravel:
    conditions = road_conditions(network, driving or Driving(), traffic)
    return road_travel(conditions, named(places or ENDS))


def metres(found: RoadTravel) -> int:
    return found.travel.distance_m(0, 1, 0)


def zones_of(*zones: Zone, active: bool = True) -> TrafficDay:
    day = traffic_of([0], [1.0])
    return replace(day, zones=zones, is_active=np.full((1, len(zones)), active))


def test_the_short_way_is_taken_where_nothing_forbids() -> None:
    assert metres(travel(NETWORK)) == pytest.approx(SHORT_M, rel=0.01)


@pytest.mark.parametrize(
    ("facts", "driving", "is_open"),
    [
        ({"closed_to": 4}, Driving(profile="truck"), False),
        ({"closed_to": 4}, Driving(profile="van"), True),
        ({"max_height_m": 3.0}, Driving(height_m=3.2), False),
        ({"max_height_m": 3.0}, Driving(height_m=3.0), True),
        ({"max_height_m": 3.0}, Driving(), True),
        ({"max_weight_kg": 3500}, Driving(gross_weight_kg=7500), False),
        ({"max_weight_kg": 3500}, Driving(gross_weight_kg=3500), True),
        ({"only_to": 2}, Driving(), False),
        ({"only_to": 2}, Driving(profile="truck"), True),
    ],
)
def test_a_street_with_a_limit_is_driven_round(
    facts: dict[str, object], driving: Driving, is_open: bool
) -> None:
    expected = SHORT_M if is_open else LONG_M
    assert metres(travel(with_middle(**facts), driving)) == pytest.approx(expected, rel=0.01)


def test_a_stop_in_a_street_for_residents_can_be_reached() -> None:
    found = travel(with_middle(only_to=2), places=[ENDS[0], MIDDLE])
    assert metres(found) == pytest.approx(SHORT_M / 2, rel=0.02)
    free = travel(NETWORK, places=[ENDS[0], MIDDLE])
    assert found.travel.duration_s(0, 1, 0) == free.travel.duration_s(0, 1, 0)


def test_a_stop_in_a_closed_street_is_reached_from_the_next_open_one() -> None:
    found = travel(with_middle(closed_to=2), places=[ENDS[0], MIDDLE])
    assert found.snapped.distance_m[1] == pytest.approx(37, abs=2)
    assert found.snapped.edge[1] not in edges_between(1, 2)


def test_trucks_and_bikes_keep_to_their_speeds() -> None:
    fast = network_of([(0, 0), (6, 0)], [Street(0, 1, None, 120.0, False)])
    seconds = {
        profile: travel(fast, Driving(profile=profile)).travel.duration_s(0, 1, 0)
        for profile in ("car", "van", "truck", "bike")
    }
    assert seconds["car"] == seconds["van"] == pytest.approx(215 / 120 * 3.6, abs=1)
    assert seconds["truck"] == pytest.approx(215 / 80 * 3.6, abs=1)
    assert seconds["bike"] == pytest.approx(215 / 16 * 3.6, abs=1)


def test_bikes_do_not_stand_in_traffic() -> None:
    slow = traffic_of([0], [0.5])
    free = travel(NETWORK, Driving(profile="bike"))
    jam = travel(NETWORK, Driving(profile="bike"), slow)
    assert jam.travel.duration_s(0, 1, 0) == free.travel.duration_s(0, 1, 0)
    assert travel(NETWORK, traffic=slow).travel.duration_s(0, 1, 0) == pytest.approx(
        2 * travel(NETWORK).travel.duration_s(0, 1, 0), abs=2
    )


AVOID = square_zone((2, 0), (4, 0), zone_id="Z", kind="avoid")


@pytest.mark.parametrize(
    ("zone", "driving", "is_passed"),
    [
        (AVOID, Driving(), False),
        (replace(AVOID, profiles=frozenset({"truck"})), Driving(), True),
        (replace(AVOID, profiles=frozenset({"van"})), Driving(), False),
        (AVOID, Driving(permits=frozenset({"Z"})), True),
        (replace(AVOID, kind="low_emission"), Driving(), False),
        (replace(AVOID, kind="toll"), Driving(), True),
    ],
)
def test_a_zone_to_avoid_is_driven_round(zone: Zone, driving: Driving, is_passed: bool) -> None:
    found = travel(NETWORK, driving, zones_of(zone))
    assert metres(found) == pytest.approx(SHORT_M if is_passed else LONG_M, rel=0.01)
    assert metres(travel(NETWORK, driving, zones_of(zone, active=False))) == pytest.approx(
        SHORT_M, rel=0.01
    )


def test_a_stop_inside_a_zone_to_avoid_takes_its_true_time() -> None:
    found = travel(NETWORK, traffic=zones_of(AVOID), places=[ENDS[0], MIDDLE])
    free = travel(NETWORK, places=[ENDS[0], MIDDLE])
    assert found.travel.duration_s(0, 1, 0) == free.travel.duration_s(0, 1, 0)


@pytest.mark.parametrize(("charge", "is_paid"), [("0.10", True), ("5.00", False)])
def test_a_toll_is_paid_where_the_way_round_is_dearer(charge: str, is_paid: bool) -> None:
    """The way round takes 40 s more, which at 36.00 an hour are worth 0.40."""
    zone = replace(AVOID, kind="toll", charge=Decimal(charge))
    found = travel(NETWORK, Driving(cost_per_hour_minor=3600), zones_of(zone))
    assert metres(found) == pytest.approx(SHORT_M if is_paid else LONG_M, rel=0.01)
    assert found.travel.toll_minor(0, 1, 0) == (10 if is_paid else 0)
    free = travel(NETWORK)
    if is_paid:
        assert found.travel.duration_s(0, 1, 0) == free.travel.duration_s(0, 1, 0)


def test_a_toll_is_paid_once_for_going_in_and_never_for_going_out() -> None:
    zone = replace(AVOID, kind="toll", charge=Decimal("0.10"))
    found = travel(NETWORK, traffic=zones_of(zone), places=[ENDS[0], MIDDLE, ENDS[1]])
    assert found.travel.toll_minor(0, 1, 0) == 10
    assert found.travel.toll_minor(1, 2, 0) == 0
    assert found.travel.toll_minor(0, 2, 0) == 10


def test_zones_hold_in_their_hours_for_matrix_and_exact_search_alike() -> None:
    day = replace(
        traffic_of([0, 1_000], [1.0, 1.0]), zones=(AVOID,), is_active=np.array([[True], [False]])
    )
    conditions = road_conditions(NETWORK, Driving(), day)
    found = road_travel(conditions, named(ENDS))
    exact = ExactTravel(places=("0", "1"), conditions=conditions, snapped=found.snapped)
    for depart_s, expected in ((0, LONG_M), (2_000, SHORT_M)):
        assert found.travel.distance_m(0, 1, depart_s) == pytest.approx(expected, rel=0.01)
        assert exact.distance_m(0, 1, depart_s) == found.travel.distance_m(0, 1, depart_s)


def test_edges_of_a_zone() -> None:
    inside, entering = edges_in_zone(NETWORK, AVOID)
    assert np.flatnonzero(inside).tolist() == sorted(edges_between(1, 2))
    ends = {(int(NETWORK.tail[e]), int(NETWORK.head[e])) for e in np.flatnonzero(entering)}
    assert ends == {(0, 1), (3, 2)}


def test_hours_that_are_alike_share_a_matrix() -> None:
    conditions = road_conditions(NETWORK, Driving(), traffic_of([0, 10, 20, 30], [1, 0.5, 1, 0.5]))
    assert conditions.first_alike().tolist() == [0, 1, 0, 1]
    found = road_travel(conditions, named(ENDS)).travel
    assert found.drive_s.shape == (2, 2, 2)
    assert found.bucket_matrix.tolist() == [0, 1, 0, 1]


def test_only_streets_that_can_be_reached_and_left_are_stopped_at() -> None:
    trap = network_of(
        [(0, 0), (3, 0), (6, 0)], [Street(0, 1, None, 30.0, False), Street(1, 2, None, 30.0, True)]
    )
    conditions = road_conditions(trap, Driving(), FREE_FLOW)
    assert _core_ends(conditions) == {(0, 1), (1, 0)}


def _core_ends(conditions: RoadConditions) -> set[tuple[int, int]]:
    network = conditions.network
    edges = np.flatnonzero(conditions.is_core)
    return {(int(network.tail[e]), int(network.head[e])) for e in edges}
