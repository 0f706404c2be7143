"""The judge's schedule and price: when a route leaves, waits and rests, and what that costs."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.fleet import OPEN_ROUTE
from domain.orders import TimeWindow
from domain.travel import MatrixTravel
from domain.units import SECONDS_PER_HOUR
from optimizer.routing.judge.judge_route import judge_route, judged_cost
from optimizer.routing.judge.judged import Judged
from tests.optimizer.routing.build import H, case, parcel, rush_hour, tolled, van, window
from tests.optimizer.routing.judge.lines import (
    AT_A,
    AT_B,
    BACK,
    LEAVES_A,
    LEAVES_B,
    drive,
    line,
    problem_of,
)

FREE: dict[str, Any] = {"cost_per_km": Decimal(0), "cost_per_hour": Decimal(0)}
HOURLY = FREE | {"cost_per_hour": Decimal(36)}
"""One minor unit for each second."""


def test_a_route_leaves_with_the_shift_where_nothing_waits() -> None:
    judged = drive(line(van(), parcel("A"), parcel("B")))
    assert (judged.start, judged.end, judged.metres) == (8 * H, BACK, 24_000)
    assert judged.arrive.tolist() == judged.begin.tolist() == [AT_A, AT_B]
    assert judged.leave.tolist() == [LEAVES_A, LEAVES_B]


def test_a_route_leaves_late_rather_than_to_wait() -> None:
    judged = drive(line(van(), parcel("A"), parcel("B", windows=(window(10, 11),))))
    assert judged.start == 10 * H - 1_500
    assert judged.arrive.tolist() == judged.begin.tolist() == [10 * H - 900, 10 * H]


def test_a_route_waits_where_an_earlier_window_closes() -> None:
    made = line(van(), parcel("A", windows=(window(8, 9),)), parcel("B", windows=(window(10, 11),)))
    judged = drive(made)
    assert (judged.start, judged.end) == (9 * H - 600, 10 * H + 1_500)
    assert judged.arrive.tolist() == [9 * H, 9 * H + 900]
    assert judged.begin.tolist() == [9 * H, 10 * H]


def test_service_begins_in_the_next_window() -> None:
    windows = (TimeWindow(0, AT_A - 1), TimeWindow(9 * H, 10 * H))
    judged = drive(line(van(), parcel("A", windows=windows)))
    assert judged.begin.tolist() == [9 * H]


def test_a_door_is_set_up_once_and_served_in_one_go() -> None:
    orders = [parcel("A", setup_s=120), parcel("B", setup_s=200), parcel("C", setup_s=60)]
    judged = drive(case(orders, [van()], [(6_000, 0)] * 3))
    assert judged.begin.tolist() == [AT_A] * 3
    assert judged.leave.tolist() == [AT_A + 420, AT_A + 800, AT_A + 1_100]


def test_a_door_with_two_windows_is_set_up_once() -> None:
    orders = [parcel("A", setup_s=120), parcel("B", setup_s=200, windows=(window(0, 20),))]
    judged = drive(case(orders, [van()], [(6_000, 0)] * 2))
    assert judged.begin.tolist() == [AT_A, AT_A + 420]
    assert judged.leave.tolist() == [AT_A + 420, AT_A + 800]


def test_a_door_is_set_up_again_behind_another() -> None:
    orders = [parcel(name, setup_s=120) for name in "ABC"]
    judged = drive(case(orders, [van()], [(6_000, 0), (12_000, 0), (6_000, 0)]))
    assert (judged.leave - judged.begin).tolist() == [420] * 3


def test_a_reload_waits_for_the_release_of_its_trip() -> None:
    vehicle = van(max_trips=2, reload_s=600, end_warehouse_id=OPEN_ROUTE)
    made = case([parcel("A"), parcel("B", release_s=10 * H)], [vehicle], [(6_000, 0), (-6_000, 0)])
    judged = drive(made, "order:A", "warehouse:W1", "order:B")
    assert judged.leave.tolist() == [10 * H - 1_200, 10 * H, 10 * H + 900]


BREAK: dict[str, Any] = {"break_s": 1_800, "break_earliest_s": 8 * H}
A_H = 8.17
"""When the window of the first order closes, 12 s after a route that starts at eight is there."""


@pytest.mark.parametrize(
    ("facts", "windows", "taken"),
    [
        ({"break_latest_s": BACK - 1}, [(0, A_H), (0, 24)], (1, False, LEAVES_B)),
        ({"break_latest_s": LEAVES_B + 12}, [(0, A_H), (9, 24)], (1, True, AT_B + 12)),
        ({"break_latest_s": LEAVES_A}, [(0, A_H), (9, 24)], (0, False, LEAVES_A)),
        ({"break_latest_s": AT_A}, [(8.4, 8.5), (0, 24)], None),
        ({"break_latest_s": BACK}, [(0, 24), (0, 24)], None),
        ({"break_latest_s": 8 * H - 1, "break_earliest_s": 0}, [(0, 24), (0, 24)], None),
        ({"break_latest_s": None, "break_earliest_s": None}, [(0, 24), (0, 24)],
         (1, False, LEAVES_B)),
    ],
    ids=["after the last call", "while waiting", "after service", "avoided by a later start",
         "over before it is due", "starts after it is due", "at any time"],
)  # fmt: skip
def test_a_break_is_taken_where_it_costs_least(
    facts: dict[str, Any],
    windows: list[tuple[float, float]],
    taken: tuple[int, bool, int] | None,
) -> None:
    orders = [parcel(n, windows=(window(*w),)) for n, w in zip("AB", windows, strict=True)]
    judged = drive(line(van(shift_start_s=8 * H, **(BREAK | facts)), *orders))
    assert not judged.broken
    rest = judged.rest_at, judged.rest_is_before, judged.rest_from
    assert rest == (taken or (-1, False, 0))


PARTS: dict[str, tuple[dict[str, Any], float]] = {
    "use": (FREE | {"fixed_cost": Decimal(7)}, 700),
    "distance": (FREE | {"cost_per_km": Decimal("0.5")}, 24 * 50),
    "time": (HOURLY, BACK - 8 * H),
    "overtime": (
        FREE
        | {"shift_end_s": BACK - 100, "max_overtime_s": 100, "overtime_cost_per_hour": Decimal(36)},
        100,
    ),
}


@pytest.mark.parametrize("part", PARTS)
def test_a_route_costs_its_parts(part: str) -> None:
    facts, cost = PARTS[part]
    assert drive(line(van(**facts), parcel("A"), parcel("B"))).cost == pytest.approx(cost)


def test_charges_are_paid_for_each_drive() -> None:
    made = line(van(**FREE), parcel("A"), parcel("B"))
    charges = {("warehouse:W1", "order:A"): 300, ("order:B", "warehouse:W1"): 20}
    judged = drive(tolled(made, charges | {("order:A", "warehouse:W1"): 9_999}))
    assert (judged.toll, judged.cost) == (320.0, 320.0)


def test_what_begins_late_costs_its_rate() -> None:
    late = parcel("A", windows=(TimeWindow(0, AT_A - 60),), is_soft=True)
    order = replace(late, late_cost_per_hour_minor=2 * SECONDS_PER_HOUR)
    judged = drive(line(van(**FREE), order))
    assert judged.late_cost == judged.cost == pytest.approx(120)


def test_orders_left_out_cost_what_they_say() -> None:
    orders = [parcel("A", unassigned_cost_minor=11), parcel("B", unassigned_cost_minor=700)]
    problem = problem_of(line(van(**FREE), *orders))
    assert judged_cost(problem, ((),)) == 711
    assert judged_cost(problem, ((0,),)) == 700
    assert judged_cost(problem, ((0, 1),)) == 0


def test_an_empty_route_costs_nothing() -> None:
    judged = judge_route(problem_of(line(van(fixed_cost=Decimal(9)), parcel("A"))), 0, ())
    assert not judged.broken
    assert judged.cost == 0.0


def test_a_route_leaves_after_the_rush_where_that_takes_less_time() -> None:
    made = rush_hour(line(van(**HOURLY), parcel("A")), 7 * H, 9 * H, 3.0)
    judged = drive(made)
    assert (judged.start, judged.end) == (9 * H, 9 * H + 1_500)


@given(
    seed=st.integers(0, 10**9),
    factor=st.floats(1.1, 3.0),
    hours=st.tuples(st.integers(7, 10), st.integers(1, 3)),
)
def test_no_start_is_cheaper_than_the_best(
    seed: int, factor: float, hours: tuple[int, int]
) -> None:
    """But for the rounding of each drive to whole seconds."""
    chance = np.random.default_rng(seed)
    opens_h = chance.uniform(8, 12, 3)
    orders = [
        parcel(name, windows=(window(opens, opens + float(chance.uniform(0.5, 6))),))
        for name, opens in zip("ABC", opens_h, strict=True)
    ]
    rush = hours[0] * H, sum(hours) * H
    made = rush_hour(line(van(**HOURLY), *orders), *rush, factor)
    judged, travel = drive(made), made.problem.travel.travels[0]
    ends = [
        (end, start)
        for start in range(8 * H, 17 * H, 60)
        if (end := _end(travel, orders, start)) <= 17 * H
    ]
    assert bool(ends) <= (not judged.broken)
    if ends and not judged.broken:
        quickest = min(end - start for end, start in ends)
        assert judged.end == _end(travel, orders, judged.start)
        assert judged.cost <= quickest + len(orders) + 1


def _end(travel: MatrixTravel, orders: list[Any], start: int) -> int:
    """When a route is back that leaves at a time; never, where it misses a window."""
    here, time = travel.index("warehouse:W1"), start
    for order in orders:
        there = travel.index(order.place)
        time += travel.duration_s(here, there, time)
        if time > order.windows[0].end_s:
            return 10**9
        time, here = max(time, order.windows[0].start_s) + order.service_s, there
    return time + travel.duration_s(here, travel.index("warehouse:W1"), time)


def test_a_judged_route_that_breaks_a_rule_has_no_price() -> None:
    judged = drive(line(van(max_stops=1), parcel("A"), parcel("B")))
    assert isinstance(judged, Judged)
    assert (judged.broken.name, judged.cost) == ("STOPS", 0.0)
