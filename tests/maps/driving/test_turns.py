"""Turns cost time by their angle, on the side that people drive on; forbidden ones are not made."""

from dataclasses import replace

import numpy as np
import pytest

from domain.driving import Driving
from domain.traffic_day import FREE_FLOW
from maps.driving.conditions import road_conditions
from maps.driving.travel_times import road_travel
from maps.driving.turns import TurnCosts, drives_on_left, turn_ms
from maps.network.road_network import EdgeFlag, RoadNetwork
from tests.maps.road_worlds import named
from tests.maps.small_networks import Street, location, network_of

COSTS = TurnCosts()
# A crossing at node 0 with arms to the west, north, east and south.
CROSSING = network_of(
    [(3, 3), (0, 3), (3, 6), (6, 3), (3, 0)],
    [Street(arm, 0, None, 30.0, False) for arm in (1, 2, 3, 4)],
)
WEST, NORTH, EAST, SOUTH = 1, 2, 3, 4


def edge(tail: int, head: int, network: RoadNetwork = CROSSING) -> int:
    return int(np.flatnonzero((network.tail == tail) & (network.head == head))[0])


def cost_s(come_from: int, go_to: int, network: RoadNetwork = CROSSING) -> float:
    """Seconds of a turn at the crossing."""
    first, second = np.array([edge(come_from, 0)]), np.array([edge(0, go_to)])
    return float(turn_ms(network, first, second, COSTS)[0]) / 1000


@pytest.mark.parametrize(
    ("come_from", "go_to", "seconds"),
    [
        (WEST, EAST, 0.0),
        (WEST, SOUTH, COSTS.near_s),
        (WEST, NORTH, COSTS.far_s),
        (SOUTH, WEST, COSTS.far_s),
        (WEST, WEST, COSTS.u_turn_s),
    ],
)
def test_turns_at_a_crossing(come_from: int, go_to: int, seconds: float) -> None:
    assert cost_s(come_from, go_to) == seconds


def test_turning_back_at_a_dead_end_is_cheap() -> None:
    first, second = np.array([edge(0, WEST)]), np.array([edge(WEST, 0)])
    assert turn_ms(CROSSING, first, second, COSTS)[0] == COSTS.dead_end_s * 1000


def test_signals_are_waited_for_at_the_end_of_the_street() -> None:
    signals = np.zeros(CROSSING.edge_count, dtype=np.uint8)
    signals[edge(WEST, 0)] = 2
    network = replace(CROSSING, signals=signals)
    assert cost_s(WEST, EAST, network) == 2 * COSTS.signal_s
    assert cost_s(EAST, WEST, network) == 0.0


def test_roundabouts_tell_the_side_that_people_drive_on() -> None:
    corners = [(0, 0), (6, 0), (6, 6), (0, 6)]
    for clockwise in (False, True):
        ring = [(i, (i + 1) % 4) for i in range(4)]
        # Each side bends outwards, so that one edge alone tells which way it turns.
        bends = [(3, -1), (7, 3), (3, 7), (-1, 3)]
        streets = [
            Street(*(pair[::-1] if clockwise else pair), bend, 30.0, True)
            for pair, bend in zip(ring, bends, strict=True)
        ]
        network = network_of(corners, streets)
        flags = np.full(4, EdgeFlag.ROUNDABOUT | EdgeFlag.ONE_WAY, dtype=np.uint8)
        assert drives_on_left(replace(network, flags=flags)) is clockwise
    assert not drives_on_left(CROSSING)


def _banned(first: int, second: int, profiles: int) -> RoadNetwork:
    return replace(
        CROSSING,
        banned_from=np.array([first], dtype=np.int32),
        banned_to=np.array([second], dtype=np.int32),
        banned_profiles=np.array([profiles], dtype=np.uint8),
    )


@pytest.mark.parametrize(("profiles", "is_banned"), [(2, True), (4, False)])
def test_a_forbidden_turn_is_not_made(profiles: int, is_banned: bool) -> None:
    """From the west to the north one must then go on and turn back."""
    network = _banned(edge(WEST, 0), edge(0, NORTH), profiles)
    places = [location(1, 3), location(3, 5)]
    conditions = road_conditions(network, Driving(), FREE_FLOW, turns=COSTS)
    found = road_travel(conditions, named(places)).travel
    plain = road_travel(
        road_conditions(CROSSING, Driving(), FREE_FLOW, turns=COSTS), named(places)
    ).travel
    longer_m = found.distance_m(0, 1, 0) - plain.distance_m(0, 1, 0)
    assert longer_m > 150 if is_banned else longer_m == 0
    assert found.distance_m(1, 0, 0) == plain.distance_m(1, 0, 0)


def test_without_turns_nothing_is_forbidden_and_nothing_costs() -> None:
    network = _banned(edge(WEST, 0), edge(0, NORTH), 15)
    places = [location(1, 3), location(3, 5)]
    found = road_travel(road_conditions(network, Driving(), FREE_FLOW), named(places)).travel
    assert found.distance_m(0, 1, 0) == pytest.approx(4 * 0.0005 * 111_195 * 0.83, rel=0.1)
