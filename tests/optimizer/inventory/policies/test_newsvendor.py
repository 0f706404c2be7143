"""No other level is better; figures of the textbook."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.inventory.policies.base_stock import (
    normal_cover,
    order_up_to_levels,
    poisson_cover,
)
from optimizer.inventory.policies.distributions import (
    NormalDemand,
    PointDemand,
    points_demand,
    poisson_demand,
    whole_demand,
)
from optimizer.inventory.policies.newsvendor import StockCosts, newsvendor, newsvendor_profit
from tests.optimizer.inventory.policies.cases import point_demands, stock_costs


@given(demand=point_demands(), costs=stock_costs())
def test_no_level_is_cheaper(demand: PointDemand, costs: StockCosts) -> None:
    best = newsvendor(demand, costs)
    levels = np.linspace(-5, 45, 101)
    assert best.cost <= costs.at(demand, levels).min() + 1e-9
    direct = costs.holding * np.maximum(best.level - demand.values, 0)
    direct += costs.shortage * np.maximum(demand.values - best.level, 0)
    assert best.cost == pytest.approx(direct @ demand.weights, abs=1e-9)


@given(mean=st.floats(0.5, 300), costs=stock_costs())
def test_neighbours_cost_no_less(mean: float, costs: StockCosts) -> None:
    for demand, step in ((poisson_demand(mean), 1.0), (NormalDemand(mean=mean, sd=mean), 0.01)):
        best = newsvendor(demand, costs)
        near = costs.at(demand, best.level + np.array([-step, step]))
        assert best.cost <= near.min() + 1e-9


@given(
    demands=st.lists(st.lists(st.integers(0, 50), min_size=6, max_size=6), min_size=1, max_size=5),
    costs=stock_costs(),
)
def test_targets_of_many_series_are_those_of_each(
    demands: list[list[int]], costs: StockCosts
) -> None:
    points = np.sort(np.array(demands, dtype=np.float32), axis=1)
    weights = np.array([0.1, 0.2, 0.2, 0.2, 0.2, 0.1])
    targets = order_up_to_levels(points, weights, service_share=costs.service_share)
    for row, target in zip(demands, targets, strict=True):
        assert target == newsvendor(points_demand(sorted(row), weights), costs).level


def test_a_share_that_a_point_just_reaches_needs_no_more() -> None:
    points = np.arange(10, dtype=np.float64)[None]
    target = order_up_to_levels(points, np.full(10, 0.1), service_share=0.7)
    assert target.tolist() == [6]


@given(mean=st.floats(1, 50), sd=st.floats(0.1, 20), days=st.floats(0.5, 30))
def test_an_uncertain_lead_time_asks_for_more(mean: float, sd: float, days: float) -> None:
    sure = normal_cover(mean=mean, sd=sd, cover_time=days)
    unsure = normal_cover(mean=mean, sd=sd, cover_time=days, cover_time_sd=1)
    assert unsure.quantile(0.95) > sure.quantile(0.95)
    assert unsure.mean == sure.mean == pytest.approx(mean * days)


def test_published_levels() -> None:
    """Snyder & Shen (2019): examples 4.3 and 4.4, problems 4.7(b) and 4.8(a)."""
    costs = StockCosts(holding=0.18, shortage=0.7)
    best = newsvendor(NormalDemand(mean=50, sd=8), costs)
    assert best.level == pytest.approx(56.604, abs=0.001)
    assert best.cost == pytest.approx(1.9976, abs=0.0001)
    cover = normal_cover(mean=50, sd=8, cover_time=5)
    assert newsvendor(cover, costs).level == pytest.approx(264.77, abs=0.01)
    engines = whole_demand([0, 0.25, 0.05, 0.1, 0.2, 0.15, 0.1, 0.1, 0.05])
    assert newsvendor(engines, StockCosts(holding=5e5, shortage=1e6)).level == 5
    assert (
        newsvendor(poisson_cover(mean=9, cover_time=2), StockCosts(holding=200, shortage=270)).level
        == 19
    )


def test_published_profit() -> None:
    """Snyder & Shen (2019), example 4.2."""
    best = newsvendor_profit(
        NormalDemand(mean=50, sd=8), sales_price=1, purchase_price=0.3, salvage_price=0.12
    )
    assert best.quantity == pytest.approx(56.604, abs=0.001)
    assert best.profit == pytest.approx(33.002, abs=0.001)


def test_costs_that_leave_nothing_to_decide_are_refused() -> None:
    with pytest.raises(ValueError, match="above zero"):
        StockCosts(holding=0, shortage=1)
    with pytest.raises(ValueError, match="not negative"):
        StockCosts(holding=1, shortage=1, order=-1)
    with pytest.raises(ValueError, match="between"):
        newsvendor_profit(poisson_demand(3), sales_price=1, purchase_price=2, salvage_price=0)
