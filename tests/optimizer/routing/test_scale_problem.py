"""Whole numbers are always on the safe side, and as fine as they can be."""

from decimal import Decimal

import numpy as np
import pytest

from domain.fleet import OPEN_ROUTE
from domain.warehouses import Warehouse
from optimizer.routing.integer_problem import IntegerProblem, Pause
from optimizer.routing.problem_view import view_of
from optimizer.routing.scale_problem import ScaledProblem, scale_problem
from tests.optimizer.routing.build import (
    Case,
    H,
    case,
    mixed,
    parcel,
    rush_hour,
    tolled,
    van,
    window,
)


def scaled(made: Case, seed: int = 0) -> ScaledProblem:
    return scale_problem(view_of(made.problem, made.locations), seed)


def whole(made: Case) -> IntegerProblem:
    problem = scaled(made).problem
    assert problem is not None
    return problem


def test_loads_are_rounded_up_and_capacities_down() -> None:
    order = parcel("A", volume_m3=1.2345678, weight_kg=0.0001)
    problem = whole(case([order], [van(capacity_m3=9.9999999, capacity_kg=1.9999)], [(1, 1)]))
    assert problem.visits[0].loads == (1_234_568, 1, 1)
    assert problem.vehicles[0].capacities == (9_999_999, 1_999, None)


def test_sums_of_decimals_that_fill_a_vehicle_fit() -> None:
    orders = [parcel(f"O{i}", volume_m3=0.1) for i in range(3)]
    problem = whole(case(orders, [van(capacity_m3=0.3)], [(1, 1)] * 3))
    capacity = problem.vehicles[0].capacities[0]
    assert sum(visit.loads[0] for visit in problem.visits) == capacity == 300_000


def test_a_drive_takes_as_long_as_at_the_hours_of_its_windows() -> None:
    """Out after the rush hour; back from A then too, from B within it."""
    orders = [parcel("A", windows=(window(11, 12),)), parcel("B", windows=(window(8, 8.2),))]
    made = rush_hour(case(orders, [van()], [(6_000, 0)] * 2), 6 * H, 10 * H, 2.0)
    times = whole(made).time_matrices[0]
    assert times[0, 2] == 300 + 600
    assert 300 + 600 < times[1, 2] <= 300 + 1_200
    assert times[2, 1] == 1_200


def test_vehicles_that_drive_alike_share_their_matrices() -> None:
    made = case([parcel("A")], [van("V1"), van("V2"), van("V3")], [(6_000, 0)])
    problem = whole(made)
    assert (len(problem.time_matrices), len(problem.cost_matrices)) == (1, 1)
    fleet = mixed(made, {"V1": 1, "V2": 0, "V3": 1})
    problem = whole(fleet)
    assert [int(times[1, 0]) for times in problem.time_matrices] == [600, 300]
    assert [tourer.times for tourer in problem.vehicles] == [1, 0, 1]
    assert len(problem.cost_matrices) == 2
    assert len(whole(mixed(made, {"V1": 1, "V2": 1, "V3": 1})).time_matrices) == 1


def test_distance_limits_are_kept_on_the_ways_of_the_vehicle() -> None:
    made = case([parcel("A")], [van("V1", max_distance_m=9e4), van("V2")], [(6_000, 0)])
    distances = whole(mixed(made, {"V1": 0, "V2": 1})).distance_matrices
    assert [int(metres[1, 0]) for metres in distances] == [6_000, 3_000]


def test_tolls_are_part_of_the_cost_of_a_drive() -> None:
    made = case([parcel("A")], [van(cost_per_km=Decimal("0.35"))], [(6_000, 0)])
    problem = whole(tolled(made, {("warehouse:W1", "order:A"): 250}))
    assert problem.cost_matrices[0][1, 0] == 6_000 * 35 + 250_000
    assert problem.cost_matrices[0][0, 1] == 6_000 * 35


def test_dwelling_is_part_of_the_way_on() -> None:
    order = parcel("A", setup_s=60, service_s=200)
    problem = whole(case([order], [van()], [(6_000, 0)]))
    assert (problem.time_matrices[0][0, 1], problem.time_matrices[0][1, 0]) == (860, 600)


def test_two_orders_at_one_place_are_set_up_once() -> None:
    orders = [parcel(name, setup_s=60, service_s=200) for name in "AB"]
    problem = whole(case(orders, [van()], [(6_000, 0), (6_000, 0)]))
    assert problem.time_matrices[0][0, 1] == 200


def test_open_routes_end_nowhere_for_nothing() -> None:
    made = case([parcel("A")], [van(end_warehouse_id=OPEN_ROUTE), van("V2")], [(6_000, 0)])
    problem = whole(made)
    nowhere = problem.vehicles[0].end
    assert nowhere != problem.vehicles[1].end == problem.vehicles[0].start
    assert problem.cost_matrices[0][0, nowhere] == 0
    assert problem.time_matrices[0][0, nowhere] == 300


def test_costs_are_thousandths_of_minor_units() -> None:
    vehicle = van(fixed_cost=Decimal("1.5"), cost_per_km=Decimal("0.35"), cost_per_hour=Decimal(18))
    answer = scaled(case([parcel("A", unassigned_cost_minor=7)], [vehicle], [(6_000, 0)]))
    problem = answer.problem
    assert problem is not None
    assert answer.per_minor == 1000
    assert problem.visits[0].penalty == 7_000
    assert problem.vehicles[0].fixed_cost == 150_000
    assert problem.vehicles[0].cost_per_s == 500
    assert problem.cost_matrices[0][0, 1] == 6_000 * 35


def test_costs_are_coarser_where_they_are_large() -> None:
    orders = [parcel(f"O{i}", unassigned_cost_minor=10**11) for i in range(400)]
    assert scaled(case(orders, [van()], [(6_000, 0)] * 400)).per_minor == 100


def test_a_break_at_any_time_is_kept_free_at_the_end() -> None:
    bound = van("V1", break_s=900, break_earliest_s=11 * H, break_latest_s=12 * H)
    unbound = van("V2", break_s=900)
    problem = whole(case([parcel("A")], [bound, unbound], [(6_000, 0)]))
    assert problem.vehicles[0].pause == Pause(duration_s=900, earliest_s=11 * H, latest_s=12 * H)
    assert problem.vehicles[1].pause is None
    assert problem.vehicles[1].end_spans == ((8 * H, 17 * H - 900),)


def test_warehouse_hours_come_again_every_day() -> None:
    by_day = Warehouse(warehouse_id="W1", lat=0.0, lon=0.0, open_time_s=6 * H, close_time_s=20 * H)
    long = van(shift_start_s=10 * H, shift_end_s=34 * H)
    problem = whole(case([parcel("A")], [long], [(6_000, 0)], warehouses=[by_day]))
    assert problem.vehicles[0].start_spans == ((10 * H, 20 * H), (30 * H, 34 * H))


def test_orders_that_no_vehicle_can_bring_stay_out() -> None:
    orders = [
        parcel("A", volume_m3=11.0),
        parcel("B", windows=(window(20, 21),)),
        parcel("C", locked_vehicle_id="V9"),
        parcel("D"),
    ]
    answer = scaled(case(orders, [van()], [(6_000, 0)] * 4))
    assert answer.order_ids == ("D",)
    assert answer.left_out == ("A", "B", "C")


@pytest.mark.parametrize("seed", [1, 2])
def test_a_seed_shuffles_the_visits(seed: int) -> None:
    orders = [parcel(f"O{i}") for i in range(20)]
    made = case(orders, [van()], [(100.0 * i, 0) for i in range(20)])
    plain, mixed = scaled(made), scaled(made, seed)
    assert plain.order_ids != mixed.order_ids
    assert sorted(plain.order_ids) == sorted(mixed.order_ids)
    assert mixed.order_ids == scaled(made, seed).order_ids
    assert mixed.problem is not None
    assert plain.problem is not None
    assert np.array_equal(
        np.sort(mixed.problem.cost_matrices[0], axis=None),
        np.sort(plain.problem.cost_matrices[0], axis=None),
    )
