"""The exact timeline: when a route leaves, waits, serves, rests and ends, and what it costs."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from domain.fleet import OPEN_ROUTE, Vehicle
from domain.plan import Break, Route
from domain.routing_problem import Shipment
from domain.travel import fleet_subset
from domain.warehouses import Warehouse
from optimizer.routing.broken import Broken, Rule
from optimizer.routing.plan_route import time_route
from optimizer.routing.problem_view import ProblemView, view_of
from tests.optimizer.routing.build import (
    Case,
    H,
    case,
    parcel,
    rush_hour,
    van,
    window,
    with_travel,
)


def view(made: Case) -> ProblemView:
    return view_of(made.problem, made.locations)


def timed(made: Case) -> Route | Broken:
    """All shipments in their order on the first vehicle."""
    return time_route(view(made), made.problem.vehicles[0], places(made))


def places(made: Case) -> list[str]:
    """The doors of all shipments, one shipment after the other."""
    return [place for shipment in made.problem.shipments for place in shipment.places]


def route(made: Case) -> Route:
    found = timed(made)
    assert isinstance(found, Route), found
    return found


def rule(made: Case) -> Rule:
    found = timed(made)
    assert isinstance(found, Broken), found
    return found.rule


def on_a_line(vehicle: Vehicle, *orders: Shipment, spacing_m: int = 6_000) -> Case:
    """Orders along a line from the warehouse, ten minutes apart."""
    return case(orders, [vehicle], [(spacing_m * (i + 1), 0.0) for i in range(len(orders))])


def test_a_route_without_windows_starts_with_the_shift_and_never_waits() -> None:
    found = route(on_a_line(van(), parcel("A"), parcel("B")))
    assert found.start_s == 8 * H
    assert [stop.arrival_s - 8 * H for stop in found.stops] == [600, 1500]
    assert [stop.wait_s for stop in found.stops] == [0, 0]
    assert found.end_s == 8 * H + 600 + 300 + 600 + 300 + 1200
    assert (found.drive_s, found.distance_m) == (2400, 24_000)


def test_each_cost_part_is_rounded_half_to_even_once() -> None:
    made = on_a_line(
        van(
            fixed_cost=Decimal("12.345"),
            cost_per_km=Decimal("0.0125"),
            cost_per_hour=Decimal("18.00"),
        ),
        parcel("A", service_s=1),
        spacing_m=1_000,
    )
    cost = route(made).cost
    # 12.345, 2 km x 0.0125 = 0.025 and 201 s x 0.005 = 1.005: all end in a half.
    assert (cost.fixed_minor, cost.distance_minor, cost.time_minor) == (1234, 2, 100)


def test_a_route_leaves_as_late_as_saves_waiting() -> None:
    found = route(on_a_line(van(), parcel("A"), parcel("B", windows=(window(12, 13),))))
    assert found.start_s == 12 * H - 600 - 300 - 600
    assert sum(stop.wait_s for stop in found.stops) == 0


def test_a_route_waits_where_an_earlier_window_makes_it() -> None:
    made = on_a_line(
        van(), parcel("A", windows=(window(8, 9),)), parcel("B", windows=(window(12, 13),))
    )
    found = route(made)
    assert found.stops[0].arrival_s == 9 * H
    assert found.stops[1].wait_s == 12 * H - (9 * H + 300 + 600)


def test_leaving_late_makes_nothing_late() -> None:
    made = on_a_line(
        van(),
        parcel("A", windows=(window(8, 9),), is_soft=True, late_cost_per_hour_minor=100),
        parcel("B", windows=(window(12, 13),)),
    )
    assert route(made).stops[0].late_s == 0


def test_the_second_window_is_taken_when_the_first_is_over() -> None:
    windows = (window(8, 8.1), window(10, 11))
    found = route(on_a_line(van(), parcel("A", windows=windows)))
    assert found.stops[0].arrival_s + found.stops[0].wait_s == 10 * H


def test_a_hard_window_that_is_over_breaks_the_route() -> None:
    made = on_a_line(van(), parcel("A"), parcel("B", windows=(window(8, 8.3),)))
    assert timed(made) == Broken(rule=Rule.WINDOW, order_id="B")


def test_a_soft_window_costs_by_the_second_late() -> None:
    soft = parcel("B", windows=(window(8, 8.3),), is_soft=True, late_cost_per_hour_minor=600)
    found = route(on_a_line(van(), parcel("A"), soft))
    assert found.stops[1].late_s == 1500 - int(0.3 * H)
    assert found.cost.late_minor == 70


@pytest.mark.parametrize(("second_setup_s", "service_s"), [(120, 0), (200, 80)])
def test_one_place_is_set_up_once(second_setup_s: int, service_s: int) -> None:
    made = case(
        [
            parcel("A", setup_s=120, service_s=60),
            parcel("B", setup_s=second_setup_s, service_s=30, windows=(window(8, 12),)),
        ],
        [van()],
        [(6_000, 0), (6_000, 0)],
    )
    found = route(made)
    assert [stop.service_s for stop in found.stops] == [180, 30 + service_s]


def test_orders_at_one_place_with_the_same_windows_are_one_stop() -> None:
    orders = [parcel("A", setup_s=60, service_s=60), parcel("B", setup_s=90, service_s=30)]
    made = case(orders, [van(max_stops=1)], [(6_000, 0), (6_000, 0)])
    found = route(made)
    assert [stop.order_ids for stop in found.stops] == [("A", "B")]
    assert found.stops[0].service_s == 90 + 60 + 30


def test_loads_fall_from_stop_to_stop() -> None:
    found = route(on_a_line(van(), parcel("A"), parcel("B", volume_m3=2.5, weight_kg=7.0)))
    assert (found.load_m3, found.load_kg) == (3.5, 17.0)
    assert [(stop.load_m3, stop.load_kg) for stop in found.stops] == [(2.5, 7.0), (0.0, 0.0)]


def test_nothing_leaves_before_all_of_it_is_released() -> None:
    found = route(on_a_line(van(), parcel("A"), parcel("B", release_s=9 * H + 5)))
    assert found.start_s == 9 * H + 5
    made = on_a_line(van(), parcel("A", release_s=18 * H))
    assert rule(made) is Rule.RELEASE


def test_overtime_costs_on_top() -> None:
    short = van(shift_end_s=8 * H + 1200, max_overtime_s=600, overtime_cost_per_hour=Decimal(36))
    cost = route(on_a_line(short, parcel("A"))).cost
    assert cost.overtime_minor == 300
    assert rule(on_a_line(short, parcel("A"), parcel("B"))) is Rule.END


def test_an_open_route_ends_at_its_last_stop() -> None:
    found = route(on_a_line(van(end_warehouse_id=OPEN_ROUTE), parcel("A")))
    assert (found.end_warehouse_id, found.return_drive_s, found.return_distance_m) == ("", 0, 0)
    assert found.end_s == found.stops[-1].departure_s


def test_a_route_may_end_at_another_warehouse() -> None:
    made = case(
        [parcel("A")],
        [van(end_warehouse_id="W2")],
        [(6_000, 0)],
        warehouses_at=[(0, 0), (7_000, 0)],
    )
    found = route(made)
    assert (found.end_warehouse_id, found.return_drive_s) == ("W2", 100)


@pytest.mark.parametrize(
    ("opens_h", "closes_h", "start_h"), [(0, 24, 8), (9, 24, 9), (0, 7, None), (22, 9.5, 8)]
)
def test_vehicles_leave_while_the_warehouse_is_open(
    opens_h: float, closes_h: float, start_h: int | None
) -> None:
    warehouse = Warehouse(
        warehouse_id="W1",
        lat=0.0,
        lon=0.0,
        open_time_s=int(opens_h * H),
        close_time_s=int((closes_h if closes_h > opens_h else closes_h + 24) * H),
    )
    made = case([parcel("A")], [van()], [(6_000, 0)], warehouses=[warehouse])
    if start_h is None:
        assert rule(made) is Rule.RELEASE
    else:
        assert route(made).start_s == start_h * H


def test_vehicles_come_back_while_the_warehouse_is_open() -> None:
    early = Warehouse(warehouse_id="W1", lat=0.0, lon=0.0, open_time_s=0, close_time_s=8 * H + 1499)
    made = case([parcel("A")], [van()], [(6_000, 0)], warehouses=[early])
    assert rule(made) is Rule.END


@pytest.mark.parametrize(("limit_m", "fits"), [(12_000, True), (11_999, False)])
def test_the_distance_limit(limit_m: int, fits: bool) -> None:
    found = timed(on_a_line(van(max_distance_m=limit_m), parcel("A")))
    assert isinstance(found, Route) == fits


@pytest.mark.parametrize(
    ("facts", "broken"),
    [
        ({"capacity_m3": 2.0}, None),
        ({"capacity_m3": 1.999}, Rule.VOLUME),
        ({"capacity_kg": 20.0}, None),
        ({"capacity_kg": 19.9}, Rule.WEIGHT),
        ({"capacity_parcels": 2}, None),
        ({"capacity_parcels": 1}, Rule.PARCELS),
        ({"max_stops": 2}, None),
        ({"max_stops": 1}, Rule.STOPS),
    ],
)
def test_load_limits(facts: dict[str, Any], broken: Rule | None) -> None:
    found = timed(on_a_line(van(**facts), parcel("A"), parcel("B")))
    assert (found.rule if isinstance(found, Broken) else None) is broken


LUNCH: dict[str, Any] = {"break_s": 1800, "break_earliest_s": 12 * H, "break_latest_s": 13 * H}


def test_a_break_is_taken_when_the_route_runs_over_its_time() -> None:
    late = parcel("A", windows=(window(14, 15),))
    made = on_a_line(van(**LUNCH), parcel("B", windows=(window(11, 11.5),)), late)
    found = route(made)
    assert len(found.breaks) == 1
    rest = found.breaks[0]
    assert rest.end_s - rest.start_s == 1800
    assert 12 * H <= rest.start_s <= 13 * H


def test_no_break_is_taken_when_the_route_is_over_before() -> None:
    assert route(on_a_line(van(**LUNCH), parcel("A"))).breaks == ()


def test_a_break_may_use_up_waiting() -> None:
    orders = [parcel("A", windows=(window(11, 11.5),)), parcel("B", windows=(window(14, 15),))]
    with_break, without = (route(on_a_line(v, *orders)) for v in (van(**LUNCH), van()))
    assert with_break.cost == without.cost
    assert with_break.end_s == without.end_s


@pytest.mark.parametrize(("closes_h", "start_s"), [(10, 8 * H + 501), (8.3, None)])
def test_a_route_that_leaves_after_the_break_would_be_due_needs_none(
    closes_h: float, start_s: int | None
) -> None:
    vehicle = van(break_s=600, break_earliest_s=8 * H, break_latest_s=8 * H + 500)
    order = parcel("A", windows=(window(8, closes_h),))
    made = on_a_line(vehicle, order)
    if start_s is None:
        assert rule(made) is Rule.BREAK
    else:
        assert (route(made).start_s, route(made).breaks) == (start_s, ())


def test_leaving_late_to_avoid_a_break_is_dearer_than_the_break() -> None:
    vehicle = van(
        **LUNCH, shift_end_s=13 * H, max_overtime_s=4 * H, overtime_cost_per_hour=Decimal(90)
    )
    found = route(on_a_line(vehicle, parcel("A"), parcel("B", windows=(window(12.9, 16),))))
    assert found.start_s < 13 * H
    assert len(found.breaks) == 1


def test_a_break_without_latest_time_is_taken_on_every_route() -> None:
    found = route(on_a_line(van(break_s=900), parcel("A")))
    stop = found.stops[0]
    assert found.breaks == (Break(start_s=stop.departure_s - 900, end_s=stop.departure_s),)
    assert found.end_s - found.start_s == 600 + 300 + 900 + 600


def test_a_break_before_its_time_is_waited_for() -> None:
    vehicle = van(break_s=900, break_earliest_s=9 * H)
    found = route(on_a_line(vehicle, parcel("A", windows=(window(8, 8.5),))))
    assert found.breaks[0].start_s == 9 * H
    assert found.stops[0].departure_s == 9 * H + 900


def test_travel_takes_as_long_as_at_the_hour_it_is_driven() -> None:
    made = on_a_line(van(cost_per_hour=Decimal(0)), parcel("A", windows=(window(8, 8.5),)))
    found = route(rush_hour(made, 8 * H + 300, 10 * H, 3.0))
    assert found.stops[0].drive_s == 300 + 900
    assert found.return_drive_s == 1800


def test_a_route_pays_what_is_charged_at_the_hour_of_each_leg() -> None:
    made = on_a_line(van(), parcel("A", windows=(window(8, 8.5),)), parcel("B"))
    made = rush_hour(made, 8 * H + 300, 10 * H, 1.0)
    (travel,) = made.problem.travel.travels
    tolls = np.zeros_like(travel.drive_s)
    tolls[0, 0, 1], tolls[1, 0, 1] = 250, 99_999
    tolls[1, 1, 2], tolls[1, 2, 0] = 30, 7
    charged = with_travel(
        made, replace(made.problem.travel, travels=(replace(travel, tolls_minor=tolls),))
    )
    found, free = route(charged), route(made)
    assert found.start_s == 8 * H
    assert found.cost.toll_minor == 250 + 30 + 7
    assert found.cost.total_minor == free.cost.total_minor + 287


def test_routes_are_timed_by_a_finer_travel_where_there_is_one() -> None:
    made = on_a_line(van(), parcel("A"))
    finer = rush_hour(made, 8 * H + 300, 10 * H, 3.0).problem.travel
    exact = view_of(made.problem, made.locations, finer)
    found = time_route(exact, made.problem.vehicles[0], places(made))
    assert found == route(rush_hour(made, 8 * H + 300, 10 * H, 3.0))
    with pytest.raises(ValueError, match="between the places"):
        view_of(made.problem, made.locations, fleet_subset(finer, finer.places[1:]))


def test_a_start_that_is_hinted_at_is_tried_too() -> None:
    """The way back is slow until 8:30, when it is too late to leave: 8:15 lies in between."""
    made = on_a_line(van(), parcel("A", windows=(window(8, 8.45),)))
    made = rush_hour(made, 8 * H, 8 * H + 1800, 1.0)
    (travel,) = made.problem.travel.travels
    drive_s = travel.drive_s.copy()
    drive_s[1, 1, 0] = 3000
    slow = with_travel(
        made, replace(made.problem.travel, travels=(replace(travel, drive_s=drive_s),))
    )
    starts = []
    for hint_s in (None, 8 * H + 900, 8 * H + 60, 7 * H, 8 * H + 1800, 20 * H):
        found = time_route(view(slow), slow.problem.vehicles[0], places(slow), hint_s)
        assert isinstance(found, Route)
        starts.append(found.start_s - 8 * H)
    assert starts == [0, 900, 60, 0, 0, 0]


def test_a_route_starts_after_the_rush_hour_where_that_is_cheaper() -> None:
    made = on_a_line(van(), parcel("A"), spacing_m=30_000)
    found = route(rush_hour(made, 7 * H, 10 * H, 3.0))
    assert found.start_s == 10 * H
    assert found.drive_s == 6000
