"""Reloads in time: when a vehicle is loaded again, waits for goods, and what is dropped again."""

from typing import Any

import pytest

from domain.orders import TimeWindow
from domain.plan import Route
from domain.warehouses import Warehouse
from optimizer.routing.broken import Broken, Rule
from optimizer.routing.plan_route import time_route
from optimizer.routing.problem_view import view_of
from tests.optimizer.routing.build import Case, H, case, parcel, rush_hour, van, window

A, B, W1 = "order:A", "order:B", "warehouse:W1"
BACK_S = 8 * H + 600 + 300 + 600
"""When a van is back from its first trip, if it leaves at once."""


def two_trips(
    vehicle: dict[str, Any] | None = None,
    second: dict[str, Any] | None = None,
    hours: tuple[int, int] = (0, 24 * H),
) -> Case:
    """Two orders ten minutes away, and a van that needs ten minutes to be loaded again."""
    warehouse = Warehouse(
        warehouse_id="W1", lat=0.0, lon=0.0, open_time_s=hours[0], close_time_s=hours[1]
    )
    return case(
        [parcel("A", windows=(window(8, 9),)), parcel("B", **(second or {}))],
        [van(max_trips=2, reload_s=600, **(vehicle or {}))],
        [(6_000, 0), (0, 6_000)],
        warehouses=[warehouse],
    )


def timed(made: Case) -> Route | Broken:
    view = view_of(made.problem, made.locations)
    return time_route(view, made.problem.vehicles[0], [A, W1, B])


def route(made: Case) -> Route:
    found = timed(made)
    assert isinstance(found, Route), found
    return found


def test_a_reload_takes_its_time() -> None:
    reload = route(two_trips()).stops[1]
    assert (reload.arrival_s, reload.wait_s, reload.service_s) == (BACK_S, 0, 600)
    assert reload.departure_s == BACK_S + 600
    assert reload.late_s == 0


def test_a_vehicle_waits_for_goods_before_it_is_loaded_again() -> None:
    found = route(two_trips(second={"release_s": 10 * H}))
    reload = found.stops[1]
    assert reload.departure_s == 10 * H
    assert reload.wait_s == 10 * H - 600 - reload.arrival_s
    assert found.start_s == 9 * H - 600, "it leaves as late as its first order allows"


def test_goods_of_the_second_trip_do_not_hold_up_the_first() -> None:
    assert route(two_trips(second={"release_s": 8 * H + 60})).start_s == 8 * H


@pytest.mark.parametrize(
    ("closes_s", "is_open"), [(BACK_S + 600, True), (BACK_S + 599, False), (BACK_S - 1, False)]
)
def test_a_reload_is_over_while_the_warehouse_is_open(closes_s: int, is_open: bool) -> None:
    found = timed(two_trips(vehicle={"end_warehouse_id": "none"}, hours=(0, closes_s)))
    assert isinstance(found, Route) == is_open
    assert is_open or found == Broken(rule=Rule.RELOAD, order_id="B")


def test_a_vehicle_waits_until_the_warehouse_opens() -> None:
    overnight = two_trips(
        vehicle={"shift_start_s": 20 * H, "shift_end_s": 40 * H},
        hours=(8 * H, 20 * H + 60),
    )
    orders = (
        parcel("A", windows=(TimeWindow(20 * H, 21 * H),)),
        parcel("B", windows=(TimeWindow(0, 48 * H),)),
    )
    made = case(
        orders,
        overnight.problem.vehicles,
        [(6_000, 0), (0, 6_000)],
        warehouses=overnight.problem.warehouses,
    )
    reload = route(made).stops[1]
    assert reload.arrival_s + reload.wait_s == 32 * H


def test_goods_that_come_too_late_for_the_reload_break_the_route() -> None:
    assert timed(two_trips(second={"release_s": 18 * H})) == Broken(rule=Rule.RELOAD, order_id="B")


def test_a_break_may_be_taken_while_waiting_for_the_reload() -> None:
    lunch = {"break_s": 1800, "break_earliest_s": 9 * H, "break_latest_s": 10 * H}
    with_break = route(two_trips(vehicle=lunch, second={"release_s": 11 * H}))
    without = route(two_trips(second={"release_s": 11 * H}))
    assert with_break.cost == without.cost
    (rest,) = with_break.breaks
    reload = with_break.stops[1]
    assert reload.arrival_s <= rest.start_s
    assert rest.end_s <= reload.arrival_s + reload.wait_s


def test_the_warehouse_is_left_while_it_is_open_even_after_a_break() -> None:
    """The only break in time lies after the reload, when the warehouse has closed."""
    facts: dict[str, Any] = {"break_s": 1800, "break_earliest_s": BACK_S + 600}
    facts |= {"break_latest_s": BACK_S + 700}
    facts |= {"end_warehouse_id": "none"}
    second = {"windows": (TimeWindow(8 * H, BACK_S + 1200 + 1800),)}
    for closes_s, is_open in ((BACK_S + 600 + 1800, True), (BACK_S + 600 + 1799, False)):
        made = two_trips(vehicle=facts, second=second, hours=(8 * H, closes_s))
        first = parcel("A", windows=(TimeWindow(8 * H, 8 * H + 600),))
        tight = case(
            [first, made.problem.shipments[1]],
            made.problem.vehicles,
            [(6_000, 0), (0, 6_000)],
            warehouses=made.problem.warehouses,
        )
        found = timed(tight)
        assert isinstance(found, Route) == is_open
        assert is_open or (isinstance(found, Broken) and found.rule is Rule.BREAK)


def test_each_trip_is_driven_at_its_hour() -> None:
    slow = rush_hour(two_trips(), BACK_S, 12 * H, 2.0)
    found = route(slow)
    assert [stop.drive_s for stop in found.stops] == [600, 600, 1200]
    assert found.return_drive_s == 1200
