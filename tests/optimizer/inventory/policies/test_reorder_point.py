"""Reorder point and quantity, against every other pair; figures of the textbook."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.inventory.policies.base_stock import normal_cover
from optimizer.inventory.policies.distributions import NormalDemand, poisson_demand
from optimizer.inventory.policies.newsvendor import StockCosts
from optimizer.inventory.policies.reorder_point import (
    best_reorder_point,
    best_reorder_policy,
    best_reorder_policy_whole,
    reorder_cost,
    reorder_cost_whole,
)
from optimizer.inventory.policies.reorder_point_rules import (
    reorder_by_backorder_quantity,
    reorder_by_expected_stock,
    reorder_by_safety_stock,
    reorder_by_shortage,
)
from tests.optimizer.inventory.policies.cases import stock_costs

RATE = 1300.0
EXAMPLE = normal_cover(mean=RATE, sd=150, cover_time=1 / 12)
COSTS = StockCosts(holding=0.225, shortage=7.5, order=8)


@settings(max_examples=40)
@given(mean=st.floats(0.3, 6), rate=st.floats(0.2, 4), costs=stock_costs(order=True))
def test_no_other_whole_pair_is_cheaper(mean: float, rate: float, costs: StockCosts) -> None:
    demand = poisson_demand(mean)
    best = best_reorder_policy_whole(demand, costs, demand_rate=rate)
    pairs = [
        reorder_cost_whole(demand, costs, demand_rate=rate, reorder_point=point, quantity=quantity)
        for point in range(int(best.reorder_point) - 4, int(best.reorder_point) + 5)
        for quantity in range(1, int(best.quantity) + 8)
    ]
    assert best.cost == pytest.approx(min(pairs))


@settings(max_examples=40)
@given(
    mean=st.floats(5, 200),
    spread=st.floats(0.05, 0.5),
    rate=st.floats(1, 500),
    costs=stock_costs(order=True),
)
def test_no_other_smooth_pair_is_cheaper(
    mean: float, spread: float, rate: float, costs: StockCosts
) -> None:
    demand = NormalDemand(mean=mean, sd=mean * spread)
    best = best_reorder_policy(demand, costs, demand_rate=rate)

    def cost(point: float, quantity: float) -> float:
        return reorder_cost(demand, costs, demand_rate=rate, reorder_point=point, quantity=quantity)

    assert best.cost == pytest.approx(cost(best.reorder_point, best.quantity), rel=1e-6)
    for dr, dq in np.random.default_rng(1).normal(0, 0.2, (25, 2)):
        assert best.cost <= cost(
            best.reorder_point + dr * best.quantity, best.quantity * np.exp(dq)
        ) * (1 + 1e-9)
    for rule in (reorder_by_backorder_quantity, reorder_by_safety_stock, reorder_by_shortage):
        ours = rule(demand, costs, demand_rate=rate)
        assert ours.cost == pytest.approx(cost(ours.reorder_point, ours.quantity))
        assert best.cost <= ours.cost * (1 + 1e-9)


def test_smooth_policy_of_steps_is_about_the_whole_one() -> None:
    demand = poisson_demand(60)
    smooth = best_reorder_policy(demand, COSTS, demand_rate=RATE)
    whole = best_reorder_policy_whole(demand, COSTS, demand_rate=RATE)
    assert smooth.cost == pytest.approx(whole.cost, rel=0.02)
    assert smooth.quantity == pytest.approx(whole.quantity, abs=1.5)


def test_stock_costs_as_much_at_both_ends() -> None:
    found = best_reorder_point(EXAMPLE, COSTS, demand_rate=RATE, quantity=300)
    ends = found.reorder_point + np.array([0.0, 300.0])
    low, high = COSTS.at(EXAMPLE, ends)
    assert low == pytest.approx(high)


def test_published_policies() -> None:
    """Snyder & Shen (2019): examples 5.1 to 5.6 (normal demand) and 5.8 (Poisson demand)."""
    best = best_reorder_policy(EXAMPLE, COSTS, demand_rate=RATE)
    assert best.cost == pytest.approx(78.07, abs=0.01)
    assert best.reorder_point == pytest.approx(126.9, abs=0.1)
    assert best.quantity == pytest.approx(328.4, abs=0.1)
    waiting = reorder_by_backorder_quantity(EXAMPLE, COSTS, demand_rate=RATE)
    assert waiting.reorder_point == pytest.approx(128.64, abs=0.01)
    assert waiting.quantity == pytest.approx(308.57, abs=0.01)
    safe = reorder_by_safety_stock(EXAMPLE, COSTS, demand_rate=RATE)
    assert safe.reorder_point == pytest.approx(190.34, abs=0.01)
    expected = reorder_by_expected_stock(
        EXAMPLE, order_cost=8, holding_cost=0.225, unit_shortage_cost=7.5, demand_rate=RATE
    )
    assert expected.reorder_point == pytest.approx(213.97, abs=0.01)
    assert expected.quantity == pytest.approx(318.59, abs=0.01)
    assert expected.cost == pytest.approx(95.45, abs=0.01)
    whole = best_reorder_policy_whole(
        poisson_demand(3), StockCosts(holding=20, shortage=150, order=100), demand_rate=1.5
    )
    assert (whole.reorder_point, whole.quantity) == (3, 5)
    assert whole.cost == pytest.approx(107.92, abs=0.01)


@given(price=st.floats(2, 50))
def test_a_lost_sale_is_worth_a_higher_reorder_point(price: float) -> None:
    """What is not sold leaves stock, so that the same price of a unit missing covers more."""
    late, lost = (
        reorder_by_expected_stock(
            EXAMPLE,
            order_cost=8,
            holding_cost=0.225,
            unit_shortage_cost=price,
            demand_rate=RATE,
            lost_sales=lost_sales,
        )
        for lost_sales in (False, True)
    )
    assert lost.reorder_point > late.reorder_point
    assert lost.quantity <= late.quantity + 1e-9


def test_no_reorder_point_pays_where_being_short_is_cheap() -> None:
    with pytest.raises(ValueError, match="no reorder point"):
        reorder_by_expected_stock(
            EXAMPLE, order_cost=8, holding_cost=5, unit_shortage_cost=0.01, demand_rate=RATE
        )
    with pytest.raises(ValueError, match="above zero"):
        best_reorder_policy(EXAMPLE, StockCosts(holding=1, shortage=2), demand_rate=RATE)
