"""A judged route in the form of the plan: stops, loads, breaks, and costs to the cent."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from domain.fleet import Vehicle
from domain.plan import Break, Route, RouteCost, StopKind
from optimizer.routing.decode_routes import route_of
from optimizer.routing.judge.judged import Judged
from optimizer.routing.problem_view import view_of
from tests.optimizer.routing.build import (
    Case,
    H,
    case,
    parcel,
    pickup,
    rush_hour,
    transport,
    van,
    window,
    with_travel,
)

Times = tuple[int, int, int]


def decoded(
    made: Case, places: Sequence[str], times: Sequence[Times], start: int, end: int, **facts: Any
) -> Route:
    """The route of the case's vehicle that arrives, begins and leaves at these times."""
    arrive, begin, leave = np.array(times, dtype=np.int64).T
    (vehicle,) = made.problem.vehicles
    judged = Judged(start=start, end=end, arrive=arrive, begin=begin, leave=leave, **facts)
    return route_of(view_of(made.problem, made.locations), vehicle, places, judged)


def two_doors(vehicle: Vehicle, *orders: Any) -> Case:
    """Orders a kilometre off, the last of them two; 100 s from door to door."""
    return case(orders, [vehicle], [*[(1_000.0, 0.0)] * (len(orders) - 1), (2_000.0, 0.0)])


def test_a_stop_tells_its_drive_its_waiting_and_its_service() -> None:
    made = two_doors(van(), parcel("O1", setup_s=60), parcel("O2", service_s=200))
    times = [(8 * H, 9 * H, 9 * H + 360), (9 * H + 460, 9 * H + 460, 9 * H + 660)]
    route = decoded(made, ["order:O1", "order:O2"], times, 8 * H - 100, 9 * H + 860)
    first, second = route.stops
    assert (first.order_ids, first.kind) == (("O1",), StopKind.DELIVERY)
    assert (first.drive_s, first.distance_m, first.arrival_s) == (100, 1_000, 8 * H)
    assert (first.wait_s, first.service_s, first.departure_s) == (H, 360, 9 * H + 360)
    assert (second.drive_s, second.distance_m, second.wait_s) == (100, 1_000, 0)
    assert (route.return_drive_s, route.return_distance_m) == (200, 2_000)
    assert (route.drive_s, route.distance_m) == (400, 4_000)
    assert (route.start_s, route.end_s) == (8 * H - 100, 9 * H + 860)


def test_neighbours_served_in_one_go_are_one_stop() -> None:
    orders = [
        parcel("O1", setup_s=60),
        parcel("O2", setup_s=90, service_s=100),
        parcel("O3", setup_s=120, windows=(window(8, 12),)),
        parcel("O4"),
    ]
    times = [
        (8 * H, 8 * H, 8 * H + 360),
        (8 * H, 8 * H, 8 * H + 490),
        (8 * H + 490, 8 * H + 490, 8 * H + 820),
        (8 * H + 920, 8 * H + 920, 8 * H + 1_220),
    ]
    places = ["order:O1", "order:O2", "order:O3", "order:O4"]
    route = decoded(two_doors(van(), *orders), places, times, 8 * H - 100, 8 * H + 1_420)
    assert [stop.order_ids for stop in route.stops] == [("O1", "O2"), ("O3",), ("O4",)]
    # The door's set-up is had once: 90 s for the first two, 30 s more for the third.
    assert [stop.service_s for stop in route.stops] == [490, 330, 300]
    assert [stop.departure_s for stop in route.stops] == [8 * H + 490, 8 * H + 820, 8 * H + 1_220]


def test_what_is_fetched_stays_aboard_and_what_is_brought_leaves() -> None:
    orders = [
        parcel("O1", volume_m3=1.0),
        pickup("O2", volume_m3=2.0),
        transport("O3", volume_m3=4.0),
    ]
    places = ["pickup:O3", "order:O1", "pickup:O2", "order:O3"]
    times = [
        (8 * H, 8 * H, 8 * H + 300),
        (8 * H + 400, 8 * H + 400, 8 * H + 700),
        (8 * H + 700, 8 * H + 700, 8 * H + 1_000),
        (8 * H + 1_100, 8 * H + 1_100, 8 * H + 1_400),
    ]
    route = decoded(two_doors(van(), *orders), places, times, 8 * H, 8 * H + 1_600)
    fetch, bring = StopKind.PICKUP, StopKind.DELIVERY
    assert [stop.kind for stop in route.stops] == [fetch, bring, fetch, bring]
    assert [stop.load_m3 for stop in route.stops] == [5.0, 4.0, 6.0, 2.0]
    assert route.load_m3 == 7.0
    assert route.order_ids == ("O3", "O1", "O2")


def test_a_reload_ends_a_trip_and_loads_the_next() -> None:
    vehicle = van(max_trips=2, reload_s=600)
    made = two_doors(vehicle, pickup("O1", volume_m3=2.0), parcel("O2", volume_m3=3.0))
    places = ["pickup:O1", "warehouse:W1", "order:O2"]
    times = [
        (8 * H, 8 * H, 8 * H + 300),
        (8 * H + 400, 8 * H + 400, 8 * H + 1_000),
        (8 * H + 1_200, 8 * H + 1_200, 8 * H + 1_500),
    ]
    route = decoded(made, places, times, 8 * H - 100, 8 * H + 1_700)
    reload = route.stops[1]
    assert (reload.kind, reload.warehouse_id, reload.order_ids) == (StopKind.RELOAD, "W1", ())
    assert (reload.service_s, reload.location) == (600, made.locations["warehouse:W1"])
    assert [stop.load_m3 for stop in route.stops] == [2.0, 3.0, 0.0]


def test_an_open_route_has_no_way_back() -> None:
    made = two_doors(van(end_warehouse_id="none"), parcel("O1"), parcel("O2"))
    times = [(8 * H, 8 * H, 8 * H + 300), (8 * H + 400, 8 * H + 400, 8 * H + 700)]
    route = decoded(made, ["order:O1", "order:O2"], times, 8 * H - 100, 8 * H + 700)
    assert route.end_warehouse_id == ""
    assert (route.return_drive_s, route.return_distance_m, route.distance_m) == (0, 0, 2_000)


@pytest.mark.parametrize("at", [0, 1])
def test_a_break_lies_beside_the_service_of_its_stop(at: int) -> None:
    """It is told by any of the calls that are served in one go."""
    made = two_doors(van(break_s=900), parcel("O1"), parcel("O2"), parcel("O3"))
    times = [
        (8 * H, 8 * H, 8 * H + 300),
        (8 * H, 8 * H, 8 * H + 1_500),
        (8 * H + 1_600, 8 * H + 1_600, 8 * H + 1_900),
    ]
    places, end = ["order:O1", "order:O2", "order:O3"], 8 * H + 2_100
    route = decoded(made, places, times, 8 * H - 100, end, rest_at=at, rest_from=8 * H + 600)
    assert route.breaks == (Break(start_s=8 * H + 600, end_s=8 * H + 1_500),)
    assert route.stops[0].service_s == 600
    assert route.stops[0].departure_s == 8 * H + 1_500
    assert decoded(made, places, times, 8 * H - 100, end).breaks == ()


def test_every_part_of_the_cost_is_rounded_by_itself() -> None:
    vehicle = van(
        fixed_cost=Decimal("12.345"),
        cost_per_km=Decimal("0.333"),
        cost_per_hour=Decimal("20.01"),
        overtime_cost_per_hour=Decimal("7.77"),
        shift_end_s=9 * H,
        max_overtime_s=H,
    )
    late = {"is_soft": True, "late_cost_per_hour_minor": Decimal("12.5")}
    early = window(7, 8)
    made = two_doors(
        vehicle, parcel("O1", windows=(early,), **late), parcel("O2", windows=(early,), **late)
    )
    times = [
        (8 * H + 3_000, 8 * H + 3_000, 8 * H + 3_300),
        (8 * H + 3_400, 8 * H + 3_400, 8 * H + 3_700),
    ]
    route = decoded(made, ["order:O1", "order:O2"], times, 8 * H + 2_900, 8 * H + 3_900)
    assert [stop.late_s for stop in route.stops] == [3_000, 3_400]
    assert route.cost == RouteCost(
        fixed_minor=1_234,  # 1234.5, to the even one
        distance_minor=133,  # 33.3 a kilometre, 4 km
        time_minor=556,  # 555.83
        overtime_minor=65,  # 64.75
        late_minor=10 + 12,  # 10.42 and 11.81
    )


@pytest.mark.parametrize(("start", "charged"), [(8 * H - 1, 0), (8 * H, 250)])
def test_charges_and_ways_are_those_of_the_hour_of_leaving(start: int, charged: int) -> None:
    made = rush_hour(two_doors(van(), parcel("O1"), parcel("O2")), 8 * H, 9 * H, 2.0)
    (travel,) = made.problem.travel.travels
    longer, tolls = travel.drive_m.copy(), np.zeros_like(travel.drive_s)
    longer[1, 0, 1], tolls[1, 0, 1] = 1_234, 250
    by_hour = replace(travel, drive_m=longer, tolls_minor=tolls)
    made = with_travel(made, replace(made.problem.travel, travels=(by_hour,)))
    times = [(8 * H + 199, 8 * H + 199, 9 * H), (9 * H + 100, 9 * H + 100, 9 * H + 400)]
    route = decoded(made, ["order:O1", "order:O2"], times, start, 9 * H + 600)
    assert route.cost.toll_minor == charged
    assert route.stops[0].distance_m == (1_234 if charged else 1_000)
