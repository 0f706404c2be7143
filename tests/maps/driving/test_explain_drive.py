"""An explained drive re-adds to the drive itself, and names what kept it from a faster way."""

import math
from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.driving import Driving
from domain.errors import RoadDataError
from domain.traffic import Zone
from domain.traffic_day import FREE_FLOW, SpeedSource, TrafficDay
from maps.driving.conditions import road_conditions
from maps.driving.drive_facts import DriveExplanation, Hindrance
from maps.driving.exact_travel import ExactTravel
from maps.driving.explain_drive import explain_drive
from maps.driving.travel_times import snap_places
from maps.driving.turns import TurnCosts
from maps.network.road_limits import PROFILE_BITS
from maps.network.road_network import EdgeFlag, RoadNetwork
from tests.maps.road_worlds import HOUR_S, named, square_zone, traffic_of, traffics, zones
from tests.maps.small_networks import Street, door_places, location, network_of, networks

SOUTH, EAST, NORTH, WEST = "Old Bridge", "East Street", "North Road", "West Street"
PLACES = named([location(0, 1), location(6, 1)])
"""West and east; the way over the bridge in the south is 8 steps, that by the north is 16."""


def _ring(**facts: Any) -> RoadNetwork:
    """A square of four streets, two edges each, that of the south a bridge."""
    corners = [(0, 0), (6, 0), (6, 6), (0, 6)]
    network = network_of(corners, [Street(i, (i + 1) % 4, None, 36.0, False) for i in range(4)])
    flags = network.flags.copy()
    flags[:2] |= np.uint8(EdgeFlag.BRIDGE)
    return replace(
        network,
        texts=("", SOUTH, EAST, NORTH, WEST),
        name_text=np.repeat(np.arange(1, 5, dtype=np.int32), 2),
        flags=flags,
        **facts,
    )


def _on_bridge(value: float, dtype: type) -> Any:
    return np.array([value] * 2 + [0] * 6, dtype=dtype)


def _travel(
    network: RoadNetwork, traffic: TrafficDay = FREE_FLOW, *, turns: bool = True, **driving: Any
) -> ExactTravel:
    costs = TurnCosts() if turns else None
    conditions = road_conditions(network, Driving(**driving), traffic, turns=costs)
    names = tuple(name for name, _ in PLACES)
    return ExactTravel(places=names, conditions=conditions, snapped=snap_places(conditions, PLACES))


def _explained(
    network: RoadNetwork, traffic: TrafficDay = FREE_FLOW, **driving: Any
) -> DriveExplanation:
    return explain_drive(_travel(network, traffic, **driving), 0, 1, 0, traffic=traffic)


def _day_with(zone: Zone) -> TrafficDay:
    return replace(FREE_FLOW, zones=(zone,), is_active=np.ones((1, 1), dtype=np.bool_))


@settings(max_examples=60)
@given(networks(), door_places(), zones(), st.data())
def test_the_parts_re_add_to_the_drive(
    network: RoadNetwork, places: list[Any], zone: Zone, data: st.DataObject
) -> None:
    traffic = data.draw(traffics((zone,)))
    costs = data.draw(st.sampled_from([None, TurnCosts()]))
    depart_s = data.draw(st.integers(0, 600))
    conditions = road_conditions(network, Driving(), traffic, turns=costs)
    snapped = snap_places(conditions, named(places), limit_m=100.0)
    exact = ExactTravel(
        places=tuple(str(i) for i in range(len(places))), conditions=conditions, snapped=snapped
    )
    for a in range(len(places)):
        drive = exact.drive(a, 0, depart_s)
        if drive is None:
            continue
        told = explain_drive(exact, a, 0, depart_s, traffic=traffic)
        assert told.total_s == exact.duration_s(a, 0, depart_s)
        assert told.distance_m == exact.distance_m(a, 0, depart_s)
        assert told.toll_minor == drive.toll_minor
        assert told.moving_ms + told.turn_ms == told.drive_ms == math.ceil(drive.drive_ms - 1e-3)
        assert told.free_ms + told.congestion_ms == told.moving_ms
        for parts in (told.streets, told.classes):
            assert sum(part.drive_ms for part in parts) == told.drive_ms
            assert sum(part.free_ms for part in parts) == told.free_ms
            assert sum(part.length_dm for part in parts) == drive.length_dm


@settings(max_examples=60)
@given(networks(), door_places(), st.data())
def test_what_is_avoided_and_the_detour_go_together(
    network: RoadNetwork, places: list[Any], data: st.DataObject
) -> None:
    bits = st.lists(
        st.sampled_from([0, 0, PROFILE_BITS["van"]]),
        min_size=network.edge_count,
        max_size=network.edge_count,
    )
    network = replace(network, closed_to=np.array(data.draw(bits), dtype=np.uint8))
    conditions = road_conditions(network, Driving(), FREE_FLOW, turns=TurnCosts())
    snapped = snap_places(conditions, named(places))
    exact = ExactTravel(
        places=tuple(str(i) for i in range(len(places))), conditions=conditions, snapped=snapped
    )
    for a in range(len(places)):
        if exact.drive(a, 0, 0) is None:
            continue
        told = explain_drive(exact, a, 0, 0)
        assert told.congestion_ms == 0
        assert told.detour_ms >= 0
        if told.detour_ms:
            assert {thing.hindrance for thing in told.avoided} == {Hindrance.ACCESS}


def test_an_open_bridge_is_taken_and_nothing_is_avoided() -> None:
    told = _explained(_ring())
    assert [part.name for part in told.streets] == [WEST, SOUTH, EAST]
    assert (told.avoided, told.detour_ms) == ((), 0)


def test_turns_count_where_streets_meet_and_signals_where_they_are_passed() -> None:
    corners = [(0, 3), (0, 0), (6, 0), (0, -3)]
    streets = [Street(0, 1, None, 36.0, False), Street(1, 2, None, 36.0, False)]
    bend = network_of(corners, streets)
    meeting = network_of(corners, [*streets, Street(1, 3, None, 36.0, False)])
    lights = replace(meeting, signals=np.ones(meeting.edge_count, dtype=np.uint8))
    ends = named([location(0, 1), location(5, 0)])
    counts = []
    for network in (bend, meeting, lights):
        conditions = road_conditions(network, Driving(), FREE_FLOW, turns=TurnCosts())
        snapped = snap_places(conditions, ends)
        exact = ExactTravel(places=("0", "1"), conditions=conditions, snapped=snapped)
        told = explain_drive(exact, 0, 1, 0)
        counts.append((told.turns, told.signals, told.turn_ms))
    assert counts == [(0, 0, 0), (1, 0, 6000), (1, 1, 14000)]


def test_a_street_in_several_edges_is_told_once() -> None:
    corners = [(0, 0), (3, 0), (6, 0)]
    network = network_of(corners, [Street(i, i + 1, None, 36.0, False) for i in range(2)])
    conditions = road_conditions(network, Driving(), FREE_FLOW)
    ends = named([location(1, 0), location(5, 0)])
    exact = ExactTravel(
        places=("0", "1"), conditions=conditions, snapped=snap_places(conditions, ends)
    )
    told = explain_drive(exact, 0, 1, 0)
    assert len(told.parts) == 2
    assert len(told.streets) == 1


@pytest.mark.parametrize(
    ("facts", "driving", "hindrance", "limit"),
    [
        ({"closed_to": _on_bridge(2, np.uint8)}, {}, Hindrance.ACCESS, 0.0),
        ({"only_to": _on_bridge(2, np.uint8)}, {}, Hindrance.ONLY_TO, 0.0),
        ({"max_height_m": _on_bridge(2.5, np.float32)}, {"height_m": 3.0}, Hindrance.HEIGHT, 2.5),
        (
            {"max_weight_kg": _on_bridge(3500, np.float32)},
            {"gross_weight_kg": 7500.0},
            Hindrance.WEIGHT,
            3500.0,
        ),
    ],
)
def test_a_bridge_that_is_no_way_is_named(
    facts: dict[str, Any], driving: dict[str, Any], hindrance: Hindrance, limit: float
) -> None:
    told = _explained(_ring(**facts), **driving)
    assert [part.name for part in told.streets] == [WEST, NORTH, EAST]
    (thing,) = told.avoided
    assert (thing.hindrance, thing.street, thing.limit) == (hindrance, SOUTH, limit)
    assert thing.is_bridge
    over_bridge = _explained(_ring())
    assert told.detour_ms == told.drive_ms - over_bridge.drive_ms > 0


def test_a_limit_that_the_vehicle_keeps_is_no_reason() -> None:
    low = _ring(max_height_m=_on_bridge(2.5, np.float32))
    assert _explained(low, height_m=2.4).avoided == ()
    assert _explained(low).avoided == ()


def test_a_forbidden_turn_names_both_streets() -> None:
    network = _ring()
    (first,) = np.flatnonzero((network.tail == 3) & (network.head == 0))
    (second,) = np.flatnonzero((network.tail == 0) & (network.head == 1))
    network = replace(
        network,
        banned_from=np.array([first], dtype=np.int32),
        banned_to=np.array([second], dtype=np.int32),
        banned_profiles=np.array([PROFILE_BITS["van"]], dtype=np.uint8),
    )
    (thing,) = _explained(network).avoided
    assert thing.hindrance is Hindrance.TURN
    assert (thing.from_street, thing.street) == (WEST, SOUTH)
    assert _explained(network, turns=False).avoided == ()
    assert _explained(network, profile="car").avoided == ()


@pytest.mark.parametrize(
    ("facts", "hindrance"),
    [
        ({"kind": "avoid"}, Hindrance.ZONE),
        ({"kind": "low_emission"}, Hindrance.LOW_EMISSION),
        ({"kind": "toll", "charge": Decimal(100)}, Hindrance.TOLL),
    ],
)
def test_a_zone_that_is_driven_round_is_named(facts: dict[str, Any], hindrance: Hindrance) -> None:
    zone = square_zone((2, 0), (7, 0), name="Harbour", **facts)
    told = _explained(_ring(), _day_with(zone))
    (thing,) = told.avoided
    assert (thing.hindrance, thing.zone_id, thing.zone_name) == (hindrance, "Z", "Harbour")
    assert thing.charge_minor == int(zone.charge * 100)
    assert told.tolls == ()
    assert _explained(_ring(), _day_with(zone), permits=frozenset({"Z"})).avoided == ()


def test_a_toll_that_is_cheaper_than_the_detour_is_paid() -> None:
    zone = square_zone((2, 0), (7, 0), name="Harbour", kind="toll", charge=Decimal("0.01"))
    told = _explained(_ring(), _day_with(zone))
    (toll,) = told.tolls
    assert (toll.zone_name, toll.entries, toll.charge_minor) == ("Harbour", 1, 1)
    assert told.avoided == ()


def test_a_toll_that_is_paid_on_either_way_is_not_avoided() -> None:
    zone = square_zone((5, 0), (7, 7), name="Port", kind="toll", charge=Decimal(100))
    told = _explained(_ring(closed_to=_on_bridge(2, np.uint8)), _day_with(zone))
    assert [toll.zone_name for toll in told.tolls] == ["Port"]
    assert [thing.hindrance for thing in told.avoided] == [Hindrance.ACCESS]


def test_what_congestion_adds_is_what_is_slower_than_free_flow() -> None:
    slow = traffic_of([0, 8 * HOUR_S], [1.0, 0.5])
    exact = _travel(_ring(), slow)
    free, busy = (explain_drive(exact, 0, 1, at, traffic=slow) for at in (0, 9 * HOUR_S))
    assert free.congestion_ms == 0
    assert busy.congestion_ms == busy.free_ms == free.moving_ms
    assert slow.source is SpeedSource.TABLE


def test_a_place_far_from_all_roads_has_no_way() -> None:
    conditions = road_conditions(_ring(), Driving(), FREE_FLOW)
    ends = named([location(0, 1), location(900, 900)])
    exact = ExactTravel(
        places=("near", "far"), conditions=conditions, snapped=snap_places(conditions, ends)
    )
    with pytest.raises(RoadDataError) as refused:
        explain_drive(exact, 0, 1, 0)
    assert refused.value.message.parameters == {"origin": "near", "destination": "far"}


def test_no_drive_at_all_is_told_as_nothing() -> None:
    told = explain_drive(_travel(_ring()), 0, 0, 0)
    assert (told.total_s, told.distance_m, told.streets, told.classes) == (0, 0, (), ())
