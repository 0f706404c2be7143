"""The model of stock and routes together finds what trying everything finds."""

from itertools import pairwise, permutations, product

import numpy as np
import pytest

from tests.benchmarks.inventory.inventory_routing import (
    Customer,
    RoutingStock,
    solve_routing_stock,
)


def _problem(seed: int, vehicles: int) -> RoutingStock:
    random = np.random.default_rng(seed)
    customers = tuple(
        Customer(
            x=float(random.integers(0, 50)),
            y=float(random.integers(0, 50)),
            start=int(random.integers(1, 4)),
            most=5,
            least=0,
            daily=int(random.integers(1, 3)),
            holding=float(random.integers(1, 4)) / 2,
        )
        for _ in range(2)
    )
    supplier = Customer(x=20, y=20, start=5, most=99, least=0, daily=3, holding=0.5)
    return RoutingStock(
        days=3, vehicles=vehicles, vehicle_units=4, supplier=supplier, customers=customers
    )


def _tours(problem: RoutingStock, units: tuple[int, ...]) -> float:
    """Least travel of a day's deliveries: every split over vehicles, in every order."""
    served = [stop for stop, given in enumerate(units, start=1) if given]
    if not served:
        return 0.0
    best = np.inf
    for names in product(range(problem.vehicles), repeat=len(served)):
        total = 0.0
        for name in range(problem.vehicles):
            stops = [stop for stop, its in zip(served, names, strict=True) if its == name]
            if sum(units[stop - 1] for stop in stops) > problem.vehicle_units:
                total = np.inf
            elif stops:
                total += min(_length(problem, order) for order in permutations(stops))
        best = min(best, total)
    return best


def _length(problem: RoutingStock, order: tuple[int, ...]) -> int:
    ends = (0, *order, 0)
    return sum(problem.travel(one, other) for one, other in pairwise(ends))


def _best(problem: RoutingStock) -> float:
    """Cost of the best of all plans."""
    a_day = list(product(*(range(customer.most + 1) for customer in problem.customers)))
    travel = {units: _tours(problem, units) for units in a_day}
    best = np.inf
    for plan in product(a_day, repeat=problem.days):
        stock, cost = problem.supplier.start, 0.0
        stocks = [customer.start for customer in problem.customers]
        for units in plan:
            if sum(units) > stock or travel[units] == np.inf:
                break
            stock += problem.supplier.daily - sum(units)
            cost += travel[units] + problem.supplier.holding * stock
            filled = [one + given for one, given in zip(stocks, units, strict=True)]
            ends = zip(filled, problem.customers, strict=True)
            stocks = [one - customer.daily for one, customer in ends]
            if any(
                full > customer.most or one < customer.least
                for full, one, customer in zip(filled, stocks, problem.customers, strict=True)
            ):
                break
            pairs = zip(stocks, problem.customers, strict=True)
            cost += sum(customer.holding * one for one, customer in pairs)
        else:
            best = min(best, cost)
    return best


@pytest.mark.parametrize(("seed", "vehicles"), [(1, 1), (2, 2), (3, 1)])
def test_the_best_of_all_plans_is_found(seed: int, vehicles: int) -> None:
    problem = _problem(seed, vehicles)
    found = solve_routing_stock(problem)
    assert found.is_best
    assert found.cost == pytest.approx(_best(problem), abs=1e-9)
