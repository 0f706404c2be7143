"""Random demand and costs."""

import numpy as np
from hypothesis import strategies as st

from optimizer.inventory.policies.distributions import PointDemand, points_demand, whole_demand
from optimizer.inventory.policies.newsvendor import StockCosts


@st.composite
def point_demands(draw: st.DrawFn) -> PointDemand:
    """Demand at up to eight points, some of them alike."""
    values = draw(st.lists(st.integers(0, 40), min_size=1, max_size=8))
    weights = np.array([draw(st.integers(1, 9)) for _ in values], dtype=np.float64)
    return points_demand(values, weights / weights.sum())


@st.composite
def whole_demands(draw: st.DrawFn) -> PointDemand:
    """Demand of up to four units, not always none."""
    weights = np.array([*draw(st.lists(st.integers(0, 9), min_size=1, max_size=4)), 1.0])
    return whole_demand(weights / weights.sum())


def stock_costs(*, order: bool = False) -> st.SearchStrategy[StockCosts]:
    """Costs of stock, whole; of orders too if wanted."""
    return st.builds(
        StockCosts,
        holding=st.integers(1, 5),
        shortage=st.integers(1, 30),
        order=st.integers(1, 20) if order else st.just(0),
    )
