"""Points of cumulative demand: the futures' mean, never falling, with what a late lane adds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.inventory.demand_points import (
    WEIGHTS,
    CumulativeDemand,
    Futures,
    cumulative_demand,
    extended_mean,
)


def points_of(
    paths: Futures, *, shipped: int = 0, lead_days: int = 0, lead_sd_days: float = 0.0
) -> CumulativeDemand:
    count = len(paths)
    return cumulative_demand(
        paths,
        np.arange(count),
        shipped=np.full(count, shipped),
        lead_days=np.full(count, lead_days),
        lead_sd_days=np.full(count, lead_sd_days),
    )


def drawn(seed: int, series: int = 3, count: int = 40, days: int = 9) -> Futures:
    return np.random.default_rng(seed).poisson(3, (series, count, days)).astype(np.float32)


def test_weights_are_probabilities_and_refined_at_both_ends() -> None:
    assert len(WEIGHTS) >= 19
    assert WEIGHTS.sum() == pytest.approx(1)
    assert max(WEIGHTS[0], WEIGHTS[-1]) < WEIGHTS.max() / 4


@given(
    seed=st.integers(0, 10_000),
    count=st.integers(1, 60),
    days=st.integers(1, 12),
    shipped=st.integers(0, 12),
)
def test_points_keep_the_mean_of_what_is_still_wanted(
    seed: int, count: int, days: int, shipped: int
) -> None:
    paths = drawn(seed, count=count, days=days)
    demand = points_of(paths, shipped=shipped)
    daily = paths.astype(np.float64)
    daily[:, :, 0] = np.maximum(daily[:, :, 0] - shipped, 0)
    wanted = daily.cumsum(axis=2).mean(axis=1)
    np.testing.assert_allclose(demand.points @ WEIGHTS, wanted, rtol=1e-4, atol=1e-4)
    np.testing.assert_allclose(demand.mean, wanted, rtol=1e-4, atol=1e-4)


@given(
    seed=st.integers(0, 10_000),
    count=st.integers(1, 60),
    lead_days=st.integers(0, 8),
    lead_sd_days=st.floats(0, 6),
)
def test_points_never_fall(seed: int, count: int, lead_days: int, lead_sd_days: float) -> None:
    paths = drawn(seed, count=count)
    points = points_of(paths, lead_days=lead_days, lead_sd_days=lead_sd_days).points
    assert (np.diff(points, axis=1) >= 0).all()
    assert (np.diff(points, axis=2) >= 0).all()


def test_a_point_is_the_mean_of_the_futures_of_its_cell() -> None:
    paths = np.arange(100, dtype=np.float32).reshape(1, 100, 1)
    points = points_of(paths).points[0, 0]
    assert points[0] == pytest.approx(0)  # the lowest of a hundred
    assert points[1] == pytest.approx(1.5)  # the next two
    assert points[-1] == pytest.approx(99)


def test_what_is_without_forecast_wants_nothing() -> None:
    demand = cumulative_demand(
        drawn(1),
        np.array([-1, 2]),
        shipped=np.zeros(2, dtype=np.int64),
        lead_days=np.zeros(2, dtype=np.int64),
        lead_sd_days=np.zeros(2),
    )
    assert not demand.points[0].any()
    assert demand.points[1].any()


def test_late_receipts_must_last_longer_and_only_from_the_first_on() -> None:
    paths = np.full((1, 200, 12), 5.0, dtype=np.float32)
    certain = points_of(paths, lead_days=4).points[0]
    late = points_of(paths, lead_days=4, lead_sd_days=2.0).points[0]
    np.testing.assert_array_equal(late[:4], certain[:4])
    assert late[6, -1] > certain[6, -1] + 5 * 3  # one in a hundred is over four days late
    assert late[6, 0] < certain[6, 0]
    assert late[6] @ WEIGHTS == pytest.approx(certain[6] @ WEIGHTS, rel=0.02)


def test_demand_after_the_horizon_goes_on_at_the_rate_of_its_last_days() -> None:
    daily = np.array([[100.0, 0, 0, 0, 0, 0, 0, 7.0]])
    mean = extended_mean(daily.cumsum(axis=1), 3)
    np.testing.assert_allclose(mean[0, -3:], [108, 109, 110])


def test_series_are_reduced_alike_in_one_batch_and_alone() -> None:
    paths = drawn(5, series=4, count=30)
    together = points_of(paths, lead_days=2, lead_sd_days=1.0).points
    for series in range(4):
        alone = points_of(paths[series : series + 1], lead_days=2, lead_sd_days=1.0).points
        np.testing.assert_allclose(together[series], alone[0], rtol=1e-5)
