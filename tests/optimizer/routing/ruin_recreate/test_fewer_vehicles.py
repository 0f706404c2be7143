"""Closing routes: vehicles are saved where that is asked for or pays, and nothing gets worse."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from domain.progress import Flag
from optimizer.routing.ruin_recreate.fewer_vehicles import (
    use_cheaper_vehicles,
    use_fewest_vehicles,
)
from optimizer.routing.ruin_recreate.search import Budget, Search
from optimizer.routing.ruin_recreate.workspace import BEST, NOW
from tests.optimizer.routing.build import Case, case, parcel, van
from tests.optimizer.routing.random_case import random_case
from tests.optimizer.routing.ruin_recreate.held import SEEDS, problem_of, rules_without


def budget(steps: int) -> Budget:
    return Budget(Flag(lambda: False), steps)


def used(search: Search) -> int:
    return sum(1 for route in search.best() if route)


def far_from_home(orders: int, vans: int) -> Case:
    """Doors close to each other and far from the warehouse: every vehicle less is much cheaper."""
    at = [(60_000.0 + 300.0 * (i % 5), 300.0 * (i // 5)) for i in range(orders)]
    parcels = [parcel(f"O{i}") for i in range(orders)]
    return case(parcels, [van(f"V{i}") for i in range(vans)], at)


def one_each(made: Case) -> Search:
    """A search that starts with a vehicle for each order."""
    problem = problem_of(made)
    return Search.begin(problem, 1, tuple((task,) for task in range(problem.tasks)))


def test_vehicles_are_saved_where_that_pays() -> None:
    search = one_each(far_from_home(10, 10))
    before, cost = used(search), search.work.cost[BEST]
    use_cheaper_vehicles(search, budget(20_000), share=1.0)
    assert before == 10
    assert used(search) == 1
    assert search.work.cost[BEST] < 0.5 * cost


def test_as_few_vehicles_are_used_as_hold_all() -> None:
    made = case(
        [parcel(f"O{i}", weight_kg=400.0) for i in range(8)],
        [van(f"V{i}", capacity_kg=850.0) for i in range(8)],
        [(1_000.0 * i, 500.0) for i in range(8)],
    )
    search = one_each(made)
    use_fewest_vehicles(search, budget(20_000), share=1.0)
    assert used(search) == 4
    assert search.best_serves_all()


def test_a_vehicle_that_an_order_is_locked_to_stays_and_others_are_saved() -> None:
    made = far_from_home(6, 6)
    locked = replace(made.problem.shipments[0], locked_vehicle_id="V0")
    shipments = (locked, *made.problem.shipments[1:])
    search = one_each(replace(made, problem=replace(made.problem, shipments=shipments)))
    use_cheaper_vehicles(search, budget(20_000), share=1.0)
    assert used(search) == 1
    assert search.best()[0]


def test_without_time_nothing_changes() -> None:
    search = one_each(far_from_home(6, 6))
    before = search.best()
    use_cheaper_vehicles(search, budget(1_000), share=0.0)
    assert search.best() == before


@settings(max_examples=60)
@given(seed=SEEDS, rules=rules_without("breaks", "rush"))
def test_saving_vehicles_makes_nothing_dearer(seed: int, rules: frozenset[str]) -> None:
    """Where the search prices a route alike, whichever way it came about."""
    problem = problem_of(random_case(seed, rules))
    if not problem.tasks or not problem.vehicles:
        return
    search = Search.begin(problem, seed, None)
    now, best = search.work.cost[NOW], search.work.cost[BEST]
    prices = search.work.absent_cost.copy()
    use_cheaper_vehicles(search, budget(600), share=1.0)
    assert search.work.cost[NOW] <= now + 1e-6
    assert search.work.cost[BEST] <= best + 1e-6
    assert search.work.is_open.all()
    np.testing.assert_array_equal(search.work.absent_cost, prices)
    assert search.work.cost[BEST] == pytest.approx(recounted(search))


def recounted(search: Search) -> float:
    """Cost of the best routes when they are set anew."""
    search.set(search.best())
    return float(search.work.cost[NOW])
