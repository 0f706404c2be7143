"""What is expected to be missing, against sums over every value of demand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.inventory.policies.distributions import (
    Demand,
    LognormalDemand,
    NormalDemand,
    PointDemand,
    points_demand,
    poisson_demand,
    round_demand,
    whole_demand,
)
from tests.optimizer.inventory.policies.cases import point_demands

SMOOTH: list[Demand] = [
    NormalDemand(mean=50, sd=8),
    LognormalDemand(log_mean=3, log_sd=0.5),
    poisson_demand(6.5),
]


@given(demand=point_demands(), level=st.floats(-20, 60))
def test_points_miss_what_each_value_misses(demand: PointDemand, level: float) -> None:
    above = np.maximum(demand.values - level, 0)
    assert float(demand.shortage(level)) == pytest.approx(above @ demand.weights, abs=1e-9)
    assert float(demand.shortage_beyond(level)) == pytest.approx(
        above**2 @ demand.weights / 2, abs=1e-7
    )
    covered = demand.weights[demand.values <= level].sum()
    assert float(demand.cdf(level)) == pytest.approx(covered, abs=1e-9)


@given(demand=point_demands(), share=st.floats(0.001, 0.999))
def test_the_quantile_is_the_least_value_that_covers(demand: PointDemand, share: float) -> None:
    level = demand.quantile(share)
    assert level in demand.values
    assert demand.cdf(level) >= share - 1e-9
    lower = demand.values[demand.values < level]
    assert not len(lower) or demand.cdf(float(lower[-1])) < share


@pytest.mark.parametrize("demand", SMOOTH)
def test_shortage_falls_by_the_chance_of_being_short(demand: Demand) -> None:
    levels = np.linspace(0, 120, 120_001)
    short = 1 - demand.cdf(levels)
    assert float(demand.shortage(0)) == pytest.approx(demand.mean, rel=1e-6)
    for function, slope in (
        (demand.shortage, short),
        (demand.shortage_beyond, demand.shortage(levels)),
    ):
        area = np.trapezoid(slope, levels)
        assert float(function(0.0) - function(120.0)) == pytest.approx(area, rel=1e-3)


def test_far_beyond_demand_nothing_is_missing() -> None:
    for demand in SMOOTH:
        assert 0 <= float(demand.shortage(1e4)) < 1e-6


def test_rounding_keeps_all_chances() -> None:
    rounded = round_demand(NormalDemand(mean=3, sd=2))
    assert rounded.weights.sum() == pytest.approx(1)
    assert rounded.weights[0] == pytest.approx(float(NormalDemand(mean=3, sd=2).cdf(0.5)))
    whole = whole_demand([0.2, 0.0, 0.5, 0.3])
    assert round_demand(whole).weights == pytest.approx(whole.weights)


def test_points_need_no_order() -> None:
    demand = points_demand([5, 1, 3], [0.2, 0.5, 0.3])
    assert demand.values.tolist() == [1, 3, 5]
    assert demand.weights.tolist() == [0.5, 0.3, 0.2]
    assert points_demand([4, 2]).mean == 3


@pytest.mark.parametrize(
    "make",
    [
        lambda: points_demand([]),
        lambda: points_demand([1, 2], [1.0]),
        lambda: points_demand([1, 2], [0.7, 0.7]),
        lambda: points_demand([1, 2], [1.5, -0.5]),
        lambda: PointDemand(values=np.array([2.0, 1.0]), weights=np.array([0.5, 0.5])),
        lambda: poisson_demand(0),
        lambda: NormalDemand(mean=5, sd=0),
        lambda: LognormalDemand(log_mean=5, log_sd=-1),
    ],
)
def test_no_distribution_is_refused(make: object) -> None:
    with pytest.raises(ValueError, match=r"demand|chance|Chances|deviation"):
        make()  # type: ignore[operator]
