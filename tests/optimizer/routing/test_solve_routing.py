"""Rules as the whole engine keeps them: each once where it binds, once where it does not."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from domain.fleet import OPEN_ROUTE, Vehicle
from tests.optimizer.routing.build import (
    H,
    case,
    mixed,
    parcel,
    rush_hour,
    tolled,
    van,
    window,
    with_travel,
)
from tests.optimizer.routing.solving import in_a_row, left_out, served, solve, three


@pytest.mark.parametrize(
    ("facts", "vehicles"),
    [
        ({}, 1),
        ({"capacity_m3": 3.0}, 1),
        ({"capacity_m3": 2.9}, 2),
        ({"capacity_kg": 30.0}, 1),
        ({"capacity_kg": 29.0}, 2),
        ({"capacity_parcels": 3}, 1),
        ({"capacity_parcels": 2}, 2),
        ({"max_stops": 3}, 1),
        ({"max_stops": 2}, 2),
        ({"max_distance_m": 36_000}, 1),
        ({"max_distance_m": 35_999}, None),
        ({"shift_end_s": 8 * H + 4500}, 1),
        ({"shift_end_s": 8 * H + 4499}, 2),
        ({"shift_end_s": 8 * H + 4400, "max_overtime_s": 100}, 1),
    ],
)
def test_limits_of_vehicles(facts: dict[str, Any], vehicles: int | None) -> None:
    result = solve(in_a_row([van("V1", **facts), van("V2", **facts)], *three()))
    assert (left_out(result) == {"C"}) == (vehicles is None)
    if vehicles is not None:
        assert len(result.routes) == vehicles


def test_time_windows_decide_the_sequence() -> None:
    orders = [parcel("A", windows=(window(11, 12),)), parcel("B", windows=(window(9, 10),))]
    result = solve(in_a_row([van()], *orders))
    assert [route.order_ids for route in result.routes] == [("B", "A")]


def test_windows_that_exclude_each_other_need_two_vehicles() -> None:
    orders = [parcel(name, windows=(window(9, 9.05),), service_s=600) for name in "AB"]
    assert len(solve(in_a_row([van("V1"), van("V2")], *orders)).routes) == 2


def test_the_second_of_two_windows_lets_both_in() -> None:
    either = (window(9, 9.05), window(11, 12))
    orders = [
        parcel("A", windows=(window(9, 9.05),), service_s=600),
        parcel("B", windows=either, service_s=600),
    ]
    result = solve(in_a_row([van("V1")], *orders))
    assert left_out(result) == set()
    assert result.routes[0].stops[1].arrival_s + result.routes[0].stops[1].wait_s >= 11 * H


@pytest.mark.parametrize(("late_cost", "is_served"), [(600, True), (900_000, False)])
def test_a_soft_window_may_be_overrun_at_its_cost(late_cost: int, is_served: bool) -> None:
    late = parcel(
        "A",
        windows=(window(5, 6),),
        is_soft=True,
        late_cost_per_hour_minor=late_cost,
        unassigned_cost_minor=50_000,
    )
    result = solve(in_a_row([van()], late))
    assert (left_out(result) == set()) == is_served


def test_an_order_dearer_to_bring_than_to_leave_out_stays() -> None:
    cheap = parcel("A", unassigned_cost_minor=1_000)
    result = solve(in_a_row([van(fixed_cost=Decimal(50))], cheap))
    assert left_out(result) == {"A"}
    assert result.unassigned[0].reason.code == "unassigned.cheaper_left_out"
    assert result.cost_minor == 1_000


@pytest.mark.parametrize(("equipment", "takes"), [({"lift", "radio"}, "V2"), (set(), None)])
def test_equipment(equipment: set[str], takes: str | None) -> None:
    needs = parcel("A", requirements=frozenset({"lift"}))
    vehicles = [van("V1"), van("V2", equipment=frozenset(equipment), cost_per_km=Decimal(9))]
    result = solve(in_a_row(vehicles, needs))
    assert served(result) == ({takes: {"A"}} if takes else {})


@pytest.mark.parametrize(("carries", "takes"), [({"dry"}, "V2"), ({"cold"}, "V1"), (set(), "V1")])
def test_goods_classes(carries: set[str], takes: str) -> None:
    cold = parcel("A", goods_classes=frozenset({"cold"}))
    vehicles = [van("V1", carries=frozenset(carries)), van("V2", cost_per_km=Decimal(9))]
    assert served(solve(in_a_row(vehicles, cold))) == {takes: {"A"}}


def test_a_locked_order_travels_on_its_vehicle() -> None:
    vehicles = [van("V1"), van("V2", cost_per_km=Decimal(9))]
    made = in_a_row(vehicles, parcel("A", locked_vehicle_id="V2"), parcel("B"))
    assert "A" in served(solve(made))["V2"]


def test_orders_travel_with_their_own_warehouse() -> None:
    made = case(
        [parcel("A", warehouse_id="W2"), parcel("B")],
        [van("V1"), van("V2", warehouse_id="W2")],
        [(1_000, 0), (19_000, 0)],
        warehouses_at=[(0, 0), (20_000, 0)],
    )
    assert served(solve(made)) == {"V1": {"B"}, "V2": {"A"}}


def test_open_routes_do_not_pay_the_way_back() -> None:
    made = in_a_row([van(end_warehouse_id=OPEN_ROUTE)], *three())
    route = solve(made).routes[0]
    assert route.order_ids == ("A", "B", "C")
    assert route.distance_m == 18_000


def test_a_route_ends_where_its_vehicle_does() -> None:
    made = case(
        three(),
        [van(end_warehouse_id="W2")],
        [(15_000, 0), (10_000, 0), (5_000, 0)],
        warehouses_at=[(0, 0), (20_000, 0)],
    )
    assert solve(made).routes[0].order_ids == ("C", "B", "A")


@pytest.mark.parametrize("release_h", [8, 10])
def test_orders_released_late_wait_for_their_vehicle(release_h: int) -> None:
    early = parcel("A", windows=(window(8, 9),))
    late = parcel("B", release_s=release_h * H)
    result = solve(in_a_row([van("V1"), van("V2")], early, late))
    assert left_out(result) == set()
    assert len(result.routes) == (1 if release_h == 8 else 2)
    starts = {i: route.start_s for route in result.routes for i in route.order_ids}
    assert starts["B"] >= release_h * H


@pytest.mark.parametrize(("break_s", "vehicles"), [(0, 1), (3600, 2)])
def test_a_break_takes_its_time(break_s: int, vehicles: int) -> None:
    lunch = {"break_s": break_s, "break_earliest_s": 12 * H, "break_latest_s": int(12.5 * H)}
    fleet = [van(name, shift_start_s=11 * H, shift_end_s=14 * H, **lunch) for name in ("V1", "V2")]
    orders = [
        parcel("A", windows=(window(11, 12),), service_s=1800),
        parcel("B", windows=(window(12.6, 13),), service_s=600),
    ]
    result = solve(in_a_row(fleet, *orders, spacing_m=12_000))
    assert left_out(result) == set()
    assert len(result.routes) == vehicles


def test_setup_at_one_place_is_paid_once_in_the_shift() -> None:
    orders = [parcel(name, setup_s=900, service_s=60) for name in "AB"]
    shift = 600 + 900 + 60 + 60 + 600
    for spare_s, missing in ((0, set()), (-1, {"A", "B"})):
        tight = van(shift_end_s=8 * H + shift + spare_s)
        made = case(orders, [tight], [(6_000, 0), (6_000, 0)])
        assert bool(left_out(solve(made))) == bool(missing)


def test_the_cheaper_vehicle_drives() -> None:
    vehicles = [van("V1", cost_per_km=Decimal(2)), van("V2", cost_per_km=Decimal(1))]
    assert list(served(solve(in_a_row(vehicles, *three())))) == ["V2"]


def test_a_second_vehicle_is_used_when_its_fixed_cost_is_saved() -> None:
    def fleet(fixed: int) -> list[Vehicle]:
        return [van(name, fixed_cost=Decimal(fixed)) for name in ("V1", "V2")]

    orders = [parcel(f"E{i}") for i in range(2)] + [parcel(f"W{i}") for i in range(2)]
    at = [(9_000, 0), (9_000, 900), (-9_000, 0), (-9_000, 900)]
    overtime = [
        replace(
            v, shift_end_s=8 * H + 3200, max_overtime_s=9000, overtime_cost_per_hour=Decimal(90)
        )
        for v in fleet(20)
    ]
    assert len(solve(case(orders, fleet(20), at)).routes) == 1
    assert len(solve(case(orders, overtime, at)).routes) == 2


def test_rush_hours_are_planned_at_the_hour_driven() -> None:
    made = in_a_row([van("V1"), van("V2")], *three(windows=(window(8, 9),)))
    made = rush_hour(made, 8 * H, 9 * H, 2.0)
    (slow,), result = made.problem.travel.travels, solve(made)
    for route in result.routes:
        leave_s, place = route.start_s, slow.index("warehouse:W1")
        for stop in route.stops:
            door = slow.index(f"order:{stop.order_ids[0]}")
            assert stop.drive_s == slow.duration_s(place, door, leave_s)
            leave_s, place = stop.departure_s, door


def test_every_vehicle_drives_in_its_own_time() -> None:
    """Only the fast one is there before the window closes, however dear it is."""
    order = parcel("A", windows=(window(8, 8.1),))
    vehicles = [van("V1"), van("V2", cost_per_km=Decimal(9))]
    made = mixed(in_a_row(vehicles, order), {"V1": 0, "V2": 1})
    result = solve(made)
    assert served(result) == {"V2": {"A"}}
    (route,) = result.routes
    assert (route.drive_s, route.distance_m) == (600, 6_000)
    assert left_out(solve(in_a_row(vehicles, order))) == {"A"}


def test_a_distance_limit_holds_for_the_ways_of_the_vehicle() -> None:
    vehicles = [van("V1", max_distance_m=20_000), van("V2", max_distance_m=20_000)]
    made = mixed(in_a_row(vehicles, *three()), {"V1": 0, "V2": 1})
    assert served(solve(made))["V2"] == {"A", "B", "C"}


@pytest.mark.parametrize(("toll", "takes"), [(100, "V1"), (2_000, "V2"), (90_000, "V2")])
def test_a_vehicle_that_pays_no_toll_goes_where_the_toll_is_dear(toll: int, takes: str) -> None:
    vehicles = [van("V1"), van("V2", fixed_cost=Decimal(15))]
    made = mixed(in_a_row(vehicles, parcel("A")), {"V1": 0, "V2": 1})
    usual = made.problem.travel.travels[0]
    alike = with_travel(made, replace(made.problem.travel, travels=(usual, usual)))
    result = solve(tolled(alike, {("warehouse:W1", "order:A"): toll}))
    assert served(result) == {takes: {"A"}}
    assert result.routes[0].cost.toll_minor == (toll if takes == "V1" else 0)


def test_an_order_behind_a_toll_that_is_dearer_than_leaving_it_out_stays() -> None:
    made = in_a_row([van()], parcel("A", unassigned_cost_minor=5_000))
    assert served(solve(made)) == {"V1": {"A"}}
    assert left_out(solve(tolled(made, {("order:A", "warehouse:W1"): 4_000}))) == {"A"}
