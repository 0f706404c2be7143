"""Minimum and maximum, against the long run of every pair; horizons against plain recursion."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.inventory.policies.distributions import (
    NormalDemand,
    PointDemand,
    poisson_demand,
    whole_demand,
)
from optimizer.inventory.policies.finite_horizon import plan_horizon
from optimizer.inventory.policies.min_max import best_min_max, min_max_cost, power_min_max
from optimizer.inventory.policies.newsvendor import StockCosts, newsvendor
from tests.optimizer.inventory.policies.cases import stock_costs, whole_demands


def long_run_cost(demand: PointDemand, costs: StockCosts, minimum: int, maximum: int) -> float:
    """Cost of a period once the chances of all positions after ordering have settled."""
    positions = np.arange(minimum + 1, maximum + 1)
    moves = np.zeros((len(positions), len(positions)))
    orders = np.zeros(len(positions))
    for row, position in enumerate(positions):
        for wanted, chance in zip(demand.values, demand.weights, strict=True):
            left = position - int(wanted)
            orders[row] += chance * (left <= minimum)
            moves[row, (maximum if left <= minimum else left) - minimum - 1] += chance
    # The chances settle to what the moves leave as it is.
    system = np.vstack([moves.T - np.eye(len(positions)), np.ones(len(positions))])
    chances = np.linalg.lstsq(system, np.append(np.zeros(len(positions)), 1.0), rcond=None)[0]
    stock = costs.at(demand, positions.astype(np.float64))
    return float(chances @ (stock + costs.order * orders))


@settings(max_examples=60)
@given(
    demand=whole_demands(),
    costs=stock_costs(order=True),
    minimum=st.integers(-3, 5),
    steps=st.integers(1, 9),
)
def test_cost_is_that_of_the_long_run(
    demand: PointDemand, costs: StockCosts, minimum: int, steps: int
) -> None:
    maximum = minimum + steps
    found = min_max_cost(demand, costs, minimum=minimum, maximum=maximum)
    assert found == pytest.approx(long_run_cost(demand, costs, minimum, maximum))


@settings(max_examples=25)
@given(demand=whole_demands(), costs=stock_costs(order=True))
def test_no_other_pair_is_cheaper(demand: PointDemand, costs: StockCosts) -> None:
    best = best_min_max(demand, costs)
    pairs = [
        min_max_cost(demand, costs, minimum=minimum, maximum=minimum + steps)
        for minimum in range(-8, 8)
        for steps in range(1, 16)
    ]
    assert best.cost <= min(pairs) + 1e-9
    assert best.cost == pytest.approx(
        min_max_cost(demand, costs, minimum=int(best.minimum), maximum=int(best.maximum))
    )


def test_orders_that_cost_nothing_keep_the_best_level() -> None:
    demand = poisson_demand(6)
    costs = StockCosts(holding=1, shortage=4)
    best = best_min_max(demand, costs)
    assert best.maximum == newsvendor(demand, costs).level == best.minimum + 1
    assert best.cost == pytest.approx(newsvendor(demand, costs).cost)


def test_a_lead_time_raises_both() -> None:
    demand, costs = poisson_demand(6), StockCosts(holding=1, shortage=4, order=5)
    at_once = best_min_max(demand, costs)
    later = best_min_max(demand, costs, cover=poisson_demand(18))
    assert later.minimum > at_once.minimum + 10
    assert later.maximum > at_once.maximum + 10
    assert later.cost > at_once.cost


def test_published_pairs() -> None:
    """Snyder & Shen (2019): examples 4.7 (Poisson demand) and 4.8 (the power approximation)."""
    best = best_min_max(poisson_demand(6), StockCosts(holding=1, shortage=4, order=5))
    assert (best.minimum, best.maximum) == (4, 10)
    assert best.cost == pytest.approx(8.034, abs=0.001)
    costs = StockCosts(holding=0.18, shortage=0.7, order=2.5)
    power = power_min_max(NormalDemand(mean=50, sd=8), costs)
    assert power.minimum == pytest.approx(40.19, abs=0.01)
    assert power.maximum == pytest.approx(74.29, abs=0.01)
    assert best_min_max(NormalDemand(mean=50, sd=8), costs).cost <= power.cost


def test_no_demand_is_refused() -> None:
    costs = StockCosts(holding=1, shortage=1, order=1)
    with pytest.raises(ValueError, match="no demand"):
        best_min_max(whole_demand([1.0]), costs)
    with pytest.raises(ValueError, match="above the minimum"):
        min_max_cost(poisson_demand(2), costs, minimum=3, maximum=3)


@settings(max_examples=40)
@given(
    demands=st.lists(whole_demands(), min_size=1, max_size=4),
    costs=stock_costs(order=True),
    price=st.integers(0, 5),
    opening=st.integers(-2, 6),
)
def test_a_horizon_costs_what_recursion_says(
    demands: list[PointDemand], costs: StockCosts, price: int, opening: int
) -> None:
    @cache
    def least(period: int, stock: int) -> float:
        if period == len(demands):
            return 7.0 * max(-stock, 0)
        return min(
            (costs.order + price * (level - stock) if level > stock else 0) + kept(period, level)
            for level in range(stock, max(stock, 16) + 1)
        )

    @cache
    def kept(period: int, level: int) -> float:
        demand = demands[period]
        later: float = sum(
            chance * least(period + 1, level - int(wanted))
            for wanted, chance in zip(demand.values, demand.weights, strict=True)
        )
        return float(costs.at(demand, level)) + 0.9 * later

    plan = plan_horizon(
        demands,
        costs,
        purchase_price=price,
        discount=0.9,
        opening_stock=opening,
        closing_shortage=7.0,
    )
    assert plan.cost == pytest.approx(least(0, opening))


def test_published_horizon() -> None:
    """Stockpyl's example of five periods: where to order, and up to where."""
    plan = plan_horizon(
        [NormalDemand(mean=100, sd=20)] * 5,
        StockCosts(holding=1, shortage=20, order=50),
        purchase_price=2,
        closing_holding=1,
        closing_shortage=20,
    )
    assert plan.reorder_points.tolist() == [110, 110, 110, 110, 111]
    assert plan.order_up_to.tolist() == [133, 133, 133, 133, 126]
    # Published as 1558.69 with demand cut off at four deviations.
    assert plan.cost == pytest.approx(1558.9, abs=0.1)
    with pytest.raises(ValueError, match="period"):
        plan_horizon([], StockCosts(holding=1, shortage=20))
