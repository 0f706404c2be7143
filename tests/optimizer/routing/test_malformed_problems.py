"""Impossible input never reaches an engine: some end the process or take it for an answer."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from domain.column import ValueProblem
from domain.orders import TimeWindow
from domain.progress import Never
from domain.routing_problem import RoutingProblem
from domain.travel import FleetTravel, MatrixTravel
from optimizer.routing.routing_result import RoutingResult
from optimizer.routing.solve_routing import solve_routing
from tests.optimizer.routing.build import Case, H, case, parcel, van, window, with_travel
from tests.optimizer.routing.recheck import broken_rules

HUGE = 2**62
INFINITE, NAN = float("inf"), float("nan")

BAD_ORDERS: tuple[dict[str, Any], ...] = (
    {"volume_m3": -1.0},
    {"volume_m3": NAN},
    {"volume_m3": INFINITE},
    {"volume_m3": 1e300},
    {"weight_kg": -0.5},
    {"weight_kg": NAN},
    {"service_s": -60},
    {"service_s": HUGE},
    {"setup_s": -1},
    {"setup_s": HUGE},
    {"release_s": HUGE},
    {"late_cost_per_hour_minor": -5},
    {"late_cost_per_hour_minor": HUGE},
    {"unassigned_cost_minor": -1},
    {"unassigned_cost_minor": HUGE},
    {"windows": (TimeWindow(0, HUGE),)},
    {"windows": (TimeWindow(-HUGE, 0),)},
    {"pickup_windows": (TimeWindow(0, HUGE),), "kind": "transport"},
    {"locked_position": 0},
    {"locked_position": -2},
    {"locked_position": HUGE},
    {"locked_vehicle_id": "V1", "same_vehicle_group": "locked to V2"},
)

# Their nouns refuse these, so that they only come where someone goes around it.
BAD_VEHICLES: tuple[dict[str, Any], ...] = (
    {"capacity_m3": -1.0},
    {"capacity_m3": NAN},
    {"capacity_m3": 1e300},
    {"capacity_kg": INFINITE},
    {"capacity_parcels": -3},
    {"capacity_parcels": HUGE},
    {"max_stops": -1},
    {"max_distance_m": NAN},
    {"max_distance_m": -5.0},
    {"fixed_cost": Decimal("NaN")},
    {"fixed_cost": Decimal("-1")},
    {"fixed_cost": Decimal(10) ** 30},
    {"cost_per_km": Decimal("Infinity")},
    {"cost_per_km": Decimal(10) ** 30},
    {"cost_per_hour": Decimal("-0.01")},
    {"overtime_cost_per_hour": Decimal(10) ** 30},
    {"shift_start_s": -HUGE},
    {"shift_end_s": HUGE},
    {"shift_start_s": 17 * H, "shift_end_s": 8 * H},
    {"max_overtime_s": HUGE},
    {"break_s": -60},
    {"break_s": HUGE},
    {"break_s": 60, "break_earliest_s": HUGE, "break_latest_s": HUGE},
    {"reload_s": -60},
    {"reload_s": HUGE},
    {"max_trips": 0},
    {"max_trips": -1},
    {"max_trips": HUGE},
)

# Lawful, but at an edge.
ODD_ORDERS: tuple[dict[str, Any], ...] = (
    {"volume_m3": 0.0, "weight_kg": 0.0, "service_s": 0},
    {"unassigned_cost_minor": 0},
    {"windows": (TimeWindow(10 * H, 14 * H), TimeWindow(11 * H, 12 * H))},
    {"windows": (TimeWindow(11 * H, 12 * H), TimeWindow(9 * H, 10 * H))},
    {"windows": (TimeWindow(-5 * H, -4 * H),)},
    {"windows": (TimeWindow(-5 * H, -4 * H),), "is_soft": True},
    {"windows": (TimeWindow(9 * H, 9 * H),)},
    {"windows": (TimeWindow(40 * H, 41 * H),), "is_soft": True},
    {"release_s": -3600},
    {"release_s": 30 * H},
    {"locked_vehicle_id": "nobody"},
    {"late_cost_per_hour_minor": 10**9, "is_soft": True},
    {"kind": "pickup"},
    {"kind": "pickup", "volume_m3": 10.0},
    {"kind": "transport", "pickup_windows": (window(8, 17),)},
    {"kind": "transport", "pickup_windows": (window(16, 17),), "windows": (window(8, 9),)},
    {"kind": "transport", "pickup_windows": (window(9, 12), window(10, 11))},
    {"kind": "transport", "pickup_windows": (window(8, 17),), "locked_position": 1},
    {"locked_position": 1},
    {"locked_position": 99},
    {"same_vehicle_group": "alone"},
    {"same_vehicle_group": "locked to V2"},
    {"same_vehicle_group": "locked to V2", "locked_vehicle_id": "V2"},
    {"goods_classes": frozenset({"own"}), "incompatible_with": frozenset({"own"})},
    {"territory": "nowhere"},
)

ODD_VEHICLES: tuple[dict[str, Any], ...] = (
    {"capacity_m3": 0.0},
    {"capacity_kg": 0.0},
    {"capacity_parcels": 0},
    {"max_stops": 0},
    {"max_distance_m": 0.0},
    {"fixed_cost": Decimal(10) ** 8},
    {"cost_per_km": Decimal(0), "cost_per_hour": Decimal(0)},
    {"shift_end_s": 8 * H + 1},
    {"break_s": 10 * H},
    {"break_s": 60, "break_earliest_s": 20 * H, "break_latest_s": 20 * H},
    {"break_s": 60, "break_earliest_s": 0, "break_latest_s": 0},
    {"break_s": 60, "break_latest_s": 12 * H},
    {"break_s": 0.5},
    {"max_trips": 10**9},
    {"max_trips": 5, "reload_s": 23 * H},
    {"max_trips": 5, "reload_warehouse_ids": frozenset({"gone"})},
    {"zone_ids": frozenset({"nowhere"})},
)


def forced(made: Case, vehicle: dict[str, Any]) -> Case:
    """A problem whose first vehicle holds values that its noun refuses."""
    bad = van("V1")
    for name, value in vehicle.items():
        object.__setattr__(bad, name, value)
    problem = replace(made.problem, vehicles=(bad, *made.problem.vehicles[1:]))
    return Case(problem=problem, locations=made.locations)


def ordinary(**facts: Any) -> Case:
    locked = parcel("C", same_vehicle_group="locked to V2", locked_vehicle_id="V2")
    orders = [parcel("B"), locked, parcel("A", **facts)]
    return case(orders, [van("V1"), van("V2")], [(0, 6_000), (3_000, 3_000), (6_000, 0)])


def other_travel(made: Case, drive_s: int, drive_m: int) -> Case:
    size = len(made.problem.travel.places)
    seconds = np.full((1, size, size), drive_s, dtype=np.int32)
    seconds[0, range(size), range(size)] = 0
    travel = MatrixTravel(
        places=made.problem.travel.places,
        bucket_starts_s=np.zeros(1, dtype=np.int64),
        drive_s=seconds,
        drive_m=np.full((1, size, size), drive_m, dtype=np.int32),
    )
    fleet = FleetTravel(travels=(travel,), of_vehicle=made.problem.travel.of_vehicle)
    return with_travel(made, fleet)


def all_malformed() -> Iterator[Case]:
    yield from (ordinary(**facts) for facts in (*BAD_ORDERS, *ODD_ORDERS))
    yield from (forced(ordinary(), facts) for facts in (*BAD_VEHICLES, *ODD_VEHICLES))
    yield case([], [van()], [])
    yield case([parcel("A")], [], [(6_000, 0)])
    yield case([], [], [])
    yield case([parcel("A")], [van()], [(0, 0)])
    yield case([parcel(f"O{i}") for i in range(5)], [van()], [(6_000, 0)] * 5)
    yield case([parcel("A")], [van()], [(6_000, 0)], cut_off=["warehouse:W1"])
    yield other_travel(ordinary(), 2**30, 2**30)
    yield other_travel(ordinary(), 2**31 - 1, 2**31 - 1)
    yield other_travel(ordinary(), 0, 0)
    yield other_travel(ordinary(), 60, 2**31 - 1)


def solve(made: Case) -> RoutingResult:
    return solve_routing(made.problem, locations=made.locations, stop=Never(), iteration_limit=30)


def solve_all() -> None:
    """Solve every malformed problem; run in a process of its own, which must survive it."""
    for made in all_malformed():
        result = solve(made)
        served = [order_id for route in result.routes for order_id in route.order_ids]
        unassigned = [order.order_id for order in result.unassigned]
        wanted = sorted(order.order_id for order in made.problem.shipments)
        assert sorted(served + unassigned) == wanted, made
        assert all(order.reason.code for order in result.unassigned), made


def test_no_malformed_problem_ends_the_process() -> None:
    root = Path(__file__).parents[3]
    code = "from tests.optimizer.routing import test_malformed_problems as t; t.solve_all()"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.parametrize("facts", BAD_ORDERS, ids=str)
def test_an_impossible_order_is_left_out_and_located(facts: dict[str, Any]) -> None:
    result = solve(ordinary(**facts))
    (problem,) = result.problems
    assert problem.column == next(iter(facts))
    assert problem.message["id"] == "A"
    assert [order.order_id for order in result.unassigned] == ["A"]
    assert result.unassigned[0].reason.code in {
        "routing.impossible_number",
        "routing.group_locked_apart",
    }
    assert result.unassigned[0].cost_minor >= 0


@pytest.mark.parametrize("facts", BAD_VEHICLES, ids=str)
def test_an_impossible_vehicle_stands_still_and_is_located(facts: dict[str, Any]) -> None:
    result = solve(forced(ordinary(), facts))
    (problem,) = result.problems
    assert problem.column in {*facts, "shift_end_s"}
    assert [route.vehicle_id for route in result.routes] == ["V2"]
    assert result.unassigned == ()


@pytest.mark.parametrize("facts", ODD_ORDERS, ids=str)
def test_an_odd_order_is_planned_by_the_rules(facts: dict[str, Any]) -> None:
    made = ordinary(**facts)
    result = solve(made)
    assert result.problems == ()
    if "windows" not in facts:
        assert broken_rules(made, result) == []


@pytest.mark.parametrize("facts", ODD_VEHICLES, ids=str)
def test_an_odd_vehicle_drives_by_the_rules(facts: dict[str, Any]) -> None:
    made = forced(ordinary(), facts)
    result = solve(made)
    assert result.problems == ()
    assert broken_rules(made, result) == []


def test_the_nouns_refuse_most_of_it_before() -> None:
    with pytest.raises(ValueProblem):
        van(capacity_m3=-1.0)
    with pytest.raises(ValueProblem):
        van(shift_start_s=17 * H, shift_end_s=8 * H)


def test_huge_costs_are_added_up() -> None:
    orders = [parcel(f"O{i}", unassigned_cost_minor=10**11) for i in range(3)]
    rich = replace(van(), cost_per_km=Decimal(10) ** 9, cost_per_hour=Decimal(10) ** 9)
    result = solve(other_travel(case(orders, [rich], [(6_000, 0)] * 3), 60, 2**30 - 1))
    assert result.problems == ()
    assert result.cost_minor == 3 * 10**11


def test_more_classes_of_goods_than_can_be_told_apart_are_said_so() -> None:
    names = [f"class {i}" for i in range(70)]
    orders = [
        parcel(name, goods_classes=frozenset({name}), incompatible_with=frozenset({other}))
        for name, other in pairwise([*names, names[0]])
    ]
    made = case(orders, [van(f"V{i}") for i in range(9)], [(6_000, 0)] * 70)
    result = solve(made)
    assert [problem.code for problem in result.problems] == ["routing.too_many_classes"]
    assert broken_rules(made, result) == []
    assert result.unassigned == ()


def test_unknown_places_are_refused_by_the_problem() -> None:
    made = ordinary()
    with pytest.raises(ValueError, match="unknown place"):
        RoutingProblem(
            shipments=(*made.problem.shipments, parcel("Z")),
            vehicles=made.problem.vehicles,
            warehouses=made.problem.warehouses,
            travel=made.problem.travel,
            currency="EUR",
        )
    with pytest.raises(KeyError):
        solve_routing(made.problem, locations={}, stop=Never())
